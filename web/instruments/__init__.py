"""The instruments that the agendas describe: a list of them, and the pages of each.

An instrument is one module here that adds its pages, one in ``doelengraaf.instruments`` that makes it of the graph, and one line in ``INSTRUMENTS``.
"""

from dataclasses import dataclass

from flask import Flask, render_template

from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import Store
from web.instruments.dossier import add_dossier_pages
from web.instruments.monitor import add_monitor_pages
from web.instruments.overviews import add_overview_pages
from web.instruments.weighing import add_weighing_pages
from web.language import later

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


INSTRUMENTS: list[Instrument] = [
    Instrument(
        "weighing_agendas",
        later("Weegkader"),
        later(
            "Beschrijf een aanvraag of plan en zie per criterium wat ontbreekt, wat onduidelijk is en wat een mens moet beoordelen."
        ),
        "Krimpenerwaard, Maatschappelijke Agenda 5.1; Vijfheerenlanden 5.2 en 6.8; Wijk bij Duurstede 5.2",
    ),
    Instrument(
        "doelketen_agendas",
        later("Doelketen"),
        later(
            "Zie per doel welke schakels van resultaat tot activiteit de agenda heeft, en wat alleen is aangekondigd of ontbreekt."
        ),
        "Vijfheerenlanden 5.2, 6.7, 6.9 en het schema op de laatste bladzijde",
    ),
    Instrument(
        "rollen_agendas",
        later("Rollenmatrix"),
        later("Zie welke van zes rollen de gemeente neemt bij elke opgave en activiteit."),
        "Wijk bij Duurstede 5.1 en bijlage 7",
    ),
    Instrument(
        "preventie_agendas",
        later("Preventiematrix"),
        later(
            "Zie welke universele, selectieve en geïndiceerde preventie de agenda noemt, voor wie en met welke partner."
        ),
        "Wijk bij Duurstede 3.4 en bijlage 2",
    ),
    Instrument(
        "positieve-gezondheid_agendas",
        later("Positieve gezondheid"),
        later("Zie welke doelen en indicatoren de zes dimensies raken, per agenda en samen, en wat geen doel raakt."),
        "Cranendonck, Uitgangspunten 6; Krimpenerwaard, beleidskader 4.1; Vijfheerenlanden 5.1; Wijk bij Duurstede 3.5 en bijlage 3",
    ),
    Instrument(
        "sociale-kaart_agendas",
        later("Sociale kaart"),
        later(
            "Zie welke activiteiten en partners de agenda noemt, en kies op onderwerp, doelgroep, preventie of partner."
        ),
        "Vijfheerenlanden 6.4, ontwikkelopdracht a",
    ),
    Instrument(
        "ontwikkelopdrachten_agendas",
        later("Ontwikkelopdrachten"),
        later(
            "Zie per onderdeel van een ontwikkelopdracht de stand, wanneer het klaar moet zijn, wie verantwoordelijk is en aan welke doelen het bijdraagt."
        ),
        "Vijfheerenlanden 6 en 7",
    ),
    Instrument(
        "regionaal-overleg_agendas",
        later("Regionaal overleg"),
        later(
            "Zie de regionale agenda in één oogopslag: per overleg het doel, de rol van de gemeente, wat zij brengt en haalt, de opgaven en wie meedoet."
        ),
        "Vijfheerenlanden 6.3",
    ),
    Instrument(
        "monitor_agendas",
        later("Kwaliteitsmonitor"),
        later(
            "Zie per onderdeel van een agenda wat gemeten is, hoe oud het cijfer is, wat de streefwaarde is en wat ontbreekt; met een bladzijde voor de raad."
        ),
        "Krimpenerwaard, Maatschappelijke Agenda 5.3 en Integraal beleidskader (Datagedreven sturing); Cranendonck, Monitoring; Vijfheerenlanden 6.7 en 6.9; Wijk bij Duurstede 5.3",
    ),
    Instrument(
        "dossier_agendas",
        later("Platformdialoog"),
        later(
            "Maak in één klik een dossier over een onderwerp of kern: doelen, indicatoren, wie wat doet, wat ontbreekt, wat anderen doen en welke vragen open staan."
        ),
        "Krimpenerwaard, Maatschappelijke Agenda 5.2",
    ),
]
"""In the order of the list."""


def add_instruments(app: Flask, project: Project, store: Store, questions: Questions) -> None:
    """Add ``/instrumenten`` and the pages of each instrument to an application."""

    @app.get("/instrumenten")
    def instrument_list() -> str:
        return render_template("instruments/list.html", instruments=INSTRUMENTS)

    add_weighing_pages(app, project, store, questions)
    add_overview_pages(app, store, questions)
    add_monitor_pages(app, store, questions)
    add_dossier_pages(app, store, questions)
