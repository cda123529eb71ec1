"""The address this server answers on. The IRIs of the data never change; where they are served is the one setting ``DOELENGRAAF_BASE_URL``."""

import os
from urllib.parse import urlsplit

from flask import has_request_context, request

from doelengraaf.errors import DoelengraafError
from doelengraaf.terms import BASE

__all__ = ["BASE_URL_VARIABLE", "DEFAULT_BASE_URL", "SettingError", "absolute", "base_url", "here"]

BASE_URL_VARIABLE = "DOELENGRAAF_BASE_URL"
DEFAULT_BASE_URL = BASE.rstrip("/")


class SettingError(DoelengraafError):
    """A setting of the server has a value it cannot have."""

    status = 500


def base_url() -> str:
    """Give the root of this deployment, without a slash at the end.

    ``$DOELENGRAAF_BASE_URL`` where it is set: a server behind a proxy cannot know what address people use. Else the root of the request
    that is being answered; outside a request the base of the data itself, which redirects to the public server.

    Raises:
        SettingError: the setting is no web address.
    """
    asked = os.environ.get(BASE_URL_VARIABLE, "").strip().rstrip("/")
    if not asked:
        return request.root_url.rstrip("/") if has_request_context() else DEFAULT_BASE_URL
    try:
        parts = urlsplit(asked)
    except ValueError:
        parts = urlsplit("")
    if (
        parts.scheme not in ("http", "https")
        or not parts.netloc
        or parts.query
        or parts.fragment
        or set(asked) & set(' "<>')
    ):
        raise SettingError(
            f"{BASE_URL_VARIABLE} is geen webadres: {asked[:100]}. Schrijf het hele adres, zoals https://doelengraaf.example.nl."
        )
    return asked


def absolute(path: str) -> str:
    """Give the whole address of a path of this server, such as ``/sparql``."""
    return f"{base_url()}/{path.lstrip('/')}"


def here(iri: str) -> str:
    """Give where this server answers an IRI of ours (``…/id/…``, ``…/doc/…``, ``…/def…``); other addresses as they are."""
    return absolute(iri.removeprefix(BASE)) if iri.startswith(BASE) else iri
