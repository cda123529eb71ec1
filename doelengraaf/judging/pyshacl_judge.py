"""pySHACL as judge: the referee, and what judges where the quick engine is not installed."""

import logging
import warnings
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version

import rdflib
from pyshacl import validate
from rdflib import Graph
from rdflib.namespace import RDF, SH
from rdflib.term import Literal, Node

from doelengraaf.errors import ShapesError
from doelengraaf.judging.results import Result, in_order, make_result

__all__ = ["PyshaclJudge"]


@dataclass(frozen=True)
class PyshaclJudge:
    """pySHACL, on a plain rdflib graph: through other stores it reports false violations.

    Args:
        shapes: the shapes as N-Triples.
    """

    shapes: str
    in_threads = False
    """It holds Python's lock all the time: only processes run side by side."""

    @property
    def name(self) -> str:
        """What judges, for people and for what is kept."""
        return f"pyshacl {version('pyshacl')}"

    def judge(self, data: str, focus: Collection[str]) -> Sequence[Result]:
        """Judge N-Triples and give the results about some nodes.

        Raises:
            ShapesError: the shapes themselves cannot be used.
        """
        shapes_graph = Graph().parse(data=self.shapes, format="nt")
        report = _validate(_read(data), shapes_graph)
        # What is common is judged with the shared tables. pySHACL's own focus_nodes is no way to do this: with it a nested shape
        # passes for every node that is not in the list.
        own = set(focus)
        return in_order(result for result in _results(report, shapes_graph) if result.focus in own)


def _read(data: str) -> Graph:
    # What is wrong with a literal is a finding; rdflib would print a warning or a stack trace besides.
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    # A value is told as it is written: "1.50" is not to become "1.5". rdflib knows this for all graphs or none.
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Graph().parse(data=data, format="nt")
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _validate(data: Graph, shapes: Graph) -> Graph:
    try:
        _, report, _ = validate(data, shacl_graph=shapes, allow_warnings=True, allow_infos=True)
    except Exception as error:  # pySHACL raises its own and rdflib's errors for shapes it cannot read
        raise ShapesError(str(error).strip().splitlines()[0]) from error
    if not isinstance(report, Graph):
        raise ShapesError(str(report))
    return report


def _results(report: Graph, shapes: Graph) -> Iterator[Result]:
    for top in report.subjects(RDF.type, SH.ValidationReport):
        for node in report.objects(top, SH.result):
            yield _result(report, node, shapes)


def _result(report: Graph, node: Node, shapes: Graph) -> Result:
    path = report.value(node, SH.resultPath)
    inner = report.value(path, SH.inversePath) if path is not None else None
    messages = [*report.objects(node, SH.resultMessage)]
    constraint = report.value(node, SH.sourceConstraint)
    if constraint is not None:
        # For a query pySHACL gives one message without its language; the shape has both.
        messages = [*shapes.objects(constraint, SH.message)] or messages
    value = report.value(node, SH.value)
    return make_result(
        focus=str(report.value(node, SH.focusNode)),
        path=str(inner or path or ""),
        inverse=inner is not None,
        value="" if value is None else str(value),
        severity=str(report.value(node, SH.resultSeverity)).removeprefix(str(SH)),
        messages=[(str(text), text.language) for text in messages if isinstance(text, Literal)],
        component=str(report.value(node, SH.sourceConstraintComponent)).removeprefix(str(SH)),
    )
