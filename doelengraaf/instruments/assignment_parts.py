"""The parts of development assignments, read one by one: what the agenda says of a part and what the municipality reported."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from doelengraaf.instruments.assignment_reports import Standing, day_words, read_standings
from doelengraaf.instruments.overviews import MISSING, Cell, Item, Row, Table, Words, cell_of, names
from doelengraaf.instruments.said_things import (
    Said,
    links_by_subject,
    parts_by_action,
    read_links,
    read_notations,
    read_things,
)
from doelengraaf.store import Store
from doelengraaf.things import Link

__all__ = ["PART", "Deadline", "Reader", "deadlines", "read_assignments", "with_late"]

PART = names("Onderdeel", "Part")
_UNREPORTED = Cell(words=names("nog geen stand gemeld", "no status reported yet"))
_VIA_WHOLE = names("via de opdracht als geheel", "through the assignment as a whole")
_PERFORMS = "voert uit"
_NUMBER = re.compile(r"\b\d+(?:\.\d+)+")


@dataclass(frozen=True)
class Deadline:
    """A part with a day on which it is due.

    Args:
        part: the part.
        letter: its letter, or empty.
        assignment: the assignment it is of.
        standing: what is reported of it.
        due: the day.
        late: how many days it is late; 0 when it is not.
    """

    part: Said
    letter: str
    assignment: Said
    standing: Standing
    due: date
    late: int


def deadlines(store: Store, agenda: str, today: date) -> list[Deadline]:
    """Give the parts with a day on which they are due, soonest first."""
    things, standings = read_things(store, agenda), read_standings(store, agenda)
    letters = read_notations(store, agenda)
    found = []
    for assignment, parts in read_assignments(store, agenda):
        for key in parts:
            standing = standings.get(key)
            if standing and standing.due:
                late = standing.late(today)
                found.append(Deadline(things[key], letters.get(key, ""), assignment, standing, standing.due, late))
    return sorted(found, key=lambda one: (one.due, one.part.iri))


def read_assignments(store: Store, agenda: str) -> list[tuple[Said, list[str]]]:
    """Give the assignments with their parts, in the order of the document."""
    things, letters = read_things(store, agenda), read_notations(store, agenda)
    parts: dict[str, list[str]] = {}
    for tie in read_links(store, agenda, "dg:partOf"):
        one = things.get(tie.subject)
        if one and one.kind == "DevelopmentAssignmentItem":
            parts.setdefault(tie.target, []).append(tie.subject)
    return [
        (one, sorted(set(parts.get(one.iri, ())), key=lambda key: (letters.get(key, ""), key)))
        for one in sorted(things.values(), key=lambda one: _place(one.citation))
        if one.kind == "DevelopmentAssignment"
    ]


def _place(citation: str) -> tuple[list[int], str]:
    """Give by what assignments are ordered: the last paragraph number in their citation, so that 6.10 comes after 6.9.

    >>> _place("Agenda, 6.9 Kwaliteitsnormen") < _place("Agenda, 6.10 Begroting")
    True
    """
    numbers = _NUMBER.findall(citation)
    return [int(part) for part in numbers[-1].split(".")] if numbers else [], citation


class Reader:
    """One agenda on a day, part by part."""

    def __init__(self, store: Store, agenda: str, today: date) -> None:
        self.today = today
        self.things = read_things(store, agenda)
        self.standings = read_standings(store, agenda)
        self.letters = read_notations(store, agenda)
        self.goals = links_by_subject(store, agenda, "dg:contributesTo")
        self.partners = parts_by_action(store, agenda)

    def head(self, key: str) -> Cell:
        """Give a part with its letter."""
        one, letter = self.things[key], self.letters.get(key, "")
        return Cell([one.plain], words=names(f"{letter})", f"{letter})") if letter else {})

    def table(self, assignment: Said, parts: Sequence[str]) -> Table:
        """Give the parts of an assignment."""
        rows = [Row(self.head(key), self.cells(key, assignment.iri)) for key in parts]
        return Table(
            f"opdracht-{assignment.iri.rpartition('/')[2]}",
            names(assignment.name, assignment.name),
            names(
                f"{len(parts)} onderdelen; {assignment.citation}.",
                f"{len(parts)} parts; {assignment.citation}.",
            ),
            [
                PART,
                names("Stand", "Status"),
                names("Klaar op", "Due"),
                names("Verantwoordelijk", "Responsible"),
                names("Betrokken partners", "Partners involved"),
                names("Doelen", "Aims"),
                names("Eerdere meldingen", "Earlier reports"),
            ],
            rows,
        )

    def cells(self, key: str, assignment: str) -> list[Cell]:
        """Give what is known of a part."""
        standing = self.standings.get(key)
        parts = self.partners.get(key, [])
        performers = [part.item for part in parts if part.role[0] == _PERFORMS]
        own = [tie.item for tie in self.goals.get(key, ())]
        via = [
            Item(Link(tie.name, tie.target, "derived"), tie.citation, _VIA_WHOLE)
            for tie in self.goals.get(assignment, ())
            if tie.target not in {item.link.iri for item in own}
        ]
        who = "; ".join(standing.responsible) if standing else ""
        responsible = Cell(performers, words=names(who, who) if who else {})
        return [
            Cell([standing.newest.item(False)], words=standing.newest.words) if standing else _UNREPORTED,
            self.due(standing),
            responsible if responsible.lines() else MISSING,
            cell_of([part.item for part in parts]),
            cell_of([*own, *via]),
            _history(standing) if standing else Cell(),
        ]

    def due(self, standing: Standing | None) -> Cell:
        """Give when a part is due, with in words whether it is late."""
        if standing is None or standing.due is None:
            return MISSING
        day = day_words(standing.due)
        return Cell(words=with_late(day, standing.late(self.today)))


def with_late(day: Words, late: int) -> Words:
    """Give a day, with in words how late it is."""
    if not late:
        return day
    return names(
        f"te laat: {day['nl']}, {late} {'dag' if late == 1 else 'dagen'} geleden",
        f"late: {day['en']}, {late} {'day' if late == 1 else 'days'} ago",
    )


def _history(standing: Standing) -> Cell:
    earlier = [one.item(True) for one in standing.reports[1:]]
    return Cell(earlier) if earlier else Cell(words=names("geen", "none"))
