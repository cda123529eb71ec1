"""A server goes on while the data are made anew, fail, or are published; a download that is cut can be finished; a clock may be moved."""

import hashlib
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from faults import as_others, closed, do, environment, says, server, soon, started, status, words_of

from doelengraaf.instruments.application_box import ApplicationBox, NoApplicationError
from doelengraaf.project import Project
from doelengraaf.publish import Shelf, Version
from doelengraaf.store.disk import folder_of, load_on_disk
from web.rate import Rate

ASK = "ASK { ?s ?p ?o }"


@pytest.fixture(scope="module")
def good(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small project with a good build and a published version."""
    import conftest

    found: Project = conftest.small.__wrapped__(project, tmp_path_factory.mktemp("good"))  # type: ignore[attr-defined]
    (found.root / "sources").mkdir()
    for word in ("build", "publish"):
        assert do(found, word).returncode == 0
    return found


@pytest.fixture
def mine(good: Project, tmp_path: Path) -> Project:
    shutil.copytree(good.root, tmp_path / "project", symlinks=True)
    return Project(tmp_path / "project")


def goals(project: Project) -> Path:
    return project.data / "agendas" / "cranendonck" / "goals.csv"


def edit(project: Project) -> None:
    text = goals(project).read_text(encoding="utf-8")
    goals(project).write_text(
        text.replace("Meedoen door werk, en ook", "Meedoen door werk, maar ook"), encoding="utf-8"
    )


def version_of(address: str) -> str:
    with urllib.request.urlopen(address + "/ready", timeout=30) as answer:  # noqa: S310
        return str(answer.read())


def test_a_server_goes_on_while_a_build_is_made_fails_and_is_killed(mine: Project, tmp_path: Path) -> None:
    page = "/id/cranendonck/goal/participatie"
    with server(mine, tmp_path / "log") as (address, process):
        before = version_of(address)
        edit(mine)
        with started(words_of(mine, "build"), environment(mine), tmp_path / "build") as build:
            while build.poll() is None:
                assert status(address + page) == 200
            assert build.returncode == 0
        # What it read when it started is what it tells, until it is started anew.
        assert version_of(address) == before
        whole = goals(mine).read_bytes()
        goals(mine).write_bytes(whole[:900])
        assert do(mine, "build").returncode == 1
        assert status(address + page) == 200
        goals(mine).write_bytes(whole)
        (mine.data / "agendas" / "cranendonck" / "goals.csv").touch()
        shutil.rmtree(mine.parts)
        mine.made.unlink()
        with started(words_of(mine, "build"), environment(mine), tmp_path / "killed") as build:
            assert soon(says(tmp_path / "killed", "cranendonck (1 van 1)"))
            build.kill()
        assert (status(address + page), version_of(address)) == (200, before)
        process.kill()
    # A new server has the build that was good.
    with server(mine, tmp_path / "again") as (address, _):
        assert version_of(address) != before
        assert status(address + page) == 200
    assert "Traceback" not in (tmp_path / "again").read_text()


def test_a_server_starts_where_nothing_may_be_written(mine: Project, tmp_path: Path) -> None:
    with (
        closed(mine.root),
        started(
            words_of(mine, "serve", "--port", str(port := _free())), environment(mine), tmp_path / "log", as_others
        ),
    ):
        assert soon(lambda: status(f"http://127.0.0.1:{port}/ready") == 200), (tmp_path / "log").read_text()
        assert status(f"http://127.0.0.1:{port}/downloads") == 200


def _free() -> int:
    from faults import free_port

    return free_port()


def large(version: Version) -> tuple[str, int, str]:
    """Give address, size and checksum of the largest file of a version."""
    file = max(version.files, key=lambda one: one.size)
    return f"/dump/{version.address}/{file.name}", file.size, file.sha256


def begin(address: str, path: str) -> tuple[socket.socket, bytes]:
    """Ask for a file and read its beginning; what is on its way is kept small, so that the server has most of it still to send."""
    host, _, port = address.removeprefix("http://").partition(":")
    asked = socket.socket()
    asked.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    asked.settimeout(30)
    asked.connect((host, int(port)))
    asked.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
    data = b""
    while b"\r\n\r\n" not in data or len(data) < 10_000:
        data += asked.recv(4096)
    head, _, body = data.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    return asked, body


def rest(address: str, path: str, start: int) -> bytes:
    request = urllib.request.Request(address + path, headers={"Range": f"bytes={start}-"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        assert answer.status == 206
        return bytes(answer.read())


def test_a_download_goes_on_while_its_version_makes_way_for_a_newer_one(mine: Project, tmp_path: Path) -> None:
    shelf = Shelf(mine.published)
    [old] = shelf.versions()
    path, size, checksum = large(old)
    with server(mine, tmp_path / "log") as (address, _):
        asked, body = begin(address, path)
        edit(mine)
        assert do(mine, "build").returncode == 0
        assert do(mine, "publish", DOELENGRAAF_KEEP_VERSIONS="1").returncode == 0
        [new] = shelf.versions()
        assert new.version != old.version
        parts = [body]
        with asked:
            while chunk := asked.recv(1 << 16):
                parts.append(chunk)
        whole = b"".join(parts)
        assert (len(whole), hashlib.sha256(whole).hexdigest()) == (size, checksum)
        # Whoever comes now hears that it is gone, in words.
        assert status(address + path) == 404
        assert status(address + large(new)[0]) == 200


def test_a_download_that_is_cut_by_kill_9_is_finished_later(mine: Project, tmp_path: Path) -> None:
    [version] = Shelf(mine.published).versions()
    path, size, checksum = large(version)
    with server(mine, tmp_path / "log") as (address, process):
        asked, body = begin(address, path)
        process.kill()
        process.wait()
        with asked:
            try:
                while chunk := asked.recv(1 << 16):
                    body += chunk
            except ConnectionResetError:
                pass
        assert len(body) <= size
    body = body[: min(len(body), size - 1000)]
    with server(mine, tmp_path / "again") as (address, _):
        whole = body + rest(address, path, len(body))
    assert (len(whole), hashlib.sha256(whole).hexdigest()) == (size, checksum)


def test_fetching_what_the_pages_take_from_others_is_killed(tmp_path: Path) -> None:
    """Killed halfway a download: what was there stays, and the next time what was half is gone."""
    code = """
import sys, time
from pathlib import Path
from doelengraaf.project import Project
from web.fetch_assets import fetch_assets
from test_assets import bring
def slow(place):
    bring(place / "node_modules")
    print("half", file=sys.stderr, flush=True)
    time.sleep(float(sys.argv[2]))
fetch_assets(Project(Path(sys.argv[1])), slow)
"""
    project, tests = Project(tmp_path / "p"), str(Path(__file__).parent)
    env = environment(project)
    env["PYTHONPATH"] += os.pathsep + tests
    words = [words_of(project)[0], "-c", code, str(project.root)]
    assert subprocess.run([*words, "0"], env=env, check=False, capture_output=True).returncode == 0
    before = {path.name: path.read_bytes() for path in (project.build / "assets").iterdir()}
    (project.build / "assets" / "stamp.txt").write_text("oud")
    with started([*words, "60"], env, tmp_path / "log") as process:
        assert soon(says(tmp_path / "log", "half"))
        process.kill()
    assert (project.build / "assets" / "components.css").read_bytes() == before["components.css"]
    assert list(project.build.glob(".half-*"))
    assert subprocess.run([*words, "0"], env=env, check=False, capture_output=True).returncode == 0
    assert {path.name: path.read_bytes() for path in (project.build / "assets").iterdir()} == before
    assert not list(project.build.glob(".half-*"))


# Clocks.


def test_a_table_changed_under_a_clock_that_was_moved_back_is_seen(mine: Project) -> None:
    edit(mine)
    long_ago = time.time() - 10 * 365 * 86400
    os.utime(goals(mine), (long_ago, long_ago))
    done = do(mine, "publish")
    assert done.returncode == 1
    assert "De gegevens zijn veranderd sinds de laatste build" in done.stderr
    asked = do(mine, "ask", "partners-per-doel", "--format", "csv")
    assert asked.returncode == 0
    assert "veranderd sinds de laatste build" in asked.stderr
    assert do(mine, "build").returncode == 0
    assert do(mine, "publish").returncode == 0
    assert len(Shelf(mine.published).versions()) == 2


def test_tables_from_the_future_do_not_make_every_build_old(mine: Project) -> None:
    ahead = time.time() + 10 * 365 * 86400
    edit(mine)
    for path in mine.data.rglob("*.csv"):
        os.utime(path, (ahead, ahead))
    assert do(mine, "build").returncode == 0
    asked = do(mine, "ask", "partners-per-doel", "--format", "csv")
    assert asked.returncode == 0
    assert "veranderd" not in asked.stderr
    assert do(mine, "publish").returncode == 0


def test_a_version_published_under_a_clock_that_was_moved_back_is_the_latest(mine: Project) -> None:
    [first] = Shelf(mine.published).versions()
    manifest = first.folder / "version.json"
    ahead = "2099-01-01T00:00:00.000000Z"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(first.published, ahead), encoding="utf-8")
    edit(mine)
    assert do(mine, "build").returncode == 0
    assert do(mine, "publish").returncode == 0
    latest, before = Shelf(mine.published).versions()
    assert latest.previous == before.version == first.version
    assert latest.published > ahead


def test_a_store_loaded_under_a_clock_that_was_moved_back_stays(mine: Project) -> None:
    others = []
    for name in ("1-1", "2-2", "3-3"):
        other = mine.build / "store" / name
        other.mkdir(parents=True)
        os.utime(other, (time.time() + 1e6 + len(others), time.time() + 1e6 + len(others)))
        others.append(other)
    assert load_on_disk(mine.nquads) == folder_of(mine.nquads)
    assert folder_of(mine.nquads).is_dir()
    assert [path.is_dir() for path in others] == [False, False, True]
    assert do(mine, "query", ASK, DOELENGRAAF_ENGINE="disk").stdout == "ja\n"


@pytest.mark.parametrize("back", [10.0, 1000.0])
def test_a_limit_holds_and_ends_when_its_clock_goes_back(back: float) -> None:
    moments = [5000.0]
    rate = Rate(2, 100, 60, clock=lambda: moments[-1])
    assert [rate.take("a") for _ in range(3)] == [True, True, False]
    moments.append(moments[-1] - back)
    assert not rate.take("a"), "moving a clock gives no more"
    assert rate.take("b")
    moments.append(5061.0)
    assert rate.take("a")


def test_no_application_goes_before_its_time_when_the_clock_goes_back(tmp_path: Path) -> None:
    box, now = ApplicationBox(tmp_path / "box", 90), datetime.now(UTC)
    # Kept while the clock was a year ahead.
    key = box.add(b"x", now + timedelta(days=365))
    assert box.purge(now) == 0
    assert box.get(key)[0].endswith(b"x")
    assert box.purge(now + timedelta(days=365 + 89)) == 0
    assert box.purge(now + timedelta(days=365 + 90)) == 1
    with pytest.raises(NoApplicationError):
        box.get(key)
