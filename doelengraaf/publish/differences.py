"""What changed between two versions: statements added, removed and changed, per graph, agenda and thing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from doelengraaf.terms import DERIVED_GRAPH, GRAPHS, ID

__all__ = ["differences"]

_NAME = "https://schema.org/name"


def differences(
    before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]], agendas: Iterable[str]
) -> tuple[dict[str, Any], list[str], list[str]]:
    """Compare the statements of two versions.

    Args:
        before: graph to N-Quads lines of the former version.
        after: the same of the new one.
        agendas: the slugs of the agendas.

    Returns:
        What changed, as can be written as JSON; the lines that were added; the lines that were removed. A statement is *changed* when its subject and property
        had another value in the same graph: such a change counts among the added and the removed as well. What rules derive is counted apart.
    """
    added: list[str] = []
    removed: list[str] = []
    graphs: dict[str, dict[str, int]] = {}
    for graph in sorted({*before, *after}):
        old, new = set(before.get(graph, ())), set(after.get(graph, ()))
        more, less = sorted(new - old), sorted(old - new)
        added += more
        removed += less
        if more or less:
            changed = {_key(line) for line in more} & {_key(line) for line in less}
            graphs[graph] = {"added": len(more), "removed": len(less), "changed": len(changed)}
    counts = {slug: _sum(graphs, lambda graph: graph.startswith(f"{GRAPHS}{slug}/")) for slug in sorted(agendas)}  # noqa: B023
    own = tuple(f"{GRAPHS}{slug}/" for slug in counts)
    return (
        {
            "added": len(added),
            "removed": len(removed),
            "changed": sum(graph["changed"] for graph in graphs.values()),
            "agendas": counts,
            "shared": _sum(graphs, lambda graph: graph != DERIVED_GRAPH and not graph.startswith(own)),
            "derived": _sum(graphs, lambda graph: graph == DERIVED_GRAPH),
            "graphs": graphs,
            "changedStatements": list(_changed(added, removed)),
            "things": _things(before, after, {_subject(line) for line in [*added, *removed] if not _derived(line)}),
        },
        added,
        removed,
    )


def _key(line: str) -> tuple[str, str]:
    subject, predicate, _ = line.split(" ", 2)
    return subject, predicate


def _changed(added: Iterable[str], removed: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Give each changed statement with its values before and after, as N-Triples terms; what rules derive follows from these."""
    sides: dict[tuple[str, str, str], tuple[list[str], list[str]]] = {}
    for side, lines in enumerate((removed, added)):
        for line in lines:
            if not _derived(line):
                said, graph, _ = line.rsplit(" ", 2)
                subject, predicate, value = said.split(" ", 2)
                sides.setdefault((graph[1:-1], subject[1:-1], predicate[1:-1]), ([], []))[side].append(value)
    for (graph, subject, predicate), (before, after) in sorted(sides.items()):
        if before and after:
            yield {"graph": graph, "subject": subject, "property": predicate, "before": before, "after": after}


def _subject(line: str) -> str:
    return line.partition(" ")[0][1:-1]


def _derived(line: str) -> bool:
    return line.endswith(f"<{DERIVED_GRAPH}> .\n")


def _sum(graphs: Mapping[str, Mapping[str, int]], which: Callable[[str], bool]) -> dict[str, int]:
    own = [counts for graph, counts in graphs.items() if which(graph)]
    return {name: sum(counts[name] for counts in own) for name in ("added", "removed", "changed")}


def _things(
    before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]], touched: set[str]
) -> dict[str, list[dict[str, str]]]:
    """Give the things with a name of their own that came, went, or are told of differently; what rules derive does not count."""
    old, new = _names(before), _names(after)
    touched = {iri for iri in touched if iri.startswith(ID)}

    def listed(iris: Iterable[str], names: Mapping[str, str]) -> list[dict[str, str]]:
        return sorted(({"iri": iri, "name": names[iri]} for iri in iris), key=lambda one: (one["name"], one["iri"]))

    return {
        "added": listed(touched & set(new) - set(old), new),
        "removed": listed(touched & set(old) - set(new), old),
        "changed": listed(touched & set(old) & set(new), new),
    }


def _names(graphs: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Give the Dutch display name of each thing, which a rule gives it."""
    lines = "".join(line for line in graphs.get(DERIVED_GRAPH, ()) if f" <{_NAME}> " in line)
    return {str(quad.subject.value): quad.object.value for quad in ox.parse(lines, format=ox.RdfFormat.N_QUADS)}
