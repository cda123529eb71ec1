"""The OpenAPI document: written by apispec from the operations that are served."""

import os
from collections.abc import Mapping, Sequence
from email.utils import parseaddr
from functools import cache
from typing import Any

from apispec import APISpec

from doelengraaf.answers import LICENCE
from web.api.operations import JSON, Asked, Operation, Reply
from web.api.parameters import QueryParameter
from web.api.problems import MEDIA_TYPE, PROBLEMS
from web.api.schemas import SCHEMAS, ref

__all__ = ["API_VERSION", "BASE_PATH", "CONTACT_VARIABLE", "TITLE", "contact", "describing", "make_document"]

API_VERSION = "1.0.0"
"""By semantic versioning; the major number is in the address."""
TITLE = "Doelengraaf"
BASE_PATH = "/api/v1"
CONTACT_VARIABLE = "DOELENGRAAF_CONTACT"
_NOBODY = "Beheerder <niemand@doelengraaf.example>"
_DESCRIPTION = (
    "Wat staat er in de agenda’s van gemeenten voor het sociaal domein, wie doet eraan mee, hoe zeker is dat en waar staat het? "
    "Alleen lezen, zonder sleutel. De sleutels van de JSON zijn de termen van de JSON-LD-context van Doelengraaf; zij zijn Engels, zoals in de woordenlijst. "
    "Elke fout is een problem+json (RFC 9457). Volgens de Nederlandse API Design Rules 2.1."
)
_SLUG = "^[a-z0-9-]+$"
_MANY = 8
_HEADER = "API-Version"


def contact() -> dict[str, str]:
    """Give who to ask: ``$DOELENGRAAF_CONTACT``, written as ``Name <mail@example.org>``."""
    name, email = parseaddr(os.environ.get(CONTACT_VARIABLE) or _NOBODY)
    return {"name": name or email, "url": "https://w3id.org/doelengraaf/", "email": email}


def describing(operations: Sequence[Operation]) -> Operation:
    """Give the operation of the document itself.

    Args:
        operations: all that is served; the document is made when it is first asked for, so they may still grow.
    """

    @cache
    def document() -> dict[str, Any]:
        return make_document(operations)

    def answer(asked: Asked) -> Reply:
        return Reply(document())

    return Operation(
        name="getOpenapi",
        path="/openapi.json",
        tag="Begin",
        summary="Deze beschrijving",
        description="Het OpenAPI-document van deze API.",
        answer=answer,
        schema=lambda: {"type": "object", "description": "OpenAPI 3.0."},
    )


def make_document(operations: Sequence[Operation]) -> dict[str, Any]:
    """Make the document.

    Args:
        operations: all that is served.
    """
    spec = APISpec(
        title=f"{TITLE} API",
        version=API_VERSION,
        openapi_version="3.0.3",
        info={
            "description": _DESCRIPTION,
            "contact": contact(),
            "license": {"name": "CC0 1.0", "url": LICENCE},
        },
        servers=[{"url": BASE_PATH, "description": "Deze dienst"}],
        tags=[{"name": tag} for tag in dict.fromkeys(one.tag for one in operations)],
    )
    for name, schema in SCHEMAS.items():
        spec.components.schema(name, dict(schema))
    spec.components.header("ApiVersion", {"description": "De versie van deze API.", "schema": {"type": "string"}})
    for status, (_, title) in PROBLEMS.items():
        spec.components.response(f"Problem{status}", _problem(title))
    lists = _Lists(spec)
    for one in operations:
        spec.path(path=one.path, operations={"get": _operation(one, lists)})
    return spec.to_dict()


def _headers() -> dict[str, Any]:
    return {_HEADER: {"$ref": "#/components/headers/ApiVersion"}}


def _problem(title: str) -> dict[str, Any]:
    return {"description": title, "headers": _headers(), "content": {MEDIA_TYPE: {"schema": ref("Problem")}}}


class _Lists:
    """Long lists of values, each written once however many parameters use it."""

    def __init__(self, spec: APISpec) -> None:
        self._spec = spec
        self._names: dict[tuple[str, ...], str] = {}

    def schema(self, parameter: QueryParameter) -> Mapping[str, Any]:
        values = tuple(parameter.schema.get("enum", ()))
        if len(values) <= _MANY:
            return parameter.schema
        if values not in self._names:
            base = parameter.name[:1].upper() + parameter.name[1:] + "Value"
            used = sum(name.rstrip("0123456789") == base for name in self._names.values())
            self._names[values] = base + (str(used + 1) if used else "")
            self._spec.components.schema(self._names[values], {**parameter.schema, "example": values[0]})
        return ref(self._names[values])


def _operation(one: Operation, lists: _Lists) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {
            "name": part.name,
            "in": "path",
            "required": True,
            "description": part.description,
            "schema": {"type": "string", **({"enum": list(part.values)} if part.values else {"pattern": _SLUG})},
            **({"example": part.example} if part.example else {}),
        }
        for part in one.parts()
    ]
    for asked in one.query():
        schema = lists.schema(asked)
        parameters.append(
            {
                "name": asked.name,
                "in": "query",
                "required": asked.required,
                "description": asked.description,
                "schema": {"type": "array", "items": schema} if asked.multiple else schema,
                **({"style": "form", "explode": True} if asked.multiple else {}),
            }
        )
    content: dict[str, Any] = {
        media_type: {"schema": one.schema() if media_type == JSON else {"type": "string", "format": "binary"}}
        for media_type in one.media_types
    }
    statuses = [400, *([404] if one.parts() else []), 406, 500, 503]
    return {
        "operationId": one.name,
        "tags": [one.tag],
        "summary": one.summary,
        "description": one.description,
        "parameters": parameters,
        "responses": {
            "200": {"description": "Gelukt.", "headers": _headers(), "content": content},
            **{str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in statuses},
        },
    }
