"""``doelengraaf prepare``: ask the saved questions before anybody does."""

from collections.abc import Callable

import click

from doelengraaf.console import progress, say
from doelengraaf.preparing import prepare_answers
from doelengraaf.project import Project

__all__ = ["prepare"]


@click.command()
@click.pass_context
def prepare(ctx: click.Context) -> None:
    """Stel alle vragen aan de laatste build en bewaar de antwoorden, zodat niemand erop wacht.

    Nodig is dit niet: wat niet is voorbereid, wordt beantwoord als iemand het vraagt. Wat al bewaard is, wordt niet opnieuw gevraagd.

    \b
    Voorbeeld:
      doelengraaf prepare
    """
    find: Callable[[], Project] = ctx.obj
    asked = prepare_answers(find(), progress)
    say(
        f"{len(asked)} vragen gesteld, {sum(asked.values())} rijen bewaard."
        if asked
        else "Alle antwoorden zijn er al.",
        "green",
    )
