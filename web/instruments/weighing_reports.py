"""What is found of an application: the report, the assessor's judgement, several side by side, the files, and the end of it."""

import re
from collections.abc import Mapping

from flask import Flask, Response, redirect, render_template, request, url_for

from doelengraaf.errors import DoelengraafError
from doelengraaf.instruments.application import OUTCOMES, Judgement, clean_judgement
from doelengraaf.instruments.application_box import KEY
from doelengraaf.instruments.application_rdf import turtle_of
from doelengraaf.instruments.weighing import FINDINGS, Report
from doelengraaf.instruments.weighing_answers import answers_of
from doelengraaf.instruments.weighing_context import surroundings
from doelengraaf.instruments.weighing_report import comparison_workbook, report_workbook
from doelengraaf.terms import short
from web.instruments.weighing_desk import TURTLE, XLSX, Desk, attachment
from web.language import language, translate

__all__ = ["add_weighing_reports"]

_LEAST, _MOST = 2, 6
"""So many applications stand side by side."""
_BYTES = 200_000
_KEYS = re.compile(rf"(?<![A-Za-z0-9_-]){KEY.pattern}(?![A-Za-z0-9_-])")
_WORK = 40
"""So much existing work a page shows; the workbook has all."""


class NotSureError(DoelengraafError):
    """Somebody asked to delete without saying that they are sure."""


class SideBySideError(DoelengraafError):
    """These applications cannot stand side by side."""


def add_weighing_reports(app: Flask, desk: Desk) -> None:
    """Add what is under ``/instrumenten/weegkader/aanvraag/<key>``, and ``/instrumenten/weegkader/naast-elkaar``."""

    def answers(report: Report, paths: frozenset[str] | None = None) -> list[tuple[str, list[str]]]:
        things = desk.things(report.frame.agenda)
        return answers_of(report.application, report.frame.fields, things, language(), paths)

    @app.get("/instrumenten/weegkader/aanvraag/<key>")
    def weighing_report(key: str) -> str:
        report, _ = desk.weigh(key)
        return render_template(
            "instruments/weighing_report.html",
            key=key,
            report=report,
            outcomes=FINDINGS,
            around=surroundings(desk.store, report.application),
            answers=answers(report),
            most=_WORK,
            days=desk.box.days,
        )

    @app.get("/instrumenten/weegkader/aanvraag/<key>.xlsx")
    def weighing_workbook(key: str) -> Response:
        report, _ = desk.weigh(key)
        data = report_workbook(report, surroundings(desk.store, report.application), language())
        return attachment(data, XLSX, "weging.xlsx")

    @app.get("/instrumenten/weegkader/aanvraag/<key>.ttl")
    def application_turtle(key: str) -> Response:
        frame, application, _ = desk.open(key)
        return attachment(turtle_of(application, frame.fields), TURTLE, "aanvraag.ttl")

    def judging(
        key: str,
        report: Report,
        mark: str,
        typed: Mapping[str, tuple[str, str]],
        problems: Mapping[str, str],
        error: DoelengraafError | None,
    ) -> tuple[str, int]:
        html = render_template(
            "instruments/weighing_judge.html",
            key=key,
            report=report,
            mark=mark,
            typed=typed,
            problems=problems,
            error=error,
            outcomes=OUTCOMES,
            answers={one.criterion.thing.iri: answers(report, one.criterion.paths) for one in report.findings},
        )
        return html, 400 if problems else error.status if error else 200

    @app.get("/instrumenten/weegkader/aanvraag/<key>/beoordelen")
    def judge_application(key: str) -> tuple[str, int]:
        report, mark = desk.weigh(key)
        typed = {_name(iri): (one.outcome, one.reason) for iri, one in report.application.judgements.items()}
        return judging(key, report, mark, typed, {}, None)

    @app.post("/instrumenten/weegkader/aanvraag/<key>/beoordelen")
    def send_judgement(key: str) -> tuple[str, int] | Response:
        request.max_content_length = request.max_form_memory_size = _BYTES
        report, _ = desk.weigh(key)
        before = report.application
        mark = request.form.get("merk", "")
        typed: dict[str, tuple[str, str]] = {}
        problems: dict[str, str] = {}
        found: dict[str, Judgement] = {}
        for one in report.findings:
            name = _name(one.criterion.thing.iri)
            typed[name] = (request.form.get(f"oordeel-{name}", ""), request.form.get(f"reden-{name}", ""))
            try:
                judgement = clean_judgement(*typed[name])
            except ValueError as wrong:
                problems[name] = f"{one.criterion.thing.text}: {wrong}."
                continue
            if judgement:
                known = before.judgements.get(one.criterion.thing.iri)
                same = known and (known.outcome, known.reason) == (judgement.outcome, judgement.reason)
                # What was not changed keeps its day.
                found[one.criterion.thing.iri] = known if known and same else judgement
        if problems:
            return judging(key, report, mark, typed, problems, None)
        try:
            desk.admit()
            desk.judge(key, report.frame, before, found, mark)
        except DoelengraafError as problem:
            return judging(key, report, mark, typed, {}, problem)
        return app.make_response(redirect(url_for("weighing_report", key=key), code=303))

    @app.post("/instrumenten/weegkader/aanvraag/<key>/verwijderen")
    def delete_application(key: str) -> tuple[str, int]:
        desk.admit()
        if request.form.get("zeker") != "ja":
            raise NotSureError(
                translate("Zet een vinkje bij ‘Ja, verwijder deze aanvraag’; er is nog niets verwijderd.")
            )
        desk.box.delete(key)
        return render_template("instruments/weighing_deleted.html"), 200

    @app.post("/instrumenten/weegkader/naast-elkaar")
    def side_by_side() -> str | Response:
        request.max_content_length = request.max_form_memory_size = _BYTES
        desk.admit()
        keys = list(dict.fromkeys(_KEYS.findall("\n".join(request.form.getlist("aanvragen")))))
        if not _LEAST <= len(keys) <= _MOST:
            raise SideBySideError(
                translate("Geef de adressen van twee tot zes aanvragen; er staan er nu {number}.").format(
                    number=len(keys)
                )
            )
        reports = [desk.weigh(key)[0] for key in keys]
        if len({one.frame.agenda for one in reports}) > 1:
            raise SideBySideError(
                translate("Deze aanvragen zijn voor verschillende agenda’s; die worden met andere criteria gewogen.")
            )
        if request.form.get("vorm") == "xlsx":
            return attachment(comparison_workbook(reports, language()), XLSX, "naast-elkaar.xlsx")
        goals = [set(one.application.values.get("goal", ())) for one in reports]
        labels = {choice.value: choice.label for choice in desk.things(reports[0].frame.agenda)["aims"]}
        return render_template(
            "instruments/weighing_side.html",
            reports=list(zip(keys, reports, strict=True)),
            frame=reports[0].frame,
            shared=[labels.get(one, one) for one in sorted(set.intersection(*goals))],
        )


def _name(iri: str) -> str:
    """Give the key of a criterion in a form."""
    return short(iri).rpartition("/")[2]
