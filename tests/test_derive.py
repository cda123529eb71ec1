"""The rules: chains close, the strongest basis wins, and the step via the wheel is always shown as derived."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from doelengraaf.building.derive import derive, read_rules
from doelengraaf.errors import QuestionFileError
from doelengraaf.project import Project
from doelengraaf.store import OxigraphStore, Rows, Store
from doelengraaf.terms import DERIVED_GRAPH

TURTLE = """
PREFIX dg: <https://w3id.org/doelengraaf/def#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX id: <https://w3id.org/doelengraaf/id/>
PREFIX b: <https://w3id.org/doelengraaf/id/basis/>
PREFIX r: <https://w3id.org/doelengraaf/id/role/>
INSERT DATA {
  GRAPH <https://w3id.org/doelengraaf/graph/ontology> { dg:Goal rdfs:subClassOf dg:Aim . dg:Activity rdfs:subClassOf dg:Action . }
  GRAPH <https://w3id.org/doelengraaf/graph/shared/stated> { id:m skos:exactMatch <x:gm1> . id:town skos:exactMatch <x:gm1> . }
  GRAPH <https://w3id.org/doelengraaf/graph/x/stated> {
    id:agenda dg:municipality id:m .
    id:a a dg:Goal ; dg:contributesTo id:b . id:b a dg:Goal . id:c a dg:Goal . id:w a dg:Wheel .
    id:g a dg:Goal ; dg:inArea id:w .
    id:act a dg:Activity ; dg:inArea id:w .
    id:act2 a dg:Activity ; dg:inArea id:w, id:w2 .
    id:k1 a dg:Contribution ; dg:agenda id:agenda ; dg:partner id:p ; dg:role r:executes ; dg:to id:a ; dg:basis b:stated .
    id:k2 a dg:Contribution ; dg:agenda id:agenda ; dg:partner id:p ; dg:role r:takes-part ; dg:via id:act ; dg:basis b:stated .
    id:k3 a dg:Contribution ; dg:agenda id:agenda ; dg:partner id:p2 ; dg:role r:co-wrote ; dg:to id:a ; dg:basis b:stated .
    id:k4 a dg:Contribution ; dg:agenda id:agenda ; dg:partner id:town ; dg:role r:takes-part ; dg:via id:act ; dg:basis b:stated .
    id:k5 a dg:Contribution ; dg:agenda id:agenda ; dg:partner id:p3 ; dg:role r:takes-part ; dg:via id:act2 ; dg:inArea id:w2 ; dg:basis b:stated .
  }
  GRAPH <https://w3id.org/doelengraaf/graph/x/interpreted> { id:b dg:contributesTo id:c . id:act dg:contributesTo id:c . }
  GRAPH <https://w3id.org/doelengraaf/graph/x/proposed> { id:a dg:contributesTo id:g . }
}
"""


@pytest.fixture(scope="module")
def derived(project: Project) -> OxigraphStore:
    store = OxigraphStore()
    store._store.update(TURTLE)
    derive(store, read_rules(project.rules))
    return store


def pairs(store: OxigraphStore, term: str) -> set[tuple[str, str, str]]:
    answer = store.query(
        f"""PREFIX dg: <https://w3id.org/doelengraaf/def#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?s ?o ?b {{ GRAPH <{DERIVED_GRAPH}> {{ ?d rdf:predicate dg:{term} ; rdf:subject ?s ; rdf:object ?o ; dg:weakestBasis ?b }} }}"""
    )
    assert isinstance(answer, Rows)
    return {tuple("" if t is None else t.value.rpartition("/")[2] for t in row) for row in answer.rows}  # type: ignore[misc]


def test_serves_closes_with_the_weakest_basis(derived: OxigraphStore) -> None:
    assert pairs(derived, "serves") == {
        ("a", "b", "stated"),
        ("a", "c", "interpreted"),
        ("b", "c", "interpreted"),
        ("act", "c", "interpreted"),
    }


def test_works_towards(derived: OxigraphStore) -> None:
    assert pairs(derived, "worksTowards") == {("p", "a", "stated"), ("p", "c", "interpreted"), ("p", "g", "derived")}


def test_a_listing_under_one_wheel_leads_only_to_that_wheel(derived: OxigraphStore) -> None:
    assert not [pair for pair in pairs(derived, "worksTowards") if pair[0] == "p3"]


def test_the_municipality_takes_part_but_is_no_partner(derived: OxigraphStore) -> None:
    answer = derived.query(
        "SELECT ?p { GRAPH ?g { <https://w3id.org/doelengraaf/id/act> <https://w3id.org/doelengraaf/def#participant> ?p } }"
    )
    assert isinstance(answer, Rows)
    assert {row[0].value.rpartition("/")[2] for row in answer.rows if row[0]} == {"p", "town"}
    assert not [pair for pair in pairs(derived, "worksTowards") if pair[0] == "town"]


def test_every_contribution_of_a_partner_has_a_path(derived: OxigraphStore) -> None:
    answer = derived.query(
        """PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dg: <https://w3id.org/doelengraaf/def#>
        SELECT ?c { ?c a dg:Contribution FILTER NOT EXISTS { ?path prov:wasDerivedFrom ?c ; dg:partner ?p ; dg:role ?r ; dg:municipality ?m ; dg:weakestBasis ?b } }"""
    )
    assert isinstance(answer, Rows)
    assert [row[0].value.rpartition("/")[2] for row in answer.rows if row[0]] == ["k4"]


def test_a_rule_without_tiers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "1.rq").write_text("#+ summary: x\nCONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }", encoding="utf-8")
    with pytest.raises(QuestionFileError, match="tiers"):
        read_rules(tmp_path)


def test_quads_come_back_as_they_went_in() -> None:
    quad = ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal('één "x"', language="nl"), ox.NamedNode("a:g"))
    assert list(OxigraphStore([quad]).quads("a:g")) == [f"{quad} .\n"]


def test_laws_are_dated_to_the_first_day_of_the_agenda_and_only_while_in_force(store: Store) -> None:
    answer = store.query(
        """PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT ?agenda ?version WHERE { ?agenda dcterms:references ?version . ?version dcterms:isVersionOf ?law }"""
    )
    assert isinstance(answer, Rows)
    found = {
        (a.value.rpartition("/")[2], v.value.removeprefix("https://wetten.overheid.nl/"))
        for a, v in answer.rows
        if a and v
    }
    assert ("cranendonck", "BWBR0035362/2019-01-01") in found
    assert ("krimpenerwaard", "BWBR0020611/2021-01-01") in found
    assert ("wijk-bij-duurstede", "BWBR0034925/2023-01-01") in found
    # The Omgevingswet came into force in 2024; the agenda of Vijfheerenlanden names no first day.
    assert not [one for one in found if "BWBR0037885" in one[1]]
    assert not [one for one in found if one[0] == "vijfheerenlanden"]


def test_what_is_set_aside_is_told_and_not_claimed(store: Store) -> None:
    answer = store.query(
        """PREFIX dqv: <http://www.w3.org/ns/dqv#> PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX schema: <https://schema.org/>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?claim ?reason ?subject WHERE { ?a a dqv:QualityAnnotation ; schema:name ?claim ; skos:editorialNote ?reason ; oa:hasTarget ?row
          OPTIONAL { ?row rdf:subject ?subject } }"""
    )
    assert isinstance(answer, Rows)
    assert len(answer.rows) > 40
    assert all(row[2] is None for row in answer.rows), "the rejected statement itself is not in the served graph"
    assert any(row[0] and "is hetzelfde als" in row[0].value for row in answer.rows)
