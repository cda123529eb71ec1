"""In a real browser: all without scripts."""

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


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
