"""Reporting a mistake: kept whole, once, without a trace of who wrote it, and never in the graph."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, XSD

from doelengraaf.feedback import Remark, RemarkError, clean_remark, keep, last_number
from doelengraaf.files import FileWriteError, write_whole
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from web.app import create_app
from web.rate import Rate

DQV = Namespace("http://www.w3.org/ns/dqv#")
OA = Namespace("http://www.w3.org/ns/oa#")
WHEEL = "https://w3id.org/doelengraaf/id/krimpenerwaard/wheel/veerkracht"
OURS = {"Origin": "http://localhost"}
WORDS = 'Dit rad staat op regel 12.\r\nEn niet: """ \\ <b>.'


@pytest.fixture
def client(built: tuple[Project, Report], tmp_path: Path) -> FlaskClient:
    app = create_app(built[0])
    app.config["INBOX"] = str(tmp_path / "inbox")
    return app.test_client()


def inbox(client: FlaskClient) -> Path:
    return Path(client.application.config["INBOX"])


def test_a_remark_becomes_rdf_and_gets_a_number(client: FlaskClient, built: tuple[Project, Report]) -> None:
    before = built[0].nquads.read_bytes()
    response = client.post("/melden", data={"over": WHEEL, "opmerking": WORDS}, headers=OURS)
    assert response.status_code == 303
    assert response.headers["Location"] == "/melden/1"
    html = client.get("/melden/1").get_data(as_text=True)
    assert "Dank u" in html
    assert "nummer 1" in html

    graph = Graph().parse(inbox(client) / "000001.ttl")
    [one] = graph.subjects(RDF.type, DQV.UserQualityFeedback)
    assert graph.value(one, OA.hasTarget) == URIRef(WHEEL)
    assert graph.value(one, DCTERMS.identifier) == Literal("1")
    assert graph.value(graph.value(one, OA.hasBody), RDF.value) == Literal(WORDS.replace("\r\n", "\n"))
    created = graph.value(one, DCTERMS.created)
    assert isinstance(created, Literal)
    assert created.datatype == XSD.dateTime
    assert built[0].nquads.read_bytes() == before
    assert client.get("/doc/feedback/1").status_code == 404


def test_nothing_of_the_sender_is_kept(client: FlaskClient) -> None:
    headers = {**OURS, "User-Agent": "eigenaardig/1", "X-Forwarded-For": "203.0.113.9"}
    client.post(
        "/melden",
        data={"over": WHEEL, "opmerking": WORDS, "naam": "Jansen"},
        headers=headers,
        environ_base={"REMOTE_ADDR": "203.0.113.7"},
    )
    kept = b"".join(path.read_bytes() for path in inbox(client).rglob("*") if path.is_file())
    assert kept
    for trace in (b"203.0.113", b"eigenaardig", b"Jansen"):
        assert trace not in kept
    assert "Set-Cookie" not in client.get("/melden").headers


@pytest.mark.parametrize(
    ("headers", "words", "status"),
    [
        ({}, WORDS, 403),
        ({"Origin": "http://elders.example"}, WORDS, 403),
        ({"Origin": "null"}, WORDS, 403),
        ({**OURS, "Sec-Fetch-Site": "cross-site"}, WORDS, 403),
        ({**OURS, "Sec-Fetch-Site": "same-site"}, WORDS, 403),
        (OURS, "kort", 400),
        (OURS, " \n ", 400),
        (OURS, "x" * 2001, 400),
        (OURS, "lang genoeg, met een bel \x07", 400),
        (OURS, "lang genoeg, maar omgekeerd \u202e", 400),
        (OURS, "x" * 100_000, 413),
    ],
)
def test_what_is_refused_is_not_kept(client: FlaskClient, headers: dict[str, str], words: str, status: int) -> None:
    response = client.post("/melden", data={"over": WHEEL, "opmerking": words}, headers=headers)
    assert response.status_code == status
    assert not inbox(client).exists()
    if status != 413 and words.strip():
        # What was typed is not lost.
        assert words.strip()[:10] in response.get_data(as_text=True)


