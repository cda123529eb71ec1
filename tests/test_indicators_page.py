"""The pages about indicators, against what the agendas say."""

import re

import pytest
from flask.testing import FlaskClient

from doelengraaf.indicator_register import find_indicators, indicator_register
from doelengraaf.indicator_values import MATCHES, matches, measured, values
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.store import Store
from doelengraaf.terms import ID
from web.app import create_app
from web.value_chart import charts

WEIGHT = ID + "krimpenerwaard/indicator/overgewicht-18-plus"
VACCINATION = "/indicatoren/krimpenerwaard/vaccinatiegraad"


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


def test_the_register_finds(client: FlaskClient, store: Store) -> None:
    html = text(client, "/indicatoren?naam=eenzaamheid")
    for address in ("/indicatoren/cranendonck/eenzaamheid", "/indicatoren/krimpenerwaard/ervaren-eenzaamheid"):
        assert f'href="{address}"' in html
    register = indicator_register(store)
    assert {one.agenda for one in register} == {
        "cranendonck",
        "krimpenerwaard",
        "vijfheerenlanden",
        "wijk-bij-duurstede",
    }
    with_values = find_indicators(register, "", "", "", with_values=True)
    assert WEIGHT in {one.iri for one in with_values}
    # Cranendonck lists this one without a figure.
    assert ID + "cranendonck/indicator/eenzaamheid" not in {one.iri for one in with_values}
    assert find_indicators(register, "overgewicht", "cranendonck", with_others=True)


def test_each_indicator_has_a_page(client: FlaskClient, store: Store) -> None:
    for one in indicator_register(store)[::12]:
        html = text(client, f"/indicatoren/{one.agenda}/{one.slug}")
        assert html.count("<h1") == 1, one.iri


def test_values_are_those_of_the_agenda(store: Store) -> None:
    # Lines 486-489: "In Krimpenerwaard hoger (52,8%) dan gemiddeld (48,9%)".
    found = values(store, WEIGHT)
    assert [(one.area.text, one.number, one.text, one.own) for one in found] == [
        ("Krimpenerwaard", 52.8, "52,8%", True),
        ("Nederland", 48.9, "48,9%", False),
    ]
    assert "486" in found[0].citation


def test_the_region_is_no_municipality(client: FlaskClient) -> None:
    html = section(text(client, "/indicatoren/krimpenerwaard/voortijdig-schoolverlaters"), "cijfers")
    assert '<th scope="row">regio Zuid-Holland Oost</th>' in html
    assert "1,71%" in html
    assert '<th scope="row">Krimpenerwaard</th>' not in html
    assert '<a class="own"' not in html


def test_chart_and_table_say_the_same(client: FlaskClient) -> None:
    html = section(text(client, VACCINATION), "cijfers")
    picture = html.partition("<svg")[2].partition("</svg>")[0]
    bars = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"><path d="M([\d.]+),[\d.]+h([\d.]+)v16', picture)
    assert sorted(label for _, label, _, _ in bars) == [
        "Krimpenerwaard 2019 (nulmeting): 84,9%",
        "Krimpenerwaard 2020: 88,6%",
        "Krimpenerwaard 2021–2025 (streefwaarde): 95%",
        "Nederland 2019 (vergelijking): 90,2%",
    ]
    for _, label, start, length in bars:
        assert start == "0"
        assert f">{label}</text>" in picture, "what is heard is also seen"
        number = float(label.rpartition(": ")[2].rstrip("%").replace(",", "."))
        assert float(length) / number == pytest.approx(float(bars[0][3]) / 84.9, rel=0.01)
    # The target is a line across all bars too, and which way is better stands under them.
    assert picture.count("streefwaarde 95%</text>") == 1
    assert len(re.findall(r'<line [^>]*stroke-width="3"', picture)) == len(bars)
    assert "omhoog is beter" in html
    body = html.partition("<tbody>")[2]
    assert re.findall(r'<td class="number">(.*?)</td>', body) == ["84,9%", "88,6%", "90,2%", "95%"]
    for address, _, _, _ in bars:
        assert f'href="{address}"' in body


