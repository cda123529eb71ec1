"""A small chart of the values of an indicator: a bar per value, one chart per unit, placed on the server; the template draws it as SVG with a link per bar."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from doelengraaf.indicator_values import Value

__all__ = ["Bar", "Chart", "charts", "kind_of"]

_LABEL, _BARS, _NUMBER = 250, 300, 240
_SIGNS = 30
_LETTER, _SPACE = 19, 14
_HEAD = 8


@dataclass(frozen=True)
class Bar:
    """One value as a bar.

    Args:
        value: the value.
        kind: ``own``, ``benchmark`` or ``target``.
        lines: its label in lines: (baseline, words).
        x: where the bar begins.
        y: its top.
        width: how long it is.
        height: how high it is.
        end: where the number stands.
        middle: the baseline of the number.
    """

    value: Value
    kind: str
    lines: Sequence[tuple[float, str]]
    x: float
    y: float
    width: float
    height: float
    end: float
    middle: float


@dataclass(frozen=True)
class Chart:
    """The bars of one unit, on one scale that begins at nought."""

    unit: str
    width: float
    height: float
    axis: float
    bars: Sequence[Bar]


def kind_of(value: Value) -> str:
    """Give what a value is to the municipality: its ``own`` figure, a ``benchmark`` of another area, or a ``target``."""
    return "target" if value.target else "own" if value.own else "benchmark"


def charts(values: Sequence[Value]) -> list[Chart]:
    """Give a chart for each unit; values in different units have no common scale."""
    units = dict.fromkeys(value.unit for value in values)
    return [_chart(unit, [value for value in values if value.unit == unit]) for unit in units]


def _chart(unit: str, values: Sequence[Value]) -> Chart:
    low = min(0.0, *(value.number for value in values))
    high = max(0.0, *(value.number for value in values))
    scale = _BARS / ((high - low) or 1)
    axis = _LABEL - low * scale
    bars = []
    y = float(_HEAD)
    for value in values:
        words = textwrap.wrap(label(value), _SIGNS, break_long_words=False)
        height = _LETTER * len(words)
        start, end = sorted((axis, axis + value.number * scale))
        middle = y + height / 2
        lines = [(round(y + _LETTER * (number + 0.75), 1), line) for number, line in enumerate(words)]
        bars.append(
            Bar(
                value,
                kind_of(value),
                lines,
                round(start, 1),
                round(middle - 9, 1),
                round(end - start, 1),
                18,
                round(end + 8, 1),
                round(middle + 5, 1),
            )
        )
        y += height + _SPACE
    return Chart(unit, _LABEL + _BARS + _NUMBER, y, round(axis, 1), bars)


def label(value: Value) -> str:
    """Give the words beside a bar: area, period and, where the agenda names it, about whom."""
    return f"{value.area.text} {value.period.replace('/', '–')}" + (f", {value.population}" if value.population else "")
