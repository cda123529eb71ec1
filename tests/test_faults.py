"""What goes wrong on a real machine, really done. After each: the last good version is there, nothing is lost, a clear word, and the next run mends it."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from faults import (
    ROOT,
    as_others,
    closed,
    deadly,
    do,
    environment,
    mounted,
    remount,
    says,
    session,
    small_files,
    soon,
    started,
    words_of,
)
from nieuwland import TEXT, filled, save

from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.publish import Shelf

FIRST = ("Inwoners doen mee", "Inwoners doen mee (veranderd)")
ASK = "ASK { ?s ?p ?o }"


@pytest.fixture(scope="module")
def good(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small project with a good build and a published version."""
    import conftest

    found: Project = conftest.small.__wrapped__(project, tmp_path_factory.mktemp("good"))  # type: ignore[attr-defined]
    (found.root / "sources").mkdir()
    for words in (["build"], ["publish"]):
        done = do(found, *words)
        assert done.returncode == 0, done.stderr
    return found


@pytest.fixture
def mine(good: Project, tmp_path: Path) -> Project:
    """A copy of it, to spoil."""
    return copied(good, tmp_path / "project")


def copied(project: Project, to: Path) -> Project:
    shutil.copytree(project.root, to, symlinks=True)
    return Project(to)


def edit(project: Project) -> None:
    """Change a table, so that the next build is another one."""
    path = project.data / "agendas" / "cranendonck" / "goals.csv"
    text = path.read_text(encoding="utf-8")
    changed = text.replace("Meedoen door werk, en ook", "Meedoen door werk, maar ook")
    assert changed != text
    path.write_text(changed, encoding="utf-8")


@pytest.fixture(scope="module")
def edited(good: Project, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What a build of the changed table gives when nothing goes wrong."""
    clean = copied(good, tmp_path_factory.mktemp("edited") / "project")
    edit(clean)
    shutil.rmtree(clean.build)
    assert do(clean, "build").returncode == 0
    return clean.nquads.read_bytes()


def leftovers(*folders: Path) -> list[str]:
    return sorted(path.name for top in folders for path in top.rglob(".*") if path.name.startswith((".half-", ".new-")))


def clear(done: "subprocess.CompletedProcess[str]", *words: str) -> bool:
    """Tell whether a command failed with one clear line, the last, that has these words."""
    last = done.stderr.strip().splitlines()[-1]
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 1, (done.returncode, done.stderr)
    assert all(word in last for word in words), last
    return True


def mends(project: Project, edited: bytes) -> bool:
    """Tell whether the next build is good, the right one, and leaves nothing of the one before."""
    done = do(project, "build")
    assert done.returncode == 0, done.stderr
    assert project.nquads.read_bytes() == edited
    assert leftovers(project.build, project.data) == []
    return True


# Killed.


def test_a_build_killed_at_any_step_leaves_the_last_good_one_or_the_next(
    good: Project, edited: bytes, tmp_path: Path
) -> None:
    before, seen = good.nquads.read_bytes(), set[str]()
    for step in range(40):
        project = copied(good, tmp_path / str(step))
        edit(project)
        done = deadly(project, step, "build")
        assert project.nquads.read_bytes() in (before, edited)
        assert do(project, "query", ASK).stdout == "ja\n"
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        if is_new(project.build, seen):
            assert mends(project, edited)
    assert step > 5, "the two parts, the build, its findings and what it is made of are each renamed"
    assert done.returncode == 0


@pytest.mark.parametrize("moment", ["tabellen lezen", "cranendonck (1 van 1)", "schrijven"])
def test_a_build_killed_from_outside_mends_itself(mine: Project, edited: bytes, tmp_path: Path, moment: str) -> None:
    before = mine.nquads.read_bytes()
    edit(mine)
    log = tmp_path / "log"
    with started(words_of(mine, "build"), environment(mine), log) as process:
        assert soon(says(log, moment))
        process.kill()
        process.wait()
    assert mine.nquads.read_bytes() in (before, edited)
    assert mends(mine, edited)


@pytest.fixture(scope="module")
def two(built: tuple[Project, Report], tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The real agendas, of which two are to be made anew: those are made in processes of their own."""
    root = tmp_path_factory.mktemp("two")
    for name in ("data", "ontology", "shapes", "queries"):
        (root / name).symlink_to((built[0].root / name).resolve())
    (root / "sources").symlink_to(built[0].sources.resolve())
    shutil.copytree(built[0].build, root / "build", symlinks=True)
    project = Project(root)
    for name in ("cranendonck", "wijk-bij-duurstede"):
        for path in project.parts.glob(f"{name}.*"):
            path.unlink()
    project.made.unlink()
    return project


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [
        (signal.SIGTERM, 143, "Afgebroken. Er is niets half geschreven"),
        (signal.SIGINT, 130, "Afgebroken. Er is niets half geschreven"),
        (signal.SIGKILL, -9, ""),
    ],
)
def test_a_build_that_is_stopped_leaves_no_process_and_no_noise(
    two: Project, tmp_path: Path, number: int, code: int, word: str
) -> None:
    project, log = copied(two, tmp_path / "project"), tmp_path / "log"
    before = project.nquads.read_bytes()
    with started(words_of(project, "build"), environment(project), log) as process:
        assert soon(says(log, "tabellen lezen"))
        assert soon(lambda: len(session(process.pid)) >= 4), "it, two workers, and the keeper of their semaphores"
        # Until it imports our modules, a process that Python starts cannot be told what to say.
        assert soon(lambda: all(used(worker) > 10 for worker in workers(process.pid)))
        # As a terminal and `timeout` do: to all processes; but only kill -9 to the first.
        if number == signal.SIGKILL:
            process.kill()
        else:
            os.killpg(process.pid, number)
        assert process.wait(20) == code
        assert soon(lambda: not session(process.pid), 10), "a process was left behind"
    said = log.read_text()
    assert "Traceback" not in said
    assert said.strip().splitlines()[-1].startswith(word)
    if number != signal.SIGKILL:
        assert "resource_tracker" not in said
    assert project.nquads.read_bytes() == before
    done = do(project, "build")
    assert done.returncode == 0, done.stderr
    assert project.nquads.read_bytes() == before
    assert leftovers(project.build) == []


