"""Canonical form of what people edit, so that a difference between two versions shows meaning and nothing else.

Tables: columns in the order of the context, rows sorted by id, quotes only where needed. ``agenda.toml``: see ``agenda_form``. Turtle and queries keep their comments and order; prefixes are
sorted and only those used remain, lines have no trailing space, and the file ends with one line end.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from doelengraaf.agenda_form import format_agenda
from doelengraaf.columns import Shapes
from doelengraaf.project import Project
from doelengraaf.tables import read_table
from doelengraaf.terms import Context

UNREADABLE = "\0"
"""Stands for the canonical form of a table that cannot be read whole."""

__all__ = ["UNREADABLE", "canonical_files", "format_query", "format_table", "format_turtle"]

_TURTLE_PREFIX = re.compile(r"^@prefix\s+([\w-]*):\s+(<[^>]*>)\s*\.\n", re.MULTILINE)
_QUERY_PREFIX = re.compile(r"^PREFIX\s+([\w-]*):\s+(<[^>]*>)\n", re.IGNORECASE | re.MULTILINE)


def format_table(text: str, order: Iterable[str]) -> str:
    """Give a CSV table in canonical form.

    Args:
        text: the table; it must be readable, with an ``id`` column.
        order: the columns the table may have, in order; columns it does not have are not added.
    """
    rows = [
        [cell.strip() for cell in row]
        for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
        if any(row)
    ]
    header = rows[0]
    columns = [name for name in order if name in header]
    places = [header.index(name) for name in columns]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(
        [row[place] for place in places] for row in sorted(rows[1:], key=lambda row: row[header.index("id")])
    )
    return out.getvalue()


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.expandtabs(2).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _prefixes(text: str, pattern: re.Pattern[str], form: str) -> str:
    found = dict(pattern.findall(text))
    body = pattern.sub("", text)
    lines = "".join(form.format(name, found[name]) for name in sorted(found) if re.search(rf"(?<![\w-]){name}:", body))
    start = pattern.search(text)
    if not start:
        return text
    head = text[: start.start()].rstrip("\n")
    return (head + "\n" if head else "") + lines + "\n" + pattern.sub("", text[start.start() :]).lstrip("\n")


def format_turtle(text: str) -> str:
    """Give a Turtle file in canonical form."""
    return _tidy(_prefixes(text, _TURTLE_PREFIX, "@prefix {}: {} .\n"))


def format_query(text: str) -> str:
    """Give a query file in canonical form; the header lines stay as they are."""
    return _tidy(_prefixes(text, _QUERY_PREFIX, "PREFIX {}: {}\n"))


def canonical_files(project: Project) -> Iterator[tuple[Path, str, str]]:
    """Give (file, text as it is, text as it should be) for every file that has a canonical form and can be read."""
    context = Context.read(project.context)
    shapes = Shapes(project.shapes, context)
    for path in sorted(path for path in project.data.rglob("*.csv") if path.is_file()):
        if path.stem not in context.tables:
            continue
        allowed = shapes.allowed(path.stem)
        table = read_table(path, project.relative(path), context.kind(path.stem), allowed)
        # What cannot be read whole is left alone: in canonical form it would lose what was misread. check tells what is wrong.
        if any(not finding.column or finding.line <= 1 for finding in table.findings if "BOM" not in finding.nl):
            yield path, "", UNREADABLE
            continue
        text = path.read_bytes().decode("utf-8")
        yield path, text, format_table(text, allowed)
    for path in sorted((project.data / "agendas").glob("*/agenda.toml")):
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            yield path, "", UNREADABLE
            continue
        yield path, text, format_agenda(text)
    for folder in (project.ontology, project.shapes):
        for path in sorted(folder.rglob("*.ttl")):
            text = path.read_text(encoding="utf-8")
            yield path, text, format_turtle(text)
    for folder in (project.rules, project.queries):
        for path in sorted(folder.glob("*.rq")):
            text = path.read_text(encoding="utf-8")
            yield path, text, format_query(text)
