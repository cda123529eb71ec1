"""What leads to a thing, a page at a time, as people read it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from doelengraaf.documents import neighbours
from doelengraaf.things import Property, Thing

__all__ = ["LINKS_ON_A_PAGE", "PagedThing", "of_bases", "page_of"]

LINKS_ON_A_PAGE = 300


@dataclass(frozen=True)
class PagedThing:
    """A thing with part of what leads to it.

    Args:
        thing: the thing.
        totals: of each property in ``thing`` that leads to it, how many links there are on all pages.
        page: which page, from 1.
        pages: how many there are.
    """

    thing: Thing
    totals: dict[str, int]
    page: int
    pages: int

    @property
    def neighbours(self) -> dict[str, int]:
        """The pages this one leads to."""
        return neighbours(self.page, self.pages) if self.pages > 1 else {}


def of_bases(thing: Thing, bases: Sequence[str]) -> Thing:
    """Give a thing with the links that hold as surely as is asked; those that say nothing of it stay."""
    wanted = {"", *bases}
    properties = (
        replace(one, values=[link for link in one.values if link.basis in wanted]) for one in thing.properties
    )
    return replace(thing, properties=[one for one in properties if one.values])


def page_of(thing: Thing, page: int) -> PagedThing:
    """Give a thing with the links to it that are on a page; what it says itself is on the first only."""
    own = [one for one in thing.properties if not one.incoming]
    into = [(one, link) for one in thing.properties if one.incoming for link in one.values]
    pages = max(1, -(-len(into) // LINKS_ON_A_PAGE))
    shown = into[(page - 1) * LINKS_ON_A_PAGE : page * LINKS_ON_A_PAGE]
    groups: dict[str, Property] = {}
    for one, link in shown:
        before = groups.get(one.label)
        groups[one.label] = replace(one, values=[*before.values, link] if before else [link])
    kept = [*(own if page == 1 else []), *groups.values()]
    totals: dict[str, int] = {}
    for one, _ in into:
        totals[one.label] = totals.get(one.label, 0) + 1
    return PagedThing(
        replace(thing, properties=kept, evidence=thing.evidence if page == 1 else ()), totals, page, pages
    )
