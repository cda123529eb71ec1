"""Check: SHACL judges the graph, and each result becomes a finding at a file, line and column."""

from collections.abc import Callable, Collection

from doelengraaf.building.tables import Built
from doelengraaf.finder import Finder
from doelengraaf.findings import Finding
from doelengraaf.judging import choose_judge, judge_units, units_of

__all__ = ["check_shapes"]


def check_shapes(
    built: Built,
    report: Callable[[str], None] = lambda unit: None,
    only: Collection[str] | None = None,
    workers: int = 0,
) -> list[Finding]:
    """Judge every agenda's graphs, with the shared ones, by the shapes.

    Args:
        built: tables with their quads.
        report: called with the name of each agenda (or ``shared``) when it is done.
        only: the agendas to judge (or ``shared``); all when left out.
        workers: how many judge at once; one stays in this process. As many as there are processors when left out.

    Returns:
        The findings, most serious first.
    """
    judge = choose_judge(built.shapes.graph.serialize(format="nt"))
    finder = Finder(built)
    findings: set[Finding] = set()
    for unit, results in judge_units(judge, units_of(built, only), workers):
        findings.update(finder.finding(result) for result in results)
        report(unit.name)
    return sorted(findings, key=lambda finding: finding.sort_key)
