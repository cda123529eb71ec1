"""The pages of the instruments that look at one agenda: a list of agendas, an overview as page, as workbook and as CSV."""

from datetime import date

from flask import Flask, Response, render_template, request

from doelengraaf.instruments.hsds import hsds_json
from doelengraaf.instruments.kinds import OVERVIEWS
from doelengraaf.instruments.overview_files import overview_csv, overview_workbook
from doelengraaf.instruments.overviews import STATES, TOGETHER, Kind
from doelengraaf.instruments.social_map import MAP
from doelengraaf.overview import agendas
from doelengraaf.questions import Questions
from doelengraaf.store import Store
from web.instruments.filters import choices_of, chosen
from web.instruments.health_picture import picture_of_overview
from web.instruments.weighing_desk import XLSX, attachment
from web.language import language

__all__ = ["add_overview_pages"]


def add_overview_pages(app: Flask, store: Store, questions: Questions) -> None:
    """Add ``/instrumenten/<name>`` with its agendas, and ``/instrumenten/<name>/<agenda>`` with ``.xlsx`` and ``.csv``, for each instrument."""
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

    @app.get(f"{start}/<agenda>", endpoint=kind.name)
    def show(agenda: str) -> str:
        overview = kind.make(store, agenda)
        choices = choices_of(overview) if kind.filters else []
        if kind.filters:
            overview = chosen(overview, request.args)
        return render_template(
            "instruments/overview.html",
            overview=overview,
            kind=kind,
            picture=picture_of_overview(overview),
            choices=choices,
        )

    @app.get(f"{start}/<agenda>.xlsx", endpoint=f"{kind.name}_xlsx")
    def workbook(agenda: str) -> Response:
        data = overview_workbook(kind.make(store, agenda), questions.version, date.today(), language())
        return attachment(data, XLSX, f"{kind.name}-{agenda}.xlsx")

    @app.get(f"{start}/<agenda>.csv", endpoint=f"{kind.name}_csv")
    def table(agenda: str) -> Response:
        data = overview_csv(kind.make(store, agenda), language())
        return attachment(data, "text/csv; charset=utf-8", f"{kind.name}-{agenda}.csv")

    if kind is MAP:

        @app.get(f"{start}/<agenda>.hsds.json", endpoint=f"{kind.name}_hsds")
        def hsds(agenda: str) -> Response:
            data = hsds_json(kind.make(store, agenda), questions.version)
            return attachment(data, "application/json", f"{kind.name}-{agenda}.hsds.json")