def test_publishing_killed_at_any_step_shows_the_last_version_or_the_next(
    good: Project, edited: bytes, tmp_path: Path
) -> None:
    ready = copied(good, tmp_path / "ready")
    edit(ready)
    assert mends(ready, edited)
    for step in range(20):
        project = copied(ready, tmp_path / str(step))
        # One version is kept, so that the one before is taken away at the end: its folder is renamed first.
        done = deadly(project, step, "publish", DOELENGRAAF_KEEP_VERSIONS="1")
        shelf = Shelf(project.published)
        assert shelf.latest() is not None
        assert not [name for version in shelf.versions() for name in version.damage()]
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        again = do(project, "publish", DOELENGRAAF_KEEP_VERSIONS="1")
        assert again.returncode == 0, again.stderr
        assert len(shelf.versions()) == 1
        assert leftovers(project.published) == []
        assert len(list(project.published.glob("[!.]*"))) == 1
    assert step > 1
    assert done.returncode == 0


@pytest.mark.parametrize("moment", ["grafen lezen", "cranendonck: dumps", "shared: dumps", "vergelijken met"])
def test_publishing_killed_from_outside_mends_itself(mine: Project, edited: bytes, tmp_path: Path, moment: str) -> None:
    edit(mine)
    assert mends(mine, edited)
    log = tmp_path / "log"
    with started(words_of(mine, "publish"), environment(mine), log) as process:
        assert soon(says(log, moment))
        process.kill()
        process.wait()
    shelf = Shelf(mine.published)
    assert len(shelf.versions()) == 1
    assert not list(shelf.versions()[0].damage())
    assert do(mine, "publish").returncode == 0
    assert len(shelf.versions()) == 2
    assert leftovers(mine.published) == []


