"""Wheels, themes, challenges and goals: the model of Krimpenerwaard, the forms of the others, the pictures and wrong input."""

import itertools
import re

import pytest
from flask.testing import FlaskClient

from doelengraaf.areas import areas, influences, sections
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.store import Store
from web.app import create_app
from web.gears import Gear, mesh, star
from web.text_width import width

OUTCOME = {"kwaliteit-van-leven", "zelfredzaamheid", "samenredzaamheid"}
POLICY = {
    "veerkracht",
    "leefstijl",
    "sociale-leefomgeving",
    "fysieke-leefomgeving",
    "sociaal-economische-status",
    "mentale-gezondheid",
    "lichamelijke-gezondheid",
}


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.get_data(as_text=True)


def picture_links(html: str) -> int:
    svg = html.split("<svg class=")[1].split("</svg>")[0]
    return len(re.findall(r"<a [^>]*aria-label=", svg))


def test_each_agenda_in_its_own_form(store: Store) -> None:
    found = areas(store)
    assert {agenda: (group[0].form, len(group)) for agenda, group in found.items()} == {
        "krimpenerwaard": ("Wheel", 12),
        "wijk-bij-duurstede": ("Theme", 3),
        "vijfheerenlanden": ("Challenge", 4),
        "cranendonck": ("Goal", 4),
    }
    kinds = {area.slug: area.wheel_kind for area in found["krimpenerwaard"]}
    assert {slug for slug, kind in kinds.items() if kind == "outcome"} == OUTCOME
    assert {slug for slug, kind in kinds.items() if kind == "policy"} == POLICY
    assert kinds["algemene-kenmerken"] == "given"
    assert kinds["zorggebruik"] == "care-use"


def test_every_policy_wheel_works_on_the_outcomes_and_on_care_use(store: Store) -> None:
    """The general rule of the model (IBK 4.1 and 4.2), said of all the light blue wheels."""
    stated = {(one.source, one.target) for one in influences(store, "krimpenerwaard") if one.basis == "stated"}
    assert stated >= set(itertools.product(POLICY, OUTCOME | {"zorggebruik"}))


def test_what_stands_under_veerkracht(store: Store) -> None:
    area = next(one for one in areas(store)["krimpenerwaard"] if one.slug == "veerkracht")
    found = sections(store, area)
    assert "Meer inwoners zijn in staat om met stress en tegenslagen om te gaan" in {
        item.name for item in found["Goal"]
    }
    assert "Project Preventieteam" in {item.name for item in found["Activity"]}
    assert "score sociaal vangnet" in {item.name for item in found["Indicator"]}
    assert {"Partner", "Effort", "Trend", "Value"} <= set(found)
    assert "gemeente Krimpenerwaard" not in {item.name for item in found["Partner"]}


def test_a_chain_is_as_sure_as_its_weakest_link(store: Store) -> None:
    area = next(one for one in areas(store)["vijfheerenlanden"] if one.slug == "meedoen")
    # That it contributes to this goal is a reading, though that the goal stands under the challenge is not.
    effort = next(item for item in sections(store, area)["Effort"] if item.name == "discriminatie bestrijden")
    assert effort.basis == "interpreted"
    assert effort.detail == ("Inwoners doen volwaardig mee en dragen bij aan de samenleving",)


def test_the_picture_has_a_link_per_wheel(client: FlaskClient) -> None:
    html = text(client, "/raderen")
    assert picture_links(html) == 12
    svg = html.split("<svg class=")[1].split("</svg>")[0]
    for slug in OUTCOME | POLICY:
        assert f'href="/raderen/krimpenerwaard/{slug}"' in svg
    assert svg.count("kind-outcome") == 3
    assert 'role="group"' in svg
    assert "<title>" in svg


def test_the_table_says_every_influence(client: FlaskClient, store: Store) -> None:
    table = text(client, "/raderen").split('<table class="matrix">')[1].split("</table>")[0]
    body = table.split("<tbody>")[1]
    links = influences(store, "krimpenerwaard")
    assert body.count("●") == sum(one.basis == "stated" for one in links)
    assert body.count("◐") == sum(one.basis == "interpreted" for one in links)


def test_others_show_their_parts_with_what_is_under_them(client: FlaskClient) -> None:
    html = text(client, "/raderen")
    for words in (
        "Wijk bij Duurstede: 3 thema’s",
        "hoofdthema",
        "Vijfheerenlanden: 4 opgaven",
        "Cranendonck: 4 doelen",
        "doelstelling",
        "Laaggeletterdheid en basisvaardigheden",
    ):
        assert words in html


def test_a_wheel_shows_everything_with_its_place(client: FlaskClient) -> None:
    html = text(client, "/raderen/krimpenerwaard/veerkracht")
    # Three work on it, it works on four, and itself.
    assert picture_links(html) == 8
    assert html.count('<g class="arrow') == 7
    for heading in (
        "Doelen",
        "Inspanningen",
        "Activiteiten",
        "Partners",
        "Indicatoren",
        "Trends",
        "Waarden",
        "Cijfers",
    ):
        assert re.search(rf"<h2[^>]*>{heading} <span", html), heading
    assert 'href="/lezen/krimpenerwaard/ibk#r' in html
    assert "Project Preventieteam" in text(client, "/raderen/krimpenerwaard/veerkracht?deel=Activity")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/raderen/wijk-bij-duurstede/meedoen", ("Opgaven", "Trends", "hoofdthema")),
        ("/raderen/vijfheerenlanden/meedoen", ("Doelen", "opgave", "staat hier niet", "Inwoners doen volwaardig mee")),
        ("/raderen/cranendonck/leefbaarheid", ("Maatschappelijke effecten", "doelstelling", "% Eenzaamheid")),
    ],
)
def test_the_same_view_for_the_others(client: FlaskClient, address: str, words: tuple[str, ...]) -> None:
    html = text(client, address)
    for word in words:
        assert word in html


