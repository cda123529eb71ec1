"""``doelengraaf publish``: write what others download."""

from collections.abc import Callable
from pathlib import Path

import click

from doelengraaf.console import progress, say
from doelengraaf.project import Project
from doelengraaf.publish import publish as make_version

__all__ = ["publish"]


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Map voor de versies; anders build/published, of de map in DOELENGRAAF_PUBLISHED.",
)
@click.pass_context
def publish(ctx: click.Context, out: Path | None) -> None:
    """Publiceer de laatste build: dumps, tabellen, controlesommen en wat er veranderde.

    Een versie verschijnt in haar geheel of niet. Is zij al gepubliceerd, dan gebeurt er niets. De laatste vijf versies blijven staan (DOELENGRAAF_KEEP_VERSIONS).

    \b
    Voorbeelden:
      doelengraaf publish
      doelengraaf publish --out /srv/doelengraaf/published
    """
    find: Callable[[], Project] = ctx.obj
    outcome = make_version(find(), out, progress)
    version = outcome.version
    if outcome.made:
        size = sum(file.size for file in version.files) / 1e6
        say(
            f"Gepubliceerd: versie {version.version}, {len(version.files)} bestanden, {size:.0f} MB, in {version.folder}.",
            "green",
        )
    else:
        say(f"Versie {version.version} is al gepubliceerd op {version.published[:10]}; er is niets gedaan.", "green")
    for old in outcome.removed:
        say(f"Weggehaald, want er blijven er genoeg: versie {old}.")
