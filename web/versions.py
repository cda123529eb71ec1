"""Agendas in time on every page: the word that says an agenda is over, and what changed since the former one."""

from flask import Flask
from markupsafe import Markup

from doelengraaf.store import Store
from doelengraaf.terms import ID
from doelengraaf.versions import Versions, has_ended, versions_of
from web.language import language, translate

__all__ = ["add_versions"]


def add_versions(app: Flask, store: Store) -> None:
    """Let templates say ``ended(agenda)`` beside a name, and ``versions_of(agenda)``."""

    def ended(thing: str) -> Markup:
        """Give the word for an agenda that is over, or a municipality whose agendas all are; nothing for anything else.

        Args:
            thing: the address of an agenda or municipality, or the slug of an agenda.
        """
        address = thing if thing.startswith(ID) else f"{ID}agenda/{thing}"
        if not has_ended(store, address):
            return Markup("")
        # It may stand in a name, which is Dutch on every page.
        own = Markup("") if language() == "nl" else Markup(' lang="{}"').format(language())
        return Markup(' <span class="ended"{}>{}</span>').format(own, translate("verlopen"))

    def versions(thing: str) -> Versions | None:
        return versions_of(store, thing) if thing.startswith(f"{ID}agenda/") else None

    app.jinja_env.globals.update(ended=ended, versions_of=versions)
