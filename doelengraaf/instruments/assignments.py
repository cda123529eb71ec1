"""Development assignments: per lettered part its status, when it is due, who is responsible, who takes part and which aims it serves, after Vijfheerenlanden (chapter 6).

What the document says comes with basis and place. Status and day, and often who is responsible, are not in it: the municipality adds them
(``assignment-statuses.csv``), and without them the overview says so.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from doelengraaf.instruments.assignment_parts import PART, Deadline, Reader, deadlines, read_assignments, with_late
from doelengraaf.instruments.assignment_reports import day_words
from doelengraaf.instruments.overviews import (
    Cell,
    Kind,
    Overview,
    Row,
    Table,
    cell_of,
    municipality_of,
    names,
)
from doelengraaf.instruments.said_things import (
    Said,
    read_scheme,
)
from doelengraaf.kept import kept_per_store
from doelengraaf.store import Store

__all__ = ["ASSIGNMENTS", "assignments_on"]

_WORDS = ("ontwikkelopdracht", "transformatieopdracht", "transformatieprogramma")
_GENERAL = ("Activity", "Effort", "Approach", "ExpectedDocument")


@kept_per_store
def assignments_on(store: Store, agenda: str, today: date) -> Overview:
    """Give the development assignments of an agenda as they stand on a day.

    Raises:
        NoAgendaError: there is no such agenda.
    """
    place = municipality_of(store, agenda)
    reader = Reader(store, agenda, today)
    whole = read_assignments(store, agenda)
    tables = [_deadline_table(deadlines(store, agenda, today)), _standing_table(store, reader, whole)]
    tables += [reader.table(assignment, parts) for assignment, parts in whole]
    tables.append(_general(reader))
    return Overview(ASSIGNMENTS, agenda, names(place, place), tables)


ASSIGNMENTS = Kind(
    "ontwikkelopdrachten",
    names("Ontwikkelopdrachten", "Development assignments"),
    names(
        "Zie per onderdeel van een ontwikkelopdracht hoe het ermee staat, wanneer het klaar moet zijn, wie verantwoordelijk is, wie meewerkt en aan welke doelen het bijdraagt. Stand en dag voegt de gemeente toe; wat niemand gezegd heeft, is een onderwerp voor het gesprek.",
        "See per part of a development assignment how it stands, when it is due, who is responsible, who takes part and which aims it serves. Status and day are added by the municipality; what nobody said is a subject to talk about.",
    ),
    "Vijfheerenlanden 6 en 7",
    lambda store, agenda: assignments_on(store, agenda, date.today()),
)


def _deadline_table(found: Iterable[Deadline]) -> Table:
    rows = []
    for one in found:
        letter = names(f"{one.letter})", f"{one.letter})") if one.letter else {}
        rows.append(
            Row(
                Cell([one.part.plain], words=letter),
                [
                    Cell([one.assignment.plain]),
                    Cell(words=with_late(day_words(one.due), one.late)),
                    Cell(words=one.standing.newest.words),
                ],
            )
        )
    return Table(
        "termijnen",
        names("Wat wanneer klaar moet zijn", "What is due when"),
        names(
            "De onderdelen waarvan de gemeente een dag heeft gemeld, de eerste bovenaan. Te laat is wat voor vandaag klaar moest zijn en niet klaar of gestopt is.",
            "The parts of which the municipality reported a day, the soonest on top. Late is what was due before today and is not done or stopped.",
        ),
        [PART, names("Ontwikkelopdracht", "Assignment"), names("Klaar op", "Due"), names("Stand", "Status")],
        rows,
        names(
            "Van geen onderdeel is gemeld wanneer het klaar moet zijn; daarom is er geen tijdlijn.",
            "Of no part is reported when it is due; so there is no timeline.",
        ),
    )


def _standing_table(store: Store, reader: Reader, whole: Sequence[tuple[Said, Sequence[str]]]) -> Table:
    """Count per assignment how its parts stand."""
    states = read_scheme(store, "progress")
    rows = []
    for assignment, parts in whole:
        standings = [reader.standings[key] for key in parts if key in reader.standings]
        found = [one.newest.progress for one in standings]
        numbers = [len(parts), *(found.count(one.iri.rpartition("/")[2]) for one in states)]
        numbers += [len(parts) - len(found), sum(1 for one in standings if one.late(reader.today))]
        partners = [part.item for part in reader.partners.get(assignment.iri, ())]
        goals = [tie.item for tie in reader.goals.get(assignment.iri, ())]
        rows.append(
            Row(
                Cell([assignment.plain]),
                [
                    *[Cell(words=names(str(number), str(number))) for number in numbers],
                    cell_of(partners),
                    cell_of(goals),
                ],
            )
        )
    return Table(
        "stand",
        names("Stand per ontwikkelopdracht", "Status per assignment"),
        names(
            "Hoeveel onderdelen een opdracht heeft en hoe ze staan, met wie en wat de agenda bij de opdracht als geheel noemt.",
            "How many parts an assignment has and how they stand, with who and what the agenda names at the assignment as a whole.",
        ),
        [
            names("Ontwikkelopdracht", "Assignment"),
            names("Onderdelen", "Parts"),
            *[names(*one.name) for one in states],
            names("geen stand gemeld", "no status reported"),
            names("te laat", "late"),
            names("Betrokken bij het geheel", "Involved in the whole"),
            names("Doelen van het geheel", "Aims of the whole"),
        ],
        rows,
        names("De agenda noemt geen ontwikkelopdrachten.", "The agenda names no development assignments."),
    )


def _general(reader: Reader) -> Table:
    """Give what the agenda says of carrying out its assignments in general, found by words."""
    rows = []
    for one in reader.things.values():
        if one.kind in _GENERAL and any(word in f"{one.text} {one.citation}".casefold() for word in _WORDS):
            parts = reader.partners.get(one.iri, ())
            rows.append(Row(Cell([one.item]), [cell_of([part.item for part in parts])]))
    return Table(
        "uitvoering",
        names("Wat de agenda over de uitvoering zegt", "What the agenda says of carrying them out"),
        names(
            "Inzet, activiteiten, werkwijzen en aangekondigde stukken waarin het woord ontwikkelopdracht of transformatieprogramma staat; gevonden op woorden, dus kijk zelf of iets ontbreekt.",
            "Efforts, activities, approaches and announced documents with the word for assignment or transformation programme; found by words, so see for yourself whether anything is missing.",
        ),
        [names("Wat", "What"), names("Wie", "Who")],
        rows,
        names("De agenda zegt er verder niets over.", "The agenda says nothing more of it."),
    )
