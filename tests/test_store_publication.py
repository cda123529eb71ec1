"""Putting a build into an engine of others: readers see one build or the next; and what happens when the engine is away, slow, wrong or stopped halfway."""

import base64
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from click.testing import CliRunner
from engines import free_port, oxigraph
from test_remote import says, serving

from doelengraaf.cli import main
from doelengraaf.errors import EndpointAwayError, EndpointError, NoBuildError, QueryError, StoreChangedError
from doelengraaf.remote.engine import RemoteStore
from doelengraaf.remote.layout import ALL, STAGING
from doelengraaf.remote.publication import BusyPublishingError, publish_to_store
from doelengraaf.remote.requests import Account, Connection
from doelengraaf.remote.settings import RemoteSettings, StoreSettingError
from doelengraaf.store import Rows

GRAPH = "https://w3id.org/doelengraaf/graph/"
SECRET = "zeer-geheim-wachtwoord"  # noqa: S105
TRUE = b'{"head": {}, "boolean": true}'
JSON = "application/sparql-results+json"


def made(path: Path, version: int, size: int = 300, extra: str = "") -> Path:
    """Write a build in which every statement says its version: ``size`` in a stated graph, as many in a derived one."""
    lines = [
        f'<urn:x:{number}> <urn:x:version> "{version}" <{GRAPH}{name}> .'
        for name in ("plaats/stated", "derived", *([extra] if extra else []))
        for number in range(size)
    ]
    lines += [
        f'<urn:x:same> <urn:x:p> "altijd" <{GRAPH}shared/stated> .',
        f"<urn:x:no> <urn:x:p> <urn:x:no> <{GRAPH}m/rejected> .",
    ]
    path.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def engine() -> Iterator[RemoteSettings]:
    with oxigraph() as (settings, _):
        yield settings


def versions(
    store: RemoteStore, text: str = "SELECT ?v (COUNT(*) AS ?n) { ?s <urn:x:version> ?v } GROUP BY ?v"
) -> dict[str, int]:
    found = store.query(text)
    assert isinstance(found, Rows)
    return {row[0].value: int(row[1].value) for row in found.rows if row[0] and row[1]}


def test_what_is_published_is_what_is_read(engine: RemoteSettings, tmp_path: Path) -> None:
    steps: list[str] = []
    first = publish_to_store(made(tmp_path / "a.nq", 1, extra="oud/stated"), engine, steps.append)
    assert first.changed
    assert len(first.sent) == 5, "four graphs, and all together"
    assert any("1 van 5" in step for step in steps)
    store = engine.open()
    assert versions(store) == {"1": 300}, "a statement of three graphs is found once"
    assert versions(store, "SELECT ?v (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:x:version> ?v } } GROUP BY ?v") == {
        "1": 900
    }
    assert store.graphs() == [GRAPH + name for name in ("derived", "oud/stated", "plaats/stated", "shared/stated")]
    assert store.query("ASK { <urn:x:no> ?p ?o }") is False
    assert store.query("ASK { GRAPH ?g { ?s <https://w3id.org/doelengraaf/store/term/version> ?o } }") is False
    # The same again is nothing; a next one sends what changed, and takes away what is gone.
    assert not publish_to_store(tmp_path / "a.nq", engine).changed
    second = publish_to_store(made(tmp_path / "b.nq", 2), engine)
    assert sorted(second.sent) == sorted([GRAPH + "derived", GRAPH + "plaats/stated", "alles samen"])
    assert second.removed == [GRAPH + "oud/stated"]
    assert versions(store) == {"2": 300}, "who reads goes on with the next build"
    assert sorted(store.quads(GRAPH + "shared/stated")) == [
        f'<urn:x:same> <urn:x:p> "altijd" <{GRAPH}shared/stated> .\n'
    ]
    third = publish_to_store(made(tmp_path / "c.nq", 3), engine)
    everything = engine.open()._ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", (), ())
    assert isinstance(everything, Rows)
    beside = {row[0].value for row in everything.rows if row[0] and row[0].value.startswith((ALL, STAGING))}
    assert beside == {third.live.whole, second.live.whole}, "one former build is kept for who is reading it"


