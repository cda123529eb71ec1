"""The prevention matrix: universal, selective and indicated prevention by target group and partner, after Wijk bij Duurstede (3.4 and appendix 2)."""

from collections.abc import Mapping, Sequence

from doelengraaf.instruments.overviews import (
    Cell,
    Item,
    Kind,
    Overview,
    Row,
    Table,
    cell_of,
    municipality_of,
    names,
)
from doelengraaf.instruments.said_things import (
    Concept,
    Part,
    Said,
    SaidLink,
    read_concepts,
    read_links,
    read_parts,
    read_things,
)
from doelengraaf.kept import kept_per_store
from doelengraaf.store import Store
from doelengraaf.things import Link

__all__ = ["PREVENTION", "prevention_matrix"]

_NO_GROUP = names("Doelgroep staat niet in de agenda", "Target group is not in the agenda")
_NO_PARTNER = names("Partner staat niet in de agenda", "Partner is not in the agenda")


@kept_per_store
def prevention_matrix(store: Store, agenda: str) -> Overview:
    """Give the prevention of an agenda.

    Raises:
        NoAgendaError: there is no such agenda.
    """
    place = municipality_of(store, agenda)
    reader = _Reader(store, agenda)
    return Overview(
        PREVENTION,
        agenda,
        names(place, place),
        [reader.explained(), reader.by_group(), reader.by_partner(), reader.work_table()],
    )


PREVENTION = Kind(
    "preventie",
    names("Preventiematrix", "Prevention matrix"),
    names(
        "Zie welke universele, selectieve en geïndiceerde preventie de agenda noemt, voor wie en met welke partner. Een leeg vak is een onderwerp voor het gesprek, geen fout.",
        "See which universal, selective and indicated prevention the agenda names, for whom and with which partner. An empty box is a subject to talk about, not an error.",
    ),
    "Wijk bij Duurstede 3.4 en bijlage 2",
    prevention_matrix,
)


