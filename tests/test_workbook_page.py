"""The page where an editor takes an empty workbook and has one checked: nothing is kept, nothing is run, and a limit holds."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient
from nieuwland import TEXT, as_bytes, filled
from rdflib import Graph

from doelengraaf.pipeline import Report
from doelengraaf.project import SOURCES_VARIABLE, Project
from doelengraaf.workbook.once import judge_apart
from web.app import create_app


@pytest.fixture
def client(built: tuple[Project, Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    folder = tmp_path / "teksten"
    folder.mkdir()
    (folder / "nieuwland.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv(SOURCES_VARIABLE, str(folder))
    return create_app(built[0]).test_client()


def send(client: FlaskClient, data: bytes, name: str = "n.xlsx", wanted: str = "findings", language: str = "nl"):  # type: ignore[no-untyped-def]
    form = {"wat": wanted, "werkboek": (io.BytesIO(data), name)}
    return client.post(f"/werkboek?taal={language}", data=form, content_type="multipart/form-data")


def test_empty_workbook_is_for_the_municipality(client: FlaskClient) -> None:
    answer = client.get("/werkboek/leeg?gemeente=Súdwest-Fryslân")
    assert answer.status_code == 200
    assert "agenda-sudwest-fryslan.xlsx" in answer.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book["Nieuwe gemeenten"]["B3"].value == "Súdwest-Fryslân"
    for name in ("", "%2e%2e/", "x" * 81):
        assert client.get(f"/werkboek/leeg?gemeente={name}").status_code == 400


def test_findings_and_preview_on_the_page(client: FlaskClient, project: Project) -> None:
    book = filled(project)
    book["Doelen"]["F3"].value = "<script>alert(1)</script>"
    text = send(client, as_bytes(book)).get_data(as_text=True)
    assert "Doelen!F3" in text
    assert "1 fout: zo kan" in text
    assert "&lt;script&gt;" in text
    assert "<script>alert" not in text
    assert "Buurtmaaltijd Oosterdorp" in text


def test_tables_and_graph_of_a_good_workbook(client: FlaskClient, project: Project) -> None:
    data = as_bytes(filled(project))
    answer = send(client, data, wanted="tables")
    assert answer.mimetype == "application/zip", answer.get_data(as_text=True)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert {"nieuwland/agenda.toml", "nieuwland/goals.csv", "nieuwland/shared/partner-groups.csv"} <= set(
            archive.namelist()
        )
    graph = Graph().parse(data=send(client, data, wanted="turtle").data, format="turtle")
    assert "Minder inwoners voelen zich eenzaam" in {str(one) for one in graph.objects()}


def test_a_file_that_is_no_workbook_is_told(client: FlaskClient) -> None:
    answer = send(client, b"%PDF-1.7", "agenda.pdf", language="en")
    assert answer.status_code == 422
    assert "geen werkboek" in answer.get_data(as_text=True)
    assert "The workbook was not checked" in answer.get_data(as_text=True)
    assert send(client, b"", "leeg.xlsx").status_code == 400
    assert client.post("/werkboek", data={"wat": "findings"}, content_type="multipart/form-data").status_code == 400
    assert client.post("/werkboek", data=b"geen formulier").status_code == 400


def test_a_large_file_is_refused_before_it_is_read(client: FlaskClient) -> None:
    answer = client.post("/werkboek", data=bytes(6_000_000), content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "te groot" in answer.get_data(as_text=True)


def test_a_file_name_is_only_a_name(client: FlaskClient) -> None:
    text = send(client, b"x", "../../<b>etc.xlsx").get_data(as_text=True)
    assert "&lt;b&gt;etc.xlsx" in text
    assert "../.." not in text.partition("<main")[2]


def test_too_slow_is_stopped(project: Project) -> None:
    outcome = judge_apart(as_bytes(filled(project)), "n.xlsx", project.root, "findings", 0.5)
    assert "gestopt" in outcome.problem


def test_too_many_workbooks_have_to_wait(client: FlaskClient) -> None:
    for _ in range(30):
        client.application.config["WORKBOOK_RATE"].take("127.0.0.1")
    assert send(client, b"x").status_code == 429
