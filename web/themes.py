"""Which theme the pages wear: one of ours, the example of the NL Design System, or the style sheet of a municipality, by one setting.

``DOELENGRAAF_THEME`` is the name of a theme or the path of a CSS file. A file that sets tokens of the NL Design System (``--utrecht-…``, ``--nl-…``,
``--basis-…``) is joined to the pages by ``static/themes/nl-design-system.css``; any other file is read as new values for the variables of
``static/themes/neutraal.css``. Both are served from here, with the fonts and pictures beside them.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, send_from_directory, url_for

from doelengraaf.errors import DoelengraafError
from doelengraaf.project import Project
from web.fetch_assets import folder_of

__all__ = ["THEME_VARIABLE", "ThemeError", "add_themes"]

THEME_VARIABLE = "DOELENGRAAF_THEME"
THEMES = ("neutraal", "voorbeeld", "contrast")
DARK = "screen and (prefers-color-scheme: dark)"
_BESIDE = {".css", ".woff2", ".woff", ".ttf", ".otf", ".svg", ".png", ".jpg", ".webp"}
_CLASS = re.compile(r"\.([A-Za-z][\w-]*-theme)\b")
_TOKENS = re.compile(r"--(?:utrecht|nl|basis)-[\w-]+\s*:")


class ThemeError(DoelengraafError):
    """The theme that was set cannot be worn."""

    status = 500


@dataclass(frozen=True)
class Theme:
    """A theme as the pages need it.

    Args:
        sheets: what the pages load before the components: (endpoint, file name, media).
        css_class: the class on the root element that its tokens ask for; empty for none.
        folder: where an own style sheet and what it uses stand.
    """

    sheets: tuple[tuple[str, str, str], ...]
    css_class: str = ""
    folder: Path | None = None


def add_themes(app: Flask, project: Project) -> None:
    """Let templates ask ``theme_class`` and ``theme_sheets()``, and serve what was fetched and an own theme.

    Raises:
        ThemeError: the theme does not exist or cannot be read.
    """
    assets = folder_of(project)
    theme = _theme(os.environ.get(THEME_VARIABLE, "").strip() or "neutraal", assets)

    @app.get("/assets/<path:name>")
    def asset(name: str) -> Response:
        return send_from_directory(assets, name)

    @app.get("/thema/<path:name>")
    def own_theme(name: str) -> Response:
        if theme.folder is None or Path(name).suffix.lower() not in _BESIDE:
            abort(404)
        return send_from_directory(theme.folder, name)

    def theme_sheets() -> list[tuple[str, str]]:
        return [
            (url_for(endpoint, filename=name) if endpoint == "static" else url_for(endpoint, name=name), media)
            for endpoint, name, media in theme.sheets
        ]

    app.jinja_env.globals.update(
        theme_class=theme.css_class,
        theme_sheets=theme_sheets,
        has_asset=lambda name: (assets / name).is_file(),
    )


def _theme(name: str, assets: Path) -> Theme:
    tokens = ("static", "tokens.css", "")
    neutral = ("static", "themes/neutraal.css", "")
    bridge = ("static", "themes/nl-design-system.css", "")
    if name == "neutraal":
        return Theme((neutral, ("static", "themes/donker.css", DARK), tokens))
    if name == "contrast":
        return Theme((("static", "themes/contrast.css", ""), tokens))
    if name == "voorbeeld":
        if not (assets / "voorbeeld.css").is_file():
            raise ThemeError("Het thema voorbeeld is nog niet opgehaald. Doe eerst: doelengraaf assets")
        return Theme((bridge, ("asset", "voorbeeld.css", "")), "voorbeeld-theme")
    path = Path(name).expanduser()
    if path.suffix.lower() != ".css":
        raise ThemeError(
            f"{THEME_VARIABLE} is {name}, maar dat thema is er niet. Kies {', '.join(THEMES)}, of geef het pad van een CSS-bestand."
        )
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "het is geen tekst in UTF-8"
        raise ThemeError(
            f"{THEME_VARIABLE} is {name}, maar dat bestand is niet te lezen: {why}. Geef het pad van een CSS-bestand."
        ) from error
    own = ("own_theme", path.name, "")
    found = _CLASS.search(text)
    css_class = found[1] if found else ""
    if _TOKENS.search(text):
        return Theme((bridge, own), css_class, path.resolve().parent)
    return Theme((neutral, tokens, own), css_class, path.resolve().parent)
