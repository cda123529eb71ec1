"""How an editor comes from nothing to a preview on /werkboek, with the keyboard alone; and what axe says of the outcome."""

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from nieuwland import FACTS, ROWS, TEXT, put, save
from playwright.sync_api import Browser, Page
from serving import serving
from test_journeys import tab_to
from test_look_browser import judge

from doelengraaf.pipeline import Report
from doelengraaf.project import SOURCES_VARIABLE, Project
from web.app import create_app

pytestmark = pytest.mark.browser
SLOW = 120_000


@pytest.fixture(scope="module")
def place(built: tuple[Project, Report], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages, with the made-up text among the sources."""
    folder = tmp_path_factory.mktemp("teksten")
    (folder / "nieuwland.txt").write_text(TEXT, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SOURCES_VARIABLE, str(folder))
        with serving(create_app(built[0])) as found:
            yield found


def check(page: Page, path: Path) -> None:
    """Choose a file and have it checked, with the keyboard."""
    tab_to(page, page.get_by_label("Uw werkboek"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(path)
    tab_to(page, page.get_by_role("button", name="Controleer"))
    page.keyboard.press("Enter")
    page.locator("#uitkomst").wait_for(timeout=SLOW)


def fill(data: bytes, path: Path, parent: str) -> Path:
    """Fill the workbook that was downloaded; its aim stands under ``parent``."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for row in book["Agenda"].iter_rows(min_row=2):
        if row[0].value in FACTS:
            row[1].value = FACTS[str(row[0].value)]
    for sheet, rows in ROWS.items():
        put(book, sheet, [{**row, "Staat onder": parent} if sheet == "Doelen" else row for row in rows])
    return save(book, path)


def test_from_an_empty_workbook_to_a_preview(browser: Browser, place: str, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    complaints: list[str] = []
    elsewhere: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: None if request.url.startswith(place) else elsewhere.append(request.url))
    page.goto(f"{place}/werkboek")
    tab_to(page, page.get_by_label("Uw gemeente"))
    page.keyboard.type("Nieuwland")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "agenda-nieuwland.xlsx"
    data = Path(download.value.path()).read_bytes()

    check(page, fill(data, tmp_path / "fout.xlsx", "theme/samen-leve"))
    found = page.get_by_role("region", name="Bevindingen").locator("tr", has_text="Doelen!F3")
    assert found.locator("td").first.inner_text() == "fout"
    assert "Bedoelde u theme/samen-leven?" in found.inner_text()
    assert page.locator("#voorproef").count() == 0

    check(page, fill(data, tmp_path / "goed.xlsx", "theme/samen-leven"))
    assert "Geen fouten" in page.get_by_role("status").inner_text()
    mine = page.get_by_role("region", name="Aantallen naast de andere agenda’s").locator("tbody tr").first
    assert mine.inner_text().split("\t") == ["Nieuwland (uw werkboek)", "1", "1", "2", "2", "1", "88%", "100%"]
    box = page.locator("svg.tree a.node", has_text="Buurtmaaltijd").first
    tab_to(page, box)
    page.keyboard.press("Enter")
    line = page.locator(":target")
    assert line.locator("span").nth(1).inner_text() == "Buurtmaaltijd Oosterdorp"
    assert (complaints, elsewhere) == ([], [])
    context.close()


@pytest.mark.parametrize(("width", "scheme", "language"), [(1280, "light", "nl"), (320, "dark", "en")])
def test_the_outcome_is_accessible(
    browser: Browser, place: str, tmp_path: Path, width: int, scheme: str, language: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{place}/werkboek?taal={language}")
    empty = page.request.get(f"{place}/werkboek/leeg?gemeente=Nieuwland").body()
    page.locator("#werkboek").set_input_files(fill(empty, tmp_path / "n.xlsx", "theme/samen-leven"))
    page.locator("form[method=post] button").click()
    page.locator("#voorproef").wait_for(timeout=SLOW)
    assert page.locator("svg.tree a.node").count() >= 6
    judge(page, width)
    page.close()
