"""What can be asked of the API. An operation is served, checked, documented and listed from one object."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from web.api.parameters import QueryParameter

__all__ = ["JSON", "Asked", "Operation", "PathParameter", "Reply"]

JSON = "application/json"


class Asked(NamedTuple):
    """What somebody asked.

    Args:
        parts: the parts of the path, by name.
        query: the query, read and checked.
        media_type: one of those the operation offers.
        root: what the addresses of the API start with, such as ``/api/v1``.
    """

    parts: Mapping[str, str]
    query: Mapping[str, Sequence[str]]
    media_type: str
    root: str


class Reply(NamedTuple):
    """What comes back: an object for JSON, or bytes with their full content type."""

    body: Any
    content_type: str = JSON


@dataclass(frozen=True)
class PathParameter:
    """A part of a path.

    Args:
        name: its name between the braces.
        description: what it is, in Dutch.
        example: one that exists.
        values: what it may be; any slug when empty.
    """

    name: str
    description: str
    example: str
    values: Sequence[str] = ()


def _no_query() -> Sequence[QueryParameter]:
    return ()


def _no_parts() -> Sequence[PathParameter]:
    return ()


@dataclass(frozen=True)
class Operation:
    """Something that can be asked with GET.

    Args:
        name: its operationId.
        path: its path, with parts in braces.
        tag: the group it is listed under.
        summary: what it gives, in a few Dutch words.
        description: more of that.
        answer: gives the reply; raises ProblemError or DoelengraafError.
        schema: gives the JSON schema of the reply; called when the document is asked for.
        query: gives the query parameters; called when somebody asks, because they depend on the data.
        parts: gives the parts of the path.
        media_types: what the reply may be had as; the first when it is all the same.
    """

    name: str
    path: str
    tag: str
    summary: str
    description: str
    answer: Callable[[Asked], Reply]
    schema: Callable[[], Mapping[str, Any]]
    query: Callable[[], Sequence[QueryParameter]] = _no_query
    parts: Callable[[], Sequence[PathParameter]] = _no_parts
    media_types: Sequence[str] = (JSON,)
