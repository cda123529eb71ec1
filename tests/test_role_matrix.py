"""The role matrix: the six roles, and where an agenda names one."""

import io

import openpyxl
import pytest
from flask.testing import FlaskClient
from overview_cells import cell_of, row_of, table_of, texts_of

from doelengraaf.instruments.overviews import NoAgendaError
from doelengraaf.instruments.role_matrix import role_matrix
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.store import Store
from web.app import create_app

SIX = ["zelf presterend / uitvoerend", "opdrachtgever", "regisseur", "coproducent", "supporter", "toeschouwer"]


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def test_the_six_roles_are_explained_as_in_appendix_7(store: Store) -> None:
    """The participation matrix (lines 566-576), and per role who has the means and who decides."""
    table = table_of(role_matrix(store, "wijk-bij-duurstede"), "rollen")
    assert [row.head.words["nl"] for row in table.rows] == SIX
    director = [cell.words.get("nl", "") for cell in row_of(table, "regisseur").cells]
    assert director[:5] == [
        "De gemeente stelt kaders waarbinnen anderen het doen.",
        "systeem (meta)",
        "voorwaarden scheppend of stellend",
        "alle partijen kunnen inbrengen",
        "volgens de spelregels",
    ]
    assert cell_of(table, "coproducent", "Wie heeft de middelen").words["nl"] == "iedereen, iemand of niemand"
    assert cell_of(table, "opdrachtgever", "Wie beslist").words["nl"] == "de gemeente, mogelijk gemandateerd"
    assert "Rol: toeschouwer" in texts_of(cell_of(table, "toeschouwer", "In deze agenda"))


def test_a_role_stands_where_the_agenda_names_it(store: Store) -> None:
    """Appendix 8 of Wijk bij Duurstede (line 799): by a UN treaty the municipality must make an inclusion agenda."""
    table = table_of(role_matrix(store, "wijk-bij-duurstede"), "activiteiten")
    cell = cell_of(table, "Een inclusieagenda maken", SIX[0])
    assert {item.link.basis for item in cell.items} == {"interpreted"}
    assert all(item.citation for item in cell.items)
    assert [bool(one.items) for one in row_of(table, "Een inclusieagenda maken").cells[:6]] == [True, *[False] * 5]
    # Vijfheerenlanden 3.4 (lines 307-316): listens and takes away barriers; commissions; directs the approach of vulnerable residents.
    other = table_of(role_matrix(store, "vijfheerenlanden"), "activiteiten")
    assert cell_of(other, "eigen initiatief prikkelen en belemmeringen wegnemen", "supporter").items
    assert cell_of(other, "opdrachten geven", "opdrachtgever").items
    assert cell_of(other, "regie op de actieve benadering", "regisseur").items
    assert not [row for row in other.rows if row.cells[5].items]


def test_a_challenge_has_the_roles_of_its_work(store: Store) -> None:
    table = table_of(role_matrix(store, "wijk-bij-duurstede"), "opgaven")
    assert len([row for row in table.rows if row.head.items[0].note["nl"] == "opgave"]) == 19
    assert texts_of(cell_of(table, "Gezonde leefstijl volwassenen", "coproducent")) == {"Vitaliteitsakkoord"}
    silent = row_of(table, "Mobiliteit")
    assert not any(cell.items for cell in silent.cells)
    assert silent.cells[-1].state == "missing"
    # Krimpenerwaard, policy frame 4.1 (line 294): commissions can turn the wheel of care use.
    wheel = table_of(role_matrix(store, "krimpenerwaard"), "opgaven")
    assert "Zorggebruik" in texts_of(cell_of(wheel, "Zorggebruik", "opdrachtgever"))


def test_page_and_workbook(client: FlaskClient) -> None:
    html = client.get("/instrumenten/rollen/wijk-bij-duurstede?taal=en").get_data(as_text=True)
    assert "Role matrix Wijk bij Duurstede" in html
    assert "The municipality sets the frame in which others act." in html
    book = openpyxl.load_workbook(io.BytesIO(client.get("/instrumenten/rollen/cranendonck.xlsx").data))
    assert [cell.value for cell in book["De zes rollen"]["A"]] == ["Rol", *SIX]
    assert client.get("/instrumenten/rollen/nergens").status_code == 404


def test_no_such_agenda(store: Store) -> None:
    with pytest.raises(NoAgendaError, match="Er is geen agenda nergens"):
        role_matrix(store, "nergens")
