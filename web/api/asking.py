"""The saved questions and their answers."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from doelengraaf.errors import QuestionNotFoundError
from doelengraaf.formats import FORMATS, Format
from doelengraaf.questions import Questions
from web.api.listing import page_of
from web.api.operations import JSON, Asked, Operation, PathParameter, Reply
from web.api.parameters import PAGING, QueryParameter, of_question
from web.api.problems import ProblemError
from web.api.rendering import page_json, question_json
from web.api.schemas import answer_schema, page_schema, ref

__all__ = ["asking"]

_TAG = "Vragen"


def asking(questions: Questions) -> Iterator[Operation]:
    """Give the operations of the questions: the list, one question, and the answer to each."""
    yield _many(questions)
    yield _one(questions)
    for name in questions.names():
        yield _answer(questions, name)


def _many(questions: Questions) -> Operation:
    def answer(asked: Asked) -> Reply:
        number, size = page_of(asked.query)
        names = questions.names()
        items = [question_json(questions.get(name), asked.root) for name in names[(number - 1) * size : number * size]]
        return Reply(page_json(items, len(names), number, size, f"{asked.root}/questions", asked.query))

    return Operation(
        name="listQuestions",
        path="/questions",
        tag=_TAG,
        summary="De bewaarde vragen",
        description="De vragen die over alle agenda’s te stellen zijn, met hun parameters en kolommen.",
        answer=answer,
        schema=lambda: page_schema(ref("Question")),
        query=lambda: PAGING,
    )


def _one(questions: Questions) -> Operation:
    def answer(asked: Asked) -> Reply:
        try:
            question = questions.get(asked.parts["name"])
        except QuestionNotFoundError as error:
            raise ProblemError(404, str(error)) from error
        choices = {name: questions.choices(question, name) for name in question.parameters}
        return Reply(question_json(question, asked.root, choices))

    return Operation(
        name="getQuestion",
        path="/questions/{name}",
        tag=_TAG,
        summary="Eén bewaarde vraag",
        description="Een vraag met alles waaruit bij haar te kiezen is.",
        answer=answer,
        schema=lambda: ref("Question"),
        parts=lambda: [PathParameter("name", "De naam van de vraag.", questions.names()[0], questions.names())],
    )


def _answer(questions: Questions, name: str) -> Operation:
    formats = _by_media_type()

    @cache
    def query() -> Sequence[QueryParameter]:
        question = questions.get(name)
        asked = ((one, questions.choices(question, one.name)) for one in question.parameters.values())
        # Where there is nothing to choose from yet, there is no parameter.
        return [of_question(one, values) for one, values in asked if values or not one.values]

    def answer(asked: Asked) -> Reply:
        form = formats[asked.media_type]
        return Reply(form.render(questions.ask(name, asked.query), questions.store), form.media_type)

    def schema() -> Mapping[str, Any]:
        return answer_schema(list(questions.get(name).columns.values()))

    return Operation(
        name="answer" + "".join(word.capitalize() for word in name.split("-")),
        path=f"/questions/{name}/answer",
        tag=_TAG,
        summary=f"Het antwoord op {name}",
        description="Zonder keuze het hele antwoord. De vorm kiest u met Accept.",
        answer=answer,
        schema=schema,
        query=query,
        media_types=tuple(formats),
    )


def _by_media_type() -> dict[str, Format]:
    """Give the formats answers can be had in by media type, JSON first."""
    found: dict[str, Format] = {}
    for form in sorted(FORMATS.values(), key=lambda form: form.name != "json"):
        found.setdefault(form.media_type.partition(";")[0].strip(), form)
    assert JSON in found  # noqa: S101
    return found
