"""Keep what a function found of a store: a store does not change once it is served, so the same question needs no second answer."""

import threading
import weakref
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from doelengraaf.store import Store

__all__ = ["kept_per_store"]

P = ParamSpec("P")
T = TypeVar("T")


def kept_per_store(function: Callable[Concatenate[Store, P], T]) -> Callable[Concatenate[Store, P], T]:
    """Let a function that takes a store first answer once per store and other arguments, as long as the store lives.

    Args:
        function: its other arguments are hashable, and what it gives is not changed by who asks.
    """
    found: weakref.WeakKeyDictionary[Store, dict[Hashable, T]] = weakref.WeakKeyDictionary()
    making = threading.Lock()

    @wraps(function)
    def ask(store: Store, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (args, tuple(sorted(kwargs.items())))
        with making:
            known = found.setdefault(store, {})
            if key not in known:
                known[key] = function(store, *args, **kwargs)
            return known[key]

    return ask
