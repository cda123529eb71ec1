"""Engines of others, started on loopback for tests: Oxigraph as a server (PyPI) and Virtuoso (Debian)."""

import contextlib
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from doelengraaf.remote.requests import Account
from doelengraaf.remote.settings import RemoteSettings

VIRTUOSO_INI = Path("/etc/virtuoso-opensource-7/virtuoso.ini")
VIRTUOSO_HOME = "/var/lib/virtuoso-opensource-7/db"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        assert server.poll() is None, "de server is gestopt"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise AssertionError("de server begint niet")


@contextmanager
def oxigraph(location: Path | None = None, port: int = 0) -> Iterator[tuple[RemoteSettings, "subprocess.Popen[bytes]"]]:
    """Start Oxigraph, in memory or with a folder; gives its settings and its process."""
    port = port or free_port()
    where = ["--location", str(location)] if location else []
    program = [str(Path(sys.executable).parent / "oxigraph"), "serve", *where, "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port, server)
            yield oxigraph_at(port), server
        finally:
            server.kill()


def oxigraph_at(port: int) -> RemoteSettings:
    found = RemoteSettings.from_environment({"DOELENGRAAF_STORE": f"http://127.0.0.1:{port}/query"})
    assert found
    return found


def has_virtuoso() -> bool:
    return shutil.which("virtuoso-t") is not None and VIRTUOSO_INI.is_file()


@contextmanager
def virtuoso(folder: Path) -> Iterator[RemoteSettings]:
    """Start Virtuoso with a database of its own in a folder."""
    sql, http = free_port(), free_port()
    settings = VIRTUOSO_INI.read_text().replace(VIRTUOSO_HOME, str(folder))
    database, mark, rest = settings.partition("[HTTPServer]")
    changes = {
        # Its own defaults cut answers off at 10 000 rows and refuse what it thinks slow.
        "ResultSetMaxRows": "1000000",
        "MaxQueryCostEstimationTime": "100000000",
        "NumberOfBuffers": "60000",
        "MaxDirtyBuffers": "45000",
    }
    database = re.sub(r"(?m)^ServerPort\s*=.*", f"ServerPort = 127.0.0.1:{sql}", database)
    rest = re.sub(r"(?m)^ServerPort\s*=.*", f"ServerPort = 127.0.0.1:{http}", rest, count=1)
    settings = database + mark + rest
    for name, value in changes.items():
        settings = re.sub(rf"(?m)^{name}\s*=.*", f"{name} = {value}", settings)
    (folder / "virtuoso.ini").write_text(settings)
    with subprocess.Popen(
        ["virtuoso-t", "-f", "-c", "virtuoso.ini"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_for(http, server)
            address = f"http://127.0.0.1:{http}/sparql"
            # The account of a database that was just made: it lives as long as the test.
            account = Account("dba", "dba")
            yield RemoteSettings(address, f"{address}-auth", f"{address}-graph-crud-auth", account, 60)
        finally:
            server.kill()
