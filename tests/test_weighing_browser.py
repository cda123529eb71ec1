"""The weighing frame in a real browser: filled in, judged, taken along and deleted with the keyboard alone, without scripts; no violation on any page."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from serving import TAGS, serving
from weighing_examples import GOOD

from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from web.app import create_app

pytestmark = pytest.mark.browser
START = "/instrumenten/weegkader"


@pytest.fixture(scope="module")
def pages(built: tuple[Project, Report], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = create_app(built[0])
    app.config["APPLICATIONS"] = str(tmp_path_factory.mktemp("privé") / "aanvragen")
    with serving(app) as found:
        yield found


def type_in(page: Page, label: str, text: str) -> None:
    """Go to a field and type; choose the option of a list by its first letters."""
    page.get_by_label(label, exact=True).focus()
    page.keyboard.type(text)


def press(page: Page, role: str, name: str) -> None:
    page.get_by_role(role, name=name, exact=True).focus()  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def test_the_journey_with_the_keyboard_alone(browser: Browser, pages: str, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{pages}/instrumenten")
    press(page, "link", "Weegkader")
    press(page, "link", "Wijk bij Duurstede")
    press(page, "link", "Vul het formulier in")

    type_in(page, "Naam van het plan (verplicht)", "Buurttafel De Heul")
    type_in(page, "Aanvrager (verplicht)", "Buurtvereniging Voorbeeld")
    type_in(page, "Soort aanvrager", "inw")
    type_in(page, "Naam regel 1", "Buurthuis")
    type_in(page, "Wat doet deze partner regel 1", "voe")
    # The choices fold open, and a box is ticked.
    page.locator("#veld-goal summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="gezonde leefstijl", exact=False).first.focus()
    page.keyboard.press("Space")
    type_in(page, "Hoe past het plan bij de agenda", "Het versterkt de draagkracht van de buurt.")
    type_in(page, "Hoe worden de resultaten gevolgd", "Elk half jaar vragen we deelnemers ernaar.")
    type_in(page, "Gevraagd bedrag", "heel veel")
    press(page, "button", "Bewaar en weeg")

    # What is wrong is told at the top and leads to its field; what was typed is still there.
    alert = page.get_by_role("alert")
    assert "geen bedrag" in alert.inner_text()
    alert.get_by_role("link").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#veld-amountAsked")
    field = page.get_by_label("Gevraagd bedrag", exact=True)
    field.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("1.500")
    assert page.get_by_label("Naam van het plan (verplicht)", exact=True).input_value() == "Buurttafel De Heul"
    press(page, "button", "Bewaar en weeg")
    page.wait_for_url("**/weegkader/aanvraag/*")

    report = page.url
    row = page.locator("#criterium-duidelijk-wanneer-geslaagd").inner_text()
    assert "ontbreekt" in row
    assert "Schrijf wanneer het plan geslaagd is." in row
    assert "voldaan" in page.locator("#criterium-resultaten-vooraf-te-volgen").inner_text()
    assert "te beoordelen" in page.locator("#criterium-past-binnen-kaders").inner_text()

    press(page, "link", "Beoordelen")
    page.locator("#oordeel-past-binnen-kaders").focus()
    page.keyboard.type("voldoet d")
    page.keyboard.press("Tab")
    page.keyboard.type("De opgave klopt; het beoogde resultaat ontbreekt.")
    press(page, "button", "Bewaar de oordelen")
    page.wait_for_url(report)
    assert "De opgave klopt" in page.locator("#criterium-past-binnen-kaders").inner_text()

    with page.expect_download() as waiting:
        press(page, "link", "Rapport als werkblad (XLSX)")
    kept = tmp_path / "weging.xlsx"
    waiting.value.save_as(kept)
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(kept.read_bytes()))["Weging"].values for cell in row]
    assert "De opgave klopt; het beoogde resultaat ontbreekt." in cells
    assert "voldoet deels" in cells

    page.get_by_label("Ja, verwijder deze aanvraag", exact=False).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "verwijderd" in page.get_by_role("status").inner_text()
    gone = page.goto(report)
    assert gone
    assert gone.status == 404
    context.close()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("width", [1280, 320])
def test_no_violation(browser: Browser, pages: str, width: int, language: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{pages}{START}/krimpenerwaard/aanvraag?taal={language}")
    page.locator("#veld-title").fill("Een plan")
    page.locator("#veld-applicant").fill(GOOD["krimpenerwaard"][0]["applicant"])
    page.locator("#veld-amountAsked").fill("veel")
    # The address stays the same: only the load tells that the answer is there with its style sheets.
    with page.expect_navigation():
        page.locator("form.weighing button").click()
    check(page, width, "fout")
    page.locator("#veld-amountAsked").fill("10")
    page.locator("#veld-targetGroup summary").click()
    page.locator("#veld-targetGroup input").first.check()
    page.locator("form.weighing button").click()
    page.wait_for_url("**/weegkader/aanvraag/*")
    report = page.url
    page.locator("#aanvragen").fill(report)
    for rest in ("", "/wijzigen", "/beoordelen"):
        page.goto(f"{report}{rest}?taal={language}")
        check(page, width, rest)
    for path in (START, f"{START}/krimpenerwaard", f"{START}/wijk-bij-duurstede/aanvraag"):
        page.goto(f"{pages}{path}?taal={language}")
        check(page, width, path)
    page.goto(f"{pages}{START}/krimpenerwaard/aanvraag?taal={language}")
    page.locator("#veld-title").fill("Een ander plan")
    page.locator("#veld-applicant").fill("Stichting")
    page.locator("form.weighing button").click()
    page.wait_for_url("**/weegkader/aanvraag/*")
    page.locator("#aanvragen").fill(report)
    page.locator("form", has=page.locator("#aanvragen")).locator("button").click()
    page.wait_for_url("**/naast-elkaar")
    check(page, width, "naast elkaar")
    context.close()


def check(page: Page, width: int, where: str) -> None:
    result = Axe().run(page, options={"runOnly": TAGS})
    found = [{"id": v["id"], "nodes": [n["html"][:160] for n in v["nodes"][:3]]} for v in result.response["violations"]]
    assert not found, where + json.dumps(found, indent=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, where
