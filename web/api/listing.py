"""The collections: a page of each, and one thing at a time."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from doelengraaf.resource_types import COLLECTIONS, Collection
from doelengraaf.resources import Resources
from web.api.operations import Asked, Operation, PathParameter, Reply
from web.api.parameters import DEFAULT_PAGE_SIZE, PAGING, QueryParameter, choice
from web.api.problems import ProblemError
from web.api.rendering import page_json, thing_json
from web.api.schemas import page_schema, thing_schema

__all__ = ["listing", "page_of"]

_PART_WORDS = {
    "agenda": "De agenda, zoals in het adres van het ding.",
    "kind": "De soort, zoals in het adres van het ding.",
    "slug": "Het laatste deel van het adres van het ding.",
}


def listing(resources: Resources) -> Iterator[Operation]:
    """Give the operations of all collections."""
    for collection in COLLECTIONS.values():
        yield _many(resources, collection)
        yield _one(resources, collection)


def page_of(query: Mapping[str, Sequence[str]]) -> tuple[int, int]:
    """Give the number and size of the page that was asked."""
    number, size = query.get("page", ["1"]), query.get("pageSize", [str(DEFAULT_PAGE_SIZE)])
    return int(number[0]), int(size[0])


def _many(resources: Resources, collection: Collection) -> Operation:
    @cache
    def query() -> Sequence[QueryParameter]:
        options = ((one, resources.options(collection, one)) for one in resources.filters(collection))
        filters = [choice(one.name, one.description, values) for one, values in options if values]
        return [*filters, *PAGING]

    def answer(asked: Asked) -> Reply:
        number, size = page_of(asked.query)
        chosen = {name: values for name, values in asked.query.items() if name not in ("page", "pageSize")}
        page = resources.page(collection, chosen, number, size)
        items = [thing_json(one, asked.root) for one in page.items]
        return Reply(page_json(items, page.total, number, size, f"{asked.root}/{collection.name}", asked.query))

    def schema() -> Mapping[str, Any]:
        return page_schema(thing_schema(collection, resources.terms(collection)))

    return Operation(
        name=f"list{collection.name.capitalize()}",
        path=f"/{collection.name}",
        tag=collection.title,
        summary=f"{collection.title}, bladzijde voor bladzijde",
        description=collection.description
        + " Gesorteerd op naam. Meer waarden van één filter verruimen de keuze, meer filters vernauwen haar.",
        answer=answer,
        schema=schema,
        query=query,
    )


def _one(resources: Resources, collection: Collection) -> Operation:
    def answer(asked: Asked) -> Reply:
        found = resources.item(collection, asked.parts)
        if found is None:
            raise ProblemError(
                404, f"Dit ding staat niet in de graaf; {asked.root}/{collection.name} geeft wat er wel is."
            )
        return Reply(thing_json(found, asked.root, whole=True))

    def schema() -> Mapping[str, Any]:
        return thing_schema(collection, resources.terms(collection), whole=True)

    def parts() -> Sequence[PathParameter]:
        example = resources.example(collection)
        return [
            PathParameter(name, words, example.get(name, ""), collection.kinds if name == "kind" else ())
            for name, words in _PART_WORDS.items()
            if f"{{{name}}}" in collection.path
        ]

    return Operation(
        name=f"get{collection.one.capitalize()}",
        path=f"/{collection.name}/{collection.path}",
        tag=collection.title,
        summary=f"Eén ding uit: {collection.title.lower()}",
        description="Alles wat over dit ding is gezegd, met bewijsplaatsen, wat eruit volgt en wat ernaar verwijst.",
        answer=answer,
        schema=schema,
        parts=parts,
    )
