"""What a workbook says, as rows of tables that remember their cells; what cannot be taken over is a finding, never left out in silence."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from doelengraaf.agenda_form import FIELDS, PARTS, AgendaText
from doelengraaf.findings import Finding, must
from doelengraaf.tables import SLUG, split_cell
from doelengraaf.workbook.agenda_sheet import END, FACTS, HEADS, fact_of
from doelengraaf.workbook.cells import Book, Sheet, place
from doelengraaf.workbook.layout import Layout
from doelengraaf.workbook.pick_lists import HIDDEN
from doelengraaf.workbook.sheet_rows import DAYS, KINDS, MOST_TOLD, DraftTable, SheetReader, day_of
from doelengraaf.workbook.words import AGENDA, LISTS, META, START, plain

__all__ = ["Draft", "read_draft"]

_OURS = {plain(name) for name in (START, LISTS, HIDDEN, META)}
"""Sheets that hold nothing to take over."""
_SCRAP = ("kladblad", "scratch", "_")


@dataclass
class Draft:
    """What a workbook says.

    Args:
        agenda: what is said of the agenda as a whole.
        tables: table to its rows, also those that are additions to ``data/shared``.
        columns: table to the columns its file had when the workbook was made.
        findings: what is wrong, with places such as ``Doelen!C12`` for files.
        places: a key of the agenda, or ``source 0``, to its place.
    """

    agenda: AgendaText = field(default_factory=AgendaText)
    tables: dict[str, DraftTable] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """The slug of the agenda; an empty string when it has none that can be one."""
        slug = str(self.agenda.fields.get("slug", ""))
        return slug if SLUG.fullmatch(slug) else ""

    def filled(self, shared: bool) -> Iterator[DraftTable]:
        """Give the tables with rows, of the agenda or of what is shared."""
        return (table for table in self.tables.values() if table.plan.shared == shared and (table.rows or not shared))


def read_draft(book: Book, layout: Layout) -> Draft:
    """Make tables of a workbook.

    Args:
        book: what was read.
        layout: which sheets and columns there are.
    """
    draft = Draft()
    seen: dict[str, str] = {}
    parts: dict[str, DraftTable] = {}
    sheets = {plain(AGENDA): AGENDA}
    for sheet in book.sheets:
        name = plain(sheet.name)
        if name == plain(META):
            draft.columns = {
                cells[1].text: cells[2].text.split("|") for cells in sheet.rows.values() if {1, 2} <= set(cells)
            }
        if name in _OURS or sheet.name.casefold().startswith(_SCRAP):
            continue
        plan = next((one for one in layout.plans.values() if name in one.names), None)
        table = plan.table if plan else sheets.get(name, "")
        if not table:
            draft.findings += _unknown_sheet(sheet, layout)
            continue
        if table in seen:
            draft.findings += _wrong_sheet(
                sheet,
                f"Dit blad is hetzelfde als {seen[table]}: zet de rijen op één blad.",
                f"This sheet is the same as {seen[table]}: put the rows on one sheet.",
            )
            continue
        seen[table] = sheet.name
        draft.findings += _merged(sheet)
        if plan is None:
            _read_facts(sheet, draft)
        else:
            found = SheetReader(sheet, plan, layout).read(draft.findings)
            if plan.table in PARTS:
                parts[plan.table] = found
            else:
                draft.tables[plan.table] = found
    if AGENDA not in seen:
        draft.findings.append(
            must(
                place(AGENDA, 1),
                0,
                "",
                f"Het blad {AGENDA} ontbreekt: daarop staan titel, gemeente en looptijd. Maak een leeg werkboek en neem het blad over.",
                f"The sheet {AGENDA} is missing: it has title, municipality and period. Make an empty workbook and take the sheet from it.",
            )
        )
    _read_parts(draft, parts)
    _complete(draft, layout)
    draft.findings += _twice(draft)
    return draft


def _unknown_sheet(sheet: Sheet, layout: Layout) -> Iterator[Finding]:
    names = [AGENDA, *(plan.name for plan in layout.plans.values())]
    close = difflib.get_close_matches(sheet.name, names, 1, 0.5)
    if sheet.rows:
        yield must(
            place(sheet.name, 1),
            0,
            "",
            "Dit blad ken ik niet, dus wat erop staat zou verloren gaan. Geef het de naam van een blad uit het lege werkboek, of laat de naam met Kladblad beginnen.",
            "I do not know this sheet, so what is on it would be lost. Give it the name of a sheet of the empty workbook, or let its name start with Kladblad.",
            sheet.name,
            close[0] if close else "",
        )


def _wrong_sheet(sheet: Sheet, nl: str, en: str) -> Iterator[Finding]:
    yield must(place(sheet.name, 1), 0, "", nl, en)


def _merged(sheet: Sheet) -> Iterator[Finding]:
    for row, column in sheet.merged[:MOST_TOLD]:
        yield must(
            place(sheet.name, row, column),
            0,
            "",
            "Hier zijn cellen samengevoegd: maak dat ongedaan en vul elke cel zelf in.",
            "Cells are merged here: undo that and fill in each cell.",
        )


def _read_facts(sheet: Sheet, draft: Draft) -> None:
    for number, cells in sorted(sheet.rows.items()):
        name = cells.get(1)
        if name is None:
            if cells.keys() & {2, 3}:
                draft.findings += _no_name(sheet, number)
            continue
        if plain(name.text) in (plain(HEADS[0]), "field"):
            continue
        fact = fact_of(name.text)
        if fact is None:
            close = difflib.get_close_matches(name.text.casefold(), [one.heading for one in FACTS], 1)
            draft.findings.append(
                must(
                    place(sheet.name, number),
                    0,
                    "",
                    "Dit gegeven ken ik niet. De namen in de eerste kolom blijven zoals ze in het lege werkboek staan.",
                    "I do not know this field. The names in the first column stay as they are in the empty workbook.",
                    name.text[:60],
                    close[0] if close else "",
                )
            )
            continue
        spot = place(sheet.name, number, 2)
        draft.places[fact.key] = spot
        about = {"evidence source": "evidence", END: ""}.get(fact.key, fact.key)
        if 3 in cells:
            draft.agenda.comments[about] = cells[3].text.split("\n")
        value = cells.get(2)
        if value is None:
            continue
        if value.kind in KINDS and not (value.kind == "date" and fact.key in DAYS):
            draft.findings.append(must(spot, 0, fact.heading, *KINDS[value.kind], value.text[:60]))
        elif fact.key in DAYS:
            _take_day(draft, fact.key, fact.heading, spot, value.text)
        elif fact.key.startswith("evidence "):
            draft.agenda.parts.setdefault("evidence", [{}])[0][fact.key.removeprefix("evidence ")] = value.text
        elif fact.key in FIELDS:
            draft.agenda.fields[fact.key] = value.text
    for fact in FACTS:
        draft.places.setdefault(fact.key, place(sheet.name, 1))


def _no_name(sheet: Sheet, number: int) -> Iterator[Finding]:
    yield must(
        place(sheet.name, number),
        0,
        "",
        "Voor deze waarde staat geen naam in de eerste kolom.",
        "There is no name in the first column for this value.",
    )


def _take_day(draft: Draft, key: str, heading: str, spot: str, text: str) -> None:
    try:
        draft.agenda.fields[key] = date.fromisoformat(text)
    except ValueError:
        draft.findings.append(
            must(
                spot,
                0,
                heading,
                "Dit is tekst en geen datum: maak de cel op als Datum, of schrijf 2021-01-31.",
                "This is text and no date: format the cell as Date, or write 2021-01-31.",
                text[:40],
                day_of(text),
            )
        )


def _read_parts(draft: Draft, parts: Mapping[str, DraftTable]) -> None:
    """Put the sources and local words where ``agenda.toml`` has them."""
    for part, table in parts.items():
        for number, row in enumerate(table.rows):
            cells: dict[str, Any] = {key: row.cells[key] for key in PARTS[part] if key in row.cells}
            draft.places[f"{part} {number}"] = table.at(row.number)
            for key in PARTS[part]:
                draft.places[f"{part} {number} {key}"] = table.at(row.number, key)
            if part == "source" and "lines" in cells:
                if str(cells["lines"]).isdigit():
                    cells["lines"] = int(cells["lines"])
                else:
                    draft.findings.append(
                        must(
                            table.at(row.number, "lines"),
                            0,
                            "aantal regels",
                            "Het aantal regels is een heel getal, zoals 1450.",
                            "The number of lines is a whole number, such as 1450.",
                            str(cells.pop("lines"))[:40],
                        )
                    )
            if row.cells.get("comment"):
                draft.agenda.comments[f"{part} {number}"] = row.cells["comment"].split("\n")
            draft.agenda.parts.setdefault(part, []).append(cells)


def _complete(draft: Draft, layout: Layout) -> None:
    """Fill in what follows from the sheet: the list a new concept is in, and the agenda of a source that a shared row cites."""
    for table in draft.filled(shared=True):
        rows = []
        for row in table.rows:
            cells = dict(row.cells)
            if "inScheme" in layout.shapes.allowed(table.plan.table):
                cells.setdefault("inScheme", f"scheme/{table.plan.table}")
            if cells.get("source"):
                cells["source"] = "|".join(
                    one if "/" in one or not draft.slug else f"{draft.slug}/{one}"
                    for one in split_cell(cells["source"])
                )
            rows.append(replace(row, cells=cells))
        table.rows = rows


def _twice(draft: Draft) -> Iterator[Finding]:
    """Find ids that stand in two places."""
    first: dict[str, str] = {}
    rows = [(table, row, row.cells["id"]) for table in draft.tables.values() for row in table.rows if "id" in row.cells]
    # The one on the sheet it belongs on is right.
    for table, row, identifier in sorted(rows, key=lambda one: one[2].partition("/")[0] != one[0].plan.kind):
        spot = table.at(row.number, "id")
        if first.setdefault(identifier, spot) != spot:
            yield must(
                spot,
                0,
                "id",
                f"Dit id staat ook op {first[identifier]}: een id hoort bij één ding.",
                f"This id also stands at {first[identifier]}: an id belongs to one thing.",
                identifier[:80],
            )
