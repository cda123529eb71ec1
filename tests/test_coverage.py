"""Coverage: what is cited is counted, what is not says why, and wrong tables are findings."""

from itertools import pairwise
from pathlib import Path

import pytest

from doelengraaf.coverage import STATUSES, documents, read_coverage
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.store import Rows, Store


def test_every_document_is_accounted_for_without_gaps(
    project: Project, built: tuple[Project, Report], store: Store
) -> None:
    found = documents(project, store)
    assert len(found) == 5
    for document in found:
        assert document.sections, document.label
        ends = [(part.first, part.last) for part in document.sections]
        assert ends[0][0] == 1, document.label
        assert ends[-1][1] == document.lines, document.label
        assert all(after[0] == before[1] + 1 for before, after in pairwise(ends)), document.label
        assert document.covered_share == 1
        assert 0.1 < document.cited_share < 1


def test_a_part_that_is_read_yields_something_or_says_why(project: Project, store: Store) -> None:
    for document in documents(project, store):
        for part in document.sections:
            assert part.status in STATUSES
            assert part.cited or part.note, (
                f"{document.label} {part.first}-{part.last}: niets aangehaald en geen toelichting"
            )


def test_measurements_are_in_the_graph(store: Store) -> None:
    answer = store.query(
        "SELECT ?v { ?m <http://www.w3.org/ns/dqv#computedOn> ?s ; <http://www.w3.org/ns/dqv#value> ?v }"
    )
    assert isinstance(answer, Rows)
    assert len(answer.rows) == 10
    assert all(row[0] and 0 < float(row[0].value) <= 1 for row in answer.rows)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("bron,regels\n", 1),
        ("source,lines,section,status,note\nmag,5-2,x,read,\n", 2),
        ("source,lines,section,status,note\nmag,1-2,x,gelezen,\n", 2),
        ("source,lines,section,status,note\nmag,1-2,x,read\n", 2),
        ("", 1),
    ],
)
def test_wrong_tables_are_findings(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "coverage.csv"
    path.write_text(text, encoding="utf-8")
    assert [finding.line for finding in read_coverage(path, "coverage.csv")[1]] == [line]
