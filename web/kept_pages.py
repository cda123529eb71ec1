"""Keep pages and files as they were sent: the data of a running server do not change, so the same address gives the same page again.

Only what many read is kept, for a day at most because pages say how old things are, and nothing that depends on who asks but for the language.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from flask import Flask, Response, g, request

from doelengraaf.kept import KeptBySize
from doelengraaf.remote.engine import RemoteStore
from web.language import language
from web.settings import base_url

__all__ = ["keep_pages"]

_MOST_BYTES = 100_000_000
_MOST_OF_ONE = 5_000_000
_LONGEST = 1000
_ROUND_IT = 2000
"""What a page takes in memory besides its body."""
_KEPT = {
    "agenda_list",
    "comparison",
    "document",
    "goal_graph",
    "goal_graphs",
    "indicator_list",
    "indicator_page",
    "partner_list",
    "partner_page",
    "quality",
    "question_file",
    "question_list",
    "question_page",
    "search_page",
    "start",
    "wheel",
    "wheel_list",
    "wheels_of",
}
"""The pages that are kept, by the name of their function."""
# Who has a page already, or wants a part of it, is told so by who makes it; what other endpoints answer is of this moment only.
_NOT_WITH = ("If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since", "Range")
_PEERS = "met"


@dataclass(frozen=True)
class _Sent:
    """An answer as it was sent, compressed or not."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


def keep_pages(app: Flask) -> None:
    """Give pages again as they were sent. To be called before all that changes an answer, for then it sees the answer last."""
    sent = KeptBySize[_Sent](_MOST_BYTES, lambda one: len(one.body) + _ROUND_IT)

    @app.before_request
    def give_again() -> Response | None:
        key = _key(app)
        known = sent.find(key) if key else None
        g.to_keep = None if known else key
        return Response(known.body, headers=list(known.headers)) if known else None

    @app.after_request
    def keep(response: Response) -> Response:
        key = g.get("to_keep")
        plain = response.status_code == 200 and not response.is_streamed and not response.direct_passthrough
        if key and plain and "Set-Cookie" not in response.headers and not response.cache_control.no_store:
            body = response.get_data()
            if len(body) <= _MOST_OF_ONE:
                sent.get(key, lambda: _Sent(body, tuple(response.headers)))
        return response


def _key(app: Flask) -> Hashable | None:
    """Tell what decides how a page looks; None for what is not kept."""
    # An engine at an address may be away, or have another build a moment later.
    if request.method != "GET" or request.endpoint not in _KEPT or isinstance(app.extensions.get("store"), RemoteStore):
        return None
    if _PEERS in request.args or any(name in request.headers for name in _NOT_WITH):
        return None
    # What a page says of its own address follows from a setting, which need not be where it was asked.
    asked = (base_url(), request.url, *(request.headers.get(name, "") for name in ("Accept", "Accept-Encoding")))
    return (*asked, language(), date.today()) if sum(map(len, asked)) <= _LONGEST else None
