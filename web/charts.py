"""Draw bars as SVG or PNG: a Vega-Lite specification made here, rendered by vl-convert, and mended to stand in a page of ours.

A bar carries its own words and number, so that a picture needs no legend and reads without colour; kinds differ by filling and edge too. In a page the
colours are those of the theme (``currentColor`` and the variables of the style sheet); a file has ink on white. vl-convert is imported when the first
picture is drawn: it takes half a second and 60 MB, and may not be used before a ``fork`` (https://github.com/vega/vl-convert).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from web.text_width import FONT, width, wrap

__all__ = ["LOOKS", "Bar", "Group", "Line", "draw", "on_white", "png", "specification", "themed"]

INK, FILL, SOFT = "#16222b", "#0b5c7a", "#44545f"
_THEME = {INK: "currentColor", FILL: "var(--brand)", SOFT: "var(--soft)"}
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "full": {"fill": FILL, "stroke": FILL, "strokeWidth": 2},
    "half": {"fill": FILL, "fillOpacity": 0.3, "stroke": FILL, "strokeWidth": 2},
    "dashed": {"fillOpacity": 0, "fill": SOFT, "stroke": INK, "strokeWidth": 2, "strokeDash": [6, 3]},
    "thick": {"fillOpacity": 0, "fill": SOFT, "stroke": INK, "strokeWidth": 4},
    "dotted": {"fillOpacity": 0, "fill": SOFT, "stroke": SOFT, "strokeWidth": 2, "strokeDash": [2, 3]},
}
"""How a bar may look: filling and edge."""
_WIDE, _SIZE, _LINE = 360, 15, 19
_BAR, _STEP, _HEADING, _GAP = 16, 25, 27, 8
_LEFT_ROOM, _SPACE, _BOLD = 172, 10, 1.08
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
# What vl-convert puts before an address that has no host.
_BASE = "https://vega.github.io/vega-datasets/"


@dataclass(frozen=True)
class Bar:
    """One bar.

    Args:
        words: what stands beside or above it.
        number: where it ends.
        shown: the number as people read it.
        look: a key of ``LOOKS``.
        start: where it begins.
        href: where it leads, or empty.
        said: what a screen reader says of it; empty for words and number.
    """

    words: str
    number: float
    shown: str
    look: str = "full"
    start: float = 0
    href: str = ""
    said: str = ""


@dataclass(frozen=True)
class Group:
    """Bars under one heading, which may be empty."""

    heading: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Line:
    """A line across all bars: at which number, what it is called, and its look."""

    number: float
    words: str
    look: str = "dashed"


def specification(groups: Sequence[Group], lines: Sequence[Line] = (), years: bool = False) -> dict[str, Any]:
    """Give the Vega-Lite specification of bars from left to right.

    Args:
        groups: the bars; their words stand left when all are short, else above.
        lines: lines across all bars.
        years: whether numbers are years, on an axis of their own; otherwise bars begin at nought.

    A number stands behind its bar, or with the words above it where a line would cross it.
    """
    bars = [bar for group in groups for bar in group.bars]
    widest = max(width(bar.words, _SIZE) for bar in bars)
    left = widest + _SPACE if widest <= _LEFT_ROOM and not lines else 0
    right = _WIDE - (_SPACE if lines else max(width(bar.shown, _SIZE) for bar in bars) + 2 * _SPACE)
    reach = [*(bar.number for bar in bars), *(bar.start for bar in bars), *(line.number for line in lines)]
    low, high = (min(reach), max(reach)) if years else (min(0.0, *reach), max(0.0, *reach))
    texts, rows, bases, y = [], [], [], float(_LINE if lines else 0)
    for group in groups:
        for words in wrap(group.heading, _SIZE * _BOLD, _WIDE):
            texts.append({"x": 0, "y": y + _HEADING / 2, "words": words, "weight": "bold"})
            y += _LINE
        y += _HEADING - _LINE if group.heading else 0
        base = {"x": 0, "y": y}
        for bar in group.bars:
            if left:
                texts.append({"x": 0, "y": y + _STEP / 2, "words": bar.words})
            else:
                for words in wrap(f"{bar.words}: {bar.shown}" if lines else bar.words, _SIZE, _WIDE):
                    texts.append({"x": 0, "y": y + _LINE / 2 + 1, "words": words})
                    y += _LINE
            rows.append(_row(bar, y + _STEP / 2))
            y += _STEP + (0 if left else _GAP)
        bases.append({**base, "y2": y})
        y += _GAP
    scale = {
        "domain": [low, high if high > low else low + 1],
        "range": [left, right],
        "nice": False,
        "zero": False,
        "padding": 0,
    }
    x = {"field": "end", "type": "quantitative", "scale": scale, "axis": _years_axis() if years else None}
    at = {**x, "field": "x"}
    layers = [
        *_bar_layers(rows, x),
        *([] if years else [_base_layer(bases, at)]),
        *([] if lines else [_number_layer(rows, x)]),
        *_line_layers(lines, rows, at, (low + high) / 2),
        _text_layer([one for one in texts if "weight" in one], "bold"),
        _text_layer([one for one in texts if "weight" not in one], "normal"),
    ]
    return {
        "$schema": _SCHEMA,
        "width": _WIDE,
        "height": y,
        "padding": {"left": 1, "right": 1, "top": 1, "bottom": 1 if not years else 4},
        "autosize": "pad" if years else "none",
        "background": None,
        "encoding": {"y": _pixels("y", y)},
        "layer": layers,
        "config": {
            "view": {"stroke": None},
            "text": {"font": FONT, "fontSize": _SIZE, "color": INK, "align": "left", "baseline": "middle"},
            "axis": {
                "labelFont": FONT,
                "labelFontSize": 13,
                "labelColor": INK,
                "domainColor": SOFT,
                "tickColor": SOFT,
                "gridColor": SOFT,
                "gridOpacity": 0.3,
            },
        },
    }


def _row(bar: Bar, middle: float) -> dict[str, Any]:
    return {
        "y": middle,
        "start": bar.start,
        "end": bar.number,
        "far": max(bar.start, bar.number),
        "shown": bar.shown,
        "said": bar.said or f"{bar.words}: {bar.shown}",
        "look": bar.look,
        **({"href": bar.href} if bar.href else {}),
    }


def _pixels(name: str, high: float) -> dict[str, Any]:
    """Give an encoding in pixels from the top or the left."""
    scale = {"domain": [0, high], "range": [0, high], "nice": False, "zero": False, "padding": 0}
    return {"field": name, "type": "quantitative", "scale": scale, "axis": None}


def _years_axis() -> dict[str, Any]:
    return {"format": "d", "tickMinStep": 1, "tickCount": 6, "title": None, "aria": False, "orient": "bottom"}


def _bar_layers(rows: Sequence[Mapping[str, Any]], x: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for look, style in LOOKS.items():
        own = [row for row in rows if row["look"] == look]
        if own:
            encoding = {"x": x, "x2": {"field": "start"}, "description": {"field": "said"}}
            if all("href" in row for row in own):
                encoding["href"] = {"field": "href"}
            yield {
                "data": {"values": own},
                "mark": {"type": "bar", "height": _BAR, "orient": "horizontal", **style},
                "encoding": encoding,
            }


def _number_layer(rows: Sequence[Mapping[str, Any]], x: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers stand behind the bars."""
    encoding = {"x": {**x, "field": "far"}, "text": {"field": "shown"}}
    return {"data": {"values": rows}, "mark": {"type": "text", "dx": 8, "aria": False}, "encoding": encoding}


