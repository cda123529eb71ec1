"""How often one reader, and all together, may send something: counted in memory, and forgotten."""

import hashlib
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable

__all__ = ["Rate"]


class Rate:
    """A limit per sender and in all, over a stretch of time.

    The sender is kept as a keyed hash, with a key that is made anew each time the program starts and is never written: an address cannot be read back.

    Args:
        each: how many one sender may send.
        together: how many all may send.
        seconds: over how long.
        clock: gives the time, in seconds.
    """

    def __init__(self, each: int, together: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._each, self._together, self.seconds = each, together, seconds
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._sent: deque[tuple[float, bytes]] = deque()
        self._lock = threading.Lock()

    def take(self, sender: str) -> bool:
        """Count one from a sender; give False, and count nothing, when it is too many."""
        mark = hashlib.blake2b(sender.encode(), key=self._key, digest_size=16).digest()
        with self._lock:
            now = self._clock()
            while self._sent and self._sent[0][0] <= now - self.seconds:
                self._sent.popleft()
            if len(self._sent) >= self._together or sum(one == mark for _, one in self._sent) >= self._each:
                return False
            self._sent.append((now, mark))
            return True
