"""What an agenda says, thing by thing, and what it ties together, each with basis and place: what several instruments read."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from doelengraaf.instruments.overviews import Item, names
from doelengraaf.kept import kept_per_store
from doelengraaf.network import slug, texts
from doelengraaf.store import Store, iri
from doelengraaf.terms import DG, ID
from doelengraaf.things import Link

__all__ = [
    "KINDS",
    "Concept",
    "Part",
    "Said",
    "SaidLink",
    "links_by_subject",
    "names_place",
    "parts_by_action",
    "read_concepts",
    "read_links",
    "read_notations",
    "read_parts",
    "read_scheme",
    "read_things",
]

_One = TypeVar("_One")

KINDS = (
    "Effect", "Goal", "Subgoal", "Challenge", "Indicator", "Principle", "FrameworkRule", "Effort", "Activity", "Priority", "Approach",
    "DevelopmentAssignment", "DevelopmentAssignmentItem", "ExpectedDocument", "MonitoringSource", "ProtectiveFactor", "Wheel", "Theme",
)  # fmt: skip
"""The kinds of things that instruments show."""


@dataclass(frozen=True)
class Said:
    """A thing of an agenda.

    Args:
        iri: the thing.
        name: its Dutch name.
        kind: one of ``KINDS``.
        kind_words: what its kind is called: (Dutch, English).
        basis: the key of its basis.
        citation: its place, in words.
        text: its name, other names, description and note together.
    """

    iri: str
    name: str
    kind: str
    kind_words: tuple[str, str]
    basis: str
    citation: str
    text: str

    @property
    def plain(self) -> Item:
        """It, as it is; for where its kind is plain to see."""
        return Item(Link(self.name, self.iri, self.basis), self.citation)

    @property
    def item(self) -> Item:
        """It, with what kind it is."""
        return Item(Link(self.name, self.iri, self.basis), self.citation, names(*self.kind_words))


@dataclass(frozen=True)
class SaidLink:
    """That a thing of an agenda is tied to another: with the basis and place of the tie, else those of the thing itself."""

    subject: str
    target: str
    name: str
    basis: str
    citation: str

    @property
    def item(self) -> Item:
        """What it ties to, with how sure and where."""
        return Item(Link(self.name, self.target, self.basis), self.citation)


@dataclass(frozen=True)
class Part:
    """What a partner does, through an action or for an aim.

    Args:
        partner: the partner.
        name: its name.
        role: in words: (Dutch, English).
        via: the action or aim.
        basis: the key of its basis.
        citation: its place, in words.
    """

    partner: str
    name: str
    role: tuple[str, str]
    via: str
    basis: str
    citation: str

    @property
    def item(self) -> Item:
        """The partner with its role."""
        return Item(Link(self.name, self.partner, self.basis), self.citation, names(*self.role))


@dataclass(frozen=True)
class Concept:
    """A concept of a list that all agendas share, with its name and definition: (Dutch, English)."""

    iri: str
    name: tuple[str, str]
    definition: tuple[str, str]


@kept_per_store
def read_concepts(store: Store, kind: str) -> list[Concept]:
    """Give the concepts of a class, such as ``GovernanceRole``, in the order of their notation."""
    return _concepts(store, f"a dg:{kind}")


@kept_per_store
def read_scheme(store: Store, scheme: str) -> list[Concept]:
    """Give the concepts of a list, such as ``progress``, in the order of their notation."""
    return _concepts(store, f"skos:inScheme {iri(f'{ID}scheme/{scheme}')}")


def _concepts(store: Store, which: str) -> list[Concept]:
    rows = texts(
        store,
        f"""SELECT DISTINCT ?x ?order ?nl ?en ?dnl ?den WHERE {{ ?x {which} ; skos:notation ?order ; skos:prefLabel ?nl, ?en ; skos:definition ?dnl, ?den .
          FILTER (LANG(?nl) = "nl" && LANG(?en) = "en" && LANG(?dnl) = "nl" && LANG(?den) = "en") }}""",
    )
    return [Concept(x, (nl, en), (dnl, den)) for x, _, nl, en, dnl, den in sorted(rows, key=lambda row: int(row[1]))]


@kept_per_store
def read_notations(store: Store, agenda: str) -> Mapping[str, str]:
    """Give the code of the things of an agenda that have one, such as the letter of a part of an assignment."""
    rows = texts(
        store, f"SELECT DISTINCT ?x ?code WHERE {{ ?x dg:agenda {iri(f'{ID}agenda/{agenda}')} ; skos:notation ?code }}"
    )
    return {thing: code for thing, code, *_ in rows}


@kept_per_store
def read_parts(store: Store, agenda: str) -> list[Part]:
    """Give what partners do by an agenda, by the name of the partner."""
    rows = texts(
        store,
        f"""SELECT DISTINCT ?p ?name ?nl ?en ?via ?basis ?citation WHERE {{
          ?c dg:agenda {iri(f"{ID}agenda/{agenda}")} ; a dg:Contribution ; dg:partner ?p ; dg:via|dg:to ?via ; dg:role ?role ; dg:basis ?basis .
          ?p schema:name ?name . ?role skos:prefLabel ?nl, ?en . FILTER (LANG(?nl) = "nl" && LANG(?en) = "en")
          OPTIONAL {{ ?c dcterms:bibliographicCitation ?citation }} }}""",
    )
    found = [Part(p, name, (nl, en), via, slug(basis), citation) for p, name, nl, en, via, basis, citation in rows]
    return sorted(found, key=lambda one: (one.name.casefold(), one.via, one.citation))


@kept_per_store
def read_things(store: Store, agenda: str) -> Mapping[str, Said]:
    """Give the things of an agenda by IRI, by kind and name."""
    rows = texts(
        store,
        f"""SELECT ?x ?name ?class ?nl ?en ?basis ?citation (GROUP_CONCAT(DISTINCT ?word; separator=" | ") AS ?text) WHERE {{
          ?x dg:agenda {iri(f"{ID}agenda/{agenda}")} ; a ?class ; schema:name ?name ; dg:basis ?basis . VALUES ?class {{ {" ".join("dg:" + kind for kind in KINDS)} }}
          ?class rdfs:label ?nl, ?en . FILTER (LANG(?nl) = "nl" && LANG(?en) = "en")
          OPTIONAL {{ ?x dcterms:bibliographicCitation ?citation }}
          OPTIONAL {{ ?x dcterms:description|skos:note|skos:altLabel ?word }} }} GROUP BY ?x ?name ?class ?nl ?en ?basis ?citation""",
    )
    found = [
        Said(x, name, kind.removeprefix(DG), (nl, en), slug(basis), citation, f"{name} | {text}")
        for x, name, kind, nl, en, basis, citation, text in rows
    ]
    return {one.iri: one for one in sorted(found, key=lambda one: (KINDS.index(one.kind), one.name.casefold()))}


@kept_per_store
def read_links(store: Store, agenda: str, predicate: str) -> list[SaidLink]:
    """Give what the things of an agenda are tied to by a property, such as ``schema:about``; targets have a name.

    Args:
        store: the engine.
        agenda: the slug of the agenda.
        predicate: with a prefix of this project.
    """
    rows = texts(
        store,
        f"""SELECT DISTINCT ?s ?o ?name ?own ?place ?basis ?citation WHERE {{
          ?s {predicate} ?o ; dg:agenda {iri(f"{ID}agenda/{agenda}")} ; dg:basis ?own . ?o schema:name ?name .
          OPTIONAL {{ ?s dcterms:bibliographicCitation ?place }}
          OPTIONAL {{ ?l rdf:subject ?s ; rdf:predicate {predicate} ; rdf:object ?o ; dg:basis ?basis . OPTIONAL {{ ?l dcterms:bibliographicCitation ?citation }} }} }}""",
    )
    found = [
        SaidLink(s, o, name, slug(basis or own), citation or place) for s, o, name, own, place, basis, citation in rows
    ]
    return sorted(set(found), key=lambda one: (one.subject, one.target, one.basis))


def names_place(text: str, *places: str) -> bool:
    """Tell whether a text names a place, as whole words.

    >>> names_place("In Leerdam, Meerkerk en Vianen.", "Vianen"), names_place("Schoonhovens College", "Schoonhoven")
    (True, False)
    """
    return any(re.search(rf"\b{re.escape(place)}\b", text) for place in places)


def links_by_subject(store: Store, agenda: str, predicate: str) -> Mapping[str, list[SaidLink]]:
    """Give what ``read_links`` gives, by the thing that is tied."""
    return _grouped(read_links(store, agenda, predicate), lambda link: link.subject)


def parts_by_action(store: Store, agenda: str) -> Mapping[str, list[Part]]:
    """Give what ``read_parts`` gives, by the action or aim."""
    return _grouped(read_parts(store, agenda), lambda part: part.via)


def _grouped(ones: Iterable[_One], key: Callable[[_One], str]) -> dict[str, list[_One]]:
    found: dict[str, list[_One]] = {}
    for one in ones:
        found.setdefault(key(one), []).append(one)
    return found
