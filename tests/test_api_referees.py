"""The API before judges that others made: schemathesis, which asks it thousands of things, and the linter of the Dutch API Design Rules."""

import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from schemathesis.engine import events, from_schema

from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from web.api.parameters import MOST_VALUES
from web.api.schemas import SCHEMAS
from web.app import create_app

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = "/api/v1/openapi.json"
# Where pickers are long, trying each value of each would take minutes; parameters are read by the same code everywhere.
WITHOUT_EVERY_VALUE = "/answer$|^/(activities|contributions|indicators|observations|partners)$"
RULESET = "DOELENGRAAF_ADR_RULESET"
RULESET_ADDRESS = "https://static.developer.overheid.nl/adr/ruleset.yaml"


@pytest.fixture(scope="module")
def schema(built: tuple[Project, Report]) -> Any:
    app = create_app(built[0])
    loaded = schemathesis.openapi.from_wsgi(DOCUMENT, app)
    loaded.config.generation.update(max_examples=3, database="none")
    loaded.config.generation.deterministic = True
    loaded.config.phases.stateful.enabled = False
    # Where a question has too many values to list, the document cannot say which are good: one that is.
    questions: Questions = app.extensions["questions"]
    for question in questions.all():
        for name in question.parameters:
            choices = questions.choices(question, name)
            if len(choices) > MOST_VALUES:
                loaded.config.parameters[f"query.{name}"] = [choices[0].slug]
    return loaded


def judge(schema: Any) -> tuple[int, list[str]]:
    """Let schemathesis judge; give how much it asked and what it found."""
    found: dict[str, str] = {}
    asked: Counter[str] = Counter()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            asked[event.recorder.label] += len(event.recorder.cases)
            for case, checks in event.recorder.checks.items():
                for check in checks:
                    if check.failure_info is not None:
                        said = check.failure_info.failure
                        tried = event.recorder.cases[case].value
                        found.setdefault(
                            f"{event.recorder.label} {check.name}", f"{said.title}: {said.message} {tried.query!r}"
                        )
        elif isinstance(event, events.NonFatalError | events.FatalError):
            found[str(event)] = "gaf een fout"
    return sum(asked.values()), [f"{name}: {text}" for name, text in found.items()]


def test_schemathesis_finds_nothing_where_it_tries_every_value(schema: Any) -> None:
    asked, found = judge(schema.exclude(path_regex=WITHOUT_EVERY_VALUE))
    assert found == []
    assert asked > 500


def test_schemathesis_finds_nothing_where_it_tries_some_values(schema: Any) -> None:
    schema.config.phases.coverage.enabled = False
    asked, found = judge(schema.include(path_regex=WITHOUT_EVERY_VALUE))
    schema.config.phases.coverage.enabled = True
    assert found == []
    assert asked > 100


def test_schemathesis_would_find_it(built: tuple[Project, Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SCHEMAS["Start"]["properties"], "version", {"type": "integer"})
    spoilt = schemathesis.openapi.from_wsgi(DOCUMENT, create_app(built[0]))
    spoilt.config.generation.update(max_examples=1, database="none")
    _, found = judge(spoilt.include(path="/"))
    assert any("response_schema_conformance" in one for one in found)


def spectral(document: Any, folder: Path) -> subprocess.CompletedProcess[str]:
    program = ROOT / "build" / "referees" / "node_modules" / ".bin" / "spectral"
    if not shutil.which("node") or not program.is_file():
        pytest.skip("Spectral is hier niet: sh tests/referees/install.sh installeert het (met npm)")
    fetched = ROOT / "build" / "referees" / "adr-ruleset.yaml"
    ruleset = Path(os.environ.get(RULESET) or fetched)
    if not ruleset.is_file():
        pytest.skip(f"de regels zijn hier niet: haal {RULESET_ADDRESS} op en zet {RULESET} op dat bestand")
    # Spectral looks for its own rules from where the ruleset stands.
    local = folder / "ruleset.yaml"
    shutil.copy(ruleset, local)
    path = folder / "openapi.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return subprocess.run(
        [str(program), "lint", "--ruleset", str(local), "--format", "text", str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def test_the_linter_of_the_design_rules_finds_nothing(built: tuple[Project, Report], tmp_path: Path) -> None:
    document = create_app(built[0]).test_client().get(DOCUMENT).get_json()
    done = spectral(document, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No results" in done.stdout


def test_the_linter_of_the_design_rules_would_find_it(built: tuple[Project, Report], tmp_path: Path) -> None:
    document = create_app(built[0]).test_client().get(DOCUMENT).get_json()
    del document["info"]["contact"]
    document["paths"]["/Topics_all/"] = document["paths"].pop("/topics")
    done = spectral(document, tmp_path)
    assert done.returncode == 1
    for rule in ("info-contact", "paths-kebab-case", "path-keys-no-trailing-slash"):
        assert rule in done.stdout
