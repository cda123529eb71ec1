"""Numbers and tables as a report writes them."""

import math
from collections.abc import Iterable, Mapping, Sequence

NONE = "not measured"


def number(value: float | None, unit: str = "") -> str:
    """Give a figure with its unit, with as many digits as mean something."""
    if value is None:
        return NONE
    if not unit:
        return f"{value:,.0f}"
    if unit == "s" and value < 1:
        return f"{value * 1000:.0f} ms" if value >= 0.0095 else f"{value * 1000:.1f} ms"
    return f"{value:,.1f} {unit}" if value < 100 else f"{value:,.0f} {unit}"


def exponent(values: Mapping[int, float | None]) -> str:
    """Give the slope between the logarithms, from the smallest to the largest size measured."""
    known = sorted((size, value) for size, value in values.items() if value)
    if len(known) < 2:
        return ""
    (small, low), (large, high) = known[0], known[-1]
    slope = math.log(high / low) / math.log(large / small)
    # Less for more is another way of working, such as a store on disk that is only opened.
    return f"{slope:.2f} ({small}-{large})" if slope > 0 else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Give a table of Markdown, numbers to the right."""
    lines = [f"| {' | '.join(head)} |", f"| --- |{' ---: |' * (len(head) - 1)}"]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows)]
