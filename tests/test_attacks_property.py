"""Anything in any cell, parameter or header: a finding, a refusal or an answer, and never another error or another query (hypothesis)."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parsers import PARSERS

from doelengraaf.binding import bind
from doelengraaf.building.tables import read_project
from doelengraaf.pipeline import Report, check_project
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import iri, literal
from web.app import create_app

SIGNS = st.text(st.characters(exclude_categories=()), max_size=60)
PIECES = st.sampled_from(
    [
        '"',
        "'",
        ",",
        "\n",
        "\r",
        "|",
        "=1+1",
        "\0",
        "\ud800",
        "\ufeff",
        "\u2028",
        "goal/",
        "https://",
        "<",
        ">",
        "{",
        "}",
        "\\",
        "?",
        "#",
        "_:a",
        "1-2",
        "9" * 5000,
        "\t",
    ]
)
WRITTEN = st.lists(st.one_of(SIGNS, PIECES), min_size=0, max_size=5).map("".join)
USUAL = settings(
    deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def tables(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with the tables of one agenda alone, to spoil."""
    folder = tmp_path_factory.mktemp("woorden")
    for name in ("ontology", "shapes", "queries"):
        (folder / name).symlink_to(project.root / name)
    shutil.copytree(project.data / "shared", folder / "data" / "shared")
    shutil.copytree(project.data / "agendas" / "cranendonck", folder / "data" / "agendas" / "cranendonck")
    return Project(folder)


NAMES = sorted(path.name for path in (Path(__file__).parent.parent / "data" / "agendas" / "cranendonck").glob("*.csv"))


@given(name=st.sampled_from(NAMES), place=st.integers(0, 10_000), text=WRITTEN)
@settings(USUAL, max_examples=40)
def test_any_text_in_any_cell_is_read_or_is_a_finding(tables: Project, name: str, place: int, text: str) -> None:
    path = tables.data / "agendas" / "cranendonck" / name
    before = path.read_bytes()
    rows = list(csv.reader(io.StringIO(before.decode(), newline="")))
    row = rows[1 + place % (len(rows) - 1)] if len(rows) > 1 else rows[0]
    row[place % len(row)] = text
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    try:
        path.write_bytes(out.getvalue().encode("utf-8", "surrogatepass"))
        built = read_project(tables)
        assert all(one.text() for one in built.findings)
    finally:
        path.write_bytes(before)


@given(text=WRITTEN)
@settings(USUAL, max_examples=3)
def test_any_name_is_built_or_is_a_finding(small: Project, text: str) -> None:
    """As far as the shapes: a few, for each judges all data."""
    path = small.data / "agendas" / "cranendonck" / "goals.csv"
    before = path.read_bytes()
    rows = list(csv.reader(io.StringIO(before.decode(), newline="")))
    rows[1][rows[0].index("label")] = text
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    try:
        path.write_bytes(out.getvalue().encode("utf-8", "surrogatepass"))
        assert all(one.text() for one in check_project(small))
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize("name", sorted(set(PARSERS) - {"workbook", "application-sheet", "question"}))
def test_any_bytes_are_read_or_refused(name: str) -> None:
    @given(data=st.one_of(st.binary(max_size=300), WRITTEN.map(lambda text: text.encode("utf-8", "surrogatepass"))))
    @settings(USUAL, max_examples=150)
    def holds(data: bytes) -> None:
        PARSERS[name](data)

    holds()


TERMS = st.one_of(
    SIGNS.map(lambda text: text.encode("utf-8", "replace").decode()).map(literal),
    SIGNS.map(lambda text: "https://example.org/" + "".join(sign for sign in text if sign.isalnum())).map(iri),
)


@given(term=TERMS)
@settings(USUAL, max_examples=300)
def test_a_value_does_not_change_the_shape_of_a_query(term: str) -> None:
    query = bind("SELECT ?__woord { { ?a ?b ?__woord } UNION { BIND (1 AS ?c) FILTER (BOUND(?__woord)) } }", {"?__woord": [term]})  # fmt: skip
    store = ox.Store()
    [row] = list(store.query(query))
    assert str(row[0]) == str(next(iter(store.query(f"SELECT ?x {{ VALUES ?x {{ {term} }} }}")))[0])
    assert len(store) == 0


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> Iterator[FlaskClient]:
    app = create_app(built[0])
    yield app.test_client()
    app.extensions["own_queries"].close()


def pairs(questions: Questions) -> list[tuple[str, str]]:
    return [(one.name, parameter) for one in questions.all() for parameter in one.parameters]


@given(place=st.integers(0, 10_000), value=WRITTEN)
@settings(USUAL, max_examples=40)
def test_any_value_of_any_parameter_is_answered_or_refused(
    client: FlaskClient, questions: Questions, place: int, value: str
) -> None:
    known = pairs(questions)
    name, parameter = known[place % len(known)]
    query = {parameter: value.encode("utf-8", "surrogatepass")}
    assert client.get(f"/vragen/{name}.json", query_string=query).status_code in (200, 400)


ACCEPT = st.one_of(
    WRITTEN,
    st.lists(
        st.tuples(
            st.sampled_from(["text/turtle", "text/html", "*/*", "application/*", "a/b", "text", "/", "*"]),
            st.sampled_from(
                ["", ";q=0", ";q=1.5", ";q=x", ";q=0.0001", ";charset=utf-8", ';profile="a,b"', ";", ";q="]
            ),
        ).map("".join),
        max_size=6,
    ).map(",".join),
)


@given(
    header=ACCEPT, page=st.sampled_from(["/doc/topic/eenzaamheid", "/catalog", "/def", "/api/v1/agendas", "/sparql"])
)
@settings(USUAL, max_examples=150)
def test_any_accept_header_is_answered_or_refused(client: FlaskClient, header: str, page: str) -> None:
    wire = header.encode("utf-8", "replace").decode("latin-1")
    wire = "".join(sign for sign in wire if sign not in "\r\n\0")
    found = client.get(page, headers={"Accept": wire})
    assert found.status_code in (200, 303, 406)
    assert found.status_code != 406 or found.data


KEYS = st.sampled_from(
    ["slug", "label", "startDate", "source", "localTerm", "evidence", "lines", "sha256", "x", "municipality"]
)
VALUES = st.recursive(
    st.one_of(
        st.integers(),
        st.booleans(),
        st.floats(allow_nan=False, allow_infinity=False),
        WRITTEN.map(lambda text: text.encode("utf-8", "replace").decode()),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=6,
)


@given(found=st.dictionaries(KEYS, VALUES, max_size=6))
@settings(USUAL, max_examples=300)
def test_any_value_of_any_key_of_an_agenda_is_a_finding(found: dict[str, object]) -> None:
    def toml(value: object) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{name} = {toml(one)}" for name, one in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(toml, value)) + "]"
        return json.dumps(value).replace("\\ud", "?")

    PARSERS["agenda"]("\n".join(f"{name} = {toml(value)}" for name, value in found.items()).encode())
