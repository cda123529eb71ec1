"""The parts of the report about engines, questions and pages."""

import statistics
from collections.abc import Iterator
from typing import Any

from report_words import NONE, exponent, number, table

ENGINES = ("embedded", "oxigraph serve", "virtuoso", "jena", "rdflib")
Sizes = dict[int, dict[str, Any]]


def answers(told: dict[str, Any], engine: str) -> dict[str, dict[str, Any]]:
    """Give what an engine answered, by question and form."""
    found: dict[str, dict[str, Any]] = told.get("engines", {}).get(engine, {}).get("answers", {})
    return found


def right(answer: dict[str, Any]) -> bool:
    """Tell whether an answer came and has the rows of the engine inside."""
    return not answer.get("error") and not answer.get("missing") and not answer.get("extra")


def comparable(one: dict[str, Any], ours: dict[str, Any] | None) -> bool:
    """Tell whether two answers have equal rows, and were both timed."""
    return right(one) and "missing" in one and bool(one.get("cpu")) and bool(ours and ours.get("cpu"))


def ratios(told: dict[str, Any], engine: str) -> list[float]:
    """Give how many times as long an engine computed as the one inside, warm, for what both answered alike."""
    ours = answers(told, "embedded")
    return [
        one["cpu"] / ours[key]["cpu"] for key, one in answers(told, engine).items() if comparable(one, ours.get(key))
    ]


def engines_part(sizes: Sizes) -> list[str]:
    """Give a table of engines per size."""
    lines = ["## Beside what a user would otherwise pick", ""]
    for size, told in sizes.items():
        rows = [row for engine in ENGINES if (row := _engine_row(told, engine))]
        if not rows:
            continue
        head = [
            "engine",
            "load",
            "open",
            "memory",
            "disk",
            "asked",
            "right",
            "not compared",
            "over the limit",
            "refused",
            "other rows",
            "median",
            "times ours, median",
            "middle half",
        ]
        lines += [f"### {size} municipalities", "", *table(head, rows), ""]
    return [
        *lines[:-1],
        "",
        "*Times ours* compares the seconds that the processes computed (all threads; of ours the reading of rows too), warm, and only for answers with equal rows: above 1 the other works longer. *Not compared* was answered where the engine inside was over the limit. The median is that of seconds by the clock. Memory is the most ever held by its process (VmHWM).",
    ]


def _engine_row(told: dict[str, Any], engine: str) -> list[str]:
    one, found = told.get("engines", {}).get(engine), answers(told, engine)
    if not one:
        return []
    if "error" in one:
        return [engine, *[f"failed: {one['error'][:60]}"], *[""] * 12]
    quotients = sorted(ratios(told, engine))
    warm = [a["warm"] for a in found.values() if "warm" in a]
    limit = sum(a.get("error") == "limit" for a in found.values())
    refused = sum(bool(a.get("error")) and a["error"] != "limit" for a in found.values())
    other = sum(not a.get("error") and not right(a) for a in found.values())
    # What ours did not answer in time may be right or not.
    alone = sum(right(a) and "missing" not in a for a in found.values()) if engine != "embedded" else 0
    cut = statistics.quantiles(quotients, n=4) if len(quotients) > 1 else []
    load = told.get("build", {}).get("parts", {}).get("load") if engine == "embedded" else one.get("load")
    return [
        engine,
        number(load, "s") if load is not None else "with the build" if engine == "embedded" else NONE,
        number(one["open"], "s") if one.get("open") is not None else "with loading",
        number(one["peak"], "MB"),
        number(one["disk"], "MB") if one["disk"] else "in memory",
        str(len(found)),
        str(sum(right(a) for a in found.values()) - alone),
        str(alone),
        str(limit),
        str(refused),
        str(other),
        number(statistics.median(warm), "s") if warm else NONE,
        "1" if engine == "embedded" else f"{statistics.median(quotients):.2f}" if quotients else NONE,
        "" if engine == "embedded" or not cut else f"{cut[0]:.2f}-{cut[2]:.2f}",
    ]


