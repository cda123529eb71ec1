"""What a deployment chooses about publication, from the environment; nothing is read before it is asked for."""

import os
from datetime import UTC, datetime

from doelengraaf.errors import DoelengraafError

__all__ = ["KEEP_VARIABLE", "MOMENT_VARIABLE", "SettingError", "keep", "moment"]

KEEP_VARIABLE = "DOELENGRAAF_KEEP_VERSIONS"
MOMENT_VARIABLE = "SOURCE_DATE_EPOCH"
"""As others name it (reproducible-builds.org): whoever makes a version again gives the moment of the first."""
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


def moment() -> datetime:
    """Give the moment of publication: ``$SOURCE_DATE_EPOCH`` in seconds since 1970, else now.

    Raises:
        SettingError: it is no such number.
    """
    written = os.environ.get(MOMENT_VARIABLE, "").strip()
    if not written:
        return datetime.now(UTC)
    if not (written.isascii() and written.isdigit() and len(written) <= 11):
        raise SettingError(
            f"{MOMENT_VARIABLE} is {written[:40]!r}: geef een aantal seconden sinds 1970, zoals git log -1 --format=%ct."
        )
    return datetime.fromtimestamp(int(written), UTC)
