"""The registers in a real browser: every box a link, and from a partner to a value by keyboard."""

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("path", "node"), [("/partners/netwerk", ".box"), ("/indicatoren/krimpenerwaard/vaccinatiegraad", ".bar")]
)
def test_every_node_of_a_picture_is_a_link_and_its_text_fits(
    browser: Browser, address: str, path: str, node: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address + path)
    picture = page.locator("svg[role=group]")
    assert picture.get_by_role("link").count() == picture.locator(node).count() > 3
    wide = picture.evaluate(
        """svg => [...svg.querySelectorAll('a')].filter(a => { const t = a.querySelector('text').getBBox(), r = a.querySelector('rect').getBBox();
             return a.querySelector('.box') ? t.x + t.width > r.x + r.width || t.y < r.y || t.y + t.height > r.y + r.height
                                           : t.x + t.width > svg.viewBox.baseVal.width; }).map(a => a.textContent)"""
    )
    assert wide == []
    page.close()


def test_from_a_partner_to_a_goal_to_an_indicator_to_its_value_by_keyboard(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address + "/partners")
    page.get_by_label("Naam").focus()
    page.keyboard.type("kwadraad")
    page.keyboard.press("Enter")
    _enter(page, "Kwadraad")
    _enter(page, "Minder mensen ervaren eenzaamheid")
    assert page.get_by_role("heading", level=1).inner_text() == "Minder mensen ervaren eenzaamheid"
    page.locator('a[href="/id/krimpenerwaard/indicator/ervaren-eenzaamheid"]').first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Naar het overzicht in het register").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicatoren/krimpenerwaard/ervaren-eenzaamheid")
    bar = page.locator("svg[role=group]").get_by_role("link").first
    assert "40%" in str(bar.get_attribute("aria-label"))
    bar.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/krimpenerwaard/observation/**")
    page.close()


def _enter(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=name).wait_for()