def test_a_reader_never_sees_two_builds(engine: RemoteSettings, tmp_path: Path) -> None:
    publish_to_store(made(tmp_path / "0.nq", 100), engine)
    stop, seen, wrong = threading.Event(), set(), []
    by_name = f"SELECT ?v (COUNT(*) AS ?n) {{ VALUES ?g {{ <{GRAPH}derived> <{GRAPH}plaats/stated> }} GRAPH ?g {{ ?s <urn:x:version> ?v }} }} GROUP BY ?v"

    def read(text: str, wanted: int) -> None:
        store = engine.open()
        while not stop.is_set():
            try:
                found = versions(store, text)
            except StoreChangedError:
                continue
            seen.update(found)
            if list(found.values()) != [wanted]:
                wrong.append(found)

    readers = [
        threading.Thread(target=read, args=(text, wanted))
        for text, wanted in (("SELECT ?v (COUNT(*) AS ?n) { ?s <urn:x:version> ?v } GROUP BY ?v", 300), (by_name, 600))
    ]
    for reader in readers:
        reader.start()
    try:
        for number in range(101, 106):
            publish_to_store(made(tmp_path / f"{number}.nq", number), engine)
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert not wrong
    assert len(seen) >= 3


def test_who_keeps_answers_is_told_of_a_next_build(engine: RemoteSettings, tmp_path: Path) -> None:
    publish_to_store(made(tmp_path / "a.nq", 7), engine)
    store = engine.open(follow=False)
    assert versions(store) == {"7": 300}
    publish_to_store(made(tmp_path / "b.nq", 8), engine)
    with pytest.raises(StoreChangedError):
        versions(store)
    assert store.changed


def test_a_server_killed_during_publishing_still_has_the_former_build_whole(tmp_path: Path) -> None:
    port, old, new = free_port(), made(tmp_path / "a.nq", 1), made(tmp_path / "b.nq", 2, size=30_000)
    with oxigraph(tmp_path / "db", port) as (settings, server):
        publish_to_store(old, settings)

        def kill_at(step: str) -> None:
            if "20000 verstuurd" in step and "2 van 3" in step:
                server.kill()
                server.wait()

        with pytest.raises(EndpointAwayError, match="niet te bereiken"):
            publish_to_store(new, settings, kill_at)
    with oxigraph(tmp_path / "db", port) as (settings, _):
        store = settings.open()
        assert versions(store) == {"1": 300}
        assert versions(store, "SELECT ?v (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:x:version> ?v } } GROUP BY ?v") == {
            "1": 600
        }
        # The one that was killed could not give its turn back.
        with pytest.raises(BusyPublishingError, match="--take-over"):
            publish_to_store(new, settings)
        done = publish_to_store(new, settings, take_over=True)
        assert done.resumed == 1, "what was sent whole is not sent again"
        assert len(done.sent) == 2
        assert versions(settings.open()) == {"2": 30_000}


