"""Bad workbooks: a clear word at the right cell, in bounded time and memory, and nothing written or lost."""

import io
import json
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner
from nieuwland import as_bytes, empty, filled, put, save

from doelengraaf.cli import main
from doelengraaf.findings import Finding, Severity
from doelengraaf.project import Project
from doelengraaf.workbook.draft import Draft, read_draft
from doelengraaf.workbook.guard import MAX_BYTES, WorkbookError
from doelengraaf.workbook.layout import Layout
from doelengraaf.workbook.once import judge_apart
from doelengraaf.workbook.read import read_book, read_file
from doelengraaf.workbook.references import Surroundings

Change = Callable[[openpyxl.Workbook], None]


@pytest.fixture(scope="module")
def layout(project: Project) -> Layout:
    return Layout(project)


def draft_of(book: openpyxl.Workbook, layout: Layout) -> Draft:
    return read_draft(read_book(as_bytes(book), "nieuwland.xlsx"), layout)


def set_cell(sheet: str, cell: str, value: object) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        book[sheet][cell].value = value

    return change


def rename(sheet: str, name: str) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        book[sheet].title = name

    return change


def merge(book: openpyxl.Workbook) -> None:
    book["Doelen"].merge_cells("B4:C5")


def two_sheets(book: openpyxl.Workbook) -> None:
    copy = book.create_sheet("goals")
    copy["A1"].value = "id"
    copy["A2"].value = "goal/twee"


def no_header(book: openpyxl.Workbook) -> None:
    book["Doelen"].delete_rows(1, 2)


def percentage(book: openpyxl.Workbook) -> None:
    book["Waarnemingen"]["G3"].value = 0.415
    book["Waarnemingen"]["G3"].number_format = "0.0%"


@pytest.mark.parametrize(
    ("change", "cell", "words", "hint"),
    [
        (rename("Doelen", "Doeltjes"), "Doeltjes!A1", "Dit blad ken ik niet", "Doelen"),
        (two_sheets, "goals!A1", "hetzelfde als Doelen", ""),
        (merge, "Doelen!B4", "samengevoegd", ""),
        (set_cell("Doelen", "B3", "=A3"), "Doelen!B3", "formule", ""),
        (set_cell("Doelen", "B3", "='[ander.xlsx]Blad1'!A1"), "Doelen!B3", "formule", ""),
        (set_cell("Doelen", "U3", date(2026, 3, 12)), "Doelen!U3", "datum van gemaakt", ""),
        (percentage, "Waarnemingen!G3", "percentage", ""),
        (set_cell("Waarnemingen", "G3", "41,5"), "Waarnemingen!G3", "punt", "41.5"),
        (set_cell("Doelen", "B3", True), "Doelen!B3", "WAAR", ""),
        (set_cell("Agenda", "B6", "1-2-2026"), "Agenda!B6", "tekst en geen datum", "2026-02-01"),
        (set_cell("Agenda", "A6", "vanaff"), "Agenda!A6", "Dit gegeven ken ik niet", "vanaf"),
        (set_cell("Agenda", "B20", "los"), "Agenda!A20", "geen naam", ""),
        (set_cell("Doelen", "B1", "Naaam"), "Doelen!B1", "bestaat niet op het blad Doelen", "naam"),
        (set_cell("Doelen", "C1", "Naam"), "Doelen!C1", "twee keer", ""),
        (set_cell("Doelen", "AB3", "zwerft"), "Doelen!AB3", "Boven kolom AB staat geen kop", ""),
        (no_header, "Doelen!A1", "geen rij met koppen", ""),
        (set_cell("Doelen", "B2", "Mijn eigen doel"), "Doelen!B2", "voorbeeldrij", ""),
        (set_cell("Doelen", "A2", "goal/eigen"), "Doelen!B2", "tekst van het voorbeeld", ""),
        (set_cell("Doelen", "A4", "theme/samen-leven"), "Doelen!A4", "staat ook op Thema's!A3", ""),
        (set_cell("Bijdragen", "D3", "voer uit"), "Bijdragen!D3", "niet in de lijst", "voert uit"),
        (set_cell("Doelen", "K3", "eenzaamhied"), "Doelen!K3", "niet in de lijst", "eenzaamheid"),
        (set_cell("Bronnen", "E3", "veel"), "Bronnen!E3", "heel getal", ""),
    ],
)
def test_fault_is_told_at_its_cell(
    change: Change, cell: str, words: str, hint: str, layout: Layout, project: Project
) -> None:
    book = filled(project)
    change(book)
    findings = draft_of(book, layout).findings
    assert [one for one in findings if one.file == cell and words in one.nl and one.hint == hint], [
        one.text() for one in findings
    ]
    assert all(one.severity is Severity.MUST for one in findings)


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_the_same_faults_are_found_in_ods(form: str, layout: Layout) -> None:
    """A small ODS by hand: a formula, merged cells, a percentage, a repeated empty row and a comment that is no text."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Doelen"
    page.append(["id", "naam", "opmerking"])
    for column, value in enumerate(["goal/a", "A", "=1+1"], 1):
        page.cell(5, column).value = value
    page["B6"].value = 0.5
    page["B6"].number_format = "0%"
    page.merge_cells("A8:B9")
    data = as_bytes(book) if form == "xlsx" else _ods()
    draft = read_draft(read_book(data, f"d.{form}"), layout)
    found = {one.file for one in draft.findings if one.file.startswith("Doelen!")}
    assert found == {"Doelen!C5", "Doelen!B6", "Doelen!A8"}
    assert draft.tables["goals"].rows[0].number == 5
    assert draft.tables["goals"].rows[0].cells["label"] == "A"


def _ods(extra: str = "", manifest: str = "") -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    note = "<office:annotation><text:p>weg</text:p></office:annotation>"
    rows = (
        f"<table:table-row>{''.join(cell.format(one) for one in ('id', 'naam', 'opmerking'))}</table:table-row>"
        '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        f'<table:table-row>{cell.format("goal/a")}<table:table-cell office:value-type="string">{note}<text:p>A</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/></table:table-row>'
        '<table:table-row><table:table-cell/><table:table-cell office:value-type="percentage" office:value="0.5"/></table:table-row>'
        "<table:table-row><table:table-cell/></table:table-row>"
        '<table:table-row><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?>{extra}<office:document-content {spaces}><office:body><office:spreadsheet>'
            f'<table:table table:name="Doelen">{rows}</table:table></office:spreadsheet></office:body></office:document-content>',
        )
    return out.getvalue()


def _archive(parts: dict[str, bytes], base: bytes | None = None) -> bytes:
    out = io.BytesIO(base or b"")
    with zipfile.ZipFile(out, "a" if base else "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _small() -> bytes:
    book = openpyxl.Workbook()
    return as_bytes(book)


def _bomb() -> bytes:
    """Half a megabyte that unpacks to 400 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/sharedStrings.xml", "w") as part:
            for _ in range(400):
                part.write(bytes(1_000_000))
    return out.getvalue()


