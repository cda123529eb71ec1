"""``doelengraaf doctor``: look an installation over."""

import click

from doelengraaf.doctor import examine
from doelengraaf.doctor.saying import tell

__all__ = ["doctor"]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Geef de bevindingen als JSON.")
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Kijk de installatie na: Python, pakketten, project, instellingen, bronnen, build, publicatie en schijf.

    Elke regel is ok, let op of fout, met wat te doen. Er wordt niets veranderd en niets opgehaald. Uitgang 1 als er een fout is.

    \b
    Voorbeelden:
      doelengraaf doctor
      doelengraaf doctor --json
    """
    root = ctx.find_root()
    ctx.exit(tell(examine(root.params.get("project")), as_json))
