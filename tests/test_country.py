"""The made-up country of the benchmarks: the same for the same seed, and good data from beginning to end."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from doelengraaf.canonical import canonical_files
from doelengraaf.findings import Severity
from doelengraaf.pipeline import check_project
from doelengraaf.project import Project

PROGRAM = Path(__file__).resolve().parent.parent / "benchmarks" / "country.py"


def make(folder: Path, count: int, *words: str) -> dict[str, bytes]:
    """Make a country and give its files."""
    subprocess.run([sys.executable, PROGRAM, str(count), folder, *words], check=True)
    data = folder / "data"
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in data.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("country") / "country"
    make(folder, 2)
    return Project(folder)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first = make(tmp_path / "one", 2)
    assert make(tmp_path / "two", 2) == first
    other = make(tmp_path / "three", 2, "--seed", "anders")
    assert other["shared/topics.csv"] == first["shared/topics.csv"]
    assert not [name for name in other if name.startswith("agendas/") and name in first]


def test_a_folder_with_data_is_left_alone(country: Project) -> None:
    before = country.changes.read_bytes()
    done = subprocess.run([sys.executable, PROGRAM, "3", country.root], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "give another folder" in done.stderr
    assert country.changes.read_bytes() == before
    assert len(list((country.data / "agendas").iterdir())) == 2


def test_it_is_good_data_in_the_fixed_form(country: Project) -> None:
    findings = check_project(country)
    assert [str(finding) for finding in findings if finding.severity is not Severity.MAY] == []
    data = country.data.resolve()
    assert [
        path for path, before, after in canonical_files(country) if data in path.resolve().parents and before != after
    ] == []


def test_every_kind_of_table_is_there_and_everything_has_evidence(country: Project) -> None:
    tables = {path.stem for path in country.data.glob("agendas/*/*.csv")}
    assert {
        "goals",
        "subgoals",
        "efforts",
        "activities",
        "contributions",
        "indicators",
        "observations",
        "links",
    } < tables
    for folder in (country.data / "agendas").iterdir():
        with (folder / "observations.csv").open(encoding="utf-8", newline="") as file:
            figures = list(csv.DictReader(file))
        indicators = {row["indicator"] for row in figures}
        assert len(figures) == 10 * len(indicators)
        assert all(row["source"] and row["section"] and row["lines"] for row in figures)
