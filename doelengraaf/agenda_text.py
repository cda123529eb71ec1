"""Change the text of an ``agenda.toml`` and leave comments and order as they are: add a source, or bring one up to date."""

import json
import re
import tomllib
from collections.abc import Mapping

from doelengraaf.errors import DoelengraafError

__all__ = ["source_block", "toml_string", "with_source"]

_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)
_SOURCE = re.compile(r"^[ \t]*\[\[[ \t]*source[ \t]*\]\]", re.MULTILINE)


def toml_string(text: str) -> str:
    """Give a text as a basic string of TOML, which escapes as JSON does.

    >>> toml_string('De "Agenda" 2027')
    '"De \\\\"Agenda\\\\" 2027"'
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def source_block(values: Mapping[str, str | int]) -> str:
    """Give a ``[[source]]`` as it stands in ``agenda.toml``."""
    lines = [f"{key} = {toml_string(value) if isinstance(value, str) else value}" for key, value in values.items()]
    return "\n".join(["[[source]]", *lines]) + "\n"


def with_source(text: str, values: Mapping[str, str | int]) -> str:
    """Give the text of an ``agenda.toml`` with a source in it.

    Args:
        text: the file as it is.
        values: the keys of the source. When there is one of this ``slug``, its values are replaced and its other keys stay.

    Raises:
        DoelengraafError: the file is no TOML, or what came out of it would not be.
    """
    parts = [(found.start(), _end(text, found.start())) for found in _SOURCE.finditer(text)]
    own = [part for part in parts if _read(text[slice(*part)]).get("slug") == values["slug"]]
    if own:
        start, end = own[0]
        changed = text[:start] + _replaced(text[start:end], values) + text[end:]
    else:
        place = parts[-1][1] if parts else _first_header(text)
        before, after = text[:place].rstrip("\n"), text[place:].lstrip("\n")
        changed = f"{before}\n\n{source_block(values)}" + (f"\n{after}" if after else "")
    if not any(
        all(source.get(key) == value for key, value in values.items()) for source in _whole(changed).get("source", [])
    ):
        raise DoelengraafError("agenda.toml is te ongewoon om aan te passen: zet het blok er zelf in.")
    return changed


def _whole(text: str) -> dict[str, list[dict[str, object]]]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DoelengraafError(f"agenda.toml is geen geldige TOML: {error}.") from error


def _read(block: str) -> dict[str, object]:
    return (_whole(block).get("source") or [{}])[0]


def _first_header(text: str) -> int:
    found = _HEADER.search(text)
    return found.start() if found else len(text)


def _end(text: str, start: int) -> int:
    found = _HEADER.search(text, text.index("\n", start) if "\n" in text[start:] else len(text))
    return found.start() if found else len(text)


def _replaced(block: str, values: Mapping[str, str | int]) -> str:
    missing = []
    for key, value in values.items():
        line = f"{key} = {toml_string(value) if isinstance(value, str) else value}"
        pattern = re.compile(rf"^{key}\s*=.*$", re.MULTILINE)
        if pattern.search(block):
            block = pattern.sub(lambda _, line=line: line, block, count=1)  # type: ignore[misc]
        else:
            missing.append(line)
    body = block.rstrip("\n")
    return "\n".join([body, *missing]) + block[len(body) :]
