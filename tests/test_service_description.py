"""The sizes that the endpoint tells are the same however the engine holds its statements."""

import pytest

from doelengraaf import service_description as description
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.store import OxigraphStore
from doelengraaf.terms import ID

QUERIES = [*description._COUNTS.values(), *(one[3] for one in description._PARTITIONS), description._GRAPHS]


@pytest.fixture(scope="module")
def stores(built: tuple[Project, Report]) -> tuple[OxigraphStore, OxigraphStore]:
    path = built[0].nquads
    return OxigraphStore.from_nquads(path), OxigraphStore.from_nquads(path, merged=True)


@pytest.mark.parametrize("query", QUERIES)
def test_each_statement_counts_once(stores: tuple[OxigraphStore, OxigraphStore], query: str) -> None:
    apart, merged = (description._numbers(store, query) for store in stores)
    assert apart
    assert apart[0][1] > 0
    assert apart == merged


def test_the_sizes_are_those_of_the_statements(stores: tuple[OxigraphStore, OxigraphStore]) -> None:
    apart, merged = stores
    rows = apart.query("SELECT ?s ?p ?o WHERE { ?s ?p ?o }").rows  # type: ignore[union-attr]
    statements = {tuple((one.kind, one.value, one.language, one.datatype) for one in row if one) for row in rows}
    assert len(rows) > len(statements)
    counts = {
        str(kind).rpartition("#")[2]: description._numbers(merged, query)[0][1]
        for kind, query in description._COUNTS.items()
    }
    assert counts["triples"] == len(statements)
    assert counts["entities"] == len({s[1] for s, _, _ in statements if s[1].startswith(ID)})
    assert counts["distinctObjects"] == len({o for _, _, o in statements})
