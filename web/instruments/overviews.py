"""The pages of the instruments that look at one agenda: a list of agendas, an overview as page, as workbook, as CSV and as JSON."""

from datetime import date

from flask import Flask, Response, render_template, request

from doelengraaf.instruments.filters import choices_of, chosen, chosen_words
from doelengraaf.instruments.hsds import hsds_json
from doelengraaf.instruments.kinds import OVERVIEWS
from doelengraaf.instruments.overview_files import overview_csv, overview_json, overview_workbook
from doelengraaf.instruments.overviews import STATES, TOGETHER, Kind, Overview
from doelengraaf.instruments.social_map import MAP
from doelengraaf.overview import agendas
from doelengraaf.questions import Questions
from doelengraaf.store import Store
from web.instruments.health_picture import picture_of_overview
from web.instruments.paging import part_of
from web.instruments.timeline_picture import timeline_of
from web.instruments.weighing_desk import XLSX, attachment
from web.language import language

__all__ = ["add_overview_pages"]


def add_overview_pages(app: Flask, store: Store, questions: Questions) -> None:
    """Add ``/instrumenten/<name>`` with its agendas, and ``/instrumenten/<name>/<agenda>`` with ``.xlsx``, ``.csv`` and ``.json``, for each instrument."""
    app.jinja_env.globals.update(overview_states=STATES)
    for kind in OVERVIEWS.values():
        _add(app, store, questions, kind)


def _add(app: Flask, store: Store, questions: Questions, kind: Kind) -> None:
    start = f"/instrumenten/{kind.name}"

    @app.get(start, endpoint=f"{kind.name}_agendas")
    def choose() -> str:
        return render_template(
            "instruments/overview_agendas.html", kind=kind, agendas=agendas(store, language()), together=TOGETHER
        )

    def asked(agenda: str) -> Overview:
        return chosen(kind.make(store, agenda), request.args)

    @app.get(f"{start}/<agenda>", endpoint=kind.name)
    def show(agenda: str) -> str:
        whole = kind.make(store, agenda)
        overview, choices = chosen(whole, request.args), choices_of(whole)
        return render_template(
            "instruments/overview.html",
            overview=overview,
            kind=kind,
            picture=picture_of_overview(overview) or timeline_of(store, overview, date.today()),
            choices=choices,
            # By name: any other could mean something to who makes addresses, such as their scheme.
            asked={one: request.args[one] for one in [*(one.key for one in choices), "taal"] if request.args.get(one)},
            choice=chosen_words(whole, request.args, language()),
            parts={table.key: part_of(table.key, len(table.rows)) for table in overview.tables},
        )

    @app.get(f"{start}/<agenda>.xlsx", endpoint=f"{kind.name}_xlsx")
    def workbook(agenda: str) -> Response:
        overview = asked(agenda)
        choice = chosen_words(overview, request.args, language())
        data = overview_workbook(overview, questions.version, date.today(), language(), choice)
        return attachment(data, XLSX, f"{kind.name}-{agenda}.xlsx")

    @app.get(f"{start}/<agenda>.csv", endpoint=f"{kind.name}_csv")
    def table(agenda: str) -> Response:
        return attachment(
            overview_csv(asked(agenda), language()), "text/csv; charset=utf-8", f"{kind.name}-{agenda}.csv"
        )

    @app.get(f"{start}/<agenda>.json", endpoint=f"{kind.name}_json")
    def document(agenda: str) -> Response:
        data = overview_json(asked(agenda), questions.version, date.today(), language())
        return attachment(data, "application/json", f"{kind.name}-{agenda}.json")

    if kind is MAP:

        @app.get(f"{start}/<agenda>.hsds.json", endpoint=f"{kind.name}_hsds")
        def hsds(agenda: str) -> Response:
            data = hsds_json(asked(agenda), questions.version)
            return attachment(data, "application/json", f"{kind.name}-{agenda}.hsds.json")