def questions_part(sizes: Sizes) -> list[str]:
    """Give a table of all questions per size, and the growth of the engine inside."""
    lines = ["## Every question", ""]
    for size, told in sizes.items():
        others = [engine for engine in ENGINES[1:] if answers(told, engine)]
        head = [
            "question",
            "chosen",
            "rows",
            "prepared",
            "cold",
            "warm",
            "spread",
            "computed",
            *(f"{engine}, times ours" for engine in others),
        ]
        limit = told.get("engines", {}).get("embedded", {}).get("limit", 0)
        lines += [
            f"### {size} municipalities",
            "",
            f"*Prepared* is the answer as readers get it, of what `doelengraaf prepare` keeps; the other columns are the engine at work. A query is stopped after {limit:.0f} s (`> limit`).",
            "",
        ]
        lines += [*table(head, _question_rows(told, others)), ""]
    keys = dict.fromkeys(key for told in sizes.values() for key in answers(told, "embedded"))
    growth = []
    for key in keys:
        values = {size: answers(told, "embedded").get(key, {}).get("cpu") for size, told in sizes.items()}
        if slope := exponent(values):
            growth.append((float(slope.split()[0]), key))
    if growth:
        slopes = [slope for slope, _ in growth]
        worst = ", ".join(f"{key} {slope:.2f}" for slope, key in sorted(growth, reverse=True)[:5])
        lines += [
            f"Growth of the seconds the engine inside computes, between the smallest and largest size measured: median {statistics.median(slopes):.2f},"
            f" {sum(slope > 1 for slope in slopes)} of {len(slopes)} above 1 (linear). The steepest: {worst}."
        ]
    return lines


def _question_rows(told: dict[str, Any], others: list[str]) -> Iterator[list[str]]:
    prepared = told.get("prepared", {}).get("answers", {})
    for key, ours in answers(told, "embedded").items():
        question, _, form = key.partition(" ")
        spread = f"{number(ours['low'], 's')}-{number(ours['high'], 's')}" if "low" in ours else ""
        warm = (
            number(ours["warm"], "s")
            if "warm" in ours
            else "> limit"
            if ours.get("error") == "limit"
            else ours.get("error", NONE)
        )
        yield [
            question,
            "" if form == "all" else form,
            str(ours["rows"]) if "warm" in ours else str(prepared[key]["rows"]) if key in prepared else "",
            number(prepared[key]["warm"], "s") if key in prepared else "",
            number(ours["cold"], "s"),
            warm,
            spread,
            number(ours["cpu"], "s") if "cpu" in ours else "",
            *(_beside(ours, answers(told, engine).get(key)) for engine in others),
        ]


def _beside(ours: dict[str, Any], other: dict[str, Any] | None) -> str:
    if other is None:
        return "not asked"
    if other.get("error"):
        return "> limit" if other["error"] == "limit" else "refused"
    if "missing" not in other:
        return f"computed {number(other.get('cpu'), 's')}, not compared"
    if not right(other):
        return f"other rows (-{other['missing']} +{other['extra']})"
    return f"{other['cpu'] / ours['cpu']:.2f}" if ours.get("cpu") and other.get("cpu") else NONE


def pages_part(sizes: Sizes) -> list[str]:
    """Give a table of pages per size; addresses of one agenda under one name."""
    lines = [
        "## Pages",
        "",
        "First visit after the server answered, and the median of the next four, until the page was whole.",
        "",
    ]
    for size, told in sizes.items():
        pages = told.get("pages", {})
        if "pages" not in pages:
            lines += [f"{size} municipalities: {NONE} (`make bench SIZES={size}`).", ""]
            continue
        rows = [
            [page, number(one["cold"], "s"), number(one["warm"], "s"), str(one["status"] or "no answer")]
            for page, one in pages["pages"].items()
        ]
        lines += [
            f"### Pages at {size} municipalities",
            "",
            f"The server answered {number(pages['ready'], 's')} after its start; most memory {number(pages['peak'], 'MB')}.",
            "",
        ]
        lines += [*table(["page", "first", "next", "status"], rows), ""]
    return lines[:-1]
