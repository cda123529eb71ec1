"""The collections: complete, in order, chosen by what people pick, and each thing with what is said of it and where."""

import csv
import time

import pytest
from rdflib import RDFS, URIRef
from rdflib import Graph as RdfGraph

from doelengraaf.errors import ParameterError
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.resource_types import COLLECTIONS, Collection, collection_of
from doelengraaf.resources import Resources
from doelengraaf.store import Store
from doelengraaf.terms import DG, ID, Context, kind_of_class
from doelengraaf.words import fold

AIMS, ACTIVITIES = COLLECTIONS["aims"], COLLECTIONS["activities"]
LONELINESS = {"agenda": "krimpenerwaard", "kind": "subgoal", "slug": "minder-eenzaamheid"}
TABLES = {
    "aims": ("challenges", "effects", "goals", "subgoals"),
    "activities": ("activities", "efforts"),
    "partners": ("partner-organizations", "partner-collaborations", "partner-groups"),
    "contributions": ("contributions",),
    "indicators": ("indicators",),
    "observations": ("observations", "targets"),
    "topics": ("topics",),
}


@pytest.fixture(scope="module")
def resources(project: Project, store: Store) -> Resources:
    return Resources(store, Context.read(project.context))


def names(resources: Resources, collection: Collection, **chosen: list[str]) -> set[str]:
    found, number = set[str](), 1
    while items := resources.page(collection, chosen, number, 500).items:
        found |= {one.iri.removeprefix(ID) for one in items}
        number += 1
    return found


@pytest.mark.parametrize("name", TABLES)
def test_a_collection_holds_every_row_of_its_tables(
    resources: Resources, built: tuple[Project, Report], name: str
) -> None:
    ids = set[str]()
    for table in TABLES[name]:
        for path in built[0].data.glob(f"**/{table}.csv"):
            base = "" if path.parent.name == "shared" else path.parent.name + "/"
            with path.open(encoding="utf-8", newline="") as file:
                ids |= {
                    base + row["id"]
                    for row in csv.DictReader(file)
                    if row.get("basis") in (None, "", "stated", "interpreted")
                }
    assert names(resources, COLLECTIONS[name]) == ids


def test_the_agendas_are_the_four(resources: Resources) -> None:
    items = resources.page(COLLECTIONS["agendas"], {}).items
    assert {one.municipality.text for one in items if one.municipality} == {
        "Cranendonck",
        "Krimpenerwaard",
        "Vijfheerenlanden",
        "Wijk bij Duurstede",
    }
    ends = {one.iri.rpartition("/")[2]: one.values.get("endDate") for one in items}
    # The title page of Wijk bij Duurstede says 2023 – 2027; Vijfheerenlanden names no period.
    assert ends["wijk-bij-duurstede"] == "2027-12-31"
    assert ends["vijfheerenlanden"] is None


@pytest.mark.parametrize("collection", COLLECTIONS.values(), ids=list(COLLECTIONS))
def test_the_kinds_of_a_collection_are_the_classes_below_its_own(project: Project, collection: Collection) -> None:
    ontology = RdfGraph().parse(project.ontology / "doelengraaf.ttl")
    leaves = {
        str(sub).removeprefix(DG)
        for name in collection.classes
        for sub in ontology.transitive_subjects(RDFS.subClassOf, URIRef(DG + name))
        if not list(ontology.subjects(RDFS.subClassOf, sub))
    }
    assert set(collection.kinds) == {kind_of_class(leaf) for leaf in leaves}


