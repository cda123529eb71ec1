"""Lists of things to page through and choose from, and one thing at a time.

In go a collection, what a person chose (slugs or addresses, as they typed them) and a page; out come descriptions. The order is that of the names.
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from doelengraaf.description import Description
from doelengraaf.descriptions import Descriptions
from doelengraaf.errors import ParameterError
from doelengraaf.names import labels_of
from doelengraaf.resource_types import COLLECTIONS, Collection, Filter, collection_of
from doelengraaf.store import Store
from doelengraaf.terms import Context
from doelengraaf.things import ask, text_of
from doelengraaf.words import fold

__all__ = ["KIND", "MAX_PAGE_SIZE", "Option", "Page", "Resources"]

MAX_PAGE_SIZE = 500
KIND = Filter("kind", "Alleen deze soort.", "")


@dataclass(frozen=True)
class Option:
    """Something a collection can be chosen by.

    Args:
        key: what people write: the slug, or more of the address where two things have the same slug.
        iri: the thing; for a kind the kind itself.
        label: its name.
        count: how many things have it.
    """

    key: str
    iri: str
    label: str
    count: int


@dataclass(frozen=True)
class Page:
    """A page of a collection.

    Args:
        total: how many things there are in all.
        items: those on this page.
    """

    total: int
    items: Sequence[Description]


class Resources:
    """The collections of one store. What is in them is read once, when it is first asked for.

    Args:
        store: the engine.
        context: the words of the JSON.
    """

    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._descriptions = Descriptions(store, context)
        self._members = lru_cache(maxsize=None)(self._read_members)
        self._facet = lru_cache(maxsize=None)(self._read_facet)

    def filters(self, collection: Collection) -> list[Filter]:
        """Give what a collection can be chosen by."""
        return [*([KIND] if len(collection.kinds) > 1 else []), *collection.filters]

    def options(self, collection: Collection, chosen_by: Filter) -> list[Option]:
        """Give the values a filter may have, sorted by what people write."""
        return list(self._facet(collection, chosen_by)[0].values())

    def example(self, collection: Collection) -> dict[str, str]:
        """Give the parts of the path of one thing, for documentation; empty when there is nothing in the collection."""
        return next((collection.parts(thing) for thing in self._members(collection)), {})

    def terms(self, collection: Collection) -> dict[str, tuple[str, str]]:
        """Give what things of a collection may say of themselves; see ``Descriptions.terms``."""
        return self._descriptions.terms(_is_a(collection))

    def page(
        self, collection: Collection, chosen: Mapping[str, Sequence[str]], number: int = 1, size: int = 50
    ) -> Page:
        """Give a page of a collection.

        Args:
            collection: what is listed.
            chosen: filter to values; several values of one filter widen, several filters narrow.
            number: the page, from 1; past the last there are no items.
            size: how many things are on a page, 1 to ``MAX_PAGE_SIZE``.

        Raises:
            ParameterError: a filter or value does not exist, or the page or its size is out of range.
        """
        if not 1 <= size <= MAX_PAGE_SIZE:
            raise ParameterError("pageSize", str(size), f"is geen aantal van 1 tot en met {MAX_PAGE_SIZE}")
        if number < 1:
            raise ParameterError("page", str(number), "is geen getal vanaf 1")
        members = self._members(collection)
        kept: Sequence[str] = tuple(members)
        for one in self.filters(collection):
            values = chosen.get(one.name, ())
            if values:
                among = self.chosen(collection, one, values)
                kept = [thing for thing in kept if thing in among]
        for name in chosen:
            if name not in {one.name for one in self.filters(collection)}:
                raise ParameterError(name, "", "kan hier niet", [one.name for one in self.filters(collection)])
        start = (number - 1) * size
        return Page(len(kept), self._descriptions.describe(kept[start : start + size]))

    def chosen(self, collection: Collection, chosen_by: Filter, values: Sequence[str]) -> set[str]:
        """Give the things that have one of the values of a filter.

        Raises:
            ParameterError: there is no such value.
        """
        options, things = self._facet(collection, chosen_by)
        found: set[str] = set()
        for value in values:
            option = options.get(value) or next((one for one in options.values() if one.iri == value), None)
            if option is None:
                close = difflib.get_close_matches(value, options, 3)
                raise ParameterError(
                    chosen_by.name,
                    value,
                    "is niet een van de mogelijke waarden",
                    [*close, *(key for key in options if key not in close)],
                )
            found |= things[option.iri]
        return found

    def item(self, collection: Collection, parts: Mapping[str, str]) -> Description | None:
        """Give one thing with all that is said of it and all that leads to it; None when it is not in the collection."""
        iri = collection.iri(parts)
        if parts.get("kind", collection.kinds[0]) not in collection.kinds or iri not in self._members(collection):
            return None
        return self._descriptions.describe([iri], whole=True)[0]

    def _read_members(self, collection: Collection) -> dict[str, str]:
        """Give thing to name, in the order of the names."""
        things = {text_of(row[0]) for row in ask(self._store, f"SELECT ?x WHERE {{ {_is_a(collection)} }}")}
        labels = labels_of(self._store, (thing for thing in things if collection_of(thing) == collection))
        return dict(sorted(labels.items(), key=lambda pair: (fold(pair[1]), pair[0])))

    def _read_facet(self, collection: Collection, chosen_by: Filter) -> tuple[dict[str, Option], dict[str, set[str]]]:
        """Give what people write to option, and value to things."""
        members = self._members(collection)
        things: dict[str, set[str]] = {}
        if chosen_by is KIND:
            for thing in members:
                things.setdefault(collection.parts(thing)["kind"], set()).add(thing)
            labels = {kind: self._descriptions.kind_label(kind) for kind in things}
        else:
            for row in ask(
                self._store, f"SELECT DISTINCT ?x ?value WHERE {{ {_is_a(collection)} {chosen_by.pattern} }}"
            ):
                thing, value = map(text_of, row)
                if thing in members:
                    things.setdefault(value, set()).add(thing)
            # What is in the graph may be chosen, also when nothing here has it.
            for other in COLLECTIONS.values():
                if other.one == chosen_by.name:
                    things |= {value: things.get(value, set()) for value in self._members(other)}
            labels = labels_of(self._store, things)
        keys = _keys(things)
        options = {key: Option(key, iri, labels[iri], len(things[iri])) for key, iri in sorted(keys.items())}
        return options, things


def _is_a(collection: Collection) -> str:
    return f"VALUES ?class {{ {' '.join('dg:' + name for name in collection.classes)} }} ?x a ?class ."


def _keys(iris: Mapping[str, object]) -> dict[str, str]:
    """Give what people write to IRI: as much of its end as tells it from the others.

    >>> _keys({"a/x/topic": 1, "a/y/topic": 1, "b/role": 1})
    {'x/topic': 'a/x/topic', 'y/topic': 'a/y/topic', 'role': 'b/role'}
    """
    ends: dict[str, list[str]] = {}
    for iri in iris:
        words = iri.split("/")
        for size in range(1, len(words) + 1):
            ends.setdefault("/".join(words[-size:]), []).append(iri)
    found = {}
    for iri in iris:
        words = iri.split("/")
        found[next(end for size in range(1, len(words) + 1) if len(ends[end := "/".join(words[-size:])]) == 1)] = iri
    return found
