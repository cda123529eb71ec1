"""Answers that are too long to hold: rows one at a time, statements written as they come, both up to a limit."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import pyoxigraph as ox

from doelengraaf.errors import QueryError, phrase
from doelengraaf.store.terms import Term, converted

__all__ = ["RowStream", "TripleStream", "refused"]


def refused(error: Exception) -> QueryError:
    """Give what an engine says of a query it cannot answer as an error for people."""
    return QueryError(phrase("De vraag is niet te lezen of uit te voeren: {problem}"), problem=str(error))


class RowStream:
    """The rows of a SELECT, computed as they are read."""

    def __init__(self, solutions: ox.QuerySolutions) -> None:
        self.variables = [variable.value for variable in solutions.variables]
        self._solutions = solutions

    def __iter__(self) -> Iterator[list[Term | None]]:
        try:
            yield from converted(self._solutions)
        except (RuntimeError, OSError, ValueError) as error:
            raise refused(error) from error


class TripleStream:
    """The statements of a CONSTRUCT or DESCRIBE, computed as they are read."""

    def __init__(self, triples: ox.QueryTriples) -> None:
        self._triples = triples

    def write(self, media_type: str, most: int, prefixes: Mapping[str, str]) -> bytes | None:
        """Write them, each once, in a syntax of RDF; give None when there are more than ``most``.

        Raises:
            QueryError: the syntax cannot hold one of them.
        """
        form = ox.RdfFormat.from_media_type(media_type)
        try:
            found = dict.fromkeys(islice(self._triples, most + 1))
        except (RuntimeError, OSError, ValueError) as error:
            raise refused(error) from error
        if len(found) > most:
            return None
        if form == ox.RdfFormat.RDF_XML:
            _fit_for_xml(found)
        written = ox.serialize(found, format=form, prefixes=dict(prefixes)) or b""
        # A bare carriage return would be read back from XML as a line end.
        return written.replace(b"\r", b"&#13;") if form == ox.RdfFormat.RDF_XML else written


# https://www.w3.org/TR/rdf-syntax-grammar/#section-Serialising: the end of a property's address becomes the name of an element.
_ELEMENT_NAME = re.compile(r"[^\W\d][\w.\u00b7-]*\Z")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _fit_for_xml(triples: Iterable[ox.Triple]) -> None:
    for name in {triple.predicate.value for triple in triples}:
        if not _ELEMENT_NAME.search(name):
            raise QueryError(
                phrase("RDF/XML kan de eigenschap <{name}> niet schrijven. Vraag Turtle, N-Triples of JSON-LD."),
                name=name,
            )
    for triple in triples:
        if isinstance(triple.object, ox.Literal) and _NOT_IN_XML.search(triple.object.value):
            raise QueryError(
                phrase("RDF/XML kan een stuurteken in een waarde niet schrijven. Vraag Turtle, N-Triples of JSON-LD.")
            )
