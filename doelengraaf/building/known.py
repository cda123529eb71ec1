"""What all agendas share, at hand for the agenda that is made: of the shared tables only what it names."""

import pyoxigraph as ox

from doelengraaf.building.quads import build_quads
from doelengraaf.building.tables import SHARED, Built, read_project
from doelengraaf.columns import Shapes
from doelengraaf.project import Project
from doelengraaf.terms import graph_owner

__all__ = ["Known", "owner_of"]


class Known:
    """What all agendas share, as quads that are found by what they are about and by what they name.

    Args:
        project: the project.
        shapes: its shapes.
    """

    def __init__(self, project: Project, shapes: Shapes) -> None:
        self.built = build_quads(project, read_project(project, {SHARED}, shapes))
        self.about: dict[str, list[ox.Quad]] = {}
        self._naming: dict[str, list[str]] = {}
        for quad in self.built.quads:
            self.about.setdefault(quad.subject.value, []).append(quad)  # type: ignore[union-attr]
            if isinstance(quad.object, ox.NamedNode):
                self._naming.setdefault(quad.object.value, []).append(quad.subject.value)  # type: ignore[union-attr]
        self._ontology = {quad for quad in self.built.quads if owner_of(quad) == "ontology"}

    def around(self, own: Built) -> Built:
        """Give an agenda as it is judged: with what it stands on, and with the rows both came from."""
        return Built(
            self.built.context,
            self.built.shapes,
            [*self.built.tables, *own.tables],
            own.agendas,
            quads=self.under(own.quads) | own.quads,
            origins={**self.built.origins, **own.origins},
        )

    def under(self, quads: set[ox.Quad]) -> set[ox.Quad]:
        """Give what an agenda stands on: the ontology, and of what all share only what it names, directly or not, or what names a thing of it."""
        todo = {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}
        todo.update(name for quad in quads for name in self._naming.get(quad.subject.value, ()))  # type: ignore[union-attr]
        found, seen = set(self._ontology), set()
        while todo:
            name = todo.pop()
            if name in seen or name not in self.about:
                continue
            seen.add(name)
            found.update(self.about[name])
            todo.update(quad.object.value for quad in self.about[name] if isinstance(quad.object, ox.NamedNode))
        return found


def owner_of(quad: ox.Quad) -> str:
    """Give the part that a quad is of, by its named graph."""
    return graph_owner(quad.graph_name.value)  # type: ignore[union-attr]
