"""Judge the catalogue and the concept schemes by the SHACL shapes of the EU and the Netherlands, with pySHACL.

The shapes belong to others and are not part of this project. Get them and say where they are:

- ``DOELENGRAAF_SHAPES_DCAT_AP``: SEMICeu/DCAT-AP, ``releases/3.0.1/html/shacl`` (``shapes.ttl``, ``range.ttl``; not the aggregated file, which pySHACL refuses)
- ``DOELENGRAAF_SHAPES_DCAT_AP_NL``: Geonovum/DCAT-AP-NL30, ``shapes`` (the four ``dcat-ap-nl-SHACL*.ttl``)
- ``DOELENGRAAF_SHAPES_NL_SBB``: Geonovum/NL-SBB, ``profiles`` (``skos-ap-nl.ttl``)

``python tests/referees/government_shapes.py`` judges the last build and what is published of it; what is not set is passed over. Exit code 1 for violations.
"""

import os
import sys
from collections import Counter
from pathlib import Path

from pyshacl import validate
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH, SKOS

from doelengraaf.project import find_project
from doelengraaf.publish import Shelf
from doelengraaf.publish.catalogue import Deployment, make_catalogue
from doelengraaf.publish.parties import Contact, party
from doelengraaf.store import Store, open_store
from doelengraaf.terms import BASE

DCAT_AP = ("DOELENGRAAF_SHAPES_DCAT_AP", ("shapes.ttl", "range.ttl"))
DCAT_AP_NL = (
    "DOELENGRAAF_SHAPES_DCAT_AP_NL",
    tuple(f"dcat-ap-nl-SHACL{part}.ttl" for part in ("", "-klassebereik", "-klassebereik-codelijsten", "-aanbevolen")),
)
NL_SBB = ("DOELENGRAAF_SHAPES_NL_SBB", ("skos-ap-nl.ttl",))


def shapes(*sets: tuple[str, tuple[str, ...]]) -> Graph | None:
    """Read sets of shapes; None when one of them is not set."""
    graph = Graph()
    for variable, names in sets:
        folder = os.environ.get(variable)
        if not folder:
            return None
        for name in names:
            graph.parse(Path(folder) / name, format="turtle")
    return graph


def schemes(store: Store) -> Graph:
    """Give the concepts and concept schemes of a build, whatever table or file they come from."""
    found = store.query(
        f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
          {{ ?s a <{SKOS.ConceptScheme}> }} UNION {{ ?s <{SKOS.inScheme}> ?scheme }} UNION {{ ?s a <{SKOS.Concept}> }}
          ?s ?p ?o . FILTER (STRSTARTS(STR(?s), "{BASE}id/")) }}"""
    )
    from doelengraaf.formats import turtle

    return Graph().parse(data=turtle(found.triples), format="turtle")  # type: ignore[union-attr]


def judge(data: Graph, by: Graph) -> Counter[tuple[str, str, str]]:
    """Give how often each (severity, path, constraint) was found, at the top level of the report only.

    pySHACL lists what it found inside nested shapes beside the findings proper.
    """
    _, report, _ = validate(data, shacl_graph=by, allow_warnings=True, inference="none")
    found: Counter[tuple[str, str, str]] = Counter()
    for node in report.subjects(RDF.type, SH.ValidationReport):
        for result in report.objects(node, SH.result):
            severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2]
            path = report.value(result, SH.resultPath)
            constraint = str(report.value(result, SH.sourceConstraintComponent)).rpartition("#")[2]
            focus = report.value(result, SH.focusNode)
            shown = str(path) if isinstance(path, URIRef) else str(report.value(result, SH.resultMessage))
            found[severity, f"{shown} ({focus})", constraint] += 1
    return found


def main() -> int:
    """Judge, tell, and give the exit code."""
    project = find_project()
    store = open_store(project.nquads)
    here = Deployment(
        "https://doelengraaf.example.nl",
        party(store, "gemeente Cranendonck"),
        Contact("redactie", "redactie@example.nl"),
    )
    terms = project.ontology / "catalogue" / "terms.ttl"
    catalogue = make_catalogue(store, here, terms, Shelf(project.published).latest())
    bad = 0
    for name, data, by in (
        ("DCAT-AP 3.0.1", catalogue, shapes(DCAT_AP)),
        ("DCAT-AP-NL 3.0", catalogue, shapes(DCAT_AP, DCAT_AP_NL)),
        ("NL-SBB", schemes(store), shapes(NL_SBB)),
    ):
        if by is None:
            print(f"{name}: overgeslagen, de map met vormen is niet ingesteld")
            continue
        found = judge(data, by)
        counts = Counter(dict.fromkeys(("Violation", "Warning", "Info"), 0))
        for (severity, _, _), number in found.items():
            counts[severity] += number
        bad += counts["Violation"]
        print(
            f"{name}: {len(data)} statements, "
            + ", ".join(f"{number} {severity}" for severity, number in counts.items())
        )
        for (severity, path, constraint), number in sorted(found.items()):
            print(f"  {severity} {number} × {constraint}: {path}")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
