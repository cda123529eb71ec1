"""Check: SHACL judges the graph, and each result becomes a finding at a file, line and column."""

import difflib
import hashlib
import json
import logging
import multiprocessing
import os
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox
from pyshacl import validate
from rdflib import Graph
from rdflib.namespace import DCTERMS, PROV, RDF, SH
from rdflib.term import Literal, Node

from doelengraaf.building.tables import Built
from doelengraaf.columns import Shapes
from doelengraaf.errors import ShapesError
from doelengraaf.files import write_whole
from doelengraaf.findings import Finding, Severity
from doelengraaf.tables import Row, split_cell
from doelengraaf.terms import BASE, ID, short

__all__ = ["Judged", "Result", "check_shapes", "read_judged", "write_judged"]

_TO_FORMER = {str(DCTERMS.replaces), str(PROV.wasRevisionOf)}
"""Properties by which an agenda refers to the agenda before it."""
_SEVERITY = {SH.Violation: Severity.MUST, SH.Warning: Severity.SHOULD, SH.Info: Severity.MAY}


@dataclass(frozen=True)
class Result:
    """One SHACL result, in plain values so that it can cross to another process."""

    focus: str
    path: str
    inverse: bool
    value: str
    severity: Severity
    nl: str
    en: str


Judged = dict[str, list[Result]]
"""What was judged: a key of data, shapes and judge to the results."""


