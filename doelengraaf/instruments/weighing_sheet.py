"""An application as a workbook: an empty one to fill in, and what is read back from one that was filled in."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import xlsxwriter

from doelengraaf.answers import LICENCE
from doelengraaf.errors import phrase
from doelengraaf.formats.sheet import Page
from doelengraaf.formats.typed import Value
from doelengraaf.instruments.application import MOST_ROWS, Typed
from doelengraaf.instruments.application_rdf import ApplicationFileError
from doelengraaf.instruments.weighing_form import Field
from doelengraaf.instruments.weighing_frame import Criterion, Frame
from doelengraaf.picking import Choice

__all__ = ["Book", "read_workbook", "template", "write_about", "write_application"]

_MOST_UNPACKED, _MOST_PARTS = 20_000_000, 200
_MOST_LINES, _COLUMNS = 400, 12
_SHEETS = {"nl": "Aanvraag", "en": "Application"}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "field": "Veld", "answer": "Uw antwoord", "help": "Uitleg", "key": "Sleutel (niet veranderen)", "agenda": "Agenda",
        "several": "Meer waarden: elk op een eigen regel in de cel (Alt+Enter).", "choose": "Kies uit:", "list": "Zie het blad Keuzes.",
        "choices": "Keuzes", "criteria": "Criteria", "criterion": "Criterium", "group": "Onderdeel", "weight": "Eis of voorkeur",
        "judged": "Beoordeeld door", "person": "een mens", "fields": "de velden", "requirement": "eis", "preference": "voorkeur",
        "place": "Bewijsplaats", "address": "Adres", "about": "Bron", "title": "Titel", "described": "Beschreven in", "note": "Opmerking",
        "made": "Gemaakt op", "version": "Versie van de gegevens", "rules": "Versie van de regels", "licence": "Licentie van de gegevens",
        "cite": "Verwijs zo", "long": " … [afgekapt]", "private": "Een ingevulde aanvraag is privé: zij komt niet in de graaf.",
        "private_name": "Privé",
    },
    "en": {
        "field": "Field", "answer": "Your answer", "help": "Help", "key": "Key (do not change)", "agenda": "Agenda",
        "several": "More values: each on a line of its own in the cell (Alt+Enter).", "choose": "Choose from:", "list": "See the sheet Choices.",
        "choices": "Choices", "criteria": "Criteria", "criterion": "Criterion", "group": "Part", "weight": "Requirement or preference",
        "judged": "Judged by", "person": "a person", "fields": "the fields", "requirement": "requirement", "preference": "preference",
        "place": "Place in the agenda", "address": "Address", "about": "Source", "title": "Title", "described": "Described in", "note": "Note",
        "made": "Made on", "version": "Version of the data", "rules": "Version of the rules", "licence": "Licence of the data",
        "cite": "Cite as", "long": " … [cut]", "private": "An application that is filled in is private: it is not put in the graph.",
        "private_name": "Private",
    },
}  # fmt: skip


class Book:
    """A workbook in which all text stays text.

    Args:
        language: of headings.
    """

    def __init__(self, language: str) -> None:
        self.language = language if language in _WORDS else "nl"
        self.words = _WORDS[self.language]
        self._out = io.BytesIO()
        self.book: Any = xlsxwriter.Workbook(
            self._out,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        self.bold = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.wrap = self.book.add_format({"text_wrap": True, "valign": "top", "align": "left"})
        self.soft = self.book.add_format({"valign": "top", "font_color": "#808080"})
        self.amount = self.book.add_format({"valign": "top", "num_format": "#,##0.00"})

    def sheet(self, name: str, widths: Sequence[int]) -> Page:
        """Add a sheet with columns of some widths, in characters."""
        page = Page(self.book.add_worksheet(_sheet_name(name)), self.wrap, self.words["long"])
        for place, width in enumerate(widths):
            page.sheet.set_column(place, place, width)
        page.fit_to_paper()
        return page

    def table(self, name: str, heads: Sequence[str], rows: Sequence[Sequence[Value]], widths: Sequence[int]) -> Page:
        """Add a sheet with a table of text and numbers under a heading that stays in sight."""
        page = self.sheet(name, widths)
        for place, head in enumerate(heads):
            page.put_text(0, place, head, self.bold)
        for line, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                page.put(line, place, value, self.wrap)
        page.sheet.freeze_panes(1, 0)
        page.sheet.repeat_rows(0)
        return page

    def done(self) -> bytes:
        """Close the workbook and give it."""
        self.book.close()
        return self._out.getvalue()


def template(
    frame: Frame, things: Mapping[str, Sequence[Choice]], version: str, today: date, language: str = "nl"
) -> bytes:
    """Give an empty application for an agenda as a workbook, with its criteria and what may be chosen.

    Args:
        frame: of the agenda.
        things: what may be chosen of aims and target groups.
        version: the version of the data.
        today: the day on the workbook.
        language: of headings, ``nl`` or ``en``.
    """
    book = Book(language)
    write_application(book, frame, Typed())
    _write_choices(book, frame.fields, things)
    _write_criteria(book, frame.criteria)
    write_about(book, frame, version, today)
    return book.done()


def write_application(book: Book, frame: Frame, typed: Typed) -> None:
    """Add the sheets of an application: one with a line per field, and one per field that has lines of its own."""
    words, language = book.words, book.language
    page = book.table(
        _SHEETS[language], [words["field"], words["answer"], words["help"], words["key"]], [], [36, 70, 60, 22]
    )
    page.put_text(1, 0, words["agenda"], book.bold)
    page.put_text(1, 1, frame.agenda, book.wrap)
    page.put_text(1, 3, "agenda", book.soft)
    line = 2
    for one in frame.fields:
        if one.kind == "rows":
            _write_rows(book, one, typed.rows.get(one.name, ()))
            continue
        page.put_text(line, 0, one.label[language], book.bold)
        shown = "\n".join(one.shown(value, language) for value in typed.values.get(one.name, ()))
        page.put_text(line, 1, shown, book.wrap)
        page.put_text(line, 2, _help(one, words, language), book.wrap)
        page.put_text(line, 3, one.name, book.soft)
        if one.kind == "choice":
            names = [names.get(language, names["nl"]) for _, names in one.choices]
            page.sheet.data_validation(line, 1, line, 1, {"validate": "list", "source": names, "ignore_blank": True})
        line += 1


def _write_rows(book: Book, one: Field, rows: Sequence[Mapping[str, str]]) -> None:
    language = book.language
    heads = [column.label[language] for column in one.columns]
    page = book.table(one.label[language], heads, [], [36] * len(heads))
    for place, column in enumerate(one.columns):
        for line, row in enumerate(rows, 1):
            value = row.get(column.name, "")
            if column.kind == "amount" and value:
                page.sheet.write_number(line, place, float(value), book.amount)
            else:
                page.put_text(line, place, column.shown(value, language), book.wrap)
        if column.kind == "choice":
            names = [names.get(language, names["nl"]) for _, names in column.choices]
            page.sheet.data_validation(1, place, MOST_ROWS, place, {"validate": "list", "source": names})


def _help(one: Field, words: Mapping[str, str], language: str) -> str:
    parts = [one.help.get(language, "")]
    if one.kind == "choice":
        names = ", ".join(names.get(language, names["nl"]) for _, names in one.choices)
        parts.append(f"{words['choose']} {names}.")
    if one.multiple:
        parts += [words["several"], words["list"]]
    return " ".join(part for part in parts if part)


def _write_choices(book: Book, fields: Sequence[Field], things: Mapping[str, Sequence[Choice]]) -> None:
    rows = [
        [one.label[book.language], choice.label, choice.value] for one in fields for choice in things.get(one.kind, ())
    ]
    words = book.words
    book.table(words["choices"], [words["field"], words["answer"], words["address"]], rows, [24, 90, 70])


def _write_criteria(book: Book, criteria: Sequence[Criterion]) -> None:
    words = book.words
    rows = [
        [
            one.group.label[book.language],
            one.thing.text,
            words["preference"] if one.preference else words["requirement"],
            words["person"] if one.judgement else words["fields"],
            one.citation,
            one.thing.iri,
        ]
        for one in criteria
    ]
    heads = [words[name] for name in ("group", "criterion", "weight", "judged", "place", "address")]
    book.table(words["criteria"], heads, rows, [28, 56, 16, 16, 60, 60])


def write_about(book: Book, frame: Frame, version: str, today: date) -> None:
    """Add the sheet that says where it is from, when it was made, by which version, and how to cite it."""
    words, language = book.words, book.language
    page = book.sheet(words["about"], [28, 100])
    facts = [
        (words["title"], frame.title[language]),
        (words["described"], frame.source[language]),
        (words["note"], frame.note.get(language, "")),
        (words["made"], today.isoformat()),
        (words["version"], version),
        (words["rules"], frame.rules),
        (words["licence"], f"CC0 1.0, {LICENCE}"),
        (words["cite"], f"Doelengraaf, {frame.title[language]}, {version}, {today.isoformat()}."),
        (words["private_name"], words["private"]),
    ]
    for line, (name, text) in enumerate(facts):
        page.put_text(line, 0, name, book.bold)
        page.put_text(line, 1, text, book.wrap)


def read_workbook(data: bytes, fields: Sequence[Field]) -> tuple[str, Typed]:
    """Read an application from a workbook.

    Args:
        data: the file.
        fields: all fields there can be.

    Returns:
        The slug of the agenda it says it is for, and what is in the fields, not yet made sure of.

    Raises:
        ApplicationFileError: this is no workbook, too large when unpacked, or has no sheet of an application.
    """
    sheets = _sheets(data)
    names = {_sheet_name(name).casefold() for name in _SHEETS.values()}
    own = next((rows for name, rows in sheets.items() if name.casefold() in names), None)
    if own is None:
        raise ApplicationFileError(
            "Er is geen blad Aanvraag in het werkblad. Maak een leeg werkblad met: doelengraaf instrument weegkader new"
        )
    known = {one.name: one for one in fields}
    by_label = {label.casefold(): one.name for one in fields for label in one.label.values()}
    agenda, values = "", {}
    for row in own[1:]:
        cells = [*row, None, None, None, None]
        key, label = _text(cells[3]), _text(cells[0])
        name = key if key in known or key == "agenda" else by_label.get(label.casefold(), "")
        if name == "agenda":
            agenda = _text(cells[1])
        elif name:
            text = _text(cells[1])
            values[name] = re.split(r"[\n|]", text) if known[name].multiple else [text]
        elif _text(cells[1]):
            raise ApplicationFileError(f"Blad Aanvraag: het veld ‘{(label or key)[:60]}’ is er niet in het formulier.")
    rows = {}
    for one in fields:
        labels = {_sheet_name(label).casefold() for label in one.label.values()}
        lines = next((found for name, found in sheets.items() if name.casefold() in labels), None)
        if one.kind == "rows" and lines:
            rows[one.name] = _lines(one, lines)
    return agenda, Typed({name: found for name, found in values.items() if any(found)}, rows)


def _lines(one: Field, lines: Sequence[Sequence[Any]]) -> list[dict[str, str]]:
    by_label = {label.casefold(): column.name for column in one.columns for label in column.label.values()}
    heads = [by_label.get(_text(cell).casefold(), "") for cell in lines[0]]
    found = []
    for row in lines[1:]:
        for head, cell in zip(heads, row, strict=False):
            if not head and _text(cell):
                raise ApplicationFileError(
                    f"Blad {one.label['nl']}: boven ‘{_text(cell)[:40]}’ staat geen kolom van het formulier. De kolommen zijn: {', '.join(column.label['nl'] for column in one.columns)}."
                )
        found.append({head: _text(cell) for head, cell in zip(heads, row, strict=False) if head})
    return found


def _sheets(data: bytes) -> dict[str, list[list[Any]]]:
    """Give the first lines and columns of each sheet; what unpacks to very much is not unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise ApplicationFileError(
                    phrase("Dit werkblad is uitgepakt te groot. Gebruik het lege werkblad van deze agenda.")
                )
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return {
            sheet.title: [list(row) for row in sheet.iter_rows(max_row=_MOST_LINES, max_col=_COLUMNS, values_only=True)]
            for sheet in book.worksheets
        }
    except ApplicationFileError:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise on a file that is no workbook
        raise ApplicationFileError(phrase("Dit is geen leesbaar werkblad (.xlsx).")) from error


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()[:10]
    if isinstance(cell, float):
        # With more decimals than an amount has it must not read as one with thousands parted by a point.
        return str(int(cell)) if cell.is_integer() else f"{cell:.{2 if round(cell, 2) == cell else 6}f}"
    return str(cell).strip()


def _sheet_name(label: str) -> str:
    """Give a name that a sheet may have: at most 31 characters, without those that Excel refuses."""
    return re.sub(r"[\[\]:*?/\\]", " ", label)[:31].strip()
