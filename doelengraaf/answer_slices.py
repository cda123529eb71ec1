"""Write the whole answer to a question as a ZIP, and beside it the rows that are left for each value of a parameter that only leaves rows out.

Each entry is JSON: the terms, the rows as numbers of terms, and the place of each row in the whole answer. Two parameters can leave rows out:

- one whose value stands in a column (``narrows``): the rows that have it there;
- one whose value the thing in a column has by a property (``narrows`` and ``through``): the rows of the things that have it. A municipality without any may
  come back with a row that says so; those rows are what the question answers when nothing fits.
"""

import json
import zipfile
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import quote

from doelengraaf.store import RowStream, Term, written

__all__ = ["ALL", "Slicing", "entry_of", "write_slices"]

ALL = "all"
"""The entry with the whole answer."""
_Row = Sequence[int]


@dataclass(frozen=True)
class Slicing:
    """How the rows for each value of a parameter are found.

    Args:
        parameter: its name.
        column: the column it narrows.
        values: (thing in the column, value) for a parameter through a property; None when the value stands in the column itself.
        nothing: what the question answers when nothing fits, for a parameter through a property.
        teller: the column by which a row of ``nothing`` gives way to others: the municipality.
    """

    parameter: str
    column: str
    values: Iterable[tuple[Term, Term]] | None = None
    nothing: Iterable[Sequence[Term | None]] = ()
    teller: str = ""


def entry_of(value: str) -> str:
    """Give the entry for a value, as a term of N-Triples."""
    return quote(value, safe="")


def write_slices(file: BinaryIO, found: RowStream, slicings: Sequence[Slicing], limit: int) -> int:
    """Write an answer; gives how many rows it has.

    Args:
        file: where the ZIP goes.
        found: the rows.
        slicings: of the parameters that leave rows out.
        limit: the most rows of an entry; it tells how many there are in all.

    Raises:
        QueryError: the engine fails while it answers.
    """
    whole = _Whole(found)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, rows in whole.entries(slicings):
            # A day of its own: the same rows give the same bytes.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, whole.encoded(rows[:limit], len(rows)), zipfile.ZIP_DEFLATED, 1)
    return len(whole.rows)


class _Whole:
    """All rows of an answer as numbers of terms: as lists of terms those of a large one do not fit in memory."""

    def __init__(self, found: RowStream) -> None:
        self.variables = found.variables
        self._numbers: dict[Term | None, int] = {None: 0}
        self.rows = [self._numbered(row) for row in found]
        self._terms = list(self._numbers)

    def entries(self, slicings: Sequence[Slicing]) -> Iterable[tuple[str, Sequence[tuple[int, _Row]]]]:
        """Give each entry with its rows and their places."""
        yield ALL, list(enumerate(self.rows))
        for one in slicings:
            places = self._places(one.column)
            if one.values is None:
                for number, own in places.items():
                    yield entry_of(written(self._term(number))), [(place, self.rows[place]) for place in own]
            else:
                yield from self._through(one, one.values, places)

    def _through(
        self, slicing: Slicing, values: Iterable[tuple[Term, Term]], places: Mapping[int, Sequence[int]]
    ) -> Iterable[tuple[str, Sequence[tuple[int, _Row]]]]:
        told: dict[Term, set[int]] = {}
        for thing, value in values:
            told.setdefault(value, set()).update(places.get(self._numbers.get(thing, 0), ()))
        nothing = [self._numbered(row) for row in slicing.nothing]
        self._terms = list(self._numbers)
        at = self.variables.index(slicing.teller) if nothing else 0
        # A row of nothing stands where the first row of its municipality is in the whole answer.
        first = {number: own[0] for number, own in self._places(slicing.teller).items()} if nothing else {}
        for name, own in [
            (slicing.parameter, set[int]()),
            *((entry_of(written(one)), own) for one, own in told.items()),
        ]:
            rows = [(place, self.rows[place]) for place in own]
            tellers = {row[at] for _, row in rows}
            rows += [(first.get(row[at], len(self.rows)), row) for row in nothing if row[at] not in tellers]
            yield name, sorted(rows, key=lambda row: row[0])

    def _places(self, column: str) -> dict[int, list[int]]:
        at, places = self.variables.index(column), dict[int, list[int]]()
        for place, row in enumerate(self.rows):
            if row[at]:
                places.setdefault(row[at], []).append(place)
        return places

    def _numbered(self, row: Iterable[Term | None]) -> _Row:
        return array("L", [self._numbers.setdefault(term, len(self._numbers)) for term in row])

    def _term(self, number: int) -> Term:
        term = self._terms[number]
        assert term, "only the number 0 is no term"  # noqa: S101
        return term

    def encoded(self, rows: Iterable[tuple[int, _Row]], total: int) -> str:
        """Give an entry as JSON."""
        own: dict[int, int] = {0: 0}
        places, numbers = [], []
        for place, row in rows:
            places.append(place)
            numbers.append([own.setdefault(number, len(own)) for number in row])
        told = [self._terms[number] for number in own][1:]
        return json.dumps(
            {"variables": self.variables, "total": total, "terms": told, "places": places, "rows": numbers},
            ensure_ascii=False,
            separators=(",", ":"),
        )
