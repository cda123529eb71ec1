"""The quality monitor: choose an agenda, see per part what is measured and what is not, the councillor's page, and the files."""

from collections.abc import Callable
from datetime import date

from flask import Flask, Response, render_template

from doelengraaf.instruments.monitor import monitor_of
from doelengraaf.instruments.monitor_lights import LIGHTS, MOVES, REASONS, light_of, move_of, summary_of
from doelengraaf.instruments.monitor_sheet import SOURCE, STATES, monitor_csv, monitor_json, monitor_workbook
from doelengraaf.overview import agendas
from doelengraaf.questions import Questions
from doelengraaf.store import Store
from web.instruments.weighing_desk import XLSX, attachment
from web.language import language, later
from web.markdown import safe_html
from web.own_words import chosen_one
from web.together import fit_together
from web.value_chart import figure

__all__ = ["add_monitor_pages"]

_KINDS = {
    "Wheel": later("Rad"),
    "Theme": later("Thema"),
    "Challenge": later("Opgave"),
    "Goal": later("Doel"),
    "Effect": later("Effect"),
    "Subgoal": later("Subdoel"),
}


def add_monitor_pages(app: Flask, store: Store, questions: Questions, today: Callable[[], date] = date.today) -> None:
    """Add ``/instrumenten/monitor`` and what is under it.

    Args:
        app: the application.
        store: the engine.
        questions: of which the version of the data is told.
        today: from which ages are counted.
    """
    app.jinja_env.filters["markdown"] = safe_html
    words = {
        "lights": LIGHTS,
        "moves": MOVES,
        "reasons": REASONS,
        "states": STATES,
        "kinds": _KINDS,
        "figure": figure,
        "move_of": move_of,
        "light_of": light_of,
    }

    @app.get("/instrumenten/monitor")
    def monitor_agendas() -> str:
        towns = {one.iri.rsplit("/", 1)[-1]: one.municipality.text for one in agendas(store)}
        monitors = {slug: monitor_of(store, slug) for slug in (towns if fit_together(towns) else ())}
        return render_template(
            "instruments/monitor_agendas.html",
            towns=towns,
            found={slug: (monitor, summary_of(monitor)) for slug, monitor in monitors.items()},
            described=SOURCE,
        )

    @app.get("/instrumenten/monitor/<agenda>")
    def monitor_page(agenda: str) -> str:
        monitor = monitor_of(store, agenda)
        part = chosen_one("onderdeel", [one.slug for one in monitor.parts])
        state = chosen_one("stand", list(STATES))
        shown = [
            (one, [indicator for indicator in one.indicators if not state or indicator.state == state])
            for one in monitor.parts
            if not part or one.slug == part
        ]
        return render_template(
            "instruments/monitor.html",
            monitor=monitor,
            summary=summary_of(monitor),
            shown=shown,
            part=part,
            state=state,
            today=today(),
            version=questions.version,
            **words,
        )

    @app.get("/instrumenten/monitor/<agenda>/raad")
    def monitor_council(agenda: str) -> str:
        monitor = monitor_of(store, agenda)
        return render_template(
            "instruments/monitor_council.html",
            monitor=monitor,
            summary=summary_of(monitor),
            today=today(),
            version=questions.version,
            **words,
        )

    @app.get("/instrumenten/monitor/<agenda>.xlsx")
    def monitor_xlsx(agenda: str) -> Response:
        data = monitor_workbook(monitor_of(store, agenda), questions.version, today(), language())
        return attachment(data, XLSX, f"monitor-{agenda}.xlsx")

    @app.get("/instrumenten/monitor/<agenda>.csv")
    def monitor_table(agenda: str) -> Response:
        data = monitor_csv(monitor_of(store, agenda), today(), language())
        return attachment(data, "text/csv; charset=utf-8", f"monitor-{agenda}.csv")

    @app.get("/instrumenten/monitor/<agenda>.json")
    def monitor_document(agenda: str) -> Response:
        data = monitor_json(monitor_of(store, agenda), today(), questions.version)
        return attachment(data, "application/json", f"monitor-{agenda}.json")
