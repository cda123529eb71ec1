"""Terms of RDF, the same whatever the engine, and their way into and out of text, files and Oxigraph."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import pyoxigraph as ox

from doelengraaf.errors import QueryError

__all__ = [
    "Term",
    "Triple",
    "converted",
    "from_ox",
    "iri",
    "literal",
    "read_triples",
    "to_ox",
    "write_quads",
    "written",
]


class Term(NamedTuple):
    """An RDF term, the same whatever the engine.

    Args:
        kind: ``iri``, ``literal`` or ``blank``.
        value: the IRI, the lexical form or the label.
        language: the language tag of a literal, or empty.
        datatype: the datatype IRI of a literal, or empty.
    """

    kind: str
    value: str
    language: str = ""
    datatype: str = ""


Triple = tuple[Term, Term, Term]
_STRING = "http://www.w3.org/2001/XMLSchema#string"


def iri(value: str) -> str:
    """Give an IRI as SPARQL text.

    Raises:
        ValueError: this is no IRI.
    """
    return str(ox.NamedNode(value))


def literal(value: str, language: str = "", datatype: str = "") -> str:
    """Give a literal as SPARQL text, with everything escaped.

    Raises:
        ValueError: the language tag or datatype is not well formed.
    """
    if language:
        return str(ox.Literal(value, language=language))
    return str(ox.Literal(value, datatype=ox.NamedNode(datatype)) if datatype else ox.Literal(value))


def written(term: Term) -> str:
    """Give a term as N-Triples text."""
    if term.kind == "iri":
        return iri(term.value)
    return f"_:{term.value}" if term.kind == "blank" else literal(term.value, term.language, term.datatype)


def from_ox(term: object) -> Term:
    """Give a term of Oxigraph as ours.

    Raises:
        QueryError: it is of a kind that does not occur here, such as a triple.
    """
    # Every cell of every answer passes here, so the common kinds come first and nothing is looked up twice.
    if type(term) is ox.NamedNode:
        return Term("iri", term.value)
    if type(term) is ox.Literal:
        language = term.language
        if language:
            return Term("literal", term.value, language)
        datatype = term.datatype.value
        return Term("literal", term.value, "", "" if datatype == _STRING else datatype)
    if type(term) is ox.BlankNode:
        return Term("blank", term.value)
    raise QueryError(f"De motor gaf een term die hier niet voorkomt: {term}")


def read_triples(data: bytes, media_type: str) -> list[Triple]:
    """Read triples that another engine wrote, in any RDF syntax with a media type.

    Raises:
        ValueError: the media type is not one of RDF, or the data is not written in it.
    """
    form = ox.RdfFormat.from_media_type(media_type)
    if form is None:
        raise ValueError(f"{media_type} is geen vorm van RDF")
    try:
        return [(from_ox(q.subject), from_ox(q.predicate), from_ox(q.object)) for q in ox.parse(data, format=form)]
    except SyntaxError as error:
        raise ValueError(str(error)) from error


def write_quads(quads: Iterable[tuple[Triple, str]], media_type: str, prefixes: Mapping[str, str]) -> bytes:
    """Write triples with their named graphs (empty: none), in the order given, in any RDF syntax with a media type.

    Raises:
        ValueError: the media type is not one of RDF, or there is a named graph and it holds triples only.
    """
    form = ox.RdfFormat.from_media_type(media_type)
    if form is None:
        raise ValueError(f"{media_type} is geen vorm van RDF")
    made = (
        ox.Quad(to_ox(s), to_ox(p), to_ox(o), ox.NamedNode(graph) if graph else ox.DefaultGraph())  # type: ignore[arg-type]
        for (s, p, o), graph in quads
    )
    return ox.serialize(made, format=form, prefixes=dict(prefixes)) or b""


def converted(solutions: Iterable[Iterable[object]]) -> Iterator[list[Term | None]]:
    """Convert rows; a term that comes back, as most names do, is converted once."""
    seen: dict[object, Term | None] = {None: None}

    def convert(term: object) -> Term | None:
        found = seen.get(term)
        if found is None and term is not None:
            found = seen[term] = from_ox(term)
        return found

    for row in solutions:
        yield [convert(term) for term in row]


def to_ox(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Give a term of ours as one of Oxigraph."""
    if term.kind == "iri":
        return ox.NamedNode(term.value)
    if term.kind == "blank":
        return ox.BlankNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype)) if term.datatype else ox.Literal(term.value)
