"""Which aims and indicators of different agendas resemble one another, with the reason: the accepted mappings."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from doelengraaf.items import Item, slug_of
from doelengraaf.store import Store, Term
from doelengraaf.things import ask, text_of

__all__ = ["RELATIONS", "Resemblance", "resemblances"]

RELATIONS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
"""How one aim can resemble another, the strongest first (SKOS)."""


@dataclass(frozen=True)
class Resemblance:
    """An accepted mapping between two agendas.

    Args:
        mapping: the IRI of the mapping.
        relation: the local name of the predicate, read from ``left`` to ``right``.
        left: the thing of the agenda that was asked for first; its ``carrier`` is the thing itself.
        right: the thing elsewhere.
        left_agenda: the slug of the agenda of ``left``.
        right_agenda: the slug of the other.
        confidence: from 0 to 1.
        justification: the local name of the SSSOM justification.
        reason: why, in words.
        author: who judged it.
        date: when.
    """

    mapping: str
    relation: str
    left: Item
    right: Item
    left_agenda: str
    right_agenda: str
    confidence: float
    justification: str
    reason: str
    author: str
    date: str


def resemblances(store: Store, subjects: Set[str], agendas: Sequence[str]) -> list[Resemblance]:
    """Give the mappings between the agendas with the topic on either side, each once and read from the first agenda."""
    found = {}
    for (
        mapping,
        relation,
        left,
        left_name,
        left_kind,
        right,
        right_name,
        right_kind,
        here,
        there,
        sure,
        why,
        how,
        who,
        when,
    ) in ask(
        store,
        """SELECT ?m ?r ?s ?sn ?sc ?o ?on ?oc ?a ?b ?sure ?why ?how ?who ?when WHERE {
          ?m <https://w3id.org/sssom/confidence> ?sure ; <https://w3id.org/sssom/mapping_justification> ?how ; skos:editorialNote ?why ;
            <https://w3id.org/sssom/author_label> ?who ; <https://w3id.org/sssom/mapping_date> ?when .
          ?side prov:wasDerivedFrom ?m ; rdf:subject ?s ; rdf:predicate ?r ; rdf:object ?o .
          ?s dg:agenda ?a ; schema:name ?sn ; a ?sc . ?o dg:agenda ?b ; schema:name ?on ; a ?oc .
          FILTER (?sc NOT IN (dg:Aim) && ?oc NOT IN (dg:Aim)) }""",
    ):
        one, other = slug_of(text_of(here)), slug_of(text_of(there))
        if not {text_of(left), text_of(right)} & subjects:
            continue
        if one in agendas and other in agendas and agendas.index(one) < agendas.index(other):
            found[text_of(mapping)] = Resemblance(
                text_of(mapping),
                _local(relation),
                Item(text_of(left), text_of(left_name), _local(left_kind), "interpreted", text_of(left)),
                Item(text_of(right), text_of(right_name), _local(right_kind), "interpreted", text_of(right)),
                one,
                other,
                float(text_of(sure)),
                slug_of(text_of(how)),
                text_of(why),
                text_of(who),
                text_of(when),
            )
    return sorted(
        found.values(),
        key=lambda m: (
            RELATIONS.index(m.relation),
            -m.confidence,
            m.left.name.casefold(),
            m.right.name.casefold(),
            m.mapping,
        ),
    )


def _local(term: Term | None) -> str:
    return text_of(term).rpartition("#")[2]
