"""The application: one store, a few pages, one place for errors."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Flask, Response, abort, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from doelengraaf.errors import DoelengraafError, ParameterError
from doelengraaf.findings import read_findings
from doelengraaf.formats import FORMATS
from doelengraaf.overview import agendas
from doelengraaf.paths import explain
from doelengraaf.pipeline import dataset_version
from doelengraaf.project import Project
from doelengraaf.questions import Question, Questions
from doelengraaf.store import open_store
from doelengraaf.terms import ID
from doelengraaf.things import describe
from web.reading import add_reading_pages
from web.security import secure

__all__ = ["MAIN_QUESTION", "create_app"]

MAIN_QUESTION = "partners-per-doel"
PAGE_SIZE = 100


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
    app.jinja_env.filters["dutch_date"] = _dutch_date
    app.jinja_env.filters["local"] = lambda iri: local_address(iri)
    app.jinja_env.globals.update(version=questions.version, main_question=MAIN_QUESTION, basis_sign=_basis_sign)

    @app.get("/")
    def start() -> str:
        question = questions.get(MAIN_QUESTION)
        choices = {name: questions.choices(question, name) for name in question.parameters}
        return render_template(
            "start.html", question=question, choices=choices, agendas=agendas(store), today=date.today().isoformat()
        )

    @app.get("/vragen")
    def question_list() -> str:
        return render_template("questions.html", questions=[questions.get(name) for name in questions.names()])

    @app.get("/vragen/<name>")
    def question_page(name: str) -> tuple[str, int]:
        return _question_page(questions, questions.get(name))

    @app.get("/vragen/<name>.<form>")
    def question_file(name: str, form: str) -> Response:
        if form not in FORMATS:
            abort(404, f"Een antwoord is er als {', '.join(FORMATS)}.")
        answer = questions.ask(name, _typed(questions.get(name)))
        response = Response(FORMATS[form].render(answer, store), content_type=FORMATS[form].media_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
        return response

    @app.get("/agendas")
    def agenda_list() -> str:
        return render_template("agendas.html", agendas=agendas(store), today=date.today().isoformat())

    add_reading_pages(app, project, store)

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


def _typed(question: Question) -> dict[str, list[str]]:
    """Give what a person asked for, from the address; other keys of the address are not ours to judge."""
    return {name: request.args.getlist(name) for name in question.parameters}


def _question_page(questions: Questions, question: Question) -> tuple[str, int]:
    typed = _typed(question)
    error: ParameterError | None = None
    answer = None
    try:
        answer = questions.ask(question.name, typed)
    except ParameterError as found:
        error = found
    pages = max(1, -(-len(answer.rows) // PAGE_SIZE)) if answer else 1
    page = min(max(request.args.get("pagina", 1, type=int), 1), pages)
    choices = {name: questions.choices(question, name) for name in question.parameters}
    chosen = {name: {value.casefold() for value in values} for name, values in typed.items()}
    html = render_template(
        "question.html",
        question=question,
        choices=choices,
        chosen=chosen,
        answer=answer,
        error=error,
        page=page,
        pages=pages,
        formats=FORMATS,
        rows=answer.rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE] if answer else (),
        first=(page - 1) * PAGE_SIZE + 1,
        places={column.name: place for place, column in enumerate(answer.columns)} if answer else {},
        asked=[(name, value) for name, values in typed.items() for value in values if value.strip()],
        summary=_summary(answer.rows, answer.columns) if answer else [],
    )
    return html, 400 if error else 200


def _summary(rows: Any, columns: Any) -> list[tuple[str, int]]:
    """Count the different things in the columns that name things, for the line above the table."""
    words = {"partner": "partners", "doel": "doelen", "gemeente": "gemeenten"}
    return [
        (words[column.name], len({row[place].iri for row in rows if row[place].iri}))
        for place, column in enumerate(columns)
        if column.name in words
    ]


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


_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def _dutch_date(text: str) -> str:
    year, month, day = (int(part) for part in text.split("-"))
    return f"{day} {_MONTHS[month - 1]} {year}"
