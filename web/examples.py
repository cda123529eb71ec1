"""The saved questions for query editors and crawlers: ``/.well-known/sparql-examples`` with all of them, and the address of each question."""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

from flask import Flask, Response, redirect, url_for

from doelengraaf.documents import Document, about_document, url
from doelengraaf.errors import QuestionNotFoundError
from doelengraaf.examples import examples, question_iri
from doelengraaf.project import Project
from doelengraaf.question_file import Question
from doelengraaf.questions import Questions
from doelengraaf.rdf_forms import Writer
from doelengraaf.store import Triple, read_triples
from doelengraaf.terms import BASE, Context
from web.documents import CONTEXT_PATH, HTML, RDF_OFFERS, answer_rdf, edition_of, nothing, split_suffix
from web.negotiation import Offer, announce, negotiate, open_to_all
from web.settings import absolute

__all__ = ["add_examples"]

_QUERY = Offer("rq", "application/sparql-query", (), "SPARQL")
# A browser that opens the address of all of them gets Turtle too.
_ALL = (Offer("ttl", "text/turtle", ("text/html",), "Turtle"), *RDF_OFFERS[1:])
_ONE = (HTML, *RDF_OFFERS, _QUERY)
_FOAF = "http://xmlns.com/foaf/0.1/"


def add_examples(app: Flask, project: Project, questions: Questions) -> None:
    """Add the examples to an application; they can be asked at its own endpoint, or at that of its setting ``SPARQL_ENDPOINT``."""
    edition = edition_of(project, questions.version)
    forms = {offer.suffix: offer.media_type for offer in _ONE}

    # The forms of all questions for a few addresses: a server without a set address takes it from the request.
    @lru_cache(maxsize=1000)
    def rendered(name: str, suffix: str, endpoint: str, context: str) -> bytes:
        document = Document(BASE + (f"doc/question/{name}" if name else ".well-known/sparql-examples"))
        document.statements.update(_statements([questions.get(name)] if name else questions.all(), endpoint))
        if name:
            about_document(document, edition, forms)
            document.statements[url(document.iri), url(_FOAF + "primaryTopic"), url(question_iri(name))] = set()
        return Writer(Context.read(project.context), context).write(document.statements, suffix)

    def answer(name: str, offer: Offer) -> Response:
        endpoint = app.config.get("SPARQL_ENDPOINT") or absolute("sparql")
        return answer_rdf(rendered(name, offer.suffix, endpoint, absolute(CONTEXT_PATH)), offer, edition)

    @app.get("/.well-known/sparql-examples")
    def sparql_examples() -> Response:
        response = answer("", negotiate(_ALL))
        response.vary.add("Accept")
        # Editors on other sites read this from a browser; there is nothing in it that is not public.
        return open_to_all(response)

    @app.get("/doc/question/<rest>")
    def question_document(rest: str) -> Response:
        name, suffix = split_suffix(rest, _ONE)
        offer = negotiate(_ONE, suffix)
        try:
            question = questions.get(name)
        except QuestionNotFoundError:
            if offer in RDF_OFFERS:
                return nothing(
                    f"doc/question/{quote(name)}", offer, Writer(Context.read(project.context), absolute(CONTEXT_PATH))
                )
            raise
        if offer is HTML:
            response = app.make_response(redirect(url_for("question_page", name=question.name), code=303))
        elif offer is _QUERY:
            response = answer_rdf(question.text.encode(), offer, edition)
        else:
            response = answer(question.name, offer)
        response.headers.add("Link", f'<{question_iri(question.name)}>; rel="describes"')
        return announce(response, _ONE, lambda one: absolute(f"doc/question/{question.name}.{one.suffix}"))


def _statements(questions: Iterable[Question], endpoint: str) -> dict[Triple, set[str]]:
    triples = read_triples(
        examples(questions, endpoint).serialize(format="nt", encoding="utf-8"), "application/n-triples"
    )
    return {triple: set() for triple in triples}
