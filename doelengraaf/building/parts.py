"""A part of a build: an agenda, or what all agendas share, made on its own and kept by what it is made of.

A part that is kept is not made again as long as its key is the same, so that one changed agenda costs one agenda, however many there are.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from doelengraaf.files import write_whole
from doelengraaf.findings import Finding, Severity

__all__ = ["Part", "Thing", "keep", "kept", "lines_of", "sweep"]


@dataclass(frozen=True)
class Thing:
    """What another part may need to know of a thing: its classes, its Dutch names, and the agenda it is of."""

    classes: Sequence[str]
    names: Sequence[str]
    agenda: str


@dataclass(frozen=True)
class Part:
    """A part as it is made.

    Args:
        name: the slug of its agenda, or ``shared``.
        key: what is the same as long as all it is made of is.
        findings: what is wrong with it.
        quads: how many lines of N-Quads it has.
        derived: how many of them rules gave.
        digest: the SHA-256 of its N-Quads.
        common: lines that rules gave and other parts may give too; they are not among its own.
        things: the things with a name that are its own, by IRI.
    """

    name: str
    key: str
    findings: Sequence[Finding]
    quads: int
    derived: int
    digest: str
    common: Sequence[str]
    things: Mapping[str, Thing]


def keep(folder: Path, part: Part, content: bytes) -> None:
    """Keep a part with its N-Quads; first the quads, so that what says they are there comes last.

    Raises:
        FileWriteError: the folder cannot be written.
    """
    write_whole(lines_of(folder, part.name, part.key), content)
    write_whole(_about(folder, part.name, part.key), json.dumps(asdict(part), ensure_ascii=False).encode())


def kept(folder: Path, name: str, key: str) -> Part | None:
    """Give a part that is kept; None when there is none, or it cannot be read."""
    try:
        if not lines_of(folder, name, key).is_file():
            return None
        found = json.loads(_about(folder, name, key).read_text(encoding="utf-8"))
        findings = [Finding(**{**one, "severity": Severity(one["severity"])}) for one in found.pop("findings")]
        things = {iri: Thing(**one) for iri, one in found.pop("things").items()}
        part = Part(findings=findings, things=things, **found)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return part if (part.name, part.key) == (name, key) else None


def lines_of(folder: Path, name: str, key: str) -> Path:
    """Give the file with the N-Quads of a part."""
    return folder / f"{name}.{key[:16]}.nq"


def _about(folder: Path, name: str, key: str) -> Path:
    return folder / f"{name}.{key[:16]}.json"


def sweep(folder: Path, parts: Iterable[Part]) -> None:
    """Take away what is kept of other versions than these, and what was left half written."""
    wanted = {path(folder, part.name, part.key) for part in parts for path in (lines_of, _about)}
    for found in folder.iterdir():
        if found not in wanted and found.is_file():
            found.unlink(missing_ok=True)
