"""What is read from a workbook, whatever its format: sheets with cells at their places. Nothing in it is computed or followed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Book", "Cell", "Sheet", "letter", "place", "place_of"]

Kind = Literal["text", "number", "date", "percentage", "boolean", "formula", "error"]
_PLACE = re.compile(r"(?P<sheet>.*)!(?P<letters>[A-Z]{1,3})(?P<row>\d+)", re.DOTALL)


@dataclass(frozen=True)
class Cell:
    """One cell that is not empty.

    Args:
        text: what it holds; a date as 2021-01-31, a number with a point.
        kind: what it is; of a formula only that it is one is known.
    """

    text: str
    kind: Kind = "text"


@dataclass
class Sheet:
    """One sheet.

    Args:
        name: its name.
        rows: 1-based row to 1-based column to cell; empty rows and cells are left out.
        merged: the top left cell (row, column) of each group of merged cells.
    """

    name: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[tuple[int, int]] = field(default_factory=list)

    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        """Give row, column and cell, in reading order."""
        for row, cells in sorted(self.rows.items()):
            for column, cell in sorted(cells.items()):
                yield row, column, cell


@dataclass
class Book:
    """One workbook.

    Args:
        name: its file name.
        form: ``xlsx`` or ``ods``.
        sheets: its sheets, in order.
        notes: what of it is passed over, in Dutch and English.
    """

    name: str
    form: str
    sheets: list[Sheet] = field(default_factory=list)
    notes: Mapping[str, str] = field(default_factory=dict)


def letter(column: int) -> str:
    """Give the letters of a 1-based column.

    >>> letter(1), letter(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place(sheet: str, row: int, column: int = 1) -> str:
    """Give a place as people read it.

    >>> place("Activiteiten", 12, 3)
    'Activiteiten!C12'
    """
    return f"{sheet}!{letter(column)}{row}"


def place_of(text: str) -> tuple[str, int, int] | None:
    """Give (sheet, row, column) of a place; None for other text.

    >>> place_of("Thema's!AB2")
    ("Thema's", 2, 28)
    """
    found = _PLACE.fullmatch(text)
    if not found:
        return None
    column = 0
    for sign in found["letters"]:
        column = column * 26 + ord(sign) - 64
    return found["sheet"], int(found["row"]), column
