"""A picture of two columns with lines between them, placed on the server; the template draws it as SVG with a link per box.

Text is wrapped by number of signs, with room to spare, because there are no font metrics here: 15 px letters are 8 px wide on average or less.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from doelengraaf.partner_sharing import Row
from doelengraaf.things import Link

__all__ = ["Box", "Left", "Line", "TwoColumns", "two_columns"]

LEFT, GAP, RIGHT = 360, 420, 220
_SIGNS = 40
_LETTER, _PAD, _SPACE = 20, 4, 6
_HEAD = 34


@dataclass(frozen=True)
class Box:
    """A box with its text in lines: (baseline, words)."""

    thing: Link
    x: float
    y: float
    width: float
    height: float
    lines: Sequence[tuple[float, str]]


@dataclass(frozen=True)
class Line:
    """A line to the column of this number (from 1), as an SVG path."""

    to: int
    path: str


@dataclass(frozen=True)
class Left:
    """A box on the left with its lines."""

    box: Box
    lines: Sequence[Line]


@dataclass(frozen=True)
class TwoColumns:
    """The whole picture."""

    width: float
    height: float
    left: Sequence[Left]
    right: Sequence[Box]


def two_columns(rows: Sequence[Row], columns: Sequence[tuple[str, Link]]) -> TwoColumns:
    """Place rows on the left and columns on the right.

    Args:
        rows: what stands on the left; it comes in the order of the middle of its columns (barycentre), so that lines cross little.
        columns: key of a cell and what stands on the right.
    """
    place = {key: number for number, (key, _) in enumerate(columns)}

    def middle(row: Row) -> tuple[float, int, str]:
        return sum(place[key] for key in row.cells) / len(row.cells), -len(row.cells), row.thing.text.casefold()

    boxes = []
    y = float(_HEAD)
    for row in sorted(rows, key=middle):
        box = _box(row.thing, 0, y, LEFT)
        boxes.append((row, box))
        y += box.height + _SPACE
    height = max(y, _HEAD + len(columns) * 70.0)
    step = (height - _HEAD) / max(1, len(columns))
    right = [
        _box(link, LEFT + GAP, _HEAD + step * (number + 0.1), RIGHT, step * 0.8)
        for number, (_, link) in enumerate(columns)
    ]
    # Lines come in side by side along a high box, in the order of the left, so that they do not meet in one point.
    ends = {key: [box for row, box in boxes if key in row.cells] for key in place}
    left = [
        Left(
            box,
            [
                Line(place[key] + 1, _curve(box, right[place[key]], (ends[key].index(box) + 0.5) / len(ends[key])))
                for key in sorted(row.cells, key=place.__getitem__)
            ],
        )
        for row, box in boxes
    ]
    return TwoColumns(LEFT + GAP + RIGHT, height, left, right)


def _box(thing: Link, x: float, y: float, width: float, height: float = 0) -> Box:
    words = textwrap.wrap(thing.text, int(_SIGNS * width / LEFT), break_long_words=False) or [""]
    own = _LETTER * len(words)
    height = max(height, own + 2 * _PAD)
    top = y + (height - own) / 2
    lines = [(round(top + _LETTER * (number + 0.75), 1), line) for number, line in enumerate(words)]
    return Box(thing, x, round(y, 1), width, round(height, 1), lines)


def _curve(left: Box, right: Box, share: float) -> str:
    """Give the line from the middle of a box on the left to a share of the height of one on the right."""
    start, end = left.x + left.width, right.x
    y1, y2 = left.y + left.height / 2, round(right.y + right.height * share, 1)
    bend = (end - start) / 2
    return f"M{start:g} {y1:g}C{start + bend:g} {y1:g} {end - bend:g} {y2:g} {end:g} {y2:g}"
