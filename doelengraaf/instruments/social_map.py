"""The social map: activities with partners, topics, target groups, prevention and line of care (Vijfheerenlanden 6.4, assignment a, asks for one)."""

import re

from doelengraaf.instruments.overviews import (
    Cell,
    Item,
    Kind,
    Overview,
    Row,
    Table,
    cell_of,
    municipality_of,
    names,
)
from doelengraaf.instruments.said_things import Said, names_place, read_concepts, read_links, read_parts, read_things
from doelengraaf.kept import kept_per_store
from doelengraaf.network import texts
from doelengraaf.store import Store, iri
from doelengraaf.terms import ID
from doelengraaf.things import Link

__all__ = ["MAP", "WORK", "line_of", "social_map"]

WORK = ("Activity", "Effort", "Priority")
"""The kinds of things that a resident may find, or that partners do."""
_LINES = {
    "0de lijn": re.compile(r"\b(?:0de|0e|nulde)[ -]lijn", re.I),
    "1e lijn": re.compile(r"\b(?:1e|1ste|eerste)[ -]lijn", re.I),
    "2e lijn": re.compile(r"\b(?:2e|2de|tweede)[ -]lijn", re.I),
}


@kept_per_store
def social_map(store: Store, agenda: str) -> Overview:
    """Give the social map of an agenda.

    Raises:
        NoAgendaError: there is no such agenda.
    """
    place = municipality_of(store, agenda)
    things = read_things(store, agenda)
    own = {one.iri for one in read_concepts(store, "PreventionType")}
    ties: dict[tuple[str, str], list[Item]] = {}
    for predicate in ("dg:topic", "dg:aimsAt", "dcterms:type"):
        for tie in read_links(store, agenda, predicate):
            if predicate != "dcterms:type" or tie.target in own:
                ties.setdefault((tie.subject, predicate), []).append(tie.item)
    for part in read_parts(store, agenda):
        ties.setdefault((part.via, "partner"), []).append(part.item)
    localities = texts(
        store,
        f"SELECT ?x ?name WHERE {{ ?x a dg:Locality ; dg:agenda {iri(f'{ID}agenda/{agenda}')} ; schema:name ?name }}",
    )
    rows = []
    for one in things.values():
        if one.kind not in WORK:
            continue
        cells = [cell_of(ties.get((one.iri, key))) for key in ("partner", "dg:topic", "dg:aimsAt", "dcterms:type")]
        found = [
            Item(Link(name, address, "derived"), one.citation)
            for address, name in localities
            if names_place(one.text, name)
        ]
        lines = [Item(Link(line, "", one.basis), one.citation) for line in line_of(one)]
        rows.append(Row(Cell([one.item]), [*cells, cell_of(found), cell_of(lines)]))
    table = Table(
        "kaart",
        names("Activiteiten en partners", "Activities and partners"),
        names(
            "Wat de agenda noemt, niet alles wat er in de gemeente is: adressen, tijden en telefoonnummers staan er niet in. Een kern of buurt staat er als haar naam bij de activiteit voorkomt, de lijn als de woorden er staan.",
            "What the agenda names, not all there is in the municipality: it has no addresses, times or telephone numbers. A village or neighbourhood is there when its name stands with the activity, the line when the words are there.",
        ),
        [
            names("Activiteit", "Activity"),
            names("Partner", "Partner"),
            names("Onderwerp", "Topic"),
            names("Doelgroep", "Target group"),
            names("Preventie", "Prevention"),
            names("Kern of buurt", "Locality"),
            names("Lijn", "Line"),
        ],
        rows,
        names("Geen activiteit past bij deze keuze.", "No activity fits this choice."),
    )
    return Overview(MAP, agenda, names(place, place), [table])


MAP = Kind(
    "sociale-kaart",
    names("Sociale kaart", "Social map"),
    names(
        "Zie welke activiteiten en partners de agenda noemt, en kies op onderwerp, doelgroep, preventie of partner.",
        "See which activities and partners the agenda names, and choose by topic, target group, prevention or partner.",
    ),
    "Vijfheerenlanden 6.4, ontwikkelopdracht a",
    social_map,
    filters=True,
)


def line_of(one: Said) -> list[str]:
    """Give the lines of care that the words with a thing name."""
    return [line for line, words in _LINES.items() if words.search(one.text)]
