"""The preview on the page of a workbook: the new agenda beside those there are, drawn from what a bounded process gave, and kept nowhere."""

import io
import re
import time
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient
from nieuwland import PLACE, TEXT, as_bytes, filled, put

from doelengraaf.pipeline import Report
from doelengraaf.project import SOURCES_VARIABLE, Project
from doelengraaf.workbook.once import judge_apart
from web.app import create_app


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


@pytest.fixture(autouse=True)
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of texts with the made-up one, and a folder for what is temporary."""
    for name in ("teksten", "tijdelijk"):
        (tmp_path / name).mkdir()
    (tmp_path / "teksten" / "nieuwland.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv(SOURCES_VARIABLE, str(tmp_path / "teksten"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tijdelijk"))
    return tmp_path


def with_ggd(project: Project) -> openpyxl.Workbook:
    """Nieuwland with a partner that is in the shared list already, abbreviated."""
    book = filled(project)
    partner = {"id": "partner-organization/ggd-hm", "Naam": "GGD HM", "Partnertype": "ggd", **PLACE, "Regels": "5"}
    put(book, "Nieuwe organisaties", [partner], 4)
    part = {"id": "contribution/buurtmaaltijd--ggd-hm", "Staat onder": "theme/samen-leven", "Rol": "doet mee"}
    via = {"Partner": "partner-organization/ggd-hm", "Via": "activity/buurtmaaltijd", **PLACE, "Regels": "5"}
    put(book, "Bijdragen", [{**part, **via}], 5)
    return book


def lattice(project: Project) -> openpyxl.Workbook:
    """A workbook that is right and has more ways through its aims than anything can draw: each of 24 layers leads to both aims of the next."""
    book = filled(project)
    rows = [
        {
            "id": f"subgoal/l{layer}-{side}",
            "Naam": f"Laag {layer} {side}",
            "Draagt bij aan": f"subgoal/l{layer - 1}-a|subgoal/l{layer - 1}-b" if layer else "goal/minder-eenzaam",
            "Onderwerp": "eenzaamheid",
            **PLACE,
            "Regels": "4",
        }
        for layer in range(24)
        for side in "ab"
    ]
    put(book, "Subdoelen", rows)
    return book


def send(client: FlaskClient, book: openpyxl.Workbook, language: str = "nl") -> str:
    form = {"wat": "findings", "werkboek": (io.BytesIO(as_bytes(book)), "n.xlsx")}
    answer = client.post(f"/werkboek?taal={language}", data=form, content_type="multipart/form-data")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_the_new_agenda_stands_beside_the_others(client: FlaskClient, project: Project, texts: Path) -> None:
    before = sorted(path.name for path in project.data.rglob("*"))
    html = send(client, with_ggd(project))
    words = plain(html)
    # One aim, one activity, three partners in three contributions, one indicator; seven of eight lines cited, all accounted for.
    assert "Nieuwland (uw werkboek) 1 1 3 3 1 88% 100%" in words
    rows = re.findall(r"<th scope=\"row\"><a href=\"/id/agenda/([a-z-]+)\">", html)
    assert rows == ["cranendonck", "krimpenerwaard", "vijfheerenlanden", "wijk-bij-duurstede"]
    assert "3 rijen in het antwoord op de hoofdvraag" in words
    assert "Stichting De Brink Minder inwoners voelen zich eenzaam voert uit Buurtmaaltijd Oosterdorp" in words
    assert "partner GGD HM GGD Hollands Midden" in words
    assert "afkorting" in words
    # The picture has a box per thing, each leading to its line in the list.
    boxes = re.findall(r'<a class="node [^>]*href="#([^"]*)" aria-label="([^"]*)"', html)
    assert {
        "Organisatie · doet mee GGD HM, lijn: letterlijk",
        "Doel Minder inwoners voelen zich eenzaam, lijn: letterlijk",
    } <= {label for _, label in boxes}
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert {anchor for anchor, _ in boxes} <= set(ids)
    # No link leads to what is not there.
    for address in set(re.findall(r'href="(/id/[^"]*)"', html)):
        assert client.get(address, follow_redirects=True).status_code == 200, address
    assert "nieuwland" not in client.get("/agendas").get_data(as_text=True).casefold()
    assert sorted(path.name for path in project.data.rglob("*")) == before
    assert list((texts / "tijdelijk").iterdir()) == []


def test_the_preview_is_in_english_too(client: FlaskClient, project: Project) -> None:
    book = filled(project)
    book["Doelen"]["C3"].value = None
    html = send(client, book, "en")
    words = plain(html)
    assert "No errors: this agenda can go into the graph." in words
    assert "There is no English name (labelEn) yet." in words
    assert "Er is nog geen Engelse naam" not in words
    assert "This is how your agenda would stand in it" in words
    assert '<span lang="nl">Nieuwland</span> (your workbook)' in html
    assert 'aria-label="Goal Minder inwoners voelen zich eenzaam, line: stated"' in html


def test_a_workbook_with_faults_has_no_preview(client: FlaskClient, project: Project) -> None:
    book = filled(project)
    book["Doelen"]["F3"].value = "theme/anders"
    html = send(client, book)
    assert "1 fout: zo kan" in html
    assert "voorproef" not in html
    english = send(client, book, "en")
    assert "This id is not in this workbook" in english


def test_what_is_too_slow_to_draw_is_left_out_and_the_findings_stay(project: Project, texts: Path) -> None:
    start = time.monotonic()
    outcome = judge_apart(as_bytes(lattice(project)), "n.xlsx", project.root, "findings", 120, 6)
    assert time.monotonic() - start < 180
    assert outcome.problem == ""
    assert [one.text() for one in outcome.findings if one.severity.value == "must"] == []
    assert outcome.preview
    assert outcome.sketch is not None
    assert outcome.sketch.graph is None
    assert list((texts / "tijdelijk").iterdir()) == [], "also of a process that was stopped"


def test_a_check_that_is_stopped_leaves_nothing(project: Project, texts: Path) -> None:
    # Less than it takes to start the process that judges.
    assert "gestopt" in judge_apart(as_bytes(filled(project)), "n.xlsx", project.root, "findings", 0.2).problem
    assert list((texts / "tijdelijk").iterdir()) == []
