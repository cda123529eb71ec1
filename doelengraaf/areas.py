"""The parts into which each agenda divides its policy, in its own form: wheels, themes, challenges or goals; and all that stands under one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doelengraaf.contributors import contributors_under
from doelengraaf.items import Item, slug_of, strongest, weakest
from doelengraaf.store import Store, Term, iri
from doelengraaf.terms import DG, ID
from doelengraaf.things import ask, text_of

__all__ = ["FORMS", "SECTIONS", "Area", "Figure", "Influence", "areas", "figures", "influences", "sections"]

FORMS = ("Wheel", "Theme", "Challenge", "Goal")
"""What an agenda may be divided in; the first of these that it has is its form."""
SECTIONS = (
    "Effect",
    "Goal",
    "Challenge",
    "Subgoal",
    "Priority",
    "Effort",
    "Activity",
    "Approach",
    "Partner",
    "Indicator",
    "Trend",
    "Value",
    "Principle",
    "ProtectiveFactor",
    "Criterion",
    "ExpectedDocument",
)
"""The classes of what stands under an area, in the order people see them."""
_PARTNER = "Partner"
_INTO = ("inArea", "contributesTo")
_OUT = ("measuredBy", "influencedBy", "guidedBy", "contributesTo")


@dataclass(frozen=True)
class Area:
    """A wheel, theme, challenge or goal.

    Args:
        item: the thing itself.
        agenda: the slug of its agenda.
        slug: its own.
        form: its class.
        wheel_kind: for a wheel the slug of its kind, else empty.
        description: what it is, in a sentence.
    """

    item: Item
    agenda: str
    slug: str
    form: str
    wheel_kind: str
    description: str


@dataclass(frozen=True)
class Influence:
    """One wheel works on another: the slugs of both, and the link that says so."""

    source: str
    target: str
    basis: str
    link: str
    reason: str


@dataclass(frozen=True)
class Figure:
    """A value that the agenda gives of an indicator."""

    item: Item
    indicator: str
    area: str
    period: str


def areas(store: Store) -> dict[str, list[Area]]:
    """Give the areas of each agenda in its own form, by agenda and name."""
    found: dict[str, dict[str, list[Area]]] = {}
    values = " ".join(iri(DG + form) for form in FORMS)
    for thing, name, form, agenda, basis, kind, about in ask(
        store,
        f"""SELECT ?x ?n ?c ?a ?b ?k ?d WHERE {{ ?x a ?c ; schema:name ?n ; dg:agenda ?a ; dg:basis ?b . VALUES ?c {{ {values} }}
          OPTIONAL {{ ?x dg:wheelKind ?k }} OPTIONAL {{ ?x dcterms:description ?d FILTER (LANG(?d) IN ("nl", "")) }} }} ORDER BY ?a LCASE(?n)""",
    ):
        own = found.setdefault(slug_of(text_of(agenda)), {}).setdefault(_local(form), [])
        item = Item(text_of(thing), text_of(name), _local(form), slug_of(text_of(basis)), text_of(thing))
        own.append(
            Area(
                item, slug_of(text_of(agenda)), slug_of(item.iri), _local(form), slug_of(text_of(kind)), text_of(about)
            )
        )
    return {agenda: next(forms[form] for form in FORMS if form in forms) for agenda, forms in found.items()}


def influences(store: Store, agenda: str) -> list[Influence]:
    """Give which wheel of an agenda works on which, each with the link that says so."""
    return [
        Influence(
            slug_of(text_of(one)), slug_of(text_of(other)), slug_of(text_of(basis)), text_of(link), text_of(reason)
        )
        for link, one, other, basis, reason in ask(
            store,
            f"""SELECT ?l ?s ?o ?b ?r WHERE {{ ?l rdf:predicate dg:influences ; rdf:subject ?s ; rdf:object ?o ; dg:basis ?b ;
              dg:agenda {iri(f"{ID}agenda/{agenda}")} . OPTIONAL {{ ?l skos:editorialNote ?r }} }} ORDER BY ?s ?o""",
        )
    ]


def sections(store: Store, area: Area, kinds: Sequence[str] = SECTIONS) -> Mapping[str, Sequence[Item]]:
    """Give what stands under an area, by class; each thing by the surest link.

    What contributes to an aim of the area, or measures one, counts too and says through which; its basis is the weakest of the two links.

    Args:
        store: the engine.
        area: the area.
        kinds: the classes that are asked for; who contributes is looked up for partners only.
    """
    found: dict[str, list[Item]] = {}
    partners = contributors_under(store, area.item.iri) if _PARTNER in kinds else ()
    for item in (*_direct(store, area), *_through_aims(store, area), *partners):
        if item.iri != area.item.iri and item.kind in kinds:
            found.setdefault(item.kind, []).append(item)
    return {kind: strongest(found[kind]) for kind in SECTIONS if kind in found}


def _direct(store: Store, area: Area) -> list[Item]:
    subject = iri(area.item.iri)
    into = " ".join(f"dg:{name}" for name in _INTO)
    out = " ".join(f"dg:{name}" for name in _OUT)
    return [
        Item(text_of(thing), text_of(name), _local(kind), slug_of(text_of(basis)), text_of(link), (), text_of(reason))
        for link, thing, name, kind, basis, reason in (
            *ask(
                store,
                f"""SELECT ?l ?x ?n ?c ?b ?r WHERE {{ ?l rdf:object {subject} ; rdf:predicate ?p ; rdf:subject ?x ; dg:basis ?b . VALUES ?p {{ {into} }}
                  ?x schema:name ?n ; a ?c . OPTIONAL {{ ?l skos:editorialNote ?r }} }}""",
            ),
            *ask(
                store,
                f"""SELECT ?l ?x ?n ?c ?b ?r WHERE {{ ?l rdf:subject {subject} ; rdf:predicate ?p ; rdf:object ?x ; dg:basis ?b . VALUES ?p {{ {out} }}
                  ?x schema:name ?n ; a ?c . OPTIONAL {{ ?l skos:editorialNote ?r }} }}""",
            ),
        )
    ]


def _through_aims(store: Store, area: Area) -> list[Item]:
    found = []
    # Two queries: the engine is slow on a union here.
    for pattern in (
        "?l rdf:object ?aim ; rdf:predicate dg:contributesTo ; rdf:subject ?x ; dg:basis ?b .",
        "?l rdf:subject ?aim ; rdf:predicate dg:measuredBy ; rdf:object ?x ; dg:basis ?b .",
    ):
        for link, thing, name, kind, one, other, aim, reason in ask(
            store,
            f"""SELECT ?l ?x ?n ?c ?b ?d ?aimName ?r WHERE {{
              ?under rdf:object {iri(area.item.iri)} ; rdf:predicate ?in ; rdf:subject ?aim ; dg:basis ?d . VALUES ?in {{ dg:inArea dg:contributesTo }}
              ?aim a dg:Aim ; schema:name ?aimName . {pattern}
              ?x schema:name ?n ; a ?c . OPTIONAL {{ ?l skos:editorialNote ?r }} }} ORDER BY ?x ?l""",
        ):
            basis = weakest(slug_of(text_of(one)), slug_of(text_of(other)))
            found.append(
                Item(
                    text_of(thing), text_of(name), _local(kind), basis, text_of(link), (text_of(aim),), text_of(reason)
                )
            )
    return found


def figures(store: Store, indicators: Sequence[str]) -> list[Figure]:
    """Give the values an agenda gives of some indicators, with area and period as the agenda says them."""
    values = " ".join(iri(one) for one in indicators)
    return [
        Figure(
            Item(
                text_of(thing),
                text_of(words),
                "Observation",
                slug_of(text_of(basis)),
                text_of(thing),
                (),
                text_of(reason),
            ),
            text_of(indicator),
            text_of(area),
            text_of(period),
        )
        for thing, words, basis, reason, indicator, area, period in ask(
            store,
            f"""SELECT ?x ?t ?b ?r ?i ?w ?p WHERE {{ ?x dg:indicator ?one ; a dg:Observation ; dg:basis ?b ; schema:text ?t . VALUES ?one {{ {values} }}
              ?one schema:name ?i . OPTIONAL {{ ?x dg:period ?p }} OPTIONAL {{ ?x skos:editorialNote ?r }}
              OPTIONAL {{ ?x dg:refArea ?place . OPTIONAL {{ ?place schema:name ?w }} }} }} ORDER BY LCASE(?i) ?p ?w ?x""",
        )
    ]


def _local(term: Term | None) -> str:
    return text_of(term).rpartition("#")[2]
