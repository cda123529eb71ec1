"""See that what is sent was filled in on a page of ours, so that no other site can send in the name of a reader."""

from flask import request

from doelengraaf.errors import DoelengraafError
from web.language import translate

__all__ = ["ElsewhereError", "check_not_elsewhere", "check_origin"]


class ElsewhereError(DoelengraafError):
    """A form that was not filled in on a page of ours."""

    status = 403


def check_origin() -> None:
    """See that the form was sent from a page of ours, by what browsers say of it and pages cannot change.

    Raises:
        ElsewhereError: it was not, or nothing says so.
    """
    if not _said_of_us():
        raise ElsewhereError(translate("Dit formulier kwam niet van deze site. Vul het hier opnieuw in."))


def check_not_elsewhere() -> None:
    """See that no browser says that a form was sent from another site; programs say nothing, and may send what is kept nowhere.

    Raises:
        ElsewhereError: it was.
    """
    if _said_of_us() is False:
        raise ElsewhereError(translate("Dit formulier kwam niet van deze site. Vul het hier opnieuw in."))


def _said_of_us() -> bool | None:
    """Tell whether the browser says that a page of ours sent this; None when nothing is said."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site:
        return site == "same-origin"
    return origin.partition("://")[2] == request.host if origin else None
