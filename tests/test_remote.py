"""A SPARQL endpoint by its address: the same rows as the build gives, nothing written, and a clear word when it is away."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from doelengraaf import open_graph
from doelengraaf.errors import EndpointError, QueryError
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.remote.engine import RemoteStore
from doelengraaf.store import Graph, Rows, Store

QUESTIONS = sorted(path.stem for path in (Path(__file__).resolve().parent.parent / "queries").glob("*.rq"))
REJECTED = "https://w3id.org/doelengraaf/graph/mappings/rejected"
STATED = "https://w3id.org/doelengraaf/graph/cranendonck/stated"
EMPTY = b'{"head": {"vars": ["g"]}, "results": {"bindings": []}}'

Reply = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(reply: Reply) -> Iterator[tuple[str, list[tuple[dict[str, str], dict[str, list[str]]]]]]:
    """Serve one reply to everything; gives the address and what was asked: headers and form."""
    asked: list[tuple[dict[str, str], dict[str, list[str]]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked.append((dict(self.headers), parse_qs(body)))
            reply(self)

        def log_message(self, *args: object) -> None:
            """Be silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql", asked
        finally:
            server.shutdown()
            thread.join()


def says(status: int, kind: str, body: bytes) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


@pytest.fixture(scope="module")
def remote(endpoint: str) -> RemoteStore:
    return RemoteStore(endpoint)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_same_question_gives_the_same_rows(
    built: tuple[Project, Report], questions: Questions, remote: RemoteStore, name: str
) -> None:
    question = questions.get(name)
    typed = {
        one.name: [questions.choices(question, one.name)[0].slug]
        for one in question.parameters.values()
        if one.required
    }
    there = Questions(built[0].queries, remote, questions.version)
    for chosen in ({}, {"gemeente": ["cranendonck"]} if "gemeente" in question.parameters else {}):
        # Sorted, because rows that a question does not tell apart may come in any order.
        rows = sorted(there.ask(name, {**typed, **chosen}).rows, key=repr)
        assert rows == sorted(questions.ask(name, {**typed, **chosen}).rows, key=repr)


def test_what_is_rejected_is_there_and_in_no_answer(remote: RemoteStore, store: Store, endpoint: str) -> None:
    assert remote._ask(f"ASK {{ GRAPH <{REJECTED}> {{ ?s ?p ?o }} }}", (), ()) is True
    assert remote.query(f"ASK {{ GRAPH <{REJECTED}> {{ ?s ?p ?o }} }}") is False
    assert remote.graphs() == store.graphs()


def test_all_forms_of_a_query(remote: RemoteStore, store: Store) -> None:
    construct = "CONSTRUCT { ?s ?p ?o } WHERE { ?s a <https://w3id.org/doelengraaf/def#Agenda> ; ?p ?o }"
    here, there = store.query(construct), remote.query(construct)
    assert isinstance(here, Graph)
    assert isinstance(there, Graph)
    assert set(there.triples) == set(here.triples)
    assert len(here.triples) > 20
    found = remote.query("DESCRIBE <https://w3id.org/doelengraaf/id/topic/eenzaamheid>")
    assert isinstance(found, Graph)
    assert found.triples
    assert remote.query("# SELECT\nPREFIX dg: <https://w3id.org/doelengraaf/def#>\n#\n#\nASK { ?s a dg:Goal }") is True
    assert sorted(remote.quads(STATED)) == sorted(store.quads(STATED))


def test_a_dataset_of_ones_own_is_left_alone(remote: RemoteStore) -> None:
    def count(query: str, graphs: list[str] | None = None) -> int:
        found = remote.query(f"SELECT (COUNT(*) AS ?n) {query}", graphs)
        assert isinstance(found, Rows)
        [[number]] = found.rows
        assert number
        return int(number.value)

    whole = count("{ ?s ?p ?o }")
    assert 0 < count(f"FROM <{STATED}> {{ ?s ?p ?o }}") == count("{ ?s ?p ?o }", [STATED]) < whole
    # The word alone, in a string or a name, is no dataset.
    assert count("{ ?s ?p ?o FILTER (?o != 'FROM') BIND (1 AS ?from) }") == whole


@pytest.mark.parametrize(
    "text", ["INSERT DATA { <a:s> <a:p> <a:o> }", "# SELECT\nDROP ALL", "PREFIX a: <a:> CLEAR ALL", "", "SELECTEER"]
)
def test_nothing_is_written(remote: RemoteStore, text: str) -> None:
    with pytest.raises(QueryError, match="alleen gelezen"):
        remote.query(text)
    with pytest.raises(QueryError, match="alleen gelezen"):
        remote.insert([], STATED)


