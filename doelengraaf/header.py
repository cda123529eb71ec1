"""The grlc header of a query file: lines that start with ``#+``, together YAML."""

from pathlib import Path
from typing import Any

import yaml

from doelengraaf.errors import QuestionFileError

__all__ = ["read_header", "read_query"]


def read_query(path: Path) -> str:
    """Give the text of a query file.

    Raises:
        QuestionFileError: it cannot be read, or is no UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(path, "het bestand is niet te lezen als UTF-8") from error


def read_header(text: str, path: Path) -> dict[str, Any]:
    """Read the header of a query.

    Args:
        text: the whole file.
        path: the file, for the error.

    Raises:
        QuestionFileError: the header is missing, or is not a YAML mapping. grlc itself drops all decorators silently then.
    """
    lines = [line[2:] for line in text.splitlines() if line.startswith("#+")]
    if not lines:
        raise QuestionFileError(path, "de kop ontbreekt: begin met regels als '#+ summary: …'")
    try:
        header = yaml.safe_load("\n".join(lines))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # A day that does not exist is a ValueError.
        mark = getattr(error, "problem_mark", None)
        place = f" (regel {mark.line + 1} van de kop)" if mark else ""
        raise QuestionFileError(
            path, f"de kop is geen geldige YAML{place}: zet tekst met een dubbele punt tussen aanhalingstekens"
        ) from error
    if not isinstance(header, dict):
        raise QuestionFileError(path, "de kop is geen lijst van sleutels en waarden")
    return header
