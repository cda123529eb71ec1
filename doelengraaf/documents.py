"""The document about a thing, as linked data: what the graph says of it in both directions, with the names of what it is tied to.

Statements keep the named graphs they are in, because the graph is the basis: what is stated, interpreted or derived. What many things lead to is told
in pages of ``PAGE_SIZE`` links; the thing's own statements are on the first.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from doelengraaf.names import in_portions
from doelengraaf.store import Store, Term, Triple, iri
from doelengraaf.terms import BASE, DG, ID
from doelengraaf.things import ask, text_of

__all__ = [
    "DATASET",
    "PAGE_SIZE",
    "Document",
    "Edition",
    "about_document",
    "add_names",
    "make_document",
    "neighbours",
    "part",
    "url",
]

PAGE_SIZE = 100
DATASET = ID + "dataset"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FOAF = "http://xmlns.com/foaf/0.1/"
_DCTERMS = "http://purl.org/dc/terms/"
_VOID = "http://rdfs.org/ns/void#"
_HYDRA = "http://www.w3.org/ns/hydra/core#"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
_DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"
# What is told last of what leads to a thing: parts of an explanation, places and statements about statements.
_LAST = ("/derivation/", "/evidence/", "/measurement/", "/resemblance/", "/mapping/", "/link/")
Statements = dict[Triple, set[str]]


@dataclass(frozen=True)
class Edition:
    """Which data a document is of.

    Args:
        version: the version of the data.
        modified: when they were built.
    """

    version: str
    modified: datetime


@dataclass(frozen=True)
class Document:
    """The statements of a document.

    Args:
        iri: the document.
        statements: each with the named graphs it is in; none for what the document says of itself.
        page: which part this is, from 1.
        pages: how many parts there are.
    """

    iri: str
    statements: Statements = field(default_factory=dict)
    page: int = 1
    pages: int = 1


def url(value: str) -> Term:
    """Give an IRI as a term."""
    return Term("iri", value)


def make_document(
    store: Store, thing: str, edition: Edition, forms: Mapping[str, str], page: int = 1
) -> Document | None:
    """Make the document about a thing.

    Args:
        store: the engine.
        thing: its IRI, below ``https://w3id.org/doelengraaf/id/``.
        edition: which data these are.
        forms: ending to media type of the forms the document can be had in.
        page: which part, from 1.

    Returns:
        The document; None when the graph says nothing of the thing, or there is no such page. With the thing come its evidence, the statements
        about its links, and name and class of all that is named.

    Raises:
        ValueError: this is no IRI.
    """
    subject = iri(thing)
    own: Statements = {}
    for p, o, g in ask(store, f"SELECT ?p ?o ?g WHERE {{ GRAPH ?g {{ {subject} ?p ?o }} }}"):
        if p and o:
            own.setdefault((url(thing), p, o), set()).add(text_of(g))
    if not own:
        return None
    into, about = _incoming(store, thing)
    # A statement about a link goes with that link; one about a link that is in no graph is told as something that leads here.
    loose = {link: triple for link, triple in about.items() if triple not in own and triple not in into}
    into |= {(url(link), url(_RDF + "subject"), url(thing)): set() for link in loose}
    ordered = sorted(
        into, key=lambda triple: (any(part in triple[0].value for part in _LAST), triple[1].value, triple[0].value)
    )
    pages = max(1, math.ceil(len(ordered) / PAGE_SIZE))
    if not 1 <= page <= pages:
        return None
    shown = ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    statements = {triple: into[triple] for triple in shown if into[triple]}
    if page == 1:
        statements |= own
        # What has its address within that of the thing (its period, the words it uses) has no document of its own.
        within = {term.value for s, _, o in (*own, *into) for term in (s, o) if term.value.startswith(thing + "#")}
        _add_said(store, statements, within)
        places = [o.value for _, p, o in own if p.value == DG + "evidence"]
        selectors = _add_said(store, statements, places, "http://www.w3.org/ns/oa#hasSelector")
        _add_said(store, statements, selectors)
    told = statements.keys()
    _add_said(
        store,
        statements,
        [
            link
            for link, triple in about.items()
            if triple in told or (link in loose and (url(link), url(_RDF + "subject"), url(thing)) in shown)
        ],
    )
    add_names(store, statements)
    document = Document(BASE + "doc/" + thing.removeprefix(ID), statements, page, pages)
    about_document(document, edition, forms)
    document.statements[url(document.iri), url(_FOAF + "primaryTopic"), url(thing)] = set()
    return document


def _incoming(store: Store, thing: str) -> tuple[Statements, dict[str, Triple]]:
    """Give what leads to a thing, and statement about a link of the thing to that link."""
    into: Statements = {}
    for s, p, g in ask(store, f"SELECT ?s ?p ?g WHERE {{ GRAPH ?g {{ ?s ?p {iri(thing)} }} }}"):
        if s and p:
            into.setdefault((s, p, url(thing)), set()).add(text_of(g))
    ends = {_RDF + "subject", _RDF + "object"}
    reified = [s.value for s, p, _ in into if p.value in ends and "/derivation/" not in s.value]
    about: dict[str, Triple] = {}
    for values in in_portions(reified):
        for link, s, p, o in ask(
            store,
            f"SELECT DISTINCT ?l ?s ?p ?o WHERE {{ VALUES ?l {{ {values} }} ?l rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }}",
        ):
            if s and p and o:
                about[text_of(link)] = (s, p, o)
    return {
        triple: graphs for triple, graphs in into.items() if not (triple[1].value in ends and triple[0].value in about)
    }, about


def _add_said(store: Store, statements: Statements, things: Iterable[str], follow: str = "") -> list[str]:
    """Add all that is said of things; gives what the property ``follow`` leads to."""
    found = []
    for values in in_portions(things):
        for s, p, o, g in ask(
            store, f"SELECT ?s ?p ?o ?g WHERE {{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}"
        ):
            if s and p and o:
                statements.setdefault((s, p, o), set()).add(text_of(g))
                if p.value == follow:
                    found.append(o.value)
    return found


def add_names(store: Store, statements: Statements) -> None:
    """Add the names and classes of all things that statements name, and the names of those classes; of what has no name the place in words."""
    named = {term.value for s, _, o in statements for term in (s, o) if term.kind == "iri"}
    places: Statements = {}
    known, classes = set(), set()
    for values in in_portions(named):
        # A FILTER, because a second VALUES makes the engine try each name with each property in each graph.
        for s, p, o, g in ask(
            store,
            f"""SELECT ?s ?p ?o ?g WHERE {{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }}
              FILTER (?p IN (rdf:type, rdfs:label, skos:prefLabel, dcterms:title, schema:name, dcterms:bibliographicCitation, <http://www.w3.org/2008/05/skos-xl#literalForm>)) }}""",
        ):
            if not (s and p and o):
                continue
            among = places if p.value == _DCTERMS + "bibliographicCitation" else statements
            among.setdefault((s, p, o), set()).add(text_of(g))
            if o.kind == "iri":
                classes.add(o.value)
            elif among is statements:
                known.add(s)
    statements.update({triple: graphs for triple, graphs in places.items() if triple[0] not in known})
    for values in in_portions(classes - named):
        for s, o, g in ask(
            store, f"SELECT ?s ?o ?g WHERE {{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s rdfs:label ?o }} }}"
        ):
            if s and o:
                statements.setdefault((s, url("http://www.w3.org/2000/01/rdf-schema#label"), o), set()).add(text_of(g))


def part(document: str, page: int) -> str:
    """Give the IRI of a part of a document.

    >>> part("https://w3id.org/doelengraaf/doc/topic/werk", 2)
    'https://w3id.org/doelengraaf/doc/topic/werk?bladzijde=2'
    """
    return f"{document}?bladzijde={page}"


def about_document(document: Document, edition: Edition, forms: Mapping[str, str]) -> None:
    """Add what a document says of itself: licence, data set, version, forms, parts, and the graphs its statements are in."""
    here = document.iri
    graphs = {graph for found in document.statements.values() for graph in found}
    said: list[tuple[str, str, Term]] = [
        (here, _RDF + "type", url(_FOAF + "Document")),
        (here, _DCTERMS + "license", url(_LICENCE)),
        (here, _DCTERMS + "isPartOf", url(DATASET)),
        (here, _VOID + "inDataset", url(DATASET)),
        (here, _DCTERMS + "modified", Term("literal", edition.modified.strftime("%Y-%m-%dT%H:%M:%SZ"), "", _DATE_TIME)),
        (DATASET, "http://www.w3.org/ns/dcat#version", Term("literal", edition.version)),
        (DATASET, _VOID + "rootResource", url(BASE + "doc")),
        *((here, "http://www.w3.org/ns/prov#wasDerivedFrom", url(graph)) for graph in graphs),
        *(
            (graph, DG + "basis", url(ID + "basis/" + graph.rpartition("/")[2]))
            for graph in graphs
            if graph.endswith(("/stated", "/interpreted", "/derived"))
        ),
    ]
    for suffix, media_type in forms.items():
        said += [
            (here, _DCTERMS + "hasFormat", url(f"{here}.{suffix}")),
            (f"{here}.{suffix}", _DCTERMS + "format", url(_MEDIA + media_type)),
        ]
    if document.pages > 1:
        view = part(here, document.page)
        said += [(here, _HYDRA + "view", url(view)), (view, _RDF + "type", url(_HYDRA + "PartialCollectionView"))]
        said += [
            (view, _HYDRA + name, url(part(here, page)))
            for name, page in neighbours(document.page, document.pages).items()
        ]
    for s, p, o in said:
        document.statements.setdefault((url(s), url(p), o), set())


def neighbours(page: int, pages: int) -> dict[str, int]:
    """Give the pages that one page leads to.

    >>> neighbours(1, 3)
    {'first': 1, 'next': 2, 'last': 3}
    """
    found = {"first": 1, "previous": page - 1, "next": page + 1, "last": pages}
    return {name: number for name, number in found.items() if 1 <= number <= pages}
