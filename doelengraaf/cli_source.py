"""``doelengraaf source``: freeze the text of a document, see which texts are there, and find lines to cite."""

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path

import click

from doelengraaf.agenda_form import format_agenda
from doelengraaf.agenda_text import source_block, with_source
from doelengraaf.building.tables import read_project
from doelengraaf.console import out, say
from doelengraaf.errors import DoelengraafError
from doelengraaf.files import write_whole
from doelengraaf.freeze import Frozen, citing_rows, freeze
from doelengraaf.passages import Passage, SourceText, find_passages, source_texts, unnamed_texts
from doelengraaf.project import SOURCES_VARIABLE, Project
from doelengraaf.tables import Row

__all__ = ["source"]

_SHOWN_ROWS = 20
_STATES = {
    "good": "aanwezig, het controlegetal klopt",
    "missing": "niet aanwezig",
    "other": "aanwezig, maar een andere tekst dan die van het controlegetal",
}


@click.group()
def source() -> None:
    """Bronteksten: vastzetten, nagaan of ze er zijn, en regels vinden om aan te halen.

    De teksten staan in de map van DOELENGRAAF_SOURCES, anders in sources/; ze gaan niet mee in versiebeheer.

    \b
    Voorbeelden:
      doelengraaf source add beleidskader.pdf --agenda cranendonck-2027 --name beleidskader --write
      doelengraaf source list
      doelengraaf source find "eenzame ouderen" --agenda krimpenerwaard
    """


def _project(ctx: click.Context) -> Project:
    find: Callable[[], Project] = ctx.obj
    return find()


@source.command()
@click.argument("document", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="BESTAND")
@click.option("--agenda", default="", metavar="AGENDA", help="De agenda waarvan dit een bron is.")
@click.option("--name", default="", metavar="NAAM", help="Hoe rijen de bron noemen, zoals mag; anders de bestandsnaam.")
@click.option("--label", default="", metavar="TITEL", help="De titel van het document; anders de naam.")
@click.option("--write", is_flag=True, help="Zet het blok [[source]] ook in agenda.toml.")
@click.option("--replace", is_flag=True, help="Vervang de tekst die er al onder deze naam is.")
@click.pass_context
def add(ctx: click.Context, document: Path, agenda: str, name: str, label: str, write: bool, replace: bool) -> None:
    """Zet de tekst van een document vast: PDF, Word (.docx) of gewone tekst (.txt).

    De tekst krijgt regelnummers en een controlegetal. Niets wordt overschreven zonder --replace, en bij slechte invoer wordt niets geschreven.

    \b
    Voorbeelden:
      doelengraaf source add agenda.pdf --agenda cranendonck-2027 --name agenda
      doelengraaf source add agenda.docx --agenda cranendonck-2027 --name agenda --label "Agenda 2027" --write
    """
    project = _project(ctx)
    toml = project.data / "agendas" / agenda / "agenda.toml"
    if write and not (agenda and toml.is_file()):
        raise DoelengraafError(
            "--write past agenda.toml aan: geef met --agenda een agenda die er is, of laat --write weg: u ziet dan wat er op het blad Bronnen van een werkboek hoort."
        )
    try:
        frozen = freeze(project, document, agenda, name, replace)
    except DoelengraafError:
        if agenda and name:
            _say_citing(
                project, agenda, name, "Deze rijen halen de bron aan en zijn na een vervanging opnieuw na te lezen"
            )
        raise
    _say_frozen(frozen)
    known = {one.source: one for one in source_texts(project, [agenda])} if agenda else {}
    values: dict[str, str | int] = {
        "slug": frozen.slug,
        "label": label or (known[frozen.slug].label if frozen.slug in known else frozen.slug),
        "file": frozen.path.name,
        "sha256": frozen.sha256,
        "lines": frozen.lines,
        "note": frozen.note,
    }
    if write:
        write_whole(toml, format_agenda(with_source(toml.read_bytes().decode("utf-8"), values)).encode())
        say(
            f"De bron staat in {project.relative(toml)}. Zet haar delen in coverage.csv als u ze gelezen hebt.", "green"
        )
    else:
        if agenda and not toml.is_file():
            say(
                f"Er is nog geen agenda {agenda}. Vult u een werkboek in, zet dan op het blad Bronnen: kenmerk {frozen.slug}, bestand {frozen.path.name}. "
                "Anders is dit het blok voor agenda.toml:"
            )
        else:
            say("Zet dit in agenda.toml, of laat het doen met --write:")
        out().print(source_block(values), markup=False, end="")
    if frozen.former and agenda:
        _say_citing(project, agenda, frozen.slug, "Lees deze rijen na: hun regelnummers zijn van de vorige tekst")


def _say_frozen(frozen: Frozen) -> None:
    made = "Vastgezet" if frozen.new else "Deze tekst stond er al, met hetzelfde controlegetal"
    say(f"{made}: {frozen.path} ({frozen.lines} regels, {frozen.extracted.extractor}).", "green")
    empty = frozen.extracted.empty_pages
    if empty:
        some = ", ".join(map(str, empty[:12])) + (f" en nog {len(empty) - 12}" if len(empty) > 12 else "")
        say(
            f"Let op: {len(empty)} van de {frozen.extracted.pages} bladzijden geven geen tekst (bladzijde {some}): een plaatje of scan. "
            "Wat daar staat kan niet worden aangehaald.",
            "yellow",
        )


