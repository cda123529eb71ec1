"""The pages about partners, against what the agendas say."""

import re

import pytest
from flask.testing import FlaskClient

from doelengraaf.partner_register import find_partners, register
from doelengraaf.partner_sharing import shared_partners, shared_types
from doelengraaf.partner_work import work_of
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.store import Store
from doelengraaf.terms import ID
from web.app import create_app


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address, follow_redirects=True)
    assert response.status_code == status, address
    return response.get_data(as_text=True)


def section(html: str, heading: str) -> str:
    """Give what stands under the heading with this id, up to the next of the same height."""
    return html.partition(f'<h2 id="{heading}">')[2].partition("<h2")[0]


def rows(html: str) -> list[str]:
    return [
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in re.findall(r"<tr>(.*?)</tr>", html, re.S)
    ]


def test_the_register_finds_by_name_alias_and_municipality(client: FlaskClient, store: Store) -> None:
    html = text(client, "/partners?naam=kwadr")
    assert "1 partner<" in html
    assert 'href="/partners/partner-organization/kwadraad"' in html
    # The agenda writes "JJMH" for this foundation.
    assert "Stichting Jeugd- en Jongerenwerk" in text(client, "/partners?naam=jjmh")
    # Kwadraad stands in the agenda of Krimpenerwaard only.
    assert "Geen partner past" in text(client, "/partners?naam=kwadraad&gemeente=cranendonck")
    found = find_partners(register(store), "moskeeen")
    assert [one.name for one in found] == ["moskeeën"]


def test_each_partner_has_a_page(client: FlaskClient, store: Store) -> None:
    for partner in register(store)[::16]:
        html = text(client, f"/partners/{partner.path}")
        assert html.count("<h1") == 1, partner.path


def test_police_stands_in_three_agendas(client: FlaskClient) -> None:
    html = text(client, "/partners/partner-organization/politie")
    for key in ("krimpenerwaard", "vijfheerenlanden", "wijk-bij-duurstede"):
        assert f'<h2 id="{key}">' in html
    assert '<h2 id="cranendonck">' not in html
    assert re.search(
        r"Cranendonck(?: <span class=\"ended\">verlopen</span>)?: <span class=\"badge badge-not-stated", html
    )


def test_with_whom_in_which_role_and_where(client: FlaskClient) -> None:
    html = section(text(client, "/partners/partner-organization/kwadraad"), "krimpenerwaard")
    # "Politie, GGZ Rivierduinen, Kwadraad, GGD, Kernkracht, QuaWonen", line 1520 of the agenda.
    (row,) = [row for row in rows(html) if row.startswith("Project Wijk-GGD")]
    for words in (
        "GGZ Rivierduinen",
        "politie",
        "QuaWonen",
        "Stichting Kernkracht",
        "doet mee",
        "letterlijk",
        "1518-1522",
    ):
        assert words in row
    assert "betrokken bij het opstellen" in html


def test_aims_come_with_their_paths_and_only_as_surely_as_asked(client: FlaskClient) -> None:
    address = "/partners/partner-organization/kwadraad"
    everything = section(text(client, address), "krimpenerwaard")
    assert "Minder mensen ervaren eenzaamheid" in everything
    assert re.search(r'href="/id/derivation/[0-9a-f]{32}"', everything)
    stated = text(client, address + "?basis=stated")
    assert "Minder mensen ervaren eenzaamheid" not in stated
    assert "Project Wijk-GGD" in stated
    assert "badge-derived" not in section(stated, "krimpenerwaard")


def test_ways_to_an_aim_can_be_told_apart(store: Store) -> None:
    # The agenda lists police at this activity under two wheels (lines 1462 and 1753).
    work = work_of(store, ID + "partner-organization/politie")["krimpenerwaard"]
    ways = [(aim.aim.iri, path.via, path.under, path.role) for aim in work.aims for path in aim.paths]
    assert len(ways) == len(set(ways))
    assert {under for _, via, under, _ in ways if via.text == "Integrale aanpak middelengebruik"} == {
        "Leefstijl",
        "Lichamelijke gezondheid",
    }


def test_a_municipality_in_its_own_agenda_is_no_partner(client: FlaskClient) -> None:
    assert "zij deelnemer, geen partner" in text(client, "/partners/partner-organization/gemeente-cranendonck")
    assert "zij deelnemer, geen partner" not in text(client, "/partners/partner-organization/gemeente-gouda")


