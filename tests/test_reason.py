"""Reasoning finds what it is there for: a thing of two kinds, and an alignment that makes two things one."""

import os
import shutil

import pyoxigraph as ox
import pytest

from doelengraaf.building.quads import build_quads
from doelengraaf.building.tables import read_project
from doelengraaf.errors import ToolMissingError
from doelengraaf.project import Project
from doelengraaf.reason import check_consistency, check_owl_rl
from doelengraaf.terms import BASE, DG, ID

RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
GRAPH = ox.NamedNode(BASE + "graph/krimpenerwaard/stated")


@pytest.fixture(scope="module")
def quads(project: Project) -> set[ox.Quad]:
    return build_quads(project, read_project(project)).quads


@pytest.fixture
def java() -> None:
    if shutil.which("java") is None:
        if os.environ.get("DOELENGRAAF_ALL_TESTS") == "1":
            pytest.fail("geen Java gevonden; make browser installeert het waar dat kan")
        pytest.skip("geen Java gevonden; make browser zegt hoe")


def quad(s: str, p: str, o: str) -> ox.Quad:
    return ox.Quad(ox.NamedNode(s), ox.NamedNode(p), ox.NamedNode(o), GRAPH)


@pytest.mark.reasoner
def test_the_real_data_is_consistent(quads: set[ox.Quad], java: None) -> None:
    assert check_consistency(quads) == []


@pytest.mark.reasoner
def test_a_partner_that_is_also_a_goal_is_found(quads: set[ox.Quad], java: None) -> None:
    wrong = quad(ID + "partner-organization/kwadraad", RDF_TYPE.value, DG + "Goal")
    assert check_consistency({*quads, wrong})


@pytest.mark.reasoner
def test_a_contribution_to_an_indicator_is_found(quads: set[ox.Quad], java: None) -> None:
    target = next(q for q in quads if q.predicate == RDF_TYPE and q.object == ox.NamedNode(DG + "Indicator"))
    contribution = next(q for q in quads if q.predicate.value == DG + "to")
    assert check_consistency({*quads, ox.Quad(contribution.subject, contribution.predicate, target.subject, GRAPH)})


def test_owl_rl_derives_no_equality_and_nothing_foreign(quads: set[ox.Quad]) -> None:
    assert check_owl_rl(quads) == []


def test_a_functional_super_property_is_found(quads: set[ox.Quad]) -> None:
    """On the ontology and two statements: over all data the equalities that follow would fill the memory."""
    outcome = "https://ontology.commonapproach.org/cids#forOutcome"
    ontology = {one for one in quads if one.graph_name == ox.NamedNode(BASE + "graph/ontology")}
    spoilt = {
        *ontology,
        quad(ID + "goal/x", DG + "topic", ID + "topic/a"),
        quad(ID + "goal/x", DG + "topic", ID + "topic/b"),
        quad(DG + "topic", "http://www.w3.org/2000/01/rdf-schema#subPropertyOf", outcome),
        quad(outcome, RDF_TYPE.value, "http://www.w3.org/2002/07/owl#FunctionalProperty"),
    }
    assert any("owl:sameAs" in finding.nl for finding in check_owl_rl(spoilt))


def test_a_class_from_outside_is_found(quads: set[ox.Quad]) -> None:
    spoilt = {
        *quads,
        quad(
            DG + "Goal",
            "http://www.w3.org/2000/01/rdf-schema#subClassOf",
            "https://ontology.commonapproach.org/cids#Outcome",
        ),
    }
    assert any("klasse van buiten" in finding.nl for finding in check_owl_rl(spoilt))


def test_without_java_it_says_so(quads: set[ox.Quad], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nergens")
    with pytest.raises(ToolMissingError, match="Java"):
        check_consistency(quads)
