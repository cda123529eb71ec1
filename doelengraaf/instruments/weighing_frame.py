"""The weighing frames of the agendas: the criteria of the graph, each with the shape in ``shapes/weighing/`` that tells what an application needs for it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SH
from rdflib.term import Literal, Node

from doelengraaf.errors import DoelengraafError, ShapesError, phrase
from doelengraaf.instruments.weighing_form import APPLICATION, Field, Group, both, order_of, read_fields, read_turtle
from doelengraaf.kept import kept_per_store
from doelengraaf.picking import Choice
from doelengraaf.project import Project
from doelengraaf.store import Store, iri
from doelengraaf.terms import BASE, ID
from doelengraaf.things import Link, ask, text_of

__all__ = ["Criterion", "Frame", "NoFrameError", "all_fields", "choices_of", "frame_of", "frames"]

_DGA, _DGW = Namespace(APPLICATION), Namespace(BASE + "weighing#")


class NoFrameError(DoelengraafError):
    """An agenda has no weighing frame."""

    status = 404


@dataclass(frozen=True)
class Criterion:
    """A criterion that applications are judged by.

    Args:
        thing: the criterion in the graph.
        citation: its place in the agenda, in words.
        basis: the key of its basis.
        note: what the editors remark.
        group: under which heading of the frame it stands.
        judgement: whether a person must judge it, also when all it asks for is there.
        preference: whether it is a preference and no requirement.
        question: what the assessor asks, per language.
        shape: its node in the shapes.
        paths: the properties its shape looks at.
    """

    thing: Link
    citation: str
    basis: str
    note: str
    group: Group
    judgement: bool
    preference: bool
    question: Mapping[str, str]
    shape: str
    paths: frozenset[str]


@dataclass(frozen=True)
class Frame:
    """The weighing frame of an agenda.

    Args:
        agenda: the slug of the agenda.
        municipality: its municipality.
        title: what the frame is, per language.
        source: where the agenda describes it, per language.
        note: what one should know of it, per language; may be empty.
        criteria: in the order of the document.
        left_out: criteria of the agenda that no application is judged by, with the reason per language.
        fields: the form for this agenda.
        rules: the version of the shapes: the start of the SHA-256 of form and criteria.
        shapes: the shapes themselves.
    """

    agenda: str
    municipality: str
    title: Mapping[str, str]
    source: Mapping[str, str]
    note: Mapping[str, str]
    criteria: Sequence[Criterion]
    left_out: Sequence[tuple[Link, Mapping[str, str]]]
    fields: Sequence[Field]
    rules: str
    shapes: Graph


def _folder(project: Project) -> Path:
    """Give the folder of the shapes for applications; those above it judge the graph and do not read these."""
    return project.shapes / "weighing"


def all_fields(project: Project) -> list[Field]:
    """Give every field an application can have, whatever the agenda.

    Raises:
        ShapesError: the form cannot be read.
    """
    return read_fields(_folder(project))


@kept_per_store
def frames(store: Store, project: Project) -> Mapping[str, Frame]:
    """Give the frame of each agenda that describes one, by the slug of the agenda.

    Raises:
        ShapesError: shapes cannot be read, or name a criterion that is not in the graph.
    """
    found = {}
    folder = _folder(project)
    form = (folder / "application.ttl").read_bytes() if (folder / "application.ttl").is_file() else b""
    for path in sorted(folder.glob("*.ttl")):
        if path.name != "application.ttl":
            version = hashlib.sha256(form + path.read_bytes()).hexdigest()[:12]
            found[path.stem] = _frame(store, path, version)
    return found


def frame_of(store: Store, project: Project, agenda: str) -> Frame:
    """Give the frame of an agenda.

    Raises:
        NoFrameError: the agenda describes none, or is not there.
        ShapesError: shapes cannot be read.
    """
    known = frames(store, project)
    if agenda not in known:
        raise NoFrameError(
            phrase(
                "De agenda {agenda} heeft geen weegkader: het staat niet in de agenda, of de agenda is er niet. Er zijn: {known}."
            ),
            agenda=agenda[:60],
            known=", ".join(known),
        )
    return known[agenda]


@kept_per_store
def choices_of(store: Store, agenda: str) -> Mapping[str, Sequence[Choice]]:
    """Give what may be chosen in the form of an agenda: its aims, and the shared target groups."""
    aims = ask(
        store,
        f"""SELECT DISTINCT ?x ?name ?kind WHERE {{ ?x a dg:Aim, ?class ; dg:agenda {iri(ID + "agenda/" + agenda)} ; schema:name ?name .
          VALUES ?class {{ dg:Effect dg:Goal dg:Subgoal dg:Challenge }} ?class schema:name ?kind }}""",
    )
    groups = ask(store, "SELECT DISTINCT ?x ?name WHERE { ?x a dg:TargetGroup ; schema:name ?name }")
    return {
        "aims": sorted(
            (Choice(text_of(x), f"{text_of(name)} ({text_of(kind)})") for x, name, kind in aims),
            key=lambda one: one.label.casefold(),
        ),
        "target-groups": sorted(
            (Choice(text_of(x), text_of(name)) for x, name in groups), key=lambda one: one.label.casefold()
        ),
    }


def _frame(store: Store, path: Path, version: str) -> Frame:
    shapes = read_turtle(path)
    node = _DGW[path.stem]
    about = {
        text_of(thing): (
            Link(text_of(name), text_of(thing)),
            text_of(citation),
            text_of(basis).rpartition("/")[2],
            text_of(note),
        )
        for thing, name, citation, basis, note in ask(
            store,
            f"""SELECT ?x ?name ?citation ?basis ?note WHERE {{ ?x a dg:Criterion ; dg:agenda {iri(ID + "agenda/" + path.stem)} ; schema:name ?name ;
              dcterms:bibliographicCitation ?citation ; dg:basis ?basis . OPTIONAL {{ ?x skos:note ?note }} }}""",
        )
    }

    def known(shape: Node) -> str:
        criterion = str(shapes.value(shape, _DGA.criterion))
        if criterion not in about:
            raise ShapesError(f"{path.name}: {criterion} is geen criterium van deze agenda in de graaf")
        return criterion

    def headings(shape: Node) -> tuple[int, int]:
        group = shapes.value(shape, SH.group)
        return (order_of(shapes, group) if group is not None else 0, order_of(shapes, shape))

    criteria = []
    for shape in sorted(shapes.subjects(SH.targetClass, _DGA.Application), key=headings):
        thing, citation, basis, note = about[known(shape)]
        group = shapes.value(shape, SH.group) or shape
        criteria.append(
            Criterion(
                thing,
                citation,
                basis,
                note,
                Group(str(group).rpartition("-")[2], both(shapes, group, RDFS.label)),
                str(shapes.value(shape, _DGA.judgement)) == "true",
                str(shapes.value(shape, _DGA.preference)) == "true",
                both(shapes, shape, RDFS.comment),
                str(shape),
                frozenset(_paths(shapes, shape)),
            )
        )
    left_out = [
        (about[known(shape)][0], both(shapes, shape, RDFS.comment)) for shape in shapes.subjects(RDF.type, _DGA.LeftOut)
    ]
    municipality = ask(
        store, f"SELECT ?name WHERE {{ {iri(ID + 'agenda/' + path.stem)} dg:municipality/schema:name ?name }} LIMIT 1"
    )
    return Frame(
        path.stem,
        text_of(municipality[0][0]) if municipality else path.stem,
        both(shapes, node, RDFS.label),
        both(shapes, node, DCTERMS.source),
        both(shapes, node, RDFS.comment),
        criteria,
        sorted(left_out, key=lambda pair: pair[0].text.casefold()),
        read_fields(path.parent, {one for criterion in criteria for one in criterion.paths}),
        version,
        shapes,
    )


def _paths(shapes: Graph, shape: Node) -> set[str]:
    """Give the properties of an application that a shape looks at."""
    parts = [shape, *shapes.transitive_objects(shape, SH.property)]
    for choice in shapes.objects(shape, SH["or"]):
        # What stands in a list of alternatives is a tree of blank nodes.
        parts += _below(shapes, choice)
    paths = [path for part in parts for path in shapes.objects(part, SH.path)]
    return {str(one) for path in paths for one in ([path] if isinstance(path, URIRef) else _below(shapes, path))}


def _below(shapes: Graph, node: Node) -> list[Node]:
    """Give all nodes that hang under a node of a tree."""
    found, todo = [], [node]
    while todo:
        one = todo.pop()
        found.append(one)
        if not isinstance(one, (URIRef, Literal)):
            todo += list(shapes.objects(one))
    return found
