"""What people come for, from the start page to what they take along, with the keyboard alone: Tab, Enter, Space and typing."""

import csv
import html
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page
from serving import serving

pytestmark = pytest.mark.browser
TABS = 400
TOWNS = {"Cranendonck", "Krimpenerwaard", "Vijfheerenlanden", "Wijk bij Duurstede"}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    found = context.new_page()

    def no_mouse(*_: object, **__: object) -> None:
        pytest.fail("met het toetsenbord alleen")

    found.click = found.mouse.click = no_mouse  # type: ignore[method-assign]
    yield found
    context.close()


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press a key until the wanted control has the focus; it must be seen there."""
    for _ in range(TABS):
        page.keyboard.press(key)
        if wanted.evaluate_all("found => found.includes(document.activeElement)"):
            assert page.locator(":focus").first.is_visible()
            return
    pytest.fail(f"met {TABS} keer Tab niet bereikt: {wanted}")


def enter(page: Page, wanted: Locator, arrived: str | Callable[[str], bool]) -> None:
    """Go to a link or button with Tab, press Enter, and wait for the address it leads to."""
    tab_to(page, wanted)
    page.keyboard.press("Enter")
    page.wait_for_url(arrived)


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True)


def test_who_works_on_loneliness_in_each_municipality_to_take_along(page: Page, address: str) -> None:
    elsewhere: list[str] = []
    page.on("request", lambda request: None if request.url.startswith(address) else elsewhere.append(request.url))
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Naar de inhoud"
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Welke partners dragen bij aan"))
    page.keyboard.type("eenz")
    enter(
        page,
        page.get_by_role("button", name="Toon antwoord"),
        "**/vragen/partners-per-doel?onderwerp=eenzaamheid&gemeente=",
    )
    for town in TOWNS:
        assert page.locator("tbody").get_by_role("link", name=town, exact=True).count(), town
    # The picture says the same: one municipality with partners, three with none.
    assert page.locator("svg.chart path[aria-label$='geen: 0']").count() == 3
    tab_to(page, link(page, "CSV"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    assert {row["Gemeente"] for row in rows} == TOWNS
    assert len(rows) == int(page.locator("[role=status] strong").inner_text())
    tab_to(page, link(page, "Excel"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "partners-per-doel.xlsx"
    # And why a row is there, step by step.
    here = page.url
    enter(page, page.get_by_role("link", name="Waarom staat dit hier: GGZ Rivierduinen").first, "**/doc/derivation/*")
    assert page.get_by_role("heading", level=1).inner_text() == "Waarom staat dit in het antwoord?"
    assert page.locator("ol.steps > li").count() == 2
    page.go_back()
    assert page.url == here
    assert elsewhere == []
    assert complaints == []


def test_two_municipalities_on_informal_care_and_three_citations(page: Page, address: str) -> None:
    page.goto(address)
    enter(page, link(page, "Vergelijken"), "**/vergelijken")
    for town in ("Cranendonck", "Vijfheerenlanden"):
        tab_to(page, page.get_by_label(town))
        page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Onderwerp"))
    page.keyboard.type("mantelz")
    button = page.get_by_role("button", name="Vergelijk")
    enter(page, button, "**/vergelijken?agenda=krimpenerwaard&agenda=wijk-bij-duurstede&onderwerp=mantelzorg")
    here, read = page.url, set()
    for number in range(3):
        enter(page, page.locator(".items .cite").nth(number), "**/lezen/**#r*")
        read.add(page.url)
        page.go_back()
        assert page.url == here
    assert len(read) == 3


def test_from_a_partner_to_a_goal_to_an_indicator_to_its_value(page: Page, address: str) -> None:
    page.goto(address)
    enter(page, link(page, "Partners"), "**/partners")
    tab_to(page, page.get_by_label("Naam"))
    page.keyboard.type("kwadraad")
    page.keyboard.press("Enter")
    page.wait_for_url("**/partners?naam=kwadraad*")
    enter(page, link(page, "Kwadraad").first, "**/partners/partner-organization/kwadraad")
    enter(page, link(page, "Minder mensen ervaren eenzaamheid").first, "**/doc/krimpenerwaard/**")
    assert page.get_by_role("heading", level=1).inner_text() == "Minder mensen ervaren eenzaamheid"
    indicator = page.locator('main a[href="/indicatoren/krimpenerwaard/ervaren-eenzaamheid"]').first
    enter(page, indicator, "**/indicatoren/krimpenerwaard/ervaren-eenzaamheid")
    bar = page.locator("svg.chart").get_by_role("link").first
    assert "40%" in str(bar.get_attribute("aria-label"))
    enter(page, bar, "**/doc/krimpenerwaard/observation/**")
    assert "40%" in page.locator("main").inner_text()


def test_goals_without_an_indicator(page: Page, address: str) -> None:
    page.goto(address)
    enter(page, link(page, "Vragen"), "**/vragen")
    enter(page, link(page, "Welke doelen zijn niet meetbaar gemaakt?"), "**/vragen/doelen-zonder-indicator")
    tab_to(page, page.locator("summary", has_text="Gemeente"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label(re.compile("^Wijk bij Duurstede")))
    page.keyboard.press("Space")
    button = page.get_by_role("button", name="Toon antwoord")
    enter(page, button, "**/vragen/doelen-zonder-indicator?gemeente=wijk-bij-duurstede*")
    # 19 opgaven, een doel en een maatschappelijk effect; the agenda ties no indicator to any of them.
    # Four of them stand under two themes.
    assert page.locator("[role=status]").inner_text() == "25 rijen: 1 gemeente, 21 doelen."
    assert page.locator("tbody tr").count() == 25
    assert {cell.strip() for cell in page.locator("tbody .badge").all_inner_texts()} == {"– niet vermeld"}


def test_a_table_in_another_page(page: Page, address: str) -> None:
    offered = ""
    host = Flask("elsewhere")

    @host.get("/")
    def page_elsewhere() -> str:
        return f"<!doctype html><title>Onze pagina</title><h1>Onze pagina</h1>{offered}<a href='/'>na de tabel</a>"

    page.goto(f"{address}/vragen/partners-per-doel?gemeente=cranendonck&onderwerp=eenzaamheid")
    tab_to(page, page.locator("summary", has_text="Inbedden in een andere pagina"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("region", name="HTML"))
    offered = page.locator(":focus code").inner_text()
    assert html.unescape(offered).startswith(f'<iframe src="{address}/inbedden/partners-per-doel?gemeente=cranendonck')
    with serving(host) as elsewhere:
        page.goto(elsewhere)
        frame = page.frame_locator("iframe")
        frame.locator("table").wait_for()
        assert "niet vermeld" in frame.locator("tbody").inner_text()
        # The keyboard goes into the table and out again.
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "IFRAME"
        tab_to(page, link(page, "na de tabel"))
