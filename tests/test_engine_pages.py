"""The pages over an engine at an address: they follow what is published, say when it is away, and never show a stack trace or the address."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from engines import free_port, oxigraph
from werkzeug.test import Client

from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.remote.publication import publish_to_store
from web import following
from web.app import create_app
from web.following import FollowingApplication

PAGE = "/vragen/partners-per-doel?gemeente=cranendonck"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "_LOOK", 0.0)


def changed(nquads: Path, path: Path) -> Path:
    """Write the same build with one name changed."""
    text = nquads.read_text(encoding="utf-8").replace('"Cranendonck"', '"Kranendonk"')
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def client_and_port(
    built: tuple[Project, Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: None
) -> Iterator[tuple[Client, int, FollowingApplication]]:
    port = free_port()
    with oxigraph(tmp_path / "db", port) as (settings, _):
        publish_to_store(built[0].nquads, settings)
        monkeypatch.setenv("DOELENGRAAF_STORE", settings.query)
        monkeypatch.setenv("DOELENGRAAF_STORE_SECONDS", "20")
        app = FollowingApplication(lambda: create_app(built[0]))
        client = Client(app)
        first = client.get(PAGE)
        assert first.status_code == 200
        assert "Cranendonck" in first.text
        ready = client.get("/ready")
        assert ready.json == {"status": "ready", "version": built[1].version, "store": "remote"}
        # A next build is on the pages as soon as it is published, without a restart.
        publish_to_store(changed(built[0].nquads, tmp_path / "next.nq"), settings)
        second = client.get(PAGE)
        assert second.status_code == 200
        assert "Kranendonk" in second.text
        assert built[1].version not in second.text
        yield client, port, app
    app.app.extensions["own_queries"].close()


def test_pages_of_an_engine_that_changes_and_goes_away(
    client_and_port: tuple[Client, int, FollowingApplication], built: tuple[Project, Report]
) -> None:
    client, port, app = client_and_port
    store = app.app.extensions["store"]
    assert f":{port}/" in store.endpoint
    # The engine goes away: as when its address is of nobody.
    store._connection.address = f"http://127.0.0.1:{free_port()}/query"
    kept = client.get(PAGE)
    assert kept.status_code == 200
    assert "Wat hier staat is eerder gevraagd" in kept.text
    assert "Kranendonk" in kept.text
    for address, words in (
        ("/vragen/doelen-zonder-indicator", "De gegevens zijn nu niet te bereiken"),
        ("/vragen/doelen-zonder-indicator?taal=en", "The data cannot be reached now"),
        ("/api/v1/questions/doelen-zonder-indicator/answer", "De gegevens zijn nu niet te bereiken"),
    ):
        gone = client.get(address)
        assert gone.status_code == 503, address
        assert int(gone.headers["Retry-After"]) > 0
        assert words in gone.text
        assert "127.0.0.1" not in gone.text
        assert "Traceback" not in gone.text
    assert client.get("/ready").status_code == 503
    assert client.get("/health").status_code == 200
    # It comes back, and so do the answers.
    store._connection.address = store.endpoint
    store._away_until = 0
    back = client.get("/vragen/doelen-zonder-indicator")
    assert back.status_code == 200
    assert "eerder gevraagd" not in back.text
