"""The folder of questions served by grlc, the program whose convention the files follow, over our endpoint: its API tells of every question and gives our rows."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import ROOT
from openapi_spec_validator import OpenAPIV2SpecValidator
from serving import serving

from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from web.app import create_app

# A process of its own: grlc reads its settings from the folder it is started in, once.
ASK = """
import json, sys
from grlc.server import app

client = app.test_client()
answers = [client.get("/api-local/swagger").get_data(as_text=True)]
for name, given in json.loads(sys.argv[1]):
    answer = client.get(f"/api-local/{name}", query_string=given, headers={"Accept": "text/csv"})
    answers.append((answer.status_code, answer.get_data(as_text=True)))
with open("answers.json", "w", encoding="utf-8") as file:
    json.dump(answers, file)
"""
QUESTION = "witte-vlekken"
MUNICIPALITY = "https://w3id.org/doelengraaf/id/municipality/cranendonck"
ASKED: list[tuple[str, dict[str, str]]] = [(QUESTION, {}), (QUESTION, {"gemeente": MUNICIPALITY})]


@pytest.fixture(scope="module")
def answers(built: tuple[Project, Report], tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Any]]:
    """What grlc answers: its description of the API, then (status, CSV) for each that is asked."""
    folder = tmp_path_factory.mktemp("grlc")
    app = create_app(built[0])
    app.extensions["own_queries"].warm()
    with serving(app) as address:
        (folder / "config.ini").write_text(
            f"[defaults]\nsparql_endpoint = {address}/sparql\nserver_name = doelengraaf.example.nl\n[local]\nlocal_sparql_dir = {ROOT / 'queries'}\n",
            encoding="utf-8",
        )
        done = subprocess.run(
            [sys.executable, "-c", ASK, json.dumps(ASKED)], cwd=folder, capture_output=True, text=True, timeout=180
        )
        assert done.returncode == 0, done.stderr
        yield json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    app.extensions["own_queries"].close()


def test_its_api_has_every_question_and_is_valid(answers: list[Any], questions: Questions) -> None:
    told = json.loads(answers[0])
    assert set(told["paths"]) == {f"/{path.stem}" for path in (ROOT / "queries").glob("*.rq")}
    for name, path in told["paths"].items():
        parameters = {one["name"] for one in path["get"]["parameters"]} - {"endpoint"}
        assert parameters == set(questions.get(name.lstrip("/")).parameters), name
    assert told["info"]["contact"]["url"] == "https://w3id.org/doelengraaf/"
    # Two things that grlc adds to every API, whatever the files say, and that Swagger 2.0 has no place for.
    assert (told.pop("next_commit"), told.pop("prev_commit")) == (None, None)
    for path in told["paths"].values():
        assert path["get"]["responses"]["200"]["schema"]["items"].pop("properties") is None
    assert [error.message for error in OpenAPIV2SpecValidator(told).iter_errors()] == []


@pytest.mark.parametrize("number", range(len(ASKED)))
def test_it_gives_the_rows_that_we_give(answers: list[Any], questions: Questions, number: int) -> None:
    name, given = ASKED[number]
    status, text = answers[1 + number]
    assert status == 200
    header, *rows = csv.reader(text.splitlines())
    own = questions.ask(name, {parameter: [value] for parameter, value in given.items()}).source
    assert header == list(own.variables)
    assert rows == [[cell.value if cell else "" for cell in row] for row in own.rows]
    assert len(rows) == (73 if not given else sum(MUNICIPALITY in row for row in rows)) > 5
