"""All settings of the environment in one list: what they may hold and whether they may be shown. Whoever uses one reads and judges it there; nothing is read here."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import urlsplit

__all__ = ["PREFIX", "SETTINGS", "Setting", "nearest", "unknown"]

PREFIX = "DOELENGRAAF_"


@dataclass(frozen=True)
class Setting:
    """A setting.

    Args:
        name: the variable.
        wrong: says in Dutch what is wrong with a value; empty when nothing is.
        secret: whether its value is shown to nobody.
        tests: whether only tests of the project read it.
    """

    name: str
    wrong: Callable[[str], str] = lambda value: ""
    secret: bool = False
    tests: bool = False


def _one_of(*words: str) -> Callable[[str], str]:
    return lambda value: "" if value in words else f"kan zijn: {', '.join(words)}"


def _number(most: int) -> Callable[[str], str]:
    def wrong(value: str) -> str:
        good = value.isascii() and value.isdigit() and len(value) <= len(str(most)) and 1 <= int(value) <= most
        return "" if good else f"is een geheel getal van 1 tot en met {most}"

    return wrong


def _address(value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    good = parts.scheme in ("http", "https") and parts.netloc and not set(value) & set(' "<>')
    return "" if good else "is een webadres, zoals https://doelengraaf.example.nl"


def _mail(value: str) -> str:
    return (
        "" if re.fullmatch(r"[^<>]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+", value) else "is: Naam <mail@example.org>"
    )


def _proxy(value: str) -> str:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return "" if value == "*" else "is een IP-adres, zoals 127.0.0.1, of *"
    return ""


def _peers(value: str) -> str:
    pairs = [one.partition("=") for one in value.split(";") if one.strip()]
    good = pairs and all(name.strip() and not _address(address.strip()) for name, _, address in pairs)
    return "" if good else "is: Naam=https://…;Naam=https://…"


_LIST = (
    Setting("BASE_URL", _address),
    Setting("ORGANISATION"),
    Setting("CONTACT", _mail),
    Setting("STATEMENT", _address),
    Setting("THEME"),
    Setting("SPARQL_SECONDS", _number(3600)),
    Setting("SPARQL_ROWS", _number(10_000_000)),
    Setting("SPARQL_WORKERS", _number(64)),
    Setting("TRUSTED_PROXY", _proxy),
    Setting("THREADS", _number(128)),
    Setting("ENGINE", _one_of("memory", "disk")),
    Setting("JUDGE", _one_of("shacl", "pyshacl", "both")),
    Setting("PUBLISHED"),
    Setting("KEEP_VERSIONS", _number(10_000)),
    Setting("INBOX"),
    Setting("APPLICATIONS"),
    Setting("APPLICATION_DAYS", _number(3650)),
    Setting("STORE", _address),
    Setting("STORE_UPDATE", _address),
    Setting("STORE_GRAPHS", _address),
    Setting("STORE_USER", secret=True),
    Setting("STORE_PASSWORD", secret=True),
    Setting("STORE_SECONDS", _number(3600)),
    Setting("PEERS", _peers),
    Setting("SOURCES"),
    Setting("ALL_TESTS", tests=True),
    Setting("ADR_RULESET", tests=True),
    Setting("DAMAGED", tests=True),
    Setting("SHACL_TESTS", tests=True),
    Setting("SHAPES_DCAT_AP", tests=True),
    Setting("SHAPES_DCAT_AP_NL", tests=True),
    Setting("SHAPES_NL_SBB", tests=True),
)
SETTINGS = {PREFIX + one.name: one for one in _LIST}


def unknown(environment: Mapping[str, str]) -> list[str]:
    """Give the variables that look like ours and are none.

    >>> unknown({"DOELENGRAAF_BASE_URI": "https://x.nl", "HOME": "/"})
    ['DOELENGRAAF_BASE_URI']
    """
    return sorted(name for name in environment if name.upper().startswith(PREFIX) and name not in SETTINGS)


def nearest(name: str) -> str:
    """Give the setting a misspelt name was meant to be; empty when none is near.

    >>> nearest("DOELENGRAAF_BASE_URI")
    'DOELENGRAAF_BASE_URL'
    """
    own = {one.removeprefix(PREFIX): one for one in SETTINGS}
    found = get_close_matches(name.upper().removeprefix(PREFIX), own, 1, 0.6)
    return own[found[0]] if found else ""
