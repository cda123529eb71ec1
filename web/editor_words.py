"""The words the SPARQL editor completes: classes, properties and concepts of the graph with their names, as JSON from here and nowhere else."""

from collections.abc import Mapping

from flask import Flask, Response, jsonify

from doelengraaf.store import Rows, Store
from web.language import language

__all__ = ["add_editor_words", "words"]

# What the ontology names, and the concepts of its schemes. Names of things in agendas are for the search page: they are thousands.
_QUERY = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?term ?label ?language WHERE {
  { GRAPH <https://w3id.org/doelengraaf/graph/ontology> { ?term rdfs:label ?label } }
  UNION { ?term skos:inScheme ?scheme ; skos:prefLabel ?label }
  FILTER (ISIRI(?term))
  BIND (LANG(?label) AS ?language)
}
"""


def words(store: Store, prefixes: Mapping[str, str], wanted: str) -> list[tuple[str, str]]:
    """Give each term as SPARQL writes it, with its name.

    Args:
        store: the graph.
        prefixes: what need not be written in full.
        wanted: the language of the names; Dutch where a term has none in it.
    """
    found = store.query(_QUERY)
    if not isinstance(found, Rows):
        raise TypeError("a SELECT gives rows")
    names: dict[str, dict[str, str]] = {}
    for term, label, tag in found.rows:
        if term and label and tag:
            names.setdefault(term.value, {})[tag.value] = label.value
    return sorted((_written(term, prefixes), said.get(wanted) or said.get("nl", "")) for term, said in names.items())


def _written(term: str, prefixes: Mapping[str, str]) -> str:
    """Write a term short where that is the same in SPARQL.

    >>> _written("https://example.org/def#Goal", {"dg": "https://example.org/def#"})
    'dg:Goal'
    >>> _written("https://example.org/def#a/b", {"dg": "https://example.org/def#"})
    '<https://example.org/def#a/b>'
    """
    for name, address in prefixes.items():
        rest = term.removeprefix(address)
        if rest != term and rest.isidentifier():
            return f"{name}:{rest}"
    return f"<{term}>"


def add_editor_words(app: Flask, store: Store, prefixes: Mapping[str, str]) -> None:
    """Add ``/sparql-editor/woorden``; the store does not change while it is served, so neither do the words."""
    kept: dict[str, list[tuple[str, str]]] = {}

    @app.get("/sparql-editor/woorden")
    def editor_words() -> Response:
        wanted = language()
        if wanted not in kept:
            kept[wanted] = words(store, prefixes, wanted)
        return jsonify({"prefixes": dict(prefixes), "words": kept[wanted]})
