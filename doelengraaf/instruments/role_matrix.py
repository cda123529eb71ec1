"""The role matrix: which role the municipality takes at which aim and activity, after the participation matrix of Wijk bij Duurstede (5.1 and appendix 7)."""

from collections.abc import Mapping, Sequence

from doelengraaf.goal_graph import read_goal_graph
from doelengraaf.instruments.overviews import (
    MISSING,
    Cell,
    Item,
    Kind,
    NoAgendaError,
    Overview,
    Row,
    Table,
    Words,
    cell_of,
    municipality_of,
    names,
)
from doelengraaf.instruments.said_things import (
    Concept,
    SaidLink,
    links_by_subject,
    read_concepts,
    read_things,
)
from doelengraaf.kept import kept_per_store
from doelengraaf.store import Store
from doelengraaf.things import Link

__all__ = ["ROLES", "role_matrix"]

_WORK = ("Activity", "Effort", "Priority", "DevelopmentAssignmentItem")
_AIMS = ("challenge", "goal", "subgoal")
_MATRIX: Mapping[str, tuple[Words, Words, Words, Words]] = {
    "performer": (
        names("direct", "direct"), names("direct", "direct"),
        names("de gemeente", "the municipality"), names("de gemeente", "the municipality"),
    ),
    "commissioner": (
        names("(in)direct", "(in)direct"), names("(in)direct", "(in)direct"),
        names("de gemeente", "the municipality"), names("de gemeente, mogelijk gemandateerd", "the municipality, possibly delegated"),
    ),
    "director": (
        names("systeem (meta)", "system (meta)"), names("voorwaarden scheppend of stellend", "creating or setting conditions"),
        names("alle partijen kunnen inbrengen", "all parties can bring in"), names("volgens de spelregels", "by the rules of the game"),
    ),
    "co-producer": (
        names("mede", "shared"), names("participerend", "participating"),
        names("iedereen, iemand of niemand", "everyone, someone or nobody"), names("alle partners", "all partners"),
    ),
    "supporter": (
        names("slechts politiek aanspreekbaar", "politically answerable only"), names("faciliterend", "facilitating"),
        names("het initiatief; eventueel subsidie", "the initiative; possibly a grant"), names("het initiatief", "the initiative"),
    ),
    "spectator": (
        names("geen", "none"), names("geen", "none"),
        names("initiatiefnemers", "those who take the initiative"), names("initiatiefnemers", "those who take the initiative"),
    ),
}  # fmt: skip
"""By role: responsibility for the effect, influence, who has the money, who decides (Wijk bij Duurstede, appendix 7, lines 564-776)."""


@kept_per_store
def role_matrix(store: Store, agenda: str) -> Overview:
    """Give the roles of the municipality by an agenda.

    Raises:
        NoAgendaError: there is no such agenda.
    """
    place = municipality_of(store, agenda)
    roles = read_concepts(store, "GovernanceRole")
    ties = links_by_subject(store, agenda, "schema:roleName")
    tables = [
        _explained(store, agenda, roles, ties),
        _aims(store, agenda, roles, ties),
        _work(store, agenda, roles, ties),
    ]
    return Overview(ROLES, agenda, names(place, place), tables)


ROLES = Kind(
    "rollen",
    names("Rollenmatrix", "Role matrix"),
    names(
        "Zie welke van zes rollen de gemeente neemt bij elke opgave en activiteit, voor zover de agenda het zegt. Een leeg vak is een onderwerp voor het gesprek, geen fout.",
        "See which of six roles the municipality takes at each challenge and activity, as far as the agenda says so. An empty box is a subject to talk about, not an error.",
    ),
    "Wijk bij Duurstede 5.1 en bijlage 7",
    role_matrix,
)


