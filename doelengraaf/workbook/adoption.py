"""Take what an agenda adds to the shared lists over into them: whole or not at all."""

from pathlib import Path

from doelengraaf.canonical import format_table
from doelengraaf.columns import Shapes
from doelengraaf.errors import BadDataError
from doelengraaf.files import write_whole
from doelengraaf.findings import must
from doelengraaf.project import Project
from doelengraaf.tables import read_table
from doelengraaf.terms import Context
from doelengraaf.workbook.folder import SHARED, as_csv

__all__ = ["adopt"]


def adopt(project: Project, folder: Path) -> dict[str, int]:
    """Take the additions beside an agenda over into ``data/shared``, in canonical form, and take them away there.

    Args:
        project: the project to add to.
        folder: the folder of the agenda; its additions are in ``shared/``.

    Returns:
        Table to the number of rows that were added.

    Raises:
        BadDataError: an addition has an id that is there already with other content, or cannot be read; nothing is changed.
    """
    context = Context.read(project.context)
    shapes = Shapes(project.shapes, context)
    texts: dict[Path, str] = {}
    counts: dict[str, int] = {}
    findings = []
    additions = sorted((folder / SHARED).glob("*.csv"))
    for path in additions:
        if path.stem not in context.tables:
            findings.append(
                must(
                    path.name,
                    0,
                    "",
                    "Er is geen gedeelde tabel met deze naam.",
                    "There is no shared table of this name.",
                )
            )
            continue
        allowed, kind = shapes.allowed(path.stem), context.kind(path.stem)
        target = project.data / "shared" / path.name
        new = read_table(path, project.relative(path), kind, allowed)
        old = read_table(target, project.relative(target), kind, allowed) if target.is_file() else None
        findings += [*new.findings, *(old.findings if old else [])]
        there = {row.cells.get("id"): row.cells for row in old.rows} if old else {}
        added = []
        for row in new.rows:
            before = there.get(row.cells.get("id"))
            if before is None:
                added.append(row.cells)
            elif dict(before) != dict(row.cells):
                findings.append(
                    must(
                        row.file,
                        row.line,
                        "id",
                        f"Dit id staat al in {project.relative(target)} met andere gegevens: gebruik wat er staat, of kies een ander id.",
                        f"This id is in {project.relative(target)} already with other data: use what is there, or choose another id.",
                        row.cells.get("id", ""),
                    )
                )
        columns = [name for name in allowed if name in {*(old.columns if old else ()), *new.columns, "id"}]
        rows = [*(row.cells for row in old.rows), *added] if old else added
        texts[target] = format_table(as_csv(columns, rows), columns)
        counts[path.stem] = len(added)
    if findings:
        raise BadDataError(findings)
    former = {target: target.read_bytes() if target.is_file() else None for target in texts}
    try:
        for target, text in texts.items():
            write_whole(target, text.encode())
    except BaseException:
        # All or nothing: what was written already is put back.
        for target, data in former.items():
            if data is None:
                target.unlink(missing_ok=True)
            elif target.read_bytes() != data:
                write_whole(target, data)
        raise
    for path in additions:
        path.unlink()
    if (folder / SHARED).is_dir() and not any((folder / SHARED).iterdir()):
        (folder / SHARED).rmdir()
    return {table: count for table, count in counts.items() if count}
