"""One's own SPARQL: answered where it may be, stopped where it takes too much, refused where it writes or calls elsewhere."""

import csv
import io
import json
import re
import time
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from rdflib import Graph as RdfGraph

from doelengraaf.errors import QueryError
from doelengraaf.own_query import BusyError, Limits, OwnQueries, RefusedQueryError, TooHeavyError, check_query
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import Graph, Rows
from web.app import create_app

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
AGENDAS = "SELECT ?agenda ?agendaNaam WHERE { ?agenda a dg:Agenda ; schema:name ?agendaNaam } ORDER BY ?agendaNaam"


@pytest.fixture(scope="module")
def own(built: tuple[Project, Report]) -> Iterator[OwnQueries]:
    found = OwnQueries(built[0].nquads, Limits(seconds=2, rows=50, letters=20_000, workers=1, wait=0.2))
    yield found
    found.close()


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> Iterator[FlaskClient]:
    app = create_app(built[0])
    yield app.test_client()
    app.extensions["own_queries"].close()


def ask(client: FlaskClient, query: str, status: int = 200, **more: str) -> str:
    response = client.post("/sparql-editor", data={"query": query, **more})
    assert response.status_code == status, response.get_data(as_text=True)[:2000]
    return response.get_data(as_text=True)


def test_what_takes_too_long_is_stopped_and_the_next_is_answered(own: OwnQueries) -> None:
    started = time.monotonic()
    own.ask("ASK {}")
    with pytest.raises(TooHeavyError, match="langer dan 2 seconden"):
        own.ask(ENDLESS)
    assert time.monotonic() - started < 30
    assert own.ask("ASK { ?s ?p ?o }").answer is True


def test_rows_statements_and_letters_are_cut(own: OwnQueries) -> None:
    rows = own.ask("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert isinstance(rows.answer, Rows)
    assert (len(rows.answer.rows), rows.truncated) == (50, True)
    made = own.ask("CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }")
    assert isinstance(made.answer, Graph)
    assert (len(made.answer.triples), made.truncated) == (50, True)
    long = own.ask('SELECT ?x WHERE { VALUES ?y { 1 2 3 } BIND (REPLACE("' + "a" * 9000 + '", "a", "aa") AS ?x) }')
    assert isinstance(long.answer, Rows)
    assert (len(long.answer.rows), long.truncated) == (1, True)
    exact = own.ask("SELECT * { ?a ?b ?c } LIMIT 50")
    assert not exact.truncated


def test_who_comes_when_all_are_at_work_is_told(own: OwnQueries) -> None:
    worker = own._places.get()
    try:
        with pytest.raises(BusyError, match="te veel vragen"):
            own.ask("ASK {}")
    finally:
        own._places.put(worker)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "PREFIX ex: <x:> SELECT * { ?s ex:a\\# SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "# zomaar\nPREFIX x: <x:>\nDELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/>",
        "CLEAR ALL",
        "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "",
        "SELECT" + " " * 20_000,
        "ASK {}\0",
    ],
)
def test_what_may_not_be_asked(query: str) -> None:
    with pytest.raises(RefusedQueryError):
        check_query(query)


def test_what_cannot_be_read_is_told(own: OwnQueries) -> None:
    with pytest.raises(QueryError, match="1:"):
        own.ask("SELECT * { ?s ?p }")


def test_every_saved_question_may_be_asked(questions: Questions) -> None:
    for question in questions.all():
        check_query(question.text)


def test_a_table_with_names_and_links(client: FlaskClient) -> None:
    html = ask(client, AGENDAS)
    assert "<strong>4</strong> rijen" in html
    assert 'href="/id/agenda/cranendonck"' in html
    assert html.count("<th scope=") == 1
    things = ask(client, "SELECT ?agenda ?soort WHERE { ?agenda a dg:Agenda, ?soort }")
    assert "<code>dg:Agenda</code>" in things
    assert ">https://w3id.org/doelengraaf/id/agenda/" not in things, "een ding heet bij zijn naam"


