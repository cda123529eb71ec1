"""Time the first byte of each page over loopback, as a reader's browser waits for it, and weigh what is sent.

Run ``python benchmarks/pages.py`` after a build, on a quiet machine. A first visit and the median of the next nine are told; only compare
figures of one run.
"""

import argparse
import http.client
import statistics
import subprocess
import sys
import time
from pathlib import Path

PAGES = [
    "/",
    "/agendas",
    "/dekking",
    "/doc/agenda/cranendonck",
    "/doc/topic/eenzaamheid",
    "/doelenboom/krimpenerwaard",
    "/indicatoren",
    "/kwaliteit",
    "/lezen/krimpenerwaard/ibk",
    "/partners",
    "/partners/netwerk",
    "/sparql?query=ASK%7B%7D",
    "/raderen/krimpenerwaard/veerkracht",
    "/vergelijken?onderwerp=mantelzorg&agenda=krimpenerwaard&agenda=cranendonck",
    "/vragen",
    "/vragen/partners-per-doel",
    "/vragen/partners-per-doel?gemeente=cranendonck",
    "/zoeken?q=mantelzorg",
]
VISITS = 10


def visit(port: int, page: str) -> tuple[float, int]:
    """Ask a page on a connection of its own; gives milliseconds to the first byte and bytes of body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        start = time.perf_counter()
        connection.request("GET", page, headers={"Accept-Encoding": "br, gzip"})
        response = connection.getresponse()
        first = time.perf_counter() - start
        if response.status != 200:
            sys.exit(f"{page} antwoordt {response.status}")
        return first * 1000, len(response.read())
    finally:
        connection.close()


def wait_until_it_answers(port: int) -> None:
    """Wait for the server, and then for its own first visits."""
    for _ in range(300):
        try:
            visit(port, "/")
        except OSError:
            time.sleep(0.1)
        else:
            time.sleep(5)
            return
    sys.exit("De server antwoordt niet.")


def main() -> None:
    """Serve the last build and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8765)
    port = parser.parse_args().port
    root = Path(__file__).resolve().parent.parent
    server = subprocess.Popen(
        [sys.executable, "-m", "doelengraaf.cli", "serve", "--port", str(port)], cwd=root, stdout=subprocess.DEVNULL
    )
    try:
        wait_until_it_answers(port)
        print("| page | first visit, ms | median of the next, ms | bytes sent |\n| --- | ---: | ---: | ---: |")
        for page in PAGES:
            visits = [visit(port, page) for _ in range(VISITS)]
            times = [milliseconds for milliseconds, _ in visits]
            print(f"| {page} | {times[0]:.0f} | {statistics.median(times[1:]):.0f} | {visits[0][1]} |")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
