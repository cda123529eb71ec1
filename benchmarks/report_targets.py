"""The part of the report that holds every target beside what was measured."""

from collections.abc import Callable
from typing import Any

from asking import MAIN
from report_questions import ENGINES, Sizes, answers, comparable
from report_words import NONE, exponent, number, table

LARGE = 342
SLICE = ("gemeente", "onderwerp")


def targets_part(sizes: Sizes, loads: dict[str, dict[str, Any]]) -> list[str]:
    """Give the table of targets: at 342, or else the largest size measured."""
    size = max((one for one, told in sizes.items() if answers(told, "embedded")), default=0)
    told = sizes.get(size, {})
    ours = answers(told, "embedded")
    chosen = {key: one for key, one in ours.items() if key.split()[1] in SLICE}
    every = {key: one for key, one in ours.items() if key.split()[1] == "all"}
    rows = [
        _figure("tables to N-Quads", "< 60 s", sizes, _nquads, 60),
        _figure(
            "opening a store", "< 3 s", sizes, lambda one: one.get("engines", {}).get("embedded", {}).get("open"), 3
        ),
        _figure("SHACL, one changed agenda", "< 0.5 s", sizes, lambda one: one.get("judge", {}).get("each"), 0.5),
        _figure("SHACL, all agendas (that times their number, on all cores)", "< 10 s", sizes, _judging, 10),
        _figure("check after one changed row, all of it", "< 0.5 s", sizes, _check_again, 0.5),
        _figure("most memory", "< 3,221 MB (3 GiB)", sizes, _memory, 3221, "MB"),
        _many("a municipality or topic chosen, as readers get it", _read(told, chosen), 0.05, "50 ms", size),
        _many("… by the engine alone", chosen, 0.05, "50 ms", size),
        _many("nothing chosen, first rows and total, as readers get it", _read(told, every), 0.3, "300 ms", size),
        _many("… all rows, by the engine alone", every, 0.3, "300 ms", size),
        _many("any question, as readers get it", _read(told, ours), 1, "1 s", size),
        _many("… by the engine alone", ours, 1, "1 s", size),
        *(row for one, found in sizes.items() for row in _beside(found, one)),
        _growth(sizes),
        *(_load(name, one) for name, one in loads.items()),
    ]
    lead = "Targets are for 342 municipalities on two cores. "
    lead += (
        ""
        if size == LARGE
        else "At 342 was not measured in this run; beside each target stands the largest size that was: `make bench SIZES=342` does the rest."
    )
    return ["## Targets", "", lead, "", *table(["what", "target", "measured", "at", "met"], rows)]


