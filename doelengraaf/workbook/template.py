"""Write a workbook: empty with examples, or filled with an agenda."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter

from doelengraaf.agenda_form import AgendaText
from doelengraaf.formats.typed import clean
from doelengraaf.tables import split_cell
from doelengraaf.workbook.agenda_sheet import END, FACTS, HEADS
from doelengraaf.workbook.example_rows import example_row
from doelengraaf.workbook.layout import Column, Layout, SheetPlan
from doelengraaf.workbook.pick_lists import HIDDEN, PickLists
from doelengraaf.workbook.start_sheet import write_start
from doelengraaf.workbook.words import AGENDA, GROUPS, LISTS, META, START

__all__ = ["Content", "write_workbook"]

_WIDTHS = {
    "id": 34,
    "label": 44,
    "description": 50,
    "note": 40,
    "reason": 40,
    "section": 34,
    "partner": 40,
    "via": 36,
    "to": 36,
}
_TABS = dict(zip(GROUPS, ("#1A5276", "#1A5276", "#7D6608", "#7F8C8D", "#1A5276", "#BFC9CA"), strict=True))
_ROOM = 1_000
"""How many rows below the filled ones have drop-downs."""


@dataclass
class Content:
    """What a workbook is filled with.

    Args:
        agenda: what is said of the agenda as a whole.
        columns: table to the columns its file has, so that an import gives back the same file.
        rows: table to its rows.
        examples: whether each sheet has an example row.
    """

    agenda: AgendaText = field(default_factory=AgendaText)
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    examples: bool = False


def write_workbook(layout: Layout, content: Content) -> bytes:
    """Give an Excel workbook with a sheet per kind of thing, help at each heading and drop-downs for what can be chosen."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    # The same content gives the same bytes.
    book.set_properties(
        {"title": clean(str(content.agenda.fields.get("label", "Werkboek"))), "created": datetime(2025, 1, 1)}
    )
    looks = _looks(book)
    rows = {**{part: _parts(content.agenda, part) for part in ("source", "localTerm")}, **content.rows}
    start, facts = book.add_worksheet(START), book.add_worksheet(AGENDA)
    sheets = {table: book.add_worksheet(plan.name) for table, plan in layout.plans.items()}
    lists, hidden, meta = book.add_worksheet(LISTS), book.add_worksheet(HIDDEN), book.add_worksheet(META)
    first = 3 if content.examples else 2
    ids = {table: [row.get(layout.plans[table].columns[0].name, "") for row in found] for table, found in rows.items()}
    picks = PickLists(hidden, layout, first, ids)
    title = str(content.agenda.fields.get("label") or "Nieuwe agenda")
    write_start(start, looks, layout, f"Doelengraaf: werkboek van {title}")
    _write_facts(facts, looks, content.agenda)
    for group, tables in {"": ("source", "localTerm"), **GROUPS}.items():
        for table in tables:
            sheets[table].set_tab_color(_TABS.get(group, "#117864"))
            _write_sheet(
                sheets[table], looks, layout, layout.plans[table], rows.get(table, ()), picks, content.examples
            )
    _write_lists(lists, looks, layout)
    for line, (table, columns) in enumerate(sorted(content.columns.items())):
        meta.write_string(line, 0, table)
        meta.write_string(line, 1, "|".join(columns))
    for sheet in (start, facts, *sheets.values(), lists):
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    hidden.hide()
    meta.hide()
    book.close()
    return out.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    text = {"num_format": "@", "text_wrap": True, "valign": "top"}
    return {
        "text": book.add_format(text),
        "date": book.add_format({**text, "num_format": "yyyy-mm-dd", "align": "left"}),
        "head": book.add_format({"bold": True, "bg_color": "#E8EEF2", "bottom": 1, "valign": "top", "text_wrap": True}),
        "must": book.add_format(
            {
                "bold": True,
                "bg_color": "#1A5276",
                "font_color": "#FFFFFF",
                "bottom": 1,
                "valign": "top",
                "text_wrap": True,
            }
        ),
        "example": book.add_format({**text, "italic": True, "font_color": "#5F6A6A", "bg_color": "#F4F6F6"}),
        "title": book.add_format({"bold": True, "font_size": 16}),
        "group": book.add_format({"bold": True, "italic": True, "top": 1}),
        "link": book.add_format({"font_color": "#1A5276", "underline": 1, "valign": "top"}),
    }


def _parts(agenda: AgendaText, part: str) -> list[dict[str, str]]:
    return [
        {
            **{key: str(value) for key, value in row.items()},
            "comment": "\n".join(agenda.comments.get(f"{part} {number}", [])),
        }
        for number, row in enumerate(agenda.parts.get(part, []))
    ]


