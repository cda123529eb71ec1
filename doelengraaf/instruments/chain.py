"""The goal chain check: which links from result to activity the agenda has per aim, after the model of Vijfheerenlanden (sections 5.2, 6.7 and the last page).

A link is there when the agenda itself says so, with basis and place. What only follows from standing under the same wheel or theme is called derived, and what
the agenda says is still to come is called announced; neither counts as there.
"""

from collections.abc import Iterable, Mapping, Sequence

from doelengraaf.goal_graph import GoalGraph, Node, Tie, read_goal_graph
from doelengraaf.instruments.chain_measuring import measuring_table
from doelengraaf.instruments.overviews import (
    MISSING,
    Cell,
    Item,
    Kind,
    NoAgendaError,
    Overview,
    Row,
    Table,
    cell_of,
    municipality_of,
    names,
)
from doelengraaf.instruments.said_things import Said, read_things
from doelengraaf.kept import kept_per_store
from doelengraaf.network import texts
from doelengraaf.store import Store, iri
from doelengraaf.terms import ID, short
from doelengraaf.things import Link

__all__ = ["ANNOUNCED", "CHAIN", "chain"]

AIMS = ("challenge", "goal", "subgoal")
ANNOUNCED: Mapping[str, Mapping[str, Sequence[str]]] = {
    "vijfheerenlanden": {
        "subgoal": ("framework-rule/sturingsstrategie-5",),
        "indicator": ("development-assignment-item/sturingsstrategie-b",),
        "subindicator": ("framework-rule/sturingsstrategie-5",),
        "activity": ("effort/activiteiten-jaarlijks-kiezen",),
        "baseline": ("effort/nulmeting-per-project",),
    },
    "wijk-bij-duurstede": {"indicator": ("expected-document/thema-agendas",)},
    "cranendonck": {"activity": ("expected-document/jaarplannen-op-kernniveau",)},
}
"""What an agenda says is still to come for its aims in general, by link. That it holds for each aim is our reading, so the basis is ``interpreted``."""
_LINKS = {
    "result": names("Resultaat", "Result"),
    "goal": names("Hoger doel of opgave", "Higher aim"),
    "indicator": names("Indicator", "Indicator"),
    "activity": names("Activiteit of inzet", "Activity or effort"),
    "subgoal": names("Subdoel", "Subgoal"),
    "subindicator": names("Subindicator", "Subindicator"),
    "baseline": names("Cijfer om van uit te gaan", "Figure to start from"),
}
_ACTIVITIES = ("Activity", "Effort", "Priority")
_VIA_AREA = names("via het rad of thema", "through the wheel or theme")
_VIA_AIM = names("via een hoger doel", "through a higher aim")
_VIA_WHOLE = names("via het geheel waar dit deel van is", "through the whole this is part of")


@kept_per_store
def chain(store: Store, agenda: str) -> Overview:
    """Give the chain of an agenda.

    Raises:
        NoAgendaError: there is no such agenda.
    """
    place = municipality_of(store, agenda)
    graph = read_goal_graph(store, agenda)
    if graph is None:  # municipality_of has refused it already
        raise NoAgendaError(agenda)
    reader = _Reader(store, graph, agenda)
    rows = [reader.row(node) for node in graph.of_layer(*AIMS)]
    aims = Table(
        "doelen",
        names("De keten per doel", "The chain per aim"),
        names(
            "Een regel per opgave, doel en subdoel. Bij een subdoel staan zijn indicatoren; bij het doel erboven heten die subindicatoren.",
            "A line per challenge, goal and subgoal. A subgoal has its indicators; at the goal above it those are called subindicators.",
        ),
        [names("Doel", "Aim"), *_LINKS.values()],
        rows,
    )
    tables = [
        _links_table(reader, rows),
        aims,
        reader.loose_work(),
        reader.without_work(),
        measuring_table(store, agenda),
    ]
    return Overview(CHAIN, agenda, names(place, place), tables)


CHAIN = Kind(
    "doelketen",
    names("Doelketen", "Goal chain"),
    names(
        "Zie per doel welke schakels de agenda heeft: resultaat, doel, indicator, activiteit, subdoel en subindicator, welke ontbreken en welke alleen zijn aangekondigd. Wat ontbreekt is een onderwerp voor het gesprek, geen fout.",
        "See per aim which links the agenda has: result, goal, indicator, activity, subgoal and subindicator, which are missing and which are only announced. What is missing is a subject to talk about, not an error.",
    ),
    "Vijfheerenlanden 5.2, 6.7, 6.9 en het schema op de laatste bladzijde",
    chain,
)


