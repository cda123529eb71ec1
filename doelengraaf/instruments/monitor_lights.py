"""The councillor's summary: what may be said of progress, by rules that stand on the page in words.

A light is on course or off course only where a target, a direction and two measurements of different years exist; everything else is "not to be said", with
the reason. What was measured before the agenda began says nothing of the agenda.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doelengraaf.indicator_values import Value
from doelengraaf.instruments.monitor import Monitor, Part, Series, Watched, last_year

__all__ = ["LIGHTS", "MOVES", "REASONS", "Light", "Summary", "light_of", "move_of", "summary_of", "together"]

LIGHTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "on-course": ("▲", {"nl": "op koers", "en": "on course"}),
    "off-course": ("▼", {"nl": "niet op koers", "en": "off course"}),
    "unknown": ("?", {"nl": "niet te zeggen", "en": "not to be said"}),
}
"""Each light with its sign and words; both read without colour."""
MOVES: Mapping[str, Mapping[str, str]] = {
    "right": {"nl": "beweegt de gewenste kant op", "en": "moves the desired way"},
    "wrong": {"nl": "beweegt de ongewenste kant op", "en": "moves the undesired way"},
    "still": {"nl": "staat stil", "en": "stands still"},
    "undirected": {"nl": "beweegt; gewenste richting niet vermeld", "en": "moves; desired direction not stated"},
    "one": {
        "nl": "één meting: geen voortgang te berekenen",
        "en": "one measurement: progress cannot be computed",
    },
    "double": {
        "nl": "geen twee jaren met elk één cijfer: geen voortgang te berekenen",
        "en": "no two years with one figure each: progress cannot be computed",
    },
    "none": {"nl": "geen meting van de gemeente", "en": "no measurement of the municipality"},
}
"""What the newest figure does beside the one before it."""
REASONS: Mapping[str, Mapping[str, str]] = {
    "reached": {"nl": "streefwaarde gehaald", "en": "target reached"},
    "right": {"nl": "nog niet gehaald; beweegt de gewenste kant op", "en": "not reached yet; moves the desired way"},
    "wrong": {"nl": "niet gehaald; beweegt de ongewenste kant op", "en": "not reached; moves the undesired way"},
    "still": {"nl": "niet gehaald; staat stil", "en": "not reached; stands still"},
    "over": {
        "nl": "de termijn van de streefwaarde is voorbij en zij is niet gehaald",
        "en": "the term of the target is over and it is not reached",
    },
    "not-measured": {"nl": "nog niet gemeten", "en": "not measured yet"},
    "no-own": {"nl": "geen meting van de gemeente zelf", "en": "no measurement of the municipality itself"},
    "no-target": {"nl": "geen streefwaarde", "en": "no target"},
    "no-direction": {"nl": "gewenste richting niet vermeld", "en": "desired direction not stated"},
    "one": {"nl": "geen twee metingen van verschillende jaren", "en": "no two measurements of different years"},
    "before": {
        "nl": "het nieuwste cijfer is van vóór de start van de agenda",
        "en": "the newest figure is from before the agenda began",
    },
    "no-indicator": {"nl": "geen indicator", "en": "no indicator"},
    "some": {"nl": "niet van elke indicator is iets te zeggen", "en": "not of every indicator something can be said"},
}
"""Why a light is what it is."""
_ORDER = ("off-course", "unknown", "on-course")


@dataclass(frozen=True)
class Light:
    """What may be said of progress: a key of ``LIGHTS`` and a key of ``REASONS``."""

    key: str
    reason: str


@dataclass(frozen=True)
class Summary:
    """One page for who governs.

    Args:
        lights: each indicator with its light, by address.
        parts: each part with its light, and its aims with theirs.
        counts: number of indicators per light.
        reasons: number of indicators per reason, the most frequent first.
        measured: indicators with any measurement.
        with_baseline: indicators with a baseline.
        with_series: indicators with two measurements or more of the municipality.
        with_target: indicators with a target.
    """

    lights: Mapping[str, Light]
    parts: Sequence[tuple[Part, Light, Sequence[tuple[str, str, str, Light]]]]
    counts: Mapping[str, int]
    reasons: Sequence[tuple[str, int]]
    measured: int
    with_baseline: int
    with_series: int
    with_target: int


def move_of(indicator: Watched) -> str:
    """Give what the newest figure of the municipality does beside the one before it: a key of ``MOVES``."""
    if not indicator.own:
        return "none"
    series = next((one for one in indicator.own if one.steps), indicator.own[0])
    return _move(series, indicator.direction)


def light_of(indicator: Watched) -> Light:
    """Give what may be said of the progress of one indicator; with several targets the least favourable counts."""
    if not indicator.measured:
        return Light("unknown", "not-measured")
    if not indicator.own:
        return Light("unknown", "no-own")
    if not indicator.targets:
        return Light("unknown", "no-target")
    if not indicator.direction:
        return Light("unknown", "no-direction")
    judged = [
        _judge(indicator, series, target)
        for target in indicator.targets
        for series in indicator.own
        if (series.area.iri, series.population, series.unit) == (target.area.iri, target.population, target.unit)
    ]
    # A target of others, or in another unit, is none for these figures.
    return min(judged, key=lambda one: _ORDER.index(one.key), default=Light("unknown", "no-target"))


def together(lights: Sequence[Light]) -> Light:
    """Give what may be said of several together: off course as soon as one is, on course only when all are."""
    if not lights:
        return Light("unknown", "no-indicator")
    keys = {one.key for one in lights}
    if "off-course" in keys:
        return next(one for one in lights if one.key == "off-course")
    if keys == {"on-course"}:
        reasons = {one.reason for one in lights}
        return Light("on-course", "right" if "right" in reasons else "reached")
    reasons = {one.reason for one in lights}
    return Light("unknown", reasons.pop() if len(reasons) == 1 else "some")


def summary_of(monitor: Monitor) -> Summary:
    """Give the summary of a monitor."""
    lights = {one.iri: light_of(one) for one in monitor.indicators}
    parts = []
    for part in monitor.parts:
        aims = [
            (aim.iri, aim.name, aim.kind, together([lights[one.iri] for one in monitor.measures.get(aim.iri, ())]))
            for aim in part.aims
        ]
        parts.append((part, together([lights[one.iri] for one in part.indicators]), aims))
    counted = Counter(one.key for one in lights.values())
    return Summary(
        lights,
        parts,
        {key: counted[key] for key in LIGHTS},
        Counter(one.reason for one in lights.values()).most_common(),
        sum(one.measured for one in monitor.indicators),
        sum(one.baseline is not None for one in monitor.indicators),
        sum(one.has_steps for one in monitor.indicators),
        sum(bool(one.targets) for one in monitor.indicators),
    )


def _move(series: Series, direction: str) -> str:
    if series.steps is None:
        return "one" if len(series.values) == 1 else "double"
    before, after = series.steps
    if before.number == after.number:
        return "still"
    if not direction:
        return "undirected"
    return "right" if (after.number > before.number) == (direction == "up") else "wrong"


def _judge(indicator: Watched, series: Series, target: Value) -> Light:
    move, newest = _move(series, indicator.direction), series.newest
    if move in ("one", "double"):
        return Light("unknown", "one")
    if indicator.start is not None and last_year(newest) < indicator.start:
        return Light("unknown", "before")
    met = newest.number >= target.number if indicator.direction == "up" else newest.number <= target.number
    if met:
        return Light("on-course", "reached")
    if last_year(newest) > last_year(target):
        return Light("off-course", "over")
    return Light("on-course" if move == "right" else "off-course", move)
