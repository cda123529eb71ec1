"""Who is slow, greedy or rude to the server itself, as it runs for visitors: others go on."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator

import pytest

from doelengraaf.pipeline import Report
from doelengraaf.project import Project

SLOW = 300
HEAVY = {
    "cartesian product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "deep path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:a>|^!<x:b>)*/(!<x:c>|^!<x:d>)*/(!<x:e>|^!<x:f>)* ?b }",
    "values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?{letter} {{ {' '.join(map(str, range(300)))} }}" for letter in "abcdef")
    + " }",
    "regex": 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER (REGEX(CONCAT(STR(?c), STR(?f)), "(a+)+(b+)+(.*)*$", "i")) }',
    "growing text": 'SELECT ?t { BIND ("x" AS ?a) '
    + " ".join(f"BIND (CONCAT({', '.join([f'?{chr(97 + n)}'] * 20)}) AS ?{chr(98 + n)})" for n in range(9))
    + " BIND (?j AS ?t) }",
    "nested": "SELECT * { " + "{ ?a ?b ?c } UNION " * 800 + "{ ?a ?b ?c } ?d ?e ?f . ?g ?h ?i } ORDER BY ?i",
}


@pytest.fixture(scope="module")
def server(built: tuple[Project, Report]) -> Iterator[int]:
    """The server as people start it, with short limits for queries; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["--project", str(built[0].root), "serve", "--port", str(port), "--threads", "4"]
    env = {**os.environ, "DOELENGRAAF_SPARQL_SECONDS": "2"}
    with subprocess.Popen(
        [sys.executable, "-m", "doelengraaf.cli", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=env,
    ) as process:
        try:
            for _ in range(300):
                assert process.poll() is None, "the server stopped"
                with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=10):
                    break
                time.sleep(0.2)
            # The first who asks waits for the build to be read.
            get(port, "/sparql?query=ASK%7B%7D", 60)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


def get(port: int, path: str, seconds: float = 15) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def raw(port: int, data: bytes, seconds: float = 20) -> bytes:
    """Send bytes and give the first line of what comes back."""
    with socket.create_connection(("127.0.0.1", port), seconds) as line, contextlib.suppress(OSError):
        line.sendall(data)
        return line.recv(4096).split(b"\r\n")[0]
    return b""


@pytest.mark.parametrize(
    "begin",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        b"POST /melden HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20000\r\n\r\nopmerking=",
        b"POST /werkboek HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ],
    ids=["headers", "body", "chunks"],
)
def test_hundreds_of_slow_visitors_keep_nobody_waiting(server: int, begin: bytes) -> None:
    lines = []
    try:
        for _ in range(SLOW):
            line = socket.create_connection(("127.0.0.1", server), 10)
            line.sendall(begin)
            lines.append(line)
        for _ in range(3):
            for line in lines[::10]:
                line.sendall(b"a")
            began = time.monotonic()
            assert get(server, "/vragen") == 200
            assert time.monotonic() - began < 10
    finally:
        for line in lines:
            line.close()


def test_who_reads_slowly_keeps_nobody_waiting(server: int) -> None:
    lines = []
    try:
        for _ in range(40):
            line = socket.socket()
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            line.connect(("127.0.0.1", server))
            line.sendall(b"GET /graph-store?default HTTP/1.1\r\nHost: localhost\r\nAccept: text/turtle\r\n\r\n" if len(lines) < 2 else b"GET /partners HTTP/1.1\r\nHost: localhost\r\n\r\n")  # fmt: skip
            lines.append(line)
        assert get(server, "/agendas", 60) == 200
    finally:
        for line in lines:
            line.close()


@pytest.mark.parametrize(
    "head",
    [
        b"POST /melden HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000000\r\n\r\n",
        b"POST /werkboek HTTP/1.1\r\nHost: localhost\r\nContent-Length: 7000000\r\n\r\n",
    ],
)
def test_a_body_that_is_announced_as_too_large_is_refused_at_once(server: int, head: bytes) -> None:
    began = time.monotonic()
    assert b" 413 " in raw(server, head + bytes(100_000))
    assert time.monotonic() - began < 10


def test_a_body_in_chunks_without_end_is_refused(server: int) -> None:
    chunk = b"fa00\r\n" + bytes(0xFA00) + b"\r\n"
    sent = 0
    with socket.create_connection(("127.0.0.1", server), 20) as line:
        line.sendall(b"POST /melden HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        with contextlib.suppress(OSError):
            while sent < 50_000_000:
                line.sendall(chunk)
                sent += len(chunk)
    assert sent < 40_000_000
    assert get(server, "/health") == 200


@pytest.mark.parametrize(
    "data",
    [
        b"\x00" * 2000,
        b"GET\r\n\r\n",
        b"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
        b"POST /melden HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nzz\r\n",
        b"POST /melden HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA: b\nSet-Cookie: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n Host: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 60_000 + b"\r\n",
        b"GET /" + b"a" * 400_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET //elders.example/%2e%2e HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=range(13),
)
def test_what_is_no_http_is_refused_and_the_server_goes_on(server: int, data: bytes) -> None:
    said = raw(server, data)
    assert said == b"" or said.startswith((b"HTTP/1.0 4", b"HTTP/1.1 4", b"HTTP/1.1 308", b"HTTP/1.1 501", b"HTTP/1.0 501")), said  # fmt: skip
    assert get(server, "/health") == 200


@pytest.mark.parametrize("name", sorted(HEAVY))
def test_a_heavy_query_is_stopped_and_readers_go_on(server: int, name: str) -> None:
    path = "/sparql?query=" + urllib.parse.quote(HEAVY[name])
    found: list[int] = []
    began = time.monotonic()
    thread = threading.Thread(target=lambda: found.append(get(server, path, 60)))
    thread.start()
    # The pages, and small queries of the same sender after it.
    while thread.is_alive():
        once = time.monotonic()
        assert get(server, "/vragen") == 200
        assert time.monotonic() - once < 10
        time.sleep(0.2)
    thread.join()
    assert time.monotonic() - began < 30
    assert found[0] in (200, 400, 503), found
    assert get(server, "/sparql?query=ASK%7B%7D", 60) == 200
    if name in ("cartesian product", "values", "growing text"):
        assert found == [503]
