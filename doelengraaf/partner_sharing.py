"""What partners and partner types the agendas share: rows by municipality, for the matrix and the picture of the network."""

from collections.abc import Sequence
from dataclasses import dataclass

from doelengraaf.network import BASES, slug
from doelengraaf.partner_register import Partner, plain
from doelengraaf.things import Link

__all__ = ["Cell", "Row", "shared_partners", "shared_types"]


@dataclass(frozen=True)
class Cell:
    """How often something stands in the agenda of one municipality, and how surely at best."""

    number: int
    basis: str


@dataclass(frozen=True)
class Row:
    """A partner or a partner type with a cell for each municipality (its slug) that has it."""

    thing: Link
    kind: Link | None
    cells: dict[str, Cell]


def shared_partners(partners: Sequence[Partner], least: int = 2) -> list[Row]:
    """Give the partners that stand in at least so many agendas, most shared first; a cell counts their contributions."""
    rows = [
        Row(
            Link(partner.name, partner.iri),
            partner.kind,
            {slug(place.municipality.iri): Cell(place.contributions, place.basis) for place in partner.places},
        )
        for partner in partners
    ]
    return _ordered(rows, least)


def shared_types(partners: Sequence[Partner], least: int = 2) -> list[Row]:
    """Give the partner types that stand in at least so many agendas, most shared first; a cell counts their partners."""
    found: dict[Link, dict[str, list[str]]] = {}
    for partner in partners:
        for one in partner.types:
            for place in partner.places:
                found.setdefault(one, {}).setdefault(slug(place.municipality.iri), []).append(place.basis)
    rows = [
        Row(one, None, {key: Cell(len(own), min(own, key=BASES.index)) for key, own in cells.items()})
        for one, cells in found.items()
    ]
    return _ordered(rows, least)


def _ordered(rows: Sequence[Row], least: int) -> list[Row]:
    kept = [row for row in rows if len(row.cells) >= least]
    return sorted(
        kept, key=lambda row: (-len(row.cells), -sum(cell.number for cell in row.cells.values()), plain(row.thing.text))
    )
