"""The vocabulary is exactly the contract, and every word has names, a definition and an example."""

import re
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from doelengraaf.project import Project
from doelengraaf.terms import DG, Context

CLASSES = [
    "Municipality",
    "Agenda",
    "SourceDocument",
    "Locality",
    "Aim",
    "Effect",
    "Goal",
    "Subgoal",
    "Challenge",
    "PolicyArea",
    "Wheel",
    "Theme",
    "Action",
    "Effort",
    "Activity",
    "Priority",
    "Approach",
    "DevelopmentAssignment",
    "DevelopmentAssignmentItem",
    "Partner",
    "PartnerOrganization",
    "PartnerCollaboration",
    "PartnerGroup",
    "PartnerType",
    "Contribution",
    "Indicator",
    "Observation",
    "Target",
    "Narrative",
    "MonitoringSource",
    "Trend",
    "Value",
    "Principle",
    "FrameworkRule",
    "TargetGroup",
    "Law",
    "GovernanceRole",
    "PreventionType",
    "PositiveHealthDimension",
    "ProtectiveFactor",
    "Criterion",
    "Topic",
    "ExpectedDocument",
]
PROPERTIES = [
    "agenda",
    "municipality",
    "inArea",
    "contributesTo",
    "serves",
    "partOf",
    "participant",
    "worksTowards",
    "measuredBy",
    "influencedBy",
    "influences",
    "guidedBy",
    "aimsAt",
    "regulatedBy",
    "topic",
    "partnerType",
    "memberOfNetwork",
    "indicator",
    "period",
    "refArea",
    "population",
    "value",
    "unit",
    "direction",
    "localTerm",
    "partner",
    "role",
    "via",
    "to",
    "basis",
    "weakestBasis",
    "evidence",
    "wheelKind",
]


@pytest.fixture(scope="module")
def ontology(project: Project) -> Graph:
    graph = Graph()
    for path in [*project.ontology.glob("*.ttl"), *(project.ontology / "schemes").glob("*.ttl")]:
        graph.parse(path)
    return graph


def local_names(graph: Graph, *kinds: URIRef) -> list[str]:
    return sorted(
        {str(s).removeprefix(DG) for kind in kinds for s in graph.subjects(RDF.type, kind) if str(s).startswith(DG)}
    )


def test_classes_and_properties_are_those_of_the_vocabulary(ontology: Graph) -> None:
    assert local_names(ontology, OWL.Class) == sorted(CLASSES)
    assert local_names(ontology, OWL.ObjectProperty, OWL.DatatypeProperty) == sorted(PROPERTIES)


@pytest.mark.parametrize("name", CLASSES + PROPERTIES)
def test_term_is_documented(ontology: Graph, name: str) -> None:
    term = URIRef(DG + name)
    for what in (RDFS.label, SKOS.definition):
        languages = sorted(v.language for v in ontology.objects(term, what) if isinstance(v, Literal))
        assert languages == ["en", "nl"], f"dg:{name}: {what} in {languages}"
    assert ontology.value(term, SKOS.example), f"dg:{name} has no example"


def test_data_uses_no_term_outside_the_vocabulary(store: object, built: object) -> None:
    text = built[0].nquads.read_text(encoding="utf-8")  # type: ignore[index]
    used = set(re.findall(re.escape(f"<{DG}") + r"([^>]+)>", text))
    assert used <= set(CLASSES + PROPERTIES)


def test_every_concept_has_a_definition_and_a_scheme(built: object) -> None:
    graph = Graph().parse(
        data="".join(
            re.sub(r" <[^ ]+> \.$", " .", line) + "\n"
            for line in built[0].nquads.read_text(encoding="utf-8").splitlines()
        ),
        format="nt",
    )  # type: ignore[index]
    concepts = set(graph.subjects(SKOS.inScheme))
    assert len(concepts) > 90
    for concept in concepts:
        assert any(isinstance(d, Literal) and d.language == "nl" for d in graph.objects(concept, SKOS.definition)), (
            f"{concept} has no definition"
        )
        labels = [v for v in graph.objects(concept, SKOS.prefLabel) if isinstance(v, Literal) and v.language == "nl"]
        assert len(labels) == 1, f"{concept}: {labels}"
        scheme = graph.value(concept, SKOS.inScheme)
        assert graph.value(scheme, DCTERMS.title), f"{scheme} has no title"
        assert graph.value(concept, SKOS.broader) or graph.value(concept, SKOS.topConceptOf), f"{concept} hangs loose"


def test_context_gives_every_table_a_class_and_every_column_a_property(project: Project, ontology: Graph) -> None:
    context = Context.read(project.context)
    classes = {iri.removeprefix(DG) for iri in context.tables.values() if iri.startswith(DG)}
    assert classes == set(CLASSES) - {"Aim", "PolicyArea", "Action", "Partner"}, "only abstract classes have no table"
    for column, (iri, _) in context.columns.items():
        assert not iri.startswith(DG) or iri.removeprefix(DG) in PROPERTIES, f"{column} -> {iri}"
        assert iri.startswith("http"), f"{column} -> {iri}"


def test_alignments_only_match(project: Project) -> None:
    graph = Graph().parse(project.ontology / "alignments.ttl")
    assert {str(p) for p in graph.predicates()} <= {
        str(SKOS[name]) for name in ("exactMatch", "closeMatch", "broadMatch", "relatedMatch")
    }


def test_ontology_folder_is_read(project: Project) -> None:
    assert isinstance(project.ontology, Path)
    assert (project.ontology / "schemes" / "roles.ttl").is_file()
