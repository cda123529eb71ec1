"""The weighing frame: its criteria, a form and a workbook to describe an application, and the report page that comes of it (``weighing_reports``)."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from flask import Flask, Response, abort, redirect, render_template, request, url_for

from doelengraaf.errors import DoelengraafError
from doelengraaf.instruments.application import MOST_ROWS, ApplicationError, Problem, Typed, typed_of
from doelengraaf.instruments.application_box import days_of, folder_of
from doelengraaf.instruments.application_rdf import ApplicationFileError, read_application
from doelengraaf.instruments.weighing_context import asked_of, goals_without_work
from doelengraaf.instruments.weighing_form import Field
from doelengraaf.instruments.weighing_frame import Frame, choices_of, frame_of, frames
from doelengraaf.instruments.weighing_sheet import read_workbook, template
from doelengraaf.overview import agendas
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import Store
from web.instruments.weighing_desk import XLSX, Desk, attachment, keep_private
from web.instruments.weighing_reports import add_weighing_reports
from web.language import language, later, translate
from web.rate import Rate

__all__ = ["add_weighing_pages"]

_FORM_BYTES, _FILE_BYTES = 400_000, 1_000_000
_LEAST_ROWS, _SPARE_ROWS = 4, 2
_ROW = re.compile(r"([A-Za-z]+)-(\d{1,2})-([A-Za-z]+)")
# Words of ours in the workbook and the report that stand in a constant.
KIND_WORDS = {
    "missing": later("ontbreekt"),
    "unclear": later("onduidelijk"),
    "to-judge": later("te beoordelen"),
    "met": later("voldaan"),
    "not-applicable": later("geldt hier niet"),
    "meets": later("voldoet"),
    "partly": later("voldoet deels"),
    "fails": later("voldoet niet"),
    "goal": later("zelfde doel"),
    "target-group": later("zelfde doelgroep"),
    "place": later("zelfde plaats genoemd"),
}


def add_weighing_pages(app: Flask, project: Project, store: Store, questions: Questions) -> None:
    """Add ``/instrumenten/weegkader`` and what is under it.

    The folder of applications is the setting ``APPLICATIONS``, else ``$DOELENGRAAF_APPLICATIONS``, else ``build/applications/``; they are kept for
    ``APPLICATION_DAYS`` days, else ``$DOELENGRAAF_APPLICATION_DAYS``, else 90.
    """
    app.config.setdefault("APPLICATIONS", str(folder_of(project)))
    app.config.setdefault("APPLICATION_DAYS", days_of())
    app.config.setdefault("WEIGHING_RATE", Rate(each=100, together=1000, seconds=3600))
    desk = Desk(app, project, store, questions.version)
    app.jinja_env.globals.update(weighing_words=KIND_WORDS)
    keep_private(app)

    def form(
        frame: Frame,
        typed: Typed,
        problems: Sequence[Problem],
        error: DoelengraafError | None,
        key: str = "",
        mark: str = "",
    ) -> tuple[str, int]:
        html = render_template(
            "instruments/weighing_form.html",
            frame=frame,
            parts=_parts(frame.fields),
            things=choices_of(store, frame.agenda),
            typed=typed,
            rows={one.name: _shown_rows(typed.rows.get(one.name, ())) for one in frame.fields if one.kind == "rows"},
            problems={one.field: one.text for one in reversed(problems)},
            error=error,
            key=key,
            mark=mark,
            days=desk.box.days,
        )
        return html, error.status if error else 200

    @app.get("/instrumenten/weegkader")
    def weighing_agendas() -> str:
        return render_template(
            "instruments/weighing_agendas.html", agendas=agendas(store, language()), frames=frames(store, project)
        )

    def frame_page(
        agenda: str, error: DoelengraafError | None = None, problems: Sequence[Problem] = ()
    ) -> tuple[str, int]:
        frame = frame_of(store, project, agenda)
        html = render_template(
            "instruments/weighing_frame.html",
            frame=frame,
            asked=asked_of(store, agenda),
            without=goals_without_work(store, agenda),
            days=desk.box.days,
            error=error,
            problems=problems,
        )
        return html, error.status if error else 200

    @app.get("/instrumenten/weegkader/<agenda>")
    def weighing_frame(agenda: str) -> tuple[str, int]:
        return frame_page(agenda)

    @app.get("/instrumenten/weegkader/<agenda>.xlsx")
    def weighing_template(agenda: str) -> Response:
        frame = frame_of(store, project, agenda)
        data = template(frame, choices_of(store, agenda), questions.version, date.today(), language())
        return attachment(data, XLSX, f"aanvraag-{agenda}.xlsx")

    @app.get("/instrumenten/weegkader/<agenda>/aanvraag")
    def new_application(agenda: str) -> tuple[str, int]:
        return form(frame_of(store, project, agenda), Typed(), (), None)

    @app.post("/instrumenten/weegkader/<agenda>/aanvraag")
    def send_application(agenda: str) -> tuple[str, int] | Response:
        request.max_content_length = request.max_form_memory_size = _FORM_BYTES
        frame = frame_of(store, project, agenda)
        typed = _from_form(frame.fields)
        try:
            desk.admit()
            key = desk.add(frame, typed)
        except ApplicationError as wrong:
            return form(frame, typed, wrong.problems, wrong)
        except DoelengraafError as problem:
            return form(frame, typed, (), problem)
        return app.make_response(redirect(url_for("weighing_report", key=key), code=303))

    @app.post("/instrumenten/weegkader/<agenda>/bestand")
    def send_application_file(agenda: str) -> tuple[str, int] | Response:
        # Refused before it is read: half a file would stay open on disk until it is noticed.
        if (request.content_length or 0) > _FILE_BYTES:
            abort(413)
        request.max_content_length = _FILE_BYTES
        frame = frame_of(store, project, agenda)
        try:
            desk.admit()
            key = desk.add(frame, _from_file(agenda, desk))
        except ApplicationError as wrong:
            return frame_page(agenda, wrong, wrong.problems)
        except DoelengraafError as problem:
            return frame_page(agenda, problem)
        return app.make_response(redirect(url_for("weighing_report", key=key), code=303))

    @app.get("/instrumenten/weegkader/aanvraag/<key>/wijzigen")
    def edit_application(key: str) -> tuple[str, int]:
        kept = desk.read(key)
        try:
            _, application, mark = desk.open(key)
        except ApplicationError as wrong:
            return form(kept.frame, kept.typed, wrong.problems, wrong, key, kept.mark)
        return form(kept.frame, typed_of(application), (), None, key, mark)

    @app.post("/instrumenten/weegkader/aanvraag/<key>/wijzigen")
    def change_application(key: str) -> tuple[str, int] | Response:
        request.max_content_length = request.max_form_memory_size = _FORM_BYTES
        kept = desk.read(key)
        typed, mark = _from_form(kept.frame.fields), request.form.get("merk", "")
        try:
            desk.admit()
            desk.change(key, kept, typed, mark)
        except ApplicationError as wrong:
            return form(kept.frame, typed, wrong.problems, wrong, key, mark)
        except DoelengraafError as problem:
            return form(kept.frame, typed, (), problem, key, mark)
        return app.make_response(redirect(url_for("weighing_report", key=key), code=303))

    add_weighing_reports(app, desk)


def _parts(fields: Sequence[Field]) -> list[tuple[Mapping[str, str], list[Field]]]:
    """Give the fields under the heading of their part of the form."""
    parts: dict[str, tuple[Mapping[str, str], list[Field]]] = {}
    for one in fields:
        if one.group:
            parts.setdefault(one.group.key, (one.group.label, []))[1].append(one)
    return list(parts.values())


def _shown_rows(rows: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Give the lines of a field with some empty ones to fill in."""
    empty = max(_LEAST_ROWS - len(rows), _SPARE_ROWS)
    return [*rows, *[{} for _ in range(min(empty, MOST_ROWS - len(rows)))]]