def _lying() -> bytes:
    """An archive whose directory says that a part is small."""
    data = bytearray(_archive({"xl/workbook.xml": b"<workbook/>" * 1000}))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    return bytes(data)


def _encrypted() -> bytes:
    data = bytearray(_small())
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, 1)
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("agenda.xlsx", b"", "leeg"),
        ("agenda.pdf", b"%PDF-1.7 ...", "geen werkboek"),
        ("agenda.csv", b"id,label\ngoal/a,A\n", "geen werkboek"),
        ("agenda.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "wachtwoord"),
        ("agenda.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "wachtwoord"),
        ("agenda.xlsm", _small(), "macro"),
        ("agenda.xlsx", _archive({"xl/vbaProject.bin": b"x"}, _small()), "macro"),
        ("agenda.xlsx", _small()[:2000], "beschadigd"),
        ("agenda.xlsx", _small()[:-40], "beschadigd"),
        ("agenda.xlsx", _archive({"xl/workbook.xml": b"geen xml"}), "beschadigd"),
        ("agenda.xlsx", _archive({"word/document.xml": b"<x/>"}), "ander bestand"),
        ("agenda.xlsx", _encrypted(), "wachtwoord"),
        ("agenda.xlsx", _lying(), "beschadigd"),
        ("agenda.xlsx", _bomb, "pakt uit tot 400 MB"),
        ("agenda.xlsx", _archive({f"xl/{number}.xml": b"<x/>" for number in range(2100)}), "2101 delen"),
        ("agenda.ods", _ods(manifest="<encryption-data/>"), "wachtwoord"),
        ("agenda.ods", _ods('<!DOCTYPE x [<!ENTITY a "b">]>'), "DOCTYPE"),
        ("agenda.ods", _archive({"Basic/Standard/Module1.xml": b"<x/>"}, _ods()), "macro"),
        ("agenda.xlsx", lambda: b"PK\x03\x04" + bytes(MAX_BYTES), "hooguit 20 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_workbook_is_refused_with_a_reason(name: str, data: bytes | Callable[[], bytes], words: str) -> None:
    data = data() if callable(data) else data
    if words == "2101 delen":
        data = _archive({"xl/workbook.xml": b"<workbook/>"}, data)
    start = time.process_time()
    with pytest.raises(WorkbookError) as error:
        read_book(data, name)
    assert words in str(error.value)
    assert time.process_time() - start < 5


def test_a_file_of_50_mb_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "groot.xlsx"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    tracemalloc.start()
    with pytest.raises(WorkbookError, match="50 MB"):
        read_file(path)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_a_hundred_thousand_empty_rows_cost_little(layout: Layout) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    page = book.add_worksheet("Doelen")
    look = book.add_format({"bg_color": "#FFFF00"})
    page.write_row(0, 0, ["id", "naam"])
    page.write_row(1, 0, ["goal/a", "A"])
    for row in range(2, 100_000):
        page.write_blank(row, 0, None, look)
        page.write_blank(row, 1, None, look)
    page.write_row(1_048_575, 0, ["goal/z", "Z"])
    book.close()
    tracemalloc.start()
    start = time.process_time()
    draft = read_draft(read_book(out.getvalue(), "leeg.xlsx"), layout)
    assert time.process_time() - start < 60
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()
    assert [row.number for row in draft.tables["goals"].rows] == [2, 1_048_576]


def test_a_sheet_full_of_the_same_fault_is_told_briefly(layout: Layout) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Doelen"
    page.append(["id", "naam"])
    for number in range(500):
        page.append([f"goal/{number}", "=1"])
    findings = [one for one in draft_of(book, layout).findings if one.file.startswith("Doelen!")]
    assert len(findings) == 51
    assert "nog 450 cellen" in findings[-1].nl


def test_links_to_other_files_are_said_and_not_followed(layout: Layout) -> None:
    book = read_book(_archive({"xl/externalLinks/externalLink1.xml": b"<x/>"}, _small()), "a.xlsx")
    assert "andere bestanden" in book.notes["nl"]


def test_scrap_sheets_and_machine_sheets_are_passed_over(project: Project, layout: Layout) -> None:
    book = filled(project)
    for name in ("Kladblad 1", "_rekenen"):
        book.create_sheet(name)["A1"].value = "=1+1"
    assert draft_of(book, layout).findings == []


def test_an_emptied_unknown_column_is_no_fault(project: Project, layout: Layout) -> None:
    book = empty(project)
    book["Doelen"]["AB1"].value = "mijn kolom"
    assert draft_of(book, layout).findings == []


def _around(book: openpyxl.Workbook, project: Project, layout: Layout) -> list[Finding]:
    draft = draft_of(book, layout)
    return list(Surroundings.read(project, layout, draft.slug).findings(draft))


@pytest.mark.parametrize(
    ("change", "cell", "words", "hint"),
    [
        (set_cell("Doelen", "F3", "wheel/veerkracht"), "Doelen!F3", "andere agenda (krimpenerwaard)", ""),
        (set_cell("Doelen", "F3", "theme/samen-leve"), "Doelen!F3", "niet in dit werkboek", "theme/samen-leven"),
        (set_cell("Doelen", "F3", "Samen leven"), "Doelen!F3", "niet in dit werkboek", "theme/samen-leven"),
        (
            set_cell("Bijdragen", "C3", "Stichting De Brink"),
            "Bijdragen!C3",
            "Deze partner ken ik niet",
            "partner-organization/de-brink",
        ),
        (
            set_cell("Bijdragen", "C3", "partner-group/huisartsenn"),
            "Bijdragen!C3",
            "Deze partner ken ik niet",
            "partner-group/huisartsen",
        ),
        (
            set_cell("Nieuwe groepen", "A3", "partner-group/maatschappelijke-partners"),
            "Nieuwe groepen!A3",
            "staat al in de gedeelde lijst",
            "",
        ),
        (
            set_cell("Nieuwe organisaties", "B3", "Kwadraad"),
            "Nieuwe organisaties!B3",
            "al iets met deze naam",
            "partner-organization/kwadraad",
        ),
        (set_cell("Agenda", "B2", "cranendonck"), "Agenda!B2", "al een agenda met dit kenmerk", ""),
    ],
)
def test_what_is_beside_the_workbook_is_known(
    change: Change, cell: str, words: str, hint: str, layout: Layout, project: Project
) -> None:
    book = filled(project)
    change(book)
    found = _around(book, project, layout)
    assert [one for one in found if one.file == cell and words in one.nl and (not hint or one.hint == hint)], [
        one.text() for one in found
    ]


def test_all_findings_at_once_and_a_marked_copy(small: Project, tmp_path: Path) -> None:
    """Faults of every layer: reading, references, shapes and rules; each once, in the words of the workbook."""
    book = filled(small)
    book["Doelen"]["Q3"].value = "geduid"
    book["Doelen"]["E3"].value = "een\ntwee"
    rows = [{"id": "goal/b", "Naam": "B", "Basis": "letterlijk"}, {"id": "goal/C fout", "Naam": "C", "Basis": "geduid"}]
    put(book, "Doelen", rows, 4)
    book["Activiteiten"]["G3"].value = "goal/anders"
    book["Bijdragen"]["D4"].value = "doet me"
    book["Indicatoren"]["C3"].value = "=1"
    path = save(book, tmp_path / "n.xlsx")
    before = path.read_bytes()
    copy = tmp_path / "nagekeken.xlsx"
    result = CliRunner().invoke(
        main,
        ["--project", str(small.root), "workbook", "check", str(path), "--format", "json", "--marked", str(copy)],
    )
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert {"sheet", "cell", "column", "severity", "nl", "en", "value", "hint"} == set(found[0])
    musts = {f"{one['sheet']}!{one['cell']}": one for one in found if one["severity"] == "must"}
    heads = {cell.value: cell.column_letter for cell in book["Doelen"][1]}
    assert {
        "Doelen!A5",
        "Doelen!E3",
        "Activiteiten!G3",
        f"Doelen!{heads['Waarom zo gelezen']}3",
        f"Doelen!{heads['Regels']}4",
        "Bijdragen!D4",
        "Indicatoren!C3",
    } <= set(musts)
    assert musts["Bijdragen!D4"]["hint"] == "doet mee"
    told = musts[f"Doelen!{heads['Regels']}4"]
    assert told["column"] == "regels"
    assert "vul bron, paragraaf en regels in" in told["nl"]
    assert not any(word in one["nl"] for one in found for word in ("agenda.toml", ".csv", "inArea"))
    assert path.read_bytes() == before
    marked = openpyxl.load_workbook(copy)
    cell = marked["Bijdragen"]["D4"]
    assert cell.fill.fgColor.rgb.endswith("F5B7B1")
    assert "Bedoelde u doet mee?" in cell.comment.text
    assert marked["Doelen"]["B3"].value == book["Doelen"]["B3"].value
    # Nothing is written with faults in it, not even partly.
    refused = CliRunner().invoke(
        main, ["--project", str(small.root), "workbook", "import", str(path), "--into-project"]
    )
    assert refused.exit_code == 1
    assert not (small.data / "agendas" / "nieuwland").exists()
    assert "Traceback" not in refused.output


def test_dates_are_dates(project: Project, layout: Layout) -> None:
    book = filled(project)
    fields = draft_of(book, layout).agenda.fields
    assert fields["startDate"] == date(2026, 1, 1)
    book["Agenda"]["B6"].value = "2026-01-01"
    assert draft_of(book, layout).agenda.fields["startDate"] == date(2026, 1, 1)
    book["Agenda"]["B6"].value = datetime(2026, 1, 1, 12)
    assert [one.file for one in draft_of(book, layout).findings] == ["Agenda!B6"]


def test_an_id_that_another_agenda_has_is_free(project: Project, layout: Layout) -> None:
    """An id counts within its agenda; a shared one that is taken is told at its cell, see above."""
    taken = (project.data / "agendas" / "cranendonck" / "goals.csv").read_text(encoding="utf-8").splitlines()[1]
    book = filled(project)
    own = {"id": taken.partition(",")[0], "Naam": "Eigen doel", "Basis": "letterlijk", "Bron": "agenda", "Regels": "4"}
    put(book, "Doelen", [own], 4)
    assert [one.text() for one in _around(book, project, layout) if one.severity is Severity.MUST] == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (_bomb, "pakt uit tot 400 MB"),
        (lambda: _small()[:-40], "beschadigd"),
        (lambda: _archive({"xl/vbaProject.bin": b"x"}, _small()), "macro"),
        (_encrypted, "wachtwoord"),
    ],
    ids=["bomb", "damaged", "macros", "password"],
)
def test_the_process_that_judges_tells_the_same(data: Callable[[], bytes], words: str, project: Project) -> None:
    start = time.monotonic()
    outcome = judge_apart(data(), "agenda.xlsx", project.root, "findings")
    assert words in outcome.problem
    assert outcome.sketch is None
    assert time.monotonic() - start < 120
