"""Many readers at once on a server of this machine: pages, questions, downloads and SPARQL, and one reader whose queries are heavy.

``python benchmarks/load.py --readers 100 --seconds 120`` starts the server as in docs/deployment.md (``--production``, behind a trusted proxy, so that each
reader has an address of its own) on loopback over the last build, and prints what readers waited for. ``--think 0`` lets them ask again at once, which
tells how much the server can do; otherwise a reader looks at what came for some seconds, as people do.
"""

import argparse
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from engines_bench import cpu_seconds
from load_addresses import HEAVY, KINDS, addresses
from servers_bench import free_port

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Heard:
    """What readers got, by kind."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, seconds: float, status: str) -> None:
        """Keep one answer; only of a good one the time counts."""
        with self.lock:
            self.statuses[kind][status] += 1
            if status == "200":
                self.seconds[kind].append(seconds)


def visit(port: int, path: str, reader: str) -> tuple[float, str, float]:
    """Give seconds until the answer was whole, its status (with ``later`` when it says when to come back) and how long it says to wait."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    start = time.perf_counter()
    try:
        accept = "application/sparql-results+json" if path.startswith("/sparql") else "*/*"
        # Chosen by no browser of a person: what comes is as large, and not unpacked again and again by this program.
        head = {"X-Forwarded-For": reader, "X-Forwarded-Proto": "http", "Accept": accept, "Accept-Encoding": "gzip"}
        connection.request("GET", path, headers=head)
        response = connection.getresponse()
        response.read()
        after = response.headers.get("Retry-After")
        refused = response.status in (429, 503) and after is not None
        return (
            time.perf_counter() - start,
            f"{response.status} later" if refused else str(response.status),
            float(after or 0),
        )
    except OSError as error:
        return time.perf_counter() - start, type(error).__name__, 0
    except http.client.HTTPException as error:
        return time.perf_counter() - start, type(error).__name__, 0
    finally:
        connection.close()


def read_on(port: int, number: int, places: dict[str, list[str]], think: float, end: float, heard: Heard) -> None:
    """Be one reader, until the end."""
    rng = random.Random(number)  # noqa: S311
    reader = f"10.{number >> 8}.{number & 255}.1"
    stop = threading.Event()
    stop.wait(min(rng.random() * think, max(0, end - time.monotonic())))
    while time.monotonic() < end:
        kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
        seconds, status, after = visit(port, rng.choice(places[kind]), reader)
        heard.note(kind, seconds, status)
        stop.wait(min(after + (rng.expovariate(1 / think) if think else 0), max(0, end - time.monotonic())))


def be_heavy(port: int, end: float, heard: Heard) -> None:
    """Ask what takes too long, again and again."""
    while time.monotonic() < end:
        seconds, status, _ = visit(port, "/sparql?query=" + quote(HEAVY), "10.99.0.1")
        heard.note("heavy", seconds, status)


def memory_mb(root: int) -> tuple[float, float]:
    """Give the memory of the server, and of all its processes together, in MB."""
    children = defaultdict(list)
    resident: dict[int, float] = {}
    for path in Path("/proc").glob("[0-9]*/status"):
        try:
            told = dict(line.split(":", 1) for line in path.read_text().splitlines() if ":" in line)
            children[int(told["PPid"])].append(int(path.parent.name))
            resident[int(path.parent.name)] = int(told.get("VmRSS", "0 kB").split()[0]) / 1000
        except (OSError, KeyError, ValueError):
            continue
    todo, found = [root], 0.0
    while todo:
        one = todo.pop()
        found += resident.get(one, 0)
        todo += children.get(one, [])
    return resident.get(root, 0), found


