"""The wheels in a real browser: the links of the pictures."""

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


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
