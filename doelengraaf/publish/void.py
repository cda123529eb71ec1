"""VoID: how much there is of what, per graph, class and property, and what it links to (https://www.w3.org/TR/void/, at ``/.well-known/void``)."""

import re
from collections.abc import Sequence
from pathlib import Path

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS, VOID, XSD

from doelengraaf.kept import kept_per_store
from doelengraaf.overview import agendas
from doelengraaf.publish.distributions import dump_iri
from doelengraaf.publish.parties import WHOLE_DATASET
from doelengraaf.publish.shelf import Version
from doelengraaf.publish.vocabularies import CC0_NL, IANA
from doelengraaf.store import Rows, Store, iri
from doelengraaf.terms import BASE, DG, ID
from doelengraaf.things import ask, text_of

__all__ = ["ADDRESS", "TARGETS", "make_void"]

ADDRESS = BASE + ".well-known/void"
TARGETS = {
    "tooi": (
        "https://identifier.overheid.nl/tooi/",
        "TOOI: identificaties van overheidsorganisaties",
        "TOOI: identifiers of government bodies",
    ),
    "wetten": ("https://wetten.overheid.nl/", "Wetten.overheid.nl: wetten en regels", "Wetten.overheid.nl: Dutch law"),
    "sdg": ("http://metadata.un.org/sdg", "Werelddoelen (SDG)", "Sustainable Development Goals"),
    "eu": (
        "http://publications.europa.eu/resource/authority/",
        "Lijsten van het EU-publicatiebureau",
        "Authority tables of the EU",
    ),
    "cids": ("https://ontology.commonapproach.org/", "Common Impact Data Standard", "Common Impact Data Standard"),
}
"""The data sets of others that ours links to: name to start of their addresses and title."""
_VOCABULARIES = (
    DG,
    "http://www.w3.org/2004/02/skos/core#",
    "http://purl.org/dc/terms/",
    "http://www.w3.org/ns/prov#",
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/ns/dcat#",
    "http://www.w3.org/ns/dqv#",
    "http://purl.org/linked-data/cube#",
    "http://purl.org/ontology/bibo/",
    "https://schema.org/",
    "https://w3id.org/sssom/",
)
_FORMATS = {"nq": "N-Quads", "trig": "TriG", "ttl": "Turtle", "jsonld": "JSON-LD"}
_EXAMPLES = 3
_COUNTED = {
    "nl": "Een bewering die in twee grafen staat telt hier twee keer, zoals in de dumps; de beschrijving van het SPARQL-endpoint telt haar eenmaal.",
    "en": "A statement that stands in two graphs counts twice here, as in the dumps; the description of the SPARQL endpoint counts it once.",
}


def make_void(store: Store, base: str, terms: Path, version: Version | None) -> Graph:
    """Describe the data.

    Args:
        store: the data.
        base: the root of this server, without a slash at the end.
        terms: the file that says what the words of others are.
        version: the latest published version, whose dumps are named.
    """
    graph = Graph()
    graph.bind("void", VOID)
    licence = Graph().parse(terms, format="turtle")
    for statement in licence.triples((CC0_NL, None, None)):
        graph.add(statement)
    document, whole = URIRef(ADDRESS), URIRef(WHOLE_DATASET)
    graph.add((document, RDF.type, VOID.DatasetDescription))
    graph.add((document, DCTERMS.title, Literal("Doelengraaf in getallen", lang="nl")))
    graph.add((document, DCTERMS.title, Literal("Doelengraaf in numbers", lang="en")))
    for language, text in _COUNTED.items():
        graph.add((document, DCTERMS.description, Literal(text, lang=language)))
    graph.add((document, RDFS.seeAlso, URIRef(base + "/sparql")))
    graph.add((document, FOAF.primaryTopic, whole))
    graph.add((whole, RDF.type, VOID.Dataset))
    graph.add((whole, DCTERMS.title, Literal("Doelengraaf")))
    graph.add((whole, DCTERMS.license, CC0_NL))
    graph.add((whole, FOAF.homepage, URIRef(base + "/")))
    graph.add((whole, VOID.uriSpace, Literal(ID)))
    graph.add((whole, VOID.sparqlEndpoint, URIRef(base + "/sparql")))
    graph.add((whole, VOID.uriLookupEndpoint, URIRef(base + "/id/")))
    for address in _VOCABULARIES:
        graph.add((whole, VOID.vocabulary, URIRef(address)))
    for statement in _measured(store):
        graph.add(statement)
    for example in _examples(store):
        graph.add((whole, VOID.exampleResource, URIRef(example)))
    if version:
        for file in version.of_part("doelengraaf"):
            if file.form in _FORMATS:
                graph.add((whole, VOID.dataDump, URIRef(f"{base}/dump/{version.address}/{file.name}")))
                graph.add((URIRef(dump_iri(version, file.name)), DCTERMS.isPartOf, whole))
        for form in ("n-quads", "trig", "ld+json"):
            graph.add((whole, VOID.feature, IANA[f"application/{form}"]))
    return graph


