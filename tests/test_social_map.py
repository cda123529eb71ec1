"""The social map: what an agenda names, chosen by column, and as HSDS 3."""

import json
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from overview_cells import cell_of, table_of, texts_of

from doelengraaf.instruments.overviews import NoAgendaError
from doelengraaf.instruments.social_map import social_map
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.store import Store
from web.app import create_app

START = "/instrumenten/sociale-kaart"
# By schema/*.json of https://github.com/openreferral/specification (3.0): the fields there are, and those that must be there.
FIELDS = {
    "organizations": ({"id", "name", "description", "uri"}, {"id", "name", "description"}),
    "services": (
        {"id", "organization_id", "name", "description", "url", "status", "eligibility_description", "attributes"},
        {"id", "name", "status"},
    ),
    "taxonomy_terms": (
        {"id", "name", "description", "code", "taxonomy", "language", "term_uri"},
        {"id", "name", "description"},
    ),
}
ATTRIBUTE = {"id", "link_id", "link_entity", "link_type", "label", "value", "taxonomy_term_id"}


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def test_what_the_agenda_names_of_an_activity(store: Store) -> None:
    """Wijk bij Duurstede, appendix 2, footnotes 31 and 32, and the text above them."""
    table = table_of(social_map(store, "wijk-bij-duurstede"), "kaart")
    assert texts_of(cell_of(table, "valpreventie voor ouderen", "Doelgroep")) == {"ouderen"}
    assert texts_of(cell_of(table, "valpreventie voor ouderen", "Preventie")) == {"selectieve preventie"}
    assert cell_of(table, "valpreventie voor ouderen", "Partner").state == "missing"
    assert "eerste lijners" in texts_of(cell_of(table, "GLI", "Partner"))


def test_the_line_where_it_is_stated(store: Store) -> None:
    """Vijfheerenlanden 6.8 (line 1222): the parties in the first line are expected to work together."""
    table = table_of(social_map(store, "vijfheerenlanden"), "kaart")
    assert texts_of(cell_of(table, "samenwerking van partijen in de eerste lijn", "Lijn")) == {"1e lijn"}


def test_choosing(client: FlaskClient) -> None:
    def names_on(address: str) -> str:
        return client.get(address).get_data(as_text=True)

    html = names_on(f"{START}/wijk-bij-duurstede?doelgroep=ouderen&preventie=selectieve+preventie")
    assert "eetprojecten voor ouderen</a>" in html
    assert "ouderenwerk</a>" not in html
    assert "<option selected>ouderen</option>" in html
    nothing = names_on(f"{START}/wijk-bij-duurstede?doelgroep=<b>niemand")
    assert "Geen activiteit past bij deze keuze." in nothing
    assert "<b>niemand" not in nothing


def test_hsds(client: FlaskClient) -> None:
    response = client.get(f"{START}/wijk-bij-duurstede.hsds.json")
    assert response.mimetype == "application/json"
    whole = json.loads(response.data)
    for part, (known, required) in FIELDS.items():
        assert whole[part]
        for one in whole[part]:
            assert required <= set(one) <= known
            assert UUID(one["id"])
        assert len({one["id"] for one in whole[part]}) == len(whole[part])
    terms = {one["id"]: one["name"] for one in whole["taxonomy_terms"]}
    organizations = {one["id"]: one["name"] for one in whole["organizations"]}
    services = {one["name"]: one for one in whole["services"]}
    for service in whole["services"]:
        assert service.get("organization_id") in {None, *organizations}
        assert {attribute["link_id"] for attribute in service["attributes"]} <= {service["id"]}
        for attribute in service["attributes"]:
            assert set(attribute) <= ATTRIBUTE
            assert attribute.get("taxonomy_term_id") in {None, *terms}
    # "spreekuren en welzijnsactiviteiten" is what Binding does; who only is named is no provider.
    assert organizations[services["spreekuren en welzijnsactiviteiten"]["organization_id"]] == "Stichting Binding"
    assert "organization_id" not in services["Startpunt Scheiden"]
    falls = services["valpreventie voor ouderen"]
    assert falls["eligibility_description"] == "ouderen"
    assert {terms[one["taxonomy_term_id"]] for one in falls["attributes"]} >= {"ouderen", "selectieve preventie"}


def test_no_such_agenda(store: Store, client: FlaskClient) -> None:
    with pytest.raises(NoAgendaError, match="Er is geen agenda nergens"):
        social_map(store, "nergens")
    assert client.get(f"{START}/nergens.hsds.json").status_code == 404
