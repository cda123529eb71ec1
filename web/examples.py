"""The saved questions for query editors and crawlers: ``/.well-known/sparql-examples`` as Turtle or JSON-LD, and the address of each question."""

from functools import cache

from flask import Flask, Response, redirect, request, url_for

from doelengraaf.examples import ENDPOINT, examples
from doelengraaf.questions import Questions

__all__ = ["add_examples"]

_FORMS = {"text/turtle": "turtle", "application/ld+json": "json-ld"}


def add_examples(app: Flask, questions: Questions) -> None:
    """Add the examples to an application; its setting ``SPARQL_ENDPOINT`` says where they can be asked."""

    @cache
    def rendered(media_type: str, endpoint: str) -> bytes:
        graph = examples(questions.all(), endpoint)
        return graph.serialize(format=_FORMS[media_type], encoding="utf-8", sort_keys=True)

    @app.get("/.well-known/sparql-examples")
    def sparql_examples() -> Response:
        media_type = request.accept_mimetypes.best_match(list(_FORMS), "text/turtle")
        response = Response(rendered(media_type, app.config.get("SPARQL_ENDPOINT", ENDPOINT)), content_type=media_type)
        response.headers["Vary"] = "Accept"
        # Editors on other sites read this from a browser; there is nothing in it that is not public.
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    @app.get("/id/question/<name>")
    def question_address(name: str) -> Response:
        return app.make_response(redirect(url_for("question_page", name=questions.get(name).name), code=303))
