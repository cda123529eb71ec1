"""Answer the SPARQL of a stranger: only what reads, in a process of its own, which is killed when it takes too long or too much.

Each query runs in a worker process with a store of its own from the same build; what is too slow is killed with its process, and a new one is started at
once.
"""

import contextlib
import itertools
import queue
import re
from collections.abc import Mapping
from pathlib import Path

from doelengraaf.errors import DoelengraafError, QueryError, phrase
from doelengraaf.query_worker import Found, Limits, TooHeavyError, Worker
from doelengraaf.rendering import Ask, Rendered, TooMuchError

__all__ = [
    "Ask",
    "BusyError",
    "Found",
    "Limits",
    "OwnQueries",
    "RefusedQueryError",
    "Rendered",
    "TooHeavyError",
    "TooMuchError",
    "check_query",
    "with_prefixes",
]

_UPDATE = re.compile(
    r"(?:\s|#[^\n]*\n|BASE\s+<[^>]*>|PREFIX\s+[^\s:]*:\s*<[^>]*>)*"
    r"(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b",
    re.IGNORECASE,
)
# Whatever calls another server has this shape: the word, perhaps SILENT, an address, name or variable, and a brace (SPARQL 1.1 grammar, rule 59).
_BLANK = r"(?:\s++|#[^\r\n]*+)*+"
_SERVICE = re.compile(
    rf"SERVICE{_BLANK}(?:SILENT{_BLANK})?(?:<[^<>]*+>|(?:[^\s{{}}<>#\\]|\\.)++){_BLANK}\{{", re.IGNORECASE
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LETTERS = 20_000
_MOST_CALLS = 100
"""How often the word may stand in a query at all: each is looked at up to the end of the query."""
_LIMITS = Limits()


class RefusedQueryError(QueryError):
    """A query that may not be asked here."""


class BusyError(DoelengraafError):
    """All workers are at work."""

    status = 503


def check_query(text: str) -> None:
    """See that a query only reads, and only here.

    Raises:
        RefusedQueryError: it is empty or too long, changes something, or may call another server. A call is refused wherever it stands, also in a text or
            remark: no tokenizer of ours would read every query as the engine does. The word alone may stand in a text.

    >>> check_query("SELECT * { ?s ?p ?o }")
    >>> check_query("SELECT * { s\\\\u0065rvice <http://x/> {} }")
    Traceback (most recent call last):
    ...
    doelengraaf.own_query.RefusedQueryError: Hier worden geen andere servers bevraagd: haal SERVICE uit de vraag.
    """
    if not text.strip():
        raise RefusedQueryError(phrase("Er staat nog geen vraag."))
    if len(text) > _LETTERS:
        raise RefusedQueryError(phrase("De vraag is te lang: hooguit {most} tekens."), most=_LETTERS)
    if "\0" in text:
        raise RefusedQueryError(phrase("De vraag bevat een stuurteken."))
    plain = _ESCAPE.sub(lambda found: _sign(int(found[1] or found[2], 16)), text)
    often = plain.upper().count("SERVICE") > _MOST_CALLS
    if often or _SERVICE.search(text) or _SERVICE.search(plain):
        raise RefusedQueryError(phrase("Hier worden geen andere servers bevraagd: haal SERVICE uit de vraag."))
    update = _UPDATE.match(plain)
    if update:
        raise RefusedQueryError(
            phrase("{word} verandert gegevens. Hier kunt u alleen vragen: SELECT, CONSTRUCT, DESCRIBE of ASK."),
            word=update[1].upper(),
        )


def _sign(code: int) -> str:
    return chr(code) if code < 0x110000 else "?"


def with_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    """Put before a query what it uses of known prefixes and does not declare, on its first line, so that line numbers stay.

    >>> with_prefixes("SELECT * { ?s a dg:Goal }", {"dg": "https://example.org/def#", "skos": "https://example.org/skos#"})
    'PREFIX dg: <https://example.org/def#> SELECT * { ?s a dg:Goal }'
    """
    missing = [
        f"PREFIX {name}: <{address}> "
        for name, address in prefixes.items()
        if re.search(rf"(?<![\w:.-]){re.escape(name)}:", text)
        and not re.search(rf"PREFIX\s+{re.escape(name)}:", text, re.IGNORECASE)
    ]
    return "".join(missing) + text


class OwnQueries:
    """Answers strangers' queries over a build.

    Args:
        nquads: the build.
        limits: what a query may take.
    """

    def __init__(self, nquads: Path, limits: Limits = _LIMITS) -> None:
        self.limits = limits
        self._nquads = nquads
        # One that has read the build goes first, one that is reading it next: lowest number, then longest here.
        self._places: queue.PriorityQueue[tuple[int, int, Worker | None]] = queue.PriorityQueue()
        self._put = itertools.count()
        self._closed = False
        for _ in range(limits.workers):
            self._give_back(None)

    def _give_back(self, worker: Worker | None) -> None:
        rank = 2 if worker is None else 0 if worker.ready else 1
        self._places.put((rank, next(self._put), worker))

    def warm(self) -> None:
        """Start the workers, so that the first who asks need not wait for the build to be read."""
        free: list[Worker | None] = []
        with contextlib.suppress(queue.Empty):
            while True:
                free.append(self._places.get_nowait()[2])
        for worker in free:
            self._give_back(worker or Worker(self._nquads, self.limits))

    def ask(self, text: str) -> Found:
        """Answer a query with rows or statements, cut at the limits.

        Raises:
            RefusedQueryError: it may not be asked here.
            QueryError: it cannot be read.
            TooHeavyError: it took too long or too much.
            BusyError: others are asking.
        """
        check_query(text)
        found = self._ask(text, self.limits.seconds)
        if not isinstance(found, Found):
            raise QueryError(phrase("De vraag gaf geen antwoord."))
        return found

    def render(self, ask: Ask, seconds: float | None = None) -> Rendered:
        """Answer a query as the bytes that are sent.

        Args:
            ask: the query and the form it is wanted in.
            seconds: how long it may compute; the limit of all when left out.

        Raises:
            RefusedQueryError: it may not be asked here.
            QueryError: it cannot be read.
            TooMuchError: its answer is larger than is given.
            TooHeavyError: it took too long or too much.
            BusyError: others are asking.
        """
        check_query(ask.text)
        found = self._ask(ask, self.limits.seconds if seconds is None else seconds)
        if not isinstance(found, Rendered):
            raise QueryError(phrase("De vraag gaf geen antwoord."))
        return found

    def _ask(self, asked: str | Ask, seconds: float) -> Found | Rendered:
        try:
            worker = self._places.get(timeout=self.limits.wait)[2]
        except queue.Empty as error:
            raise BusyError(
                phrase("Er zijn nu te veel vragen tegelijk. Probeer het over een halve minuut weer.")
            ) from error
        try:
            if worker is None or not worker.alive:
                worker = Worker(self._nquads, self.limits)
            return worker.ask(asked, seconds)
        finally:
            # Who comes next need not wait for the build to be read again.
            if worker is not None and not worker.alive:
                worker = None if self._closed else Worker(self._nquads, self.limits)
            self._give_back(worker)

    def close(self) -> None:
        """Stop the workers."""
        self._closed = True
        for _ in range(self.limits.workers):
            worker = self._places.get()[2]
            if worker is not None:
                worker.stop()
            self._give_back(None)