@pytest.mark.parametrize("collection", COLLECTIONS.values(), ids=list(COLLECTIONS))
def test_pages_are_in_the_order_of_names_and_leave_nothing_out(resources: Resources, collection: Collection) -> None:
    size = 37
    total = resources.page(collection, {}).total
    pages = [resources.page(collection, {}, number, size).items for number in range(1, -(-total // size) + 2)]
    things = [one for page in pages for one in page]
    assert len({one.iri for one in things}) == len(things) == total
    assert pages[-1] == []
    order = [(fold(one.label), one.iri) for one in things]
    assert order == sorted(order)


@pytest.mark.parametrize("collection", COLLECTIONS.values(), ids=list(COLLECTIONS))
def test_each_value_of_each_filter_gives_as_many_as_it_says(resources: Resources, collection: Collection) -> None:
    for chosen_by in resources.filters(collection):
        options = resources.options(collection, chosen_by)
        assert any(option.count for option in options), chosen_by.name
        for option in options[:5]:
            page = resources.page(collection, {chosen_by.name: [option.key]}, 1, 1)
            assert page.total == option.count
            assert resources.page(collection, {chosen_by.name: [option.iri]}, 1, 1).total == option.count


@pytest.mark.parametrize("collection", COLLECTIONS.values(), ids=list(COLLECTIONS))
def test_the_path_of_a_thing_leads_back_to_it(resources: Resources, collection: Collection) -> None:
    for one in resources.page(collection, {}, 1, 3).items:
        assert collection_of(one.iri) == collection
        parts = collection.parts(one.iri)
        assert collection.iri(parts) == one.iri
        whole = resources.item(collection, parts)
        assert whole is not None
        assert (whole.iri, whole.label, whole.evidence) == (one.iri, one.label, one.evidence)


def test_several_values_widen_and_several_filters_narrow(resources: Resources) -> None:
    here, there = (names(resources, AIMS, agenda=[one]) for one in ("krimpenerwaard", "cranendonck"))
    assert names(resources, AIMS, agenda=["krimpenerwaard", "cranendonck"]) == here | there
    goals = names(resources, AIMS, kind=["goal"])
    assert names(resources, AIMS, agenda=["cranendonck"], kind=["goal"]) == there & goals
    assert here == names(resources, AIMS, municipality=["krimpenerwaard"])


def test_a_broader_topic_includes_the_narrower(resources: Resources) -> None:
    narrow, broad = (names(resources, AIMS, topic=[topic]) for topic in ("eenzaamheid", "sociale-samenhang"))
    assert "krimpenerwaard/subgoal/minder-eenzaamheid" in narrow
    assert narrow < broad


def test_what_a_partner_works_towards_is_what_has_it_as_partner(resources: Resources) -> None:
    # GGZ Rivierduinen takes part in Project Wijk-GGD, listed under the wheel Mentale gezondheid (bijlage 2 of the agenda).
    assert "krimpenerwaard/subgoal/minder-eenzaamheid" in names(resources, AIMS, partner=["ggz-rivierduinen"])
    assert "partner-organization/ggz-rivierduinen" in names(
        resources, COLLECTIONS["partners"], aim=[ID + "krimpenerwaard/subgoal/minder-eenzaamheid"]
    )
    assert "krimpenerwaard/activity/wijk-ggd" in names(resources, ACTIVITIES, partner=["ggz-rivierduinen"])


def test_a_thing_says_where_it_is_written(resources: Resources) -> None:
    one = resources.item(AIMS, LONELINESS)
    assert one is not None
    assert (one.label, one.label_en, one.kind_label, one.basis) == (
        "Minder mensen ervaren eenzaamheid",
        "Fewer people feel lonely",
        "subdoel",
        "stated",
    )
    assert one.municipality is not None
    assert one.municipality.text == "Krimpenerwaard"
    places = [(place.source.iri.removeprefix(ID), place.locator, place.first, place.last) for place in one.evidence]
    # The bullet itself, and the heading of the part it stands in.
    assert ("krimpenerwaard/source-document/ibk", "4.2.3 Beleidsknoppen: Mentale gezondheid", 602, 603) in places
    assert ("krimpenerwaard/source-document/ibk", "4.2.3 Beleidsknoppen: Mentale gezondheid", 588, 588) in places


def test_a_link_says_how_sure_it_is(resources: Resources) -> None:
    one = resources.item(AIMS, LONELINESS)
    assert one is not None
    assert {tie.iri.removeprefix(ID): tie.basis for tie in one.links["inArea"]} == {
        "krimpenerwaard/wheel/mentale-gezondheid": "stated"
    }
    assert {tie.basis for tie in one.links["topic"]} == {"interpreted"}
    partners = {tie.label: tie.basis for tie in one.linked_from["worksTowards"]}
    assert partners["GGZ Rivierduinen"] == "derived"


def test_a_list_gives_what_the_tables_say_and_a_thing_also_what_follows(resources: Resources) -> None:
    whole = resources.item(AIMS, LONELINESS)
    listed = next(one for one in resources.page(AIMS, {}, 1, 500).items if whole and one.iri == whole.iri)
    assert whole is not None
    assert "serves" in whole.links
    assert "serves" not in listed.links
    assert listed.linked_from == {}
    assert listed.values == whole.values


def test_nothing_about_the_graph_itself_is_told(resources: Resources) -> None:
    for collection in COLLECTIONS.values():
        for one in resources.page(collection, {}, 1, 20).items:
            whole = resources.item(collection, collection.parts(one.iri))
            assert whole is not None
            for ties in (*whole.links.values(), *whole.linked_from.values()):
                assert ties
                assert not [
                    tie.iri
                    for tie in ties
                    if any(part in tie.iri for part in ("/evidence/", "/derivation/", "/link/", "/mapping/"))
                ]
            assert not {"evidence", "basis", "agenda", "subject", "object"} & {*whole.links, *whole.linked_from}


def test_a_figure_is_a_number_and_as_it_was_written(resources: Resources) -> None:
    # Integraal beleidskader, lines 402-403: "83% van de volwassen inwoners (19 tot 65 jaar) … ervaart een goede gezondheid".
    found = resources.page(COLLECTIONS["observations"], {"indicator": ["goede-ervaren-gezondheid"]}, 1, 50).items
    values = {one.values["population"]: one.values for one in found if one.values.get("population")}
    adults = values["19 tot 65 jaar"]
    assert (adults["value"], adults["unit"], adults["asWritten"]) == (83.0, "%", "83%")
    assert "Krimpenerwaard" in found[0].label


def test_what_is_not_in_a_collection_is_not_given(resources: Resources) -> None:
    assert resources.item(AIMS, {**LONELINESS, "slug": "onzin"}) is None
    assert resources.item(AIMS, {"agenda": "cranendonck", "kind": "indicator", "slug": "eenzaamheid"}) is None
    assert resources.item(COLLECTIONS["topics"], {"slug": "eenzaamheid> <x"}) is None
    assert resources.page(AIMS, {}, 9999, 500).items == []


@pytest.mark.parametrize(
    ("chosen", "number", "size", "words"),
    [
        ({"topic": ["eenzamheid"]}, 1, 50, "Mogelijk zijn: eenzaamheid"),
        ({"topic": ["eenzaamheid", ""]}, 1, 50, "niet een van"),
        ({"agenda": [ID + "topic/eenzaamheid"]}, 1, 50, "niet een van"),
        ({"kleur": ["rood"]}, 1, 50, "kan hier niet"),
        ({}, 0, 50, "page"),
        ({}, 1, 0, "pageSize"),
        ({}, 1, 501, "pageSize"),
    ],
)
def test_a_wrong_choice_is_refused(
    resources: Resources, chosen: dict[str, list[str]], number: int, size: int, words: str
) -> None:
    with pytest.raises(ParameterError, match=words):
        resources.page(AIMS, chosen, number, size)


@pytest.mark.parametrize("collection", COLLECTIONS.values(), ids=list(COLLECTIONS))
def test_a_page_takes_less_than_a_tenth_of_a_second(resources: Resources, collection: Collection) -> None:
    resources.page(collection, {})

    def took() -> float:
        start = time.thread_time()
        resources.page(collection, {})
        return time.thread_time() - start

    assert min(took() for _ in range(3)) < 0.1