def is_new(folder: Path, seen: set[str]) -> bool:
    """Tell whether what a killed process left was not seen before; names that are made up at random count as one."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = re.sub(r"(\.half-|\.new-)[^/]*", r"\1", path.relative_to(folder).as_posix())
        found.update(name.encode() + (b"" if "/." in "/" + name else path.read_bytes()))
    state = found.hexdigest()
    new = state not in seen
    seen.add(state)
    return new


def tables(project: Project) -> dict[str, bytes]:
    return {path.relative_to(project.data).as_posix(): path.read_bytes() for path in project.data.rglob("*.csv")}


def test_an_import_killed_at_any_step_gives_all_tables_the_next_time(good: Project, tmp_path: Path) -> None:
    texts = tmp_path / "teksten"
    texts.mkdir()
    (texts / "nieuwland.txt").write_text(TEXT, encoding="utf-8")
    book = save(filled(good), tmp_path / "nieuwland.xlsx")
    words = ["workbook", "import", str(book), "--into-project"]
    whole = copied(good, tmp_path / "whole")
    done = do(whole, *words, DOELENGRAAF_SOURCES=str(texts))
    assert done.returncode == 0, done.stderr
    wanted, before = tables(whole), tables(good)
    unfinished, seen = 0, set[str]()
    for step in range(60):
        project = copied(good, tmp_path / str(step))
        done = deadly(project, step, *words, DOELENGRAAF_SOURCES=str(texts))
        found = tables(project)
        own = {name for name in found if name.startswith("agendas/nieuwland/") and "/shared/" not in name}
        assert own in (set(), {name for name in wanted if name.startswith("agendas/nieuwland/")})
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        if found not in (before, wanted) and (project.data / "agendas" / "nieuwland" / "shared").is_dir():
            unfinished += 1
            # Half of it is never built: the last good build stays, and it says what to do.
            if unfinished == 1:
                told = do(project, "build")
                assert told.returncode == 1
                assert "doelengraaf workbook adopt data/agendas/nieuwland" in told.stdout
                assert project.nquads.read_bytes() == good.nquads.read_bytes()
        if not is_new(project.data, seen):
            continue
        again = do(project, *words, DOELENGRAAF_SOURCES=str(texts))
        assert again.returncode == 0, again.stderr
        assert tables(project) == wanted
        assert leftovers(project.data) == []
    assert unfinished > 0
    assert done.returncode == 0


def test_a_folder_that_was_set_aside_is_put_back(mine: Project, edited: bytes) -> None:
    """Killed between the two renames of an import with --force: for a moment the agenda has no folder."""
    edit(mine)
    agendas = mine.data / "agendas"
    (agendas / "cranendonck").rename(agendas / ".half-cranendonck-abcd1234.was")
    (agendas / ".half-cranendonck-abcd1234").mkdir()
    (agendas / ".half-cranendonck-abcd1234" / "goals.csv").write_text("id\n")
    done = do(mine, "build")
    assert "teruggezet: data/agendas/cranendonck" in done.stderr
    assert mends(mine, edited)


def figures(folder: Path) -> list[str]:
    from test_monitor_import import PROPERTIES, V3, written

    folder.mkdir()
    data, about = written(folder / "a.json", V3), written(folder / "b.json", PROPERTIES)
    return ["instrument", "monitor", "import", "cranendonck", str(data), "--properties", str(about), "--indicator", "eenzaamheid", "--column", "Eenzaam", "--retrieved", "2026-03-01"]  # fmt: skip


def test_figures_killed_at_any_step_are_all_there_or_none(good: Project, tmp_path: Path) -> None:
    words = figures(tmp_path / "cijfers")
    whole = copied(good, tmp_path / "whole")
    assert do(whole, *words).returncode == 0
    wanted, before = tables(whole), tables(good)
    assert wanted != before
    for step in range(10):
        project = copied(good, tmp_path / str(step))
        done = deadly(project, step, *words)
        assert tables(project) in (before, wanted)
        if done.returncode == 0:
            break
        assert do(project, *words).returncode == 0
        assert tables(project) == wanted
        assert leftovers(project.data) == []
    assert step > 0
    assert done.returncode == 0


def test_a_load_on_disk_that_is_killed_is_done_again(mine: Project) -> None:
    # Its first rename is that of the folder that was loaded.
    done = deadly(mine, 0, "query", ASK, DOELENGRAAF_ENGINE="disk")
    assert done.returncode == -signal.SIGKILL
    assert leftovers(mine.build)
    assert do(mine, "query", ASK, DOELENGRAAF_ENGINE="disk").stdout == "ja\n"
    assert leftovers(mine.build) == []


def test_preparing_that_is_killed_goes_on_where_it_was(mine: Project) -> None:
    asked = ["ask", "partners-per-doel", "--gemeente", "cranendonck", "--format", "csv"]
    wanted = do(mine, *asked).stdout
    assert deadly(mine, 3, "prepare").returncode == -signal.SIGKILL
    (kept,) = mine.answers.iterdir()
    # What was being written has a name of its own until it is whole.
    assert len(list(kept.glob("[!.]*"))) == 3
    assert leftovers(mine.answers)
    assert do(mine, *asked).stdout == wanted
    again = do(mine, "prepare")
    assert again.returncode == 0
    assert "(1 van" in again.stderr
    assert leftovers(mine.answers) == []
    assert len(list(kept.iterdir())) > 30
    assert do(mine, *asked).stdout == wanted
    assert "Alle antwoorden zijn er al." in do(mine, "prepare").stderr


def test_preparing_on_a_full_disk(mine: Project) -> None:
    done = do(mine, "prepare", before=small_files(3000))
    assert clear(done, "is niet te schrijven", "de schijf is vol")
    assert leftovers(mine.answers) == []
    assert do(mine, "prepare").returncode == 0


def test_preparing_the_search_on_a_full_disk(mine: Project) -> None:
    """SQLite writes that file, and does not tell of itself why it cannot."""
    assert do(mine, "prepare").returncode == 0
    [index] = mine.answers.rglob("zoeken.*")
    shutil.rmtree(index)
    assert clear(do(mine, "prepare", before=small_files(3000)), "is niet te schrijven", "de schijf is vol")
    assert not index.exists()
    assert leftovers(mine.answers) == []
    assert do(mine, "prepare").returncode == 0
    assert index.is_dir()


# No room, no right.

Full = Callable[[Project], dict[str, object]]


@pytest.mark.parametrize("most", [20_000, 3_000_000], ids=["a part", "the whole"])
def test_a_full_disk_while_building(mine: Project, edited: bytes, most: int) -> None:
    before = mine.nquads.read_bytes()
    edit(mine)
    assert clear(do(mine, "build", before=small_files(most)), "de schijf is vol", "maak ruimte")
    assert mine.nquads.read_bytes() == before
    assert leftovers(mine.build) == []
    assert do(mine, "query", ASK).stdout == "ja\n"
    assert mends(mine, edited)


def fill(folder: Path, left: int) -> Path:
    """Fill a disk until so many bytes are left."""
    filler, disk = folder / "filler", os.statvfs(folder)
    filler.write_bytes(bytes(disk.f_bavail * disk.f_frsize - left))
    return filler


def test_a_disk_that_is_really_full(mine: Project, edited: bytes) -> None:
    before = mine.nquads.read_bytes()
    edit(mine)
    with mounted(mine.build, "size=64m"):
        # The new part fits, the whole does not.
        filler = fill(mine.build, 5_000_000)
        assert clear(do(mine, "build"), "de schijf is vol", "maak ruimte")
        assert leftovers(mine.build) == []
        assert mine.nquads.read_bytes() == before
        assert do(mine, "query", ASK).stdout == "ja\n"
        filler.unlink()
        assert mends(mine, edited)
        # Nor does the store of a large build.
        filler = fill(mine.build, 300_000)
        assert clear(do(mine, "query", ASK, DOELENGRAAF_ENGINE="disk"), "de schijf is vol", "maak ruimte")
        assert leftovers(mine.build) == []
        assert do(mine, "query", ASK).stdout == "ja\n"
        filler.unlink()
        assert do(mine, "query", ASK, DOELENGRAAF_ENGINE="disk").stdout == "ja\n"


def test_a_full_disk_while_publishing(mine: Project, edited: bytes) -> None:
    edit(mine)
    assert mends(mine, edited)
    shelf = Shelf(mine.published)
    before = shelf.latest()
    done = do(mine, "publish", before=small_files(1_000_000))
    assert clear(done, "de schijf is vol", "Wat gepubliceerd was, staat er nog")
    assert shelf.versions() == [before]
    assert before is not None
    assert not list(before.damage())
    assert leftovers(mine.published) == []
    assert do(mine, "publish").returncode == 0
    assert len(shelf.versions()) == 2


def test_a_full_disk_while_importing(mine: Project, tmp_path: Path) -> None:
    book = save(filled(mine), tmp_path / "nieuwland.xlsx")
    texts = tmp_path / "teksten"
    texts.mkdir()
    (texts / "nieuwland.txt").write_text(TEXT, encoding="utf-8")
    before = tables(mine)
    # A table of figures, and a folder.
    words = figures(tmp_path / "cijfers")
    assert clear(do(mine, *words, before=small_files(300)), "observations.csv", "de schijf is vol")
    into = ["workbook", "import", str(book), "--out", str(tmp_path / "uit")]
    assert clear(do(mine, *into, before=small_files(300), DOELENGRAAF_SOURCES=str(texts)), "de schijf is vol")
    assert not (tmp_path / "uit").exists()
    assert tables(mine) == before
    assert leftovers(mine.data, tmp_path) == []
    assert do(mine, *words).returncode == 0
    assert do(mine, *into, DOELENGRAAF_SOURCES=str(texts)).returncode == 0


def test_a_disk_that_may_not_be_written(mine: Project, edited: bytes, tmp_path: Path) -> None:
    before, was = mine.nquads.read_bytes(), tables(mine)
    words = figures(tmp_path / "cijfers")
    edit(mine)
    now = tables(mine)
    with closed(mine.root):
        assert clear(do(mine, "build", before=as_others), "mag niet geschreven", "vorige goede build staat er nog")
        assert clear(do(mine, *words, before=as_others), "observations.csv", "mag niet geschreven")
        # Reading needs no right to write.
        assert do(mine, "query", ASK, before=as_others).stdout == "ja\n"
        assert do(mine, "check", before=as_others).returncode == 0
    assert mine.nquads.read_bytes() == before
    assert tables(mine) == now != was
    assert mends(mine, edited)
    with closed(mine.root):
        assert clear(do(mine, "publish", before=as_others), "mag niet geschreven", "--out")
    assert do(mine, "publish").returncode == 0


def test_a_disk_that_is_really_read_only(mine: Project, edited: bytes) -> None:
    before = mine.nquads.read_bytes()
    edit(mine)
    with mounted(mine.build, "size=64m"):
        remount(mine.build, "ro")
        assert clear(do(mine, "build"), "mag niet geschreven", "vorige goede build staat er nog")
        assert clear(do(mine, "publish"), "veranderd sinds de laatste build")
        assert do(mine, "query", ASK).stdout == "ja\n"
        assert mine.nquads.read_bytes() == before
        remount(mine.build, "rw")
        assert mends(mine, edited)


# Damaged.


def test_a_build_that_is_damaged_is_told_and_made_again(mine: Project) -> None:
    before = mine.nquads.read_bytes()
    mine.nquads.write_bytes(before[: len(before) // 2])
    told = do(mine, "query", ASK)
    assert told.returncode == 3
    assert "niet te lezen. Maak haar opnieuw met: doelengraaf build" in told.stderr
    assert "Traceback" not in told.stderr
    assert mends(mine, before)


@pytest.mark.parametrize("damage", [lambda data: data[:1000], lambda data: data[:1000] + b"\0" + data[1001:]])
def test_a_part_that_is_damaged_is_made_again(mine: Project, edited: bytes, damage: Callable[[bytes], bytes]) -> None:
    [part] = mine.parts.glob("shared.*.nq")
    part.write_bytes(damage(part.read_bytes()))
    mine.nquads.unlink()
    edit(mine)
    assert mends(mine, edited)


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda data: data[: data.rindex(b'"') - 3], "goals.csv"),
        (lambda data: data[: len(data) // 2] + bytes(100), "goals.csv"),
        (lambda data: data[:9], "goals.csv"),
        (lambda data: b"", "goals.csv"),
    ],
    ids=["in a quoted cell", "zeros", "in the heading", "empty"],
)
def test_a_half_written_table_is_told_and_not_built(
    mine: Project, edited: bytes, spoil: Callable[[bytes], bytes], word: str
) -> None:
    before = mine.nquads.read_bytes()
    edit(mine)
    path = mine.data / "agendas" / "cranendonck" / "goals.csv"
    whole = path.read_bytes()
    path.write_bytes(spoil(whole))
    done = do(mine, "build")
    assert done.returncode == 1
    assert word in done.stdout
    assert "de vorige build blijft staan" in done.stderr
    assert "Traceback" not in done.stderr
    assert mine.nquads.read_bytes() == before
    path.write_bytes(whole)
    assert mends(mine, edited)


# Several at once.


def test_two_builds_at_once_are_both_good(mine: Project, edited: bytes, tmp_path: Path) -> None:
    edit(mine)
    logs = [tmp_path / "one", tmp_path / "other"]
    with (
        started(words_of(mine, "build"), environment(mine), logs[0]) as one,
        started(words_of(mine, "build"), environment(mine), logs[1]) as other,
    ):
        assert (one.wait(60), other.wait(60)) == (0, 0), [log.read_text() for log in logs]
    said = "".join(log.read_text() for log in logs)
    assert said.count("wachten tot die klaar is") == said.count("niets veranderd") == 1
    assert mine.nquads.read_bytes() == edited
    assert mends(mine, edited)


# Memory.

_LIMITED = """
import resource, sys
# Only the processes that a build starts: those are named by multiprocessing.
if "--multiprocessing-fork" in sys.argv:
    resource.setrlimit(resource.RLIMIT_AS, ({most}, {most}))