def _write_facts(sheet: Any, looks: Mapping[str, Any], agenda: AgendaText) -> None:
    for place, (head, width) in enumerate(zip(HEADS, (26, 60, 60, 80), strict=True)):
        sheet.set_column(place, place, width, looks["text"])
        sheet.write_string(0, place, head, looks["head"])
    sheet.freeze_panes(1, 1)
    evidence = next(iter(agenda.parts.get("evidence", [])), {})
    for line, fact in enumerate(FACTS, 1):
        sheet.write_string(line, 0, fact.heading, looks["must" if fact.required else "head"])
        value = (
            evidence.get(fact.key.removeprefix("evidence "))
            if fact.key.startswith("evidence ")
            else agenda.fields.get(fact.key)
        )
        if isinstance(value, date):
            sheet.write_datetime(line, 1, datetime(value.year, value.month, value.day), looks["date"])
        elif fact.key.endswith("Date") or fact.key == "dateAccepted":
            sheet.write_blank(line, 1, None, looks["date"])
        elif value:
            sheet.write_string(line, 1, str(value), looks["text"])
        about = {"evidence source": "evidence", END: ""}.get(fact.key, fact.key)
        if agenda.comments.get(about):
            sheet.write_string(line, 2, "\n".join(agenda.comments[about]), looks["text"])
        sheet.write_string(line, 3, fact.help, looks["text"])


def _write_sheet(
    sheet: Any,
    looks: Mapping[str, Any],
    layout: Layout,
    plan: SheetPlan,
    rows: Sequence[Mapping[str, str]],
    picks: PickLists,
    examples: bool,
) -> None:
    last = len(rows) + _ROOM
    for place, column in enumerate(plan.columns):
        sheet.set_column(place, place, _WIDTHS.get(column.name, 22), looks["text"])
        sheet.write_string(0, place, _capital(column.heading), looks["must" if column.required else "head"])
        needed = "Verplicht. " if column.required else ""
        about = f"{plan.help}\n\n" if place == 0 else ""
        sheet.write_comment(0, place, f"{about}{needed}{column.help}"[:1500], {"x_scale": 3, "y_scale": 2.4})
        source = picks.source_of(column)
        if source:
            # Where a cell may hold several values, a list that refuses what is not in it would refuse them.
            sheet.data_validation(
                1,
                place,
                last,
                place,
                {
                    "validate": "list",
                    "source": source,
                    "show_error": column.single and column.choice not in ("", "source", "property"),
                    "error_title": "Niet in de lijst",
                    "error_message": f"Kies een waarde uit de lijst; het blad {LISTS} zegt wat ze betekenen.",
                },
            )
    shown = [{**example_row(plan)}] if examples else []
    for line, row in enumerate([*shown, *rows], 1):
        look = looks["example" if examples and line == 1 else "text"]
        for place, column in enumerate(plan.columns):
            value = row.get(column.name, "")
            text = value if look is looks["example"] else _shown(layout, column, value)
            if text:
                sheet.write_string(line, place, text, look)
            elif look is looks["example"]:
                sheet.write_blank(line, place, None, look)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows) + len(shown), 1), len(plan.columns) - 1)


def _shown(layout: Layout, column: Column, text: str) -> str:
    if not column.choice or column.choice == "source":
        return text
    return "|".join(layout.choices.show(column.choice, value) for value in split_cell(text))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text != "id" else text


def _write_lists(sheet: Any, looks: Mapping[str, Any], layout: Layout) -> None:
    """Write what can be chosen, as one list that can be filtered."""
    rows = []
    heads = {
        column.choice: column.heading for plan in layout.plans.values() for column in plan.columns if column.choice
    }
    for name, values in layout.choices.lists.items():
        if name in heads:
            rows += [(heads[name], one.shown, one.meaning) for one in values]
    for table, things in layout.choices.shared.items():
        name = layout.plans[table].name.removeprefix("Nieuwe ") if table in layout.plans else table
        rows += [(name, thing.id, "; ".join([thing.name, *thing.others])) for thing in things]
    for place, (head, width) in enumerate((("Lijst", 28), ("Waarde", 50), ("Betekenis of naam", 100))):
        sheet.set_column(place, place, width, looks["text"])
        sheet.write_string(0, place, head, looks["head"])
    for line, row in enumerate(rows, 1):
        for place, text in enumerate(row):
            sheet.write_string(line, place, clean(text), looks["text"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), 2)
