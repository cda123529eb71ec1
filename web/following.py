"""Serve the build that is live in an engine at an address: pages of one build until another is published, then pages of that one, never of both."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response

from doelengraaf.errors import DoelengraafError
from doelengraaf.remote.engine import RemoteStore
from doelengraaf.store import Store

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

__all__ = ["FollowingApplication", "add_store_words"]

_LOGGER = logging.getLogger("doelengraaf.server")
_LOOK = 5.0
"""How many seconds may pass before it is seen that another build is live; what was kept is served meanwhile."""


def add_store_words(app: Flask, store: Store) -> None:
    """Let pages say that the engine is away and that they come from what was kept, and let who is refused know when to come back."""
    app.extensions["store"] = store
    app.context_processor(lambda: {"store_away": isinstance(store, RemoteStore) and store.away})

    @app.after_request
    def come_back(response: Response) -> Response:
        if response.status_code == 503:
            response.headers.setdefault("Retry-After", "10")
            response.headers["Cache-Control"] = "no-store"
        return response


class FollowingApplication:
    """An application that is made anew when another build is published to its engine.

    Args:
        make: makes the application over what is live now.
    """

    def __init__(self, make: Callable[[], Flask]) -> None:
        self._make = make
        self._app = make()
        self._renewing = threading.Lock()
        self._looked = self._tried = time.monotonic()

    @property
    def app(self) -> Flask:
        """The application that answers now."""
        return self._app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request by WSGI; a page during which the build changed is made again of the new one."""
        app = self._current()
        if not isinstance(app.extensions.get("store"), RemoteStore) or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return app(environ, start_response)
        said: list[tuple[Any, ...]] = []

        def keep(*words: Any) -> Callable[[bytes], object]:
            said[:] = [words]
            return lambda data: None

        body = app(environ, keep)
        if app.extensions["store"].changed and said and said[0][0].startswith("503"):
            if hasattr(body, "close"):
                body.close()
            return self._current()(environ, start_response)
        start_response(*said[0])
        return body

    def _current(self) -> Flask:
        store = self._app.extensions.get("store")
        if not isinstance(store, RemoteStore):
            return self._app
        now = time.monotonic()
        if not store.changed and now - self._looked > _LOOK:
            self._looked = now
            # Away or changed: it is in the store, and said on the page.
            with contextlib.suppress(DoelengraafError):
                store.look()
        if store.changed:
            with self._renewing:
                self._renew()
        return self._app

    def _renew(self) -> None:
        old = self._app
        if not old.extensions["store"].changed or time.monotonic() < self._tried:
            return
        try:
            self._app = self._make()
        except DoelengraafError as error:
            self._tried = time.monotonic() + _LOOK
            _LOGGER.warning("de nieuwe versie is nog niet te lezen: %s", type(error).__name__)
            return
        self._app.extensions["own_queries"].warm()
        threading.Thread(target=old.extensions["own_queries"].close, daemon=True).start()
