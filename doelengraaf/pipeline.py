"""The whole way from tables to a checked build, as one step that either succeeds or changes nothing."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from doelengraaf import __version__
from doelengraaf.alone import alone
from doelengraaf.building.derive import read_rules
from doelengraaf.building.parts import sweep
from doelengraaf.building.together import DamagedPartError, Parts, make_parts, put_together
from doelengraaf.building.unchanged import (
    Made,
    inputs_digest,
    made_before,
    output_digest,
    tables_digest,
    write_made,
)
from doelengraaf.errors import BadDataError
from doelengraaf.files import FileWriteError, mend_folders, remove_halves, stamp, what_hinders
from doelengraaf.findings import Finding, Severity, read_findings, write_findings
from doelengraaf.judging import judge_name
from doelengraaf.project import Project
from doelengraaf.question_file import read_question
from doelengraaf.store.disk import is_for_disk, load_on_disk

__all__ = ["Report", "check_project", "dataset_version", "make_build"]

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Report:
    """What a build made.

    Args:
        path: the N-Quads file.
        quads: how many quads it holds.
        derived: how many of them rules gave.
        version: the version of the data.
        findings: what should or may be mended.
    """

    path: Path
    quads: int
    derived: int
    version: str
    findings: list[Finding]


def check_project(project: Project, progress: Progress = lambda step: None) -> list[Finding]:
    """Read the tables, make RDF and judge it.

    Returns:
        All findings, most serious first. What has not changed since it was made is not judged again.
    """
    _mend(project, progress)
    with _folder_for_parts(project) as folder:
        return _parts(project, folder, progress).findings


def make_build(project: Project, progress: Progress = lambda step: None) -> Report:
    """Check, derive and write ``build/doelengraaf.nq`` with all graphs; when nothing changed since the last good build, that is the answer.

    Raises:
        BadDataError: there are findings that forbid a build; nothing is written, the last good build stays.
        FileWriteError: the build cannot be written; the last good build stays.
        WorkerError: a process of the build was stopped from outside; the last good build stays.
    """
    try:
        project.build.mkdir(parents=True, exist_ok=True)
        with alone(project.build, lambda: progress("een andere build is bezig; wachten tot die klaar is")):
            try:
                report = _make_build(project, progress)
            except FileWriteError as error:
                raise FileWriteError(f"{error} De vorige goede build staat er nog.") from error
            if is_for_disk(project.nquads):
                load_on_disk(project.nquads, progress)
            return report
    except OSError as error:
        # What is read has messages of its own; this is the folder of the build or its disk.
        raise FileWriteError(
            f"In {project.build} is niet te schrijven: {what_hinders(error)}. De vorige goede build staat er nog."
        ) from error


def _make_build(project: Project, progress: Progress) -> Report:
    _mend(project, progress)
    # Before anything is read: what somebody saves while this build runs is for the next one.
    inputs, tables = inputs_digest(project), tables_digest(project)
    for folder in (project.build, project.parts):
        remove_halves(folder)
    if before := made_before(project, inputs):
        progress("niets veranderd sinds de vorige build")
        now = replace(before, stamp=stamp(project.nquads), tables=tables)
        if now != before:
            write_made(project, now)
        return _report(project, before, read_findings(project.report) or [])
    made = _parts(project, project.parts, progress)
    if any(finding.severity is Severity.MUST for finding in made.findings):
        raise BadDataError(made.findings)
    progress("schrijven")
    try:
        output, quads = put_together(made.parts, project.parts, project.nquads)
    except DamagedPartError as error:
        # What was damaged is gone by now and is made again; a second time is no chance.
        progress(str(error))
        made = _parts(project, project.parts, progress)
        output, quads = put_together(made.parts, project.parts, project.nquads)
    write_findings(made.findings, project.report)
    derived = quads - sum(part.quads - part.derived for part in made.parts)
    result = Made(inputs, output, quads, derived, stamp(project.nquads), tables)
    write_made(project, result)
    sweep(project.parts, made.parts)
    return _report(project, result, made.findings)


def _mend(project: Project, progress: Progress) -> None:
    """Put right what an import that was stopped left among the agendas."""
    for folder in mend_folders(project.data / "agendas"):
        progress(f"een invoer was niet af; teruggezet: {project.relative(folder)}")


def _parts(project: Project, folder: Path, progress: Progress) -> Parts:
    progress(f"tabellen lezen, vormen (SHACL) controleren met {judge_name()}, afleiden")
    # A question or rule that cannot be read is found here, not when somebody asks it.
    read_rules(project.rules)
    for path in sorted(project.queries.glob("*.rq")):
        read_question(path)
    return make_parts(project, folder, progress)


@contextmanager
def _folder_for_parts(project: Project) -> Iterator[Path]:
    """Give the folder of parts, so that a build after a check need not judge again; where that cannot be written another, for this once."""
    try:
        project.parts.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=project.parts):
            pass
    except OSError:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
    else:
        yield project.parts


def _report(project: Project, made: Made, findings: list[Finding]) -> Report:
    return Report(project.nquads, made.quads, made.derived, _version(made.output), findings)


def dataset_version(nquads: Path) -> str:
    """Give the version of a build: the project's version and the start of the SHA-256 of its N-Quads."""
    return _version(output_digest(nquads))


def _version(digest: str) -> str:
    return f"{__version__}+{digest[:12]}"
