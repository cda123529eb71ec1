"""The theme: one setting, colours that can be read, and a clear word where it cannot be worn."""

import re
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from doelengraaf.project import Project
from web.fetch_assets import folder_of
from web.themes import THEME_VARIABLE, ThemeError, add_themes

STATIC = Path(__file__).parent.parent / "web" / "static"
TEXT = [
    ("ink", "paper"),
    ("ink", "wash"),
    ("ink", "mark"),
    ("soft", "paper"),
    ("soft", "wash"),
    ("brand", "paper"),
    ("brand", "wash"),
    ("brand-ink", "paper"),
    ("brand-ink", "wash"),
    ("warn", "paper"),
    ("on-head", "head"),
    ("focus", "focus-ring"),
]
EDGES = [("edge", "paper"), ("edge", "wash"), ("focus", "paper"), ("focus", "wash")]


def variables(css: str) -> dict[str, str]:
    return {name: value.strip() for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", css)}


def schemes() -> dict[str, tuple[dict[str, str], float]]:
    """Each palette that a reader can get, with the contrast it must have: 4.5, or 7 for who asks more."""
    made: dict[str, tuple[dict[str, str], float]] = {}
    neutral, more = (STATIC / "themes" / "neutraal.css").read_text().split("@media")
    dark, dark_more = (STATIC / "themes" / "donker.css").read_text().split("@media")
    contrast, contrast_dark = (STATIC / "themes" / "contrast.css").read_text().split("@media")
    made["neutraal"] = (variables(neutral), 4.5)
    made["neutraal, meer contrast"] = (variables(neutral) | variables(more), 7)
    made["donker"] = (variables(neutral) | variables(dark), 4.5)
    made["donker, meer contrast"] = (variables(neutral) | variables(dark) | variables(dark_more), 7)
    made["contrast"] = (variables(contrast), 7)
    made["contrast, donker"] = (variables(contrast) | variables(contrast_dark), 7)
    return made


def resolved(name: str, known: dict[str, str]) -> str:
    """Give the colour of a variable, through other variables and what stands in for them."""
    value = known.get(name, "")
    while found := re.fullmatch(r"var\(--([\w-]+)(?:,\s*(.+))?\)", value):
        value = known[found[1]] if found[1] in known else found[2] or ""
    return value


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(sign * 2 for sign in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Give the contrast of two colours (WCAG 2.2, definition of contrast ratio)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast_is_that_of_wcag() -> None:
    assert ratio("#000", "#ffffff") == pytest.approx(21)
    # Known pair: the lightest grey on white that passes.
    assert ratio("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", schemes())
def test_every_palette_can_be_read(name: str) -> None:
    known, least = schemes()[name]
    poor = [(a, b, round(ratio(known[a], known[b]), 2)) for a, b in TEXT if ratio(known[a], known[b]) < least]
    poor += [(a, b, round(ratio(known[a], known[b]), 2)) for a, b in EDGES if ratio(known[a], known[b]) < 3]
    assert poor == []


def test_the_example_theme_of_the_design_system_can_be_read(project: Project) -> None:
    theme = folder_of(project) / "voorbeeld.css"
    if not theme.is_file():
        pytest.skip("het voorbeeldthema is niet opgehaald: doelengraaf assets")
    known = variables((STATIC / "themes" / "nl-design-system.css").read_text()) | variables(theme.read_text())
    poor = [(a, b) for a, b in TEXT if ratio(resolved(a, known), resolved(b, known)) < 4.5]
    assert poor == []
    assert resolved("brand", known) != resolved("brand", variables((STATIC / "themes" / "neutraal.css").read_text()))


def test_only_themes_name_colours() -> None:
    """What a style sheet of a page paints by itself, no theme can mend."""
    colours = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|:\s*(?:white|black)\b")
    found = {path.name: colours.findall(path.read_text()) for path in STATIC.glob("*.css")}
    assert {name: hits for name, hits in found.items() if hits} == {}
    assert len(found) > 10


def pages(project: Project) -> Flask:
    """The pages as far as their theme goes: no graph is needed to dress them."""
    app = Flask("web.app")
    add_themes(app, project)

    @app.get("/")
    def styles() -> str:
        return render_template_string('<html class="{{ theme_class }}">{% include "styles.html" %}')

    return app


def head(project: Project) -> str:
    return pages(project).test_client().get("/").get_data(as_text=True)


def test_without_a_setting_the_pages_are_neutral_and_dark_for_who_asks(project: Project) -> None:
    html = head(project)
    assert "themes/neutraal.css" in html
    assert re.search(r'themes/donker.css" media="screen and \(prefers-color-scheme: dark\)"', html)


def test_contrast_is_one_word_away(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(THEME_VARIABLE, "contrast")
    html = head(project)
    assert "themes/contrast.css" in html
    assert "neutraal" not in html


def test_a_municipality_brings_its_own_theme(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    css = tmp_path / "dorp.css"
    css.write_text(".dorp-theme { --utrecht-link-color: #00205b; --utrecht-document-color: #111 }", "utf-8")
    (tmp_path / "letter.woff2").write_bytes(b"wOF2")
    (tmp_path / "geheim.txt").write_text("nee", "utf-8")
    monkeypatch.setenv(THEME_VARIABLE, str(css))
    client = pages(project).test_client()
    html = client.get("/").get_data(as_text=True)
    assert '<html class="dorp-theme">' in html
    assert html.index("themes/nl-design-system.css") < html.index("/thema/dorp.css")
    assert "donker.css" not in html
    for address, status in (("dorp.css", 200), ("letter.woff2", 200), ("geheim.txt", 404), ("../dorp.css", 404)):
        with client.get(f"/thema/{address}") as sent:
            assert sent.status_code == status, address


def test_a_few_colours_of_ones_own_are_a_theme_too(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    css = tmp_path / "kleuren.css"
    css.write_text(":root { --brand: #00205b }", "utf-8")
    monkeypatch.setenv(THEME_VARIABLE, str(css))
    html = head(project)
    assert html.index("themes/neutraal.css") < html.index("/thema/kleuren.css")
    assert "nl-design-system.css" not in html
    assert "donker.css" not in html


@pytest.mark.parametrize("name", ["onzin", "nergens.css", "."])
def test_a_theme_that_is_not_there_is_told_at_the_start(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(THEME_VARIABLE, name)
    with pytest.raises(ThemeError, match=rf"{THEME_VARIABLE} is {re.escape(name)}.*CSS-bestand"):
        pages(project)


def test_the_example_asks_to_be_fetched_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(THEME_VARIABLE, "voorbeeld")
    with pytest.raises(ThemeError, match="doelengraaf assets"):
        pages(Project(tmp_path))


def test_pages_without_anything_fetched_ask_for_nothing_fetched(tmp_path: Path) -> None:
    assert "/assets/" not in head(Project(tmp_path))
    folder_of(Project(tmp_path)).mkdir(parents=True)
    (folder_of(Project(tmp_path)) / "components.css").write_text("")
    assert "/assets/components.css" in head(Project(tmp_path))
