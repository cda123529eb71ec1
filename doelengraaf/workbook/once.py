"""Judge one workbook that somebody sent, in a process of its own that is stopped at a limit, and forget it.

The workbook comes in on standard input and the outcome goes out on standard output, as a line of JSON, followed by a line per part of the sketch; the
process has a ceiling of memory and of time, so a workbook that is made to be slow costs no more than that. What it writes while it works stands in a
folder that the caller takes away, also when the process was stopped.
"""

import base64
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doelengraaf.findings import Finding, Severity
from doelengraaf.workbook.sketch import Sketch, read_sketch, sketch_parts

if TYPE_CHECKING:
    from doelengraaf.workbook.trial import Checked

__all__ = ["WANTED", "Outcome", "Preview", "judge_apart"]

WANTED = {
    "findings": "",
    "marked": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "tables": "application/zip",
    "turtle": "text/turtle; charset=utf-8",
}
"""What can be asked of a workbook, with the media type of the file it gives."""
SECONDS = 120
SKETCH_SECONDS = 30
"""For the sketch, after the findings."""
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
        sketch: the agenda as it would stand in the graph, when the findings were asked and there are no faults.
    """

    problem: str = ""
    slug: str = ""
    title: str = ""
    findings: Sequence[Finding] = ()
    preview: Sequence[Preview] = ()
    file: bytes = b""
    sketch: Sketch | None = None


def judge_apart(
    data: bytes,
    name: str,
    root: Path,
    wanted: str,
    seconds: float = SECONDS,
    sketch_seconds: int = SKETCH_SECONDS,
) -> Outcome:
    """Judge a workbook in a process of its own.

    Args:
        data: the workbook.
        name: its file name.
        root: the root of the project it is judged beside.
        wanted: one of ``WANTED``.
        seconds: how long it may take.
        sketch_seconds: how long the sketch may take of that; what is not made by then is left out of it.
    """
    with tempfile.TemporaryDirectory(prefix="doelengraaf-werkboek-") as scratch:
        words = [str(root), name, wanted, str(sketch_seconds)]
        out, slow = _run(data, words, seconds, scratch)
    # A line that was broken off has no end.
    lines = [line for line in out.splitlines(keepends=True) if line.endswith(b"\n")]
    if not lines and slow:
        return Outcome(
            f"De controle duurde langer dan {seconds:.0f} seconden en is gestopt. Controleer dit werkboek op uw eigen computer, met: doelengraaf workbook check"
        )
    if not lines:
        return Outcome(
            "De controle van dit werkboek is gestopt: het vraagt te veel geheugen, of er ging iets mis. Controleer het op uw eigen computer, met: doelengraaf workbook check"
        )
    found: dict[str, Any] = json.loads(lines[0])
    findings = [Finding(**{**one, "severity": Severity(one["severity"])}) for one in found["findings"]]
    good = wanted == "findings" and not any(one.severity is Severity.MUST for one in findings)
    return Outcome(
        **{
            **found,
            "findings": findings,
            "preview": [Preview(**one) for one in found["preview"]],
            "file": base64.b64decode(found["file"]),
            "sketch": read_sketch(json.loads(line) for line in lines[1:]) if good and not found["problem"] else None,
        }
    )


def _run(data: bytes, words: Sequence[str], seconds: float, scratch: str) -> tuple[bytes, bool]:
    """Give what the process wrote, and whether it was stopped at the limit of time."""
    with subprocess.Popen(  # noqa: S603  # our own program, with words and no shell
        [sys.executable, "-m", "doelengraaf.workbook.once", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "TMPDIR": scratch, "TEMP": scratch, "TMP": scratch},
    ) as process:
        try:
            return process.communicate(data, timeout=seconds)[0], False
        except subprocess.TimeoutExpired as error:
            return error.output or b"", True
        finally:
            if process.poll() is None:
                # Its own processes too: it leads a group.
                os.killpg(process.pid, signal.SIGKILL)


def _judge(data: bytes, name: str, root: Path, wanted: str, folder: Path) -> tuple[Outcome, "Checked | None"]:
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
        return Outcome(str(error)), None
    checked = check_book(book, project, layout, folder=folder)
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
    return Outcome("", checked.draft.slug, title, checked.findings, preview, file), checked


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


def _lines(data: bytes, name: str, root: Path, wanted: str, seconds: int) -> Iterator[dict[str, Any]]:
    from doelengraaf.project import Project

    with tempfile.TemporaryDirectory() as folder:
        outcome, checked = _judge(data, name, root, wanted, Path(folder))
        found = asdict(outcome)
        yield {**found, "file": base64.b64encode(outcome.file).decode()}
        if checked is None or not checked.good or wanted != "findings":
            return
        if hasattr(signal, "alarm"):
            # Without a handler the signal ends the process, whatever it is at; what it wrote before stays said.
            signal.alarm(seconds)
        place = str(checked.draft.agenda.fields.get("municipality", ""))
        yield from sketch_parts(checked.built, checked.draft.slug, place, Project(Path(folder)), Project(root))


def _main() -> None:
    root, name, wanted, seconds = sys.argv[1:5]
    _limit()
    for line in _lines(sys.stdin.buffer.read(), name, Path(root), wanted, int(seconds)):
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
