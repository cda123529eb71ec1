"""``doelengraaf instrument weegkader``: an empty workbook, a report, several side by side, and the end of kept applications."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from doelengraaf.console import out, say
from doelengraaf.errors import DoelengraafError
from doelengraaf.files import write_whole
from doelengraaf.instruments.application_box import ApplicationBox, days_of, folder_of
from doelengraaf.pipeline import dataset_version
from doelengraaf.project import Project
from doelengraaf.store import Store, open_store

if TYPE_CHECKING:
    from doelengraaf.instruments.weighing import Report

__all__ = ["weighing"]

_MOST_BYTES = 1_000_000


class UnreadableFileError(DoelengraafError):
    """A file cannot be read, or its name does not say what it is."""


@click.group("weegkader")
def weighing() -> None:
    """Weeg een aanvraag of plan aan de criteria van een agenda.

    \b
    Voorbeelden:
      doelengraaf instrument weegkader new krimpenerwaard aanvraag.xlsx
      doelengraaf instrument weegkader report aanvraag.xlsx --out weging.xlsx
      doelengraaf instrument weegkader compare een.xlsx twee.ttl --out naast-elkaar.xlsx
      doelengraaf instrument weegkader purge
    """


@weighing.command()
@click.argument("agenda")
@click.argument("path", metavar="UIT.xlsx", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Taal van de koppen.")
@click.pass_context
def new(ctx: click.Context, agenda: str, path: Path, lang: str) -> None:
    """Schrijf een leeg werkblad om een aanvraag voor een agenda in te vullen."""
    from doelengraaf.instruments.weighing_frame import choices_of, frame_of
    from doelengraaf.instruments.weighing_sheet import template

    _check_suffix(path, ".xlsx")
    project, store, version = _open(ctx)
    frame = frame_of(store, project, agenda)
    write_whole(path, template(frame, choices_of(store, agenda), version, date.today(), lang))
    say(f"{path}: leeg werkblad voor {frame.municipality}, met {len(frame.criteria)} criteria.", "green")


@weighing.command()
@click.argument("path", metavar="AANVRAAG", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out", "target", type=click.Path(dir_okay=False, path_type=Path), help="Werkblad (.xlsx) voor het rapport."
)
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Taal van het rapport.")
@click.pass_context
def report(ctx: click.Context, path: Path, target: Path | None, lang: str) -> None:
    """Weeg een aanvraag (werkblad of Turtle): op het scherm, of als werkblad met --out. Er wordt niets bewaard.

    De uitgang is 0, ook als er iets ontbreekt: een weging is geen oordeel.
    """
    from doelengraaf.instruments.weighing_context import surroundings
    from doelengraaf.instruments.weighing_report import WORDS, message_of, report_workbook

    if target:
        _check_suffix(target, ".xlsx")
    project, store, version = _open(ctx)
    found = _weigh(project, store, version, path)
    if target:
        write_whole(target, report_workbook(found, surroundings(store, found.application), lang))
        say(f"{target}: weging van {path.name}.", "green")
        return
    words, group = WORDS[lang], ""
    for one in found.findings:
        if one.criterion.group.label[lang] != group:
            group = one.criterion.group.label[lang]
            out().print(f"\n{group}", markup=False)
        weight = words["preference" if one.criterion.preference else "requirement"]
        out().print(f"  {words[one.outcome]}: {one.criterion.thing.text} ({weight})", markup=False)
        if message_of(one, lang):
            out().print(f"      {message_of(one, lang)}", markup=False)
        if one.judgement:
            out().print(
                f"      {words['judgement']}: {words[one.judgement.outcome]}. {one.judgement.reason}", markup=False
            )
        out().print(f"      {one.criterion.citation}", markup=False)


@weighing.command()
@click.argument(
    "paths",
    metavar="AANVRAAG...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--out", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Werkblad (.xlsx)."
)
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Taal van het werkblad.")
@click.pass_context
def compare(ctx: click.Context, paths: tuple[Path, ...], target: Path, lang: str) -> None:
    """Leg aanvragen voor dezelfde agenda naast elkaar in een werkblad; zonder score of volgorde."""
    from doelengraaf.instruments.weighing_report import comparison_workbook

    _check_suffix(target, ".xlsx")
    project, store, version = _open(ctx)
    reports = [_weigh(project, store, version, path) for path in paths]
    if len({one.frame.agenda for one in reports}) > 1:
        raise UnreadableFileError(
            "Deze aanvragen zijn voor verschillende agenda's; die worden met andere criteria gewogen."
        )
    write_whole(target, comparison_workbook(reports, lang))
    say(f"{target}: {len(reports)} aanvragen naast elkaar.", "green")


@weighing.command()
@click.argument("key", metavar="ADRES")
@click.pass_context
def delete(ctx: click.Context, key: str) -> None:
    """Verwijder een aanvraag die op de pagina's bewaard is; ADRES is het hele adres of het laatste deel ervan."""
    _box(ctx).delete(key.rstrip("/").rpartition("/")[2])
    say("De aanvraag en de oordelen zijn verwijderd.", "green")


@weighing.command()
@click.pass_context
def purge(ctx: click.Context) -> None:
    """Verwijder bewaarde aanvragen die ouder zijn dan DOELENGRAAF_APPLICATION_DAYS dagen (90 als dat niet is gezet)."""
    say(f"{_box(ctx).purge()} aanvragen verwijderd.", "green")


def _box(ctx: click.Context) -> ApplicationBox:
    find: Callable[[], Project] = ctx.obj
    return ApplicationBox(folder_of(find()), days_of())


def _open(ctx: click.Context) -> tuple[Project, Store, str]:
    find: Callable[[], Project] = ctx.obj
    project = find()
    return project, open_store(project.nquads), dataset_version(project.nquads)


def _check_suffix(path: Path, suffix: str) -> None:
    if path.suffix.lower() != suffix:
        raise UnreadableFileError(f"{path.name}: geef een bestandsnaam die op {suffix} eindigt.")


def _weigh(project: Project, store: Store, version: str, path: Path) -> "Report":
    # SHACL and the workbooks are loaded only here: no other command should wait for them.
    from doelengraaf.instruments.application import clean_application
    from doelengraaf.instruments.application_rdf import read_application
    from doelengraaf.instruments.weighing import weigh
    from doelengraaf.instruments.weighing_frame import all_fields, choices_of, frame_of
    from doelengraaf.instruments.weighing_sheet import read_workbook

    try:
        data = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
    except OSError as error:
        raise UnreadableFileError(f"{path.name} is niet te lezen: {error.strerror or error}.") from error
    if not data:
        raise UnreadableFileError(f"{path.name} is leeg of groter dan 1 MB.")
    fields = all_fields(project)
    if path.suffix.lower() == ".ttl":
        agenda, typed, judgements = read_application(data, fields)
    elif path.suffix.lower() == ".xlsx":
        (agenda, typed), judgements = read_workbook(data, fields), {}
    else:
        raise UnreadableFileError(f"{path.name} is geen werkblad (.xlsx) en geen Turtle (.ttl).")
    frame = frame_of(store, project, agenda)
    application = clean_application(agenda, frame.fields, choices_of(store, agenda), typed, None, judgements)
    return weigh(store, frame, application, version)
