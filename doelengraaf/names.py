"""What things are called, many at a time: their names, their classes and the agenda they stand in."""

from collections.abc import Iterable, Iterator, Sequence

from doelengraaf.store import Store, iri
from doelengraaf.terms import DG, kind_of_class
from doelengraaf.things import Link, ask, text_of

__all__ = ["agendas_by_iri", "class_labels", "in_portions", "labels_of"]

_PORTION = 500
# What has no name of its own is called after what it ties together.
_COMPOSED = (
    """SELECT ?x ?a ?b ?c WHERE { VALUES ?x { %s } ?x dg:partner/schema:name ?a ; dg:role/schema:name ?b .
      OPTIONAL { ?x dg:via/schema:name ?via } OPTIONAL { ?x dg:to/schema:name ?to } BIND (COALESCE(?via, ?to) AS ?c) }""",
    """SELECT ?x ?a ?b ?c WHERE { VALUES ?x { %s } ?x dg:indicator/schema:name ?a ; dg:period ?c ; dg:refArea ?area .
      OPTIONAL { ?area schema:name ?b } }""",
    """SELECT ?x ?a ?b ?c WHERE { VALUES ?x { %s } ?x oa:hasTarget ?about ; <http://purl.org/dc/elements/1.1/creator> ?b ; dcterms:created ?c .
      OPTIONAL { ?about schema:name ?a } }""",
)
_OTHERWISE = """SELECT ?x ?a WHERE { VALUES ?x { %s }
  ?x rdfs:label|skos:prefLabel|dcterms:title|<http://www.w3.org/2008/05/skos-xl#literalForm> ?a FILTER (LANG(?a) IN ("nl", "")) }"""


def in_portions(things: Iterable[str]) -> Iterator[str]:
    """Give IRIs as the inside of VALUES lines, a few hundred at a time."""
    ordered = sorted(set(things))
    for start in range(0, len(ordered), _PORTION):
        yield " ".join(iri(one) for one in ordered[start : start + _PORTION])


def labels_of(store: Store, things: Iterable[str]) -> dict[str, str]:
    """Give the Dutch name of each thing; of what has none, names of what it ties together, or else the end of its address."""
    wanted = set(things)
    labels: dict[str, str] = {}
    for query in ("SELECT ?x ?a WHERE { VALUES ?x { %s } ?x schema:name ?a }", *_COMPOSED, _OTHERWISE):
        for values in in_portions(wanted - labels.keys()):
            for thing, *parts in ask(store, query % values):
                labels.setdefault(text_of(thing), " – ".join(part.value for part in parts if part))
    return {one: labels.get(one) or one.rstrip("/").replace("#", "/").rpartition("/")[2] for one in sorted(wanted)}


def class_labels(store: Store, others: Sequence[str] = ()) -> dict[str, tuple[str, str]]:
    """Give class IRI to (kind, what people read) of our own classes, and of others that are asked for."""
    return {
        text_of(class_): (kind_of_class(text_of(class_).rpartition("#")[2]), text_of(label))
        for class_, label in ask(store, 'SELECT ?c ?l WHERE { ?c rdfs:label ?l FILTER (LANG(?l) = "nl") }')
        if text_of(class_).startswith(DG) or text_of(class_) in others
    }


def agendas_by_iri(store: Store) -> dict[str, tuple[Link, Link]]:
    """Give agenda IRI to (agenda, municipality)."""
    return {
        text_of(agenda): (Link(text_of(name), text_of(agenda)), Link(text_of(place), text_of(municipality)))
        for agenda, name, municipality, place in ask(
            store,
            "SELECT ?a ?n ?m ?mn WHERE { ?a a dg:Agenda ; schema:name ?n ; dg:municipality ?m . ?m schema:name ?mn }",
        )
    }
