"""The whole way from tables to a checked build, as one step that either succeeds or changes nothing."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from doelengraaf import __version__
from doelengraaf.alone import alone
from doelengraaf.build import Built, build_quads, read_project
from doelengraaf.check import Judged, check_shapes, read_judged, write_judged
from doelengraaf.coverage import documents
from doelengraaf.coverage_rdf import measurements
from doelengraaf.derive import derive, read_rules
from doelengraaf.errors import BadDataError
from doelengraaf.files import FileWriteError, remove_halves, write_whole
from doelengraaf.findings import Finding, Severity, read_findings, write_findings
from doelengraaf.project import Project
from doelengraaf.question_file import read_question
from doelengraaf.sources import check_passages
from doelengraaf.store import OxigraphStore
from doelengraaf.terms import DERIVED_GRAPH
from doelengraaf.unchanged import Made, inputs_digest, made_before, write_made

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


def check_project(project: Project, progress: Progress = lambda step: None) -> tuple[Built, list[Finding], Judged]:
    """Read the tables, make RDF and judge it.

    Returns:
        What was built, in memory only, all findings, most serious first, and what was judged. What has not changed since the last good
        build is not judged again.
    """
    progress("tabellen lezen")
    # A question or rule that cannot be read is found here, not when somebody asks it.
    read_rules(project.rules)
    for path in sorted(project.queries.glob("*.rq")):
        read_question(path)
    built = build_quads(project, read_project(project))
    progress(f"{len(built.quads)} quads; vormen (SHACL) controleren")
    found, judged = check_shapes(
        built, lambda unit: progress(f"vormen gecontroleerd: {unit}"), read_judged(project.judged)
    )
    findings = [*built.findings, *found]
    progress("bewijsplaatsen controleren")
    findings += check_passages(built, project.sources)
    # One fault is told once: a shape may find again what reading found, at the same cell.
    told = {(f.file, f.line, f.column) for f in built.findings}
    findings = [f for f in findings if f in built.findings or (f.file, f.line, f.column) not in told]
    return built, sorted(dict.fromkeys(findings), key=lambda finding: finding.sort_key), judged


def make_build(project: Project, progress: Progress = lambda step: None) -> Report:
    """Check, derive and write ``build/doelengraaf.nq`` with all graphs; when nothing changed since the last good build, that is the answer.

    Raises:
        BadDataError: there are findings that forbid a build; nothing is written, the last good build stays.
        FileWriteError: the build cannot be written; the last good build stays.
    """
    try:
        project.build.mkdir(parents=True, exist_ok=True)
        with alone(project.build, lambda: progress("een andere build is bezig; wachten tot die klaar is")):
            return _make_build(project, progress)
    except OSError as error:
        # What is read has messages of its own; this is the folder of the build or its disk.
        raise FileWriteError(
            f"In {project.build} is niet te schrijven: {error.strerror or error}. De vorige goede build staat er nog; maak de map schrijfbaar of maak ruimte."
        ) from error


def _make_build(project: Project, progress: Progress) -> Report:
    # Before anything is read: what somebody saves while this build runs is for the next one.
    inputs = inputs_digest(project)
    remove_halves(project.build)
    if before := made_before(project, inputs):
        progress("niets veranderd sinds de vorige build")
        return _report(project, before, read_findings(project.report) or [])
    built, findings, judged = check_project(project, progress)
    bad = [finding for finding in findings if finding.severity is Severity.MUST]
    if bad:
        raise BadDataError(findings)
    progress("afleiden")
    store = OxigraphStore(built.quads)
    derive(store, read_rules(project.rules), lambda rule, count: progress(f"regel {rule}: {count}"))
    store.insert(measurements(documents(project, store)), DERIVED_GRAPH)
    progress("schrijven")
    lines = sorted({line for graph in store.graphs() for line in store.quads(graph)})
    content = "".join(lines).encode()
    write_whole(project.nquads, content)
    write_findings(findings, project.report)
    write_judged(judged, project.judged)
    made = Made(inputs, hashlib.sha256(content).hexdigest(), len(lines), len(lines) - len(built.quads))
    write_made(project, made)
    return _report(project, made, findings)


def _report(project: Project, made: Made, findings: list[Finding]) -> Report:
    return Report(project.nquads, made.quads, made.derived, _version(made.output), findings)


def dataset_version(nquads: Path) -> str:
    """Give the version of a build: the project's version and the start of the SHA-256 of its N-Quads."""
    with nquads.open("rb") as file:
        return _version(hashlib.file_digest(file, "sha256").hexdigest())


def _version(digest: str) -> str:
    return f"{__version__}+{digest[:12]}"
