"""Read the tables: every row with its file and line, every problem a finding."""

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from doelengraaf.findings import Finding, must

__all__ = ["SEPARATOR", "SLUG", "Row", "Table", "read_table", "split_cell"]

SEPARATOR = "|"
_LINES = ("text",)
"""Columns that may hold several lines: the Markdown of a narrative."""
_DAYS = ("created",)
"""Columns with a day that is not to come: when something was told."""
_FORMULA = ("=", "+", "@", "\t", "\r")
SLUG = re.compile(r"[a-z0-9]+(?:-{1,2}[a-z0-9]+)*")
"""What names a thing in an address."""


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Args:
        file: the file, relative to the project.
        line: the 1-based line the row starts on.
        cells: column to text; empty cells are left out.
    """

    file: str
    line: int
    cells: Mapping[str, str]


@dataclass
class Table:
    """One table: its rows in file order and what is wrong with it.

    Args:
        name: the file name without ending, such as ``goals``.
        file: the file, relative to the project.
        columns: the header.
        rows: the rows that could be read.
        findings: what is wrong.
    """

    name: str
    file: str
    columns: Sequence[str] = ()
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def split_cell(text: str) -> list[str]:
    """Split a cell with several values.

    >>> split_cell("wheel/leefstijl| wheel/veerkracht |")
    ['wheel/leefstijl', 'wheel/veerkracht']
    """
    return [part.strip() for part in text.split(SEPARATOR) if part.strip()]


def read_table(path: Path, file: str, kind: str, allowed: Iterable[str]) -> Table:
    """Read one CSV file.

    Args:
        path: the file.
        file: the same as people see it, for findings.
        kind: what the ids must start with, such as ``goal``.
        allowed: the columns this table may have.

    Returns:
        The table. Nothing is raised for bad input: what cannot be read is a finding.
    """
    table = Table(path.stem, file)
    try:
        data = path.read_bytes()
    except OSError as error:
        table.findings.append(
            must(
                file,
                0,
                "",
                f"Het bestand is niet te lezen: {error.strerror}.",
                f"The file cannot be read: {error.strerror}.",
            )
        )
        return table
    text = _decode(data, table)
    if text is None:
        return table
    lines = _records(text, table)
    if not lines:
        return table
    header = [name.strip() for name in lines[0][1]]
    table.columns = header
    if not _check_header(header, sorted(allowed), table, text):
        return table
    seen: dict[str, int] = {}
    for line, cells in lines[1:]:
        if len(cells) != len(header):
            table.findings.append(
                must(
                    file,
                    line,
                    "",
                    f"De rij heeft {len(cells)} cellen, de kop {len(header)}: zet tekst met een komma tussen dubbele aanhalingstekens.",
                    f"The row has {len(cells)} cells, the header {len(header)}: put text with a comma between double quotes.",
                )
            )
            continue
        row = Row(file, line, {name: cell.strip() for name, cell in zip(header, cells, strict=True) if cell.strip()})
        table.findings += _check_cells(row, kind, seen)
        table.rows.append(row)
    return table


def _decode(data: bytes, table: Table) -> str | None:
    if data.startswith(b"\xef\xbb\xbf"):
        table.findings.append(
            must(
                table.file,
                1,
                "",
                "Het bestand begint met een BOM: bewaar het als UTF-8 zonder BOM (make format doet het).",
                "The file starts with a BOM: save it as UTF-8 without BOM (make format does it).",
            )
        )
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        table.findings.append(
            must(
                table.file,
                line,
                "",
                "Dit is geen UTF-8 (misschien Latin-1 of Windows-1252): bewaar het bestand als UTF-8.",
                "This is not UTF-8 (Latin-1 or Windows-1252 perhaps): save the file as UTF-8.",
            )
        )
        return None
    if not text.strip():
        table.findings.append(
            must(
                table.file,
                1,
                "",
                "Het bestand is leeg: zet er ten minste een kopregel met kolomnamen in, of gooi het weg.",
                "The file is empty: give it a header line with column names at least, or remove it.",
            )
        )
        return None
    return text


def _records(text: str, table: Table) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            if any(cells):
                records.append((start, cells))
            start = reader.line_num + 1
    except csv.Error:
        table.findings.append(
            must(
                table.file,
                start,
                "",
                "Een dubbel aanhalingsteken wordt niet gesloten, of er staat tekst achter: kijk in deze rij en erna.",
                "A double quote is not closed, or text follows it: look in this row and after it.",
            )
        )
    return records


def _check_header(header: Sequence[str], allowed: Sequence[str], table: Table, text: str) -> bool:
    first = text.split("\n", 1)[0]
    if len(header) == 1 and (";" in first or "\t" in first):
        sign = "puntkomma's" if ";" in first else "tabs"
        table.findings.append(
            must(
                table.file,
                1,
                "",
                f"De kolommen zijn met {sign} gescheiden: bewaar het bestand met komma's.",
                "The columns are not separated by commas: save the file with commas.",
            )
        )
        return False
    good = True
    for name in header:
        if name in allowed:
            continue
        close = difflib.get_close_matches(name, allowed, 1)
        table.findings.append(
            must(
                table.file,
                1,
                name or "(leeg)",
                f"Deze kolom bestaat niet in {table.name}.csv. Er kunnen zijn: {', '.join(allowed)}.",
                f"There is no such column in {table.name}.csv. There can be: {', '.join(allowed)}.",
                hint=close[0] if close else "",
            )
        )
        good = False
    for name in sorted({n for n in header if header.count(n) > 1}):
        table.findings.append(
            must(table.file, 1, name, "Deze kolom staat er twee keer.", "This column stands here twice.")
        )
        good = False
    if "id" not in header:
        table.findings.append(must(table.file, 1, "id", "De kolom id ontbreekt.", "The column id is missing."))
        good = False
    return good


def _check_cells(row: Row, kind: str, seen: dict[str, int]) -> Iterable[Finding]:
    identifier = row.cells.get("id", "")
    prefix, _, slug = identifier.partition("/")
    if not identifier:
        yield must(
            row.file,
            row.line,
            "id",
            f"De rij heeft geen id: geef er een als {kind}/korte-naam.",
            f"The row has no id: give one such as {kind}/short-name.",
        )
    elif prefix != kind or not SLUG.fullmatch(slug):
        yield must(
            row.file,
            row.line,
            "id",
            f"Een id is hier {kind}/ met kleine letters, cijfers en koppeltekens.",
            f"An id here is {kind}/ with lower-case letters, digits and hyphens.",
            identifier,
        )
    elif identifier in seen:
        yield must(
            row.file,
            row.line,
            "id",
            f"Dit id staat ook op regel {seen[identifier]}: een id hoort bij één ding.",
            f"This id also stands on line {seen[identifier]}: an id belongs to one thing.",
            identifier,
        )
    seen.setdefault(identifier, row.line)
    for column, text in row.cells.items():
        if text.startswith(_FORMULA):
            yield must(
                row.file,
                row.line,
                column,
                "Een cel begint niet met =, + of @: een rekenblad zou er een formule van maken. Zet er een woord of spatie-vrij teken voor.",
                "A cell does not start with =, + or @: a spreadsheet would take it for a formula. Put a word before it.",
                text[:40],
            )
        if column in _DAYS and not _is_past_day(text):
            yield must(
                row.file,
                row.line,
                column,
                "Dit is geen dag die er geweest is: schrijf jaar-maand-dag, zoals 2026-03-01, en niet later dan vandaag.",
                "This is no day that has been: write year-month-day, such as 2026-03-01, and not later than today.",
                text[:40],
            )
        signs = text.replace("\n", "") if column in _LINES else text
        # Most cells are printable through and through, which is quick to see.
        if not signs.isprintable() and any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co") for sign in signs):
            yield must(
                row.file,
                row.line,
                column,
                "De cel bevat een regeleinde, tab of stuurteken: haal het weg.",
                "The cell holds a line break, tab or control character: take it out.",
            )


def _is_past_day(text: str) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None and date.fromisoformat(text) <= date.today()
    except ValueError:
        return False
