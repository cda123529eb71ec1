"""The SQLite FTS5 table of everything that can be found, made once: in memory, or as a file that is opened without making it again."""

import errno
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from doelengraaf.errors import ToolMissingError
from doelengraaf.found import Found
from doelengraaf.things import Link
from doelengraaf.words import Vocabulary, fold

__all__ = ["ALSO_CALLED_SO", "NAME_IS", "SAME_STEMS", "make_table", "open_table", "read_choices", "read_thing"]

NAME_IS, ALSO_CALLED_SO, SAME_STEMS = range(3)
"""How well a whole name fits, best first: it is the name, another name, or the name but for inflection."""

_SCHEMA = """
CREATE VIRTUAL TABLE words USING fts5 (name, also, text, place);
INSERT INTO words (words, rank) VALUES ('rank', 'bm25(8.0, 4.0, 1.0, 0.1)');
CREATE TABLE names (name TEXT, doc INTEGER, tier INTEGER);
CREATE TABLE kinds (kind TEXT, doc INTEGER);
CREATE TABLE agendas (agenda TEXT, doc INTEGER);
CREATE TABLE things (doc INTEGER PRIMARY KEY, found TEXT);
CREATE TABLE stems (word TEXT, stem TEXT);
CREATE TABLE choices (of TEXT, value TEXT, label TEXT);
"""
_INDEXES = f"""
INSERT INTO names SELECT name, rowid, {SAME_STEMS} FROM words;
CREATE INDEX names_by_name ON names (name);
CREATE INDEX docs_by_kind ON kinds (kind, doc);
CREATE INDEX docs_by_agenda ON agendas (agenda, doc);
INSERT INTO words (words) VALUES ('optimize');
"""  # noqa: S608
_WHOLE = 1
_Rows = Iterable[Sequence[str | int]]


def make_table(found: Iterable[Found], file: Path | None = None) -> tuple[sqlite3.Connection, Vocabulary]:
    """Make the table; a document's number is its place when sorted by name.

    Args:
        found: what can be found.
        file: where to make it; it must not exist. Without one it is made in memory.

    Raises:
        OSError: the file cannot be written.
        ToolMissingError: SQLite has no FTS5 here.
    """
    database = sqlite3.connect(file or ":memory:", check_same_thread=False)
    try:
        # Nobody reads a file before it is whole, so no journal is kept of how it came to be.
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        _make_schema(database)
        vocabulary = Vocabulary()
        for statement, rows in _contents(sorted(found, key=lambda one: (fold(one.label), one.iri)), vocabulary):
            database.executemany(statement, rows)
        database.executescript(f"{_INDEXES} PRAGMA user_version = {_WHOLE};")
        database.commit()
    except sqlite3.DatabaseError as error:
        database.close()
        raise _hindrance(error, file) from error
    except BaseException:
        database.close()
        raise
    return database, vocabulary


def open_table(file: Path) -> tuple[sqlite3.Connection, Vocabulary] | None:
    """Open a table that was made before; None when it is not there or damaged."""
    if not file.is_file():
        return None
    database = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        [[whole]] = database.execute("PRAGMA user_version").fetchall()
        [[sound]] = database.execute("PRAGMA quick_check(1)").fetchall()
        if whole == _WHOLE and sound == "ok":
            return database, Vocabulary(dict(database.execute("SELECT word, stem FROM stems")))
    except (sqlite3.DatabaseError, ValueError):
        pass
    database.close()
    return None


def read_thing(database: sqlite3.Connection, number: int) -> Found:
    """Give a document by its number."""
    [[text]] = database.execute("SELECT found FROM things WHERE doc = ?", (number,)).fetchall()
    told = json.loads(text)
    links = {name: Link(**told[name]) if told[name] else None for name in ("agenda", "municipality")}
    return Found(**{**told, **links, "agendas": set(told["agendas"])})


def read_choices(database: sqlite3.Connection, of: str) -> list[tuple[str, str]]:
    """Give the kinds (``kinds``) or agendas (``agendas``) that documents have, with what people read, sorted."""
    return list(database.execute("SELECT value, label FROM choices WHERE of = ? ORDER BY value", (of,)))


def _hindrance(error: sqlite3.DatabaseError, file: Path | None) -> OSError:
    """Tell why a table cannot be written. SQLite tells that it could not, the system why: so one byte more is written."""
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    try:
        if file:
            with file.open("ab") as more:
                more.write(b" ")
    except OSError as why:
        return why
    return OSError(f"SQLite: {error}")


def _make_schema(database: sqlite3.Connection) -> None:
    try:
        database.executescript(_SCHEMA)
    except sqlite3.OperationalError as error:
        if "no such module" not in str(error):
            raise
        raise ToolMissingError(
            f"De SQLite van deze Python kan niet in tekst zoeken ({error}): neem een Python waarvan SQLite FTS5 heeft."
        ) from error


def _contents(documents: Sequence[Found], vocabulary: Vocabulary) -> Iterator[tuple[str, _Rows]]:
    """Give what fills each table; the words come first, for from them the stems are learnt."""
    things, learn = list(enumerate(documents)), vocabulary.add
    yield (
        "INSERT INTO words (rowid, name, also, text, place) VALUES (?, ?, ?, ?, ?)",
        (
            (number, *(learn(" ".join(texts)) for texts in ([one.label], one.also, one.texts, one.places)))
            for number, one in things
        ),
    )
    name = "INSERT INTO names VALUES (?, ?, ?)"
    yield name, ((fold(one.label), number, NAME_IS) for number, one in things)
    yield name, ((fold(also), number, ALSO_CALLED_SO) for number, one in things for also in one.also)
    yield "INSERT INTO kinds VALUES (?, ?)", ((kind, number) for number, one in things for kind in one.kinds)
    yield "INSERT INTO agendas VALUES (?, ?)", ((iri, number) for number, one in things for iri in sorted(one.agendas))
    yield (
        "INSERT INTO things VALUES (?, ?)",
        ((number, json.dumps(vars(one), default=_plain)) for number, one in things),
    )
    yield "INSERT INTO stems VALUES (?, ?)", vocabulary.stems.items()
    kinds = {kind: label for one in documents for kind, label in one.kinds.items()}
    agendas = {one.agenda.iri: one.agenda.text for one in documents if one.agenda}
    choice = "INSERT INTO choices VALUES (?, ?, ?)"
    yield choice, (("kinds", kind, label) for kind, label in kinds.items())
    yield choice, (("agendas", iri, label) for iri, label in agendas.items())


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, set) else vars(value)
