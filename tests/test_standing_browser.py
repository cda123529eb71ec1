"""Remarks, own SPARQL and the standing pages in a real browser: no violation, and done with the keyboard alone."""

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
        "/melden?over=/doc/krimpenerwaard/wheel/veerkracht&",
        "/melden?",
        "/sparql-editor?",
        "/sparql-editor?query=SELECT+%3Fx+%3Fsoort+%7B+%3Fx+a+dg%3AAgenda%2C+%3Fsoort+%7D&",
        "/sparql-editor?query=SELECT&",
        "/over?",
        "/verwijzen?",
        "/kwaliteit?",
        "/toegankelijkheid?",
        "/privacy?",
        "/licentie?",
    ],
)
def test_no_violation(browser: Browser, address: str, path: str, width: int, language: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{address}{path}taal={language}")
    result = Axe().run(page, options={"runOnly": TAGS})
    found = [{"id": v["id"], "nodes": [n["html"][:160] for n in v["nodes"][:3]]} for v in result.response["violations"]]
    assert not found, json.dumps(found, indent=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


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
