"""The graph from Python: opening it, asking it, and what comes out typed; the code in the document for researchers runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from doelengraaf import open_graph
from doelengraaf.access import OpenGraph
from doelengraaf.errors import (
    NoBuildError,
    ParameterError,
    ProjectNotFoundError,
    QueryError,
    QuestionNotFoundError,
    ToolMissingError,
)
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.results import Statements, Table
from doelengraaf.store import OxigraphStore, Store

MAIN = "partners-per-doel"
ID = "https://w3id.org/doelengraaf/id/"
DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "researchers.md"
TYPES = """#+ summary: x
#+ description: x
#+ number: 1
#+ rows: 3
#+ tags: [x]
#+ title: {nl: Soorten waarden}
#+ columns:
#+   ding: {nl: Ding}
#+   aantal: {nl: Aantal, type: number}
#+   deel: {nl: Deel, type: share}
#+   waar: {nl: Waar, type: text}
#+   jaar: {nl: Jaar, type: year}
#+   dag: {nl: Dag, type: date}
#+   leeg: {nl: Leeg, type: text}
#+ parameters:
#+   vanaf: {label: {nl: Vanaf}}
SELECT ?ding ?dingNaam ?aantal ?deel ?waar ?jaar ?dag ?leeg WHERE {
  BIND (COALESCE(?__vanaf_integer, 0) AS ?laagst)
  VALUES (?ding ?dingNaam ?aantal ?deel ?waar ?jaar ?dag) {
    (<https://w3id.org/doelengraaf/id/x/een> "Eén" 1 0.5 true "2021"^^<http://www.w3.org/2001/XMLSchema#gYear> "2021-05-01"^^<http://www.w3.org/2001/XMLSchema#date>)
    (<https://w3id.org/doelengraaf/id/x/twee> UNDEF 12 1.0 false "2022"^^<http://www.w3.org/2001/XMLSchema#gYear> UNDEF)
    (UNDEF "drie" UNDEF UNDEF UNDEF UNDEF UNDEF)
  }
  FILTER (!BOUND(?aantal) || ?aantal >= ?laagst)
} ORDER BY DESC(BOUND(?aantal)) ?aantal
"""


@pytest.fixture(scope="module")
def graph(built: tuple[Project, Report], store: Store, questions: Questions) -> OpenGraph:
    return OpenGraph(store, built[0].queries, questions.version)


@pytest.fixture
def typed(tmp_path: Path) -> OpenGraph:
    (tmp_path / "soorten.rq").write_text(TYPES, encoding="utf-8")
    return OpenGraph(OxigraphStore(), tmp_path, "1")


def test_importing_the_package_loads_nothing() -> None:
    heavy = "['pyoxigraph', 'rdflib', 'networkx', 'pandas', 'SPARQLWrapper', 'doelengraaf.store']"
    code = f"import sys, doelengraaf; print([name for name in {heavy} if name in sys.modules], doelengraaf.__version__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("[] 0.")


def test_the_package_has_no_other_names() -> None:
    import doelengraaf

    with pytest.raises(AttributeError, match="no attribute 'open_grap'"):
        _ = doelengraaf.open_grap  # type: ignore[attr-defined]


def test_the_build_is_found(
    built: tuple[Project, Report], graph: OpenGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = built[0].root
    asked = {"gemeente": "cranendonck", "basis": "stated"}
    rows = graph.ask(MAIN, **asked).rows
    monkeypatch.chdir(root)
    assert open_graph().ask(MAIN, **asked).rows == rows
    monkeypatch.chdir(tmp_path)
    for where in (root, str(root / "build" / "doelengraaf.nq")):
        found = open_graph(where)
        assert found.version == graph.version
        assert found.ask(MAIN, **asked).rows == rows
    (tmp_path / "kopie.nq").symlink_to(root / "build" / "doelengraaf.nq")
    assert open_graph(tmp_path / "kopie.nq").ask(MAIN, **asked).rows == rows


def test_where_there_is_no_build(tmp_path: Path, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoBuildError, match="doelengraaf build"):
        open_graph(tmp_path / "geen.nq")
    with pytest.raises(ProjectNotFoundError):
        open_graph(tmp_path)
    (tmp_path / "ontology").symlink_to(project.ontology)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoBuildError, match="doelengraaf build"):
        open_graph()


def test_rows_are_those_of_the_question(graph: OpenGraph, questions: Questions) -> None:
    answer = questions.ask(MAIN, {"gemeente": ["cranendonck"], "onderwerp": ["eenzaamheid"]})
    table = graph.ask(MAIN, gemeente="cranendonck", onderwerp=["eenzaamheid"])
    assert len(table) == len(answer.rows) == table.total
    assert table.citation() == answer.citation()
    assert not table.truncated
    for row, cells in zip(table, answer.rows, strict=True):
        for column, cell in zip(answer.columns, cells, strict=True):
            assert row[column.name] == (cell.text or None)
            if column.name in table.things:
                assert row[f"{column.name}_id"] == (cell.iri or None)
    assert {"gemeente", "partner", "doel", "rol", "via", "onder", "basis"} == set(table.things)


def test_values_in_any_shape_mean_the_same(graph: OpenGraph) -> None:
    import pandas

    rows = graph.ask(MAIN, gemeente="cranendonck").rows
    assert 0 < len(rows) < len(graph.ask(MAIN))
    for value in (
        ["cranendonck"],
        ("Cranendonck",),
        {ID + "municipality/cranendonck"},
        pandas.Series(["cranendonck"]),
        ["cranendonck", None],
        (name for name in ["cranendonck"]),
    ):
        assert graph.ask(MAIN, gemeente=value).rows == rows
    for nothing in (None, [], ""):
        assert len(graph.ask(MAIN, gemeente=nothing)) == len(graph.ask(MAIN))
    # What comes out goes in again.
    again = graph.ask(MAIN, partner=rows[0]["partner_id"], gemeente=rows[0]["gemeente_id"])
    assert {row["partner"] for row in again} == {rows[0]["partner"]}


def test_wrong_words_are_refused_as_elsewhere(graph: OpenGraph) -> None:
    with pytest.raises(ParameterError, match=r"is geen parameter van deze vraag.*gemeente, onderwerp"):
        graph.ask(MAIN, gemente="cranendonck")
    with pytest.raises(ParameterError, match="krimpenerwaard"):
        graph.ask(MAIN, gemeente=["krimpenwaard"])
    with pytest.raises(ParameterError):
        graph.ask(MAIN, gemeente=b"cranendonck")
    with pytest.raises(QuestionNotFoundError, match="Bedoelde u partners-per-doel"):
        graph.ask("partner-per-doel")
    with pytest.raises(QueryError):
        graph.query("SELECT WHERE")


def test_numbers_are_numbers(typed: OpenGraph) -> None:
    table = typed.ask("soorten")
    assert [list(row.values()) for row in table] == [
        ["Eén", ID + "x/een", 1, 0.5, True, 2021, "2021-05-01", None],
        [ID + "x/twee", ID + "x/twee", 12, 1.0, False, 2022, None, None],
        ["drie", None, None, None, None, None, None, None],
    ]
    assert [type(row["aantal"]) for row in table] == [int, int, type(None)]
    assert typed.ask("soorten", vanaf=5).rows == table.rows[1:]
    assert typed.questions == {"soorten": "Soorten waarden"}
    assert repr(table) == "<3 rijen: ding, ding_id, aantal, deel, waar, jaar, dag, leeg>"


def test_a_data_frame_is_typed(typed: OpenGraph, graph: OpenGraph) -> None:
    frame = typed.ask("soorten").to_dataframe()
    types = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert {types["aantal"], types["jaar"]} == {"Int64"}
    assert types["deel"] == "float64"
    assert types["waar"] == "boolean"
    assert frame["aantal"].sum() == 13
    assert frame["ding_id"].isna().tolist() == [False, False, True]
    assert frame.attrs["citation"].endswith("gegevens 1, CC0 1.0.")
    answer = graph.ask(MAIN, gemeente="cranendonck")
    assert list(answer.to_dataframe().columns) == list(answer.columns)
    assert len(answer.to_dataframe()) == len(answer)


def test_without_rows_the_columns_stay(graph: OpenGraph) -> None:
    full = graph.ask(MAIN)
    # Krimpenerwaard does speak of Kwadraad, so that there is no finance of it is no row at all.
    empty = graph.ask(MAIN, gemeente="krimpenerwaard", partner="kwadraad", rol="finances", basis="derived")
    assert [row["basis"] for row in empty] in ([], ["niet vermeld"])
    nothing = Table(full.columns, full.things, [], 0, "")
    assert list(nothing.to_dataframe().columns) == list(full.columns) == list(empty.columns)
    assert len(nothing.to_networkx()) == 0


def test_rows_that_were_cut_off_are_told(tmp_path: Path, store: Store) -> None:
    (tmp_path / "soorten.rq").write_text(
        re.sub(r"#\+ parameters:\n.*\n", "#+ limit: 2\n", TYPES).replace("?__vanaf_integer", "?niets"), encoding="utf-8"
    )
    table = OpenGraph(store, tmp_path, "1").ask("soorten")
    assert table.truncated
    assert len(table) == 2
    assert table.total == 3
    assert table.citation().endswith("Alleen de eerste 2 van 3 rijen.")
    assert repr(table).startswith("<2 van 3 rijen")


def test_without_pandas_it_says_what_to_install(graph: OpenGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    table = graph.ask(MAIN, gemeente="cranendonck")
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ToolMissingError, match=r"pip install 'doelengraaf\[notebooks\]'"):
        table.to_dataframe()


def test_an_answer_as_a_network(graph: OpenGraph) -> None:
    table = graph.ask(MAIN, gemeente="krimpenerwaard", onderwerp="eenzaamheid")
    network = table.to_networkx()
    whole = [row for row in table if row["partner_id"] and row["doel_id"]]
    assert network.number_of_edges() == len(whole) > 20
    assert set(network) == {row[name] for row in table for name in ("partner_id", "doel_id")} - {None}
    kwadraad, ggz = ID + "partner-organization/kwadraad", ID + "partner-organization/ggz-rivierduinen"
    assert network.nodes[kwadraad] == {"label": "Kwadraad", "kind": "partner"}
    # Both take part in the project Wijk-GGD, which stands under the wheel of mental health (agenda, 1495-1522).
    lonely = next(node for node, label in network.nodes(data="label") if label == "Minder mensen ervaren eenzaamheid")
    for partner in (kwadraad, ggz):
        assert "Project Wijk-GGD" in {edge["via"] for edge in network[partner][lonely].values()}
    assert network.graph["citation"] == table.citation()
    towns = table.to_networkx("gemeente", "partner")
    assert towns.has_edge(ID + "municipality/krimpenerwaard", kwadraad)
    for ends in (("partner", "bewijs"), ("kleur", "doel")):
        with pytest.raises(ParameterError, match=r"is geen kolom met dingen.*gemeente, partner, doel"):
            table.to_networkx(*ends)


def test_ones_own_query(graph: OpenGraph) -> None:
    prefixes = "PREFIX dg: <https://w3id.org/doelengraaf/def#> PREFIX schema: <https://schema.org/> "
    found = graph.query(
        prefixes
        + "SELECT ?gemeente ?gemeenteNaam (COUNT(?x) AS ?aantal) WHERE { ?x a dg:Agenda ; dg:municipality ?gemeente . "
        "?gemeente schema:name ?gemeenteNaam } GROUP BY ?gemeente ?gemeenteNaam ORDER BY ?gemeenteNaam"
    )
    assert isinstance(found, Table)
    assert found.columns == ["gemeente", "gemeente_id", "aantal"]
    assert [row["gemeente"] for row in found] == [
        "Cranendonck",
        "Krimpenerwaard",
        "Vijfheerenlanden",
        "Wijk bij Duurstede",
    ]
    assert [row["aantal"] for row in found] == [1, 1, 1, 1]
    assert found.rows[0]["gemeente_id"] == ID + "municipality/cranendonck"
    assert graph.version in found.citation()
    bare = graph.query("SELECT ?s ?aNaam WHERE { ?s a <https://w3id.org/doelengraaf/def#Agenda> BIND ('x' AS ?aNaam) }")
    assert isinstance(bare, Table)
    assert bare.columns == ["s", "aNaam"], "a name of nothing is a column of its own"
    assert graph.query(prefixes + "ASK { ?x a dg:Goal }") is True
    assert graph.query("ASK { <a:s> <a:p> <a:o> }") is False


def test_statements_go_to_rdflib(graph: OpenGraph) -> None:
    found = graph.query("CONSTRUCT { ?s a ?o ; <a:p> 'é\"\\n'@nl, 1, _:b } WHERE { VALUES (?s ?o) { (<a:s> <a:o>) } }")
    assert isinstance(found, Statements)
    assert len(found) == 4 == len(list(found))
    written = found.to_rdflib()
    assert len(written) == 4
    assert {str(o) for o in written.objects() if getattr(o, "language", None)} == {'é"\n'}
    assert repr(found) == "<4 uitspraken>"


def test_questions_are_listed(graph: OpenGraph, questions: Questions) -> None:
    assert graph.questions[MAIN] == "Welke partners dragen bij aan welk doel?"
    assert sorted(graph.questions) == questions.names()


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_the_python_in_the_document_runs(
    built: tuple[Project, Report],
    endpoint: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = blocks("python")
    assert len(found) >= 4
    (tmp_path / "ontology").symlink_to(built[0].ontology)
    (tmp_path / "queries").symlink_to(built[0].queries)
    (tmp_path / "build").symlink_to(built[0].build)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in found:
        exec(compile(block.replace("https://voorbeeld.nl/sparql", endpoint), str(DOCUMENT), "exec"), names)  # noqa: S102
    printed = capsys.readouterr().out
    # What the document says is printed is printed.
    promised = re.findall(r"^print\(.*?\)\s+# → (.+)$", "".join(found), re.MULTILINE)
    assert promised
    assert set(promised) <= set(printed.splitlines())
    assert (tmp_path / "netwerk.gexf").is_file()
