"""An overview of an agenda as a workbook, as CSV and as JSON."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from doelengraaf.answers import LICENCE
from doelengraaf.formats.delimited import csv_of
from doelengraaf.instruments.overviews import STATES, Cell, Overview, Row, Table, Words, names, said
from doelengraaf.instruments.weighing_sheet import Book

__all__ = ["overview_csv", "overview_json", "overview_workbook"]

_LONG: Sequence[Words] = (
    names("Tabel", "Table"),
    names("Regel", "Line"),
    names("Adres van de regel", "Address of the line"),
    names("Kolom", "Column"),
    names("Inhoud", "Content"),
    names("Adres", "Address"),
    names("Toelichting", "Note"),
    names("Zekerheid", "Basis"),
    names("Bewijsplaats", "Place in the agenda"),
)
BASES: dict[str, Words] = {
    "stated": names("letterlijk", "stated"),
    "interpreted": names("geduid", "interpreted"),
    "derived": names("afgeleid", "derived"),
}


def overview_workbook(overview: Overview, version: str, today: date, language: str = "nl", choice: str = "") -> bytes:
    """Give an overview as a workbook: a sheet per table as on the page, one with every statement and its place, and one on the source.

    Args:
        overview: what to write.
        version: the version of the data.
        today: the day on the workbook.
        language: of headings, ``nl`` or ``en``.
        choice: what lines were chosen, in words; empty for all.
    """
    book = Book(language)
    language = book.language
    for table in overview.tables:
        heads = [said(head, language) for head in table.heads]
        rows = [["\n".join(cell.lines(language)) for cell in (row.head, *row.cells)] for row in table.rows]
        book.table(said(table.title, language), heads, rows, [44, *[34] * (len(heads) - 1)])
    long = [said(head, language) for head in _LONG]
    book.table(
        said(names("Bewijsplaatsen", "Places"), language),
        long,
        list(_lines(overview, language)),
        [24, 44, 40, 24, 44, 40, 24, 12, 60],
    )
    page = book.sheet(book.words["about"], [28, 100])
    facts = [
        (book.words["title"], overview.title(language)),
        (book.words["described"], overview.kind.source),
        (book.words["note"], said(overview.kind.lead, language)),
        *([(said(names("Gekozen", "Chosen"), language), choice)] if choice else []),
        (book.words["made"], today.isoformat()),
        (book.words["version"], version),
        (book.words["licence"], f"CC0 1.0, {LICENCE}"),
        (book.words["cite"], f"Doelengraaf, {overview.title(language)}, {version}, {today.isoformat()}."),
    ]
    for line, (name, text) in enumerate(facts):
        page.put_text(line, 0, name, book.bold)
        page.put_text(line, 1, text, book.wrap)
    return book.done()


def overview_csv(overview: Overview, language: str = "nl") -> bytes:
    """Give an overview as UTF-8 CSV with a BOM: a line per statement, with its table, line, column, basis and place."""
    return csv_of([said(head, language) for head in _LONG], _lines(overview, language))


def overview_json(overview: Overview, version: str, today: date, language: str = "nl") -> bytes:
    """Give an overview as JSON: where it is from, and a table per part with its lines; keys are fixed, words are in the language."""
    tables = [
        {
            "key": table.key,
            "title": said(table.title, language),
            "columns": [said(head, language) for head in table.heads],
            "rows": [[_json(cell, language) for cell in (row.head, *row.cells)] for row in table.rows],
            "none": None if table.rows else said(table.none, language),
        }
        for table in overview.tables
    ]
    found = {
        "title": overview.title(language),
        "agenda": overview.agenda,
        "describedIn": overview.kind.source,
        "version": version,
        "made": today.isoformat(),
        "licence": LICENCE,
        "tables": tables,
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n"


def _json(cell: Cell, language: str) -> dict[str, Any]:
    found: dict[str, Any] = {"text": cell.lines(language)}
    if cell.state:
        found["state"] = cell.state
    if cell.items:
        found["items"] = [
            {
                "name": item.link.text,
                "address": item.link.iri or None,
                "note": said(item.note, language) or None,
                "basis": item.link.basis or None,
                "citation": item.citation or None,
            }
            for item in cell.items
        ]
    return found


def _lines(overview: Overview, language: str) -> Iterator[list[str]]:
    for table in overview.tables:
        for row in table.rows:
            # What a line is about has a place of its own.
            if row.head.items:
                yield from _cell(table, row, table.heads[0], row.head, language)
            for head, cell in zip(table.heads[1:], row.cells, strict=True):
                yield from _cell(table, row, head, cell, language)


def _cell(table: Table, row: Row, head: Words, cell: Cell, language: str) -> Iterator[list[str]]:
    about = ["; ".join(row.head.lines(language)), row.head.items[0].link.iri if row.head.items else ""]
    start = [said(table.title, language), *about, said(head, language)]
    words = [said(cell.words, language)] if cell.words else []
    words += [said(STATES[cell.state], language)] if cell.state else []
    for text in words:
        yield [*start, text, "", "", "", ""]
    for item in cell.items:
        sure = said(BASES.get(item.link.basis, {"nl": item.link.basis}), language)
        yield [*start, item.link.text, item.link.iri, said(item.note, language), sure, item.citation]
