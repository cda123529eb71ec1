"""The saved questions as RDF, by the convention of https://github.com/sib-swiss/sparql-examples, so that query editors and crawlers can read them.

Each question is an ``sh:SPARQLSelectExecutable`` whose ``sh:select`` runs as it stands: without the header, and with every parameter left a variable, which
matches anything.
"""

import re
from collections.abc import Iterable

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, XSD

from doelengraaf.question_file import Question
from doelengraaf.terms import BASE, ID

__all__ = ["ENDPOINT", "examples", "question_iri", "select_text"]

ENDPOINT = BASE + "sparql"
"""The lasting address of the endpoint that answers the examples."""
_PREFIXES = URIRef(BASE + ".well-known/sparql-examples#prefixes")
_SCHEMA = Namespace("https://schema.org/")
_PREFIX = re.compile(r"^\s*PREFIX\s+([A-Za-z][\w-]*):\s*<([^<>\s]+)>", re.MULTILINE | re.IGNORECASE)


def question_iri(name: str) -> str:
    """Give the IRI of a question.

    >>> question_iri("witte-vlekken")
    'https://w3id.org/doelengraaf/id/question/witte-vlekken'
    """
    return f"{ID}question/{name}"


def select_text(text: str) -> str:
    """Give a query without its header.

    >>> select_text("#+ summary: x\\n# y\\nSELECT * { ?s ?p ?__o_iri }\\n")
    '# y\\nSELECT * { ?s ?p ?__o_iri }\\n'
    """
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+"))


def examples(questions: Iterable[Question], endpoint: str = ENDPOINT) -> Graph:
    """Make the graph of examples.

    Args:
        questions: the questions.
        endpoint: the address of the SPARQL endpoint they can be asked at.

    Returns:
        A node per question with title, description, tags, number and query, and one node that declares all their prefixes.
    """
    graph = Graph()
    for prefix, namespace in (("sh", SH), ("schema", _SCHEMA), ("dcterms", DCTERMS), ("owl", OWL)):
        graph.bind(prefix, namespace, override=True)
    declared: dict[str, str] = {}
    for question in questions:
        declared.update(_PREFIX.findall(question.text))
        _add(graph, question, endpoint)
    graph.add((_PREFIXES, RDF.type, OWL.Ontology))
    for prefix, address in sorted(declared.items()):
        one = URIRef(f"{_PREFIXES}-{prefix}")
        graph.add((_PREFIXES, SH.declare, one))
        graph.add((one, SH.prefix, Literal(prefix)))
        graph.add((one, SH.namespace, Literal(address, datatype=XSD.anyURI)))
    return graph


def _add(graph: Graph, question: Question, endpoint: str) -> None:
    """Add the node of one question."""
    node = URIRef(question_iri(question.name))
    for kind in (SH.SPARQLExecutable, SH.SPARQLSelectExecutable):
        graph.add((node, RDF.type, kind))
    for language, title in question.title.items():
        graph.add((node, RDFS.comment, Literal(title, lang=language)))
    for language, description in question.descriptions.items():
        graph.add((node, DCTERMS.description, Literal(description, lang=language)))
    for tag in question.tags:
        graph.add((node, _SCHEMA.keywords, Literal(tag, lang="nl")))
    graph.add((node, _SCHEMA.position, Literal(question.number)))
    graph.add((node, _SCHEMA.target, URIRef(endpoint)))
    graph.add((node, SH.prefixes, _PREFIXES))
    graph.add((node, SH.select, Literal(select_text(question.text))))
