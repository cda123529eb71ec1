"""Search, and where to begin."""

from collections.abc import Callable, Iterator, Sequence

from doelengraaf.answers import LICENCE
from doelengraaf.resource_types import COLLECTIONS
from doelengraaf.resources import Option
from doelengraaf.search import MAX_LENGTH, SearchIndex
from web.api.listing import page_of
from web.api.operations import Asked, Operation, Reply
from web.api.parameters import PAGING, QueryParameter, choice, text
from web.api.rendering import hit_json, page_json
from web.api.schemas import page_schema, ref

__all__ = ["finding", "start"]


def finding(index: Callable[[], SearchIndex]) -> Iterator[Operation]:
    """Give the operation that searches."""

    def query() -> Sequence[QueryParameter]:
        kinds = [Option(one.value, one.value, one.label, 0) for one in index().kinds]
        agendas = [Option(one.slug, one.value, one.label, 0) for one in index().agendas]
        return [
            text(
                "q",
                "De woorden. Verbuigingen, samenstellingen, accenten en kleine tikfouten doen er niet toe.",
                MAX_LENGTH,
                required=True,
            ),
            choice("kind", "Alleen deze soort, ook een ruimere zoals aim of partner.", kinds),
            choice("agenda", "Alleen wat bij deze agenda hoort.", agendas),
            *PAGING,
        ]

    def answer(asked: Asked) -> Reply:
        number, size = page_of(asked.query)
        hits = index().search(
            asked.query["q"][0],
            asked.query.get("kind", ()),
            asked.query.get("agenda", ()),
            limit=size,
            offset=(number - 1) * size,
        )
        items = [hit_json(hit, asked.root) for hit in hits.hits]
        return Reply(page_json(items, hits.total, number, size, f"{asked.root}/search", asked.query))

    yield Operation(
        name="search",
        path="/search",
        tag="Zoeken",
        summary="Zoeken in alles wat een naam heeft",
        description="De beste treffer staat bovenaan: eerst wie zo heet, dan wie zo ook heet, dan waar de woorden in een beschrijving staan.",
        answer=answer,
        schema=lambda: page_schema(ref("Hit")),
        query=query,
    )


def start(title: str, version: str, dataset: str) -> Iterator[Operation]:
    """Give the operation of the root: where everything is."""

    def answer(asked: Asked) -> Reply:
        names = ("openapi.json", "questions", *COLLECTIONS, "search")
        links = {name.partition(".")[0]: {"href": f"{asked.root}/{name}"} for name in names}
        body = {"title": title, "version": version, "datasetVersion": dataset, "licence": LICENCE}
        return Reply({**body, "_links": {"self": {"href": asked.root}, **links}})

    yield Operation(
        name="getStart",
        path="/",
        tag="Begin",
        summary="Waar te beginnen",
        description="De versies, de licentie en de adressen van alle bronnen.",
        answer=answer,
        schema=lambda: ref("Start"),
    )
