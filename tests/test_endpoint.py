"""The SPARQL 1.1 endpoint by the protocol: what is asked, in what form it is answered, what is refused, and that nothing else is reached or stopped."""

import csv
import io
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from made_endpoint import ONE, endpoint_over
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, VOID
from werkzeug.test import TestResponse

from doelengraaf.errors import QueryError
from doelengraaf.own_query import BusyError, Limits, OwnQueries, TooHeavyError, check_query
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.query_worker import Found, Worker
from doelengraaf.rendering import Ask
from doelengraaf.store import Graph as StoreGraph
from doelengraaf.store import OxigraphStore, Rows, open_store
from doelengraaf.store.disk import ENGINE_VARIABLE
from web.app import create_app
from web.settings import BASE_URL_VARIABLE
from web.sparql_settings import EndpointLimits
from web.turns import Guard, Turns

SD = "http://www.w3.org/ns/sparql-service-description#"
G = "https://w3id.org/doelengraaf/graph/"
STATED, INTERPRETED, OTHER = f"{G}dorp/stated", f"{G}dorp/interpreted", "http://example.org/g"
# One triple stands in two graphs; one value has all that CSV, TSV and XML write otherwise.
DATA = f"""
<https://w3id.org/doelengraaf/id/a> <http://example.org/p> "één, \\"twee\\"\\t<&>\\n\\r"@nl <{STATED}> .
<https://w3id.org/doelengraaf/id/a> <http://example.org/p> <http://example.org/o> <{STATED}> .
<https://w3id.org/doelengraaf/id/a> <http://example.org/p> <http://example.org/o> <{INTERPRETED}> .
<https://w3id.org/doelengraaf/id/b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/C> <{INTERPRETED}> .
<http://example.org/s> <http://example.org/q> "7"^^<http://www.w3.org/2001/XMLSchema#integer> <{OTHER}> .
"""
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
IN_GRAPHS = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { VALUES ?a { %s } VALUES ?b { %s } VALUES ?c { %s } VALUES ?d { %s } FILTER (?a + ?b + ?c = ?d) }"
ENDLESS %= (" ".join(map(str, range(200))),) * 4
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def nquads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "data.nq"
    path.write_text(DATA, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def client(nquads: Path) -> Iterator[FlaskClient]:
    with endpoint_over(nquads) as app:
        yield app.test_client()


def get(client: FlaskClient, query: str, accept: str = "", **more: str | list[str]) -> TestResponse:
    return client.get("/sparql", query_string={"query": query, **more}, headers={"Accept": accept} if accept else {})


def number(response: TestResponse) -> int:
    assert response.status_code == 200, response.text
    return int(response.get_json()["results"]["bindings"][0]["n"]["value"])


# Asking


def test_a_query_by_get_by_form_and_as_body(client: FlaskClient) -> None:
    form = client.post("/sparql", data={"query": COUNT})
    body = client.post("/sparql", data=COUNT.encode(), content_type="application/sparql-query; charset=UTF-8")
    slash = client.get("/sparql/", query_string={"query": COUNT})
    assert number(get(client, COUNT)) == number(form) == number(body) == number(slash) == 4


def test_the_default_graph_is_all_graphs_with_each_triple_once(client: FlaskClient) -> None:
    assert number(get(client, COUNT)) == 4
    assert number(get(client, IN_GRAPHS)) == 5


@pytest.mark.parametrize(
    ("query", "default", "named", "expected"),
    [
        (COUNT, [STATED], [], 2),
        (COUNT, [STATED, OTHER], [], 3),
        (COUNT, ["http://example.org/unknown"], [], 0),
        (IN_GRAPHS, [STATED], [], 0),
        (IN_GRAPHS, [], [INTERPRETED, OTHER], 3),
        (COUNT, [], [INTERPRETED], 0),
        (IN_GRAPHS, [STATED], [OTHER], 1),
        # What the request says goes before what the query says.
        (COUNT.replace("WHERE", f"FROM <{STATED}> WHERE"), [OTHER], [], 1),
        (IN_GRAPHS.replace("WHERE", f"FROM NAMED <{STATED}> WHERE"), [], [OTHER], 1),
    ],
)
@pytest.mark.parametrize("way", ["get", "form", "body"])
def test_the_dataset_of_the_request(
    client: FlaskClient, way: str, query: str, default: list[str], named: list[str], expected: int
) -> None:
    dataset = {"default-graph-uri": default, "named-graph-uri": named}
    if way == "get":
        found = get(client, query, **dataset)
    elif way == "form":
        found = client.post("/sparql", data={"query": query, **dataset})
    else:
        found = client.post("/sparql", query_string=dataset, data=query, content_type="application/sparql-query")
    assert number(found) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (COUNT.replace("WHERE", f"FROM <{STATED}> WHERE"), 2),
        (COUNT.replace("WHERE", f"FROM <{STATED}> FROM <{OTHER}>"), 3),
        (f"PREFIX from: <{G}dorp/> " + COUNT.replace("WHERE", "FROM from:stated WHERE"), 2),
        (COUNT.replace("WHERE", f"# FROM <{OTHER}>\nWHERE"), 4),
        (COUNT.replace("WHERE", f"FROM NAMED <{STATED}> WHERE"), 0),
        (IN_GRAPHS.replace("WHERE", f"FROM NAMED <{STATED}> WHERE"), 2),
        (IN_GRAPHS.replace("WHERE", f"FROM <{STATED}> WHERE"), 0),
    ],
)
def test_the_dataset_of_the_query(client: FlaskClient, query: str, expected: int) -> None:
    assert number(get(client, query)) == expected


