"""Parameters of questions: their names and types by grlc's rules, and values from what a person typed.

Nothing else turns what a person typed into RDF terms.
"""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rdflib import Literal as CheckedLiteral
from rdflib import URIRef

from doelengraaf.errors import ParameterError
from doelengraaf.store import iri, literal

__all__ = ["Choice", "Parameter", "choose", "parse_token"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TOKEN = re.compile(r"\?(_{1,2})([a-z0-9]+)(?:_([A-Za-z]+(?:_[A-Za-z]+)?))?")
_YEAR = re.compile(r"-?[0-9]{4,}")
_MAX_LENGTH = 2000


@dataclass(frozen=True)
class Choice:
    """One value of a picker.

    Args:
        value: the IRI.
        label: what people see.
        count: how often it occurs, if the picker counts.
    """

    value: str
    label: str
    count: int | None = None

    @property
    def slug(self) -> str:
        """The last part of the IRI, which people may type."""
        return self.value.rstrip("/").rpartition("/")[2]


@dataclass(frozen=True)
class Parameter:
    """One parameter of a question.

    Args:
        name: lower-case ASCII, no underscore.
        token: the variable in the query, such as ``?__gemeente_iri``.
        kind: ``thing``, ``number``, ``integer``, ``text`` or an XSD datatype's local name such as ``gYear``.
        required: whether a value must be given.
        language: the language of a text.
        multiple: whether several values may be given.
        label: language to name.
        help: language to help text.
        values: the SELECT that fills the picker, or empty.
        default: the values used when none is given.
        allowed: the words a text may be, when it is a choice.
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
            raise ParameterError(self.name, "", "ontbreekt", [choice.slug for choice in choices])
        if len(given) > 1 and not self.multiple:
            raise ParameterError(self.name, ", ".join(given), "zijn te veel waarden: geef er één")
        found = [self._term(value, choices) for value in given]
        return list(dict.fromkeys(found))

    def _term(self, value: str, choices: Sequence[Choice]) -> str:
        if len(value) > _MAX_LENGTH:
            raise ParameterError(self.name, value, f"is te lang: hooguit {_MAX_LENGTH} tekens")
        if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in value):
            raise ParameterError(self.name, value, "bevat een stuurteken")
        if self.kind == "thing":
            return iri(choose(self.name, value, choices).value)
        if self.allowed:
            return literal(choose(self.name, value, choices).value, self.language)
        if self.kind == "text":
            return literal(value, self.language)
        datatype = {"number": "decimal", "integer": "integer"}.get(self.kind, self.kind)
        checked = CheckedLiteral(value, datatype=URIRef(_XSD + datatype))
        # rdflib does not judge years (https://www.w3.org/TR/xmlschema11-2/#gYear).
        wrong = not _YEAR.fullmatch(value) if datatype == "gYear" else checked.ill_typed or checked.value is None
        if wrong:
            raise ParameterError(self.name, value, f"is geen {datatype}")
        return literal(value, datatype=_XSD + datatype)


def choose(parameter: str, value: str, choices: Sequence[Choice]) -> Choice:
    """Give the choice a person means: by address, by the last part of it, or by name.

    Raises:
        ParameterError: it is none of them; the nearest come first in what is allowed.
    """
    wanted = value.casefold()
    for choice in choices:
        if value == choice.value or wanted in (choice.slug.casefold(), choice.label.casefold()):
            return choice
    slugs = [choice.slug for choice in choices]
    close = difflib.get_close_matches(wanted, slugs + [choice.label for choice in choices], 3)
    allowed = list(dict.fromkeys(next((c.slug for c in choices if name in (c.slug, c.label)), name) for name in close))
    raise ParameterError(
        parameter,
        value,
        "is niet een van de mogelijke waarden",
        [*allowed, *(s for s in slugs if s not in allowed)],
    )


def parse_token(token: str) -> dict[str, Any] | None:
    """Give name, kind, required and language of a parameter token; None when it is not one of ours.

    >>> parse_token("?__gemeente_iri")
    {'name': 'gemeente', 'kind': 'thing', 'required': False, 'language': ''}
    >>> parse_token("?_jaar_xsd_gYear")
    {'name': 'jaar', 'kind': 'gYear', 'required': True, 'language': ''}
    """
    match = _TOKEN.fullmatch(token)
    if not match:
        return None
    underscores, name, suffix = match.groups()
    kinds = {
        None: "text",
        "iri": "thing",
        "number": "number",
        "integer": "integer",
        "literal": "text",
        "nl": "text",
        "en": "text",
    }
    if suffix in kinds:
        kind = kinds[suffix]
    elif suffix.startswith("xsd_"):
        kind = suffix[4:]
    else:
        return None
    return {
        "name": name,
        "kind": kind,
        "required": underscores == "_",
        "language": suffix if suffix in ("nl", "en") else "",
    }
