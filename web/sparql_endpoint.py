"""The SPARQL 1.1 endpoint at ``/sparql``: queries by the protocol, its own description without one, and the editor page for who comes with a browser."""

import hashlib
import re
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, redirect, request, url_for
from werkzeug.exceptions import HTTPException

from doelengraaf.errors import DoelengraafError
from doelengraaf.own_query import Ask, BusyError, OwnQueries, TooHeavyError, TooMuchError
from doelengraaf.service_description import service_description
from doelengraaf.store import Store
from web.language import translate
from web.negotiation import NotAcceptableError, Offer, announce, negotiate, open_to_all, validate
from web.rdf_forms import GRAPHS, ROWS, content_type, form_name
from web.settings import absolute
from web.sparql_request import Asked, ProtocolError, read_request
from web.sparql_settings import EndpointLimits
from web.turns import Guard, TooOftenError

__all__ = ["add_sparql_endpoint", "not_changed", "preflight", "refusal"]

_METHODS = "GET, HEAD, POST, OPTIONS"
_HTML = Offer("html", "text/html")
# What gives another answer each time it is asked (SPARQL 1.1, 17.4.2.12, 17.4.4.6, 17.4.5.1).
_CHANGES = re.compile(r"\b(RAND|NOW|UUID|STRUUID)\s*\(", re.IGNORECASE)
_RDFLIB = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}


def add_sparql_endpoint(app: Flask, nquads: Path, store: Store, version: str, limits: EndpointLimits) -> None:
    """Add ``/sparql``.

    Args:
        app: the application; its ``extensions["own_queries"]`` answers, its setting ``SPARQL_GUARD`` keeps the peace.
        nquads: the build, whose time is that of the answers.
        store: the same build, for the description of the service.
        version: the version of the data.
        limits: what a query may take.
    """
    own: OwnQueries = app.extensions["own_queries"]
    guard: Guard = app.config.setdefault("SPARQL_GUARD", Guard(limits))
    modified = datetime.fromtimestamp(nquads.stat().st_mtime, UTC)

    # A few: a server without a set address takes it from the request.
    @lru_cache(maxsize=16)
    def description(form: str, endpoint: str, graphs: str, editor: str) -> bytes:
        graph = service_description(store, endpoint, graphs, editor, version, limits.seconds, limits.rows)
        return graph.serialize(format=_RDFLIB[form], encoding="utf-8")

    @app.route(
        "/sparql",
        methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
        provide_automatic_options=False,
        strict_slashes=False,
    )
    def sparql() -> Response:
        if request.method == "OPTIONS":
            return preflight(_METHODS)
        try:
            if request.method not in ("GET", "HEAD", "POST"):
                raise ProtocolError(405, translate("Dit endpoint is alleen te lezen: vraag met GET of POST."))
            guard.count()
            asked = read_request()
            response = _describe() if asked.query is None else _answer(asked, asked.query)
        except (DoelengraafError, HTTPException) as error:
            response = refusal(error, _METHODS, limits)
        return open_to_all(response, _METHODS)

    def _describe() -> Response:
        offer = negotiate((*GRAPHS, _HTML), form_name("graph", request.args.get("format", "").strip()))
        if offer == _HTML:
            return app.make_response(redirect(url_for("sparql_editor"), code=303))
        addresses = [absolute(path) for path in ("sparql", "graph-store", "sparql-editor")]
        response = Response(description(offer.suffix, *addresses), content_type=content_type(offer))
        tag = hashlib.sha256("\n".join([version, offer.suffix, *addresses]).encode()).hexdigest()[:24]
        announce(response, GRAPHS, lambda one: f"{addresses[0]}?format={one.suffix}")
        return validate(response, tag, modified, weak=True)

    def _answer(asked: Asked, query: str) -> Response:
        rows, graphs = _wanted(asked)
        if _HTML in (rows, graphs):
            response = app.make_response(redirect(url_for("sparql_editor", query=query), code=303))
            response.vary.add("Accept")
            return response
        ask = Ask(
            query,
            rows.suffix if isinstance(rows, Offer) else "",
            graphs.suffix if isinstance(graphs, Offer) else "",
            asked.dataset,
            absolute("sparql"),
            limits.rows,
            limits.size,
        )
        tag = None if _CHANGES.search(query) else hashlib.sha256(repr((version, ask)).encode()).hexdigest()[:24]
        known = not_changed(tag, modified)
        if known is not None:
            return known
        with guard.turns.take(request.remote_addr or ""):
            found = own.render(ask, limits.seconds)
        chosen = graphs if found.kind == "graph" else rows
        if isinstance(chosen, NotAcceptableError):
            raise chosen
        response = Response(found.body, content_type=content_type(chosen))
        response.vary.add("Accept")
        if tag is None or request.method == "POST":
            response.headers["Cache-Control"] = "no-store"
            return response
        return validate(response, tag, modified, weak=True)


def _wanted(asked: Asked) -> tuple[Offer | NotAcceptableError, Offer | NotAcceptableError]:
    """Choose a form for rows and one for statements: which of the two the query gives, only the engine can tell."""
    # The editor page shows an answer for people; it takes no form body and no dataset.
    page = (_HTML,) if request.method != "POST" and asked.dataset is None else ()

    def choose(kind: str, offers: tuple[Offer, ...]) -> Offer | NotAcceptableError:
        try:
            return negotiate((*offers, *page), form_name(kind, asked.form))
        except NotAcceptableError as error:
            return error

    rows, graphs = choose("rows", ROWS), choose("graph", GRAPHS)
    if isinstance(rows, NotAcceptableError) and isinstance(graphs, NotAcceptableError):
        raise NotAcceptableError(asked.form or request.headers.get("Accept", "")[:100], (*ROWS, *GRAPHS))
    return rows, graphs


def not_changed(tag: str | None, modified: datetime) -> Response | None:
    """Answer 304 to who has an answer already, before it is computed again; None to others."""
    known = request.if_none_match
    # What went out compressed has the way it was compressed behind its tag.
    if tag and request.method != "POST" and any(known.contains_weak(tag + end) for end in ("", ":br", ":gzip")):
        response = Response(status=304)
        response.vary.add("Accept")
        response.set_etag(tag, weak=True)
        response.last_modified = modified
        response.headers["Cache-Control"] = "no-cache"
        return response
    return None


def preflight(methods: str) -> Response:
    """Tell what may be done, also to a browser that asks it for a page of another site."""
    response = open_to_all(Response(status=204), methods)
    response.headers["Allow"] = methods
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def refusal(error: DoelengraafError | HTTPException, methods: str, limits: EndpointLimits) -> Response:
    """Say as plain text why there is no answer: programs print it, and people read it there."""
    status, text = (
        (error.status, error.told(translate))
        if isinstance(error, DoelengraafError)
        else (error.code or 500, translate("Dit is te lang om te versturen."))
    )
    if isinstance(error, TooHeavyError):
        status = 503
    response = Response(text + "\n", status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    if status == 405:
        response.headers["Allow"] = methods
    if status == 406:
        response.vary.add("Accept")
    if isinstance(error, TooHeavyError | TooMuchError):
        response.headers["Doelengraaf-Limits"] = f"seconds={limits.seconds:g}, rows={limits.rows}, bytes={limits.size}"
    if isinstance(error, BusyError):
        response.headers["Retry-After"] = "5"
    if isinstance(error, TooOftenError):
        response.headers["Retry-After"] = "60"
    return response