"""


def test_a_build_worker_without_memory(two: Project, tmp_path: Path) -> None:
    project = copied(two, tmp_path / "project")
    before = project.nquads.read_bytes()
    (tmp_path / "limit").mkdir()
    (tmp_path / "limit" / "sitecustomize.py").write_text(_LIMITED.format(most=250_000_000))
    done = do(project, "build", PYTHONPATH=f"{tmp_path / 'limit'}{os.pathsep}{ROOT}")
    assert clear(done, "te weinig geheugen", "vorige goede build staat er nog")
    assert project.nquads.read_bytes() == before
    done = do(project, "build")
    assert done.returncode == 0, done.stderr
    assert project.nquads.read_bytes() == before
    assert leftovers(project.build) == []


def test_a_build_worker_that_the_system_kills(two: Project, tmp_path: Path) -> None:
    project, log = copied(two, tmp_path / "project"), tmp_path / "log"
    before = project.nquads.read_bytes()
    with started(words_of(project, "build"), environment(project), log) as process:
        assert soon(lambda: workers(process.pid))
        os.kill(workers(process.pid)[0], signal.SIGKILL)
        assert process.wait(60) == 1
    assert "Traceback" not in log.read_text()
    assert "te weinig geheugen" in log.read_text().strip().splitlines()[-1]
    assert project.nquads.read_bytes() == before
    assert do(project, "build").returncode == 0


def workers(leader: int) -> list[int]:
    found = []
    for one in session(leader):
        try:
            words = Path(f"/proc/{one}/cmdline").read_bytes()
        except OSError:
            continue
        found += [one] if b"--multiprocessing-fork" in words else []
    return sorted(found)


_HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (STR(?a) > STR(?i)) }"
_ASKS = """
import sys
from pathlib import Path
from doelengraaf.own_query import Limits, OwnQueries
if __name__ == "__main__":
    queries = OwnQueries(Path(sys.argv[1]), Limits(seconds=3, workers=1))
    print(queries.ask("ASK {}").answer, file=sys.stderr, flush=True)
    queries.ask(sys.argv[2])
"""


def test_a_query_under_way_ends_when_its_server_is_killed(mine: Project, tmp_path: Path) -> None:
    """Nobody would be left to stop it after its time."""
    (tmp_path / "asks.py").write_text(_ASKS)
    words, log = [sys.executable, str(tmp_path / "asks.py"), str(mine.nquads), _HEAVY], tmp_path / "log"
    with started(words, environment(mine), log) as process:
        assert soon(says(log, "True")), log.read_text()
        [worker] = workers(process.pid)
        busy = used(worker)
        assert soon(lambda: used(worker) > busy + 50), "it does not compute"
        process.kill()
        process.wait()
        assert soon(lambda: not session(process.pid), 10), "the query goes on"


def used(process: int) -> int:
    """Give how long a process has computed, in hundredths of a second or so."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11])
