"""A sheet of a workbook in which every value is what it is: text never becomes a formula, a link or a number."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from doelengraaf.formats.typed import Value, clean
from doelengraaf.terms import ID

__all__ = ["Page"]

# https://support.microsoft.com/en-us/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
_MAX_CHARACTERS = 32_767
_MAX_LINKS = 65_530
_MAX_URL = 2_079
_FIRST_DAY = date(1900, 1, 1)


@dataclass
class Page:
    """A sheet that is written with values of any type.

    Args:
        sheet: the sheet.
        plain: how text looks.
        too_long: what is said after a text that is cut.
        links: how many links it has.
    """

    sheet: Any
    plain: Any
    too_long: str
    links: int = 0

    def put(self, line: int, place: int, value: Value, look: Any) -> None:
        """Write a value as what it is; text does not take the look of a number."""
        if isinstance(value, str):
            self.put_text(line, place, value, self.plain)
        elif isinstance(value, date):
            # Excel knows no day before 1900.
            if value < _FIRST_DAY:
                self.put_text(line, place, value.isoformat(), self.plain)
            else:
                self.sheet.write_datetime(line, place, value, look)
        elif value is not None:
            self.sheet.write_number(line, place, value, look)

    def put_text(self, line: int, place: int, text: str, look: Any) -> None:
        """Write text, whatever it looks like."""
        text = clean(text).replace("\r\n", "\n").replace("\r", "\n")
        self.sheet.write_string(line, place, _cut(text, self.too_long), look)

    def put_address(self, line: int, place: int, address: str, look: Any) -> None:
        """Write an address, as a link when it is of a thing of ours."""
        if address.startswith(ID) and len(address) <= _MAX_URL and self.links < _MAX_LINKS:
            self.sheet.write_url(line, place, address, look)
            self.links += 1
        else:
            self.put_text(line, place, address, look)

    def fit_to_paper(self) -> None:
        """Print it on A4, lying, as wide as one page."""
        self.sheet.set_paper(9)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)


def _cut(text: str, note: str) -> str:
    """Cut a text that is too long for a cell, and say so; Excel counts UTF-16 units.

    >>> len(_cut("a" * 40_000, " …"))
    32767
    """
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _MAX_CHARACTERS:
        return text
    return units[: 2 * (_MAX_CHARACTERS - len(note))].decode("utf-16-le", "ignore") + note
