"""``doelengraaf instrument monitor``: the quality monitor of an agenda on the screen or as a file, and figures of a statistics office read in."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import click

from doelengraaf.console import out, say
from doelengraaf.errors import DoelengraafError
from doelengraaf.files import write_whole
from doelengraaf.pipeline import dataset_version
from doelengraaf.project import Project
from doelengraaf.store import open_store

__all__ = ["monitor"]


class MonitorFileError(DoelengraafError):
    """The name of a file does not say what it should hold."""


class _AgendaFirst(click.Group):
    """A group of which the first word may be an agenda: then that agenda is shown."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        return super().resolve_command(ctx, args if args[0] in self.commands else ["show", *args])


@click.group("monitor", cls=_AgendaFirst, subcommand_metavar="AGENDA [--out BESTAND] | import …")
def monitor() -> None:
    """Kwaliteitsmonitor: wat van een agenda gemeten is, hoe oud het cijfer is en wat ontbreekt.

    \b
    Voorbeelden:
      doelengraaf instrument monitor krimpenerwaard
      doelengraaf instrument monitor krimpenerwaard --out monitor.xlsx
      doelengraaf instrument monitor import krimpenerwaard TypedDataSet.json --properties DataProperties.json \\
        --indicator matig-tot-ernstig-eenzaam --column Eenzaam --retrieved 2026-03-01
    """


@monitor.command(hidden=True)
@click.argument("agenda")
@click.option(
    "--out", "target", type=click.Path(dir_okay=False, path_type=Path), help="Bestand (.xlsx, .csv of .json)."
)
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Taal van onze woorden.")
@click.pass_context
def show(ctx: click.Context, agenda: str, target: Path | None, lang: str) -> None:
    """Toon de monitor van een agenda, of schrijf hem als bestand."""
    from doelengraaf.instruments.monitor import monitor_of
    from doelengraaf.instruments.monitor_lights import LIGHTS, REASONS, summary_of
    from doelengraaf.instruments.monitor_sheet import STATES, WORDS, monitor_csv, monitor_json, monitor_workbook

    suffix = target.suffix.lower() if target else ""
    if target and suffix not in (".xlsx", ".csv", ".json"):
        raise MonitorFileError(f"{target.name}: geef een bestandsnaam die op .xlsx, .csv of .json eindigt.")
    find: Callable[[], Project] = ctx.obj
    project = find()
    version, today = dataset_version(project.nquads), date.today()
    found = monitor_of(open_store(project.nquads), agenda)
    if target:
        if suffix == ".xlsx":
            data = monitor_workbook(found, version, today, lang)
        else:
            data = monitor_csv(found, today, lang) if suffix == ".csv" else monitor_json(found, today, version)
        write_whole(target, data)
        say(f"{target}: monitor van {found.agenda.label}, {len(found.indicators)} indicatoren.", "green")
        return
    summary = summary_of(found)
    out().print(
        f"{found.agenda.label}: {len(found.indicators)} indicatoren, {summary.measured} gemeten, {summary.with_baseline} met nulmeting, "
        f"{summary.with_series} met twee metingen, {summary.with_target} met streefwaarde.",
        markup=False,
    )
    for part, light, _ in summary.parts:
        sign, word = LIGHTS[light.key]
        name = part.item.name if part.item else WORDS[lang]["none"]
        out().print(f"\n{name}: {sign} {word[lang]} ({REASONS[light.reason][lang]})", markup=False)
        for one in part.indicators:
            newest, age = one.newest, one.age(today)
            figure = f"{newest.text} ({newest.period}, {age} jaar oud)" if newest else ""
            state = "" if one.state == "measured" else STATES[one.state][lang]
            out().print(f"  {one.name}: {'; '.join(text for text in (figure, state) if text)}", markup=False)


@monitor.command("import")
@click.argument("agenda")
@click.argument("path", metavar="CIJFERS.json", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--indicator", required=True, help="De indicator van de agenda, zoals in indicators.csv.")
@click.option("--column", required=True, help="De titel van de kolom, zo nodig met haar groep: ‘Groep / Titel’.")
@click.option(
    "--properties",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="DataProperties (versie 3) of MeasureCodes (versie 4) van dezelfde tabel.",
)
@click.option("--retrieved", required=True, type=click.DateTime(["%Y-%m-%d"]), help="De dag van ophalen.")
@click.option("--table", default="", help="Het nummer van de tabel, als het bestand het niet zelf zegt.")
@click.option("--office", type=click.Choice(["CBS", "RIVM"]), default="CBS", show_default=True, help="Van wie.")
@click.option("--where", multiple=True, metavar="DIMENSIE=CODE", help="Kies één code van een dimensie.")
@click.option("--population", default="", help="Over wie het cijfer gaat, in woorden.")
@click.pass_context
def import_figures(
    ctx: click.Context,
    agenda: str,
    path: Path,
    indicator: str,
    column: str,
    properties: Path,
    retrieved: datetime,
    table: str,
    office: str,
    where: tuple[str, ...],
    population: str,
) -> None:
    """Voeg cijfers uit een bestand van CBS StatLine of RIVM toe aan de waarnemingen van een agenda.

    Het bestand is wat de dienst als JSON geeft (OData versie 3: TypedDataSet; versie 4: Observations). Er wordt niets opgehaald.
    """
    from doelengraaf.instruments.statline import StatLineError, column_of, figures_of, read_rows
    from doelengraaf.instruments.statline_rows import add_figures

    pairs = [one.partition("=") for one in where]
    if any(not name or not code for name, _, code in pairs):
        raise StatLineError("Schrijf --where als DIMENSIE=CODE, zoals Leeftijd=20300.")
    (rows, named), (explained, other) = read_rows(path), read_rows(properties)
    if len({one for one in (named, other, table) if one}) > 1:
        raise StatLineError(f"De bestanden zijn van verschillende tabellen: {named or table} en {other or table}.")
    found = column_of(explained, column)
    figures, passed = figures_of(rows, found, {name.strip(): code.strip() for name, _, code in pairs})
    find: Callable[[], Project] = ctx.obj
    added = add_figures(
        find(), agenda, indicator, figures, found, table or named or other, office, retrieved.date(), population
    )
    for text in (*passed, *added.passed):
        out().print(f"overgeslagen: {text}", markup=False)
    if added.rows:
        say(f"{len(added.rows)} cijfers toegevoegd. Maak de graaf opnieuw met doelengraaf build.", "green")
    else:
        say("Er is niets toegevoegd.", "yellow")
