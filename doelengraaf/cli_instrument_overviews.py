"""``doelengraaf instrument doelketen`` and its like: an overview of an agenda on the screen, or as a workbook, CSV or JSON."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import click

from doelengraaf.console import out, say
from doelengraaf.errors import DoelengraafError
from doelengraaf.files import write_whole
from doelengraaf.instruments.filters import chosen, chosen_words, read_choices
from doelengraaf.instruments.kinds import OVERVIEWS
from doelengraaf.instruments.overviews import TOGETHER, Kind, Overview, said
from doelengraaf.pipeline import dataset_version
from doelengraaf.project import Project
from doelengraaf.store import open_store

__all__ = ["overview_commands", "print_overview"]


class OutputNameError(DoelengraafError):
    """The name of a file does not say which form it is to have."""


def overview_commands() -> Iterator[click.Command]:
    """Give a command per instrument that looks at an agenda."""
    for kind in OVERVIEWS.values():
        yield _command(kind)


def _command(kind: Kind) -> click.Command:
    @click.command(kind.name, help=_help(kind))
    @click.argument("agenda")
    @click.option(
        "--out",
        "target",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Bestand: een werkblad (.xlsx), .csv of .json.",
    )
    @click.option(
        "--kies", "typed", multiple=True, metavar="KOLOM=WAARDE", help="Alleen de regels waar dat staat; mag vaker."
    )
    @click.option(
        "--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Taal van de koppen."
    )
    @click.pass_context
    def show(ctx: click.Context, agenda: str, target: Path | None, typed: tuple[str, ...], lang: str) -> None:
        form = target.suffix.lower() if target else ""
        if target and form not in (".xlsx", ".csv", ".json"):
            raise OutputNameError(f"{target.name}: geef een bestandsnaam die op .xlsx, .csv of .json eindigt.")
        find: Callable[[], Project] = ctx.obj
        project = find()
        whole = kind.make(open_store(project.nquads), agenda)
        asked = read_choices(whole, typed)
        overview, choice = chosen(whole, asked), chosen_words(whole, asked, lang)
        if not target:
            if choice:
                out().print(choice, markup=False)
            print_overview(overview, lang)
            return
        # The workbooks are loaded only here: no other command should wait for them.
        from doelengraaf.instruments.overview_files import overview_csv, overview_json, overview_workbook

        if form == ".csv":
            write_whole(target, overview_csv(overview, lang))
        elif form == ".json":
            write_whole(target, overview_json(overview, dataset_version(project.nquads), date.today(), lang))
        else:
            version = dataset_version(project.nquads)
            write_whole(target, overview_workbook(overview, version, date.today(), lang, choice))
        say(f"{target}: {overview.title(lang)}.", "green")

    return show


def _help(kind: Kind) -> str:
    together = f" AGENDA kan ook ‘{TOGETHER}’ zijn." if kind.together else ""
    return f"{said(kind.lead, 'nl')}{together}\n\n\b\nVoorbeeld:\n  doelengraaf instrument {kind.name} wijk-bij-duurstede --out {kind.name}.xlsx"


def print_overview(overview: Overview, language: str) -> None:
    """Print an overview on the screen."""
    out().print(overview.title(language), markup=False)
    for table in overview.tables:
        out().print(f"\n{said(table.title, language)} ({len(table.rows)})", markup=False)
        if not table.rows:
            out().print(f"  {said(table.none, language)}", markup=False)
        for row in table.rows:
            out().print(f"  {'; '.join(row.head.lines(language))}", markup=False)
            for head, cell in zip(table.heads[1:], row.cells, strict=True):
                if text := "; ".join(cell.lines(language)):
                    out().print(f"      {said(head, language)}: {text}", markup=False)
