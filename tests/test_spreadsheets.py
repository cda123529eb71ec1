"""The files for spreadsheets in a real one, LibreOffice: what opens is what was meant, and nothing of it runs."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import ALL
from made_answers import FIGURES, HOSTILE, HOSTILE_TEXTS

from doelengraaf.formats import to_csv, to_xlsx
from doelengraaf.terms import ID

Convert = Callable[..., dict[str, Any]]
# As LibreOffice opens CSV with formulas evaluated: separator, quote, UTF-8.
_COMMA, _SEMICOLON = "CSV:44,34,76", "CSV:59,34,76"


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Open files in LibreOffice and save them as a workbook, all in one go; gives the first sheets of what it made of them."""
    program = shutil.which("soffice")
    if program is None:
        if ALL:
            pytest.fail("geen LibreOffice (soffice) gevonden; make browser installeert het waar dat kan")
        pytest.skip("geen LibreOffice (soffice) gevonden; make browser zegt hoe")
    home = tmp_path_factory.mktemp("libreoffice")

    def call(files: dict[str, bytes], import_filter: str = "") -> dict[str, Any]:
        folder = Path(tmp_path_factory.mktemp("bestanden"))
        for name, data in files.items():
            (folder / name).write_bytes(data)
        done = subprocess.run(
            [
                program,
                f"-env:UserInstallation={home.as_uri()}",
                "--headless",
                *([f"--infilter={import_filter}"] if import_filter else []),
                "--convert-to",
                "xlsx",
                "--outdir",
                str(folder / "uit"),
                *(str(folder / name) for name in files),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        made = {name: folder / "uit" / Path(name).with_suffix(".xlsx").name for name in files}
        assert all(path.is_file() for path in made.values()), done.stdout + done.stderr
        return {name: openpyxl.load_workbook(path) for name, path in made.items()}

    return call


def cells_of(book: Any) -> list[Any]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def formulas(book: Any) -> list[str]:
    return [f"{cell.coordinate}: {cell.value}" for cell in cells_of(book) if cell.data_type == "f"]


def test_a_workbook_opens_with_its_types_and_runs_nothing(convert: Convert) -> None:
    books = convert({"cijfers.xlsx": to_xlsx(FIGURES), "vijandig.xlsx": to_xlsx(HOSTILE)})
    assert not [found for book in books.values() for found in formulas(book)]

    book = books["cijfers.xlsx"]
    assert book.sheetnames == ["Antwoord", "Over dit antwoord"]
    sheet = book["Antwoord"]
    partner, address, number, share, day, year, topics, _, basis = sheet[2][:9]
    assert (partner.value, topics.value) == ("Steunpunt één – cliënten", "jeugd; wonen")
    assert (number.value, share.value, year.value) == (-1234567.5, 0.2768, 2023)
    assert share.number_format == "0.0%"
    assert "#,##" not in year.number_format
    assert (day.value, day.is_date) == (datetime(2022, 12, 13), True)
    assert sheet["A3"].value == '=HYPERLINK("https://kwaad.example";"klik")'
    assert sheet["A3"].data_type == "s"
    assert sheet.auto_filter.ref == "A1:I3"
    assert sheet.column_dimensions["B"].hidden
    assert [cell.hyperlink.target for cell in (address, basis)] == [ID + "partner-group/een", ID + "basis/stated"]

    hostile = books["vijandig.xlsx"]["Antwoord"]
    assert [hostile.cell(line, 3).value for line in range(2, len(HOSTILE_TEXTS) + 2)] == list(HOSTILE_TEXTS)
    linked = {cell.hyperlink.target for cell in cells_of(books["vijandig.xlsx"]) if cell.hyperlink}
    assert linked == {f"{ID}x/{place}" for place in range(len(HOSTILE_TEXTS))}


def test_a_csv_opens_with_its_types_and_runs_nothing(convert: Convert) -> None:
    raw = b"kop\r\n=1+1\r\n"
    files = {"cijfers.csv": to_csv(FIGURES), "vijandig.csv": to_csv(HOSTILE), "onveilig.csv": raw}
    books = convert(files, _COMMA)
    assert formulas(books["onveilig.csv"]), "this LibreOffice runs no formula at all, so the test shows nothing"
    assert not formulas(books["cijfers.csv"])
    assert not formulas(books["vijandig.csv"])

    sheet = books["cijfers.csv"].active
    assert [cell.value for cell in sheet[1]][:3] == ["Partner", "Partner (adres)", "Aantal"]
    partner, address, number, share, day, year, topics = sheet[2][:7]
    assert (partner.value, topics.value) == ("Steunpunt één – cliënten", "jeugd; wonen")
    assert address.value == ID + "partner-group/een"
    assert (number.value, share.value, year.value) == (-1234567.5, 0.2768, 2023)
    assert day.value == datetime(2022, 12, 13)

    hostile = books["vijandig.csv"].active
    shown = [hostile.cell(line, 3).value for line in range(2, len(HOSTILE_TEXTS) + 2)]
    assert shown[-1] == HOSTILE_TEXTS[-1]
    assert shown[:2] == ["'" + text for text in HOSTILE_TEXTS[:2]]


def test_a_csv_runs_nothing_where_the_semicolon_parts_cells(convert: Convert) -> None:
    raw = b"kop\r\n1;=1+1\r\n"
    books = convert({"vijandig.csv": to_csv(HOSTILE), "onveilig.csv": raw}, _SEMICOLON)
    assert formulas(books["onveilig.csv"]), "this LibreOffice runs no formula at all, so the test shows nothing"
    assert not formulas(books["vijandig.csv"])
