"""The saved questions as RDF: by the convention that query editors know, and each runs as it stands."""

import json

import pytest
from flask import Flask
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, RDF, RDFS, SH

from doelengraaf.examples import examples
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import Rows, Store
from web.app import create_app

SCHEMA = "https://schema.org/"
ADDRESS = "/.well-known/sparql-examples"


@pytest.fixture(scope="module")
def app(built: tuple[Project, Report]) -> Flask:
    return create_app(built[0])


@pytest.fixture(scope="module")
def graph(questions: Questions) -> Graph:
    return examples(questions.all(), "https://voorbeeld.nl/sparql")


def test_each_question_is_told_as_the_convention_has_it(graph: Graph, questions: Questions) -> None:
    nodes = set(graph.subjects(RDF.type, SH.SPARQLExecutable))
    assert nodes == set(graph.subjects(RDF.type, SH.SPARQLSelectExecutable))
    assert len(nodes) == len(questions.names())
    assert {graph.value(node, URIRef(SCHEMA + "position")) for node in nodes} == {Literal(n) for n in range(1, 41)}
    for node in nodes:
        assert {comment.language for comment in graph.objects(node, RDFS.comment)} == {"nl", "en"}  # type: ignore[attr-defined]
        assert {text.language for text in graph.objects(node, DCTERMS.description)} == {"nl", "en"}  # type: ignore[attr-defined]
        for one in (SH.select, SH.prefixes, URIRef(SCHEMA + "target")):
            assert len(list(graph.objects(node, one))) == 1
        assert graph.value(node, URIRef(SCHEMA + "target")) == URIRef("https://voorbeeld.nl/sparql")
        assert set(graph.objects(node, URIRef(SCHEMA + "keywords")))


def test_one_question_by_hand(graph: Graph) -> None:
    node = URIRef("https://w3id.org/doelengraaf/id/question/witte-vlekken")
    assert Literal("Which goals have no effort, partner or indicator?", lang="en") in graph.objects(node, RDFS.comment)
    assert graph.value(node, URIRef(SCHEMA + "position")) == Literal(6)
    text = str(graph.value(node, SH.select))
    assert text.startswith("PREFIX dcterms: <http://purl.org/dc/terms/>\n")
    assert "?__gemeente_iri" in text
    assert "#+" not in text


def test_each_query_runs_and_gives_the_rows_of_the_question(graph: Graph, questions: Questions, store: Store) -> None:
    for question in questions.all():
        node = URIRef(f"https://w3id.org/doelengraaf/id/question/{question.name}")
        rows = store.query(str(graph.value(node, SH.select)))
        assert isinstance(rows, Rows)
        assert rows.rows, question.name
        assert sorted(map(repr, rows.rows)) == sorted(map(repr, questions.ask(question.name, {}).source.rows))


def test_each_query_runs_with_the_declared_prefixes_alone(graph: Graph, store: Store) -> None:
    # An editor that knows the convention puts the prefixes there itself: a prefix may mean one namespace only.
    head = ""
    for declared in graph.objects(None, SH.declare):
        head += f"PREFIX {graph.value(declared, SH.prefix)}: <{graph.value(declared, SH.namespace)}>\n"
    assert head.count("PREFIX") == len({line.split()[1] for line in head.splitlines()}) > 5
    text = str(graph.value(URIRef("https://w3id.org/doelengraaf/id/question/omvang-en-dichtheid"), SH.select))
    bare = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("PREFIX"))
    assert isinstance(store.query(head + bare), Rows)


@pytest.mark.parametrize(
    ("accept", "media_type", "form"),
    [
        ("text/turtle", "text/turtle", "turtle"),
        ("*/*", "text/turtle", "turtle"),
        ("text/html", "text/turtle", "turtle"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/ld+json;q=0.5, text/turtle", "text/turtle", "turtle"),
    ],
)
def test_they_are_served_as_turtle_and_json_ld(
    app: Flask, project: Project, accept: str, media_type: str, form: str
) -> None:
    response = app.test_client().get(ADDRESS, headers={"Accept": accept})
    assert response.status_code == 200
    assert response.mimetype == media_type
    assert "Accept" in response.vary
    data = response.data
    if form == "json-ld":
        document = json.loads(data)
        assert document["@context"] == "http://localhost/def/context.jsonld"
        data = json.dumps({**document, **json.loads(project.context.read_text(encoding="utf-8"))}).encode()
    expected = examples(app.extensions["questions"].all(), "http://localhost/sparql")
    assert isomorphic(Graph().parse(data=data, format=form), expected)


def test_the_endpoint_is_a_setting(built: tuple[Project, Report]) -> None:
    other = create_app(built[0])
    other.config["SPARQL_ENDPOINT"] = "https://elders.nl/sparql"
    found = Graph().parse(data=other.test_client().get(ADDRESS).data, format="turtle")
    assert set(found.objects(None, URIRef(SCHEMA + "target"))) == {URIRef("https://elders.nl/sparql")}


def test_the_address_of_a_question_leads_to_its_page(app: Flask) -> None:
    client = app.test_client()
    response = client.get("/id/question/witte-vlekken")
    assert response.status_code == 303
    assert response.headers["Location"] == "/doc/question/witte-vlekken"
    page = client.get("/doc/question/witte-vlekken")
    assert page.status_code == 303
    assert page.headers["Location"] == "/vragen/witte-vlekken"
    assert client.get("/id/question/onzin", follow_redirects=True).status_code == 404