def _from_form(fields: Sequence[Field]) -> Typed:
    """Read what was sent with the form; what is no field of the form is not read."""
    values = {one.name: request.form.getlist(one.name) for one in fields if one.kind != "rows"}
    columns = {one.name: {column.name for column in one.columns} for one in fields if one.kind == "rows"}
    lines: dict[str, dict[int, dict[str, str]]] = {}
    for key, text in request.form.items():
        found = _ROW.fullmatch(key)
        if found and found[3] in columns.get(found[1], set()) and 1 <= int(found[2]) <= MOST_ROWS:
            lines.setdefault(found[1], {}).setdefault(int(found[2]), {})[found[3]] = text
    rows = {name: [found[place] for place in sorted(found)] for name, found in lines.items()}
    return Typed({name: given for name, given in values.items() if any(given)}, rows)


def _from_file(agenda: str, desk: Desk) -> Typed:
    """Read the file that was sent.

    Raises:
        ApplicationFileError: there is none, it cannot be read, or it is for another agenda.
    """
    sent = request.files.get("bestand")
    name = Path(sent.filename or "").suffix.lower() if sent else ""
    data = sent.read() if sent else b""
    if not data:
        raise ApplicationFileError(
            translate("Kies een bestand met een aanvraag: een werkblad (.xlsx) of Turtle (.ttl).")
        )
    if name == ".ttl":
        # What an assessor decided elsewhere is not taken over: the one who sends is not known.
        return read_application(data, desk.all_fields, agenda)[1]
    if name != ".xlsx":
        raise ApplicationFileError(translate("Dit bestand is geen werkblad (.xlsx) en geen Turtle (.ttl)."))
    slug, typed = read_workbook(data, desk.all_fields)
    if slug and slug != agenda:
        raise ApplicationFileError(
            translate("Dit werkblad is voor een andere agenda. Gebruik het lege werkblad van deze pagina.")
        )
    return typed
