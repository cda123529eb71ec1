"""The data itself, row by row: names stand in the cited lines, and texts are those the checksums name."""

import tomllib
from pathlib import Path

import pytest

from doelengraaf.building.tables import Built, read_project
from doelengraaf.evidence import citations
from doelengraaf.project import Project
from doelengraaf.sources import check_passages, read_text, stands_in
from doelengraaf.tables import split_cell

ROOT = Path(__file__).resolve().parent.parent
# What is no table of things has tests of its own.
OTHER = {"changes", "coverage"}
TABLES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "data").rglob("*.csv") if path.stem not in OTHER)


@pytest.fixture(scope="module")
def tables(project: Project) -> Built:
    return read_project(project)


@pytest.mark.parametrize("file", TABLES)
def test_each_row_is_whole(tables: Built, file: str) -> None:
    owner, table = next((owner, table) for owner, table in tables.tables if table.file == file)
    assert table.rows, f"{file} is leeg: gooi het weg"
    for row in table.rows:
        where = f"{row.file}:{row.line} (na het herstellen: make format check)"
        found, findings = citations(row, owner)
        assert not findings, f"{where}: {findings}"
        if row.cells.get("basis") == "stated":
            assert found, f"{where}: letterlijk zonder bewijsplaats"
            assert all(one.section for one in found), f"{where}: zonder paragraaf vindt niemand het terug in de PDF"
        if row.cells.get("basis") == "interpreted":
            assert len(row.cells.get("reason", "")) > 10, f"{where}: geduid zonder reden"
        assert len(row.cells.get("description", "")) <= 600, (
            f"{where}: beschrijving is te lang om eigen woorden te zijn"
        )


def test_texts_are_those_of_the_checksums(project: Project, sources: Path) -> None:
    count = 0
    for path in sorted(project.data.glob("agendas/*/agenda.toml")):
        for source in tomllib.loads(path.read_text(encoding="utf-8"))["source"]:
            lines = read_text(sources / source["file"], source["sha256"])
            assert lines is not None, f"{path.parent.name}/{source['slug']}"
            assert len(lines) == source["lines"]
            count += 1
    assert count == 5


def test_names_stand_in_the_cited_lines(tables: Built, sources: Path) -> None:
    assert [finding.text() for finding in check_passages(tables, sources)] == []


def test_no_sentence_of_a_text_is_copied(tables: Built, sources: Path) -> None:
    """A description that shares twelve words in a row with its source is not in our own words."""
    texts = {
        path.name: " ".join(
            "".join(c if c.isalnum() else " " for c in path.read_text(encoding="utf-8").casefold()).split()
        )
        for path in sources.glob("*.txt")
    }
    copied = []
    for _, table in tables.tables:
        for row in table.rows:
            for column in ("description", "note", "reason"):
                words = "".join(c if c.isalnum() else " " for c in row.cells.get(column, "").casefold()).split()
                for start in range(len(words) - 11):
                    run = " ".join(words[start : start + 12])
                    if any(run in text for text in texts.values()):
                        copied.append(f"{row.file}:{row.line} {column}: {run}")
                        break
    assert copied == []


def test_a_wrong_citation_in_a_hundred_is_caught(project: Project, sources: Path) -> None:
    """Move every hundredth citation to lines where the name cannot stand, and see that the check finds it."""
    built = read_project(project)
    spoilt = []
    places = [
        (table, at)
        for owner, table in built.tables
        for at, row in enumerate(table.rows)
        if owner != "shared"
        and row.cells.get("lines")
        and (row.cells.get("label") or table.name == "contributions")
        and "eigen omschrijving" not in row.cells.get("note", "")
    ]
    for table, at in places[::100]:
        row = table.rows[at]
        cells = {**row.cells, "lines": "1", "source": split_cell(row.cells["source"])[0], "section": "x"}
        table.rows[at] = type(row)(row.file, row.line, cells)
        spoilt.append((row.file, row.line))
    found = {(f.file, f.line) for f in check_passages(built, sources)}
    assert len(spoilt) >= 7
    assert found == set(spoilt)


@pytest.mark.parametrize(
    ("name", "text", "stands"),
    [
        ("Meer inwoners bewegen voldoende", "Meer inwoners bewe-\ngen voldoende", True),
        ("Cliëntenraad (Krimpenerwaard)", "ARSD\nClientenraad", True),
        ("Kwadraad", "Stichting Kwadrant", False),
        ("()", "alles", False),
    ],
)
def test_stands_in(name: str, text: str, stands: bool) -> None:
    assert stands_in(name, text) is stands
