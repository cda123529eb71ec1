"""The same inputs are not built twice, and any change is seen."""

import hashlib
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from doelengraaf import pipeline
from doelengraaf.alone import alone
from doelengraaf.building.unchanged import Made, inputs_digest, made_before, write_made
from doelengraaf.pipeline import make_build
from doelengraaf.project import Project


@pytest.fixture
def done(small: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Project:
    """A project with something that passes for a build."""
    monkeypatch.setenv("DOELENGRAAF_SOURCES", str(tmp_path / "sources"))
    (tmp_path / "sources").mkdir()
    small.build.mkdir()
    small.nquads.write_text("<x:s> <x:p> <x:o> <x:g> .\n")
    small.report.write_text("[]")
    output = hashlib.sha256(small.nquads.read_bytes()).hexdigest()
    write_made(small, Made(inputs_digest(small), output, 1, 0))
    return small


def test_nothing_changed_means_no_second_build(done: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "make_parts", lambda *_: pytest.fail("er werd opnieuw gebouwd"))
    report = make_build(done)
    assert (report.quads, report.derived, report.findings) == (1, 0, [])
    assert done.nquads.read_text() == "<x:s> <x:p> <x:o> <x:g> .\n"


def test_what_is_saved_during_a_build_is_for_the_next(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    written = small.data / "agendas" / "cranendonck" / "goals.csv"
    really = pipeline.make_parts

    def meanwhile(*which: object) -> object:
        _append(written)
        return really(*which)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "make_parts", meanwhile)
    make_build(small)
    assert made_before(small) is None


def test_a_second_build_waits_for_the_first(done: Project) -> None:
    told: list[str] = []
    with ThreadPoolExecutor() as pool:
        with alone(done.build):
            second = pool.submit(make_build, done, told.append)
            assert _soon(lambda: bool(told))
            assert "wachten" in told[0]
            assert not second.done()
        assert second.result(timeout=20).quads == 1


def test_what_a_stopped_build_left_is_taken_away(done: Project) -> None:
    half = done.build / ".half-doelengraaf.nq-x1"
    half.write_text("<x:")
    make_build(done)
    assert not half.exists()


def _soon(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return true()


def _append(path: Path) -> None:
    with path.open("a") as file:
        file.write("\n")


@pytest.mark.parametrize(
    "change",
    [
        lambda project: _append(project.data / "agendas" / "cranendonck" / "goals.csv"),
        lambda project: (project.data / "agendas" / "cranendonck" / "new.csv").write_text("id\n"),
        lambda project: (project.data / "agendas" / "cranendonck" / "goals.csv").unlink(),
        lambda project: (project.sources / "text.txt").write_text("Een bron."),
        lambda project: _append(project.nquads),
        lambda project: project.nquads.unlink(),
        lambda project: project.report.unlink(),
        lambda project: project.made.write_text("{half"),
        lambda project: project.made.write_text('{"inputs": 1}'),
        lambda project: project.made.unlink(),
    ],
)
def test_any_change_means_a_new_build(done: Project, change: Callable[[Project], object]) -> None:
    assert made_before(done) is not None
    change(done)
    assert made_before(done) is None


def test_another_engine_means_a_new_build(done: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doelengraaf.building.keys.version", lambda name: "0")
    assert made_before(done) is None


def test_a_real_build_remembers_what_it_is_made_of(built: tuple[Project, pipeline.Report]) -> None:
    project, report = built
    made = json.loads(project.made.read_text())
    assert (made["quads"], made["derived"]) == (report.quads, report.derived)
    assert len(project.nquads.read_bytes().splitlines()) == report.quads
    assert made_before(project) is not None
