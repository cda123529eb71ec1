"""The words, a list and the pages of a large thing in a real browser: no violation, wide and narrow, in both languages."""

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
        "/def?",
        "/doc?",
        "/doc/krimpenerwaard/evidence?",
        "/doc/agenda/krimpenerwaard?bladzijde=2&",
        "/doc/scheme/topics?",
    ],
)
def test_no_violation(browser: Browser, address: str, path: str, width: int, language: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.goto(f"{address}{path}taal={language}")
    result = Axe().run(page, options={"runOnly": TAGS})
    found = [{"id": v["id"], "nodes": [n["html"][:160] for n in v["nodes"][:3]]} for v in result.response["violations"]]
    assert not found, json.dumps(found, indent=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not [text for text in messages if "Content Security Policy" in text]
    context.close()


def test_the_address_of_a_term_leads_to_the_term(browser: Browser, address: str) -> None:
    page = browser.new_page()
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
