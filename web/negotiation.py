"""Content negotiation, one way for everything that has more than one form: ending, then ``?format=``, then ``Accept``.

By the conventions of the Dutch URI strategy and of HTTP (RFC 9110 section 12 for q-values and wildcards, section 8.8 for validators, RFC 8288 for links).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Response, render_template, request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from doelengraaf.errors import DoelengraafError
from web.language import translate

__all__ = [
    "NotAcceptableError",
    "Offer",
    "accepted",
    "add_negotiation",
    "announce",
    "negotiate",
    "open_to_all",
    "validate",
]


@dataclass(frozen=True)
class Offer:
    """A form something can be had in.

    Args:
        suffix: the ending of its address and its name in ``?format=``, such as ``ttl``.
        media_type: what it is sent as, without parameters.
        also: other media types that ask for the same form.
        title: its name, as people read it.
        yields: the endings of forms that are given instead when ``Accept`` names one of them in full as well.
    """

    suffix: str
    media_type: str
    also: tuple[str, ...] = ()
    title: str = ""
    yields: tuple[str, ...] = ()


class NotAcceptableError(DoelengraafError):
    """The form that is asked for cannot be had; the text lists those that can."""

    status = 406

    def __init__(self, asked: str, offers: Sequence[Offer]) -> None:
        self.offers = offers
        can = ", ".join(f"{offer.suffix} ({offer.media_type})" for offer in offers)
        super().__init__(translate("De vorm {asked} is er niet. Wel: {can}.").format(asked=asked, can=can))


def negotiate(offers: Sequence[Offer], suffix: str = "") -> Offer:
    """Choose a form for the request that is being answered.

    Args:
        offers: what can be had; the first is given to who has no preference.
        suffix: the ending of the address, if it has one; it goes before ``?format=``, which goes before ``Accept``.

    Raises:
        NotAcceptableError: the form is not one of the offers.
    """
    asked = suffix or request.args.get("format", "").strip()
    if asked:
        for offer in offers:
            if asked.lower() in {offer.suffix, offer.media_type, *offer.also}:
                return offer
        raise NotAcceptableError(asked, offers)
    header = request.headers.get("Accept", "").strip()
    if not header:
        return offers[0]
    wanted = accepted(header)
    by_type = {name: offer for offer in reversed(offers) for name in (offer.media_type, *offer.also)}
    names = [name for offer in offers for name in (offer.media_type, *offer.also)]
    found = wanted.best_match(names)
    if found is None:
        raise NotAcceptableError(header[:100], offers)
    chosen = by_type[found]
    # The server weighs too (RFC 9110, 12.5.1): by_type has no wildcards, so what is found here was named in full.
    instead = [(q, name) for name, q in wanted if q > 0 and name in by_type and by_type[name].suffix in chosen.yields]
    return by_type[max(instead, key=lambda one: one[0])[1]] if instead else chosen


def accepted(header: str) -> MIMEAccept:
    """Read an ``Accept`` header; parameters such as charset and profile do not change which form is meant, q-values are kept."""
    return MIMEAccept((value.partition(";")[0], q) for value, q in parse_accept_header(header, MIMEAccept))


def announce(response: Response, offers: Sequence[Offer], address: Callable[[Offer], str]) -> Response:
    """Say in the headers which other forms there are and what the choice hung on.

    Args:
        response: the answer.
        offers: all forms of the thing.
        address: gives the address of one form.
    """
    response.vary.add("Accept")
    for offer in offers:
        response.headers.add("Link", f'<{address(offer)}>; rel="alternate"; type="{offer.media_type}"')
    return response


def add_negotiation(app: Flask) -> None:
    """Tell who asks for a form that cannot be had which can: a page for a browser, lines of text for a program."""

    @app.errorhandler(NotAcceptableError)
    def not_acceptable(error: NotAcceptableError) -> Response:
        asked = request.accept_mimetypes
        if asked["text/html"] and asked["text/html"] > asked["application/x-none"]:
            response = Response(render_template("error.html", message=str(error), status=error.status, ours=True))
        else:
            lines = [str(error), "", *(f"{offer.suffix}\t{offer.media_type}" for offer in error.offers)]
            response = Response("\n".join(lines) + "\n", mimetype="text/plain")
        response.status_code = error.status
        response.vary.add("Accept")
        return open_to_all(response)


def validate(response: Response, tag: str, modified: datetime, weak: bool = False) -> Response:
    """Give validators to an answer, and answer 304 to who has it already.

    Args:
        response: the answer, complete.
        tag: what is the same when, and only when, the bytes are: dataset version, form and language.
        modified: when the dataset was made.
        weak: whether the same meaning may come in other bytes, such as lines in another order.
    """
    response.set_etag(tag, weak)
    response.last_modified = modified
    response.headers.setdefault("Cache-Control", "no-cache")
    response.make_conditional(request)
    return response


def open_to_all(response: Response, methods: str = "GET, HEAD, OPTIONS") -> Response:
    """Let pages of other sites read this answer: there is nothing in it that is not public."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = methods
    response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match, If-Modified-Since"
    response.headers["Access-Control-Expose-Headers"] = (
        "ETag, Last-Modified, Link, Location, Retry-After, Doelengraaf-Limits"
    )
    return response
