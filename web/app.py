"""The application: one store, a few pages, one place for errors."""

from collections.abc import Mapping
from datetime import date

from flask import Flask, Response, abort, redirect, render_template, url_for
from werkzeug.exceptions import HTTPException

from doelengraaf.errors import DoelengraafError
from doelengraaf.findings import read_findings
from doelengraaf.overview import agendas
from doelengraaf.paths import explain
from doelengraaf.pipeline import dataset_version
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import open_store
from doelengraaf.terms import ID
from doelengraaf.things import describe
from web.api import add_api
from web.examples import add_examples
from web.question_pages import add_question_pages
from web.reading import add_reading_pages
from web.search_pages import add_search_page
from web.security import secure

__all__ = ["MAIN_QUESTION", "create_app"]

MAIN_QUESTION = "partners-per-doel"


def create_app(project: Project) -> Flask:
    """Make the application over the last build of a project.

    Raises:
        NoBuildError: there is no build.
    """
    app = Flask(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    store = open_store(project.nquads)
    questions = Questions(project.queries, store, dataset_version(project.nquads))
    app.extensions["questions"] = questions
    # The question most people ask is answered before the first one asks it.
    questions.ask(MAIN_QUESTION, {})
    secure(app)
    app.jinja_env.filters["local"] = lambda iri: local_address(iri)
    app.jinja_env.globals.update(version=questions.version, main_question=MAIN_QUESTION, basis_sign=_basis_sign)

    @app.get("/")
    def start() -> str:
        question = questions.get(MAIN_QUESTION)
        choices = {name: questions.choices(question, name) for name in question.parameters}
        return render_template(
            "start.html", question=question, choices=choices, agendas=agendas(store), today=date.today().isoformat()
        )

    @app.get("/agendas")
    def agenda_list() -> str:
        return render_template("agendas.html", agendas=agendas(store), today=date.today().isoformat())

    add_question_pages(app, questions, store)
    add_reading_pages(app, project, store)
    add_search_page(app, store)
    add_api(app, project, store, questions)
    add_examples(app, questions)

    @app.get("/controle")
    def findings() -> str:
        return render_template("findings.html", findings=read_findings(project.report))

    @app.get("/id/<path:rest>")
    def thing(rest: str) -> Response:
        response = redirect(url_for("document", rest=rest), code=303)
        return app.make_response(response)

    @app.get("/doc/<path:rest>")
    def document(rest: str) -> str:
        try:
            found = describe(store, ID + rest, project.sources)
        except ValueError:
            found = None
        if found is None:
            abort(404, "Dit ding staat niet in de graaf. Misschien is het adres verkeerd overgenomen.")
        if rest.startswith("derivation/"):
            path = explain(store, found.iri, project.sources)
            if path:
                return render_template("path.html", thing=found, steps=path.steps, whole=path.whole)
        return render_template("thing.html", thing=found)

    @app.errorhandler(DoelengraafError)
    def person_error(error: DoelengraafError) -> tuple[str, int]:
        return render_template("error.html", message=str(error), status=error.status), error.status

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> tuple[str, int]:
        texts = {404: "Deze pagina is er niet.", 405: "Deze pagina is alleen te lezen."}
        status = error.code or 500
        own = error.description if status == 404 and error.description and "URL" not in error.description else None
        return render_template(
            "error.html", message=own or texts.get(status, "Er ging iets mis; probeer het later weer."), status=status
        ), status

    return app


def local_address(iri: str) -> str:
    """Give the address on this server of a thing of ours; other addresses as they are.

    >>> local_address("https://w3id.org/doelengraaf/id/topic/eenzaamheid")
    '/id/topic/eenzaamheid'
    """
    return "/id/" + iri.removeprefix(ID) if iri.startswith(ID) else iri


def _basis_sign(basis: str) -> str:
    """Give the sign of a basis, so that it reads without colour."""
    signs: Mapping[str, str] = {"stated": "●", "interpreted": "◐", "derived": "○", "not-stated": "–"}
    return signs.get(basis.rpartition("/")[2], "")
