"""Descriptions, hits and questions as JSON, with the terms of the JSON-LD context as keys."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from doelengraaf.description import Description, Place, Tie
from doelengraaf.picking import Choice
from doelengraaf.question_file import Question
from doelengraaf.resource_types import COLLECTIONS, collection_of
from doelengraaf.search import Hit
from doelengraaf.things import Link

__all__ = ["address_of", "hit_json", "page_json", "question_json", "thing_json"]

Json = dict[str, Any]


def address_of(iri: str, root: str) -> str | None:
    """Give the address in the API of a thing; None when it is in no collection."""
    collection = collection_of(iri)
    return f"{root}/{collection.name}/{collection.path.format(**collection.parts(iri))}" if collection else None


def thing_json(thing: Description, root: str, whole: bool = False) -> Json:
    """Give a thing.

    Args:
        thing: what is said of it.
        root: what the addresses of the API start with.
        whole: with what leads to it, and the collections that can be chosen by it.
    """
    return {
        "id": thing.iri,
        "label": thing.label,
        "labelEn": thing.label_en or None,
        "kind": thing.kind,
        "kindLabel": thing.kind_label,
        "agenda": _reference(thing.agenda),
        "municipality": _reference(thing.municipality),
        "basis": thing.basis or None,
        "citation": thing.citation or None,
        **thing.values,
        "evidence": [_place(place) for place in thing.evidence],
        "links": _links(thing.links, root),
        **({"linkedFrom": _links(thing.linked_from, root)} if whole else {}),
        "_links": {
            "self": {"href": address_of(thing.iri, root)},
            **(_chosen_by(thing.iri, root) if whole else {}),
        },
    }


def _reference(link: Link | None) -> Json | None:
    return {"id": link.iri, "label": link.text} if link else None


def _place(place: Place) -> Json:
    return {
        "id": place.iri,
        "hasSource": _reference(place.source),
        "locator": place.locator or None,
        "firstLine": place.first,
        "lastLine": place.last,
        "citation": place.citation,
    }


def _links(links: Mapping[str, Sequence[Tie]], root: str) -> Json:
    return {term: [_tie(tie, root) for tie in ties] for term, ties in links.items()}


def _tie(tie: Tie, root: str) -> Json:
    return {
        "id": tie.iri,
        "label": tie.label,
        "basis": tie.basis or None,
        "citation": tie.citation or None,
        "href": address_of(tie.iri, root),
    }


def _chosen_by(iri: str, root: str) -> Json:
    """Give the collections that can be chosen by this thing."""
    own = collection_of(iri)
    return {
        one.name: {"href": f"{root}/{one.name}?{urlencode({chosen_by.name: iri})}"}
        for one in COLLECTIONS.values()
        for chosen_by in one.filters
        if own and chosen_by.name == own.one
    }


def hit_json(hit: Hit, root: str) -> Json:
    """Give something that was found."""
    href = address_of(hit.iri, root)
    return {**hit.as_json(), "_links": {"self": {"href": href}} if href else {}}


def question_json(question: Question, root: str, choices: Mapping[str, Sequence[Choice]] | None = None) -> Json:
    """Give a saved question.

    Args:
        question: the question.
        root: what the addresses of the API start with.
        choices: parameter to the values of its picker; without it they are left out.
    """
    address = f"{root}/questions/{question.name}"
    return {
        "name": question.name,
        "title": question.title.get("nl", question.name),
        "titleEn": question.title.get("en"),
        "description": question.description,
        "descriptionEn": question.descriptions.get("en"),
        "tags": list(question.tags),
        "version": question.version,
        "parameters": [
            {
                "name": one.name,
                "label": one.label.get("nl", one.name),
                "labelEn": one.label.get("en"),
                "help": one.help.get("nl"),
                "required": one.required and not one.default,
                "multiple": one.multiple,
                "default": list(one.default),
                **(
                    {
                        "values": [
                            {"id": value.value, "slug": value.slug, "label": value.label, "count": value.count}
                            for value in choices.get(one.name, ())
                        ]
                    }
                    if choices is not None
                    else {}
                ),
            }
            for one in question.parameters.values()
        ],
        "columns": [
            {"name": one.name, "label": one.heading(), "labelEn": one.label.get("en")}
            for one in question.columns.values()
        ],
        "_links": {"self": {"href": address}, "answer": {"href": f"{address}/answer"}},
    }


def page_json(
    items: Sequence[Json], total: int, number: int, size: int, path: str, asked: Mapping[str, Sequence[str]]
) -> Json:
    """Give a page: its items, how many there are in all, and the addresses of the pages around it."""
    last = max(1, -(-total // size))

    def link(to: int) -> Json:
        query = {name: values for name, values in asked.items() if name not in ("page", "pageSize")}
        return {"href": f"{path}?{urlencode({**query, 'page': to, 'pageSize': size}, doseq=True)}"}

    links = {"self": link(number), "first": link(1), "last": link(last)}
    if number < last:
        links["next"] = link(number + 1)
    if number > 1:
        links["prev"] = link(min(number - 1, last))
    return {"items": list(items), "total": total, "page": number, "pageSize": size, "_links": links}
