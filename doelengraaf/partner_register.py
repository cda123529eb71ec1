"""The register of partners: every organisation, collaboration and group with its types, other names, municipalities and roles, and how to find one."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from doelengraaf.network import BASES, slug, texts
from doelengraaf.store import Store
from doelengraaf.terms import ID
from doelengraaf.things import Link

__all__ = ["Partner", "Place", "find_partners", "municipalities", "plain", "register"]


@dataclass(frozen=True)
class Place:
    """A municipality whose agenda names a partner.

    Args:
        municipality: which one.
        contributions: how often the agenda names it with an action, an aim or the agenda as a whole.
        basis: the key of the surest basis of these.
        roles: in which roles.
    """

    municipality: Link
    contributions: int
    basis: str
    roles: Sequence[Link]


@dataclass(frozen=True)
class Partner:
    """One partner in the register.

    Args:
        iri: its address as a thing.
        name: its Dutch name.
        kind: organisation, collaboration or group.
        types: what sort of partner it is.
        aliases: how agendas write it besides its name.
        places: the municipalities whose agendas name it, by name.
    """

    iri: str
    name: str
    kind: Link
    types: Sequence[Link]
    aliases: Sequence[str]
    places: Sequence[Place]

    @property
    def path(self) -> str:
        """What identifies it in an address: its kind and slug."""
        return self.iri.removeprefix(ID)

    @property
    def roles(self) -> list[Link]:
        """The roles in all agendas together."""
        return sorted({role for place in self.places for role in place.roles}, key=lambda role: role.text)


def municipalities(store: Store) -> list[Link]:
    """Give the municipalities that have an agenda, by name."""
    found = texts(
        store, "SELECT DISTINCT ?m ?name WHERE { ?a a dg:Agenda ; dg:municipality ?m . ?m schema:name ?name }"
    )
    return sorted((Link(name, municipality) for municipality, name in found), key=lambda link: link.text)


def register(store: Store) -> list[Partner]:
    """Give all partners, by name."""
    types = _links(store, "?x dg:partnerType ?y . ?y schema:name ?name")
    aliases = _links(store, "?x skos:altLabel ?name . BIND (?x AS ?y)")
    places = _places(store)
    found = [
        Partner(
            partner,
            name,
            Link(kind_name, kind),
            types.get(partner, ()),
            [alias.text for alias in aliases.get(partner, ()) if alias.text != name],
            places.get(partner, ()),
        )
        for partner, name, kind, kind_name in texts(
            store,
            """SELECT DISTINCT ?x ?name ?kind ?kindName WHERE {
              VALUES ?kind { dg:PartnerOrganization dg:PartnerCollaboration dg:PartnerGroup }
              ?x a ?kind ; schema:name ?name . ?kind schema:name ?kindName }""",
        )
    ]
    return sorted(found, key=lambda partner: (plain(partner.name), partner.iri))


def find_partners(
    partners: Sequence[Partner], words: str = "", municipality: str = "", kind: str = "", partner_type: str = ""
) -> list[Partner]:
    """Give the partners that fit everything asked; what is empty does not count.

    Args:
        partners: to choose from.
        words: each must stand in the name or in another name, whatever the case and accents.
        municipality: the slug of a municipality whose agenda names it.
        kind: the local name of the class, such as ``PartnerGroup``.
        partner_type: the slug of a type.
    """
    wanted = plain(words).split()
    return [
        partner
        for partner in partners
        if all(word in plain(" ".join((partner.name, *partner.aliases))) for word in wanted)
        and (not municipality or any(slug(place.municipality.iri) == municipality for place in partner.places))
        and (not kind or partner.kind.iri.endswith("#" + kind))
        and (not partner_type or any(slug(one.iri) == partner_type for one in partner.types))
    ]


def plain(text: str) -> str:
    """Give a text without case and accents, to compare.

    >>> plain("Moskeeën")
    'moskeeen'
    """
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


def _links(store: Store, pattern: str) -> dict[str, list[Link]]:
    found: dict[str, set[Link]] = {}
    for thing, other, name in texts(store, f"SELECT DISTINCT ?x ?y ?name WHERE {{ ?x a dg:Partner . {pattern} }}"):
        found.setdefault(thing, set()).add(Link(name, other))
    return {thing: sorted(links, key=lambda link: plain(link.text)) for thing, links in found.items()}


def _places(store: Store) -> dict[str, list[Place]]:
    grouped: dict[str, dict[Link, list[tuple[str, Link]]]] = {}
    for _, partner, municipality, name, role, role_name, basis in texts(
        store,
        """SELECT DISTINCT ?c ?x ?m ?name ?role ?roleName ?basis WHERE {
          ?c a dg:Contribution ; dg:partner ?x ; dg:role ?role ; dg:basis ?basis ; dg:agenda/dg:municipality ?m .
          ?m schema:name ?name . ?role schema:name ?roleName }""",
    ):
        grouped.setdefault(partner, {}).setdefault(Link(name, municipality), []).append(
            (slug(basis), Link(role_name, role))
        )
    return {
        partner: [
            Place(
                municipality,
                len(found),
                min((basis for basis, _ in found), key=BASES.index),
                sorted({role for _, role in found}, key=lambda role: role.text),
            )
            for municipality, found in sorted(own.items(), key=lambda item: item[0].text)
        ]
        for partner, own in grouped.items()
    }
