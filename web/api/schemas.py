"""JSON schemas of what the API gives, as OpenAPI 3.0 writes them. Objects allow no other keys, so a test sees it when one is not documented."""

from collections.abc import Mapping, Sequence
from typing import Any

from doelengraaf.answers import COLUMN_TYPES, Column
from doelengraaf.resource_types import Collection

__all__ = ["SCHEMAS", "answer_schema", "page_schema", "ref", "thing_schema"]

Schema = dict[str, Any]
_TYPES: Mapping[str, Schema] = {
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "texts": {"type": "array", "items": {"type": "string"}},
}


def ref(name: str) -> Schema:
    """Give a reference to a schema of ``SCHEMAS``."""
    return {"$ref": f"#/components/schemas/{name}"}


def _text(description: str, nullable: bool = False, **more: Any) -> Schema:
    return {"type": "string", "description": description, **({"nullable": True} if nullable else {}), **more}


def _object(properties: Mapping[str, Schema], optional: Sequence[str] = (), **more: Any) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
        **more,
    }


def _list(items: Schema, description: str = "") -> Schema:
    return {"type": "array", "items": items, **({"description": description} if description else {})}


_IRI = _text("Het blijvende adres (IRI).", format="uri")


def _reference(description: str, nullable: bool = False) -> Schema:
    # Written out where it may be null: in OpenAPI 3.0 a reference cannot be nullable.
    names = {"id": _IRI, "label": _text("De naam.")}
    return {**_object(names, description=description), **({"nullable": True} if nullable else {})}


_HREF = _object({"href": _text("Een adres.", format="uri-reference")})
_LINKS: Schema = {
    "type": "object",
    "description": "Adressen van deze bron en van bronnen ernaast.",
    "additionalProperties": ref("Href"),
}
_BASES = _text(
    "Hoe zeker: stated (de agenda zegt het), interpreted (de redactie leest het zo) of derived (volgt eruit); null voor wat in een lijst is vastgelegd.",
    nullable=True,
    enum=["stated", "interpreted", "derived", None],
)
_TIES: Schema = {"type": "object", "additionalProperties": _list(ref("Tie"))}
_COUNTS = {
    "total": {"type": "integer", "description": "Hoeveel er in totaal zijn."},
    "page": {"type": "integer", "description": "Welke bladzijde dit is."},
    "pageSize": {"type": "integer", "description": "Hoeveel er op een bladzijde gaan."},
}
_OF_AGENDA = {
    "agenda": _reference("De agenda waarin het staat; null voor wat agenda’s delen.", nullable=True),
    "municipality": _reference("De gemeente van die agenda.", nullable=True),
}
_NAMES = {
    "id": _IRI,
    "label": _text("De naam."),
    "kind": _text("De soort."),
    "kindLabel": _text("De soort, in gewone woorden."),
}
_COLUMN = {
    "name": _text("De naam."),
    "label": _text("Het opschrift."),
    "labelEn": _text("Het Engelse opschrift.", True),
}

SCHEMAS: Mapping[str, Schema] = {
    "Href": _HREF,
    "Reference": _reference("Een ding met zijn naam."),
    "Tie": _object(
        {
            "id": _IRI,
            "label": _text("De naam van het andere ding."),
            "basis": _BASES,
            "citation": _text("Waar dit verband staat, als het een eigen plaats heeft.", True),
            "href": _text("Het andere ding in deze API, als het hier is.", True, format="uri-reference"),
        },
        description="Een verband met een ander ding.",
    ),
    "Evidence": _object(
        {
            "id": _IRI,
            "hasSource": ref("Reference"),
            "locator": _text("De paragraaf.", True),
            "firstLine": {"type": "integer", "description": "De eerste regel van de vastgezette tekst."},
            "lastLine": {"type": "integer", "description": "De laatste regel van de vastgezette tekst."},
            "citation": _text("De plaats in woorden."),
        },
        description="Waar iets staat.",
    ),
    "Problem": _object(
        {
            "type": _text("Het adres van de uitleg van deze fout.", format="uri-reference"),
            "title": _text("De soort fout."),
            "status": {"type": "integer", "description": "De HTTP-status."},
            "detail": _text("Wat er mis is en wat eraan te doen is."),
            "errors": _list(
                _object(
                    {
                        "parameter": _text("De parameter."),
                        "detail": _text("Wat er mis is met de waarde."),
                        "allowed": _list(
                            {"type": "string"}, "Wat er wel kan, het meest gelijkende eerst; hooguit honderd."
                        ),
                    },
                    optional=["allowed"],
                ),
                "Wat er per parameter mis is.",
            ),
        },
        optional=["errors"],
        description="Een fout (RFC 9457).",
    ),
    "Hit": _object(
        {
            **_NAMES,
            **_OF_AGENDA,
            "matched": _text("De naam of het stuk tekst waarin de woorden staan."),
            "score": {"type": "number", "description": "Hoe goed het past; hoger is beter."},
            "_links": _LINKS,
        },
        description="Iets wat gevonden is.",
    ),
    "QuestionParameter": _object(
        {
            **_COLUMN,
            "help": _text("Uitleg.", True),
            "required": {"type": "boolean"},
            "multiple": {"type": "boolean", "description": "Of er meer waarden mogen zijn."},
            "default": _list({"type": "string"}, "Wat geldt als er niets is gekozen."),
            "values": _list(
                _object(
                    {
                        "id": _text("Het adres of het woord zelf."),
                        "slug": _text("Het laatste deel van het adres."),
                        "label": _text("De naam."),
                        "count": {"type": "integer", "nullable": True, "description": "Hoe vaak het voorkomt."},
                    }
                ),
                "Waaruit te kiezen is.",
            ),
        },
        optional=["values"],
        description="Iets wat bij een vraag te kiezen is.",
    ),
    "Question": _object(
        {
            "name": _text("De naam, die ook haar adres is."),
            "title": _text("De vraag."),
            "titleEn": _text("De vraag in het Engels.", True),
            "description": _text("Wat zij beantwoordt."),
            "descriptionEn": _text("Wat zij beantwoordt, in het Engels.", True),
            "tags": _list({"type": "string"}, "Voor wie en waarover."),
            "version": _text("De versie; zij verandert als de betekenis van het antwoord verandert."),
            "parameters": _list(ref("QuestionParameter")),
            "columns": _list(_object(_COLUMN)),
            "_links": _LINKS,
        },
        description="Een bewaarde vraag.",
    ),
    "Start": _object(
        {
            "title": _text("De naam van deze API."),
            "version": _text("De versie van deze API."),
            "datasetVersion": _text("De versie van de gegevens."),
            "licence": _text("De licentie van de gegevens.", format="uri"),
            "_links": _LINKS,
        },
        description="Waar te beginnen.",
    ),
}


