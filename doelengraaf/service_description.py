"""What the SPARQL endpoint says of itself: SPARQL 1.1 Service Description, with the size of each graph in VoID.

https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/void/
"""

from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, OWL, RDF, RDFS, VOID
from rdflib.term import Node

from doelengraaf.kept import kept_per_store
from doelengraaf.store import Rows, Store
from doelengraaf.terms import BASE, BASES, DERIVED_GRAPH, DG, ID, ONTOLOGY_GRAPH

__all__ = ["basis_of_graph", "service_description"]

_SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_LICENCE = URIRef("https://creativecommons.org/publicdomain/zero/1.0/")
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)
_TRIPLES = "{ SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } }"
_MERGED = "?s ?p ?o"
"""The same where the default graph has every triple once: of a whole country to tell them apart takes gigabytes."""
_COUNTS = {
    VOID.triples: f"SELECT (COUNT(*) AS ?n) WHERE {{ {_TRIPLES} }}",
    VOID.entities: f'SELECT (COUNT(?s) AS ?n) WHERE {{ {{ SELECT DISTINCT ?s WHERE {{ ?s ?p ?o }} }} FILTER (STRSTARTS(STR(?s), "{ID}")) }}',
    VOID.classes: "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?s a ?c }",
    VOID.properties: "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o }",
    VOID.distinctSubjects: "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    VOID.distinctObjects: "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }",
}
_PARTITIONS = (
    (
        VOID.classPartition,
        VOID["class"],
        VOID.entities,
        "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?x } GROUP BY ?x",
    ),
    (
        VOID.propertyPartition,
        VOID.property,
        VOID.triples,
        f"SELECT (?p AS ?x) (COUNT(*) AS ?n) WHERE {{ {_TRIPLES} }} GROUP BY ?p",
    ),
)
_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


def basis_of_graph(name: str) -> str:
    """Give the basis of what a named graph says, or nothing where it has none.

    >>> basis_of_graph("https://w3id.org/doelengraaf/graph/cranendonck/stated")
    'https://w3id.org/doelengraaf/id/basis/stated'
    >>> basis_of_graph("https://w3id.org/doelengraaf/graph/derived")
    'https://w3id.org/doelengraaf/id/basis/derived'
    """
    last = name.rpartition("/")[2]
    return f"{ID}basis/{last}" if name == DERIVED_GRAPH or last in BASES else ""


@kept_per_store
def _numbers(store: Store, query: str) -> tuple[tuple[str, int], ...]:
    """Give the rows of a query that ends with a number: (address, number), the address empty where there is none."""
    found = store.query(query.replace(_TRIPLES, _MERGED) if getattr(store, "merged", False) else query)
    rows = found.rows if isinstance(found, Rows) else []
    numbers = [(row[0].value if len(row) > 1 and row[0] else "", int(row[-1].value)) for row in rows if row[-1]]
    return tuple(sorted(numbers))


def _titles(name: str) -> tuple[str, str]:
    agenda, _, basis = name.removeprefix(f"{BASE}graph/").partition("/")
    if name == DERIVED_GRAPH:
        return "Wat regels afleiden", "What rules derive"
    if name == ONTOLOGY_GRAPH:
        return "De woorden: ontologie en begrippenlijsten", "The words: ontology and concept schemes"
    dutch = {"stated": "letterlijk", "interpreted": "geduid"}.get(basis, basis)
    about = {"shared": ("gedeeld", "shared"), "mappings": ("verbanden tussen agenda’s", "mappings between agendas")}
    named = about.get(agenda, (agenda, agenda))
    return f"{named[0]}: {dutch}", f"{named[1]}: {basis}"


