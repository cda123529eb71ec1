"""Positive health: aims and indicators by the six dimensions, and the picture of the same numbers."""

import io
import re
import subprocess
from collections.abc import Callable

import openpyxl
import pytest
from flask.testing import FlaskClient
from overview_cells import cell_of, row_of, table_of, texts_of

from doelengraaf.instruments.overviews import TOGETHER, NoAgendaError
from doelengraaf.instruments.positive_health import NUMBERS, positive_health
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.store import Store
from web.app import create_app

START = "/instrumenten/positieve-gezondheid"
SIX = [
    "lichaamsfuncties",
    "mentaal welbevinden",
    "zingeving",
    "kwaliteit van leven",
    "meedoen",
    "dagelijks functioneren",
]
AGENDAS = ("cranendonck", "krimpenerwaard", "vijfheerenlanden", "wijk-bij-duurstede")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def test_the_six_dimensions_in_the_order_of_the_documents(store: Store) -> None:
    """Cranendonck, lines 78-86, and Wijk bij Duurstede, 3.5 (line 218), list the same six."""
    for agenda in (*AGENDAS, TOGETHER):
        rows = table_of(positive_health(store, agenda), NUMBERS).rows
        assert [row.head.words["nl"] for row in rows] == SIX


def test_aims_stand_at_the_dimension_their_words_name(store: Store) -> None:
    wijk = table_of(positive_health(store, "wijk-bij-duurstede"), "doelen")
    # Theme 3 (line 306): taking part adds to spiritual growth, with meaning and mattering in so many words.
    cell = cell_of(wijk, "zingeving", "Doelen en opgaven")
    assert [(item.link.text, item.link.basis) for item in cell.items] == [
        ("Iedereen doet mee en draagt bij aan de Wijkse samenleving", "stated")
    ]
    # Challenges 19 in all; the two on a healthy way of life are about the body.
    assert texts_of(cell_of(wijk, "lichaamsfuncties", "Doelen en opgaven")) == {
        "Gezonde leefstijl jeugd en jongeren",
        "Gezonde leefstijl volwassenen",
    }
    # Framework 4 of section 2.2 (line 125): "versterken van zingeving" is a principle, shown beside the aims.
    assert "We zetten in op versterken van zingeving" in texts_of(
        cell_of(wijk, "zingeving", "Inzet, uitgangspunten en overige")
    )


def test_the_numbers_are_those_of_what_is_shown(store: Store) -> None:
    for agenda in AGENDAS:
        overview = positive_health(store, agenda)
        numbers, shown = table_of(overview, NUMBERS), table_of(overview, "doelen")
        for one in SIX:
            assert [int(cell.words["nl"]) for cell in row_of(numbers, one).cells[:3]] == [
                len(cell.items) for cell in row_of(shown, one).cells[:3]
            ]


def test_all_together_adds_up(store: Store) -> None:
    together = table_of(positive_health(store, TOGETHER), NUMBERS)
    for one in SIX:
        *each, aims, indicators = [int(cell.words["nl"]) for cell in row_of(together, one).cells]
        own = [row_of(table_of(positive_health(store, agenda), NUMBERS), one).cells for agenda in AGENDAS]
        assert each == [int(cells[0].words["nl"]) + int(cells[1].words["nl"]) for cells in own]
        assert aims == sum(each)
        assert indicators == sum(int(cells[2].words["nl"]) for cells in own)


def test_what_no_aim_touches(store: Store) -> None:
    """None of the nineteen challenges of Wijk bij Duurstede (4.2) is on mental well-being; its one indicator with a target is on jobs."""
    table = table_of(positive_health(store, TOGETHER), "geen-doel")
    assert texts_of(cell_of(table, "Wijk bij Duurstede", "Geen resultaat of doel")) == {"mentaal welbevinden"}
    assert texts_of(cell_of(table, "Wijk bij Duurstede", "Geen indicator")) == set(SIX) - {"meedoen"}
    assert cell_of(table, "Krimpenerwaard", "Geen indicator").words["nl"] == "geen: alle zes komen voor"
    # Appendix I of Cranendonck has no indicator on meaning.
    assert texts_of(cell_of(table, "Cranendonck", "Geen indicator")) == {"zingeving"}


def test_the_picture_draws_the_numbers_of_the_table(client: FlaskClient, store: Store) -> None:
    html = client.get(f"{START}/wijk-bij-duurstede").get_data(as_text=True)
    drawn = re.findall(r'aria-label="(Resultaten|Doelen en opgaven|Indicatoren): (\d+)"', html)
    rows = table_of(positive_health(store, "wijk-bij-duurstede"), NUMBERS).rows
    assert sorted(int(number) for _, number in drawn) == sorted(
        int(cell.words["nl"]) for row in rows for cell in row.cells[:3]
    )
    english = client.get(f"{START}/samen?taal=en").get_data(as_text=True)
    assert "Positive health of all agendas together" in english
    assert english.count('aria-label="Aims together: ') == len(SIX)
    assert "<svg" not in client.get("/instrumenten/rollen/cranendonck").get_data(as_text=True)


def test_files_and_command(client: FlaskClient, run: Run) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{START}/samen.xlsx").data))
    heads = [cell.value for cell in book["Dimensies in getallen"][1]]
    assert heads[1:5] == ["Cranendonck", "Krimpenerwaard", "Vijfheerenlanden", "Wijk bij Duurstede"]
    assert client.get(f"{START}/samen.csv").status_code == 200
    assert f"{START}/samen" in client.get(START).get_data(as_text=True)
    shown = run("instrument", "positieve-gezondheid", "samen")
    assert shown.returncode == 0
    assert "Wat geen doel raakt (4)" in shown.stdout


def test_no_such_agenda(store: Store, client: FlaskClient) -> None:
    with pytest.raises(NoAgendaError, match="Er is geen agenda nergens"):
        positive_health(store, "nergens")
    assert client.get("/instrumenten/rollen/samen").status_code == 404
