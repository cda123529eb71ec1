"""What is said of one thing: its names, texts, places and links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from doelengraaf.things import Link

__all__ = ["Description", "Place", "Tie", "Value", "ties_of"]

_BASES = ("stated", "interpreted", "derived")
Value = str | int | float | list[str]


@dataclass(frozen=True)
class Place:
    """Where something is written.

    Args:
        iri: the place.
        source: the document.
        locator: the section.
        first: the first line of the frozen text.
        last: the last line.
        citation: all of that in words.
    """

    iri: str
    source: Link
    locator: str
    first: int
    last: int
    citation: str


@dataclass(frozen=True)
class Tie:
    """A link with another thing.

    Args:
        iri: the other thing.
        label: its name.
        basis: how sure the link is: stated, interpreted or derived; empty for what is laid down in lists.
        citation: where the link is written, in words, where it has a place of its own.
    """

    iri: str
    label: str
    basis: str
    citation: str = ""


@dataclass(frozen=True)
class Description:
    """What the graph says of a thing.

    Args:
        iri: the thing.
        label: its Dutch name.
        label_en: its English name, or empty.
        kind: its class, as in its address.
        kind_label: its class, as people read it.
        agenda: the agenda it stands in.
        municipality: the municipality of that agenda.
        basis: stated or interpreted, or empty for what is laid down in lists.
        citation: where it is written, in words.
        values: term to text, number, day or list of texts.
        evidence: where it is written.
        links: term to what it leads to.
        linked_from: term to what leads to it; only when asked for.
    """

    iri: str
    label: str
    label_en: str
    kind: str
    kind_label: str
    agenda: Link | None
    municipality: Link | None
    basis: str
    citation: str
    values: Mapping[str, Value]
    evidence: Sequence[Place]
    links: Mapping[str, Sequence[Tie]]
    linked_from: Mapping[str, Sequence[Tie]] = field(default_factory=dict)


def ties_of(
    found: Mapping[str, set[tuple[str, str]]], labels: Mapping[str, str], cited: Mapping[tuple[str, str], str]
) -> dict[str, list[Tie]]:
    """Give links by term, sorted by name; of a link that is said twice the surest basis.

    Args:
        found: term to (other thing, basis).
        labels: thing to name.
        cited: (term, other thing) to where the link is written, in words.
    """
    ties: dict[str, list[Tie]] = {}
    for term in sorted(found):
        surest: dict[str, str] = {}
        for other, basis in sorted(found[term], key=lambda pair: _BASES.index(pair[1]) if pair[1] in _BASES else 9):
            surest.setdefault(other, basis if basis in _BASES else "")
        ties[term] = sorted(
            (Tie(other, labels[other], basis, cited.get((term, other), "")) for other, basis in surest.items()),
            key=lambda tie: (tie.label.casefold(), tie.iri),
        )
    return ties
