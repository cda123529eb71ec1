"""Mapping sets: each row is judged, matches cross municipalities, near-misses are kept apart."""

from pathlib import Path

import pytest

from doelengraaf.mappings import COLUMNS, mapping_objects, read_mappings
from doelengraaf.project import Project
from doelengraaf.store import Rows, Store

HEAD = (
    "#curie_map:\n#  a: https://w3id.org/doelengraaf/id/a/\n#  b: https://w3id.org/doelengraaf/id/b/\n"
    + "\t".join(COLUMNS)
    + "\n"
)
GOOD = [
    "a:goal/x",
    "skos:closeMatch",
    "b:goal/y",
    "semapv:ManualMappingCuration",
    "0.8",
    "redactie",
    "2026-11-22",
    "",
    "Beide gaan over hetzelfde.",
]


def read(tmp_path: Path, text: str) -> tuple[int, list[tuple[int, str]]]:
    path = tmp_path / "x.sssom.tsv"
    path.write_text(text, encoding="utf-8")
    rows, findings = read_mappings(path, "x")
    return len(rows), [(f.line, f.column) for f in findings]


def test_a_good_row_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, HEAD + "\t".join(GOOD) + "\n") == (1, [])


@pytest.mark.parametrize(
    ("at", "value", "column"),
    [
        (0, "c:goal/x", "subject_id"),
        (1, "owl:sameAs", "predicate_id"),
        (3, "manual", "mapping_justification"),
        (4, "zeker", "confidence"),
        (4, "1.2", "confidence"),
        (7, "niet", "predicate_modifier"),
        (8, "", "comment"),
    ],
)
def test_a_wrong_cell_is_a_finding(tmp_path: Path, at: int, value: str, column: str) -> None:
    cells = [*GOOD[:at], value, *GOOD[at + 1 :]]
    assert read(tmp_path, HEAD + "\t".join(cells) + "\n") == (0, [(5, column)])


@pytest.mark.parametrize("text", ["", "#curie_map: [\n", "a\tb\n"])
def test_a_wrong_head_is_a_finding(tmp_path: Path, text: str) -> None:
    rows, findings = read(tmp_path, text)
    assert rows == 0
    assert findings


def test_a_near_miss_is_no_match(tmp_path: Path) -> None:
    path = tmp_path / "x.sssom.tsv"
    path.write_text(HEAD + "\t".join([*GOOD[:7], "Not", GOOD[8]]) + "\n", encoding="utf-8")
    [row], _ = read_mappings(path, "x")
    assert [basis for _, basis, _ in mapping_objects(row)] == ["rejected"]


def test_the_mapping_sets_are_not_empty_and_cross_municipalities(project: Project, store: Store) -> None:
    assert sorted(path.name for path in (project.data / "mappings").iterdir()) == [
        "aims.sssom.tsv",
        "indicators.sssom.tsv",
    ]
    answer = store.query(
        """PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX dg: <https://w3id.org/doelengraaf/def#> PREFIX sssom: <https://w3id.org/sssom/>
        SELECT ?a ?b ?basis { ?m sssom:mapping_justification ?j ; rdf:subject ?s ; rdf:object ?o ; dg:basis ?basis . ?s dg:agenda ?a . ?o dg:agenda ?b }"""
    )
    assert isinstance(answer, Rows)
    assert len(answer.rows) > 60
    assert all(row[0] != row[1] for row in answer.rows)
    assert {row[2].value.rpartition("/")[2] for row in answer.rows if row[2]} == {"interpreted"}, (
        "a near-miss is in no answer"
    )


def test_near_misses_are_kept_in_the_build(built: tuple[Project, object]) -> None:
    text = built[0].nquads.read_text(encoding="utf-8")
    assert text.count("<https://w3id.org/doelengraaf/graph/mappings/rejected> .") > 50


def test_nothing_is_the_same_as_another_thing(store: Store) -> None:
    assert store.query("ASK { ?a <http://www.w3.org/2002/07/owl#sameAs> ?b }") is False
