"""Send pages and files small: people read on telephones, and a table of names shrinks to a tenth.

Compression over TLS can leak a secret that stands in the same answer as what a stranger put in it (BREACH); our answers hold no secrets.
"""

from flask import Flask, Response, request
from flask_compress import Compress

__all__ = ["compress"]

_KINDS = [
    "application/javascript",
    "application/json",
    "application/ld+json",
    "application/n-quads",
    "application/n-triples",
    "application/problem+json",
    "application/rdf+xml",
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "application/trig",
    "image/svg+xml",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
    "text/plain",
    "text/tab-separated-values",
    "text/turtle",
]


class _Compress(Compress):
    """Leaves downloads alone: a part of a file (206) is a part of its own bytes, and each file is there compressed as well."""

    def after_request(self, response: Response | None) -> Response:
        if response is not None and request.endpoint == "dump":
            return response
        return super().after_request(response)


def compress(app: Flask) -> None:
    """Compress what an application answers, for who says it can be read so; short answers and files that are compressed already go as they are."""
    app.config.setdefault("COMPRESS_ALGORITHM", ["br", "gzip"])
    # Style sheets and scripts are sent as files, for which gzip is left out unless it is asked.
    app.config.setdefault("COMPRESS_ALGORITHM_STREAMING", ["br", "gzip"])
    app.config.setdefault("COMPRESS_MIMETYPES", _KINDS)
    app.config.setdefault("COMPRESS_MIN_SIZE", 1000)
    _Compress(app)

    # Called before the compression, which reads a file into the answer and forgets to close it.
    @app.after_request
    def close_file(response: Response) -> Response:
        if response.direct_passthrough and (close := getattr(response.response, "close", None)):
            response.call_on_close(close)
        return response
