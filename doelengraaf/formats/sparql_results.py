"""Answers as SPARQL 1.1 query results, for tools that read those: the rows as the engine gave them, cut at the limit of the question."""

from functools import cache

from rdflib import Variable
from rdflib.query import Result
from rdflib.term import Identifier

from doelengraaf.answers import Answer
from doelengraaf.formats.statements import rdflib_term
from doelengraaf.formats.typed import clean
from doelengraaf.store import Term

__all__ = ["to_srj", "to_srx"]


def to_srj(answer: Answer) -> bytes:
    """Give the rows as SPARQL Query Results JSON (https://www.w3.org/TR/sparql11-results-json/)."""
    return _serialized(answer, "json")


def to_srx(answer: Answer) -> bytes:
    """Give the rows as SPARQL Query Results XML (https://www.w3.org/TR/rdf-sparql-XMLres/), without what XML cannot hold."""
    return _serialized(answer, "xml")


def _serialized(answer: Answer, form: str) -> bytes:
    variables = [Variable(name) for name in answer.source.variables]

    # A term that comes back, as most names do, is made once.
    @cache
    def identifier(term: Term) -> Identifier:
        return rdflib_term(term._replace(value=clean(term.value)) if form == "xml" else term)

    result = Result("SELECT")
    result.vars = variables
    result.bindings = [
        {name: identifier(term) for name, term in zip(variables, row, strict=True) if term is not None}
        for row in answer.source.rows
    ]
    return result.serialize(format=form, encoding="utf-8") or b""
