"""Reading tables: every fault is a finding at its file and line, and nothing is raised."""

import subprocess
import sys
from pathlib import Path

import pytest

from doelengraaf.agenda_file import read_agenda
from doelengraaf.canonical import canonical_files, format_query, format_table, format_turtle
from doelengraaf.evidence import Citation, citation_text, citations, evidence_node
from doelengraaf.project import Project
from doelengraaf.tables import Row, read_table

COLUMNS = ["id", "label", "inArea", "topic", "basis", "source", "section", "lines"]


def read(tmp_path: Path, data: bytes) -> tuple[list[tuple[int, str, str]], int]:
    path = tmp_path / "goals.csv"
    path.write_bytes(data)
    table = read_table(path, "data/goals.csv", "goal", COLUMNS)
    assert all(finding.file == "data/goals.csv" for finding in table.findings)
    return [(f.line, f.column, f.nl) for f in table.findings], len(table.rows)


@pytest.mark.parametrize(
    ("data", "line", "column", "words"),
    [
        (b"id,label,kleur\ngoal/a,A,rood\n", 1, "kleur", "bestaat niet"),
        (b"id,label,labl\ngoal/a,A,x\n", 1, "labl", "bestaat niet"),
        (b"id,label\ngoal/a,A\ngoal/b,B\ngoal/a,C\n", 4, "id", "staat ook op regel 2"),
        (b"\xef\xbb\xbfid,label\ngoal/a,A\n", 1, "", "BOM"),
        ("id,label\ngoal/a,A\ngoal/b,Caf\xe9\n".encode("latin-1"), 3, "", "geen UTF-8"),
        (b'id,label\ngoal/a,"A\ngoal/b,B\n', 2, "", "aanhalingsteken"),
        (b"id;label\ngoal/a;A\n", 1, "", "puntkomma"),
        (b"id\tlabel\ngoal/a\tA\n", 1, "", "tabs"),
        (b"", 1, "", "leeg"),
        (b"\n\n", 1, "", "leeg"),
        (b"id,label\ngoal/a,=1+1\n", 2, "label", "begint niet met"),
        (b"id,label\ngoal/a,A,B\n", 2, "", "3 cellen"),
        (b"id,label\neffect/a,A\n", 2, "id", "Een id is hier goal/"),
        (b"id,label\ngoal/A b,A\n", 2, "id", "kleine letters"),
        (b"id,label\n,A\n", 2, "id", "geen id"),
        (b"label\nA\n", 1, "id", "ontbreekt"),
        (b"id,label,label\ngoal/a,A,B\n", 1, "label", "twee keer"),
        (b'id,label\ngoal/a,"A\nB"\n', 2, "label", "regeleinde"),
    ],
)
def test_fault_is_found(tmp_path: Path, data: bytes, line: int, column: str, words: str) -> None:
    found, _ = read(tmp_path, data)
    assert any(at == (line, column) and words in text for *at_, text in found for at in [tuple(at_)]), found


def test_all_faults_in_one_run(tmp_path: Path) -> None:
    found, rows = read(tmp_path, b"id,label\ngoal/a,=x\nwheel/b,B\ngoal/a,C\n")
    assert {line for line, *_ in found} == {2, 3, 4}
    assert rows == 3


def test_lines_are_counted_over_rows_with_line_breaks(tmp_path: Path) -> None:
    found, _ = read(tmp_path, b'id,label\ngoal/a,"een\ntwee"\nfout/b,B\n')
    assert (4, "id") in {(line, column) for line, column, _ in found}


