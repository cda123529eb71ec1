"""Who is who: for what an agenda brings in, the likely same thing that is there already.

In go the tables, out come proposals. What two agendas name by one row is recognised already and not proposed; nor is what a person decided before, in
``data/mappings``. Nothing is merged here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from doelengraaf.building.tables import Built
from doelengraaf.errors import ParameterError
from doelengraaf.indicator_likeness import IndicatorNames
from doelengraaf.likeness import LIKELY, Likeness, Named, Names
from doelengraaf.tables import Row, split_cell
from doelengraaf.terms import ID, agenda_base

__all__ = ["KINDS", "LEAST", "Proposal", "Unknown", "catalogue", "decided", "kind_of", "municipality_names", "propose"]

KINDS = {
    "partner": ("partner-organization", "partner-collaboration", "partner-group"),
    "topic": ("topic",),
    "law": ("law",),
    "indicator": ("indicator",),
    "partner-type": ("partner-type",),
}
"""What can be recognised, with the kinds it has in addresses."""
_COLUMNS = {"partner": "", "topic": "topic/", "regulatedBy": "", "partnerType": "partner-type/"}
"""Columns that name shared things, with what their values are relative to."""
_MOST = 3
LEAST = dict.fromkeys(KINDS, LIKELY) | {"indicator": 0.4}
"""From which score a likeness is proposed. An indicator is a phrase: few of its words come back in another agenda, also where both measure the same."""


@dataclass(frozen=True)
class Proposal:
    """Something of an agenda and what it may be.

    Args:
        thing: what the agenda brings in.
        candidate: what is there already.
        likeness: how much they look alike, and why.
    """

    thing: Named
    candidate: Named
    likeness: Likeness

    def as_json(self) -> dict[str, object]:
        """Give the proposal with keys for programs."""
        return {
            "id": self.thing.id,
            "label": self.thing.label,
            "candidate": self.candidate.id,
            "candidateLabel": self.candidate.label,
            "agendas": sorted(self.candidate.agendas),
            "score": self.likeness.score,
            "reason": self.likeness.reason,
        }


@dataclass(frozen=True)
class Unknown:
    """A reference to something that no table has.

    Args:
        row: the first row that refers to it.
        column: the column.
        reference: what the cell says.
    """

    row: Row
    column: str
    reference: str


def kind_of(iri: str) -> str:
    """Give which of ``KINDS`` a thing is of.

    Raises:
        ParameterError: it is of none.
    """
    parts = iri.removeprefix(ID).split("/")
    for kind, slugs in KINDS.items():
        if len(parts) >= 2 and parts[-2] in slugs:
            return kind
    raise ParameterError("ID", iri, "is geen partner, onderwerp, wet, indicator of partnertype", list(KINDS))


def municipality_names(built: Built) -> dict[str, Sequence[str]]:
    """Give agenda slug to the names of its municipality."""
    names = {
        row.cells["id"]: [row.cells.get("label", ""), *split_cell(row.cells.get("altLabel", ""))]
        for owner, table in built.tables
        if (owner, table.name) == ("shared", "municipalities")
        for row in table.rows
        if "id" in row.cells
    }
    return {
        one.slug: [name for name in names.get(str(one.data.get("municipality")), []) if name] for one in built.agendas
    }


def catalogue(built: Built) -> tuple[dict[str, Named], list[Unknown]]:
    """Give all things that can be recognised, by IRI, and the references that lead to none."""
    used: dict[str, set[str]] = {}
    first: dict[str, Unknown] = {}
    types: dict[str, set[str]] = {}
    for owner, table in built.tables:
        for row in table.rows:
            for column, start in _COLUMNS.items():
                for value in split_cell(row.cells.get(column, "")):
                    iri = value if value.startswith("http") else ID + start + value.removeprefix("../")
                    first.setdefault(iri, Unknown(row, column, value))
                    used.setdefault(iri, set()).update({owner} - {"shared"})
                    if column == "partnerType" and owner == "shared":
                        types.setdefault(iri, set()).add(ID + row.cells.get("id", ""))
            if owner == "shared" and table.name.startswith("partner-"):
                sources = {source.partition("/")[0] for source in split_cell(row.cells.get("source", ""))}
                used.setdefault(ID + row.cells.get("id", ""), set()).update(sources)
    for iri, partners in types.items():
        used.setdefault(iri, set()).update(slug for partner in partners for slug in used.get(partner, ()))
    kinds = {slug for slugs in KINDS.values() for slug in slugs}
    found: dict[str, Named] = {}
    for owner, table in built.tables:
        kind = built.context.kind(table.name)
        if kind not in kinds:
            continue
        for row in table.rows:
            if "id" in row.cells:
                iri = agenda_base(owner) + row.cells["id"]
                found[iri] = _named(row, iri, kind, used.get(iri, set()) | ({owner} - {"shared"}))
    return found, [one for iri, one in first.items() if iri not in found and not one.reference.startswith("http")]


def _named(row: Row, iri: str, kind: str, agendas: Iterable[str]) -> Named:
    cells = row.cells
    about = split_cell(cells.get("topic" if kind == "indicator" else "partnerType", ""))
    near = split_cell(f"{cells.get('broader', '')}|{cells.get('memberOfNetwork', '')}")
    return Named(
        iri,
        kind,
        cells.get("label") or cells.get("prefLabel") or _words(iri),
        tuple(split_cell(cells.get("altLabel", ""))),
        frozenset(agendas),
        frozenset(about),
        frozenset(ID + one for one in near),
    )


def _words(iri: str) -> str:
    return iri.rpartition("/")[2].replace("-", " ")


def decided(built: Built) -> dict[frozenset[str], Row]:
    """Give the pairs a person decided about, whatever was decided."""
    return {frozenset((row.cells["subject_id"], row.cells["object_id"])): row for row in built.mappings}


def propose(
    built: Built, agenda: str, kinds: Sequence[str] = (), least: float | None = None
) -> tuple[list[Proposal], list[tuple[Unknown, list[Proposal]]]]:
    """Propose for each thing that only this agenda names which other one it may be.

    Args:
        built: the tables.
        agenda: the slug of the agenda.
        kinds: which of ``KINDS``; all when left out.
        least: the lowest score to propose; that of ``LEAST`` when left out.

    Returns:
        Proposals about things with a row, and references to nothing with what they may mean; best first, a few per thing.
    """
    things, unknown = catalogue(built)
    before = decided(built)
    names = Names(list(things.values()), municipality_names(built))
    indicators = IndicatorNames(names, [one for one in things.values() if one.kind == "indicator"])
    wanted = [kind for kind in KINDS if kind in kinds or not kinds]

    def judge(thing: Named, kind: str) -> Iterator[Proposal]:
        for other in things.values():
            if other.kind not in KINDS[kind] or other.id == thing.id or other.agendas == {agenda}:
                continue
            if frozenset((thing.id, other.id)) in before or other.id in thing.near or thing.id in other.near:
                continue
            likeness = indicators.likeness(thing, other) if kind == "indicator" else names.likeness(thing, other)
            if likeness.score >= (LEAST[kind] if least is None else least):
                yield Proposal(thing, other, likeness)

    proposals: list[Proposal] = []
    for kind in wanted:
        for thing in things.values():
            if thing.kind in KINDS[kind] and thing.agendas == {agenda}:
                proposals += _best(judge(thing, kind))
    lost = []
    for one in unknown:
        iri = ID + _COLUMNS[one.column] + one.reference.removeprefix("../")
        kind = {"partner": "partner", "topic": "topic", "regulatedBy": "law", "partnerType": "partner-type"}[one.column]
        if kind in wanted and f"/agendas/{agenda}/" in one.row.file:
            thing = Named(iri, iri.removeprefix(ID).partition("/")[0], _words(iri), agendas=frozenset({agenda}))
            lost.append((one, _best(judge(thing, kind))))
    order = list(KINDS)
    proposals.sort(
        key=lambda one: (
            order.index(kind_of(one.thing.id)),
            -one.likeness.score,
            one.thing.label.casefold(),
            one.candidate.id,
        )
    )
    return proposals, lost


def _best(proposals: Iterable[Proposal]) -> list[Proposal]:
    return sorted(proposals, key=lambda one: (-one.likeness.score, one.candidate.id))[:_MOST]