def test_only_what_is_shared_by_default(store: Store) -> None:
    partners = register(store)
    shared = {row.thing.text: set(row.cells) for row in shared_partners(partners)}
    assert shared["politie"] == {"krimpenerwaard", "vijfheerenlanden", "wijk-bij-duurstede"}
    assert shared["UWV"] == {"krimpenerwaard", "wijk-bij-duurstede"}
    assert "Kwadraad" not in shared
    assert "Kwadraad" in {row.thing.text for row in shared_partners(partners, 1)}
    assert {row.thing.text for row in shared_types(partners, 4)} >= {"welzijnsorganisatie", "onderwijs"}


@pytest.mark.parametrize(
    "address", ["/partners/netwerk", "/partners/netwerk?wat=typen", "/partners/netwerk?minstens=4"]
)
def test_the_picture_says_what_the_matrix_says(client: FlaskClient, address: str) -> None:
    html = text(client, address)
    picture = html.partition("<svg")[2].partition("</svg>")[0]
    matrix = html.partition('<table class="matrix">')[2].partition("</table>")[0]
    boxes = matrix.count('<th scope="row">') + matrix.count('<th scope="col">') - 1
    assert picture.count("<a ") == picture.count('<rect class="box"') == boxes
    assert picture.count('<path class="line') == matrix.count('class="chip')
    for words, label in re.findall(r'<a href="[^"]+" aria-label="([^"]+)".*?<text class="word">(.*?)</text>', picture):
        assert re.sub(r"<[^>]+>", "", label).strip() == words


def test_the_shared_partner_with_a_type(client: FlaskClient) -> None:
    html = text(client, "/partners/netwerk?type=politie-en-handhaving")
    assert "politie" in html
    assert "huisartsen" not in html.partition("<svg")[2]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/partners/partner-organization/onzin", 404, "staat niet in het register"),
        ("/partners/%3Cscript%3E", 404, "staat niet in het register"),
        ("/partners?gemeente=onzin", 400, "cranendonck"),
        ("/partners?type=%3Cb%3E", 400, "&lt;b&gt;"),
        ("/partners?pagina=x", 200, "Register"),
        ("/partners?pagina=-3", 200, 'aria-current="page"'),
        ("/partners/netwerk?minstens=9", 400, "1, 2, 3, 4"),
        ("/partners/netwerk?wat=alles", 400, "typen"),
        ("/partners/partner-organization/kwadraad?basis=zeker", 400, "stated"),
    ],
)
def test_wrong_input_is_told(client: FlaskClient, address: str, status: int, words: str) -> None:
    html = text(client, address, status)
    assert words in html
    assert "Traceback" not in html


def test_a_name_without_its_kind_leads_on(client: FlaskClient) -> None:
    response = client.get("/partners/kwadraad")
    assert response.status_code == 303
    assert response.headers["Location"] == "/partners/partner-organization/kwadraad"


def test_english(client: FlaskClient) -> None:
    html = text(client, "/partners/partner-organization/kwadraad?taal=en")
    for words in ('<html lang="en">', "Towards which goals", "takes part", "social work", "not stated", "interpreted"):
        assert words in html
    assert re.search(r'<a href="[^"]+" lang="nl">Project Wijk-GGD</a>', html)
    for words in ("Aan welke doelen", "niet vermeld", "doet mee"):
        assert words not in html
    assert "public health service" in text(client, "/partners/netwerk?wat=typen&taal=en")


@pytest.mark.parametrize(
    "address",
    [
        "/partners",
        "/partners/netwerk",
        "/partners/netwerk?minstens=1",
        "/partners/partner-group/maatschappelijke-partners",
        "/partners/partner-group/maatschappelijke-partners?gemeente=krimpenerwaard",
        "/partners/partner-group/inwoners?taal=en",
    ],
)
def test_pages_are_light_and_hold_nothing_inline(client: FlaskClient, address: str) -> None:
    html = text(client, address)
    # As it is sent; room is left for the style sheets, which test_page_weight.py weighs too.
    assert len(client.get(address, headers={"Accept-Encoding": "gzip"}).data) < 70_000
    assert not re.search(r"<script(?! src)|<style|\sstyle=|\son\w+=", html)


def test_what_is_left_out_can_be_had(client: FlaskClient) -> None:
    html = text(client, "/partners/partner-group/maatschappelijke-partners")
    assert "/partners/partner-group/maatschappelijke-partners?gemeente=krimpenerwaard" in html
    pages = [
        text(client, f"/partners/partner-group/maatschappelijke-partners?gemeente=krimpenerwaard&pagina={page}")
        for page in (1, 2)
    ]
    told = sum(len(re.findall(r'href="/id/krimpenerwaard/contribution/', page)) for page in pages)
    assert told == int(re.search(r"Krimpenerwaard</a>[^:]*: .*?\((\d+)\)", html)[1])  # type: ignore[index]
