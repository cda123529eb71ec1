"""What an instrument that looks at one agenda gives: tables of what the agenda says, each thing with its basis and its place, and words where it says nothing.

The page, the workbook, the CSV and the command are all made of it, so they hold the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from doelengraaf.errors import DoelengraafError, phrase
from doelengraaf.network import texts
from doelengraaf.store import Store
from doelengraaf.terms import ID
from doelengraaf.things import Link

__all__ = [
    "MISSING",
    "STATES",
    "TOGETHER",
    "Cell",
    "Item",
    "Kind",
    "NoAgendaError",
    "Overview",
    "Row",
    "Table",
    "Words",
    "cell_of",
    "municipality_of",
    "names",
    "said",
]

Words = Mapping[str, str]
"""A text of ours, per language."""
TOGETHER = "samen"
"""The word in an address for all agendas together."""
STATES: Mapping[str, Words] = {
    "missing": {"nl": "staat niet in de agenda", "en": "not in the agenda"},
    "announced": {"nl": "aangekondigd", "en": "announced"},
    "derived": {"nl": "alleen afgeleid", "en": "derived only"},
}
"""What a cell can be where the agenda itself does not say it."""


class NoAgendaError(DoelengraafError):
    """There is no such agenda."""

    status = 404


@dataclass(frozen=True)
class Item:
    """Something the agenda says.

    Args:
        link: the thing and, as its basis, how sure it is that it stands here.
        citation: the place where that is written.
        note: a word of ours that tells how it got here; may be empty.
    """

    link: Link
    citation: str = ""
    note: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """A cell: what the agenda says, or a word on why there is nothing, or words of ours.

    Args:
        items: what it says.
        state: a key of ``STATES``, or empty.
        words: words of ours, such as a number.
    """

    items: Sequence[Item] = ()
    state: str = ""
    words: Words = field(default_factory=dict)

    def lines(self, language: str = "nl") -> list[str]:
        """Give what stands in it as lines of text."""
        found = [said(self.words, language)] if self.words else []
        found += [said(STATES[self.state], language)] if self.state else []
        notes = [said(item.note, language) for item in self.items]
        return found + [
            item.link.text + (f" ({note})" if note else "") for item, note in zip(self.items, notes, strict=True)
        ]


MISSING = Cell(state="missing")


def cell_of(items: Sequence[Item] | None) -> Cell:
    """Give the cell of what the agenda says; one that says it does not, when there is nothing."""
    return Cell(items) if items else MISSING


@dataclass(frozen=True)
class Row:
    """A line: what it is about, and its cells."""

    head: Cell
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """A table with its heading.

    Args:
        key: names it in addresses and files.
        title: its heading.
        text: what one should know to read it.
        heads: its columns, with that of the head of a line first.
        rows: its lines.
        none: what is said where there is no line.
    """

    key: str
    title: Words
    text: Words
    heads: Sequence[Words]
    rows: Sequence[Row]
    none: Words = field(default_factory=lambda: {"nl": "Er is er geen.", "en": "There are none."})


@dataclass(frozen=True)
class Overview:
    """What an instrument gives for an agenda.

    Args:
        kind: the instrument.
        agenda: the slug of the agenda, or ``TOGETHER``.
        place: the municipality, or what all together is called.
        tables: in the order of the page.
    """

    kind: "Kind"
    agenda: str
    place: Words
    tables: Sequence[Table]

    def title(self, language: str = "nl") -> str:
        """Give its name in words."""
        return f"{said(self.kind.title, language)} {said(self.place, language)}"


@dataclass(frozen=True)
class Kind:
    """An instrument that looks at an agenda.

    Args:
        name: in addresses and on the command line.
        title: what it is called.
        lead: what one sees.
        source: where the agendas describe it.
        make: makes it of the graph; raises NoAgendaError.
        together: whether it looks at all agendas together too.
        filters: whether a reader may choose lines of its first table by what stands in a column.
    """

    name: str
    title: Words
    lead: Words
    source: str
    make: Callable[[Store, str], Overview]
    together: bool = False
    filters: bool = False


def said(words: Words, language: str) -> str:
    """Give a text of ours in a language, else in Dutch."""
    return words.get(language) or words.get("nl", "")


def names(dutch: str, english: str) -> Words:
    """Give a text of ours in both languages."""
    return {"nl": dutch, "en": english}


def municipality_of(store: Store, agenda: str) -> str:
    """Give the name of the municipality of an agenda.

    Raises:
        NoAgendaError: there is no such agenda; the error names those there are.
    """
    rows = texts(store, "SELECT ?a ?name WHERE { ?a a dg:Agenda ; dg:municipality/schema:name ?name }")
    known = {address.removeprefix(f"{ID}agenda/"): name for address, name in rows}
    if agenda not in known:
        raise NoAgendaError(
            phrase("Er is geen agenda {agenda}. Er zijn: {known}."), agenda=agenda[:60], known=", ".join(sorted(known))
        )
    return known[agenda]
