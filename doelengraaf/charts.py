"""What a question may be drawn as: the key ``chart`` of its header, and the marks of an answer, each with the number that its rows give.

``{kind: bar, label: gemeente, count: doel}`` is a bar per municipality with the number of different aims in its rows; ``group: basis`` beside it makes a bar
for each basis in each municipality. ``value: aandeel`` takes the number of a column instead of counting, and ``value: [ambities, partners]`` the numbers of
several columns, a group of bars each. ``{kind: period, label: gemeente, begin: begin, end: einde}`` is a bar from one day to another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from doelengraaf.answers import Answer, Cell, Column
from doelengraaf.errors import QuestionFileError

__all__ = ["CHARTS", "MOST_MARKS", "Mark", "Period", "check_chart", "marks_of", "periods_of"]

CHARTS = ("bar", "period")
"""The kinds of charts: bars that count or measure, and bars in time."""
MOST_MARKS = 64
"""An answer that would take more bars than this has no chart: nobody can read it."""
_KEYS = {"bar": ({"label"}, {"count", "value", "group"}), "period": ({"label", "begin", "end"}, set())}
_TYPES = {"value": ("number", "share"), "begin": ("date",), "end": ("date",)}
_ORDER = ("stated", "interpreted", "derived", "proposed", "rejected", "not-stated")


@dataclass(frozen=True)
class Mark:
    """One bar.

    Args:
        label: what it is of.
        group: which of the bars of its label it is; None when it is its only one.
        number: how many there are, or the number the row gives.
        measure: the column that is counted or that holds the number.
    """

    label: Cell
    group: Cell | None
    number: float
    measure: Column


@dataclass(frozen=True)
class Period:
    """What lasts from one day to another; ``None`` for a day nobody states."""

    label: Cell
    begin: date | None
    end: date | None


def check_chart(chart: object, columns: Mapping[str, Column], path: Path) -> Mapping[str, Any]:
    """Give the ``chart`` of a header, empty when there is none.

    Raises:
        QuestionFileError: it is no chart, or is not drawn of columns that are there and hold what it needs.
    """
    if chart in (None, {}):
        return {}
    if not isinstance(chart, dict) or not isinstance(kind := chart.get("kind"), str) or kind not in CHARTS:
        raise QuestionFileError(path, f"chart heeft een kind ({', '.join(CHARTS)}) en namen van kolommen")
    needed, possible = _KEYS[kind]
    for part, named in chart.items():
        if part == "kind":
            continue
        if part not in needed | possible:
            raise QuestionFileError(
                path, f"chart: {part} is geen sleutel van {kind}: er zijn {', '.join(sorted(needed | possible))}"
            )
        for name in _names(named) if part == "value" else [named]:
            if not isinstance(name, str) or name not in columns:
                raise QuestionFileError(path, f"chart: {part} noemt {name}, en dat is geen kolom van deze vraag")
            if part in _TYPES and columns[name].type not in _TYPES[part]:
                raise QuestionFileError(
                    path, f"chart: {part} noemt {name}, en die heeft niet het type {_TYPES[part][0]}"
                )
    missing = sorted(needed - set(chart))
    if missing or (kind == "bar" and ("count" in chart) == ("value" in chart)):
        wanted = ", ".join(missing) or "count of value, een van beide"
        raise QuestionFileError(path, f"chart: er moet ook staan: {wanted}")
    return chart


def _names(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def marks_of(answer: Answer, chart: Mapping[str, Any]) -> list[Mark]:
    """Give the bars of an answer, by label and within that by group; none when there would be too few or too many to be of use.

    What the rows do not name is a bar of nought where the groups are bases; other noughts are left out. A label with nothing at all has one bar of
    nought, of no group.
    """
    if chart.get("kind") != "bar" or answer.truncated:
        return []
    places = {column.name: place for place, column in enumerate(answer.columns)}
    columns = {column.name: column for column in answer.columns}
    if "count" in chart:
        marks = _counted(answer, chart, places, columns[chart["count"]])
    else:
        marks = [
            Mark(
                row[places[chart["label"]]],
                row[places[chart["group"]]] if "group" in chart else None,
                number,
                columns[name],
            )
            for name in _names(chart["value"])
            for row in answer.rows
            if (number := row[places[name]].number) is not None
        ]
    drawn = sum(mark.number != 0 for mark in marks)
    return marks if drawn and 1 < len(marks) <= MOST_MARKS else []


def _counted(answer: Answer, chart: Mapping[str, Any], places: Mapping[str, int], measure: Column) -> list[Mark]:
    """Count the different things of a column per label and group."""
    label, group = places[chart["label"]], places.get(chart.get("group", ""))
    found: dict[tuple[Cell, Cell | None], set[object]] = {}
    for row in answer.rows:
        things = _things(row[places[measure.name]])
        for one in _parts(row[label]):
            for other in [None] if group is None else _parts(row[group]):
                found.setdefault((one, other), set()).update(things)
    labels = sorted(dict.fromkeys(one for one, _ in found), key=_number)
    counted = dict.fromkeys(other for (_, other), things in found.items() if things)
    groups = [None] if group is None else sorted(counted, key=_sureness)
    marks = [Mark(one, other, len(found.get((one, other), ())), measure) for one in labels for other in groups]
    filled = {mark.label for mark in marks if mark.number}
    return [
        mark if mark.label in filled else Mark(mark.label, None, 0, measure)
        for mark in marks
        if mark.number or (_is_basis(mark.group) if mark.label in filled else mark.group == groups[0])
    ]


def _parts(cell: Cell) -> Sequence[Cell]:
    """Give what a cell names: itself, or each word of a list."""
    return [Cell(item) for item in cell.items] or ([cell] if cell.text else [])


def _things(cell: Cell) -> set[object]:
    return {cell.iri} if cell.iri else {part.text for part in _parts(cell)}


def _is_basis(cell: Cell | None) -> bool:
    return cell is not None and "/id/basis/" in cell.iri


def _number(cell: Cell) -> float:
    return cell.number or 0.0


def _sureness(cell: Cell | None) -> tuple[int, str]:
    """Put bases from sure to less sure, other groups by name."""
    key = cell.iri.rpartition("/id/basis/")[2] if cell else ""
    return (_ORDER.index(key) if key in _ORDER else 0, cell.text.casefold() if cell else "")


def periods_of(answer: Answer, chart: Mapping[str, Any]) -> list[Period]:
    """Give the periods of an answer in its own order; none when no row states one."""
    if chart.get("kind") != "period" or answer.truncated or len(answer.rows) > MOST_MARKS:
        return []
    places = {column.name: place for place, column in enumerate(answer.columns)}
    found = [
        Period(row[places[chart["label"]]], _day(row[places[chart["begin"]]]), _day(row[places[chart["end"]]]))
        for row in answer.rows
    ]
    return found if any(one.begin and one.end for one in found) else []


def _day(cell: Cell) -> date | None:
    try:
        return date.fromisoformat(cell.text)
    except ValueError:
        return None
