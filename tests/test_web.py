"""The pages without a browser: every page, every header, every error."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient

from doelengraaf.pipeline import Report
from doelengraaf.project import SOURCES_VARIABLE, Project
from web.app import create_app

PAGES = [
    "/",
    "/vragen",
    "/vragen/partners-per-doel",
    "/vragen/partners-per-doel?onderwerp=eenzaamheid&pagina=1",
    "/agendas",
    "/dekking",
    "/controle",
]


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address, follow_redirects=True)
    assert response.status_code == status, address
    return response.get_data(as_text=True)


@pytest.mark.parametrize("address", [*PAGES, "/nergens"])
def test_nothing_inline_and_nothing_from_elsewhere(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    html = response.get_data(as_text=True)
    assert "<script" not in html
    assert "<style" not in html
    assert not re.search(r"<[^>]*\s(style|on(click|load|submit|change|input|focus|error))=", html)
    assert not re.search(r'(src|href)="(https?:)?//(?!creativecommons)', html)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert '<html lang="nl">' in html
    assert html.count("<h1") == 1


def test_start_shows_the_four_agendas(client: FlaskClient) -> None:
    html = text(client, "/")
    for name in ("Krimpenerwaard", "Wijk bij Duurstede", "Cranendonck", "Vijfheerenlanden"):
        assert name in html


def test_filters_stay_in_the_address_and_in_the_downloads(client: FlaskClient) -> None:
    html = text(
        client, "/vragen/partners-per-doel?gemeente=krimpenerwaard&gemeente=vijfheerenlanden&onderwerp=eenzaamheid"
    )
    assert (
        "partners-per-doel.xlsx?gemeente=krimpenerwaard&amp;gemeente=vijfheerenlanden&amp;onderwerp=eenzaamheid" in html
    )
    assert html.count(" checked") == 3
    assert "Project Wijk-GGD" in html
    assert "Cranendonck</a></td>" not in html


def test_not_stated_reads_as_such(client: FlaskClient) -> None:
    html = text(client, "/vragen/partners-per-doel?partnertype=ggd&gemeente=cranendonck")
    assert "niet vermeld" in html


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("csv", b"\xef\xbb\xbf"),
        ("xlsx", b"PK"),
        ("json", b"{"),
        ("ttl", b"@prefix"),
        ("jsonld", b"{"),
        ("srj", b"{"),
        ("srx", b"<?xml"),
    ],
)
def test_downloads(client: FlaskClient, form: str, start: bytes) -> None:
    response = client.get(f"/vragen/partners-per-doel.{form}?gemeente=cranendonck")
    assert response.status_code == 200
    assert response.data.startswith(start)
    assert f"partners-per-doel.{form}" in response.headers["Content-Disposition"]


def test_excel_holds_as_many_rows_as_the_page_says(client: FlaskClient) -> None:
    html = text(client, "/vragen/partners-per-doel?onderwerp=wonen")
    said = int(re.search(r"<strong>(\d+)</strong> rij", html)[1])  # type: ignore[index]
    book = openpyxl.load_workbook(io.BytesIO(client.get("/vragen/partners-per-doel.xlsx?onderwerp=wonen").data))
    assert book["Antwoord"].max_row == said + 1


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/vragen/onzin", 404, "Er is geen vraag"),
        ("/vragen/partners-per-doel?gemeente=onzin", 400, "Mogelijk zijn"),
        ("/vragen/partners-per-doel?gemeente=%3Cscript%3E", 400, "&lt;script&gt;"),
        ("/vragen/partners-per-doel.csv?gemeente=onzin", 400, "Mogelijk zijn"),
        ("/vragen/partners-per-doel.exe", 404, "csv"),
        ("/doc/krimpenerwaard/goal/onzin", 404, "niet in de graaf"),
        ("/doc/%3Cx%3E", 404, "niet in de graaf"),
        ("/nergens", 404, "niet"),
    ],
)
def test_errors_are_pages_for_people(client: FlaskClient, address: str, status: int, words: str) -> None:
    html = text(client, address, status)
    assert words in html
    assert "Traceback" not in html


def test_page_number_out_of_range_is_the_last(client: FlaskClient) -> None:
    assert 'aria-current="page"' in text(client, "/vragen/partners-per-doel?pagina=9999")
    assert text(client, "/vragen/partners-per-doel?pagina=x")


def test_a_thing_answers_303_to_its_page(client: FlaskClient) -> None:
    response = client.get("/id/krimpenerwaard/wheel/veerkracht")
    assert response.status_code == 303
    assert response.headers["Location"] == "/doc/krimpenerwaard/wheel/veerkracht"
    html = text(client, "/id/krimpenerwaard/wheel/veerkracht")
    for words in (
        "Veerkracht",
        "beleidsrad",
        "letterlijk",
        "gemeten met",
        "score sociaal vangnet",
        "Project Preventieteam",
    ):
        assert words in html


@pytest.mark.parametrize(
    "thing",
    [
        "agenda/krimpenerwaard",
        "municipality/cranendonck",
        "partner-organization/kwadraad",
        "topic/eenzaamheid",
        "role/takes-part",
        "krimpenerwaard/source-document/mag",
        "cranendonck/indicator/eenzaamheid",
        "basis/stated",
        "scheme/roles",
    ],
)
def test_every_kind_of_thing_has_a_page(client: FlaskClient, thing: str) -> None:
    text(client, f"/id/{thing}")


def test_every_link_on_the_pages_leads_somewhere(client: FlaskClient) -> None:
    seen: set[str] = set()
    queue = [*PAGES[:3], "/agendas"]
    while queue and len(seen) < 220:
        address = queue.pop(0)
        if address in seen:
            continue
        seen.add(address)
        html = text(client, address)
        for link in re.findall(r'href="(/[^"#]*)', html):
            link = link.replace("&amp;", "&")
            if link not in seen and not link.startswith(("/static", "/taal/")) and "." not in link.rpartition("/")[2]:
                queue.append(link)
    assert len(seen) >= 200


def test_the_explanation_tells_each_step(client: FlaskClient) -> None:
    html = text(client, "/vragen/partners-per-doel?partner=ggz-rivierduinen&onderwerp=eenzaamheid")
    address = re.search(r'href="(/id/derivation/[0-9a-f]+)"', html)
    assert address
    html = text(client, address[1])
    for words in (
        "GGZ Rivierduinen",
        "doet mee",
        "Project Wijk-GGD",
        "in de lijst onder",
        "Mentale gezondheid",
        "staat onder",
        "afgeleid via het beleidsveld",
        "legt deze stap niet zelf",
        "regels 1518-1522",
    ):
        assert words in html


def test_passages_are_shown_only_with_the_right_text(
    built: tuple[Project, Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sources: Path
) -> None:
    address = "/doc/cranendonck/goal/leefbaarheid"
    monkeypatch.setenv(SOURCES_VARIABLE, str(sources))
    assert 'class="passage"' in text(create_app(built[0]).test_client(), address)
    wrong = tmp_path / "bronnen"
    wrong.mkdir()
    (wrong / "cranendonck-beleidskader-sociaal-domein-2019-2022.txt").write_text(
        "een andere versie\n" * 400, encoding="utf-8"
    )
    monkeypatch.setenv(SOURCES_VARIABLE, str(wrong))
    html = text(create_app(built[0]).test_client(), address)
    assert "andere versie" not in html
    assert "verspreidt de teksten zelf niet" in html


def test_the_reading_view_shows_what_cites_a_line(
    built: tuple[Project, Report], client: FlaskClient, monkeypatch: pytest.MonkeyPatch, sources: Path
) -> None:
    monkeypatch.setenv(SOURCES_VARIABLE, str(sources))
    html = text(create_app(built[0]).test_client(), "/lezen/cranendonck/beleidskader")
    assert "Leefbaarheid" in html
    assert html.count('class="cites"') > 60
    monkeypatch.setenv(SOURCES_VARIABLE, "/nergens")
    without = text(create_app(built[0]).test_client(), "/lezen/cranendonck/beleidskader")
    assert "containerbegrip" in html
    assert "containerbegrip" not in without
    assert without.count('class="cites"') == html.count('class="cites"')
    text(client, "/lezen/cranendonck/onzin", 404)


def test_a_thing_shows_how_sure_its_links_are_and_as_sure_as_asked(client: FlaskClient) -> None:
    # What influences the wheel: loneliness (regels 508-511) by the agenda itself, fewer members by our reading of the policy framework.
    address, stated, read = (
        f"/doc/krimpenerwaard/{one}" for one in ("wheel/veerkracht", "trend/eenzaamheid", "trend/ibk-afname-leden")
    )
    html = text(client, address)
    stated, read = (one.replace("/doc/", 'href="/id/') + '"' for one in (stated, read))
    assert re.search(
        re.escape(read)
        + r'[^<]*</a> <span class="badge badge-interpreted[^"]*"><span aria-hidden="true">◐</span> geduid',
        html,
    )
    assert re.search(re.escape(stated) + r"[^<]*</a></dd>", html)
    only = text(client, address + "?basis=stated")
    # The agenda does place both under the wheel, so they refer to it still.
    own = only.partition("Wat hiernaar verwijst")[0]
    assert stated in own
    assert read not in own
    assert 'value="stated" checked' in only
    assert 'value="interpreted" checked' not in only
    assert "Mogelijk zijn: stated, interpreted, derived" in text(client, address + "?basis=zeker", 400)


def test_a_goal_leads_to_the_pages_of_its_indicators_and_partners(client: FlaskClient) -> None:
    html = text(client, "/doc/cranendonck/goal/samenredzaamheid")
    assert re.search(r'<a href="/indicatoren/cranendonck/[^"]+">', html)
    assert '<a href="/id/cranendonck/indicator/' not in html
