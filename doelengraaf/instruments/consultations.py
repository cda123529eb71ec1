"""Regional consultation at a glance: per consultation its purpose, the role of the municipality, what it brings and fetches, the challenges it serves and who takes part.

After Vijfheerenlanden 6.3, which asks for such an overview and does not hold one. What an agenda tells of the region without naming a consultation is found by words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doelengraaf.instruments.overviews import (
    MISSING,
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
from doelengraaf.instruments.said_things import (
    SaidLink,
    links_by_subject,
    parts_by_action,
    read_links,
    read_scheme,
    read_things,
)
from doelengraaf.kept import kept_per_store
from doelengraaf.network import slug, texts
from doelengraaf.store import Store, iri
from doelengraaf.terms import ID
from doelengraaf.things import Link

__all__ = ["CONSULTATIONS", "Consultation", "consultations", "read_consultations"]

_ORG = "http://www.w3.org/ns/org#"
_REGION = re.compile(r"\b(boven)?regi(o\b|ona|ovisie)", re.IGNORECASE)
_ABOUT = (
    "Principle", "FrameworkRule", "Effort", "Activity", "Priority", "Approach", "DevelopmentAssignment", "DevelopmentAssignmentItem", "ExpectedDocument",
)  # fmt: skip
"""What may tell of the region; not those who only carry the word in their name, such as a GGD or a source of figures."""
_CONSULTATION = names("Overleg", "Consultation")


@dataclass(frozen=True)
class Consultation:
    """A regional consultation as an agenda or a municipality describes it.

    Args:
        item: it, with basis and place.
        purpose: what it is for; empty when that is not said.
        brings: what the municipality brings.
        fetches: what it fetches.
        note: what a reader is to know; may be empty.
    """

    item: Item
    purpose: str
    brings: Sequence[str]
    fetches: Sequence[str]
    note: str


def read_consultations(store: Store, agenda: str) -> list[Consultation]:
    """Give the consultations of an agenda, by name."""
    of = f"dg:agenda {iri(f'{ID}agenda/{agenda}')}"
    more: dict[str, dict[str, list[str]]] = {}
    for what in ("dcterms:description", "schema:makesOffer", "schema:seeks", "skos:note"):
        for key, text in sorted(
            texts(store, f"SELECT DISTINCT ?x ?t WHERE {{ ?x a <{_ORG}Membership> ; {of} ; {what} ?t }}")
        ):
            more.setdefault(key, {}).setdefault(what, []).append(text)
    rows = texts(
        store,
        f"""SELECT DISTINCT ?x ?name ?basis ?citation WHERE {{ ?x a <{_ORG}Membership> ; {of} ; schema:name ?name ; dg:basis ?basis .
          OPTIONAL {{ ?x dcterms:bibliographicCitation ?citation }} }}""",
    )
    return [
        Consultation(
            Item(Link(name, key, slug(basis)), citation),
            "; ".join(more.get(key, {}).get("dcterms:description", ())),
            more.get(key, {}).get("schema:makesOffer", ()),
            more.get(key, {}).get("schema:seeks", ()),
            "; ".join(more.get(key, {}).get("skos:note", ())),
        )
        for key, name, basis, citation in sorted(rows, key=lambda row: row[1].casefold())
        if slug(basis) in ("stated", "interpreted")
    ]


@kept_per_store
def consultations(store: Store, agenda: str) -> Overview:
    """Give the regional consultation of an agenda.

    Raises:
        NoAgendaError: there is no such agenda.
    """
    place = municipality_of(store, agenda)
    found = read_consultations(store, agenda)
    aims = links_by_subject(store, agenda, "dg:contributesTo")
    tables = [_glance(store, agenda, found, aims), _matrix(store, agenda, found, aims), _region(store, agenda, aims)]
    return Overview(CONSULTATIONS, agenda, names(place, place), tables)


CONSULTATIONS = Kind(
    "regionaal-overleg",
    names("Regionaal overleg", "Regional consultation"),
    names(
        "De regionale agenda in één oogopslag: per overleg waarvoor het is, welke rol de gemeente neemt, wat zij brengt en haalt, aan welke opgaven het bijdraagt en wie meedoet. Wat niemand gezegd heeft, is een onderwerp voor het gesprek.",
        "The regional agenda at a glance: per consultation what it is for, which role the municipality takes, what it brings and fetches, which challenges it serves and who takes part. What nobody said is a subject to talk about.",
    ),
    "Vijfheerenlanden 6.3",
    consultations,
)


def _glance(store: Store, agenda: str, found: Sequence[Consultation], aims: Mapping[str, Sequence[SaidLink]]) -> Table:
    """Give all there is of each consultation."""
    roles = {one.iri: names(*one.name) for one in read_scheme(store, "consultation-roles")}
    taken = _by_subject(read_links(store, agenda, f"<{_ORG}role>"))
    bodies = _by_subject(read_links(store, agenda, f"<{_ORG}organization>"))
    members = _by_subject(read_links(store, agenda, "schema:participant"))
    rows = []
    for one in found:
        key = one.item.link.iri
        role = [roles[tie.target] for tie in taken.get(key, ()) if tie.target in roles]
        rows.append(
            Row(
                Cell([one.item]),
                [
                    _ties(bodies.get(key, ())),
                    _said([one.purpose] if one.purpose else []),
                    Cell(words={lang: "; ".join(word[lang] for word in role) for lang in ("nl", "en")})
                    if role
                    else MISSING,
                    _said(one.brings),
                    _said(one.fetches),
                    _ties(aims.get(key, ())),
                    _ties(members.get(key, ())),
                    Cell(words=names(one.note, one.note)) if one.note else Cell(),
                ],
            )
        )
    return Table(
        "oogopslag",
        names("De regionale agenda in één oogopslag", "The regional agenda at a glance"),
        names(
            "Een regel per overleg. Vijfheerenlanden vraagt (6.3, kaders 1, 2 en 5) dat van elk overleg vooraf het doel, de rol, het brengen en het halen vaststaan.",
            "A line per consultation. Vijfheerenlanden asks (6.3, frames 1, 2 and 5) that of each consultation the purpose, the role, what is brought and what is fetched are settled beforehand.",
        ),
        [
            _CONSULTATION,
            names("Wie overlegt", "Who consults"),
            names("Doel van het overleg", "Purpose"),
            names("Rol van de gemeente", "Role of the municipality"),
            names("Wat de gemeente brengt", "What it brings"),
            names("Wat de gemeente haalt", "What it fetches"),
            names("Opgaven", "Challenges"),
            names("Deelnemers", "Participants"),
            names("Opmerking", "Note"),
        ],
        rows,
        names("De agenda noemt geen regionaal overleg.", "The agenda names no regional consultation."),
    )


def _matrix(store: Store, agenda: str, found: Sequence[Consultation], aims: Mapping[str, Sequence[SaidLink]]) -> Table:
    """Give which consultation serves which challenge: a line per challenge, so that also one without consultation is seen."""
    things = read_things(store, agenda)
    keys = {one.item.link.iri for one in found}
    linked = {tie.target for key in keys for tie in aims.get(key, ())}
    rows = []
    for one in things.values():
        if not (one.kind == "Challenge" or one.iri in linked):
            continue
        cells = []
        for consultation in found:
            own = [tie for tie in aims.get(consultation.item.link.iri, ()) if tie.target == one.iri]
            item = consultation.item
            cells.append(
                Cell([Item(Link(item.link.text, item.link.iri, own[0].basis), own[0].citation)]) if own else MISSING
            )
        rows.append(Row(Cell([one.item]), cells if found else [MISSING]))
    heads = [names(one.item.link.text, one.item.link.text) for one in found] or [_CONSULTATION]
    return Table(
        "opgaven",
        names("Welk overleg bij welke opgave", "Which consultation for which challenge"),
        names(
            "Een regel per opgave van de agenda, een kolom per overleg. Ontwikkelopdracht b van Vijfheerenlanden (6.3) vraagt om dit verband.",
            "A line per challenge of the agenda, a column per consultation. Assignment b of Vijfheerenlanden (6.3) asks for this tie.",
        ),
        [names("Opgave", "Challenge"), *heads],
        rows,
        names(
            "De agenda heeft geen opgaven, en geen overleg dat aan een doel bijdraagt.",
            "The agenda has no challenges, and no consultation that serves an aim.",
        ),
    )


def _region(store: Store, agenda: str, aims: Mapping[str, Sequence[SaidLink]]) -> Table:
    """Give what the agenda tells of the region in other things, found by words."""
    partners = parts_by_action(store, agenda)
    rows = [
        Row(
            Cell([one.item]),
            [cell_of([part.item for part in partners.get(one.iri, ())]), _ties(aims.get(one.iri, ()))],
        )
        for one in read_things(store, agenda).values()
        if one.kind in _ABOUT and _REGION.search(one.text)
    ]
    return Table(
        "regio",
        names("Wat de agenda verder over de regio zegt", "What else the agenda says of the region"),
        names(
            "Afspraken, inzet en stukken met regio, regionaal of regiovisie in de naam of beschrijving. Gevonden op woorden: hieruit kan blijken welk overleg nog niet is ingevuld.",
            "Agreements, efforts and documents with the word for region or regional in name or description. Found by words: it may show which consultation is not filled in yet.",
        ),
        [names("Wat", "What"), names("Wie doet mee", "Who takes part"), names("Draagt bij aan", "Contributes to")],
        rows,
        names("Niets gevonden.", "Nothing found."),
    )


def _by_subject(ties: Sequence[SaidLink]) -> dict[str, list[SaidLink]]:
    found: dict[str, list[SaidLink]] = {}
    for tie in ties:
        own = found.setdefault(tie.subject, [])
        if tie.target not in {one.target for one in own}:
            own.append(tie)
    return found


def _ties(ties: Sequence[SaidLink]) -> Cell:
    return cell_of([tie.item for tie in ties])


def _said(words: Sequence[str]) -> Cell:
    text = "; ".join(words)
    return Cell(words=names(text, text)) if text else MISSING