class _Reader:
    """One agenda, read link by link."""

    def __init__(self, store: Store, graph: GoalGraph, agenda: str) -> None:
        self.graph = graph
        self.things = read_things(store, agenda)
        base = f"{ID}{agenda}/"
        self.announced = {
            link: [
                Item(Link(one.name, one.iri, "interpreted"), one.citation)
                for slug in slugs
                if (one := self.things.get(base + slug))
            ]
            for link, slugs in ANNOUNCED.get(agenda, {}).items()
        }
        self.figures: dict[str, list[Item]] = {}
        for indicator, name, thing, basis, citation in texts(
            store,
            f"""SELECT DISTINCT ?i ?name ?o ?basis ?citation WHERE {{ ?o a dg:Observation ; dg:indicator ?i ; dg:agenda {iri(f"{ID}agenda/{agenda}")} ;
              dg:basis ?basis ; schema:text ?text ; dcterms:bibliographicCitation ?citation . ?i schema:name ?n
              BIND (CONCAT(?n, ": ", STR(?text)) AS ?name) }} ORDER BY ?i ?o""",
        ):
            item = Item(Link(name, thing, basis.rpartition("/")[2]), citation)
            self.figures.setdefault(short(indicator), []).append(item)

    def item(self, node: Node, ties: Sequence[Tie]) -> Item:
        """Give a node with the surest tie that puts it here."""
        tie = ties[0]
        return Item(Link(node.name, node.iri, tie.basis), tie.citation)

    def tied(self, key: str, side: str, layers: Iterable[str], sure: bool = True) -> list[Item]:
        """Give what is tied to a node above or below it, in some layers; what is derived apart from what is said."""
        found = getattr(self.graph, side).get(key, {})
        return [
            self.item(self.graph.nodes[other], ties)
            for other, ties in found.items()
            if self.graph.nodes[other].layer in layers and (ties[0].basis != "derived") == sure
        ]

    def keys(self, key: str, side: str, layers: Iterable[str]) -> list[str]:
        """Give the keys of what is said to be tied to a node."""
        found = getattr(self.graph, side).get(key, {})
        return [o for o, ties in found.items() if self.graph.nodes[o].layer in layers and ties[0].basis != "derived"]

    def row(self, node: Node) -> Row:
        """Give the links of an aim."""
        one = self.things[node.iri]
        indicators = self.keys(node.key, "below", ("indicator",))
        subaims = self.keys(node.key, "below", AIMS)
        subindicators = {item.link.iri: item for sub in subaims for item in self.tied(sub, "below", ("indicator",))}
        figures = [item for key in indicators for item in self.figures.get(key, ())]
        cells = [
            self.cell("result", self.tied(node.key, "above", ("effect",)), self.results_above(node.key)),
            self.cell("goal", self.tied(node.key, "above", AIMS), ()),
            self.cell("indicator", self.tied(node.key, "below", ("indicator",)), self.of_area(node.key)),
            self.cell(
                "activity", self.tied(node.key, "below", ("action",)), self.tied(node.key, "below", ("action",), False)
            ),
            self.cell("subgoal", self.tied(node.key, "below", AIMS), ()),
            self.cell("subindicator", list(subindicators.values()), ()),
            self.cell("baseline", figures, ()),
        ]
        return Row(Cell([Item(Link(node.name, node.iri, one.basis), one.citation, names(*node.kind))]), cells)

    def cell(self, link: str, said: Sequence[Item], derived: Sequence[Item]) -> Cell:
        """Give what is said; else what is announced; else how much is derived; else that it is missing."""
        if said:
            return Cell(said)
        if self.announced.get(link):
            return Cell(self.announced[link], "announced")
        if derived:
            many = len({item.link.iri for item in derived})
            note = derived[0].note or _VIA_AREA
            return Cell((), "derived", {lang: f"{many} {text}" for lang, text in note.items()})
        return MISSING

    def results_above(self, key: str) -> list[Item]:
        """Give the results of the aims above an aim."""
        seen, todo, found = {key}, self.keys(key, "above", AIMS), []
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                found += self.tied(one, "above", ("effect",))
                todo += self.keys(one, "above", AIMS)
        return [Item(item.link, item.citation, _VIA_AIM) for item in found]

    def of_area(self, key: str) -> list[Item]:
        """Give the indicators of the wheels and themes an aim is in."""
        areas = self.keys(key, "above", ("area",))
        return [item for area in areas for item in self.tied(area, "below", ("indicator",))]

    def loose_work(self) -> Table:
        """Give the activities, efforts and priorities that are not said to contribute to an aim or result."""
        rows = []
        for node in self.graph.of_layer("action"):
            one = self.things[node.iri]
            if one.kind not in _ACTIVITIES or self.tied(node.key, "above", (*AIMS, "effect")):
                continue
            wholes = [
                key for key in self.keys(node.key, "above", ("action",)) if self.tied(key, "above", (*AIMS, "effect"))
            ]
            derived = self.tied(node.key, "above", AIMS, False)
            areas = self.tied(node.key, "above", ("area",))
            through = self.cell("", (), [Item(Link("", key), "", _VIA_WHOLE) for key in wholes] or derived)
            head = Cell([Item(Link(node.name, node.iri, one.basis), one.citation, names(*node.kind))])
            rows.append(Row(head, [cell_of(areas), through]))
        return Table(
            "zonder-doel",
            names("Activiteiten die aan geen doel bijdragen", "Activities that contribute to no aim"),
            names(
                "Activiteiten, inspanningen en prioriteiten waarvan de agenda niet zegt aan welk doel of resultaat zij bijdragen. Vijfheerenlanden zet zo’n activiteit niet in of stopt ermee (6.7, kader 6).",
                "Activities, efforts and priorities of which the agenda does not say to which aim or result they contribute. Vijfheerenlanden does not start such an activity, or ends it (6.7, frame 6).",
            ),
            [
                names("Activiteit of inzet", "Activity or effort"),
                names("Rad of thema", "Wheel or theme"),
                names("Doelen", "Aims"),
            ],
            rows,
        )

    def without_work(self) -> Table:
        """Give the aims to which nothing and nobody is said to contribute, themselves or through the aims under them."""
        rows = []
        for node in self.graph.of_layer(*AIMS):
            if self.worked(node.key, set()):
                continue
            one = self.things[node.iri]
            derived = self.tied(node.key, "below", ("action",), False)
            head = Cell([Item(Link(node.name, node.iri, one.basis), one.citation, names(*node.kind))])
            rows.append(Row(head, [self.cell("activity", (), derived)]))
        return Table(
            "zonder-werk",
            names("Doelen waaraan niemand werkt", "Aims nobody works on"),
            names(
                "Opgaven, doelen en subdoelen waarbij de agenda geen activiteit, inzet of partner noemt, ook niet bij de doelen eronder.",
                "Challenges, goals and subgoals for which the agenda names no activity, effort or partner, nor for the aims under them.",
            ),
            [names("Doel", "Aim"), names("Activiteit of inzet", "Activity or effort")],
            rows,
        )

    def worked(self, key: str, seen: set[str]) -> bool:
        """Tell whether work is said to go to an aim or to one under it."""
        seen.add(key)
        if self.tied(key, "below", ("action", "partner")):
            return True
        return any(self.worked(sub, seen) for sub in self.keys(key, "below", AIMS) if sub not in seen)


