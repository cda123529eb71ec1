"""Take an answer along: in an order of one's own, and in a frame on another page."""

import re

import pytest
from flask.testing import FlaskClient

from doelengraaf.answers import Answer, Cell, Column
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from web.app import create_app
from web.ordering import AS_GIVEN, Order, in_order, order_of


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def answer(*rows: tuple[str, float | None]) -> Answer:
    columns = [
        Column("naam", {"nl": "Naam"}),
        Column("aantal", {"nl": "Aantal"}, type="number"),
        Column("x", {"nl": "x"}, hidden=True),
    ]
    cells = [[Cell(name), Cell("" if number is None else str(number), "", number), Cell("")] for name, number in rows]
    return Answer("v", {"nl": "V"}, columns, cells, len(cells), False, {}, "1", "1")


def test_numbers_are_ordered_as_numbers_and_nothing_is_last() -> None:
    made = answer(("b", 10.0), ("c", None), ("A", 9.0))
    assert [row[0].text for row in in_order(made, Order("aantal"))] == ["A", "b", "c"]
    assert [row[0].text for row in in_order(made, Order("aantal", down=True))] == ["b", "A", "c"]
    assert [row[0].text for row in in_order(made, Order("naam"))] == ["A", "b", "c"]
    assert in_order(made, AS_GIVEN) is made.rows


@pytest.mark.parametrize("asked", ["", "-", "x", "nergens", "-nergens", "--naam"])
def test_what_is_no_column_changes_nothing(asked: str) -> None:
    assert order_of(answer(("a", 1.0)), asked) == AS_GIVEN


def test_the_page_says_how_it_is_ordered_and_turns_it(client: FlaskClient) -> None:
    html = client.get("/vragen/omvang-en-dichtheid?volgorde=-partners").get_data(as_text=True)
    assert html.count('aria-sort="descending"') == 1
    places = re.findall(r">(Cranendonck|Krimpenerwaard|Vijfheerenlanden|Wijk bij Duurstede)</a>", html)
    # Krimpenerwaard names by far the most partners (appendices 1 and 2), Cranendonck the fewest.
    assert (places[0], places[-1]) == ("Krimpenerwaard", "Cranendonck")
    assert "volgorde=partners#" in html


def test_another_page_may_frame_the_table_and_nothing_else(client: FlaskClient) -> None:
    response = client.get("/inbedden/omvang-en-dichtheid")
    assert response.status_code == 200
    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in response.headers
    html = response.get_data(as_text=True)
    assert "<form" not in html
    assert "<script" not in html
    assert client.get("/vragen/omvang-en-dichtheid").headers["X-Frame-Options"] == "DENY"
    assert "/inbedden/omvang-en-dichtheid" in client.get("/vragen/omvang-en-dichtheid").get_data(as_text=True)


def test_wrong_values_are_told_in_the_frame_too(client: FlaskClient) -> None:
    response = client.get("/inbedden/partners-per-doel?gemeente=nergens")
    assert response.status_code == 400
    assert "nergens" in response.get_data(as_text=True)
    assert client.get("/inbedden/geen-vraag").status_code == 404
