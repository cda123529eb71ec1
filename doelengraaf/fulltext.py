"""Rank documents by words: an SQLite FTS5 table, asked from best fit to loosest. Not safe for threads; ``search`` guards it."""

import sqlite3
import weakref
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from doelengraaf.found import Found
from doelengraaf.fulltext_table import ALSO_CALLED_SO, NAME_IS, SAME_STEMS, read_choices, read_thing
from doelengraaf.words import Vocabulary, fold, telling, words_of

__all__ = ["BEST", "FullText", "Ranked"]

_MAX_WORDS = 12
# How well a document fits, best first; within a tier BM25 decides (https://www.sqlite.org/fts5.html#the_bm25_function).
_TIERS = range(9)
_IN_NAME, _IN_NAMES, _ANYWHERE, _LIKE_NAME, _LIKE_ANYWHERE, _ANY_WORD = _TIERS[SAME_STEMS + 1 :]
BEST = len(_TIERS)
"""No score is higher."""

_Part = tuple[str, tuple[str | int, ...]]


class Ranked(NamedTuple):
    """A document that fits: its number, and its score from 0 to ``BEST``."""

    document: int
    score: float


class FullText:
    """The table of all documents.

    Args:
        database: the table, of ``fulltext_table``; it is closed with this.
        vocabulary: its words.
    """

    def __init__(self, database: sqlite3.Connection, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._database = database
        weakref.finalize(self, database.close)

    def document(self, number: int) -> Found:
        """Give a document by its number."""
        return read_thing(self._database, number)

    def choices(self, of: str) -> Sequence[tuple[str, str]]:
        """Give the ``kinds`` or ``agendas`` that documents have, with what people read, sorted."""
        return read_choices(self._database, of)

    def ranked(self, text: str, kinds: Sequence[str], agendas: Sequence[str]) -> tuple[list[Ranked], set[str]]:
        """Give the documents that fit a text, best first, and the stems looked for.

        Those that hold every word; when there are none, those that hold any.
        """
        words = telling(words_of(text))[:_MAX_WORDS]
        meant = [self.vocabulary.meant(word) for word in words]
        found: list[Ranked] = []
        if words:
            stems = [self.vocabulary.stem(word) for word in words]
            found = self._ask(_every_word(fold(text), stems, meant), kinds, agendas)
        if not found and len(words) > 1:
            found = self._ask(_any_word(meant), kinds, agendas)
        return found, {stem for stems in meant for stem in stems}

    def _ask(self, parts: Iterator[_Part], kinds: Sequence[str], agendas: Sequence[str]) -> list[Ranked]:
        queries, values = [], list[str | int]()
        for query, own in parts:
            queries.append(query)
            values += own
        only = ""
        for table, column, chosen in (("kinds", "kind", kinds), ("agendas", "agenda", agendas)):
            if chosen:
                only += f" AND doc IN (SELECT doc FROM {table} WHERE {column} IN ({', '.join('?' * len(chosen))}))"  # noqa: S608
                values += chosen
        # Beside a lone MIN, SQLite takes the other columns from the row that has it (https://www.sqlite.org/lang_select.html#bareagg).
        rows = self._database.execute(
            f"SELECT doc, MIN(tier) AS tier, rank FROM ({' UNION ALL '.join(queries)}) WHERE 1{only} GROUP BY doc ORDER BY tier, rank, doc",  # noqa: S608
            values,
        )
        # BM25 is a number below zero, lower for what fits better: here from 0 to 1.
        return [Ranked(number, round(_ANY_WORD - tier + rank / (rank - 1), 4)) for number, tier, rank in rows]


def _every_word(folded: str, stems: Sequence[str], meant: Sequence[Sequence[str]]) -> Iterator[_Part]:
    """Give the queries for what holds every word: as it is, then in a longer word or with a typing error."""
    named = "SELECT doc, tier, 0.0 AS rank FROM names WHERE name = ? AND tier BETWEEN ? AND ?"
    yield named, (folded, NAME_IS, ALSO_CALLED_SO)
    yield named, (" ".join(stems), SAME_STEMS, SAME_STEMS)
    # A kind or municipality narrows what other words find; on its own it would find everything there.
    anywhere = "name also text place" if len(stems) > 1 else "name also text"
    exact = " AND ".join(map(_quoted, stems))
    for tier, columns in ((_IN_NAME, "name"), (_IN_NAMES, "name also"), (_ANYWHERE, anywhere)):
        yield _matching(tier, f"{{{columns}}} : ({exact})")
    if all(meant):
        loose = " AND ".join(f"({' OR '.join(map(_quoted, known))})" for known in meant)
        for tier, columns in ((_LIKE_NAME, "name"), (_LIKE_ANYWHERE, anywhere)):
            yield _matching(tier, f"{{{columns}}} : ({loose})")


def _any_word(meant: Sequence[Sequence[str]]) -> Iterator[_Part]:
    known = [_quoted(stem) for stems in meant for stem in stems]
    yield _matching(_ANY_WORD, f"{{name also text}} : ({' OR '.join(known) or _quoted('')})")


def _matching(tier: int, expression: str) -> _Part:
    return "SELECT rowid AS doc, ? AS tier, rank FROM words WHERE words MATCH ?", (tier, expression)


def _quoted(stem: str) -> str:
    """Give a stem as an FTS5 string; it holds letters and digits only, so nothing is left to escape."""
    return f'"{stem}"'
