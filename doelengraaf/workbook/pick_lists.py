"""The lists behind the drop-downs, on a hidden sheet: words of a list as they are, ids of other sheets by formulas that follow what is filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from doelengraaf.workbook.layout import Column, Layout
from doelengraaf.workbook.words import SOURCES

__all__ = ["HIDDEN", "PickLists"]

HIDDEN = "Lijsten"
_START = 20
"""The row a list starts on; above it are its counts."""
_ROOM = 300
"""How many ids more than there are now a list can show."""
_LAST = 20_000


@dataclass
class PickLists:
    """The hidden sheet.

    Args:
        sheet: the sheet, of xlsxwriter.
        layout: which sheets there are.
        first: the row on which the data of each sheet starts, 1-based.
        ids: table to the ids that stand on its sheet.
    """

    sheet: Any
    layout: Layout
    first: int
    ids: Mapping[str, Sequence[str]]
    _places: dict[tuple[str, ...], str] = field(default_factory=dict)

    def source_of(self, column: Column) -> str | None:
        """Give the formula of the drop-down of a column, writing its list the first time; None for free text."""
        if column.choice == "source":
            return self._formula(("source",), [], ["source"])
        if column.choice:
            return self._formula((column.choice,), [one.shown for one in self.layout.choices.lists[column.choice]], [])
        if not column.kinds or column.kinds == ("agenda",):
            return None
        context = self.layout.context
        tables = [table for table, plan in self.layout.plans.items() if plan.kind in column.kinds]
        fixed = [
            thing.id
            for table, things in self.layout.choices.shared.items()
            if context.kind(table) in column.kinds
            for thing in things
        ]
        return self._formula(column.kinds, fixed, tables)

    def _formula(self, key: tuple[str, ...], fixed: Sequence[str], tables: Sequence[str]) -> str:
        if key not in self._places:
            self._places[key] = self._write(len(self._places), key, fixed, tables)
        return self._places[key]

    def _write(self, place: int, key: tuple[str, ...], fixed: Sequence[str], tables: Sequence[str]) -> str:
        from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

        self.sheet.write_string(0, place, ", ".join(key))
        names = [SOURCES if table == "source" else self.layout.plans[table].name for table in tables]
        ranges = ["'{}'!$A${}:$A${}".format(name.replace("'", "''"), self.first, _LAST) for name in names]
        counts = [xl_rowcol_to_cell(2 + number, place, True, True) for number in range(len(ranges))]
        total = 0
        for number, (table, span) in enumerate(zip(tables, ranges, strict=True)):
            total += len(self.ids.get(table, ()))
            before = f"{counts[number - 1]}+" if number else ""
            self.sheet.write_formula(2 + number, place, f"={before}COUNTA({span})", None, total)
        self.sheet.write_formula(
            1, place, f"={len(fixed)}+{counts[-1]}" if counts else f"={len(fixed)}", None, len(fixed) + total
        )
        for number, value in enumerate(fixed):
            self.sheet.write_string(_START - 1 + number, place, value)
        now = [one for table in tables for one in self.ids.get(table, ())]
        for number in range(len(now) + _ROOM if tables else 0):
            text = '""'
            for at in reversed(range(len(ranges))):
                before = f"-{counts[at - 1]}" if at else ""
                text = f"IF({number + 1}<={counts[at]},INDEX({ranges[at]},{number + 1}{before}),{text})"
            value = now[number] if number < len(now) else ""
            self.sheet.write_formula(_START - 1 + len(fixed) + number, place, "=" + text, None, value)
        name = xl_col_to_name(place)
        return f"=OFFSET({HIDDEN}!${name}${_START},0,0,MAX(1,{HIDDEN}!${name}$2),1)"
