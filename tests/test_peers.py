"""The main question over our own graph and the endpoint of a second municipality: rows of both, where each is from, and who did not answer."""

import csv
import io
import re
import urllib.request
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from engines import free_port, oxigraph
from flask import Flask

from doelengraaf.cli import main
from doelengraaf.errors import EndpointError, ParameterError
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.remote import peers as module
from doelengraaf.remote.peers import PEERS_VARIABLE, Peer, ask_with, choose_peers, peers
from doelengraaf.remote.settings import StoreSettingError
from web.app import create_app

MAIN = "partners-per-doel"
OTHERS = re.compile("krimpenerwaard|vijfheerenlanden|wijk-bij-duurstede", re.I)


@pytest.fixture(scope="module")
def veere(built: tuple[Project, Report]) -> Iterator[str]:
    """The endpoint of a municipality that is not among ours: the agenda of Cranendonck under another name, and nothing of others."""
    lines = [
        line.replace("cranendonck", "veere").replace("Cranendonck", "Veere")
        for line in built[0].nquads.read_text(encoding="utf-8").splitlines()
        if not OTHERS.search(line)
    ]
    with oxigraph() as (settings, _):
        load = urllib.request.Request(  # noqa: S310
            settings.graphs, "\n".join(lines).encode(), {"Content-Type": "application/n-quads"}, method="POST"
        )
        with urllib.request.urlopen(load, timeout=60) as answer:  # noqa: S310
            assert answer.status == 204
        yield settings.query


@pytest.fixture(scope="module")
def nobody() -> str:
    return f"http://127.0.0.1:{free_port()}/sparql"


@pytest.fixture
def listed(veere: str, nobody: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PEERS_VARIABLE, f"Veere={veere}; Gemeente Weg = {nobody};")


@pytest.fixture
def app(built: tuple[Project, Report], listed: None) -> Iterator[Flask]:
    app = create_app(built[0])
    yield app
    app.extensions["own_queries"].close()


def test_rows_of_both_and_where_they_are_from(questions: Questions, veere: str) -> None:
    peer = Peer("Veere", "veere", veere)
    own = questions.ask(MAIN, {"gemeente": ["cranendonck"]})
    typed = {"gemeente": ["cranendonck", "veere"]}
    with pytest.raises(ParameterError, match="veere"):
        questions.ask(MAIN, typed)
    both = ask_with(questions, MAIN, {}, [peer])
    answer = both.answer
    assert [one.name for one in both.heard] == ["Doelengraaf", "Veere"]
    assert both.heard[0].rows == questions.ask(MAIN, {}).total
    # The same agenda under another name: as many rows, all of Veere.
    assert both.heard[1].rows == own.total > 20
    assert answer.total == len(answer.rows) == sum(one.rows or 0 for one in both.heard)
    assert answer.columns[0].name == "bron"
    assert answer.columns[1].name == "gemeente"
    assert {(row[0].text, row[1].text) for row in answer.rows} == {
        ("Veere", "Veere"),
        *(
            ("Doelengraaf", name)
            for name in ("Cranendonck", "Krimpenerwaard", "Vijfheerenlanden", "Wijk bij Duurstede")
        ),
    }
    mine = [row[1:] for row in answer.rows if row[0].text == "Doelengraaf"]
    assert mine == questions.ask(MAIN, {}).rows
    assert len(answer.source.rows) == len(answer.rows)
    assert questions.version in answer.citation()
    assert f"Veere ({veere}), geraadpleegd 20" in answer.citation()
    assert not both.missing


def test_a_value_that_only_one_knows(questions: Questions, veere: str) -> None:
    found = ask_with(questions, MAIN, {"gemeente": ["veere"]}, [Peer("Veere", "veere", veere)])
    assert {row[0].text for row in found.answer.rows} == {"Veere"}
    assert found.heard[0].rows == 0
    with pytest.raises(ParameterError, match="atlantis"):
        ask_with(questions, MAIN, {"gemeente": ["atlantis"]}, [Peer("Veere", "veere", veere)])


