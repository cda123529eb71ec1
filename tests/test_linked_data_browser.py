"""The words, a list and the pages of a large thing in a real browser: no violation, wide and narrow, in both languages."""

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_the_address_of_a_term_leads_to_the_term(browser: Browser, address: str) -> None:
    # Without motion, for a page that is still moving is not yet there.
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{address}/def#DevelopmentAssignmentItem")
    term = page.locator(":target")
    assert "onderdeel van een ontwikkelopdracht" in term.inner_text()
    assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top") < 200
    page.close()


def test_page_through_a_large_thing_with_the_keyboard(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/doc/agenda/krimpenerwaard?taal=en")
    page.get_by_role("link", name="Next").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**bladzijde=2*")
    assert "Page 2 of" in page.get_by_role("navigation", name="Pages").inner_text()
    context.close()
