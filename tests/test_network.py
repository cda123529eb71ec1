"""Networks: who is tied to whom, against the documents and the tables; the measures, against numbers by hand; the files, read back."""

import csv
import io
import json
import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest

from doelengraaf.errors import ParameterError
from doelengraaf.files import FileWriteError
from doelengraaf.network import KINDS, make_network
from doelengraaf.network_files import EXTENSIONS, render, write_network
from doelengraaf.network_measures import bridges, centrality, density, jaccard, overlaps
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import Store

Run = Callable[..., subprocess.CompletedProcess[str]]
ID = "https://w3id.org/doelengraaf/id/"
AGENDAS = ["cranendonck", "krimpenerwaard", "vijfheerenlanden", "wijk-bij-duurstede"]
ACCEPTED = {"stated", "interpreted"}


def rows(project: Project, agenda: str, *tables: str) -> list[dict[str, str]]:
    """Read tables as they are written, without any code of the library."""
    found = []
    for name in tables:
        path = project.data / "agendas" / agenda / f"{name}.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                found += [row for row in csv.DictReader(file) if row.get("basis") in ACCEPTED]
    return found


def partners(project: Project, agenda: str) -> set[str]:
    """The partners an agenda names in its contributions; the municipality itself is none."""
    found = {row["partner"] for row in rows(project, agenda, "contributions")}
    return {ID + partner for partner in found - {f"partner-organization/gemeente-{agenda}"}}


def labels(network: nx.Graph, nodes: object) -> set[str]:
    return {network.nodes[node]["label"] for node in nodes}  # type: ignore[attr-defined]


def test_partners_of_one_project_are_tied_as_stated(store: Store) -> None:
    # Krimpenerwaard, agenda 1495-1522: "Politie, GGZ Rivierduinen, Kwadraad, GGD, Kernkracht, QuaWonen" in the project Wijk-GGD.
    network = make_network(store, "partner-partner", ["krimpenerwaard"], "stated")
    ggz = ID + "partner-organization/ggz-rivierduinen"
    assert labels(network, network[ggz]) == {
        "politie",
        "Kwadraad",
        "GGD (Krimpenerwaard)",
        "Stichting Kernkracht",
        "QuaWonen",
    }
    edge = network.edges[ggz, ID + "partner-organization/kwadraad"]
    assert edge == {
        "basis": "stated",
        "role": "takes-part",
        "agenda": "krimpenerwaard",
        "sharedAims": 0,
        "sharedActions": 1,
        "weight": 1,
    }
    # The agenda ties that project to no aim: who takes part in it works towards aims only by reading or by the wheel.
    assert ggz in network
    stated = make_network(store, "partner-aim", ["krimpenerwaard"], "stated")
    assert stated.degree(ggz) == 0
    derived = make_network(store, "partner-aim", ["krimpenerwaard"], "derived")
    assert "Minder mensen ervaren eenzaamheid" in labels(derived, derived[ggz])


def test_a_stated_edge_between_partner_and_aim(store: Store) -> None:
    # Vijfheerenlanden 530-536: the partners and the municipality give advice and support when residents do not manage by themselves.
    network = make_network(store, "partner-aim", ["vijfheerenlanden"], "stated")
    edge = network.edges[
        ID + "partner-group/maatschappelijke-partners", ID + "vijfheerenlanden/challenge/voor-jezelf-zorgen"
    ]
    assert (edge["basis"], edge["role"], edge["agenda"]) == ("stated", "executes", "vijfheerenlanden")
    assert "gemeente Vijfheerenlanden" not in labels(network, network)


