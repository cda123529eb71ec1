"""The page about the API, for people."""

import os

from flask import Flask, render_template

from doelengraaf.formats import FORMATS
from doelengraaf.questions import Questions
from doelengraaf.resource_types import COLLECTIONS
from doelengraaf.resources import KIND, MAX_PAGE_SIZE
from web.api.document import API_VERSION, CONTACT_VARIABLE, contact
from web.api.parameters import DEFAULT_PAGE_SIZE
from web.api.problems import PROBLEMS

__all__ = ["add_page"]

_EXAMPLES = {
    "agendas": "municipality=krimpenerwaard",
    "aims": "topic=eenzaamheid",
    "activities": "agenda=krimpenerwaard&topic=mantelzorg",
    "partners": "agenda=cranendonck",
    "contributions": "agenda=vijfheerenlanden",
    "indicators": "topic=gezondheid",
    "observations": "agenda=krimpenerwaard",
    "topics": "broader=gezondheid",
}


def add_page(app: Flask, questions: Questions) -> None:
    """Add ``/api`` to an application."""

    @app.get("/api")
    def api_page() -> str:
        return render_template(
            "api.html",
            collections=[
                (one, ([KIND] if len(one.kinds) > 1 else []) + list(one.filters), _EXAMPLES.get(one.name, ""))
                for one in COLLECTIONS.values()
            ],
            questions=[questions.get(name) for name in questions.names()],
            formats=FORMATS,
            problems=PROBLEMS,
            api_version=API_VERSION,
            contact=contact() if os.environ.get(CONTACT_VARIABLE) else None,
            page_size=DEFAULT_PAGE_SIZE,
            max_page_size=MAX_PAGE_SIZE,
        )
