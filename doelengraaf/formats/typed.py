"""What a cell holds as a value of its column's type, and which columns a sheet has."""

import math
import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from doelengraaf.answers import Answer, Cell, Column

__all__ = ["Field", "Value", "clean", "fields_of", "value_of"]

Value = str | int | float | date | None
_NAME = "Naam"
"""As in every saved question: ``?partnerNaam`` is the name of ``?partner``, and the two are one column of things."""
_ADDRESS = {"nl": "adres", "en": "address"}
_WHOLE = re.compile(r"[+-]?\d{1,15}")
_DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?")
_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2}|T.*)?")
# What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets), and the other control characters but tab and line ends.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Field(NamedTuple):
    """A column of a sheet.

    Args:
        heading: what stands above it.
        column: the column of the answer.
        place: its place in a row of the answer.
        address: whether it holds the addresses of the things instead of their names.
    """

    heading: str
    column: Column
    place: int
    address: bool = False

    def value(self, row: Sequence[Cell]) -> Value:
        """Give what a row of the answer has here."""
        return (row[self.place].iri or None) if self.address else value_of(row[self.place], self.column.type)


def fields_of(answer: Answer, language: str = "nl") -> list[Field]:
    """Give the columns of a sheet: a column of things with names is followed by one with their addresses, whatever the rows."""
    found = []
    for place, column in enumerate(answer.columns):
        heading = column.heading(language)
        found.append(Field(heading, column, place))
        # An answer made by hand has no variables: there the rows tell.
        if column.name + _NAME in answer.source.variables or any(
            row[place].iri and row[place].iri != row[place].text for row in answer.rows
        ):
            found.append(Field(f"{heading} ({_ADDRESS.get(language, _ADDRESS['nl'])})", column, place, address=True))
    return found


def value_of(cell: Cell, kind: str) -> Value:
    """Give what a cell holds: a number, a day, or text; what does not fit the type of its column stays the text it is.

    Args:
        cell: the cell.
        kind: the type of its column, one of ``COLUMN_TYPES``.

    >>> value_of(Cell("2022-12-13"), "date")
    datetime.date(2022, 12, 13)
    >>> value_of(Cell("2022"), "date")
    '2022'
    >>> value_of(Cell("0.2768", "", 0.2768), "share")
    0.2768
    """
    text = cell.text
    if cell.number is not None and math.isfinite(cell.number):
        return int(text) if _WHOLE.fullmatch(text) else cell.number
    if kind in ("number", "share") and _DECIMAL.fullmatch(text):
        return int(text) if _WHOLE.fullmatch(text) else float(text)
    if kind == "year" and _YEAR.fullmatch(text):
        return int(text)
    if kind == "date" and (match := _DAY.fullmatch(text)):
        try:
            return date.fromisoformat(match[1])
        except ValueError:
            return text
    return text or None


def clean(text: str) -> str:
    r"""Leave out the control characters that a file for a spreadsheet, or XML, cannot hold.

    >>> clean("een\x0btwee\x00")
    'eentwee'
    """
    return _CONTROL.sub("", text)
