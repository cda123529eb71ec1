"""The headers every answer carries (by the tests of internet.nl): nothing from elsewhere, nothing inline, no frame around us."""

from flask import Flask, Response

from web.gate import guard

__all__ = ["allow_framing", "secure"]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_FRAMED = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; frame-ancestors *"
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


def secure(app: Flask) -> None:
    """Put the headers on every answer of an application, and look at every request before it comes in."""
    guard(app, _HEADERS.items())

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if response.headers["Content-Security-Policy"] == _FRAMED:
            # The older header knows no "anyone": only leaving it out lets another page show this one.
            del response.headers["X-Frame-Options"]
        return response


def allow_framing(response: Response) -> None:
    """Let any page show this answer in a frame; it may then hold no form and no script."""
    response.headers["Content-Security-Policy"] = _FRAMED
