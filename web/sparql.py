"""The page for one's own SPARQL: a form that works alone, the answer as our own table, and the same rows as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, Response, render_template, request

from doelengraaf.answers import Answer, Column, make_answer
from doelengraaf.errors import DoelengraafError, QueryError
from doelengraaf.examples import select_text
from doelengraaf.formats import FORMATS
from doelengraaf.formats.statements import jsonld, turtle
from doelengraaf.names import labels_of
from doelengraaf.own_query import Found, Limits, OwnQueries, with_prefixes
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import Graph, Rows, Store, Term
from doelengraaf.terms import ID, Context
from web.editor_words import add_editor_words
from web.graph_store import add_graph_store
from web.language import translate
from web.origin import check_not_elsewhere
from web.settings import absolute
from web.sparql_endpoint import add_sparql_endpoint
from web.sparql_settings import EndpointLimits
from web.turns import Guard

__all__ = ["add_sparql_pages"]

SHOWN = 200
"""How many rows the page shows; a file holds all."""
FILES = ("csv", "xlsx", "json", "srj")
STATEMENTS = {"ttl": turtle, "jsonld": jsonld}
"""What CONSTRUCT and DESCRIBE give can also be had as what it is."""
_MOST_BYTES = 200_000
_LONGEST_LINK = 6000
_NAME = "Naam"
_MORE = {
    "dqv": "http://www.w3.org/ns/dqv#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "qb": "http://purl.org/linked-data/cube#",
}
START = """# Welke beleidsvelden (raderen, thema’s) heeft elke agenda?
SELECT ?gemeente ?gemeenteNaam ?veld ?veldNaam WHERE {
  ?veld dg:agenda ?agenda ; a ?soort ; schema:name ?veldNaam .
  ?agenda dg:municipality ?gemeente .
  ?gemeente schema:name ?gemeenteNaam .
  FILTER (?soort IN (dg:Wheel, dg:Theme))
}
ORDER BY ?gemeenteNaam ?veldNaam
"""
WORDS = """SELECT ?soort ?soortNaam (COUNT(DISTINCT ?ding) AS ?aantal) WHERE {
  ?ding a ?soort .
  ?soort rdfs:label ?soortNaam .
  FILTER (LANG(?soortNaam) = "nl")
}
GROUP BY ?soort ?soortNaam
ORDER BY DESC(?aantal)
"""


class NoStatementsError(DoelengraafError):
    """Rows are asked as statements."""


@dataclass(frozen=True)
class Shown:
    """What the page shows of a cell.

    Args:
        text: what people read.
        iri: the address of one of our things, to link to.
        code: whether the text is an address, not a name.
    """

    text: str
    iri: str = ""
    code: bool = False


def add_sparql_pages(app: Flask, project: Project, store: Store, questions: Questions) -> None:
    """Add ``/sparql-editor``, ``/sparql`` and the graphs.

    Strangers' queries run in processes of their own, kept in ``app.extensions["own_queries"]``.
    """
    limits = EndpointLimits.from_environment()
    own = OwnQueries(project.nquads, Limits(workers=limits.workers))
    app.extensions["own_queries"] = own
    add_sparql_endpoint(app, project.nquads, store, questions.version, limits)
    guard: Guard = app.config["SPARQL_GUARD"]
    add_graph_store(app, project.nquads, store, questions.version, limits)
    app.jinja_env.filters["sparql"] = lambda question: select_text(question.text).strip()
    prefixes = {**_prefixes(Context.read(project.context)), **_MORE}
    add_editor_words(app, store, prefixes)

    @app.route("/sparql-editor", methods=["GET", "POST"])
    def sparql_editor() -> Response | tuple[str, int]:
        if request.method == "POST":
            check_not_elsewhere()
        request.max_content_length = _MOST_BYTES
        request.max_form_memory_size = _MOST_BYTES
        asked = request.values
        asked_text = asked.get("query", "").replace("\r\n", "\n")
        example = questions.get(asked["voorbeeld"]) if asked.get("voorbeeld") else None
        text = asked_text or (select_text(example.text).strip() + "\n" if example else START)
        answer, found, error, status = None, None, None, 200
        if asked_text.strip() or "query" in asked:
            try:
                with guard.turns.take(request.remote_addr or ""):
                    found = own.ask(with_prefixes(asked_text, prefixes))
                answer = _answer(found, questions.version)
            except DoelengraafError as problem:
                error, status = problem, problem.status
        form = asked.get("vorm", "")
        if answer and found and form in (*FILES, *STATEMENTS):
            try:
                return _file(form, answer, found, store)
            except DoelengraafError as problem:
                error, status = problem, problem.status
        return render_template(
            "sparql.html",
            text=text,
            example=example,
            questions=questions.all(),
            prefixes=prefixes,
            answer=answer,
            is_ask=found is not None and isinstance(found.answer, bool),
            rows=_shown(store, answer, prefixes) if answer else [],
            shown=SHOWN,
            error=error,
            in_query=isinstance(error, QueryError),
            forms=[FORMATS[name] for name in (*FILES, *STATEMENTS)],
            limits=own.limits,
            endpoint=absolute("sparql"),
            words=WORDS,
            link=asked_text if len(asked_text) <= _LONGEST_LINK else "",
        ), status


def _file(form: str, answer: Answer, found: Found, store: Store) -> Response:
    """Give an answer as a file.

    Raises:
        NoStatementsError: statements are asked of a query that gives rows.
    """
    if form in STATEMENTS:
        if not isinstance(found.answer, Graph):
            raise NoStatementsError(
                translate("Turtle en JSON-LD zijn er alleen van CONSTRUCT en DESCRIBE; SELECT en ASK geven rijen.")
            )
        data = STATEMENTS[form](found.answer.triples)
    else:
        data = FORMATS[form].render(answer, store)
    response = Response(data, content_type=FORMATS[form].media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="doelengraaf-sparql.{form}"'
    return response


def _prefixes(context: Context) -> dict[str, str]:
    """Give the prefixes of the JSON-LD context."""
    return {
        name: address
        for name, address in context.terms.items()
        if isinstance(address, str) and address.startswith("http") and address.endswith(("#", "/"))
    }


def _answer(found: Found, version: str) -> Answer:
    """Make an answer as our own questions have: ``?x`` with ``?xNaam`` beside it is one column of things."""
    rows = _as_rows(found.answer)
    names = {name + _NAME for name in rows.variables}
    columns = {
        name: Column(name, {"nl": name}, type=_type([row[place] for row in rows.rows]))
        for place, name in enumerate(rows.variables)
        if name not in names
    }
    title = {"nl": "Eigen SPARQL-vraag", "en": "Own SPARQL query"}
    made = make_answer("eigen-sparql", title, columns, len(rows.rows), "1", {}, version, rows, _NAME)
    return Answer(**{**vars(made), "truncated": found.truncated})


def _as_rows(answer: Rows | Graph | bool) -> Rows:
    if isinstance(answer, Rows):
        return answer
    if isinstance(answer, Graph):
        return Rows([translate("onderwerp"), translate("eigenschap"), translate("waarde")], answer.triples)
    return Rows([translate("antwoord")], [[Term("literal", translate("ja") if answer else translate("nee"))]])


def _type(terms: Sequence[Term | None]) -> str:
    """Give the type of a column by what is in it."""
    kinds = {term.datatype.rpartition("#")[2] for term in terms if term and term.kind == "literal"}
    if any(term and term.kind == "iri" for term in terms):
        return "thing"
    return "number" if kinds and kinds <= {"integer", "decimal", "double", "float"} else "text"


def _shown(store: Store, answer: Answer, prefixes: Mapping[str, str]) -> list[list[Shown]]:
    """Give the first rows as people read them: things of ours by name, other addresses by prefix."""
    rows = answer.rows[:SHOWN]
    ours = {cell.iri for row in rows for cell in row if cell.iri.startswith(ID) and cell.text == cell.iri}
    labels = labels_of(store, ours)

    def show(text: str, iri: str) -> Shown:
        if iri.startswith(ID):
            return Shown(labels.get(iri, text), iri)
        return Shown(_shortened(text, prefixes), "", bool(iri) and text == iri)

    return [[show(cell.text, cell.iri) for cell in row] for row in rows]


def _shortened(iri: str, prefixes: Mapping[str, str]) -> str:
    for name, address in prefixes.items():
        rest = iri.removeprefix(address)
        if rest != iri and "/" not in rest:
            return f"{name}:{rest}"
    return iri
