"""``doelengraaf agenda``: start a later agenda of the same municipality."""

from collections.abc import Callable
from datetime import datetime

import click

from doelengraaf.console import say
from doelengraaf.new_version import LEFT_OUT, new_version
from doelengraaf.project import Project

__all__ = ["agenda"]

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def agenda() -> None:
    """Agenda's: een nieuwe versie beginnen.

    \b
    Voorbeeld:
      doelengraaf agenda new-version krimpenerwaard krimpenerwaard-2026 --start 2026-01-01 --end 2029-12-31
    """


@agenda.command(name="new-version")
@click.argument("former", metavar="VORIGE")
@click.argument("slug", metavar="NIEUWE")
@click.option("--label", default="", metavar="TITEL", help="De titel van de nieuwe agenda.")
@click.option("--start", type=_DAY, metavar="JJJJ-MM-DD", help="De eerste dag.")
@click.option("--end", type=_DAY, metavar="JJJJ-MM-DD", help="De laatste dag.")
@click.pass_context
def new_version_(
    ctx: click.Context, former: str, slug: str, label: str, start: datetime | None, end: datetime | None
) -> None:
    """Neem de tabellen van een agenda over in een nieuwe map, als begin van haar opvolger.

    De nieuwe agenda verwijst naar de vorige (replaces), elke ambitie naar de ambitie die zij volgt (revisionOf). De zekerheid (basis) blijft, de bewijsplaatsen
    worden leeg: wat de vorige tekst zegt bewijst niets van de nieuwe. doelengraaf check noemt elke rij die nog een plaats nodig heeft.

    \b
    Voorbeeld:
      doelengraaf agenda new-version krimpenerwaard krimpenerwaard-2026 --label "Maatschappelijke Agenda 2026-2029"
    """
    find: Callable[[], Project] = ctx.obj
    project = find()
    made = new_version(project, former, slug, label, start.date() if start else None, end.date() if end else None)
    say(
        f"Gemaakt: {project.relative(made.folder)}, {sum(made.rows.values())} rijen in {len(made.rows)} tabellen; {made.aims} ambities verwijzen naar hun voorganger.",
        "green",
    )
    say(
        f"{made.to_cite} letterlijke rijen hebben een nieuwe bewijsplaats nodig: doelengraaf check noemt ze, en tot dan wordt er niet gebouwd. "
        "Bij geduide rijen zegt de reden dat zij nog na te lezen zijn. "
        f"Niet overgenomen: {', '.join(LEFT_OUT)}, bronnen en lokale woorden. Zet nu de tekst vast met doelengraaf source add."
    )
