"""The standing pages say what is so, in both languages, and show what the publisher still has to fill in."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.second_reading import Pass, passes, unsettled
from web.api.document import CONTACT_VARIABLE
from web.app import FOOT, create_app
from web.standing import ORGANISATION_VARIABLE, STATEMENT_VARIABLE

REPORT = (Path(__file__).resolve().parent.parent / "docs" / "data-quality.md").read_text(encoding="utf-8")
PAGES = {
    "/over": ("Wat het niet is", "What it is not"),
    "/verwijzen": ("Naar één bewering", "One statement"),
    "/kwaliteit": ("Wat niet beslist is", "What is not settled"),
    "/toegankelijkheid": ("WCAG 2.2", "WCAG 2.2"),
    "/privacy": ("Er is één cookie", "There is one cookie"),
    "/licentie": ("CC0 1.0", "CC0 1.0"),
}


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def text(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.get_data(as_text=True)


@pytest.mark.parametrize("address", PAGES)
def test_each_page_in_both_languages(client: FlaskClient, address: str) -> None:
    dutch, english = PAGES[address]
    assert dutch in text(client, address)
    assert english in text(client, address + "?taal=en")


def test_the_foot_of_each_page_leads_to_them(client: FlaskClient) -> None:
    foot = text(client, "/").partition("<footer")[2]
    for address in (*PAGES, "/melden", "/sparql-editor"):
        assert f'href="{address}"' in foot
    assert foot.count("<li>") == len(FOOT)


def test_what_is_not_settled_is_all_there(client: FlaskClient) -> None:
    part = text(client, "/kwaliteit").partition('id="open"')[2].partition("</ul>")[0]
    assert part.count("<li>") == len(unsettled(REPORT)) == 8


def test_what_second_readers_found_is_counted_from_their_report() -> None:
    found = passes(REPORT)
    assert len(found) == 3
    # Added up by hand, an agenda at a time: 558 + 251 + 89 + 138 rows read, 43 + 13 + 13 + 14 mended.
    assert found[0] == Pass(1036, 83)


def test_the_version_is_in_what_to_cite(client: FlaskClient) -> None:
    html = text(client, "/verwijzen")
    version = re.search(r"0\.1\.0\+[0-9a-f]{12}", html)
    assert version
    assert html.count('class="quote"') == 3
    assert "gemeente=cranendonck" in html


def test_what_the_publisher_says_takes_the_place_of_the_gaps(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (CONTACT_VARIABLE, ORGANISATION_VARIABLE, STATEMENT_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    assert text(client, "/toegankelijkheid").count("nog in te vullen") == 5
    monkeypatch.setenv(CONTACT_VARIABLE, "Redactie <redactie@voorbeeld.nl>")
    monkeypatch.setenv(ORGANISATION_VARIABLE, "Gemeente Voorbeeld")
    monkeypatch.setenv(STATEMENT_VARIABLE, "https://register.voorbeeld.nl/1")
    html = text(client, "/toegankelijkheid")
    assert html.count("nog in te vullen") == 2
    for words in ("redactie@voorbeeld.nl", "Gemeente Voorbeeld", "https://register.voorbeeld.nl/1"):
        assert words in html
    monkeypatch.setenv(STATEMENT_VARIABLE, "javascript:alert(1)")
    assert "javascript:" not in text(client, "/toegankelijkheid")


def test_the_only_cookie_is_that_of_the_language(client: FlaskClient) -> None:
    for address in PAGES:
        assert "Set-Cookie" not in client.get(address).headers
    assert client.get("/taal/en").headers["Set-Cookie"].startswith("taal=en")
    client.delete_cookie("taal")
