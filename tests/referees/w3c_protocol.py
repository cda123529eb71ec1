"""The tests of the W3C for the SPARQL 1.1 Protocol, Service Description and Graph Store Protocol, asked of our endpoint.

The tests are those of https://github.com/w3c/rdf-tests; they are not part of this project. Give the folder ``sparql/sparql11`` of a copy:

    DOELENGRAAF_W3C_TESTS=…/rdf-tests/sparql/sparql11 python tests/referees/w3c_protocol.py

They were made for a server that can be written to. Here every write must be refused; what it would have written is then put in a made store, so that the reading that
follows it can be judged.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask.testing import FlaskClient
from rdflib import Dataset, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, RDFS
from rdflib.term import Node

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from made_endpoint import endpoint_over

from doelengraaf.terms import BASE

SETTING = "DOELENGRAAF_W3C_TESTS"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
HOST = "http://www.example"
STATUSES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"},
}
# https://www.w3.org/TR/sparql11-service-description/#vocab: property to the class of what has it and the class of its value.
SCHEMA = {
    "endpoint": ("Service", ""),
    "supportedLanguage": ("Service", "Language"),
    "resultFormat": ("Service", "Format"),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "defaultDataset": ("Service", "Dataset"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("Dataset", "NamedGraph"),
    "name": ("NamedGraph", ""),
    "graph": ("NamedGraph", "Graph"),
}
# What the vocabulary and the registry of formats name themselves.
KNOWN = {
    "Language": {SD.SPARQL10Query, SD.SPARQL11Query, SD.SPARQL11Update},
    "Feature": {SD.DereferencesURIs, SD.UnionDefaultGraph, SD.RequiresDataset, SD.EmptyGraphs, SD.BasicFederatedQuery},
}
ELSEWHERE = {"Format": "http://www.w3.org/ns/formats/", "EntailmentRegime": "http://www.w3.org/ns/entailment/"}


@dataclass(frozen=True)
class Outcome:
    """What came of a test.

    Args:
        name: the test.
        kind: ``passed``, ``refused`` (a write, refused as it should be here) or ``failed``.
        why: what was wrong.
    """

    name: str
    kind: str
    why: str = ""


class NotAsExpectedError(Exception):
    """An answer is not what the test wants."""


def expect(good: bool, why: str) -> None:
    if not good:
        raise NotAsExpectedError(why)


@dataclass(frozen=True)
class Request:
    """A request of a test, as the manifest describes it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: list[str]
    response: Node
    manifest: Graph


def one(graph: Graph, subject: Node, predicate: URIRef) -> str:
    return str(graph.value(subject, predicate) or "")


def headers_of(graph: Graph, node: Node) -> dict[str, str]:
    listed = graph.value(node, HT.headers)
    found = Collection(graph, listed) if listed else []
    return {one(graph, header, HT.fieldName).lower(): one(graph, header, HT.fieldValue) for header in found}


def requests_of(graph: Graph, test: Node) -> Iterator[Request]:
    action = graph.value(test, MF.action)
    listed = graph.value(action, HT.requests) if action else None
    for node in Collection(graph, listed) if listed else []:
        body, response = graph.value(node, HT.body), graph.value(node, HT.resp)
        assert response is not None
        text = one(graph, body, CNT.chars) if body else ""
        encoding = one(graph, body, CNT.characterEncoding) if body else ""
        yield Request(
            one(graph, node, HT.methodName),
            one(graph, node, HT.absolutePath),
            headers_of(graph, node),
            text.encode(encoding or "utf-8"),
            [str(status).rpartition("#")[2] for status in graph.objects(response, MF.expectedStatus)],
            response,
            graph,
        )


def tests_of(path: Path) -> Iterator[tuple[str, Node, Graph]]:
    graph = Graph().parse(path, publicID=path.as_uri())
    for listed in graph.objects(None, MF.entries):
        for test in Collection(graph, listed):
            yield one(graph, test, MF.name).strip(), test, graph


