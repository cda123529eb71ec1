"""The picture of the report: how long each question took, for each engine and size."""

import json
import statistics
from typing import Any

import vl_convert
from report_questions import ENGINES, Sizes, answers

_INK = "#222222"


def picture(sizes: Sizes) -> str:
    """Give SVG: a line per engine, on it a stroke per question and a dot at the median, on a logarithmic scale of seconds. It needs no colours."""
    strokes, medians = [], []
    for size, told in sizes.items():
        for engine in ENGINES:
            found = [
                one["warm"]
                for one in answers(told, engine).values()
                if "warm" in one and not one.get("missing") and not one.get("extra")
            ]
            where = {"size": f"{size} municipalities", "engine": engine}
            strokes += [{**where, "seconds": max(one, 0.0005)} for one in found]
            if found:
                middle = statistics.median(found)
                medians.append({**where, "seconds": middle, "label": f"{middle:.3g} s, {len(found)} answers"})
    y = {"field": "engine", "type": "nominal", "sort": list(ENGINES), "title": None}
    x = {"field": "seconds", "type": "quantitative", "scale": {"type": "log"}, "title": "seconds, warm; logarithmic"}
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": strokes},
            "mark": {"type": "tick", "color": _INK, "opacity": 0.45, "height": 14},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": medians},
            "mark": {"type": "point", "filled": True, "color": _INK, "size": 70},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": medians},
            "mark": {"type": "text", "dy": -14, "color": _INK, "fontSize": 11},
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
    ]
    panels = [
        {
            "title": f"{size} municipalities",
            "width": 620,
            "height": {"step": 40},
            "layer": [_only(layer, f"{size} municipalities") for layer in layers],
        }
        for size, told in sizes.items()
        if told.get("engines")
    ]
    spec = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "background": "white", "vconcat": panels}
    svg = vl_convert.vegalite_to_svg(json.dumps(spec)) if panels else "<svg xmlns='http://www.w3.org/2000/svg'></svg>"
    told = "; ".join(f"{one['size']}, {one['engine']}: median {one['label']}" for one in medians)
    head, _, rest = svg.partition(">")
    named = f'{head} role="img" aria-labelledby="name what">'
    return f'{named}<title id="name">Seconds per question, for each engine and size</title><desc id="what">A stroke is a question with equal rows, a dot the median. {told}.</desc>{rest}\n'


def _only(layer: dict[str, Any], size: str) -> dict[str, Any]:
    return {**layer, "data": {"values": [one for one in layer["data"]["values"] if one["size"] == size]}}
