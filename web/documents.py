"""Things and lists at their own addresses: ``/id/…`` sends on to ``/doc/…``, which is a page for people and linked data for programs.

By the Dutch URI strategy (id, doc, def) and "Cool URIs for the Semantic Web": 303 from thing to document, the form by ending, ``?format=`` or ``Accept``.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote

from flask import Flask, Response, abort, make_response, redirect, render_template, request

from doelengraaf.documents import DATASET, Document, Edition, make_document, neighbours
from doelengraaf.errors import DoelengraafError
from doelengraaf.names import labels_of
from doelengraaf.network import BASES
from doelengraaf.paths import explain
from doelengraaf.project import Project
from doelengraaf.rdf_forms import MEDIA_TYPES, Writer
from doelengraaf.shelves import Shelf, make_list, shelves
from doelengraaf.store import Store, Term, iri
from doelengraaf.terms import BASE, ID, Context
from doelengraaf.things import Link, describe
from web.language import language, translate
from web.negotiation import Offer, add_negotiation, announce, negotiate, open_to_all, validate
from web.own_words import chosen_bases
from web.people import PagedThing, of_bases, page_of
from web.settings import absolute

__all__ = [
    "CONTEXT_PATH",
    "HTML",
    "OFFERS",
    "RDF_OFFERS",
    "add_documents",
    "answer_rdf",
    "edition_of",
    "form_links",
    "nothing",
    "split_suffix",
]

HTML = Offer("html", "text/html", ("application/xhtml+xml",), "HTML")
_ALSO = {"ttl": ("application/x-turtle",), "jsonld": ("application/json",), "rdf": ("application/xml", "text/xml")}
_TITLES = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF/XML", "trig": "TriG"}
# A program that reads every form asks for TriG first, and then finds nothing in the default graph, where it looks: all is in named graphs.
_YIELDS = {"trig": tuple(suffix for suffix in MEDIA_TYPES if suffix != "trig")}
RDF_OFFERS = tuple(
    Offer(suffix, media_type, _ALSO.get(suffix, ()), _TITLES[suffix], _YIELDS.get(suffix, ()))
    for suffix, media_type in MEDIA_TYPES.items()
)
OFFERS = (HTML, *RDF_OFFERS)
CONTEXT_PATH = "/def/context.jsonld"
_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
_FORMS = {offer.suffix: offer.media_type for offer in OFFERS}
_OPEN = ("/id/", "/doc", "/def")


class PageError(DoelengraafError):
    """The page that is asked for is no number."""


def edition_of(project: Project, version: str) -> Edition:
    """Give which data a project's last build holds, and since when."""
    return Edition(version, datetime.fromtimestamp(int(project.nquads.stat().st_mtime), UTC))


def split_suffix(rest: str, known: Sequence[Offer] = OFFERS) -> tuple[str, str]:
    """Take the ending of a known form off a path.

    >>> split_suffix("krimpenerwaard/goal/x.ttl"), split_suffix("agenda/versie-1.2"), split_suffix("a.ttl/b")
    (('krimpenerwaard/goal/x', 'ttl'), ('agenda/versie-1.2', ''), ('a.ttl/b', ''))
    """
    stem, _, suffix = rest.rpartition(".")
    return (stem, suffix) if stem and suffix in {offer.suffix for offer in known} else (rest, "")


def form_links(path: str, offers: Sequence[Offer] = OFFERS) -> list[tuple[str, Offer]]:
    """Give (address, form) of what a document can be had in, for the head and foot of a page."""
    return [(f"{request.script_root}/{path}.{offer.suffix}", offer) for offer in offers]


def page_number() -> int:
    """Give the page that is asked for, from 1.

    Raises:
        PageError: it is no such number.
    """
    asked = request.args.get("bladzijde", "1")
    if not (asked.isascii() and asked.isdigit() and int(asked[:9]) >= 1 and len(asked) < 10):
        raise PageError(translate("{asked} is geen bladzijde: schrijf een getal vanaf 1.").format(asked=asked[:40]))
    return int(asked)


def answer_rdf(body: bytes, offer: Offer, edition: Edition) -> Response:
    """Answer with linked data; who has these bytes already gets 304."""
    response = Response(body, mimetype=offer.media_type)
    return validate(response, _tag(body), edition.modified)


