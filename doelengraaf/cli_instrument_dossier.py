"""``doelengraaf instrument dossier``: what an agenda says on a topic or a village, on the screen or as a file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from doelengraaf.cli_instrument_overviews import print_overview
from doelengraaf.console import out, say
from doelengraaf.errors import DoelengraafError
from doelengraaf.files import write_whole
from doelengraaf.pipeline import dataset_version
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import open_store

__all__ = ["dossier"]


class DossierFileError(DoelengraafError):
    """The name of a file does not say what it should hold, or there is nothing to put in it."""


@click.command("dossier")
@click.argument("agenda")
@click.option("--onderwerp", "topic", default="", metavar="ONDERWERP", help="Een onderwerp van de gedeelde lijst.")
@click.option("--kern", "village", default="", metavar="KERN", help="Een kern, buurt of regio die de agenda noemt.")
@click.option(
    "--out", "target", type=click.Path(dir_okay=False, path_type=Path), help="Bestand (.xlsx, .csv of .json)."
)
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Taal van onze woorden.")
@click.pass_context
def dossier(ctx: click.Context, agenda: str, topic: str, village: str, target: Path | None, lang: str) -> None:
    """Dossier voor de platformdialoog: doelen, indicatoren, wie wat doet, wat ontbreekt, wat anderen doen en open vragen.

    Zonder onderwerp of kern staat er waaruit u kunt kiezen.

    \b
    Voorbeelden:
      doelengraaf instrument dossier krimpenerwaard
      doelengraaf instrument dossier krimpenerwaard --onderwerp eenzaamheid
      doelengraaf instrument dossier vijfheerenlanden --kern leerdam --out leerdam.xlsx
    """
    from doelengraaf.instruments.dossier import DOSSIER, make_dossier

    suffix = target.suffix.lower() if target else ""
    if target and suffix not in (".xlsx", ".csv", ".json"):
        raise DossierFileError(f"{target.name}: geef een bestandsnaam die op .xlsx, .csv of .json eindigt.")
    if target and not (topic or village):
        raise DossierFileError(f"{target.name}: kies met --onderwerp of --kern waarover het dossier gaat.")
    find: Callable[[], Project] = ctx.obj
    project = find()
    store, version = open_store(project.nquads), dataset_version(project.nquads)
    if not (topic or village):
        overview = DOSSIER.make(store, agenda)
        for table in overview.tables:
            out().print(f"\n{table.title[lang]}", markup=False)
            for row in table.rows:
                out().print(f"  {row.head.lines(lang)[0]}: {row.cells[0].lines(lang)[0]}", markup=False)
            if not table.rows:
                out().print(f"  {table.none[lang]}", markup=False)
        return
    overview = make_dossier(Questions(project.queries, store, version), agenda, topic, village).overview
    if not target:
        print_overview(overview, lang)
        return
    # The workbooks are loaded only here: no other command should wait for them.
    from doelengraaf.instruments.overview_files import overview_csv, overview_json, overview_workbook

    if suffix == ".xlsx":
        data = overview_workbook(overview, version, date.today(), lang)
    else:
        data = (
            overview_csv(overview, lang) if suffix == ".csv" else overview_json(overview, version, date.today(), lang)
        )
    write_whole(target, data)
    say(f"{target}: {overview.title(lang)}.", "green")
