"""A process that answers strangers' queries one at a time, and is killed when one takes too long or too much.

An engine that computes cannot be stopped from outside, and a query can ask for more memory than there is: so neither happens in the process that serves pages.
"""

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from doelengraaf.confinement import close_network, confine
from doelengraaf.errors import QueryError, phrase
from doelengraaf.processes import end_with_parent
from doelengraaf.rendering import Ask, Rendered, render
from doelengraaf.store import Graph, Rows, Term, open_store
from doelengraaf.store.disk import is_for_disk

__all__ = ["Found", "Limits", "TooHeavyError", "Worker"]


_COURTESY = 10
"""How much a worker lets others go before it, from 0 to 19."""
_LATER = 2
"""How many seconds after its time a query ends by itself, when nobody ended it."""


class TooHeavyError(QueryError):
    """A query that took too long, or more memory than there is."""


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
    end_with_parent()
    # Readers of pages go before strangers' queries, also while a worker reads the build: on two cores a heavy query would else take one of them.
    with contextlib.suppress(AttributeError, OSError):
        os.nice(_COURTESY)
    offline = close_network()
    # A build on disk is read as if it were memory, which does not count.
    on_disk = is_for_disk(nquads)
    confine("RLIMIT_DATA" if on_disk else "RLIMIT_AS", limits.memory)
    store = open_store(nquads, merged=True)
    # One of each kind first, so that all that is loaded at first use is loaded.
    for text in ("SELECT * { ?s ?p ?o } LIMIT 1", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1"):
        render(store, Ask(text))
    # From here on no file and no connection can be opened: whatever a query gets past the check of its text, it reaches nothing.
    # Only of a build on disk the engine opens a file when it needs it.
    if not (on_disk and offline):
        confine("RLIMIT_NOFILE", 0)
    pipe.send(None)
    with contextlib.suppress(EOFError, OSError):
        while True:
            asked, seconds = pipe.recv()
            # When the server itself is killed nobody else stops what it asked; while the engine computes no other thread of this process can either.
            _ring_after(seconds + _LATER)
            try:
                found: object = (
                    render(store, asked)
                    if isinstance(asked, Ask)
                    else _cut(store.query(asked, most=limits.rows + 1), limits)
                )
            except QueryError as error:
                found = error
            except MemoryError:
                return
            _ring_after(0)
            pipe.send(found)


def _ring_after(seconds: float) -> None:
    """Let the system end this process after some time, or not any more."""
    with contextlib.suppress(AttributeError):
        signal.setitimer(signal.ITIMER_REAL, seconds)


class Worker:
    """A process that answers one query at a time; it starts to read the build when it is made.

    Args:
        nquads: the build.
        limits: what a query may take.

    Attributes:
        ready: whether it answered before, so that it need not be waited for.
    """

    def __init__(self, nquads: Path, limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._limits = limits
        self.ready = False
        self._process: BaseProcess = context.Process(target=_work, args=(other, nquads, limits), daemon=True)
        self._process.start()
        other.close()

    @property
    def alive(self) -> bool:
        """Whether it can be asked something."""
        return self._process.is_alive()

    def ask(self, asked: str | Ask, seconds: float) -> Found | Rendered:
        """Give the answer to a query: ``Rendered`` to an ``Ask``, ``Found`` to a text.

        Raises:
            QueryError: the query cannot be read or answered.
            TooMuchError: the answer is larger than is given.
            TooHeavyError: it took too long or too much memory; the process is gone.
        """
        if not self.ready:
            self._receive(
                self._limits.start,
                TooHeavyError(phrase("De gegevens waren niet op tijd gelezen; probeer het nog eens.")),
            )
            self.ready = True
        self._pipe.send((asked, seconds))
        found = self._receive(
            seconds,
            TooHeavyError(
                phrase(
                    "De vraag duurde langer dan {seconds:g} seconden en is gestopt. Vraag minder tegelijk, of zet er een LIMIT bij."
                ),
                seconds=seconds,
            ),
        )
        if isinstance(found, QueryError):
            raise found
        if not isinstance(found, Found | Rendered):
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
        """End the process."""
        self._process.kill()
        self._process.join()
        self._pipe.close()
