"""The registers in a real browser: every box of a picture a link, and its text inside."""

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("path", "node"), [("/partners/netwerk", ".box"), ("/indicatoren/krimpenerwaard/vaccinatiegraad", "a > path")]
)
def test_every_node_of_a_picture_is_a_link_and_its_text_fits(
    browser: Browser, address: str, path: str, node: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address + path)
    picture = page.locator("svg[role=group]")
    assert picture.get_by_role("link").count() == picture.locator(node).count() > 3
    wide = picture.evaluate(
        """svg => { const rect = e => e.getBoundingClientRect(), outside = (t, r) => t.left < r.left - 1 || t.right > r.right + 1 || t.top < r.top - 1 || t.bottom > r.bottom + 1;
             return [...svg.querySelectorAll('text')].filter(t => outside(rect(t), rect(t.closest('a')?.querySelector('.box') ?? svg))).map(t => t.textContent) }"""
    )
    assert wide == []
    page.close()
