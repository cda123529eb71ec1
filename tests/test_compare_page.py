"""Agendas side by side: what the documents say of mantelzorg, the choices, and wrong input."""

import re

import pytest
from flask.testing import FlaskClient

from doelengraaf.comparison import compare, topics
from doelengraaf.items import places_of
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.store import Store
from web.app import create_app

ALL = ("cranendonck", "krimpenerwaard", "vijfheerenlanden", "wijk-bij-duurstede")
ADDRESS = "/vergelijken?onderwerp=mantelzorg" + "".join(f"&agenda={one}" for one in ALL)


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.get_data(as_text=True)


def column(html: str, part: str, town: str) -> str:
    """The HTML of one part of one agenda."""
    section = html.split(f'<h2 id="{part}">')[1].split("</section>")[0]
    return section.split(f"<h3>{town} ")[1].split('<div class="column">')[0]


def test_what_the_documents_say_of_mantelzorg(store: Store) -> None:
    aims = compare(store, ALL, "mantelzorg").parts["ambities"]
    assert {item.name for item in aims["krimpenerwaard"]} >= {"Minder mantelzorgers voelen zich overbelast"}
    assert [item.name for item in aims["wijk-bij-duurstede"]] == ["Mantelzorg"]
    # The text of Vijfheerenlanden does not have the word at all.
    assert not any(compare(store, ALL, "mantelzorg").parts[part]["vijfheerenlanden"] for part in ("ambities", "inzet"))


def test_the_municipality_itself_is_no_partner(store: Store) -> None:
    partners = compare(store, ALL, "mantelzorg").parts["partners"]["krimpenerwaard"]
    assert partners
    assert "gemeente Krimpenerwaard" not in {item.name for item in partners}


def test_surest_first_and_each_thing_once(store: Store) -> None:
    for columns in compare(store, ALL, "gezondheid").parts.values():
        for items in columns.values():
            assert len({item.iri for item in items}) == len(items)
    order = [item.basis for item in compare(store, ALL, "gezondheid").parts["partners"]["krimpenerwaard"]]
    assert order == sorted(order, key=["stated", "interpreted", "derived"].index)


def test_every_item_has_a_place(store: Store) -> None:
    found = compare(store, ALL, "eenzaamheid")
    carriers = {item.carrier for columns in found.parts.values() for items in columns.values() for item in items}
    assert carriers
    assert carriers == set(places_of(store, carriers))


def test_topics_are_those_with_something_to_compare(store: Store) -> None:
    found = {topic.slug: topic for topic in topics(store)}
    assert found["mantelzorg"].name == "mantelzorg"
    assert all(topic.count > 0 for topic in found.values())


def test_side_by_side_with_own_words_gaps_and_places(client: FlaskClient) -> None:
    html = text(client, ADDRESS)
    own = column(html, "ambities", "Wijk bij Duurstede")
    assert "opgave</span>" in own
    assert ">Mantelzorg</a>" in own
    assert 'href="/lezen/wijk-bij-duurstede/mag#r302"' in own
    assert "letterlijk" in own
    assert "subdoel</span>" in column(html, "ambities", "Krimpenerwaard")
    assert "staat hier niet" in column(html, "ambities", "Vijfheerenlanden")
    for word in ("doelstelling", "uitvoeringspartner", "maatschappelijk resultaat"):
        assert f"<strong>{word}</strong>" in html


def test_what_resembles_what_has_relation_reason_and_confidence(client: FlaskClient) -> None:
    row = next(
        part
        for part in text(client, ADDRESS).split('id="verwant"')[1].split("<tr>")
        if "Minder mantelzorgers voelen zich overbelast" in part and ">Mantelzorg</a>" in part
    )
    for words in (
        "is smaller dan",
        "80%",
        "Overbelasting is een deel van wat onder mantelzorg valt.",
        "geduid",
        "met de hand beoordeeld",
        "/id/mapping/",
    ):
        assert words in row


def test_basis_is_a_filter_and_says_what_it_hides(client: FlaskClient) -> None:
    html = text(client, ADDRESS + "&basis=stated")
    listed = html.split('id="ambities"')[1].split('id="woorden"')[0]
    assert "badge-derived" not in listed
    assert "badge-interpreted" not in listed
    assert "Verbanden tussen agenda’s zijn altijd geduid" in listed
    only = text(client, ADDRESS + "&basis=derived")
    assert re.search(
        r"staat hier niet</span> met deze zekerheid; anders wel: 1", column(only, "ambities", "Wijk bij Duurstede")
    )


def test_one_part_on_a_page_of_its_own(client: FlaskClient) -> None:
    html = text(client, ADDRESS.replace("mantelzorg", "gezondheid") + "&deel=inzet")
    assert "Terug naar de hele vergelijking" in html
    assert 'id="partners"' not in html
    assert 'aria-current="page"' in html.split('aria-label="Bladeren"')[1]
    assert text(client, ADDRESS.replace("mantelzorg", "gezondheid") + "&deel=inzet&pagina=9999")
    pages = text(client, ADDRESS.replace("mantelzorg", "gezondheid") + "&deel=verwant&pagina=2")
    assert pages.count("/id/mapping/") > 10


def test_empty_form_marks_all_agendas(client: FlaskClient) -> None:
    html = text(client, "/vergelijken")
    assert html.count(' name="agenda"') == html.count(" checked") == 4
    assert "Kies agenda’s en een onderwerp" in html


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/vergelijken?agenda=onzin&agenda=cranendonck&onderwerp=wonen", 400, "Mogelijk zijn"),
        ("/vergelijken?agenda=cranendonck&onderwerp=wonen", 400, "is niet twee tot vier agenda’s"),
        ("/vergelijken?agenda=cranendonck&agenda=cranendonck&onderwerp=wonen", 400, "is niet twee tot vier agenda’s"),
        (ADDRESS.replace("mantelzorg", "%3Cscript%3E"), 400, "&lt;script&gt;"),
        (ADDRESS + "&basis=zeker", 400, "stated"),
        (ADDRESS + "&deel=onzin", 404, "ambities"),
        (ADDRESS + "&pagina=x", 200, "Ambities"),
    ],
)
def test_wrong_input_is_told(client: FlaskClient, address: str, status: int, words: str) -> None:
    html = text(client, address, status)
    assert words in html
    assert "<script>" not in html


def test_in_english_our_words_change_and_theirs_do_not(client: FlaskClient) -> None:
    html = text(client, ADDRESS + "&taal=en")
    for words in (
        "Agendas compared on",
        "not stated here",
        "is narrower than",
        "stated",
        '<a href="/id/wijk-bij-duurstede/challenge/mantelzorg" lang="nl">Mantelzorg</a>',
    ):
        assert words in html
    for words in ("staat hier niet", "letterlijk", "Onderwerp<"):
        assert words not in html


@pytest.mark.parametrize("topic", ["gezondheid", "participatie", "zorg-en-ondersteuning"])
def test_a_page_stays_light(client: FlaskClient, topic: str) -> None:
    address = ADDRESS.replace("mantelzorg", topic)
    for more in ("", "&deel=inzet", "&deel=partners", "&deel=verwant"):
        # As it is sent; room is left for the style sheets, which test_page_weight.py weighs too.
        sent = client.get(address + more, headers={"Accept-Encoding": "gzip"})
        assert len(sent.data) < 70_000, more


def test_places_lead_to_lines_of_a_document(client: FlaskClient) -> None:
    html = text(client, ADDRESS)
    links = set(re.findall(r'class="cite" href="(/lezen/[^#"]+)#r\d+"', html))
    assert links
    for link in links:
        assert text(client, link)
