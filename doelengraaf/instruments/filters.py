"""Choosing lines of the first table of an overview by what stands in a column: on the page, in its files and on the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from doelengraaf.errors import DoelengraafError, phrase
from doelengraaf.instruments.overviews import Overview, Words, said

__all__ = ["Choice", "FilterError", "choices_of", "chosen", "chosen_words", "read_choices"]


class FilterError(DoelengraafError):
    """What is asked is no column or no value of the overview; the text says what there is."""

    status = 400


@dataclass(frozen=True)
class Choice:
    """A column one can choose by: its key in the address, its heading, and what stands in it."""

    key: str
    head: Words
    values: Sequence[str]


def choices_of(overview: Overview) -> list[Choice]:
    """Give the columns in which anything stands; none for an instrument without choices."""
    if not overview.kind.filters:
        return []
    table = overview.tables[0]
    found = []
    for place, head in enumerate(table.heads[1:]):
        values = {item.link.text for row in table.rows for item in row.cells[place].items}
        if values:
            found.append(Choice(_key(head), head, sorted(values, key=str.casefold)))
    return found


def chosen(overview: Overview, asked: Mapping[str, str]) -> Overview:
    """Give the overview with only the lines that have all that is asked; what is no column is passed over.

    Args:
        overview: the whole.
        asked: the key of a column to what must stand in it.
    """
    if not overview.kind.filters:
        return overview
    table = overview.tables[0]
    wanted = {place: asked[_key(head)] for place, head in enumerate(table.heads[1:]) if asked.get(_key(head))}
    rows = [
        row
        for row in table.rows
        if all(text in {item.link.text for item in row.cells[place].items} for place, text in wanted.items())
    ]
    return replace(overview, tables=[replace(table, rows=rows), *overview.tables[1:]])


def chosen_words(overview: Overview, asked: Mapping[str, str], language: str = "nl") -> str:
    """Give in words what is chosen, such as ``Doelgroep: ouderen``; empty when nothing is."""
    heads = overview.tables[0].heads[1:] if overview.kind.filters else ()
    return "; ".join(f"{said(head, language)}: {asked[_key(head)]}" for head in heads if asked.get(_key(head)))


def read_choices(overview: Overview, typed: Sequence[str]) -> dict[str, str]:
    """Read choices such as ``doelgroep=ouderen``, as typed on the command line.

    Raises:
        FilterError: it is no choice, no column of this overview or not in that column.
    """
    known = {choice.key: choice for choice in choices_of(overview)}
    found = {}
    for text in typed:
        key, equals, value = (part.strip() for part in text.partition("="))
        if not equals or key not in known:
            raise FilterError(
                phrase("Kiezen kan niet met ‘{typed}’. Schrijf kolom=waarde, met een van de kolommen: {known}."),
                typed=text[:60],
                known=", ".join(sorted(known)) or "-",
            )
        if value not in known[key].values:
            raise FilterError(
                phrase("In de kolom {key} staat nergens ‘{value}’. Er staat wel: {known}."),
                key=key,
                value=value[:60],
                known="; ".join(known[key].values),
            )
        found[key] = value
    return found


def _key(head: Words) -> str:
    return head["nl"].casefold().replace(" ", "-")
