"""What the catalogue names things, and who stands behind the data: the publisher and whom to ask, and the municipalities by their TOOI identifiers."""

from dataclasses import dataclass

from doelengraaf.kept import kept_per_store
from doelengraaf.publish.parts import WHOLE
from doelengraaf.store import Store
from doelengraaf.terms import BASE, ID
from doelengraaf.things import ask, text_of

__all__ = [
    "CATALOGUE",
    "EDITORS",
    "WHOLE_DATASET",
    "Contact",
    "Party",
    "dataset_iri",
    "editors",
    "figure_sources",
    "party",
    "tooi_of_municipalities",
]

CATALOGUE = BASE + "catalog"
"""The lasting address of the catalogue; what only the catalogue tells of has an address in it."""
WHOLE_DATASET = ID + "dataset"
EDITORS = CATALOGUE + "#editors"
_TOOI = "https://identifier.overheid.nl/tooi/id/gemeente/"


def dataset_iri(part: str) -> str:
    """Give the address of the dataset of a part.

    >>> dataset_iri("doelengraaf"), dataset_iri("cranendonck")
    ('https://w3id.org/doelengraaf/id/dataset', 'https://w3id.org/doelengraaf/catalog#cranendonck')
    """
    return WHOLE_DATASET if part == WHOLE else f"{CATALOGUE}#{part}"


@dataclass(frozen=True)
class Contact:
    """Whom to ask: the name of a role, and an e-mail address, or a page with a form where there is none."""

    name: str
    email: str = ""
    page: str = ""


@dataclass(frozen=True)
class Party:
    """A body that makes or publishes the data.

    Args:
        iri: its address: that of TOOI for a municipality.
        name: its name.
        authority: whether it is a local authority.
    """

    iri: str
    name: str
    authority: bool = False


@kept_per_store
def tooi_of_municipalities(store: Store) -> dict[str, tuple[str, str]]:
    """Give each municipality: its IRI to its name and its identifier in TOOI."""
    rows = ask(store, "SELECT ?m ?l ?t WHERE { ?m a dg:Municipality ; skos:exactMatch ?t ; schema:name ?l }")
    found = {text_of(iri): (text_of(name), text_of(tooi)) for iri, name, tooi in rows}
    return {iri: pair for iri, pair in sorted(found.items()) if pair[1].startswith(_TOOI)}


@kept_per_store
def editors(store: Store) -> Party:
    """Give who made the data, as the data say of themselves."""
    rows = ask(store, f"SELECT ?c WHERE {{ <{BASE}id/dataset> dcterms:creator ?c }}")
    return Party(EDITORS, next((text_of(name) for [name] in rows), "Doelengraaf"))


def party(store: Store, name: str) -> Party:
    """Give the publisher by its name; a municipality of the data is recognised. Without a name the makers publish it themselves.

    Args:
        store: the data.
        name: what ``DOELENGRAAF_ORGANISATION`` says, such as ``gemeente Cranendonck``.
    """
    if not name:
        return editors(store)
    plain = name.strip().casefold().removeprefix("gemeente ")
    for own, tooi in tooi_of_municipalities(store).values():
        if plain == own.casefold():
            return Party(tooi, name, authority=True)
    return Party(CATALOGUE + "#publisher", name)


@kept_per_store
def figure_sources(store: Store) -> dict[str, list[str]]:
    """Give the names of the sources of figures: agenda to names, sorted."""
    found: dict[str, set[str]] = {}
    for agenda, name in ask(
        store,
        """SELECT DISTINCT ?a ?n WHERE { VALUES ?kind { dg:Observation dg:Target }
          ?o a ?kind ; dg:agenda ?a ; dg:indicator ?i . ?i dcterms:source ?m . ?m schema:name ?n }""",
    ):
        found.setdefault(text_of(agenda), set()).add(text_of(name))
    return {agenda: sorted(names) for agenda, names in found.items()}
