"""The lists that lead to every thing: per kind, per agenda and kind, and one list of those lists.

A list has the address that its things have in common: ``doc/topic``, ``doc/krimpenerwaard/goal``. Of a class there is also a list over all agendas
(``doc/goal``), and of an abstract class one of all that is under it (``doc/partner``).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doelengraaf.documents import PAGE_SIZE, Document, Edition, about_document, add_names, url
from doelengraaf.kept import kept_per_store
from doelengraaf.store import Store, Term
from doelengraaf.terms import BASE, DG, ID, kind_of_class
from doelengraaf.things import ask, text_of

__all__ = ["Shelf", "make_list", "shelves"]

_RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_HYDRA = "http://www.w3.org/ns/hydra/core#"
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
# Kinds that are no class of ours: Dutch and English.
_WORDS = {
    "basis": ("zekerheid", "basis"),
    "cube": ("gegevenskubus", "data cube"),
    "derivation": ("uitleg van een rij", "explanation of a row"),
    "direction": ("gewenste richting", "wanted direction"),
    "evidence": ("bewijsplaats", "evidence"),
    "formulation": ("verwoording", "wording"),
    "link": ("verband", "link"),
    "mapping": ("vergelijking", "mapping"),
    "measurement": ("meting van de kwaliteit", "quality measurement"),
    "metric": ("kwaliteitsmaat", "quality metric"),
    "part": ("deel van een bron", "part of a source"),
    "resemblance": ("gelijkenis", "resemblance"),
    "role": ("rol", "role"),
    "scheme": ("begrippenlijst", "concept scheme"),
    "set-aside": ("terzijde gelegd", "set aside"),
    "wheel-kind": ("soort rad", "kind of wheel"),
}


@dataclass(frozen=True)
class Shelf:
    """A list of things, or of lists.

    Args:
        path: what follows ``https://w3id.org/doelengraaf/doc/`` in its address; empty for the list of lists.
        agenda: the Dutch name of the agenda it is of, or empty.
        words: language to the name of the kind; empty for the list of an agenda.
        class_: the class whose things these are, or empty.
        members: IRIs of things or of lists, sorted.
    """

    path: str
    agenda: str
    words: Mapping[str, str]
    class_: str
    members: Sequence[str]

    @property
    def iri(self) -> str:
        """The address of the list."""
        return f"{BASE}doc/{self.path}" if self.path else BASE + "doc"

    @property
    def labels(self) -> dict[str, str]:
        """Language to name, with that of the agenda."""
        return {
            language: " – ".join(part for part in (self.agenda, word) if part) for language, word in self.words.items()
        }

    @property
    def pages(self) -> int:
        """In how many parts it is told."""
        return max(1, math.ceil(len(self.members) / PAGE_SIZE))

    def shown(self, page: int) -> Sequence[str]:
        """Give the members on a page, from 1."""
        return self.members[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]


@kept_per_store
def shelves(store: Store) -> Mapping[str, Shelf]:
    """Give path to list, of all lists of a store."""
    agendas = {
        text_of(row[0]).rpartition("/")[2]: text_of(row[0]) for row in ask(store, "SELECT ?a WHERE { ?a a dg:Agenda }")
    }
    found: dict[str, set[str]] = {"": set()}
    classes: dict[str, str] = {}
    for thing, class_ in ask(
        store,
        f'SELECT DISTINCT ?x ?c WHERE {{ ?x ?p ?o . FILTER (STRSTARTS(STR(?x), "{ID}")) OPTIONAL {{ ?x a ?c }} }}',
    ):
        name = text_of(thing)
        parts = name.removeprefix(ID).split("/")
        if "#" in name:
            continue
        if len(parts) == 1:
            found[""].add(name)
            continue
        kinds = {parts[-2]}
        if text_of(class_).startswith(DG):
            kind = kind_of_class(text_of(class_).removeprefix(DG))
            classes[kind] = text_of(class_)
            kinds.add(kind)
            found.setdefault(kind, set()).add(name)
        for kind in kinds:
            found.setdefault(f"{parts[0]}/{kind}" if parts[0] in agendas else kind, set()).add(name)
    for path in [*found]:
        if path:
            owner, _, kind = path.rpartition("/")
            found.setdefault(owner, set()).add(f"{BASE}doc/{path}")
            if owner:
                found[""].add(f"{BASE}doc/{owner}")
    names = _names(store, [*classes.values(), *agendas.values()])
    return {path: _shelf(path, sorted(members), classes, agendas, names) for path, members in found.items()}


def _names(store: Store, things: Sequence[str]) -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = {}
    values = " ".join(f"<{one}>" for one in things)
    for thing, label in ask(store, f"SELECT ?x ?l WHERE {{ VALUES ?x {{ {values} }} ?x rdfs:label ?l }}"):
        if label:
            names.setdefault(text_of(thing), {})[label.language] = label.value
    return names


def _shelf(
    path: str,
    members: Sequence[str],
    classes: Mapping[str, str],
    agendas: Mapping[str, str],
    names: Mapping[str, Mapping[str, str]],
) -> Shelf:
    """Make a list with its name in Dutch and English."""
    owner, _, kind = path.rpartition("/")
    if not owner and kind in agendas:
        owner, kind = kind, ""
    agenda = names.get(agendas.get(owner, ""), {}).get("nl", owner)
    if not path:
        words: Mapping[str, str] = {"nl": "Alle lijsten", "en": "All lists"}
    else:
        ours = dict(zip(("nl", "en"), _WORDS.get(kind, (kind, kind)), strict=True))
        words = {**ours, **names.get(classes.get(kind, ""), {})}
    return Shelf(path, agenda, words, classes.get(kind, ""), members)


def make_list(store: Store, shelf: Shelf, edition: Edition, forms: Mapping[str, str], page: int = 1) -> Document | None:
    """Make the document that is a list, as a ``hydra:Collection``; None when there is no such page.

    Args:
        store: the engine.
        shelf: the list.
        edition: which data these are.
        forms: ending to media type of the forms it can be had in.
        page: which part, from 1.
    """
    if not 1 <= page <= shelf.pages:
        return None
    known = shelves(store)
    document = Document(shelf.iri, {}, page, shelf.pages)
    told = document.statements
    for one in shelf.shown(page):
        told[url(shelf.iri), url(_HYDRA + "member"), url(one)] = set()
    add_names(store, told)
    for listed in (
        shelf,
        *(known[one.removeprefix(BASE + "doc/")] for one in shelf.shown(page) if not one.startswith(ID)),
    ):
        here = url(listed.iri)
        told[here, url("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), url(_HYDRA + "Collection")] = set()
        told[here, url(_HYDRA + "totalItems"), Term("literal", str(len(listed.members)), "", _INTEGER)] = set()
        if listed.class_:
            told[here, url("http://purl.org/dc/terms/subject"), url(listed.class_)] = set()
        for language, label in listed.labels.items():
            told[here, url(_RDFS_LABEL), Term("literal", label, language)] = set()
    about_document(document, edition, forms)
    return document
