"""Ask saved questions: what a person typed becomes RDF terms, the query an answer, and both are kept as long as the data stays."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from doelengraaf.answers import Answer, make_answer
from doelengraaf.binding import bind
from doelengraaf.errors import ParameterError, QuestionFileError, QuestionNotFoundError, phrase
from doelengraaf.kept import KeptBySize
from doelengraaf.picking import Choice, Picker, told_apart
from doelengraaf.prepared import FoundRows, PreparedAnswers
from doelengraaf.question_file import Question, read_question
from doelengraaf.store import Graph, Rows, Store

__all__ = ["Questions"]

_NAME_SUFFIX = "Naam"
_MOST_ROWS = 100_000
"""How many rows the answers that are kept hold together."""
_ROWS_OF_ONE = 100
"""What an answer takes besides its rows, in rows."""


@dataclass
class Questions:
    """The saved questions over one store.

    Args:
        folder: the folder of ``.rq`` files.
        store: the engine.
        version: the version of the dataset, which every answer names; answers are kept as long as it stays.
        prepared: answers that were asked beforehand.
    """

    folder: Path
    store: Store
    version: str
    prepared: PreparedAnswers | None = None
    _read: dict[str, Question] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep pickers and answers: the store does not change under one version."""
        self._choices = lru_cache(maxsize=256)(self._ask_choices)
        # At 342 municipalities an answer may hold ten thousand rows, some 20 MB.
        self._answers = KeptBySize[Answer](_MOST_ROWS, lambda answer: len(answer.rows) + _ROWS_OF_ONE)

    def names(self) -> list[str]:
        """Give the names of all questions, sorted."""
        return sorted(path.stem for path in self.folder.glob("*.rq"))

    def all(self) -> list[Question]:
        """Give all questions in the order of their numbers."""
        return sorted((self.get(name) for name in self.names()), key=lambda question: question.number)

    def get(self, name: str) -> Question:
        """Give a question.

        Raises:
            QuestionNotFoundError: there is none of this name.
            QuestionFileError: its file is wrong.
        """
        if name not in self._read:
            names = self.names()
            if name not in names:
                close = difflib.get_close_matches(name, names, 1)
                raise QuestionNotFoundError(name, names, close[0] if close else None)
            self._read[name] = read_question(self.folder / f"{name}.rq")
        return self._read[name]

    def choices(self, question: Question, parameter: str) -> Sequence[Choice]:
        """Give the values of a picker, in the order people see them."""
        own = question.parameters[parameter]
        if own.allowed:
            return [Choice(value, value) for value in own.allowed]
        return self._choices(own.values) if own.values else Picker()

    def _ask_choices(self, query: str) -> Picker:
        answer = self.store.query(query)
        found = []
        for row in answer.rows if isinstance(answer, Rows) else ():
            value, label, *rest = row
            if value and label:
                count = int(rest[0].value) if rest and rest[0] else None
                found.append(Choice(value.value, label.value, count))
        return Picker(told_apart(found))

    def ask(self, name: str, typed: Mapping[str, Sequence[str]]) -> Answer:
        """Answer a question.

        Args:
            name: the question.
            typed: parameter name to what a person gave; unknown names are refused.

        Raises:
            QuestionNotFoundError: there is no such question.
            ParameterError: a parameter does not exist or a value is not allowed.
        """
        question = self.get(name)
        for given in typed:
            if given not in question.parameters:
                raise ParameterError(given, "", phrase("is geen parameter van deze vraag"), list(question.parameters))
        chosen = tuple(
            (one, tuple(value for value in typed.get(one, ()) if value.strip())) for one in question.parameters
        )
        # A query that asks what day it is has a new answer every day.
        day = date.today().isoformat() if "NOW()" in question.text else ""
        return self._answers.get((name, chosen, day), lambda: self._ask(name, chosen))

    def _ask(self, name: str, chosen: tuple[tuple[str, tuple[str, ...]], ...]) -> Answer:
        question = self.get(name)
        # A picker is asked for only where something was chosen from it.
        values = {
            question.parameters[one].token: question.parameters[one].terms(
                typed, self.choices(question, one) if typed or question.parameters[one].default else ()
            )
            for one, typed in chosen
        }
        found = (self.prepared.find(question, values) if self.prepared else None) or self._found(question, values)
        return make_answer(
            question.name,
            question.title,
            question.columns,
            question.limit,
            question.version,
            {one: list(typed) for one, typed in chosen},
            self.version,
            found.rows,
            _NAME_SUFFIX,
            found.total,
        )

    def _found(self, question: Question, values: Mapping[str, Sequence[str]]) -> FoundRows:
        rows = self.store.query(bind(question.text, values))
        if isinstance(rows, bool | Graph):
            raise QuestionFileError(self.folder / f"{question.name}.rq", "de vraag is geen SELECT")
        return FoundRows(rows, len(rows.rows))
