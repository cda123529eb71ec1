"""A small chart of the figures of an indicator: a bar per figure that leads to where it stands, one chart per unit, and a line at each target."""

from collections.abc import Sequence
from dataclasses import dataclass

from doelengraaf.indicator_values import Value
from web.cells import number_text
from web.charts import Bar, Group, Line, draw, specification
from web.language import later, translate
from web.own_words import local_address

__all__ = ["KINDS", "Chart", "charts", "figure", "kind_of"]

KINDS = {"own": later("waarde"), "benchmark": later("vergelijking"), "target": later("streefwaarde")}
"""What a figure is to the municipality."""
_LOOKS = {"own": "full", "benchmark": "dashed", "target": "thick"}


@dataclass(frozen=True)
class Chart:
    """The figures of one unit, on one scale that begins at nought, as SVG in ink."""

    unit: str
    svg: str


def kind_of(value: Value) -> str:
    """Give what a value is to the municipality: its ``own`` figure, a ``benchmark`` of another area, or a ``target``."""
    return "target" if value.target else "own" if value.own else "benchmark"


def figure(value: Value) -> str:
    """Give the number with its unit as people read it."""
    unit = {"%": "%", "aantal": ""}.get(value.unit, f" {value.unit}")
    return number_text(value.number) + unit


def charts(values: Sequence[Value], name: str) -> list[Chart]:
    """Give a chart for each unit; values in different units have no common scale.

    Args:
        values: the figures, in the order of the bars.
        name: of the indicator, which names the picture.
    """
    units = dict.fromkeys(value.unit for value in values)
    baselines = _baselines(values)
    return [Chart(unit, _chart([one for one in values if one.unit == unit], baselines, name)) for unit in units]


def _chart(values: Sequence[Value], baselines: set[str], name: str) -> str:
    bars = [
        Bar(
            _words(value, value.iri in baselines),
            value.number,
            figure(value),
            _LOOKS[kind_of(value)],
            href=local_address(value.iri),
        )
        for value in values
    ]
    targets = {
        value.number: Line(value.number, f"{translate('streefwaarde')} {figure(value)}", "thick")
        for value in values
        if value.target
    }
    # Beside several targets, or nothing else, the bars say enough.
    return draw(
        specification([Group("", bars)], list(targets.values()) if len(targets) == 1 < len(values) else ()),
        name,
        "group",
    )


def _words(value: Value, baseline: bool) -> str:
    """Give the words above a bar: area, period, about whom where the agenda names it, and what it is if not simply a value."""
    kind = kind_of(value)
    note = translate("nulmeting") if baseline else "" if kind == "own" else translate(KINDS[kind])
    who = f", {value.population}" if value.population else ""
    return f"{value.area.text} {value.period.replace('/', '–')}{who}" + (f" ({note})" if note else "")


def _baselines(values: Sequence[Value]) -> set[str]:
    """Give the oldest figure of each series: the same area, population and unit in more than one period."""
    series: dict[tuple[str, str, str], list[Value]] = {}
    for value in values:
        if kind_of(value) == "own":
            series.setdefault((value.area.iri, value.population, value.unit), []).append(value)
    return {
        min(found, key=lambda one: one.period).iri for found in series.values() if len({v.period for v in found}) > 1
    }
