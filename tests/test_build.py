"""The build: the same tables give the same bytes, every basis its own graph, every citation its lines."""

import subprocess
import sys

from doelengraaf.building.quads import build_quads, serialise
from doelengraaf.building.tables import read_project
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.store import Rows, Store
from doelengraaf.terms import BASE, DERIVED_GRAPH

PREFIXES = """PREFIX dg: <https://w3id.org/doelengraaf/def#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
"""


def rows(store: Store, query: str) -> list[list[str]]:
    answer = store.query(PREFIXES + query)
    assert isinstance(answer, Rows)
    return [["" if term is None else term.value for term in row] for row in answer.rows]


def test_two_builds_are_the_same_bytes(project: Project) -> None:
    here = serialise(build_quads(project, read_project(project)).quads)
    code = (
        "import sys; from pathlib import Path; from doelengraaf.project import Project; from doelengraaf.building.quads import *; from doelengraaf.building.tables import *; p = Project(Path(sys.argv[1]));"
        "sys.stdout.buffer.write(serialise(build_quads(p, read_project(p)).quads))"
    )
    for seed in ("1", "2"):
        there = subprocess.run(
            [sys.executable, "-c", code, str(project.root)],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin"},
        ).stdout
        assert there == here


def test_parts_together_are_the_whole(project: Project, built: tuple[Project, Report]) -> None:
    """A build is made part by part; all tables in one store and the rules over all of it give the same."""
    from doelengraaf.building.derive import derive, read_rules
    from doelengraaf.coverage import documents
    from doelengraaf.coverage_rdf import measurements
    from doelengraaf.store import OxigraphStore

    store = OxigraphStore(build_quads(project, read_project(project)).quads)
    derive(store, read_rules(project.rules))
    store.insert(measurements(documents(project, store)), DERIVED_GRAPH)
    whole = sorted({line for graph in store.graphs() for line in store.quads(graph)})
    lines = built[0].nquads.read_text(encoding="utf-8").splitlines(keepends=True)
    assert sorted(lines) == whole
    derived = f" <{DERIVED_GRAPH}> .\n"
    assert (built[1].quads, built[1].derived) == (len(lines), sum(line.endswith(derived) for line in lines))


def test_graphs_are_per_agenda_and_basis(store: Store) -> None:
    names = [name.removeprefix(BASE + "graph/") for name in store.graphs()]
    for agenda in ("krimpenerwaard", "wijk-bij-duurstede", "cranendonck", "vijfheerenlanden", "shared"):
        assert f"{agenda}/stated" in names
        assert f"{agenda}/interpreted" in names
    assert {"derived", "ontology"} <= set(names)
    assert not [name for name in names if name.endswith(("/proposed", "/rejected"))]


def test_no_blank_nodes(built: tuple[Project, Report]) -> None:
    assert not [
        line
        for line in built[0].nquads.read_text(encoding="utf-8").splitlines()
        if line.startswith("_:") or " _:" in line
    ]


def test_topics_are_never_stated(store: Store) -> None:
    found = rows(store, "SELECT ?g { GRAPH ?g { ?x dg:topic|dg:partnerType ?t } } GROUP BY ?g")
    assert found
    assert all(name.endswith(("/interpreted", "/derived")) for (name,) in found)


def test_everything_stated_has_a_place_in_a_known_source(store: Store) -> None:
    assert (
        rows(
            store,
            "SELECT ?x { ?x dg:basis <https://w3id.org/doelengraaf/id/basis/stated> ; dg:agenda|dg:municipality|dg:partnerType ?y FILTER NOT EXISTS { ?x dg:evidence/oa:hasSource/a dg:SourceDocument } }",
        )
        == []
    )


def test_counts_read_off_the_documents(store: Store) -> None:
    counts = {
        (agenda.rpartition("/")[2], kind.rpartition("#")[2]): int(number)
        for agenda, kind, number in rows(
            store, "SELECT ?a ?c (COUNT(DISTINCT ?x) AS ?n) { ?x dg:agenda ?a ; a ?c } GROUP BY ?a ?c"
        )
    }
    # Cranendonck: four doelstellingen (105-108) and appendix I (230-290): 6 + 11 + 22 + 20 indicators.
    assert counts["cranendonck", "Goal"] == 4
    # The second layer adds figures from the running text as indicators that measure nothing.
    listed = rows(
        store,
        "SELECT DISTINCT ?i { ?g a dg:Goal ; dg:measuredBy ?i ; dg:agenda <https://w3id.org/doelengraaf/id/agenda/cranendonck> }",
    )
    assert len(listed) == 59
    # Vijfheerenlanden: four results (203-206), four opgaven (214-217), goals 2 + 3 + 3 + 3 (5.1).
    assert counts["vijfheerenlanden", "Effect"] == 4
    assert counts["vijfheerenlanden", "Challenge"] == 4
    assert counts["vijfheerenlanden", "Goal"] == 11
    # Wijk bij Duurstede: three hoofdthema's and nineteen opgaven (4.2).
    assert counts["wijk-bij-duurstede", "Theme"] == 3
    assert counts["wijk-bij-duurstede", "Challenge"] == 19
    # Krimpenerwaard: the wheels of figure 3: three outcome wheels, one of general features, seven policy wheels, care use.
    assert counts["krimpenerwaard", "Wheel"] == 12
    kinds = {
        kind.rpartition("/")[2]: int(n)
        for kind, n in rows(store, "SELECT ?k (COUNT(?w) AS ?n) { ?w dg:wheelKind ?k } GROUP BY ?k")
    }
    assert kinds == {"outcome": 3, "given": 1, "policy": 7, "care-use": 1}


def test_indicators_of_cranendonck_per_goal(store: Store) -> None:
    found = rows(
        store,
        "SELECT ?l (COUNT(DISTINCT ?i) AS ?n) { ?g dg:agenda <https://w3id.org/doelengraaf/id/agenda/cranendonck> ; a dg:Goal ; rdfs:label ?l ; dg:measuredBy ?i FILTER(LANG(?l) = 'nl') } GROUP BY ?l",
    )
    assert {label.split(":")[0]: int(n) for label, n in found} == {
        "Samenredzaamheid": 6,
        "Leefbaarheid": 11,
        "Participatie": 22,
        "Talentontwikkeling": 20,
    }


def test_indicators_of_krimpenerwaard_per_wheel(store: Store) -> None:
    found = rows(
        store,
        "SELECT ?w (COUNT(DISTINCT ?i) AS ?n) { ?w a dg:Wheel ; dg:measuredBy ?i . ?i dg:evidence/oa:hasSource <https://w3id.org/doelengraaf/id/krimpenerwaard/source-document/mag> } GROUP BY ?w",
    )
    counts = {wheel.rpartition("/")[2]: int(n) for wheel, n in found}
    # "Hoe gaan we dit meten?" under each wheel: 554-558, 642-646, 706-710 and so on.
    assert counts["veerkracht"] == 4
    assert counts["leefstijl"] == 4
    assert counts["mentale-gezondheid"] == 4
