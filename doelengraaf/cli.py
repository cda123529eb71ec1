"""The command line: ``doelengraaf``.

Exit codes: 0 good; 1 findings that forbid a build, or an answer that cannot be given; 2 the command is not written right; 3 something is missing
on this machine (a build, Java, a package); 130 stopped by Ctrl+C, 143 by SIGTERM.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click

from doelengraaf import __version__
from doelengraaf.answers import Answer
from doelengraaf.building.quads import build_quads
from doelengraaf.building.tables import read_project
from doelengraaf.building.unchanged import is_stale
from doelengraaf.canonical import UNREADABLE, canonical_files
from doelengraaf.cli_agenda import agenda
from doelengraaf.cli_doctor import doctor
from doelengraaf.cli_instruments import instrument
from doelengraaf.cli_match import match
from doelengraaf.cli_network import network
from doelengraaf.cli_prepare import prepare
from doelengraaf.cli_publish import publish
from doelengraaf.cli_search import search
from doelengraaf.cli_source import source
from doelengraaf.cli_store import store as store_commands
from doelengraaf.cli_workbook import workbook
from doelengraaf.console import progress, say, show_answer, show_findings
from doelengraaf.errors import BadDataError, DoelengraafError, NoBuildError, ToolMissingError
from doelengraaf.files import write_whole
from doelengraaf.findings import Severity
from doelengraaf.formats import FORMATS, turtle
from doelengraaf.opening import open_data, open_questions
from doelengraaf.pipeline import check_project, make_build
from doelengraaf.processes import StoppedError, stopping_on_sigterm
from doelengraaf.project import Project, find_project
from doelengraaf.question_file import Question
from doelengraaf.questions import Questions
from doelengraaf.reason import check_consistency, check_owl_rl
from doelengraaf.remote.peers import PEERS_VARIABLE, SHARED_FORMS, SHARED_QUESTIONS, Peer, ask_with, choose_peers, peers
from doelengraaf.sources import check_passages
from doelengraaf.start import speak_anywhere
from doelengraaf.store import Graph, OxigraphStore

__all__ = ["main"]


class _Commands(click.Group):
    """The group of all commands, with those that other packages add, and errors as one line for people."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(
            {*super().list_commands(ctx), *(point.name for point in entry_points(group="doelengraaf.commands"))}
        )

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        for point in entry_points(group="doelengraaf.commands"):
            if point.name == name:
                command: click.Command = point.load()
                return command
        return super().get_command(ctx, name)

    def invoke(self, ctx: click.Context) -> Any:
        speak_anywhere()
        try:
            with stopping_on_sigterm():
                return super().invoke(ctx)
        except KeyboardInterrupt as stopped:
            # By the number of the signal, as other programs end.
            say("Afgebroken. Er is niets half geschreven; doe het nog eens om het af te maken.", "bold red")
            ctx.exit(143 if isinstance(stopped, StoppedError) else 130)
        except MemoryError:
            say(
                "Het geheugen is op. Er is niets half geschreven; maak geheugen vrij en doe het nog eens.",
                "bold red",
            )
            ctx.exit(1)
        except BadDataError as error:
            show_findings(error.findings)
            say(
                f"{sum(f.severity is Severity.MUST for f in error.findings)} fouten: er is niets geschreven, de vorige build blijft staan.",
                "bold red",
            )
            ctx.exit(1)
        except (NoBuildError, ToolMissingError) as error:
            say(str(error), "bold red")
            ctx.exit(3)
        except DoelengraafError as error:
            say(str(error), "bold red")
            ctx.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__)
@click.option(
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Map van het project; anders de map waarin u staat.",
)
@click.pass_context
def main(ctx: click.Context, project: Path | None) -> None:
    """Doelengraaf: agenda's van gemeenten in het sociaal domein als één graaf met bewijsplaatsen.

    \b
    Voorbeelden:
      doelengraaf build
      doelengraaf check --reason
      doelengraaf ask partners-per-doel --gemeente krimpenerwaard --onderwerp eenzaamheid
      doelengraaf serve --port 8000
    """
    ctx.obj = lambda: find_project(project)


def _project(ctx: click.Context) -> Project:
    found: Callable[[], Project] = ctx.obj
    return found()