@kept_per_store
def _measured(store: Store) -> Graph:
    """Count; this takes seconds, and is the same on every server."""
    graph, whole = Graph(), URIRef(WHOLE_DATASET)
    _counts(graph, store, whole)
    _graphs(graph, store, whole)
    _partitions(graph, store, whole)
    _links(graph, store, whole)
    return graph


def _number(graph: Graph, node: URIRef, predicate: URIRef, number: int) -> None:
    graph.add((node, predicate, Literal(number, datatype=XSD.integer)))


def _one(store: Store, where: str) -> Sequence[int]:
    found = store.query(f"SELECT {where}")
    return [int(cell.value) for cell in found.rows[0] if cell] if isinstance(found, Rows) else []


def _counts(graph: Graph, store: Store, whole: URIRef) -> None:
    subjects, objects, properties = _one(
        store,
        "(COUNT(DISTINCT ?s) AS ?ss) (COUNT(DISTINCT ?o) AS ?os) (COUNT(DISTINCT ?p) AS ?ps) WHERE { ?s ?p ?o }",
    )
    [statements] = _one(store, "(COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")
    [classes] = _one(store, "(COUNT(DISTINCT ?c) AS ?n) WHERE { ?s a ?c }")
    [entities] = _one(store, f'(COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s a ?c . FILTER (STRSTARTS(STR(?s), "{ID}")) }}')
    for predicate, number in (
        (VOID.triples, statements),
        (VOID.distinctSubjects, subjects),
        (VOID.distinctObjects, objects),
        (VOID.properties, properties),
        (VOID.classes, classes),
        (VOID.entities, entities),
    ):
        _number(graph, whole, predicate, number)


def _graphs(graph: Graph, store: Store, whole: URIRef) -> None:
    for name, number in ask(store, "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"):
        node = URIRef(text_of(name))
        graph.add((whole, VOID.subset, node))
        graph.add((node, RDF.type, VOID.Dataset))
        graph.add((node, DCTERMS.title, Literal(text_of(name).removeprefix(BASE))))
        _number(graph, node, VOID.triples, int(text_of(number)))


def _partitions(graph: Graph, store: Store, whole: URIRef) -> None:
    for kind, number in ask(store, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c"):
        node = URIRef(f"{ADDRESS}#class-{_slug(text_of(kind))}")
        graph.add((whole, VOID.classPartition, node))
        graph.add((node, RDF.type, VOID.Dataset))
        graph.add((node, VOID["class"], URIRef(text_of(kind))))
        _number(graph, node, VOID.entities, int(text_of(number)))
    for predicate, number in ask(store, "SELECT ?p (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?p"):
        node = URIRef(f"{ADDRESS}#property-{_slug(text_of(predicate))}")
        graph.add((whole, VOID.propertyPartition, node))
        graph.add((node, RDF.type, VOID.Dataset))
        graph.add((node, VOID.property, URIRef(text_of(predicate))))
        _number(graph, node, VOID.triples, int(text_of(number)))


def _links(graph: Graph, store: Store, whole: URIRef) -> None:
    """Add a set of links for each property that leads to data of others."""
    found: dict[tuple[str, str], int] = {}
    for predicate, value in ask(
        store,
        f"""SELECT ?p ?o WHERE {{ ?s ?p ?o . FILTER (ISIRI(?o) && !STRSTARTS(STR(?o), "{BASE}") && STRSTARTS(STR(?s), "{BASE}")
          && ?p NOT IN (rdf:type, rdf:object, rdf:predicate)) }}""",
    ):
        for name, (start, *_) in TARGETS.items():
            if text_of(value).startswith(start):
                found[name, text_of(predicate)] = found.get((name, text_of(predicate)), 0) + 1
    for (name, by), number in sorted(found.items()):
        start, *titles = TARGETS[name]
        node, target = URIRef(f"{ADDRESS}#links-{name}-{_slug(by)}"), URIRef(f"{ADDRESS}#{name}")
        graph.add((whole, VOID.subset, node))
        graph.add((node, RDF.type, VOID.Linkset))
        graph.add((node, VOID.subjectsTarget, whole))
        graph.add((node, VOID.objectsTarget, target))
        graph.add((node, VOID.linkPredicate, URIRef(by)))
        _number(graph, node, VOID.triples, number)
        graph.add((target, RDF.type, VOID.Dataset))
        graph.add((target, VOID.uriSpace, Literal(start)))
        for language, title in zip(("nl", "en"), titles, strict=True):
            graph.add((target, DCTERMS.title, Literal(title, lang=language)))


def _examples(store: Store) -> list[str]:
    """Give some addresses that show what there is: each agenda, and the first goals and organisations."""
    found = [agenda.iri for agenda in agendas(store)]
    for kind in ("Goal", "PartnerOrganization", "Indicator"):
        rows = ask(store, f"SELECT ?x WHERE {{ ?x a {iri(DG + kind)} }} ORDER BY ?x LIMIT {_EXAMPLES}")
        found += [text_of(one) for [one] in rows]
    return found


def _slug(address: str) -> str:
    """Give an address as the end of another.

    >>> _slug("http://www.w3.org/2004/02/skos/core#prefLabel")
    'www.w3.org-2004-02-skos-core-prefLabel'
    """
    return re.sub(r"[^A-Za-z0-9.]+", "-", address.partition("://")[2]).strip("-")