def test_unknown_column_gets_a_suggestion(tmp_path: Path) -> None:
    path = tmp_path / "goals.csv"
    path.write_text("id,labl\ngoal/a,A\n", encoding="utf-8")
    assert [f.hint for f in read_table(path, "x", "goal", COLUMNS).findings] == ["label"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"source": "mag", "section": "4.2", "lines": "12"}, [("mag", "4.2", 12, 12)]),
        ({"source": "mag", "section": "4.2", "lines": "12|15-18"}, [("mag", "4.2", 12, 12), ("mag", "4.2", 15, 18)]),
        (
            {"source": "mag|ibk", "section": "4.2|3", "lines": "12|15-18"},
            [("mag", "4.2", 12, 12), ("ibk", "3", 15, 18)],
        ),
        ({}, []),
    ],
)
def test_citations(cells: dict[str, str], expected: list[tuple[str, str, int, int]]) -> None:
    found, findings = citations(Row("f", 2, cells), "krimpenerwaard")
    assert [(c.source, c.section, c.first, c.last) for c in found] == expected
    assert not findings


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"source": "mag", "lines": "18-12"}, "lines"),
        ({"source": "mag", "lines": "0"}, "lines"),
        ({"source": "mag", "lines": "twaalf"}, "lines"),
        ({"source": "mag"}, "lines"),
        ({"source": "mag|ibk", "lines": "1|2|3"}, "source"),
        ({"source": "krimpenerwaard/mag", "lines": "1"}, "source"),
    ],
)
def test_wrong_citations_are_found(cells: dict[str, str], column: str) -> None:
    found, findings = citations(Row("f", 2, cells), "krimpenerwaard")
    assert [f.column for f in findings] == [column]
    assert not found


def test_fragment_counts_as_rfc_5147_does() -> None:
    node = evidence_node(Citation("krimpenerwaard", "mag", "4.2", 812, 815), {})
    assert node["hasSelector"]["fragment"] == "line=811,815"
    assert node["id"].endswith("krimpenerwaard/evidence/mag-812-815")


def test_citation_for_people() -> None:
    places = [
        Citation("a", "mag", "4.2", 18, 20),
        Citation("a", "mag", "4.2", 12, 12),
        Citation("a", "mag", "5", 40, 40),
    ]
    titles = {"https://w3id.org/doelengraaf/id/a/source-document/mag": "Agenda"}
    assert citation_text(places, titles) == "Agenda, 4.2, regels 12 en 18-20; Agenda, 5, regel 40"


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ('slug = "x"\nlabel = \n', "geen geldige TOML", 2),
        ('slug = "y"\n', "niet de naam van de map", 1),
        ('slug = "x"\nstartDate = "2021"\n[[source]]\nslug = "a"\n', "geen datum", 1),
        ('slug = "x"\nkleur = "rood"\n[[source]]\nslug = "a"\n', "bestaat niet", 1),
        ('slug = "x"\n\n[[source]]\nslug = "a"\nblz = 3\n', "bestaat niet in source", 3),
        ('slug = "x"\n', "geen bron", 1),
    ],
)
def test_agenda_file_faults(tmp_path: Path, text: str, words: str, line: int) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "agenda.toml").write_text(text, encoding="utf-8")
    findings = read_agenda(folder / "agenda.toml", "x/agenda.toml").findings
    assert any(words in f.nl and f.line == line for f in findings), findings


def test_format_table_sorts_orders_and_quotes() -> None:
    assert (
        format_table('\ufefflabel,id\r\n"B, c",goal/b\r\nA,goal/a\r\n', ["id", "label", "topic"])
        == 'id,label\ngoal/a,A\ngoal/b,"B, c"\n'
    )


def test_format_turtle_and_query_keep_comments_and_drop_unused_prefixes() -> None:
    turtle = "@prefix b: <http://b/> .\n@prefix a: <http://a/> .\n@prefix c: <http://c/> .\n\n# why\na:x b:y 1 .   \n\n\n\na:z b:y 2 ."
    assert (
        format_turtle(turtle)
        == "@prefix a: <http://a/> .\n@prefix b: <http://b/> .\n\n# why\na:x b:y 1 .\n\na:z b:y 2 .\n"
    )
    query = "#+ summary: x\nPREFIX b: <http://b/>\nPREFIX a: <http://a/>\nSELECT * { ?s a:p b:o }"
    assert (
        format_query(query)
        == "#+ summary: x\nPREFIX a: <http://a/>\nPREFIX b: <http://b/>\n\nSELECT * { ?s a:p b:o }\n"
    )


def test_files_are_in_canonical_form(project: Project) -> None:
    different = [project.relative(path) for path, before, after in canonical_files(project) if before != after]
    assert not different, f"do: make format ({', '.join(different)})"


def test_library_imports_nothing_of_the_pages() -> None:
    code = "import sys, doelengraaf.cli; print([m for m in sys.modules if m == 'web' or m.startswith('web.')])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
