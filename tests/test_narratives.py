"""The stories behind the figures: where they are shown, that they can do no harm, and what is said of bad ones. The stories are made up; no agenda has any yet."""

import csv
import io
import json
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient

from doelengraaf.canonical import format_table
from doelengraaf.instruments.monitor import monitor_of
from doelengraaf.instruments.monitor_sheet import monitor_csv, monitor_json, monitor_workbook
from doelengraaf.pipeline import check_project, make_build
from doelengraaf.project import Project
from doelengraaf.store import Store, open_store
from doelengraaf.workbook.draft import read_draft
from doelengraaf.workbook.folder import agenda_content, agenda_files
from doelengraaf.workbook.layout import Layout
from doelengraaf.workbook.read import read_book
from doelengraaf.workbook.template import write_workbook
from web.app import create_app
from web.markdown import safe_html

COLUMNS = ("id", "seeAlso", "about", "author", "created", "text", "basis", "reason", "source", "section", "lines")
LONELY = "indicator/ervaren-eenzaamheid"
EVIL = "<script>alert(1)</script> [klik](javascript:alert(1)) ![plaat](https://elders.example/volg.png) <img src=x onerror=alert(1)>"
READ = {"basis": "interpreted", "reason": "Zo vertelde de wijkverpleegkundige het aan de redactie."}
ROWS = (
    {
        "id": "narrative/maatjes",
        "about": LONELY,
        "author": "Sanne de Wit, beleidsmedewerker",
        "created": "2026-03-01",
        "text": "Er kwamen **twee** maatjesprojecten bij:\n\n- in het dorpshuis | elke week\n- [bij de bibliotheek](https://voorbeeld.example/maatjes)",
        "seeAlso": "https://voorbeeld.example/jaarverslag",
        **READ,
    },
    {"id": "narrative/kwaad", "about": "observation/ervaren-eenzaamheid-krimpenerwaard-2021-inwoners", "author": "<b>Onbekend</b>", "created": "2026-04-01", "text": EVIL, **READ},
    {
        "id": "narrative/doel",
        "about": "subgoal/minder-eenzaamheid",
        "author": "redactie",
        "created": "2025-12-31",
        "text": "Het kader noemt 40% lager dan het landelijk gemiddelde.",
        "basis": "stated",
        "source": "ibk",
        "section": "4.2.3 Beleidsknoppen: Mentale gezondheid",
        "lines": "565-567",
    },
    {"id": "narrative/voorstel", "about": LONELY, "author": "een programma", "created": "2026-05-01", "text": "Dit is nog niet beoordeeld.", "basis": "proposed"},
)  # fmt: skip


