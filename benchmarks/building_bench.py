"""Time builds of a made-up country: from nothing, and after one changed row."""

import csv
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from doelengraaf.building.known import Known
from doelengraaf.building.quads import build_quads
from doelengraaf.building.tables import read_project
from doelengraaf.check import check_shapes
from doelengraaf.columns import Shapes
from doelengraaf.project import Project
from doelengraaf.terms import Context

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
_CHILD = """
import json, resource, sys, time
from pathlib import Path
from doelengraaf.pipeline import check_project, make_build
from doelengraaf.project import Project
from doelengraaf.findings import Severity
start, said = time.perf_counter(), []
def progress(text): said.append((time.perf_counter() - start, text))
project = Project(Path(sys.argv[2]))
if sys.argv[1] == "check":
    found = check_project(project, progress)
    told = {"findings": len(found), "musts": sum(f.severity is Severity.MUST for f in found)}
else:
    report = make_build(project, progress)
    told = {"quads": report.quads}
peak = [resource.getrusage(who).ru_maxrss / 1000 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({**told, "seconds": time.perf_counter() - start, "steps": said, "peak": peak[0], "peak of a part": peak[1]}))
"""


def _run(what: str, folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, what, str(folder)], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**told, "parts": _phases(told.pop("steps"), told["seconds"])}


def _phases(said: list[tuple[float, str]], end: float) -> dict[str, float]:
    """Give seconds: making parts, writing them together, loading them on disk."""
    at = {
        name: next((when for when, text in said if text.startswith(name)), None)
        for name in ("schrijven", "in de opslag")
    }
    writing, loading = at["schrijven"], at["in de opslag"]
    if writing is None:
        return {"parts": end}
    found = {"parts": writing, "together": (loading or end) - writing}
    return {**found, "load": end - loading} if loading else found


def build_from_nothing(folder: Path) -> dict[str, Any]:
    """Build as the first time."""
    shutil.rmtree(folder / "build", ignore_errors=True)
    return _run("build", folder)


def change_one_row(folder: Path) -> None:
    """Give one goal of the first agenda another name."""
    path = min((folder / "data" / "agendas").iterdir()) / "goals.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["label"] += f" {time.time_ns() % 1000}"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def check_again(folder: Path) -> dict[str, Any]:
    """Check after one changed row."""
    change_one_row(folder)
    return _run("check", folder)


def build_again(folder: Path) -> dict[str, Any]:
    """Build after one changed row."""
    change_one_row(folder)
    return _run("build", folder)


def judge_some(folder: Path, most: int = 10) -> dict[str, float]:
    """Judge the first agendas by SHACL alone, each with what it names of the shared tables, as a build does.

    Returns:
        The seconds of the first, which compiles the shapes too, and the mean of the others.
    """
    project = Project(folder)
    shapes = Shapes(project.shapes, Context.read(project.context))
    known, times = Known(project, shapes), []
    for agenda in sorted(path.name for path in (project.data / "agendas").iterdir())[:most]:
        own = build_quads(project, read_project(project, {agenda}, shapes), ontology=False)
        built = known.around(own)
        start = time.perf_counter()
        check_shapes(built, only=[agenda], workers=1)
        times.append(time.perf_counter() - start)
    return {"first": times[0], "each": sum(times[1:]) / len(times[1:]), "judged": len(times)}
