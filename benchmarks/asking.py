"""What is asked in a benchmark: every saved question with typical parameters, as SPARQL, and rows in a form that engines can be compared by."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from doelengraaf.binding import bind
from doelengraaf.question_file import Question
from doelengraaf.questions import Questions
from doelengraaf.store import Store

MAIN = "partners-per-doel"
_NUMBERS = ("integer", "decimal", "double", "float", "int")
Cell = tuple[str, str] | None
"""The value of a cell and its datatype, which may be empty."""


@dataclass(frozen=True)
class Asked:
    """One query.

    Args:
        question: its name.
        form: ``all``, or the parameter that was chosen: ``gemeente``, ``onderwerp`` or another that must be.
        text: SPARQL.
    """

    question: str
    form: str
    text: str

    @property
    def key(self) -> str:
        """What it is called in the results."""
        return f"{self.question} {self.form}"


def all_asked(queries: Path, store: Store, only: Sequence[str] = ()) -> list[Asked]:
    """Give the queries of all questions: without a choice, with the first municipality of the picker, and with its first topic."""
    questions = Questions(queries, store, "bench")
    found: list[Asked] = []
    for question in questions.all():
        if not only or question.name in only:
            found += _forms(questions, question)
    return found


def _forms(questions: Questions, question: Question) -> Iterable[Asked]:
    must = {name: [_first(questions, question, name)] for name, own in question.parameters.items() if own.required}
    yield Asked(question.name, next(iter(must), "all"), _text(questions, question, must))
    for name in ("gemeente", "onderwerp"):
        if name in question.parameters and name not in must:
            chosen = {**must, name: [_first(questions, question, name)]}
            yield Asked(question.name, name, _text(questions, question, chosen))


def _first(questions: Questions, question: Question, parameter: str) -> str:
    choices = questions.choices(question, parameter)
    # A parameter that is typed freely gets a word of the made-up country.
    return choices[0].value if choices else "a"


def _text(questions: Questions, question: Question, typed: dict[str, list[str]]) -> str:
    values = {}
    for name, own in question.parameters.items():
        given = typed.get(name, [])
        values[own.token] = own.terms(given, questions.choices(question, name) if given or own.default else ())
    return bind(question.text, values)


def read_json(answer: dict[str, object]) -> list[list[Cell]]:
    """Give the rows of an answer in SPARQL JSON."""
    names = answer["head"]["vars"]  # type: ignore[index]
    rows = answer["results"]["bindings"]  # type: ignore[index]
    return [[(row[n]["value"], row[n].get("datatype", "")) if n in row else None for n in names] for row in rows]


def multiset(rows: Iterable[Sequence[Cell]]) -> Counter[str]:
    """Give rows as hashes with how often each occurs. A number is compared by value, a list of names in any order."""
    return Counter(_hash([_plain(cell) for cell in row]) for row in rows)


def _hash(cells: list[str | None]) -> str:
    return hashlib.blake2b(json.dumps(cells).encode(), digest_size=12).hexdigest()


def _plain(cell: Cell) -> str | None:
    if cell is None:
        return None
    value, datatype = cell
    if datatype.endswith(_NUMBERS):
        try:
            return f"{float(value):.9g}"
        except ValueError:
            return value
    return "|".join(sorted(value.split("|")))
