"""What one page shows of a few agendas whole, it shows of a country by one agenda at a time."""

import re

import pytest
from flask.testing import FlaskClient

from doelengraaf.areas import areas, sections
from doelengraaf.instruments.dossier_subject import VILLAGE, places_named, subjects
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.store import Store
from web import together
from web.app import create_app

AGENDAS = ("cranendonck", "krimpenerwaard", "vijfheerenlanden", "wijk-bij-duurstede")


@pytest.fixture
def few(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


@pytest.fixture
def whole(few: FlaskClient) -> dict[str, str]:
    """The pages that show a few agendas whole."""
    return {address: text(few, address) for address in ("/raderen", "/dekking")}


@pytest.fixture
def many(whole: dict[str, str], built: tuple[Project, Report], monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Pages as of more agendas than fit on one."""
    monkeypatch.setattr(together, "_MOST", 3)
    return create_app(built[0]).test_client()


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.get_data(as_text=True)


def headings(html: str) -> list[str]:
    return re.findall(r"<h2[^>]*>(.*?)</h2>", html, re.DOTALL)


def test_wheels_of_each_agenda_have_a_page(whole: dict[str, str], many: FlaskClient) -> None:
    overview = text(many, "/raderen")
    assert re.findall(r'href="/raderen/([a-z-]+)"', overview) == sorted(AGENDAS)
    assert "<svg class=" not in overview
    for agenda in AGENDAS:
        html = text(many, f"/raderen/{agenda}")
        [own] = re.findall(rf'<section aria-labelledby="{agenda}">.*?</section>', html, re.DOTALL)
        assert own in whole["/raderen"]
        assert html.count("<section ") == 1
        assert 'href="/raderen">Andere gemeenten' in html
    assert text(many, "/raderen/onzin", 404)


def test_coverage_of_each_agenda_has_a_page(whole: dict[str, str], many: FlaskClient) -> None:
    overview = text(many, "/dekking")
    assert overview.count("<table") == 1
    assert set(re.findall(r'href="/dekking\?agenda=([a-z-]+)"', overview)) == set(AGENDAS)
    shown = [
        heading
        for agenda in AGENDAS
        for heading in headings(text(many, f"/dekking?agenda={agenda}"))
        if "zek" not in heading
    ]
    assert [one for one in headings(whole["/dekking"]) if "zek" not in one] == shown
    assert "krimpenerwaard" in text(many, "/dekking?agenda=onzin", 400)


def test_monitors_are_named_without_being_made(many: FlaskClient) -> None:
    html = text(many, "/instrumenten/monitor")
    assert set(re.findall(r'href="/instrumenten/monitor/([a-z-]+)"', html)) == set(AGENDAS)
    assert "waarvan" not in html


def test_places_are_named_as_the_dossier_of_each_agenda_does(store: Store) -> None:
    found = places_named(store)
    for agenda in AGENDAS:
        assert list(found.get(agenda, [])) == [one.name for one in subjects(store, agenda)[VILLAGE]]


def test_only_the_asked_classes_stand_under_an_area(store: Store) -> None:
    kinds = ("Goal", "Subgoal", "Effect")
    for area in (one for group in areas(store).values() for one in group):
        every = sections(store, area)
        assert sections(store, area, kinds) == {kind: items for kind, items in every.items() if kind in kinds}
