"""Answers to whole questions, asked beforehand and kept beside the build, because reading rows is quicker than finding them.

There is a folder per version of the data with a ZIP per question: the first rows of the whole answer, and those for each value of a parameter that only
leaves rows out (``answer_slices``). A file is named by the hash of its query, so that it is never the answer to another.
"""

import contextlib
import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path
from typing import Any

from doelengraaf.answer_slices import ALL, Slicing, entry_of, write_slices
from doelengraaf.binding import bind
from doelengraaf.files import writing_whole
from doelengraaf.parameters import Parameter
from doelengraaf.question_file import Question
from doelengraaf.store import Rows, RowStream, Term

__all__ = ["FoundRows", "PreparedAnswers", "narrowing"]


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
        words = "\n".join([text, str(question.limit), *(f"{one.narrows} {one.through}" for one in narrowing(question))])
        return self.folder / f"{question.name}.{hashlib.sha256(words.encode()).hexdigest()[:16]}.zip"

    def find(self, question: Question, values: Mapping[str, Sequence[str]]) -> FoundRows | None:
        """Give the rows of a question; None when this was not prepared, or is damaged.

        Args:
            question: the question.
            values: parameter token to RDF terms, as they would be bound.
        """
        own = next((one for one in narrowing(question) if values.get(one.token)), None)
        chosen = values[own.token] if own else ()
        if own and own.through and len(chosen) > 1:
            # A municipality may be silent about one of them and not about the other.
            return None
        path = self.file_of(question, bind(question.text, {**values, own.token: ()} if own else values))
        if not path.is_file():
            return None
        try:
            with zipfile.ZipFile(path) as archive:
                names = set(archive.namelist())
                entries = [name for value in chosen if (name := entry_of(value)) in names]
                nothing = own.name if own and own.through else ALL
                found = [json.loads(archive.read(name)) for name in entries or [nothing if chosen else ALL]]
            if own and not own.through and not entries:
                return FoundRows(Rows(found[0]["variables"], []), 0)
            return _together(found, question.limit)
        except (OSError, ValueError, KeyError, IndexError, TypeError, zipfile.BadZipFile, zlib.error):
            # It is asked of the engine, and kept anew when answers are prepared again.
            with contextlib.suppress(OSError):
                path.unlink()
            return None

    def keep(self, question: Question, text: str, found: RowStream, slicings: Sequence[Slicing]) -> int:
        """Keep the answer to a query; gives how many rows it has.

        Args:
            question: the question.
            text: its query, with all that is always asked filled in.
            found: the rows.
            slicings: of each parameter of ``narrowing``.

        Raises:
            FileWriteError: the folder cannot be written.
            QueryError: the engine fails while it answers.
        """
        with writing_whole(self.file_of(question, text)) as file:
            return write_slices(file, found, slicings, question.limit)


def narrowing(question: Question) -> list[Parameter]:
    """Give the parameters that only leave rows out, the one whose value stands in a column first; without it no other does, for it says whose rows they are."""
    own = sorted(
        (one for one in question.parameters.values() if one.narrows in question.columns), key=lambda one: one.through
    )
    return own if own and not own[0].through else []


def _together(found: Sequence[Mapping[str, Any]], limit: int) -> FoundRows:
    """Give the rows of some entries in the order of the whole answer."""
    total = sum(one["total"] for one in found)
    rows: list[tuple[int, list[Term | None]]] = []
    for one in found:
        term_of = [None, *starmap(Term, one["terms"])].__getitem__
        rows += ((place, [*map(term_of, row)]) for place, row in zip(one["places"], one["rows"], strict=True))
    if len(found) > 1:
        rows.sort(key=lambda row: row[0])
    return FoundRows(Rows(found[0]["variables"], [row for _, row in rows[:limit]]), total)
