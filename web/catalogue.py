"""The catalogue at ``/catalog`` and the numbers at ``/.well-known/void``, each in the form that is asked for."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

from flask import Flask, Response, render_template
from rdflib import Graph

from doelengraaf.overview import agendas
from doelengraaf.project import Project
from doelengraaf.publish import Shelf, Version
from doelengraaf.publish.catalogue import Deployment, make_catalogue
from doelengraaf.publish.void import make_void
from doelengraaf.questions import Questions
from doelengraaf.store import Store
from web.deployment import deployment
from web.language import language
from web.negotiation import Offer, announce, negotiate, open_to_all, validate
from web.settings import absolute

__all__ = ["add_catalogue"]

_RDF = (
    Offer("ttl", "text/turtle"),
    Offer("jsonld", "application/ld+json", ("application/json",)),
    Offer("rdf", "application/rdf+xml", ("application/xml",)),
)
_PAGE = Offer("html", "text/html", ("application/xhtml+xml",))
_WRITERS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}


def add_catalogue(app: Flask, project: Project, store: Store, questions: Questions) -> None:
    """Add ``/catalog`` (also ``/catalog.ttl`` and so on) and ``/.well-known/void`` to an application."""
    terms = project.ontology / "catalogue" / "terms.ttl"

    # Small: without a fixed address of this server its name is what the request says.
    @lru_cache(maxsize=16)
    def catalogue_as(here: Deployment, address: str, form: str) -> bytes:
        return _written(make_catalogue(store, here, terms, _version(project, address)), form)

    @lru_cache(maxsize=16)
    def void_as(base: str, address: str, form: str) -> bytes:
        return _written(make_void(store, base, terms, _version(project, address)), form)

    def answer(offers: tuple[Offer, ...], suffix: str, path: str, write: Callable[[Offer], bytes | str]) -> Response:
        offer = negotiate(offers, suffix)
        response = Response(write(offer), mimetype=offer.media_type)
        announce(response, offers, lambda one: absolute(f"{path}.{one.suffix}"))
        tag = hashlib.sha256(response.get_data()).hexdigest()[:32]
        return open_to_all(validate(response, tag, _modified(project)))

    @app.get("/catalog")
    @app.get("/catalog.<suffix>")
    def catalogue(suffix: str = "") -> Response:
        latest = Shelf(project.published).latest()
        here = deployment(store)

        def write(offer: Offer) -> bytes | str:
            if offer is _PAGE:
                return render_template("catalogue.html", here=here, latest=latest, agendas=agendas(store, language()))
            return catalogue_as(here, latest.address if latest else "", offer.suffix)

        return answer((*_RDF, _PAGE), suffix, "/catalog", write)

    @app.get("/.well-known/void")
    @app.get("/.well-known/void.<suffix>")
    def void(suffix: str = "") -> Response:
        latest = Shelf(project.published).latest()
        here = deployment(store)
        return answer(
            _RDF,
            suffix,
            "/.well-known/void",
            lambda offer: void_as(here.base, latest.address if latest else "", offer.suffix),
        )


def _version(project: Project, address: str) -> Version | None:
    return Shelf(project.published).find(address) if address else None


def _modified(project: Project) -> datetime:
    """Give when the data or what is published of them last changed."""
    latest = Shelf(project.published).latest()
    built = datetime.fromtimestamp(project.nquads.stat().st_mtime, UTC)
    return max(built, datetime.fromisoformat(latest.published)) if latest else built


def _written(graph: Graph, form: str) -> bytes:
    return graph.serialize(format=_WRITERS[form], encoding="utf-8")
