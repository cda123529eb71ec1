"""The standing pages: about, how to cite, data quality, accessibility, privacy and licence.

What only the publisher can say comes from settings: ``DOELENGRAAF_CONTACT`` (``Name <mail@example.org>``), ``DOELENGRAAF_ORGANISATION`` and
``DOELENGRAAF_STATEMENT`` (the address of the statement in the register of accessibility statements). What is not set is shown as still to fill in.
"""

import os
from datetime import date

from flask import Flask, render_template

from doelengraaf.coverage import documents
from doelengraaf.overview import agendas
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.second_reading import passes, read_report
from doelengraaf.shares import shares
from doelengraaf.store import Store
from web.api.document import CONTACT_VARIABLE, contact

__all__ = ["ORGANISATION_VARIABLE", "STATEMENT_VARIABLE", "add_standing_pages"]

ORGANISATION_VARIABLE = "DOELENGRAAF_ORGANISATION"
STATEMENT_VARIABLE = "DOELENGRAAF_STATEMENT"


def add_standing_pages(app: Flask, project: Project, store: Store, questions: Questions) -> None:
    """Add ``/over``, ``/verwijzen``, ``/kwaliteit``, ``/toegankelijkheid``, ``/privacy`` and ``/licentie`` to an application."""

    def filled_in() -> dict[str, object]:
        statement = os.environ.get(STATEMENT_VARIABLE, "")
        return {
            "contact": contact() if os.environ.get(CONTACT_VARIABLE) else None,
            "organisation": os.environ.get(ORGANISATION_VARIABLE, ""),
            "statement": statement if statement.startswith("https://") else "",
        }

    @app.get("/over")
    def about() -> str:
        return render_template(
            "standing_about.html", agendas=agendas(store), count=len(questions.names()), **filled_in()
        )

    @app.get("/verwijzen")
    def citing() -> str:
        # An example with one municipality, whichever there is.
        places = questions.choices(questions.get("partners-per-doel"), "gemeente")
        answer = questions.ask("partners-per-doel", {"gemeente": [places[0].slug]})
        return render_template("standing_citing.html", answer=answer, year=_year_of(project))

    @app.get("/kwaliteit")
    def quality() -> str:
        return render_template(
            "standing_quality.html",
            shares=shares(store),
            documents=documents(project, store),
            passes=passes(read_report(project.root / "docs")),
        )

    @app.get("/toegankelijkheid")
    def accessibility() -> str:
        return render_template("standing_accessibility.html", **filled_in())

    @app.get("/privacy")
    def privacy() -> str:
        return render_template("standing_privacy.html", **filled_in())

    @app.get("/licentie")
    def licence() -> str:
        return render_template("standing_licence.html")


def _year_of(project: Project) -> int:
    """Give the year of the build."""
    return date.fromtimestamp(project.nquads.stat().st_mtime).year
