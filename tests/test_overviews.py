"""What all overviews of an agenda share: choosing lines, parts of a long table, and files that hold what was chosen."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from openpyxl import load_workbook

from doelengraaf.cli import main
from doelengraaf.instruments.filters import FilterError, choices_of, chosen, read_choices
from doelengraaf.instruments.kinds import OVERVIEWS
from doelengraaf.instruments.social_map import social_map
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.store import Store
from web.app import create_app

WIJK = "/instrumenten/sociale-kaart/wijk-bij-duurstede"
LONG = "/instrumenten/sociale-kaart/krimpenerwaard"
OLDER = "?doelgroep=ouderen&preventie=selectieve+preventie"


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def test_the_files_hold_what_was_chosen(client: FlaskClient) -> None:
    """Wijk bij Duurstede, appendix 2: selective prevention for older people."""
    rows = list(csv.DictReader(io.StringIO(client.get(f"{WIJK}.csv{OLDER}").get_data().decode("utf-8-sig"))))
    lines = {row["Regel"] for row in rows}
    assert any("valpreventie voor ouderen" in line for line in lines)
    assert not any(line.startswith("ouderenwerk") for line in lines)
    whole = json.loads(client.get(f"{WIJK}.json{OLDER}").data)
    told = [row[0]["items"][0] for row in whole["tables"][0]["rows"]]
    assert len(told) == len(lines)
    assert all(item["address"].startswith("https://w3id.org/doelengraaf/id/") and item["citation"] for item in told)
    book = load_workbook(io.BytesIO(client.get(f"{WIJK}.xlsx{OLDER}").data))
    about = {row[0].value: row[1].value for row in book.worksheets[-1].iter_rows()}
    assert about["Gekozen"] == "Doelgroep: ouderen; Preventie: selectieve preventie"
    assert book.worksheets[0].max_row == len(lines) + 1
    services = json.loads(client.get(f"{WIJK}.hsds.json{OLDER}").data)["services"]
    assert len(services) == len(lines)
    page = client.get(WIJK + OLDER).get_data(as_text=True)
    assert f"{WIJK}.csv{OLDER.replace('&', '&amp;')}" in page
    assert "Doelgroep: ouderen; Preventie: selectieve preventie</p>" in page


def test_every_line_is_on_one_of_the_parts(client: FlaskClient, store: Store) -> None:
    total = len(social_map(store, "krimpenerwaard").tables[0].rows)
    assert total > 120
    seen: list[str] = []
    address = LONG
    for _ in range(-(-total // 60)):
        html = client.get(address).get_data(as_text=True)
        seen += re.findall(r'<tr><th scope="row">\s*(?:<[^>]+>\s*)*<a[^>]* href="([^"]+)"', html)
        following = re.search(r'<a href="([^"#]+)#kaart" rel="next">', html)
        address = LONG + following[1].replace("&amp;", "&") if following else ""
    assert not address
    assert len(seen) == len(set(seen)) == total
    everything = client.get(f"{LONG}?alles=1").get_data(as_text=True)
    assert everything.count('<tr><th scope="row">') == total


@pytest.mark.parametrize("typed", ["0", "-1", "99999", "9" * 400, "١", "<b>", ""])
def test_a_part_that_is_not_there_gives_the_nearest(client: FlaskClient, typed: str) -> None:
    response = client.get(LONG, query_string={"blad-kaart": typed})
    assert response.status_code == 200
    assert response.get_data(as_text=True).count('<tr><th scope="row">') in range(1, 61)
    assert b"<b>" not in response.data


@pytest.mark.parametrize("name", OVERVIEWS)
def test_each_has_json(client: FlaskClient, name: str) -> None:
    whole = json.loads(client.get(f"/instrumenten/{name}/cranendonck.json").data)
    assert whole["agenda"] == "cranendonck"
    assert all(len(row) == len(table["columns"]) for table in whole["tables"] for row in table["rows"])
    assert client.get(f"/instrumenten/{name}/nergens.json").status_code == 404


def test_choosing_on_the_command_line(
    built: tuple[Project, Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built[0].root)
    command = ["instrument", "sociale-kaart", "wijk-bij-duurstede", "--kies"]
    shown = CliRunner().invoke(main, [*command, "doelgroep=ouderen"])
    assert shown.exit_code == 0
    assert "Doelgroep: ouderen" in shown.output
    target = tmp_path / "kaart.json"
    assert CliRunner().invoke(main, [*command, "doelgroep=ouderen", "--out", str(target)]).exit_code == 0
    assert json.loads(target.read_text())["tables"][0]["rows"]
    for typed, told in (
        ("doelgroep", "kolom=waarde"),
        ("kleur=rood", "doelgroep"),
        ("doelgroep=marsmannen", "ouderen"),
    ):
        target.write_text("wat er stond")
        refused = CliRunner().invoke(main, [*command, typed, "--out", str(target)])
        assert refused.exit_code != 0
        assert told in refused.output
        assert "Traceback" not in refused.output
        assert target.read_text() == "wat er stond"


def test_an_overview_without_choices_says_so(store: Store) -> None:
    overview = OVERVIEWS["rollen"].make(store, "wijk-bij-duurstede")
    assert choices_of(overview) == []
    assert chosen(overview, {"partner": "x"}) is overview
    with pytest.raises(FilterError, match="kolom=waarde"):
        read_choices(overview, ["partner=x"])
