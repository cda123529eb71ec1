"""Time the pages of a made-up country on the real server."""

import http.client
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from servers_bench import free_port
from worker import peak_mb

ROOT = Path(__file__).resolve().parent.parent
VISITS = 5


def addresses(folder: Path) -> list[str]:
    """Give typical pages, of the first agenda."""
    agenda = min(path.name for path in (folder / "data" / "agendas").iterdir())
    return [
        "/",
        "/agendas",
        f"/doc/agenda/{agenda}",
        "/doc/topic/eenzaamheid",
        f"/doelenboom/{agenda}",
        "/partners",
        "/vragen",
        "/vragen/partners-per-doel",
        f"/vragen/partners-per-doel?gemeente={agenda}",
        "/vragen/partners-per-doel?onderwerp=eenzaamheid",
        "/zoeken?q=eenzaamheid",
    ]


def visit(port: int, page: str, limit: float) -> tuple[float, int]:
    """Give seconds until a page is whole, and its status; 0 when it does not come."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=limit)
    start = time.perf_counter()
    try:
        connection.request("GET", page, headers={"Accept-Encoding": "gzip", "Accept": "text/html"})
        response = connection.getresponse()
        response.read()
        return time.perf_counter() - start, response.status
    except OSError:
        return time.perf_counter() - start, 0
    finally:
        connection.close()


def measure_pages(folder: Path, limit: float = 60) -> dict[str, Any]:
    """Start the server, visit each page some times and tell the seconds."""
    port = free_port()
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "doelengraaf.cli", "--project", str(folder), "serve", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    ) as server:
        try:
            while visit(port, "/health", 5)[1] != 200:
                if server.poll() is not None or time.perf_counter() - start > 600:
                    return {"error": "the server does not start"}
                time.sleep(0.1)
            ready = time.perf_counter() - start
            found = {}
            for page in addresses(folder):
                times = [visit(port, page, limit)]
                times += [visit(port, page, limit) for _ in range(VISITS - 1 if times[0][1] else 0)]
                warm = [seconds for seconds, _ in times[1:]] or [times[0][0]]
                found[page] = {"cold": times[0][0], "warm": statistics.median(warm), "status": times[0][1]}
            return {"ready": ready, "peak": peak_mb(str(server.pid)), "pages": found}
        finally:
            server.terminate()
            server.wait(30)
