"""Positive health: aims and indicators by the six dimensions, per agenda and of all together.

All four agendas take positive health for their frame: Cranendonck in principle 6, Krimpenerwaard in 4.1, Vijfheerenlanden in 5.1 (footnote 14) and Wijk bij
Duurstede in 3.5 and appendix 3. That an aim or indicator touches a dimension is nearly always our reading; a thing may touch several.
"""

from collections.abc import Mapping, Sequence

from doelengraaf.instruments.overviews import (
    TOGETHER,
    Cell,
    Item,
    Kind,
    Overview,
    Row,
    Table,
    Words,
    cell_of,
    municipality_of,
    names,
)
from doelengraaf.instruments.said_things import Concept, Said, SaidLink, read_concepts, read_links, read_things
from doelengraaf.kept import kept_per_store
from doelengraaf.network import agendas_of
from doelengraaf.store import Store
from doelengraaf.things import Link

__all__ = ["HEALTH", "NUMBERS", "positive_health"]

NUMBERS = "dimensies"
"""The key of the table with numbers, which the picture draws."""
_GROUPS: Mapping[str, tuple[Words, tuple[str, ...]]] = {
    "effect": (names("Resultaten", "Results"), ("Effect",)),
    "aim": (names("Doelen en opgaven", "Goals and challenges"), ("Challenge", "Goal", "Subgoal")),
    "indicator": (names("Indicatoren", "Indicators"), ("Indicator",)),
}
_DIMENSION = names("Dimensie", "Dimension")
_TEXT = names(
    "Hoeveel de agenda er bij elke dimensie heeft. Wat meer dimensies raakt telt bij elk mee.",
    "How many the agenda has at each dimension. What touches more dimensions counts at each.",
)


@kept_per_store
def positive_health(store: Store, agenda: str) -> Overview:
    """Give the aims and indicators of an agenda, or of all (``samen``), by dimension.

    Raises:
        NoAgendaError: there is no such agenda.
    """
    dimensions = read_concepts(store, "PositiveHealthDimension")
    if agenda == TOGETHER:
        slugs = [choice.slug for choice in agendas_of(store)]
        readers = {municipality_of(store, one): _Reader(store, one, dimensions) for one in slugs}
        return Overview(
            HEALTH,
            agenda,
            names("van alle agenda’s samen", "of all agendas together"),
            [
                _numbers_together(readers, dimensions),
                *[_aims_together(readers, dimensions)],
                _untouched(readers, dimensions),
            ],
        )
    place = municipality_of(store, agenda)
    reader = _Reader(store, agenda, dimensions)
    tables = [reader.numbers(), reader.by_dimension(), _untouched({place: reader}, dimensions), reader.without()]
    return Overview(HEALTH, agenda, names(place, place), tables)


HEALTH = Kind(
    "positieve-gezondheid",
    names("Positieve gezondheid", "Positive health"),
    names(
        "Zie welke doelen en indicatoren de zes dimensies van positieve gezondheid raken, en wat geen doel raakt.",
        "See which aims and indicators touch the six dimensions of positive health, and what no aim touches.",
    ),
    "Cranendonck, Uitgangspunten 6; Krimpenerwaard, beleidskader 4.1; Vijfheerenlanden 5.1; Wijk bij Duurstede 3.5 en bijlage 3",
    positive_health,
    together=True,
)


