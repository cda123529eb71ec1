"""Read the rows of one sheet as rows of a table that remember their cells; what cannot be taken over is a finding."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from doelengraaf.findings import Finding, must
from doelengraaf.tables import split_cell
from doelengraaf.workbook.cells import Cell, Sheet, letter, place
from doelengraaf.workbook.example_rows import example_row, is_example, is_left_over
from doelengraaf.workbook.layout import Column, Layout, SheetPlan
from doelengraaf.workbook.words import LISTS, plain

__all__ = ["DAYS", "KINDS", "MOST_TOLD", "DraftRow", "DraftTable", "SheetReader", "day_of"]

_HEADER_WITHIN = 10
"""The header stands in one of the first rows."""
_MOST_ROWS = 20_000
"""Of one sheet; the largest table of the four agendas has 900."""
MOST_TOLD = 50
"""How many findings of one sort a sheet gives; the last says how many more there are."""
_DUTCH_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
DAYS = ("startDate", "endDate", "dateAccepted", "inForceFrom", "inForceUntil", "created", "due")
KINDS: Mapping[str, tuple[str, str]] = {
    "formula": (
        "Dit is een formule; een werkboek bevat alleen waarden. Kopieer de cel en plak haar als waarde (Plakken speciaal, Waarden).",
        "This is a formula; a workbook holds values only. Copy the cell and paste it as a value.",
    ),
    "error": (
        "Deze cel bevat een fout van het rekenblad: typ de waarde.",
        "This cell holds an error of the spreadsheet: type the value.",
    ),
    "date": (
        "Het rekenblad heeft hier een datum van gemaakt. Maak de cel op als Tekst en typ opnieuw wat er hoort te staan, zoals 12-15.",
        "The spreadsheet made a date of this. Format the cell as Text and type again what should stand here, such as 12-15.",
    ),
    "percentage": (
        "Het rekenblad toont een percentage maar bewaart een ander getal. Maak de cel op als Tekst en typ het getal, zoals 52.8; het procentteken hoort bij eenheid.",
        "The spreadsheet shows a percentage but keeps another number. Format the cell as Text and type the number, such as 52.8; the percent sign goes to unit.",
    ),
    "boolean": (
        "Het rekenblad heeft hier WAAR of ONWAAR van gemaakt. Maak de cel op als Tekst en typ het woord opnieuw.",
        "The spreadsheet made TRUE or FALSE of this. Format the cell as Text and type the word again.",
    ),
}


@dataclass(frozen=True)
class DraftRow:
    """One row.

    Args:
        sheet: the sheet it stands on.
        number: its 1-based row there.
        cells: column to text, as the table holds it.
    """

    sheet: str
    number: int
    cells: Mapping[str, str]


@dataclass
class DraftTable:
    """The rows of one table.

    Args:
        plan: the sheet they are of.
        sheet: the name of the sheet in this workbook.
        places: column to its 1-based column on the sheet.
        rows: the rows, in the order of the sheet.
    """

    plan: SheetPlan
    sheet: str
    places: dict[str, int] = field(default_factory=dict)
    rows: list[DraftRow] = field(default_factory=list)

    def at(self, number: int, column: str = "") -> str:
        """Give the place of a cell; of the first cell when the sheet has no such column."""
        return place(self.sheet, number, self.places.get(column, 1))


def day_of(text: str) -> str:
    """Give a Dutch day as 2021-01-31; an empty string for other text."""
    match = _DUTCH_DAY.fullmatch(text)
    if not match:
        return ""
    try:
        return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
    except ValueError:
        return ""


class SheetReader:
    """Reads the rows of one sheet."""

    def __init__(self, sheet: Sheet, plan: SheetPlan, layout: Layout) -> None:
        self._sheet, self._plan, self._layout = sheet, plan, layout
        self._table = DraftTable(plan, sheet.name)
        self._findings: list[Finding] = []
        self._more: dict[str, int] = {}
        self._last: dict[str, Finding] = {}

    def read(self, findings: list[Finding]) -> DraftTable:
        """Read the sheet; findings are added to those given."""
        header = self._find_header()
        if header:
            self._read_rows(header)
        elif self._sheet.rows:
            heads = ", ".join(column.heading for column in self._plan.columns if column.required)
            self._tell(
                "header",
                1,
                1,
                f"Ik vind geen rij met koppen (zoals {heads}). De koppen horen op de eerste rij en blijven zoals in het lege werkboek.",
                f"I find no row of headings (such as {heads}). Headings belong on the first row and stay as in the empty workbook.",
            )
        for sort, count in self._more.items():
            if count > MOST_TOLD:
                last = self._last[sort]
                self._findings.append(
                    replace(
                        last,
                        file=place(self._sheet.name, 1),
                        column="",
                        value="",
                        hint="",
                        nl=f"Op dit blad staan nog {count - MOST_TOLD} cellen met deze fout: {last.nl}",
                        en=f"This sheet has {count - MOST_TOLD} more cells with this fault: {last.en}",
                    )
                )
        findings += self._findings
        return self._table

    def _tell(self, sort: str, row: int, column: int, nl: str, en: str, value: str = "", hint: str = "") -> None:
        """Add a finding; no more than a few of one sort, and a count of the others."""
        self._more[sort] = self._more.get(sort, 0) + 1
        if self._more[sort] <= MOST_TOLD:
            at = {place: name for name, place in self._table.places.items()}
            heading = self._layout.headings.get(at.get(column, ""), "")
            self._last[sort] = must(place(self._sheet.name, row, column), 0, heading, nl, en, value[:80], hint)
            self._findings.append(self._last[sort])

    def _find_header(self) -> int:
        """Find the row of headings among the first rows: the one with most names of columns."""
        best, found = 0, 0
        for number in sorted(self._sheet.rows)[:_HEADER_WITHIN]:
            known = sum(self._column_of(cell) is not None for cell in self._sheet.rows[number].values())
            if known > found:
                best, found = number, known
        return best

    def _column_of(self, cell: Cell) -> Column | None:
        name = plain(cell.text)
        return next((column for column in self._plan.columns if name in column.names), None)

    def _read_rows(self, header: int) -> None:
        used = {column for number, cells in self._sheet.rows.items() if number > header for column in cells}
        unknown = set()
        for at, cell in sorted(self._sheet.rows[header].items()):
            column = self._column_of(cell)
            if column is not None and column.name not in self._table.places:
                self._table.places[column.name] = at
                continue
            unknown.add(at)
            if at not in used:
                continue
            if column is not None:
                self._tell(
                    "double", header, at, "Deze kolom staat er twee keer.", "This column stands here twice.", cell.text
                )
                continue
            names = {one.heading: one.heading for one in self._plan.columns}
            close = difflib.get_close_matches(cell.text.casefold(), names, 1)
            self._tell(
                "unknown",
                header,
                at,
                f"Deze kolom bestaat niet op het blad {self._plan.name}, dus wat erin staat zou verloren gaan. Er kunnen zijn: {', '.join(names)}.",
                f"There is no such column on the sheet {self._plan.name}, so what is in it would be lost. There can be: {', '.join(one.name for one in self._plan.columns)}.",
                cell.text,
                close[0] if close else "",
            )
        for column in self._plan.columns[:1]:
            if column.name not in self._table.places:
                self._tell(
                    "header",
                    header,
                    1,
                    f"De kolom {column.heading} ontbreekt.",
                    f"The column {column.name} is missing.",
                )
                return
        numbers = [number for number in sorted(self._sheet.rows) if number > header]
        if len(numbers) > _MOST_ROWS:
            self._tell(
                "rows",
                numbers[_MOST_ROWS],
                1,
                f"Dit blad heeft {len(numbers)} gevulde rijen; meer dan {_MOST_ROWS} worden niet gelezen.",
                f"This sheet has {len(numbers)} filled rows; no more than {_MOST_ROWS} are read.",
            )
        headed = set(self._table.places.values()) | unknown
        for number in numbers[:_MOST_ROWS]:
            self._read_row(number, self._sheet.rows[number], headed)

    def _read_row(self, number: int, cells: Mapping[int, Cell], headed: set[int]) -> None:
        first = cells.get(self._table.places[self._plan.columns[0].name])
        if first is not None and is_example(first.text):
            self._check_example(number, cells)
            return
        row: dict[str, str] = {}
        for column in self._plan.columns:
            cell = cells.get(self._table.places.get(column.name, 0))
            if cell is not None:
                row[column.name] = self._take(number, column, cell)
        for at in sorted(set(cells) - headed):
            self._tell(
                "headless",
                number,
                at,
                f"Boven kolom {letter(at)} staat geen kop, dus deze cel zou verloren gaan: zet de tekst in een kolom met een kop.",
                f"Column {letter(at)} has no heading, so this cell would be lost: put the text in a column with a heading.",
                cells[at].text,
            )
        if row:
            self._table.rows.append(DraftRow(self._sheet.name, number, row))

    def _check_example(self, number: int, cells: Mapping[int, Cell]) -> None:
        """An example row is passed over; but what somebody typed in it is not."""
        example = example_row(self._plan)
        for column in self._plan.columns:
            at = self._table.places.get(column.name, 0)
            cell = cells.get(at)
            if cell is not None and cell.text != example.get(column.name, ""):
                self._tell(
                    "example",
                    number,
                    at,
                    "Dit staat in de voorbeeldrij en wordt niet overgenomen. Zet het op een rij eronder, of geef de rij een eigen id en vul haar helemaal zelf in.",
                    "This stands in the example row and is not taken over. Put it on a row below, or give the row an id of its own and fill in all of it.",
                    cell.text,
                )

    def _take(self, number: int, column: Column, cell: Cell) -> str:
        """Give a cell as the table holds it."""
        at = self._table.places[column.name]
        text = cell.text
        if cell.kind in KINDS and not (cell.kind == "date" and column.name in DAYS):
            self._tell(cell.kind, number, at, *KINDS[cell.kind], value=text)
            return text
        if is_left_over(text):
            self._tell(
                "leftover",
                number,
                at,
                "Hier staat nog de tekst van het voorbeeld: vul de rij zelf in, of laat haar id weer met VOORBEELD beginnen.",
                "Here still stands the text of the example: fill in the row, or let its id start with VOORBEELD again.",
                text,
            )
        if column.name in DAYS and day_of(text):
            self._tell(
                "day",
                number,
                at,
                "Schrijf een datum als 2021-01-31.",
                "Write a date as 2021-01-31.",
                text,
                day_of(text),
            )
        if column.name == "value" and re.fullmatch(r"-?\d+,\d+", text):
            self._tell(
                "comma",
                number,
                at,
                "Schrijf het getal met een punt als decimaalteken.",
                "Write the number with a decimal point.",
                text,
                text.replace(",", "."),
            )
        if not column.choice or column.choice == "source":
            return text
        values = []
        for one in split_cell(text):
            value = self._layout.choices.take(column.choice, one)
            if value is None:
                shown = [choice.shown for choice in self._layout.choices.lists[column.choice]]
                some = f": {', '.join(shown)}" if len(shown) <= 15 else f"; kijk op het blad {LISTS}"
                self._tell(
                    "choice",
                    number,
                    at,
                    f"Deze waarde staat niet in de lijst{some}.",
                    "This value is not in the list.",
                    one,
                    self._layout.choices.nearest(column.choice, one),
                )
            values.append(value or one)
        return "|".join(values)
