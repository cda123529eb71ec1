"""Measures of networks and agendas: who stands central, how dense, what ties municipalities together, what agendas share."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

import networkx as nx

from doelengraaf.network import bases_upto, choose_agendas, read_ties, slug, texts, values_of
from doelengraaf.store import Store, iri

__all__ = ["SHARED", "Bridge", "Centrality", "Overlap", "bridges", "centrality", "density", "jaccard", "overlaps"]

SHARED = ("partner", "partnerType", "topic", "indicator")
"""What agendas can share."""


@dataclass(frozen=True)
class Centrality:
    """How central a node is.

    Args:
        node: its IRI.
        label: its name.
        kind: its kind.
        degree: how many edges it has.
        degree_centrality: the share of the edges it could have.
        betweenness: the share of the shortest paths between other nodes that pass through it.
    """

    node: str
    label: str
    kind: str
    degree: int
    degree_centrality: float
    betweenness: float


@dataclass(frozen=True)
class Bridge:
    """Something that more than one municipality has.

    Args:
        what: ``partner``, ``partnerType`` or ``topic``.
        thing: its IRI.
        label: its name.
        count: how many municipalities have it.
        municipalities: their names.
    """

    what: str
    thing: str
    label: str
    count: int
    municipalities: Sequence[str]


@dataclass(frozen=True)
class Overlap:
    """What two agendas share.

    Args:
        one: the slug of an agenda.
        other: the slug of another.
        what: one of ``SHARED``.
        shared: how many both have.
        either: how many at least one has.
        jaccard: the one divided by the other; None when neither agenda has any.
        names: the names of what is shared.
    """

    one: str
    other: str
    what: str
    shared: int
    either: int
    jaccard: float | None
    names: Sequence[str]


def centrality(graph: "nx.Graph") -> list[Centrality]:
    """Measure every node, the most central first.

    In a partner-aim network the degree is divided by the size of the *other* set, in a partner-partner network by all other nodes (Borgatti and
    Halgin, "Analyzing Affiliation Networks", 2011, https://doi.org/10.4135/9781446294413.n28). Betweenness is Freeman's, divided by the number of
    pairs of other nodes, without weights ("A Set of Measures of Centrality Based on Betweenness", Sociometry 40, 1977).
    """
    sides = dict(graph.nodes(data="bipartite"))
    aims = sum(side == 1 for side in sides.values())
    between = nx.betweenness_centrality(graph)
    found = []
    for node, about in graph.nodes(data=True):
        others = len(graph) - 1 if not aims else aims if sides[node] == 0 else len(graph) - aims
        degree = graph.degree(node)
        found.append(
            Centrality(node, about["label"], about["kind"], degree, degree / others if others else 0.0, between[node])
        )
    return sorted(found, key=lambda one: (-one.degree_centrality, -one.betweenness, one.label, one.node))


def density(graph: "nx.Graph") -> float | None:
    """Give the share of the edges there could be: |E| / (|P| · |A|) for partners and aims, 2|E| / (|P| · (|P| - 1)) among partners.

    The first is that of Borgatti and Everett, "Network analysis of 2-mode data", Social Networks 19 (1997). Aims and partners without an edge count.
    None when there could be no edge at all.
    """
    aims = sum(side == 1 for _, side in graph.nodes(data="bipartite"))
    partners = len(graph) - aims
    possible = partners * aims if aims else partners * (partners - 1) / 2
    return graph.number_of_edges() / possible if possible else None


def jaccard(one: Set[str], other: Set[str]) -> float | None:
    """Give |A ∩ B| / |A ∪ B|; None when both are empty.

    P. Jaccard, "The Distribution of the Flora in the Alpine Zone", New Phytologist 11 (1912), https://doi.org/10.1111/j.1469-8137.1912.tb05611.x.

    >>> jaccard({"a", "b"}, {"b", "c"})
    0.3333333333333333
    """
    either = one | other
    return len(one & other) / len(either) if either else None


def bridges(store: Store, agendas: Sequence[str] = (), basis: str = "derived") -> list[Bridge]:
    """Give the partners, partner types and topics of more than one municipality, those of most municipalities first.

    Args:
        store: the engine.
        agendas: the agendas as a person types them; all when empty.
        basis: the least sure basis that counts; see ``overlaps``.

    Raises:
        ParameterError: an agenda or basis that does not exist.
    """
    chosen = choose_agendas(store, agendas)
    places = dict(texts(store, "SELECT ?a ?name WHERE { ?a a dg:Agenda ; dg:municipality/schema:name ?name }"))
    found = []
    for what in ("partner", "partnerType", "topic"):
        own, having = _having(store, what, chosen, basis), dict[str, set[str]]()
        for agenda in chosen:
            for thing in own.get(slug(agenda), ()):
                having.setdefault(thing, set()).add(places[agenda])
        shared = {thing: sorted(towns) for thing, towns in having.items() if len(towns) > 1}
        names = _names(store, shared)
        found += [Bridge(what, thing, names[thing], len(towns), towns) for thing, towns in shared.items()]
    return sorted(found, key=lambda one: (SHARED.index(one.what), -one.count, one.label, one.thing))


def overlaps(store: Store, agendas: Sequence[str] = (), basis: str = "derived") -> list[Overlap]:
    """Give what each two agendas share: partners, partner types, topics of their aims and actions, and indicators.

    Two indicators are the same here where the curators' mapping says exact or close match. Topics, partner types and mappings are the project's own
    classification whatever the basis: the basis is that of the paths, aims, actions and indicators that have them.

    Args:
        store: the engine.
        agendas: the agendas as a person types them; all when empty.
        basis: the least sure basis that counts.

    Raises:
        ParameterError: an agenda or basis that does not exist.
    """
    chosen = choose_agendas(store, agendas)
    matches = nx.Graph(
        texts(store, "SELECT ?a ?b { ?a a dg:Indicator ; skos:exactMatch|skos:closeMatch ?b . ?b a dg:Indicator }")
    )
    having = {what: _having(store, what, chosen, basis) for what in SHARED}
    found = []
    for one, other in combinations((slug(address) for address in chosen), 2):
        for what in SHARED:
            mine, theirs = having[what].get(one, set()), having[what].get(other, set())
            if what == "indicator":
                same = _representatives(matches, mine | theirs)
                mine, theirs = {same[each] for each in mine}, {same[each] for each in theirs}
            both = mine & theirs
            names = sorted(_names(store, both).values())
            found.append(Overlap(one, other, what, len(both), len(mine | theirs), jaccard(mine, theirs), names))
    return found


def _having(store: Store, what: str, agendas: Sequence[str], basis: str) -> dict[str, set[str]]:
    """Give what each agenda has of one kind, by the agenda's slug."""
    having: dict[str, set[str]] = {}
    if what in ("partner", "partnerType"):
        types: dict[str, set[str]] = {}
        for partner, of in texts(store, "SELECT ?x ?type WHERE { ?x dg:partnerType ?type }"):
            types.setdefault(partner, set()).add(of)
        for tie in read_ties(store, agendas, basis):
            own = {tie.partner} if what == "partner" else types.get(tie.partner, set())
            having.setdefault(tie.agenda, set()).update(own)
        return having
    pattern = {
        "topic": "VALUES ?class { dg:Aim dg:Action } ?x a ?class ; dg:agenda ?agenda ; dg:basis ?own ; dg:topic ?thing",
        "indicator": "?x a dg:Indicator ; dg:agenda ?agenda ; dg:basis ?own . BIND (?x AS ?thing)",
    }[what]
    accepted = bases_upto(basis)
    query = f"SELECT DISTINCT ?agenda ?thing ?own WHERE {{ {values_of(agendas)} {pattern} }}"
    for agenda, thing, sure in texts(store, query):
        if slug(sure) in accepted:
            having.setdefault(slug(agenda), set()).add(thing)
    return having


def _representatives(matches: "nx.Graph", indicators: Set[str]) -> dict[str, str]:
    """Give for each indicator the one that stands for all it is matched with, among these."""
    same = {one: one for one in indicators}
    for component in nx.connected_components(matches.subgraph(indicators)):
        same.update(dict.fromkeys(component, min(component)))
    return same


def _names(store: Store, things: Set[str] | Mapping[str, object]) -> dict[str, str]:
    values = " ".join(iri(thing) for thing in sorted(things))
    query = f"SELECT ?x ?name WHERE {{ VALUES ?x {{ {values} }} ?x schema:name ?name }}"
    return dict(texts(store, query)) if values else {}
