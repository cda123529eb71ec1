"""The pages of the questions: the list by reader, each question with its filters and answer, and the answer as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Flask, Response, abort, render_template, request

from doelengraaf.answers import Answer
from doelengraaf.errors import ParameterError
from doelengraaf.formats import FORMATS
from doelengraaf.kept import KeptBySize
from doelengraaf.parameters import Parameter
from doelengraaf.picking import MOST_LISTED, Choice, Picker, choose
from doelengraaf.question_file import Question
from doelengraaf.questions import Questions
from doelengraaf.remote.peers import SHARED_FORMS, Heard
from doelengraaf.store import Store
from web.cells import add_cell_filters
from web.language import later, translate
from web.ordering import in_order, order_of
from web.security import allow_framing
from web.shared_answers import ask_all, ask_for_file, asked_peers, offered

__all__ = ["add_question_pages"]

PAGE_SIZE = 100
_MOST_BYTES = 50_000_000
"""How large the files are together that are kept to be given again."""
_MOST_FOUND = 50
MOST_BOXES = 100
"""A picker with more values than this is a field to type in, with suggestions."""
READERS = {
    "beleidsmedewerker": later("Voor beleidsmedewerkers"),
    "raadslid": later("Voor raadsleden"),
    "onderzoeker": later("Voor onderzoekers"),
    "partnerorganisatie": later("Voor partnerorganisaties"),
    "inwoner": later("Voor inwoners en journalisten"),
    "beheerder": later("Voor beheerders van de gegevens"),
}
"""The tags that say for whom a question is, in the order of the list."""
OTHERS = later("Overig")
_COUNTED = {
    "partner": (later("partner"), later("partners")),
    "doel": (later("doel"), later("doelen")),
    "gemeente": (later("gemeente"), later("gemeenten")),
}


@dataclass(frozen=True)
class Field:
    """A parameter as the form shows it.

    Args:
        parameter: the parameter.
        choices: the values of its picker.
        chosen: those that are chosen now.
        typed: what was typed that is no choice, to be shown again.
        found: what may be meant by that, where there are too many choices to list.
    """

    parameter: Parameter
    choices: Sequence[Choice]
    chosen: Sequence[Choice]
    typed: Sequence[str]
    found: Sequence[Choice] = ()

    @property
    def control(self) -> str:
        """The kind of form control: ``boxes``, ``select``, ``suggest``, ``search`` or an ``input`` of some type."""
        if self.parameter.kind == "thing" or self.parameter.allowed:
            if len(self.choices) > MOST_BOXES:
                return "search" if len(self.choices) > MOST_LISTED else "suggest"
            return "boxes" if self.parameter.multiple else "select"
        return "date" if self.parameter.kind == "date" else "text"

    @property
    def inputmode(self) -> str:
        """The keyboard a telephone shows for it."""
        return {"integer": "numeric", "gYear": "numeric", "number": "decimal", "decimal": "decimal"}.get(
            self.parameter.kind, "text"
        )


def add_question_pages(app: Flask, questions: Questions, store: Store) -> None:
    """Add ``/vragen``, ``/vragen/<name>``, ``/vragen/<name>.<form>`` and ``/inbedden/<name>`` to an application."""
    add_cell_filters(app)
    # A workbook takes half a second to write, in which no other page is made.
    files = KeptBySize[bytes](_MOST_BYTES, len)

    @app.get("/vragen")
    def question_list() -> str:
        return render_template("questions.html", groups=_by_reader(questions.all()), readers=READERS)

    @app.get("/vragen/<name>")
    def question_page(name: str) -> tuple[str, int]:
        return _question_page(questions, questions.get(name))

    @app.get("/vragen/<name>.<form>")
    def question_file(name: str, form: str) -> Response:
        if form not in FORMATS:
            abort(404, translate("Een antwoord is er als") + f" {', '.join(FORMATS)}.")
        typed = _typed(questions.get(name))
        answer, missing = ask_for_file(questions, name, typed, form)
        language = "en" if request.args.get("lang") == "en" else "nl"
        key = (name, form, language, tuple((one, *values) for one, values in typed.items()), date.today())
        # What peers answered is of this moment only.
        body = (
            FORMATS[form].render(answer, store, language)
            if asked_peers()
            else files.get(key, lambda: FORMATS[form].render(answer, store, language))
        )
        response = Response(body, content_type=FORMATS[form].media_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}{missing}.{form}"'
        return response

    @app.get("/inbedden/<name>")
    def embedded(name: str) -> Response:
        question = questions.get(name)
        typed = _typed(question)
        answer, error = None, None
        try:
            answer = questions.ask(name, typed)
        except ParameterError as found:
            error = found
        html = render_template(
            "embedded.html",
            question=question,
            answer=answer,
            error=error,
            asked=[(one, value) for one, values in typed.items() for value in values if value.strip()],
            **({**_shown(answer), "sortable": False, "pages": 1} if answer else {}),
        )
        response = Response(html, status=400 if error else 200)
        # This page is made to stand in another; it has no form and changes nothing.
        allow_framing(response)
        return response


def _by_reader(questions: Sequence[Question]) -> list[tuple[str, list[Question]]]:
    """Group questions by the first reader they name; one that names none of these comes last."""
    groups: dict[str, list[Question]] = {word: [] for word in (*READERS.values(), OTHERS)}
    for question in questions:
        groups[next((READERS[tag] for tag in question.tags if tag in READERS), OTHERS)].append(question)
    return [(word, found) for word, found in groups.items() if found]


def _typed(question: Question) -> dict[str, list[str]]:
    """Give what a person asked for, from the address; other keys of the address are not ours to judge."""
    return {name: request.args.getlist(name) for name in question.parameters}


def _field(parameter: Parameter, choices: Sequence[Choice], typed: Sequence[str]) -> Field:
    """Give a parameter with what was typed: what is a choice becomes one, the rest is shown again as it was typed."""
    chosen: list[Choice] = []
    rest: list[str] = []
    for value in [word.strip() for word in typed if word.strip()] or parameter.default:
        try:
            chosen.append(choose(parameter.name, value, choices))
        except ParameterError:
            rest.append(value)
    searched = choices if isinstance(choices, Picker) and len(choices) > MOST_LISTED else Picker()
    found = [one for word in rest for one in searched.search(word, _MOST_FOUND)]
    return Field(parameter, choices, chosen, rest, list(dict.fromkeys(found))[:_MOST_FOUND])


def _question_page(questions: Questions, question: Question) -> tuple[str, int]:
    typed = _typed(question)
    fields = [
        _field(parameter, questions.choices(question, name), typed[name])
        for name, parameter in question.parameters.items()
    ]
    missing = [one.parameter for one in fields if one.parameter.required and not one.chosen and not one.typed]
    error: ParameterError | None = None
    answer: Answer | None = None
    heard: Sequence[Heard] = ()
    if not missing:
        try:
            found_all = ask_all(questions, question.name, typed)
            answer, heard = found_all.answer, found_all.heard
        except ParameterError as found:
            error = found
    html = render_template(
        "question.html",
        question=question,
        fields=fields,
        missing=missing,
        answer=answer,
        error=error,
        formats=FORMATS,
        asked=[(name, value) for name, values in typed.items() for value in values if value.strip()]
        + [("met", word) for word in asked_peers()],
        offered=offered(question.name),
        asked_peers=asked_peers(),
        heard=heard,
        shared_forms=SHARED_FORMS,
        **(_shown(answer) if answer else {}),
    )
    return html, 400 if error else 200


def _shown(answer: Answer) -> Mapping[str, object]:
    """Give what the page shows of an answer: one page of rows, the places of the columns, and a line that counts."""
    pages = max(1, -(-len(answer.rows) // PAGE_SIZE))
    page = min(max(request.args.get("pagina", 1, type=int), 1), pages)
    first = (page - 1) * PAGE_SIZE
    order = order_of(answer, request.args.get("volgorde", ""))
    return {
        "order": order,
        "sortable": True,
        "page": page,
        "pages": pages,
        "rows": in_order(answer, order)[first : first + PAGE_SIZE],
        "first": first + 1,
        "places": {column.name: place for place, column in enumerate(answer.columns)},
        "summary": _summary(answer),
    }


def _summary(answer: Answer) -> list[str]:
    """Count the different things in the columns that name things, for the line above the table."""
    found = []
    for place, column in enumerate(answer.columns):
        if column.name in _COUNTED and column.type == "thing":
            number = len({row[place].iri for row in answer.rows if row[place].iri})
            found.append(f"{number} {translate(_COUNTED[column.name][number != 1])}")
    return found
