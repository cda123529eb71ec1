"""Engines that are servers: ``oxigraph serve`` and Virtuoso, started on loopback and asked over HTTP."""

import contextlib
import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from asking import read_json
from engines_bench import Engine, Told
from worker import peak_mb

GRAPH = "urn:x-bench:all"
INI = Path("/etc/virtuoso-opensource-7/virtuoso.ini")


def free_port() -> int:
    """Give a port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(port: int, server: "subprocess.Popen[bytes]", seconds: float = 120) -> None:
    """Wait until a port answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError("the server does not start")


class Server(Engine):
    """An engine by HTTP."""

    server: "subprocess.Popen[bytes]"
    endpoint = ""
    parameters: dict[str, str] = {}  # noqa: RUF012

    def pid(self) -> int:
        return self.server.pid

    def ask(self, text: str) -> Told:
        data = urllib.parse.urlencode({"query": text, **self.parameters}).encode()
        request = urllib.request.Request(self.endpoint, data, {"Accept": "application/sparql-results+json"})  # noqa: S310
        start = time.perf_counter()
        try:
            with urllib.request.urlopen(request, timeout=self.limit + 5) as answer:  # noqa: S310
                body, partial = answer.read(), answer.headers.get("X-SQL-State")
            rows = read_json(json.loads(body))
        except TimeoutError:
            return Told(time.perf_counter() - start, error="limit")
        except (urllib.error.HTTPError, ValueError, KeyError) as error:
            seconds = time.perf_counter() - start
            said = error.read().decode(errors="replace") if isinstance(error, urllib.error.HTTPError) else str(error)
            # Oxigraph tells its time-out inside an answer of 200, which is no JSON then.
            return Told(seconds, error="limit" if seconds >= self.limit else " ".join(said.split())[:200])
        except OSError as error:
            return Told(time.perf_counter() - start, error=str(error)[:200])
        seconds = time.perf_counter() - start
        self.peak = max(self.peak, peak_mb(str(self.server.pid)))
        return Told(seconds, error="limit") if partial else Told(seconds, rows)

    def stop(self) -> None:
        if self.server.poll() is None:
            self.peak = max(self.peak, peak_mb(str(self.server.pid)))
        self.server.kill()
        self.server.wait()


class OxigraphServer(Server):
    """``oxigraph serve`` (PyPI) with a folder."""

    name = "oxigraph serve"

    @staticmethod
    def is_here() -> bool:
        """Tell whether it can be run."""
        return (Path(sys.executable).parent / "oxigraph").exists()

    def start(self, nquads: Path, ntriples: Path) -> None:
        program, port = str(Path(sys.executable).parent / "oxigraph"), free_port()
        start = time.perf_counter()
        where = ["--location", str(self.folder)]
        subprocess.run([program, "load", *where, "--file", str(ntriples)], check=True, capture_output=True)
        self.load = time.perf_counter() - start
        start = time.perf_counter()
        self.server = subprocess.Popen(
            [program, "serve-read-only", *where, "--bind", f"127.0.0.1:{port}", "--timeout-s", str(int(self.limit))],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(port, self.server)
        self.opening = time.perf_counter() - start
        self.endpoint = f"http://127.0.0.1:{port}/query"


class Virtuoso(Server):
    """Virtuoso 7.2.5 (Debian) with a database of its own."""

    name = "virtuoso"

    @staticmethod
    def is_here() -> bool:
        """Tell whether it can be run."""
        return shutil.which("virtuoso-t") is not None and INI.is_file()

    def start(self, nquads: Path, ntriples: Path) -> None:
        self.folder.mkdir(parents=True)
        sql, http = free_port(), free_port()
        settings = INI.read_text().replace("/var/lib/virtuoso-opensource-7/db", str(self.folder))
        database, mark, rest = settings.partition("[HTTPServer]")
        database = re.sub(r"(?m)^ServerPort\s*=.*", f"ServerPort = 127.0.0.1:{sql}", database)
        rest = re.sub(r"(?m)^ServerPort\s*=.*", f"ServerPort = 127.0.0.1:{http}", rest, count=1)
        settings = database + mark + rest
        for name, value in {
            "ResultSetMaxRows": "10000000",
            "MaxQueryCostEstimationTime": "100000000",
            "MaxQueryExecutionTime": str(int(self.limit)),
            "NumberOfBuffers": "170000",
            "MaxDirtyBuffers": "130000",
            "DirsAllowed": f"., {ntriples.parent}",
        }.items():
            settings = re.sub(rf"(?m)^;?\s*{name}\s*=.*", f"{name} = {value}", settings)
        (self.folder / "virtuoso.ini").write_text(settings)
        self.server = subprocess.Popen(
            ["virtuoso-t", "-f", "-c", "virtuoso.ini"],  # noqa: S607
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(http, self.server)
        start = time.perf_counter()
        text = f"ld_dir ('{ntriples.parent}', '{ntriples.name}', '{GRAPH}'); rdf_loader_run (); checkpoint;"
        # The account of a database that was just made: it lives as long as the run.
        subprocess.run(["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={text}"], check=True, capture_output=True)  # noqa: S607
        self.load = time.perf_counter() - start
        self.endpoint, self.parameters = f"http://127.0.0.1:{http}/sparql", {"default-graph-uri": GRAPH}
