"""The quality monitor in a real browser, with the keyboard alone: from the list to a figure and to the workbook; the council's page on one A4."""

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from pdfminer.pdfpage import PDFPage
from playwright.sync_api import Browser, Page
from serving import serving

from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from web.app import create_app

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(built: tuple[Project, Report]) -> Iterator[str]:
    with serving(create_app(built[0])) as found:
        yield found


def press(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.focus()
    page.keyboard.press("Enter")


def test_the_journey_with_the_keyboard_alone(browser: Browser, pages: str, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{pages}/instrumenten")
    press(page, "Kwaliteitsmonitor")
    press(page, "Krimpenerwaard")
    page.get_by_label("Onderdeel", exact=True).focus()
    page.keyboard.type("Lich")
    page.get_by_role("button", name="Toon").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**onderdeel=lichamelijke-gezondheid**")
    row = page.locator("#lichamelijke-gezondheid-vaccinatiegraad")
    assert "88,6% (2020)" in row.inner_text()
    assert "95% (2021–2025)" in row.inner_text()

    # A figure leads to where it stands, and back.
    row.get_by_role("link", name="88,6% (2020)").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/observation/vaccinatiegraad-krimpenerwaard-2020")
    page.go_back()

    page.get_by_role("link", name="Excel (XLSX)").focus()
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    waiting.value.save_as(tmp_path / "monitor.xlsx")
    book = openpyxl.load_workbook(tmp_path / "monitor.xlsx")
    assert book["Indicatoren"].max_row == 1 + 93
    context.close()


@pytest.mark.parametrize("agenda", ["cranendonck", "krimpenerwaard", "vijfheerenlanden", "wijk-bij-duurstede"])
def test_the_page_for_the_council_is_one_a4(browser: Browser, pages: str, agenda: str) -> None:
    page = browser.new_page()
    for language in ("nl", "en"):
        page.goto(f"{pages}/instrumenten/monitor/{agenda}/raad?taal={language}")
        paper = page.pdf(prefer_css_page_size=True)
        assert len(list(PDFPage.get_pages(io.BytesIO(paper)))) == 1
    page.close()