def test_who_is_away_is_said_to_be(questions: Questions, nobody: str) -> None:
    found = ask_with(questions, MAIN, {"gemeente": ["cranendonck"]}, [Peer("Weg", "weg", nobody)])
    assert found.missing == ["Weg"]
    assert {row[0].text for row in found.answer.rows} == {"Doelengraaf"}
    assert "gaf geen antwoord en ontbreekt" in found.answer.citation()


def test_addresses_inside_our_own_network_are_refused(questions: Questions, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = {"intern.example": "10.0.0.8", "lus.example": "127.0.0.1", "wolk.example": "169.254.169.254"}
    monkeypatch.setattr(module.socket, "getaddrinfo", lambda host, port: [(0, 0, 0, "", (inside[host], 0))])
    for host in inside:
        found = ask_with(questions, MAIN, {"gemeente": ["cranendonck"]}, [Peer("X", "x", f"http://{host}/sparql")])
        assert "besloten netwerk" in found.heard[1].problem
        assert found.missing == ["X"]


def test_the_list_and_who_is_on_it() -> None:
    known = peers({PEERS_VARIABLE: "Veere=https://veere.example/sparql?a=b;Súdwest-Fryslân=http://127.0.0.1:1/q"})
    assert [one.slug for one in known] == ["veere", "sudwest-fryslan"]
    assert known[0].address == "https://veere.example/sparql?a=b"
    assert peers({}) == []
    assert choose_peers(["Veere", "veere", ""], known, MAIN) == [known[0]]
    with pytest.raises(ParameterError, match=r"staat niet op de lijst.*veere, sudwest-fryslan"):
        choose_peers(["https://elders.example/sparql"], known, MAIN)
    with pytest.raises(ParameterError, match="partners-per-doel"):
        choose_peers(["veere"], known, "witte-vlekken")
    for wrong in ("Veere", "=https://a/b", "A=https://a/b;A=https://c/d"):
        with pytest.raises(StoreSettingError, match="niet te lezen"):
            peers({PEERS_VARIABLE: wrong})
    with pytest.raises(EndpointError, match="geen adres"):
        peers({PEERS_VARIABLE: "A=file:///etc/passwd"})


def test_the_page_and_the_files(app: Flask) -> None:
    client = app.test_client()
    assert 'name="met" value="veere"' in client.get(f"/vragen/{MAIN}?gemeente=cranendonck").text
    assert 'name="met"' not in client.get("/vragen/witte-vlekken?gemeente=cranendonck").text
    page = client.get(f"/vragen/{MAIN}?gemeente=veere&met=veere&met=gemeente-weg")
    assert page.status_code == 200
    assert "Dit antwoord is daarom niet volledig" in page.text
    assert "kent een gekozen waarde niet" in page.text
    assert ">Bron<" in page.text
    assert ".csv?gemeente=veere&amp;met=veere&amp;met=gemeente-weg" in page.text
    assert f"{MAIN}.ttl" not in page.text
    file = client.get(f"/vragen/{MAIN}.csv?gemeente=veere&met=veere&met=gemeente-weg")
    assert 'filename="partners-per-doel-zonder-gemeente-weg.csv"' in file.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert {row["Bron"] for row in rows} == {"Veere"}
    whole = client.get(f"/vragen/{MAIN}.json?gemeente=veere&met=veere")
    assert "zonder" not in whole.headers["Content-Disposition"]
    assert "geraadpleegd" in whole.text
    assert client.get(f"/vragen/{MAIN}.ttl?met=veere").status_code == 404
    assert client.get(f"/vragen/{MAIN}?met=elders").status_code == 400
    assert "is not on the list" in client.get(f"/vragen/{MAIN}?met=elders&taal=en").text


def test_the_command(built: tuple[Project, Report], listed: None) -> None:
    def ask(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["--project", str(built[0].root), "ask", MAIN, *words])
        return done.exit_code, done.output

    code, said = ask("--gemeente", "veere", "--with", "veere", "--with", "gemeente-weg", "--format", "csv")
    assert code == 0
    assert "Niet volledig: Gemeente Weg" in said
    assert "Veere" in said
    assert "Bron" in said
    assert ask("--with", "elders")[0] == 1
    assert ask("--with", "veere", "--format", "ttl")[0] == 2
