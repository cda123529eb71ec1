"""What something is made of, as one word: the SHA-256 of files by name and content, so that the same is not made twice."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from doelengraaf.files import file_digest
from doelengraaf.judging import judge_name

__all__ = ["PROGRAM", "digest", "engines"]

PROGRAM = Path(__file__).parent.parent
"""The program itself: what it makes may change with it."""
_ENGINES = ("pyoxigraph", "rdflib")


def digest(places: Mapping[str, Path], words: Iterable[str] = ()) -> str:
    """Give the SHA-256 of files and folders with what they hold, and of words.

    Args:
        places: what each file or folder is called, whatever it is called on this machine; one that is not there counts as empty.
        words: what else matters.
    """
    found = hashlib.sha256("\n".join(words).encode())
    for name, path in _files(places):
        found.update(f"\n{name} {file_digest(path)}".encode())
    return found.hexdigest()


def engines() -> list[str]:
    """Give the packages that read and the one that judges, with their versions."""
    return [*(f"{name} {version(name)}" for name in _ENGINES), judge_name()]


def _files(places: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    for name, place in places.items():
        if place.is_file():
            yield name, place
        paths = sorted(path for path in place.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        yield from ((f"{name}/{path.relative_to(place).as_posix()}", path) for path in paths)
