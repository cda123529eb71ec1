"""In a real browser: ask with the keyboard alone, read why, and all without scripts."""

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_ask_and_understand_with_the_keyboard_alone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith(address) else None)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address)

    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Naar de inhoud"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("id") == "onderwerp"
    page.keyboard.type("eenz")
    page.keyboard.press("Tab")
    page.keyboard.type("Krimp")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vragen/partners-per-doel?onderwerp=eenzaamheid&gemeente=krimpenerwaard")

    assert "rijen" in page.get_by_role("status").inner_text()
    assert page.locator("tbody tr").count() > 5
    why = page.get_by_role("link", name="Waarom staat dit hier: GGZ Rivierduinen").first
    why.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/derivation/*")
    assert page.get_by_role("heading", level=1).inner_text() == "Waarom staat dit in het antwoord?"
    assert page.locator("ol.steps > li").count() == 2
    page.go_back()
    assert "gemeente=krimpenerwaard" in page.url
    assert elsewhere == []
    assert complaints == []
    context.close()


def test_it_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Welke partners dragen bij aan").select_option("eenzaamheid")
    page.get_by_role("button", name="Toon antwoord").click()
    assert page.locator("tbody tr").count() > 5
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename == "partners-per-doel.xlsx"
    context.close()
