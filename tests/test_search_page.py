"""The search page: finds what people mean, narrows, goes on, and refuses in words."""

import pytest
from flask.testing import FlaskClient

from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from web.app import create_app


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def test_a_typing_error_finds_loneliness_in_each_agenda_that_names_it(client: FlaskClient) -> None:
    html = client.get("/zoeken?q=eenzaamhied").get_data(as_text=True)
    assert "/id/topic/eenzaamheid" in html
    # Krimpenerwaard's goal tree has this goal (beleidskader, effecten).
    assert "Minder mensen ervaren eenzaamheid" in html


def test_kind_and_agenda_narrow(client: FlaskClient) -> None:
    html = client.get("/zoeken?q=mantelzorg&soort=indicator&agenda=cranendonck").get_data(as_text=True)
    assert "% geeft mantelzorg" in html
    assert "indicator – Krimpenerwaard" not in html
    assert '<option value="indicator" selected>' in html


def test_results_are_paged(client: FlaskClient) -> None:
    first = client.get("/zoeken?q=inwoners").get_data(as_text=True)
    second = client.get("/zoeken?q=inwoners&pagina=2").get_data(as_text=True)
    assert "nummer 1 tot en met 20" in first
    assert "nummer 21 tot en met 40" in second
    assert client.get("/zoeken?q=inwoners&pagina=99999").status_code == 200


@pytest.mark.parametrize("address", ["/zoeken", "/zoeken?q=", "/zoeken?q=%20", "/zoeken?pagina=x"])
def test_without_words_there_is_only_the_form(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert "Gevonden" not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    "address",
    [
        "/zoeken?q=x&soort=nergens",
        "/zoeken?q=x&agenda=nergens",
        "/zoeken?q=" + "x" * 300,
        "/zoeken?q=x&pagina=99999999999",
    ],
)
def test_what_cannot_be_asked_is_told(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert "Dit kan niet gezocht worden" in response.get_data(as_text=True)


@pytest.mark.parametrize(
    "words", ['"', "' OR 1=1 --", "*", "NEAR(", "<script>alert(1)</script>", "\u202e", "a AND NOT b"]
)
def test_nothing_typed_is_a_command(client: FlaskClient, words: str) -> None:
    response = client.get("/zoeken", query_string={"q": words})
    assert response.status_code == 200
    assert "<script>alert" not in response.get_data(as_text=True)


def test_nothing_found_says_what_to_try(client: FlaskClient) -> None:
    html = client.get("/zoeken?q=kwantummechanica").get_data(as_text=True)
    assert "Niets gevonden" in html
