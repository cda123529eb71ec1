"""The goal graph of one agenda: its effects, areas, aims, indicators, actions and partners, and what ties one to another, with basis and place.

Every tie points from what is lower to what it serves, belongs to, measures or takes part in. Ties of the basis ``derived`` are those that the rules in ``ontology/rules/``
draw from being listed under the same wheel or theme; the agenda itself does not take that step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from doelengraaf.network import bases_upto, slug, texts
from doelengraaf.store import Store, iri
from doelengraaf.terms import ID, short

__all__ = ["LAYERS", "GoalGraph", "Node", "Tie", "read_goal_graph"]

LAYERS = ("agenda", "effect", "area", "challenge", "goal", "subgoal", "indicator", "action", "partner")
"""From the far end to the hand that does it: the order of the columns."""
_LAYER_OF = {
    "Agenda": "agenda",
    "Effect": "effect",
    "Wheel": "area",
    "Theme": "area",
    "Challenge": "challenge",
    "Goal": "goal",
    "Subgoal": "subgoal",
    "Indicator": "indicator",
    "Effort": "action",
    "Activity": "action",
    "Priority": "action",
    "Approach": "action",
    "DevelopmentAssignment": "action",
    "DevelopmentAssignmentItem": "action",
    "PartnerOrganization": "partner",
    "PartnerCollaboration": "partner",
    "PartnerGroup": "partner",
}
_STRENGTH = {"stated": 0, "interpreted": 1, "derived": 2}


@dataclass(frozen=True)
class Node:
    """A thing of the graph.

    Args:
        key: what addresses name it by, such as ``goal/leefbaarheid``.
        name: its name, in Dutch.
        layer: one of ``LAYERS``.
        kind: what it is in words: (Dutch, English).
        iri: its IRI; empty for a gathering that is no thing of the agenda.
    """

    key: str
    name: str
    layer: str
    kind: tuple[str, str]
    iri: str = ""

    @property
    def rank(self) -> int:
        """The place of its layer."""
        return LAYERS.index(self.layer)


@dataclass(frozen=True)
class Tie:
    """What ties a lower thing to a higher one.

    Args:
        lower: the key of the lower one.
        upper: the key of the higher one.
        relation: the local name of the property: ``contributesTo``, ``inArea``, ``partOf``, ``measuredBy``, ``contribution`` or ``worksTowards``.
        basis: ``stated``, ``interpreted`` or ``derived``.
        citation: the place in words, where there is one.
        statement: the IRI of the statement, contribution or derivation.
        role: the role of a partner in words: (Dutch, English), or empty.
        area: the key of the area under which it is listed, or empty.
    """

    lower: str
    upper: str
    relation: str
    basis: str
    citation: str = ""
    statement: str = ""
    role: tuple[str, str] = ("", "")
    area: str = ""


@dataclass(frozen=True)
class GoalGraph:
    """One agenda as nodes by key and ties, the surest first.

    Args:
        agenda: the slug of the agenda.
        name: its name.
        municipality: the name of its municipality.
        nodes: the things in it, by key.
        ties: what ties them.
    """

    agenda: str
    name: str
    municipality: str
    nodes: Mapping[str, Node]
    ties: Sequence[Tie]

    def upto(self, basis: str) -> "GoalGraph":
        """Give it with only what is at least as sure as a basis.

        Raises:
            ParameterError: this is no basis one can choose; the error names those there are.
        """
        accepted = bases_upto(basis)
        return replace(self, ties=[tie for tie in self.ties if tie.basis in accepted])

    @cached_property
    def below(self) -> Mapping[str, Mapping[str, Sequence[Tie]]]:
        """By key: what is tied to it from below, and by which ties."""
        return self._sides("upper", "lower")

    @cached_property
    def above(self) -> Mapping[str, Mapping[str, Sequence[Tie]]]:
        """By key: what it is tied to above, and by which ties."""
        return self._sides("lower", "upper")

    def _sides(self, one: str, other: str) -> dict[str, dict[str, list[Tie]]]:
        found: dict[str, dict[str, list[Tie]]] = {}
        for tie in self.ties:
            found.setdefault(getattr(tie, one), {}).setdefault(getattr(tie, other), []).append(tie)
        return {
            key: dict(
                sorted(ties.items(), key=lambda item: (self.nodes[item[0]].rank, self.nodes[item[0]].name.casefold()))
            )
            for key, ties in found.items()
        }

    def of_layer(self, *layers: str) -> list[Node]:
        """Give the nodes of layers, by layer and name."""
        return sorted(
            (node for node in self.nodes.values() if node.layer in layers), key=lambda n: (n.rank, n.name.casefold())
        )


def read_goal_graph(store: Store, agenda: str) -> GoalGraph | None:
    """Read the goal graph of an agenda.

    Args:
        store: the engine.
        agenda: the slug of the agenda, such as ``cranendonck``.

    Returns:
        The graph with ties of every basis; None when there is no such agenda.

    Raises:
        ValueError: this cannot be part of an IRI.
    """
    address = iri(f"{ID}agenda/{agenda}")
    name = texts(
        store, f"SELECT ?n ?m WHERE {{ {address} a dg:Agenda ; schema:name ?n ; dg:municipality/schema:name ?m }}"
    )
    if not name:
        return None
    nodes = _nodes(store, address)
    ties = [*_links(store, address), *_contributions(store, address), *_derived(store, address)]
    known = {tie for tie in ties if tie.lower in nodes and tie.upper in nodes and tie.lower != tie.upper}
    ordered = sorted(known, key=lambda tie: (_STRENGTH[tie.basis], tie.upper, tie.lower, tie.statement))
    return GoalGraph(agenda, name[0][0], name[0][1], nodes, ordered)


def _nodes(store: Store, agenda: str) -> dict[str, Node]:
    found = {}
    for thing, kind, name, nl, en, special_nl, special_en in texts(
        store,
        f"""SELECT DISTINCT ?x ?class ?name ?nl ?en ?wnl ?wen WHERE {{
          {{ ?x dg:agenda {agenda} }} UNION {{ ?c dg:agenda {agenda} ; a dg:Contribution ; dg:partner ?x }} UNION {{ BIND ({agenda} AS ?x) }}
          ?x a ?class ; schema:name ?name . VALUES ?class {{ {" ".join("dg:" + name for name in _LAYER_OF)} }}
          ?class rdfs:label ?nl, ?en . FILTER (LANG(?nl) = "nl" && LANG(?en) = "en")
          OPTIONAL {{ ?x dg:wheelKind/skos:prefLabel ?wnl, ?wen . FILTER (LANG(?wnl) = "nl" && LANG(?wen) = "en") }} }}""",
    ):
        layer = _LAYER_OF[kind.rpartition("#")[2]]
        found[short(thing)] = Node(short(thing), name, layer, (special_nl or nl, special_en or en), thing)
    # The municipality takes part in its own agenda, but is no partner of it.
    itself = texts(
        store,
        f"SELECT ?x WHERE {{ {agenda} dg:municipality/skos:exactMatch ?body . ?x skos:exactMatch ?body ; a dg:Partner }}",
    )
    for key in {short(thing) for (thing,) in itself} & found.keys():
        found[key] = replace(found[key], kind=("de gemeente zelf", "the municipality itself"))
    return found


def _links(store: Store, agenda: str) -> list[Tie]:
    """Read the links between things: each is a statement with its own basis and place."""
    found = []
    for statement, subject, relation, target, basis, citation in texts(
        store,
        f"""SELECT ?link ?s ?p ?o ?basis ?citation WHERE {{
          ?link dg:agenda {agenda} ; a rdf:Statement ; rdf:predicate ?p ; rdf:subject ?s ; rdf:object ?o ; dg:basis ?basis .
          FILTER (?p IN (dg:contributesTo, dg:inArea, dg:partOf, dg:measuredBy))
          OPTIONAL {{ ?link dcterms:bibliographicCitation ?citation }} }}""",
    ):
        name = relation.rpartition("#")[2]
        # What measures stands below what is measured, whichever way the sentence runs.
        lower, upper = (target, subject) if name == "measuredBy" else (subject, target)
        found.append(Tie(short(lower), short(upper), name, slug(basis), citation, statement))
    return found


def _contributions(store: Store, agenda: str) -> list[Tie]:
    """Read what partners do: through an action, or for an aim or the whole agenda."""
    found = []
    for contribution, partner, target, basis, role_nl, role_en, area, citation in texts(
        store,
        f"""SELECT ?c ?partner ?target ?basis ?nl ?en ?area ?citation WHERE {{
          ?c dg:agenda {agenda} ; a dg:Contribution ; dg:partner ?partner ; dg:via|dg:to ?target ; dg:basis ?basis .
          ?c dg:role ?role . ?role skos:prefLabel ?nl, ?en . FILTER (LANG(?nl) = "nl" && LANG(?en) = "en")
          OPTIONAL {{ ?c dg:inArea ?area }} OPTIONAL {{ ?c dcterms:bibliographicCitation ?citation }} }}""",
    ):
        listed = short(area) if area else ""
        role = (role_nl, role_en)
        found.append(
            Tie(short(partner), short(target), "contribution", slug(basis), citation, contribution, role, listed)
        )
    return found


def _derived(store: Store, agenda: str) -> list[Tie]:
    """Read which actions stand under the same area as an aim, as far as a partner's path was derived from that."""
    return [
        Tie(short(action), short(aim), "worksTowards", "derived", "", statement, ("", ""), short(area))
        for aim, action, area, statement in texts(
            store,
            f"""SELECT ?aim ?action ?area (MIN(?path) AS ?first) WHERE {{
              ?path dg:agenda {agenda} ; dg:weakestBasis <{ID}basis/derived> ; dg:to ?aim ; dg:via ?action ; dg:inArea ?area .
              FILTER NOT EXISTS {{ ?action dg:contributesTo ?aim }} }} GROUP BY ?aim ?action ?area""",
        )
    ]
