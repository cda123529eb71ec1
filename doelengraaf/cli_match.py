"""``doelengraaf match``: see which partners, topics, laws and indicators of an agenda may be there already, and decide."""

import json
from collections.abc import Callable, Sequence

import click

from doelengraaf.building.tables import Built, read_project
from doelengraaf.console import out, say
from doelengraaf.decisions import AUTHOR, PREDICATES, Decision, decide, find_thing
from doelengraaf.errors import DoelengraafError
from doelengraaf.matching import KINDS, Proposal, Unknown, kind_of, propose
from doelengraaf.project import Project
from doelengraaf.terms import ID

__all__ = ["match"]

_SHOW = "agenda"


class _Match(click.Group):
    """A group whose first word may be an agenda."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = args and (args[0] in self.commands or args[0].startswith("-"))
        return super().resolve_command(ctx, args if known else [_SHOW, *args])


@click.group(cls=_Match, subcommand_metavar="AGENDA | accept ID ID | reject ID ID")
def match() -> None:
    """Herken wat een agenda noemt in wat er al is: partners, onderwerpen, wetten, indicatoren en partnertypen.

    Het programma stelt voor, met een score van 0 tot 1 en een reden; een mens besluit. Een besluit staat in data/mappings en wordt niet opnieuw gevraagd.

    \b
    Voorbeelden:
      doelengraaf match cranendonck-2027
      doelengraaf match cranendonck-2027 --kind partner --decide
      doelengraaf match accept partner-organization/ggd-hm partner-organization/ggd-hollands-midden --reason "Zelfde dienst."
      doelengraaf match reject topic/werk topic/wonen --reason "Andere onderwerpen."
    """


def _project(ctx: click.Context) -> Project:
    find: Callable[[], Project] = ctx.obj
    return find()


@match.command(name=_SHOW, hidden=True)
@click.argument("agenda", metavar="AGENDA")
@click.option("--kind", multiple=True, type=click.Choice(list(KINDS)), help="Alleen deze soort. Herhaalbaar.")
@click.option(
    "--least", type=click.FloatRange(0, 1), help="De laagste score om te tonen; anders wat voor de soort zin heeft."
)
@click.option("--json", "as_json", is_flag=True, help="Geef de voorstellen als JSON.")
@click.option("--decide", "ask", is_flag=True, help="Vraag bij elk voorstel: ja, nee of later.")
@click.option("--author", default=AUTHOR, show_default=True, help="Wie besluit.")
@click.pass_context
def show(
    ctx: click.Context, agenda: str, kind: tuple[str, ...], least: float | None, as_json: bool, ask: bool, author: str
) -> None:
    """Toon waarop lijkt wat alleen deze agenda noemt; met --decide wordt elk voorstel gevraagd.

    \b
    Voorbeelden:
      doelengraaf match cranendonck-2027 --kind partner
      doelengraaf match cranendonck-2027 --decide
    """
    project = _project(ctx)
    built = read_project(project)
    known = [one.slug for one in built.agendas]
    if agenda not in known:
        raise DoelengraafError(f"Er is geen agenda {agenda[:80]!r}. Er zijn: {', '.join(known)}.")
    proposals, unknown = propose(built, agenda, kind, least)
    if as_json:
        found = {
            "proposals": [one.as_json() for one in proposals],
            "unknown": [
                {
                    "file": one.row.file,
                    "line": one.row.line,
                    "column": one.column,
                    "reference": one.reference,
                    "proposals": [proposal.as_json() for proposal in some],
                }
                for one, some in unknown
            ],
        }
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    _show_unknown(unknown)
    if ask:
        _ask(project, built, proposals, author)
        return
    for proposal in proposals:
        _show(proposal)
    say(
        f"{len(proposals)} voorstellen. Besluit met: doelengraaf match {agenda} --decide"
        if proposals
        else "Geen voorstellen: wat alleen deze agenda noemt lijkt op niets anders, of er is al over besloten."
    )


def _show_unknown(unknown: Sequence[tuple[Unknown, list[Proposal]]]) -> None:
    for one, some in unknown:
        meant = "; ".join(f"{_short(p.candidate.id)} ({p.likeness.score:.2f}: {p.likeness.reason})" for p in some)
        out().print(
            f"{one.row.file}:{one.row.line}: {one.column}: {one.reference} staat in geen tabel"
            + (f". Misschien bedoelt u {meant}" if meant else "; maak er een rij voor"),
            markup=False,
        )


def _short(iri: str) -> str:
    return iri.removeprefix(ID)


def _show(one: Proposal) -> None:
    where = f", van {', '.join(sorted(one.candidate.agendas))}" if one.candidate.agendas else ""
    out().print(f"{one.likeness.score:.2f}  {one.thing.label}  →  {one.candidate.label}{where}", markup=False)
    out().print(f"      {one.likeness.reason}", style="dim", markup=False)
    out().print(f"      {_short(one.thing.id)} {_short(one.candidate.id)}", style="dim", markup=False)


def _ask(project: Project, built: Built, proposals: Sequence[Proposal], author: str) -> None:
    """Ask about each proposal; what is answered is kept at once, so that stopping loses nothing."""
    done: dict[frozenset[str], bool] = {}
    for number, one in enumerate(proposals, 1):
        pair = frozenset((one.thing.id, one.candidate.id))
        if pair in done:
            continue
        say(f"\n{number} van {len(proposals)}")
        _show(one)
        try:
            answer = click.prompt(
                "Is dit hetzelfde? [j]a, [n]ee, [l]ater, [s]top", default="l", show_default=False, err=True
            )
        except click.Abort:
            answer = "s"
        sign = answer.strip().lower()[:1]
        if sign == "s":
            break
        if sign not in ("j", "y", "n"):
            continue
        same = sign != "n"
        why = f"{one.likeness.reason[:1].upper()}{one.likeness.reason[1:]} (score {one.likeness.score:.2f}); nagekeken."
        reason = why if same else f"Lijkt erop, maar is het niet: {one.likeness.reason}."
        decide(project, built, Decision(one.thing.id, one.candidate.id, same, reason, author=author))
        done[pair] = same
    yes = sum(done.values())
    say(f"{yes} keer ja, {len(done) - yes} keer nee; {len(proposals) - len(done)} staan nog open.", "green")
    if yes:
        say(_ADVICE)


_ADVICE = (
    "Ja staat als verwijzing tussen de twee; er is niets samengevoegd. Is een partner echt dezelfde, verwijs dan in uw tabellen naar de rij die er al was, "
    "en zet uw schrijfwijze daar in altLabel."
)


@match.command()
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@click.option("--reason", default="Door een redacteur vergeleken en hetzelfde bevonden.", help="Waarom.")
@click.option(
    "--predicate", type=click.Choice(PREDICATES), help="Hoe gelijk; anders exactMatch, bij indicatoren closeMatch."
)
@click.option("--confidence", type=click.FloatRange(0, 1), default=0.9, show_default=True, help="Hoe zeker.")
@click.option("--author", default=AUTHOR, show_default=True, help="Wie besluit.")
@click.pass_context
def accept(
    ctx: click.Context, one: str, other: str, reason: str, predicate: str | None, confidence: float, author: str
) -> None:
    """Leg vast dat twee dingen hetzelfde zijn."""
    _decide(ctx, one, other, True, reason, predicate or "", confidence, author)


@match.command()
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@click.option("--reason", default="Door een redacteur vergeleken en niet hetzelfde bevonden.", help="Waarom niet.")
@click.option(
    "--predicate",
    type=click.Choice(PREDICATES),
    help="Wat zij niet zijn; anders exactMatch, bij indicatoren closeMatch.",
)
@click.option("--confidence", type=click.FloatRange(0, 1), default=0.9, show_default=True, help="Hoe zeker.")
@click.option("--author", default=AUTHOR, show_default=True, help="Wie besluit.")
@click.pass_context
def reject(
    ctx: click.Context, one: str, other: str, reason: str, predicate: str | None, confidence: float, author: str
) -> None:
    """Leg vast dat twee dingen niet hetzelfde zijn, zodat het niet meer gevraagd wordt."""
    _decide(ctx, one, other, False, reason, predicate or "", confidence, author)


def _decide(
    ctx: click.Context, one: str, other: str, same: bool, reason: str, predicate: str, confidence: float, author: str
) -> None:
    project = _project(ctx)
    built = read_project(project)
    first, second = find_thing(built, one), find_thing(built, other)
    path = decide(project, built, Decision(first.id, second.id, same, reason, predicate, confidence, author))
    word = "is" if same else "is niet"
    say(f"Vastgelegd in {project.relative(path)}: {first.label} {word} {second.label}.", "green")
    if same and kind_of(first.id) == "partner":
        say(_ADVICE)
