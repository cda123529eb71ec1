"""Remarks, own SPARQL and the standing pages in a real browser: done with the keyboard alone."""

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_report_with_the_keyboard_alone(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/doc/krimpenerwaard/wheel/veerkracht")
    page.get_by_role("link", name="Klopt dit niet? Meld het").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Wat klopt er niet?").focus()
    page.keyboard.type("De richting van een indicator is andersom.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/melden/*")
    assert "nummer" in page.get_by_role("status").inner_text()
    context.close()


def test_ask_in_sparql_with_the_keyboard_alone(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/vragen/witte-vlekken")
    page.get_by_role("link", name="Open deze vraag in de editor").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Uw SPARQL-vraag").focus()
    # Tab leaves the field: nobody is caught in it.
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Stel de vraag"
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Antwoord").wait_for()
    assert page.locator("tbody tr").count() > 0
    context.close()
