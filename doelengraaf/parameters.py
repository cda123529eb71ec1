"""Parameters of questions: their names and types by grlc's rules, and values from what a person typed.

Nothing else turns what a person typed into RDF terms.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from doelengraaf.errors import ParameterError, phrase
from doelengraaf.picking import Choice, choose
from doelengraaf.store import iri, literal

__all__ = ["Parameter", "parse_token"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TOKEN = re.compile(r"\?(_{1,2})([a-z0-9]+)(?:_([A-Za-z]+(?:_[A-Za-z]+)?))?")
# As https://www.w3.org/TR/xmlschema11-2/ writes them; Python itself also takes 1_000, Infinity and the digits of other scripts.
_WRITTEN = {
    "decimal": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"),
    "integer": re.compile(r"[+-]?[0-9]+"),
    "gYear": re.compile(r"-?(?:[1-9][0-9]{4,}|[0-9]{4})"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
_MAX_LENGTH = 2000


@dataclass(frozen=True)
class Parameter:
    """One parameter of a question.

    Args:
        name: lower-case ASCII, no underscore.
        token: the variable in the query, such as ``?__gemeente_iri``.
        kind: ``thing``, ``number``, ``integer``, ``text``, or the local name of an XSD datatype: ``decimal``, ``date`` or ``gYear``.
        required: whether a value must be given.
        language: the language of a text.
        multiple: whether several values may be given.
        label: language to name.
        help: language to help text.
        values: the SELECT that fills the picker, or empty.
        default: the values used when none is given.
        allowed: the words a text may be, when it is a choice.
        narrows: the column in which a choice only leaves rows out: those that have another value there. Empty when it does more.
        through: the property by which the thing in that column has the value, when it is not the value itself. Then a row of nothing else about its
            municipality may come in, which says that the agenda does not tell.
    """

    name: str
    token: str
    kind: str
    required: bool
    language: str = ""
    multiple: bool = False
    label: Mapping[str, str] = field(default_factory=dict)
    help: Mapping[str, str] = field(default_factory=dict)
    values: str = ""
    default: Sequence[str] = ()
    allowed: Sequence[str] = ()
    narrows: str = ""
    through: str = ""

    def terms(self, typed: Sequence[str], choices: Sequence[Choice]) -> list[str]:
        """Turn what a person typed into RDF terms as SPARQL text.

        Args:
            typed: the values; empty ones are left out.
            choices: the values of the picker; a thing must be one of them when there are any.

        Raises:
            ParameterError: a value is missing, one too many, too long, or not one of the allowed ones.
        """
        given = [value.strip() for value in typed if value.strip()] or list(self.default)
        if not given and self.required:
            raise ParameterError(self.name, "", phrase("ontbreekt"), [choice.slug for choice in choices])
        if len(given) > 1 and not self.multiple:
            raise ParameterError(self.name, ", ".join(given), phrase("zijn te veel waarden: geef er één"))
        found = [self._term(value, choices) for value in given]
        return list(dict.fromkeys(found))

    def _term(self, value: str, choices: Sequence[Choice]) -> str:
        if len(value) > _MAX_LENGTH:
            slugs = [choice.slug for choice in choices]
            raise ParameterError(self.name, value, phrase("is te lang: hooguit {most} tekens"), slugs, most=_MAX_LENGTH)
        if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in value):
            slugs = [choice.slug for choice in choices]
            raise ParameterError(self.name, value, phrase("bevat een stuurteken"), slugs)
        if self.kind == "thing":
            return iri(choose(self.name, value, choices).value)
        if self.allowed:
            return literal(choose(self.name, value, choices).value, self.language)
        if self.kind == "text":
            return literal(value, self.language)
        datatype = "decimal" if self.kind == "number" else self.kind
        if not _well_written(value, datatype):
            raise ParameterError(self.name, value, phrase("is geen {datatype}"), datatype=datatype)
        return literal(value, datatype=_XSD + datatype)


def _well_written(value: str, datatype: str) -> bool:
    """Tell whether a text is a value of one of the XSD datatypes a parameter may have."""
    if not _WRITTEN[datatype].fullmatch(value):
        return False
    try:
        return datatype != "date" or bool(date.fromisoformat(value))
    except ValueError:
        return False


def parse_token(token: str) -> dict[str, Any] | None:
    """Give name, kind, required and language of a parameter token; None when it is not one of ours.

    >>> parse_token("?__gemeente_iri")
    {'name': 'gemeente', 'kind': 'thing', 'required': False, 'language': ''}
    >>> parse_token("?_jaar_xsd_gYear")
    {'name': 'jaar', 'kind': 'gYear', 'required': True, 'language': ''}
    >>> parse_token("?_jaar_xsd_boolean")
    """
    match = _TOKEN.fullmatch(token)
    if not match:
        return None
    underscores, name, suffix = match.groups()
    kinds: dict[str | None, str] = {
        None: "text",
        "iri": "thing",
        "number": "number",
        "integer": "integer",
        "literal": "text",
        "nl": "text",
        "en": "text",
        **{f"xsd_{datatype}": datatype for datatype in _WRITTEN},
    }
    if suffix not in kinds:
        return None
    return {
        "name": name,
        "kind": kinds[suffix],
        "required": underscores == "_",
        "language": suffix if suffix in ("nl", "en") else "",
    }
