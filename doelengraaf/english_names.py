"""The English names of our own words: classes, properties, roles, partner types, bases. What the agendas say has none."""

from doelengraaf.network import texts
from doelengraaf.store import Store

__all__ = ["english_names"]


def english_names(store: Store) -> dict[str, str]:
    """Give the English name of each IRI that has one."""
    found = texts(store, "SELECT ?x ?name WHERE { ?x skos:prefLabel|rdfs:label ?name . FILTER (LANG(?name) = 'en') }")
    return dict(sorted((thing, name) for thing, name in found))
