"""Derive: run the CONSTRUCT rules of ``ontology/rules`` in order and put what follows in ``graph/derived``.

A rule's header (``#+`` lines, YAML) says what it reads. ``tiers`` runs it once per basis, strongest first, over the graphs of that basis and
the stronger accepted ones, with ``?_basis_iri`` bound to it; each rule itself leaves out what a stronger tier found, so the weakest basis on the best path remains.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from doelengraaf.binding import bind
from doelengraaf.errors import QueryError, QuestionFileError, ShapesError
from doelengraaf.header import read_header, read_query
from doelengraaf.store import OxigraphStore, iri
from doelengraaf.terms import DERIVED_GRAPH, ID, ONTOLOGY_GRAPH

__all__ = ["Rule", "derive", "read_rules"]


# What a rule may read: derived is what follows from all that is accepted; only a rule about what is set aside sees that.
_TIERS = {
    "stated": ("stated",),
    "interpreted": ("stated", "interpreted"),
    "derived": ("stated", "interpreted"),
    "proposed": ("stated", "interpreted", "proposed"),
    "rejected": ("stated", "interpreted", "rejected"),
}
_SET_ASIDE = ("proposed", "rejected")


@dataclass(frozen=True)
class Rule:
    """One rule file.

    Args:
        name: the file name without ending.
        summary: what it does, in one line.
        tiers: the bases it runs for, strongest first.
        text: the CONSTRUCT query.
    """

    name: str
    summary: str
    tiers: tuple[str, ...]
    text: str


def read_rules(folder: Path) -> list[Rule]:
    """Read the rules in the order they run: by file name.

    Raises:
        QuestionFileError: a header is no YAML or lacks ``summary`` or ``tiers``.
    """
    rules = []
    for path in sorted(folder.glob("*.rq")):
        text = read_query(path)
        header = read_header(text, path)
        tiers = header.get("tiers")
        if (
            not isinstance(header.get("summary"), str)
            or not isinstance(tiers, list)
            or any(str(tier) not in _TIERS for tier in tiers)
        ):
            raise QuestionFileError(path, "de kop heeft een summary en tiers nodig (een lijst van bases)")
        rules.append(Rule(path.stem, header["summary"], tuple(tiers), text))
    return rules


def derive(
    store: OxigraphStore, rules: list[Rule], report: Callable[[str, int], None] = lambda rule, count: None
) -> int:
    """Run all rules.

    Args:
        store: the store; what follows is added to its derived graph.
        rules: the rules, in order.
        report: called with each rule's name and the number of triples it gave.

    Returns:
        The number of triples given by all rules together.
    """
    total = 0
    for rule in rules:
        count = 0
        for tier in rule.tiers:
            read, there = _TIERS[tier], store.graphs()
            if tier in _SET_ASIDE and not any(g.endswith(f"/{tier}") for g in there):
                # Whatever is set aside stands in a graph of its own: without one there is nothing to say, and most agendas have none.
                continue
            graphs = [g for g in there if g in (ONTOLOGY_GRAPH, DERIVED_GRAPH) or g.rpartition("/")[2] in read]
            try:
                count += store.construct(
                    bind(rule.text, {"?_basis_iri": [iri(f"{ID}basis/{tier}")]}), graphs, DERIVED_GRAPH
                )
            except QueryError as error:
                raise ShapesError(f"{rule.name}.rq: {error}") from error
        report(rule.name, count)
        total += count
    return total