def load(
    project: Path, readers: int, seconds: float, think: float, settings: dict[str, str] | None = None
) -> dict[str, Any]:
    """Start a server, let readers loose on it, and tell what they got.

    Args:
        project: whose build is served.
        readers: how many at once.
        seconds: for how long.
        think: how many seconds a reader looks at what came, in the mean.
        settings: environment variables of the server beside those of production.
    """
    port = free_port()
    environment = {**os.environ, "DOELENGRAAF_BASE_URL": f"http://127.0.0.1:{port}", **(settings or {})}
    command = [sys.executable, "-m", "doelengraaf.cli", "--project", str(project), "serve", "--production"]
    command += ["--port", str(port), "--trusted-proxy", "127.0.0.1"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            return _load(server, port, project, readers, seconds, think)
        finally:
            server.terminate()
            server.wait(60)


def _load(
    server: "subprocess.Popen[bytes]", port: int, project: Path, readers: int, seconds: float, think: float
) -> dict[str, Any]:
    for _ in range(1200):
        if server.poll() is not None:
            raise RuntimeError("the server has stopped")
        if visit(port, "/ready", "10.98.0.1")[1] == "200":
            break
        time.sleep(0.1)
    places, heard = addresses(project), Heard()
    # As a server that has been running: the first visits are those of pages_bench.py.
    for path in (path for kind in ("page", "question") for path in places[kind]):
        visit(port, path, "10.98.0.1")
    _wait_until_idle(server.pid)
    computed, begin = cpu_seconds(server.pid), time.monotonic()
    end = begin + seconds
    threads = [threading.Thread(target=read_on, args=(port, n, places, think, end, heard)) for n in range(readers)]
    threads.append(threading.Thread(target=be_heavy, args=(port, end, heard)))
    for thread in threads:
        thread.start()
    memory = []
    while any(thread.is_alive() for thread in threads):
        memory.append((time.monotonic() - begin, *memory_mb(server.pid)))
        time.sleep(min(2, seconds / 10))
    computed = cpu_seconds(server.pid) - computed
    answered = sum(heard.statuses[kind].total() for kind in KINDS)
    return {
        "computed": computed,
        "computed each": computed / max(1, answered),
        "agendas": len(list((project / "data" / "agendas").glob("*/agenda.toml"))),
        "readers": readers,
        "seconds": seconds,
        "think": think,
        "load average": os.getloadavg()[0],
        "kinds": {kind: _summary(heard, kind) for kind in (*KINDS, "heavy")},
        "memory": memory,
        "flat": _flat([own for _, own, _ in memory]),
        "alive": server.poll() is None,
    }


def _wait_until_idle(server: int, most: float = 600) -> None:
    """Wait until a server has visited its own pages, as it does after its start; of a whole country that takes minutes."""
    end = time.monotonic() + most
    while time.monotonic() < end:
        before = cpu_seconds(server)
        time.sleep(3)
        if cpu_seconds(server) - before < 0.5:
            return


def _summary(heard: Heard, kind: str) -> dict[str, Any]:
    times = heard.seconds[kind]
    cut = (
        statistics.quantiles(times, n=100, method="inclusive") if len(times) > 1 else [times[0] if times else 0.0] * 99
    )
    return {
        "statuses": dict(heard.statuses[kind]),
        "p50": cut[49],
        "p95": cut[94],
        "p99": cut[98],
        "most": max(times, default=0),
    }


def _flat(memory: list[float]) -> float:
    """Give how much larger the server is in the last quarter than in the second, as a share; it warms up in the first."""
    quarter = max(1, len(memory) // 4)
    before = statistics.mean(memory[quarter : 2 * quarter] or memory)
    return statistics.mean(memory[-quarter:]) / before - 1 if before else 0.0


def errors(told: dict[str, Any]) -> dict[str, int]:
    """Give what went wrong: anything but an answer or a refusal that says when to come back; the heavy reader is refused by right."""
    found: Counter[str] = Counter()
    for kind, one in told["kinds"].items():
        for status, count in one["statuses"].items():
            allowed = (
                ("200", "503 later") if kind == "sparql" else ("503", "503 later") if kind == "heavy" else ("200",)
            )
            if status not in allowed:
                found[f"{kind} {status}"] += count
    return dict(found)


def main() -> None:
    """Read the command line, and print and keep what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--project", type=Path, default=ROOT, help="the project whose last build is served")
    parser.add_argument("--readers", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument(
        "--think", type=float, default=5, help="mean seconds between an answer and the next request of a reader"
    )
    parser.add_argument("--name", default="load", help="what the results are called in build/bench")
    parser.add_argument("--results", type=Path, default=ROOT / "build" / "bench")
    asked = parser.parse_args()
    told = load(asked.project, asked.readers, asked.seconds, asked.think)
    asked.results.mkdir(parents=True, exist_ok=True)
    (asked.results / f"{asked.name}.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    for kind, one in told["kinds"].items():
        print(
            f"{kind:9} {one['statuses']} p50 {one['p50'] * 1000:.0f} p95 {one['p95'] * 1000:.0f} p99 {one['p99'] * 1000:.0f} ms"
        )
    print(
        f"memory {told['memory'][0][1]:.0f} -> {told['memory'][-1][1]:.0f} MB ({told['flat']:+.1%}), load average {told['load average']:.1f}"
    )
    wrong = errors(told)
    if wrong or not told["alive"]:
        sys.exit(f"errors: {wrong}")


if __name__ == "__main__":
    main()
