"""What an agenda says, as items of a list: a thing with its basis, in the agenda's own word, and the places where it is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from doelengraaf.evidence import lines_of_fragment
from doelengraaf.store import Store, iri
from doelengraaf.terms import ID
from doelengraaf.things import ask, text_of

__all__ = ["BASIS_ORDER", "Item", "Place", "Word", "local_words", "places_of", "slug_of", "strongest", "weakest"]

BASIS_ORDER = ("stated", "interpreted", "derived")
"""The bases of an answer, the surest first."""
_CHUNK = 200
_HEADING = 60


@dataclass(frozen=True)
class Place:
    """Where something is written.

    Args:
        citation: the place in words.
        short: the same without the title of the document, for where the agenda is clear already.
        agenda: the agenda of the document.
        document: the document within it.
        line: the first line.
    """

    citation: str
    short: str
    agenda: str
    document: str
    line: int

    @property
    def brief(self) -> str:
        """The short form with a long heading cut, so that it fits in a column; the lines stay."""
        heading, comma, lines = self.short.rpartition(", ")
        return f"{heading[:_HEADING].rstrip()}…{comma}{lines}" if len(heading) > _HEADING + 5 else self.short


@dataclass(frozen=True)
class Item:
    """One thing in a list.

    Args:
        iri: the thing.
        name: what people read.
        kind: the local name of its class, such as ``Subgoal``.
        basis: the slug of the basis on which it stands in this list.
        carrier: what has the evidence: the thing itself, or the link or contribution that puts it in this list.
        detail: more about it, in a few words.
        reason: why the editors read it so, when they do.
    """

    iri: str
    name: str
    kind: str
    basis: str
    carrier: str
    detail: Sequence[str] = ()
    reason: str = ""


@dataclass(frozen=True)
class Word:
    """The word an agenda uses for a class; ``own`` tells whether it is the agenda's word or the one of the ontology."""

    text: str
    own: bool
    iri: str = ""


def slug_of(thing: str) -> str:
    """Give the last part of an IRI.

    >>> slug_of("https://w3id.org/doelengraaf/id/krimpenerwaard/wheel/veerkracht")
    'veerkracht'
    """
    return thing.rpartition("/")[2]


def weakest(*bases: str) -> str:
    """Give the weakest of some bases: a chain is as sure as its weakest link.

    >>> weakest("stated", "derived", "interpreted")
    'derived'
    """
    return max(bases, key=BASIS_ORDER.index)


def strongest(items: Iterable[Item]) -> list[Item]:
    """Give each thing once, by the surest way in which it stands in the list, sorted by name.

    >>> one, two = Item("a", "A", "Goal", "derived", "l"), Item("a", "A", "Goal", "stated", "m")
    >>> [found.carrier for found in strongest([one, two])]
    ['m']
    """
    found: dict[str, Item] = {}
    for item in sorted(items, key=lambda one: (BASIS_ORDER.index(one.basis), one.carrier)):
        found.setdefault(item.iri, item)
    return sorted(found.values(), key=lambda one: (one.name.casefold(), one.iri))


def local_words(store: Store, agenda: str) -> dict[str, Word]:
    """Give, per class, the word an agenda uses, else the word of the ontology.

    Args:
        store: the engine.
        agenda: the IRI of the agenda.
    """
    words = {
        text_of(kind).rpartition("#")[2]: Word(text_of(name), False)
        for kind, name in ask(store, "SELECT ?c ?n WHERE { ?c a owl:Class ; schema:name ?n }")
    }
    for kind, word, term in ask(
        store,
        f"""SELECT ?c ?w ?t WHERE {{ {iri(agenda)} dg:localTerm ?t .
          ?t dcterms:subject ?c ; <http://www.w3.org/2008/05/skos-xl#literalForm> ?w }} ORDER BY ?w""",
    ):
        words[text_of(kind).rpartition("#")[2]] = Word(text_of(word), True, text_of(term))
    return words


def places_of(store: Store, carriers: Iterable[str]) -> Mapping[str, list[Place]]:
    """Give the places where things, links and contributions are written, in the order of the documents."""
    documents = [
        (text_of(source), text_of(name))
        for source, name in ask(store, "SELECT ?s ?n WHERE { ?s a dg:SourceDocument ; schema:name ?n }")
    ]
    several = [source.rpartition("/source-document/")[0] for source, _ in documents]
    titles = dict(documents)
    found: dict[str, set[Place]] = {}
    wanted = sorted({one for one in carriers if one.startswith(ID)})
    for start in range(0, len(wanted), _CHUNK):
        values = " ".join(iri(one) for one in wanted[start : start + _CHUNK])
        for thing, citation, source, fragment in ask(
            store,
            f"""SELECT DISTINCT ?x ?c ?s ?f WHERE {{ VALUES ?x {{ {values} }} ?x dg:evidence ?e .
              ?e dcterms:bibliographicCitation ?c ; oa:hasSource ?s ; oa:hasSelector/rdf:value ?f }}""",
        ):
            agenda, _, document = text_of(source).removeprefix(ID).partition("/source-document/")
            words = text_of(citation)
            short = words.removeprefix(titles.get(text_of(source), "") + ", ")
            if several.count(ID + agenda) > 1:
                short = f"{document.upper()}, {short}"
            found.setdefault(text_of(thing), set()).add(
                Place(words, short, agenda, document, lines_of_fragment(text_of(fragment))[0])
            )
    return {thing: sorted(places, key=lambda one: (one.document, one.line)) for thing, places in found.items()}
