"""Keep what a person decided about two things that look alike: a row of a mapping set, so that it is never asked again.

Yes is a mapping, no is the same with ``predicate_modifier`` ``Not``; both carry who decided, when, how surely and why (https://mapping-commons.github.io/sssom/).
"""

import csv
import io
import re
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from doelengraaf.building.tables import Built
from doelengraaf.errors import DoelengraafError, ParameterError
from doelengraaf.files import write_whole
from doelengraaf.likeness import Named
from doelengraaf.mappings import COLUMNS, read_mappings
from doelengraaf.matching import catalogue, decided, kind_of
from doelengraaf.project import Project
from doelengraaf.terms import BASE, ID

__all__ = ["AUTHOR", "PREDICATES", "Decision", "decide", "find_thing", "mapping_file"]

AUTHOR = "redactie Doelengraaf"
PREDICATES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_FILES = {
    "partner": "partners",
    "topic": "topics",
    "law": "laws",
    "indicator": "indicators",
    "partner-type": "partner-types",
}
_USUAL = {"indicator": "closeMatch"}
_SHARED = "dgid"


@dataclass(frozen=True)
class Decision:
    """What a person decided.

    Args:
        subject: the IRI of one thing.
        object: the IRI of the other.
        same: whether the one is the other, by the predicate.
        reason: why; it may not be empty.
        predicate: one of ``PREDICATES``; what is usual for the kind when empty.
        confidence: how sure, 0 to 1.
        author: who decided.
    """

    subject: str
    object: str
    same: bool
    reason: str
    predicate: str = ""
    confidence: float = 0.9
    author: str = AUTHOR


def mapping_file(project: Project, kind: str) -> Path:
    """Give the mapping set that decisions about a kind go to."""
    return project.data / "mappings" / f"{_FILES[kind]}.sssom.tsv"


def find_thing(built: Built, typed: str) -> Named:
    """Find what a person means by an id: an address, or its end, such as ``partner-organization/uwv`` or ``cranendonck/indicator/thuiszitters``.

    Raises:
        ParameterError: there is none, or more than one.
    """
    things = catalogue(built)[0]
    iri = typed.strip().removeprefix("../")
    found = [one for one in things.values() if one.id in (iri, ID + iri) or one.id.endswith(f"/{iri}")] if iri else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise ParameterError(
            "ID",
            typed,
            "staat in geen tabel; schrijf een id zoals partner-organization/uwv of cranendonck/indicator/thuiszitters",
        )
    raise ParameterError("ID", typed, "is van meer agenda's", [one.id.removeprefix(ID) for one in found])


def decide(project: Project, built: Built, decision: Decision) -> Path:
    """Add a decision to its mapping set.

    Returns:
        The file.

    Raises:
        DoelengraafError: the two are not of one kind or the same, were decided about before, or the mapping set cannot be read; nothing is written.
    """
    kind = kind_of(decision.subject)
    if kind != kind_of(decision.object):
        raise DoelengraafError(
            "Deze twee zijn van een andere soort: een partner kan alleen met een partner gelijk zijn, een wet met een wet."
        )
    if decision.subject == decision.object:
        raise DoelengraafError("Dit is twee keer hetzelfde.")
    if not decision.reason.strip():
        raise DoelengraafError("Een besluit heeft een reden: geef --reason.")
    if not 0 <= decision.confidence <= 1:
        raise ParameterError("confidence", str(decision.confidence), "is geen getal van 0 tot en met 1")
    before = decided(built).get(frozenset((decision.subject, decision.object)))
    if before:
        raise DoelengraafError(
            f"Hierover is al besloten, in {before.file}:{before.line}. Haal die rij weg om opnieuw te besluiten."
        )
    path = mapping_file(project, kind)
    text = path.read_bytes().decode("utf-8") if path.is_file() else _empty(_FILES[kind])
    rows, findings = read_mappings(path, project.relative(path)) if path.is_file() else ([], [])
    if findings:
        raise DoelengraafError(f"De verzameling is niet heel te lezen; herstel haar eerst. {findings[0].text()}")
    changed = _with_row(text, decision, decision.predicate or _USUAL.get(kind, "exactMatch"))
    with tempfile.TemporaryDirectory() as folder:
        tried = Path(folder, path.name)
        tried.write_bytes(changed.encode())
        again, findings = read_mappings(tried, project.relative(path))
    if findings or len(again) != len(rows) + 1:
        raise DoelengraafError("Het besluit past niet in de verzameling; er is niets veranderd.")
    write_whole(path, changed.encode())
    built.mappings += [
        row for row in again if (row.cells["subject_id"], row.cells["object_id"]) == (decision.subject, decision.object)
    ]
    return path


def _empty(name: str) -> str:
    head = [
        f"#mapping_set_id: {BASE}mappings/{name}",
        "#license: https://creativecommons.org/publicdomain/zero/1.0/",
        "#curie_map:",
        f"#  {_SHARED}: {ID}",
        "#  skos: http://www.w3.org/2004/02/skos/core#",
        "#  semapv: https://w3id.org/semapv/vocab/",
    ]
    return "\n".join([*head, "\t".join(COLUMNS)]) + "\n"


def _with_row(text: str, decision: Decision, predicate: str) -> str:
    lines = text.rstrip("\n").split("\n")
    head = [line for line in lines if line.startswith("#")]
    body = [line for line in lines if line and not line.startswith("#")]
    prefixes: dict[str, str] = yaml.safe_load("\n".join(line[1:] for line in head))["curie_map"]
    cells = []
    for iri in (decision.subject, decision.object):
        prefix, start = _prefix(iri, prefixes)
        if prefix not in prefixes:
            place = max(number for number, line in enumerate(head) if re.match(r"#\s+\S+: ", line))
            head.insert(place + 1, f"#  {prefix}: {start}")
            prefixes[prefix] = start
        cells.append(f"{prefix}:{iri.removeprefix(start)}")
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="").writerow(
        [
            cells[0],
            f"skos:{predicate}",
            cells[1],
            "semapv:ManualMappingCuration",
            f"{decision.confidence:.2f}",
            _one_line(decision.author),
            date.today().isoformat(),
            "" if decision.same else "Not",
            _one_line(decision.reason),
        ]
    )
    # In the order of subject and object, before the first that comes later: the other rows stay where they are.
    rows = body[1:]
    later = (place for place, row in enumerate(rows) if _ends(row) > (cells[0], cells[1]))
    rows.insert(next(later, len(rows)), out.getvalue())
    return "\n".join([*head, body[0], *rows]) + "\n"


def _ends(row: str) -> tuple[str, str]:
    subject, _, rest = row.partition("\t")
    return subject, rest.split("\t")[1] if "\t" in rest else ""


def _prefix(iri: str, prefixes: dict[str, str]) -> tuple[str, str]:
    """Give the prefix of an IRI and what it stands for: the longest known one, or a new one for an agenda."""
    parts = iri.removeprefix(ID).split("/")
    wanted = ID if len(parts) == 2 else f"{ID}{parts[0]}/"
    known = [prefix for prefix, start in prefixes.items() if start == wanted]
    return (known[0], wanted) if known else (_SHARED if wanted == ID else parts[0], wanted)


def _one_line(text: str) -> str:
    return " ".join(text.split())
