"""Read an Excel workbook with openpyxl, row by row; merged cells are read from the XML, which openpyxl passes over when it reads by row."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from doelengraaf.workbook.cells import Cell, Sheet

__all__ = ["read_xlsx"]

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}[0-9]{1,7})')
_MOST_MERGED = 1_000
_CHUNK = 1_000_000


def read_xlsx(data: bytes, archive: zipfile.ZipFile) -> Iterator[Sheet]:
    """Give the sheets of an Excel workbook; formulas are seen, not computed, and links to other files are not followed."""
    with warnings.catch_warnings():
        # openpyxl says which extensions of Excel (such as some drop-downs) it does not know; they hold no cells.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False, data_only=False)
        try:
            sources: Any = book.worksheets
            for source in sources:
                sheet = Sheet(source.title)
                # What a file says about its own size may be anything.
                source.reset_dimensions()
                for row in source.iter_rows():
                    for one in row:
                        cell = _cell(one)
                        if cell is not None:
                            sheet.rows.setdefault(one.row, {})[one.column] = cell
                sheet.merged = list(_merged(archive, source._worksheet_path))
                yield sheet
        finally:
            book.close()


def _cell(one: Any) -> Cell | None:
    value = one.value
    if value is None:
        return None
    if one.data_type == "f":
        return Cell("", "formula")
    if one.data_type == "e":
        return Cell(str(value), "error")
    if isinstance(value, bool):
        return Cell("WAAR" if value else "ONWAAR", "boolean")
    if isinstance(value, datetime | date):
        text = value.isoformat()
        return Cell(text.removesuffix("T00:00:00"), "date")
    if isinstance(value, time) or not isinstance(value, str | int | float):
        return Cell(str(value), "date")
    if isinstance(value, int | float):
        return Cell(_number(value), "percentage" if "%" in str(one.number_format) else "number")
    text = value.replace("\r\n", "\n").strip()
    return Cell(text) if text else None


def _number(value: float) -> str:
    """Give a number as text, without the tail that a float may have."""
    return str(value) if isinstance(value, int) else repr(float(f"{value:.12g}")).removesuffix(".0")


def _merged(archive: zipfile.ZipFile, path: str) -> Iterator[tuple[int, int]]:
    found = 0
    with archive.open(path) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            text = tail + chunk
            end = 0
            for match in _MERGED.finditer(text):
                letters, row = coordinate_from_string(match[1].decode())
                yield row, column_index_from_string(letters)
                end = match.end()
                found += 1
                if found >= _MOST_MERGED:
                    return
            tail = text[max(end, len(text) - 200) :]
