"""Many readers at once, in short: nobody gets an error, and a query without end is refused while others are answered. Ten minutes of it is in ``make soak``."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from doelengraaf.pipeline import Report
from doelengraaf.project import Project

PROGRAM = Path(__file__).resolve().parent.parent / "benchmarks" / "load.py"


def let_loose(project: Project, results: Path, *words: str, **settings: str) -> dict[str, Any]:
    """Run the load test; it fails by itself when anything goes wrong."""
    done = subprocess.run(
        [sys.executable, PROGRAM, "--project", project.root, "--results", results, *words],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
        env={**os.environ, **settings},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, Any] = json.loads((results / "load.json").read_text())
    return told


def test_readers_are_answered_while_a_heavy_query_is_refused(built: tuple[Project, Report], tmp_path: Path) -> None:
    told = let_loose(
        built[0], tmp_path, "--readers", "10", "--seconds", "6", "--think", "0.3", DOELENGRAAF_SPARQL_SECONDS="2"
    )
    for kind in ("page", "question", "download"):
        assert set(told["kinds"][kind]["statuses"]) == {"200"}, kind
    assert told["kinds"]["sparql"]["statuses"]["200"]
    heavy = told["kinds"]["heavy"]["statuses"]
    assert heavy
    assert set(heavy) <= {"503", "503 later"}
    assert told["memory"][-1][1] > 10


@pytest.mark.soak
def test_a_hundred_readers_for_ten_minutes(built: tuple[Project, Report], tmp_path: Path) -> None:
    told = let_loose(built[0], tmp_path, "--readers", "100", "--seconds", "600")
    assert sum(told["kinds"]["page"]["statuses"].values()) > 1000
    assert told["flat"] < 0.05, "memory grows"
