"""The timeline beside the table of what is due when: a bar per part, from its first report to the day it is due."""

from datetime import date
from itertools import groupby

from doelengraaf.instruments.assignment_parts import Deadline, deadlines
from doelengraaf.instruments.assignment_reports import day_words
from doelengraaf.instruments.assignments import ASSIGNMENTS
from doelengraaf.instruments.overviews import Overview, said
from doelengraaf.store import Store
from web.charts import Bar, Group, Line, draw, specification
from web.language import language, translate

__all__ = ["timeline_of"]

_LOOKS = {"not-started": "dashed", "under-way": "half", "done": "full", "stopped": "dotted"}


def timeline_of(store: Store, overview: Overview, today: date) -> str:
    """Give the timeline of an agenda as SVG in ink; empty when nothing has a day, or the overview is of another kind."""
    if overview.kind is not ASSIGNMENTS:
        return ""
    found = sorted(deadlines(store, overview.agenda, today), key=lambda one: (one.assignment.name, one.due))
    if not found:
        return ""
    groups = [
        Group(name, [_bar(one) for one in own]) for name, own in groupby(found, key=lambda one: one.assignment.name)
    ]
    now = Line(_years(today), translate("vandaag"), "thick")
    return draw(
        specification(groups, [now], years=True),
        f"{overview.title(language())}: {said(overview.tables[0].title, language())}",
    )


def _bar(one: Deadline) -> Bar:
    began = min(report.day for report in one.standing.reports)
    letter = f"{one.letter}) " if one.letter else ""
    how = translate("te laat") if one.late else said(one.standing.newest.words, language())
    return Bar(
        f"{letter}{one.part.name}",
        _years(one.due),
        f"{said(day_words(one.due), language())}, {how}",
        "thick" if one.late else _LOOKS[one.standing.newest.progress],
        _years(min(began, one.due)),
    )


def _years(day: date) -> float:
    """Give a day as a year with a fraction, as the axis of the picture counts."""
    first, following = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return round(day.year + (day - first).days / (following - first).days, 3)
