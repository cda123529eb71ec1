"""The stories behind the figures of an agenda: who tells what about an indicator, a figure or an aim, when, and by which source.

"Daarbij vullen tellen en vertellen elkaar aan. We willen niet alleen de cijfers weten, maar ook het verhaal achter de cijfers" (Krimpenerwaard, Integraal
beleidskader, Datagedreven sturing). A story is Markdown as it was written; the pages make safe HTML of it, files have it as text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doelengraaf.kept import kept_per_store
from doelengraaf.names import labels_of
from doelengraaf.network import slug, texts
from doelengraaf.store import Store, iri
from doelengraaf.terms import ID
from doelengraaf.things import Link

__all__ = ["Narrative", "narratives_of"]


@dataclass(frozen=True)
class Narrative:
    """A story.

    Args:
        iri: the story.
        about: the indicator, observation or aim it is about, with its name.
        author: who tells it.
        created: the day it was told, as 2026-03-01.
        text: Markdown, not to be trusted.
        basis: the key of its basis.
        reason: why the editors took it up, where it stands in no document; may be empty.
        citation: the place in a document, or empty.
        addresses: web addresses where it can be read.
    """

    iri: str
    about: Link
    author: str
    created: str
    text: str
    basis: str
    reason: str
    citation: str
    addresses: Sequence[str]


@kept_per_store
def narratives_of(store: Store, agenda: str) -> Mapping[str, Sequence[Narrative]]:
    """Give the stories of an agenda by the address of what they are about, the newest first; what is only proposed or was rejected is left out.

    Args:
        store: the engine.
        agenda: its slug.
    """
    rows = texts(
        store,
        f"""SELECT ?x ?about ?created ?text ?basis ?reason ?citation (GROUP_CONCAT(DISTINCT ?who; separator=", ") AS ?author) (GROUP_CONCAT(DISTINCT STR(?see); separator=" ") AS ?seen) WHERE {{
          ?x a dg:Narrative ; dg:agenda {iri(f"{ID}agenda/{agenda}")} ; oa:hasTarget ?about ; <http://purl.org/dc/elements/1.1/creator> ?who ;
            dcterms:created ?created ; oa:bodyValue ?text ; dg:basis ?basis . VALUES ?basis {{ {iri(ID + "basis/stated")} {iri(ID + "basis/interpreted")} }}
          OPTIONAL {{ ?x skos:editorialNote ?reason }} OPTIONAL {{ ?x dcterms:bibliographicCitation ?citation }} OPTIONAL {{ ?x rdfs:seeAlso ?see }}
        }} GROUP BY ?x ?about ?created ?text ?basis ?reason ?citation ORDER BY DESC(?created) ?x""",
    )
    names = labels_of(store, {row[1] for row in rows})
    found: dict[str, list[Narrative]] = {}
    for one, about, created, text, basis, reason, citation, author, seen in rows:
        found.setdefault(about, []).append(
            Narrative(
                one,
                Link(names[about], about),
                author,
                created,
                text,
                slug(basis),
                reason,
                citation,
                tuple(seen.split()),
            )
        )
    return found
