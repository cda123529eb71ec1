"""The picture beside the numbers of positive health: bars per dimension, of the numbers in the table."""

from doelengraaf.instruments.overviews import TOGETHER, Overview, said
from doelengraaf.instruments.positive_health import HEALTH, NUMBERS
from web.charts import Bar, Group, draw, specification
from web.language import language

__all__ = ["picture_of_overview"]

_LOOKS = ("half", "full", "dashed")


def picture_of_overview(overview: Overview) -> str:
    """Give the picture of an overview as SVG in ink; empty when there is none to draw.

    Of one agenda the bars are its results, aims and indicators; of all together the aims and the indicators.
    """
    if overview.kind is not HEALTH:
        return ""
    table = next(table for table in overview.tables if table.key == NUMBERS)
    # All together: the last two columns. One agenda: the three before the meaning.
    places = range(len(table.heads) - 3, len(table.heads) - 1) if overview.agenda == TOGETHER else range(len(_LOOKS))
    looks = _LOOKS[1:] if overview.agenda == TOGETHER else _LOOKS
    groups = []
    for row in table.rows:
        bars = []
        for place, look in zip(places, looks, strict=True):
            number = row.cells[place].words["nl"]
            bars.append(Bar(said(table.heads[place + 1], language()), int(number), number, look))
        groups.append(Group(said(row.head.words, language()), bars))
    return draw(specification(groups), f"{overview.title(language())}: {said(table.title, language())}")