def _read(told: dict[str, Any], engine: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Give what was asked of the engine, with what was prepared in its place where there is that."""
    prepared = told.get("prepared", {}).get("answers", {})
    return {key: prepared.get(key, one) for key, one in engine.items()}


def _nquads(told: dict[str, Any]) -> float | None:
    parts = told.get("build", {}).get("parts")
    return parts["parts"] + parts.get("together", 0) if parts else None


def _judging(told: dict[str, Any]) -> float | None:
    each = told.get("judge", {}).get("each")
    return each * told["size"] / told["machine"]["cores"] if each else None


def _check_again(told: dict[str, Any]) -> float | None:
    found: float | None = told.get("check again", {}).get("seconds")
    return found


def _memory(told: dict[str, Any]) -> float | None:
    if "build" not in told:
        # To build takes more than to ask.
        return None
    found = [told.get("build", {}).get("peak", 0), told.get("build", {}).get("peak of a part", 0)]
    found += [told.get("engines", {}).get("embedded", {}).get("peak", 0), told.get("pages", {}).get("peak", 0)]
    return max(found) or None


def _figure(
    what: str, target: str, sizes: Sizes, take: Callable[[dict[str, Any]], float | None], most: float, unit: str = "s"
) -> list[str]:
    known = {size: value for size, told in sizes.items() if (value := take(told)) is not None}
    if not known:
        return [what, target, NONE, "", ""]
    size = max(known)
    return [what, target, number(known[size], unit), str(size), _met(known[size] <= most, size, known[size] / most)]


def _met(good: bool, size: int, times: float | None = None) -> str:
    if not good:
        return f"no, {times:.1f} times" if times else "no"
    return "yes" if size == LARGE else "yes, at this size"


def _many(what: str, found: dict[str, dict[str, Any]], most: float, words: str, size: int) -> list[str]:
    if not found:
        return [what, f"each < {words}", NONE, "", ""]
    slow = {key: one for key, one in found.items() if one.get("warm", 1e9) > most}
    worst = max(found.items(), key=lambda item: item[1].get("warm", 1e9))
    said = (
        number(worst[1]["warm"], "s") + (f" (computed {number(worst[1]['cpu'], 's')})" if "cpu" in worst[1] else "")
        if "warm" in worst[1]
        else "over the limit"
    )
    return [
        what,
        f"each < {words}",
        f"{len(found) - len(slow)} of {len(found)}; slowest {worst[0]}: {said}",
        str(size),
        _met(not slow, size),
    ]


def _beside(told: dict[str, Any], size: int) -> list[list[str]]:
    """Give the rows that compare: the engine alone by the seconds computed, and what readers get by the clock."""
    ours = answers(told, "embedded")
    prepared = told.get("prepared", {}).get("answers", {})
    alone, read = {}, {}
    for key, one in ours.items():
        others = [a for engine in ENGINES[1:] if (a := answers(told, engine).get(key)) and comparable(a, one)]
        if others:
            alone[key] = min(other["cpu"] for other in others) / one["cpu"]
            read[key] = min(other["warm"] for other in others) / prepared.get(key, one)["warm"]
    return [*_compared("computed", alone, len(ours), size), *_compared("as readers get it", read, len(ours), size)]


def _compared(how: str, times: dict[str, float], asked: int, size: int) -> list[list[str]]:
    if not times:
        return []
    slower = [key for key, value in times.items() if value < 1 / 1.2]
    main = {key: value for key, value in times.items() if key.startswith(MAIN + " ")}
    said = "; ".join(f"{key.split()[1]}: {value:.2f} times" for key, value in main.items()) or NONE
    return [
        [
            f"no question slower than the best other engine with the same rows by more than 1.2 times ({how})",
            "none",
            f"{len(slower)} of {len(times)} compared{': ' if slower else ''}{', '.join(slower)}",
            str(size),
            _met(not slower, size) if len(times) > asked / 2 else "too few compared",
        ],
        [
            f"the main question faster than the best of them ({how})",
            "3 times",
            said,
            str(size),
            _met(all(value >= 3 for value in main.values()), size) if main else "",
        ],
    ]


def _growth(sizes: Sizes) -> list[str]:
    builds = exponent({size: _nquads(told) for size, told in sizes.items()})
    mains = exponent(
        {size: answers(told, "embedded").get(f"{MAIN} all", {}).get("cpu") for size, told in sizes.items()}
    )
    bad = any(float(one.split()[0]) > 1 for one in (builds, mains) if one)
    return [
        "growth",
        "at most linear (1)",
        f"tables to N-Quads {builds or NONE}; main question {mains or NONE}",
        "",
        "no" if bad else "yes" if builds and mains else "",
    ]


def _load(name: str, told: dict[str, Any]) -> list[str]:
    kinds = told["kinds"]
    wrong = {
        f"{kind} {status}": count
        for kind in ("page", "question", "download", "sparql")
        for status, count in kinds[kind]["statuses"].items()
        if status not in ("200", "503 later")
    }
    slowest = max(kinds["page"]["p95"], kinds["question"]["p95"])
    said = f"{sum(wrong.values())} errors; p95 pages {number(kinds['page']['p95'], 's')}, questions {number(kinds['question']['p95'], 's')}; memory {told['flat']:+.1%}"
    most = 0.3 if told["agendas"] < LARGE else 1
    good = not wrong and slowest < most and told["flat"] < 0.05
    return [
        f"{told['readers']} readers for {told['seconds']:.0f} s (`{name}`)",
        f"no error, p95 < {number(most, 's')}, memory flat",
        said,
        f"{told['agendas']} agendas",
        "yes" if good else "no",
    ]
