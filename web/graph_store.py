"""The graphs whole: the reading side of the SPARQL 1.1 Graph Store HTTP Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/).

``/graph-store?graph=<IRI>`` and ``/graph-store?default`` name a graph, and ``/graph/…`` is the address of a graph itself.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from doelengraaf.errors import DoelengraafError
from doelengraaf.own_query import Ask, OwnQueries
from doelengraaf.store import Store
from doelengraaf.terms import BASE
from web.language import translate
from web.negotiation import announce, negotiate, open_to_all, validate
from web.rdf_forms import GRAPHS, content_type, form_name
from web.settings import absolute
from web.sparql_endpoint import not_changed, preflight, refusal
from web.sparql_request import ProtocolError
from web.sparql_settings import EndpointLimits
from web.turns import Guard

__all__ = ["add_graph_store"]

_METHODS = "GET, HEAD, OPTIONS"
_ALL = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_WHOLE = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
# A graph is given whole, whatever a query may give: who asks it cannot make it larger than it is.
_ROWS, _BYTES, _SECONDS = 10_000_000, 2_000_000_000, 120
_ENDINGS = {offer.suffix for offer in GRAPHS}


def add_graph_store(app: Flask, nquads: Path, store: Store, version: str, limits: EndpointLimits) -> None:
    """Add ``/graph-store`` and ``/graph/…``, after ``add_sparql_endpoint``.

    Args:
        app: the application.
        nquads: the build, whose time is that of the graphs.
        store: the same build, which knows the names of the graphs.
        version: the version of the data.
        limits: those of the endpoint.
    """
    own: OwnQueries = app.extensions["own_queries"]
    guard: Guard = app.config["SPARQL_GUARD"]
    modified = datetime.fromtimestamp(nquads.stat().st_mtime, UTC)

    @app.route("/graph-store", methods=_ALL, provide_automatic_options=False, strict_slashes=False)
    def graph_store() -> Response:
        return _safe(_named)

    @app.route("/graph/<path:rest>", methods=_ALL, provide_automatic_options=False)
    def graph(rest: str) -> Response:
        name, dot, ending = rest.rpartition(".")
        whole = f"{BASE}graph/{rest}"
        if dot and ending in _ENDINGS and whole not in store.graphs():
            return _safe(lambda: _give(f"{BASE}graph/{name}", absolute(f"graph/{name}"), ending))
        return _safe(lambda: _give(whole, absolute(f"graph/{rest}")))

    def _safe(answer: Callable[[], Response]) -> Response:
        if request.method == "OPTIONS":
            return preflight(_METHODS)
        try:
            if request.method not in ("GET", "HEAD"):
                raise ProtocolError(
                    405, translate("De grafen zijn hier alleen te lezen: er is niets veranderd. Vraag met GET.")
                )
            guard.count()
            response = answer()
        except (DoelengraafError, HTTPException) as error:
            response = refusal(error, _METHODS, limits)
        return open_to_all(response, _METHODS)

    def _named() -> Response:
        names = request.args.getlist("graph")
        default = "default" in request.args
        if len(names) + default != 1:
            raise ProtocolError(
                400,
                translate("Noem één graaf: ?graph= met een van {names}, of ?default voor alles samen.").format(
                    names=", ".join(store.graphs())
                ),
            )
        address = absolute("graph-store")
        return _give(None, f"{address}?default") if default else _give(names[0], f"{address}?graph={names[0]}")

    def _give(name: str | None, address: str, ending: str = "") -> Response:
        if name is not None and name not in store.graphs():
            raise ProtocolError(
                404, translate("Deze graaf is er niet. Wel: {names}.").format(names=", ".join(store.graphs()))
            )
        offer = negotiate(GRAPHS, ending or form_name("graph", request.args.get("format", "").strip()))
        tag = hashlib.sha256(repr((version, name, offer.suffix)).encode()).hexdigest()[:24]
        response = not_changed(tag, modified)
        if response is None:
            ask = Ask(_WHOLE, "", offer.suffix, None if name is None else ((name,), ()), None, _ROWS, _BYTES)
            with guard.turns.take(request.remote_addr or ""):
                found = own.render(ask, _SECONDS)
            response = validate(Response(found.body, content_type=content_type(offer)), tag, modified, weak=True)
        sign = "&" if "?" in address else "?"
        return announce(response, GRAPHS, lambda one: f"{address}{sign}format={one.suffix}")