def write(folder: Path, *rows: dict[str, str]) -> None:
    with (folder / "narratives.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["id"]))


@pytest.fixture(scope="module")
def told(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The real agendas, with made-up stories."""
    root = tmp_path_factory.mktemp("told")
    for name in ("ontology", "shapes", "queries"):
        (root / name).symlink_to(project.root / name)
    shutil.copytree(project.data, root / "data")
    copy = Project(root)
    write(copy.data / "agendas" / "krimpenerwaard", *ROWS)
    make_build(copy)
    return copy


@pytest.fixture(scope="module")
def told_store(told: Project) -> Store:
    return open_store(told.nquads)


@pytest.fixture(scope="module")
def client(told: Project) -> FlaskClient:
    return create_app(told).test_client()


def test_a_story_stands_with_its_indicator_figure_or_aim(told_store: Store) -> None:
    monitor = monitor_of(told_store, "krimpenerwaard")
    [lonely] = [one for one in monitor.indicators if one.slug == "ervaren-eenzaamheid"]
    # The newest first; the story about its figure too; what is only proposed not.
    assert [one.iri.rpartition("/")[2] for one in monitor.told_of(lonely)] == ["kwaad", "maatjes"]
    assert monitor.told_of(lonely)[1].author == "Sanne de Wit, beleidsmedewerker"
    assert monitor.told_of(lonely)[1].addresses == ("https://voorbeeld.example/jaarverslag",)
    [part] = [one for one in monitor.parts if one.slug == "mentale-gezondheid"]
    assert [one.about.text for one in monitor.told_of_aims(part)] == ["Minder mensen ervaren eenzaamheid"]
    assert "regels 565-567" in monitor.told_of_aims(part)[0].citation
    assert len(monitor.told) == 3
    assert monitor.told_beside == []
    assert monitor_of(told_store, "cranendonck").told == []


@pytest.mark.parametrize("address", ["/instrumenten/monitor/krimpenerwaard", "/instrumenten/monitor/krimpenerwaard/raad"])  # fmt: skip
def test_the_pages_show_it_and_it_does_no_harm(client: FlaskClient, address: str) -> None:
    html = client.get(address).get_data(as_text=True)
    assert "<strong>twee</strong> maatjesprojecten" in html
    assert "<li>in het dorpshuis | elke week</li>" in html
    assert '<a href="https://voorbeeld.example/maatjes" rel="external nofollow noopener noreferrer">' in html
    assert "Sanne de Wit, beleidsmedewerker" in html
    assert "1 maart 2026" in html
    assert "regels 565-567" in html
    assert "Zo vertelde de wijkverpleegkundige" in html
    assert "nog niet beoordeeld" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "&lt;b&gt;Onbekend" in html
    for wrong in ("<script>alert", "<img src=x", "<b>Onbekend", 'href="javascript:', '<img src="https://elders'):
        assert wrong not in html


def test_a_page_of_an_agenda_without_stories_has_none(client: FlaskClient) -> None:
    assert 'class="story"' not in client.get("/instrumenten/monitor/cranendonck").get_data(as_text=True)


def test_the_page_of_the_story_itself(client: FlaskClient) -> None:
    html = client.get("/doc/krimpenerwaard/narrative/kwaad").get_data(as_text=True)
    assert "verhaal bij een cijfer" in html
    assert "<script>alert" not in html


def test_the_files_have_it_as_text(told_store: Store) -> None:
    monitor, day = monitor_of(told_store, "krimpenerwaard"), date(2026, 6, 1)
    book = openpyxl.load_workbook(io.BytesIO(monitor_workbook(monitor, "1", day)))
    assert book.sheetnames == ["Indicatoren", "Cijfers", "Verhalen", "Samenvatting", "Bron"]
    rows = list(book["Verhalen"].iter_rows(values_only=True))
    assert rows[0][:4] == ("Gaat over", "Verteller", "Verteld op", "Verhaal (Markdown)")
    assert rows[1][1:4] == ("<b>Onbekend</b>", "2026-04-01", EVIL)
    # The story about an aim has the place in the document.
    assert "regels 565-567" in rows[3][5]
    heads = [cell.value for cell in book["Indicatoren"][1]]
    beside = [row[heads.index("Verhalen")] for row in book["Indicatoren"].iter_rows(min_row=2, values_only=True)]
    assert [one.count("2026-03-01, Sanne de Wit") for one in beside if one] == [1]
    assert "maatjesprojecten" in monitor_csv(monitor, day).decode("utf-8-sig")
    stories = json.loads(monitor_json(monitor, day, "1"))["stories"]
    assert [one["created"] for one in stories] == ["2026-04-01", "2026-03-01", "2025-12-31"]
    without = monitor_workbook(monitor_of(told_store, "cranendonck"), "1", day)
    assert "Verhalen" not in openpyxl.load_workbook(io.BytesIO(without)).sheetnames


def test_a_workbook_keeps_it_to_the_byte(told: Project) -> None:
    """Also its lines and the sign that parts values elsewhere."""
    layout = Layout(told)
    data = write_workbook(layout, agenda_content(told, layout, "krimpenerwaard"))
    draft = read_draft(read_book(data, "krimpenerwaard.xlsx"), layout)
    assert [finding.text() for finding in draft.findings] == []
    kept = told.data / "agendas" / "krimpenerwaard" / "narratives.csv"
    assert agenda_files(draft, layout)["narratives.csv"] == kept.read_bytes()
    assert (
        format_table(kept.read_text(encoding="utf-8"), layout.shapes.allowed("narratives")).encode()
        == kept.read_bytes()
    )


# Two days on, for a test may run past midnight.
TOMORROW = (date.today() + timedelta(days=2)).isoformat()
FAULTS = {
    "goed": ({}, "", ""),
    "zonder-verteller": ({"author": ""}, "author", "heeft een verteller"),
    "zonder-dag": ({"created": ""}, "created", "is een datum"),
    "geen-dag": ({"created": "2026-02-30"}, "created", "geen dag die er geweest is"),
    "dag-in-woorden": ({"created": "1 maart 2026"}, "created", "geen dag die er geweest is"),
    "morgen": ({"created": TOMORROW}, "created", "niet later dan vandaag"),
    "onbekend": ({"about": "indicator/bestaat-niet"}, "about", "gaat over één indicator, waarneming of ambitie"),
    "een-inspanning": (
        {"about": "effort/aandacht-voor-beschermende-factoren"},
        "about",
        "gaat over één indicator, waarneming of ambitie",
    ),
    "nergens-over": ({"about": ""}, "about", "gaat over één indicator, waarneming of ambitie"),
    "zonder-verhaal": ({"text": ""}, "text", "10 tot 4000 tekens"),
    "te-lang": ({"text": "a" * 4001}, "text", "10 tot 4000 tekens"),
    "stuurteken": ({"text": "Een stuurteken \x07 erin."}, "text", "stuurteken"),
    "regels": ({"author": "twee\nregels"}, "author", "regeleinde"),
    "script-als-adres": ({"seeAlso": "javascript:alert(1)"}, "seeAlso", "geen verwijzing"),
    "zonder-reden": ({"reason": ""}, "reason", "zonder reden"),
    "zonder-plaats": ({"basis": "stated"}, "lines", "zonder bewijsplaats"),
}
"""Name to (what is other than in a good row, column, words of the message)."""


def test_a_bad_row_is_told_at_its_line_and_column(small: Project) -> None:
    good = {"about": "indicator/eenzaamheid", "author": "redactie", "created": "2026-03-01", "text": "Het is\nbeter gegaan dan eerst.", **READ}  # fmt: skip
    rows = [{**good, **cells, "id": f"narrative/{name}"} for name, (cells, _, _) in FAULTS.items()]
    folder = small.data / "agendas" / "cranendonck"
    write(folder, *rows)
    with (folder / "narratives.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        start, lines = 1, {}
        for cells in reader:
            lines[cells[0].removeprefix("narrative/")] = start
            start = reader.line_num + 1
    found = check_project(small)
    own = [one for one in found if one.file.endswith("narratives.csv")]
    for name, (_, column, words) in FAULTS.items():
        told = {(one.column, words in one.nl) for one in own if one.line == lines[name]}
        assert ((column, True) in told) if words else not told, (name, told)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("een *woord*", "<p>een <em>woord</em></p>\n"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
        ("[x](JaVaScRiPt:alert(1))", "<p>[x](JaVaScRiPt:alert(1))</p>\n"),
        ("[x](java&#115;cript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("<javascript:alert(1)>", "<p>&lt;javascript:alert(1)&gt;</p>\n"),
        ("[x](data:text/html;base64,PHNjcmlwdD4=)", "<p>[x](data:text/html;base64,PHNjcmlwdD4=)</p>\n"),
        ("[x](//elders.example)", "<p>[x](//elders.example)</p>\n"),
        ("# geen kop", "<p># geen kop</p>\n"),
        (
            "[x](mailto:a@b.example)",
            '<p><a href="mailto:a@b.example" rel="external nofollow noopener noreferrer">x</a></p>\n',
        ),
        (
            "[x](https://a.example \"y' onclick='z\")",
            '<p><a href="https://a.example" title="y\' onclick=\'z" rel="external nofollow noopener noreferrer">x</a></p>\n',
        ),
    ],
)
def test_markdown_that_can_do_no_harm(text: str, html: str) -> None:
    assert safe_html(text) == html


def test_a_picture_is_a_link_at_most() -> None:
    assert "<img" not in safe_html("![x](https://elders.example/volg.png)")


@pytest.mark.parametrize("text", [">" * 5000, "[" * 5000, "*" * 5000 + "a", "- " * 2000, "`" * 4000, "<a " * 2000])
def test_much_of_the_same_is_no_trouble(text: str) -> None:
    assert set(re.findall(r"</?(\w+)", safe_html(text))) <= {"p", "blockquote", "ul", "ol", "li", "em", "strong", "code", "br"}  # fmt: skip
