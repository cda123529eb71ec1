"""``doelengraaf serve``: the pages on this machine."""

import threading
from collections.abc import Callable

import click
from waitress import create_server

from doelengraaf.console import say
from doelengraaf.errors import DoelengraafError
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from web.app import MAIN_QUESTION, create_app
from web.warming import visit_first

__all__ = ["serve"]


class PortTakenError(DoelengraafError):
    """Another program listens on the port."""


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Adres om op te luisteren; alleen deze machine als u niets kiest.",
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Poort.")
@click.pass_context
def serve(ctx: click.Context, host: str, port: int) -> None:
    """Laat de laatste build als webpagina's zien; stop met Ctrl+C.

    \b
    Voorbeeld:
      doelengraaf serve --port 8080
    """
    find: Callable[[], Project] = ctx.obj
    app = create_app(find())
    questions: Questions = app.extensions["questions"]
    answer = questions.ask(MAIN_QUESTION, {})
    try:
        server = create_server(app, host=host, port=port, threads=8)
    except (OSError, ValueError) as error:
        raise PortTakenError(
            f"Poort {port} op {host} is niet te gebruiken ({error}). Kies een andere met --port."
        ) from error
    sizes = {
        name: len({row[place].iri for row in answer.rows if row[place].iri})
        for place, name in enumerate(c.name for c in answer.columns)
    }
    say(f"http://{host}:{port}", "bold green")
    say(
        f"De hoofdvraag geeft {answer.total} rijen: {sizes['partner']} partners, {sizes['doel']} doelen, {sizes['gemeente']} gemeenten. Gegevens {questions.version}. Stop met Ctrl+C."
    )
    app.extensions["own_queries"].warm()
    threading.Thread(target=visit_first, args=(app,), daemon=True).start()
    try:
        server.run()
    except KeyboardInterrupt:
        say("Gestopt.")
