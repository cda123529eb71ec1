"""For who keeps a server running: ``/health``, ``/ready``, and a line of JSON for each request.

The lines hold no address of a visitor, no browser, no cookie, no query string and no address of an application: what people type into a search stays theirs.
"""

import json
import logging
import re
import sys
import time
import traceback
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, jsonify

from doelengraaf.errors import DoelengraafError, StoreChangedError
from doelengraaf.questions import Questions
from doelengraaf.remote.engine import RemoteStore
from doelengraaf.store import Store

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["JsonLines", "LoggedApplication", "add_watching", "log_as_json"]

_LOGGER = logging.getLogger("doelengraaf.requests")
_LONGEST = 200
_SECRET = re.compile(r"(?<=/weegkader/aanvraag/)[^/.]+")
"""An address that only its owner knows: who has it can read what stands there."""


def add_watching(app: Flask, store: Store, questions: Questions) -> None:
    """Add ``/health`` (the process answers) and ``/ready`` (the data answer as well) to an application."""

    def said(code: int, **what: str) -> Response:
        response = jsonify(what)
        response.status_code = code
        response.headers["Cache-Control"] = "no-store"
        return response

    @app.get("/health")
    def health() -> Response:
        return said(200, status="ok")

    @app.get("/ready")
    def ready() -> Response:
        where = {"store": "remote"} if isinstance(store, RemoteStore) else {}
        try:
            open_ = store.query("ASK { ?s ?p ?o }") is True
        except StoreChangedError:
            # Pages of the new build are made at the next request.
            open_ = True
        except DoelengraafError:
            open_ = False
        if not open_:
            return said(503, status="not ready", **where)
        return said(200, status="ready", version=questions.version, **where)


class JsonLines(logging.Formatter):
    """Write a record as one line of JSON. Of an error: its type and where it came from, not its text, which may hold what somebody typed."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC)
            .isoformat(timespec="milliseconds")
            .replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        fields = getattr(record, "fields", None)
        if fields is not None:
            line |= fields
        elif record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            line["event"] = "error"
            line["error"] = record.exc_info[0].__name__
            line["where"] = [f"{frame.name}:{frame.lineno}" for frame in frames[-8:]]
        else:
            line["event"] = record.getMessage()[:_LONGEST]
        return json.dumps(line, ensure_ascii=False)


def log_as_json() -> None:
    """Let everything in this process that is logged go to standard error as lines of JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("doelengraaf").setLevel(logging.INFO)


class LoggedApplication:
    """An application that logs each request when it is answered.

    Args:
        application: the application.
        version: the version of the data it serves.
    """

    def __init__(self, application: "WSGIApplication", version: str) -> None:
        self._application = application
        self._version = version

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request by WSGI."""
        began = time.perf_counter()
        status = ["500"]

        def start(line: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            status[0] = line
            return start_response(line, headers, exc_info) if exc_info else start_response(line, headers)

        return self._logged(self._application(environ, start), environ, status, began)

    def _logged(
        self, body: Iterable[bytes], environ: "WSGIEnvironment", status: list[str], began: float
    ) -> Iterator[bytes]:
        sent = 0
        try:
            for chunk in body:
                sent += len(chunk)
                yield chunk
        finally:
            close = getattr(body, "close", None)
            if close is not None:
                close()
            path = environ.get("PATH_INFO", "").encode("latin-1", "replace").decode("utf-8", "replace")
            fields = {
                "event": "request",
                "method": environ["REQUEST_METHOD"],
                "path": _SECRET.sub("…", path)[:_LONGEST],
                "status": int(status[0][:3]),
                "bytes": sent,
                "ms": round((time.perf_counter() - began) * 1000),
                "data": self._version,
            }
            _LOGGER.info("request", extra={"fields": fields})
