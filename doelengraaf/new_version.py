"""A later agenda of the same municipality to start from: the tables of the former one in a new folder, each aim linked to the one it follows.

What the former agenda says is no evidence for the later one. So the places are left empty and the basis is kept: ``doelengraaf check`` then names every row
that must be cited again, changed or taken out, and nothing is published of the new agenda before that is done. An interpreted row needs no place; its reason
says that it was taken over and must be read again.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from doelengraaf.agenda_file import read_agenda
from doelengraaf.agenda_form import format_agenda
from doelengraaf.agenda_text import toml_string
from doelengraaf.building.tables import RESERVED, Built, read_project
from doelengraaf.canonical import format_table
from doelengraaf.columns import EVIDENCE_COLUMNS
from doelengraaf.errors import DoelengraafError
from doelengraaf.files import replacing_folder
from doelengraaf.project import Project
from doelengraaf.tables import SEPARATOR, SLUG, Table, split_cell
from doelengraaf.terms import ID

__all__ = ["LEFT_OUT", "Copied", "new_version"]

LEFT_OUT = ("coverage", "observations", "narratives", "expected-documents")
"""Tables that are not copied: they are about the former text and what it counted."""
_LINK_COLUMNS = ("subject", "object")


@dataclass(frozen=True)
class Copied:
    """What was made.

    Args:
        folder: the new folder.
        rows: table to how many rows it got.
        aims: how many aims are linked to a former one.
        to_cite: how many stated rows need a new place.
    """

    folder: Path
    rows: Mapping[str, int]
    aims: int
    to_cite: int


def new_version(
    project: Project, former: str, slug: str, label: str = "", start: date | None = None, end: date | None = None
) -> Copied:
    """Make the folder of a later agenda.

    Args:
        project: the project.
        former: the slug of the agenda it follows.
        slug: its own slug.
        label: its title; that of the former with the slug behind it when left out.
        start: its first day.
        end: its last day.

    Raises:
        DoelengraafError: the former is not there or cannot be read whole, the slug is no slug or taken, or the days are the wrong way round; nothing is
            written.
    """
    folder = project.data / "agendas" / slug
    source = project.data / "agendas" / former
    if not SLUG.fullmatch(slug):
        raise DoelengraafError(f"Een agenda heet met kleine letters, cijfers en koppeltekens; dit is {slug[:80]!r}.")
    if not SLUG.fullmatch(former) or not (source / "agenda.toml").is_file():
        known = ", ".join(sorted(path.parent.name for path in source.parent.glob("*/agenda.toml")))
        raise DoelengraafError(f"Er is geen agenda {former[:80]!r}. Er zijn: {known}.")
    if folder.exists():
        raise DoelengraafError(
            f"De map {project.relative(folder)} is er al; er is niets veranderd. Kies een andere naam."
        )
    if start and end and start > end:
        raise DoelengraafError("De eerste dag komt na de laatste.")
    agenda = read_agenda(source / "agenda.toml", project.relative(source / "agenda.toml"))
    built = read_project(project)
    tables = [table for owner, table in built.tables if owner == former and table.name not in LEFT_OUT]
    wrong = [finding for table in tables for finding in table.findings] + agenda.findings
    if wrong:
        raise DoelengraafError(f"De vorige agenda is niet heel te lezen; herstel haar eerst. {wrong[0].text()}")
    if slug in RESERVED | {built.context.kind(table) for table in built.context.tables}:
        raise DoelengraafError(f"{slug} betekent al iets anders; kies een andere naam.")
    texts = {table.name: _copied(table, built, former, slug) for table in tables}
    texts["agenda.toml"] = format_agenda(_agenda(agenda.data, former, slug, label, start, end))
    _write_folder(folder, texts)
    aims = [table for table in tables if "revisionOf" in built.shapes.allowed(table.name)]
    return Copied(
        folder,
        {table.name: len(table.rows) for table in tables},
        sum(len(table.rows) for table in aims),
        sum(row.cells.get("basis") == "stated" for table in tables for row in table.rows),
    )


def _write_folder(folder: Path, texts: Mapping[str, str]) -> None:
    """Write all files or none."""
    with replacing_folder(folder) as made:
        for name, text in texts.items():
            (made / (name if "." in name else f"{name}.csv")).write_bytes(text.encode())


def _copied(table: Table, built: Built, former: str, slug: str) -> str:
    allowed = built.shapes.allowed(table.name)
    columns = list(table.columns)
    follows = "revisionOf" in allowed
    if follows and "revisionOf" not in columns:
        columns.append("revisionOf")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in table.rows:
        cells = {
            name: _renamed(text, former, slug) if name in _LINK_COLUMNS or built.context.is_reference(name) else text
            for name, text in row.cells.items()
            if name not in EVIDENCE_COLUMNS
        }
        if cells.get("basis") == "interpreted" and "reason" in cells:
            cells["reason"] = f"Overgenomen van {former}, nog na te lezen: {cells['reason']}"
        if follows:
            cells["revisionOf"] = f"../{former}/{row.cells['id']}"
        writer.writerow([cells.get(name, "") for name in columns])
    return format_table(out.getvalue(), allowed)


def _renamed(cell: str, former: str, slug: str) -> str:
    """Give a cell of references with those to the former agenda and its things made to the new one."""

    def one(value: str) -> str:
        if value in (f"agenda/{former}", f"../agenda/{former}"):
            return value.replace(former, slug)
        for start in (f"../{former}/", f"{ID}{former}/"):
            if value.startswith(start):
                return value.removeprefix(start)
        return value

    return SEPARATOR.join(one(value) for value in split_cell(cell))


def _agenda(
    data: Mapping[str, object], former: str, slug: str, label: str, start: date | None, end: date | None
) -> str:
    values: Sequence[tuple[str, str]] = [
        ("slug", toml_string(slug)),
        ("label", toml_string(label or f"{data.get('label', former)} ({slug})")),
        ("municipality", toml_string(str(data.get("municipality", "")))),
        ("replaces", toml_string(f"agenda/{former}")),
        *((key, day.isoformat()) for key, day in (("startDate", start), ("endDate", end)) if day),
    ]
    return (
        "\n".join(f"{key} = {value}" for key, value in values)
        + f"""

# De tabellen in deze map zijn overgenomen uit {former}, zonder bewijsplaatsen. Per rij: haal de nieuwe tekst aan, verander haar, of gooi haar weg.
# Een ambitie houdt haar revisionOf als zij een vorige volgt; haal die weg bij een ambitie die nieuw is.
# Zet de tekst vast met: doelengraaf source add BESTAND --agenda {slug} --name NAAM --write
"""
    )
