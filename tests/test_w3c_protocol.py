"""The W3C's own tests of protocol, description and graph store, where their folder is given."""

import os
from collections import Counter
from pathlib import Path

import pytest
from referees import w3c_protocol
from werkzeug.test import TestResponse

FOLDER = os.environ.get(w3c_protocol.SETTING)
here = pytest.mark.skipif(
    not FOLDER, reason=f"zet {w3c_protocol.SETTING} op de map sparql/sparql11 van https://github.com/w3c/rdf-tests"
)


@here
def test_all_that_reads_passes_and_all_that_writes_is_refused() -> None:
    found = w3c_protocol.judge(Path(str(FOLDER)))
    outcomes = [outcome for part in found.values() for outcome in part]
    assert [outcome for outcome in outcomes if outcome.kind == "failed"] == []
    kinds = {part: Counter(outcome.kind for outcome in outcomes) for part, outcomes in found.items()}
    assert kinds == {
        "protocol": {"passed": 27, "refused": 7},
        "service-description": {"passed": 3},
        "graph-store-protocol": {"passed": 1, "refused": 12},
    }


@here
def test_the_judge_would_find_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(w3c_protocol, "write", lambda state, request, target: None)
    found = list(w3c_protocol.judge_graphs(Path(str(FOLDER)) / "graph-store-protocol"))
    assert len([outcome for outcome in found if outcome.kind == "failed"]) > 5
    wrong = TestResponse([b'{"boolean": false}'], "200 OK", {}, None, content_type="application/json")  # type: ignore[arg-type]
    requests = [
        request
        for _, test, graph in w3c_protocol.tests_of(Path(str(FOLDER)) / "protocol" / "manifest.ttl")
        for request in w3c_protocol.requests_of(graph, test)
    ]
    good = 0
    for request in requests:
        try:
            w3c_protocol.judge_answer(request, wrong)
            good += 1
        except w3c_protocol.NotAsExpectedError:
            continue
    # Only the updates that say no more than that they are accepted.
    assert good == 7
