"""Read ``agenda.toml``: what is true of an agenda as a whole, its sources and its local words."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from doelengraaf.agenda_form import FIELDS, PARTS
from doelengraaf.evidence import citations, evidence_node
from doelengraaf.findings import Finding, must
from doelengraaf.tables import SLUG, Row
from doelengraaf.terms import ID, kind_of_class

__all__ = ["AgendaFile", "read_agenda"]

_KEYS = {*FIELDS, *PARTS}
_TYPES: dict[str, type] = {
    "slug": str,
    "label": str,
    "municipality": str,
    "replaces": str,
    "startDate": date,
    "endDate": date,
    "dateAccepted": date,
    "passedBy": str,
    "description": str,
    "source": list,
    "localTerm": list,
    "evidence": dict,
    "file": str,
    "sha256": str,
    "lines": int,
    "class": str,
    "term": str,
    "section": str,
    "note": str,
}
"""What each key holds; ``source`` and ``lines`` in evidence and local terms are text."""
_SOURCE_KEYS = set(PARTS["source"])
_TERM_KEYS = set(PARTS["localTerm"])


@dataclass
class AgendaFile:
    """One ``agenda.toml``.

    Args:
        slug: the agenda's slug, which is its folder's name.
        file: the file, relative to the project.
        data: what the file says.
        findings: what is wrong with it.
        lines: the line each subject was found on, by IRI.
        starts: the lines each text stands on, to find where a table starts.
    """

    slug: str
    file: str
    data: Mapping[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    starts: dict[str, list[int]] = field(default_factory=dict)

    @property
    def iri(self) -> str:
        """The IRI of the agenda."""
        return f"{ID}agenda/{self.slug}"

    @property
    def titles(self) -> dict[str, str]:
        """The IRI of each source to its title."""
        return {
            f"{ID}{self.slug}/source-document/{source.get('slug')}": str(source.get("label", ""))
            for source in self._list("source")
        }

    def _list(self, key: str) -> list[Mapping[str, Any]]:
        values = self.data.get(key, [])
        return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []

    def sources(self) -> list[Mapping[str, Any]]:
        """Give the sources the file names."""
        return self._list("source")

    def _evidence(self, table: Mapping[str, Any], titles: Mapping[str, str], line: int) -> list[dict[str, Any]]:
        cells = {key: str(table[key]) for key in ("source", "section", "lines") if table.get(key)}
        found, findings = citations(Row(self.file, line, cells), self.slug)
        self.findings += findings
        return [evidence_node(citation, titles) for citation in found]

    def objects(self, titles: Mapping[str, str]) -> list[dict[str, Any]]:
        """Give the agenda and its sources in the terms of the JSON-LD context."""
        data = self.data
        period = {key: str(data[key]) for key in ("startDate", "endDate") if key in data}
        agenda: dict[str, Any] = {
            "id": self.iri,
            "type": "agendas",
            "municipality": str(data.get("municipality", "")) or None,
            "replaces": str(data.get("replaces", "")) or None,
            "basis": "stated",
            "temporal": {"id": self.iri + "#period", "type": "dcterms:PeriodOfTime", **period} if period else None,
            "evidence": self._evidence(data.get("evidence", {}), titles, 1),
            "localTerm": [],
            **{key: str(data[key]) for key in ("label", "dateAccepted", "passedBy", "description") if key in data},
        }
        sources = []
        for index, source in enumerate(self._list("source")):
            iri = f"{ID}{self.slug}/source-document/{source.get('slug')}"
            self.lines[iri] = self._line("[[source]]", index)
            sources.append(
                {
                    "id": iri,
                    "type": "source-documents",
                    "agenda": f"agenda/{self.slug}",
                    "label": source.get("label"),
                    "fileName": source.get("file"),
                    "sha256": source.get("sha256"),
                    "lineCount": str(source.get("lines", "")) or None,
                    "note": source.get("note"),
                }
            )
        for index, term in enumerate(self._list("localTerm")):
            line = self._line("[[localTerm]]", index)
            name = str(term.get("class", ""))
            iri = f"{self.iri}#term-{kind_of_class(name)}-{re.sub('[^a-z0-9]+', '-', str(term.get('term', '')).lower()).strip('-')}"
            self.lines[iri] = line
            agenda["localTerm"].append(
                {
                    "id": iri,
                    "type": "skosxl:Label",
                    "literalForm": term.get("term"),
                    "subjectClass": f"dg:{name}" if name.isalnum() else None,
                    "evidence": self._evidence(term, titles, line),
                }
            )
        self.lines[self.iri] = 1
        return [agenda, *sources]

    def _line(self, header: str, index: int) -> int:
        found = self.starts.get(header, [])
        return found[index] if index < len(found) else 1


def _wrongly_typed(table: Mapping[str, Any], where: str) -> Iterator[tuple[str, Any]]:
    """Give the keys of a table whose values are of another type than they should be."""
    for name, value in list(table.items()):
        expected = _TYPES.get(name, object)
        if where in ("localTerm", "evidence") and name in ("source", "lines", "section"):
            expected = str
        if not isinstance(value, expected) or isinstance(value, bool | datetime):
            yield name, value


def read_agenda(path: Path, file: str) -> AgendaFile:
    """Read one file; what is wrong becomes findings, nothing is raised for bad input."""
    agenda = AgendaFile(path.parent.name, file)

    def wrong(line: int, key: str, nl: str, en: str, value: str = "") -> None:
        agenda.findings.append(must(file, line, key, nl, en, value))

    if not path.is_file():
        wrong(
            0,
            "",
            "De map heeft geen agenda.toml: zonder titel, gemeente en bronnen is er geen agenda.",
            "The folder has no agenda.toml: without title, municipality and sources there is no agenda.",
        )
        return agenda
    try:
        text = path.read_bytes().decode("utf-8")
        data: dict[str, Any] = tomllib.loads(text)
    except UnicodeDecodeError:
        wrong(1, "", "Dit is geen UTF-8: bewaar het bestand als UTF-8.", "This is not UTF-8: save the file as UTF-8.")
        return agenda
    except (ValueError, RecursionError) as error:
        # Beside errors of TOML itself: a number of thousands of digits, brackets in brackets without end.
        place = re.search(r"line (\d+)", str(error))
        wrong(
            int(place[1]) if place else 1,
            "",
            "Dit is geen geldige TOML: kijk naar aanhalingstekens, haken en datums op deze regel.",
            f"This is no valid TOML: {error}.",
        )
        return agenda
    for number, line in enumerate(text.split("\n"), 1):
        agenda.starts.setdefault(line.strip(), []).append(number)
    for name, value in list(_wrongly_typed(data, "file")):
        if _TYPES.get(name) is date:
            nl = "Dit is geen datum: schrijf 2021-01-01, zonder aanhalingstekens."
            en = "This is no date: write 2021-01-01, without quotes."
        else:
            nl = "Deze waarde is van de verkeerde soort: kijk naar aanhalingstekens en haken."
            en = "This value is of the wrong kind: look at quotes and brackets."
        wrong(1, name, nl, en, str(value)[:60])
        del data[name]
    for key in ("source", "localTerm"):
        good = []
        for index, table in enumerate(data.get(key, [])):
            problems = list(_wrongly_typed(table, key)) if isinstance(table, dict) else [(key, table)]
            for name, value in problems:
                wrong(
                    agenda._line(f"[[{key}]]", index),
                    name,
                    "Deze waarde is van de verkeerde soort: kijk naar aanhalingstekens en haken.",
                    "This value is of the wrong kind: look at quotes and brackets.",
                    str(value)[:60],
                )
            if not problems:
                good.append(table)
        if key in data:
            data[key] = good
    for name, value in list(_wrongly_typed(data.get("evidence", {}), "evidence")):
        wrong(
            1,
            f"evidence {name}",
            "Deze waarde is tekst tussen aanhalingstekens.",
            "This value is text between quotes.",
            str(value)[:60],
        )
        del data["evidence"][name]
    for index, source in enumerate(data.get("source", [])):
        if not SLUG.fullmatch(source.get("slug", "")):
            wrong(
                agenda._line("[[source]]", index),
                "slug",
                "De slug van een bron is kleine letters, cijfers en koppeltekens.",
                "The slug of a source is lower-case letters, digits and hyphens.",
                source.get("slug", ""),
            )
            source["slug"] = f"bron-{index + 1}"
    agenda.data = data
    for name in sorted(set(data) - _KEYS):
        wrong(
            1,
            name,
            f"Deze sleutel bestaat niet. Er kunnen zijn: {', '.join(sorted(_KEYS))}.",
            f"There is no such key. There can be: {', '.join(sorted(_KEYS))}.",
        )
    for key, known in (("source", _SOURCE_KEYS), ("localTerm", _TERM_KEYS)):
        for index, table in enumerate(agenda._list(key)):
            for name in sorted(set(table) - known):
                wrong(
                    agenda._line(f"[[{key}]]", index),
                    name,
                    f"Deze sleutel bestaat niet in {key}.",
                    f"There is no such key in {key}.",
                )
    if data.get("slug") != agenda.slug:
        wrong(
            1,
            "slug",
            f"De slug is niet de naam van de map: {agenda.slug}.",
            f"The slug is not the name of the folder: {agenda.slug}.",
            str(data.get("slug", "")),
        )
    if not agenda._list("source"):
        wrong(
            1,
            "source",
            "Er is geen bron: zet er een [[source]] in met slug, label, file, sha256 en lines.",
            "There is no source: add a [[source]] with slug, label, file, sha256 and lines.",
        )
    return agenda
