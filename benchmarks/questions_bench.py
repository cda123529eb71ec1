"""Ask each engine every question, cold and warm, and compare its rows with those of the engine inside."""

import shutil
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from asking import MAIN, Asked, multiset
from engines_bench import Engine, Jena, Told, Worker
from servers_bench import OxigraphServer, Virtuoso

WARM = 3
SLOW = 3.0
"""Who took more seconds at first is asked once more only."""
RDFLIB_MOST = 4
"""For more municipalities rdflib takes minutes to load and to answer (docs/performance.md); so a run ends."""


def engines(size: int, folder: Path, limit: float, only: list[str]) -> list[Engine]:
    """Give the engines that can be run here, the one inside first."""
    made: dict[str, Callable[[], Engine] | None] = {
        "embedded": lambda: Worker("embedded", folder / "embedded", limit),
        "oxigraph serve": (lambda: OxigraphServer(folder / "oxigraph", limit)) if OxigraphServer.is_here() else None,
        "virtuoso": (lambda: Virtuoso(folder / "virtuoso", limit)) if Virtuoso.is_here() else None,
        "jena": (lambda: Jena(folder / "jena", limit)) if Jena.is_here() else None,
        "rdflib": (lambda: Worker("rdflib", folder / "rdflib", limit)) if size <= RDFLIB_MOST else None,
    }
    wanted = ["embedded", *(name for name in only or made if name != "embedded")]
    return [make() for name in wanted if (make := made.get(name))]


def write_ntriples(nquads: Path, target: Path) -> None:
    """Write what every reader is given, without the names of graphs."""
    with nquads.open("rb") as lines, target.open("wb") as out:
        for line in lines:
            statement, _, graph = line.rstrip().rpartition(b" <")
            if not graph.endswith((b"/proposed> .", b"/rejected> .")):
                out.write(statement + b" .\n")


def ask_all(
    engine: Engine, asked: list[Asked], wanted: dict[str, Counter[str]], say: Callable[[str], None]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Ask one engine everything; rows of the engine inside are kept in ``wanted`` for the next ones."""
    for one in asked:
        if engine.name == "rdflib" and one.form == "gemeente" and one.question != MAIN:
            # It takes minutes for what the others do in one: without a choice only, and the main question both ways.
            continue
        first = engine.timed(one.text)
        told: dict[str, Any] = {"cold": first.seconds, "rows": len(first.rows)}
        if first.error:
            told["error"] = first.error
        else:
            rows = multiset(first.rows)
            if engine.name == "embedded":
                wanted[one.key] = rows
            elif one.key in wanted:
                missing, extra = wanted[one.key] - rows, rows - wanted[one.key]
                told["missing"], told["extra"] = missing.total(), extra.total()
            again = [engine.timed(one.text) for _ in range(WARM if first.seconds < SLOW else 1)]
            told |= _warm([each for each in again if not each.error])
        say(f"{engine.name}: {one.key}: {first.seconds:.3f} s, {len(first.rows)} rows {first.error}")
        yield one.key, told


def _warm(again: list[Told]) -> dict[str, Any]:
    """Give the median and spread of what was answered again; who took too long the second time is over the limit."""
    if not again:
        return {"error": "limit"}
    times = [each.seconds for each in again]
    computed = statistics.median(each.cpu for each in again)
    return {
        "warm": statistics.median(times),
        "cpu": computed,
        "low": min(times),
        "high": max(times),
        "times": len(times),
    }


def measure(
    found: list[Engine], asked: list[Asked], nquads: Path, say: Callable[[str], None], keep: Callable[[str, Any], None]
) -> None:
    """Measure engines; each answer is given to ``keep``, so that what was measured stays when a run is stopped."""
    folder = nquads.parent / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    ntriples = folder / "all.nt"
    # The engine inside reads the build itself; for a whole country the other file takes a minute to write.
    if len(found) > 1:
        write_ntriples(nquads, ntriples)
    wanted: dict[str, Counter[str]] = {}
    try:
        for engine in found:
            start = time.perf_counter()
            try:
                engine.start(nquads, ntriples)
                for key, told in ask_all(engine, asked, wanted, say):
                    keep(engine.name, {**_about(engine), "answers": {key: told}})
            except (OSError, RuntimeError, ValueError) as error:
                keep(engine.name, {"error": f"{type(error).__name__}: {error}"[:300]})
                continue
            finally:
                if hasattr(engine, "process") or hasattr(engine, "server"):
                    engine.stop()
            keep(engine.name, {**_about(engine), "answers": {}})
            say(f"{engine.name} done in {time.perf_counter() - start:.0f} s")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _about(engine: Engine) -> dict[str, Any]:
    return {
        "load": engine.load,
        "open": engine.opening,
        "peak": engine.peak,
        "disk": engine.disk(),
        "limit": engine.limit,
    }
