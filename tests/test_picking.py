"""What a person means by what was typed, among few choices and among more than a page can list."""

import re

import pytest
from flask.testing import FlaskClient

from doelengraaf import picking
from doelengraaf.errors import ParameterError
from doelengraaf.picking import Choice, Picker, choose
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from web import question_pages
from web.app import create_app

PICKER = Picker(
    [
        Choice("https://x/id/a/goal/meer-zorg", "Meer zorg"),
        Choice("https://x/id/partner/zorggroep", "Zorggroep"),
        Choice("https://x/id/partner/huis-van-zorg", "Huis van Zorg"),
        Choice("https://x/id/partner/creme", "Crème & Co"),
        Choice("https://x/id/b/goal/meer-zorg", "Meer zórg", parts=3),
        Choice("https://x/id/partner/ggd/", "GGD"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("https://x/id/partner/zorggroep", [1]),
        ("zorggroep", [1]),
        ("ZORGGROEP", [1]),
        ("Huis van Zorg", [2]),
        ("a/goal/meer-zorg", [0]),
        ("b/goal/meer-zorg", [4]),
        # The slug of one: it is that one, though another ends so too.
        ("meer-zorg", [0]),
        ("GOAL/meer-zorg", [0, 4]),
        ("https://x/id/partner/ggd/", [5]),
        ("zorg", []),
        ("", []),
        ("/", []),
    ],
)
def test_a_word_means_what_it_ends_in_or_is_called(typed: str, places: list[int]) -> None:
    assert PICKER.find(typed) == [PICKER[place] for place in places]


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("zorg", [1, 0, 2, 4]),
        ("meer zorg", [0, 4]),
        ("zorg huis", [2]),
        ("creme", [3]),
        ("zorggroap", [1]),
        ("xyzxyzxyz", []),
        ("  ", []),
    ],
)
def test_names_are_searched_by_their_words(typed: str, places: list[int]) -> None:
    assert PICKER.search(typed, 10) == [PICKER[place] for place in places]
    assert PICKER.search(typed, 1) == [PICKER[place] for place in places][:1]


def test_of_many_only_what_is_near_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ParameterError) as few:
        choose("x", "zorgroep", PICKER)
    assert few.value.allowed[0] == "zorggroep"
    assert len(few.value.allowed) == len(PICKER)
    monkeypatch.setattr(picking, "MOST_LISTED", 3)
    with pytest.raises(ParameterError) as many:
        choose("x", "zorg huis", PICKER)
    assert many.value.allowed == ["huis-van-zorg"]


@pytest.fixture
def client(built: tuple[Project, Report], monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Pages as of a country with more things than can be listed."""
    for module in (picking, question_pages):
        monkeypatch.setattr(module, "MOST_LISTED", 200)
    return create_app(built[0]).test_client()


def test_a_picker_of_a_whole_country_is_searched(client: FlaskClient) -> None:
    html = client.get("/vragen/letterlijk-of-geduid").get_data(as_text=True)
    assert '<input type="text" id="ding" name="ding" value=""' in html
    assert "<datalist" not in html
    assert "Typ een deel van de naam en vraag het antwoord" in html
    response = client.get("/vragen/letterlijk-of-geduid?ding=eenzaamheid+trend")
    html = response.get_data(as_text=True)
    assert response.status_code == 400
    assert "<details open>" in html
    assert "Kies bij Ding wat u bedoelt" in html
    assert "Dit kan niet gevraagd worden" not in html
    found = re.findall(r'<input type="checkbox" id="ding-\d+" name="ding" value="([^"]+)"[^>]*>', html)
    assert 0 < len(found) <= 50
    # What was found can be ticked, and is the choice then.
    chosen = client.get("/vragen/letterlijk-of-geduid", query_string={"ding": [found[0], ""]})
    assert chosen.status_code == 200
    assert chosen.get_data(as_text=True).count(" checked") == 1


def test_nothing_found_leaves_what_was_typed(client: FlaskClient) -> None:
    html = client.get("/vragen/letterlijk-of-geduid?ding=%22%3Eqqqqqqqq").get_data(as_text=True)
    assert 'value="&#34;&gt;qqqqqqqq"' in html
    assert "Dit kan niet gevraagd worden" in html