@pytest.mark.parametrize("agenda", AGENDAS)
def test_the_network_holds_all_partners_and_aims_and_the_pairs_of_the_main_question(
    built: tuple[Project, Report], store: Store, questions: Questions, agenda: str
) -> None:
    network = make_network(store, "partner-aim", [agenda])
    sides = dict(network.nodes(data="bipartite"))
    assert {node for node, side in sides.items() if side == 0} == partners(built[0], agenda)
    aims = rows(built[0], agenda, "effects", "goals", "subgoals", "challenges")
    assert {node for node, side in sides.items() if side == 1} == {f"{ID}{agenda}/{row['id']}" for row in aims}
    answer = questions.ask("partners-per-doel", {"gemeente": [agenda]})
    place = {column.name: at for at, column in enumerate(answer.columns)}
    no_work = {f"{ID}role/{role}" for role in ("co-wrote", "asked", "mentioned")}
    pairs = {
        (row[place["partner"]].iri, row[place["doel"]].iri)
        for row in answer.rows
        if row[place["doel"]].iri and row[place["rol"]].iri not in no_work
    }
    assert {(one, other) if sides[one] == 0 else (other, one) for one, other in network.edges} == pairs
    assert density(network) == pytest.approx(len(pairs) / (len(partners(built[0], agenda)) * len(aims)))


def test_each_less_sure_basis_adds_and_takes_nothing_away(store: Store) -> None:
    for kind in KINDS:
        networks = [make_network(store, kind, [], basis) for basis in ("stated", "interpreted", "derived")]
        for surer, wider in pairwise(networks):
            assert set(surer) <= set(wider)
            assert {frozenset(edge) for edge in surer.edges} <= {frozenset(edge) for edge in wider.edges}
            assert surer.number_of_edges() < wider.number_of_edges()
        for basis, network in zip(("stated", "interpreted", "derived"), networks, strict=True):
            found = {edge for _, _, edge in network.edges(data="basis")}
            assert basis in found
            assert found <= {"stated", "interpreted", "derived"}
        assert {edge for _, _, edge in networks[0].edges(data="basis")} == {"stated"}


def test_the_whole_is_the_agendas_together(store: Store) -> None:
    whole = make_network(store, "partner-aim")
    parts = [make_network(store, "partner-aim", [agenda]) for agenda in AGENDAS]
    assert set(whole) == set().union(*parts)
    assert whole.number_of_edges() == sum(part.number_of_edges() for part in parts)
    residents = whole.nodes[ID + "partner-group/inwoners"]
    assert residents["agenda"].split("|") == AGENDAS
    assert (residents["label"], residents["kind"], residents["partnerType"]) == (
        "inwoners",
        "partner-group",
        "inwoners",
    )
    assert not nx.is_empty(whole)
    assert nx.is_bipartite(whole)