def test_other_units_have_other_scales(store: Store, client: FlaskClient) -> None:
    # Within 4 weeks by law, within 5 working days preferably.
    figures = values(store, ID + "krimpenerwaard/indicator/termijn-intake-schulddienstverlening")
    with client.application.test_request_context("/"):
        found = charts(figures, "termijn")
    lengths = {chart.unit: re.findall(r"h([\d.]+)v16", chart.svg) for chart in found}
    assert {unit: len(bars) for unit, bars in lengths.items()} == {"weken": 1, "werkdagen": 1}
    assert {chart.unit: re.findall(r': (\d+ \w+)"', chart.svg) for chart in found} == {
        "weken": ["4 weken"],
        "werkdagen": ["5 werkdagen"],
    }


def test_what_it_measures_with_its_basis(client: FlaskClient, store: Store) -> None:
    found = measured(store, WEIGHT)
    assert next((one.aim.text, one.basis) for one in found) == ("Leefstijl", "stated")
    assert "Meer inwoners hebben een gezond gewicht" in {one.aim.text for one in found if one.basis == "interpreted"}
    html = section(text(client, "/indicatoren/krimpenerwaard/overgewicht-18-plus?basis=stated"), "meet")
    assert "Leefstijl" in html
    assert "gezond gewicht" not in html


def test_the_strongest_match_comes_first_with_its_reason(client: FlaskClient, store: Store) -> None:
    for one in indicator_register(store):
        if one.elsewhere:
            found = [MATCHES.index(match.key) for match in matches(store, one.iri)]
            assert found == sorted(found)
            assert len(found) == one.elsewhere
    html = section(text(client, "/indicatoren/krimpenerwaard/overgewicht-18-plus"), "elders")
    for words in ("% heeft overgewicht (incl. obesitas)", "Cranendonck", "lijkt sterk op", "85%", "obesitas meetelt"):
        assert words in html


def test_what_is_not_stated_is_told(client: FlaskClient) -> None:
    html = text(client, "/indicatoren/cranendonck/eenzaamheid")
    assert "geeft hiervan geen cijfer" in html
    assert "<svg" not in html
    assert html.count("badge-not-stated") > 2


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/indicatoren/krimpenerwaard/onzin", 404, "staat niet in het register"),
        ("/indicatoren/onzin/eenzaamheid", 404, "staat niet in het register"),
        ("/indicatoren?gemeente=onzin", 400, "cranendonck"),
        ("/indicatoren?onderwerp=%3Cscript%3E", 400, "&lt;script&gt;"),
        ("/indicatoren?waarde=misschien", 400, "ja"),
        ("/indicatoren?naam=zzzz", 200, "Geen indicator past"),
        ("/indicatoren?pagina=999", 200, 'aria-current="page"'),
        (VACCINATION + "?basis=zeker", 400, "stated"),
    ],
)
def test_wrong_input_is_told(client: FlaskClient, address: str, status: int, words: str) -> None:
    html = text(client, address, status)
    assert words in html
    assert "Traceback" not in html


def test_english(client: FlaskClient) -> None:
    html = text(client, VACCINATION + "?taal=en")
    for words in ("What it measures", "benchmark", "target", "up is better", "not stated", 'lang="nl">vaccinatiegraad'):
        assert words in html
    for words in ("Wat hij meet", "<td>streefwaarde</td>", "omhoog is beter"):
        assert words not in html


@pytest.mark.parametrize("address", ["/indicatoren", VACCINATION, "/indicatoren?taal=en"])
def test_pages_are_light_and_hold_nothing_inline(client: FlaskClient, address: str) -> None:
    html = text(client, address)
    # As it is sent; room is left for the style sheets, which test_page_weight.py weighs too.
    assert len(client.get(address, headers={"Accept-Encoding": "gzip"}).data) < 70_000
    assert not re.search(r"<script(?! src)|<style|\sstyle=|\son\w+=", html)