def add_documents(app: Flask, project: Project, store: Store, version: str) -> None:
    """Add ``/id/…``, ``/doc`` and ``/doc/…`` to an application.

    Args:
        app: the application.
        project: whose frozen texts are shown, where the reader has them.
        store: the engine.
        version: the version of the data.
    """
    add_negotiation(app)
    edition = edition_of(project, version)
    context = Context.read(project.context)

    def writer() -> Writer:
        return Writer(context, absolute(CONTEXT_PATH))

    def is_thing(rest: str) -> bool:
        try:
            return bool(rest) and store.query(f"ASK {{ {iri(ID + rest)} ?p ?o }}") is True
        except ValueError:
            return False

    def known(rest: str) -> bool:
        return rest in shelves(store) or is_thing(rest)

    def locate(rest: str) -> tuple[str, str]:
        """Give (thing or list, ending); what exists as it stands has no ending, so that an address may hold a dot."""
        stem, _, suffix = rest.rpartition(".")
        if stem and "/" not in suffix and not known(rest) and (known(stem) or split_suffix(rest)[1]):
            return stem, suffix
        return rest, ""

    @app.get("/id/<path:rest>")
    def thing(rest: str) -> Response:
        query = request.query_string.decode("ascii", "replace")
        address = f"{request.script_root}/doc/{quote(rest)}"
        response = make_response(redirect(address + (f"?{query}" if query else ""), code=303))
        response.headers.add("Link", f'<{absolute("doc/" + quote(rest))}>; rel="describedby"')
        return response

    @app.get("/doc.<suffix>")
    def list_of_lists(suffix: str) -> Response:
        return answer("", suffix)

    @app.get("/doc", strict_slashes=False)
    def lists() -> Response:
        return answer("", "")

    @app.get("/doc/<path:rest>")
    def document(rest: str) -> Response:
        return answer(*locate(rest))

    def answer(rest: str, suffix: str) -> Response:
        offer = negotiate(OFFERS, suffix)
        page = page_number()
        path = "doc/" + quote(rest) if rest else "doc"
        shelf = None if is_thing(rest) else shelves(store).get(rest)
        if offer is HTML:
            response, pages = _page_of_list(store, shelf, page) if shelf else page_of_thing(rest, page)
            response = validate(response, _tag(response.get_data()), edition.modified)
        else:
            made = make_list(store, shelf, edition, _FORMS, page) if shelf else document_of(rest, page)
            if made is None:
                return nothing(path, offer, writer())
            response = answer_rdf(writer().write(made.statements, offer.suffix), offer, edition)
            pages = made.pages
        chosen = suffix or request.args.get("format", "")
        _tell(response, path, "" if shelf else rest, chosen, page, pages)
        # People get more links on a page than programs, so only the pages of a list are the same in all forms.
        announce(
            response,
            OFFERS,
            lambda one: _address(path, f".{one.suffix}", page if shelf or HTML not in (offer, one) else 1),
        )
        return response

    def document_of(rest: str, page: int) -> Document | None:
        try:
            return make_document(store, ID + rest, edition, _FORMS, page)
        except ValueError:
            return None

    def page_of_thing(rest: str, page: int) -> tuple[Response, int]:
        try:
            found = describe(store, ID + rest, project.sources, language())
        except ValueError:
            found = None
        if found is None:
            abort(404, translate("Dit ding staat niet in de graaf. Misschien is het adres verkeerd overgenomen."))
        forms = form_links("doc/" + quote(rest))
        path = explain(store, found.iri, project.sources) if rest.startswith("derivation/") else None
        if path:
            return make_response(
                render_template("path.html", thing=found, steps=path.steps, whole=path.whole, forms=forms)
            ), 1
        bases = chosen_bases()
        judged = any(link.basis for one in found.properties for link in one.values)
        paged: PagedThing = page_of(of_bases(found, bases), page)
        if page > paged.pages:
            abort(404, translate("Deze bladzijde is er niet."))
        html = render_template(
            "thing.html", thing=paged.thing, paged=paged, forms=forms, judged=judged, bases=bases, all_bases=BASES
        )
        return make_response(html), paged.pages

    @app.after_request
    def let_others_read(response: Response) -> Response:
        # A page for people may show passages of texts that only this reader has, so other sites may read the data and not the page.
        public = response.mimetype != "text/html" or response.status_code != 200 or request.method == "OPTIONS"
        return open_to_all(response) if request.path.startswith(_OPEN) and public else response


def _page_of_list(store: Store, shelf: Shelf, page: int) -> tuple[Response, int]:
    if page > shelf.pages:
        abort(404, translate("Deze bladzijde is er niet."))
    known = shelves(store)
    shown = shelf.shown(page)
    names = labels_of(store, (one for one in shown if one.startswith(ID)))
    lists = [known[one.removeprefix(BASE + "doc/")] for one in shown if not one.startswith(ID)]
    html = render_template(
        "shelf.html",
        shelf=shelf,
        word=shelf.words[language()],
        agendas=sorted((one for one in lists if one.agenda and not shelf.agenda), key=lambda one: one.agenda),
        kinds=sorted(
            (one for one in lists if not one.agenda or shelf.agenda), key=lambda one: one.words[language()].casefold()
        ),
        things=[Link(names[one], one) for one in shown if one.startswith(ID)],
        page=page,
        neighbours=neighbours(page, shelf.pages),
        forms=form_links("doc/" + shelf.path if shelf.path else "doc"),
    )
    return make_response(html), shelf.pages


def _tag(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]


def _address(path: str, suffix: str, page: int) -> str:
    return absolute(path + suffix) + (f"?bladzijde={page}" if page > 1 else "")


def _tell(response: Response, path: str, thing: str, chosen: str, page: int, pages: int) -> None:
    """Say in the headers what else there is: neighbours, the address without a form, the thing, the data set and the licence."""
    links = [(_LICENCE, "license"), (DATASET, "collection")]
    if chosen:
        links.append((_address(path, "", page), "canonical"))
    if thing:
        links.append((ID + thing, "describes"))
    if pages > 1:
        suffix = f".{chosen}" if chosen in _FORMS else ""
        for name, number in neighbours(page, pages).items():
            links.append((_address(path, suffix, number), "prev" if name == "previous" else name))
    for where, relation in links:
        response.headers.add("Link", f'<{where}>; rel="{relation}"')


def nothing(path: str, offer: Offer, writer: Writer) -> Response:
    """Say in the form that was asked that there is no such thing."""
    texts = {
        "nl": "Dit ding staat niet in de graaf, of heeft deze bladzijde niet.",
        "en": "This thing is not in the graph, or does not have this page.",
    }
    comment = Term("iri", "http://www.w3.org/2000/01/rdf-schema#comment")
    said = {
        (Term("iri", BASE + path), comment, Term("literal", text, code)): set[str]() for code, text in texts.items()
    }
    response = Response(writer.write(said, offer.suffix), status=404, mimetype=offer.media_type)
    response.vary.add("Accept")
    return response