def thing_schema(collection: Collection, terms: Mapping[str, tuple[str, str]], whole: bool = False) -> Schema:
    """Give the schema of a thing of a collection.

    Args:
        collection: what it is of.
        terms: what it may say of itself: term to (kind of value, what people read).
        whole: with what leads to it.
    """
    values = {
        term: {**_TYPES.get(kind, {"type": "string"}), "description": label.capitalize() + "."}
        for term, (kind, label) in terms.items()
    }
    return _object(
        {
            **_NAMES,
            "labelEn": _text("De Engelse naam.", True),
            **_OF_AGENDA,
            "basis": _BASES,
            "citation": _text("Waar het staat, in woorden.", True),
            **values,
            "evidence": _list(ref("Evidence"), "Waar het staat."),
            "links": {**_TIES, "description": "Waarmee het verband heeft, per eigenschap."},
            **({"linkedFrom": {**_TIES, "description": "Wat ernaar verwijst, per eigenschap."}} if whole else {}),
            "_links": _LINKS,
        },
        optional=list(values),
        description=collection.description,
    )


def page_schema(items: Schema) -> Schema:
    """Give the schema of a page of items."""
    return _object({"items": _list(items), **_COUNTS, "_links": _LINKS}, description="Een bladzijde.")


def _cell(column: Column) -> Schema:
    if column.type == "date":
        return {"type": "string", "format": "date", "nullable": True}
    if column.type == "list":
        return _list({"type": "string"})
    # What a query gives is not bound to the type of its column: a thing may be known by name only, a number be written in words.
    return {"anyOf": [ref("Reference"), {"type": "number"}, {"type": "string", "nullable": True}]}


def answer_schema(columns: Sequence[Column]) -> Schema:
    """Give the schema of an answer to a question with these columns."""
    return {
        "type": "object",
        "description": "Een antwoord: de rijen, en wat nodig is om ze te vertrouwen en aan te halen.",
        "properties": {
            "question": _text("De naam van de vraag."),
            "title": {"type": "object", "additionalProperties": {"type": "string"}},
            "parameters": {
                "type": "object",
                "additionalProperties": _list({"type": "string"}),
                "description": "Wat er gevraagd is.",
            },
            "columns": _list(
                {
                    "type": "object",
                    "properties": {
                        "name": _text("De naam, die ook de sleutel in een rij is."),
                        "label": {"type": "object", "additionalProperties": {"type": "string"}},
                        "type": _text("Wat erin staat.", enum=list(COLUMN_TYPES)),
                    },
                    "required": ["name", "label"],
                },
                "De kolommen, in volgorde.",
            ),
            "bases": _list({"type": "string"}, "Hoe zeker de rijen zijn."),
            "rows": _list(
                _object({one.name: {**_cell(one), "description": one.heading() + "."} for one in columns}), "De rijen."
            ),
            "total": {"type": "integer", "description": "Hoeveel rijen er zijn zonder grens."},
            "truncated": {"type": "boolean", "description": "Of er rijen zijn weggelaten."},
            "questionVersion": _text("De versie van de vraag."),
            "datasetVersion": _text("De versie van de gegevens."),
            "licence": _text("De licentie.", format="uri"),
            "citation": _text("Hoe dit antwoord aan te halen is."),
        },
        "required": ["question", "columns", "rows", "total", "truncated", "datasetVersion", "licence", "citation"],
    }