def read_judged(path: Path) -> Judged:
    """Read what an earlier build judged; nothing when there is none, or it cannot be read."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {
            key: [Result(**{**one, "severity": Severity(one["severity"])}) for one in results]
            for key, results in rows.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def write_judged(judged: Judged, path: Path) -> None:
    """Keep what was judged for the next time, whole or not at all."""
    rows = {key: [asdict(one) for one in results] for key, results in sorted(judged.items())}
    write_whole(path, json.dumps(rows).encode())


def check_shapes(
    built: Built,
    report: Callable[[str], None] = lambda unit: None,
    known: Judged | None = None,
    only: Collection[str] | None = None,
    processes: int | None = None,
) -> tuple[list[Finding], Judged]:
    """Judge every agenda's graphs, with the shared ones, by the shapes.

    Args:
        built: tables with their quads.
        report: called with the name of each agenda (or ``shared``) when it is done.
        known: what was judged at the last good build; what has not changed since is not judged again.
        only: the agendas to judge (or ``shared``); all when left out.
        processes: how many judge at once; one stays in this process. As many as there are processors when left out.

    Returns:
        The findings, most serious first, and what was judged, to be known next time.
    """
    shapes = built.shapes.graph.serialize(format="nt")
    units = [unit for unit in _units(built) if only is None or unit[0] in only]
    jobs = {_key(data, focus, built.shapes): (name, data, focus) for name, data, focus in units}
    judged: Judged = {key: known[key] for key in jobs if known and key in known}
    todo = {key: job for key, job in jobs.items() if key not in judged}
    if todo and processes == 1:
        for key, (name, data, focus) in todo.items():
            judged[key] = _judge(data, focus, shapes)
            report(name)
    elif todo:
        # "spawn": a forked child of a process with threads (a server, a test) can hang.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(min(len(todo), processes or os.cpu_count() or 1), mp_context=context) as pool:
            running = {pool.submit(_judge, data, focus, shapes): key for key, (_, data, focus) in todo.items()}
            for done in as_completed(running):
                judged[running[done]] = done.result()
                report(todo[running[done]][0])
    finder = _Finder(built)
    findings = {finder.finding(result) for results in judged.values() for result in results}
    return sorted(findings, key=lambda finding: finding.sort_key), judged


def _units(built: Built) -> Iterator[tuple[str, str, list[str]]]:
    """Give (name, N-Triples, nodes to judge) per agenda, for the shared tables and for the mappings."""
    units: dict[str, list[ox.Quad]] = {}
    for quad in built.quads:
        name = quad.graph_name.value.removeprefix(BASE + "graph/").split("/")[0]  # type: ignore[union-attr]
        units.setdefault(name, []).append(quad)
    common = units.pop("ontology", []) + units.get("shared", [])
    # What shapes name as target node is not of any agenda.
    starts = {str(node) for node in built.shapes.graph.objects(None, SH.targetNode)}
    # A mapping is between agendas: of those it needs to know what exists. A shared partner is cited from an agenda's source.
    kinds = [quad for quad in built.quads if quad.predicate.value == str(RDF.type)]
    sources = [quad for quad in built.quads if "/source-document/" in _subject(quad)]
    for name, quads in sorted(units.items()):
        # An agenda that replaces another needs to know of that one what it takes the place of.
        former = {quad.object for quad in quads if quad.predicate.value in _TO_FORMER}
        extra = kinds if name == "mappings" else [quad for quad in kinds if quad.subject in former]
        focus = {_subject(quad) for quad in quads}
        if name == "mappings":
            focus = {one for one in focus if one.startswith(ID + "mapping/")}
        lines = sorted({f"{quad.triple} .\n" for quad in (*quads, *common, *sources, *extra)})
        yield name, "".join(lines), sorted(focus | starts)


def _key(data: str, focus: list[str], shapes: Shapes) -> str:
    """Give what must be the same for a judgement to hold: data, nodes, shapes and the judge."""
    return hashlib.sha256("\n".join([version("pyshacl"), shapes.digest, *focus, data]).encode()).hexdigest()


def _subject(quad: ox.Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""


def _judge(data: str, focus: list[str], shapes: str) -> list[Result]:
    """Run pySHACL on N-Triples and keep the results about some nodes; in a process of its own."""
    # What is wrong with a literal is a finding; rdflib would print a stack trace besides.
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    data_graph = Graph().parse(data=data, format="nt")
    shapes_graph = Graph().parse(data=shapes, format="nt")
    # From a plain rdflib graph only: through other stores pySHACL reports false violations.
    try:
        _, report, _ = validate(data_graph, shacl_graph=shapes_graph, allow_warnings=True, allow_infos=True)
    except Exception as error:  # pySHACL raises its own and rdflib's errors for shapes it cannot read
        raise ShapesError(str(error).strip().splitlines()[0]) from error
    if not isinstance(report, Graph):
        raise ShapesError(str(report))
    results = []
    for top in report.subjects(RDF.type, SH.ValidationReport):
        for node in report.objects(top, SH.result):
            results.append(_result(report, node, shapes_graph))
    # What is common is judged with the shared tables. pySHACL's own focus_nodes is no way to do this: with it a nested shape passes
    # for every node that is not in the list.
    own = set(focus)
    return [result for result in results if result.focus in own]


def _result(report: Graph, node: Node, shapes: Graph) -> Result:
    path = report.value(node, SH.resultPath)
    inner = report.value(path, SH.inversePath) if path is not None else None
    messages = [*report.objects(node, SH.resultMessage)]
    constraint = report.value(node, SH.sourceConstraint)
    if constraint is not None:
        # For a query pySHACL gives one message without its language; the shape has both.
        messages = [*shapes.objects(constraint, SH.message)] or messages
    texts = {m.language: str(m) for m in messages if isinstance(m, Literal)}
    other = next(iter(texts.values()), "")
    severity = report.value(node, SH.resultSeverity)
    focus, value = str(report.value(node, SH.focusNode)), str(report.value(node, SH.value) or "")
    if report.value(node, SH.sourceConstraintComponent) == SH.SPARQLConstraintComponent and value:
        # Our queries start from an agenda, source or class; what is wrong is the value.
        focus, value = value, ""
    return Result(
        focus=focus,
        path=str(inner or path or ""),
        inverse=inner is not None,
        value=value,
        severity=_SEVERITY.get(severity, Severity.MUST),  # type: ignore[call-overload]
        nl=texts.get("nl", other),
        en=texts.get("en", other),
    )


class _Finder:
    """Find the file, line and column a SHACL result is about."""

    def __init__(self, built: Built) -> None:
        self._built = built
        self._ids = sorted(short(name) for name in built.origins)
        self._concepts = sorted(
            {
                quad.subject.value
                for quad in built.quads
                if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(ID)
            }
        )

    def finding(self, result: Result) -> Finding:
        """Give the finding a result comes to."""
        places = self._built.origins.get(result.focus, [])
        table, row = self._best(places, result)
        cells = set(row.cells)
        column = (
            self._built.shapes.column_of(table, result.path, result.inverse, cells) if table and result.path else ""
        )
        if table == "links" and not column and row.cells.get("object") == short(result.value):
            column = "object"
        if result.focus.partition("/evidence/")[1]:
            column = "source" if result.path.endswith("hasSource") else "lines"
        value = short(result.value) if result.value.startswith(ID) else result.value
        if result.value == result.focus or column == "lines":
            value = row.cells.get("lines", "") if column == "lines" else ""
        return Finding(
            row.file, row.line, column, result.severity, result.nl, result.en, value[:80], self._hint(result, column)
        )

    def _best(self, places: list[tuple[str, Row]], result: Result) -> tuple[str, Row]:
        wanted = short(result.value)
        for table, row in places:
            if any(wanted in split_cell(text) for text in row.cells.values()):
                return table, row
        for table, row in self._built.origins.get(result.focus + " links", []):
            if row.cells.get("object") == wanted:
                return table, row
        return places[0] if places else ("", Row(short(result.focus), 0, {}))

    def _hint(self, result: Result, column: str) -> str:
        """Suggest an existing id for one that does not exist."""
        value = result.value
        if not value.startswith(ID) or value in self._built.origins:
            return ""
        prefix = self._built.context.bare_prefix(column) or ""
        if prefix and prefix != ID:
            known = sorted(name.removeprefix(prefix) for name in self._concepts if name.startswith(prefix))
            wanted = value.removeprefix(prefix)
        else:
            known, wanted = self._ids, short(value)
        close = difflib.get_close_matches(wanted, known, 1, 0.6)
        return close[0] if close else ""
