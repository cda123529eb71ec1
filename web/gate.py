"""Look at a request before anything is made of it: what Flask and Werkzeug would stumble over never reaches them."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.http import parse_date

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

__all__ = ["MOST_BYTES", "guard"]

MOST_BYTES = 1_000_000
"""Of what is sent, where a page does not say itself how much it takes."""
_HOST = re.compile(
    r"(?=.{1,260}\Z)(?:(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}\.?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?"
)
_DAYS = ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_RANGE")


def guard(app: Flask, headers: Iterable[tuple[str, str]]) -> None:
    """Refuse a host that is none (RFC 9110, section 7.2), and pass over a day that is none, as section 13.1.3 asks.

    Args:
        app: the application.
        headers: those of every answer.
    """
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    application = app.wsgi_app
    said = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"), *headers]

    def guarded(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if not _HOST.fullmatch(environ.get("HTTP_HOST") or "localhost"):
            # In both languages: which one is asked is not known yet.
            body = b"De naam van deze server is verkeerd geschreven.\nThe name of this server is not well formed.\n"
            start_response("400 Bad Request", [*said, ("Content-Length", str(len(body)))])
            return [body]
        for name in _DAYS:
            if name in environ and not _is_sound(environ[name]):
                del environ[name]
        return application(environ, start_response)

    app.wsgi_app = guarded  # type: ignore[method-assign]


def _is_sound(day: str) -> bool:
    """Tell whether a header can be read as a day, or as what is no day at all."""
    try:
        parse_date(day)
    except (OverflowError, ValueError, TypeError):
        return False
    return True
