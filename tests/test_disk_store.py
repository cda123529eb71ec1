"""A large build is asked on disk: the same answers, read by many, loaded once and whole or not at all."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from doelengraaf.errors import BrokenBuildError, NoBuildError
from doelengraaf.files import FileWriteError
from doelengraaf.pipeline import Report, dataset_version, make_build
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import Rows, open_store
from doelengraaf.store.disk import ENGINE_VARIABLE, EngineError, folder_of, is_for_disk, load_on_disk

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENGINE_VARIABLE, "disk")


@pytest.fixture
def copy(built: tuple[Project, Report], tmp_path: Path) -> Path:
    path = tmp_path / "doelengraaf.nq"
    path.write_bytes(built[0].nquads.read_bytes())
    return path


@pytest.mark.usefixtures("on_disk")
def test_the_questions_have_the_same_answers_on_disk(
    copy: Path, built: tuple[Project, Report], questions: Questions
) -> None:
    disk = Questions(built[0].queries, open_store(copy), "disk")
    for name in ("partners-per-doel", "gedeelde-partners-en-typen", "doelen-zonder-indicator", "afgewezen-beweringen"):
        there, here = disk.ask(name, {}), questions.ask(name, {})
        assert sorted(map(str, there.rows)) == sorted(map(str, here.rows))
        assert here.rows


@pytest.mark.usefixtures("on_disk")
def test_the_default_graph_holds_each_triple_once(copy: Path) -> None:
    answer, merged = open_store(copy).query(COUNT), open_store(copy, merged=True).query(COUNT)
    triples = {
        line.rpartition(" <")[0]
        for line in copy.read_text().splitlines()
        if not line.endswith(("/rejected> .", "/proposed> ."))
    }
    assert isinstance(answer, Rows)
    assert answer == merged
    assert answer.rows[0][0] is not None
    assert answer.rows[0][0].value == str(len(triples))


@pytest.mark.usefixtures("on_disk")
def test_a_build_is_loaded_once_and_two_are_kept(small: Project) -> None:
    steps: list[str] = []
    make_build(small, steps.append)
    assert "in de opslag laden" in steps
    first = folder_of(small.nquads)
    steps.clear()
    make_build(small, steps.append)
    assert "in de opslag laden" not in steps
    for number in range(3):
        small.nquads.write_text(f"<x:{number}> <x:p> <x:o> <x:g> .\n")
        load_on_disk(small.nquads)
    assert not first.exists()
    assert len([path for path in first.parent.iterdir() if path.is_dir()]) == 2


@pytest.mark.usefixtures("on_disk")
def test_many_processes_read_at_once(small: Project) -> None:
    make_build(small)
    code = "import sys; from pathlib import Path; from doelengraaf.store import open_store; s = open_store(Path(sys.argv[1])); print(len(s.graphs())); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(small.nquads)]
    readers = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    told = [reader.stdout.readline() for reader in readers if reader.stdout]
    for reader in readers:
        reader.communicate()
    assert len(set(told)) == 1
    assert int(told[0]) > 3


@pytest.mark.usefixtures("on_disk")
@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda path: path.unlink(), NoBuildError),
        (lambda path: path.write_text("<x:half"), BrokenBuildError),
        (lambda path: (path.parent / "store").write_text("geen map"), FileWriteError),
    ],
)
def test_what_cannot_be_loaded_is_told_and_leaves_nothing(
    tmp_path: Path, spoil: Callable[[Path], object], error: type[Exception]
) -> None:
    path = tmp_path / "doelengraaf.nq"
    path.write_text("<x:s> <x:p> <x:o> <x:g> .\n")
    spoil(path)
    with pytest.raises(error):
        open_store(path)
    assert not [one for one in (tmp_path / "store").glob("*") if one.is_dir()]


@pytest.mark.usefixtures("on_disk")
def test_a_corrupt_folder_is_loaded_again(copy: Path) -> None:
    folder = load_on_disk(copy)
    before = open_store(copy).query(COUNT)
    for path in folder.iterdir():
        path.write_bytes(b"x")
    assert open_store(copy).query(COUNT) == before


def test_the_size_decides_unless_told_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "doelengraaf.nq"
    with path.open("wb") as file:
        file.truncate(301_000_000)
    assert is_for_disk(path)
    monkeypatch.setenv(ENGINE_VARIABLE, "memory")
    assert not is_for_disk(path)
    monkeypatch.setenv(ENGINE_VARIABLE, "cloud")
    with pytest.raises(EngineError, match="memory, disk"):
        is_for_disk(path)


def test_the_version_is_that_of_the_content_whatever_is_remembered(small: Project) -> None:
    made = make_build(small)
    assert dataset_version(small.nquads) == made.version
    small.nquads.write_bytes(small.nquads.read_bytes() + b"<x:s> <x:p> <x:o> <x:g> .\n")
    assert dataset_version(small.nquads) != made.version