def _explained(store: Store, agenda: str, roles: Sequence[Concept], ties: Mapping[str, Sequence[SaidLink]]) -> Table:
    things = read_things(store, agenda)
    rows = []
    for role in roles:
        said = [
            Item(Link(things[one].name, one, tie.basis), tie.citation)
            for one, own in ties.items()
            for tie in own
            if one in things and tie.target == role.iri and things[one].kind == "Approach"
        ]
        cells = [
            Cell(words=names(*role.definition)),
            *[Cell(words=words) for words in _MATRIX[role.iri.rpartition("/")[2]]],
        ]
        rows.append(Row(Cell(words=names(*role.name)), [*cells, cell_of(said)]))
    return Table(
        "rollen",
        names("De zes rollen", "The six roles"),
        names(
            "Van veel naar weinig verantwoordelijkheid en invloed; zo staat het in bijlage 7 van Wijk bij Duurstede. De laatste kolom toont wat deze agenda in het algemeen over de rol zegt.",
            "From much to little responsibility and influence; so says appendix 7 of Wijk bij Duurstede. The last column shows what this agenda says of the role in general.",
        ),
        [
            names("Rol", "Role"),
            names("Betekenis", "Meaning"),
            names("Verantwoordelijkheid voor effecten", "Responsibility for effects"),
            names("Invloed op de realisatie", "Influence on the realisation"),
            names("Wie heeft de middelen", "Who has the means"),
            names("Wie beslist", "Who decides"),
            names("In deze agenda", "In this agenda"),
        ],
        rows,
    )


def _aims(store: Store, agenda: str, roles: Sequence[Concept], ties: Mapping[str, Sequence[SaidLink]]) -> Table:
    """Give per aim, and per wheel or theme, the roles that it or the work for it has."""
    graph = read_goal_graph(store, agenda)
    if graph is None:  # municipality_of has refused it already
        raise NoAgendaError(agenda)
    things = read_things(store, agenda)
    rows = []
    for node in graph.of_layer("area", *_AIMS):
        work = [
            (graph.nodes[key].name, graph.nodes[key].iri)
            for key, between in graph.below.get(node.key, {}).items()
            if graph.nodes[key].layer == "action" and between[0].basis != "derived"
        ]
        cells = []
        for role in roles:
            found = [
                Item(Link(name, iri, tie.basis), tie.citation)
                for name, iri in [(node.name, node.iri), *work]
                for tie in ties.get(iri, ())
                if tie.target == role.iri
            ]
            cells.append(Cell(found))
        known = any(cell.items for cell in cells)
        cells.append(Cell() if known else MISSING)
        rows.append(Row(Cell([things[node.iri].item]), cells))
    return Table(
        "opgaven",
        names("Rollen per opgave", "Roles per challenge"),
        names(
            "Een regel per rad of thema, opgave en doel. In een vak staat waarvan de agenda de rol noemt: de opgave zelf, of het werk dat eraan bijdraagt of eronder staat.",
            "A line per wheel or theme, challenge and goal. A box holds that of which the agenda names the role: the challenge itself, or the work that contributes to it or stands under it.",
        ),
        [
            names("Opgave", "Challenge"),
            *[names(*role.name) for role in roles],
            names("Voor het gesprek", "To talk about"),
        ],
        rows,
    )


def _work(store: Store, agenda: str, roles: Sequence[Concept], ties: Mapping[str, Sequence[SaidLink]]) -> Table:
    """Give what has a role by the agenda, with the roles side by side and the aims it is for."""
    things = read_things(store, agenda)
    aims = links_by_subject(store, agenda, "dg:contributesTo")
    rows = []
    for one in things.values():
        if one.iri not in ties or one.kind not in _WORK:
            continue
        cells = []
        for role in roles:
            # The name of the role stands above: in the box it is only how sure and where.
            cells.append(Cell([tie.item for tie in ties[one.iri] if tie.target == role.iri]))
        cells.append(cell_of([tie.item for tie in aims.get(one.iri, ())]))
        rows.append(Row(Cell([one.item]), cells))
    without = len([one for one in things.values() if one.kind in _WORK and one.iri not in ties])
    return Table(
        "activiteiten",
        names("Rollen per activiteit", "Roles per activity"),
        names(
            f"Alleen waar de agenda een rol noemt. Bij {without} andere activiteiten, inspanningen, prioriteiten en ontwikkelopdrachten staat de rol niet in de agenda.",
            f"Only where the agenda names a role. For {without} other activities, efforts, priorities and assignments the role is not in the agenda.",
        ),
        [
            names("Activiteit", "Activity"),
            *[names(*role.name) for role in roles],
            names("Draagt bij aan", "Contributes to"),
        ],
        rows,
        names("De agenda noemt nergens een rol.", "The agenda names no role anywhere."),
    )