def _say_citing(project: Project, agenda: str, name: str, words: str) -> None:
    rows: list[Row] = citing_rows(read_project(project), agenda, name)
    if not rows:
        return
    say(f"{words} ({len(rows)}):")
    for row in rows[:_SHOWN_ROWS]:
        say(f"  {row.file}:{row.line}: {row.cells.get('id', '')} (regels {row.cells.get('lines', '')})")
    if len(rows) > _SHOWN_ROWS:
        say(f"  en nog {len(rows) - _SHOWN_ROWS}")


@source.command(name="list")
@click.option("--agenda", multiple=True, metavar="AGENDA", help="Alleen van deze agenda. Herhaalbaar.")
@click.pass_context
def list_(ctx: click.Context, agenda: tuple[str, ...]) -> None:
    """Toon welke bronteksten er zijn en of hun controlegetal klopt; uitgang 1 als er een niet klopt."""
    project = _project(ctx)
    texts = _texts(project, agenda)
    for one in texts:
        lines = f", {len(one.lines)} regels" if one.lines else ""
        click.echo(f"{one.agenda}\t{one.source}\t{one.file}\t{_STATES[one.state]}{lines}")
    if not agenda:
        named = {one.file for one in texts}
        folder = project.sources
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if path.suffix == ".txt" and path.name not in named:
                click.echo(f"–\t–\t{path.name}\tin geen agenda.toml genoemd")
    good = sum(one.state == "good" for one in texts)
    say(f"{good} van de {len(texts)} bronteksten zijn er, in {project.sources} ({SOURCES_VARIABLE}, anders sources/).")
    if any(one.state == "other" for one in texts):
        ctx.exit(1)


@source.command()
@click.argument("words", metavar="WOORDEN")
@click.option("--agenda", multiple=True, metavar="AGENDA", help="Alleen in bronnen van deze agenda. Herhaalbaar.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 200), help="Hoeveel plaatsen.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    show_default=True,
    help="text toont de passages; csv geeft cellen om te plakken; json is voor programma's.",
)
@click.pass_context
def find(ctx: click.Context, words: str, agenda: tuple[str, ...], limit: int, form: str) -> None:
    """Vind regels om aan te halen, de beste eerst; verbuigingen en samenstellingen tellen mee.

    De eerste regel van elke treffer zijn de cellen source, section en lines, met tabs ertussen: te plakken in een rekenblad.

    \b
    Voorbeelden:
      doelengraaf source find "eenzame ouderen" --agenda krimpenerwaard
      doelengraaf source find vaccinatiegraad --format csv
    """
    project = _project(ctx)
    # Who fills in a workbook looks in a text before there is an agenda that names it.
    coming = unnamed_texts(project, agenda)
    known = tuple(one for one in agenda if one not in {text.agenda for text in coming})
    texts = [*(_texts(project, known) if known or not agenda else []), *coming]
    if not any(one.lines for one in texts):
        raise DoelengraafError(
            "Geen enkele brontekst is hier. Zet ze in sources/ of wijs de map aan met DOELENGRAAF_SOURCES; doelengraaf source list toont welke ontbreken."
        )
    found = find_passages(texts, words, limit)
    if form == "json":
        click.echo(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=1))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(["agenda", "source", "section", "lines"])
        writer.writerows([one.text.agenda, *one.cells] for one in found)
    else:
        for one in found:
            _show(one)
    missing = sum(not one.lines for one in texts)
    say(
        (f"{len(found)} plaatsen." if found else "Niets gevonden. Zoek met minder of andere woorden.")
        + (f" {missing} van de {len(texts)} bronnen zijn hier niet of niet goed." if missing else "")
    )


def _texts(project: Project, agendas: tuple[str, ...]) -> list[SourceText]:
    known = sorted(path.parent.name for path in (project.data / "agendas").glob("*/agenda.toml"))
    for one in agendas:
        if one not in known:
            raise DoelengraafError(f"Er is geen agenda {one[:80]!r}. Er zijn: {', '.join(known)}.")
    return source_texts(project, agendas)


def _as_json(one: Passage) -> dict[str, object]:
    source, section, lines = one.cells
    return {
        "agenda": one.text.agenda,
        "source": source,
        "section": section,
        "lines": lines,
        "page": one.text.page(one.first) or None,
        "score": one.score,
        "passage": list(one.lines),
    }


def _show(one: Passage) -> None:
    page = one.text.page(one.first)
    # Not by the console of the other commands, which makes spaces of tabs.
    click.echo("\t".join(one.cells))
    out().print(f"         {one.text.agenda}{f', bladzijde {page}' if page else ''}", style="dim", markup=False)
    for number, line in enumerate(one.lines, one.first):
        out().print(f"  {number:>5}  {line.strip()}", markup=False)
