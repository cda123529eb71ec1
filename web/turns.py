"""Who may have how much under way at the same time, so that one busy program does not keep others waiting. Nothing of it is written."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from flask import request

from doelengraaf.errors import DoelengraafError
from doelengraaf.own_query import BusyError
from web.language import later
from web.rate import Rate
from web.sparql_settings import EndpointLimits

__all__ = ["Guard", "TooOftenError", "Turns"]


class Turns:
    """A limit to what one sender, and all together, have under way.

    Args:
        running: how many of one sender are answered at the same time; more of them wait.
        each: how many one sender may have running and waiting.
        together: how many all may have running and waiting.
        wait: how many seconds one may wait.
    """

    def __init__(self, running: int, each: int, together: int, wait: float) -> None:
        self._most_running, self._each, self._together, self._wait = running, each, together, wait
        self._here: Counter[str] = Counter()
        self._running: Counter[str] = Counter()
        self._changed = threading.Condition()

    @contextmanager
    def take(self, sender: str) -> Iterator[None]:
        """Wait for a turn, and give it back at the end.

        Raises:
            BusyError: the sender, or all together, have too much under way already, or it did not come soon enough.
        """
        with self._changed:
            if self._here[sender] >= self._each:
                raise BusyError(
                    later("Van uw adres zijn al {count} vragen onderweg. Wacht tot die beantwoord zijn."),
                    count=self._each,
                )
            if self._here.total() >= self._together:
                raise BusyError(later("Er zijn nu te veel vragen tegelijk. Probeer het straks weer."))
            self._here[sender] += 1
            turn = self._changed.wait_for(lambda: self._running[sender] < self._most_running, self._wait)
            if turn:
                self._running[sender] += 1
            else:
                self._leave(self._here, sender)
        if not turn:
            raise BusyError(later("Uw vorige vragen zijn nog niet beantwoord. Probeer het straks weer."))
        try:
            yield
        finally:
            with self._changed:
                self._leave(self._here, sender)
                self._leave(self._running, sender)
                self._changed.notify_all()

    @staticmethod
    def _leave(counted: Counter[str], sender: str) -> None:
        counted[sender] -= 1
        # Who has nothing under way is forgotten.
        if not counted[sender]:
            del counted[sender]


class TooOftenError(DoelengraafError):
    """An address asks too often."""

    status = 429


class Guard:
    """What keeps one address from taking the place of others: a turn at a time, and so many in a minute.

    Args:
        limits: what one may take.
        wait: how many seconds one may wait for a turn.
    """

    def __init__(self, limits: EndpointLimits, wait: float = 10) -> None:
        # One worker stays free for others.
        running = max(1, limits.workers - 1)
        self.turns = Turns(running, limits.each, limits.workers + limits.each - 1, wait)
        self.rate = Rate(each=limits.per_minute, together=10 * limits.per_minute, seconds=60)

    def count(self) -> None:
        """Count a request.

        Raises:
            TooOftenError: there are too many.
        """
        if not self.rate.take(request.remote_addr or ""):
            raise TooOftenError(later("Dat zijn te veel vragen in een minuut. Wacht even."))
