"""The commands ``doelengraaf workbook``: an agenda as a spreadsheet, and back."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from doelengraaf.console import progress, say, show_findings
from doelengraaf.errors import BadDataError
from doelengraaf.files import mend_folders, write_whole
from doelengraaf.findings import Finding, Severity
from doelengraaf.project import Project

if TYPE_CHECKING:
    from doelengraaf.workbook.cells import Book
    from doelengraaf.workbook.layout import Layout

__all__ = ["workbook"]

_WORKBOOK = click.Path(dir_okay=False, path_type=Path)
_LANGUAGE = click.option(
    "--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Taal van de bevindingen."
)


@click.group()
def workbook() -> None:
    """Maak, controleer en lees een werkboek: een agenda in Excel of LibreOffice, zonder RDF.

    \b
    Voorbeelden:
      doelengraaf workbook new Nieuwland nieuwland.xlsx
      doelengraaf workbook check nieuwland.xlsx --marked nagekeken.xlsx
      doelengraaf workbook import nieuwland.xlsx --into-project
    """


def _project(ctx: click.Context) -> Project:
    find: Callable[[], Project] = ctx.obj
    return find()


def _write(out: Path, data: bytes, force: bool) -> None:
    from doelengraaf.workbook.guard import WorkbookError

    if out.suffix.lower() != ".xlsx":
        raise WorkbookError(f"{out.name} eindigt niet op .xlsx: geef een naam als {out.stem}.xlsx.")
    if out.exists() and not force:
        raise WorkbookError(f"{out} bestaat al en is niet veranderd. Kies een andere naam, of vervang het met --force.")
    write_whole(out, data)


@workbook.command()
@click.argument("municipality", metavar="GEMEENTE")
@click.argument("out", type=_WORKBOOK, metavar="WERKBOEK.xlsx")
@click.option("--slug", default="", metavar="KENMERK", help="Kenmerk van de agenda; anders dat van de gemeente.")
@click.option("--force", is_flag=True, help="Vervang het bestand als het er al is.")
@click.pass_context
def new(ctx: click.Context, municipality: str, out: Path, slug: str, force: bool) -> None:
    """Maak een leeg werkboek voor een agenda van een gemeente, met uitleg, keuzelijsten en voorbeelden.

    \b
    Voorbeeld:
      doelengraaf workbook new "Wijk bij Duurstede" agenda-2028.xlsx --slug wijk-bij-duurstede-2028
    """
    from doelengraaf.workbook.blank import blank_content
    from doelengraaf.workbook.layout import Layout
    from doelengraaf.workbook.template import write_workbook

    layout = Layout(_project(ctx))
    content = blank_content(layout, municipality, slug)
    _write(out, write_workbook(layout, content), force)
    say(f"{out} is klaar: begin op het blad Start. Controleer daarna met: doelengraaf workbook check {out}", "green")


@workbook.command()
@click.argument("agenda", metavar="AGENDA")
@click.argument("out", type=_WORKBOOK, metavar="WERKBOEK.xlsx")
@click.option("--force", is_flag=True, help="Vervang het bestand als het er al is.")
@click.pass_context
def export(ctx: click.Context, agenda: str, out: Path, force: bool) -> None:
    """Zet een agenda die er al is in een werkboek; inlezen geeft precies dezelfde bestanden terug.

    \b
    Voorbeeld:
      doelengraaf workbook export cranendonck cranendonck.xlsx
    """
    from doelengraaf.workbook.folder import agenda_content
    from doelengraaf.workbook.layout import Layout
    from doelengraaf.workbook.template import write_workbook

    project = _project(ctx)
    layout = Layout(project)
    content = agenda_content(project, layout, agenda)
    _write(out, write_workbook(layout, content), force)
    say(f"{out}: {sum(len(rows) for rows in content.rows.values())} rijen.", "green")


@workbook.command()
@click.argument("file", type=_WORKBOOK, metavar="WERKBOEK")
@click.option(
    "--marked", type=_WORKBOOK, metavar="KOPIE.xlsx", help="Schrijf een kopie waarin elke foute cel gekleurd is."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Vorm van de bevindingen.",
)
@click.option("--force", is_flag=True, help="Vervang de kopie als zij er al is.")
@_LANGUAGE
@click.pass_context
def check(ctx: click.Context, file: Path, marked: Path | None, form: str, force: bool, lang: str) -> None:
    """Controleer een werkboek naast de gedeelde lijsten en de andere agenda's; er wordt niets in het project geschreven.

    Elke bevinding noemt blad en cel, zoals Activiteiten!C12. Met de vastgezette teksten (DOELENGRAAF_SOURCES of een map sources/) wordt ook
    gekeken of namen in de aangehaalde regels staan. Uitgang 1 als er fouten zijn.

    \b
    Voorbeelden:
      doelengraaf workbook check nieuwland.xlsx --marked nagekeken.xlsx
      doelengraaf workbook check nieuwland.ods --format json
    """
    from doelengraaf.workbook.marked import mark
    from doelengraaf.workbook.read import read_book, read_file
    from doelengraaf.workbook.trial import check_book

    if marked is not None and marked.exists() and marked.samefile(file):
        raise click.UsageError("De gekleurde kopie is hetzelfde bestand als het werkboek: geef haar een andere naam.")
    data = read_file(file)
    book = read_book(data, file.name)
    checked = check_book(book, _project(ctx), progress=progress)
    if marked is not None:
        _write(marked, mark(data, book, checked.findings), force)
    if form == "json":
        click.echo(json.dumps([_as_json(one) for one in checked.findings], ensure_ascii=False, indent=1))
    else:
        show_findings(checked.findings, lang)
    if not checked.good:
        ctx.exit(1)


def _as_json(finding: Finding) -> dict[str, Any]:
    sheet, _, cell = finding.file.rpartition("!")
    found = asdict(finding)
    del found["file"], found["line"]
    return {"sheet": sheet, "cell": cell, **found}


@workbook.command(name="import")
@click.argument("file", type=_WORKBOOK, metavar="WERKBOEK")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="MAP",
    help="Map voor agenda.toml en de tabellen. In data/agendas van het project is dit hetzelfde als --into-project.",
)
@click.option(
    "--into-project",
    is_flag=True,
    help="Zet de agenda in data/agendas en nieuwe partners in data/shared, als er geen fouten zijn.",
)
@click.option("--force", is_flag=True, help="Vervang andere inhoud van de map.")
@_LANGUAGE
@click.pass_context
def import_(ctx: click.Context, file: Path, out: Path | None, into_project: bool, force: bool, lang: str) -> None:
    """Maak van een werkboek de tabellen van een agenda, in de vaste vorm; alles of niets.

    Wat aan de gedeelde lijsten wordt toegevoegd (partners, doelgroepen) komt in MAP/shared; doelengraaf workbook adopt MAP neemt het over.

    \b
    Voorbeelden:
      doelengraaf workbook import nieuwland.xlsx --out /tmp/nieuwland
      doelengraaf workbook import nieuwland.xlsx --into-project
    """
    from doelengraaf.workbook.adoption import adopt
    from doelengraaf.workbook.draft import read_draft
    from doelengraaf.workbook.folder import SHARED, agenda_files, write_folder
    from doelengraaf.workbook.guard import WorkbookError
    from doelengraaf.workbook.layout import Layout
    from doelengraaf.workbook.read import read_book, read_file
    from doelengraaf.workbook.references import Surroundings
    from doelengraaf.workbook.trial import check_book, fill_sources, in_order

    if (out is None) == (not into_project):
        raise click.UsageError("Geef --out MAP of --into-project, een van de twee.")
    project = _project(ctx)
    layout = Layout(project)
    book = read_book(read_file(file), file.name)
    agendas = (project.data / "agendas").resolve()
    mend_folders(agendas)
    into_project = into_project or (out is not None and out.resolve().parent == agendas)
    if into_project:
        _finish(project, layout, book, agendas)
        checked = check_book(book, project, layout, progress)
        draft, known, findings = checked.draft, checked.known, checked.findings
    else:
        draft = read_draft(book, layout)
        fill_sources(draft, project.sources)
        around = Surroundings.read(project, layout, draft.slug)
        known, findings = around.there_already(draft), in_order(draft.findings, book)
    _stop_at_faults(findings, draft.slug)
    folder = agendas / draft.slug if out is None else out
    if into_project and folder.name != draft.slug:
        raise WorkbookError(
            f"De map heet {folder.name} en het kenmerk van de agenda is {draft.slug}: die horen gelijk te zijn. Geef --into-project of verander een van de twee."
        )
    if findings:
        show_findings(findings, lang)
    changed = write_folder(agenda_files(draft, layout, known), folder, force)
    if into_project:
        added = adopt(project, folder)
        what = "".join(f", {count} in data/shared/{table}.csv" for table, count in added.items())
        say(
            f"{project.relative(folder)} is {'geschreven' if changed else 'niet veranderd'}{what}. Bouw de graaf met: doelengraaf build",
            "green",
        )
        return
    say(f"{folder} is {'geschreven' if changed else 'niet veranderd'}.", "green")
    if (folder / SHARED).is_dir():
        say(
            f"Nieuwe partners en begrippen staan in {folder / SHARED}. Neem ze over met: doelengraaf workbook adopt {folder}",
            "yellow",
        )


def _finish(project: Project, layout: "Layout", book: "Book", agendas: Path) -> None:
    """Finish an earlier import that was stopped between the agenda and what it adds to the shared lists."""
    from doelengraaf.workbook.adoption import adopt
    from doelengraaf.workbook.draft import read_draft
    from doelengraaf.workbook.folder import SHARED

    slug = read_draft(book, layout).slug
    if slug and (agendas / slug / SHARED).is_dir():
        progress(f"een eerdere invoer van {slug} was niet af; eerst die afmaken")
        adopt(project, agendas / slug)


def _stop_at_faults(findings: Iterable[Finding], slug: str) -> None:
    bad = [finding for finding in findings if finding.severity is Severity.MUST]
    if bad:
        raise BadDataError(bad)
    if not slug:
        from doelengraaf.workbook.guard import WorkbookError

        raise WorkbookError(
            "Het blad Agenda heeft geen kenmerk dat een map kan heten: kleine letters, cijfers en koppeltekens, zoals nieuwland."
        )


@workbook.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="MAP")
@click.pass_context
def adopt(ctx: click.Context, folder: Path) -> None:
    """Neem de nieuwe partners en begrippen naast een ingelezen agenda (MAP/shared) over in data/shared, gesorteerd; alles of niets.

    \b
    Voorbeeld:
      doelengraaf workbook adopt data/agendas/nieuwland
    """
    from doelengraaf.workbook.adoption import adopt as take_over

    project = _project(ctx)
    added = take_over(project, folder)
    for table, count in added.items():
        say(f"data/shared/{table}.csv: {count} rijen erbij")
    say("Klaar. Bouw de graaf met: doelengraaf build" if added else "Er was niets over te nemen.", "green")
