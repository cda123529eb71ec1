"""Answers to a stranger's query as the bytes that are sent: the four forms of query results of the W3C, and four syntaxes of RDF.

Unlike ``formats``, which writes answers of saved questions for people and spreadsheets, nothing is named, ordered or made safe for a spreadsheet here: a program
gets what the engine gave.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice

from doelengraaf.errors import QueryError, phrase
from doelengraaf.store import OxigraphStore, RowStream, Term, TripleStream, written
from doelengraaf.terms import BASE, DG, ID

__all__ = ["GRAPH_FORMS", "ROW_FORMS", "Ask", "Rendered", "TooMuchError", "render"]

ROW_FORMS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
"""The forms of rows and of yes or no, by name (https://www.w3.org/TR/sparql11-overview/#sparql11-results)."""
GRAPH_FORMS = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
"""The forms of statements, by name."""
PREFIXES = {
    "dg": DG,
    "dgid": ID,
    "dgg": f"{BASE}graph/",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_Row = Sequence[Term | None]


class TooMuchError(QueryError):
    """A query whose answer is larger than is given."""


@dataclass(frozen=True)
class Ask:
    """A query and the form its answer is wanted in.

    Args:
        text: SPARQL 1.1.
        row_form: a name of ``ROW_FORMS``, or nothing when rows are not wanted in any of them.
        graph_form: a name of ``GRAPH_FORMS``, or nothing.
        dataset: the default graphs and the named graphs, when the asker chose them.
        base: what relative addresses in the query are relative to.
        rows: how many rows or statements are given.
        size: how many bytes are given.
    """

    text: str
    row_form: str = "json"
    graph_form: str = "ttl"
    dataset: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    base: str | None = None
    rows: int = 100_000
    size: int = 50_000_000


@dataclass(frozen=True)
class Rendered:
    """An answer as it is sent.

    Args:
        kind: ``rows``, ``truth`` or ``graph``.
        body: the bytes; none when the kind is not wanted in any form.
    """

    kind: str
    body: bytes | None


def render(store: OxigraphStore, ask: Ask) -> Rendered:
    """Answer a query.

    Raises:
        QueryError: it cannot be read or answered.
        TooMuchError: there are more rows, statements or bytes than are given. Nothing is left out silently: a program that counts would not see it.
    """
    answer = store.stream(ask.text, ask.dataset, ask.base)
    kind = "truth" if isinstance(answer, bool) else "rows" if isinstance(answer, RowStream) else "graph"
    body: bytes | None = b""
    if isinstance(answer, TripleStream):
        if ask.graph_form:
            body = answer.write(GRAPH_FORMS[ask.graph_form], ask.rows, PREFIXES)
    elif ask.row_form:
        body = _rows(answer, ask) if isinstance(answer, RowStream) else _TRUTHS[ask.row_form](answer)
    if body is None or len(body) > ask.size:
        raise _too_much(ask)
    return Rendered(kind, body if (ask.graph_form if kind == "graph" else ask.row_form) else None)


def _too_much(ask: Ask) -> TooMuchError:
    return TooMuchError(
        phrase(
            "Het antwoord is groter dan hier wordt gegeven: hooguit {rows} rijen of uitspraken en {size} miljoen bytes. Vraag minder, of vraag delen met ORDER BY, LIMIT en OFFSET."
        ),
        rows=ask.rows,
        size=ask.size // 1_000_000 or 1,
    )


def _rows(answer: RowStream, ask: Ask) -> bytes:
    rows = list(islice(answer, ask.rows + 1))
    if len(rows) > ask.rows:
        raise _too_much(ask)
    return _WRITERS[ask.row_form](answer.variables, rows).encode()


def _each_once(write: Callable[[Term], str]) -> Callable[[Term], str]:
    """Keep what was written of a term: most terms come back in many rows."""
    known: dict[Term, str] = {}

    def ask(term: Term) -> str:
        text = known.get(term)
        if text is None:
            text = known[term] = write(term)
        return text

    return ask


def _to_json(variables: Sequence[str], rows: Iterable[_Row]) -> str:
    """Write https://www.w3.org/TR/sparql11-results-json/."""
    keys = [json.dumps(name) + ": " for name in variables]
    term_text = _each_once(_json_term)
    bindings = (
        "{" + ", ".join(key + term_text(term) for key, term in zip(keys, row, strict=True) if term) + "}"
        for row in rows
    )
    head = json.dumps({"vars": list(variables)})
    return f'{{"head": {head}, "results": {{"bindings": [\n' + ",\n".join(bindings) + "\n]}}\n"


def _json_term(term: Term) -> str:
    kinds = {"iri": "uri", "blank": "bnode", "literal": "literal"}
    cell = {"type": kinds[term.kind], "value": term.value}
    if term.language:
        cell["xml:lang"] = term.language
    elif term.datatype:
        cell["datatype"] = term.datatype
    return json.dumps(cell, ensure_ascii=False)


# What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets).
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'


def _to_xml(variables: Sequence[str], rows: Iterable[_Row]) -> str:
    """Write https://www.w3.org/TR/rdf-sparql-XMLres/, without the characters that XML cannot hold."""
    term_text = _each_once(_xml_term)
    names = [f'"{escape(name)}"' for name in variables]
    head = "".join(f"<variable name={name}/>" for name in names)
    lines = (
        "<result>"
        + "".join(
            f"<binding name={name}>{term_text(term)}</binding>" for name, term in zip(names, row, strict=True) if term
        )
        + "</result>\n"
        for row in rows
    )
    return f"{_XML_HEAD}<head>{head}</head>\n<results>\n{''.join(lines)}</results>\n</sparql>\n"


def _xml_term(term: Term) -> str:
    # A bare carriage return would be read back as a line end.
    text = escape(_NOT_IN_XML.sub("", term.value)).replace("\r", "&#13;")
    if term.kind == "iri":
        return f"<uri>{text}</uri>"
    if term.kind == "blank":
        return f"<bnode>{text}</bnode>"
    mark = f' xml:lang="{escape(term.language)}"' if term.language else ""
    if term.datatype and not term.language:
        mark = f' datatype="{escape(term.datatype)}"'
    return f"<literal{mark}>{text}</literal>"


def _to_csv(variables: Sequence[str], rows: Iterable[_Row]) -> str:
    """Write https://www.w3.org/TR/sparql11-results-csv-tsv/#csv: values only."""
    cell = _each_once(_csv_cell)
    lines = (",".join(cell(term) if term else "" for term in row) + "\r\n" for row in rows)
    return ",".join(variables) + "\r\n" + "".join(lines)


def _csv_cell(term: Term) -> str:
    text = f"_:{term.value}" if term.kind == "blank" else term.value
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in '",\r\n') else text


def _to_tsv(variables: Sequence[str], rows: Iterable[_Row]) -> str:
    """Write https://www.w3.org/TR/sparql11-results-csv-tsv/#tsv: terms as in Turtle, so that nothing is lost."""
    cell = _each_once(lambda term: written(term).replace("\t", "\\t"))
    lines = ("\t".join(cell(term) if term else "" for term in row) + "\n" for row in rows)
    return "\t".join(f"?{name}" for name in variables) + "\n" + "".join(lines)


_WRITERS: dict[str, Callable[[Sequence[str], Iterable[_Row]], str]] = {
    "json": _to_json,
    "xml": _to_xml,
    "csv": _to_csv,
    "tsv": _to_tsv,
}


def _word(truth: bool) -> str:
    return "true" if truth else "false"


# The W3C gives CSV and TSV for rows only; the bare word is what other engines send.
_TRUTHS: dict[str, Callable[[bool], bytes]] = {
    "json": lambda truth: f'{{"head": {{}}, "boolean": {_word(truth)}}}\n'.encode(),
    "xml": lambda truth: f"{_XML_HEAD}<head/>\n<boolean>{_word(truth)}</boolean>\n</sparql>\n".encode(),
    "csv": lambda truth: f"{_word(truth)}\r\n".encode(),
    "tsv": lambda truth: f"{_word(truth)}\n".encode(),
}
