"""Comparing and the wheels in a real browser: the journey on mantelzorg, the links of the pictures, and accessibility in both languages."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from serving import TAGS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize(
    "path",
    [
        "/vergelijken",
        "/vergelijken?agenda=onzin&agenda=cranendonck",
        "/vergelijken?onderwerp=mantelzorg&agenda=krimpenerwaard&agenda=cranendonck&agenda=wijk-bij-duurstede&agenda=vijfheerenlanden",
        "/vergelijken?onderwerp=gezondheid&agenda=krimpenerwaard&agenda=cranendonck&deel=inzet",
        "/raderen",
        "/raderen/krimpenerwaard/veerkracht",
        "/raderen/krimpenerwaard/veerkracht?basis=derived&deel=Goal",
        "/raderen/wijk-bij-duurstede/meedoen",
    ],
)
def test_no_accessibility_violation_and_no_sideways_scroll(
    browser: Browser, address: str, path: str, width: int, language: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(address + path + ("&" if "?" in path else "?") + "taal=" + language)
    result = Axe().run(page, options={"runOnly": TAGS})
    found = [{"id": v["id"], "nodes": [n["html"][:200] for n in v["nodes"][:3]]} for v in result.response["violations"]]
    assert not found, json.dumps(found, indent=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_compare_two_on_mantelzorg_and_open_three_citations_with_the_keyboard(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/vergelijken")
    for town in ("Vijfheerenlanden", "Cranendonck"):
        page.get_by_label(town).focus()
        page.keyboard.press("Space")
    page.get_by_label("Onderwerp").focus()
    page.keyboard.type("mantelz")
    page.get_by_role("button", name="Vergelijk").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/vergelijken?agenda=krimpenerwaard&agenda=wijk-bij-duurstede&onderwerp=mantelzorg")
    here = page.url
    for number in range(3):
        page.locator(".items .cite").nth(number).focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/lezen/**#r*")
        page.go_back()
        assert page.url == here
    context.close()


def test_a_link_per_wheel_for_who_cannot_see_the_picture(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "/raderen")
    assert page.locator("svg.wheels").get_by_role("link").count() == 12
    wheel = page.locator("svg.wheels").get_by_role("link", name="Veerkracht beleid")
    wheel.focus()
    # What it works on gets a thick edge: the three outcomes and the use of care.
    thick = (
        "() => [...document.querySelectorAll('.teeth')].filter(x => getComputedStyle(x).strokeWidth === '6px').length"
    )
    assert page.evaluate(thick) == 4
    page.keyboard.press("Enter")
    page.wait_for_url("**/raderen/krimpenerwaard/veerkracht")
    assert page.locator("svg.wheels").get_by_role("link").count() == 8
    page.close()
