"""The goal tree of an agenda: overview, one wheel, theme or aim, one node's neighbourhood or everything, as a picture and as a list that says the same."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import Flask, abort, render_template, request, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from doelengraaf.errors import ParameterError, phrase
from doelengraaf.goal_graph import GoalGraph, Node, read_goal_graph
from doelengraaf.goal_tree import (
    DEPTHS,
    FOLLOWS,
    LOOSE,
    NO_EFFECT,
    Branch,
    Folds,
    around,
    overview,
    roots_of_all,
    tree_under,
)
from doelengraaf.network import BASES, agendas_of
from doelengraaf.overview import agendas
from doelengraaf.store import Store
from doelengraaf.terms import ID
from web.goal_boxes import Drawer, kind_of
from web.language import language, later, translate

__all__ = ["add_goal_graph_pages"]

# Names of our own that the library gives to what it gathers.
_GATHERED = [
    later("Geen effect genoemd"),
    later("Niet onder een effect, beleidsveld of doel geplaatst"),
    later("Acties onder hetzelfde beleidsveld"),
]

ZOOMS = (50, 75, 100, 125, 150, 200)
MOST_FOUND = 100
_KEPT = 32
"""Of how many agendas and bases the graphs are kept."""
_NAMES = ("onder", "focus", "wat", "tot", "basis", "zoom", "zoek", "open", "dicht", "taal")


@dataclass(frozen=True)
class Asked:
    """What the address asks of the goal tree.

    Args:
        basis: the least sure basis that is shown.
        under: the key of the one branch that is shown, or empty.
        focus: the key of the node whose neighbourhood is shown, or empty.
        everything: whether all is shown, for print.
        depth: the word of the last layer shown unfolded.
        zoom: the size of the picture in percents.
        words: what is searched for.
        folds: what is folded.
    """

    basis: str
    under: str
    focus: str
    everything: bool
    depth: str
    zoom: int
    words: str
    folds: Folds


@dataclass(frozen=True)
class Part:
    """A part of the page: a picture and the trees it draws, for the list beside it."""

    title: str
    picture: Markup
    trees: Sequence[Branch]
    count: int
    before: Sequence[Branch] = ()


def add_goal_graph_pages(app: Flask, store: Store) -> None:
    """Add ``/doelenboom`` and ``/doelenboom/<agenda>`` to an application."""

    # The store never changes while the application runs, so neither do these.
    @lru_cache(maxsize=_KEPT)
    def graph_of(agenda: str, basis: str) -> GoalGraph | None:
        whole = read_goal_graph(store, agenda) if basis == BASES[-1] else graph_of(agenda, BASES[-1])
        return whole.upto(basis) if whole else None

    # The first one who asks does not wait for the reading; of a whole country each is read when it is asked for.
    few = agendas_of(store) if len(agendas_of(store)) <= _KEPT // 2 else ()
    for choice in few:
        graph_of(choice.slug, BASES[-1])

    @app.get("/doelenboom")
    def goal_graphs() -> str:
        counted = {choice.slug: graph_of(choice.slug, BASES[-1]) for choice in few}
        known = {choice.slug for choice in agendas_of(store)}
        found = [(one, slug) for one in agendas(store) if (slug := one.iri.rpartition("/")[2]) in known]
        return render_template("goal_graphs.html", agendas=found, counted=counted)

    @app.get("/doelenboom/<agenda>")
    def goal_graph(agenda: str) -> str:
        known = agendas_of(store)
        if agenda not in [choice.slug for choice in known]:
            words = translate("Er is geen agenda %(agenda)s. Er zijn: %(known)s.")
            abort(404, words % {"agenda": agenda[:80], "known": ", ".join(choice.slug for choice in known)})
        asked = _asked()
        every = [(one.iri.rpartition("/")[2], one.municipality.text) for one in agendas(store)]
        graph = graph_of(agenda, asked.basis)
        assert graph is not None  # noqa: S101 - it is one of the agendas
        for key in (asked.under, asked.focus):
            if key and key not in graph.nodes and not (key == asked.under and key in (LOOSE.key, NO_EFFECT.key)):
                abort(404, translate("Dit staat niet in deze doelenboom. Misschien is het adres verkeerd overgenomen."))
        return _page(graph, asked, every)


def _asked() -> Asked:
    """Read the address.

    Raises:
        ParameterError: a value is not one that is possible; the error names those that are.
    """
    values = request.args
    under, focus, everything = values.get("onder", ""), values.get("focus", ""), values.get("wat") == "alles"
    usual = "partner" if everything else "actie" if under else "doel"
    depth = _one_of("tot", values.get("tot") or usual, list(DEPTHS))
    return Asked(
        _one_of("basis", values.get("basis") or "interpreted", BASES),
        under,
        "" if under else focus,
        everything and not under and not focus,
        depth,
        int(_one_of("zoom", values.get("zoom") or "100", [str(zoom) for zoom in ZOOMS])),
        values.get("zoek", "").strip()[:200],
        Folds(DEPTHS[depth], frozenset(values.getlist("open")), frozenset(values.getlist("dicht"))),
    )


def _one_of(name: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise ParameterError(name, value, phrase("is niet een van de mogelijke waarden"), allowed)
    return value


def _plain(text: str) -> str:
    """Give a text as it is compared in a search: small letters without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def _search(graph: GoalGraph, words: str) -> list[Node]:
    """Give the nodes whose name has all words."""
    wanted = _plain(words).split()
    if not wanted:
        return []
    found = [node for node in graph.nodes.values() if all(word in _plain(node.name) for word in wanted)]
    return sorted(found, key=lambda node: (node.rank, node.name.casefold()))


