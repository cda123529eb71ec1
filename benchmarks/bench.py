"""Measure the whole way from tables to answers at some sizes, in one run with what a user would otherwise pick.

``make bench SIZES="4 40"``, or ``python benchmarks/bench.py 4 40``. Results go to ``build/bench/<size>.json`` as they come; ``report.py`` makes
``docs/performance.md`` of them. A step that was done stays, so that a run may be done in parts: ``--steps build``, ``--engines embedded virtuoso``.
"""

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from asking import all_asked
from building_bench import build_again, build_from_nothing, check_again, judge_some
from country import make_country
from pages_bench import measure_pages
from prepared_bench import measure_prepared
from questions_bench import engines, measure

from doelengraaf.store import open_store

ROOT = Path(__file__).resolve().parent.parent
STEPS = ("generate", "build", "judge", "check-again", "build-again", "prepare", "questions", "pages")


class Results:
    """What was measured of one size, on disk after each step."""

    def __init__(self, folder: Path, size: int) -> None:
        self.path = folder / f"{size}.json"
        self.told: dict[str, Any] = json.loads(self.path.read_text()) if self.path.is_file() else {}
        self.told |= {"size": size, "machine": machine()}

    def keep(self, name: str, value: object, under: str = "") -> None:
        """Keep a figure. Of an engine that was asked some questions again the other answers stay."""
        before = self.told.get(under, {}).get(name, {}) if under else {}
        if isinstance(value, dict) and "answers" in value:
            value = {**value, "answers": {**before.get("answers", {}), **value["answers"]}}
        (self.told.setdefault(under, {}) if under else self.told)[name] = value
        self.told["day"] = date.today().isoformat()
        self.path.write_text(json.dumps(self.told, indent=1), encoding="utf-8")


def machine() -> dict[str, Any]:
    """Say on what is measured."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        "",
    )
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1e6
    return {"cpu": cpu, "cores": os.cpu_count(), "memory": round(memory), "python": platform.python_version()}


def say(line: str) -> None:
    """Say how far it is."""
    print(f"{time.strftime('%H:%M:%S')} [{os.getloadavg()[0]:.1f}] {line}", flush=True)


def run(size: int, folder: Path, results: Results, told: argparse.Namespace) -> None:
    """Do the steps of one size."""
    nquads = folder / "build" / "doelengraaf.nq"
    for step in told.steps:
        say(f"{size}: {step}")
        results.keep(step, os.getloadavg()[0], "load average before")
        if step == "generate" and not (folder / "data").exists():
            start = time.perf_counter()
            make_country(size, folder)
            results.keep("generate", time.perf_counter() - start)
        elif step == "build":
            results.keep("build", build_from_nothing(folder))
        elif step == "judge":
            results.keep("judge", judge_some(folder))
        elif step == "check-again":
            results.keep("check again", check_again(folder))
        elif step == "build-again":
            results.keep("build again", build_again(folder))
        elif step == "prepare":
            results.keep("prepared", measure_prepared(folder, say))
        elif step == "questions":
            with nquads.open("rb") as lines:
                results.keep("quads", sum(1 for _ in lines))
            results.keep("nquads", nquads.stat().st_size / 1e6)
            asked = all_asked(ROOT / "queries", open_store(nquads), told.questions)
            found = engines(size, nquads.parent / "bench", told.limit, told.engines)
            measure(found, asked, nquads, say, lambda name, value: results.keep(name, value, "engines"))
        elif step == "pages":
            results.keep("pages", measure_pages(folder))


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", type=int, nargs="*", default=[4, 40, 342], help="numbers of municipalities")
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=STEPS)
    parser.add_argument("--engines", nargs="+", default=[], help="only these engines, and the one inside")
    parser.add_argument("--questions", nargs="+", default=[], help="only these questions")
    parser.add_argument("--limit", type=float, default=20, help="how many seconds a query may take")
    parser.add_argument("--at", type=Path, help="a country that is there already, with its build; for one size")
    parser.add_argument("--results", type=Path, default=ROOT / "build" / "bench")
    told = parser.parse_args()
    # Who stops a run leaves no engine behind.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    told.results.mkdir(parents=True, exist_ok=True)
    for size in told.sizes:
        run(size, told.at or told.results / f"country-{size}", Results(told.results, size), told)
    subprocess.run([sys.executable, str(ROOT / "benchmarks" / "report.py"), str(told.results)], check=True)


if __name__ == "__main__":
    main()
