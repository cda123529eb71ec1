"""Running on a server: what the files for it say exists, and the server answers, logs and stops as they promise."""

import configparser
import json
import logging
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from flask import Flask, request
from waitress import create_server
from werkzeug.test import Client

from doelengraaf.cli import main
from doelengraaf.errors import QueryError
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from web import command
from web.app import create_app
from web.settings import BASE_URL_VARIABLE
from web.watching import JsonLines, LoggedApplication

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
DOC = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")


def check_command(words: list[str]) -> None:
    """Find the command and each of its options in the command line itself."""
    context = click.Context(main)
    command = main.get_command(context, words[0])
    assert command is not None, words
    # Click itself refuses an option that does not exist.
    command.make_context(words[0], list(words[1:]), parent=context)


def unit() -> dict[str, list[str]]:
    """Read the systemd unit; a key may stand there more than once."""
    found: dict[str, list[str]] = {}
    for one in (DEPLOY / "doelengraaf.service").read_text(encoding="utf-8").splitlines():
        if "=" in one and not one.startswith("#"):
            key, _, value = one.partition("=")
            found.setdefault(key, []).append(value)
    return found


def test_the_unit_names_only_commands_that_exist() -> None:
    found = unit()
    commands = [shlex.split(value.lstrip("-")) for key in ("ExecStartPre", "ExecStart") for value in found[key]]
    assert [words[1] for words in commands] == ["build", "publish", "prepare", "serve"]
    for words in commands:
        assert words[0].endswith("/bin/doelengraaf")
        check_command(words[1:])
    assert "--production" in commands[-1]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="geen systemd-analyze")
def test_the_unit_is_one_that_systemd_reads(tmp_path: Path) -> None:
    # Programs and users of the server are not here: what is tested is that systemd knows each setting.
    text = (DEPLOY / "doelengraaf.service").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^(Exec\w+=-?)\S+/doelengraaf", r"\1/bin/true", text).replace("User=doelengraaf", "User=root")
    text = text.replace("Group=doelengraaf", "Group=root")
    path = tmp_path / "doelengraaf.service"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", path], capture_output=True, text=True, check=False)
    assert "doelengraaf.service" not in done.stderr, done.stderr
    configparser.ConfigParser(strict=False).read_string(text)


def test_the_container_names_only_files_and_commands_that_exist() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    copied = [
        words
        for words in map(str.split, text.splitlines())
        if words and words[0] == "COPY" and "--from" not in words[1]
    ]
    assert copied
    for words in copied:
        for name in words[1:-1]:
            assert (ROOT / name).exists(), name
    runs = re.findall(r"/venv/bin/doelengraaf ([a-z]+[^&\n]*)", text)
    assert [run.split()[0] for run in runs] == ["build", "publish", "prepare"]
    for run in runs:
        check_command(shlex.split(run))
    [command] = re.findall(r"^CMD (\[.*\])$", text, re.MULTILINE)
    words = json.loads(command)
    assert words[0] == "/venv/bin/doelengraaf"
    check_command(words[1:])
    assert "\nUSER 10001\n" in text
    assert all(name in text for name in ("/ready", "STOPSIGNAL SIGTERM"))
    assert "COPY sources" not in text, "the texts of the agendas are not distributed"


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_the_proxies_send_strict_transport_security_and_keep_no_visitor(name: str) -> None:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    assert int(re.findall(r"max-age=(\d+)", text)[0]) >= 31_536_000
    assert "127.0.0.1:8000" in text
    rules = "\n".join(one for one in text.splitlines() if not one.strip().startswith("#"))
    assert rules.count("{") == rules.count("}")
    told = "proxy_set_header X-Forwarded-For $remote_addr;"
    assert name == "Caddyfile" or told in rules
    rules = rules.replace(told, "")
    for word in ("$remote_addr", "$http_user_agent", "$request ", "$args", "$http_referer"):
        assert word not in rules
    if name == "Caddyfile":
        assert all(f"request>{part} delete" in text for part in ("remote_ip", "client_ip", "headers", "uri"))


def test_every_setting_is_documented_and_in_the_example() -> None:
    used = set()
    for folder in ("doelengraaf", "web"):
        for path in (ROOT / folder).rglob("*.py"):
            used |= set(re.findall(r'"(DOELENGRAAF_[A-Z_]+)"', path.read_text(encoding="utf-8")))
    assert BASE_URL_VARIABLE in used
    # A misspelling, as an example of one.
    used -= {"DOELENGRAAF_BASE_URI"}
    assert {name for name in used if name not in DOC} == set()
    example = (DEPLOY / "doelengraaf.env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(DOELENGRAAF_\w+)=", example, re.MULTILINE)) <= used