class _Reader:
    """The prevention of one agenda."""

    def __init__(self, store: Store, agenda: str) -> None:
        self.types: Sequence[Concept] = read_concepts(store, "PreventionType")
        own = {one.iri for one in self.types}
        self.things: Mapping[str, Said] = read_things(store, agenda)
        self.ties = [
            tie for tie in read_links(store, agenda, "dcterms:type") if tie.target in own and tie.subject in self.things
        ]
        # A way of working that tells the types apart is no prevention itself.
        self.work = [tie for tie in self.ties if self.things[tie.subject].kind != "Approach"]
        self.groups: list[SaidLink] = read_links(store, agenda, "dg:aimsAt")
        self.parts: list[Part] = read_parts(store, agenda)

    def cells(self, subjects: set[str]) -> list[Cell]:
        """Give per type the work among some things."""
        return [
            Cell(
                [
                    Item(Link(self.things[tie.subject].name, tie.subject, tie.basis), tie.citation)
                    for tie in self.work
                    if tie.target == kind.iri and tie.subject in subjects
                ]
            )
            for kind in self.types
        ]

    def heads(self, first: str, english: str) -> list[Mapping[str, str]]:
        """Give the heads: what a line is about, then the types."""
        return [names(first, english), *[names(*kind.name) for kind in self.types]]

    def explained(self) -> Table:
        """Give what each type means and what the agenda says of it in general."""
        rows = []
        for kind in self.types:
            said = [
                Item(Link(self.things[tie.subject].name, tie.subject, tie.basis), tie.citation)
                for tie in self.ties
                if tie.target == kind.iri and self.things[tie.subject].kind == "Approach"
            ]
            many = str(len({tie.subject for tie in self.work if tie.target == kind.iri}))
            rows.append(
                Row(
                    Cell(words=names(*kind.name)),
                    [
                        Cell(words=names(*kind.definition)),
                        Cell(words=names(many, many)),
                        cell_of(said),
                    ],
                )
            )
        return Table(
            "vormen",
            names("Vormen van preventie", "Forms of prevention"),
            names(
                "Het onderscheid komt van Loketgezondleven.nl en staat in bijlage 2 van Wijk bij Duurstede.",
                "The distinction is that of Loketgezondleven.nl and stands in appendix 2 of Wijk bij Duurstede.",
            ),
            [
                names("Vorm", "Form"),
                names("Betekenis", "Meaning"),
                names("Activiteiten", "Activities"),
                names("De agenda over deze vorm", "The agenda on this form"),
            ],
            rows,
        )

    def by_group(self) -> Table:
        """Give the work by target group: every group the agenda aims at, also where it names no prevention."""
        # A line shows the surest place where the agenda aims work at the group: the last in this order.
        by_name = {tie.target: tie.item for tie in sorted(self.groups, key=lambda tie: tie.basis)}
        rows = []
        for group, item in sorted(by_name.items(), key=lambda pair: pair[1].link.text.casefold()):
            own = [tie for tie in self.groups if tie.target == group]
            rows.append(Row(Cell([item]), self.cells({tie.subject for tie in own})))
        aimed = {tie.subject for tie in self.groups}
        rest = {tie.subject for tie in self.work} - aimed
        if rest:
            rows.append(Row(Cell(words=_NO_GROUP), self.cells(rest)))
        return Table(
            "doelgroepen",
            names("Preventie per doelgroep", "Prevention by target group"),
            names(
                "Alle doelgroepen waarop de agenda werk richt. Een leeg vak: de agenda noemt voor deze groep geen preventie van deze vorm.",
                "All target groups the agenda aims work at. An empty box: the agenda names no prevention of this form for this group.",
            ),
            self.heads("Doelgroep", "Target group"),
            rows,
        )

    def by_partner(self) -> Table:
        """Give the work by partner, and what no partner is named for."""
        work = {tie.subject for tie in self.work}
        own: dict[str, set[str]] = {}
        by_name: dict[str, Item] = {}
        for part in self.parts:
            if part.via in work:
                own.setdefault(part.partner, set()).add(part.via)
                by_name.setdefault(part.partner, Item(part.item.link, part.citation))
        rows = [
            Row(Cell([item]), self.cells(own[partner]))
            for partner, item in sorted(by_name.items(), key=lambda pair: pair[1].link.text.casefold())
        ]
        rest = work - {part.via for part in self.parts}
        if rest:
            rows.append(Row(Cell(words=_NO_PARTNER), self.cells(rest)))
        return Table(
            "partners",
            names("Preventie per partner", "Prevention by partner"),
            names(
                "De partners die de agenda bij deze activiteiten noemt, en de activiteiten zonder partner.",
                "The partners the agenda names with these activities, and the activities without partner.",
            ),
            self.heads("Partner", "Partner"),
            rows,
            _NONE,
        )

    def work_table(self) -> Table:
        """Give each activity with its form, target groups and partners."""
        rows = []
        for one in self.things.values():
            own = [tie for tie in self.work if tie.subject == one.iri]
            if not own:
                continue
            groups = [tie.item for tie in self.groups if tie.subject == one.iri]
            parts = [part.item for part in self.parts if part.via == one.iri]
            rows.append(
                Row(
                    Cell([one.item]),
                    [
                        Cell([tie.item for tie in own]),
                        cell_of(groups),
                        cell_of(parts),
                    ],
                )
            )
        return Table(
            "activiteiten",
            names("Activiteiten", "Activities"),
            names(
                "Elke activiteit waarvan de vorm van preventie in de agenda staat of te lezen is.",
                "Each activity of which the form of prevention is stated in the agenda or can be read there.",
            ),
            [
                names("Activiteit", "Activity"),
                names("Vorm", "Form"),
                names("Doelgroep", "Target group"),
                names("Partner", "Partner"),
            ],
            rows,
            _NONE,
        )


_NONE = names(
    "De agenda noemt bij geen enkele activiteit een van deze vormen van preventie.",
    "The agenda names none of these forms of prevention for any activity.",
)
