"""What the pages of the weighing frame share: who may send, where applications are kept, and what keeps them private."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from flask import Flask, Response, request

from doelengraaf.errors import DoelengraafError
from doelengraaf.instruments.application import Application, Judgement, Typed, clean_application
from doelengraaf.instruments.application_box import KEY, ApplicationBox
from doelengraaf.instruments.application_rdf import read_application, turtle_of
from doelengraaf.instruments.weighing import Report, weigh
from doelengraaf.instruments.weighing_form import Field
from doelengraaf.instruments.weighing_frame import Frame, all_fields, choices_of, frame_of
from doelengraaf.picking import Choice
from doelengraaf.project import Project
from doelengraaf.store import Store
from web.language import translate
from web.origin import check_origin
from web.rate import Rate

__all__ = ["TURTLE", "XLSX", "Desk", "Kept", "TooOftenError", "attachment", "keep_private"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TURTLE = "text/turtle; charset=utf-8"
_PRIVATE = re.compile(r"/instrumenten/weegkader/(aanvraag|naast-elkaar)(/|$)")
_ALL = "/instrumenten/weegkader"


class TooOftenError(DoelengraafError):
    """Too much in a short time."""

    status = 429


@dataclass(frozen=True)
class Kept:
    """What is kept at an address: the frame it is for, what was filled in and decided, when it was first kept, and the mark of this version."""

    frame: Frame
    typed: Typed
    judgements: Mapping[str, Judgement]
    created: datetime
    mark: str


class Desk:
    """Where applications come in and go out.

    Args:
        app: with the settings ``APPLICATIONS``, ``APPLICATION_DAYS`` and ``WEIGHING_RATE``.
        project: for the shapes.
        store: the engine.
        version: the version of the data.
    """

    def __init__(self, app: Flask, project: Project, store: Store, version: str) -> None:
        self._app, self.project, self.store, self.version = app, project, store, version

    @cached_property
    def box(self) -> ApplicationBox:
        """Where applications are kept."""
        return ApplicationBox(Path(self._app.config["APPLICATIONS"]), self._app.config["APPLICATION_DAYS"])

    @cached_property
    def all_fields(self) -> list[Field]:
        """Every field there can be."""
        return all_fields(self.project)

    def admit(self) -> None:
        """See that what is sent comes from a page of ours, and not too often.

        Raises:
            ElsewhereError: it does not.
            TooOftenError: too much was sent in a short time.
        """
        check_origin()
        rate: Rate = self._app.config["WEIGHING_RATE"]
        if not rate.take(request.remote_addr or ""):
            raise TooOftenError(translate("Er werd in korte tijd veel verstuurd. Probeer het over een uur weer."))

    def read(self, key: str) -> Kept:
        """Give what is kept at an address, not yet made sure of: data and form may have changed since.

        Raises:
            NoApplicationError: there is nothing at this address.
        """
        raw, mark = self.box.get(key)
        agenda, typed, judgements = read_application(raw, self.all_fields)
        created = self.box.created(raw) or datetime.now(UTC).replace(microsecond=0)
        return Kept(frame_of(self.store, self.project, agenda), typed, judgements, created, mark)

    def open(self, key: str) -> tuple[Frame, Application, str]:
        """Give an application with its frame and the mark of its version.

        Raises:
            NoApplicationError: there is none at this address.
            ApplicationError: it is no longer what its form asks, for the form or the agenda changed.
        """
        kept = self.read(key)
        return kept.frame, self._clean(kept.frame, kept.typed, kept.judgements, kept.created), kept.mark

    def weigh(self, key: str) -> tuple[Report, str]:
        """Give the report of an application, and the mark of its version."""
        frame, application, mark = self.open(key)
        return weigh(self.store, frame, application, self.version), mark

    def things(self, agenda: str) -> Mapping[str, Sequence[Choice]]:
        """Give what may be chosen in the form of an agenda."""
        return choices_of(self.store, agenda)

    def add(self, frame: Frame, typed: Typed) -> str:
        """Keep a new application; give its address.

        Raises:
            ApplicationError: something is wrong with it.
        """
        application = self._clean(frame, typed, {})
        return self.box.add(turtle_of(application, frame.fields), application.created)

    def change(self, key: str, kept: Kept, typed: Typed, mark: str) -> None:
        """Keep other answers in an application; what the assessor decided stays.

        Raises:
            ApplicationError: something is wrong with it.
            ChangedError: somebody else changed it.
        """
        application = self._clean(kept.frame, typed, kept.judgements, kept.created)
        self.box.replace(key, turtle_of(application, kept.frame.fields), kept.created, mark)

    def judge(
        self, key: str, frame: Frame, before: Application, judgements: Mapping[str, Judgement], mark: str
    ) -> None:
        """Keep what the assessor decided.

        Raises:
            ChangedError: somebody else changed the application.
        """
        application = Application(before.agenda, before.values, before.rows, judgements, before.created)
        self.box.replace(key, turtle_of(application, frame.fields), before.created, mark)

    def _clean(
        self, frame: Frame, typed: Typed, judgements: Mapping[str, Judgement], created: datetime | None = None
    ) -> Application:
        return clean_application(
            frame.agenda, frame.fields, choices_of(self.store, frame.agenda), typed, created, judgements
        )


def attachment(data: bytes, kind: str, name: str) -> Response:
    """Give a file to keep."""
    response = Response(data, mimetype=kind.partition(";")[0])
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def keep_private(app: Flask) -> None:
    """Let nobody but the reader keep a page with an application, also when it is an error, and keep its address out of the log."""

    @app.after_request
    def close_door(response: Response) -> Response:
        private = _PRIVATE.match(request.path) or (request.method == "POST" and request.path.startswith(_ALL))
        if private:
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    app.logger.addFilter(_Mask())


class _Mask(logging.Filter):
    """Take the addresses of applications out of what is logged when something breaks."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Arguments are filled in first: an address may stand in the text or in any of them.
        text = record.getMessage()
        if _ALL in text:
            record.msg, record.args = KEY.sub("…", text), None
        return True
