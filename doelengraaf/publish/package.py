"""The tables as a Frictionless Data Package: one ZIP of CSV files with ``datapackage.json``, by https://specs.frictionlessdata.io (Data Package 1).

Each field has the Dutch title of its property, its address (``rdfType``) and its type; the terms are those of the JSON-LD context. Rows that are proposed or
rejected are left out, as in the dumps.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from doelengraaf.agenda_file import AgendaFile
from doelengraaf.agenda_form import FIELDS
from doelengraaf.building.tables import Built
from doelengraaf.publish import rights
from doelengraaf.publish.parties import dataset_iri
from doelengraaf.publish.parts import SHARED, WHOLE
from doelengraaf.tables import SEPARATOR, Row
from doelengraaf.terms import BASE, Context

__all__ = ["make_package"]

_SAID = ("stated", "interpreted")
_TYPES = {"xsd:date": "date", "xsd:decimal": "number", "xsd:integer": "integer"}
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first time a ZIP file can hold: the time of making must not change the bytes."""
_TITLES = {
    "id": "kenmerk (soort en korte naam)",
    "label": "naam",
    "labelEn": "naam (Engels)",
    "prefLabel": "naam",
    "prefLabelEn": "naam (Engels)",
    "definitionEn": "definitie (Engels)",
    "asWritten": "zoals het er staat",
    "qualifier": "voorbehoud bij het getal",
    "source": "bron (documenten)",
    "section": "paragraaf",
    "lines": "regels van de bron",
    "measures": "meet",
    "temporal": "looptijd",
    "file": "bestand van de vastgezette tekst",
    "sha256": "controlesom van de vastgezette tekst (SHA-256)",
    "lineCount": "aantal regels van de vastgezette tekst",
}
_AGENDA_COLUMNS = tuple(name for name in FIELDS if name != "slug")
_OWN_TYPES = {"startDate": "date", "endDate": "date", "dateAccepted": "date", "lineCount": "integer"}
_FIGURES = ("observations", "targets")


@dataclass(frozen=True)
class _Resource:
    """One table of a package: where it stands, what it is called, its columns and rows."""

    path: str
    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, str]]
    table: str