def test_the_browser_says_where_a_form_was(client: FlaskClient) -> None:
    data = {"over": "", "opmerking": "Er ontbreekt een gemeente."}
    assert client.post("/melden", data=data, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303
    assert "id/dataset>" in (inbox(client) / "000001.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("over", "words"),
    [
        (WHEEL, "Veerkracht"),
        ("/doc/krimpenerwaard/wheel/veerkracht", "Veerkracht"),
        ("http://localhost/id/krimpenerwaard/wheel/veerkracht?taal=en", "Veerkracht"),
        ("/vragen/partners-per-doel", "Welke partners dragen bij aan welk doel?"),
    ],
)
def test_the_form_says_what_it_is_about(client: FlaskClient, over: str, words: str) -> None:
    html = client.get("/melden", query_string={"over": over}).get_data(as_text=True)
    assert words in html
    assert "geen namen" in html


@pytest.mark.parametrize("over", ["onzin", WHEEL + "x", "https://elders.example/", WHEEL + "> ?p ?o }", "<script>"])
def test_a_remark_is_about_something_of_ours(client: FlaskClient, over: str) -> None:
    response = client.get("/melden", query_string={"over": over})
    assert response.status_code == 404
    assert "Neem het adres over" in response.get_data(as_text=True)
    assert client.post("/melden", data={"over": over, "opmerking": WORDS}, headers=OURS).status_code == 404


def test_numbers_that_were_not_given_out_are_no_page(client: FlaskClient) -> None:
    assert client.get("/melden/1").status_code == 404
    assert client.get("/melden/0").status_code == 404


def test_too_many_are_refused(client: FlaskClient) -> None:
    found = [client.post("/melden", data={"opmerking": WORDS}, headers=OURS).status_code for _ in range(12)]
    assert found == [303] * 10 + [429] * 2
    assert len(list(inbox(client).glob("*.ttl"))) == 10


def test_the_rate_forgets() -> None:
    now = [0.0]
    rate = Rate(each=2, together=3, seconds=60, clock=lambda: now[0])
    assert [rate.take("a"), rate.take("a"), rate.take("a")] == [True, True, False]
    assert [rate.take("b"), rate.take("c")] == [True, False]
    now[0] = 60.0
    assert rate.take("a")


def test_at_the_same_moment_each_gets_its_own_number(tmp_path: Path) -> None:
    numbers: list[int] = []

    def send(which: int) -> None:
        now = datetime(2026, 1, 1, tzinfo=UTC)
        numbers.extend(keep(tmp_path, Remark(WHEEL, f"opmerking {which} {turn}", "1", now)) for turn in range(10))

    threads = [threading.Thread(target=send, args=(which,)) for which in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 81))
    texts = set()
    for path in tmp_path.glob("*.ttl"):
        texts.update(str(text) for text in Graph().parse(path).objects(None, RDF.value))
    assert len(texts) == 80
    assert not list(tmp_path.glob(".opmerking-*"))


def test_a_number_is_not_given_twice_when_the_inbox_is_emptied(tmp_path: Path) -> None:
    one = Remark(WHEEL, "een opmerking", "1", datetime(2026, 1, 1, tzinfo=UTC))
    assert [keep(tmp_path, one), keep(tmp_path, one)] == [1, 2]
    for path in tmp_path.glob("*.ttl"):
        path.unlink()
    assert last_number(tmp_path) == 2
    assert keep(tmp_path, one) == 3


def test_signs_that_nobody_sees_are_no_reason_to_refuse() -> None:
    assert clean_remark("samen\u00adred\u200bzaamheid is fout") == "samenredzaamheid is fout"
    with pytest.raises(RemarkError, match="hooguit 2000"):
        clean_remark("x" * 2001)


def test_things_and_explanations_lead_to_the_form(client: FlaskClient) -> None:
    html = client.get("/doc/krimpenerwaard/wheel/veerkracht").get_data(as_text=True)
    assert "/melden?over=https://w3id.org/doelengraaf/id/krimpenerwaard/wheel/veerkracht" in html
    english = client.get("/melden?taal=en").get_data(as_text=True)
    assert "Report a mistake" in english
    assert "Do not put in names" in english


def test_many_may_write_the_same_file(tmp_path: Path) -> None:
    """Who takes away what others left halfway leaves alone what somebody is about to write."""
    failed: list[Exception] = []

    def write(which: int) -> None:
        for turn in range(150):
            try:
                write_whole(tmp_path / "laatste-nummer.txt", f"{which} {turn}".encode())
            except FileWriteError as error:
                failed.append(error)

    threads = [threading.Thread(target=write, args=(which,)) for which in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [path.name for path in tmp_path.iterdir()] == ["laatste-nummer.txt"]
