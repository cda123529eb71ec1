"""Networks of partners and aims, made of the paths that the rules in ``ontology/rules/`` derive.

An edge stands for work: that a partner helped to write an agenda, is asked for something or is only mentioned makes it a node and ties it to nothing. The keys of
roles, bases and kinds are those of the graph (``takes-part``, ``stated``, ``partner-group``); labels are Dutch.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import networkx as nx

from doelengraaf.errors import ParameterError, phrase
from doelengraaf.parameters import Parameter
from doelengraaf.picking import Choice
from doelengraaf.store import Store, iri
from doelengraaf.terms import kind_of_class
from doelengraaf.things import ask, text_of

__all__ = [
    "BASES",
    "KINDS",
    "Tie",
    "agendas_of",
    "bases_upto",
    "choose_agendas",
    "make_network",
    "read_ties",
    "slug",
    "texts",
    "values_of",
]

KINDS = ("partner-aim", "partner-partner")
BASES = ("stated", "interpreted", "derived")
"""From sure to less sure; each choice takes the surer ones with it."""
_NO_WORK = {"co-wrote", "asked", "mentioned"}
"""As in the rules, such as ``40-works-towards-direct.rq``."""


@dataclass(frozen=True)
class Tie:
    """What ties a partner to an agenda, as the main question has it in a row.

    Args:
        agenda: the slug of the agenda.
        partner: the IRI of the partner.
        role: the key of its role.
        basis: the key of the weakest basis on the path.
        aim: the IRI of the aim it leads to, or empty.
        via: the IRI of the action it runs through, or empty; never the agenda itself.
    """

    agenda: str
    partner: str
    role: str
    basis: str
    aim: str
    via: str


def slug(address: str) -> str:
    """Give the last part of an IRI of the project."""
    return address.rpartition("/")[2]


def agendas_of(store: Store) -> list[Choice]:
    """Give the agendas one can choose from, in order of their slug."""
    found = texts(store, "SELECT DISTINCT ?a ?name WHERE { ?a a dg:Agenda ; schema:name ?name }")
    return sorted((Choice(agenda, name) for agenda, name in found), key=lambda choice: choice.slug)


def choose_agendas(store: Store, typed: Sequence[str]) -> list[str]:
    """Give the IRIs of the agendas a person typed; of all agendas when none is.

    Raises:
        ParameterError: there is no such agenda; the error names those there are.
    """
    choices = agendas_of(store)
    chosen = Parameter("agenda", "", "thing", False, multiple=True).terms(typed, choices)
    return sorted(term.strip("<>") for term in chosen) or [choice.value for choice in choices]


def texts(store: Store, query: str) -> list[list[str]]:
    """Give the rows of a SELECT written with the prefixes of this project, as text; empty where nothing is bound."""
    return [[text_of(term) for term in row] for row in ask(store, query)]


def values_of(agendas: Sequence[str]) -> str:
    """Give the SPARQL line that lets ``?agenda`` be one of these."""
    return f"VALUES ?agenda {{ {' '.join(iri(agenda) for agenda in agendas)} }}"


def bases_upto(least: str) -> tuple[str, ...]:
    """Give the bases that are at least as sure as this one.

    Raises:
        ParameterError: this is no basis one can choose; the error names those there are.

    >>> bases_upto("interpreted")
    ('stated', 'interpreted')
    """
    if least not in BASES:
        raise ParameterError("basis", least, phrase("is niet een van de mogelijke waarden"), BASES)
    return BASES[: BASES.index(least) + 1]


def read_ties(store: Store, agendas: Sequence[str], basis: str) -> list[Tie]:
    """Give the ties in agendas that are sure enough, sorted.

    Args:
        store: the engine.
        agendas: their IRIs.
        basis: the least sure basis that counts.

    Raises:
        ParameterError: this is no basis one can choose.
    """
    accepted = bases_upto(basis)
    found = texts(
        store,
        f"""SELECT ?path ?agenda ?partner ?role ?basis ?aim ?via WHERE {{
          {values_of(agendas)}
          ?path dg:agenda ?agenda ; prov:wasDerivedFrom ?contribution ; dg:partner ?partner ; dg:role ?role ; dg:weakestBasis ?basis .
          OPTIONAL {{ ?path dg:to ?aim }}
          OPTIONAL {{ ?path dg:via ?via . FILTER (?via != ?agenda) }} }}""",
    )
    ties = {
        Tie(slug(agenda), partner, slug(role), slug(sure), aim, via)
        for _, agenda, partner, role, sure, aim, via in found
        if slug(sure) in accepted
    }
    return sorted(ties, key=lambda tie: (tie.partner, tie.aim, tie.via, tie.agenda, tie.role, tie.basis))


def make_network(store: Store, kind: str, agendas: Sequence[str] = (), basis: str = "derived") -> "nx.Graph":
    """Make a network.

    Args:
        store: the engine.
        kind: ``partner-aim``: who works towards what, all aims of the agendas included (bipartite; ``bipartite`` is 0 for partners and 1 for aims);
            ``partner-partner``: who shares an aim or an action with whom.
        agendas: the agendas as a person types them; all when empty.
        basis: the least sure basis that counts: ``stated``, ``interpreted`` or ``derived``.

    Returns:
        Nodes by IRI with ``label``, ``kind`` and ``agenda``, partners with ``partnerType``, aims with ``topic``; edges with ``basis`` (the surest of
        what it rests on), ``role``, ``agenda`` and ``weight``: through how many things a partner works towards the aim, or how many aims and actions
        (``sharedAims``, ``sharedActions``) two partners share. Where an attribute has several values they are joined by ``|``.

    Raises:
        ParameterError: a kind, agenda or basis that does not exist.
    """
    if kind not in KINDS:
        raise ParameterError("kind", kind, phrase("is niet een van de mogelijke waarden"), KINDS)
    chosen = choose_agendas(store, agendas)
    ties = read_ties(store, chosen, basis)
    graph = nx.Graph(name=f"Doelengraaf, {kind}", agenda="|".join(slug(one) for one in chosen), basis=basis)
    _add_partners(graph, store, ties)
    work = [tie for tie in ties if tie.role not in _NO_WORK]
    if kind == "partner-aim":
        _add_aims(graph, store, chosen, basis)
        _join_aims(graph, [tie for tie in work if tie.aim in graph])
    else:
        _join_partners(graph, work)
    return graph


def _add_partners(graph: "nx.Graph", store: Store, ties: Iterable[Tie]) -> None:
    named: dict[str, set[str]] = {}
    for tie in ties:
        named.setdefault(tie.partner, set()).add(tie.agenda)
    types: dict[str, set[str]] = {}
    for partner, name in texts(store, "SELECT ?x ?name WHERE { ?x dg:partnerType ?type . ?type schema:name ?name }"):
        types.setdefault(partner, set()).add(name)
    for partner, label, kind in _kinds(store, "?x a dg:Partner, ?class . FILTER (?class != dg:Partner)"):
        if partner in named:
            more = {"partnerType": "|".join(sorted(types[partner]))} if partner in types else {}
            graph.add_node(
                partner, label=label, kind=kind, bipartite=0, agenda="|".join(sorted(named[partner])), **more
            )


def _add_aims(graph: "nx.Graph", store: Store, agendas: Sequence[str], basis: str) -> None:
    accepted = bases_upto(basis)
    topics: dict[str, set[str]] = {}
    for aim, name in texts(store, "SELECT ?x ?name WHERE { ?x a dg:Aim ; dg:topic ?topic . ?topic schema:name ?name }"):
        topics.setdefault(aim, set()).add(name)
    owned = f"SELECT ?x ?agenda ?own WHERE {{ {values_of(agendas)} ?x a dg:Aim ; dg:agenda ?agenda ; dg:basis ?own }}"
    owners = {aim: slug(agenda) for aim, agenda, own in texts(store, owned) if slug(own) in accepted}
    for aim, label, kind in _kinds(store, "?x a dg:Aim, ?class . FILTER (?class != dg:Aim)"):
        if aim in owners:
            more = {"topic": "|".join(sorted(topics[aim]))} if aim in topics else {}
            graph.add_node(aim, label=label, kind=kind, bipartite=1, agenda=owners[aim], **more)


def _kinds(store: Store, pattern: str) -> list[tuple[str, str, str]]:
    """Give IRI, name and kind of things, sorted."""
    found = texts(store, f"SELECT DISTINCT ?x ?name ?class WHERE {{ {pattern} ?x schema:name ?name }}")
    return sorted((thing, name, kind_of_class(of.rpartition("#")[2])) for thing, name, of in found)


def _join_aims(graph: "nx.Graph", ties: Iterable[Tie]) -> None:
    edges: dict[tuple[str, str], list[Tie]] = {}
    for tie in ties:
        edges.setdefault((tie.partner, tie.aim), []).append(tie)
    for (partner, aim), found in edges.items():
        about = _about({tie.role for tie in found}, {tie.agenda for tie in found})
        graph.add_edge(partner, aim, basis=_surest(found), **about, weight=len({tie.via for tie in found}))


def _join_partners(graph: "nx.Graph", ties: Iterable[Tie]) -> None:
    # What partners meet in: an aim, or an action; each with what ties them to it.
    meetings: dict[tuple[str, str], dict[str, list[Tie]]] = {}
    for tie in ties:
        for key in (("sharedAims", tie.aim), ("sharedActions", tie.via)):
            if key[1]:
                meetings.setdefault(key, {}).setdefault(tie.partner, []).append(tie)
    edges: dict[tuple[str, str], _Edge] = {}
    for (what, _), partners in sorted(meetings.items()):
        about = {
            partner: (_surest(own), {tie.role for tie in own}, {tie.agenda for tie in own})
            for partner, own in partners.items()
        }
        for pair in combinations(sorted(about), 2):
            edge = edges.setdefault(pair, _Edge())
            edge.count[what] += 1
            # A meeting is as sure as the less sure of the two; an edge as its surest meeting.
            met = max((about[partner][0] for partner in pair), key=BASES.index)
            edge.basis = min((edge.basis, met), key=BASES.index)
            for partner in pair:
                edge.roles |= about[partner][1]
                edge.agendas |= about[partner][2]
    for (one, other), edge in edges.items():
        more = {**_about(edge.roles, edge.agendas), **edge.count}
        graph.add_edge(one, other, basis=edge.basis, **more, weight=edge.count.total())


@dataclass
class _Edge:
    """What two partners share, while it is being counted."""

    count: Counter[str] = field(default_factory=lambda: Counter(sharedAims=0, sharedActions=0))
    basis: str = "derived"
    roles: set[str] = field(default_factory=set)
    agendas: set[str] = field(default_factory=set)


def _surest(ties: Iterable[Tie]) -> str:
    return min((tie.basis for tie in ties), key=BASES.index)


def _about(roles: set[str], agendas: set[str]) -> dict[str, str]:
    return {"role": "|".join(sorted(roles)), "agenda": "|".join(sorted(agendas))}