def test_the_dataset_of_a_query_to_the_embedded_store(nquads: Path) -> None:
    store = OxigraphStore.from_nquads(nquads)

    def count(query: str) -> int:
        found = store.query(query)
        assert isinstance(found, Rows)
        assert found.rows[0][0]
        return int(found.rows[0][0].value)

    # Without FROM the union, in which a triple of two graphs is found twice.
    assert count(COUNT) == 5
    assert count(COUNT.replace("WHERE", f"FROM <{STATED}> WHERE")) == 2
    assert count(IN_GRAPHS.replace("WHERE", f"FROM NAMED <{STATED}> WHERE")) == 2
    made = store.query(f"CONSTRUCT {{ ?s ?p ?o }} FROM <{OTHER}> WHERE {{ ?s ?p ?o }}")
    assert isinstance(made, StoreGraph)
    assert len(made.triples) == 1


def test_from_after_a_template(client: FlaskClient) -> None:
    found = get(client, f"CONSTRUCT {{ ?s ?p ?o }} FROM <{OTHER}> WHERE {{ ?s ?p ?o }}", format="nt")
    assert (
        found.text
        == '<http://example.org/s> <http://example.org/q> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    )


def test_relative_addresses_are_relative_to_the_endpoint(client: FlaskClient) -> None:
    assert "<http://localhost/x>" in get(client, "CONSTRUCT { <x> <x> <x> } WHERE {}", format="nt").text


# Forms

VALUES = "SELECT ?s ?o ?none WHERE { ?s <http://example.org/p> ?o FILTER (isLITERAL(?o)) }"
NUMBER = "SELECT ?o WHERE { ?s <http://example.org/q> ?o }"


def test_rows_as_json(client: FlaskClient) -> None:
    found = get(client, VALUES, format="json").get_json()
    assert found["head"]["vars"] == ["s", "o", "none"]
    assert found["results"]["bindings"] == [
        {
            "s": {"type": "uri", "value": "https://w3id.org/doelengraaf/id/a"},
            "o": {"type": "literal", "value": 'één, "twee"\t<&>\n\r', "xml:lang": "nl"},
        }
    ]
    assert get(client, NUMBER).get_json()["results"]["bindings"] == [
        {"o": {"type": "literal", "value": "7", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}}
    ]
    assert get(client, "SELECT * { ?s <x:no> ?o }").get_json()["results"]["bindings"] == []


def test_rows_as_xml(client: FlaskClient) -> None:
    root = ElementTree.fromstring(get(client, VALUES, format="xml").data)  # noqa: S314
    name = "{http://www.w3.org/2005/sparql-results#}"
    assert [one.get("name") for one in root.iter(f"{name}variable")] == ["s", "o", "none"]
    (result,) = root.iter(f"{name}result")
    assert [one.get("name") for one in result] == ["s", "o"]
    (literal,) = root.iter(f"{name}literal")
    assert literal.text == 'één, "twee"\t<&>\n\r'
    assert literal.get("{http://www.w3.org/XML/1998/namespace}lang") == "nl"
    (typed,) = ElementTree.fromstring(get(client, NUMBER, format="xml").data).iter(f"{name}literal")  # noqa: S314
    assert typed.get("datatype") == "http://www.w3.org/2001/XMLSchema#integer"


def test_rows_as_csv_and_tsv(client: FlaskClient) -> None:
    text = get(client, VALUES, format="csv").data.decode()
    assert text == 's,o,none\r\nhttps://w3id.org/doelengraaf/id/a,"één, ""twee""\t<&>\n\r",\r\n'
    assert list(csv.reader(io.StringIO(text, newline="")))[1][1] == 'één, "twee"\t<&>\n\r'
    text = get(client, VALUES, format="tsv").data.decode()
    assert text == '?s\t?o\t?none\n<https://w3id.org/doelengraaf/id/a>\t"één, \\"twee\\"\\t<&>\\n\\r"@nl\t\n'


def test_what_xml_cannot_hold_is_left_out_of_xml_only(client: FlaskClient) -> None:
    query = 'SELECT ("a\\u0001\\u000Cb" AS ?x) {}'
    ElementTree.fromstring(get(client, query, format="xml").data)  # noqa: S314
    assert get(client, query).get_json()["results"]["bindings"][0]["x"]["value"] == "a\x01\x0cb"
    construct = 'CONSTRUCT { <x:a> <x:b> "a\\u0001" } WHERE {}'
    assert get(client, construct, format="ttl").status_code == 200
    assert (
        get(client, construct, format="rdf").status_code,
        get(client, construct.replace("x:b", "http://x/1"), format="rdf").status_code,
    ) == (400, 400)


@pytest.mark.parametrize(
    ("form", "expected"),
    [("csv", b"true\r\n"), ("tsv", b"true\n")],
)
def test_yes_or_no(client: FlaskClient, form: str, expected: bytes) -> None:
    assert get(client, "ASK {}").get_json() == {"head": {}, "boolean": True}
    assert get(client, "ASK { <x:a> <x:b> <x:c> }").get_json()["boolean"] is False
    root = ElementTree.fromstring(get(client, "ASK {}", format="xml").data)  # noqa: S314
    assert root.findtext("{http://www.w3.org/2005/sparql-results#}boolean") == "true"
    assert get(client, "ASK {}", format=form).data == expected


@pytest.mark.parametrize(
    ("form", "media_type", "reader"),
    [
        ("ttl", "text/turtle", "turtle"),
        ("nt", "application/n-triples", "nt"),
        ("rdf", "application/rdf+xml", "xml"),
        ("jsonld", "application/ld+json", "json-ld"),
    ],
)
def test_statements_in_every_form(client: FlaskClient, form: str, media_type: str, reader: str) -> None:
    for query, size in (("CONSTRUCT WHERE { ?s ?p ?o }", 4), ("DESCRIBE <https://w3id.org/doelengraaf/id/a>", 2)):
        by_name, by_header = get(client, query, format=form), get(client, query, media_type)
        assert by_name.mimetype == by_header.mimetype == media_type
        assert len(Graph().parse(data=by_name.data, format=reader)) == size
        assert len(Graph().parse(data=by_header.data, format=reader)) == size
    assert Literal('één, "twee"\t<&>\n\r', "nl") in Graph().parse(data=by_name.data, format=reader).objects()


@pytest.mark.parametrize(
    ("accept", "form", "rows", "graph"),
    [
        ("", "", "application/sparql-results+json", "text/turtle"),
        ("*/*", "", "application/sparql-results+json", "text/turtle"),
        ("application/sparql-results+xml", "", "application/sparql-results+xml", 406),
        ("application/json", "", "application/sparql-results+json", "application/ld+json"),
        ("application/xml;q=0.3, text/csv;q=0.2", "", "application/sparql-results+xml", "application/rdf+xml"),
        ("text/csv;q=0.9, text/tab-separated-values", "", "text/tab-separated-values", 406),
        ("text/turtle, application/sparql-results+xml", "", "application/sparql-results+xml", "text/turtle"),
        ("application/sparql-results+json;charset=utf-8", "", "application/sparql-results+json", 406),
        ("image/png", "", 406, 406),
        ("image/png", "csv", "text/csv", 406),
        ("", "application/n-triples", 406, "application/n-triples"),
        ("text/csv", "xml", "application/sparql-results+xml", "application/rdf+xml"),
        ("", "srj", "application/sparql-results+json", 406),
        ("", "turtle", 406, "text/turtle"),
        ("", "pdf", 406, 406),
        (BROWSER, "", 303, 303),
        (BROWSER, "json", "application/sparql-results+json", "application/ld+json"),
    ],
)
def test_the_form_that_is_asked_for(
    client: FlaskClient, accept: str, form: str, rows: str | int, graph: str | int
) -> None:
    for query, expected in (("SELECT * {}", rows), ("CONSTRUCT WHERE { ?s ?p ?o }", graph)):
        found = get(client, query, accept, **({"format": form} if form else {}))
        assert (found.mimetype if found.status_code == 200 else found.status_code) == expected
        assert "Accept" in found.vary
        if expected == 406:
            assert found.mimetype == "text/plain"
            assert "text/turtle" in found.text or "text/csv" in found.text
    posted = client.post("/sparql", data={"query": "SELECT * {}", "format": "csv"}, headers={"Accept": BROWSER})
    assert posted.mimetype == "text/csv"


def test_a_browser_gets_the_editor_with_its_query(client: FlaskClient) -> None:
    found = get(client, "ASK {}", BROWSER)
    assert found.headers["Location"] == "/sparql-editor?query=ASK+%7B%7D"
    assert client.get("/sparql", headers={"Accept": BROWSER}).headers["Location"] == "/sparql-editor"
    # The page knows no dataset of the request: to leave it out would give another answer.
    assert get(client, COUNT, BROWSER, **{"default-graph-uri": STATED}).mimetype == "application/sparql-results+xml"


# Refusing

DIRECT = "application/sparql-query"


@pytest.mark.parametrize(
    ("status", "words", "ask"),
    [
        (400, "1:6", lambda c: get(c, "ASK {")),
        (400, "2:", lambda c: get(c, "SELECT *\n{ ?s ?p }")),
        (400, "nog geen vraag", lambda c: get(c, " ")),
        (400, "te lang", lambda c: c.post("/sparql", data={"query": "ASK {}" + " " * 20_000})),
        (413, "te lang", lambda c: c.post("/sparql", data={"query": "x" * 300_000})),
        (413, "te lang", lambda c: c.post("/sparql", data=b"x" * 300_000, content_type=DIRECT)),
        (400, "één vraag", lambda c: c.get("/sparql?query=ASK{}&query=ASK{}")),
        (400, "één vraag", lambda c: c.post("/sparql?query=ASK{}", data="ASK {}", content_type=DIRECT)),
        (400, "geen vraag", lambda c: c.post("/sparql", data={"x": "y"})),
        (400, "UTF-8", lambda c: c.post("/sparql", data=b"ASK {} #\xff", content_type=DIRECT)),
        (415, "UTF-8", lambda c: c.post("/sparql", data="ASK {}", content_type=f"{DIRECT}; charset=UTF-16")),
        (415, DIRECT, lambda c: c.post("/sparql", data="ASK {}", content_type="text/plain")),
        (415, DIRECT, lambda c: c.post("/sparql", data="ASK {}")),
        (415, DIRECT, lambda c: c.post("/sparql", data={"query": (io.BytesIO(b"ASK {}"), "q.rq")})),
        (400, "niet te lezen", lambda c: get(c, "ASK {}", **{"default-graph-uri": "geen adres"})),
        (
            400,
            "te veel grafen",
            lambda c: c.post("/sparql", data={"query": "ASK {}", "named-graph-uri": ["x:a"] * 1001}),
        ),
        (405, "alleen te lezen", lambda c: c.put("/sparql?query=ASK{}")),
        (405, "alleen te lezen", lambda c: c.delete("/sparql")),
        (405, "alleen te lezen", lambda c: c.patch("/sparql")),
    ],
)
def test_what_is_no_request_of_the_protocol(
    client: FlaskClient, status: int, words: str, ask: Callable[[FlaskClient], TestResponse]
) -> None:
    found = ask(client)
    assert (found.status_code, found.mimetype) == (status, "text/plain")
    assert words in found.text
    assert "Traceback" not in found.text
    assert found.headers["Access-Control-Allow-Origin"] == "*"
    assert found.headers["Cache-Control"] == "no-store"
    assert ("Allow" in found.headers) == (status == 405)


INSERT = "INSERT DATA { <x:a> <x:b> <x:c> }"


@pytest.mark.parametrize(
    "ask",
    [
        lambda c: c.get("/sparql", query_string={"update": INSERT}),
        lambda c: c.get("/sparql", query_string={"query": INSERT}),
        lambda c: c.get("/sparql", query_string={"query": "LOAD <http://127.0.0.1:9/x> INTO GRAPH <x:g>"}),
        lambda c: c.get("/sparql", query_string={"query": "ASK {}", "using-graph-uri": STATED}),
        lambda c: c.post("/sparql", data={"update": INSERT}),
        lambda c: c.post("/sparql", data={"query": "ASK {}", "update": INSERT}),
        lambda c: c.post("/sparql", data={"query": f"ASK {{}} ; {INSERT}"}),
        lambda c: c.post("/sparql", data=INSERT, content_type="application/sparql-update"),
        lambda c: c.post("/sparql", data=INSERT, content_type="application/sparql-query"),
        lambda c: c.post("/sparql?update=CLEAR+ALL", data="ASK {}", content_type="application/sparql-query"),
    ],
)
def test_updates_are_refused_by_every_way_in(client: FlaskClient, ask: Callable[[FlaskClient], TestResponse]) -> None:
    found = ask(client)
    assert found.status_code in (400, 403)
    assert len(found.text) > 20
    assert number(get(client, COUNT)) == 4


@pytest.fixture
def other_server() -> Iterator[tuple[str, list[object]]]:
    """A server that tells who came."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    visitor, where = listening.accept()
                except TimeoutError:
                    continue
                came.append(where)
                visitor.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/sparql", came
        done.set()
        thread.join()


CALLS = [
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { service silent <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<%s>{ ?s ?p ?o } }",
    "SELECT * { SERVICE # <\n SILENT # {\n <%s> # >\n { ?s ?p ?o } }",
    "SELECT * { BIND (<%s> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    "PREFIX x: <%s> SELECT * { SERVICE x: { ?s ?p ?o } }",
    # To a tokenizer this is an address and a text; to the engine it is "smaller than" and a remark.
    "SELECT * { FILTER (1<2#>'''\n) SERVICE <%s> { ?s ?p ?o } } #'''",
    "SELECT * { \\u0053ERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICE <%s#\\u003E> { ?s ?p ?o } }",
    "LOAD <%s>",
    "SELECT * FROM <%s> { ?s ?p ?o }",
]


@pytest.mark.parametrize("query", CALLS)
def test_no_other_server_is_reached(client: FlaskClient, other_server: tuple[str, list[object]], query: str) -> None:
    address, came = other_server
    found = get(client, query % address)
    assert found.status_code == (200 if "FROM" in query else 400)
    assert "FROM" in query or any(word in found.text for word in ("andere servers", "verandert", "niet te lezen"))
    time.sleep(0.15)
    assert came == []


@pytest.fixture
def small_build(tmp_path: Path) -> Path:
    """A build of one statement, with its graph as all statements of a build have."""
    path = tmp_path / "doelengraaf.nq"
    path.write_text("<x:a> <x:b> <x:c> <https://w3id.org/doelengraaf/graph/x/stated> .\n")
    return path


@pytest.mark.parametrize("engine", ["memory", "disk"])
def test_no_other_server_is_reached_past_the_check_of_the_text(
    small_build: Path, other_server: tuple[str, list[object]], monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    address, came = other_server
    monkeypatch.setenv(ENGINE_VARIABLE, engine)
    open_store(small_build)
    monkeypatch.setattr("doelengraaf.own_query.check_query", lambda text: None)
    own = OwnQueries(small_build, Limits(workers=1))
    try:
        with pytest.raises(QueryError):
            own.render(Ask(CALLS[0] % address))
        assert isinstance(own.ask("ASK { ?s ?p ?o }"), Found)
    finally:
        own.close()
    time.sleep(0.15)
    assert came == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has this filter")
def test_a_process_without_network_reads_files_and_opens_no_connection(
    other_server: tuple[str, list[object]],
) -> None:
    """The engine opens files of a build on disk when it needs them, so there files are not what is refused."""
    address, came = other_server
    text = f"""
import socket, urllib.request
from doelengraaf.confinement import close_network
from doelengraaf.store import OxigraphStore
assert close_network()
open({__file__!r}).close()
for reach in (lambda: socket.socket(), lambda: urllib.request.urlopen({address!r})):
    try:
        reach()
    except OSError as error:
        assert "Permission denied" in str(error), error
    else:
        raise SystemExit("a connection was opened")
try:
    OxigraphStore().query("SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
except Exception as error:
    assert type(error).__name__ == "QueryError", error
"""
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert came == []


def test_the_word_service_may_stand_in_a_text(client: FlaskClient) -> None:
    check_query('SELECT * { ?s ?p ?o FILTER (CONTAINS(?o, "servicepunt") || ?o = "Service" ) } # service')
    assert number(get(client, 'SELECT (COUNT(*) AS ?n) { ?s ?p "service desk" } # service')) == 0


# Limits


@pytest.fixture(scope="module")
def narrow(nquads: Path) -> Iterator[FlaskClient]:
    limits = EndpointLimits(seconds=1, rows=3, size=2000, workers=1, each=2)
    with endpoint_over(nquads, limits, wait=0.3) as app:
        # The first answer waits for the build to be read.
        app.test_client().get("/sparql?query=ASK{}")
        yield app.test_client()


def test_what_takes_too_long_is_stopped_and_says_so(narrow: FlaskClient) -> None:
    started = time.monotonic()
    found = get(narrow, ENDLESS)
    assert time.monotonic() - started < 30
    assert (found.status_code, found.mimetype) == (503, "text/plain")
    assert "langer dan 1 seconden" in found.text
    assert found.headers["Doelengraaf-Limits"] == "seconds=1, rows=3, bytes=2000"
    assert number(get(narrow, COUNT)) == 4


def test_who_comes_after_one_that_was_stopped_gets_a_worker_that_is_ready(nquads: Path) -> None:
    own = OwnQueries(nquads, Limits(workers=2))
    try:
        for _ in range(2):
            own._places.get()
        ready = Worker(nquads, own.limits)
        ready.ask("ASK {}", 10)
        for place in (Worker(nquads, own.limits), ready):
            own._give_back(place)
        assert own._places.queue[0][2] is ready
        with pytest.raises(TooHeavyError):
            own.render(Ask(ENDLESS), 0.5)
        assert not ready.alive
        assert [place[2].alive for place in own._places.queue if place[2]] == [True, True]
    finally:
        own.close()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        'SELECT ("' + "x" * 3000 + '" AS ?x) {}',
        'CONSTRUCT { <x:a> <x:b> "' + "x" * 3000 + '" } WHERE {}',
    ],
)
def test_what_is_too_large_is_refused_and_not_cut(narrow: FlaskClient, query: str) -> None:
    found = get(narrow, query)
    assert found.status_code == 400
    assert "hooguit 3 rijen" in found.text
    assert "rows=3" in found.headers["Doelengraaf-Limits"]


def test_what_just_fits_is_given(narrow: FlaskClient) -> None:
    assert len(get(narrow, "SELECT * { ?s ?p ?o } LIMIT 3").get_json()["results"]["bindings"]) == 3
    assert len(Graph().parse(data=get(narrow, "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3").data)) == 3


def test_graphs_are_given_whole_whatever_the_limit_of_rows(narrow: FlaskClient) -> None:
    assert len(Graph().parse(data=narrow.get("/graph-store?default").data)) == 4


def test_who_asks_too_much_at_the_same_time_waits_or_is_told(narrow: FlaskClient) -> None:
    app = narrow.application
    guard: Guard = app.config["SPARQL_GUARD"]
    with guard.turns.take("127.0.0.1"):
        found = get(narrow, COUNT)
    assert (found.status_code, found.headers["Retry-After"]) == (503, "5")
    assert "nog niet beantwoord" in found.text
    assert number(get(narrow, COUNT)) == 4


def test_who_asks_too_often_is_told(nquads: Path) -> None:
    with endpoint_over(nquads, EndpointLimits(workers=1, per_minute=2)) as app:
        client = app.test_client()
        statuses = [client.get("/sparql").status_code for _ in range(3)]
        last = client.get("/sparql")
    assert statuses == [200, 200, 429]
    assert last.headers["Retry-After"] == "60"


def test_one_sender_leaves_room_for_another() -> None:
    turns = Turns(running=1, each=2, together=3, wait=1)
    with turns.take("a"):
        with turns.take("b"), pytest.raises(BusyError, match="vorige"), turns.take("a"):
            pass
        waiting = threading.Thread(target=_hold, args=(turns, "a"))
        waiting.start()
        time.sleep(0.05)
        with pytest.raises(BusyError, match="al 2 vragen"), turns.take("a"):
            pass
        with turns.take("b"), pytest.raises(BusyError, match="te veel vragen"), turns.take("c"):
            pass
    waiting.join()
    with turns.take("a"), turns.take("b"), turns.take("c"):
        assert not turns._here["x"]


def _hold(turns: Turns, sender: str) -> None:
    with turns.take(sender):
        pass


def test_a_turn_goes_on_when_the_one_before_ends() -> None:
    turns = Turns(running=1, each=4, together=4, wait=5)
    order: list[int] = []

    def work(number: int) -> None:
        with turns.take("a"):
            order.append(number)
            time.sleep(0.02)
            order.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(order) == 8
    assert all(order[place] == order[place + 1] for place in range(0, 8, 2))


# Headers


def test_a_browser_may_ask_from_another_site(client: FlaskClient) -> None:
    asked = {"Origin": "https://elders.nl", "Access-Control-Request-Method": "POST"}
    for path, methods in (("/sparql", "GET, HEAD, POST, OPTIONS"), ("/graph-store", "GET, HEAD, OPTIONS")):
        found = client.options(path, headers=asked)
        assert (found.status_code, found.data) == (204, b"")
        assert found.headers["Access-Control-Allow-Origin"] == "*"
        assert found.headers["Access-Control-Allow-Methods"] == found.headers["Allow"] == methods
        assert "Content-Type" in found.headers["Access-Control-Allow-Headers"]
        assert int(found.headers["Access-Control-Max-Age"]) > 0
    assert get(client, "ASK {}").headers["Access-Control-Allow-Origin"] == "*"
    assert "Doelengraaf-Limits" in get(client, "ASK {").headers["Access-Control-Expose-Headers"]


def test_head_gives_the_headers_alone(client: FlaskClient) -> None:
    for path in ("/sparql", "/sparql?query=ASK{}", "/graph-store?default", "/graph/dorp/stated"):
        whole, head = client.get(path), client.head(path)
        assert (head.status_code, head.data) == (200, b"")
        for name in ("Content-Type", "Content-Length", "ETag", "Last-Modified"):
            assert head.headers[name] == whole.headers[name], (path, name)


def test_who_has_an_answer_gets_nothing_again(client: FlaskClient) -> None:
    for path in ("/sparql", f"/sparql?{urlencode({'query': COUNT})}", "/graph-store?default", "/graph/dorp/stated.nt"):
        first = client.get(path)
        tag = first.headers["ETag"]
        assert tag.startswith("W/")
        again = client.get(path, headers={"If-None-Match": f'"other", {tag}'})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert "Accept" in again.vary
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
        since = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
        assert since.status_code == 304


def test_the_tag_is_of_the_query_the_dataset_and_the_form(client: FlaskClient) -> None:
    tags = [
        found.headers["ETag"]
        for found in (
            get(client, COUNT),
            get(client, COUNT + " "),
            get(client, COUNT, format="csv"),
            get(client, COUNT, **{"default-graph-uri": STATED}),
            get(client, COUNT, **{"named-graph-uri": STATED}),
        )
    ]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("call", ["RAND()", "now ( )", "UUID()", "STRUUID()"])
def test_what_differs_each_time_is_not_kept(client: FlaskClient, call: str) -> None:
    found = get(client, f"SELECT ({call} AS ?x) {{}}")
    assert found.status_code == 200
    assert "ETag" not in found.headers
    assert found.headers["Cache-Control"] == "no-store"


def test_a_posted_query_is_not_kept(client: FlaskClient) -> None:
    found = client.post("/sparql", data={"query": COUNT})
    assert (found.headers["Cache-Control"], "ETag" in found.headers) == ("no-store", False)


def test_what_is_refused_is_told_in_english_too(client: FlaskClient, narrow: FlaskClient) -> None:
    told = [
        get(client, CALLS[0] % "http://x/", taal="en"),
        get(client, "ASK {", taal="en"),
        get(narrow, "SELECT * { ?s ?p ?o }", taal="en"),
        client.get("/graph-store?taal=en"),
        client.put("/sparql?taal=en"),
    ]
    for found, words in zip(
        told, ("No other servers", "error at 1:6", "at most 3 rows", "Name one graph", "for reading only"), strict=True
    ):
        assert words in found.text
        assert " niet " not in found.text


# The description


@pytest.mark.parametrize(
    ("form", "reader"), [("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml"), ("jsonld", "json-ld"), ("", "turtle")]
)
def test_the_endpoint_describes_itself(client: FlaskClient, form: str, reader: str) -> None:
    found = Graph().parse(data=client.get(f"/sparql?format={form}" if form else "/sparql").data, format=reader)
    (service,) = found.subjects(RDF.type, URIRef(f"{SD}Service"))
    assert set(found.objects(service, URIRef(f"{SD}endpoint"))) == {URIRef("http://localhost/sparql")}
    assert URIRef(f"{SD}UnionDefaultGraph") in found.objects(service, URIRef(f"{SD}feature"))
    assert set(found.objects(service, URIRef(f"{SD}supportedLanguage"))) == {URIRef(f"{SD}SPARQL11Query")}
    (default,) = found.objects(None, URIRef(f"{SD}defaultGraph"))
    for predicate, expected in ((VOID.triples, 4), (VOID.entities, 2), (VOID.classes, 1), (VOID.properties, 3)):
        assert set(found.objects(default, predicate)) == {Literal(expected)}, predicate
    parts = {
        (str(found.value(part, VOID.property)), int(str(found.value(part, VOID.triples))))
        for part in found.objects(default, VOID.propertyPartition)
    }
    assert parts == {("http://example.org/p", 2), ("http://example.org/q", 1), (str(RDF.type), 1)}
    (part,) = found.objects(default, VOID.classPartition)
    assert found.value(part, VOID["class"]) == URIRef("http://example.org/C")
    assert found.value(part, VOID.entities) == Literal(1)


def test_the_named_graphs_are_listed_with_their_basis(client: FlaskClient) -> None:
    found = Graph().parse(data=client.get("/sparql").data)
    listed = {
        str(found.value(named, URIRef(f"{SD}name"))): (
            str(found.value(content, URIRef("https://w3id.org/doelengraaf/def#basis")) or ""),
            int(str(found.value(content, VOID.triples))),
        )
        for named in found.objects(None, URIRef(f"{SD}namedGraph"))
        for content in found.objects(named, URIRef(f"{SD}graph"))
    }
    basis = "https://w3id.org/doelengraaf/id/basis/"
    assert listed == {STATED: (f"{basis}stated", 2), INTERPRETED: (f"{basis}interpreted", 2), OTHER: ("", 1)}


def test_the_address_is_that_of_the_deployment(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BASE_URL_VARIABLE, "https://doelen.example.nl/")
    found = Graph().parse(data=client.get("/sparql").data)
    assert URIRef("https://doelen.example.nl/sparql") in found.objects(None, URIRef(f"{SD}endpoint"))
    assert not [one for one in found.all_nodes() if "localhost" in str(one)]


# The graphs


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"/graph-store?graph={STATED}", 2),
        ("/graph-store?graph=https%3A%2F%2Fw3id.org%2Fdoelengraaf%2Fgraph%2Fdorp%2Finterpreted", 2),
        (f"/graph-store?graph={OTHER}", 1),
        ("/graph-store?default", 4),
        ("/graph-store?default=", 4),
        ("/graph/dorp/stated", 2),
    ],
)
@pytest.mark.parametrize(
    ("media_type", "name", "reader"),
    [
        ("text/turtle", "ttl", "turtle"),
        ("application/n-triples", "nt", "nt"),
        ("application/rdf+xml", "rdf", "xml"),
        ("application/ld+json", "jsonld", "json-ld"),
    ],
)
def test_a_graph_in_every_form(
    client: FlaskClient, path: str, expected: int, media_type: str, name: str, reader: str
) -> None:
    by_header = client.get(path, headers={"Accept": media_type})
    by_name = client.get(f"{path}{'&' if '?' in path else '?'}format={name}")
    for found in (by_header, by_name):
        assert (found.status_code, found.mimetype) == (200, media_type)
        assert len(Graph().parse(data=found.data, format=reader)) == expected
    assert f'type="{media_type}"' in ", ".join(by_header.headers.getlist("Link"))


def test_a_graph_by_its_address_with_an_ending(client: FlaskClient) -> None:
    found = client.get("/graph/dorp/stated.nt", headers={"Accept": "text/turtle"})
    assert found.mimetype == "application/n-triples"
    assert len(found.text.splitlines()) == 2


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/graph-store?graph=http://example.org/unknown", 404, STATED),
        ("/graph-store?graph=", 404, STATED),
        ("/graph/dorp/unknown", 404, STATED),
        ("/graph/dorp/unknown.ttl", 404, STATED),
        ("/graph-store", 400, "?default"),
        (f"/graph-store?default&graph={STATED}", 400, "één graaf"),
        (f"/graph-store?graph={STATED}&graph={OTHER}", 400, "één graaf"),
        ("/graph/dorp/stated?format=pdf", 406, "text/turtle"),
    ],
)
def test_a_graph_that_is_not_there(client: FlaskClient, path: str, status: int, words: str) -> None:
    found = client.get(path)
    assert (found.status_code, found.mimetype) == (status, "text/plain")
    assert words in found.text
    assert client.head(path).status_code == status


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize(
    "path", ["/graph-store", f"/graph-store?graph={STATED}", "/graph-store?default", "/graph/dorp/stated"]
)
def test_a_graph_cannot_be_written(client: FlaskClient, method: str, path: str) -> None:
    found = client.open(path, method=method, data="<x:a> <x:b> <x:c> .", content_type="text/turtle")
    assert (found.status_code, found.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "niets veranderd" in found.text
    assert len(Graph().parse(data=client.get("/graph-store?default").data)) == 4


# In the whole application


def test_it_stands_among_the_pages(built: tuple[Project, Report]) -> None:
    app = create_app(built[0])
    client = app.test_client()
    try:
        aims = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a <https://w3id.org/doelengraaf/def#Agenda> }"
        assert number(client.get("/sparql", query_string={"query": aims})) == 4
        page = client.get(client.get("/sparql", headers={"Accept": BROWSER}).headers["Location"])
        assert page.status_code == 200
        assert "<code>http://localhost/sparql</code>" in page.text
        examples = Graph().parse(data=client.get("/.well-known/sparql-examples").data)
        assert set(examples.objects(None, URIRef("https://schema.org/target"))) == {URIRef("http://localhost/sparql")}
        named = client.get("/graph/cranendonck/stated", headers={"Accept": "application/n-triples"})
        lines = [
            line.rpartition(" <")[0]
            for line in built[0].nquads.read_text(encoding="utf-8").splitlines()
            if line.endswith(f"<{G}cranendonck/stated> .")
        ]
        assert len(lines) == len(named.text.splitlines()) > 1000
        # What is proposed or rejected is in no answer.
        found = client.get("/sparql", query_string={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"}).text
        assert "/rejected" not in found
        assert "/derived" in found
    finally:
        app.extensions["own_queries"].close()


def test_limits_of_a_query_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert EndpointLimits.from_environment() == EndpointLimits()
    monkeypatch.setenv("DOELENGRAAF_SPARQL_SECONDS", "30")
    monkeypatch.setenv("DOELENGRAAF_SPARQL_ROWS", "5000")
    monkeypatch.setenv("DOELENGRAAF_SPARQL_WORKERS", "4")
    found = EndpointLimits.from_environment()
    assert (found.seconds, found.rows, found.workers) == (30, 5000, 4)
    assert ONE.workers == 1
    for bad in ("0", "-1", "veel", "1e3", "٣"):
        monkeypatch.setenv("DOELENGRAAF_SPARQL_WORKERS", bad)
        with pytest.raises(Exception, match="DOELENGRAAF_SPARQL_WORKERS is geen heel getal"):
            EndpointLimits.from_environment()


def test_every_form_is_valid_json_or_xml_for_hostile_values(client: FlaskClient) -> None:
    query = r"""SELECT ?x { VALUES ?x { "</literal><script>" "\\\"}]" "]]>" <x:a&b'c> "a"@en-GB "🦆" "\uFFFE" } }"""
    assert len(json.loads(get(client, query).data)["results"]["bindings"]) == 7
    root = ElementTree.fromstring(get(client, query, format="xml").data)  # noqa: S314
    assert len(list(root.iter("{http://www.w3.org/2005/sparql-results#}result"))) == 7


def test_pages_go_before_the_queries_of_strangers(nquads: Path) -> None:
    worker = Worker(nquads, Limits())
    try:
        worker.ask("ASK { ?s ?p ?o }", 10)
        assert os.getpriority(os.PRIO_PROCESS, worker._process.pid or 0) > os.getpriority(os.PRIO_PROCESS, 0)
    finally:
        worker.stop()
