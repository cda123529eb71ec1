"""``doelengraaf serve``: the pages on this machine, or on a server behind a proxy."""

import ipaddress
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import click
from flask import Flask
from waitress import create_server

from doelengraaf.answers import Answer
from doelengraaf.console import say
from doelengraaf.errors import DoelengraafError
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from web.app import MAIN_QUESTION, create_app
from web.following import FollowingApplication
from web.settings import BASE_URL_VARIABLE, SettingError, base_url
from web.warming import set_aside, visit_first
from web.watching import LoggedApplication, log_as_json

__all__ = ["serve"]

# What a trusted proxy tells: whom a request comes from, and whether it came by https. The host is a setting (DOELENGRAAF_BASE_URL).
_FROM_PROXY = frozenset({"x-forwarded-for", "x-forwarded-proto"})

# What one sender may take of the server itself: slow ones wait without a thread, and are left after half a minute of silence; a body larger than any
# form or workbook is refused before it is read. Polled, for the older way of waiting knows a thousand files at most.
_LIMITS: dict[str, Any] = {
    "connection_limit": 2000,
    "asyncore_use_poll": True,
    "channel_timeout": 30,
    "cleanup_interval": 10,
    "max_request_body_size": 6_000_000,
}

_LOGGER = logging.getLogger("doelengraaf.server")


class PortTakenError(DoelengraafError):
    """Another program listens on the port."""


def _proxy_address(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Give the address of a proxy as the server compares it with that of a sender; ``*`` is every sender."""
    if value is None or value.strip() == "*":
        return value and "*"
    try:
        return str(ipaddress.ip_address(value.strip()))
    except ValueError:
        raise click.BadParameter(
            f"{value[:100]!r} is geen IP-adres. Schrijf het adres waarvan de proxy verbinding maakt, zoals 127.0.0.1, of * als niemand anders deze poort bereikt."
        ) from None


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Adres om op te luisteren; alleen deze machine als u niets kiest.",
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Poort.")
@click.option(
    "--threads",
    default=8,
    show_default=True,
    envvar="DOELENGRAAF_THREADS",
    type=click.IntRange(1, 128),
    help="Hoeveel antwoorden tegelijk gemaakt worden.",
)
@click.option(
    "--production",
    is_flag=True,
    help="Op een server: regels JSON op de standaardfout, en verplicht DOELENGRAAF_BASE_URL.",
)
@click.option(
    "--trusted-proxy",
    envvar="DOELENGRAAF_TRUSTED_PROXY",
    metavar="ADRES",
    callback=_proxy_address,
    help="IP-adres van de proxy die in X-Forwarded-For zegt wie er vraagt, zoals 127.0.0.1; * vertrouwt elke afzender.",
)
@click.pass_context
def serve(ctx: click.Context, host: str, port: int, threads: int, production: bool, trusted_proxy: str | None) -> None:
    """Laat de laatste build als webpagina's zien; stop met Ctrl+C.

    \b
    Voorbeelden:
      doelengraaf serve --port 8080
      DOELENGRAAF_BASE_URL=https://doelengraaf.example.nl doelengraaf serve --production
    """
    find: Callable[[], Project] = ctx.obj
    if production:
        if not os.environ.get(BASE_URL_VARIABLE, "").strip():
            raise SettingError(
                f"{BASE_URL_VARIABLE} is niet ingesteld. Zet daarin het adres waarop mensen deze server bereiken, zoals https://doelengraaf.example.nl."
            )
        log_as_json()
    # Read before anything is served: a wrong address is told now and not in every answer.
    scheme = urlsplit(base_url()).scheme if production else "http"
    following = FollowingApplication(lambda: create_app(find()))
    app = following.app
    questions: Questions = app.extensions["questions"]
    answer = questions.ask(MAIN_QUESTION, {})
    served = LoggedApplication(following, questions.version) if production else following
    try:
        # No word about the program in the headers, and the scheme people use at the proxy.
        server = create_server(
            served,
            host=host,
            port=port,
            threads=threads,
            ident=None,
            url_scheme=scheme,
            **_LIMITS,
            **_trusting(trusted_proxy),
        )
    except (OSError, ValueError) as error:
        raise PortTakenError(
            f"Poort {port} op {host} is niet te gebruiken ({error}). Kies een andere met --port."
        ) from error
    if production:
        _LOGGER.info("started", extra={"fields": {"event": "started", "port": port, "data": questions.version}})
    else:
        _greet(host, port, questions, answer)
    app.extensions["own_queries"].warm()
    threading.Thread(target=_warm, args=(app,), daemon=True).start()
    # Who stops a service sends SIGTERM: what is being answered is finished first, as with Ctrl+C.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    server.run()
    if production:
        _LOGGER.info("stopped", extra={"fields": {"event": "stopped"}})
    else:
        say("Gestopt.")


def _warm(app: Flask) -> None:
    set_aside(app)
    visit_first(app)
    set_aside(app)


def _trusting(proxy: str | None) -> dict[str, Any]:
    """Give the settings of the server for whom to believe about a visitor; what others say of it is dropped."""
    believed = {"trusted_proxy": proxy, "trusted_proxy_headers": _FROM_PROXY} if proxy else {}
    return {**believed, "clear_untrusted_proxy_headers": True}


def _greet(host: str, port: int, questions: Questions, answer: Answer) -> None:
    sizes = {
        name: len({row[place].iri for row in answer.rows if row[place].iri})
        for place, name in enumerate(c.name for c in answer.columns)
    }
    say(f"http://{host}:{port}", "bold green")
    # A long answer is cut off, and what the rest names is not known here.
    of = f"; de eerste {len(answer.rows)} noemen" if answer.truncated else ":"
    say(
        f"De hoofdvraag geeft {answer.total} rijen{of} {sizes['partner']} partners, {sizes['doel']} doelen, {sizes['gemeente']} gemeenten. Gegevens {questions.version}. Stop met Ctrl+C."
    )
