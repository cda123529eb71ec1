"""Read an ODS workbook from its XML: OpenDocument 1.3, part 3, chapter 9 (https://docs.oasis-open.org/office/OpenDocument/v1.3/)."""

import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from doelengraaf.workbook.cells import Cell, Sheet

__all__ = ["read_ods"]

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MOST_REPEATED = 1_000
"""A cell with content that is repeated more often than this is taken this many times; more is no table somebody filled in."""

_MOST_COLUMNS = 16_384
"""The last column of Excel and LibreOffice."""
_MOST_CELLS = 2_000_000
"""How many cells with content a workbook may have: a small file can repeat a row of repeated cells over and over."""


def read_ods(archive: zipfile.ZipFile) -> Iterator[Sheet]:
    """Give the sheets of an ODS workbook."""
    sheet: Sheet | None = None
    row = 0
    left = _MOST_CELLS
    with archive.open("content.xml") as stream:
        # Bounded before: the archive is judged by size, and XML with entities of its own is refused.
        events: Any = iterparse(stream, ("start", "end"))  # noqa: S314
        depth = 0
        for event, element in events:
            if element.tag == _TABLE + "table":
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    sheet, row = Sheet(element.get(_TABLE + "name", "")), 0
                elif event == "end" and depth == 0 and sheet is not None:
                    yield sheet
                    sheet = None
                    element.clear()
            elif event == "end" and element.tag == _TABLE + "table-row" and sheet is not None and depth == 1:
                row, left = _take_row(sheet, row, element, left)
                element.clear()


def _take_row(sheet: Sheet, row: int, element: Element, left: int) -> tuple[int, int]:
    """Put a row on its sheet; give the number of the last row it stands for, and how many cells there is room for after it.

    Raises:
        ValueError: there is no room for it.
    """
    times = _repeated(element, "number-rows-repeated")
    cells: dict[int, Cell] = {}
    column = 0
    for one in element:
        if one.tag not in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            continue
        repeated = _repeated(one, "number-columns-repeated")
        spans = (one.get(_TABLE + "number-columns-spanned", "1"), one.get(_TABLE + "number-rows-spanned", "1"))
        if spans != ("1", "1"):
            sheet.merged.append((row + 1, column + 1))
        cell = _cell(one)
        if cell is not None:
            last = min(column + min(repeated, _MOST_REPEATED), _MOST_COLUMNS)
            cells.update(dict.fromkeys(range(column + 1, last + 1), cell))
        column += repeated
    if cells:
        left -= len(cells) * min(times, _MOST_REPEATED)
        if left < 0:
            raise ValueError("too many cells")
        for number in range(row + 1, row + 1 + min(times, _MOST_REPEATED)):
            sheet.rows[number] = dict(cells)
    return row + times, left


def _repeated(element: Element, name: str) -> int:
    return max(1, int(element.get(_TABLE + name, "1")))


def _cell(element: Element) -> Cell | None:
    kind = element.get(_OFFICE + "value-type", "")
    if element.get(_TABLE + "formula"):
        return Cell("", "formula")
    if kind == "date":
        return Cell(element.get(_OFFICE + "date-value", "").removesuffix("T00:00:00"), "date")
    if kind in ("float", "percentage", "currency"):
        value = float(element.get(_OFFICE + "value", "0"))
        return Cell(repr(value).removesuffix(".0"), "percentage" if kind == "percentage" else "number")
    if kind == "boolean":
        return Cell(element.get(_OFFICE + "boolean-value", ""), "boolean")
    text = "\n".join(_paragraph(one) for one in element if one.tag == _TEXT + "p").strip()
    return Cell(text) if text else None


def _paragraph(element: Element) -> str:
    parts = [element.text or ""]
    for one in element:
        if one.tag == _TEXT + "s":
            parts.append(" " * min(int(one.get(_TEXT + "c", "1")), 100))
        elif one.tag == _TEXT + "tab":
            parts.append("\t")
        elif one.tag == _TEXT + "line-break":
            parts.append("\n")
        elif one.tag != _OFFICE + "annotation":
            parts.append(_paragraph(one))
        parts.append(one.tail or "")
    return "".join(parts)
