"""Make ``docs/performance.md`` and its picture of what ``bench.py`` and ``load.py`` left in a folder: figures, ratios, growth, and each target with what was measured.

``python benchmarks/report.py build/bench``. What was not measured is said; nothing is made up. Remarks of people stand in ``benchmarks/remarks.md``.
"""

import json
import sys
from pathlib import Path
from typing import Any

from report_load import load_part
from report_picture import picture
from report_questions import engines_part, pages_part, questions_part
from report_targets import targets_part
from report_words import exponent, number, table

ROOT = Path(__file__).resolve().parent.parent
SIZES = (4, 40, 342)


def build_part(sizes: dict[int, dict[str, Any]]) -> list[str]:
    """Give the table of what builds take, with the growth between the smallest and the largest size that were measured."""
    wanted = [
        ("making the tables up", ("generate",), "s"),
        ("build from nothing", ("build", "seconds"), "s"),
        ("… of which the parts", ("build", "parts", "parts"), "s"),
        ("… putting them together", ("build", "parts", "together"), "s"),
        ("… loading the store on disk", ("build", "parts", "load"), "s"),
        ("SHACL, one agenda (mean of ten at most)", ("judge", "each"), "s"),
        ("asking all questions beforehand", ("prepared", "seconds"), "s"),
        ("… on disk", ("prepared", "disk"), "MB"),
        ("check after one changed row", ("check again", "seconds"), "s"),
        ("build after one changed row", ("build again", "seconds"), "s"),
        ("most memory of the build", ("build", "peak"), "MB"),
        ("… and of one process that makes parts", ("build", "peak of a part"), "MB"),
        ("opening the build", ("engines", "embedded", "open"), "s"),
        ("most memory of who asks", ("engines", "embedded", "peak"), "MB"),
        ("store on disk", ("engines", "embedded", "disk"), "MB"),
        ("N-Quads", ("nquads",), "MB"),
        ("quads", ("quads",), ""),
    ]
    rows = []
    for label, path, unit in wanted:
        values = {size: _at(told, path) for size, told in sizes.items()}
        rows.append([label, *(number(values.get(size), unit) for size in SIZES), exponent(values)])
    return ["## From tables to answers", "", *table(["", *(f"{size}" for size in SIZES), "growth"], rows)]


def _at(told: dict[str, Any], path: tuple[str, ...]) -> float | None:
    found: Any = told
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, int | float) else None


def write_report(results: Path, docs: Path) -> None:
    """Write the report and its picture."""
    sizes = {size: json.loads(path.read_text()) for size in SIZES if (path := results / f"{size}.json").is_file()}
    loads = {path.stem: json.loads(path.read_text()) for path in sorted(results.glob("load*.json"))}
    machine = next(iter(sizes.values()), {}).get("machine", {})
    days = ", ".join(sorted({told.get("day", "") for told in sizes.values()}))
    loaded = ", ".join(
        f"{size}: {min(told['load average before'].values()):.1f}-{max(told['load average before'].values()):.1f}"
        for size, told in sizes.items()
        if told.get("load average before")
    )
    lines = [
        "# How fast it is",
        "",
        "Made by `make bench` (`benchmarks/report.py`); do not edit. Remarks are in `benchmarks/remarks.md`.",
        "",
        f"Measured {days} on {machine.get('cores')} cores ({machine.get('cpu')}), {machine.get('memory')} GB, Python {machine.get('python')}, with made-up municipalities in the shape of the real data"
        f" (`benchmarks/country.py`). Load average before the steps, by size: {loaded}. Above 2 others used the cores as well: then seconds by the clock say little, and ratios within one run are what counts; *computed* are the seconds that a process really had.",
        "",
        "![Seconds per question, for each engine and size](pictures/performance.svg)",
        "",
        *targets_part(sizes, loads),
        "",
        *build_part(sizes),
        "",
        "Growth is the slope between the logarithms of municipalities and figure, from the smallest to the largest size measured: 1 is linear.",
        "",
        *engines_part(sizes),
        "",
        *questions_part(sizes),
        "",
        *pages_part(sizes),
        "",
        *load_part(loads),
        "",
        (ROOT / "benchmarks" / "remarks.md").read_text(encoding="utf-8").rstrip(),
        "",
    ]
    (docs / "performance.md").write_text("\n".join(lines), encoding="utf-8")
    (docs / "pictures").mkdir(exist_ok=True)
    (docs / "pictures" / "performance.svg").write_text(picture(sizes), encoding="utf-8")


if __name__ == "__main__":
    write_report(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "bench", ROOT / "docs")
