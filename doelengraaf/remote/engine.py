"""A SPARQL 1.1 endpoint by its address, as a store that can be read and not written.

The union of the graphs of Doelengraaf is what every saved question is asked of, whatever the endpoint itself takes for its default graph: so each
query goes out by POST with its dataset spelled out (https://www.w3.org/TR/sparql11-protocol/#dataset). Where a build was published (``layout``) that is
one graph that holds all, and after each answer it is seen that the same build is still the live one, so that no answer is made of two. What is proposed
or rejected is no part of it.
"""

import json
import re
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from doelengraaf.binding import tokens
from doelengraaf.dataset_clause import bare, names_dataset
from doelengraaf.errors import EndpointAwayError, EndpointError, QueryError, StoreChangedError
from doelengraaf.remote.layout import CONTROL_QUERY, Live, read_control
from doelengraaf.remote.requests import Account, Connection, first_line
from doelengraaf.store import Graph, Rows, Term, Triple, iri, read_triples, written
from doelengraaf.terms import BASE

__all__ = ["RemoteStore"]

_OURS = f'SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (STRSTARTS(STR(?g), "{BASE}graph/")) }}'
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_FORM = re.compile(r"\s*(?:BASE\s+|PREFIX\s+[^\s:]*:\s*)*(?P<form>SELECT|CONSTRUCT|DESCRIBE|ASK)\b", re.I)
_GRAPH = re.compile(r"(?<![\w:.%\\-])GRAPH(?![\w:.%\\-])", re.I)
_ROUNDS = 3
_REST = 5.0
"""How many seconds a store that was away is not asked again, so that not every reader waits for it."""


