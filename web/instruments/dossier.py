"""The dossier for a dialogue: choose an agenda, then a topic or a village, and take it along as a page, workbook, CSV or JSON."""

from datetime import date

from flask import Flask, Response, render_template

from doelengraaf.instruments.dossier import DOSSIER, Dossier, make_dossier
from doelengraaf.instruments.dossier_subject import TOPIC, VILLAGE, places_named, subjects
from doelengraaf.instruments.overview_files import overview_csv, overview_json, overview_workbook
from doelengraaf.overview import agendas
from doelengraaf.questions import Questions
from doelengraaf.store import Store
from web.instruments.weighing_desk import XLSX, attachment
from web.language import language
from web.own_words import asked, chosen_one

__all__ = ["add_dossier_pages"]

_MOST = 200
"""Lines of a table on the page, unless all are asked for."""


def add_dossier_pages(app: Flask, store: Store, questions: Questions) -> None:
    """Add ``/instrumenten/dossier`` and ``/instrumenten/dossier/<agenda>``, which with ``?onderwerp=`` or ``?kern=`` is a dossier; also ``.xlsx``, ``.csv`` and ``.json``."""

    def make(agenda: str) -> Dossier:
        return make_dossier(questions, agenda, asked(TOPIC), asked(VILLAGE))

    @app.get("/instrumenten/dossier")
    def dossier_agendas() -> str:
        return render_template(
            "instruments/dossier_agendas.html", kind=DOSSIER, agendas=agendas(store), places=places_named(store)
        )

    @app.get("/instrumenten/dossier/<agenda>")
    def dossier(agenda: str) -> str:
        known = subjects(store, agenda)
        whole = chosen_one("alles", ["ja"])
        if not asked(TOPIC) and not asked(VILLAGE):
            overview = DOSSIER.make(store, agenda)
            return render_template(
                "instruments/dossier_choice.html", kind=DOSSIER, overview=overview, agenda=agenda, known=known
            )
        found = make(agenda)
        return render_template(
            "instruments/dossier.html",
            kind=DOSSIER,
            dossier=found,
            overview=found.overview,
            chosen={found.subject.kind: found.subject.slug},
            most=None if whole else _MOST,
            places=_places(found, None if whole else _MOST),
            today=date.today(),
        )

    @app.get("/instrumenten/dossier/<agenda>.xlsx")
    def dossier_xlsx(agenda: str) -> Response:
        found = make(agenda)
        data = overview_workbook(found.overview, questions.version, date.today(), language())
        return attachment(data, XLSX, f"dossier-{agenda}-{found.subject.slug}.xlsx")

    @app.get("/instrumenten/dossier/<agenda>.csv")
    def dossier_csv(agenda: str) -> Response:
        found = make(agenda)
        data = overview_csv(found.overview, language())
        return attachment(data, "text/csv; charset=utf-8", f"dossier-{agenda}-{found.subject.slug}.csv")

    @app.get("/instrumenten/dossier/<agenda>.json")
    def dossier_json(agenda: str) -> Response:
        found = make(agenda)
        data = overview_json(found.overview, questions.version, date.today(), language())
        return attachment(data, "application/json", f"dossier-{agenda}-{found.subject.slug}.json")


def _places(found: Dossier, most: int | None) -> dict[str, int]:
    """Number the places of what the page shows, in the order in which they first stand there."""
    rows = [row for table in found.overview.tables for row in table.rows[:most]]
    items = [item for row in rows for cell in (row.head, *row.cells) for item in cell.items]
    return {
        place: number for number, place in enumerate(dict.fromkeys(item.citation for item in items if item.citation), 1)
    }
