"""What a query at the SPARQL endpoint may take, by settings of the server."""

import os
from dataclasses import dataclass

from web.settings import SettingError

__all__ = ["ROWS_VARIABLE", "SECONDS_VARIABLE", "WORKERS_VARIABLE", "EndpointLimits"]

SECONDS_VARIABLE = "DOELENGRAAF_SPARQL_SECONDS"
ROWS_VARIABLE = "DOELENGRAAF_SPARQL_ROWS"
WORKERS_VARIABLE = "DOELENGRAAF_SPARQL_WORKERS"


@dataclass(frozen=True)
class EndpointLimits:
    """What a query at the endpoint may take, and one who asks.

    Args:
        seconds: how long a query may compute.
        rows: how many rows or statements an answer may have.
        size: how many bytes an answer may have.
        workers: how many queries are answered at the same time.
        each: how many queries one address may have under way, those that wait for another of its own too.
        per_minute: how many queries one address may ask in a minute.
    """

    seconds: float = 15
    rows: int = 100_000
    size: int = 50_000_000
    workers: int = 2
    each: int = 4
    per_minute: int = 600

    @classmethod
    def from_environment(cls) -> "EndpointLimits":
        """Read the settings.

        Raises:
            SettingError: one of them is no number above zero.
        """
        return cls(
            seconds=_number(SECONDS_VARIABLE, 15, 3600),
            rows=_number(ROWS_VARIABLE, 100_000, 10_000_000),
            workers=_number(WORKERS_VARIABLE, 2, 64),
        )


def _number(variable: str, otherwise: int, most: int) -> int:
    text = os.environ.get(variable, "").strip()
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= most):
        raise SettingError(f"{variable} is geen heel getal van 1 tot en met {most}: {text[:100]}.")
    return int(text)
