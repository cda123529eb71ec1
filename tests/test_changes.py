"""The table of changes: newest first, wrong rows are findings, and it is part of the check."""

from pathlib import Path

import pytest

from doelengraaf.changes import read_changes
from doelengraaf.pipeline import check_project
from doelengraaf.project import Project

AGENDAS = ["cranendonck", "krimpenerwaard"]


def test_newest_first(tmp_path: Path) -> None:
    path = tmp_path / "changes.csv"
    path.write_text("date,agenda,nl,en\n2025-01-01,,oud,old\n2026-01-01,cranendonck,nieuw,new\n", encoding="utf-8")
    changes, findings = read_changes(path, "changes.csv", AGENDAS)
    assert findings == []
    assert [(change.day.year, change.agenda, change.text["en"]) for change in changes] == [
        (2026, "cranendonck", "new"),
        (2025, "", "old"),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("dag,tekst\n", 1),
        ("date,agenda,nl,en\n22-11-2026,,a,b\n", 2),
        ("date,agenda,nl,en\n2026-11-22,,a,b\n2026-11-22,utrecht,a,b\n", 3),
        ("date,agenda,nl,en\n2026-11-22,,a\n", 2),
        ("date,agenda,nl,en\n2026-11-22,,,b\n", 2),
    ],
)
def test_wrong_rows_are_findings(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "changes.csv"
    path.write_text(text, encoding="utf-8")
    assert [finding.line for finding in read_changes(path, "changes.csv", AGENDAS)[1]] == [line]


def test_the_check_reads_it(small: Project) -> None:
    (small.data / "changes.csv").write_text("date,agenda,nl,en\nmorgen,,a,b\n", encoding="utf-8")
    findings = check_project(small)
    assert [(finding.file, finding.line) for finding in findings if "changes" in finding.file] == [
        ("data/changes.csv", 2)
    ]


def test_the_real_table_is_right(project: Project) -> None:
    agendas = sorted(path.parent.name for path in project.data.glob("agendas/*/agenda.toml"))
    changes, findings = read_changes(project.data / "changes.csv", "data/changes.csv", agendas)
    assert changes
    assert findings == []
