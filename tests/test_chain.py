"""The goal chain check: what it says of each agenda is what a person reads there."""

import csv
import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient
from overview_cells import cell_of, row_of, table_of, texts_of

from doelengraaf.instruments.chain import ANNOUNCED, chain
from doelengraaf.instruments.chain_measuring import rhythm_of
from doelengraaf.instruments.overviews import NoAgendaError
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.store import Store
from web.app import create_app

START = "/instrumenten/doelketen"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def test_the_results_and_goals_of_vijfheerenlanden(store: Store) -> None:
    """Section 3.1 (lines 203-206) has four results, section 5.1 four challenges with eleven goals."""
    table = table_of(chain(store, "vijfheerenlanden"), "doelen")
    assert len(table.rows) == 4 + 11
    for challenge, result in {
        "meedoen": "inwoners doen mee",
        "vitaliteit": "inwoners zijn gezond en vitaal",
        "voor jezelf zorgen": "inwoners kunnen voor zichzelf zorgen",
        "leven lang ontwikkelen": "inwoners ontwikkelen zich evenwichtig van 0 tot +100 jaar",
    }.items():
        assert texts_of(cell_of(table, challenge, "Resultaat")) == {result}
    # "Na te streven doelen", lines 517-521
    goals = texts_of(cell_of(table, "vitaliteit", "Subdoel"))
    assert {goal for goal in goals if goal.startswith("inwoners")} == {
        "inwoners beschikken over voldoende veerkracht om tegenslagen om te vangen",
        "inwoners bewegen meer en hebben een gezonde leefstijl, waardoor zij gezond blijven",
        "inwoners ervaren een positieve gezondheid",
    }


def test_what_is_only_announced_is_told_apart_from_what_is_missing(store: Store) -> None:
    """Section 6.7, assignment b: which indicators go with the goals is still to be judged, with the parties concerned."""
    table = table_of(chain(store, "vijfheerenlanden"), "doelen")
    cell = cell_of(table, "inwoners doen volwaardig mee".capitalize(), "Indicator")
    assert cell.state == "announced"
    assert texts_of(cell) == {"keuze van indicatoren bij de doelen en van waar ze worden gemeten"}
    assert {item.link.basis for item in cell.items} == {"interpreted"}
    assert "6.7 Sturingsstrategie" in cell.items[0].citation
    # Wijk bij Duurstede, 5.3 (line 381): results and how they are followed come in the theme agendas.
    wijk = table_of(chain(store, "wijk-bij-duurstede"), "doelen")
    assert len(wijk.rows) == 19 + 1
    assert {row.cells[2].state for row in wijk.rows} == {"announced"}
    assert cell_of(wijk, "Mobiliteit", "Activiteit of inzet").state == "missing"


def test_every_announcement_is_a_thing_with_a_place(store: Store) -> None:
    for agenda, links in ANNOUNCED.items():
        found = {
            item.link.iri
            for row in table_of(chain(store, agenda), "doelen").rows
            for cell in row.cells
            if cell.state == "announced"
            for item in cell.items
        }
        wanted = {slug for slugs in links.values() for slug in slugs}
        # Cranendonck names an activity with each of its goals already.
        assert {one.rpartition(agenda + "/")[2] for one in found} == (wanted if agenda != "cranendonck" else set())


def test_the_indicators_of_cranendonck_stand_at_their_goals(store: Store) -> None:
    """Appendix I (lines 225-): each of the four goals has indicators, none a figure, and there are no subgoals."""
    table = table_of(chain(store, "cranendonck"), "doelen")
    assert len(table.rows) == 4
    assert "Het jaarlijks aantal inbraken" in texts_of(cell_of(table, "Leefbaarheid", "Indicator"))
    assert "Aantal personen dat gebruik maakt van voedselbank" in texts_of(
        cell_of(table, "Samenredzaamheid", "Indicator")
    )
    assert "Het jaarlijks aantal inbraken" not in texts_of(cell_of(table, "Samenredzaamheid", "Indicator"))
    for name in ("Subdoel", "Subindicator", "Cijfer om van uit te gaan"):
        assert cell_of(table, "Participatie", name).state == "missing"


def test_what_follows_from_a_wheel_does_not_count_as_there(store: Store) -> None:
    overview = chain(store, "krimpenerwaard")
    cell = cell_of(table_of(overview, "doelen"), "Meer bedrijven zetten zich in voor kwetsbare inwoners", "Indicator")
    assert cell.state == "derived"
    assert not cell.items
    table = table_of(overview, "schakels")
    for name in ("Resultaat", "Indicator", "Activiteit of inzet", "Subdoel"):
        numbers = [int(one.words["nl"]) for one in row_of(table, name).cells]
        assert sum(numbers) == len(table_of(overview, "doelen").rows)


def test_aims_nobody_works_on(store: Store) -> None:
    """Wijk bij Duurstede lists "Inburgering" and "Mobiliteit" (lines 327-328) and says no more of them."""
    table = table_of(chain(store, "wijk-bij-duurstede"), "zonder-werk")
    heads = {row.head.items[0].link.text for row in table.rows}
    assert {"Inburgering", "Mobiliteit"} <= heads
    assert "Mantelzorg" not in heads
    assert not table_of(chain(store, "cranendonck"), "zonder-werk").rows


