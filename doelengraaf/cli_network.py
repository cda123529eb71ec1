"""The command ``doelengraaf network``: a network as a file, with its measures on the screen."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from doelengraaf.building.unchanged import is_stale
from doelengraaf.console import say
from doelengraaf.project import Project
from doelengraaf.store import Store, open_store

if TYPE_CHECKING:
    import networkx

__all__ = ["network"]

_TOP = 10


@click.command()
@click.option(
    "--kind",
    type=click.Choice(["partner-aim", "partner-partner"]),
    default="partner-aim",
    show_default=True,
    help="Partners en ambities, of partners onderling (wie deelt een ambitie of inzet met wie).",
)
@click.option("--agenda", "agendas", multiple=True, metavar="AGENDA", help="Zonder keuze alle agenda's. Herhaalbaar.")
@click.option(
    "--basis",
    type=click.Choice(["stated", "interpreted", "derived"]),
    default="derived",
    show_default=True,
    help="Alleen wat er letterlijk staat, ook wat geduid is, of ook wat via het beleidsveld volgt.",
)
@click.option("--measures", is_flag=True, help="Bereken ook dichtheid, centraliteit, bruggen en overlap.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Bestand met een van de eindes .gexf, .graphml of .json.",
)
@click.pass_context
def network(ctx: click.Context, kind: str, agendas: tuple[str, ...], basis: str, measures: bool, out: Path) -> None:
    """Schrijf het netwerk van partners en ambities als bestand voor Gephi (.gexf, .graphml) of een script (.json).

    \b
    Voorbeelden:
      doelengraaf network --out netwerk.gexf
      doelengraaf network --kind partner-partner --agenda krimpenerwaard --basis interpreted --measures --out netwerk.gexf
    """
    # networkx is loaded only here: no other command should wait for it.
    from doelengraaf.network import make_network
    from doelengraaf.network_files import check_extension, write_network
    from doelengraaf.network_measures import centrality

    check_extension(out)
    find: Callable[[], Project] = ctx.obj
    project = find()
    store = open_store(project.nquads)
    if is_stale(project):
        say("De gegevens zijn veranderd sinds de laatste build; ververs die met: doelengraaf build", "yellow")
    graph = make_network(store, kind, agendas, basis)
    if measures:
        found = centrality(graph)
        for one in found:
            graph.nodes[one.node].update(
                degree=one.degree, degreeCentrality=one.degree_centrality, betweenness=one.betweenness
            )
        _show(
            "Het meest centraal",
            ("naam", "soort", "graad", "graadcentraliteit", "tussenligging"),
            ((one.label, one.kind, one.degree, one.degree_centrality, one.betweenness) for one in found[:_TOP]),
        )
        _show_agendas(store, kind, graph, basis)
    write_network(graph, out)
    say(f"{len(graph)} knopen en {graph.number_of_edges()} verbindingen in {out}.", "green")


def _show_agendas(store: Store, kind: str, graph: "networkx.Graph", basis: str) -> None:
    from doelengraaf.network import make_network
    from doelengraaf.network_measures import bridges, density, overlaps

    agendas: list[str] = graph.graph["agenda"].split("|")
    dense = [(one, density(make_network(store, kind, [one], basis))) for one in agendas]
    _show("Dichtheid", ("agenda", "dichtheid"), [*dense, ("samen", density(graph))])
    _show(
        "Overlap van agenda's",
        ("agenda", "agenda", "van", "gedeeld", "samen", "Jaccard"),
        (
            (one.one, one.other, one.what, one.shared, one.either, one.jaccard)
            for one in overlaps(store, agendas, basis)
        ),
    )
    _show(
        "Bruggen tussen gemeenten",
        ("wat", "naam", "aantal", "gemeenten"),
        ((one.what, one.label, one.count, ", ".join(one.municipalities)) for one in bridges(store, agendas, basis)),
    )


def _show(title: str, heads: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Print lines with tabs, so that a spreadsheet takes them too."""
    click.echo(f"# {title}")
    click.echo("\t".join(heads))
    for row in rows:
        click.echo("\t".join(_cell(value) for value in row))


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