def test_the_same_by_address_and_as_a_file(client: FlaskClient) -> None:
    assert "<strong>4</strong> rijen" in client.get("/sparql-editor", query_string={"query": AGENDAS}).get_data(
        as_text=True
    )
    rows = list(csv.reader(io.StringIO(ask(client, AGENDAS, vorm="csv").removeprefix("\ufeff"))))
    assert len(rows) == 5
    assert "https://w3id.org/doelengraaf/id/agenda/cranendonck" in [row[1] for row in rows]
    found = json.loads(ask(client, AGENDAS, vorm="json"))
    assert len(found["rows"]) == 4
    bindings = json.loads(ask(client, AGENDAS, vorm="srj"))["results"]["bindings"]
    assert {one["agenda"]["type"] for one in bindings} == {"uri"}


def test_yes_no_and_statements(client: FlaskClient) -> None:
    assert "<strong>ja</strong>" in ask(client, "ASK { ?x a dg:Agenda }")
    assert "<strong>nee</strong>" in ask(client, "ASK { ?x a dg:Onzin }")
    html = ask(client, "CONSTRUCT { ?x dg:topic ?y } WHERE { ?x a dg:Effect ; dg:topic ?y }")
    assert "eigenschap" in html
    assert "<code>dg:topic</code>" in html


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * { ?s ?p }", "niet te lezen"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "verandert gegevens"),
        ("SELECT * { SERVICE <http://x/> {} }", "geen andere servers"),
        ("</textarea><script>x</script>", "&lt;script&gt;"),
        (" ", "nog geen vraag"),
    ],
)
def test_errors_are_for_people_and_keep_what_was_typed(client: FlaskClient, query: str, words: str) -> None:
    html = ask(client, query, 400)
    assert words in html
    assert 'role="alert"' in html
    # The one script is ours, from a file; what was typed stays text.
    assert not re.search(r"<script(?! src=\"/static/)", html)


def test_too_much_to_send(client: FlaskClient) -> None:
    ask(client, "x" * 300_000, 413)


def test_examples_from_the_saved_questions(client: FlaskClient) -> None:
    html = client.get("/sparql-editor?voorbeeld=witte-vlekken").get_data(as_text=True)
    assert '<option value="witte-vlekken" selected>' in html
    assert "#+" not in html
    assert "SELECT" in html
    assert client.get("/sparql-editor?voorbeeld=onzin").status_code == 404
    page = client.get("/vragen/witte-vlekken").get_data(as_text=True)
    assert "Toon de SPARQL" in page
    assert 'href="/sparql-editor?voorbeeld=witte-vlekken"' in page
    assert "#+ summary" not in page


def test_it_can_be_asked_in_english(client: FlaskClient) -> None:
    html = client.get("/sparql-editor?taal=en").get_data(as_text=True)
    assert "Your SPARQL query" in html
    assert "at most 10,000 rows" in html


CONSTRUCTED = "CONSTRUCT { ?a schema:name ?n } WHERE { ?a a dg:Agenda ; schema:name ?n }"


def test_statements_can_be_had_as_statements(client: FlaskClient) -> None:
    turtle = RdfGraph().parse(data=ask(client, CONSTRUCTED, vorm="ttl"), format="turtle")
    jsonld = RdfGraph().parse(data=ask(client, CONSTRUCTED, vorm="jsonld"), format="json-ld")
    assert len(turtle) == 4
    assert set(turtle) == set(jsonld)
    sent = client.post("/sparql-editor", data={"query": CONSTRUCTED, "vorm": "ttl"})
    assert sent.content_type == "text/turtle; charset=utf-8"
    assert 'filename="doelengraaf-sparql.ttl"' in sent.headers["Content-Disposition"]


def test_rows_are_no_statements(client: FlaskClient) -> None:
    html = ask(client, AGENDAS, 400, vorm="ttl")
    assert "alleen van CONSTRUCT en DESCRIBE" in html
    assert "Cranendonck" in html


def test_the_editor_gets_our_words_with_their_names(client: FlaskClient) -> None:
    found = client.get("/sparql-editor/woorden").get_json()
    words = dict(found["words"])
    assert found["prefixes"]["dg"] == "https://w3id.org/doelengraaf/def#"
    assert words["dg:Goal"] == "doel"
    assert words["dg:worksTowards"]
    assert words["<https://w3id.org/doelengraaf/id/topic/eenzaamheid>"] == "eenzaamheid"
    # What agendas name is for the search page.
    assert not [word for word in words if "/goal/" in word]
    english = dict(client.get("/sparql-editor/woorden?taal=en").get_json()["words"])
    assert english["dg:Goal"] == "goal"
