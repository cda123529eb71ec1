"""What a deployment chooses about publication, from the environment; nothing is read before it is asked for."""

import os

from doelengraaf.errors import DoelengraafError

__all__ = ["KEEP_VARIABLE", "SettingError", "keep"]

KEEP_VARIABLE = "DOELENGRAAF_KEEP_VERSIONS"
_KEEP = 5


class SettingError(DoelengraafError):
    """A setting does not hold what it should."""

    status = 500


def keep() -> int:
    """Give how many versions stay: ``$DOELENGRAAF_KEEP_VERSIONS``, else 5.

    Raises:
        SettingError: it is no whole number of at least 1.
    """
    written = os.environ.get(KEEP_VARIABLE, "").strip() or str(_KEEP)
    if not written.isascii() or not written.isdigit() or int(written) < 1:
        raise SettingError(f"{KEEP_VARIABLE} is {written!r}: geef een geheel getal van 1 of meer, zoals 5.")
    return int(written)
