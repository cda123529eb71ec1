"""Query parameters of the API: what they are called, what they may be and how that is checked, in one object that also documents them."""

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from werkzeug.datastructures import MultiDict

from doelengraaf.errors import ParameterError
from doelengraaf.parameters import Parameter
from doelengraaf.picking import MOST_LISTED, Choice
from doelengraaf.resources import MAX_PAGE_SIZE, Option
from web.api.problems import problem_of

__all__ = ["MOST_VALUES", "PAGING", "QueryParameter", "choice", "of_question", "read_query", "text"]

MAX_PAGE = 10_000
DEFAULT_PAGE_SIZE = 50
MOST_VALUES = 1000
"""The document lists the values of a parameter up to this many."""
_MAX_TEXT = 2000
_XSD_SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "date": {"type": "string", "format": "date"},
    "gYear": {"type": "string", "pattern": "^-?[0-9]{4,}$"},
}


@dataclass(frozen=True)
class QueryParameter:
    """A query parameter.

    Args:
        name: its key.
        description: what it does, in Dutch.
        schema: the JSON schema of one value.
        read: checks one value and gives it back as the library wants it; raises ParameterError.
        multiple: whether it may be given several times.
        required: whether it must be given.
    """

    name: str
    description: str
    schema: Mapping[str, Any]
    read: Callable[[str], str] = field(compare=False)
    multiple: bool = False
    required: bool = False


def read_query(given: MultiDict[str, str], parameters: Sequence[QueryParameter]) -> dict[str, list[str]]:
    """Read what was asked.

    Returns:
        Parameter to values; parameters that were not given are left out.

    Raises:
        ProblemError: a parameter is unknown, missing, empty, given too often or wrong; all that is wrong is told at once.
    """
    known = {one.name: one for one in parameters}
    errors = [
        ParameterError(name, "", "is geen parameter van deze bron", list(known)) for name in given if name not in known
    ]
    read: dict[str, list[str]] = {}
    for name, one in known.items():
        values = given.getlist(name)
        if not values and one.required:
            errors.append(ParameterError(name, "", "ontbreekt"))
        if len(values) > 1 and not one.multiple:
            errors.append(ParameterError(name, ", ".join(values), "zijn te veel waarden: geef er één"))
            continue
        for value in values:
            try:
                read.setdefault(name, []).append(one.read(value))
            except ParameterError as error:
                errors.append(error)
    if errors:
        raise problem_of(errors)
    return read


def choice(name: str, description: str, options: Sequence[Option], multiple: bool = True) -> QueryParameter:
    """Give a parameter whose values are slugs or addresses of things, or kinds."""
    keys = list(dict.fromkeys(option.key for option in options))
    allowed = list(dict.fromkeys([*keys, *(option.iri for option in options)]))
    known = frozenset(allowed)

    def read(value: str) -> str:
        if value in known:
            return value
        # Of a whole country that would be looking at a hundred thousand for a word that is wrong.
        close = difflib.get_close_matches(value, keys, 3) if len(keys) <= MOST_LISTED else []
        raise ParameterError(
            name,
            value,
            "is niet een van de mogelijke waarden",
            [*close, *(key for key in keys if key not in close)],
        )

    schema: dict[str, Any] = {"type": "string"}
    if len(keys) <= MOST_VALUES:
        schema["enum"] = allowed
    return QueryParameter(name, description, schema, read, multiple)


def text(name: str, description: str, longest: int, required: bool = False) -> QueryParameter:
    """Give a parameter that may be any text."""

    def read(value: str) -> str:
        if not value:
            raise ParameterError(name, value, "is leeg")
        if len(value) > longest:
            raise ParameterError(name, value, f"is te lang: hooguit {longest} tekens")
        return value

    return QueryParameter(
        name, description, {"type": "string", "minLength": 1, "maxLength": longest}, read, required=required
    )


def _number(name: str, description: str, default: int, highest: int) -> QueryParameter:
    def read(value: str) -> str:
        if not (value.isascii() and value.isdigit() and len(value) <= 9 and 1 <= int(value) <= highest):
            raise ParameterError(name, value, f"is geen getal van 1 tot en met {highest}")
        return value

    return QueryParameter(
        name, description, {"type": "integer", "minimum": 1, "maximum": highest, "default": default}, read
    )


PAGING = (
    _number("page", "Welke bladzijde, vanaf 1.", 1, MAX_PAGE),
    _number("pageSize", "Hoeveel dingen op een bladzijde.", DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE),
)


def of_question(parameter: Parameter, choices: Sequence[Choice]) -> QueryParameter:
    """Give a parameter of a saved question; a default counts as given, so nothing with one is required."""
    described = " ".join(filter(None, (parameter.label.get("nl", parameter.name) + ".", parameter.help.get("nl", ""))))
    required = parameter.required and not parameter.default
    if parameter.kind == "thing" or parameter.allowed:
        options = [Option(one.slug, one.value, one.label, 0) for one in choices]
        picked = choice(parameter.name, described, options, parameter.multiple)
        return QueryParameter(parameter.name, described, picked.schema, picked.read, parameter.multiple, required)
    plain = text(parameter.name, described, _MAX_TEXT)

    def read(value: str) -> str:
        plain.read(value)
        if parameter.kind == "number":
            value = _without_exponent(value)
        parameter.terms([value], choices)
        return value

    schema = _XSD_SCHEMAS.get(parameter.kind, plain.schema)
    return QueryParameter(parameter.name, described, schema, read, parameter.multiple, required)


def _without_exponent(value: str) -> str:
    """Give a JSON number as xsd:decimal writes it; what is no number as it is.

    >>> _without_exponent("1e-3")
    '0.001'
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return format(number, "f") if number.is_finite() and abs(number.adjusted()) < 100 else value
