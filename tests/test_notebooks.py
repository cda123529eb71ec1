"""The notebooks run, and what their last cell says is what the tables and the documents say."""

import ast
import csv
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.questions import Questions

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "notebooks"
NAMES = sorted(path.name for path in FOLDER.glob("*.ipynb"))
AGENDAS = ["cranendonck", "krimpenerwaard", "vijfheerenlanden", "wijk-bij-duurstede"]
TOWNS = ["Cranendonck", "Krimpenerwaard", "Vijfheerenlanden", "Wijk bij Duurstede"]


def result(project: Project, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """Run a notebook from the folder of a project, as a reader would, and give the value of its last cell."""
    # The kernel keeps its files here; platform directories are what Jupyter asks for since it warns about its old ones.
    for variable in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "MPLCONFIGDIR"):
        monkeypatch.setenv(variable, str(tmp_path / variable.lower()))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    from nbclient import NotebookClient

    book = nbformat.read(FOLDER / name, as_version=4)
    NotebookClient(
        book, timeout=240, kernel_name="python3", resources={"metadata": {"path": str(project.root)}}
    ).execute()
    for cell in book.cells:
        for output in cell.get("outputs", ()):
            # A warning of the libraries would stand here in red for the reader.
            assert output.get("name") != "stderr", output.get("text")
    last = [output for output in book.cells[-1].outputs if output.output_type == "execute_result"]
    found = ast.literal_eval(last[0].data["text/plain"])
    assert isinstance(found, dict)
    return found


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def partners(project: Project, agenda: str) -> set[str]:
    """The names of the partners an agenda has contributions of, as the tables write them."""
    tables = [project.data / "shared" / f"partner-{kind}.csv" for kind in ("organizations", "collaborations", "groups")]
    names = {row["id"]: row["label"] for path in tables for row in rows(path)}
    found = {row["partner"] for row in rows(project.data / "agendas" / agenda / "contributions.csv")}
    return {names[partner] for partner in found - {f"partner-organization/gemeente-{agenda}"}}


def test_there_are_three() -> None:
    assert NAMES == ["indicatoren.ipynb", "partnernetwerk.ipynb", "twee-agendas-vergelijken.ipynb"]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_kept_without_what_it_made(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    book = nbformat.reads(text, as_version=4)
    nbformat.validate(book)
    assert (book.nbformat, book.metadata.kernelspec.name) == (4, "python3")
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert 4 <= len(code) <= 12
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert not any(sign in text for sign in (*(f"/{name}/" for name in ("home", "root", "Users", "work")), "C:\\\\"))
    imported = {
        line.split()[1].split(".")[0]
        for cell in code
        for line in cell.source.splitlines()
        if line.startswith(("import ", "from "))
    }
    assert imported <= {"doelengraaf", "pandas", "networkx", "matplotlib"}
    assert book.cells[0].source.startswith("# ")
    assert json.loads(text)["nbformat_minor"] >= 5


def test_two_agendas(built: tuple[Project, Report], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = result(built[0], "twee-agendas-vergelijken.ipynb", monkeypatch, tmp_path)
    mine, theirs = partners(built[0], "krimpenerwaard"), partners(built[0], "wijk-bij-duurstede")
    assert found["gedeelde partners"] == sorted(mine & theirs)
    # UWV, the police and general practitioners stand in both texts (Krimpenerwaard 1566, Wijk bij Duurstede 781).
    assert {"UWV", "politie", "huisartsen"} <= set(found["gedeelde partners"])
    assert found["jaccard"]["partner"] == round(len(mine & theirs) / len(mine | theirs), 3)
    assert set(found["jaccard"]) == {"partner", "partnerType", "topic", "indicator"}


def test_partner_network(
    built: tuple[Project, Report], questions: Questions, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = result(built[0], "partnernetwerk.ipynb", monkeypatch, tmp_path)
    folder = built[0].data / "agendas" / "cranendonck"
    aims = [row for name in ("effects", "goals") for row in rows(folder / f"{name}.csv")]
    named = partners(built[0], "cranendonck")
    answer = questions.ask("partners-per-doel", {"gemeente": ["cranendonck"]})
    place = {column.name: at for at, column in enumerate(answer.columns)}
    pairs = {
        (row[place["partner"]].iri, row[place["doel"]].iri)
        for row in answer.rows
        if row[place["doel"]].iri
        and row[place["rol"]].text not in ("betrokken bij het opstellen", "wordt gevraagd", "wordt genoemd")
    }
    assert found["partners"] == len(named)
    assert found["ambities"] == len(aims)
    assert found["verbindingen"] == len(pairs)
    assert found["dichtheid"] == round(len(pairs) / (len(named) * len(aims)), 3)
    everywhere = set.intersection(*(partners(built[0], agenda) for agenda in AGENDAS))
    assert found["partners in alle gemeenten"] == sorted(everywhere)
    assert {"inwoners", "scholen", "vrijwilligers"} <= everywhere


def test_indicators(built: tuple[Project, Report], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = result(built[0], "indicatoren.ipynb", monkeypatch, tmp_path)
    counts: dict[str, dict[str, int]] = {"indicatoren": {}, "cijfers": {}}
    for agenda, town in zip(AGENDAS, TOWNS, strict=True):
        for key, table in (("indicatoren", "indicators"), ("cijfers", "observations")):
            path = built[0].data / "agendas" / agenda / f"{table}.csv"
            counts[key][town] = len(rows(path)) if path.is_file() else 0
    assert {key: found[key] for key in counts} == counts
    # Krimpenerwaard, beleidskader 634-636 ("17,6% … 33,3% … resp. 14,2% en 29,7%"), 372 and 973 ("90,2% … 84,9%").
    beside = found["naast Nederland"]
    assert beside["% dat mantelzorg verleent"] == (17.6, 14.2)
    assert beside["% dat vrijwilligerswerk doet"] == (33.3, 29.7)
    assert beside["vaccinatiegraad"] == (84.9, 90.2)
    assert beside["% kinderen in een eenoudergezin"] == (10.0, 16.0)
