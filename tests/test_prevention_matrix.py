"""The prevention matrix: which prevention an agenda names, for whom and with whom."""

import csv
import io

import pytest
from flask.testing import FlaskClient
from overview_cells import cell_of, row_of, table_of, texts_of

from doelengraaf.instruments.overviews import NoAgendaError
from doelengraaf.instruments.prevention_matrix import prevention_matrix
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.store import Store
from web.app import create_app

UNIVERSAL, SELECTIVE, INDICATED = "universele preventie", "selectieve preventie", "geïndiceerde preventie"


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def test_the_local_examples_of_appendix_2(store: Store) -> None:
    """Wijk bij Duurstede, appendix 2 with its footnotes 31 and 32 (lines 493-506)."""
    table = table_of(prevention_matrix(store, "wijk-bij-duurstede"), "activiteiten")
    for name in (
        "valpreventie voor ouderen",
        "healthy moves",
        "mantelzorgondersteuning",
        "spreekuur Grip op de knip",
        "eetprojecten voor ouderen",
    ):
        assert texts_of(cell_of(table, name, "Vorm")) == {SELECTIVE}
    assert texts_of(cell_of(table, "GLI", "Vorm")) == {INDICATED}
    # "Gemeente en partijen uit de 1e lijn werken zo samen"
    assert "eerste lijners" in texts_of(cell_of(table, "Specifieke beweeg- en sportvoorzieningen", "Partner"))
    basic = row_of(table, "Algemeen toegankelijke basisvoorzieningen")
    assert texts_of(basic.cells[0]) == {UNIVERSAL}
    assert {"scholen", "bibliotheek (Wijk bij Duurstede)"} <= texts_of(basic.cells[2])
    # Line 123 names no partner for it.
    assert cell_of(table, "Startpunt Scheiden", "Partner").state == "missing"
    assert cell_of(table, "Startpunt Scheiden", "Doelgroep").state == "missing"


def test_target_groups_with_and_without_prevention(store: Store) -> None:
    """The groups that appendix 2 names as examples for selective prevention."""
    table = table_of(prevention_matrix(store, "wijk-bij-duurstede"), "doelgroepen")
    for group in (
        "mensen met een laag inkomen of schulden",
        "langdurig werklozen",
        "mensen met psychische problemen",
        "alleenstaande ouderen",
        "kinderen met overgewicht",
    ):
        assert cell_of(table, group, SELECTIVE).items
    silent = row_of(table, "dak- en thuislozen")
    assert not any(cell.items or cell.state for cell in silent.cells)
    assert silent.head.items[0].citation
    assert "Startpunt Scheiden" in texts_of(cell_of(table, "Doelgroep staat niet in de agenda", SELECTIVE))


def test_partners_and_work_without_one(store: Store) -> None:
    table = table_of(prevention_matrix(store, "wijk-bij-duurstede"), "partners")
    assert "GLI" in texts_of(cell_of(table, "eerste lijners", INDICATED))
    assert "Startpunt Scheiden" in texts_of(cell_of(table, "Partner staat niet in de agenda", SELECTIVE))


def test_an_agenda_that_does_not_tell_the_forms_apart(store: Store, client: FlaskClient) -> None:
    """Vijfheerenlanden puts prevention first (6.4) and names none of the three forms."""
    overview = prevention_matrix(store, "vijfheerenlanden")
    assert [row.cells[1].words["nl"] for row in table_of(overview, "vormen").rows] == ["0", "0", "0"]
    assert not table_of(overview, "activiteiten").rows
    html = client.get("/instrumenten/preventie/vijfheerenlanden").get_data(as_text=True)
    assert "De agenda noemt bij geen enkele activiteit een van deze vormen van preventie." in html
    english = client.get("/instrumenten/preventie/vijfheerenlanden?taal=en").get_data(as_text=True)
    assert "The agenda names none of these forms of prevention for any activity." in english


def test_the_file_has_basis_and_place(client: FlaskClient) -> None:
    data = client.get("/instrumenten/preventie/wijk-bij-duurstede.csv").data.decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(data)) if row["Adres"]]
    assert len(rows) > 100
    assert {row["Zekerheid"] for row in rows} == {"letterlijk", "geduid"}
    assert all(row["Bewijsplaats"] for row in rows)


def test_no_such_agenda(store: Store) -> None:
    with pytest.raises(NoAgendaError, match="Er is geen agenda nergens"):
        prevention_matrix(store, "nergens")
