"""Keep what was found of a store: a store does not change once it is served, so the same question needs no second answer."""

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, Generic, ParamSpec, TypeVar

from doelengraaf.store import Store

__all__ = ["KeptBySize", "kept_per_store"]

P = ParamSpec("P")
T = TypeVar("T")


def kept_per_store(function: Callable[Concatenate[Store, P], T]) -> Callable[Concatenate[Store, P], T]:
    """Let a function that takes a store first answer once per store and other arguments, as long as the store lives.

    Who asks for what is being made waits for it; who asks for something else does not.

    Args:
        function: its other arguments are hashable, and what it gives is not changed by who asks.
    """
    found: weakref.WeakKeyDictionary[Store, dict[Hashable, _Slot[T]]] = weakref.WeakKeyDictionary()
    opening = threading.Lock()

    @wraps(function)
    def ask(store: Store, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (args, tuple(sorted(kwargs.items())))
        with opening:
            slots = found.setdefault(store, {})
            slot = slots.setdefault(key, _Slot())
        with slot.making:
            if not slot.made:
                try:
                    slot.made = [function(store, *args, **kwargs)]
                except BaseException:
                    # What strangers ask for that is not there takes no room.
                    slots.pop(key, None)
                    raise
            return slot.made[0]

    return ask


class _Slot(Generic[T]):
    """Room for one thing, and the lock of who makes it."""

    def __init__(self) -> None:
        self.making = threading.Lock()
        self.made: list[T] = []


class KeptBySize(Generic[T]):
    """What was last asked for, as long as all of it together is not too large; safe to use by several threads.

    Args:
        most: how large it may be together.
        size: tells how large one is.
    """

    def __init__(self, most: int, size: Callable[[T], int]) -> None:
        self._most = most
        self._size = size
        self._held = 0
        self._found: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Hashable) -> T | None:
        """Give what is kept by a key; None when nothing is."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give what is kept by a key, or make it; who is larger than all may be together is not kept."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        made = make()
        with self._lock:
            if key not in self._found and self._size(made) <= self._most:
                self._found[key] = made
                self._held += self._size(made)
                while self._held > self._most:
                    self._held -= self._size(self._found.popitem(last=False)[1])
        return made
