"""The goal graph as trees that people can read: who stands in several places is repeated, what is folded is counted.

A tree has a root and branches from higher to lower (effect, area, aim, indicator, action, partner). Some nodes are no thing of the agenda but gather: the
aims for which no effect is named, what stands under no aim at all, and what follows from an area.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from doelengraaf.goal_graph import LAYERS, GoalGraph, Node, Tie

__all__ = [
    "DEPTHS",
    "FOLLOWS",
    "LOOSE",
    "NO_EFFECT",
    "Branch",
    "Folds",
    "around",
    "overview",
    "roots_of_all",
    "tree_under",
]

DEPTHS = {"doel": "goal", "actie": "action", "partner": "partner"}
"""How far the columns go, by the word in the address: the last layer that is shown unfolded."""
NO_EFFECT = Node("zonder-effect", "Geen effect genoemd", "effect", ("niet vermeld", "not stated"))
LOOSE = Node("los", "Niet onder een effect, beleidsveld of doel geplaatst", "effect", ("niet vermeld", "not stated"))
FOLLOWS = "volgt/"
_AIMS = ("challenge", "goal", "subgoal")
_ORDER = {"stated": 0, "interpreted": 1, "derived": 2}


@dataclass(frozen=True)
class Folds:
    """What is folded: how deep things stand open of themselves, and what a person opened or closed.

    Args:
        depth: the last layer that is shown unfolded.
        opened: keys of what a person opened.
        closed: keys of what a person closed.
    """

    depth: str = "partner"
    opened: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()

    def shows(self, parent: str, child: Node) -> bool:
        """Tell whether a child is shown under its parent."""
        if parent in self.closed:
            return False
        return parent in self.opened or child.rank <= LAYERS.index(self.depth)


@dataclass(frozen=True)
class Branch:
    """A node in one place of a tree.

    Args:
        node: the node.
        ties: what ties it to the node above, the surest first; empty for a root.
        children: what stands under it here.
        hidden: how many more there are that are folded.
    """

    node: Node
    ties: Sequence[Tie] = ()
    children: "Sequence[Branch]" = field(default_factory=tuple)
    hidden: int = 0

    @property
    def basis(self) -> str:
        """How sure the tie to the node above is; empty for a root."""
        return self.ties[0].basis if self.ties else ""

    @property
    def roles(self) -> list[tuple[str, str]]:
        """The roles of a partner here, in words (Dutch, English)."""
        return sorted({tie.role for tie in self.ties if tie.role[0]})

    def walk(self) -> "Iterator[Branch]":
        """Give this and all that stands under it, from the top down."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree_under(graph: GoalGraph, key: str, folds: Folds) -> Branch:
    """Grow the tree under a node, or under a gathering.

    Raises:
        KeyError: there is no such node.
    """
    if key == NO_EFFECT.key:
        return _without_effect(graph, folds)
    if key == LOOSE.key:
        return Branch(LOOSE, (), [_grow(graph, node, (), folds, (), "") for node in _loose(graph)])
    return _grow(graph, graph.nodes[key], (), folds, (), "")


def overview(graph: GoalGraph, folds: Folds) -> list[Branch]:
    """Give the overview: each effect with the areas and aims that contribute to it, the aims without effect, and what stands apart."""
    tops = [node for node in graph.of_layer("effect") if not _above(graph, node.key, "effect")]
    effects = [_by_area(graph, _grow(graph, node, (), folds, (), ""), folds) for node in tops]
    # Effects to which something leads come first, the fullest on top; then those that stand alone.
    effects.sort(key=lambda branch: (not branch.children, -sum(1 for _ in branch.walk()), branch.node.name.casefold()))
    rest = _without_effect(graph, folds)
    found = [*effects, *([rest] if rest.children or rest.hidden else [])]
    for node in graph.of_layer("agenda"):
        if graph.below.get(node.key):
            found.append(_grow(graph, node, (), folds, (), ""))
    loose = _loose(graph)
    return [*found, Branch(LOOSE, (), (), len(loose))] if loose else found


def roots_of_all(graph: GoalGraph) -> list[Node]:
    """Give the nodes under which all but the effects stands: the areas or else the highest aims, and then the rest."""
    highest = next((nodes for layer in ("area", *_AIMS) if (nodes := graph.of_layer(layer))), [])
    return [*highest, *graph.of_layer("agenda"), *([LOOSE] if _loose(graph) else [])]


def around(graph: GoalGraph, key: str) -> tuple[list[Branch], Branch]:
    """Give the neighbourhood of a node: what it is tied to above, and itself with what is tied to it below.

    Raises:
        KeyError: there is no such node.
    """
    node = graph.nodes[key]
    above = [Branch(graph.nodes[other], ties) for other, ties in graph.above.get(key, {}).items()]
    below = [Branch(graph.nodes[other], ties) for other, ties in graph.below.get(key, {}).items()]
    return above, Branch(node, (), below)


