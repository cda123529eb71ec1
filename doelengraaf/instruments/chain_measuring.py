"""Who must measure, follow or look back, and when, as far as an agenda says so."""

import re

from doelengraaf.instruments.overviews import Cell, Item, Row, Table, cell_of, names
from doelengraaf.instruments.said_things import Said, parts_by_action, read_things
from doelengraaf.store import Store
from doelengraaf.things import Link

__all__ = ["measuring_table", "rhythm_of"]

_KINDS = (
    "MonitoringSource", "Effort", "Activity", "Priority", "Approach", "FrameworkRule", "DevelopmentAssignmentItem", "ExpectedDocument",
)  # fmt: skip
_MEASURES = re.compile(
    r"\b(?:\w*monitor\w*|\w*meting\w*|meten|gemeten|evaluatie\w*|evalueren|\w*peiling\w*|\w*rapportages?)\b", re.I
)
_RHYTHM = re.compile(
    r"\b(?:jaarlijkse?|halfjaarlijks|maandelijks|per kwartaal|(?:eens|één keer|1 x) per jaar|(?:eens in de|over|elke) (?:vier|twee|4|2) jaar|bij de start van \w+ \w+|periodieke?|na twee jaar|twee jaar na inwerkingtreding)\b",
    re.I,
)


def rhythm_of(text: str) -> list[str]:
    """Give the words of a text that say when or how often.

    >>> rhythm_of("Ambities worden eens in de vier jaar bepaald; er wordt eens per jaar gemeten.")
    ['eens in de vier jaar', 'eens per jaar']
    """
    return list(dict.fromkeys(one.casefold() for one in _RHYTHM.findall(text)))


def _counts(one: Said) -> bool:
    own = one.name + " " + one.text
    decided = re.search(r"\b(?:bepalen|bepaald)\b", own, re.I) and rhythm_of(own)
    return one.kind in _KINDS and bool(one.kind == "MonitoringSource" or _MEASURES.search(own) or decided)


def measuring_table(store: Store, agenda: str) -> Table:
    """Give what is said of measuring: sources of figures, and what is to be measured, reported or evaluated; with who and when where that is stated."""
    people = parts_by_action(store, agenda)
    rows = []
    for one in read_things(store, agenda).values():
        if not _counts(one):
            continue
        who = [part.item for part in people.get(one.iri, ())]
        when = [Item(Link(word, "", one.basis), one.citation) for word in rhythm_of(one.text)]
        rows.append(Row(Cell([one.item]), [cell_of(who), cell_of(when)]))
    return Table(
        "meten",
        names("Wie meet wanneer", "Who measures when"),
        names(
            "Bronnen van cijfers, en wat volgens de agenda gemeten, gevolgd, gerapporteerd of geëvalueerd wordt; gevonden aan die woorden. Wie en wanneer staan er alleen waar de agenda het zegt.",
            "Sources of figures, and what by the agenda is measured, followed, reported or evaluated; found by those words. Who and when are there only where the agenda says so.",
        ),
        [names("Wat", "What"), names("Wie", "Who"), names("Wanneer", "When")],
        rows,
    )
