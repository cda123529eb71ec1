"""Mapping sets: what resembles what across municipalities, as SSSOM TSV (https://mapping-commons.github.io/sssom/spec-formats-tsv/).

An accepted mapping becomes a ``skos:*Match`` and a statement that says who judged it, why and how surely, in ``graph/mappings/interpreted``. A near-miss (``predicate_modifier``
is ``Not``) is kept in ``graph/mappings/rejected``, so that it is not proposed again and can be shown.
"""

import csv
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from doelengraaf.findings import Finding, must
from doelengraaf.tables import Row
from doelengraaf.terms import ID

__all__ = ["COLUMNS", "mapping_objects", "read_mappings"]

COLUMNS = (
    "subject_id",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "confidence",
    "author_label",
    "mapping_date",
    "predicate_modifier",
    "comment",
)
_REQUIRED = tuple(name for name in COLUMNS if name not in ("mapping_date", "predicate_modifier"))
_PREDICATES = ("skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch")
_JUSTIFICATION = re.compile(r"semapv:[A-Za-z]+")


def read_mappings(path: Path, file: str) -> tuple[list[Row], list[Finding]]:
    """Read one mapping set.

    Args:
        path: the ``.sssom.tsv`` file.
        file: the same as people see it.

    Returns:
        Its rows, with full IRIs for subject and object, and what is wrong with it.
    """
    findings: list[Finding] = []
    rows: list[Row] = []
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
        head = [line[1:] for line in lines if line.startswith("#")]
        prefixes = _prefixes(yaml.safe_load("\n".join(head)))
        # A day that does not exist is a ValueError in YAML, as what is no UTF-8 is.
    except (ValueError, RecursionError, yaml.YAMLError):
        return [], [
            must(
                file,
                1,
                "",
                "De kop (regels met #) is geen UTF-8 YAML met een curie_map.",
                "The head (lines with #) is no UTF-8 YAML with a curie_map.",
            )
        ]
    body = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not body or tuple(_cells(body[0][1])) != COLUMNS:
        wanted = ", ".join(COLUMNS)
        return [], [
            must(
                file,
                body[0][0] if body else 1,
                "",
                f"De kolommen zijn, met tabs: {wanted}.",
                f"The columns are, with tabs: {wanted}.",
            )
        ]
    for number, line in body[1:]:
        values = _cells(line)
        cells = {name: value.strip() for name, value in zip(COLUMNS, values, strict=False) if value.strip()}
        problems = list(_problems(cells, len(values), prefixes))
        findings += [must(file, number, column, nl, en, cells.get(column, "")) for column, nl, en in problems]
        if not problems:
            for name in ("subject_id", "object_id"):
                prefix, _, rest = cells[name].partition(":")
                cells[name] = prefixes[prefix] + rest
            rows.append(Row(file, number, cells))
    return rows, findings


def _prefixes(head: object) -> dict[str, str]:
    """Give the prefixes of a head.

    Raises:
        ValueError: they are no texts.
    """
    found = head.get("curie_map", {}) if isinstance(head, dict) else {} if head is None else None
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in (*found, *found.values())):
        raise ValueError("curie_map")
    return found


def _cells(line: str) -> list[str]:
    """Give the cells of a line; none where it is no line of a table, such as one with half a line end."""
    try:
        return next(csv.reader([line], delimiter="\t"), [])
    except csv.Error:
        return []


def _problems(cells: dict[str, str], width: int, prefixes: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    if width != len(COLUMNS):
        yield (
            "",
            f"De rij heeft {width} cellen; er horen er {len(COLUMNS)} te zijn.",
            f"The row has {width} cells; there should be {len(COLUMNS)}.",
        )
        return
    for name in _REQUIRED:
        if name not in cells:
            yield name, "Deze cel is leeg.", "This cell is empty."
    for name in ("subject_id", "object_id"):
        if name in cells and cells[name].partition(":")[0] not in prefixes:
            yield name, "Dit voorvoegsel staat niet in de curie_map.", "This prefix is not in the curie_map."
    if cells.get("predicate_id") not in (None, *_PREDICATES):
        yield "predicate_id", f"Kies een van {', '.join(_PREDICATES)}.", f"Choose one of {', '.join(_PREDICATES)}."
    if "mapping_justification" in cells and not _JUSTIFICATION.fullmatch(cells["mapping_justification"]):
        yield (
            "mapping_justification",
            "Gebruik een term van semapv, zoals semapv:ManualMappingCuration.",
            "Use a term of semapv.",
        )
    try:
        good = 0 <= float(cells.get("confidence", "1")) <= 1
    except ValueError:
        good = False
    if not good:
        yield "confidence", "Dit is een getal van 0 tot en met 1.", "This is a number from 0 to 1."
    if cells.get("predicate_modifier", "Not") != "Not":
        yield "predicate_modifier", "Dit is leeg of Not.", "This is empty or Not."


def mapping_objects(row: Row) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give (IRI of the statement, basis, JSON-LD object) for a mapping: the statement, and the match itself when it is accepted."""
    cells = row.cells
    basis = "rejected" if cells.get("predicate_modifier") == "Not" else "interpreted"
    key = hashlib.sha256(
        " ".join([cells["subject_id"], cells["predicate_id"], cells["object_id"], basis]).encode()
    ).hexdigest()[:16]
    iri = f"{ID}mapping/{key}"
    yield (
        iri,
        basis,
        {
            "id": iri,
            "type": "rdf:Statement",
            "subject": cells["subject_id"],
            "property": cells["predicate_id"],
            "object": cells["object_id"],
            "basis": basis,
            "reason": cells["comment"],
            "mappingJustification": cells["mapping_justification"],
            "confidence": cells["confidence"],
            "mappingAuthor": cells["author_label"],
            "mappingDate": cells.get("mapping_date"),
        },
    )
    if basis == "interpreted":
        yield iri, basis, {"id": cells["subject_id"], cells["predicate_id"]: {"id": cells["object_id"]}}
