"""The words at their own addresses: ``/def`` (also by version), the JSON-LD context at ``/def/context.jsonld`` and the shapes at ``/shape``."""

import hashlib
from collections.abc import Mapping
from functools import cache

from flask import Flask, Response, abort, redirect, render_template

from doelengraaf.project import Project
from doelengraaf.rdf_forms import PREFIXES, Writer
from doelengraaf.store import Triple
from doelengraaf.terms import DG, Context
from doelengraaf.vocabulary import Vocabulary, read_shapes, read_vocabulary
from web.documents import CONTEXT_PATH, HTML, OFFERS, RDF_OFFERS, answer_rdf, edition_of, form_links, split_suffix
from web.language import later, translate
from web.negotiation import Offer, announce, negotiate, open_to_all, validate
from web.settings import absolute

__all__ = ["add_vocabulary"]

_MATCHES = {
    "exactMatch": later("hetzelfde als"),
    "closeMatch": later("bijna hetzelfde als"),
    "relatedMatch": later("verwant met"),
    "broadMatch": later("valt binnen"),
    "narrowMatch": later("omvat"),
}
# There is no page of the shapes: a browser gets Turtle.
_SHAPES = (Offer("ttl", "text/turtle", ("text/html",), "Turtle"), *RDF_OFFERS[1:])
_CONTEXT = Offer("jsonld", "application/ld+json", ("application/json",))


def add_vocabulary(app: Flask, project: Project, version: str) -> None:
    """Add ``/def``, ``/def/…`` and ``/shape`` to an application.

    Args:
        app: the application.
        project: whose words these are.
        version: the version of the data.
    """
    edition = edition_of(project, version)

    @cache
    def words() -> Vocabulary:
        return read_vocabulary(project)

    @cache
    def written(what: str, suffix: str, context: str) -> bytes:
        statements: Mapping[Triple, set[str]] = words().statements if what == "def" else read_shapes(project)
        return Writer(Context.read(project.context), context).write(statements, suffix)

    def rdf(what: str, offer: Offer) -> Response:
        return answer_rdf(written(what, offer.suffix, absolute(CONTEXT_PATH)), offer, edition)

    def answer(path: str, suffix: str) -> Response:
        offer = negotiate(OFFERS, suffix)
        if offer is HTML:
            html = render_template(
                "vocabulary.html",
                words=words(),
                matches=_MATCHES,
                forms=form_links(path),
                short=_short,
                edition=edition,
            )
            body = html.encode()
            response = validate(Response(body), hashlib.sha256(body).hexdigest()[:32], edition.modified)
        else:
            response = rdf("def", offer)
        response.headers.add("Link", f'<{absolute(CONTEXT_PATH)}>; rel="related"; type="application/ld+json"')
        if path != "def" or suffix:
            response.headers.add("Link", f'<{absolute("def")}>; rel="canonical"')
        return announce(response, OFFERS, lambda one: absolute(f"{path}.{one.suffix}"))

    @app.get("/def")
    def vocabulary() -> Response:
        return answer("def", "")

    @app.get("/def.<suffix>")
    def vocabulary_form(suffix: str) -> Response:
        return answer("def", suffix)

    @app.get("/def/<rest>")
    def vocabulary_version(rest: str) -> Response:
        name, suffix = (rest, "") if rest == words().version else split_suffix(rest)
        if name != words().version:
            abort(
                404,
                translate("Deze versie van de woordenlijst is hier niet. De huidige is {version}.").format(
                    version=words().version
                ),
            )
        return answer(f"def/{name}", suffix)

    @app.get(CONTEXT_PATH)
    def context() -> Response:
        body = project.context.read_bytes()
        response = validate(
            Response(body, mimetype=_CONTEXT.media_type), hashlib.sha256(body).hexdigest()[:32], edition.modified
        )
        return open_to_all(response)

    @app.get("/def/genid/<name>")
    def nameless(name: str) -> Response:
        # Nodes without a name have an address in the build, and are told with the words they belong to.
        return app.make_response(redirect(absolute("def"), code=303))

    @app.get("/shape")
    @app.get("/shape.<suffix>")
    def shapes(suffix: str = "") -> Response:
        offer = negotiate(_SHAPES, suffix)
        return open_to_all(announce(rdf("shape", offer), _SHAPES, lambda one: absolute(f"shape.{one.suffix}")))


def _short(iri: str) -> tuple[str, str]:
    """Give (address, what people read) of a term of ours or of others.

    >>> _short("https://w3id.org/doelengraaf/def#Goal"), _short("http://www.w3.org/ns/prov#Plan")
    (('#Goal', 'dg:Goal'), ('http://www.w3.org/ns/prov#Plan', 'prov:Plan'))
    """
    names = [(prefix, iri.removeprefix(space)) for prefix, space in PREFIXES.items() if iri.startswith(space)]
    label = ":".join(names[0]) if names else iri
    return ("#" + iri.removeprefix(DG) if iri.startswith(DG) else iri), label