def test_one_class_on_a_page_of_its_own(client: FlaskClient) -> None:
    html = text(client, "/raderen/krimpenerwaard/sociaal-economische-status?deel=Partner")
    said = int(re.search(r'id="Partner">Partners <span class="count">\((\d+)\)', html)[1])  # type: ignore[index]
    section = html.split('id="Partner"')[1].split("</section>")[0]
    assert section.count("<li>") == said > 10


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/raderen/onzin", "cranendonck, krimpenerwaard"),
        ("/raderen/onzin/veerkracht", "cranendonck, krimpenerwaard"),
        ("/raderen/krimpenerwaard/onzin", "veerkracht"),
        ("/raderen/krimpenerwaard/%3Cx%3E", "veerkracht"),
        ("/raderen/krimpenerwaard/veerkracht?deel=onzin", "Partner"),
    ],
)
def test_wrong_input_is_told(client: FlaskClient, address: str, words: str) -> None:
    html = text(client, address, 404)
    assert words in html
    assert "<x>" not in html


def test_basis_is_a_filter(client: FlaskClient) -> None:
    html = text(client, "/raderen/krimpenerwaard/veerkracht?basis=stated")
    listed = html.split("<svg class=")[1].split('class="legend"')[0]
    assert "badge-interpreted" not in listed
    assert "badge-derived" not in listed
    # What works on it is all interpreted; what it works on is all stated.
    assert picture_links(html) == 5
    assert "?basis=stated&amp;deel=Activity" in html
    assert "Dit deel is er niet" not in text(client, "/raderen/krimpenerwaard/veerkracht?basis=derived&deel=Goal")
    assert "interpreted" in text(client, "/raderen/krimpenerwaard/veerkracht?basis=zeker", 400)


def test_an_agenda_leads_to_its_part_of_the_page(client: FlaskClient) -> None:
    response = client.get("/raderen/cranendonck")
    assert response.status_code == 303
    assert response.headers["Location"] == "/raderen#cranendonck"


def test_in_english_our_words_change_and_theirs_do_not(client: FlaskClient) -> None:
    html = text(client, "/raderen/krimpenerwaard/veerkracht?taal=en")
    for words in ('<h1 lang="nl">Veerkracht</h1>', "Works on this wheel", "Efforts <span", "stated", "policy"):
        assert words in html
    for words in ("letterlijk", "Werkt op", "Inspanningen <span"):
        assert words not in html


def test_pages_stay_light(client: FlaskClient, store: Store) -> None:
    addresses = [f"/raderen/{agenda}/{area.slug}" for agenda, group in areas(store).items() for area in group]
    for address in [*addresses, "/raderen"]:
        # As it is sent; room is left for the style sheets, which test_page_weight.py weighs too.
        assert len(client.get(address, headers={"Accept-Encoding": "gzip"}).data) < 70_000, address


def corners(gear: Gear) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", gear.path)]


def inside(point: tuple[float, float], shape: list[tuple[float, float]]) -> bool:
    hit = False
    for (a, b), (c, d) in zip(shape, shape[1:] + shape[:1], strict=True):
        if (b > point[1]) != (d > point[1]) and point[0] < (c - a) * (point[1] - b) / (d - b) + a:
            hit = not hit
    return hit


def test_teeth_meet_gaps() -> None:
    gears = mesh([(f"w{n}", "Rad", "policy") for n in range(8)]).gears
    near = [
        (one, other)
        for one, other in itertools.permutations(gears, 2)
        if abs(one.x - other.x) + abs(one.y - other.y) < 201
    ]
    assert len(near) == 20
    for one, other in near:
        assert not [point for point in corners(one) if inside(point, corners(other))]


def test_names_fit_in_their_wheels_and_words_stay_whole() -> None:
    name = "Algemene kenmerken en demografie"
    picture = mesh([("a", name, "given"), ("b", "Samenredzaamheid", "outcome")])
    for gear in picture.gears:
        assert 0 < gear.x < picture.width
        assert 0 < gear.y < picture.height
        assert all(width(line.strip(), gear.size * 1.1) <= 2 * gear.radius for line, _ in gear.lines)
        assert all(line.endswith(" ") for line, _ in gear.lines)
    assert "".join(line for line, _ in picture.gears[1].lines).strip() == name
    # A word that is alone on its line is whole.
    assert [line.strip() for line, _ in picture.gears[0].lines] == ["Samenredzaamheid"]


def test_a_wheel_without_influence_on_one_side_still_fits() -> None:
    one = ("a", "Een", "policy")
    for into, out in (([], [(one, "stated")]), ([(one, "interpreted")], [])):
        picture = star(("b", "Twee", "policy"), into, out)
        assert len(picture.gears) == 2
        assert len(picture.arrows) == 1
        assert all(
            0 <= x <= picture.width and 0 <= y <= picture.height for gear in picture.gears for x, y in corners(gear)
        )
