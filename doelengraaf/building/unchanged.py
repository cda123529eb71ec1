"""Tell whether a build is already there: what it was made of, by content, against what lies there now."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from doelengraaf.building.keys import PROGRAM, digest, engines
from doelengraaf.files import file_digest, stamp, write_whole
from doelengraaf.project import Project

__all__ = ["Made", "inputs_digest", "is_stale", "made_before", "output_digest", "tables_digest", "write_made"]


@dataclass(frozen=True)
class Made:
    """What a build was made of, and what it holds.

    Args:
        inputs: the SHA-256 of all that goes in.
        output: the SHA-256 of the N-Quads.
        quads: how many quads.
        derived: how many of them rules gave.
        stamp: when the N-Quads were written and how long they are.
        tables: the SHA-256 of tables, ontology and shapes.
    """

    inputs: str
    output: str
    quads: int
    derived: int
    stamp: str = ""
    tables: str = ""


def made_before(project: Project, inputs: str | None = None) -> Made | None:
    """Give what the last build is, when a new one of the same inputs would be the same; else None.

    Args:
        project: whose build it is.
        inputs: the digest of the inputs, when it is known already.
    """
    found = _read(project.made)
    if found is None or not project.report.is_file() or not project.nquads.is_file():
        return None
    same = found.inputs == (inputs or inputs_digest(project)) and found.output == file_digest(project.nquads)
    return found if same else None


def is_stale(project: Project) -> bool:
    """Tell whether tables, ontology or shapes changed since the build: by what they hold, because a clock may have been moved.

    Of a build that says nothing of itself the times of the files tell.
    """
    found = _read(project.made)
    if found is None or not found.tables or not project.nquads.is_file() or found.stamp != stamp(project.nquads):
        return project.is_stale()
    return found.tables != tables_digest(project)


def output_digest(nquads: Path) -> str:
    """Give the SHA-256 of a build: as it was remembered when nobody wrote the file since, for reading gigabytes takes seconds."""
    found = _read(nquads.with_name("made.json"))
    return found.output if found and found.stamp == stamp(nquads) else file_digest(nquads)


def _read(path: Path) -> Made | None:
    try:
        return Made(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_made(project: Project, made: Made) -> None:
    """Remember what the build that was just written is made of; the last thing a build does."""
    write_whole(project.made, (json.dumps(asdict(made), indent=1) + "\n").encode())


def inputs_digest(project: Project) -> str:
    """Give the SHA-256 of tables, ontology, shapes, questions and frozen texts, and of the program that reads them."""
    places = {**_tables(project), "queries": project.queries, "sources": project.sources, "program": PROGRAM}
    return digest(places, engines())


def tables_digest(project: Project) -> str:
    """Give the SHA-256 of tables, ontology and shapes."""
    return digest(_tables(project))


def _tables(project: Project) -> dict[str, Path]:
    return {"data": project.data, "ontology": project.ontology, "shapes": project.shapes}