def _grow(graph: GoalGraph, node: Node, ties: Sequence[Tie], folds: Folds, path: tuple[str, ...], area: str) -> Branch:
    """Grow a node with what stands under it.

    A thing never stands under itself. Under an area stands only what does not already stand under something there; and under an action
    listed in an area stand the partners of that listing.
    """
    path = (*path, node.key)
    below = dict(graph.below.get(node.key, {}))
    if node.layer == "area":
        below = _without_nested(graph, below)
    follows: list[Tie] = []
    found = []
    for key, between in below.items():
        if key in path:
            continue
        kept = [tie for tie in between if not (area and tie.area) or tie.area == area]
        if not kept:
            continue
        if len(path) > 1 and kept[0].basis == "derived":
            follows.append(kept[0])
        else:
            found.append((graph.nodes[key], kept))
    aside = node.key not in folds.opened and _elsewhere(graph, node, path[0])
    shown = [] if aside else [(child, between) for child, between in found if folds.shows(node.key, child)]
    children = [_grow(graph, child, between, folds, path, _listing(node, between[0])) for child, between in shown]
    hidden = len(found) - len(shown)
    if follows:
        gathered = _gathered(node, follows)
        if folds.shows(node.key, gathered.node):
            children.append(gathered)
        else:
            hidden += len(follows)
    return Branch(node, ties, children, hidden)


def _elsewhere(graph: GoalGraph, node: Node, root: str) -> bool:
    """Tell whether what stands under a thing belongs in another area than that of the tree: it is folded until somebody asks."""
    if root not in graph.nodes or graph.nodes[root].layer != "area" or node.key == root:
        return False
    areas = _above(graph, node.key, "area")
    return node.layer == "effect" or (node.layer in _AIMS and bool(areas) and root not in areas)


def _listing(parent: Node, tie: Tie) -> str:
    """Give the area whose listing counts for what stands under a thing that is tied so."""
    return {"inArea": parent.key, "worksTowards": tie.area}.get(tie.relation, "")


def _gathered(node: Node, follows: Sequence[Tie]) -> Branch:
    """Gather what follows from the area under one node, so that it does not hide what is said."""
    gathering = Node(
        FOLLOWS + node.key,
        "Acties onder hetzelfde beleidsveld",
        "action",
        ("volgt uit het veld", "follows from the area"),
    )
    return Branch(gathering, follows[:1], (), len(follows))


def _without_nested(graph: GoalGraph, below: Mapping[str, Sequence[Tie]]) -> dict[str, Sequence[Tie]]:
    """Leave out what already stands, not derived, under something else that is under the same area."""
    return {
        key: ties
        for key, ties in below.items()
        if not any(
            other in below and other != key and key not in graph.above.get(other, {}) and between[0].basis != "derived"
            for other, between in graph.above.get(key, {}).items()
        )
    }


def _above(graph: GoalGraph, key: str, *layers: str) -> list[str]:
    """Give what stands directly above a node in some layers."""
    return [other for other in graph.above.get(key, {}) if graph.nodes[other].layer in layers]


def _loose(graph: GoalGraph) -> list[Node]:
    """Give the aims, actions and indicators that stand under nothing."""
    return [
        node
        for node in graph.of_layer("indicator", "action")
        if all(tie.basis == "derived" for ties in graph.above.get(node.key, {}).values() for tie in ties)
    ]


def _without_effect(graph: GoalGraph, folds: Folds) -> Branch:
    """Give the aims that contribute to no effect and to no other aim."""
    aims = [node for node in graph.of_layer(*_AIMS) if not _above(graph, node.key, "effect", *_AIMS)]
    branches = [_grow(graph, node, (), folds, (NO_EFFECT.key,), "") for node in aims]
    return _by_area(graph, Branch(NO_EFFECT, (), branches), folds)


def _by_area(graph: GoalGraph, root: Branch, folds: Folds) -> Branch:
    """Put the aims directly under an effect together by the area they are in, in the effects under it too.

    The agenda ties the aim to the effect, not the area; the line to the area is as sure as the least sure of the aims it stands for.
    """
    areas: dict[str, list[Branch]] = {}
    rest = []
    for branch in root.children:
        inside = _above(graph, branch.node.key, "area")
        if branch.node.layer == "effect":
            rest.append(_by_area(graph, branch, folds))
        elif branch.node.layer in _AIMS and inside:
            areas.setdefault(inside[0], []).append(branch)
        else:
            rest.append(branch)
    grouped = []
    for key, branches in areas.items():
        ties = sorted((tie for branch in branches for tie in branch.ties[:1]), key=lambda tie: -_ORDER[tie.basis])
        closed = key in folds.closed
        grouped.append(Branch(graph.nodes[key], ties[:1], () if closed else branches, len(branches) if closed else 0))
    grouped.sort(key=lambda branch: branch.node.name.casefold())
    return Branch(root.node, root.ties, [*grouped, *rest], root.hidden)
