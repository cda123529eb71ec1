"""A SPARQL 1.1 endpoint by its address, as a store that can be read and not written.

The union of the graphs of Doelengraaf is what every saved question is asked of, whatever the endpoint itself takes for its default graph: so each
query goes out by POST with its dataset spelled out (https://www.w3.org/TR/sparql11-protocol/#dataset). What is proposed or rejected is no part of it.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from email.message import Message
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from SPARQLWrapper import JSON, N3, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

from doelengraaf import __version__
from doelengraaf.binding import tokens
from doelengraaf.dataset_clause import bare, names_dataset
from doelengraaf.errors import EndpointError, QueryError
from doelengraaf.store import Graph, Rows, Term, Triple, iri, read_triples, written
from doelengraaf.terms import BASE

__all__ = ["RemoteStore"]

_OURS = f'SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (STRSTARTS(STR(?g), "{BASE}graph/")) }}'
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_FORM = re.compile(r"\s*(?:BASE\s+|PREFIX\s+[^\s:]*:\s*)*(?P<form>SELECT|CONSTRUCT|DESCRIBE|ASK)\b", re.I)


def _read_form(text: str) -> tuple[str, str, bool]:
    """Give the query without comments, its form, and whether it names its own dataset.

    Without its comments, because SPARQLWrapper looks for the form in them too.

    Raises:
        QueryError: it has none of the four forms, as an update.

    >>> _read_form("#+ summary: SELECT\\nPREFIX a: <a#>\\nask { ?s a:b 'FROM' }")
    ("\\nPREFIX a: <a#>\\nask { ?s a:b 'FROM' }", 'ASK', False)
    """
    plain, last = "", 0
    for kind, part, offset in tokens(text):
        if kind == "comment":
            plain += text[last:offset]
            last = offset + len(part)
    plain += text[last:]
    match = _FORM.match(bare(text))
    if not match:
        raise QueryError(
            "De vraag is niet te lezen: zij begint niet met SELECT, CONSTRUCT, DESCRIBE of ASK. Hier kan alleen gelezen worden."
        )
    return plain, match["form"].upper(), names_dataset(text)


class RemoteStore:
    """A SPARQL endpoint; satisfies ``Store``.

    Args:
        endpoint: its address, starting with http or https.
        timeout: how many seconds an answer may stay away.

    Raises:
        EndpointError: this is no address of an endpoint.
    """

    def __init__(self, endpoint: str, timeout: int = 60) -> None:
        try:
            parts = urlsplit(endpoint)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            good = False
        if not good:
            raise EndpointError(
                endpoint, "is geen adres van een SPARQL-endpoint: geef er een als https://voorbeeld.nl/sparql."
            )
        if parts.username or parts.password:
            raise EndpointError(parts.hostname or "", "kreeg een naam of wachtwoord in het adres: laat die weg.")
        self.endpoint = endpoint
        self._timeout = max(1, timeout)
        self._graphs: list[str] | None = None

    def query(self, text: str, default_graphs: Sequence[str] | None = None) -> Rows | Graph | bool:
        """Answer a query; see ``Store``. A query with FROM is left its own dataset.

        Raises:
            QueryError: it is no reading query, or the endpoint refuses it.
            EndpointError: the endpoint is away, too slow, or does not answer as one.
        """
        named = self.graphs()
        return self._ask(text, named if default_graphs is None else default_graphs, named)

    def insert(self, triples: Iterable[Triple], graph: str) -> None:
        """Refuse: nothing is written to an endpoint from here.

        Raises:
            QueryError: always.
        """
        raise QueryError(f"{self.endpoint} wordt hier alleen gelezen; in {graph} is niets geschreven.")

    def quads(self, graph: str) -> Iterator[str]:
        """Give the N-Quads lines of a named graph."""
        found = self._ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {iri(graph)} {{ ?s ?p ?o }} }}", (), (graph,))
        for triple in found.triples if isinstance(found, Graph) else ():
            yield f"{' '.join(written(term) for term in triple)} {iri(graph)} .\n"

    def graphs(self) -> list[str]:
        """Give the IRIs of the graphs of Doelengraaf, sorted; asked for once.

        Raises:
            EndpointError: the endpoint is away, too slow, or does not answer as one.
        """
        if self._graphs is None:
            found = self._ask(_OURS, (), ())
            names = [row[0].value for row in found.rows if row[0]] if isinstance(found, Rows) else []
            self._graphs = sorted(name for name in names if not name.endswith(("/proposed", "/rejected")))
        return self._graphs

    def _ask(self, text: str, default: Sequence[str], named: Sequence[str]) -> Rows | Graph | bool:
        plain, form, own_dataset = _read_form(text)
        wrapper = SPARQLWrapper(self.endpoint, agent=f"doelengraaf/{__version__}")
        wrapper.setQuery(plain)
        wrapper.queryType = form
        wrapper.setMethod(POST)
        wrapper.setTimeout(self._timeout)
        wrapper.setOnlyConneg(True)
        if not own_dataset:
            for graph in default:
                wrapper.addParameter("default-graph-uri", graph)
            for graph in named:
                wrapper.addParameter("named-graph-uri", graph)
        if form in ("SELECT", "ASK"):
            wrapper.setReturnFormat(JSON)
        else:
            wrapper.setReturnFormat(N3)
            wrapper.addCustomHttpHeader("Accept", "application/n-triples, text/turtle;q=0.9")
        body, media_type = self._send(wrapper)
        try:
            return _results(body) if form in ("SELECT", "ASK") else Graph(read_triples(body, media_type))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            # Some servers say only in the body that they stopped at a limit of their own.
            raise EndpointError(
                self.endpoint,
                f"gaf geen antwoord dat te lezen is als SPARQL ({_first_line(body)}). Is dit het adres van het endpoint zelf, of brak de server af?",
            ) from error

    def _send(self, wrapper: SPARQLWrapper) -> tuple[bytes, str]:
        try:
            response = wrapper.query().response
            with response:
                headers: Message = response.headers
                return response.read(), headers.get_content_type()
        except QueryBadFormed as error:
            raise QueryError(f"{self.endpoint} weigert de vraag: {_said(error)}") from error
        except SPARQLWrapperException as error:
            # What SPARQLWrapper raises hides the status; the error it came from has it.
            status = error.__context__.code if isinstance(error.__context__, HTTPError) else 500
            raise EndpointError(self.endpoint, f"gaf een fout: {status}; {_said(error)}") from error
        except HTTPError as error:
            with error:
                raise EndpointError(self.endpoint, f"gaf een fout: {error.code} {error.reason}.") from error
        except (URLError, OSError, HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            if isinstance(reason, TimeoutError):
                problem = f"antwoordde niet binnen {self._timeout} seconden. Vraag minder, of geef meer tijd met open_graph(…, timeout=…)."
            else:
                problem = f"is niet te bereiken: {reason}. Klopt het adres, en is er verbinding?"
            raise EndpointError(self.endpoint, problem) from error


def _said(error: SPARQLWrapperException) -> str:
    """Give what the server said; the exception carries the body only as a written bytes literal."""
    body = str(error).partition("Response:\n")[2]
    return _first_line(ast.literal_eval(body)) if body else "zonder uitleg."


def _first_line(body: bytes) -> str:
    line = next((line for line in body.decode("utf-8", "replace").splitlines() if line.strip()), "leeg")
    return line if len(line) <= 200 else line[:197] + "…"


def _results(body: bytes) -> Rows | bool:
    """Read SPARQL 1.1 Query Results JSON (https://www.w3.org/TR/sparql11-results-json/)."""
    document = json.loads(body)
    if "boolean" in document:
        return bool(document["boolean"])
    names: list[str] = document["head"]["vars"]
    return Rows(names, [[_term(row.get(name)) for name in names] for row in document["results"]["bindings"]])


def _term(cell: dict[str, Any] | None) -> Term | None:
    if cell is None:
        return None
    if cell["type"] == "uri":
        return Term("iri", cell["value"])
    if cell["type"] == "bnode":
        return Term("blank", cell["value"])
    # Virtuoso still says typed-literal, as the first draft of the format did.
    if cell["type"] not in ("literal", "typed-literal"):
        raise ValueError(cell["type"])
    language, datatype = cell.get("xml:lang", ""), cell.get("datatype", "")
    return Term("literal", cell["value"], language, "" if language or datatype == _STRING else datatype)
