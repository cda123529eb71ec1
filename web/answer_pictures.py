"""The picture of an answer: what its question's ``chart`` says, in the language of the page, with a caption that says which numbers it shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from doelengraaf.answers import Answer, Cell, Column
from doelengraaf.charts import Mark, Period, marks_of, periods_of
from doelengraaf.question_file import Question
from doelengraaf.things import Link
from web.cells import date_text, number_text, share_text
from web.charts import LOOKS, Bar, Group, Line, draw, specification
from web.language import language, later, said, translate

__all__ = ["Picture", "picture_of"]

_BASES = {
    "stated": (later("letterlijk"), "full"),
    "interpreted": (later("geduid"), "half"),
    "derived": (later("afgeleid"), "dashed"),
    "not-stated": (later("niet vermeld"), "dotted"),
}


@dataclass(frozen=True)
class Picture:
    """A picture: SVG in ink, and the words under it."""

    svg: str
    caption: str


def picture_of(question: Question, answer: Answer, own: Callable[[Link], str], today: date) -> Picture | None:
    """Give the picture of an answer; None when its question has no chart or the answer holds nothing to draw.

    Args:
        question: the question, whose header has the chart.
        answer: its answer.
        own: gives a thing of our own vocabulary its name in the language of the page.
        today: the day of the line in a picture of periods.
    """
    marks = marks_of(answer, question.chart)
    if marks:
        spec = specification(_groups(marks, own, question.columns[question.chart["label"]]))
    elif periods := periods_of(answer, question.chart):
        spec = specification(
            [Group("", _lasting(periods))], [Line(_year(today), translate("vandaag"), "thick")], years=True
        )
    else:
        return None
    return Picture(draw(spec, said(question.title)), _caption(question))


def _caption(question: Question) -> str:
    chart = question.chart
    heading = {name: column.heading(language()) for name, column in question.columns.items()}
    per = " × ".join(f"“{heading[chart[part]]}”" for part in ("label", "group") if part in chart)
    if chart["kind"] == "period":
        return translate("De looptijd zoals het antwoord hem geeft, van %(begin)s tot en met %(end)s.") % {
            "begin": f"“{heading[chart['begin']]}”",
            "end": f"“{heading[chart['end']]}”",
        }
    if "count" in chart:
        text = translate("Hoeveel verschillende dingen er in het antwoord onder %(what)s staan, per %(per)s.")
        return text % {"what": f"“{heading[chart['count']]}”", "per": per}
    names = chart["value"] if isinstance(chart["value"], list) else [chart["value"]]
    text = translate("De getallen die in het antwoord onder %(what)s staan, per %(per)s.")
    return text % {"what": ", ".join(f"“{heading[name]}”" for name in names), "per": per}


def _groups(marks: Sequence[Mark], own: Callable[[Link], str], of: Column) -> list[Group]:
    """Give bars under headings: per label with its groups, or per column with its labels; one nameless group when there is one bar each."""
    measures = dict.fromkeys(mark.measure.name for mark in marks)
    looks = list(dict.fromkeys(mark.group for mark in marks if mark.group))
    found: dict[str, list[Bar]] = {}
    for mark in marks:
        label = _words(mark.label, own)
        if of.type == "number":
            label = f"{of.heading(language())}: {label}"
        heading = label if looks else mark.measure.heading(language()) if len(measures) > 1 else ""
        words = _words(mark.group, own) if mark.group else translate("geen") if looks else label
        shown = share_text(mark.number) if mark.measure.type == "share" else number_text(mark.number)
        look = _look(mark.group, looks) if mark.group else "full"
        spoken = f"{heading}, {words}: {shown}" if heading else f"{words}: {shown}"
        found.setdefault(heading, []).append(Bar(words, mark.number, shown, look, said=spoken))
    return [Group(heading, bars) for heading, bars in found.items()]


def _basis(cell: Cell) -> str:
    return cell.iri.rpartition("/id/basis/")[2]


def _words(cell: Cell, own: Callable[[Link], str]) -> str:
    if _basis(cell) in _BASES:
        return translate(_BASES[_basis(cell)][0])
    return own(Link(cell.text, cell.iri)) if cell.iri else cell.text


def _look(group: Cell, groups: Sequence[Cell]) -> str:
    """Give the look of a group: the one of its basis, else one of its own as long as there are enough."""
    if _basis(group) in _BASES:
        return _BASES[_basis(group)][1]
    return list(LOOKS)[groups.index(group)] if len(groups) <= len(LOOKS) else "full"


def _year(day: date) -> float:
    """Give a day as a year with the part of it that has passed.

    >>> _year(date(2021, 1, 1)), _year(date(2021, 7, 2))
    (2021.0, 2021.5)
    """
    start = date(day.year, 1, 1)
    return round(day.year + (day - start).days / (date(day.year + 1, 1, 1) - start).days, 2)


def _lasting(periods: Sequence[Period]) -> list[Bar]:
    """Give a bar from the first day to the day after the last; what states no period is named without a bar."""
    known = [one for one in periods if one.begin and one.end]
    start = min(_year(one.begin) for one in known if one.begin)
    bars = []
    for one in periods:
        if one.begin and one.end:
            shown = f"{date_text(one.begin.isoformat())} – {date_text(one.end.isoformat())}"
            end = _year(one.end + timedelta(days=1))
            bars.append(Bar(one.label.text, end, shown, "full", _year(one.begin)))
        else:
            bars.append(Bar(one.label.text, start, translate("niet vermeld"), "dotted", start))
    return bars
