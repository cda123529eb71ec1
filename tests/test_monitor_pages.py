"""The pages of the quality monitor: what they show, refuse and give to take along."""

import pytest
from flask.testing import FlaskClient

from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from web.app import create_app

START = "/instrumenten/monitor"


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def html_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def test_the_list_leads_to_each_agenda(client: FlaskClient) -> None:
    assert f'href="{START}"' in html_of(client, "/instrumenten")
    html = html_of(client, START)
    assert [f"{START}/{one}" in html for one in ("cranendonck", "krimpenerwaard", "vijfheerenlanden", "wijk-bij-duurstede")] == [True] * 4  # fmt: skip
    assert "93 indicatoren, waarvan 45 met een cijfer en 3 met twee metingen of meer." in html


def test_one_part_and_one_state_can_be_chosen(client: FlaskClient) -> None:
    html = html_of(client, f"{START}/krimpenerwaard?onderdeel=lichamelijke-gezondheid")
    assert "lichamelijke-gezondheid-vaccinatiegraad" in html
    assert "leefstijl-overgewicht" not in html
    assert "beweegt de gewenste kant op" in html
    missing = html_of(client, f"{START}/krimpenerwaard?onderdeel=lichamelijke-gezondheid&stand=no-baseline")
    assert "hpv-vaccinatiegraad" in missing
    assert "lichamelijke-gezondheid-vaccinatiegraad" not in missing
    assert "Geen indicator met deze stand." in html_of(client, f"{START}/cranendonck?stand=measured")
    assert "De agenda noemt hier geen indicator." in html_of(client, f"{START}/vijfheerenlanden")


def test_the_page_for_the_council_has_its_rules_in_words(client: FlaskClient) -> None:
    html = html_of(client, f"{START}/krimpenerwaard/raad")
    for word in ("op koers", "niet op koers", "niet te zeggen"):
        assert word in html
    assert "Uit één cijfer wordt nooit voortgang berekend" in html
    assert "nog niet gemeten <strong>48</strong>; geen streefwaarde <strong>33</strong>" in html
    assert "84,9% (2019) → 88,6% (2020)" in html


def test_english_has_our_words_and_keeps_theirs(client: FlaskClient) -> None:
    client.set_cookie("taal", "en")
    try:
        html = client.get(f"{START}/krimpenerwaard/raad", headers={"Accept-Language": "en"}).get_data(as_text=True)
    finally:
        client.delete_cookie("taal")
    assert "The rules behind the lights" in html


@pytest.mark.parametrize(
    ("suffix", "kind", "start"),
    [
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfOnderdeel,Indicator"),
        ("json", "application/json", b"{"),
    ],
)
def test_files_are_given_to_keep(client: FlaskClient, suffix: str, kind: str, start: bytes) -> None:
    answer = client.get(f"{START}/krimpenerwaard.{suffix}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="monitor-krimpenerwaard.{suffix}"'
    assert answer.data.startswith(start)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{START}/nieuwland", 404),
        (f"{START}/nieuwland/raad", 404),
        (f"{START}/nieuwland.xlsx", 404),
        (f"{START}/krimpenerwaard?onderdeel=onzin", 400),
        (f"{START}/krimpenerwaard?stand=onzin", 400),
    ],
)
def test_what_is_not_there_is_told(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status
