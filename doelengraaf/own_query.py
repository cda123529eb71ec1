"""Answer the SPARQL of a stranger: in a process of its own, which is killed when it takes too long or too much.

A query can ask for more than any machine has, and an engine that computes cannot be stopped from outside. So each query runs in a worker process with a
store of its own from the same build; what is too slow is killed with its process, and the next query gets a new one.
"""

import contextlib
import multiprocessing
import queue
import re
import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from doelengraaf.errors import DoelengraafError, QueryError, phrase
from doelengraaf.store import Graph, OxigraphStore, Rows, Term

__all__ = [
    "BusyError",
    "Found",
    "Limits",
    "OwnQueries",
    "RefusedQueryError",
    "TooHeavyError",
    "check_query",
    "with_prefixes",
]

_UPDATE = re.compile(
    r"(?:\s|#[^\n]*\n|BASE\s+<[^>]*>|PREFIX\s+[^\s:]*:\s*<[^>]*>)*"
    r"(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LETTERS = 20_000


class RefusedQueryError(QueryError):
    """A query that may not be asked here."""


class TooHeavyError(QueryError):
    """A query that took too long, or more memory than there is."""


class BusyError(DoelengraafError):
    """All workers are at work."""

    status = 503


@dataclass(frozen=True)
class Limits:
    """What a stranger's query may take.

    Args:
        seconds: how long it may compute.
        rows: how many rows or statements are given.
        letters: how many characters all values may have together.
        memory: how many bytes the process may use, where the system can keep it to that.
        workers: how many queries are answered at the same time.
        wait: how many seconds a query waits for a worker.
        start: how many seconds a worker may take to read the build.
    """

    seconds: float = 10
    rows: int = 10_000
    letters: int = 5_000_000
    memory: int = 3 << 30
    workers: int = 2
    wait: float = 5
    start: float = 60


@dataclass(frozen=True)
class Found:
    """What a query gave.

    Args:
        answer: rows, statements, or yes or no.
        truncated: whether there was more than the limits allow.
    """

    answer: Rows | Graph | bool
    truncated: bool = False


def check_query(text: str) -> None:
    """See that a query only reads, and only here.

    Raises:
        RefusedQueryError: it is empty or too long, changes something, or may call another server. The word is refused wherever it stands: no tokenizer
            of ours would read every text as the engine does.

    >>> check_query("SELECT * { ?s ?p ?o }")
    >>> check_query("SELECT * { s\\\\u0065rvice <http://x/> {} }")
    Traceback (most recent call last):
    ...
    doelengraaf.own_query.RefusedQueryError: Het woord SERVICE mag nergens in de vraag staan, ook niet in een tekst: hier worden geen andere servers bevraagd.
    """
    if not text.strip():
        raise RefusedQueryError(phrase("Er staat nog geen vraag."))
    if len(text) > _LETTERS:
        raise RefusedQueryError(phrase("De vraag is te lang: hooguit {most} tekens."), most=_LETTERS)
    if "\0" in text:
        raise RefusedQueryError(phrase("De vraag bevat een stuurteken."))
    plain = _ESCAPE.sub(lambda found: _sign(int(found[1] or found[2], 16)), text)
    if "service" in plain.casefold():
        raise RefusedQueryError(
            phrase(
                "Het woord SERVICE mag nergens in de vraag staan, ook niet in een tekst: hier worden geen andere servers bevraagd."
            )
        )
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


def _values(answer: Rows | Graph) -> Iterator[tuple[Term | None, ...]]:
    yield from (tuple(row) for row in (answer.rows if isinstance(answer, Rows) else answer.triples))


def _cut(answer: Rows | Graph | bool, limits: Limits) -> Found:
    """Leave out what is more than the limits allow."""
    if isinstance(answer, bool):
        return Found(answer)
    letters = 0
    for kept, row in enumerate(_values(answer)):
        letters += sum(len(term.value) for term in row if term)
        if kept == limits.rows or letters > limits.letters:
            cut = (
                Rows(answer.variables, answer.rows[:kept]) if isinstance(answer, Rows) else Graph(answer.triples[:kept])
            )
            return Found(cut, True)
    return Found(answer)


def _work(pipe: Connection, nquads: Path, limits: Limits) -> None:
    """Answer queries that come through a pipe, until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Windows cannot keep a process to an amount of memory.
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    store = OxigraphStore.from_nquads(nquads)
    pipe.send(None)
    with contextlib.suppress(EOFError, OSError):
        while True:
            text = pipe.recv()
            try:
                pipe.send(_cut(store.query(text, most=limits.rows + 1), limits))
            except QueryError as error:
                pipe.send(error)
            except MemoryError:
                return


class _Worker:
    """A process that answers one query at a time."""

    def __init__(self, nquads: Path, limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._limits = limits
        self._process: BaseProcess = context.Process(target=_work, args=(other, nquads, limits), daemon=True)
        self._process.start()
        other.close()
        self._receive(
            limits.start, TooHeavyError(phrase("De gegevens waren niet op tijd gelezen; probeer het nog eens."))
        )

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def ask(self, text: str) -> Found:
        self._pipe.send(text)
        found = self._receive(
            self._limits.seconds,
            TooHeavyError(
                phrase(
                    "De vraag duurde langer dan {seconds:g} seconden en is gestopt. Vraag minder tegelijk, of zet er een LIMIT bij."
                ),
                seconds=self._limits.seconds,
            ),
        )
        if isinstance(found, QueryError):
            raise found
        if not isinstance(found, Found):
            raise QueryError(phrase("De vraag gaf geen antwoord."))
        return found

    def _receive(self, seconds: float, late: TooHeavyError) -> object:
        try:
            if self._pipe.poll(seconds):
                return self._pipe.recv()
        except (EOFError, OSError) as error:
            self.stop()
            raise TooHeavyError(
                phrase("De vraag vroeg meer geheugen dan er is en is gestopt. Vraag minder tegelijk.")
            ) from error
        self.stop()
        raise late

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


class OwnQueries:
    """Answers strangers' queries over a build.

    Args:
        nquads: the build.
        limits: what a query may take.
    """

    def __init__(self, nquads: Path, limits: Limits = Limits()) -> None:
        self.limits = limits
        self._nquads = nquads
        self._places: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(limits.workers):
            self._places.put(None)

    def ask(self, text: str) -> Found:
        """Answer a query.

        Raises:
            RefusedQueryError: it may not be asked here.
            QueryError: it cannot be read.
            TooHeavyError: it took too long or too much.
            BusyError: others are asking.
        """
        check_query(text)
        try:
            worker = self._places.get(timeout=self.limits.wait)
        except queue.Empty as error:
            raise BusyError(
                phrase("Er zijn nu te veel vragen tegelijk. Probeer het over een halve minuut weer.")
            ) from error
        try:
            if worker is None or not worker.alive:
                worker = None
                worker = _Worker(self._nquads, self.limits)
            return worker.ask(text)
        finally:
            self._places.put(worker if worker is not None and worker.alive else None)

    def close(self) -> None:
        """Stop the workers."""
        for _ in range(self.limits.workers):
            worker = self._places.get()
            if worker is not None:
                worker.stop()
            self._places.put(None)
