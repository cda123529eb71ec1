"""Saved questions: a ``.rq`` file with a grlc header, its typed parameters and its answer."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from doelengraaf.answers import Answer, Column, make_answer
from doelengraaf.binding import bind, parameters_in
from doelengraaf.errors import ParameterError, QuestionFileError, QuestionNotFoundError
from doelengraaf.header import read_header, read_query
from doelengraaf.parameters import Choice, Parameter, parse_token
from doelengraaf.store import Graph, Rows, Store

__all__ = ["Question", "Questions", "read_question"]

_NAME_SUFFIX = "Naam"


@dataclass(frozen=True)
class Question:
    """One saved question.

    Args:
        name: the file name without ending, which is its address.
        title: language to title.
        description: what it answers, in Dutch.
        tags: for whom and about what.
        version: changes when the meaning of the answer does.
        limit: the most rows an answer holds.
        parameters: by name, in the order of the header.
        columns: by variable, in the order of the header.
        text: the query with its header.
    """

    name: str
    title: Mapping[str, str]
    description: str
    tags: Sequence[str]
    version: str
    limit: int
    parameters: Mapping[str, Parameter]
    columns: Mapping[str, Column]
    text: str


def read_question(path: Path) -> Question:
    """Read one file.

    Raises:
        QuestionFileError: the header is no YAML, a parameter is declared but not used, used but not declared, or a column does not exist.
    """
    text = read_query(path)
    header = read_header(text, path)
    _check_header(header, path)
    for key in ("summary", "description", "title", "columns"):
        if not header.get(key):
            raise QuestionFileError(path, f"de kop heeft geen {key}")
    declared: dict[str, Any] = header.get("parameters") or {}
    defaults = {name: value for one in header.get("defaults") or [] for name, value in one.items()}
    used: dict[str, Parameter] = {}
    for token in parameters_in(text):
        parsed = parse_token(token)
        if parsed is None:
            raise QuestionFileError(
                path,
                f"{token} is geen parameternaam: kleine letters zonder liggend streepje, dan _iri, _number, _integer, _nl, _en of _xsd_…",
            )
        name = parsed["name"]
        if name not in declared:
            raise QuestionFileError(path, f"parameter {name} wordt gebruikt maar staat niet onder parameters")
        own = declared[name] or {}
        default = defaults.get(name, [])
        used[name] = Parameter(
            token=token,
            multiple=bool(own.get("multiple")),
            label=own.get("label") or {"nl": name},
            help=own.get("help") or {},
            values=own.get("values") or "",
            default=[str(value) for value in (default if isinstance(default, list) else [default])],
            **parsed,
        )
    for name in declared:
        if name not in used:
            raise QuestionFileError(path, f"parameter {name} staat onder parameters maar wordt niet gebruikt")
    columns = {
        name: Column(name, {k: v for k, v in own.items() if k in ("nl", "en")}, bool(own.get("hidden")))
        for name, own in header["columns"].items()
    }
    return Question(
        name=path.stem,
        title=header["title"],
        description=" ".join(str(header["description"]).split()),
        tags=header.get("tags") or [],
        version=str(header.get("version", "1")),
        limit=int(header.get("limit", 1000)),
        parameters={name: used[name] for name in declared},
        columns=columns,
        text=text,
    )


def _check_header(header: Mapping[str, Any], path: Path) -> None:
    """See that what the header says is of the right kind."""

    def texts(value: object) -> bool:
        return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())

    if not texts(header.get("title", {})):
        raise QuestionFileError(path, "title is een taal met een tekst: {nl: …, en: …}")
    for key in ("columns", "parameters"):
        group = header.get(key) or {}
        if not isinstance(group, dict) or not all(isinstance(one, dict) for one in group.values()):
            raise QuestionFileError(path, f"{key} is een lijst van namen met eigen sleutels")
    for name, own in (header.get("parameters") or {}).items():
        if (
            not texts(own.get("label", {}))
            or not texts(own.get("help", {}))
            or not isinstance(own.get("values", ""), str)
        ):
            raise QuestionFileError(
                path, f"parameter {name}: label en help zijn een taal met een tekst, values is een SELECT"
            )
    if not str(header.get("limit", 1)).isdigit():
        raise QuestionFileError(path, "limit is een getal")


@dataclass
class Questions:
    """The saved questions over one store.

    Args:
        folder: the folder of ``.rq`` files.
        store: the engine.
        version: the version of the dataset, which every answer names; answers are kept as long as it stays.
    """

    folder: Path
    store: Store
    version: str
    _read: dict[str, Question] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep pickers and answers: the store does not change under one version."""
        self._choices = lru_cache(maxsize=256)(self._ask_choices)
        self._answers = lru_cache(maxsize=64)(self._ask)

    def names(self) -> list[str]:
        """Give the names of all questions, sorted."""
        return sorted(path.stem for path in self.folder.glob("*.rq"))

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
        values = question.parameters[parameter].values
        return self._choices(values) if values else ()

    def _ask_choices(self, query: str) -> tuple[Choice, ...]:
        answer = self.store.query(query)
        found = []
        for row in answer.rows if isinstance(answer, Rows) else ():
            value, label, *rest = row
            if value and label:
                count = int(rest[0].value) if rest and rest[0] else None
                found.append(Choice(value.value, label.value, count))
        return tuple(found)

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
                raise ParameterError(given, "", "is geen parameter van deze vraag", list(question.parameters))
        chosen = tuple(
            (one, tuple(value for value in typed.get(one, ()) if value.strip())) for one in question.parameters
        )
        return self._answers(name, chosen)

    def _ask(self, name: str, chosen: tuple[tuple[str, tuple[str, ...]], ...]) -> Answer:
        question = self.get(name)
        # A picker is asked for only where something was chosen from it.
        values = {
            question.parameters[one].token: question.parameters[one].terms(
                typed, self.choices(question, one) if typed or question.parameters[one].default else ()
            )
            for one, typed in chosen
        }
        rows = self.store.query(bind(question.text, values))
        if isinstance(rows, bool | Graph):
            raise QuestionFileError(self.folder / f"{name}.rq", "de vraag is geen SELECT")
        return make_answer(
            question.name,
            question.title,
            question.columns,
            question.limit,
            question.version,
            {one: list(typed) for one, typed in chosen},
            self.version,
            rows,
            _NAME_SUFFIX,
        )