def test_every_file_for_a_server_is_in_the_docs() -> None:
    for path in (*DEPLOY.iterdir(), ROOT / "Containerfile"):
        assert path.name in DOC


class Closed:
    """A store that does not answer."""

    def query(self, text: str) -> bool:
        """Refuse."""
        raise QueryError(text)


def test_health_and_ready(built: tuple[Project, Report]) -> None:
    from web.watching import add_watching

    app = create_app(built[0])
    client = app.test_client()
    alive = client.get("/health")
    assert (alive.status_code, alive.json) == (200, {"status": "ok"})
    ready = client.get("/ready")
    assert ready.json == {"status": "ready", "version": app.extensions["questions"].version}
    assert ready.headers["Cache-Control"] == "no-store"
    closed = Flask("closed")
    add_watching(closed, Closed(), app.extensions["questions"])  # type: ignore[arg-type]
    assert closed.test_client().get("/ready").status_code == 503
    assert closed.test_client().get("/health").status_code == 200


def test_a_line_tells_of_a_request_and_not_of_a_person(caplog: pytest.LogCaptureFixture) -> None:
    app = Flask("small")
    app.get("/zoeken")(lambda: "gevonden")
    app.wsgi_app = LoggedApplication(app.wsgi_app, "1+a")  # type: ignore[method-assign]
    with caplog.at_level(logging.INFO, logger="doelengraaf.requests"):
        app.test_client().get(
            "/zoeken?q=mijn+buurvrouw",
            headers={"User-Agent": "Browser/1", "Referer": "https://elders.example/", "Cookie": "taal=en"},
            environ_base={"REMOTE_ADDR": "192.0.2.7"},
        ).get_data()
    [record] = caplog.records
    line = json.loads(JsonLines().format(record))
    assert set(line) == {"time", "level", "logger", "event", "method", "path", "status", "bytes", "ms", "data"}
    assert (line["path"], line["status"], line["bytes"], line["data"]) == ("/zoeken", 200, 8, "1+a")
    for secret in ("buurvrouw", "192.0.2.7", "Browser", "elders", "taal"):
        assert secret not in JsonLines().format(record)


def test_a_line_holds_no_address_of_an_application(caplog: pytest.LogCaptureFixture) -> None:
    app = Flask("small")
    app.wsgi_app = LoggedApplication(app.wsgi_app, "1+a")  # type: ignore[method-assign]
    secret = "/instrumenten/weegkader/aanvraag/" + "s" * 32
    with caplog.at_level(logging.INFO, logger="doelengraaf.requests"):
        for rest in ("", ".xlsx", "/beoordelen"):
            app.test_client().get(secret + rest).get_data()
    found = [json.loads(JsonLines().format(record))["path"] for record in caplog.records]
    assert found == [f"/instrumenten/weegkader/aanvraag/…{rest}" for rest in ("", ".xlsx", "/beoordelen")]
    # A proxy that writes addresses leaves these out.
    assert "~^/instrumenten/weegkader/aanvraag/ " in (DEPLOY / "nginx.conf").read_text(encoding="utf-8")


def test_a_line_of_an_error_holds_no_text_that_somebody_typed() -> None:
    try:
        int("mijn geheim")
    except ValueError:
        record = logging.getLogger("x").makeRecord(
            "x", logging.ERROR, "f", 1, "ging mis: %s", ("mijn geheim",), sys.exc_info()
        )
    line = json.loads(JsonLines().format(record))
    assert line["error"] == "ValueError"
    assert line["where"][0].startswith("test_a_line_of_an_error")
    assert "geheim" not in json.dumps(line)