def test_the_switch_that_a_server_refuses_changes_nothing(
    engine: RemoteSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_to_store(made(tmp_path / "a.nq", 20), engine)
    send = Connection.send

    def refuse(self: Connection, data: bytes | None, *rest: object, **more: object) -> object:
        # As a server that stops in the middle of the one update: Oxigraph takes it back whole.
        if data and b"MOVE" in data:
            data += b" ; MOVE <urn:x:absent> TO <urn:x:nowhere>"
        return send(self, data, *rest, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Connection, "send", refuse)
        with pytest.raises(EndpointError, match="Publiceer opnieuw"):
            publish_to_store(made(tmp_path / "b.nq", 21), engine)
    assert versions(engine.open()) == {"20": 300}
    done = publish_to_store(tmp_path / "b.nq", engine)
    assert done.resumed == 3
    assert not done.sent
    assert versions(engine.open()) == {"21": 300}


def test_half_a_switch_is_never_read(engine: RemoteSettings, tmp_path: Path) -> None:
    """An engine that carries an update out in parts says so in the meantime; who asks by name waits, and is told when it lasts."""
    live = publish_to_store(made(tmp_path / "a.nq", 30), engine).live
    update = engine.writing()[0]
    control = "https://w3id.org/doelengraaf/store/control"
    mark = f"{{ GRAPH <{control}> {{ <{control}> <https://w3id.org/doelengraaf/store/term/switching> 'x' }} }}"
    update.send(f"INSERT DATA {mark}".encode(), {"Content-Type": "application/sparql-update"})
    store = RemoteStore(engine.query, timeout=1)
    assert versions(store) == {"30": 300}, "what holds all does not change"
    with pytest.raises(EndpointError, match="halverwege"):
        store.query("SELECT ?v ?g { GRAPH ?g { ?s <urn:x:version> ?v } }")
    # Nobody knows what stands where: everything is sent, and then it is whole again.
    again = publish_to_store(tmp_path / "a.nq", engine)
    assert len(again.sent) == 3
    assert again.live.publication != live.publication
    assert versions(store, "SELECT ?v (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:x:version> ?v } } GROUP BY ?v") == {
        "30": 600
    }


def test_a_build_that_is_none(engine: RemoteSettings, tmp_path: Path) -> None:
    with pytest.raises(NoBuildError):
        publish_to_store(tmp_path / "geen.nq", engine)
    with pytest.raises(StoreSettingError, match="DOELENGRAAF_STORE_UPDATE en DOELENGRAAF_STORE_GRAPHS"):
        publish_to_store(made(tmp_path / "a.nq", 1), RemoteSettings("https://voorbeeld.nl/sparql"))


# What a server can do wrong


def failing(times: int, status: int, then: bytes = TRUE) -> tuple[Callable[[BaseHTTPRequestHandler], None], list[int]]:
    count = [0]

    def reply(handler: BaseHTTPRequestHandler) -> None:
        count[0] += 1
        says(status, "text/plain", b"even niet")(handler) if count[0] <= times else says(200, JSON, then)(handler)

    return reply, count


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_what_is_over_in_a_while_is_asked_again(status: int) -> None:
    reply, count = failing(2, status)
    with serving(reply) as (address, _):
        body = Connection(address, 10).send(b"x", {}).body
    assert body == TRUE
    assert count == [3]


def test_what_stays_wrong_is_not_asked_for_ever() -> None:
    reply, count = failing(99, 503)
    began = time.monotonic()
    with serving(reply) as (address, _), pytest.raises(EndpointAwayError, match="503; even niet"):
        Connection(address, 10).send(b"x", {})
    assert count == [4]
    assert 0.5 < time.monotonic() - began < 9
    reply, count = failing(99, 503)
    with serving(reply) as (address, _), pytest.raises(EndpointAwayError):
        Connection(address, 0.3).send(b"x", {})
    assert count[0] <= 2, "all attempts together stay within the time"


def test_what_may_not_be_done_twice_is_done_once() -> None:
    reply, count = failing(1, 503)
    with serving(reply) as (address, _), pytest.raises(EndpointAwayError):
        Connection(address, 10).send(b"x", {}, tries=1)
    assert count == [1]


def test_an_answer_that_trickles_is_stopped_in_time() -> None:
    def trickle(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(60):
            try:
                handler.wfile.write(b"x")
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    began = time.monotonic()
    with serving(trickle) as (address, _), pytest.raises(EndpointError, match="niet binnen 1 seconden"):
        Connection(address, 1).send(b"x", {})
    assert time.monotonic() - began < 9


def test_an_answer_that_is_too_large_or_cut_off() -> None:
    with serving(says(200, JSON, b"x" * 5000)) as (address, _), pytest.raises(EndpointError, match="meer dan"):
        Connection(address, 5, most=1000).send(b"x", {})

    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"half")

    with serving(cut) as (address, _), pytest.raises(EndpointAwayError, match="halverwege"):
        Connection(address, 5).send(b"x", {})


def test_a_time_out_that_a_server_calls_an_answer_is_an_error() -> None:
    """Oxigraph says it with status 200, in the body, for rows as well as for statements."""
    word = b"The SPARQL operation has been cancelled"
    rows = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"urn:a"}}' + word
    with serving(says(200, JSON, rows)) as (address, _), pytest.raises(EndpointError, match="brak de server af"):
        RemoteStore(address)._ask("SELECT * { ?s ?p ?o }", (), ())
    with (
        serving(says(200, "application/n-triples", b"<urn:a> <urn:p> <urn:o> .\n" + word)) as (address, _),
        pytest.raises(EndpointError, match="brak de server af"),
    ):
        RemoteStore(address)._ask("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", (), ())


