"""Every page in a real browser: no accessibility violation, no sideways scroll and no complaint, wide and light in Dutch, narrow and dark in English.

So each page is seen in both languages, at both widths and in both themes, and with the components of others where they were fetched.
"""

import json
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ALL
from playwright.sync_api import Browser, Page
from serving import TAGS

from doelengraaf.project import Project
from web.fetch_assets import folder_of

pytestmark = pytest.mark.browser

COMPARE = "/vergelijken?onderwerp=mantelzorg&agenda=krimpenerwaard&agenda=cranendonck"
PAGES = [
    "/",
    "/agendas",
    "/api",
    "/controle",
    "/dekking",
    "/def",
    "/doc",
    "/doc/agenda/krimpenerwaard?bladzijde=2",
    "/doc/krimpenerwaard/evidence",
    "/doc/krimpenerwaard/wheel/veerkracht",
    "/doc/partner-organization/kwadraad",
    "/doc/scheme/topics",
    "/doelenboom",
    "/doelenboom/cranendonck?focus=goal/leefbaarheid",
    "/doelenboom/krimpenerwaard",
    "/doelenboom/krimpenerwaard?onder=wheel/sociale-leefomgeving&basis=derived&tot=partner",
    "/doelenboom/vijfheerenlanden?zoek=ontwikkelen",
    "/doelenboom/wijk-bij-duurstede",
    "/inbedden/omvang-en-dichtheid",
    "/indicatoren?naam=eenz",
    "/indicatoren/krimpenerwaard/overgewicht-18-plus",
    "/indicatoren/krimpenerwaard/termijn-intake-schulddienstverlening",
    "/indicatoren/krimpenerwaard/vaccinatiegraad",
    "/instrumenten",
    "/instrumenten/doelketen",
    "/instrumenten/doelketen/vijfheerenlanden",
    "/instrumenten/positieve-gezondheid",
    "/instrumenten/positieve-gezondheid/samen",
    "/instrumenten/preventie/wijk-bij-duurstede",
    "/instrumenten/rollen/wijk-bij-duurstede",
    "/instrumenten/sociale-kaart/wijk-bij-duurstede?doelgroep=ouderen",
    "/instrumenten/dossier",
    "/instrumenten/dossier/krimpenerwaard",
    "/instrumenten/dossier/krimpenerwaard?onderwerp=mantelzorg",
    "/instrumenten/ontwikkelopdrachten/vijfheerenlanden",
    "/instrumenten/regionaal-overleg/vijfheerenlanden",
    "/instrumenten/monitor",
    "/instrumenten/monitor/krimpenerwaard?onderdeel=lichamelijke-gezondheid",
    "/instrumenten/monitor/krimpenerwaard/raad",
    "/instrumenten/weegkader",
    "/instrumenten/weegkader/krimpenerwaard",
    "/instrumenten/weegkader/vijfheerenlanden/aanvraag",
    "/kwaliteit",
    "/lezen/cranendonck/beleidskader",
    "/licentie",
    "/melden",
    "/melden?over=/doc/krimpenerwaard/wheel/veerkracht",
    "/nergens",
    "/over",
    "/partners?naam=wel",
    "/partners?gemeente=cranendonck",
    "/partners/netwerk?minstens=3",
    "/partners/netwerk?wat=typen&minstens=3",
    "/partners/partner-organization/kwadraad?basis=stated",
    "/partners/partner-organization/politie",
    "/privacy",
    "/raderen",
    "/raderen/krimpenerwaard/veerkracht",
    "/raderen/krimpenerwaard/veerkracht?basis=derived&deel=Goal",
    "/raderen/wijk-bij-duurstede/meedoen",
    "/sparql-editor",
    "/sparql-editor?query=SELECT",
    "/sparql-editor?query=SELECT+%3Fx+%3Fsoort+%7B+%3Fx+a+dg%3AAgenda%2C+%3Fsoort+%7D",
    "/toegankelijkheid",
    "/vergelijken",
    "/vergelijken?agenda=onzin&agenda=cranendonck",
    f"{COMPARE}&agenda=wijk-bij-duurstede&agenda=vijfheerenlanden",
    f"{COMPARE.replace('mantelzorg', 'gezondheid')}&deel=inzet",
    "/verwijzen",
    "/vragen",
    "/vragen/letterlijk-of-geduid?ding=trend/eenzaamheid",
    "/vragen/omvang-en-dichtheid",
    "/vragen/partners-per-doel?gemeente=krimpenerwaard&onderwerp=eenzaamheid",
    "/vragen/partners-per-doel?gemeente=onzin",
    "/vragen/vaststelling-en-looptijd",
    "/vragen/wettelijke-taak-onder-doel?gemeente=krimpenerwaard",
    "/werkboek",
    "/werkboek/leeg?gemeente=",
    "/zoeken?q=eenzaamheid",
]


