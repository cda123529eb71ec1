"""The SPARQL editor in a real browser: colours and completion when asked for, from here only, and nobody is caught in it."""

from collections.abc import Iterator

import pytest
from conftest import ALL
from playwright.sync_api import Browser, Page

from doelengraaf.project import Project
from web.fetch_assets import folder_of

pytestmark = pytest.mark.browser
SUGGESTIONS = ".CodeMirror-hint"


@pytest.fixture
def page(browser: Browser, address: str, project: Project) -> Iterator[Page]:
    if not (folder_of(project) / "yasqe.min.js").is_file():
        if ALL:
            pytest.fail("de editor is niet opgehaald: doelengraaf assets")
        pytest.skip("de editor is niet opgehaald: doelengraaf assets")
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + "/sparql-editor")
    yield page
    context.close()


def switch_on(page: Page) -> None:
    page.get_by_role("button", name="Kleuren en aanvullen").click()
    page.locator(".CodeMirror-focused").wait_for()


def test_it_completes_our_words_and_asks_nobody_else(page: Page, address: str) -> None:
    elsewhere: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith(address) else None)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    switch_on(page)
    # Our prefixes need not be written, so they are no mistake.
    assert page.locator(".parseErrorIcon").count() == 0
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT * { ?x a dg:Goa")
    page.keyboard.press("Control+Space")
    page.locator(SUGGESTIONS).first.wait_for()
    assert page.locator(SUGGESTIONS).all_inner_texts() == ["dg:Goal  doel"]
    page.keyboard.press("Enter")
    page.keyboard.type(" ; dg:topic eenzaam")
    page.keyboard.press("Control+Space")
    # By its name, where its address says nothing to people.
    page.locator(SUGGESTIONS, has_text="/topic/eenzaamheid>").click()
    assert (
        page.locator("#query")
        .input_value()
        .startswith("SELECT * { ?x a dg:Goal ; dg:topic <https://w3id.org/doelengraaf/id/topic/eenzaamheid>")
    )
    assert elsewhere == []
    assert complaints == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0


def test_tab_leaves_it_and_the_answer_comes(page: Page) -> None:
    switch_on(page)
    page.keyboard.press("Control+A")
    page.keyboard.type("ASK { ?x a dg:Agenda }")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Stel de vraag"
    page.keyboard.press("Shift+Tab")
    page.locator(".CodeMirror-focused").wait_for()
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="Antwoord").wait_for()
    assert page.locator("p[role=status] strong").last.inner_text() == "ja"


def test_it_can_be_turned_off_again_without_loss(page: Page) -> None:
    switch_on(page)
    page.keyboard.press("Control+Home")
    page.keyboard.type("# mijn vraag ")
    page.get_by_role("button", name="Kleuren en aanvullen").click()
    assert page.locator("#query").is_visible()
    assert page.locator("#query").input_value().startswith("# mijn vraag ")
    assert not page.locator(".editor").is_visible()


def test_what_is_not_loaded_is_told_and_the_field_stays(page: Page) -> None:
    page.route("**/yasqe.min.js", lambda route: route.abort())
    page.get_by_role("button", name="Kleuren en aanvullen").click()
    page.get_by_text("niet geladen").wait_for()
    assert page.get_by_label("Uw SPARQL-vraag").is_editable()


def test_the_page_itself_loads_no_editor(page: Page) -> None:
    assert page.locator('script[src*="yasqe"], link[href*="yasqe"]').count() == 0