def send(client: FlaskClient, request: Request, path: str) -> Any:
    headers = {**request.headers}
    kind = headers.pop("content-type", None)
    return client.open(path, method=request.method, headers=headers, data=request.body or None, content_type=kind)


def check_status(request: Request, status: int) -> None:
    good = any(
        name == f"StatusCode{status // 100}xx" or STATUSES.get(name) == status or name == str(status)
        for name in request.statuses
    )
    expect(good, f"{request.method} {request.path}: {status}, niet {' of '.join(request.statuses)}")


# The protocol


def judge_protocol(folder: Path) -> Iterator[Outcome]:
    manifest = folder / "manifest.ttl"
    data = Dataset()
    for _, test, graph in tests_of(manifest):
        for given in graph.objects(test, UT.graphData):
            file = Path(unquote(urlsplit(one(graph, given, UT.graph)).path))
            data.graph(URIRef(one(graph, given, RDFS.label))).parse(file)
    with ExitStack() as stack:
        client = stack.enter_context(served(data))
        for name, test, graph in tests_of(manifest):
            requests = list(requests_of(graph, test))
            writes = "update" in requests[0].headers.get("content-type", "") or b"update=" in requests[0].body
            try:
                if writes and requests[0].statuses != ["StatusCode4xx"]:
                    status = send(client, requests[0], requests[0].path).status_code
                    expect(400 <= status < 500, f"{status}: niet geweigerd")
                    yield Outcome(name, "refused")
                    continue
                for request in requests:
                    judge_answer(request, send(client, request, request.path))
                yield Outcome(name, "passed")
            except NotAsExpectedError as error:
                yield Outcome(name, "failed", str(error))


def judge_answer(request: Request, answer: Any) -> None:
    check_status(request, answer.status_code)
    wanted = one(request.manifest, request.response, MF.expectedFormat)
    if wanted:
        expect(answer.mimetype in FORMATS[wanted], f"{answer.mimetype} is niet {wanted}")
    truth = request.manifest.value(request.response, MF.expectedBoolean)
    if truth is not None:
        expect(json.loads(answer.data)["boolean"] is (str(truth) == "true"), f"niet {truth}")


def served(data: Dataset) -> Any:
    """Serve quads; gives a client."""
    stack = ExitStack()
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    (folder / "data.nq").write_text(data.serialize(format="nquads"), encoding="utf-8")

    class Served(ExitStack):
        def __enter__(self) -> FlaskClient:  # type: ignore[override]
            super().__enter__()
            self.push(stack)
            return self.enter_context(endpoint_over(folder / "data.nq")).test_client()

    return Served()


# The description of the service


def judge_description(folder: Path) -> Iterator[Outcome]:
    with served(Dataset()) as client:
        answer = client.get("/sparql", base_url=HOST)
        names = {str(test).rpartition("#")[2]: name for name, test, _ in tests_of(folder / "manifest.ttl")}
        for test, name in names.items():
            try:
                expect(answer.status_code == 200 and answer.mimetype in FORMATS["RDF"], f"gaf {answer.mimetype}")
                found = Graph().parse(data=answer.data, format="turtle")
                if test == "has-endpoint-triple":
                    expect((None, SD.endpoint, URIRef(f"{HOST}/sparql")) in found, "noemt zijn adres niet")
                elif test == "conforms-to-schema":
                    check_schema(found)
                else:
                    expect(test == "returns-rdf" and len(found) > 0, "onbekende toets, of leeg")
                yield Outcome(name, "passed")
            except NotAsExpectedError as error:
                yield Outcome(name, "failed", str(error))


