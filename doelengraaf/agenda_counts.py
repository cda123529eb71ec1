"""How much each agenda says, in seven numbers, so that one stands beside another."""

from collections.abc import Iterable
from dataclasses import dataclass

from doelengraaf.coverage import Document
from doelengraaf.store import Store
from doelengraaf.things import ask, text_of

__all__ = ["Counts", "counts_of"]

_CLASSES = {
    "aims": ("Effect", "Goal", "Subgoal", "Challenge"),
    "actions": ("Effort", "Activity", "Priority", "Approach", "DevelopmentAssignment", "DevelopmentAssignmentItem"),
    "contributions": ("Contribution",),
    "indicators": ("Indicator",),
}
"""What is counted together; the layers are those of ``goal_graph``."""


@dataclass
class Counts:
    """What one agenda holds.

    Args:
        aims: effects, goals, subgoals and challenges.
        actions: efforts, activities, priorities, approaches and development assignments.
        partners: different partners that contribute.
        contributions: who takes part in what.
        indicators: indicators.
        cited: the share of the lines of its sources that something cites, 0 to 1.
        covered: the share that is cited or accounted for, 0 to 1.
    """

    aims: int = 0
    actions: int = 0
    partners: int = 0
    contributions: int = 0
    indicators: int = 0
    cited: float = 0.0
    covered: float = 0.0


def counts_of(store: Store, documents: Iterable[Document]) -> dict[str, Counts]:
    """Count what each agenda holds.

    Args:
        store: the graph.
        documents: the sources with what of them is cited, as ``coverage`` gives them.

    Returns:
        The slug of each agenda to its counts.
    """
    found = {text_of(agenda).rpartition("/")[2]: Counts() for (agenda,) in ask(store, "SELECT ?a { ?a a dg:Agenda }")}
    for name, classes in _CLASSES.items():
        values = " ".join(f"dg:{one}" for one in classes)
        for agenda, number in ask(
            store,
            f"SELECT ?a (COUNT(DISTINCT ?x) AS ?n) {{ VALUES ?class {{ {values} }} ?x a ?class ; dg:agenda ?a }} GROUP BY ?a",
        ):
            setattr(found.setdefault(text_of(agenda).rpartition("/")[2], Counts()), name, int(text_of(number)))
    for agenda, number in ask(
        store,
        "SELECT ?a (COUNT(DISTINCT ?p) AS ?n) { ?c a dg:Contribution ; dg:agenda ?a ; dg:partner ?p } GROUP BY ?a",
    ):
        found.setdefault(text_of(agenda).rpartition("/")[2], Counts()).partners = int(text_of(number))
    lines: dict[str, list[int]] = {}
    for document in documents:
        sums = lines.setdefault(document.agenda, [0, 0, 0])
        for place, value in enumerate((document.lines, document.cited, document.covered)):
            sums[place] += value
    for slug, (every, cited, covered) in lines.items():
        if slug in found and every:
            found[slug].cited, found[slug].covered = cited / every, covered / every
    return found