@main.command()
@click.pass_context
def build(ctx: click.Context) -> None:
    """Lees de tabellen, controleer ze, leid af en schrijf build/doelengraaf.nq.

    Bij fouten wordt niets geschreven en is de uitgang 1; de vorige goede build blijft staan.
    """
    report = make_build(_project(ctx), progress)
    if report.findings:
        show_findings(report.findings)
    size = report.path.stat().st_size
    say(
        f"Klaar: {report.quads} quads, waarvan {report.derived} afgeleid; {size / 1e6:.1f} MB; versie {report.version}.",
        "green",
    )


@main.command()
@click.option("--reason", is_flag=True, help="Laat ook HermiT (Java) en een OWL RL-ronde oordelen.")
@click.option(
    "--sources",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Map met de vastgezette teksten: een naam die niet in de aangehaalde regels staat is dan een fout.",
)
@click.option(
    "--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Taal van de bevindingen."
)
@click.pass_context
def check(ctx: click.Context, reason: bool, sources: Path | None, lang: str) -> None:
    """Controleer de gegevens en laat de build zoals zij is; bevindingen als bestand:regel: kolom: wat en wat te doen.

    Met de vastgezette teksten (--sources, DOELENGRAAF_SOURCES of een map sources/) wordt ook gecontroleerd of namen in de aangehaalde regels staan.

    \b
    Voorbeelden:
      doelengraaf check
      doelengraaf check --sources ~/agendas --lang en
    """
    project = _project(ctx)
    findings = check_project(project, progress)
    built = read_project(project) if reason or sources is not None else None
    if built and sources is not None:
        seen = set(check_passages(built, project.sources))
        findings = [finding for finding in findings if finding not in seen]
        findings += [replace(finding, severity=Severity.MUST) for finding in check_passages(built, sources)]
    if built and reason:
        build_quads(project, built)
        progress("OWL RL: geen gelijkstelling en geen klasse van buiten")
        findings += check_owl_rl(built.quads)
        progress("HermiT: ontologie en gegevens samen")
        findings += check_consistency(built.quads)
    show_findings(findings, lang)
    if any(finding.severity is Severity.MUST for finding in findings):
        ctx.exit(1)


@main.command(name="format")
@click.option("--check", "only_check", is_flag=True, help="Verander niets; uitgang 1 als er iets te veranderen is.")
@click.pass_context
def format_(ctx: click.Context, only_check: bool) -> None:
    """Zet tabellen, Turtle en vragen in de vaste vorm, zodat een verschil tussen versies betekenis toont."""
    project = _project(ctx)
    changed = unreadable = 0
    for path, before, after in canonical_files(project):
        if after == UNREADABLE:
            unreadable += 1
            say(
                f"overgeslagen, niet heel te lezen: {project.relative(path)} (doelengraaf check zegt wat eraan mankeert)",
                "yellow",
            )
            continue
        if before != after:
            changed += 1
            say(f"{'anders' if only_check else 'hersteld'}: {project.relative(path)}")
            if not only_check:
                write_whole(path, after.encode())
    say(
        f"{changed} bestanden {'niet in de vaste vorm: doe make format' if only_check and changed else 'veranderd' if changed else 'te veranderen'}."
    )
    if unreadable or (only_check and changed):
        ctx.exit(1)


def _questions(project: Project) -> Questions:
    questions = open_questions(project)
    if isinstance(questions.store, OxigraphStore) and is_stale(project):
        say(
            "De gegevens zijn veranderd sinds de laatste build; dit antwoord komt uit die build. Ververs met: doelengraaf build",
            "yellow",
        )
    return questions


