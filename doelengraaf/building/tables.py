"""Read the tables and agenda files of a project, whole or some parts of it, without making RDF yet."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from doelengraaf.agenda_file import AgendaFile, read_agenda
from doelengraaf.changes import read_changes
from doelengraaf.columns import Shapes
from doelengraaf.coverage import read_coverage
from doelengraaf.findings import Finding, must
from doelengraaf.mappings import read_mappings
from doelengraaf.project import Project
from doelengraaf.tables import SLUG, Row, Table, read_table
from doelengraaf.terms import Context

__all__ = [
    "MAPPINGS",
    "RESERVED",
    "SHARED",
    "SHARED_KINDS",
    "Built",
    "agenda_folders",
    "agenda_of",
    "mapping_files",
    "read_project",
    "taken_names",
]

SHARED = "shared"
"""The part of a project that belongs to no agenda."""
MAPPINGS = "mappings"
"""The part that says what resembles what."""
SHARED_KINDS = {
    "municipality",
    "partner-organization",
    "partner-collaboration",
    "partner-group",
    "partner-type",
    "topic",
    "law",
    "target-group",
    "governance-role",
    "prevention-type",
    "positive-health-dimension",
}
"""The kinds whose things belong to no agenda."""
RESERVED = {
    "shared",
    "ontology",
    "derived",
    "mappings",
    "agenda",
    "basis",
    "role",
    "scheme",
    "derivation",
    "mapping",
    "metric",
    "cube",
}
"""What no agenda may be called, beside the kinds of things."""


@dataclass
class Built:
    """What the tables say.

    Args:
        context: the JSON-LD context used.
        shapes: the shapes used.
        tables: (agenda or ``shared``, table).
        agendas: the agenda files.
        mappings: the rows of the mapping sets.
        quads: all quads, named graphs only.
        findings: what is wrong with the tables as such; shapes are judged by ``check``.
        origins: subject IRI to the rows it came from, as (table name, row).
    """

    context: Context
    shapes: Shapes
    tables: list[tuple[str, Table]] = field(default_factory=list)
    agendas: list[AgendaFile] = field(default_factory=list)
    mappings: list[Row] = field(default_factory=list)
    quads: set[ox.Quad] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    origins: dict[str, list[tuple[str, Row]]] = field(default_factory=dict)


def taken_names(context: Context) -> set[str]:
    """Give what no agenda may be called: words that mean something else in an address."""
    return RESERVED | {context.kind(table) for table in context.tables}


def agenda_folders(project: Project, context: Context) -> tuple[list[Path], list[Finding]]:
    """Give the folders of agendas that can be read, and what is wrong with the folders of a project and its list of changes."""
    findings: list[Finding] = []
    agendas = project.data / "agendas"
    for folder in (project.data / SHARED, agendas):
        if not folder.is_dir():
            findings.append(must(project.relative(folder), 0, "", "Deze map ontbreekt.", "This folder is missing."))
    # What somebody is writing right now, or a stopped process left, has a name with a dot; it is no agenda.
    folders = sorted(path for path in agendas.glob("[!.]*") if path.is_dir()) if agendas.is_dir() else []
    if agendas.is_dir() and not folders:
        findings.append(
            must(project.relative(agendas), 0, "", "Er is geen enkele agenda.", "There is no agenda at all.")
        )
    slugs = [folder.name for folder in folders]
    findings += read_changes(project.changes, project.relative(project.changes), slugs)[1]
    taken = taken_names(context)
    good = [folder for folder in folders if SLUG.fullmatch(folder.name) and folder.name not in taken]
    for folder in sorted(set(folders) - set(good)):
        findings.append(
            must(
                project.relative(folder),
                0,
                "",
                "De naam van een agendamap is kleine letters, cijfers en koppeltekens, en geen woord dat al iets anders betekent.",
                "The name of an agenda folder is lower-case letters, digits and hyphens, and no word that already means something else.",
            )
        )
    for folder in good:
        if any((folder / SHARED).glob("*.csv")):
            findings.append(
                must(
                    project.relative(folder / SHARED),
                    0,
                    "",
                    f"De invoer van deze agenda is niet af: dit hoort in data/shared. Maak haar af met: doelengraaf workbook adopt {project.relative(folder)}",
                    f"The import of this agenda was not finished: this belongs in data/shared. Finish it by: doelengraaf workbook adopt {project.relative(folder)}",
                )
            )
    return good, findings


def agenda_of(project: Project, folder: Path) -> AgendaFile:
    """Read the agenda file of a folder."""
    return read_agenda(folder / "agenda.toml", project.relative(folder / "agenda.toml"))


def mapping_files(project: Project) -> list[Path]:
    """Give the files that say what resembles what."""
    return sorted((project.data / MAPPINGS).glob("*.sssom.tsv"))


def read_project(project: Project, only: Collection[str] | None = None, shapes: Shapes | None = None) -> Built:
    """Read the tables and agenda files of a project.

    Args:
        project: the project.
        only: the parts to read: slugs of agendas, ``shared`` and ``mappings``; when left out all, and the folders themselves are looked at too.
        shapes: the shapes of the project, when they are read already.
    """
    shapes = shapes or Shapes(project.shapes, Context.read(project.context))
    built = Built(shapes.context, shapes)
    if only is None:
        folders, built.findings = agenda_folders(project, built.context)
    else:
        folders = [project.data / "agendas" / slug for slug in sorted(set(only) - {SHARED, MAPPINGS})]
    for folder in folders:
        agenda = agenda_of(project, folder)
        built.agendas.append(agenda)
        built.findings += agenda.findings
        agenda.findings.clear()
    places = [(folder.name, folder) for folder in folders]
    if only is None or SHARED in only:
        places.insert(0, (SHARED, project.data / SHARED))
    for owner, folder in places:
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if path.suffix.lower() == ".csv":
                _read(path, project.relative(path), owner, built)
    if only is None or MAPPINGS in only:
        for path in mapping_files(project):
            rows, findings = read_mappings(path, project.relative(path))
            built.mappings += rows
            built.findings += findings
    return built


def _read(path: Path, file: str, owner: str, built: Built) -> None:
    """Read a table of an agenda or of all, or say why it is none."""
    if problem := _no_table(path, owner, built.context):
        built.findings.append(must(file, 0, "", *problem))
    elif path.stem == "coverage" and owner != SHARED:
        built.findings += read_coverage(path, file)[1]
    else:
        table = read_table(path, file, built.context.kind(path.stem), built.shapes.allowed(path.stem))
        built.findings += table.findings
        built.tables.append((owner, table))


def _no_table(path: Path, owner: str, context: Context) -> tuple[str, str] | None:
    """Say in Dutch and English why a file is no table of its folder; None when it is one."""
    if path.suffix != ".csv" or not path.is_file():
        return (
            "Dit is geen gewoon bestand op .csv: hernoem het of haal het weg.",
            "This is no plain file ending in .csv: rename it or take it away.",
        )
    if path.stem in context.tables:
        if (context.kind(path.stem) in SHARED_KINDS) == (owner == SHARED):
            return None
        if owner == SHARED:
            return (
                "Deze tabel hoort in de map van een agenda.",
                "This table belongs in the folder of an agenda.",
            )
        return "Deze tabel hoort in data/shared.", "This table belongs in data/shared."
    if path.stem == "coverage" and owner != SHARED:
        return None
    known = ", ".join(sorted(context.tables))
    return (
        f"Er is geen tabel met deze naam. Er kunnen zijn: {known}.",
        f"There is no table of this name. There can be: {known}.",
    )
