"""Pictures of wheels as SVG: all wheels of an agenda in mesh, and one wheel between those that work on it and those it works on.

Only geometry is made here; the template draws it, so that every word is escaped in one place. Wheels stand on a square grid. Neighbours touch at the pitch
circle, and every second wheel is turned by half a tooth, so that a tooth always meets a gap: each wheel has a multiple of four teeth.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from web.text_width import width as text_width
from web.text_width import wrap

__all__ = ["Arrow", "Gear", "Picture", "mesh", "star"]

PITCH = 100.0
TEETH = 20
COLUMNS = 4
MARGIN = 14.0
_FONT = 17.0
_LINE = 19.0
_SMALL, _LARGE = 34.0, 92.0
_STEP = 84.0
_SIDE = 190.0
_GAP = 170.0
_INSIDE, _LONGEST = 168.0, 164.0
_BOLD = 1.1
"""Bold letters are so much wider than the widths that are known."""


@dataclass(frozen=True)
class Gear:
    """A wheel in the picture.

    Args:
        slug: which wheel.
        kind: the slug of its kind.
        x: the place of its centre.
        y: the same, downwards.
        path: its outline.
        lines: its name in lines, each with its height; every line but the last ends with a space.
        text_x: where the lines start, or their middle.
        anchor: ``middle``, ``start`` or ``end``.
        radius: of the circle within the teeth.
        size: of the letters; smaller where the longest word would touch the teeth.
    """

    slug: str
    kind: str
    x: float
    y: float
    path: str
    lines: Sequence[tuple[str, float]]
    text_x: float
    anchor: str
    radius: float
    size: float = 16.0


@dataclass(frozen=True)
class Arrow:
    """A line from wheel to wheel with its head, and the basis it is drawn by."""

    path: str
    head: str
    basis: str


@dataclass(frozen=True)
class Picture:
    """A picture with its size; nothing in it falls outside."""

    width: float
    height: float
    gears: Sequence[Gear]
    arrows: Sequence[Arrow] = ()


def mesh(wheels: Sequence[tuple[str, str, str]]) -> Picture:
    """Put wheels in mesh: what comes of it above, what the municipality can turn below, what is given last.

    Args:
        wheels: slug, name and kind of each.
    """
    top = [one for one in wheels if one[2] == "outcome"] + [one for one in wheels if one[2] == "care-use"]
    below = [one for one in wheels if one[2] not in ("outcome", "care-use", "given")]
    below += [one for one in wheels if one[2] == "given"]
    rows = [part[start : start + COLUMNS] for part in (top, below) for start in range(0, len(part), COLUMNS)]
    gears = []
    outside = PITCH + 8 + MARGIN
    for down, row in enumerate(rows):
        for along, (slug, name, kind) in enumerate(row):
            x, y = outside + along * 2 * PITCH, outside + down * 2 * PITCH
            path = outline(x, y, PITCH, TEETH, half=(down + along) % 2 == 1)
            # Two lines are kept free below the name, for the kind and for on how many it works.
            gears.append(
                Gear(
                    slug,
                    kind,
                    x,
                    y,
                    path,
                    _lines(_words(name, _INSIDE, _fit(name)), y - _LINE),
                    x,
                    "middle",
                    PITCH - 8,
                    _fit(name),
                )
            )
    width = 2 * outside + 2 * PITCH * (max(map(len, rows), default=1) - 1)
    return Picture(width, 2 * outside + 2 * PITCH * max(len(rows) - 1, 0), gears)


def star(
    chosen: tuple[str, str, str],
    into: Sequence[tuple[tuple[str, str, str], str]],
    out: Sequence[tuple[tuple[str, str, str], str]],
) -> Picture:
    """Put one wheel between those that work on it (left) and those it works on (right), each with the basis of its arrow."""
    height = max(2 * (_LARGE + 8 + MARGIN), _STEP * max(len(into), len(out), 1) + MARGIN)
    left = _SIDE + 2 * _SMALL + MARGIN if into else 0.0
    x, y = left + (_GAP if into else MARGIN + 8) + _LARGE, height / 2
    centre = Gear(
        chosen[0],
        chosen[2],
        x,
        y,
        outline(x, y, _LARGE, TEETH),
        _lines(_words(chosen[1], _INSIDE, _fit(chosen[1])), y - _LINE / 2),
        x,
        "middle",
        _LARGE - 8,
        _fit(chosen[1]),
    )
    gears, arrows = [], []
    for wheels, side in ((into, -1), (out, 1)):
        for place, ((slug, name, kind), basis) in enumerate(wheels):
            there = height / 2 + (place - (len(wheels) - 1) / 2) * _STEP
            along = x + side * (_LARGE + _GAP + _SMALL)
            words = along + side * (_SMALL + 14)
            small = outline(along, there, _SMALL, 12)
            anchor = "start" if side > 0 else "end"
            gears.append(
                Gear(
                    slug, kind, along, there, small, _lines(_words(name, _SIDE - 14), there), words, anchor, _SMALL - 6
                )
            )
            angle = math.atan2(there - y, along - x)
            near = (x + (_LARGE + 14) * math.cos(angle), y + (_LARGE + 14) * math.sin(angle))
            far = (along - (_SMALL + 12) * math.cos(angle), there - (_SMALL + 12) * math.sin(angle))
            arrows.append(_arrow(near, far, basis) if side > 0 else _arrow(far, near, basis))
    width = x + _LARGE + (_GAP + 2 * _SMALL + _SIDE + MARGIN if out else MARGIN + 8)
    before = sum(1 for _ in into)
    return Picture(width, height, [*gears[:before], centre, *gears[before:]], arrows)


def _fit(name: str) -> float:
    """Give the size of letters at which the longest word stays within the teeth, so that no word is broken."""
    longest = max(text_width(word, _FONT * _BOLD) for word in name.split())
    return math.floor(min(_FONT, _FONT * _LONGEST / longest) * 10) / 10


def _words(name: str, room: float, size: float = _FONT) -> Sequence[str]:
    return wrap(name, size * _BOLD, room)


def outline(x: float, y: float, pitch: float, teeth: int, half: bool = False) -> str:
    """Give the path of a wheel: a tooth stands at each quarter, or half a tooth further."""
    step = 2 * math.pi / teeth
    depth = min(7.0, pitch * 0.1)
    points = []
    for tooth in range(teeth):
        middle = (tooth + (0.5 if half else 0)) * step
        for turn, radius in (
            (-0.29, pitch - depth - 1),
            (-0.14, pitch + depth),
            (0.14, pitch + depth),
            (0.29, pitch - depth - 1),
        ):
            angle = middle + turn * step
            points.append(f"{x + radius * math.cos(angle):.1f} {y + radius * math.sin(angle):.1f}")
    return "M" + "L".join(points) + "Z"


def _lines(words: Sequence[str], middle: float) -> list[tuple[str, float]]:
    first = middle - _LINE * (len(words) - 1) / 2 + _FONT * 0.35
    return [(word + " ", first + place * _LINE) for place, word in enumerate(words)]


def _arrow(start: tuple[float, float], end: tuple[float, float], basis: str) -> Arrow:
    angle = math.atan2(end[1] - start[1], end[0] - start[0])
    corners = [(end[0] - 13 * math.cos(angle + turn), end[1] - 13 * math.sin(angle + turn)) for turn in (-0.45, 0.45)]
    head = f"M{end[0]:.1f} {end[1]:.1f}L" + "L".join(f"{a:.1f} {b:.1f}" for a, b in corners) + "Z"
    tail = (end[0] - 10 * math.cos(angle), end[1] - 10 * math.sin(angle))
    return Arrow(f"M{start[0]:.1f} {start[1]:.1f}L{tail[0]:.1f} {tail[1]:.1f}", head, basis)