class _Ask(click.Group):
    """A command for each saved question, made from its file."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(path.stem for path in _project(ctx).queries.glob("*.rq"))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        project = _project(ctx)
        # The file is read without a build: help must work before the first one.
        question = Questions(project.queries, OxigraphStore(), "").get(name)
        return _question_command(question)


def _ask_all(questions: Questions, name: str, typed: Mapping[str, Sequence[str]], chosen: Sequence[Peer]) -> Answer:
    found = ask_with(questions, name, typed, chosen)
    for one in found.heard:
        if one.rows is None:
            say(
                f"Niet volledig: {one.name} gaf geen antwoord, de rijen van deze bron ontbreken. {one.problem}",
                "bold red",
            )
    return found.answer


def _question_command(question: Question) -> click.Command:
    options: list[click.Parameter] = [
        click.Option(
            [f"--{p.name}"],
            multiple=True,
            metavar="WAARDE",
            help=" ".join(
                [p.help.get("nl", ""), "Herhaalbaar." if p.multiple else "", "Verplicht." if p.required else ""]
            ).strip(),
        )
        for p in question.parameters.values()
    ]
    if question.name in SHARED_QUESTIONS:
        options.append(
            click.Option(
                ["--with", "met"],
                multiple=True,
                metavar="BRON",
                help=f"Vraag het ook aan dit endpoint van een ander, uit {PEERS_VARIABLE}. Herhaalbaar.",
            )
        )
    options += [
        click.Option(
            ["--format", "form"],
            type=click.Choice(["table", *FORMATS]),
            default="table",
            show_default=True,
            help="Vorm van het antwoord.",
        ),
        click.Option(
            ["--lang"],
            type=click.Choice(["nl", "en"]),
            default="nl",
            show_default=True,
            help="Taal van de opschriften.",
        ),
        click.Option(
            ["--out"],
            type=click.Path(dir_okay=False, path_type=Path),
            help="Schrijf naar dit bestand in plaats van naar het scherm.",
        ),
    ]

    @click.pass_context
    def run(ctx: click.Context, /, form: str, lang: str, out: Path | None, **typed: tuple[str, ...]) -> None:
        chosen = choose_peers(typed.pop("met", ()), peers(), question.name)
        if chosen and form not in ("table", *SHARED_FORMS):
            raise click.UsageError(f"Een antwoord van meer bronnen is er als {', '.join(SHARED_FORMS)}.")
        questions = _questions(_project(ctx))
        answer = _ask_all(questions, question.name, typed, chosen) if chosen else questions.ask(question.name, typed)
        if form == "table" and out is None:
            show_answer(answer, lang)
            return
        data = FORMATS["csv" if form == "table" else form].render(answer, questions.store, lang)
        if out is None:
            if form == "xlsx" and sys.stdout.isatty():
                raise click.UsageError("Een Excel-bestand past niet op het scherm: geef --out antwoord.xlsx.")
            sys.stdout.buffer.write(data)
            return
        write_whole(out, data)
        say(f"{answer.total} rijen in {out}. {answer.citation()}")

    example = f"doelengraaf ask {question.name}" + (
        " --gemeente krimpenerwaard --gemeente vijfheerenlanden" if "gemeente" in question.parameters else ""
    )
    return click.Command(
        question.name,
        callback=run,
        params=options,
        short_help=question.title.get("nl"),
        help=f"{question.description}\n\n\b\nVoorbeeld:\n  {example} --format csv",
    )


@main.command(cls=_Ask)
def ask() -> None:
    """Stel een bewaarde vraag; de opties zijn de parameters van die vraag.

    \b
    Voorbeelden:
      doelengraaf ask partners-per-doel --gemeente krimpenerwaard
      doelengraaf ask partners-per-doel --partnertype ggd --format xlsx --out ggd.xlsx
    """


@main.command()
@click.argument("text", metavar="SPARQL")
@click.pass_context
def query(ctx: click.Context, text: str) -> None:
    """Stel een eigen SPARQL-vraag aan de laatste build; - leest de vraag van de standaardinvoer.

    \b
    Voorbeelden:
      doelengraaf query "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
      doelengraaf query - < vraag.rq
    """
    store, _ = open_data(_project(ctx))
    answer = store.query(sys.stdin.read() if text == "-" else text)
    if isinstance(answer, bool):
        click.echo("ja" if answer else "nee")
    elif isinstance(answer, Graph):
        sys.stdout.buffer.write(turtle(answer.triples))
    else:
        click.echo("\t".join(answer.variables))
        for row in answer.rows:
            click.echo("\t".join("" if term is None else term.value for term in row))


main.add_command(search)
main.add_command(source)
main.add_command(match)
main.add_command(agenda)


main.add_command(network)
main.add_command(instrument)


main.add_command(publish)
main.add_command(prepare)
main.add_command(store_commands)


main.add_command(workbook)
main.add_command(doctor)

if __name__ == "__main__":
    main()
