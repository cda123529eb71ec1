"""What the page of a workbook shows of the new agenda beside those there are: picture and list of its goal tree, counts, and what may be there already.

It is drawn by the functions of ``/doelenboom``. A box leads to the same thing in the list, for the agenda has no pages yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from doelengraaf.agenda_counts import Counts, counts_of
from doelengraaf.coverage import documents
from doelengraaf.goal_graph import Node
from doelengraaf.goal_tree import Branch, Folds
from doelengraaf.matching import KINDS
from doelengraaf.overview import agendas
from doelengraaf.project import Project
from doelengraaf.store import Store
from doelengraaf.terms import ID
from doelengraaf.things import Link
from doelengraaf.workbook.sketch import Sketch
from web.goal_boxes import Drawer, kind_of
from web.language import language, later, translate

__all__ = ["KIND_WORDS", "Beside", "Drawn", "Item", "drawn"]

KIND_WORDS = dict(
    zip(
        KINDS,
        (later("partner"), later("onderwerp"), later("wet"), later("indicator"), later("partnertype")),
        strict=True,
    )
)
"""What can be recognised, in words."""


@dataclass(frozen=True)
class Item:
    """A thing in one place of the list.

    Args:
        anchor: its id on the page, where the thing stands for the first time; empty elsewhere.
        kind: what it is, in the language of the page.
        name: its name.
        ours: whether the name is a word of ours and not of the agenda.
        roles: of a partner, in the language of the page.
        basis: how sure the tie to the one above is, as its IRI and word; None for a root.
        citations: the places of that tie.
        hidden: how many more there are under it.
        children: what stands under it.
    """

    anchor: str
    kind: str
    name: str
    ours: bool
    roles: str
    basis: Link | None
    citations: Sequence[str]
    hidden: int
    children: "Sequence[Item]"


@dataclass(frozen=True)
class Drawn:
    """A part of the goal tree: its title, its picture, and the list that says the same."""

    title: str
    ours: bool
    picture: Markup
    items: Sequence[Item]


class Beside:
    """The counts of the agendas there are, counted when somebody first asks."""

    def __init__(self, project: Project, store: Store) -> None:
        self._store = store
        self._counts = lru_cache(maxsize=1)(lambda: counts_of(store, documents(project, store)))

    def rows(self) -> list[tuple[Link, Counts]]:
        """Give each agenda, under the name of its municipality, with its counts."""
        found = self._counts()
        places = [(Link(one.municipality.text, one.iri), one.iri.rpartition("/")[2]) for one in agendas(self._store)]
        return [(link, found[slug]) for link, slug in places if slug in found]


def drawn(sketch: Sketch) -> list[Drawn]:
    """Draw the parts of the goal tree of a sketch."""
    if sketch.graph is None:
        return []
    anchors: dict[str, str] = {}
    for tree in sketch.trees:
        for root in tree.roots:
            for branch in root.walk():
                anchors.setdefault(branch.node.key, f"lijst-{len(anchors) + 1}")

    def href(node: Node) -> str:
        return f"#{anchors[node.key]}"

    drawer = Drawer(sketch.graph, lambda **changes: "", Folds(), frozenset(), href)
    first = set(anchors)
    parts = []
    for tree in sketch.trees:
        title = drawer.name(tree.about) if tree.about else translate("Overzicht")
        parts.append(
            Drawn(
                title,
                tree.about is None or not tree.about.iri,
                drawer.trees(tree.roots, 100, language(), title),
                [_item(root, drawer, anchors, first) for root in tree.roots],
            )
        )
    return parts


def _item(branch: Branch, drawer: Drawer, anchors: dict[str, str], first: set[str]) -> Item:
    node = branch.node
    anchor = anchors[node.key] if node.key in first else ""
    first.discard(node.key)
    basis = Link(drawer.basis_words[branch.basis], f"{ID}basis/{branch.basis}") if branch.basis else None
    return Item(
        anchor,
        kind_of(node),
        drawer.name(node),
        not node.iri,
        drawer.roles(branch),
        basis,
        list(dict.fromkeys(tie.citation for tie in branch.ties if tie.citation)),
        branch.hidden,
        [_item(child, drawer, anchors, first) for child in branch.children],
    )