def check_schema(found: Graph) -> None:
    expect(len(set(found.subjects(RDF.type, SD.Service))) == 1, "niet één dienst")
    for subject, predicate, value in found:
        if str(predicate).startswith(str(SD)):
            domain, wanted = SCHEMA.get(str(predicate).rpartition("#")[2], ("", ""))
            expect((subject, RDF.type, SD[domain]) in found, f"{subject} heeft {predicate} en is geen {domain}")
            expect(isinstance(value, URIRef) or bool(wanted), f"{predicate} is geen adres")
            known = value in KNOWN.get(wanted, ()) or str(value).startswith(ELSEWHERE.get(wanted, "-"))
            expect(not wanted or known or (value, RDF.type, SD[wanted]) in found, f"{value} is geen {wanted}")


# The graph store


def judge_graphs(folder: Path) -> Iterator[Outcome]:
    for manifest in sorted(folder.glob("manifest-*.ttl")):
        for name, test, graph in tests_of(manifest):
            state = Dataset()
            refused = 0
            try:
                for request in requests_of(graph, test):
                    path, target = own_path(request.path.replace("$LOCATION$", f"{HOST}/gsp/new"))
                    with served(state) as client:
                        answer = send(client, request, path)
                        if request.method in ("GET", "HEAD"):
                            judge_graph(request, answer)
                        else:
                            expect(answer.status_code == 405, f"{request.method}: {answer.status_code}, niet geweigerd")
                            refused += 1
                            write(state, request, target)
                yield Outcome(name, "passed" if not refused else "refused")
            except NotAsExpectedError as error:
                yield Outcome(name, "failed", str(error))


def own_path(path: str) -> tuple[str, str]:
    """Give the path here of a path of the tests, and the graph it names (empty for the default graph)."""
    if path == "/gsp":
        return "/graph-store", f"{HOST}/gsp/new"
    if path.startswith("/gsp?"):
        name = "" if path == "/gsp?default" else unquote(path.partition("graph=")[2])
        return path.replace("/gsp", "/graph-store", 1), name
    rest = path.removeprefix("/gsp/")
    return f"/graph/{rest}", f"{BASE}graph/{rest}"


def write(state: Dataset, request: Request, target: str) -> None:
    """Do in a made store what the request would have done."""
    graph = state.graph(URIRef(target)) if target else state.default_graph
    if request.method in ("PUT", "DELETE"):
        graph.remove((None, None, None))
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/"):
        whole = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + request.body, policy=policy.HTTP)
        for part in whole.iter_parts():
            graph.parse(data=part.get_payload(decode=True), format="turtle", publicID=HOST)
    elif request.body.strip():
        graph.parse(data=request.body, format="turtle", publicID=HOST)


def judge_graph(request: Request, answer: Any) -> None:
    check_status(request, answer.status_code)
    kind = headers_of(request.manifest, request.response).get("content-type")
    if kind:
        expect(answer.content_type == kind, f"{answer.content_type}, niet {kind}")
    body = request.manifest.value(request.response, HT.body)
    if body and request.method == "GET":
        wanted = Graph().parse(data=one(request.manifest, body, CNT.chars), format="turtle", publicID=HOST)
        found = Graph().parse(data=answer.data, format="turtle")
        expect(isomorphic(found, wanted), "andere uitspraken")


def judge(folder: Path) -> dict[str, list[Outcome]]:
    """Run all tests that are there.

    Args:
        folder: ``sparql/sparql11`` of the tests of the W3C.
    """
    return {
        "protocol": list(judge_protocol(folder / "protocol")),
        "service-description": list(judge_description(folder / "service-description")),
        "graph-store-protocol": list(judge_graphs(folder / "graph-store-protocol")),
    }


if __name__ == "__main__":
    where = os.environ.get(SETTING)
    if not where:
        sys.exit(f"Zet {SETTING} op de map sparql/sparql11 van https://github.com/w3c/rdf-tests.")
    bad = False
    for part, outcomes in judge(Path(where)).items():
        for outcome in outcomes:
            bad |= outcome.kind == "failed"
            sys.stdout.write(f"{outcome.kind:8} {part}: {outcome.name} {outcome.why}\n")
    sys.exit(bad)