def service_description(
    store: Store, endpoint: str, graph_store: str, editor: str, version: str, seconds: float, rows: int
) -> Graph:
    """Make the description.

    Args:
        store: what the endpoint answers from.
        endpoint: its address.
        graph_store: the address of the graph store.
        editor: the address of the page for people.
        version: the version of the data.
        seconds: how long a query may take.
        rows: how many rows or statements an answer may have.
    """
    graph = Graph()
    for prefix, namespace in (("sd", _SD), ("void", VOID), ("dcterms", DCTERMS), ("dg", DG), ("foaf", FOAF)):
        graph.bind(prefix, namespace, override=True)
    service, dataset = URIRef(f"{endpoint}#service"), URIRef(f"{endpoint}#dataset")
    default = URIRef(f"{endpoint}#default-graph")

    def add(subject: Node, *pairs: tuple[URIRef, Node]) -> None:
        for predicate, value in pairs:
            graph.add((subject, predicate, value))

    add(
        service,
        (RDF.type, _SD.Service),
        (_SD.endpoint, URIRef(endpoint)),
        (_SD.supportedLanguage, _SD.SPARQL11Query),
        (_SD.feature, _SD.UnionDefaultGraph),
        (_SD.defaultEntailmentRegime, URIRef("http://www.w3.org/ns/entailment/Simple")),
        (_SD.defaultDataset, dataset),
        (FOAF.page, URIRef(editor)),
        (
            DCTERMS.description,
            Literal(f"Alleen lezen. Een vraag mag {seconds:g} seconden duren en {rows} rijen geven.", lang="nl"),
        ),
        (
            DCTERMS.description,
            Literal(f"Reading only. A query may take {seconds:g} seconds and give {rows} rows.", lang="en"),
        ),
    )
    for form in _RESULTS:
        add(service, (_SD.resultFormat, _FORMATS[form]))
    for one in (dataset, default):
        add(one, (DCTERMS.license, _LICENCE))
    add(
        dataset,
        (RDF.type, _SD.Dataset),
        (RDF.type, VOID.Dataset),
        (DCTERMS.title, Literal("Doelengraaf")),
        (OWL.versionInfo, Literal(version)),
        (VOID.sparqlEndpoint, URIRef(endpoint)),
        (VOID.uriSpace, Literal(ID)),
        (_SD.defaultGraph, default),
        # The same data counted per graph, with its links to data of others and its dumps.
        (RDFS.seeAlso, URIRef(f"{BASE}.well-known/void")),
    )
    add(default, (RDF.type, _SD.Graph), (RDF.type, VOID.Dataset), (VOID.uriSpace, Literal(ID)))
    for predicate, query in _COUNTS.items():
        for _, number in _numbers(store, query):
            for one in (dataset, default):
                add(one, (predicate, Literal(number)))
    for partition, of, counted, query in _PARTITIONS:
        for name, number in _numbers(store, query):
            part = BNode()
            add(default, (partition, part))
            add(part, (of, URIRef(name)), (counted, Literal(number)))
    for name, number in _numbers(store, _GRAPHS):
        _add_named(graph, endpoint, graph_store, dataset, name, number)
    return graph


def _add_named(graph: Graph, endpoint: str, graph_store: str, dataset: URIRef, name: str, number: int) -> None:
    """Add a named graph, with what it says on which basis, and where it can be had whole."""
    named = URIRef(f"{endpoint}#{name.removeprefix(BASE)}")
    content = URIRef(f"{named}/content")
    dutch, english = _titles(name)
    graph.add((dataset, _SD.namedGraph, named))
    graph.add((named, RDF.type, _SD.NamedGraph))
    graph.add((named, _SD.name, URIRef(name)))
    graph.add((named, _SD.graph, content))
    graph.add((content, RDF.type, _SD.Graph))
    graph.add((content, RDF.type, VOID.Dataset))
    graph.add((content, DCTERMS.title, Literal(dutch, lang="nl")))
    graph.add((content, DCTERMS.title, Literal(english, lang="en")))
    graph.add((content, VOID.triples, Literal(number)))
    graph.add((content, VOID.dataDump, URIRef(f"{graph_store}?graph={name}")))
    basis = basis_of_graph(name)
    if basis:
        graph.add((content, URIRef(f"{DG}basis"), URIRef(basis)))