def _base_layer(bases: Sequence[Mapping[str, Any]], at: Mapping[str, Any]) -> dict[str, Any]:
    """The line at nought, beside the bars of each group."""
    mark = {"type": "rule", "color": SOFT, "strokeWidth": 1, "aria": False}
    return {"data": {"values": bases}, "mark": mark, "encoding": {"x": at, "y2": {"field": "y2"}}}


def _line_layers(
    lines: Sequence[Line], rows: Sequence[Mapping[str, Any]], at: Mapping[str, Any], middle: float
) -> Iterable[dict[str, Any]]:
    """A line is drawn across the bars only, so that it crosses no words; what it is called stands above all."""
    for line in lines:
        style = LOOKS[line.look]
        mark = {
            "type": "rule",
            "color": style["stroke"],
            "strokeWidth": 3,
            "strokeDash": style.get("strokeDash", [1, 0]),
        }
        values = [{"x": line.number, "y": row["y"] - _STEP / 2, "y2": row["y"] + _STEP / 2} for row in rows]
        yield {
            "data": {"values": values},
            "mark": {**mark, "aria": False},
            "encoding": {"x": at, "y2": {"field": "y2"}},
        }
        words = {"type": "text", "align": "right" if line.number > middle else "left", "aria": False}
        named = [{"x": line.number, "y": _LINE / 2, "words": line.words}]
        yield {"data": {"values": named}, "mark": words, "encoding": {"x": at, "text": {"field": "words"}}}


def _text_layer(texts: Sequence[Mapping[str, Any]], weight: str) -> dict[str, Any]:
    mark = {"type": "text", "fontWeight": weight, "aria": False}
    return {"data": {"values": texts}, "mark": mark, "encoding": {"x": {"value": 0}, "text": {"field": "words"}}}


@lru_cache(maxsize=256)
def _rendered(text: str) -> str:
    """Render a specification; the same one is rendered once."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(json.loads(text))
    return svg


def draw(spec: Mapping[str, Any], name: str, role: str = "img") -> str:
    """Give a specification as SVG in ink, transparent, without script, style or id.

    Args:
        spec: what ``specification`` gives.
        name: what the picture is called.
        role: ``img``, or ``group`` when its bars are links.
    """
    svg = _rendered(json.dumps(spec, sort_keys=True))
    svg = svg.replace(f'xlink:href="{_BASE}', 'href="').replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    # The name of a link stands on the link; English words for kinds of marks help nobody.
    svg = re.sub(
        r'<a href="/?([^"]*)"><path aria-label="([^"]*)"[^>]*?(?= d=)', r'<a href="/\1" aria-label="\2"><path', svg
    )
    svg = re.sub(r' aria-roledescription="[^"]*"| role="graphics-object"| class="mark[^"]*"', "", svg)
    font = f'font-family="{FONT}" font-size="{_SIZE}px"'
    svg = re.sub(r"\d+\.\d{2,}", lambda found: f"{float(found[0]):.1f}", svg.replace(f" {font}", ""))
    return svg.replace("<svg ", f'<svg class="chart" role="{role}" aria-label="{escape(name)}" {font} ', 1)


def themed(svg: str) -> Markup:
    """Give a picture for in a page, in the colours of its theme."""
    for colour, own in _THEME.items():
        svg = svg.replace(f'"{colour}"', f'"{own}"')
    return Markup(svg)  # noqa: S704 - made here of texts that vl-convert and draw have escaped


def png(svg: str) -> bytes:
    """Give a picture as PNG on white, twice its size."""
    import vl_convert

    data: bytes = vl_convert.svg_to_png(on_white(svg), scale=2)
    return data


def on_white(svg: str) -> str:
    """Give a picture for a file: on white, because a file does not know where it will lie."""
    return re.sub(r"(<svg [^>]*>)", r'\1<path fill="#ffffff" d="M0 0h9999v9999H0z"/>', svg, count=1)