def test_a_query_that_is_refused_says_why(remote: RemoteStore) -> None:
    with pytest.raises(QueryError, match=r"weigert de vraag: error at 1:\d+"):
        remote.query("SELECT ?s WHERE { ?s ?p }")


def test_open_graph_by_address(built: tuple[Project, Report], endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built[0].root)
    here, there = open_graph(), open_graph(endpoint)
    asked = {"gemeente": ["krimpenerwaard", "cranendonck"], "onderwerp": "eenzaamheid"}
    assert there.ask("partners-per-doel", **asked).rows == here.ask("partners-per-doel", **asked).rows
    two = ["cranendonck", "vijfheerenlanden"]
    assert there.overlap(agenda=two).rows == here.overlap(agenda=two).rows
    assert dict(there.network(agenda=two).edges) == dict(here.network(agenda=two).edges)
    assert f"gegevens {endpoint}, geraadpleegd 20" in there.ask("partners-per-doel").citation()


def test_it_is_asked_by_post_with_its_dataset() -> None:
    graph = "https://w3id.org/doelengraaf/graph/derived"
    body = f'{{"head": {{"vars": ["g"]}}, "results": {{"bindings": [{{"g": {{"type": "uri", "value": "{graph}"}}}}]}}}}'
    with serving(says(200, "application/sparql-results+json", body.encode())) as (address, asked):
        RemoteStore(address).query("#+ summary: ASK\nSELECT ?g { ?g ?p 'é#' }")
    headers, form = asked[-1]
    assert form == {
        "query": ["\nSELECT ?g { ?g ?p 'é#' }"],
        "default-graph-uri": [graph],
        "named-graph-uri": [graph],
    }
    assert headers["Accept"].startswith("application/sparql-results+json")
    assert headers["User-Agent"].startswith("doelengraaf/")


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (says(404, "text/plain", b"geen vraagbaak"), "404.*geen vraagbaak"),
        (says(401, "text/plain", b""), "401"),
        (says(403, "text/plain", b""), "403"),
        (says(500, "text/html", b"<h1>kapot</h1>"), "500.*kapot"),
        (says(503, "text/plain", b"x"), "503"),
        (says(200, "text/html", b"<html>welkom</html>"), "geen antwoord.*welkom"),
        (says(200, "application/sparql-results+json", b"The SPARQL operation has been cancelled"), "cancelled"),
        (says(200, "application/sparql-results+json", EMPTY[:40]), "geen antwoord"),
        (says(200, "application/sparql-results+json", b"[]"), "geen antwoord"),
        (says(200, "application/sparql-results+json", b'{"head": {}}'), "geen antwoord"),
        (
            says(
                200,
                "application/sparql-results+json",
                b'{"head": {"vars": ["g"]}, "results": {"bindings": [{"g": {"type": "triple", "value": {}}}]}}',
            ),
            "geen antwoord",
        ),
        (says(200, "application/sparql-results+json", b""), "leeg"),
    ],
)
def test_what_is_no_answer_is_told_in_words(reply: Reply, words: str) -> None:
    with serving(reply) as (address, _), pytest.raises(EndpointError, match=words) as caught:
        RemoteStore(address).query("SELECT * { ?s ?p ?o }")
    assert str(caught.value).startswith(address)
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize("kind", ["text/html", "text/turtle"])
def test_a_graph_that_is_none(kind: str) -> None:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        graphs = "json" in handler.headers["Accept"]
        says(200, "application/json" if graphs else kind, EMPTY if graphs else b"<html>")(handler)

    with serving(reply) as (address, _), pytest.raises(EndpointError, match="geen antwoord"):
        RemoteStore(address).query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


def test_an_endpoint_that_is_away() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/sparql"
    with pytest.raises(EndpointError, match="niet te bereiken") as caught:
        open_graph(address)
    assert address in str(caught.value)


def test_an_endpoint_that_is_too_slow() -> None:
    ready = threading.Event()
    with serving(lambda handler: ready.wait(20) and None) as (address, _):
        with pytest.raises(EndpointError, match="niet binnen 1 seconden"):
            open_graph(address, timeout=1)
        ready.set()


def test_an_endpoint_without_our_graphs() -> None:
    with (
        serving(says(200, "application/sparql-results+json", EMPTY)) as (address, _),
        pytest.raises(EndpointError, match="bevat geen grafen van Doelengraaf"),
    ):
        open_graph(address)


@pytest.mark.parametrize("address", ["ftp://a/b", "http://", "http://[", "http://a:b/", "://", "file:///etc/passwd"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(EndpointError, match="geen adres van een SPARQL-endpoint"):
        open_graph(address)


def test_a_password_in_the_address_is_not_repeated() -> None:
    with pytest.raises(EndpointError, match="wachtwoord") as caught:
        open_graph("https://naam:geheim@voorbeeld.nl/sparql")
    assert "geheim" not in str(caught.value)