@pytest.fixture(scope="module", autouse=True)
def components(project: Project) -> None:
    """Where everything must be tested, what readers get from others is there too."""
    if ALL and not folder_of(project).is_dir():
        pytest.fail("de onderdelen zijn niet opgehaald: doelengraaf assets")


SEEN = pytest.mark.parametrize(("width", "scheme", "language"), [(1280, "light", "nl"), (320, "dark", "en")])
Scheme = Literal["light", "dark"]


@SEEN
@pytest.mark.parametrize("path", PAGES)
def test_every_page(browser: Browser, address: str, path: str, width: int, scheme: Scheme, language: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    complaints: list[str] = []
    elsewhere: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith(address) else None)
    page.goto(f"{address}{path}{'&' if '?' in path else '?'}taal={language}")
    judge(page, width)
    # A page that tells of a mistake is itself complained of by its status.
    assert [one for one in complaints if "status of 4" not in one] == []
    assert elsewhere == []
    page.close()


@SEEN
def test_why_a_row_stands_in_an_answer(
    browser: Browser, address: str, width: int, scheme: Scheme, language: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(f"{address}/vragen/partners-per-doel?gemeente=cranendonck&taal={language}")
    page.locator(".answer .why a").first.click()
    page.wait_for_url("**/doc/derivation/**")
    judge(page, width)
    page.close()


def judge(page: Page, width: int) -> None:
    result = Axe().run(page, options={"runOnly": TAGS})
    found = [{"id": v["id"], "nodes": [n["html"][:160] for n in v["nodes"][:3]]} for v in result.response["violations"]]
    assert not found, json.dumps(found, indent=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_menu_opens_without_scripts_and_by_keyboard(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/vragen")
    partners = page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Partners")
    assert partners.count() == 0
    header = page.locator("header").bounding_box()
    assert header is not None
    assert header["height"] < 80
    page.locator("header summary").focus()
    page.keyboard.press("Enter")
    partners.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/partners")
    context.close()


def test_on_a_wide_screen_the_menu_is_there_at_once(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/vragen/witte-vlekken")
    menu = page.get_by_role("navigation", name="Hoofdmenu")
    assert menu.get_by_role("link").count() > 5
    assert menu.get_by_role("link", name="Vragen").get_attribute("aria-current") == "true"
    assert not page.locator("header summary").is_visible()
    context.close()


def test_on_paper_stands_the_answer_and_not_what_one_presses(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 800, "height": 1100}, color_scheme="dark")
    page.emulate_media(media="print")
    page.goto(address + "/vragen/witte-vlekken")
    assert page.locator("main table").is_visible()
    for hidden in (".menu", "main form", ".downloads", ".foot"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    page.close()


@pytest.mark.parametrize(
    "path", ["/raderen", "/doelenboom/krimpenerwaard", "/partners/netwerk", "/vragen/omvang-en-dichtheid"]
)
def test_text_in_pictures_is_light_on_dark_pages(browser: Browser, address: str, path: str) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(address + path)
    # Axe says nothing of pictures. What is drawn takes its colours from the theme: nothing keeps the black that a browser gives by itself.
    black = page.evaluate(
        """[...document.querySelectorAll('main svg :is(text, rect, path, circle)')]
           .filter(x => [getComputedStyle(x).fill, getComputedStyle(x).stroke].includes('rgb(0, 0, 0)')).map(x => x.outerHTML.slice(0, 160))"""
    )
    assert black == []
    page.close()
