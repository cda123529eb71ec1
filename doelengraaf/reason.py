"""Reasoning as a check: HermiT proves ontology and data consistent; an OWL RL pass must derive no sameAs and no class from outside."""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS

from doelengraaf.errors import ToolMissingError
from doelengraaf.findings import Finding, must
from doelengraaf.terms import BASE, DG

__all__ = ["check_consistency", "check_owl_rl"]

_OURS = (DG, BASE)
_STANDARD = ("http://www.w3.org/", "https://www.w3.org/", "http://purl.org/dc/terms/")


def _closed_world(graph: Graph) -> Graph:
    """Give what a description-logic reasoner may see: classes, object properties and individuals of our own."""
    small = Graph()
    properties = set(graph.subjects(RDF.type, OWL.ObjectProperty))
    classes = set(graph.subjects(RDF.type, OWL.Class))
    small.add((URIRef(BASE + "reason"), RDF.type, OWL.Ontology))
    for s, p, o in graph:
        if (
            p in (RDFS.subClassOf, RDFS.domain, RDFS.range, RDFS.subPropertyOf)
            and str(s).startswith(DG)
            and str(o).startswith(DG)
        ) or (
            p == RDF.type
            and (o in (OWL.Class, OWL.ObjectProperty, OWL.TransitiveProperty, OWL.AllDisjointClasses) or o in classes)
        ):
            small.add((s, p, o))
        elif p == OWL.members:
            for item in filter(None, graph.transitive_objects(o, RDF.rest)):
                small += ((item, q, v) for q, v in graph.predicate_objects(item) if q in (RDF.first, RDF.rest))
            small.add((s, p, o))
        elif p in properties and isinstance(o, URIRef):
            small.add((s, p, o))
    for individual in {s for s, o in small.subject_objects(RDF.type) if o in classes}:
        small.add((individual, RDF.type, OWL.NamedIndividual))
    return small


def check_consistency(quads: Iterable[ox.Quad]) -> list[Finding]:
    """Let HermiT judge ontology and data.

    Raises:
        ToolMissingError: there is no Java, or owlready2 is not installed.
    """
    if shutil.which("java") is None:
        raise ToolMissingError(
            "check --reason heeft Java nodig (11 of nieuwer) voor de redeneerder HermiT en vond het niet. Op Debian: apt-get install default-jre-headless."
        )
    try:
        import owlready2
    except ImportError as error:
        raise ToolMissingError(
            "check --reason heeft het pakket owlready2 nodig: pip install 'doelengraaf[reason]'."
        ) from error
    graph = _closed_world(_graph(quads))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "all.nt")
        path.write_text(graph.serialize(format="nt"), encoding="utf-8")
        world = owlready2.World()
        ontology = world.get_ontology(path.as_uri()).load()
        try:
            with ontology:
                owlready2.sync_reasoner_hermit(world, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            return [
                must(
                    "data",
                    0,
                    "",
                    "HermiT vindt een tegenspraak tussen ontologie en gegevens: iets is van twee soorten die elkaar uitsluiten, of een verband wijst naar de verkeerde soort. "
                    "Kijk eerst naar de bevindingen van check.",
                    "HermiT finds a contradiction between ontology and data. Look at the findings of check first.",
                )
            ]
        empty = sorted(str(one) for one in world.inconsistent_classes())
        return [
            must(
                "ontology/doelengraaf.ttl",
                0,
                "",
                "Deze klasse kan nooit iets bevatten.",
                "This class can never hold anything.",
                name,
            )
            for name in empty
        ]


def check_owl_rl(quads: Iterable[ox.Quad], closure: Callable[[Graph], Graph] | None = None) -> list[Finding]:
    """Run OWL 2 RL over ontology, alignments and data, and report derived equality and classes from outside.

    Args:
        quads: ontology, alignments and data.
        closure: what computes the closure; the package ``reasonable`` when left out.

    Raises:
        ToolMissingError: the package ``reasonable`` is not installed.
    """
    # Literals and citations take part in no axiom, and make the closure a hundred times slower.
    graph = _graph(
        quad
        for quad in quads
        if not isinstance(quad.object, ox.Literal) and "/evidence/" not in f"{quad.subject}{quad.object}"
    )
    before = set(graph.subject_objects(RDF.type))
    closed = (closure or _reasonable)(graph)
    findings = []
    for s, o in sorted(closed.subject_objects(OWL.sameAs)):
        if s != o and (str(s).startswith(_OURS) or str(o).startswith(_OURS)):
            findings.append(
                must(
                    "ontology",
                    0,
                    "",
                    "Hieruit zou volgen dat twee dingen hetzelfde zijn (owl:sameAs): een functionele eigenschap van een ander vocabulaire hoort niet boven een van ons.",
                    "It would follow that two things are the same (owl:sameAs): a functional property of another vocabulary does not belong above one of ours.",
                    f"{s} = {o}",
                )
            )
    for s, o in sorted(closed.subject_objects(RDF.type)):
        if (
            (s, o) not in before
            and str(s).startswith(_OURS)
            and isinstance(o, URIRef)
            and not str(o).startswith((*_OURS, *_STANDARD))
        ):
            findings.append(
                must(
                    "ontology",
                    0,
                    "",
                    "Hieruit zou een klasse van buiten volgen: koppel met skos:*Match, niet met rdfs:subClassOf, domain of range.",
                    "A class from outside would follow: align with skos:*Match, not with rdfs:subClassOf, domain or range.",
                    f"{s} a {o}",
                )
            )
    return findings


def _graph(quads: Iterable[ox.Quad]) -> Graph:
    return Graph().parse(data="".join(f"{quad.triple} .\n" for quad in quads), format="nt")


def _reasonable(graph: Graph) -> Graph:
    try:
        import reasonable
    except ImportError as error:
        raise ToolMissingError(
            "check --reason heeft het pakket reasonable nodig: pip install 'doelengraaf[reason]'."
        ) from error
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(graph)
    closed = Graph()
    for triple in reasoner.reason():
        closed.add(triple)
    return closed