@pytest.fixture(scope="module")
def served(built: tuple[Project, Report]) -> tuple[str, int, list[str], float]:
    """Run a server as in production, ask it something, and stop it as systemd does: (answer, exit code, lines, seconds to stop)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["--project", str(built[0].root), "serve", "--production", "--port", str(port), "--threads", "2"]
    with subprocess.Popen(
        [sys.executable, "-m", "doelengraaf.cli", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, BASE_URL_VARIABLE: "https://doelengraaf.example.nl"},
    ) as server:
        try:
            answer = _when_ready(server, f"http://127.0.0.1:{port}/ready")
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt?q=geheim", timeout=30) as robots:
                answer += robots.read().decode()
                assert "Server" not in robots.headers
            server.send_signal(signal.SIGTERM)
            began = time.monotonic()
            _, told = server.communicate(timeout=60)
            return answer, server.returncode, told.splitlines(), time.monotonic() - began
        finally:
            server.kill()


@pytest.mark.parametrize(("proxy", "believed"), [("127.0.0.1", True), ("*", True), ("192.0.2.9", False), ("", False)])
def test_limits_see_the_visitor_behind_a_trusted_proxy_only(
    monkeypatch: pytest.MonkeyPatch, proxy: str, believed: bool
) -> None:
    seen: list[tuple[str, str, str | None]] = []
    app = Flask("told")

    @app.get("/")
    def told() -> str:
        seen.append((request.remote_addr or "", request.scheme, request.headers.get("X-Forwarded-For")))
        return "ja"

    given: dict[str, object] = {}

    class Enough(Exception):  # noqa: N818
        """The server is not run."""

    def made(application: Flask, **settings: object) -> object:
        given.update(settings)
        raise Enough

    monkeypatch.setattr(command, "create_server", made)
    monkeypatch.setattr(
        command,
        "create_app",
        lambda project: SimpleNamespace(
            extensions={"questions": SimpleNamespace(ask=lambda *_: None, version="1"), "own_queries": None}
        ),
    )
    monkeypatch.setenv("DOELENGRAAF_TRUSTED_PROXY", proxy)
    with pytest.raises(Enough):
        command.serve.main(["--port", "8123"], obj=lambda: None, standalone_mode=False)
    # The server as it would be made, on a free port; what it calls for each request is asked here.
    server = create_server(app, **{**given, "port": 0})
    try:
        for others in ("198.51.100.7", "10.0.0.1, 198.51.100.7"):
            headers = {"X-Forwarded-For": others, "X-Forwarded-Proto": "https"}
            asked = Client(server.application).get("/", headers=headers, environ_base={"REMOTE_ADDR": "127.0.0.1"})
            assert asked.status_code == 200
    finally:
        server.close()
    # The last name is what the proxy saw; the name before it is what the visitor says.
    assert seen == ([("198.51.100.7", "https", "198.51.100.7")] if believed else [("127.0.0.1", "http", None)]) * 2


def test_a_proxy_without_an_address_is_told(run: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = run("serve", "--trusted-proxy", "nginx")
    assert done.returncode == 2
    assert "geen IP-adres" in done.stderr
    assert "Traceback" not in done.stderr


def _when_ready(server: "subprocess.Popen[str]", address: str) -> str:
    for _ in range(600):
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(address, timeout=30) as found:  # noqa: S310
                text: str = found.read().decode()
                return text
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError("never ready")


def test_in_production_it_answers_with_its_own_address(served: tuple[str, int, list[str], float]) -> None:
    assert '"status":"ready"' in served[0]
    assert "Sitemap: https://doelengraaf.example.nl/sitemap.xml" in served[0]


def test_in_production_every_line_is_json_without_what_was_typed(served: tuple[str, int, list[str], float]) -> None:
    lines = [json.loads(line) for line in served[2]]
    assert [line["event"] for line in lines if line["event"] in ("started", "stopped")] == ["started", "stopped"]
    assert {"event": "request", "path": "/robots.txt", "status": 200}.items() <= next(
        line for line in lines if line.get("path") == "/robots.txt" and line["bytes"]
    ).items()
    assert not any("geheim" in line for line in served[2])


def test_it_stops_by_itself_when_asked(served: tuple[str, int, list[str], float]) -> None:
    assert served[1] == 0
    assert served[3] < 20, "systemd would kill it"


def test_production_without_an_address_says_what_to_set(built: tuple[Project, Report]) -> None:
    env = {name: value for name, value in os.environ.items() if name != BASE_URL_VARIABLE}
    done = subprocess.run(
        [sys.executable, "-m", "doelengraaf.cli", "--project", str(built[0].root), "serve", "--production"],
        capture_output=True,
        text=True,
        check=False,
        env=env,
        timeout=120,
    )
    assert done.returncode == 1
    assert BASE_URL_VARIABLE in done.stderr
    assert "Traceback" not in done.stderr
