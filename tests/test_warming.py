"""The pages are visited once before the first reader comes."""

import logging

import pytest
from flask import Flask, Response, request

from doelengraaf.remote.engine import RemoteStore
from doelengraaf.store import OxigraphStore
from web.warming import set_aside, visit_first


def test_each_page_without_arguments_is_visited_and_a_fault_is_told(caplog: pytest.LogCaptureFixture) -> None:
    app = Flask(__name__)
    seen: list[str] = []
    app.before_request(lambda: seen.append(request.full_path.rstrip("?")))
    app.add_url_rule("/een", "one", lambda: "1")
    app.add_url_rule("/twee/<naam>", "two", lambda naam: naam)
    app.add_url_rule("/stuk", "broken", lambda: Response("", 500))
    app.add_url_rule("/sparql", "endpoint", lambda: "lists for programs")
    app.add_url_rule("/wijzig", "change", lambda: "", methods=["POST"])
    with caplog.at_level(logging.WARNING):
        visit_first(app)
    assert {"/een", "/stuk", "/zoeken?q=eenzaamheid"} <= set(seen)
    assert not {"/wijzig", "/sparql"} & set(seen)
    assert not [page for page in seen if page.startswith("/twee")]
    assert [record.getMessage() for record in caplog.records] == ["/stuk antwoordt 500"]


def test_what_is_there_is_set_aside_unless_another_build_may_take_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr("web.warming.gc.freeze", lambda: done.append("frozen"))
    monkeypatch.setattr("web.warming.gc.set_threshold", lambda *many: done.append("later"))
    app = Flask(__name__)
    app.extensions["store"] = RemoteStore("http://127.0.0.1:9/query")
    set_aside(app)
    assert done == []
    app.extensions["store"] = OxigraphStore()
    set_aside(app)
    assert done == ["later", "frozen"]
