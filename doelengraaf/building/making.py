"""Make one part: read its tables, make RDF, judge it, derive, and keep what came of it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from doelengraaf.building.derive import derive, read_rules
from doelengraaf.building.known import Known, owner_of
from doelengraaf.building.parts import Part, Thing, keep
from doelengraaf.building.quads import build_quads
from doelengraaf.building.tables import MAPPINGS, SHARED, Built, agenda_folders, agenda_of, read_project
from doelengraaf.check import check_shapes
from doelengraaf.columns import Shapes
from doelengraaf.coverage import documents
from doelengraaf.coverage_rdf import measurements
from doelengraaf.findings import Finding
from doelengraaf.project import Project
from doelengraaf.sources import check_passages
from doelengraaf.store import OxigraphStore
from doelengraaf.terms import DERIVED_GRAPH, DG, GRAPHS, ID, Context, graph_iri, graph_owner

__all__ = ["Ground", "Task"]

# One graph for what all agendas tell: a rule looks each statement up in every graph that it may read.
_ELSEWHERE = graph_iri("agenda", "stated")
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_LABELS = {_LABEL, "http://www.w3.org/2004/02/skos/core#prefLabel"}


@dataclass(frozen=True)
class Task:
    """A part that is to be made.

    Args:
        name: the slug of the agenda, or ``shared``.
        key: the key it is kept by.
        former: the slug of the agenda it replaces; may be empty.
        things: for ``shared``, the things of agendas that mappings name.
    """

    name: str
    key: str
    former: str = ""
    things: Mapping[str, Thing] | None = None


class Ground:
    """What every part stands on: shapes, rules, ontology and the shared tables; read once in a process.

    Args:
        project: the project.
        folder: where parts are kept.
    """

    def __init__(self, project: Project, folder: Path) -> None:
        self._project = project
        self._folder = folder
        self._rules = read_rules(project.rules)
        self._shapes = Shapes(project.shapes, Context.read(project.context))

    @cached_property
    def _known(self) -> Known:
        return Known(self._project, self._shapes)

    def make(self, task: Task) -> Part:
        """Make a part and keep it.

        Raises:
            ShapesError: shapes, ontology or rules cannot be used.
            FileWriteError: the folder of parts cannot be written.
        """
        return self._make_shared(task) if task.name == SHARED else self._make_agenda(task)

    def _make_agenda(self, task: Task) -> Part:
        names = {task.name, task.former} - {""}
        own = build_quads(self._project, read_project(self._project, names, self._shapes), ontology=False)
        whole = self._known.around(own)
        start = self._project.relative(self._project.data / "agendas" / task.name) + "/"
        # Of the agenda it replaces only what that is made of matters here.
        whole.findings = [one for one in own.findings if (one.file + "/").startswith(start)]
        findings = self._judge(whole, task.name)
        asserted = {quad for quad in own.quads if owner_of(quad) == task.name}
        # Without an agenda before it all that is its own is what it asserts.
        store = OxigraphStore(self._known.under(asserted) | asserted if task.former else whole.quads)
        derive(store, self._rules)
        store.insert(measurements(documents(self._project, store)), DERIVED_GRAPH)
        own_line = _about(task.name).search
        derived, common = set(), set()
        for line in store.quads(DERIVED_GRAPH):
            if own_line(line):
                derived.add(line)
            elif (subject := _subject(line)) not in self._known.about and not subject.startswith(GRAPHS):
                common.add(line)
            # What is left is about what all share, and is told by the part of that.
        return self._keep(
            task, findings, _lines(store, task.name), derived, sorted(common), _things(asserted, task.name)
        )

    def _make_shared(self, task: Task) -> Part:
        built = read_project(self._project, {SHARED, MAPPINGS}, self._shapes)
        # Shared rows cite the sources of agendas; what is wrong with their files is said in their own parts.
        built.agendas = [agenda_of(self._project, folder) for folder in agenda_folders(self._project, built.context)[0]]
        for agenda in built.agendas:
            agenda.findings.clear()
        build_quads(self._project, built)
        asserted = {quad for quad in built.quads if owner_of(quad) in (SHARED, MAPPINGS, "ontology")}
        things = dict(task.things or {})
        known = {quad for iri, thing in things.items() for quad in _told(iri, thing)}
        built.quads |= known
        findings = self._judge(built, SHARED, MAPPINGS)
        store = OxigraphStore(asserted | known)
        derive(store, self._rules)
        elsewhere = {*things, _ELSEWHERE}
        derived = {line for line in store.quads(DERIVED_GRAPH) if _subject(line) not in elsewhere}
        return self._keep(task, findings, _lines(store, SHARED, MAPPINGS, "ontology"), derived, [], {})

    def _judge(self, built: Built, *names: str) -> list[Finding]:
        found = check_shapes(built, only=names, workers=1)
        findings = [*built.findings, *found]
        findings += check_passages(built, self._project.sources, names[0])
        # One fault is told once: a shape may find again what reading found, at the same cell.
        told = {(f.file, f.line, f.column) for f in built.findings}
        return [f for f in findings if f in built.findings or (f.file, f.line, f.column) not in told]

    def _keep(
        self,
        task: Task,
        findings: list[Finding],
        asserted: set[str],
        derived: set[str],
        common: list[str],
        things: dict[str, Thing],
    ) -> Part:
        lines = sorted(asserted | derived)
        content = "".join(lines).encode()
        part = Part(
            task.name,
            task.key,
            list(dict.fromkeys(findings)),
            len(lines),
            len(derived),
            hashlib.sha256(content).hexdigest(),
            common,
            things,
        )
        keep(self._folder, part, content)
        return part


def _about(agenda: str) -> re.Pattern[str]:
    """Give what stands in a line that a rule gave of one agenda and of no other."""
    return re.compile(f"/id/{agenda}/|/id/agenda/{agenda}|/graph/{agenda}/|/id/derivation/|/id/link/")


def _subject(line: str) -> str:
    """Give the subject of a line of N-Quads without its brackets."""
    return line.partition(" ")[0].strip("<>")


def _lines(store: OxigraphStore, *owners: str) -> set[str]:
    """Give what parts assert, as the engine writes it: literals in one form, whatever the form in the table."""
    return {line for graph in store.graphs() if graph_owner(graph) in owners for line in store.quads(graph)}


def _things(quads: set[ox.Quad], agenda: str) -> dict[str, Thing]:
    """Give the things that have a Dutch name."""
    classes: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate.value == _RDF + "type":
            classes.setdefault(quad.subject.value, set()).add(quad.object.value)  # type: ignore[union-attr]
        elif quad.predicate.value in _LABELS and isinstance(quad.object, ox.Literal) and quad.object.language == "nl":
            names.setdefault(quad.subject.value, set()).add(quad.object.value)  # type: ignore[union-attr]
    return {
        iri: Thing(sorted(classes.get(iri, ())), sorted(found), f"{ID}agenda/{agenda}")
        for iri, found in sorted(names.items())
    }


def _told(iri: str, thing: Thing) -> set[ox.Quad]:
    """Give what another part must know of a thing as quads."""
    node, graph = ox.NamedNode(iri), ox.NamedNode(_ELSEWHERE)
    label = ox.NamedNode(_LABEL)
    found = {ox.Quad(node, ox.NamedNode(_RDF + "type"), ox.NamedNode(one), graph) for one in thing.classes}
    found |= {ox.Quad(node, label, ox.Literal(name, language="nl"), graph) for name in thing.names}
    return found | {ox.Quad(node, ox.NamedNode(DG + "agenda"), ox.NamedNode(thing.agenda), graph)}
