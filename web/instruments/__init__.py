"""The instruments that the agendas describe: a list of them, and the pages of each.

An instrument is one module here that adds its pages, one in ``doelengraaf.instruments`` that makes it of the graph, and one line in ``INSTRUMENTS``.
"""

from dataclasses import dataclass

from flask import Flask, render_template

from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import Store

__all__ = ["INSTRUMENTS", "Instrument", "add_instruments"]


@dataclass(frozen=True)
class Instrument:
    """An instrument as the list shows it.

    Args:
        endpoint: its page.
        title: Dutch name, marked for translation.
        text: Dutch sentence that says what one does with it, marked for translation.
        source: where the agendas describe it, in words.
    """

    endpoint: str
    title: str
    text: str
    source: str


INSTRUMENTS: list[Instrument] = []
"""In the order of the list."""


def add_instruments(app: Flask, project: Project, store: Store, questions: Questions) -> None:
    """Add ``/instrumenten`` and the pages of each instrument to an application."""

    @app.get("/instrumenten")
    def instrument_list() -> str:
        return render_template("instruments/list.html", instruments=INSTRUMENTS)
