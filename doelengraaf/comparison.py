"""Agendas side by side on one topic: aims, action, partners and indicators of each, and which aims and indicators resemble one another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doelengraaf.contributors import contributors_to
from doelengraaf.items import BASIS_ORDER, Item, slug_of, strongest
from doelengraaf.resemblances import Resemblance, resemblances
from doelengraaf.store import Store, Term, iri
from doelengraaf.terms import DG, ID
from doelengraaf.things import ask, text_of

__all__ = ["PARTS", "Comparison", "Topic", "compare", "topics"]

PARTS: Mapping[str, Sequence[str]] = {
    "ambities": ("Effect", "Goal", "Subgoal", "Challenge"),
    "inzet": ("Priority", "Effort", "Activity", "Approach"),
    "partners": ("Partner",),
    "indicatoren": ("Indicator",),
}
"""The parts of a comparison, each with the classes in it, in the order people see them."""


@dataclass(frozen=True)
class Topic:
    """A topic to compare on, with the number of things that are about it or about a narrower one."""

    slug: str
    name: str
    count: int


@dataclass(frozen=True)
class Comparison:
    """What some agendas say of a topic: part to agenda to items, and the resemblances between them."""

    parts: Mapping[str, Mapping[str, Sequence[Item]]]
    resemblances: Sequence[Resemblance]


def topics(store: Store) -> list[Topic]:
    """Give the topics that some aim, action or indicator is about, by name."""
    return [
        Topic(slug_of(text_of(topic)), text_of(name), int(text_of(count)))
        for topic, name, count in ask(
            store,
            """SELECT ?t ?n (COUNT(DISTINCT ?x) AS ?m) WHERE { ?x dcterms:subject ?t ; a ?c . ?t a dg:Topic ; schema:name ?n .
              VALUES ?c { dg:Aim dg:Action dg:Approach dg:Priority dg:Indicator } } GROUP BY ?t ?n ORDER BY LCASE(?n)""",
        )
    ]


def compare(store: Store, agendas: Sequence[str], topic: str) -> Comparison:
    """Put agendas side by side.

    Args:
        store: the engine.
        agendas: slugs, in the order of the columns.
        topic: the slug of the topic; what is about a narrower topic counts too.
    """
    about = iri(f"{ID}topic/{topic}")
    found: dict[str, dict[str, list[Item]]] = {part: {agenda: [] for agenda in agendas} for part in PARTS}
    subjects = {text_of(thing) for (thing,) in ask(store, f"SELECT ?x WHERE {{ ?x dcterms:subject {about} }}")}
    partners = [("partners", agenda, item) for agenda, item in contributors_to(store, subjects)]
    for part, agenda, item in (*_things(store, about), *_measuring(store, about), *partners):
        if agenda in found[part]:
            found[part][agenda].append(item)
    order = {kind: place for kinds in PARTS.values() for place, kind in enumerate(kinds)}
    parts = {
        part: {
            agenda: sorted(strongest(items), key=lambda one: (order.get(one.kind, 0), BASIS_ORDER.index(one.basis)))
            for agenda, items in columns.items()
        }
        for part, columns in found.items()
    }
    return Comparison(parts, resemblances(store, subjects, agendas))


def _things(store: Store, about: str) -> list[tuple[str, str, Item]]:
    """Give what is about the topic itself: (part, agenda, item)."""
    part_of = {kind: part for part, kinds in PARTS.items() for kind in kinds}
    values = " ".join(iri(DG + kind) for kind in part_of)
    return [
        (
            part_of[_local(kind)],
            slug_of(text_of(agenda)),
            Item(
                text_of(thing),
                text_of(name),
                _local(kind),
                slug_of(text_of(basis)),
                text_of(thing),
                _some(wording, unit, population, direction),
            ),
        )
        for thing, name, kind, agenda, basis, wording, unit, population, direction in ask(
            store,
            f"""SELECT ?x ?n ?c ?a ?b ?w ?u ?p ?d WHERE {{
              ?x dcterms:subject {about} ; a ?c ; schema:name ?n ; dg:agenda ?a ; dg:basis ?b . VALUES ?c {{ {values} }}
              OPTIONAL {{ ?x schema:additionalType/schema:name ?w }} OPTIONAL {{ ?x dg:unit ?u }}
              OPTIONAL {{ ?x dg:population ?p }} OPTIONAL {{ ?x dg:direction/schema:name ?d }} }}""",
        )
    ]


def _measuring(store: Store, about: str) -> list[tuple[str, str, Item]]:
    """Give the indicators that measure an aim about the topic, by the link that says so."""
    return [
        (
            "indicatoren",
            slug_of(text_of(agenda)),
            Item(
                text_of(thing),
                text_of(name),
                "Indicator",
                slug_of(text_of(basis)),
                text_of(link),
                _some(unit, population),
                text_of(reason),
            ),
        )
        for link, thing, name, agenda, basis, unit, population, reason in ask(
            store,
            f"""SELECT ?l ?x ?n ?a ?b ?u ?p ?r WHERE {{ ?aim dcterms:subject {about} ; a dg:Aim .
              ?l rdf:subject ?aim ; rdf:predicate dg:measuredBy ; rdf:object ?x ; dg:basis ?b . ?x schema:name ?n ; dg:agenda ?a .
              OPTIONAL {{ ?x dg:unit ?u }} OPTIONAL {{ ?x dg:population ?p }} OPTIONAL {{ ?l skos:editorialNote ?r }} }}""",
        )
    ]


def _local(term: Term | None) -> str:
    return text_of(term).rpartition("#")[2]


def _some(*terms: Term | None) -> tuple[str, ...]:
    return tuple(text_of(term) for term in terms if term)