def make_package(built: Built, part: str, titles: Mapping[str, str], version: str, day: str) -> bytes:
    """Make the package of a part.

    Args:
        built: what the tables say.
        part: ``doelengraaf``, ``shared`` or the slug of an agenda. An agenda's package holds the shared tables as well, so that it can be used by itself.
        titles: the Dutch label of each property and class, by IRI.
        version: the version of the data.
        day: the day of the newest change (ISO 8601).
    """
    agendas = [agenda for agenda in built.agendas if part in (WHOLE, agenda.slug)]
    owners = {SHARED, *(agenda.slug for agenda in agendas)}
    resources = sorted(_resources(built, owners, agendas, titles), key=lambda one: one.path)
    sources = [{"title": source.get("label", "")} for agenda in agendas for source in agenda.sources()]
    figures = rights.figure_sources(built, owners)
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": f"doelengraaf-{part}" if part != WHOLE else WHOLE,
        "id": dataset_iri(part),
        "title": "Doelengraaf"
        if part == WHOLE
        else f"Doelengraaf: {agendas[0].data.get('label', part) if agendas else 'gedeelde lijsten'}",
        "description": "Tabellen met agenda’s van gemeenten in het sociaal domein. Een cel met meer waarden scheidt die met een rechte streep (|). "
        "Kenmerken beginnen bij https://w3id.org/doelengraaf/id/ en, voor wat van een agenda is, haar korte naam. "
        + rights.sentence(figures),
        "homepage": BASE,
        "version": version,
        **({"created": f"{day}T00:00:00Z"} if day else {}),
        "licenses": [rights.CC0],
        **({"sources": sources} if sources else {}),
        "resources": [_described(built.context, one, titles, figures) for one in resources],
    }
    files = [(one.path, _csv(one)) for one in resources]
    files.insert(0, ("datapackage.json", (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()))
    return _zip(files)


def _resources(
    built: Built, owners: set[str], agendas: Iterable[AgendaFile], titles: Mapping[str, str]
) -> Iterator[_Resource]:
    for owner, table in built.tables:
        if owner in owners and table.columns:
            rows = [row.cells for row in table.rows if row.cells.get("basis", _SAID[0]) in _SAID]
            folder = SHARED if owner == SHARED else f"agendas/{owner}"
            title = titles.get(built.context.tables[table.name], table.name)
            place = "" if owner == SHARED else f" ({owner})"
            yield _Resource(
                f"{folder}/{table.name}.csv",
                f"{owner}-{table.name}",
                f"{title}{place}",
                table.columns,
                rows,
                table.name,
            )
    for agenda in agendas:
        own = {name: str(agenda.data[name]) for name in _AGENDA_COLUMNS if name in agenda.data}
        folder, place = f"agendas/{agenda.slug}", f" ({agenda.slug})"
        yield _Resource(
            f"{folder}/agenda.csv",
            f"{agenda.slug}-agenda",
            f"agenda{place}",
            ["id", *own],
            [{"id": f"agenda/{agenda.slug}", **own}],
            "agendas",
        )
        documents = [
            {
                "id": f"source-document/{source.get('slug')}",
                "label": str(source.get("label", "")),
                "file": str(source.get("file", "")),
                "sha256": str(source.get("sha256", "")),
                "lineCount": str(source.get("lines", "")),
            }
            for source in agenda.sources()
        ]
        yield _Resource(
            f"{folder}/source-documents.csv",
            f"{agenda.slug}-source-documents",
            f"bron{place}",
            ["id", "label", "file", "sha256", "lineCount"],
            documents,
            "source-documents",
        )
    if built.mappings and len(owners) > 2:
        mappings = [row for row in built.mappings if row.cells.get("predicate_modifier") != "Not"]
        columns = list(dict.fromkeys(name for row in mappings for name in row.cells if name != "predicate_modifier"))
        yield _Resource(
            "mappings.csv", "mappings", "overeenkomsten tussen agenda’s (SSSOM)", columns, _cells(mappings), "mappings"
        )


def _cells(rows: Iterable[Row]) -> list[Mapping[str, str]]:
    return [row.cells for row in rows]


def _described(context: Context, one: _Resource, titles: Mapping[str, str], figures: Sequence[str]) -> dict[str, Any]:
    has_id = "id" in one.columns
    iri = context.tables.get(one.table)
    own: dict[str, Any] = {"licenses": rights.of_figures(figures)} if one.table in _FIGURES else {}
    if one.table in _FIGURES and figures:
        own["sources"] = [{"title": name} for name in figures]
    return {
        "profile": "tabular-data-resource",
        "name": one.name,
        "path": one.path,
        "title": one.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **({"rdfType": iri} if iri else {}),
        **own,
        "schema": {
            "fields": [_field(context, name, titles) for name in one.columns],
            **({"primaryKey": "id"} if has_id else {}),
            "missingValues": [""],
        },
    }


def _field(context: Context, column: str, titles: Mapping[str, str]) -> dict[str, Any]:
    definition = context.terms.get(column)
    kind = _TYPES.get(str(definition.get("@type")), "string") if isinstance(definition, dict) else "string"
    iri = context.columns.get(column, ("", False))[0]
    found: dict[str, Any] = {
        "name": column,
        "title": _TITLES.get(column) or titles.get(iri) or column.replace("_", " "),
        "type": _OWN_TYPES.get(column, kind),
    }
    if iri:
        found["rdfType"] = iri
    if column == "id":
        found["constraints"] = {"required": True, "unique": True}
    elif context.is_reference(column):
        found["description"] = f"Verwijst naar een of meer dingen, gescheiden door {SEPARATOR}."
    return found


def _csv(one: _Resource) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(one.columns)
    writer.writerows([row.get(name, "") for name in one.columns] for row in one.rows)
    return out.getvalue().encode()


def _zip(files: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()