class _Reader:
    """The dimensions of one agenda."""

    def __init__(self, store: Store, agenda: str, dimensions: Sequence[Concept]) -> None:
        self.dimensions = dimensions
        self.things: Mapping[str, Said] = read_things(store, agenda)
        own = {one.iri for one in dimensions}
        self.ties: list[SaidLink] = [
            tie for tie in read_links(store, agenda, "schema:about") if tie.target in own and tie.subject in self.things
        ]

    def items(self, dimension: Concept, group: str) -> list[Item]:
        """Give what touches a dimension, of one of the groups or of all others."""
        kinds = _GROUPS[group][1] if group in _GROUPS else ()
        known = {kind for _, some in _GROUPS.values() for kind in some}
        found = [
            (self.things[tie.subject], tie)
            for tie in self.ties
            if tie.target == dimension.iri
            and (self.things[tie.subject].kind in kinds if kinds else self.things[tie.subject].kind not in known)
        ]
        return [
            Item(Link(one.name, one.iri, tie.basis), tie.citation, names(*one.kind_words))
            for one, tie in sorted(found, key=lambda pair: pair[0].name.casefold())
        ]

    def numbers(self) -> Table:
        """Count per dimension."""
        rows = [
            Row(
                Cell(words=names(*one.name)),
                [*[_number(len(self.items(one, group))) for group in _GROUPS], Cell(words=names(*one.definition))],
            )
            for one in self.dimensions
        ]
        heads = [_DIMENSION, *[head for head, _ in _GROUPS.values()], names("Betekenis", "Meaning")]
        return Table(NUMBERS, names("Dimensies in getallen", "Dimensions in numbers"), _TEXT, heads, rows)

    def by_dimension(self) -> Table:
        """Give what touches each dimension."""
        rows = []
        for one in self.dimensions:
            cells = [cell_of(self.items(one, group)) for group in (*_GROUPS, "other")]
            rows.append(Row(Cell(words=names(*one.name)), cells))
        return Table(
            "doelen",
            names("Wat elke dimensie raakt", "What touches each dimension"),
            names(
                "Met de zekerheid dat het de dimensie raakt, en de plaats waar dat uit blijkt.",
                "With how sure it is that it touches the dimension, and the place that shows it.",
            ),
            [
                _DIMENSION,
                *[head for head, _ in _GROUPS.values()],
                names("Inzet, uitgangspunten en overige", "Efforts, principles and others"),
            ],
            rows,
        )

    def without(self) -> Table:
        """Give the results and aims that touch no dimension."""
        touching = {tie.subject for tie in self.ties}
        kinds = {kind for group in ("effect", "aim") for kind in _GROUPS[group][1]}
        rows = [
            Row(Cell([one.item]), []) for one in self.things.values() if one.kind in kinds and one.iri not in touching
        ]
        return Table(
            "doelen-zonder",
            names("Resultaten en doelen bij geen dimensie", "Results and aims at no dimension"),
            names(
                "Uit de agenda blijkt niet welke dimensie deze raken.",
                "The agenda does not show which dimension these touch.",
            ),
            [names("Resultaat of doel", "Result or aim")],
            rows,
        )


def _number(many: int) -> Cell:
    return Cell(words=names(str(many), str(many)))


def _numbers_together(readers: Mapping[str, _Reader], dimensions: Sequence[Concept]) -> Table:
    """Count the aims and indicators of every agenda per dimension."""
    rows = []
    for one in dimensions:
        aims = [len(reader.items(one, "effect")) + len(reader.items(one, "aim")) for reader in readers.values()]
        indicators = sum(len(reader.items(one, "indicator")) for reader in readers.values())
        rows.append(Row(Cell(words=names(*one.name)), [*map(_number, aims), _number(sum(aims)), _number(indicators)]))
    heads = [
        _DIMENSION,
        *[names(place, place) for place in readers],
        names("Doelen samen", "Aims together"),
        names("Indicatoren samen", "Indicators together"),
    ]
    return Table(
        NUMBERS,
        names("Dimensies in getallen", "Dimensions in numbers"),
        names(
            "Hoeveel resultaten, opgaven, doelen en subdoelen elke agenda bij een dimensie heeft. Wat meer dimensies raakt telt bij elk mee. De agenda’s verschillen in lengte en indeling: vergelijk de verdeling, niet de aantallen.",
            "How many results, challenges, goals and subgoals each agenda has at a dimension. What touches more dimensions counts at each. The agendas differ in length and make-up: compare the spread, not the numbers.",
        ),
        heads,
        rows,
    )


def _aims_together(readers: Mapping[str, _Reader], dimensions: Sequence[Concept]) -> Table:
    """Give the aims of every agenda side by side per dimension."""
    rows = []
    for one in dimensions:
        cells = []
        for reader in readers.values():
            cells.append(cell_of([*reader.items(one, "effect"), *reader.items(one, "aim")]))
        rows.append(Row(Cell(words=names(*one.name)), cells))
    return Table(
        "doelen",
        names("Doelen naast elkaar", "Aims side by side"),
        names("De resultaten en doelen van elke agenda.", "The results and aims of each agenda."),
        [_DIMENSION, *[names(place, place) for place in readers]],
        rows,
    )


def _untouched(readers: Mapping[str, _Reader], dimensions: Sequence[Concept]) -> Table:
    """Give the dimensions that no aim touches, or that no indicator measures."""
    rows = []
    for place, reader in readers.items():
        cells = []
        for groups in (("effect", "aim"), ("indicator",)):
            bare = [one for one in dimensions if not any(reader.items(one, group) for group in groups)]
            # An empty list is good news, and said so.
            cells.append(
                Cell([Item(Link(one.name[0], one.iri)) for one in bare])
                if bare
                else Cell(words=names("geen: alle zes komen voor", "none: all six are there"))
            )
        rows.append(Row(Cell(words=names(place, place)), cells))
    return Table(
        "geen-doel",
        names("Wat geen doel raakt", "What no aim touches"),
        names(
            "Dimensies zonder resultaat of doel, en dimensies waarbij geen indicator meet.",
            "Dimensions without result or aim, and dimensions that no indicator measures.",
        ),
        [
            names("Agenda", "Agenda"),
            names("Geen resultaat of doel", "No result or aim"),
            names("Geen indicator", "No indicator"),
        ],
        rows,
    )
