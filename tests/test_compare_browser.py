"""Comparing and the wheels in a real browser: the journey on mantelzorg, and the links of the pictures."""

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


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
