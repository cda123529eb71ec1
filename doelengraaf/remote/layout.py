"""How a build lies in an engine of others: the named graphs, all of them once more as one graph, and a small graph that says which is the live one.

- ``…/graph/…``: the named graphs, under the names they always have.
- ``…/store/all/<hash>``: every statement of a build once: what readers ask as their default graph. It never changes; a next build has another.
- ``…/store/staging/<hash>``: what is being sent; in nobody's dataset.
- ``…/store/control``: the live build: version, publication, which ``all``, and of each named graph hash and number of statements. While named graphs are
  moved to their names it says ``switching`` too; an engine that carries out an update whole never shows that.
- ``…/store/work``: who is publishing, and what was sent whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from doelengraaf.store import Rows, iri, literal
from doelengraaf.terms import BASE

__all__ = ["ALL", "CONTROL", "CONTROL_QUERY", "STAGING", "TERM", "WORK", "Live", "read_control", "write_control"]

_ROOT = BASE + "store/"
ALL, STAGING = _ROOT + "all/", _ROOT + "staging/"
CONTROL, WORK = _ROOT + "control", _ROOT + "work"
TERM = _ROOT + "term/"
CONTROL_QUERY = f"SELECT ?s ?p ?o WHERE {{ GRAPH {iri(CONTROL)} {{ ?s ?p ?o }} }}"


@dataclass(frozen=True)
class Live:
    """The build that readers are given.

    Args:
        version: the version of the data.
        publication: what tells one publication from all others.
        whole: the graph that holds everything.
        graphs: each named graph with the hash of its lines and their number.
        switching: whether the named graphs are being replaced now.
        since: when it was published.
    """

    version: str
    publication: str
    whole: str
    graphs: Mapping[str, tuple[str, int]]
    switching: bool = False
    since: str = ""


def read_control(rows: object) -> Live | None:
    """Read what the control graph says; None when it says nothing, so that this is a store as any other."""
    if not isinstance(rows, Rows) or list(rows.variables) != ["s", "p", "o"]:
        return None
    own: dict[str, str] = {}
    of: dict[str, dict[str, str]] = {}
    for row in rows.rows:
        subject, predicate, value = (term.value if term else "" for term in row)
        name = predicate.removeprefix(TERM)
        (own if subject == CONTROL else of.setdefault(subject, {}))[name] = value
    if not {"version", "publication", "whole"} <= set(own):
        return None
    graphs = {
        graph: (said["hash"], int(said["statements"]))
        for graph, said in of.items()
        if {"hash", "statements"} <= set(said)
    }
    return Live(own["version"], own["publication"], own["whole"], graphs, "switching" in own, own.get("since", ""))


def write_control(live: Live) -> str:
    """Give the statements of a control graph, as they stand in an update."""

    def said(subject: str, name: str, value: str) -> str:
        return f"{iri(subject)} {iri(TERM + name)} {literal(value)} ."

    lines = [
        said(CONTROL, "version", live.version),
        said(CONTROL, "publication", live.publication),
        said(CONTROL, "since", live.since),
        f"{iri(CONTROL)} {iri(TERM + 'whole')} {iri(live.whole)} .",
    ]
    for graph, (digest, statements) in sorted(live.graphs.items()):
        lines += [said(graph, "hash", digest), said(graph, "statements", str(statements))]
    return "\n".join(lines)
