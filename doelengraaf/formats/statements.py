"""The statements an answer rests on, as Turtle and JSON-LD."""

from collections.abc import Iterable, Mapping
from functools import cache

from rdflib import BNode, Literal, URIRef
from rdflib import Graph as RdfGraph

from doelengraaf.answers import Answer
from doelengraaf.store import Graph, Store, Term, Triple, iri
from doelengraaf.terms import DG, ID

__all__ = ["jsonld", "rdflib_term", "to_jsonld", "to_turtle", "turtle"]

_PREFIXES: Mapping[str, str] = {
    "bibo": "http://purl.org/ontology/bibo/",
    "dcterms": "http://purl.org/dc/terms/",
    "dg": DG,
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_PORTION = 500


def to_turtle(answer: Answer, store: Store) -> bytes:
    """Give the statements an answer rests on as Turtle; see ``_statements``."""
    return turtle(_statements(answer, store))


def to_jsonld(answer: Answer, store: Store) -> bytes:
    """Give the statements an answer rests on as JSON-LD, the same as in Turtle."""
    return jsonld(_statements(answer, store))


def _statements(answer: Answer, store: Store) -> set[Triple]:
    """Give all that is said of the contributions and paths an answer names, or else of all things it names, with their evidence."""
    named = {
        cell.iri
        for row in answer.rows
        for cell in row
        if cell.iri.startswith(ID + "derivation/") or "/contribution/" in cell.iri
    }
    things = sorted(named) or sorted({cell.iri for row in answer.rows for cell in row if cell.iri})
    triples: set[Triple] = set()
    for start in range(0, len(things), _PORTION):
        values = " ".join(iri(thing) for thing in things[start : start + _PORTION])
        for query in (
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o }}",
            f"CONSTRUCT {{ ?e ?p ?o . ?l ?q ?r }} WHERE {{ VALUES ?s {{ {values} }} ?s <{DG}evidence> ?e . "
            f"{{ ?e ?p ?o }} UNION {{ ?e <{_PREFIXES['oa']}hasSelector> ?l . ?l ?q ?r }} }}",
        ):
            found = store.query(query)
            triples.update(found.triples if isinstance(found, Graph) else ())
    return triples


def turtle(triples: Iterable[Triple]) -> bytes:
    """Give triples as Turtle with the project's prefixes."""
    return _graph(triples).serialize(format="turtle", encoding="utf-8")


def jsonld(triples: Iterable[Triple]) -> bytes:
    """Give triples as JSON-LD, sorted, with the project's prefixes as its context.

    Not with ``ontology/context.jsonld``: its terms are the columns of tables, each right for the rows of its own table only.
    """
    return _graph(triples).serialize(format="json-ld", encoding="utf-8", context=dict(_PREFIXES), indent=1) + b"\n"


def _graph(triples: Iterable[Triple]) -> RdfGraph:
    graph = RdfGraph()
    for prefix, namespace in _PREFIXES.items():
        graph.bind(prefix, namespace, override=True)
    # Most terms come back in many triples; each is made once.
    made = cache(rdflib_term)
    for s, p, o in triples:
        graph.add((made(s), made(p), made(o)))
    return graph


def rdflib_term(term: Term) -> URIRef | BNode | Literal:
    """Give a term as rdflib has it, with a literal as it is written."""
    if term.kind == "iri":
        return URIRef(term.value)
    if term.kind == "blank":
        return BNode(term.value)
    return Literal(
        term.value,
        lang=term.language or None,
        datatype=URIRef(term.datatype) if term.datatype and not term.language else None,
        normalize=False,
    )
