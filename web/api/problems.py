"""What goes wrong, as problem details (RFC 9457): every error of the API has this form."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import Response

from doelengraaf.errors import ParameterError

__all__ = ["PROBLEMS", "ProblemError", "problem_of"]

MEDIA_TYPE = "application/problem+json"
_SHOWN = 80
_MOST_ALLOWED = 100
PROBLEMS: Mapping[int, tuple[str, str]] = {
    400: ("invalid-parameter", "Ongeldige parameter"),
    404: ("not-found", "Niet gevonden"),
    405: ("method-not-allowed", "Methode niet toegestaan"),
    406: ("not-acceptable", "Vorm niet beschikbaar"),
    500: ("server-error", "Fout in de dienst"),
    503: ("unavailable", "Dienst niet beschikbaar"),
}
"""Status to the name of the problem, which is an anchor on the page about the API, and its title."""


class ProblemError(Exception):
    """An answer that cannot be given.

    Args:
        status: the HTTP status.
        detail: what is wrong and what to do, in Dutch.
        errors: what is wrong with each parameter.
        headers: headers of the response.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})

    def response(self, page: str) -> Response:
        """Give the response.

        Args:
            page: the address of the page that explains problems.
        """
        name, title = PROBLEMS.get(self.status, ("", HTTPStatus(self.status).phrase))
        body: dict[str, Any] = {
            "type": f"{page}#{name}" if name else "about:blank",
            "title": title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            body["errors"] = self.errors
        return Response(json.dumps(body, ensure_ascii=False) + "\n", self.status, self.headers, content_type=MEDIA_TYPE)


def problem_of(errors: Sequence[ParameterError]) -> ProblemError:
    """Give all that is wrong with what was asked as one problem, with what each parameter may be."""
    said = [_said(error) for error in errors]
    return ProblemError(400, " ".join(f"{one['parameter']}: {one['detail']}" for one in said), said)


def _said(error: ParameterError) -> dict[str, Any]:
    shown = error.value if len(error.value) <= _SHOWN else error.value[:_SHOWN] + "…"
    return {
        "parameter": error.parameter,
        "detail": f"{shown!r} {error.problem}." if shown else f"{error.problem}.",
        **({"allowed": error.allowed[:_MOST_ALLOWED]} if error.allowed else {}),
    }
