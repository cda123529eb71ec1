"""A judged workbook as it would stand in the graph: its goal tree, the answer to the main question, its counts, and what of it may be there already.

It is made in the process that judged the workbook, part by part, so that a part that takes too long takes no other with it; it goes out as JSON and is
bounded in size. Nothing is written but the trial project, which goes when the process ends.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from doelengraaf.agenda_counts import Counts, counts_of
from doelengraaf.answers import Cell, Column
from doelengraaf.building.derive import derive, read_rules
from doelengraaf.building.tables import Built, read_project
from doelengraaf.coverage import documents
from doelengraaf.errors import DoelengraafError
from doelengraaf.goal_graph import GoalGraph, Node, Tie, read_goal_graph
from doelengraaf.goal_tree import Branch, Folds, overview, roots_of_all, tree_under
from doelengraaf.matching import kind_of, propose
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import OxigraphStore
from doelengraaf.terms import ID

__all__ = ["Likely", "Sketch", "Tree", "read_sketch", "sketch_parts"]

MAIN_QUESTION = "partners-per-doel"
_MOST_BRANCHES = 400
_MOST_DEEP = 40
_MOST_TIES = 3
_MOST_ROWS = 50
_MOST_LIKELY = 60
_BASIS = "interpreted"
"""What the goal tree shows when nobody asks otherwise."""


@dataclass(frozen=True)
class Likely:
    """Something the workbook brings in, and what is there already that it may be; see ``matching.Proposal``."""

    kind: str
    label: str
    candidate: str
    candidate_label: str
    agendas: Sequence[str]
    score: float
    reason: str


@dataclass(frozen=True)
class Tree:
    """A part of the goal tree: the thing it is about, nothing for the overview, and what stands under it."""

    about: Node | None
    roots: Sequence[Branch]


@dataclass(frozen=True)
class Sketch:
    """What could be made of a workbook in time.

    Args:
        graph: the goal graph with the nodes of ``trees`` and without ties; None when there was no time or it is too large to draw.
        trees: the parts of the goal tree, the overview first.
        whole: whether ``trees`` shows all, down to the partners.
        columns: of the answer to the main question.
        rows: the first of its rows; a cell has an IRI only where the thing is in the project already.
        total: how many rows it has; None when it could not be answered.
        counts: of the agenda; None when there was no time.
        likely: what may be there already; None when there was no time.
    """

    graph: GoalGraph | None = None
    trees: Sequence[Tree] = ()
    whole: bool = False
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[Cell]] = ()
    total: int | None = None
    counts: Counts | None = None
    likely: Sequence[Likely] | None = None
    places: Mapping[str, int] = field(default_factory=dict)


def sketch_parts(
    built: Built, slug: str, municipality: str, trial: Project, project: Project
) -> Iterator[dict[str, Any]]:
    """Make the parts of a sketch, each as one object for JSON; a part that cannot be made is left out.

    Args:
        built: the trial project: the workbook with the shared tables.
        slug: of the agenda.
        municipality: its id, such as ``municipality/nieuwland``.
        trial: the trial project itself.
        project: the project it would become part of.
    """
    store = OxigraphStore(built.quads)
    derive(store, read_rules(project.rules))
    beside = read_project(project)
    known = {
        ID + row.cells["id"]
        for owner, table in beside.tables
        if owner == "shared"
        for row in table.rows
        if "id" in row.cells
    }
    makers: list[tuple[str, Callable[[], object]]] = [
        ("counts", lambda: asdict(counts_of(store, documents(trial, store))[slug])),
        ("answer", lambda: _answer(Questions(project.queries, store, ""), municipality, known)),
        ("tree", lambda: _tree(read_goal_graph(store, slug))),
        ("likely", lambda: [asdict(one) for one in _likely(_together(built, slug, beside), slug)]),
    ]
    for name, make in makers:
        try:
            yield {name: make()}
        except (DoelengraafError, MemoryError, RecursionError):
            continue


def read_sketch(parts: Iterable[Mapping[str, Any]]) -> Sketch:
    """Read what ``sketch_parts`` gave."""
    found: dict[str, Any] = {}
    for part in parts:
        found.update(part)
    made: dict[str, Any] = {}
    if "counts" in found:
        made["counts"] = Counts(**found["counts"])
    if "answer" in found:
        columns = [Column(**one) for one in found["answer"]["columns"]]
        rows = [
            [Cell(text, iri, number, tuple(items)) for text, iri, number, items in row]
            for row in found["answer"]["rows"]
        ]
        places = {column.name: place for place, column in enumerate(columns)}
        made |= {"columns": columns, "rows": rows, "total": found["answer"]["total"], "places": places}
    if found.get("tree"):
        made |= _read_tree(found["tree"])
    if "likely" in found:
        made["likely"] = [Likely(**one) for one in found["likely"]]
    return Sketch(**made)


def _answer(questions: Questions, municipality: str, known: set[str]) -> dict[str, Any]:
    answer = questions.ask(MAIN_QUESTION, {"gemeente": [municipality.rpartition("/")[2]]})
    shown = [place for place, column in enumerate(answer.columns) if not column.hidden and column.name != "afleiding"]
    return {
        "columns": [asdict(answer.columns[place]) for place in shown],
        "rows": [[_shown(row[place], known) for place in shown] for row in answer.rows[:_MOST_ROWS]],
        "total": answer.total,
    }


def _shown(cell: Cell, known: set[str]) -> Cell:
    """Give a cell without a link to what is not there."""
    ours = cell.iri in known or cell.iri.startswith((f"{ID}basis/", f"{ID}role/"))
    return cell if ours else cell._replace(iri="")


def _tree(graph: GoalGraph | None) -> dict[str, Any] | None:
    """Give the overview, and the tree under each area or aim as deep as fits."""
    if graph is None:
        return None
    graph = graph.upto(_BASIS)
    first = overview(graph, Folds("goal"))
    room = _MOST_BRANCHES - _size(first)
    if room < 0:
        return None
    parts: list[tuple[str, Sequence[Branch]]] = [("", first)]
    whole = False
    for depth in ("partner", "action", "goal"):
        grown = [tree_under(graph, node.key, Folds(depth)) for node in roots_of_all(graph)]
        rest = [(root.node.key, [root]) for root in grown if root.children or root.hidden]
        if sum(_size(roots) for _, roots in rest) <= room:
            parts += rest
            whole = depth == "partner"
            break
    used = {branch.node.key: branch.node for _, roots in parts for root in roots for branch in root.walk()}
    return {
        "graph": {"agenda": graph.agenda, "name": graph.name, "municipality": graph.municipality},
        "nodes": [asdict(node) for node in used.values()],
        "trees": [(key, [_branch(root, 0) for root in roots]) for key, roots in parts],
        "whole": whole,
    }


def _size(roots: Sequence[Branch]) -> int:
    return sum(1 for root in roots for _ in root.walk())


def _branch(branch: Branch, deep: int) -> dict[str, Any]:
    if deep > _MOST_DEEP:
        raise RecursionError
    return {
        "node": branch.node.key,
        "ties": [asdict(tie) for tie in branch.ties[:_MOST_TIES]],
        "children": [_branch(child, deep + 1) for child in branch.children],
        "hidden": branch.hidden,
    }


def _read_tree(tree: Mapping[str, Any]) -> dict[str, Any]:
    nodes = {one["key"]: Node(**{**one, "kind": tuple(one["kind"])}) for one in tree["nodes"]}

    def branch(one: Mapping[str, Any]) -> Branch:
        ties = [Tie(**{**tie, "role": tuple(tie["role"])}) for tie in one["ties"]]
        return Branch(nodes[one["node"]], ties, [branch(child) for child in one["children"]], one["hidden"])

    return {
        "graph": GoalGraph(**tree["graph"], nodes=nodes, ties=[]),
        "trees": [Tree(nodes.get(key), [branch(root) for root in roots]) for key, roots in tree["trees"]],
        "whole": tree["whole"],
    }


def _together(built: Built, slug: str, beside: Built) -> Built:
    """Give the tables of the project with those of the workbook in their place."""
    names = {table.name for owner, table in built.tables if owner == "shared"}
    return Built(
        built.context,
        built.shapes,
        [
            *(
                (owner, table)
                for owner, table in beside.tables
                if owner != slug and (owner, table.name) not in {("shared", name) for name in names}
            ),
            *((owner, table) for owner, table in built.tables if owner in (slug, "shared")),
        ],
        [*(one for one in beside.agendas if one.slug != slug), *(one for one in built.agendas if one.slug == slug)],
        beside.mappings,
    )


def _likely(built: Built, slug: str) -> list[Likely]:
    return [
        Likely(
            kind_of(one.thing.id),
            one.thing.label,
            one.candidate.id,
            one.candidate.label,
            sorted(one.candidate.agendas),
            one.likeness.score,
            one.likeness.reason,
        )
        for one in propose(built, slug)[0][:_MOST_LIKELY]
    ]
