"""``doelengraaf search``: find things by words."""

import json
from collections.abc import Callable

import click

from doelengraaf.console import out, say
from doelengraaf.opening import open_questions, search_index
from doelengraaf.project import Project
from doelengraaf.search import MAX_HITS, Hit, Hits

__all__ = ["search"]


@click.command()
@click.argument("text", metavar="WOORDEN")
@click.option(
    "--kind", multiple=True, metavar="SOORT", help="Alleen deze soort, zoals goal, aim of partner. Herhaalbaar."
)
@click.option(
    "--agenda", multiple=True, metavar="AGENDA", help="Alleen uit deze agenda, zoals krimpenerwaard. Herhaalbaar."
)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, MAX_HITS), help="Hoeveel treffers.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Vorm van het antwoord.",
)
@click.pass_context
def search(
    ctx: click.Context, text: str, kind: tuple[str, ...], agenda: tuple[str, ...], limit: int, form: str
) -> None:
    """Zoek dingen op woorden in hun naam en beschrijving; de beste treffer staat bovenaan.

    Verbuigingen, samenstellingen, accenten en kleine tikfouten doen er niet toe.

    \b
    Voorbeelden:
      doelengraaf search schulden
      doelengraaf search "schulden" --kind goal --agenda krimpenerwaard
      doelengraaf search eenzaamhied --format json
    """
    find: Callable[[], Project] = ctx.obj
    hits = search_index(open_questions(find())).search(text, kind, agenda, limit)
    if form == "json":
        found = {"items": [hit.as_json() for hit in hits.hits], "total": hits.total}
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for hit in hits.hits:
        out().print(_line(hit), markup=False)
    say(_summary(hits))


def _line(hit: Hit) -> str:
    found = "" if hit.matched == hit.label else f"\n    {hit.matched}"
    place = f", {hit.municipality.text}" if hit.municipality else ""
    return f"{hit.label} ({hit.kind_label}{place})\n    {hit.iri}{found}"


def _summary(hits: Hits) -> str:
    if not hits.total:
        return "Niets gevonden. Zoek met minder of andere woorden."
    shown = f", de beste {len(hits.hits)} staan hierboven" if len(hits.hits) < hits.total else ""
    return f"{hits.total} gevonden{shown}."
