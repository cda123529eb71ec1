"""What is judged as one piece: an agenda, the shared tables, or the mappings, each with what it needs to know of the others."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, PROV, RDF, SH

from doelengraaf.building.tables import Built
from doelengraaf.terms import ID, graph_owner

__all__ = ["Unit", "units_of"]

_TO_FORMER = (f"> <{DCTERMS.replaces}> <", f"> <{PROV.wasRevisionOf}> <")
"""What stands in a line by which an agenda refers to the agenda before it."""
_TYPE = f"> <{RDF.type}> <"
_NAMED_IN_MAPPING = (f"> <{RDF.subject}> <", f"> <{RDF.object}> <")
_EXISTS = f"{_TYPE}http://www.w3.org/2000/01/rdf-schema#Resource> .\n"


@dataclass(frozen=True)
class Unit:
    """One piece.

    Args:
        name: the agenda, ``shared`` or ``mappings``.
        data: what is judged, as N-Triples.
        focus: the nodes whose results count; what is common is judged with the shared tables.
    """

    name: str
    data: str
    focus: Sequence[str]


def units_of(built: Built, only: Collection[str] | None = None) -> Iterator[Unit]:
    """Give the pieces one by one.

    An agenda knows the ontology and, of the shared tables, what it names; shapes look no further than that.

    Args:
        built: tables with their quads.
        only: which; all when left out.
    """
    parts = _parts(built)
    ontology, shared = parts.pop("ontology", []), parts.get("shared", [])
    common = "".join(sorted(ontology))
    about: dict[str, list[str]] = {}
    for line in shared:
        about.setdefault(_subject(line), []).append(line)
    # What shapes name as target node is not of any agenda.
    starts = {str(node) for node in built.shapes.graph.objects(None, SH.targetNode)}
    for name, own in sorted(parts.items()):
        if only is not None and name not in only:
            continue
        focus = {_subject(line) for line in own}
        if name == "mappings":
            focus = {one for one in focus if one.startswith(ID + "mapping/")}
            around = _existing(own, [*parts.values(), ontology])
        elif name == "shared":
            around = [line for part in parts.values() for line in part if "/source-document/" in _subject(line)]
        else:
            named = {_object(line) for line in own}
            around = [line for thing in about.keys() & named for line in about[thing]]
            around += _former(own, parts)
        yield Unit(name, "".join([*sorted({*own, *around}), common]), sorted(focus | starts))


def _parts(built: Built) -> dict[str, list[str]]:
    """Give the lines of N-Triples of each part: text is much quicker to look through than terms are."""
    by_graph: dict[object, list[ox.Quad]] = {}
    for quad in built.quads:
        by_graph.setdefault(quad.graph_name, []).append(quad)
    parts: dict[str, list[str]] = {}
    for graph, quads in by_graph.items():
        name = graph_owner(graph.value)  # type: ignore[attr-defined]
        text = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""
        parts.setdefault(name, []).extend(line + "\n" for line in text.decode().split("\n") if line)
    return parts


def _subject(line: str) -> str:
    return line[1 : line.find(">")] if line[0] == "<" else ""


def _object(line: str) -> str:
    """Give the IRI that is the object; what it gives of a literal is no IRI of ours."""
    return line[line.rfind(" <") + 2 : -4]


def _existing(mappings: Iterable[str], parts: Iterable[Iterable[str]]) -> list[str]:
    """Tell of what mappings name that it exists, and no more: with its class it would be judged here too."""
    named = {_object(line) for line in mappings if any(name in line for name in _NAMED_IN_MAPPING)}
    known = {_subject(line) for part in parts for line in part if _TYPE in line} & named
    return [f"<{thing}{_EXISTS}" for thing in known]


def _former(own: Iterable[str], parts: dict[str, list[str]]) -> list[str]:
    """Give of an agenda that is replaced what takes the place of what: the classes of what is named."""
    former = {_object(line) for line in own if any(name in line for name in _TO_FORMER)}
    if not former:
        return []
    return [line for part in parts.values() for line in part if _TYPE in line and _subject(line) in former]
