"""Tell whether a build is already there: what it was made of, by content, against what lies there now."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from doelengraaf.files import write_whole
from doelengraaf.project import Project

__all__ = ["Made", "inputs_digest", "made_before", "write_made"]

_ENGINES = ("pyoxigraph", "pyshacl", "rdflib")


@dataclass(frozen=True)
class Made:
    """What a build was made of, and what it holds.

    Args:
        inputs: the SHA-256 of all that goes in.
        output: the SHA-256 of the N-Quads.
        quads: how many quads.
        derived: how many of them rules gave.
    """

    inputs: str
    output: str
    quads: int
    derived: int


def made_before(project: Project, inputs: str | None = None) -> Made | None:
    """Give what the last build is, when a new one of the same inputs would be the same; else None.

    Args:
        project: whose build it is.
        inputs: the digest of the inputs, when it is known already.
    """
    try:
        found = Made(**json.loads(project.made.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    if not project.report.is_file() or not project.judged.is_file() or not project.nquads.is_file():
        return None
    same = found.inputs == (inputs or inputs_digest(project)) and found.output == _digest(project.nquads)
    return found if same else None


def write_made(project: Project, made: Made) -> None:
    """Remember what the build that was just written is made of; the last thing a build does."""
    write_whole(project.made, (json.dumps(asdict(made), indent=1) + "\n").encode())


def inputs_digest(project: Project) -> str:
    """Give the SHA-256 of tables, ontology, shapes, questions and frozen texts, and of the program that reads them."""
    found = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in _ENGINES).encode())
    for name, path in _files(project):
        found.update(f"\n{name} {_digest(path)}".encode())
    return found.hexdigest()


def _files(project: Project) -> Iterator[tuple[str, Path]]:
    folders = {
        "data": project.data,
        "ontology": project.ontology,
        "shapes": project.shapes,
        "queries": project.queries,
        "sources": project.sources,
        "program": Path(__file__).parent,
    }
    for name, folder in folders.items():
        paths = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        yield from ((f"{name}/{path.relative_to(folder).as_posix()}", path) for path in paths)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
