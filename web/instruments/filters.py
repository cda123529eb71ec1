"""Choosing lines of the first table of an overview by what stands in a column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from doelengraaf.instruments.overviews import Overview, Words

__all__ = ["Choice", "choices_of", "chosen"]


@dataclass(frozen=True)
class Choice:
    """A column one can choose by: its key in the address, its heading, and what stands in it."""

    key: str
    head: Words
    values: Sequence[str]


def choices_of(overview: Overview) -> list[Choice]:
    """Give the columns in which anything stands."""
    table = overview.tables[0]
    found = []
    for place, head in enumerate(table.heads[1:]):
        values = {item.link.text for row in table.rows for item in row.cells[place].items}
        if values:
            found.append(Choice(_key(head), head, sorted(values, key=str.casefold)))
    return found


def chosen(overview: Overview, asked: Mapping[str, str]) -> Overview:
    """Give the overview with only the lines that have all that is asked."""
    table = overview.tables[0]
    wanted = {place: asked[_key(head)] for place, head in enumerate(table.heads[1:]) if asked.get(_key(head))}
    rows = [
        row
        for row in table.rows
        if all(text in {item.link.text for item in row.cells[place].items} for place, text in wanted.items())
    ]
    return replace(overview, tables=[replace(table, rows=rows), *overview.tables[1:]])


def _key(head: Words) -> str:
    return head["nl"].casefold().replace(" ", "-")
