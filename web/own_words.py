"""What the registers share: our own words in the language of the page, choices read from the address, and pages of a list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import Flask, request

from doelengraaf.english_names import english_names
from doelengraaf.errors import ParameterError, phrase
from doelengraaf.network import BASES
from doelengraaf.store import Store
from doelengraaf.terms import ID
from doelengraaf.things import Link
from web.language import language

__all__ = ["Page", "add_own_words", "asked", "chosen_bases", "chosen_one", "local_address", "paged", "register_page"]

T = TypeVar("T")
_LONGEST = 200
_PARTNERS = ("partner-organization", "partner-collaboration", "partner-group")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: its items, its number, how many pages there are, and how many items in all."""

    items: Sequence[T]
    number: int
    pages: int
    total: int
    first: int


def add_own_words(app: Flask, store: Store) -> Callable[[Link], str]:
    """Let templates say ``link | own``, and give the same: the English name of a word of ours on an English page, else what it says."""
    if "own" not in app.jinja_env.filters:
        names = english_names(store)

        def name(link: Link) -> str:
            return names.get(link.iri, link.text) if language() == "en" else link.text

        app.jinja_env.filters["own"] = name
        app.jinja_env.globals["register_page"] = register_page
    own: Callable[[Link], str] = app.jinja_env.filters["own"]
    return own


def local_address(iri: str) -> str:
    """Give the address on this server of a thing of ours; other addresses as they are.

    >>> local_address("https://w3id.org/doelengraaf/id/topic/eenzaamheid")
    '/id/topic/eenzaamheid'
    """
    return "/id/" + iri.removeprefix(ID) if iri.startswith(ID) else iri


def register_page(iri: str) -> str:
    """Give the page in a register of a partner or an indicator; empty for other things.

    >>> register_page("https://w3id.org/doelengraaf/id/partner-group/huisartsen")
    '/partners/partner-group/huisartsen'
    >>> register_page("https://w3id.org/doelengraaf/id/cranendonck/indicator/eenzaamheid")
    '/indicatoren/cranendonck/eenzaamheid'
    >>> register_page("https://w3id.org/doelengraaf/id/topic/eenzaamheid")
    ''
    """
    parts = iri.removeprefix(ID).split("/")
    if parts[0] in _PARTNERS and len(parts) == 2:
        return "/partners/" + "/".join(parts)
    return f"/indicatoren/{parts[0]}/{parts[2]}" if parts[1:2] == ["indicator"] and len(parts) == 3 else ""


def asked(name: str) -> str:
    """Give the text of a parameter of the address, without spaces around it and not endlessly long."""
    return request.args.get(name, "").strip()[:_LONGEST]


def chosen_one(name: str, allowed: Sequence[str]) -> str:
    """Give the one value of a parameter of the address, or empty.

    Raises:
        ParameterError: it is not one of the possible values.
    """
    value = asked(name)
    if value and value not in allowed:
        raise ParameterError(name, value, phrase("is niet een van de mogelijke waarden"), allowed)
    return value


def chosen_bases() -> list[str]:
    """Give the bases that count, from sure to less sure; all when none is asked.

    Raises:
        ParameterError: a basis does not exist.
    """
    values = [value.strip() for value in request.args.getlist("basis") if value.strip()]
    for value in values:
        if value not in BASES:
            raise ParameterError("basis", value, phrase("is niet een van de mogelijke waarden"), BASES)
    return [basis for basis in BASES if basis in values] or list(BASES)


def paged(items: Sequence[T], size: int) -> Page[T]:
    """Give the page of a list that the address asks (``?pagina=``); a number out of range gives the first or the last."""
    pages = max(1, -(-len(items) // size))
    number = min(max(request.args.get("pagina", 1, type=int), 1), pages)
    start = (number - 1) * size
    return Page(items[start : start + size], number, pages, len(items), start + 1)
