"""See that what the header of a question says is there, and of the right kind, so that a mistake is told by its key and not met by who asks."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from doelengraaf.errors import QuestionFileError

__all__ = ["check_header"]

_REQUIRED = ("summary", "description", "title", "columns", "tags", "number", "rows")
_KNOWN = {*_REQUIRED, "defaults", "enumerate", "version", "limit", "seconds", "parameters", "chart", "descriptions"}
_OF_COLUMN = {"nl", "en", "hidden", "type"}
_OF_PARAMETER = {"label", "help", "picker", "values", "multiple", "narrows", "through"}


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: object) -> bool:
    return isinstance(value, dict) and all(_is_text(one) for one in (*value, *value.values()))


def _is_number(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _are_pairs(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) and len(one) == 1 for one in value)


_KINDS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "summary": (_is_text, "is een tekst"),
    "description": (_is_text, "is een tekst"),
    "title": (lambda value: _is_texts(value) and "nl" in value, "is een taal met een tekst: {nl: …, en: …}"),
    "descriptions": (_is_texts, "is een taal met een tekst: {en: …}; de Nederlandse staat onder description"),
    "tags": (lambda value: isinstance(value, list) and all(map(_is_text, value)), "is een lijst van woorden"),
    "number": (lambda value: _is_number(value, 1), "is een getal vanaf 1"),
    "rows": (lambda value: _is_number(value, 0), "is een getal vanaf 0"),
    "limit": (lambda value: _is_number(value, 1), "is een getal vanaf 1"),
    "seconds": (lambda value: _is_number(value, 1), "is een getal vanaf 1"),
    "version": (lambda value: _is_text(value) or _is_number(value, 0), "is een tekst"),
    "defaults": (_are_pairs, "is een lijst van parameters met een waarde: - naam: waarde"),
    "enumerate": (_are_pairs, "is een lijst van parameters met waarden: - naam: [waarde, waarde]"),
}


def check_header(header: Mapping[str, Any], path: Path) -> None:
    """See that a header can be used.

    Args:
        header: what the header says.
        path: the file, for the error.

    Raises:
        QuestionFileError: a key is missing, is not one of a header, or holds what it cannot hold.
    """
    for key in _REQUIRED:
        if header.get(key) in (None, "", [], {}):
            raise QuestionFileError(path, f"de kop heeft geen {key}")
    for key, value in header.items():
        if key not in _KNOWN:
            raise QuestionFileError(path, f"{key} is geen sleutel van een kop: er zijn {', '.join(sorted(_KNOWN))}")
        good, words = _KINDS.get(key, (None, ""))
        if good and value is not None and not good(value):
            raise QuestionFileError(path, f"{key} {words}")
    columns = header["columns"]
    if isinstance(columns, list) and all(map(_is_text, columns)):
        columns = dict.fromkeys(columns)
    _check_own_keys(columns, "columns", "kolom", _OF_COLUMN, path)
    _check_own_keys(header.get("parameters") or {}, "parameters", "parameter", _OF_PARAMETER, path)


def _check_own_keys(said: object, key: str, word: str, known: set[str], path: Path) -> None:
    """See that each name under a key has keys of its own that exist."""
    if not isinstance(said, dict) or not all(own is None or isinstance(own, dict) for own in said.values()):
        raise QuestionFileError(path, f"{key} is een lijst van namen met eigen sleutels")
    for name, own in said.items():
        for one in own or ():
            if one not in known:
                raise QuestionFileError(
                    path, f"{word} {name}: {one} is geen sleutel daarvan: er zijn {', '.join(sorted(known))}"
                )
