"""Development assignments: what Vijfheerenlanden's chapter 6 says of each lettered part, and what a municipality reports of it."""

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from followed import FOLLOWED
from nieuwland import TEXT, filled, put, save
from overview_cells import cell_of, row_of, table_of, texts_of

from doelengraaf.cli import main
from doelengraaf.instruments.assignment_reports import read_standings
from doelengraaf.instruments.assignments import assignments_on
from doelengraaf.instruments.consultations import consultations
from doelengraaf.instruments.overviews import NoAgendaError, Row, Table
from doelengraaf.pipeline import Report, check_project
from doelengraaf.project import SOURCES_VARIABLE, Project
from doelengraaf.store import Store, open_store
from web.app import create_app

START = "/instrumenten/ontwikkelopdrachten"
TODAY = date(2020, 3, 11)


@pytest.fixture(scope="module")
def followed(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Nieuwland alone, brought in by its workbook."""
    root = tmp_path_factory.mktemp("gevolgd")
    for name in ("ontology", "shapes", "queries"):
        (root / name).symlink_to(project.root / name)
    shutil.copytree(project.data / "shared", root / "data" / "shared")
    for path in (root / "data" / "shared").glob("partner-[ocg]*.csv"):
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    (root / "data" / "agendas").mkdir()
    (root / "sources").mkdir()
    (root / "nieuwland.txt").write_text(TEXT, encoding="utf-8")
    made, path = Project(root), root / "nieuwland.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SOURCES_VARIABLE, str(root / "sources"))

        def call(*words: str) -> None:
            result = CliRunner().invoke(main, ["--project", str(root), *words])
            assert result.exit_code == 0, (words, result.output)

        call("source", "add", str(root / "nieuwland.txt"), "--agenda", "nieuwland", "--name", "nieuwland")
        book = filled(made)
        [stored] = (root / "sources").glob("*.txt")
        book["Bronnen"]["C3"].value = stored.name
        for sheet, rows in FOLLOWED.items():
            put(book, sheet, rows)
        save(book, path)
        call("workbook", "import", str(path), "--into-project")
        call("build")
        yield made


@pytest.fixture(scope="module")
def own(followed: Project) -> Store:
    return open_store(followed.nquads)


@pytest.fixture(scope="module")
def client(followed: Project) -> FlaskClient:
    return create_app(followed).test_client()


@pytest.fixture(scope="module")
def real(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def test_chapter_6_has_ten_assignments_with_38_lettered_parts(store: Store) -> None:
    """Counted in the document: 6.1 a-d, 6.2 a-c, 6.3 a-c, 6.4 a-d, 6.5 a-b, 6.6 a-d, 6.7 a-c, 6.8 a-d, 6.9 a-d, 6.10 a-g."""
    overview = assignments_on(store, "vijfheerenlanden", TODAY)
    parts = {
        row.head.lines()[0]: (int(row.cells[0].words["nl"]), row.head.items[0].citation)
        for row in table_of(overview, "stand").rows
    }
    assert [number for number, _ in parts.values()] == [4, 3, 3, 4, 2, 4, 3, 4, 4, 7]
    assert list(parts)[2] == "Regionale samenwerking"
    assert list(parts)[-1] == "Eén begroting sociaal domein"
    for table in overview.tables[2:-1]:
        letters = [row.head.words["nl"] for row in table.rows]
        assert letters == [f"{letter})" for letter in "abcdefg"[: len(letters)]]
        assert {row.cells[0].words["nl"] for row in table.rows} == {"nog geen stand gemeld"}
        assert {row.cells[1].state for row in table.rows} == {"missing"}
        assert all(row.head.items[0].link.basis == "stated" and row.head.items[0].citation for row in table.rows)
    assert not table_of(overview, "termijnen").rows


def test_who_and_what_for_as_the_document_says(store: Store) -> None:
    """6.9 a (lines 1383-1384): with residents and partners; 6.9 d (1390-1392): the municipality supervises those who give care."""
    overview = assignments_on(store, "vijfheerenlanden", TODAY)
    table = table_of(overview, "opdracht-kwaliteitsnormen")
    quality = row_of_letter(table, "a)")
    assert texts_of(quality.cells[3]) == {"inwoners", "maatschappelijke partners"}
    assert quality.cells[2].state == "missing"
    supervision = row_of_letter(table, "d)")
    assert texts_of(supervision.cells[2]) == {"gemeente Vijfheerenlanden"}
    assert texts_of(supervision.cells[3]) == {"gemeente Vijfheerenlanden", "zorgaanbieders"}
    # No part is tied to a goal by the text. We read that 6.4 and a goal are both about prevention; for its parts that is derived.
    prevention = table_of(overview, "opdracht-preventie-en-wijkgericht-werken")
    for row in prevention.rows:
        [goal] = row.cells[4].items
        assert goal.link.text.startswith("door inzet van preventie en vroeg signalering")
        assert (goal.link.basis, goal.note["nl"]) == ("derived", "via de opdracht als geheel")
        assert goal.citation
    assert {row.cells[4].state for row in table.rows} == {"missing"}
    # Chapter 7 (lines 1463-1471): a programme, a manager, enough capacity.
    general = {row.head.items[0].link.text for row in table_of(overview, "uitvoering").rows}
    assert {
        "transformatieprogramma",
        "transformatieopdracht",
        "genoeg capaciteit voor de ontwikkelopdrachten",
    } <= general


def row_of_letter(table: Table, letter: str) -> Row:
    return next(row for row in table.rows if row.head.words["nl"] == letter)


def test_other_agendas_say_that_they_have_none(store: Store, real: FlaskClient) -> None:
    for agenda in ("krimpenerwaard", "wijk-bij-duurstede", "cranendonck"):
        overview = assignments_on(store, agenda, TODAY)
        assert [table.key for table in overview.tables] == ["termijnen", "stand", "uitvoering"]
        assert not table_of(overview, "stand").rows
    html = real.get(f"{START}/cranendonck").get_data(as_text=True)
    assert "De agenda noemt geen ontwikkelopdrachten." in html


def test_the_newest_report_counts_and_the_earlier_ones_stay(own: Store) -> None:
    table = table_of(assignments_on(own, "nieuwland", TODAY), "opdracht-sociale-kaart")
    status, due, responsible, _, goals, earlier = row_of_letter(table, "a)").cells
    assert status.words == {"nl": "loopt", "en": "under way"}
    [said] = status.items
    assert said.link.iri == "https://w3id.org/doelengraaf/id/nieuwland/annotation/a-2"
    assert (said.link.text, said.citation) == ("2020-02-20", "https://nieuwland.example/voortgang")
    assert said.note["nl"] == "gemeld door de wethouder; eerste wijk af"
    # The newest report names neither a day nor who: those of the earlier one go on.
    assert due.words == {"nl": "te laat: 1 maart 2020, 10 dagen geleden", "en": "late: 1 March 2020, 10 days ago"}
    assert responsible.words["nl"] == "team Beleid"
    assert texts_of(goals) == {"Iedereen doet mee"}
    assert earlier.lines() == ["2020-01-10 (nog niet begonnen)"]
    assert earlier.items[0].citation == "melding van de gemeente"
    assert [len(one.reports) for one in read_standings(own, "nieuwland").values()].count(2) == 1


def test_late_is_what_was_due_before_today_and_is_not_finished(own: Store) -> None:
    def late(today: date) -> dict[str, str]:
        rows = table_of(assignments_on(own, "nieuwland", today), "termijnen").rows
        return {row.head.words["nl"]: row.cells[1].words["nl"] for row in rows}

    assert late(TODAY) == {
        "b)": "1 februari 2020",
        "a)": "te laat: 1 maart 2020, 10 dagen geleden",
        "c)": "1 januari 2090",
    }
    assert late(date(2020, 3, 1))["a)"] == "1 maart 2020"
    assert late(date(2020, 3, 2))["a)"] == "te laat: 1 maart 2020, 1 dag geleden"
    assert late(date(2090, 1, 2))["c)"] == "te laat: 1 januari 2090, 1 dag geleden"
    counts = row_of(table_of(assignments_on(own, "nieuwland", TODAY), "stand"), "Een sociale kaart").cells
    # Parts; not started, under way, done, stopped; no report; late.
    assert [cell.words["nl"] for cell in counts[:7]] == ["4", "0", "2", "1", "0", "1", "1"]


def test_the_page_has_a_timeline_and_says_all_in_words(client: FlaskClient) -> None:
    html = client.get(f"{START}/nieuwland").get_data(as_text=True)
    assert "nog geen stand gemeld" in html
    assert "te laat: 1 maart 2020" in html
    picture = html[html.index("<svg") : html.index("</svg>")]
    for words in ("vandaag", "a) kaart maken: 1 maart 2020, te laat", "b) partners vragen: 1 februari 2020, klaar"):
        assert words in picture, words
    assert "d) kaart bijhouden" not in picture
    english = client.get(f"{START}/nieuwland?taal=en").get_data(as_text=True)
    assert "late: 1 March 2020" in english
    assert "no status reported yet" in english


def test_a_report_and_a_consultation_have_pages(client: FlaskClient) -> None:
    report = client.get("/doc/nieuwland/annotation/a-2")
    assert report.status_code == 200
    assert "https://nieuwland.example/voortgang" in report.get_data(as_text=True)
    graph = client.get("/doc/nieuwland/annotation/a-2.ttl").get_data(as_text=True)
    assert "id/progress/under-way" in graph
    assert "Regiotafel Zorg" in client.get("/doc/nieuwland/membership/regiotafel-zorg").get_data(as_text=True)
    scheme = client.get("/doc/scheme/progress").get_data(as_text=True)
    assert all(word in scheme for word in ("nog niet begonnen", "loopt", "klaar", "gestopt"))


def test_workbook_csv_and_json_hold_the_same(client: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{START}/nieuwland.xlsx").data))
    sheet = [[cell.value for cell in row] for row in book["Een sociale kaart"].iter_rows()]
    assert sheet[0][:4] == ["Onderdeel", "Stand", "Klaar op", "Verantwoordelijk"]
    assert sheet[1][0] == "a)\nkaart maken"
    assert sheet[4][1] == "nog geen stand gemeld"
    rows = list(csv.reader(io.StringIO(client.get(f"{START}/nieuwland.csv").data.decode("utf-8-sig"))))
    [words, report] = [
        row for row in rows if row[1] == "b); partners vragen" and row[3] == "Stand" and row[0] == "Een sociale kaart"
    ]
    assert words[4] == "klaar"
    assert report[4:6] == ["2020-02-20", "https://w3id.org/doelengraaf/id/nieuwland/annotation/b-1"]
    assert report[8] == "melding van de gemeente"
    document = json.loads(client.get(f"{START}/nieuwland.json").data)
    parts = next(table for table in document["tables"] if table["key"] == "opdracht-sociale-kaart")
    assert parts["rows"][3][1] == {"text": ["nog geen stand gemeld"]}
    [goal] = parts["rows"][0][5]["items"]
    assert goal["address"] == "https://w3id.org/doelengraaf/id/nieuwland/challenge/meedoen"
    assert (goal["basis"], goal["note"]) == ("derived", "via de opdracht als geheel")


def test_command(followed: Project, run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    def call(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["--project", str(followed.root), "instrument", *words])
        return result.exit_code, result.output

    code, text = call("ontwikkelopdrachten", "nieuwland")
    assert code == 0
    assert "Klaar op: te laat: 1 maart 2020" in text
    target = tmp_path / "overleg.json"
    assert call("regionaal-overleg", "nieuwland", "--out", str(target))[0] == 0
    assert json.loads(target.read_text(encoding="utf-8"))["agenda"] == "nieuwland"
    refused = run("instrument", "ontwikkelopdrachten", "cranendonck", "--out", str(tmp_path / "kaart.pdf"))
    assert refused.returncode != 0
    assert ".xlsx, .csv of .json" in refused.stderr + refused.stdout
    assert not (tmp_path / "kaart.pdf").exists()


def test_no_such_agenda(store: Store, client: FlaskClient) -> None:
    with pytest.raises(NoAgendaError, match="Er is geen agenda nergens"):
        assignments_on(store, "nergens", TODAY)
    with pytest.raises(NoAgendaError, match="Er is geen agenda nergens"):
        consultations(store, "nergens")
    assert client.get(f"{START}/nergens").status_code == 404
    assert client.get("/instrumenten/regionaal-overleg/nergens.json").status_code == 404


def test_bad_reports_are_refused_at_their_cell(followed: Project, tmp_path: Path) -> None:
    root = tmp_path / "kapot"
    shutil.copytree(followed.data, root / "data")
    for name in ("ontology", "shapes", "queries"):
        (root / name).symlink_to(followed.root / name)
    part = "development-assignment-item/sociale-kaart"
    rows = [
        ("x-stand", f"{part}-d,2020-05-01,bijna,,Besluit 12", "progress", "Kies precies één stand"),
        ("x-dag", f"{part}-d,2020-02-30,done,,Besluit 12", "created", "geen dag die er geweest is"),
        ("x-klaar", f"{part}-d,2020-05-03,done,eind 2020,Besluit 12", "due", "een datum die bestaat"),
        ("x-onderdeel", f"{part}-z,2020-05-04,done,,Besluit 12", "about", "Noem precies één onderdeel"),
        ("x-doel", "challenge/meedoen,2020-05-05,done,,Besluit 12", "about", "Noem precies één onderdeel"),
        ("x-waar", f"{part}-d,2020-05-06,done,,", "statedIn", "waar dit gemeld is"),
        ("x-zelfde-dag", f"{part}-d,2020-05-07,done,,Besluit 12", "created", "is op deze dag al een stand gemeld"),
        (
            "x-zelfde-dag-2",
            f"{part}-d,2020-05-07,stopped,,Besluit 13",
            "created",
            "is op deze dag al een stand gemeld",
        ),
    ]
    statuses = root / "data" / "agendas" / "nieuwland" / "assignment-statuses.csv"
    lines = ["id,about,created,progress,due,statedIn", *(f"annotation/{name},{cells}" for name, cells, _, _ in rows)]
    statuses.write_text("\n".join(lines) + "\n", encoding="utf-8")
    overleg = root / "data" / "agendas" / "nieuwland" / "consultations.csv"
    overleg.write_text(
        "id,label,organization,consultationRole,basis,reason\n"
        "membership/a,Tafel A,partner-organization/bestaat-niet,,interpreted,Zo gelezen door ons.\n"
        "membership/b,Tafel B,,voorzitter,interpreted,Zo gelezen door ons.\n",
        encoding="utf-8",
    )
    findings = check_project(Project(root))
    told = {(Path(one.file).name, one.line, one.column): one.nl for one in findings}
    for line, (name, _, column, words) in enumerate(rows, 2):
        assert words in told.get(("assignment-statuses.csv", line, column), ""), (name, told)
    assert "data/shared" in told["consultations.csv", 2, "organization"]
    assert "Kies een rol in het overleg" in told["consultations.csv", 3, "consultationRole"]


def test_a_consultation_at_a_glance(own: Store) -> None:
    overview = consultations(own, "nieuwland")
    table = table_of(overview, "oogopslag")
    assert cell_of(table, "Regiotafel Zorg", "Doel van het overleg").words["nl"] == "Samen zorg inkopen."
    assert cell_of(table, "Regiotafel Zorg", "Rol van de gemeente").words == {"nl": "adviserend", "en": "advising"}
    assert cell_of(table, "Regiotafel Zorg", "Wat de gemeente brengt").words["nl"] == "cijfers over wachttijden"
    assert cell_of(table, "Regiotafel Zorg", "Wat de gemeente haalt").words["nl"] == "contracten met aanbieders"
    assert texts_of(cell_of(table, "Regiotafel Zorg", "Opgaven")) == {"Iedereen doet mee"}
    assert texts_of(cell_of(table, "Regiotafel Zorg", "Deelnemers")) == {"Stichting De Brink", "Huisartsen (Nieuwland)"}
    assert [cell.state for cell in row_of(table, "Regiotafel Wonen").cells] == [*["missing"] * 7, ""]
    matrix = table_of(overview, "opgaven")
    assert texts_of(cell_of(matrix, "Iedereen doet mee", "Regiotafel Zorg")) == {"Regiotafel Zorg"}
    assert cell_of(matrix, "Iedereen doet mee", "Regiotafel Wonen").state == "missing"
    assert {cell.state for cell in row_of(matrix, "Iedereen woont goed").cells} == {"missing"}


def test_regional_consultation_in_the_documents(store: Store, real: FlaskClient) -> None:
    """Vijfheerenlanden names one body (6.8, lines 1243-1245) and nothing of purpose or role; 6.3 asks for the overview that it does not hold."""
    table = table_of(consultations(store, "vijfheerenlanden"), "oogopslag")
    [row] = table.rows
    assert row.head.items[0].link.text == "Bestuurlijk Platform Sociaal Domein Lekstroom"
    assert row.head.items[0].link.basis == "interpreted"
    assert "6.8" in row.head.items[0].citation
    assert [cell.state for cell in row.cells[1:7]] == ["missing"] * 6
    assert len(table_of(consultations(store, "vijfheerenlanden"), "opgaven").rows) == 4
    region = {one.head.items[0].link.text for one in table_of(consultations(store, "vijfheerenlanden"), "regio").rows}
    assert {"regionale overlegagenda in één oogopslag", "gemeenteraad betrekken bij wat er regionaal speelt"} <= region
    # Krimpenerwaard, policy frame 2 (lines 110-117): municipalities of Midden-Holland work on a regional vision.
    other = consultations(store, "krimpenerwaard")
    assert not table_of(other, "oogopslag").rows
    vision = cell_of(table_of(other, "regio"), "Werken aan een regiovisie", "Wie doet mee")
    assert texts_of(vision) == {"Gemeenten Midden-Holland"}
    html = real.get("/instrumenten/regionaal-overleg/wijk-bij-duurstede").get_data(as_text=True)
    assert "De agenda noemt geen regionaal overleg." in html
    assert "regionaal waar dat meer oplevert" in html
