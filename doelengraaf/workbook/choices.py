"""The lists that values come from: what a cell may show and what the table then holds."""

import csv
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rdflib import Graph, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Literal

from doelengraaf.coverage import STATUSES
from doelengraaf.project import Project
from doelengraaf.terms import BASES, ID, Context
from doelengraaf.workbook.words import plain

__all__ = ["Choice", "Choices", "SharedThing"]

_DUTCH_ALREADY = {"topic", "partner-type"}
"""Lists whose values are Dutch words already: these are shown as they are."""


@dataclass(frozen=True)
class Choice:
    """One value of a list.

    Args:
        value: what the table holds.
        shown: what the workbook shows.
        names: what else an editor may write for it, compared by ``plain``.
        meaning: what it means, in Dutch.
    """

    value: str
    shown: str
    names: frozenset[str]
    meaning: str = ""


@dataclass(frozen=True)
class SharedThing:
    """Something of ``data/shared``: its id, its name and the other names it goes by."""

    id: str
    name: str
    others: tuple[str, ...] = ()


@dataclass
class Choices:
    """All lists.

    Args:
        lists: name of the list to its values, in order.
        shared: table of ``data/shared`` to what is in it.
    """

    lists: dict[str, list[Choice]] = field(default_factory=dict)
    shared: dict[str, list[SharedThing]] = field(default_factory=dict)
    _columns: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, project: Project, context: Context, classes: Mapping[str, str]) -> "Choices":
        """Read the lists of a project.

        Args:
            project: where the concept schemes and shared tables are.
            context: says which column takes its words from which list.
            classes: the local name of each class to its Dutch label.
        """
        found = cls()
        graph = Graph()
        for path in sorted((project.ontology / "schemes").glob("*.ttl")):
            graph.parse(path, format="turtle")
        for path in sorted((project.data / "shared").glob("*.csv")):
            if path.stem in context.tables:
                found.shared[path.stem] = list(_things(path.read_text(encoding="utf-8", errors="replace")))
        for column in context.terms:
            prefix = context.bare_prefix(column)
            if prefix and prefix != ID and prefix.startswith(ID):
                kind = prefix.removeprefix(ID).strip("/")
                found._columns[column] = kind
                found.lists.setdefault(kind, found._values(kind, graph, context))
        found.lists["basis"] = sorted(
            (one for one in found.lists["basis"] if one.value in BASES), key=lambda one: BASES.index(one.value)
        )
        found.add("status", STATUSES)
        found.add("class", classes)
        return found

    def _values(self, kind: str, graph: Graph, context: Context) -> list[Choice]:
        found = []
        for subject in graph.subjects(SKOS.prefLabel, unique=True):
            if isinstance(subject, URIRef) and str(subject).startswith(f"{ID}{kind}/"):
                texts = {
                    one.language: str(one) for one in graph.objects(subject, SKOS.prefLabel) if isinstance(one, Literal)
                }
                meanings = [
                    str(one)
                    for one in graph.objects(subject, SKOS.definition)
                    if isinstance(one, Literal) and one.language == "nl"
                ]
                order = str(graph.value(subject, SKOS.notation) or "")
                value = str(subject).removeprefix(f"{ID}{kind}/")
                found.append(
                    (order.zfill(3), _choice(value, texts.get("nl", value), texts.get("en", ""), "".join(meanings[:1])))
                )
        for table, things in self.shared.items():
            if context.kind(table) == kind:
                for thing in things:
                    value = thing.id.partition("/")[2]
                    names = frozenset({plain(value), plain(thing.name), *map(plain, thing.others)})
                    found.append(
                        (value, Choice(value, value if kind in _DUTCH_ALREADY else thing.name, names, thing.name))
                    )
        return [choice for _, choice in sorted(found, key=lambda pair: pair[0])]

    def add(self, name: str, values: Mapping[str, str]) -> None:
        """Add a list: value to what the workbook shows."""
        self.lists[name] = [_choice(value, shown) for value, shown in values.items()]

    def list_of(self, column: str) -> str:
        """Give the list a column takes its words from; an empty string when it has none."""
        return self._columns.get(column, "")

    def show(self, name: str, value: str) -> str:
        """Give what the workbook shows for a value of a list; a value that is not in it as it is."""
        return next((one.shown for one in self.lists.get(name, ()) if one.value == value), value)

    def take(self, name: str, text: str) -> str | None:
        """Give the value an editor means; None when it is not in the list."""
        wanted = plain(text)
        values = self.lists.get(name, ())
        exact = next((one.value for one in values if text in (one.value, one.shown)), None)
        return exact or next((one.value for one in values if wanted in one.names), None)

    def nearest(self, name: str, text: str) -> str:
        """Give the value that looks most like a text, as the workbook shows it; an empty string when none does."""
        names = {other: one.shown for one in self.lists.get(name, ()) for other in sorted(one.names)}
        close = difflib.get_close_matches(plain(text), list(names), 1, 0.6)
        return names[close[0]] if close else ""


def _choice(value: str, shown: str, english: str = "", meaning: str = "") -> Choice:
    return Choice(value, shown, frozenset(plain(one) for one in (value, shown, english) if one), meaning)


def _things(text: str) -> Iterable[SharedThing]:
    for row in csv.DictReader(text.splitlines()):
        name = row.get("label") or row.get("prefLabel") or ""
        others = [one.strip() for one in (row.get("altLabel") or "").split("|") if one.strip()]
        if row.get("id"):
            yield SharedThing(row["id"], name, tuple(others))
