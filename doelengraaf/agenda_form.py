"""Canonical form of ``agenda.toml``: keys in one order, a blank line before each table, and every comment above what it is about.

What is read is what people wrote, comments included, so that a workbook can hold all of it and give it back.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

__all__ = ["FIELDS", "PARTS", "AgendaText", "format_agenda", "parse_agenda"]

FIELDS = (
    "slug",
    "label",
    "municipality",
    "replaces",
    "startDate",
    "endDate",
    "dateAccepted",
    "passedBy",
    "description",
)
"""What is said once of an agenda, in order."""
PARTS: Mapping[str, tuple[str, ...]] = {
    "source": ("slug", "label", "file", "sha256", "lines", "note"),
    "localTerm": ("class", "term", "source", "section", "lines"),
    "evidence": ("source", "section", "lines"),
}
"""The tables of the file, in order, with their keys; there is one ``evidence`` and any number of the others."""
_HEADER = re.compile(r"\[+\s*(\w+)\s*\]+")
_KEY = re.compile(r"(\w+)\s*=\s*")
_VALUE = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^#\"']*")


@dataclass
class AgendaText:
    """What one file says.

    Args:
        fields: key to text or date.
        parts: the rows of each table; ``evidence`` has one row or none.
        comments: comment lines by what they are about: a key, ``source 0`` for the first source, or ``""`` for the end.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    comments: dict[str, list[str]] = field(default_factory=dict)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Give each line of the file with what it is about: a key, or a table and its number such as ``source 0``."""
        for key in FIELDS:
            if key in self.fields:
                yield from ((f"# {text}".rstrip(), key) for text in self.comments.get(key, []))
                yield f"{key} = {_value(self.fields[key])}", key
        for part, keys in PARTS.items():
            for number, row in enumerate(self.parts.get(part, [])):
                about = part if part == "evidence" else f"{part} {number}"
                yield "", about
                yield from ((f"# {text}".rstrip(), about) for text in self.comments.get(about, []))
                yield f"[{part}]" if part == "evidence" else f"[[{part}]]", about
                yield from ((f"{key} = {_value(row[key])}", about) for key in keys if key in row)
        yield from ((f"# {text}".rstrip(), "") for text in self.comments.get("", []))

    def text(self) -> str:
        """Give the file in canonical form."""
        return "".join(line + "\n" for line, _ in self.lines())


def _value(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    # A basic string of TOML escapes what a string of JSON escapes, and DEL.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def parse_agenda(text: str) -> AgendaText:
    """Read the text of an ``agenda.toml``.

    Raises:
        tomllib.TOMLDecodeError: it is no TOML.
    """
    data = tomllib.loads(text)
    found = AgendaText({key: value for key, value in data.items() if key not in PARTS})
    for part in PARTS:
        rows = data.get(part, [])
        found.parts[part] = [dict(row) for row in (rows if isinstance(rows, list) else [rows]) if isinstance(row, dict)]
    waiting: list[str] = []
    numbers: dict[str, int] = {}
    about = ""
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("#"):
            waiting.append(line[1:].strip())
            continue
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            part = header[1]
            number = numbers[part] = numbers.get(part, -1) + 1
            about = part if part == "evidence" else f"{part} {number}"
        elif key and not about:
            rest = line[key.end() :]
            behind = rest[_VALUE.match(rest).end() :].strip()  # type: ignore[union-attr]  # it matches nothing at all too
            inline = [behind[1:].strip()] if behind.startswith("#") else []
            if waiting or inline:
                found.comments.setdefault(key[1], []).extend([*waiting, *inline])
            waiting = []
            continue
        if (header or key) and waiting:
            found.comments.setdefault(about, []).extend(waiting)
            waiting = []
    if waiting:
        found.comments[""] = waiting
    return found


def format_agenda(text: str) -> str:
    """Give the file in canonical form; one that would lose something (an unknown key, a comment) stays as it is.

    >>> print(format_agenda('label = "A"  # waarom\\nslug = "a"\\n[[source]]\\nslug = "x"\\n'), end="")
    slug = "a"
    # waarom
    label = "A"
    <BLANKLINE>
    [[source]]
    slug = "x"
    """
    try:
        new = parse_agenda(text).text()
        same = tomllib.loads(new) == tomllib.loads(text) and new.count("#") == text.count("#")
    except tomllib.TOMLDecodeError:
        return text
    return new if same else text