def _read_form(text: str) -> tuple[str, str, bool]:
    """Give the query without comments, its form, and whether it names its own dataset.

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
        timeout: how many seconds an answer may stay away, all attempts together.
        account: who asks.
        most: how many bytes an answer may have.
        follow: whether a next build is taken when it is published; otherwise that is an error, so that who keeps answers can begin anew.

    Attributes:
        away: whether it was not to be reached at the last attempt.
        changed: whether another build was published since the first question; only without ``follow``.

    Raises:
        EndpointError: this is no address of an endpoint.
    """

    def __init__(
        self,
        endpoint: str,
        timeout: float = 60,
        account: Account | None = None,
        most: int = 500_000_000,
        follow: bool = True,
    ) -> None:
        self._connection = Connection(endpoint, max(1, timeout), account, most)
        self.endpoint = endpoint
        self.away = self.changed = False
        self._away_until = 0.0
        self._follow = follow
        self._graphs: list[str] | None = None
        self._live: Live | None = None
        self._read = False
        self._reading = threading.Lock()

    def query(self, text: str, default_graphs: Sequence[str] | None = None) -> Rows | Graph | bool:
        """Answer a query; see ``Store``. A query with FROM is left its own dataset.

        Raises:
            QueryError: it is no reading query, or the endpoint refuses it.
            EndpointError: the endpoint is away, too slow, or does not answer as one.
            StoreChangedError: another build was published meanwhile.
        """
        return self._answer(text, default_graphs, None)

    def insert(self, triples: Iterable[Triple], graph: str) -> None:
        """Refuse: nothing is written to an endpoint from here.

        Raises:
            QueryError: always.
        """
        raise QueryError(f"{self.endpoint} wordt hier alleen gelezen; in {graph} is niets geschreven.")

    def quads(self, graph: str) -> Iterator[str]:
        """Give the N-Quads lines of a named graph."""
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {iri(graph)} {{ ?s ?p ?o }} }}"
        found = self._answer(text, (), (graph,))
        for triple in found.triples if isinstance(found, Graph) else ():
            yield f"{' '.join(written(term) for term in triple)} {iri(graph)} .\n"

    def graphs(self) -> list[str]:
        """Give the IRIs of the graphs of Doelengraaf, sorted; asked for once.

        Raises:
            EndpointError: the endpoint is away, too slow, or does not answer as one.
        """
        live = self.live()
        if live:
            return sorted(live.graphs)
        if self._graphs is None:
            found = self._ask(_OURS, (), ())
            names = [row[0].value for row in found.rows if row[0]] if isinstance(found, Rows) else []
            self._graphs = sorted(name for name in names if not name.endswith(("/proposed", "/rejected")))
        return self._graphs

    def live(self) -> Live | None:
        """Give the build that was published there; None at an endpoint where none was, as that of somebody else.

        Raises:
            EndpointError: the endpoint is away, too slow, or does not answer as one.
        """
        with self._reading:
            if not self._read:
                self._live = self._control()
                self._read = True
            return self._live

    def look(self) -> None:
        """See whether the store is there, and whether another build was published; what it finds is in ``away`` and ``changed``."""
        live = self.live()
        if live:
            self._unchanged(live, self._control())

    def _control(self) -> Live | None:
        return read_control(self._ask(CONTROL_QUERY, (), ()))

    def _answer(self, text: str, default: Sequence[str] | None, named: Sequence[str] | None) -> Rows | Graph | bool:
        for _ in range(_ROUNDS):
            live = self.live()
            if live is None:
                all_named = self.graphs()
                return self._ask(text, all_named if default is None else default, all_named if named is None else named)
            by_name = default is not None or _GRAPH.search(bare(text)) is not None
            graphs = sorted(live.graphs) if by_name else ()
            error, answer = None, None
            try:
                answer = self._ask(
                    text, (live.whole,) if default is None else default, graphs if named is None else named
                )
            except QueryError as problem:
                error = problem
            if self._unchanged(live, self._settled(by_name)):
                if answer is None:
                    raise error or QueryError("De vraag gaf geen antwoord.")
                return answer
        raise StoreChangedError()

    def _settled(self, by_name: bool) -> Live | None:
        """Give what is live now; for who asks by the names of graphs, once they all have been replaced."""
        ends = time.monotonic() + self._connection.seconds
        while True:
            live = self._control()
            if not (by_name and live and live.switching):
                return live
            if time.monotonic() > ends:
                raise EndpointError(
                    self.endpoint,
                    "is halverwege een nieuwe publicatie blijven staan. Voltooi die met: doelengraaf store publish",
                )
            time.sleep(0.2)

    def _unchanged(self, before: Live, now: Live | None) -> bool:
        if now is not None and now.publication == before.publication:
            return True
        if not self._follow:
            self.changed = True
            raise StoreChangedError()
        with self._reading:
            self._read = False
        return False

    def _ask(self, text: str, default: Sequence[str], named: Sequence[str]) -> Rows | Graph | bool:
        if time.monotonic() < self._away_until:
            raise EndpointAwayError(
                self.endpoint, "was zojuist niet te bereiken; over enkele seconden wordt het weer geprobeerd."
            )
        plain, form, own_dataset = _read_form(text)
        rows = form in ("SELECT", "ASK")
        fields = [("query", plain)]
        if not own_dataset:
            fields += [("default-graph-uri", graph) for graph in default]
            fields += [("named-graph-uri", graph) for graph in named]
        accept = "application/sparql-results+json" if rows else "application/n-triples, text/turtle;q=0.9"
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            reply = self._connection.send(urlencode(fields).encode(), headers)
        except EndpointAwayError:
            self.away = True
            # Who asks for the first time is told what is wrong now.
            if self._live:
                self._away_until = time.monotonic() + _REST
            raise
        self.away = False
        try:
            return _results(reply.body) if rows else Graph(read_triples(reply.body, reply.media_type))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            # Some servers say only in the body that they stopped at a limit of their own.
            raise EndpointError(
                self.endpoint,
                f"gaf geen antwoord dat te lezen is als SPARQL ({first_line(reply.body)}). Is dit het adres van het endpoint zelf, of brak de server af?",
            ) from error


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
