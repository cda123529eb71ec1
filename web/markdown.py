"""Markdown of others as HTML that can do no harm: paragraphs, lists, emphasis, quotations and links, and nothing else.

HTML in it is text, there are no pictures and headings, and a link leads to http, https or mailto only.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup

__all__ = ["safe_html"]

_RULES = ("autolink", "backticks", "blockquote", "emphasis", "entity", "escape", "link", "list", "newline")
_SCHEMES = ("http", "https", "mailto")
_REL = "external nofollow noopener noreferrer"


def safe_html(text: str) -> Markup:
    """Give Markdown as HTML.

    Args:
        text: Markdown of anybody.

    >>> safe_html("**meer** maatjes <script>x</script> [zie](javascript:x)")
    Markup('<p><strong>meer</strong> maatjes &lt;script&gt;x&lt;/script&gt; [zie](javascript:x)</p>\\n')
    """
    # MarkdownIt escapes all that is not one of its own elements.
    return Markup(_Parser().render(text))  # noqa: S704


class _Parser(MarkdownIt):
    """A parser in which nothing is on but what is named; "zero" stops at a depth of 20."""

    def __init__(self) -> None:
        super().__init__("zero", {"html": False, "linkify": False})
        self.enable(_RULES)
        self.add_render_rule("link_open", _link)

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is theirs
        """Tell whether a link may be made."""
        try:
            return urlsplit(url.strip()).scheme.lower() in _SCHEMES
        except ValueError:
            return False


def _link(renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: Any) -> str:
    tokens[place].attrSet("rel", _REL)
    if not tokens[place].attrGet("href"):
        # [naar]() would lead to the page it stands on.
        tokens[place].attrs.pop("href", None)
    return renderer.renderToken(tokens, place, options, env)
