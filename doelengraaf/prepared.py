"""Answers to whole questions, asked beforehand and kept beside the build, because reading rows is quicker than finding them.

There is a folder per version of the data with a ZIP per question: ``all`` holds the first rows of the whole answer, and an entry per value those in which a column has it, for a parameter whose picker says
that choosing only leaves rows out (``narrows``). Each is JSON: the terms, and rows of numbers of terms. A file is named by the hash of its query, so that it is
never the answer to another.
"""

import contextlib
import hashlib
import json
import zipfile
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from doelengraaf.binding import bind
from doelengraaf.files import writing_whole
from doelengraaf.question_file import Question
from doelengraaf.store import Rows, RowStream, Term, written

__all__ = ["FoundRows", "PreparedAnswers"]

_ALL = "all"


@dataclass(frozen=True)
class FoundRows:
    """Rows of an answer.

    Args:
        rows: the first of them, at most as many as the question holds.
        total: how many there are.
    """

    rows: Rows
    total: int


class PreparedAnswers:
    """The answers that are kept of one version of the data.

    Args:
        parent: where answers are kept; it need not exist.
        version: the version of the data.
    """

    def __init__(self, parent: Path, version: str) -> None:
        self.folder = parent / version.rpartition("+")[2]

    def file_of(self, question: Question, text: str) -> Path:
        """Give the file of a query, whether it is there or not.

        Args:
            question: the question.
            text: its query, with all that is always asked filled in.
        """
        words = "\n".join([text, str(question.limit), _narrowed_by(question)])
        return self.folder / f"{question.name}.{hashlib.sha256(words.encode()).hexdigest()[:16]}.zip"

    def find(self, question: Question, values: Mapping[str, Sequence[str]]) -> FoundRows | None:
        """Give the rows of a question; None when this was not prepared, or is damaged.

        Args:
            question: the question.
            values: parameter token to RDF terms, as they would be bound.
        """
        column = _narrowed_by(question)
        tokens = {one.token for one in question.parameters.values() if column and one.narrows == column}
        chosen = [value for token in tokens for value in values.get(token, ())]
        text = bind(question.text, {token: terms for token, terms in values.items() if token not in tokens})
        path = self.file_of(question, text)
        if not path.is_file():
            return None
        try:
            with zipfile.ZipFile(path) as archive:
                names = set(archive.namelist())
                entries = [name for value in chosen if (name := _entry(value)) in names] if chosen else [_ALL]
                found = [json.loads(archive.read(name)) for name in entries or [_ALL]]
            if chosen and not entries:
                return FoundRows(Rows(found[0]["variables"], []), 0)
            return _together(found, question.limit)
        except (OSError, ValueError, KeyError, IndexError, TypeError, zipfile.BadZipFile, zlib.error):
            # It is asked of the engine, and kept anew when answers are prepared again.
            with contextlib.suppress(OSError):
                path.unlink()
            return None

    def keep(self, question: Question, text: str, found: RowStream) -> int:
        """Keep the answer to a query; gives how many rows it has.

        Raises:
            FileWriteError: the folder cannot be written.
            QueryError: the engine fails while it answers.
        """
        with writing_whole(self.file_of(question, text)) as file:
            return _write(file, found, _narrowed_by(question), question.limit)


def _narrowed_by(question: Question) -> str:
    """Give the column in which a choice only leaves rows out; empty when there is none."""
    return next((one.narrows for one in question.parameters.values() if one.narrows in question.columns), "")


def _entry(value: str) -> str:
    """Give the name in the archive for a term of N-Triples."""
    return quote(value, safe="")


def _together(found: Sequence[Mapping[str, Any]], limit: int) -> FoundRows:
    """Give the rows of some entries in the order of the whole answer."""
    total = sum(one["total"] for one in found)
    rows: list[tuple[int, list[Term | None]]] = []
    for one in found:
        terms = [None, *(Term(*term) for term in one["terms"])]
        rows += (
            (place, [terms[number] for number in row]) for place, row in zip(one["places"], one["rows"], strict=True)
        )
    if len(found) > 1:
        rows.sort(key=lambda row: row[0])
    return FoundRows(Rows(found[0]["variables"], [row for _, row in rows[:limit]]), total)


def _write(file: BinaryIO, found: RowStream, column: str, limit: int) -> int:
    # The rows of a large answer do not fit in memory as lists of terms; as numbers they do.
    numbers: dict[Term | None, int] = {None: 0}
    rows = [array("L", [numbers.setdefault(term, len(numbers)) for term in row]) for row in found]
    terms = list(numbers)
    slices: dict[str, list[int]] = {}
    if column:
        at = found.variables.index(column)
        for place, row in enumerate(rows):
            if term := terms[row[at]]:
                slices.setdefault(written(term), []).append(place)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        # A day of its own: the same rows give the same bytes.
        for name, places in [(_ALL, range(len(rows))), *((_entry(value), places) for value, places in slices.items())]:
            archive.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)),
                _encoded(found.variables, terms, ((place, rows[place]) for place in places[:limit]), len(places)),
                zipfile.ZIP_DEFLATED,
                1,
            )
    return len(rows)


def _encoded(
    variables: Sequence[str], terms: Sequence[Term | None], rows: Iterable[tuple[int, Sequence[int]]], total: int
) -> str:
    own: dict[int, int] = {0: 0}
    places, numbers = [], []
    for place, row in rows:
        places.append(place)
        numbers.append([own.setdefault(number, len(own)) for number in row])
    told = [terms[number] for number in own][1:]
    return json.dumps(
        {"variables": variables, "total": total, "terms": told, "places": places, "rows": numbers},
        ensure_ascii=False,
        separators=(",", ":"),
    )
