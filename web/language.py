"""Dutch first, English by a switch: which language a page is in, and its texts.

Texts in templates are Dutch, in ``_("…")``; ``translations/en/*.po`` has the English, one file per part of the site. What the agendas say stays Dutch.
"""

import io
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, abort, g, redirect, request
from markupsafe import Markup

__all__ = ["LANGUAGES", "add_languages", "dutch_mark", "english", "language", "later", "said", "translate"]

LANGUAGES = {"nl": "Nederlands", "en": "English"}
_COOKIE = "taal"
_FOLDER = Path(__file__).parent / "translations"
_YEAR = 365 * 24 * 3600


@lru_cache
def english() -> NullTranslations:
    """Give the English texts of all parts together."""
    together = NullTranslations()
    for path in sorted((_FOLDER / "en").glob("*.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale="en", domain="messages")
        compiled = io.BytesIO()
        write_mo(compiled, catalog)
        compiled.seek(0)
        part = Translations(fp=compiled)
        part.add_fallback(together)
        together = part
    return together


def language() -> str:
    """Give the language of this request: what the address asks (``?taal=en``), else the cookie, else Dutch."""
    if "language" not in g:
        asked = request.args.get(_COOKIE) or request.cookies.get(_COOKIE)
        g.language = asked if asked in LANGUAGES else "nl"
    chosen: str = g.language
    return chosen


def translate(text: str) -> str:
    """Give a Dutch text of ours in the language of this request."""
    return english().gettext(text) if language() == "en" else text


def later(text: str) -> str:
    """Mark a Dutch text of ours that is kept in a constant, to be translated where it is shown."""
    return text


def said(texts: Mapping[str, str]) -> str:
    """Give a text that is written in more languages in that of this request, else in Dutch."""
    return texts.get(language()) or texts.get("nl", "")


def dutch_mark() -> Markup:
    """Give the attribute that says that a part of this page is Dutch, where the page itself is not."""
    return Markup(' lang="nl"') if language() != "nl" else Markup("")


def _translate_plural(one: str, many: str, number: int) -> str:
    if language() == "en":
        return english().ngettext(one, many, number)
    return one if number == 1 else many


def add_languages(app: Flask) -> None:
    """Let templates say ``_("…")`` and ``ngettext``, and add ``/taal/<code>``, which remembers the choice and nothing else."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    install: Callable[..., None] = app.jinja_env.install_gettext_callables  # type: ignore[attr-defined]
    install(translate, _translate_plural, newstyle=True)
    app.jinja_env.globals.update(language=language, languages=LANGUAGES, nl=dutch_mark)
    app.jinja_env.filters["said"] = said
    app.jinja_env.filters["told"] = lambda error: error.told(translate)

    @app.get("/taal/<code>")
    def choose_language(code: str) -> Response:
        if code not in LANGUAGES:
            abort(404, translate("Deze taal is er niet."))
        response = app.make_response(redirect(_local(request.args.get("naar", "/")), code=303))
        response.set_cookie(_COOKIE, code, max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
        return response

    @app.after_request
    def say_language(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.headers.setdefault("Content-Language", language())
            response.vary.add("Cookie")
        return response


def _local(address: str) -> str:
    """Give an address on this server; anything else becomes the start page, so that nobody is sent elsewhere.

    >>> [_local(one) for one in ("/vragen?x=1", "https://elders.example/", "//elders.example", "/\\\\elders", "//]")]
    ['/vragen?x=1', '/', '/', '/', '/']
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    outside = parts.scheme or parts.netloc or not address.startswith("/") or address[1:2] in ("/", "\\")
    return "/" if outside or any(ord(sign) < 32 for sign in address) else address
