"""The application: one store, a few pages, one place for errors."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from doelengraaf.errors import DoelengraafError
from doelengraaf.findings import read_findings
from doelengraaf.opening import open_questions, search_index
from doelengraaf.overview import agendas
from doelengraaf.project import Project
from web.api import add_api
from web.catalogue import add_catalogue
from web.compare import add_compare_pages
from web.compression import compress
from web.crawlers import add_crawler_files
from web.documents import add_documents
from web.examples import add_examples
from web.feedback import add_feedback_pages
from web.following import add_store_words
from web.goal_graph import add_goal_graph_pages
from web.indicators import add_indicator_pages
from web.instruments import add_instruments
from web.kept_pages import keep_pages
from web.language import add_languages, language, later, translate
from web.own_words import local_address
from web.partners import add_partner_pages
from web.picture_pages import add_picture_pages
from web.publication import add_publication
from web.question_pages import add_question_pages
from web.reading import add_reading_pages
from web.search_pages import add_search_page
from web.security import secure
from web.sparql import add_sparql_pages
from web.standing import add_standing_pages
from web.start_page import MAIN_QUESTION, add_start_pages
from web.themes import add_themes
from web.versions import add_versions
from web.vocabulary import add_vocabulary
from web.watching import add_watching
from web.wheels import add_wheel_pages
from web.workbook_pages import add_workbook_pages

__all__ = ["MAIN_QUESTION", "create_app"]

# Words of ours that the library puts between names in an explanation.
_STEP_WORDS = [
    later("in de lijst onder"),
    later("voor"),
    later("draagt bij aan"),
    later("staat onder"),
    later("geen doel genoemd"),
]
# What the menu and the foot of each page name: endpoint and Dutch words, in the order people see them.
MENU: list[tuple[str, str]] = [
    ("start", "Start"),
    ("question_list", "Vragen"),
    ("search_page", "Zoeken"),
    ("agenda_list", "Agenda’s"),
    ("partner_list", "Partners"),
    ("indicator_list", "Indicatoren"),
    ("comparison", "Vergelijken"),
    ("wheel_list", "Raderen"),
    ("goal_graphs", "Doelenboom"),
    ("instrument_list", "Instrumenten"),
]
FOOT: list[tuple[str, str]] = [
    ("coverage", "Dekking"),
    ("findings", "Controle"),
    ("about", "Over Doelengraaf"),
    ("citing", "Hoe u verwijst"),
    ("quality", "Hoe goed de gegevens zijn"),
    ("report", "Een fout melden"),
    ("downloads", "Downloads"),
    ("workbook_page", "Agenda toevoegen"),
    ("sparql_editor", "Zelf vragen met SPARQL"),
    ("lists", "Alle dingen"),
    ("vocabulary", "Woordenlijst"),
    ("accessibility", "Toegankelijkheid"),
    ("privacy", "Privacy"),
    ("licence", "Licentie"),
]


def create_app(project: Project) -> Flask:
    """Make the application over the last build of a project.

    Raises:
        NoBuildError: there is no build.
        EndpointError: the engine at an address (``DOELENGRAAF_STORE``) is away or empty.
    """
    app = Flask(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    questions = open_questions(project, follow=False)
    store = questions.store
    app.extensions["questions"] = questions
    keep_pages(app)
    secure(app)
    compress(app)
    add_themes(app, project)
    add_languages(app)
    add_store_words(app, store)
    app.jinja_env.filters["local"] = local_address
    app.jinja_env.globals.update(
        version=questions.version,
        main_question=MAIN_QUESTION,
        basis_sign=_basis_sign,
        basis_word=_basis_word,
        foot=FOOT,
    )
    app.context_processor(lambda: {"menu": [(endpoint, translate(word)) for endpoint, word in MENU]})

    add_versions(app, store)

    @app.get("/agendas")
    def agenda_list() -> str:
        return render_template("agendas.html", agendas=agendas(store, language()), today=date.today().isoformat())

    add_start_pages(app, project, store, questions)
    add_question_pages(app, questions, store)
    add_picture_pages(app, questions, store)
    add_reading_pages(app, project, store)
    add_search_page(app, partial(search_index, questions))
    add_sparql_pages(app, project, store, questions)
    add_feedback_pages(app, project, store, questions)
    add_workbook_pages(app, project, store)
    add_standing_pages(app, project, store, questions)
    add_goal_graph_pages(app, store)
    add_partner_pages(app, project, store, questions)
    add_indicator_pages(app, project, store, questions)
    add_compare_pages(app, store)
    add_wheel_pages(app, store)
    add_instruments(app, project, store, questions)
    add_api(app, project, store, questions)
    add_examples(app, project, questions)
    add_documents(app, project, store, questions.version)
    add_vocabulary(app, project, questions.version)
    add_publication(app, project, store, questions)
    add_catalogue(app, project, store, questions)
    add_crawler_files(app, project, store, questions)
    add_watching(app, store, questions)

    @app.get("/controle")
    def findings() -> str:
        return render_template("findings.html", findings=read_findings(project.report))

    @app.errorhandler(DoelengraafError)
    def person_error(error: DoelengraafError) -> tuple[str, int]:
        message = error.told(translate)
        return render_template("error.html", message=message, status=error.status), error.status

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> tuple[str, int, dict[str, str]]:
        texts = {
            404: translate("Deze pagina is er niet."),
            405: translate("Deze pagina is alleen te lezen."),
            413: translate("Dit is te lang om te versturen."),
        }
        status = error.code or 500
        own = error.description if status == 404 and error.description and "URL" not in error.description else None
        message = own or texts.get(status) or translate("Er ging iets mis; probeer het later weer.")
        # A refused method is told with those that are allowed (RFC 9110, section 15.5.6).
        methods = error.valid_methods if isinstance(error, MethodNotAllowed) else None
        headers = {"Allow": ", ".join(sorted(methods))} if methods else {}
        return render_template("error.html", message=message, status=status, ours=True), status, headers

    return app


def _basis_sign(basis: str) -> str:
    """Give the sign of a basis, so that it reads without colour."""
    signs: Mapping[str, str] = {"stated": "●", "interpreted": "◐", "derived": "○", "not-stated": "–"}
    return signs.get(basis.rpartition("/")[2], "")


def _basis_word(basis: str, word: str) -> str:
    """Give the word for a basis in the language of the page; in Dutch the word of the graph itself."""
    if language() == "nl":
        return word
    words: Mapping[str, str] = {
        "stated": translate("letterlijk"),
        "interpreted": translate("geduid"),
        "derived": translate("afgeleid via het beleidsveld"),
        "not-stated": translate("niet vermeld"),
        "proposed": translate("voorgesteld"),
        "rejected": translate("afgewezen"),
    }
    return words.get(basis.rpartition("/")[2], word)
