"""Draw trees as columns of boxes with elbow lines: a place per box, a link per node, and nothing that asks for a script or a style attribute.

The caller says what is in a box; where it comes and how the lines run is decided here. A parent stands beside the top of what is under it, so that one reads
from left to right and down; what is under a thing of its own column stands below it, further in. Colours come from the style sheet by class; dashes and sizes are attributes, so that the picture reads without it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from web.text_width import FONT, wrap

__all__ = ["Box", "draw"]

BOX = 252
GAP = 60
INDENT = 28
TRUNK = 12
"""How far from a parent the line goes down that its children share; it has no dash of its own."""
ROW = 10
PAD = 9
LINE = 18
SMALL = 16
BUTTON = 26
HEAD = 34
SIZE = 14
SMALL_SIZE = 12
_BEFORE = -1
MOST_IN = 4
DASHES = {"interpreted": "8 5", "derived": "2 5"}


@dataclass(frozen=True)
class Box:
    """A node in one place of the picture.

    Args:
        kind: the small words above its name.
        name: its name.
        href: where its link leads.
        label: what its link is called; it contains the kind and the name as they are shown.
        style: the class of the box.
        column: its column; ordered, not consecutive.
        heading: what the column is called.
        basis: the basis of the line to it; empty for none.
        found: whether a search found it.
        fold: what the fold button shows (``+3`` or ``−``); empty for none.
        fold_href: where the fold button leads.
        fold_label: what the fold button is called.
        anchor: what an address calls its place; empty for none.
        children: what stands under it.
    """

    kind: str
    name: str
    href: str
    label: str
    style: str
    column: int
    heading: str
    basis: str = ""
    found: bool = False
    fold: str = ""
    fold_href: str = ""
    fold_label: str = ""
    anchor: str = ""
    children: "Sequence[Box]" = field(default_factory=tuple)

    def lines(self, wide: int) -> tuple[str, ...]:
        """Give its name as lines that fit in a box of this width."""
        return wrap(self.name, SIZE, wide - 2 * PAD)

    def kind_lines(self, wide: int) -> tuple[str, ...]:
        """Give its kind as lines that fit beside the fold button."""
        return wrap(
            self.kind, SMALL_SIZE, wide - 2 * PAD - (BUTTON + 16 if self.fold else 0) - (18 if self.found else 0)
        )

    def height(self, wide: int) -> int:
        """Give how high it is."""
        kind = max(SMALL * len(self.kind_lines(wide)), BUTTON - 4 if self.fold else 0)
        return 2 * PAD + kind + LINE * len(self.lines(wide))


@dataclass(frozen=True)
class _Placed:
    box: Box
    x: int
    y: int
    wide: int
    parent: "_Placed | None"

    @property
    def high(self) -> int:
        return self.box.height(self.wide)


def draw(
    roots: Sequence[Box],
    title: str,
    about: str,
    zoom: int = 100,
    text_language: str = "",
    before: Sequence[Box] = (),
) -> Markup:
    """Draw trees under each other.

    Args:
        roots: the trees.
        title: the name of the picture.
        about: what it shows, in words.
        zoom: the size in percents.
        text_language: the language of the names, where it is not that of the page.
        before: what stands left of the first tree, each with a line of its own basis to its root.
    """
    headings: dict[int, list[str]] = {}
    _head([*before, *roots], _BEFORE, headings)
    used = sorted(headings)
    places = {column: number * (BOX + GAP) + 2 for number, column in enumerate(used)}
    placed: list[_Placed] = []
    left = HEAD
    for box in before:
        left = _place(box, None, left, places, placed)
    sources = list(placed)
    y = HEAD
    for root in roots:
        y = _place(root, None, y, places, placed) + ROW
    y = max(y, left)
    wide, high = len(used) * (BOX + GAP) - GAP + 4, y + 2
    said = Markup(' lang="{}"').format(text_language) if text_language else Markup("")
    parts = [
        Markup(
            '<svg class="tree" role="group" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}" font-family="{}" font-size="{}">'
            "<title>{}</title><desc>{}</desc>"
        ).format(wide, high, round(wide * zoom / 100), round(high * zoom / 100), FONT, SIZE, title, about)
    ]
    parts += [
        Markup('<text class="tree-head" x="{}" y="20" font-weight="700">{}</text>').format(
            places[c], " / ".join(headings[c])
        )
        for c in used
    ]
    parts += [_line(one, placed[len(sources)], one.box.basis) for one in sources]
    parts += [_line(one.parent, one, one.box.basis) for one in placed if one.parent]
    parts += [_box(one, said) for one in placed]
    return Markup("\n").join([*parts, Markup("</svg>")])


def _head(boxes: Sequence[Box], column: int, headings: dict[int, list[str]]) -> None:
    """Gather what each used column is called; a box never stands left of its parent."""
    for box in boxes:
        own = max(box.column, column)
        words = headings.setdefault(own, [])
        if box.heading not in words:
            words.append(box.heading)
        _head(box.children, own, headings)


def _place(
    box: Box,
    parent: _Placed | None,
    y: int,
    places: dict[int, int],
    placed: list[_Placed],
    column: int = _BEFORE,
    depth: int = 0,
) -> int:
    """Place a box and what is under it from ``y`` down; give where the next may begin."""
    own = max(box.column, column)
    depth = min(depth, MOST_IN) if parent and own == column else 0
    one = _Placed(box, places[own] + INDENT * depth, y, BOX - INDENT * depth, parent)
    placed.append(one)
    below = y
    for child in (child for child in box.children if child.column > own):
        below = _place(child, one, below, places, placed, own)
    below = max(below, y + one.high + ROW)
    for child in (child for child in box.children if child.column <= own):
        below = _place(child, one, below, places, placed, own, depth + 1)
    return below


def _line(start: _Placed, end: _Placed, basis: str) -> Markup:
    """Draw the line to a child: the part it shares with its siblings plain, its own part as its basis asks."""
    dash = DASHES.get(basis)
    if start.x + start.wide < end.x:
        turn = start.x + start.wide + TRUNK if end.parent else end.x - TRUNK
        shared, own = (f"M{start.x + start.wide} {start.y + 16}H{turn}V{end.y + 16}", f"M{turn} {end.y + 16}H{end.x}")
        if not end.parent:
            shared, own = (
                f"M{turn} {start.y + 16}V{end.y + 16}H{end.x}",
                f"M{start.x + start.wide} {start.y + 16}H{turn}",
            )
    else:
        turn = min(start.x + 8, end.x - 8)
        shared, own = f"M{turn} {start.y + start.high}V{end.y + 16}", f"M{turn} {end.y + 16}H{end.x}"
    return Markup(
        '<path class="tree-trunk" d="{}" fill="none" stroke-width="1"/>'
        '<path class="tree-line{}" d="{}" fill="none" stroke-width="{}"{}/>'
    ).format(
        shared,
        "" if basis else " tree-line-none",
        own,
        2.5 if basis else 1,
        Markup(' stroke-dasharray="{}"').format(dash) if dash else "",
    )


def _box(one: _Placed, said: Markup) -> Markup:
    box = one.box
    mark = Markup('<text class="tree-mark" x="{}" y="{}" aria-hidden="true">★</text>').format(
        one.x + one.wide - PAD - 14 - (BUTTON + 14 if box.fold else 0), one.y + PAD + 12
    )
    html = Markup(
        '<a class="node node-{}{}"{} href="{}" aria-label="{}"><rect x="{}" y="{}" width="{}" height="{}" rx="5"/>{}'
        '<text x="{}">{}</text></a>'
    ).format(
        box.style,
        " found" if box.found else "",
        Markup(' id="{}"').format(box.anchor) if box.anchor else "",
        box.href,
        box.label,
        one.x,
        one.y,
        one.wide,
        one.high,
        mark if box.found else "",
        one.x + PAD,
        Markup("").join(_spans(one, said if box.style != "gathering" else Markup(""))),
    )
    if not box.fold:
        return html
    x, y = one.x + one.wide - BUTTON - 14, one.y + 3
    return html + Markup(
        '<a class="fold" href="{}" aria-label="{}"><rect x="{}" y="{}" width="{}" height="{}" rx="{}"/>'
        '<text x="{}" y="{}" text-anchor="middle" font-weight="700">{}</text></a>'
    ).format(
        box.fold_href, box.fold_label, x, y, BUTTON + 12, BUTTON, BUTTON // 2, x + BUTTON // 2 + 6, y + 18, box.fold
    )


def _spans(one: _Placed, said: Markup) -> Iterator[Markup]:
    """Give the lines of text of a box; each ends with a space, so that words of two lines do not read as one."""
    y = one.y + PAD + 11
    for line in one.box.kind_lines(one.wide):
        yield Markup('<tspan class="tree-kind" x="{}" y="{}" font-size="{}">{} </tspan>').format(
            one.x + PAD, y, SMALL_SIZE, line
        )
        y += SMALL
    lines = one.box.lines(one.wide)
    y = one.y + one.high - PAD - LINE * len(lines) + 13
    for line in lines:
        yield Markup('<tspan x="{}" y="{}"{}>{} </tspan>').format(one.x + PAD, y, said, line)
        y += LINE
