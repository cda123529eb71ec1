"""A process that answers queries from one engine in memory of its own, so that it can be stopped at a limit and its memory be told.

``python benchmarks/worker.py embedded|rdflib FILE``: one JSON text per line in, per line out ``{"seconds", "rows", "peak"}``; the first line out
is about opening the file.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from doelengraaf.store import Rows, open_store

Cells = list[list[tuple[str, str] | None]]


def peak_mb(process: str = "self") -> float:
    """Give the largest memory a process ever had, in MB (VmHWM)."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1000
    return 0.0


def embedded(path: Path) -> Callable[[str], Cells]:
    """Open the engine inside, on disk or in memory as the size decides."""
    store = open_store(path)

    def ask(text: str) -> Cells:
        answer = store.query(text)
        rows = answer.rows if isinstance(answer, Rows) else []
        return [[(cell.value, cell.datatype or "") if cell else None for cell in row] for row in rows]

    return ask


def with_rdflib(path: Path) -> Callable[[str], Cells]:
    """Read a file of N-Triples into the memory of rdflib."""
    import rdflib

    graph = rdflib.Graph()
    graph.parse(path, format="nt")

    def ask(text: str) -> Cells:
        return [
            [(str(cell), str(getattr(cell, "datatype", None) or "")) if cell is not None else None for cell in row]
            for row in graph.query(text)
        ]

    return ask


def main() -> None:
    """Open, and answer until there is nothing more to answer."""
    start = time.perf_counter()
    ask = {"embedded": embedded, "rdflib": with_rdflib}[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps({"seconds": time.perf_counter() - start, "rows": [], "peak": peak_mb()}), flush=True)
    for line in sys.stdin:
        start, cpu = time.perf_counter(), time.process_time()
        try:
            rows = ask(json.loads(line))
            told = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu, "rows": rows}
        except Exception as error:  # An engine may fail in any way; that is the result.
            told = {
                "seconds": time.perf_counter() - start,
                "rows": [],
                "error": f"{type(error).__name__}: {error}"[:200],
            }
        print(json.dumps({"cpu": 0.0, **told, "peak": peak_mb()}), flush=True)


if __name__ == "__main__":
    main()
