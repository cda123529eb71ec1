"""What can be found: the things of ours that have a name, with their other names, texts, classes and agendas."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from doelengraaf.names import agendas_by_iri, class_labels
from doelengraaf.store import Store
from doelengraaf.terms import ID
from doelengraaf.things import Link, ask, text_of

__all__ = ["Found", "read_found"]

_CONCEPT = "http://www.w3.org/2004/02/skos/core#Concept"


@dataclass
class Found:
    """A thing that can be found.

    Args:
        iri: the thing.
        label: its Dutch name.
        kind: its class, as in its address.
        kinds: its class and the broader ones, with what people read.
        agenda: the agenda it stands in.
        municipality: the municipality of that agenda.
        agendas: the agendas it is found under; for a partner those it contributes to.
        also: its other names, in Dutch and English.
        texts: its descriptions and definitions.
        places: what narrows a search without finding by itself: its classes and the municipalities it is found under.
    """

    iri: str
    label: str
    kind: str
    kinds: Mapping[str, str]
    agenda: Link | None = None
    municipality: Link | None = None
    agendas: set[str] = field(default_factory=set)
    also: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


def read_found(store: Store) -> Sequence[Found]:
    """Give all things of ours that have a name and a class of ours or are a concept.

    What has no name of its own is left out: evidence, derivations, contributions, links, observations and targets.
    """
    classes = class_labels(store, [_CONCEPT])
    kinds: dict[str, dict[str, str]] = {}
    for thing, class_ in ask(store, "SELECT ?x ?c WHERE { ?x schema:name ?name ; a ?c }"):
        known = classes.get(text_of(class_))
        if known:
            kinds.setdefault(text_of(thing), {})[known[0]] = known[1]
    things: dict[str, Found] = {}
    for thing, name in ask(store, "SELECT ?x ?name WHERE { ?x schema:name ?name }"):
        iri = text_of(thing)
        if iri.startswith(ID) and iri in kinds:
            own = iri.removeprefix(ID).split("/")[-2]
            # A role or basis has no class of its own: it is a concept.
            things[iri] = Found(
                iri, text_of(name), own if own in kinds[iri] else "concept", kinds[iri], places=[*kinds[iri].values()]
            )
    for iri, text, is_name in _texts(store):
        if iri in things and text != things[iri].label:
            one = things[iri].also if is_name else things[iri].texts
            if text not in one:
                one.append(text)
    _add_agendas(store, things)
    return list(things.values())


def _texts(store: Store) -> Iterator[tuple[str, str, bool]]:
    """Give (thing, text, whether it is a name)."""
    for properties, is_name in (
        ("rdfs:label skos:prefLabel skos:altLabel", True),
        ("dcterms:description skos:definition", False),
    ):
        for thing, text in ask(store, f"SELECT ?x ?text WHERE {{ VALUES ?p {{ {properties} }} ?x ?p ?text }}"):
            yield text_of(thing), text_of(text), is_name


def _add_agendas(store: Store, things: Mapping[str, Found]) -> None:
    agendas = agendas_by_iri(store)
    rows = [*((agenda, agenda) for agenda in agendas)]
    rows += [
        (text_of(thing), text_of(agenda)) for thing, agenda in ask(store, "SELECT ?x ?a WHERE { ?x dg:agenda ?a }")
    ]
    for iri, agenda in rows:
        if iri in things and agenda in agendas:
            things[iri].agenda, things[iri].municipality = agendas[agenda]
            _put_under(things[iri], agenda, agendas[agenda][1])
    for partner, of in ask(store, "SELECT DISTINCT ?p ?a WHERE { ?c dg:partner ?p ; dg:agenda ?a }"):
        if text_of(partner) in things and text_of(of) in agendas:
            _put_under(things[text_of(partner)], text_of(of), agendas[text_of(of)][1])


def _put_under(thing: Found, agenda: str, municipality: Link) -> None:
    thing.agendas.add(agenda)
    if municipality.text not in thing.places:
        thing.places.append(municipality.text)