def test_a_redirect_to_another_host_is_not_followed() -> None:
    with serving(says(200, JSON, TRUE)) as (other, asked):

        def away(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(302)
            handler.send_header("Location", other)
            handler.end_headers()

        with serving(away) as (address, _), pytest.raises(EndpointError, match="andere server"):
            Connection(address, 5, Account("naam", SECRET)).send(b"x", {})
    assert not asked


def basic(handler: BaseHTTPRequestHandler) -> None:
    wanted = "Basic " + base64.b64encode(f"naam:{SECRET}".encode()).decode()
    if handler.headers.get("Authorization") == wanted:
        says(200, JSON, TRUE)(handler)
        return
    handler.send_response(401)
    handler.send_header("WWW-Authenticate", 'Basic realm="graaf"')
    handler.end_headers()


def test_a_name_and_password() -> None:
    with serving(basic) as (address, asked):
        right = Connection(address, 5, Account("naam", SECRET))
        assert right.send(b"x", {}).body == right.send(b"x", {}).body == TRUE
        assert len(asked) == 3, "how the server wants it is asked once"
        with pytest.raises(EndpointError, match="geen toegang zonder"):
            Connection(address, 5).send(b"x", {})
        wrong = Account("naam", SECRET + "-mis")
        with pytest.raises(EndpointError, match="geen toegang met deze naam") as caught:
            Connection(address, 5, wrong).send(b"x", {})
    assert SECRET not in str(caught.value)
    assert SECRET not in repr(wrong) + repr(RemoteSettings(address, account=wrong))


def test_the_command_says_what_is_wrong_without_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**settings: str) -> str:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        done = CliRunner().invoke(main, ["store", "status"])
        assert done.exit_code == 1
        assert not isinstance(done.exception, (ValueError, OSError))
        assert "Traceback" not in done.output
        return done.output

    monkeypatch.delenv("DOELENGRAAF_STORE", raising=False)
    assert "DOELENGRAAF_STORE is niet ingesteld" in refused()
    with serving(basic) as (address, _):
        said = refused(
            DOELENGRAAF_STORE=address, DOELENGRAAF_STORE_USER="naam", DOELENGRAAF_STORE_PASSWORD=SECRET + "x"
        )
    assert "geen toegang" in said
    assert SECRET not in said
    said = refused(DOELENGRAAF_STORE=f"https://naam:{SECRET}@voorbeeld.nl/sparql")
    assert SECRET not in said
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        said = refused(DOELENGRAAF_STORE=f"http://127.0.0.1:{free.getsockname()[1]}/query")
    assert "niet te bereiken" in said


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"DOELENGRAAF_STORE": "ftp://a/b"}, "geen adres"),
        ({"DOELENGRAAF_STORE": "https://a/b", "DOELENGRAAF_STORE_UPDATE": "file:///etc"}, "geen adres"),
        ({"DOELENGRAAF_STORE": "https://a/b", "DOELENGRAAF_STORE_USER": "x"}, "allebei"),
        ({"DOELENGRAAF_STORE": "https://a/b", "DOELENGRAAF_STORE_SECONDS": "lang"}, "geen heel getal"),
    ],
)
def test_settings_that_cannot_be(settings: dict[str, str], words: str) -> None:
    with pytest.raises((StoreSettingError, EndpointError), match=words):
        RemoteSettings.from_environment(settings)


def test_settings_of_others() -> None:
    assert RemoteSettings.from_environment({}) is None
    found = RemoteSettings.from_environment({"DOELENGRAAF_STORE": "http://a:1/query"})
    assert found
    assert (found.update, found.graphs) == ("http://a:1/update", "http://a:1/store")
    assert replace(found, query="x").account is None


def test_a_query_that_is_wrong_is_not_asked_again() -> None:
    reply, count = failing(9, 400)
    with serving(reply) as (address, _), pytest.raises(QueryError, match="weigert de vraag: even niet"):
        Connection(address, 5).send(b"x", {})
    assert count == [1]
