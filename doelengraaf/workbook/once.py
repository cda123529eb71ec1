"""Judge one workbook that somebody sent, in a process of its own that is stopped at a limit, and forget it.

The workbook comes in on standard input and the outcome goes out on standard output, as JSON; the process has a ceiling of memory and of time, so
a workbook that is made to be slow costs no more than that.
"""

import base64
import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from doelengraaf.findings import Finding, Severity

__all__ = ["WANTED", "Outcome", "Preview", "judge_apart"]

WANTED = {
    "findings": "",
    "marked": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "tables": "application/zip",
    "turtle": "text/turtle; charset=utf-8",
}
"""What can be asked of a workbook, with the media type of the file it gives."""
SECONDS = 120
_MEMORY = 3_000_000_000
_SHOWN = 5


@dataclass(frozen=True)
class Preview:
    """What was read of one sheet: its name, how many rows it has, and the first of them as (id, name)."""

    sheet: str
    rows: int
    first: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Outcome:
    """What came of a workbook.

    Args:
        problem: why it could not be read, in Dutch; nothing when it could.
        slug: of the agenda.
        title: of the agenda.
        findings: what is wrong, with places such as ``Doelen!C12`` for files.
        preview: what was read.
        file: the file that was asked; nothing when the workbook has faults that forbid it.
    """

    problem: str = ""
    slug: str = ""
    title: str = ""
    findings: Sequence[Finding] = ()
    preview: Sequence[Preview] = ()
    file: bytes = b""


def judge_apart(data: bytes, name: str, root: Path, wanted: str, seconds: float = SECONDS) -> Outcome:
    """Judge a workbook in a process of its own.

    Args:
        data: the workbook.
        name: its file name.
        root: the root of the project it is judged beside.
        wanted: one of ``WANTED``.
        seconds: how long it may take.
    """
    with subprocess.Popen(  # noqa: S603  # our own program, with words and no shell
        [sys.executable, "-m", "doelengraaf.workbook.once", str(root), name, wanted],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=Path(__file__).resolve().parents[2],
    ) as process:
        try:
            out, _ = process.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired:
            return Outcome(
                f"De controle duurde langer dan {seconds:.0f} seconden en is gestopt. Controleer dit werkboek op uw eigen computer, met: doelengraaf workbook check"
            )
        finally:
            if process.poll() is None:
                # Its own processes too: it leads a group.
                os.killpg(process.pid, signal.SIGKILL)
    try:
        found: dict[str, Any] = json.loads(out)
    except ValueError:
        return Outcome(
            "De controle van dit werkboek is gestopt: het vraagt te veel geheugen, of er ging iets mis. Controleer het op uw eigen computer, met: doelengraaf workbook check"
        )
    return Outcome(
        **{
            **found,
            "findings": [Finding(**{**one, "severity": Severity(one["severity"])}) for one in found["findings"]],
            "preview": [Preview(**one) for one in found["preview"]],
            "file": base64.b64decode(found["file"]),
        }
    )


def _judge(data: bytes, name: str, root: Path, wanted: str) -> Outcome:
    import pyoxigraph as ox

    from doelengraaf.project import Project
    from doelengraaf.workbook.folder import agenda_files
    from doelengraaf.workbook.guard import WorkbookError
    from doelengraaf.workbook.layout import Layout
    from doelengraaf.workbook.marked import mark
    from doelengraaf.workbook.read import read_book
    from doelengraaf.workbook.trial import check_book

    project = Project(root)
    layout = Layout(project)
    try:
        book = read_book(data, name)
    except WorkbookError as error:
        return Outcome(str(error))
    checked = check_book(book, project, layout)
    file = b""
    if wanted == "marked":
        file = mark(data, book, checked.findings)
    elif wanted == "tables" and checked.good:
        file = _zip(agenda_files(checked.draft, layout, checked.known), checked.draft.slug)
    elif wanted == "turtle" and checked.good:
        prefixes = {
            term: iri
            for term, iri in layout.context.terms.items()
            if isinstance(iri, str) and iri.startswith("http") and iri.endswith(("#", "/"))
        }
        file = ox.serialize(checked.triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""
    preview = [
        Preview(
            table.sheet,
            len(table.rows),
            [
                [
                    row.cells.get("id") or row.cells.get("section", ""),
                    row.cells.get("label") or row.cells.get("prefLabel") or "",
                ]
                for row in table.rows[:_SHOWN]
            ],
        )
        for table in checked.draft.tables.values()
        if table.rows
    ]
    title = str(checked.draft.agenda.fields.get("label", ""))
    return Outcome("", checked.draft.slug, title, checked.findings, preview, file)


def _zip(files: dict[str, bytes], slug: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            # A fixed time: the same tables give the same bytes.
            archive.writestr(zipfile.ZipInfo(f"{slug}/{name}", (1980, 1, 1, 0, 0, 0)), files[name])
    return out.getvalue()


def _limit() -> None:
    try:
        import resource
    except ImportError:
        # Windows has no such limit; that of time holds there too.
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _main() -> None:
    root, name, wanted = sys.argv[1:4]
    _limit()
    found = asdict(_judge(sys.stdin.buffer.read(), name, Path(root), wanted))
    found["file"] = base64.b64encode(found["file"]).decode()
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    _main()
