"""What a dossier may be about, a topic of the shared list or a village, neighbourhood or region that an agenda names; and which things of the agenda belong to it.

What has a topic is our classification, so it is interpreted, whatever the basis of the thing. A place is stated where a property says it (the area of a figure), and
derived where only the words with a thing name it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from doelengraaf.errors import DoelengraafError, phrase
from doelengraaf.instruments.overviews import Item, municipality_of, names
from doelengraaf.instruments.said_things import names_place, read_parts, read_things
from doelengraaf.kept import kept_per_store
from doelengraaf.network import slug, texts
from doelengraaf.store import Store, iri
from doelengraaf.terms import ID
from doelengraaf.things import Link

__all__ = [
    "TOPIC",
    "VILLAGE",
    "Subject",
    "SubjectError",
    "UnknownSubjectError",
    "choose",
    "figures_of",
    "members",
    "partners_named_for",
    "places_named",
    "subjects",
]

TOPIC, VILLAGE = "onderwerp", "kern"
"""The two kinds of subjects, as in addresses and on the command line."""
_FROM_TEXT = names("afgeleid uit de tekst", "derived from the text")
_IN_NAME = names("afgeleid uit de naam", "derived from the name")


class UnknownSubjectError(DoelengraafError):
    """There is no such topic or village."""

    status = 404


class SubjectError(DoelengraafError):
    """A dossier is about one topic or one village, and not about none or both."""


@dataclass(frozen=True)
class Subject:
    """What a dossier is about.

    Args:
        kind: ``TOPIC`` or ``VILLAGE``.
        iri: the topic or locality.
        name: its Dutch name.
        others: its other names.
        count: how many things of the agenda belong to it.
        own: whether it is a place in the municipality itself; a region or another town is not.
        basis: the key of the basis of a place; a topic is our classification.
        citation: where a place is written.
    """

    kind: str
    iri: str
    name: str
    others: Sequence[str]
    count: int
    own: bool = True
    basis: str = "interpreted"
    citation: str = ""

    @property
    def item(self) -> Item:
        """It, with its basis and place."""
        return Item(Link(self.name, self.iri, self.basis), self.citation)

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return slug(self.iri)


@kept_per_store
def subjects(store: Store, agenda: str) -> Mapping[str, Sequence[Subject]]:
    """Give what a dossier of an agenda may be about, by kind and name; all topics of the shared list, and the places that the agenda names.

    Raises:
        NoAgendaError: there is no such agenda.
    """
    municipality_of(store, agenda)
    own = iri(f"{ID}agenda/{agenda}")
    counts = {
        topic: int(number)
        for topic, number in texts(
            store,
            f"""SELECT ?t (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x dg:topic ?narrow ; dg:agenda {own} . ?narrow skos:broader* ?t . ?t a dg:Topic }} GROUP BY ?t""",
        )
    }
    topics = [
        Subject(TOPIC, topic, name, (), counts.get(topic, 0))
        for topic, name in texts(store, "SELECT DISTINCT ?t ?n WHERE { ?t a dg:Topic ; schema:name ?n }")
    ]
    others: dict[str, list[str]] = {}
    for place, name in texts(
        store, f"SELECT DISTINCT ?x ?n WHERE {{ ?x a dg:Locality ; dg:agenda {own} ; skos:altLabel ?n }} ORDER BY ?n"
    ):
        others.setdefault(place, []).append(name)
    places = []
    for place, name, basis, inside, citation in texts(
        store,
        f"""SELECT DISTINCT ?x ?n ?b ?m ?c WHERE {{ ?x a dg:Locality ; dg:agenda {own} ; schema:name ?n ; dg:basis ?b .
          OPTIONAL {{ ?x dg:municipality ?m }} OPTIONAL {{ ?x dcterms:bibliographicCitation ?c }} }}""",
    ):
        bare = Subject(VILLAGE, place, name, tuple(others.get(place, ())), 0, bool(inside), slug(basis), citation)
        here = partners_named_for(store, bare)
        work = [part for part in read_parts(store, agenda) if part.partner in here]
        found = len(members(store, agenda, bare)) + len(figures_of(store, agenda, bare)) + len(work)
        places.append(replace(bare, count=found))
    return {
        TOPIC: sorted(topics, key=lambda one: one.name.casefold()),
        VILLAGE: sorted(places, key=lambda one: (not one.own, one.name.casefold())),
    }


@kept_per_store
def places_named(store: Store) -> Mapping[str, Sequence[str]]:
    """Give by the slug of each agenda that names places their names, in the order of ``subjects``; without counting what belongs to each."""
    found: dict[str, set[tuple[bool, str]]] = {}
    for agenda, name, inside in texts(
        store,
        "SELECT DISTINCT ?a ?n ?m WHERE { ?x a dg:Locality ; dg:agenda ?a ; schema:name ?n OPTIONAL { ?x dg:municipality ?m } }",
    ):
        found.setdefault(slug(agenda), set()).add((not inside, name))
    return {
        agenda: [name for _, name in sorted(names, key=lambda one: (one[0], one[1].casefold()))]
        for agenda, names in found.items()
    }


def choose(store: Store, agenda: str, topic: str = "", village: str = "") -> Subject:
    """Give the subject that a person chose.

    Args:
        store: the engine.
        agenda: the slug of the agenda.
        topic: the name or slug of a topic, or empty.
        village: the name or slug of a place, or empty.

    Raises:
        NoAgendaError: there is no such agenda.
        SubjectError: none or both are given.
        UnknownSubjectError: there is no such topic or place; the error names those there are.
    """
    known = subjects(store, agenda)
    topic, village = topic.strip(), village.strip()
    if bool(topic) == bool(village):
        raise SubjectError(phrase("Kies één onderwerp of één kern: een dossier gaat over één van beide."))
    kind, typed = (TOPIC, topic) if topic else (VILLAGE, village)
    for one in known[kind]:
        if typed.casefold() in (one.slug, *(name.casefold() for name in (one.name, *one.others))):
            return one
    there = ", ".join(one.slug for one in known[kind])
    if kind == TOPIC:
        raise UnknownSubjectError(
            phrase("Er is geen onderwerp {typed}. Er zijn: {known}."), typed=typed[:60], known=there
        )
    if not there:
        raise UnknownSubjectError(
            phrase("Er is geen kern {typed}: deze agenda noemt geen kern, buurt of regio met name."), typed=typed[:60]
        )
    raise UnknownSubjectError(
        phrase("Er is geen kern {typed} in deze agenda. Er zijn: {known}."), typed=typed[:60], known=there
    )


@kept_per_store
def members(store: Store, agenda: str, subject: Subject) -> Mapping[str, Sequence[Item]]:
    """Give the things of an agenda that belong to a subject, each with why: its topics, or the place with how we know."""
    things = read_things(store, agenda)
    if subject.kind == VILLAGE:
        found: dict[str, list[Item]] = {}
        for one in things.values():
            if names_place(one.text, subject.name, *subject.others):
                found[one.iri] = [Item(Link(subject.name, subject.iri, "derived"), one.citation, _FROM_TEXT)]
        # A figure of a place belongs to its indicator; that the indicator is of the place follows from it.
        for thing, predicate, target in _placed(store, agenda, subject):
            if predicate != "dg:refArea" and thing in things:
                found.setdefault(thing, []).append(
                    Item(Link(subject.name, target, things[thing].basis), things[thing].citation)
                )
        return found
    found = {}
    for thing, topic, name in texts(
        store,
        f"""SELECT DISTINCT ?x ?t ?n WHERE {{ ?x dg:topic ?t ; dg:agenda {iri(f"{ID}agenda/{agenda}")} . ?t skos:broader* {iri(subject.iri)} ; schema:name ?n }} ORDER BY ?n""",
    ):
        if thing in things:
            found.setdefault(thing, []).append(Item(Link(name, topic, "interpreted"), things[thing].citation))
    return found


@kept_per_store
def figures_of(store: Store, agenda: str, subject: Subject) -> Sequence[str]:
    """Give the figures that are of a place."""
    return sorted(
        {thing for thing, predicate, _ in _placed(store, agenda, subject) if predicate == "dg:refArea"}
        if subject.kind == VILLAGE
        else ()
    )


def partners_named_for(store: Store, subject: Subject) -> Mapping[str, Item]:
    """Give the partners whose name names the place; none for a topic."""
    if subject.kind != VILLAGE:
        return {}
    rows = texts(store, "SELECT DISTINCT ?p ?n WHERE { ?p a dg:Partner ; schema:name ?n }")
    return {
        partner: Item(Link(subject.name, subject.iri, "derived"), "", _IN_NAME)
        for partner, name in rows
        if names_place(name, subject.name, *subject.others)
    }


def _placed(store: Store, agenda: str, subject: Subject) -> list[tuple[str, str, str]]:
    """Give (thing, property, place) where a property of the agenda's things says the place."""
    rows = texts(
        store,
        f"""SELECT DISTINCT ?x ?p WHERE {{ ?x ?p {iri(subject.iri)} ; dg:agenda {iri(f"{ID}agenda/{agenda}")} . FILTER (?p NOT IN (rdf:subject, rdf:object)) }}""",
    )
    return [
        # The same property has a name in the Data Cube too.
        (thing, "dg:refArea" if predicate.endswith("#refArea") else predicate, subject.iri)
        for thing, predicate in rows
    ]
