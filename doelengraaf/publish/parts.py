"""What is published: the graphs of a build, as a whole and in parts that stand on their own.

What is proposed or rejected is no part of what the project says, so it is in no dump: who would load it in an engine, would find it in every answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from doelengraaf.errors import BrokenBuildError, NoBuildError
from doelengraaf.project import Project
from doelengraaf.terms import DERIVED_GRAPH, GRAPHS

__all__ = ["NOT_PUBLISHED", "SHARED", "WHOLE", "Part", "agenda_slugs", "parts_of", "read_graphs"]

NOT_PUBLISHED = ("/proposed", "/rejected")
"""How the names of graphs end that are in no dump."""
WHOLE = "doelengraaf"
SHARED = "shared"


@dataclass(frozen=True)
class Part:
    """Something that is published as files of its own.

    Args:
        name: what its files are called: ``doelengraaf`` for all, ``shared``, or the slug of an agenda.
        graphs: the graphs it holds, sorted.
        agenda: whether it is an agenda.
    """

    name: str
    graphs: Sequence[str]
    agenda: bool = False


def read_graphs(nquads: Path) -> dict[str, list[str]]:
    """Read the graphs of a build that are published.

    Returns:
        The IRI of each graph to its N-Quads lines, sorted.

    Raises:
        NoBuildError: there is no build, or it is no N-Quads.
    """
    if not nquads.is_file():
        raise NoBuildError(nquads)
    graphs: dict[str, list[str]] = {}
    with nquads.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            # The last term of a line is its graph; an IRI holds no space.
            ends = line.rsplit(" ", 2)
            if len(ends) != 3 or ends[2] != ".\n" or not ends[1].startswith("<"):
                raise BrokenBuildError(nquads)
            graph = ends[1][1:-1]
            if not graph.endswith(NOT_PUBLISHED):
                graphs.setdefault(graph, []).append(line)
    return {graph: sorted(lines) for graph, lines in sorted(graphs.items())}


def agenda_slugs(project: Project) -> list[str]:
    """Give the slugs of the agendas of a project, sorted."""
    return sorted(path.parent.name for path in (project.data / "agendas").glob("*/agenda.toml"))


def parts_of(graphs: Mapping[str, object], agendas: Sequence[str]) -> list[Part]:
    """Divide graphs into parts: all together, what belongs to no agenda, and each agenda.

    What follows from several agendas (the derived graph) is in the whole only.

    Args:
        graphs: the graphs, by IRI.
        agendas: the slugs of the agendas.
    """
    of_agenda = {slug: sorted(graph for graph in graphs if graph.startswith(f"{GRAPHS}{slug}/")) for slug in agendas}
    taken = {graph for own in of_agenda.values() for graph in own} | {DERIVED_GRAPH}
    return [
        Part(WHOLE, sorted(graphs)),
        *(Part(slug, own, agenda=True) for slug, own in of_agenda.items()),
        Part(SHARED, sorted(set(graphs) - taken)),
    ]
