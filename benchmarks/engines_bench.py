"""Engines that are asked the same: the one inside, and what a user would otherwise pick.

The others get every statement once, as one graph, in N-Triples: no saved question asks for a graph by name. The engine inside is opened as a server
opens it, with its named graphs beside. Time is that until the rows are in the hands of the asker: over HTTP and read from JSON, or in the process.
"""

import base64
import contextlib
import json
import queue
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from asking import Cell, read_json
from worker import peak_mb

HERE = Path(__file__).parent
JARS = Path("/usr/share/java")
_XERCES = "org/apache/jena/ext/xerces/"


@dataclass(frozen=True)
class Told:
    """An answer: seconds, rows, what went wrong (``limit`` when it took too long), and the seconds its process computed, whoever else used the cores."""

    seconds: float
    rows: list[list[Cell]] = field(default_factory=list)
    error: str = ""
    cpu: float = 0.0


def cpu_seconds(process: int) -> float:
    """Give how long a process computed, also in threads that are gone, by its clock in the kernel."""
    # As clock_getcpuclockid(3) makes it: the number of the process, inverted, and which of its clocks.
    with contextlib.suppress(OSError):
        return time.clock_gettime((~process << 3) | 2)
    return 0.0


class Engine:
    """An engine that holds one build.

    Args:
        folder: where it may write.
        limit: how many seconds an answer may take.

    Attributes:
        load: seconds to put the data in it.
        opening: seconds to open what was loaded; None where it is not opened apart.
        peak: the most memory in MB seen.
    """

    name = ""

    def __init__(self, folder: Path, limit: float) -> None:
        self.folder, self.limit = folder, limit
        self.load: float | None = None
        self.opening: float | None = None
        self.peak = 0.0

    def start(self, nquads: Path, ntriples: Path) -> None:
        """Load and open."""
        raise NotImplementedError

    def ask(self, text: str) -> Told:
        """Answer one query within the limit."""
        raise NotImplementedError

    def pid(self) -> int:
        """Give the process that computes."""
        raise NotImplementedError

    def timed(self, text: str) -> Told:
        """Answer, with the seconds that were computed."""
        before, process = cpu_seconds(self.pid()), self.pid()
        told = self.ask(text)
        return told if told.cpu or process != self.pid() else replace(told, cpu=cpu_seconds(self.pid()) - before)

    def stop(self) -> None:
        """End its processes."""

    def disk(self) -> float:
        """Give the MB it takes on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file()) / 1e6


class Piped(Engine):
    """An engine in a process of ours, by lines; it is stopped at the limit and started again."""

    process: "subprocess.Popen[str]"

    def pid(self) -> int:
        return self.process.pid

    def command(self) -> list[str]:
        """Give the command that starts it."""
        raise NotImplementedError

    def _begin(self, wait: float) -> str | None:
        self.process = subprocess.Popen(
            self.command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_read, args=(self.process.stdout, self._lines.put), daemon=True).start()
        return self._line(wait)

    def _line(self, wait: float) -> str | None:
        try:
            return self._lines.get(timeout=wait) or None
        except queue.Empty:
            return None

    def _say(self, line: str) -> str | None:
        assert self.process.stdin is not None  # noqa: S101
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self._line(self.limit)

    def again(self) -> None:
        """Start it after it was stopped."""
        self.stop()
        self._begin(600)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.peak = max(self.peak, peak_mb(str(self.process.pid)))
        self.process.kill()
        self.process.communicate()


class Worker(Piped):
    """The engine inside, or rdflib, in ``worker.py``."""

    def __init__(self, kind: str, folder: Path, limit: float) -> None:
        super().__init__(folder, limit)
        self.name = kind
        self._path = Path()

    def command(self) -> list[str]:
        return [sys.executable, str(HERE / "worker.py"), self.name, str(self._path)]

    def start(self, nquads: Path, ntriples: Path) -> None:
        self._path = nquads if self.name == "embedded" else ntriples
        line = self._begin(3600)
        if not line:
            raise RuntimeError(f"{self.name} does not start")
        seconds = json.loads(line)["seconds"]
        self.load, self.opening = (None, seconds) if self.name == "embedded" else (seconds, None)

    def ask(self, text: str) -> Told:
        start = time.perf_counter()
        line = self._say(json.dumps(text))
        if line is None:
            seconds = time.perf_counter() - start
            self.again()
            return Told(seconds, error="limit")
        told = json.loads(line)
        self.peak = max(self.peak, told["peak"])
        rows = [[tuple(cell) if cell else None for cell in row] for row in told["rows"]]
        return Told(told["seconds"], rows, told.get("error", ""), told["cpu"])

    def disk(self) -> float:
        return (
            sum(p.stat().st_size for p in (self._path.parent / "store").rglob("*") if p.is_file()) / 1e6
            if self.name == "embedded"
            else 0
        )


class Jena(Piped):
    """Apache Jena TDB2 of Debian, in ``JenaWorker.java``."""

    name = "jena"

    @staticmethod
    def is_here() -> bool:
        """Tell whether it can be run."""
        return (JARS / "jena-tdb2.jar").is_file() and shutil.which("javac") is not None

    def command(self) -> list[str]:
        fix = self.folder.parent / "jena-fix"
        if not fix.is_dir():
            # The package of Debian looks for these messages of Xerces under the name they had before they were put into the jar.
            with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
                for name in jar.namelist():
                    if name.startswith(_XERCES) and not name.endswith("/"):
                        target = fix / "xerces" / name.removeprefix(_XERCES)
                        target.parent.mkdir(parents=True, exist_ok=True)
                        target.write_bytes(jar.read(name))
        jars = ":".join([str(fix), str(JARS / "*")])
        return ["java", "-Xmx4g", "-cp", jars, str(HERE / "JenaWorker.java"), str(self.folder), *self._first]

    def start(self, nquads: Path, ntriples: Path) -> None:
        self._first = [str(ntriples)]
        self.folder.mkdir(parents=True)
        start = time.perf_counter()
        if self._begin(3600) != "ready\n":
            raise RuntimeError("jena does not start")
        self.load = time.perf_counter() - start
        self._first = []

    def ask(self, text: str) -> Told:
        start = time.perf_counter()
        line = self._say(base64.b64encode(text.encode()).decode())
        if line is None:
            seconds = time.perf_counter() - start
            self.again()
            return Told(seconds, error="limit")
        seconds, answer = line.strip().split(" ", 1)
        if answer.startswith("!"):
            return Told(float(seconds), error=answer[2:200])
        return Told(float(seconds), read_json(json.loads(base64.b64decode(answer))))


def _read(lines: IO[str] | None, put: Callable[[str], Any]) -> None:
    for line in lines or ():
        put(line)
    put("")
