"""From branches of the goal graph to boxes of a picture: what a box says, where its link leads, and what its fold button does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from zlib import crc32

from markupsafe import Markup

from doelengraaf.goal_graph import GoalGraph, Node
from doelengraaf.goal_tree import FOLLOWS, LOOSE, NO_EFFECT, Branch, Folds
from web.language import language, translate
from web.tree_svg import Box, draw

__all__ = ["Drawer", "kind_of"]

_COLUMNS = {
    layer: number
    for number, layers in enumerate(
        [("agenda", "effect"), ("area",), ("challenge",), ("goal", "subgoal"), ("indicator", "action"), ("partner",)]
    )
    for layer in layers
}
_OPENS_BRANCH = ("effect", "area", "challenge", "goal", "subgoal")


def kind_of(node: Node) -> str:
    """Give what a node is, in the language of the page, with a capital."""
    words = node.kind[language() == "en"]
    return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Drawer:
    """Makes the boxes of one page.

    Args:
        graph: the graph.
        address: gives the address of this page with some of what it asks changed.
        folds: what is folded.
        found: the keys that a search found.
        still: for a picture that does not fold: gives where the link of a node leads.
    """

    graph: GoalGraph
    address: Callable[..., str]
    folds: Folds
    found: frozenset[str]
    still: Callable[[Node], str] | None = None

    @cached_property
    def basis_words(self) -> Mapping[str, str]:
        """The bases in words."""
        return {
            "stated": translate("letterlijk"),
            "interpreted": translate("geduid"),
            "derived": translate("volgt uit het beleidsveld"),
        }

    @cached_property
    def _headings(self) -> Mapping[str, str]:
        """What a column is called, by layer."""
        areas = self.graph.of_layer("area")
        theme = bool(areas) and areas[0].key.startswith("theme/")
        return {
            "agenda": translate("Effect"),
            "effect": translate("Effect"),
            "area": translate("Thema") if theme else translate("Rad"),
            "challenge": translate("Opgave"),
            "goal": translate("Doel"),
            "subgoal": translate("Doel"),
            "indicator": translate("Indicator of actie"),
            "action": translate("Indicator of actie"),
            "partner": translate("Partner"),
        }

    def name(self, node: Node) -> str:
        """Give the name of a node; that of a gathering, which is ours, in the language of the page."""
        return node.name if node.iri else translate(node.name)

    def href(self, node: Node) -> str:
        """Give where the link of a node leads: the branch under it, or its neighbourhood."""
        if self.still:
            return self.still(node)
        same = {"tot": "", "open": [], "dicht": [], "wat": "", "zoek": ""}
        if node.key.startswith(FOLLOWS):
            return self.address(onder=node.key.removeprefix(FOLLOWS), focus="", **{**same, "basis": "derived"})
        branch = node.key in (LOOSE.key, NO_EFFECT.key) or node.layer in _OPENS_BRANCH
        return self.address(onder=node.key if branch else "", focus="" if branch else node.key, **same)

    def fold_href(self, branch: Branch, anchor: str = "") -> str:
        """Give the address where this node is unfolded, or folded when nothing of it is hidden; the page opens at that place."""
        key = branch.node.key
        if key.startswith(FOLLOWS) or (key == LOOSE.key and branch.hidden):
            return self.href(branch.node)
        opened, closed = set(self.folds.opened) - {key}, set(self.folds.closed) - {key}
        (opened if branch.hidden else closed).add(key)
        place = f"#{anchor}" if anchor else "#lijst"
        return self.address(open=sorted(opened), dicht=sorted(closed)) + place

    def roles(self, branch: Branch) -> str:
        """Give the roles of a partner in the language of the page."""
        return ", ".join(role[language() == "en"] for role in branch.roles)

    def trees(self, roots: Sequence[Branch], zoom: int, page_language: str, part: str = "") -> Markup:
        """Draw the trees of one part of the page."""
        about = translate(
            "Van links naar rechts: effect, beleidsveld, doel, indicator of actie, partner. De lijst onder het plaatje zegt hetzelfde."
        )
        title = f"{translate('Doelenboom')} {self.graph.name}"
        return draw(
            [self._box(root, part) for root in roots], title, about, zoom, "nl" if page_language != "nl" else ""
        )

    def neighbourhood(self, above: Sequence[Branch], branch: Branch, zoom: int, page_language: str) -> Markup:
        """Draw a node between what it is tied to above and below."""
        before = [self._single(one, -1, translate("Hoort bij of draagt bij aan")) for one in above]
        below = [self._single(one, 1, translate("Staat hieronder")) for one in branch.children]
        chosen = self._single(branch, 0, translate("Gekozen"), below)
        title = f"{translate('Buren van')} {branch.node.name}"
        about = translate(
            "Links waar het bij hoort of aan bijdraagt, rechts wat eronder staat. De lijst onder het plaatje zegt hetzelfde."
        )
        return draw([chosen], title, about, zoom, "nl" if page_language != "nl" else "", before)

    def _single(self, branch: Branch, column: int, heading: str, children: Sequence[Box] = ()) -> Box:
        return self._made(branch, column, heading, children)

    def _box(self, branch: Branch, path: str) -> Box:
        node = branch.node
        path = f"{path} {node.key}"
        children = [self._box(child, path) for child in branch.children]
        box = self._made(branch, _COLUMNS[node.layer], self._headings[node.layer], children)
        # A node in several places has an anchor in each: what it is called is the way that leads there.
        anchor = f"p{crc32(path.encode()):08x}"
        if self.still or not (branch.hidden or branch.children):
            return replace(box, anchor=anchor)
        fold = f"+{branch.hidden}" if branch.hidden else "−"
        label = f"{fold} {translate('klap open') if branch.hidden else translate('klap dicht')}: {box.name}"
        return replace(box, anchor=anchor, fold=fold, fold_href=self.fold_href(branch, anchor), fold_label=label)

    def _made(self, branch: Branch, column: int, heading: str, children: Sequence[Box]) -> Box:
        node = branch.node
        roles = self.roles(branch)
        kind = kind_of(node) + (f" · {roles}" if roles else "")
        name = self.name(node)
        found = node.key in self.found
        sure = f", {translate('lijn')}: {self.basis_words[branch.basis]}" if branch.basis else ""
        label = f"{kind} {name}{sure}" + (f", {translate('gevonden')}" if found else "")
        style = node.layer if node.iri else "gathering"
        return Box(kind, name, self.href(node), label, style, column, heading, branch.basis, found, children=children)
