"""The lines of a long table in parts, each table with a place of its own in the address; or all of them, to print."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request
from werkzeug.datastructures import MultiDict

__all__ = ["ALL", "SIZE", "Part", "part_of"]

SIZE = 60
"""Lines on a page: with their places about what fits in 100 kB."""
ALL = "alles"
"""The word in an address for all lines of all tables."""


@dataclass(frozen=True)
class Part:
    """Which lines of a table are shown.

    Args:
        start: the first, from 0.
        end: the one after the last.
        total: how many there are.
        previous: the query string of the part before; empty when there is none.
        following: the query string of the part after; empty when there is none.
        all: the query string that shows all; empty when all are shown.
    """

    start: int
    end: int
    total: int
    previous: str = ""
    following: str = ""
    all: str = ""


def part_of(key: str, total: int) -> Part:
    """Give the part of a table that the request asks for; a page there is not gives the nearest.

    Args:
        key: the table.
        total: how many lines it has.
    """
    if request.args.get(ALL) or total <= SIZE:
        return Part(0, total, total)
    name, last = f"blad-{key}", -(-total // SIZE)
    typed = request.args.get(name, "1")
    page = min(max(int(typed), 1), last) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 1
    return Part(
        (page - 1) * SIZE,
        min(page * SIZE, total),
        total,
        _with(name, page - 1) if page > 1 else "",
        _with(name, page + 1) if page < last else "",
        _with(ALL, 1),
    )


def _with(name: str, value: int) -> str:
    asked: MultiDict[str, str] = MultiDict(request.args)
    asked[name] = str(value)
    return "?" + urlencode(list(asked.items(multi=True)))
