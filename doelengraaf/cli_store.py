"""``doelengraaf store``: the engine at an address, what is in it, and putting the last build into it."""

from collections.abc import Callable

import click

from doelengraaf.console import progress, say
from doelengraaf.pipeline import dataset_version
from doelengraaf.project import Project
from doelengraaf.remote.publication import publish_to_store
from doelengraaf.remote.settings import STORE_VARIABLE, RemoteSettings, StoreSettingError

__all__ = ["store"]


def _settings() -> RemoteSettings:
    found = RemoteSettings.from_environment()
    if found is None:
        raise StoreSettingError(
            f"{STORE_VARIABLE} is niet ingesteld: zet daarin het adres waarop de motor vragen beantwoordt, zoals http://127.0.0.1:7878/query. Zie docs/engines.md."
        )
    return found


@click.group()
def store() -> None:
    """Een SPARQL-motor op een adres (DOELENGRAAF_STORE) in plaats van de ingebouwde.

    \b
    Voorbeelden:
      DOELENGRAAF_STORE=http://127.0.0.1:7878/query doelengraaf store publish
      DOELENGRAAF_STORE=http://127.0.0.1:7878/query doelengraaf serve
    """


@store.command()
@click.option(
    "--take-over", is_flag=True, help="Ga verder waar een publicatie ophield waarvan u weet dat zij gestopt is."
)
@click.pass_context
def publish(ctx: click.Context, take_over: bool) -> None:
    """Zet de laatste build in de motor.

    Lezers zien de vorige versie of deze, nooit een deel. Wat niet veranderde wordt niet verstuurd; onderbroken? Publiceer opnieuw, dan gaat het verder.
    """
    find: Callable[[], Project] = ctx.obj
    settings = _settings()
    done = publish_to_store(find().nquads, settings, progress, take_over)
    if not done.changed:
        say(f"Versie {done.live.version} staat al op {settings.query}; er is niets gedaan.", "green")
        return
    already = f", {done.resumed} stonden er al" if done.resumed else ""
    gone = f", {len(done.removed)} weggehaald" if done.removed else ""
    say(
        f"Gepubliceerd op {settings.query}: versie {done.live.version}; {len(done.sent)} grafen verstuurd{already}{gone}.",
        "green",
    )


@store.command()
@click.pass_context
def status(ctx: click.Context) -> None:
    """Zeg welke versie er in de motor staat, en of dat de laatste build is. Uitgang 1 als er niets staat, of een half vervangen versie."""
    find: Callable[[], Project] = ctx.obj
    settings = _settings()
    live = settings.open().live()
    if live is None:
        say(f"Op {settings.query} is nog niets gepubliceerd. Doe dat met: doelengraaf store publish", "yellow")
        ctx.exit(1)
    statements = sum(number for _, number in live.graphs.values())
    say(
        f"{settings.query}: versie {live.version}, {len(live.graphs)} grafen, {statements} uitspraken, sinds {live.since}."
    )
    if live.switching:
        say("Een nieuwe versie is halverwege blijven staan. Voltooi die met: doelengraaf store publish", "bold red")
        ctx.exit(1)
    nquads = find().nquads
    if not nquads.is_file():
        say("Er is hier geen build om haar mee te vergelijken.")
    elif dataset_version(nquads) == live.version:
        say("Dat is de laatste build.", "green")
    else:
        say(f"De laatste build is {dataset_version(nquads)}. Zet die erin met: doelengraaf store publish", "yellow")
