"""The start page: the main question as a sentence, search, the agendas side by side and what changed lately."""

from datetime import date

from flask import Flask, render_template

from doelengraaf.changes import read_changes
from doelengraaf.coverage import documents
from doelengraaf.overview import agendas
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import Store
from doelengraaf.things import Link
from web.language import language

__all__ = ["MAIN_QUESTION", "add_start_pages"]

MAIN_QUESTION = "partners-per-doel"
_LATEST = 5


def add_start_pages(app: Flask, project: Project, store: Store, questions: Questions) -> None:
    """Add ``/`` and ``/wijzigingen`` to an application."""
    cited: dict[str, int] = {}
    lines: dict[str, int] = {}
    for document in documents(project, store):
        cited[document.agenda] = cited.get(document.agenda, 0) + document.cited
        lines[document.agenda] = lines.get(document.agenda, 0) + document.lines
    coverage = {slug: cited[slug] / lines[slug] for slug in cited if lines[slug]}
    changes = read_changes(project.changes, project.relative(project.changes), list(coverage))[0]
    places = {one.iri.rpartition("/")[2]: Link(one.municipality.text, one.iri) for one in agendas(store)}
    # The question most people ask is answered before the first one asks it.
    questions.ask(MAIN_QUESTION, {})

    @app.get("/")
    def start() -> str:
        question = questions.get(MAIN_QUESTION)
        choices = {name: questions.choices(question, name) for name in ("onderwerp", "gemeente")}
        return render_template(
            "start.html",
            choices=choices,
            agendas=agendas(store, language()),
            coverage=coverage,
            changes=changes[:_LATEST],
            places=places,
            more=len(changes) > _LATEST,
            today=date.today().isoformat(),
        )

    @app.get("/wijzigingen")
    def change_list() -> str:
        return render_template("changes.html", changes=changes, places=places)