def _links_table(reader: _Reader, rows: Sequence[Row]) -> Table:
    """Count per link in how many aims it is there, announced, derived or missing; and show the vision the chain hangs from."""
    found = [Row(Cell(words=names("Visie", "Vision")), [_vision(reader.things.values()), *[Cell()] * 3])]
    for place, head in enumerate(_LINKS.values()):
        states = [row.cells[place].state for row in rows]
        numbers = [states.count(""), states.count("announced"), states.count("derived"), states.count("missing")]
        found.append(Row(Cell(words=head), [Cell(words={"nl": str(number), "en": str(number)}) for number in numbers]))
    return Table(
        "schakels",
        names("Schakels", "Links"),
        names(
            f"Bij hoeveel van de {len(rows)} opgaven, doelen en subdoelen de schakel er is. Visie: wat onder een kop met visie of missie staat.",
            f"For how many of the {len(rows)} challenges, goals and subgoals the link is there. Vision: what stands under a heading with vision or mission.",
        ),
        [
            names("Schakel", "Link"),
            names("staat er", "there"),
            names("aangekondigd", "announced"),
            names("alleen afgeleid", "derived only"),
            names("staat niet in de agenda", "not in the agenda"),
        ],
        found,
    )


def _vision(things: Iterable[Said]) -> Cell:
    """Give the results and principles of the sections on vision and mission."""
    found = [
        Item(Link(one.name, one.iri, one.basis), one.citation)
        for one in things
        if one.kind in ("Effect", "Principle") and any(word in one.citation.casefold() for word in ("visie", "missie"))
    ]
    return cell_of(sorted(found, key=lambda item: item.link.text.casefold()))
