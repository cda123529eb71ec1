"""An answer: typed columns and rows, with what it takes to trust and cite it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from doelengraaf.errors import QuestionFileError
from doelengraaf.store import Rows, Term

__all__ = ["COLUMN_TYPES", "LICENCE", "Answer", "Cell", "Column", "make_answer"]

COLUMN_TYPES = ("thing", "text", "list", "number", "share", "date", "year", "address")
"""What a column holds: a thing with its name, words, several words (``|`` between them in the query), a number, a share of 1, a day, a year, or a web address."""
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"


@dataclass(frozen=True)
class Column:
    """A column of an answer.

    Args:
        name: the variable.
        label: language to heading.
        hidden: not shown in a table for people; there in every download.
        type: one of ``COLUMN_TYPES``.
    """

    name: str
    label: Mapping[str, str]
    hidden: bool = False
    type: str = "thing"

    def heading(self, language: str = "nl") -> str:
        """Give the heading in a language, falling back to Dutch and to the name."""
        return self.label.get(language) or self.label.get("nl") or self.name


class Cell(NamedTuple):
    """One cell.

    Args:
        text: what people read; empty when nothing is bound.
        iri: the thing it names, or empty.
        number: the value when it is a number.
        items: the different words of a list, sorted.
    """

    text: str = ""
    iri: str = ""
    number: float | None = None
    items: tuple[str, ...] = ()


_EMPTY = Cell()
_NUMERIC = {"integer", "decimal", "double", "float", "int", "long"}


@dataclass(frozen=True)
class Answer:
    """The answer to a saved question.

    Args:
        question: the question's name.
        title: language to title.
        columns: the columns in order.
        rows: one list of cells per row, as long as ``columns``.
        total: how many rows there are without the limit.
        truncated: whether rows were left out at the limit.
        parameters: what was asked, by parameter.
        question_version: the version of the question.
        dataset_version: the version of the data.
        source: the same rows as the engine gave them, for formats of RDF tools.
    """

    question: str
    title: Mapping[str, str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: int
    truncated: bool
    parameters: Mapping[str, Sequence[str]]
    question_version: str
    dataset_version: str
    source: Rows = field(default_factory=lambda: Rows((), ()), repr=False, compare=False)

    @property
    def bases(self) -> list[str]:
        """How surely the rows hold: the different words in the column ``basis``, as they first occur."""
        places = [place for place, column in enumerate(self.columns) if column.name == "basis"]
        return list(dict.fromkeys(row[places[0]].text for row in self.rows if row[places[0]].text)) if places else []

    def citation(self, language: str = "nl") -> str:
        """Give the line to cite this answer by."""
        question, version, data = (
            ("question", "version", "data") if language == "en" else ("vraag", "versie", "gegevens")
        )
        asked = "; ".join(f"{name}={', '.join(values)}" for name, values in self.parameters.items() if values)
        return f"Doelengraaf, {question} {self.question!r} ({version} {self.question_version}){', ' + asked if asked else ''}, {data} {self.dataset_version}, CC0 1.0."


def _cell(term: Term | None, name: Term | None) -> Cell:
    if term is None:
        return _EMPTY if name is None else Cell(name.value)
    if term.kind == "iri":
        return Cell(name.value if name else term.value, term.value)
    if term.datatype and term.datatype.rpartition("#")[2] in _NUMERIC:
        return Cell(term.value, "", float(term.value))
    return Cell(term.value)


def _list(term: Term | None, name: Term | None) -> Cell:
    """Give words in one order: an engine may join those of a group in any."""
    text = _cell(term, name).text
    words = [text] if text and "|" not in text else sorted(set(filter(None, text.split("|"))), key=str.casefold)
    return Cell("; ".join(words), items=tuple(words))


def _column(
    rows: Sequence[Sequence[Term | None]],
    at: int,
    named: int | None,
    make: Callable[[Term | None, Term | None], Cell],
) -> list[Cell]:
    # By identity: most names come back as the same object, and comparing two addresses for each cell takes longer than making one.
    seen: dict[tuple[int, int], Cell] = {}
    cells = []
    for row in rows:
        term, name = row[at], None if named is None else row[named]
        key = (id(term), id(name))
        cell = seen.get(key)
        if cell is None:
            cell = seen[key] = make(term, name)
        cells.append(cell)
    return cells


def make_answer(
    question: str,
    title: Mapping[str, str],
    columns: Mapping[str, Column],
    limit: int,
    question_version: str,
    parameters: Mapping[str, Sequence[str]],
    dataset_version: str,
    rows: Rows,
    name_suffix: str,
    total: int | None = None,
) -> Answer:
    """Make an answer of rows: a variable ``x`` and its ``xNaam`` become one column of things with names.

    Raises:
        QuestionFileError: a declared column is no variable of the query.
    """
    places = {name: index for index, name in enumerate(rows.variables)}
    missing = [name for name in columns if name not in places]
    if missing:
        raise QuestionFileError(Path(question + ".rq"), f"kolom {missing[0]} is geen variabele van de vraag")
    held = rows.rows[:limit]
    by_column = [
        _column(held, places[name], places.get(name + name_suffix), _list if column.type == "list" else _cell)
        for name, column in columns.items()
    ]
    return Answer(
        question=question,
        title=title,
        columns=list(columns.values()),
        rows=list(map(list, zip(*by_column, strict=True))),
        total=len(rows.rows) if total is None else total,
        truncated=(len(rows.rows) if total is None else total) > limit,
        parameters=parameters,
        question_version=question_version,
        dataset_version=dataset_version,
        source=Rows(rows.variables, held),
    )
