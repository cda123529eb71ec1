"""Answers as an Excel workbook: the rows, and a sheet that says what they are."""

import io
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from doelengraaf.answers import LICENCE, Answer, Cell
from doelengraaf.formats.sheet import Page
from doelengraaf.formats.typed import Field, Value, clean, fields_of

__all__ = ["to_xlsx"]

# https://support.microsoft.com/en-us/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
_MAX_ROWS = 1_048_576
_NARROW, _WIDE = 10, 48
_BUTTON = 4
"""The width of the button of the filter, beside a heading."""
_LINE, _MAX_HEIGHT = 15.0, 409.0
"""Of a row, in points."""
_WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "sheet": "Antwoord",
        "about": "Over dit antwoord",
        "title": "Vraag",
        "question": "Naam van de vraag",
        "chosen": "Gekozen",
        "nothing": "niets: het antwoord gaat over alles",
        "bases": "Zekerheid",
        "no_bases": "staat niet in dit antwoord",
        "total": "Aantal rijen",
        "cut": "Afgekapt",
        "no": "nee",
        "yes": "ja, hier staan de eerste {} rijen",
        "question_version": "Versie van de vraag",
        "dataset_version": "Versie van de gegevens",
        "licence": "Licentie",
        "citation": "Verwijs zo",
        "columns": "Ingeklapte kolommen",
        "unfold": "de adressen van de dingen; klik linksboven op 2 om ze te zien",
        "too_long": " … [afgekapt: in een cel passen niet meer dan 32.767 tekens]",
        "day": "d-m-yyyy",
    },
    "en": {
        "sheet": "Answer",
        "about": "About this answer",
        "title": "Question",
        "question": "Name of the question",
        "chosen": "Chosen",
        "nothing": "nothing: the answer is about everything",
        "bases": "Basis",
        "no_bases": "not in this answer",
        "total": "Number of rows",
        "cut": "Cut",
        "no": "no",
        "yes": "yes, these are the first {} rows",
        "question_version": "Version of the question",
        "dataset_version": "Version of the data",
        "licence": "Licence",
        "citation": "Cite as",
        "columns": "Folded columns",
        "unfold": "the addresses of the things; click 2 at the top left to see them",
        "too_long": " … [cut: a cell holds no more than 32,767 characters]",
        "day": "yyyy-mm-dd",
    },
}


def to_xlsx(answer: Answer, language: str = "nl") -> bytes:
    """Give an answer as an Excel workbook: typed cells under a frozen, filterable header, and a sheet that says what it is."""
    words = _WORDS.get(language, _WORDS["nl"])
    out = io.BytesIO()
    # Text stays text, also where a method is used that guesses: nothing in a cell becomes a formula or a link by itself.
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": clean(_title(answer, language)), "comments": clean(answer.citation(language))})
    rows = answer.rows[: _MAX_ROWS - 1]
    _write_answer(book, rows, fields_of(answer, language), words)
    _write_about(book, answer, len(rows), language)
    book.close()
    return out.getvalue()


def _title(answer: Answer, language: str) -> str:
    return answer.title.get(language) or answer.title.get("nl", answer.question)


def _write_answer(book: Any, rows: Sequence[Sequence[Cell]], fields: Sequence[Field], words: Mapping[str, str]) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    address = book.add_format({"valign": "top"})
    looks = {
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        # A share keeps its value; a year is no amount, so nothing parts its thousands.
        "share": book.add_format({"valign": "top", "num_format": "0.0%"}),
        "date": book.add_format({"valign": "top", "num_format": words["day"]}),
        "year": book.add_format({"valign": "top", "num_format": "0"}),
    }
    page = Page(book.add_worksheet(words["sheet"]), looks["text"], words["too_long"])
    heights = [1] * (len(rows) + 1)
    folded = False
    for place, field in enumerate(fields):
        look = looks.get(field.column.type, looks["text"])
        values = [field.value(row) for row in rows]
        page.put_text(0, place, field.heading, head)
        for line, (row, value) in enumerate(zip(rows, values, strict=True), 1):
            if isinstance(value, str) and (value == row[field.place].iri or field.column.type == "address"):
                page.put_address(line, place, value, address)
            else:
                # A number among days is no day.
                fits = isinstance(value, date) == (field.column.type == "date")
                page.put(line, place, value, look if fits else looks["text"])
        # What a table for people does not show is folded, to be opened with one click.
        fold = field.address or field.column.hidden
        options = {"hidden": fold, "level": int(fold), "collapsed": folded and not fold}
        width = _width(field.heading, values)
        page.sheet.set_column(place, place, width, None, options)
        if not fold:
            shown = [_lines(value, width) if isinstance(value, str) else 1 for value in values]
            heights = [max(pair) for pair in zip(heights, [_head_lines(field.heading, width), *shown], strict=True)]
        folded = fold
    if folded:
        page.sheet.set_column(len(fields), len(fields), None, None, {"collapsed": True})
    # Excel fits the height of a row to its text by itself, LibreOffice does not.
    for line, lines in enumerate(heights):
        if lines > 1:
            page.sheet.set_row(line, min(_LINE * lines, _MAX_HEIGHT))
    page.sheet.freeze_panes(1, 0)
    page.sheet.autofilter(0, 0, max(len(rows), 1), len(fields) - 1)
    page.sheet.repeat_rows(0)
    page.fit_to_paper()


def _width(heading: str, values: Sequence[Value]) -> int:
    """Give a width that shows most of a column without one long text, or a long heading, making it endless."""
    longest = max((len(line) for value in values if value is not None for line in str(value).splitlines()), default=0)
    half = textwrap.wrap(heading, len(heading) // 2 + 2, break_long_words=False)
    return min(max(longest + 2, *(len(words) + _BUTTON for words in half), _NARROW), _WIDE)


def _head_lines(heading: str, width: int) -> int:
    return len(textwrap.wrap(heading, width - _BUTTON, break_long_words=False))


def _lines(text: str, width: int) -> int:
    """Estimate how many lines a text takes; letters are narrower than the digits that widths are counted in, and that makes up for broken lines."""
    return sum(max(1, -(-len(line) // width)) for line in text.splitlines()) or 1


def _write_about(book: Any, answer: Answer, shown: int, language: str) -> None:
    words = _WORDS.get(language, _WORDS["nl"])
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "align": "left"})
    page = Page(book.add_worksheet(words["about"]), wrap, words["too_long"])
    page.sheet.set_column(0, 0, 26)
    page.sheet.set_column(1, 1, 100)
    page.fit_to_paper()
    chosen = [(f"{words['chosen']} {name}", ", ".join(values)) for name, values in answer.parameters.items() if values]
    cut = answer.truncated or shown < len(answer.rows)
    facts: list[tuple[str, Value]] = [
        (words["title"], _title(answer, language)),
        (words["question"], answer.question),
        *(chosen or [(words["chosen"], words["nothing"])]),
        (words["bases"], ", ".join(answer.bases) or words["no_bases"]),
        (words["total"], answer.total),
        (words["cut"], words["yes"].format(shown) if cut else words["no"]),
        (words["question_version"], answer.question_version),
        (words["dataset_version"], answer.dataset_version),
        (words["licence"], f"CC0 1.0, {LICENCE}"),
        (words["citation"], answer.citation(language)),
        (words["columns"], words["unfold"]),
    ]
    for line, (name, value) in enumerate(facts):
        page.put_text(line, 0, name, bold)
        page.put(line, 1, value, wrap)
