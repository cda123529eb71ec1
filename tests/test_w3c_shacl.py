"""The W3C's own tests of SHACL, for both engines, where their folder is given by ``DOELENGRAAF_SHACL_TESTS``.

The folder is ``data-shapes-test-suite/tests`` of https://github.com/w3c/data-shapes; it is not kept here. What an engine does not do as the W3C
says, and what our shapes do not use, stands in ``KNOWN`` and in docs/shacl.md.
"""

import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
import shacl
from pyshacl import validate
from rdflib import BNode, Graph, Namespace
from rdflib.namespace import RDF, SH
from rdflib.term import Node

VARIABLE = "DOELENGRAAF_SHACL_TESTS"
FOLDER = Path(os.environ.get(VARIABLE, "")) if os.environ.get(VARIABLE) else None
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
KNOWN = {
    "shacl": {"sparql/pre-binding/unsupported-sparql-004.ttl"},
    "pyshacl": {"core/property/uniqueLang-002.ttl", "sparql/pre-binding/shapesGraph-001.ttl"},
}
"""Engine to the tests it fails."""
Found = tuple[bool, list[tuple[str, ...]]]


def files() -> Iterator[Path]:
    if FOLDER:
        yield from (
            path for path in sorted(FOLDER.rglob("*.ttl")) if "sht:Validate" in path.read_text(encoding="utf-8")
        )


def named(node: Node | None) -> str:
    """Give a node as it can be compared: a blank node has another name in each engine."""
    return "-" if node is None else "_" if isinstance(node, BNode) else node.n3()


def summary(report: Graph, top: Node) -> Found:
    """Give whether a report says yes, and its results in an order of their own."""
    parts = (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.resultSeverity)
    results = [tuple(named(report.value(one, part)) for part in parts) for one in report.objects(top, SH.result)]
    return str(report.value(top, SH.conforms)) == "true", sorted(results)


def told(report: Graph) -> Found:
    return summary(report, next(report.subjects(RDF.type, SH.ValidationReport)))


def compare(path: Path, engine: str) -> tuple[Found | str, Found | str]:
    """Give what the W3C expects and what the engine says."""
    graph = Graph().parse(path, format="turtle", publicID=path.as_uri())
    test = next(graph.subjects(RDF.type, SHT.Validate))
    action, result = graph.value(test, MF.action), graph.value(test, MF.result)
    places = [Path(str(graph.value(action, part)).removeprefix("file://")) for part in (SHT.dataGraph, SHT.shapesGraph)]
    wanted: Found | str = "failure" if result == SHT.Failure else summary(graph, result)  # type: ignore[arg-type]
    try:
        if engine == "shacl":
            data, shapes = ((place.read_text(encoding="utf-8"), place.as_uri()) for place in places)
            report = shacl.Shapes.from_turtle(shapes[0], base=shapes[1]).validate_turtle(data[0], base=data[1])
            return wanted, told(Graph().parse(data=report.serialize("ntriples"), format="nt"))
        data_graph, shapes_graph = (Graph().parse(place, format="turtle", publicID=place.as_uri()) for place in places)
        _, found, _ = validate(data_graph, shacl_graph=shapes_graph)
        return wanted, told(found) if isinstance(found, Graph) else "failure"
    except Exception as error:
        return wanted, "failure" if result == SHT.Failure else f"{type(error).__name__}: {error}"


@pytest.mark.skipif(FOLDER is None, reason=f"de tests van het W3C zijn hier niet: {VARIABLE} zegt waar ze staan")
@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
@pytest.mark.filterwarnings("ignore")
def test_the_suite_of_the_w3c(engine: str) -> None:
    assert FOLDER
    failed = {}
    names = list(files())
    for path in names:
        wanted, found = compare(path, engine)
        if wanted != found:
            failed[path.relative_to(FOLDER).as_posix()] = (wanted, found)
    assert len(names) > 90
    print(f"{engine} {version(engine)}: {len(names) - len(failed)} of {len(names)}")
    assert set(failed) == KNOWN[engine], failed
