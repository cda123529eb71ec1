"""Answers as JSON with all that it takes to trust and cite them."""

import json
from datetime import date

from doelengraaf.answers import LICENCE, Answer, Cell, Column
from doelengraaf.formats.typed import Value, value_of

__all__ = ["to_json"]

_Json = str | int | float | list[str] | dict[str, str] | None


def to_json(answer: Answer) -> bytes:
    """Give an answer as JSON: numbers and shares as numbers, days in ISO 8601, lists as lists, things as their address and name."""
    document = {
        "question": answer.question,
        "title": answer.title,
        "parameters": answer.parameters,
        "columns": [
            {"name": column.name, "label": dict(column.label), "type": column.type} for column in answer.columns
        ],
        "bases": answer.bases,
        "rows": [
            {column.name: _value(cell, column) for column, cell in zip(answer.columns, row, strict=True)}
            for row in answer.rows
        ],
        "total": answer.total,
        "truncated": answer.truncated,
        "questionVersion": answer.question_version,
        "datasetVersion": answer.dataset_version,
        "licence": LICENCE,
        "citation": answer.citation(),
    }
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _value(cell: Cell, column: Column) -> _Json:
    if column.type == "list":
        return list(cell.items) or ([cell.text] if cell.text else [])
    if cell.iri:
        return {"id": cell.iri, "label": cell.text}
    value: Value = value_of(cell, column.type)
    return value.isoformat() if isinstance(value, date) else value