def test_partners_share_what_the_partner_aim_network_says(store: Store) -> None:
    two = make_network(store, "partner-aim", ["wijk-bij-duurstede"])
    one = make_network(store, "partner-partner", ["wijk-bij-duurstede"])
    assert any(edge["sharedAims"] and edge["sharedActions"] for _, _, edge in one.edges(data=True))
    for left, right, edge in one.edges(data=True):
        assert edge["sharedAims"] == len(set(two[left]) & set(two[right]))
        assert edge["weight"] == edge["sharedAims"] + edge["sharedActions"] > 0


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("partner-doel", [], "derived"), "kind: 'partner-doel'.*partner-aim, partner-partner"),
        (("partner-aim", ["krimpenwaard"], "derived"), "agenda: 'krimpenwaard'.*krimpenerwaard, cranendonck"),
        (("partner-aim", [], "proposed"), "basis: 'proposed'.*stated, interpreted, derived"),
        (("partner-aim", ['> } DROP ALL #"'], "stated"), "niet een van de mogelijke"),
    ],
)
def test_wrong_words_name_the_right_ones(store: Store, asked: tuple[str, list[str], str], words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        make_network(store, *asked)
    with pytest.raises(ParameterError, match="basis"):
        overlaps(store, (), "zeker")
    with pytest.raises(ParameterError, match="agenda"):
        bridges(store, ["x"])


def star() -> nx.Graph:
    """Partner p works towards a, b and c; q towards c; r towards nothing."""
    network = nx.Graph()
    for name in "pqr":
        network.add_node(name, label=name, kind="partner-group", bipartite=0)
    for name in "abc":
        network.add_node(name, label=name, kind="goal", bipartite=1)
    network.add_edges_from([("p", "a"), ("p", "b"), ("p", "c"), ("q", "c")])
    return network


def test_centrality_by_hand() -> None:
    found = {one.node: one for one in centrality(star())}
    assert [one.node for one in centrality(star())][:2] == ["p", "c"]
    # p has 3 of 3 aims; c has 2 of 3 partners. Of the 10 pairs of other nodes, p lies between a-b, a-c, a-q, b-c and b-q; c between q and p, a, b.
    assert (found["p"].degree, found["p"].degree_centrality, found["p"].betweenness) == (3, 1.0, 0.5)
    assert found["c"].degree_centrality == pytest.approx(2 / 3)
    assert found["c"].betweenness == pytest.approx(3 / 10)
    assert (found["r"].degree, found["r"].degree_centrality, found["r"].betweenness) == (0, 0.0, 0.0)
    line = nx.path_graph(["x", "y", "z"])
    nx.set_node_attributes(line, {node: {"label": node, "kind": "k", "bipartite": 0} for node in line})
    middle = centrality(line)[0]
    assert (middle.node, middle.degree_centrality, middle.betweenness) == ("y", 1.0, 1.0)
    alone = nx.Graph()
    alone.add_node("x", label="x", kind="k", bipartite=0)
    assert [(one.degree_centrality, one.betweenness) for one in centrality(alone)] == [(0.0, 0.0)]


def test_density_by_hand() -> None:
    assert density(star()) == pytest.approx(4 / 9)
    assert density(star().subgraph("pqr")) == 0
    assert density(star().subgraph("p")) is None
    assert density(nx.Graph()) is None
    assert density(nx.path_graph(3)) == pytest.approx(2 / 3)


def test_jaccard_by_hand() -> None:
    assert jaccard({"a", "b", "c"}, {"b", "c", "d"}) == 0.5
    assert jaccard(set(), {"a"}) == 0
    assert jaccard(set(), set()) is None


def test_overlap_against_the_tables(built: tuple[Project, Report], store: Store) -> None:
    found = {(one.one, one.other, one.what): one for one in overlaps(store)}
    assert len(found) == 6 * 4
    topics = {}
    for agenda in AGENDAS:
        aims = rows(built[0], agenda, "effects", "goals", "subgoals", "challenges", "activities", "efforts")
        topics[agenda] = {topic for row in aims for topic in row.get("topic", "").split("|") if topic}
    for one, other in (("cranendonck", "krimpenerwaard"), ("vijfheerenlanden", "wijk-bij-duurstede")):
        mine, theirs = partners(built[0], one), partners(built[0], other)
        overlap = found[one, other, "partner"]
        assert (overlap.shared, overlap.either) == (len(mine & theirs), len(mine | theirs))
        assert overlap.jaccard == pytest.approx(len(mine & theirs) / len(mine | theirs))
        assert len(overlap.names) == overlap.shared
        overlap = found[one, other, "topic"]
        assert (overlap.shared, overlap.either) == (len(topics[one] & topics[other]), len(topics[one] | topics[other]))


def test_indicators_are_shared_where_the_mapping_says_so(built: tuple[Project, Report], store: Store) -> None:
    with (built[0].data / "mappings" / "indicators.sssom.tsv").open(encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("#")]
    matches = nx.Graph()
    for row in csv.DictReader(lines, delimiter="\t"):
        if row["predicate_id"] in ("skos:exactMatch", "skos:closeMatch") and not row.get("predicate_modifier"):
            matches.add_edge(row["subject_id"], row["object_id"])

    # The curie prefixes of the mapping set.
    prefixes = {"cra": "cranendonck", "kri": "krimpenerwaard", "vhl": "vijfheerenlanden", "wbd": "wijk-bij-duurstede"}

    def owner(indicator: str) -> str:
        return prefixes[indicator.partition(":")[0]]

    for overlap in (one for one in overlaps(store) if one.what == "indicator"):
        pair = {overlap.one, overlap.other}
        within = matches.subgraph(node for node in matches if owner(node) in pair)
        groups = [{owner(node) for node in group} for group in nx.connected_components(within)]
        assert overlap.shared == sum(owners == pair for owners in groups)
        size = sum(len(rows(built[0], agenda, "indicators")) for agenda in pair)
        assert overlap.either == size - sum(len(group) - 1 for group in nx.connected_components(within))


def test_bridges(store: Store) -> None:
    found = {(one.what, one.label): one for one in bridges(store)}
    # UWV: Krimpenerwaard 1566 and Wijk bij Duurstede 781; in the other two texts it does not occur.
    assert found["partner", "UWV"].municipalities == ["Krimpenerwaard", "Wijk bij Duurstede"]
    # Every GGD is an organisation of its own; the type is what ties them. Cranendonck names its GGD only since the second reading.
    assert not [name for what, name in found if what == "partner" and name.startswith("GGD (")]
    assert {"Krimpenerwaard", "Vijfheerenlanden", "Wijk bij Duurstede"} <= set(
        found["partnerType", "GGD"].municipalities
    )
    assert all(one.count == len(one.municipalities) > 1 for one in found.values())
    assert {what for what, _ in found} == {"partner", "partnerType", "topic"}
    assert not bridges(store, ["cranendonck"])


def test_every_form_keeps_nodes_edges_and_types(store: Store) -> None:
    network = make_network(store, "partner-aim", ["cranendonck"])
    back = {
        ".gexf": nx.read_gexf(io.BytesIO(render(network, ".gexf"))),
        ".graphml": nx.parse_graphml(render(network, ".graphml")),
        ".json": nx.node_link_graph(json.loads(render(network, ".json")), edges="edges"),
    }
    assert set(back) == set(EXTENSIONS)
    for again in back.values():
        assert set(again) == set(network)
        assert {frozenset(edge) for edge in again.edges} == {frozenset(edge) for edge in network.edges}
        for node, about in network.nodes(data=True):
            assert {key: again.nodes[node][key] for key in about} == about
        for one, other, about in network.edges(data=True):
            assert {key: again.edges[one, other][key] for key in about} == about
    assert render(network, ".json") == render(make_network(store, "partner-aim", ["cranendonck"]), ".json")


def test_gexf_is_what_gephi_reads(store: Store) -> None:
    # https://gexf.net/schema.html: attributes declared with a known type, every value of a declared attribute, edges between nodes that are there.
    network = make_network(store, "partner-partner", ["krimpenerwaard"])
    root = ET.fromstring(render(network, ".gexf"))  # noqa: S314 - our own file
    space = {"g": "http://www.gexf.net/1.2draft"}
    assert root.tag == f"{{{space['g']}}}gexf"
    assert root.get("version") == "1.2"
    nodes, edges = root.findall(".//g:node", space), root.findall(".//g:edge", space)
    assert len(nodes) == len(network)
    assert len(edges) == network.number_of_edges()
    ids = {node.get("id") for node in nodes}
    assert all(node.get("label") for node in nodes)
    assert all(edge.get("source") in ids and edge.get("target") in ids for edge in edges)
    assert len({edge.get("id") for edge in edges}) == len(edges)
    assert all(float(edge.get("weight", "0")) >= 1 for edge in edges)
    for kind, elements in (("node", nodes), ("edge", edges)):
        declared = {
            one.get("id"): (one.get("title"), one.get("type"))
            for one in root.findall(f".//g:attributes[@class='{kind}']/g:attribute", space)
        }
        assert {type_ for _, type_ in declared.values()} <= {"integer", "long", "double", "float", "boolean", "string"}
        titles = {title for title, _ in declared.values()}
        assert {"node": {"kind", "agenda", "partnerType"}, "edge": {"basis", "role", "sharedAims"}}[kind] <= titles
        for element in elements:
            assert all(value.get("for") in declared for value in element.findall(".//g:attvalue", space))


def test_a_file_is_written_whole_or_not(store: Store, tmp_path: Path) -> None:
    network = make_network(store, "partner-aim", ["cranendonck"])
    for name in ("net.pdf", "net", "net.gexf.gz", "NET.XLSX"):
        with pytest.raises(ParameterError, match=r"\.gexf, \.graphml, \.json"):
            write_network(network, tmp_path / name)
    write_network(network, tmp_path / "NET.GEXF")
    before = (tmp_path / "NET.GEXF").read_bytes()
    network.add_node("kapot", label="x", soort=object())
    with pytest.raises(TypeError):
        write_network(network, tmp_path / "NET.GEXF")
    assert (tmp_path / "NET.GEXF").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["NET.GEXF"]
    (tmp_path / "map.gexf").mkdir()
    network.remove_node("kapot")
    with pytest.raises(FileWriteError, match="niet te schrijven"):
        write_network(network, tmp_path / "map.gexf")


def test_the_command(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "net.graphml"
    words = ("network", "--agenda", "cranendonck", "--agenda", "vijfheerenlanden", "--measures", "--out", str(target))
    result = run(*words)
    assert result.returncode == 0, result.stderr
    network = nx.read_graphml(target)
    assert f"{len(network)} knopen en {network.number_of_edges()} verbindingen" in result.stderr
    assert {type(value) for _, value in network.nodes(data="betweenness")} == {float}
    assert {type(value) for _, value in network.nodes(data="degree")} == {int}
    for title in ("# Het meest centraal", "# Dichtheid", "# Overlap van agenda's", "# Bruggen tussen gemeenten"):
        assert title in result.stdout
    assert "partner\tscholen\t2\tCranendonck, Vijfheerenlanden" in result.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["net.graphml"]
    plain = run("network", "--kind", "partner-partner", "--basis", "stated", "--out", str(tmp_path / "net.json"))
    assert plain.returncode == 0
    assert not plain.stdout
    assert {edge["basis"] for edge in json.loads((tmp_path / "net.json").read_text(encoding="utf-8"))["edges"]} == {
        "stated"
    }


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (["--agenda", "krimpenwaard", "--out", "net.gexf"], 1, "Mogelijk zijn: krimpenerwaard"),
        (["--out", "net.pdf"], 1, "Mogelijk zijn: .gexf, .graphml, .json"),
        (["--basis", "zeker", "--out", "net.gexf"], 2, "Invalid value"),
        (["--kind", "x", "--out", "net.gexf"], 2, "Invalid value"),
        ([], 2, "Missing option"),
    ],
)
def test_the_command_refuses_in_words(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("network", *words)
    assert result.returncode == code, result.stderr
    assert text in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(tmp_path.iterdir())


def test_the_command_without_a_build(run: Run, tmp_path: Path, project: Project) -> None:
    for name in ("ontology", "shapes", "queries", "data"):
        (tmp_path / name).symlink_to(project.root / name)
    result = run("network", "--out", str(tmp_path / "net.gexf"), folder=tmp_path)
    assert result.returncode == 3
    assert "doelengraaf build" in result.stderr
    assert not (tmp_path / "net.gexf").exists()


def test_the_commands_in_the_document_run(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = Path(__file__).resolve().parent.parent / "docs" / "researchers.md"
    found = re.findall(r"^doelengraaf (network .*)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(found) >= 2
    monkeypatch.chdir(tmp_path)
    for line in found:
        result = run(*line.split())
        assert result.returncode == 0, result.stderr
        assert (tmp_path / line.split()[-1]).stat().st_size > 1000
