"""What is judged as one piece: an agenda, the shared tables, or the mappings, each with what it needs to know of the others."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, PROV, RDF, SH

from doelengraaf.building.tables import Built
from doelengraaf.terms import BASE, ID

__all__ = ["Unit", "units_of"]

_TO_FORMER = {str(DCTERMS.replaces), str(PROV.wasRevisionOf)}
"""Properties by which an agenda refers to the agenda before it."""
_TYPE = ox.NamedNode(str(RDF.type))
_THING = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#Resource")
_NAMED_IN_MAPPING = {str(RDF.subject), str(RDF.object)}


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
    about: dict[ox.NamedNode | ox.BlankNode | ox.Triple, list[ox.Triple]] = {}
    for triple in shared:
        about.setdefault(triple.subject, []).append(triple)
    # What shapes name as target node is not of any agenda.
    starts = {str(node) for node in built.shapes.graph.objects(None, SH.targetNode)}
    for name, own in sorted(parts.items()):
        if only is not None and name not in only:
            continue
        focus = {triple.subject.value for triple in own if isinstance(triple.subject, ox.NamedNode)}
        if name == "mappings":
            focus = {one for one in focus if one.startswith(ID + "mapping/")}
            around = _existing(own, parts, ontology)
        elif name == "shared":
            around = [triple for part in parts.values() for triple in part if "/source-document/" in _subject(triple)]
        else:
            named = {triple.object for triple in own}
            around = [triple for thing in about.keys() & named for triple in about[thing]]
            around += _former(own, parts)
        lines = ox.serialize({*own, *around, *ontology}, format=ox.RdfFormat.N_TRIPLES) or b""
        yield Unit(name, lines.decode(), sorted(focus | starts))


def _parts(built: Built) -> dict[str, list[ox.Triple]]:
    by_graph: dict[object, list[ox.Triple]] = {}
    for quad in built.quads:
        by_graph.setdefault(quad.graph_name, []).append(quad.triple)
    parts: dict[str, list[ox.Triple]] = {}
    for graph, triples in by_graph.items():
        name = graph.value.removeprefix(BASE + "graph/").split("/")[0]  # type: ignore[attr-defined]
        parts.setdefault(name, []).extend(triples)
    return parts


def _subject(triple: ox.Triple) -> str:
    return triple.subject.value if isinstance(triple.subject, ox.NamedNode) else ""


def _existing(
    mappings: Sequence[ox.Triple], parts: dict[str, list[ox.Triple]], ontology: Sequence[ox.Triple]
) -> list[ox.Triple]:
    """Tell of what mappings name that it exists, and no more: with its class it would be judged here too."""
    named = {triple.object for triple in mappings if triple.predicate.value in _NAMED_IN_MAPPING}
    known = {
        triple.subject
        for part in (*parts.values(), ontology)
        for triple in part
        if triple.predicate == _TYPE and triple.subject in named
    }
    return [ox.Triple(thing, _TYPE, _THING) for thing in known]


def _former(own: Sequence[ox.Triple], parts: dict[str, list[ox.Triple]]) -> list[ox.Triple]:
    """Give of an agenda that is replaced what takes the place of what: the classes of what is named."""
    former = {triple.object for triple in own if triple.predicate.value in _TO_FORMER}
    if not former:
        return []
    return [
        triple for part in parts.values() for triple in part if triple.predicate == _TYPE and triple.subject in former
    ]
