"""See that what is sent was filled in on a page of ours, so that no other site can send in the name of a reader."""

from flask import request

from doelengraaf.errors import DoelengraafError
from web.language import translate

__all__ = ["ElsewhereError", "check_origin"]


class ElsewhereError(DoelengraafError):
    """A form that was not filled in on a page of ours."""

    status = 403


def check_origin() -> None:
    """See that the form was sent from a page of ours, by what browsers say of it and pages cannot change.

    Raises:
        ElsewhereError: it was not, or nothing says so.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    ours = site == "same-origin" if site else bool(origin) and (origin or "").partition("://")[2] == request.host
    if not ours:
        raise ElsewhereError(translate("Dit formulier kwam niet van deze site. Vul het hier opnieuw in."))
