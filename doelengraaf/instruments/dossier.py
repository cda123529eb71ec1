"""The dossier for a talk on the Platform Maatschappelijke Agenda: what the agenda says on one topic or village, what is missing, what others do, and what to ask.

Krimpenerwaard, Maatschappelijke Agenda 5.2, has a yearly dialogue on the results of the quality monitor, "op een bepaald thema" or on "een bepaalde wijk/buurt of kern", in which
the parties together have all they need to make a plan. Gaps come from the saved questions, figures from the monitor, so a dossier never says other than those.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from doelengraaf.instruments.dossier_gaps import Asked, gap_table, gaps_of, open_questions
from doelengraaf.instruments.dossier_neighbours import neighbour_table
from doelengraaf.instruments.dossier_parts import goal_table, indicator_table, watched_indicators, work_table
from doelengraaf.instruments.dossier_subject import TOPIC, VILLAGE, Subject, choose, members, subjects
from doelengraaf.instruments.overviews import Cell, Item, Kind, Overview, Row, Table, municipality_of, names
from doelengraaf.questions import Questions
from doelengraaf.store import Store
from doelengraaf.things import Link

__all__ = ["DOSSIER", "Dossier", "make_dossier"]


@dataclass(frozen=True)
class Dossier:
    """A dossier.

    Args:
        subject: what it is about.
        overview: its parts, in the order of the page.
        asked: the saved questions that were asked for it.
    """

    subject: Subject
    overview: Overview
    asked: Sequence[Asked]


def make_dossier(questions: Questions, agenda: str, topic: str = "", village: str = "") -> Dossier:
    """Give the dossier of an agenda on a topic or a village.

    Args:
        questions: the saved questions, over the store to read.
        agenda: the slug of the agenda.
        topic: the name or slug of a topic, or empty.
        village: the name or slug of a place, or empty.

    Raises:
        NoAgendaError: there is no such agenda.
        SubjectError: no topic or place is given, or both are.
        UnknownSubjectError: there is no such topic or place.
    """
    store = questions.store
    place = municipality_of(store, agenda)
    subject = choose(store, agenda, topic, village)
    why = members(store, agenda, subject)
    watched = watched_indicators(store, agenda, subject, why)
    gaps = gaps_of(questions, agenda, subject, why, watched)
    around, asked = neighbour_table(questions, agenda, subject, why)
    tables = [
        goal_table(store, agenda, why),
        indicator_table(store, agenda, subject, why, watched),
        work_table(store, agenda, subject, why),
        gap_table(gaps),
        around,
        open_questions(gaps),
    ]
    title = f"{subject.name} – {place}"
    return Dossier(subject, Overview(DOSSIER, agenda, names(title, title), tables), [*gaps.asked, *asked])


def _choices(store: Store, agenda: str) -> Overview:
    """Give what there may be a dossier about: topics and places with how much of the agenda belongs to each."""
    place = municipality_of(store, agenda)
    known = subjects(store, agenda)
    tables = [
        Table(
            kind,
            title,
            text,
            [head, names("Wat de agenda erover noemt", "What the agenda names of it")],
            [
                Row(Cell([Item(Link(one.name, one.iri))]), [Cell(words=names(str(one.count), str(one.count)))])
                for one in known[kind]
            ],
            names(
                "Deze agenda noemt geen kern, buurt of regio met name.",
                "This agenda names no village, neighbourhood or region.",
            ),
        )
        for kind, title, text, head in (
            (
                TOPIC,
                names("Onderwerpen", "Topics"),
                names("Een ruimer onderwerp neemt de smallere mee.", "A broader topic includes the narrower ones."),
                names("Onderwerp", "Topic"),
            ),
            (
                VILLAGE,
                names("Kernen, buurten en regio’s", "Villages, neighbourhoods and regions"),
                names("Zoals de agenda ze noemt.", "As the agenda names them."),
                names("Kern", "Place"),
            ),
        )
    ]
    return Overview(DOSSIER, agenda, names(place, place), tables)


DOSSIER = Kind(
    "dossier",
    names("Dossier", "Dossier"),
    names(
        "Alles wat de agenda over één onderwerp of één kern zegt, om samen te bespreken: doelen, indicatoren, wie wat doet, wat ontbreekt, wat anderen doen en welke vragen open staan.",
        "All that the agenda says of one topic or village, to talk over together: aims, indicators, who does what, what is missing, what others do and which questions are open.",
    ),
    "Krimpenerwaard, Maatschappelijke Agenda 5.2",
    _choices,
)
