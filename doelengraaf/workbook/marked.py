"""A copy of a workbook in which each faulty cell is coloured and says what is wrong."""

import io
import re
import warnings
from collections.abc import Iterable
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from doelengraaf.findings import Finding, Severity
from doelengraaf.workbook.cells import Book, Sheet, place_of

__all__ = ["mark"]

_COLOURS = {Severity.MUST: "F5B7B1", Severity.SHOULD: "FCF3CF", Severity.MAY: "D6EAF8"}
_WORDS = {Severity.MUST: "FOUT", Severity.SHOULD: "LET OP", Severity.MAY: "TIP"}
_MOST_FOR_COPY = 4_000_000
"""Bytes of a file that openpyxl, which keeps every cell as an object, can take whole; of a larger one only the values are copied."""


def mark(data: bytes, book: Book, findings: Iterable[Finding]) -> bytes:
    """Give a copy as an Excel workbook.

    Args:
        data: the file.
        book: what was read of it.
        findings: what is wrong, with places for files.
    """
    with warnings.catch_warnings():
        # openpyxl says which extensions of Excel it does not keep.
        warnings.simplefilter("ignore")
        if book.form == "xlsx" and len(data) <= _MOST_FOR_COPY:
            copy = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
            sheets: dict[str, Any] = {sheet.title: sheet for sheet in copy.worksheets}
        else:
            copy = openpyxl.Workbook()
            copy.remove(copy.worksheets[0])
            sheets = {sheet.name: _values(copy, sheet) for sheet in book.sheets}
        texts: dict[tuple[str, int, int], list[tuple[Severity, str]]] = {}
        for finding in findings:
            spot = place_of(finding.file)
            if spot and spot[0] in sheets:
                hint = f" Bedoelde u {finding.hint}?" if finding.hint else ""
                texts.setdefault(spot, []).append((finding.severity, f"{_WORDS[finding.severity]}: {finding.nl}{hint}"))
        for (sheet, row, column), told in texts.items():
            cell = sheets[sheet].cell(row, column)
            worst = min((severity for severity, _ in told), key=list(Severity).index)
            cell.fill = PatternFill("solid", fgColor=_COLOURS[worst])
            before = [cell.comment.text] if cell.comment else []
            text = "\n".join([*(ILLEGAL_CHARACTERS_RE.sub("", one) for _, one in told), *before])
            cell.comment = Comment(text[:8000], "Doelengraaf", height=160, width=420)
        out = io.BytesIO()
        copy.save(out)
        return out.getvalue()


def _values(copy: openpyxl.Workbook, sheet: Sheet) -> Worksheet:
    """Copy the values of a sheet; text stays text."""
    made: Worksheet = copy.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", sheet.name)[:31])
    for row, column, cell in sheet.cells():
        target = made.cell(row, column)
        target.value = ILLEGAL_CHARACTERS_RE.sub("", cell.text or f"({cell.kind})")
        target.data_type = "s"
        target.number_format = "@"
    return made