def test_activities_that_contribute_to_no_aim(store: Store) -> None:
    table = table_of(chain(store, "vijfheerenlanden"), "zonder-doel")
    heads = {row.head.items[0].link.text for row in table.rows}
    assert "aanbevelingen van de rekenkamer gebruiken bij het Sociaal Team" in heads
    # Section 5.1, Ad B: to reach those goals it is important that movement and healthy food are a matter of course.
    assert not [head for head in heads if head.startswith("beweging en gezonde voeding")]


def test_who_measures_when(store: Store) -> None:
    """The scheme on the last page of Vijfheerenlanden; "Hoe gaan we verder?" of Krimpenerwaard (lines 1808-1817)."""
    table = table_of(chain(store, "vijfheerenlanden"), "meten")
    assert texts_of(cell_of(table, "eens per jaar meten", "Wanneer")) == {"eens per jaar"}
    assert texts_of(cell_of(table, "ambities eens in de vier jaar bepalen", "Wanneer")) == {"eens in de vier jaar"}
    assert texts_of(cell_of(table, "resultaat over vier jaar bepalen", "Wanneer")) == {"over vier jaar"}
    assert cell_of(table, "eens per jaar meten", "Wie").state == "missing"
    yearly = table_of(chain(store, "krimpenerwaard"), "meten")
    cell = cell_of(yearly, "Jaarlijks een beleidsmonitor", "Wie")
    assert [(item.link.text, item.note["nl"]) for item in cell.items] == [
        ("gemeenteraad (Krimpenerwaard)", "wordt genoemd")
    ]
    assert rhythm_of("Jaarlijks, en bij de start van ieder project") == ["jaarlijks", "bij de start van ieder project"]
    assert rhythm_of("voor jaarlijkskaarten") == []


def test_everything_said_has_basis_and_place(store: Store) -> None:
    for agenda in ("cranendonck", "krimpenerwaard", "vijfheerenlanden", "wijk-bij-duurstede"):
        items = [
            item
            for table in chain(store, agenda).tables
            for row in table.rows
            for cell in (row.head, *row.cells)
            for item in cell.items
        ]
        assert len(items) > 40
        assert {item.link.basis for item in items} <= {"stated", "interpreted"}
        assert not [item for item in items if not item.citation]


def test_no_such_agenda(store: Store, client: FlaskClient, run: Run) -> None:
    with pytest.raises(NoAgendaError, match=r"Er is geen agenda nergens\. Er zijn: cranendonck, "):
        chain(store, "nergens")
    response = client.get(f"{START}/nergens.xlsx?taal=en")
    assert response.status_code == 404
    assert "There is no agenda nergens." in response.get_data(as_text=True)
    assert client.get(f"{START}/<b>").status_code == 404


def test_the_page_and_its_files_say_the_same(client: FlaskClient) -> None:
    assert START in client.get("/instrumenten").get_data(as_text=True)
    assert f"{START}/wijk-bij-duurstede" in client.get(START).get_data(as_text=True)
    html = client.get(f"{START}/wijk-bij-duurstede").get_data(as_text=True)
    assert "Goal chain" not in html
    assert "Goal chain Wijk bij Duurstede" in client.get(f"{START}/wijk-bij-duurstede?taal=en").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(client.get(f"{START}/wijk-bij-duurstede.csv").data.decode("utf-8-sig"))))
    own = [row for row in rows if row["Tabel"] == "De keten per doel" and row["Regel"].startswith("Mobiliteit")]
    assert {(row["Kolom"], row["Inhoud"]) for row in own} >= {("Activiteit of inzet", "staat niet in de agenda")}
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{START}/wijk-bij-duurstede.xlsx").data))
    assert book.sheetnames == [
        "Schakels",
        "De keten per doel",
        "Activiteiten die aan geen doel",
        "Doelen waaraan niemand werkt",
        "Wie meet wanneer",
        "Bewijsplaatsen",
        "Bron",
    ]
    lines = {row[0]: row for row in book["De keten per doel"].iter_rows(min_row=2, values_only=True)}
    assert lines["Mobiliteit (opgave)"][4] == "staat niet in de agenda"
    assert "CC0 1.0" in " ".join(str(cell.value) for cell in book["Bron"]["B"])


def test_the_command(run: Run, tmp_path: Path) -> None:
    shown = run("instrument", "doelketen", "wijk-bij-duurstede")
    assert shown.returncode == 0
    assert "Doelen waaraan niemand werkt (6)" in shown.stdout
    target = tmp_path / "keten.csv"
    assert run("instrument", "doelketen", "cranendonck", "--out", str(target), "--lang", "en").returncode == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbfTable,Line,")
    wrong = run("instrument", "doelketen", "cranendonck", "--out", str(tmp_path / "keten.pdf"))
    assert wrong.returncode == 1
    assert "keten.pdf: geef een bestandsnaam die op .xlsx, .csv of .json eindigt." in wrong.stderr
    assert not (tmp_path / "keten.pdf").exists()
