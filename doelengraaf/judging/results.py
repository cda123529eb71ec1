"""What a judge says: one result in plain values, the same whichever engine gave it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass

from doelengraaf.findings import Severity

__all__ = ["SH", "Result", "in_order", "make_result"]

SH = "http://www.w3.org/ns/shacl#"
_SEVERITY = {"Violation": Severity.MUST, "Warning": Severity.SHOULD, "Info": Severity.MAY}
_QUERY = "SPARQLConstraintComponent"


@dataclass(frozen=True)
class Result:
    """One SHACL result, in plain values so that it can cross to another process.

    Args:
        focus: the IRI of the node it is about.
        path: the property; empty when it is about the node as a whole.
        inverse: whether the property is followed against its direction.
        value: the value that is wrong, as written; empty when there is none.
        severity: how serious.
        nl: what to do, in Dutch.
        en: the same in English.
        component: the kind of constraint, such as ``MinCountConstraintComponent``.
    """

    focus: str
    path: str
    inverse: bool
    value: str
    severity: Severity
    nl: str
    en: str
    component: str


def make_result(
    focus: str,
    path: str,
    inverse: bool,
    value: str,
    severity: str,
    messages: Iterable[tuple[str, str | None]],
    component: str,
) -> Result:
    """Make a result of what an engine gives.

    Args:
        focus: the IRI of the node.
        path: the IRI of the property, or empty.
        inverse: whether it is followed against its direction.
        value: the lexical form or IRI, or empty.
        severity: the local name of the severity.
        messages: texts with their language.
        component: the local name of the constraint component.
    """
    if component == _QUERY and value:
        # Our queries start from an agenda, source or class; what is wrong is the value.
        focus, value = value, ""
    texts: Mapping[str | None, str] = {language: text for text, language in sorted(messages, reverse=True)}
    other = min(texts.values(), default="")
    rank = _SEVERITY.get(severity, Severity.MUST)
    return Result(focus, path, inverse, value, rank, texts.get("nl", other), texts.get("en", other), component)


def in_order(results: Iterable[Result]) -> Sequence[Result]:
    """Give results in one fixed order, each once: engines have an order of their own."""
    return sorted(set(results), key=lambda result: tuple(str(part) for part in astuple(result)))
