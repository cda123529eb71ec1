"""From the files of an agenda to what a workbook holds, and back: a folder is written whole or not at all."""

import csv
import io
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from doelengraaf.agenda_file import read_agenda
from doelengraaf.agenda_form import parse_agenda
from doelengraaf.canonical import format_table
from doelengraaf.errors import BadDataError
from doelengraaf.files import mend_folders, replacing_folder
from doelengraaf.project import Project
from doelengraaf.tables import read_table
from doelengraaf.workbook.draft import Draft
from doelengraaf.workbook.guard import WorkbookError
from doelengraaf.workbook.layout import Layout
from doelengraaf.workbook.sheet_rows import DraftTable
from doelengraaf.workbook.template import Content

__all__ = ["SHARED", "agenda_content", "agenda_files", "as_csv", "columns_of", "write_folder"]

SHARED = "shared"
"""The folder beside an agenda with what it adds to ``data/shared``, until that is taken over."""


def agenda_content(project: Project, layout: Layout, slug: str) -> Content:
    """Read an agenda for a workbook.

    Raises:
        WorkbookError: there is no such agenda.
        BadDataError: it has a file that cannot be read whole, so a workbook would lose something.
    """
    folder = project.data / "agendas" / slug
    if not (folder / "agenda.toml").is_file():
        known = ", ".join(path.parent.name for path in sorted((project.data / "agendas").glob("*/agenda.toml")))
        raise WorkbookError(f"Er is geen agenda {slug!r}. Er zijn: {known}.")
    toml = folder / "agenda.toml"
    findings = [
        one for one in read_agenda(toml, project.relative(toml)).findings if "niet de naam van de map" not in one.nl
    ]
    if findings:
        raise BadDataError(findings)
    columns: dict[str, Sequence[str]] = {}
    rows: dict[str, Sequence[Mapping[str, str]]] = {}
    for plan in layout.tables():
        path = folder / f"{plan.table}.csv"
        if plan.shared or not path.is_file():
            continue
        if plan.kind:
            table = read_table(path, project.relative(path), plan.kind, layout.shapes.allowed(plan.table))
            findings += [one for one in table.findings if not one.column or one.line <= 1]
            columns[plan.table] = table.columns
            rows[plan.table] = [row.cells for row in table.rows]
        else:
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                rows[plan.table] = list(reader)
                columns[plan.table] = list(reader.fieldnames or [])
    if findings:
        raise BadDataError(findings)
    return Content(parse_agenda(toml.read_text(encoding="utf-8")), columns, rows)


def columns_of(table: DraftTable, layout: Layout, kept: Iterable[str] = ()) -> list[str]:
    """Give the columns of a table's file, in order: those with something in them, and those its file had."""
    names = layout.shapes.allowed(table.plan.table) if table.plan.kind else [one.name for one in table.plan.columns]
    used = {"id", *kept, *(name for row in table.rows for name in row.cells)}
    return [name for name in names if name in used or not table.plan.kind]


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Give rows as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return out.getvalue()


def agenda_files(draft: Draft, layout: Layout, known: Mapping[str, Sequence[str]] | None = None) -> dict[str, bytes]:
    """Give the files of an agenda in canonical form.

    Args:
        draft: what the workbook says.
        layout: the sheets it is of.
        known: table of ``data/shared`` to ids that are there already and are left out.

    Returns:
        The path of each file below the agenda's folder, with its bytes.
    """
    files = {"agenda.toml": draft.agenda.text().encode()}
    for table in draft.tables.values():
        plan = table.plan
        rows = [row.cells for row in table.rows if row.cells.get("id") not in (known or {}).get(plan.table, ())]
        if not rows and (plan.shared or plan.table not in draft.columns or not table.rows):
            continue
        columns = columns_of(table, layout, draft.columns.get(plan.table, ()))
        text = as_csv(columns, rows)
        name = f"{SHARED}/{plan.table}.csv" if plan.shared else f"{plan.table}.csv"
        files[name] = (format_table(text, columns) if plan.kind else text).encode()
    return files


def write_folder(files: Mapping[str, bytes], out: Path, force: bool = False) -> bool:
    """Write the files of an agenda as one folder: a new folder takes the place of the old one when it is whole.

    Args:
        files: path below the folder to bytes.
        out: the folder.
        force: whether other content of the folder may be replaced; files that are no tables stay.

    Returns:
        Whether something changed.

    Raises:
        WorkbookError: the folder has other content and ``force`` is not given.
        FileWriteError: it cannot be written; the folder is as it was.
    """
    if out.exists() and not out.is_dir():
        raise WorkbookError(f"{out} is een bestand en geen map: kies een andere map.")
    mend_folders(out.parent)
    there = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()} if out.is_dir() else set()
    ours = {name for name in there if name == "agenda.toml" or name.endswith(".csv")}
    changed = sorted(name for name in files if name not in there or (out / name).read_bytes() != files[name])
    gone = sorted(ours - set(files))
    if there and not changed and not gone:
        return False
    if there and not force:
        some = ", ".join([*(name for name in changed if name in there), *gone][:6]) or ", ".join(sorted(there)[:6])
        raise WorkbookError(
            f"De map {out} heeft al andere inhoud ({some}); er is niets geschreven. Kies een lege map, of vervang de inhoud met --force."
        )
    with replacing_folder(out) as fresh:
        for name in sorted(there - ours):
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(out / name, fresh / name)
        for name, data in files.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_bytes(data)
    return True