def _ours() -> list[tuple[str, str]]:
    """Give what the address asks of this page; another name could mean something to who makes addresses, such as their scheme."""
    return [(name, value) for name, value in request.args.items(multi=True) if name in _NAMES]


def _page(graph: GoalGraph, asked: Asked, agendas: Sequence[tuple[str, str]]) -> str:
    found = _search(graph, asked.words)

    def address(**changes: object) -> str:
        """Give the address of this page with some of what it asks changed."""
        values: MultiDict[str, str] = MultiDict(_ours())
        for name, value in changes.items():
            values.setlist(
                name, [str(one) for one in value] if isinstance(value, (list, set)) else [str(value)] if value else []
            )
        kept = {name: values.getlist(name) for name in values if values.getlist(name)}
        return url_for("goal_graph", agenda=graph.agenda, **kept)  # type: ignore[arg-type]

    drawer = Drawer(graph, address, asked.folds, frozenset(node.key for node in found))
    return render_template(
        "goal_graph.html",
        graph=graph,
        asked=asked,
        agendas=agendas,
        address=address,
        parts=_parts(graph, asked, drawer),
        branches=graph.of_layer("area") or graph.of_layer("challenge") or graph.of_layer("goal"),
        subject=graph.nodes.get(asked.under or asked.focus),
        drawer=drawer,
        found=found[:MOST_FOUND],
        found_count=len(found),
        bases=[
            ("stated", translate("alleen letterlijk")),
            ("interpreted", translate("met duiding")),
            ("derived", translate("met wat volgt uit het beleidsveld")),
        ],
        basis_words={basis: {"iri": f"{ID}basis/{basis}", "text": word} for basis, word in drawer.basis_words.items()},
        depths=[
            ("doel", translate("tot de doelen")),
            ("actie", translate("tot de acties en indicatoren")),
            ("partner", translate("tot de partners")),
        ],
        smaller=next((zoom for zoom in reversed(ZOOMS) if zoom < asked.zoom), None),
        larger=next((zoom for zoom in ZOOMS if zoom > asked.zoom), None),
        kept=[(name, value) for name, value in _ours() if name != "zoek" and value],
        follows=FOLLOWS,
        kind_of=kind_of,
    )


def _parts(graph: GoalGraph, asked: Asked, drawer: Drawer) -> list[Part]:
    """Give the parts of the page: one picture, or one per branch when everything is asked."""
    if asked.focus:
        above, branch = around(graph, asked.focus)
        picture = drawer.neighbourhood(above, branch, asked.zoom, language())
        return [Part("", picture, [branch], 1 + len(above) + len(branch.children), above)]
    if asked.under:
        trees = [[tree_under(graph, asked.under, asked.folds)]]
    elif asked.everything:
        first = overview(graph, Folds(DEPTHS["doel"], asked.folds.opened, asked.folds.closed))
        trees = [first, *([tree_under(graph, node.key, asked.folds)] for node in roots_of_all(graph))]
    else:
        trees = [overview(graph, asked.folds)]
    titles = (
        [translate("Overzicht"), *(drawer.name(roots[0].node) for roots in trees[1:])] if asked.everything else [""]
    )
    return [
        Part(
            title,
            drawer.trees(roots, asked.zoom, language(), title),
            roots,
            sum(1 for root in roots for _ in root.walk()),
        )
        for title, roots in zip(titles, trees, strict=True)
    ]
