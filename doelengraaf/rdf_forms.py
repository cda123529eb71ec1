"""Statements in the forms of RDF: Turtle, JSON-LD, N-Triples, RDF/XML, and TriG for who wants to see which graph each statement is in.

The same statements give the same bytes in every process, so that a form can have a strong validator.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Set
from functools import cache

from rdflib import Graph

from doelengraaf.formats.statements import rdflib_term
from doelengraaf.store import Term, Triple, write_quads, written
from doelengraaf.terms import DG, Context

__all__ = ["FORMS", "MEDIA_TYPES", "PREFIXES", "Writer", "to_jsonld"]

PREFIXES: Mapping[str, str] = {
    "bibo": "http://purl.org/ontology/bibo/",
    "cids": "https://ontology.commonapproach.org/cids#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dg": DG,
    "dqv": "http://www.w3.org/ns/dqv#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "nfo": "http://www.semanticdesktop.org/ontologies/2007/03/22/nfo#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "sssom": "https://w3id.org/sssom/",
    "tooi": "https://identifier.overheid.nl/tooi/def/ont/",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPES: Mapping[str, str] = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "trig": "application/trig",
}
"""Ending to media type of each form."""
_TYPE = PREFIXES["rdf"] + "type"
Statements = Mapping[Triple, Set[str]]


class Writer:
    """Writes statements.

    Args:
        context: the JSON-LD context.
        address: where that context is published.
    """

    def __init__(self, context: Context, address: str) -> None:
        self._context = context
        self._address = address

    def write(self, statements: Statements, suffix: str) -> bytes:
        """Write statements in the form with this ending (see ``MEDIA_TYPES``)."""
        if suffix == "jsonld":
            return to_jsonld(statements, self._context, self._address)
        return FORMS[suffix](statements)


def _turtle(statements: Statements) -> bytes:
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True)
    made = cache(rdflib_term)
    for s, p, o in statements:
        graph.add((made(s), made(p), made(o)))
    return graph.serialize(format="turtle", encoding="utf-8")


# Not by rdflib, which declares the namespaces of RDF/XML and the graphs of TriG in an order that differs per process.
def _xml(statements: Statements) -> bytes:
    return write_quads(((triple, "") for triple in sorted(statements)), MEDIA_TYPES["rdf"], PREFIXES)


def _ntriples(statements: Statements) -> bytes:
    return "".join(sorted(f"{written(s)} {written(p)} {written(o)} .\n" for s, p, o in statements)).encode()


def _trig(statements: Statements) -> bytes:
    """Write each statement in its named graphs; what the document says of itself is in the default graph."""
    placed = sorted((graph, triple) for triple, graphs in statements.items() for graph in graphs or ("",))
    return write_quads(((triple, graph) for graph, triple in placed), MEDIA_TYPES["trig"], PREFIXES)


FORMS: Mapping[str, Callable[[Statements], bytes]] = {"ttl": _turtle, "nt": _ntriples, "rdf": _xml, "trig": _trig}


def to_jsonld(statements: Iterable[Triple], context: Context, address: str) -> bytes:
    """Write statements with the terms of the published context.

    The terms are the columns of tables, and some share a property; a value is put under a term only if that term, read by the rules of JSON-LD, gives back
    the very same statement. Else its key is the compact IRI of the property.

    Args:
        statements: what to write.
        context: the context.
        address: where it is published: what ``@context`` says.
    """
    keys = _Keys(context)
    nodes: dict[str, dict[str, list[object]]] = {}
    for s, p, o in sorted(set(statements)):
        node = nodes.setdefault(f"_:{s.value}" if s.kind == "blank" else s.value, {})
        if p.value == _TYPE and o.kind == "iri":
            node.setdefault("type", []).append(keys.compact(o.value))
        else:
            key, value = keys.find(p.value, o)
            node.setdefault(key, []).append(value)
    graph = [
        {"id": name, **{key: values[0] if len(values) == 1 else values for key, values in sorted(node.items())}}
        for name, node in nodes.items()
    ]
    return json.dumps({"@context": address, "@graph": graph}, ensure_ascii=False, indent=1).encode() + b"\n"


class _Keys:
    """Which term fits a property and a value."""

    def __init__(self, context: Context) -> None:
        self._terms: dict[tuple[str, str, str], str] = {}
        for term, (property_, reverse) in context.columns.items():
            definition = context.terms[term]
            if reverse:
                continue
            if context.is_reference(term):
                kind = ("iri", "")
            elif isinstance(definition, dict):
                kind = (definition.get("@language", ""), context.expand(definition.get("@type", "")))
            else:
                kind = ("", "")
            known = self._terms.get((property_, *kind))
            # Of several the one that is called like its property; else the first.
            if known is None or (
                property_.endswith(("#" + term, "/" + term)) and not property_.endswith(("#" + known, "/" + known))
            ):
                self._terms[(property_, *kind)] = term
        self._prefixes = {
            name: space
            for name, space in context.terms.items()
            if isinstance(space, str) and space.endswith(("/", "#")) and not name.startswith("@")
        }

    def compact(self, address: str) -> str:
        """Give an IRI with a prefix where the context has one, else whole."""
        for prefix, namespace in self._prefixes.items():
            local = address.removeprefix(namespace)
            if local != address and local and not local.startswith("//"):
                return f"{prefix}:{local}"
        return address

    def find(self, property_: str, value: Term) -> tuple[str, object]:
        """Give key and value."""
        if value.kind != "literal":
            name = f"_:{value.value}" if value.kind == "blank" else value.value
            term = self._terms.get((property_, "iri", ""))
            return (term, name) if term else (self.compact(property_), {"id": name})
        term = self._terms.get((property_, value.language, value.datatype))
        if term:
            return term, value.value
        whole = {"@value": value.value}
        if value.language:
            whole["@language"] = value.language
        elif value.datatype:
            whole["@type"] = value.datatype
        return self.compact(property_), whole if len(whole) > 1 else value.value
