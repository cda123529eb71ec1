"""Find the file, line and column a SHACL result is about."""

import difflib

import pyoxigraph as ox

from doelengraaf.building.tables import Built
from doelengraaf.findings import Finding
from doelengraaf.judging import Result
from doelengraaf.tables import Row, split_cell
from doelengraaf.terms import ID, short

__all__ = ["Finder"]

_MOST_HINTS = 200
"""How many suggestions are looked for: who has more of these faults has one fault many times."""
_MOST_COMPARED = 400_000
"""How many ids are looked at for all suggestions together, which takes some seconds: at many agendas each suggestion looks through a hundred thousand."""


class Finder:
    """Make findings of results.

    Args:
        built: the tables and what they came to.
    """

    def __init__(self, built: Built) -> None:
        self._built = built
        self._hints = 0
        self._compared = 0
        self._ids = sorted(short(name) for name in built.origins)
        self._concepts = sorted(
            {
                quad.subject.value
                for quad in built.quads
                if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(ID)
            }
        )

    def finding(self, result: Result) -> Finding:
        """Give the finding a result comes to."""
        places = self._built.origins.get(result.focus, [])
        table, row = self._best(places, result)
        cells = set(row.cells)
        column = (
            self._built.shapes.column_of(table, result.path, result.inverse, cells) if table and result.path else ""
        )
        if table == "links" and not column and row.cells.get("object") == short(result.value):
            column = "object"
        if result.focus.partition("/evidence/")[1]:
            column = "source" if result.path.endswith("hasSource") else "lines"
        value = short(result.value) if result.value.startswith(ID) else result.value
        if result.value == result.focus or column == "lines":
            value = row.cells.get("lines", "") if column == "lines" else ""
        return Finding(
            row.file, row.line, column, result.severity, result.nl, result.en, value[:80], self._hint(result, column)
        )

    def _best(self, places: list[tuple[str, Row]], result: Result) -> tuple[str, Row]:
        wanted = short(result.value)
        for table, row in places:
            if any(wanted in split_cell(text) for text in row.cells.values()):
                return table, row
        for table, row in self._built.origins.get(result.focus + " links", []):
            if row.cells.get("object") == wanted:
                return table, row
        return places[0] if places else ("", Row(short(result.focus), 0, {}))

    def _hint(self, result: Result, column: str) -> str:
        """Suggest an existing id for one that does not exist."""
        value = result.value
        if (
            not value.startswith(ID)
            or value in self._built.origins
            or self._hints == _MOST_HINTS
            or self._compared > _MOST_COMPARED
        ):
            return ""
        self._hints += 1
        prefix = self._built.context.bare_prefix(column) or ""
        if prefix and prefix != ID:
            known = sorted(name.removeprefix(prefix) for name in self._concepts if name.startswith(prefix))
            wanted = value.removeprefix(prefix)
        else:
            known, wanted = self._ids, short(value)
        self._compared += len(known)
        close = difflib.get_close_matches(wanted, known, 1, 0.6)
        return close[0] if close else ""
