"""Faults that are really made: processes that are killed at a chosen moment, disks that are full or read-only, and memory that is not there."""

import ctypes
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from doelengraaf.project import Project

# The command line, which kills itself just before it renames or takes away a file for so manieth time: all that is written becomes visible by a rename.
_DEADLY = """
import os, signal, sys
from pathlib import Path
left = int(sys.argv.pop(1))
def deadly(really):
    def act(*given, **named):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return really(*given, **named)
    return act
for name in ("replace", "rename", "unlink", "rmdir"):
    setattr(Path, name, deadly(getattr(Path, name)))
from doelengraaf.cli import main
main()
"""
ROOT = Path(__file__).resolve().parent.parent
_CAPBSET_DROP, _DAC_OVERRIDE = 24, 1
Before = Callable[[], object]
Done = subprocess.CompletedProcess[str]


def words_of(project: Project, *words: str) -> list[str]:
    return [sys.executable, "-m", "doelengraaf.cli", "--project", str(project.root), *words]


def environment(project: Project, **more: str) -> dict[str, str]:
    """Give an environment with no texts, so that a build is quick and hangs on nothing outside the test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DOELENGRAAF_")}
    return {
        **kept,
        "DOELENGRAAF_SOURCES": str(project.root / "sources"),
        # This checkout, from whatever folder.
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "200",
        "NO_COLOR": "1",
        **more,
    }


def do(project: Project, *words: str, before: Before | None = None, **more: str) -> Done:
    """Run a command to its end; ``before`` happens in its process first."""
    return subprocess.run(
        words_of(project, *words),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=environment(project, **more),
        preexec_fn=before,
    )


def deadly(project: Project, step: int, *words: str, **more: str) -> Done:
    """Run a command that is killed by ``kill -9`` at its so manieth rename; with code 0 it had no so many."""
    return subprocess.run(
        [sys.executable, "-c", _DEADLY, str(step), "--project", str(project.root), *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=environment(project, **more),
    )


@contextmanager
def started(
    words: Sequence[str], env: dict[str, str], log: Path, before: Before | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a process in a session of its own; what it says goes to a file, and in the end it is gone with all it started."""

    def first() -> None:
        # Who started these tests may have set Ctrl+C aside, as ``nohup`` does, and children inherit that.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if before:
            before()

    with (
        log.open("wb") as errors,
        subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=errors, env=env, start_new_session=True, preexec_fn=first
        ) as process,
    ):
        try:
            yield process
        finally:
            for one in [process.pid, *session(process.pid)]:
                try:
                    os.kill(one, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            process.wait()


def session(leader: int) -> list[int]:
    """Give the processes of a session that are still there."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(told[3]) == leader and told[0] != "Z":
            found.append(int(folder.name))
    return found


def soon(true: Callable[[], object], seconds: float = 60) -> bool:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.005)
    return bool(true())


def says(log: Path, text: str) -> Callable[[], bool]:
    return lambda: text in log.read_text(encoding="utf-8", errors="replace")


def small_files(most: int) -> Before:
    """Let no file of a process become larger than so many bytes: to the program that is a full disk, for whoever runs it."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def as_others() -> None:
    """Let the rights of files hold for root too: drop the capability that passes over them, for this process and what it starts."""
    if os.geteuid() == 0:
        failed = ctypes.CDLL(None, use_errno=True).prctl(_CAPBSET_DROP, _DAC_OVERRIDE, 0, 0, 0)
        if failed:
            raise OSError(ctypes.get_errno(), "prctl")


@contextmanager
def closed(*folders: Path) -> Iterator[None]:
    """Take away the right to write in folders and all below them, as on a read-only disk."""
    every = [path for top in folders for path in (top, *top.rglob("*")) if path.is_dir() and not path.is_symlink()]
    rights = {path: path.stat().st_mode for path in every}
    try:
        for path in every:
            path.chmod(0o555)
        yield
    finally:
        for path, mode in rights.items():
            path.chmod(mode)


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    """Mount a disk in memory on a folder with what the folder holds; where nobody may mount the test says so, and its twin without a mount has been done."""
    aside = folder.with_name(folder.name + "-aside")
    shutil.copytree(folder, aside, symlinks=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", folder], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("hier mag geen schijf worden aangekoppeld; de proef met rechten en grenzen is wel gedaan")
    try:
        shutil.copytree(aside, folder, symlinks=True, dirs_exist_ok=True)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def remount(folder: Path, *options: str) -> None:
    subprocess.run(["mount", "-o", ",".join(["remount", *options]), folder], check=True)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def server(project: Project, log: Path, **more: str) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """Serve a project in a process of its own; gives its address when it answers."""
    port = free_port()
    words = words_of(project, "serve", "--port", str(port))
    with started(words, environment(project, **more), log) as process:
        address = f"http://127.0.0.1:{port}"
        assert soon(lambda: process.poll() is not None or status(address + "/ready") == 200), log.read_text()
        assert process.poll() is None, log.read_text()
        yield address, process


def status(address: str) -> int:
    """Give the status of a page; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return int(error.code)
    except OSError:
        return 0
