"""Find things by words: a full-text index over the names and descriptions in the graph.

In goes what a person types, with kinds and agendas to choose from; out come hits, best first. An index is made of one store and does not follow
later changes of it. Of many agendas that takes minutes, so it can be made beforehand as a file (``prepared_search``).
"""

import threading
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from doelengraaf.errors import ParameterError, phrase
from doelengraaf.found import Found, read_found
from doelengraaf.fulltext import FullText
from doelengraaf.fulltext_table import make_table
from doelengraaf.picking import Choice, choose
from doelengraaf.store import Store
from doelengraaf.things import Link
from doelengraaf.words import Vocabulary, words_of

__all__ = ["MAX_HITS", "MAX_LENGTH", "Hit", "Hits", "SearchIndex"]

MAX_LENGTH = 200
"""The longest text that is looked for."""
MAX_HITS = 500
"""The most hits that are given at once."""
_MAX_OFFSET = 10_000_000
_SHOWN = 160


@dataclass(frozen=True)
class Hit:
    """A thing that was found.

    Args:
        iri: the thing.
        label: its name.
        kind: its class, as in its address: ``goal``.
        kind_label: its class, as people read it.
        agenda: the agenda it stands in; None for what is shared.
        municipality: the municipality of that agenda.
        matched: the name or the piece of text that holds the words.
        score: from 0 to ``fulltext.BEST``; a higher one fits better.
    """

    iri: str
    label: str
    kind: str
    kind_label: str
    agenda: Link | None
    municipality: Link | None
    matched: str
    score: float

    def as_json(self) -> dict[str, object]:
        """Give the hit with the keys that command and API share."""
        return {
            "id": self.iri,
            "label": self.label,
            "kind": self.kind,
            "kindLabel": self.kind_label,
            "agenda": {"id": self.agenda.iri, "label": self.agenda.text} if self.agenda else None,
            "municipality": {"id": self.municipality.iri, "label": self.municipality.text}
            if self.municipality
            else None,
            "matched": self.matched,
            "score": self.score,
        }


@dataclass(frozen=True)
class Hits:
    """What was found: how much there is in all, and the hits asked for."""

    total: int
    hits: Sequence[Hit] = ()


class SearchIndex:
    """A full-text index; safe to use from several threads.

    Args:
        text: the table of the things that can be found.
    """

    def __init__(self, text: FullText) -> None:
        self._lock = threading.Lock()
        self._text = text
        self.kinds: Sequence[Choice] = tuple(Choice(*one) for one in text.choices("kinds"))
        """What ``kind`` may be, broader classes too."""
        self.agendas: Sequence[Choice] = tuple(Choice(*one) for one in text.choices("agendas"))
        """What ``agenda`` may be."""

    @classmethod
    def of(cls, found: Iterable[Found]) -> "SearchIndex":
        """Make an index in memory.

        Raises:
            ToolMissingError: SQLite has no FTS5 here.
        """
        return cls(FullText(*make_table(found)))

    @classmethod
    def from_store(cls, store: Store) -> "SearchIndex":
        """Make an index in memory of all things of ours that have a name."""
        return cls.of(read_found(store))

    def search(
        self, text: str, kind: Sequence[str] = (), agenda: Sequence[str] = (), limit: int = 20, offset: int = 0
    ) -> Hits:
        """Find things.

        Args:
            text: what is looked for; any text is good, nothing in it is a command.
            kind: only things of one of these classes, such as ``goal`` or ``aim``.
            agenda: only things of one of these agendas, by slug, address or name; a partner is of the agendas it contributes to.
            limit: the most hits to give, 1 to ``MAX_HITS``.
            offset: how many to pass over.

        Raises:
            ParameterError: the text is too long, a kind or agenda does not exist, or ``limit`` or ``offset`` is out of range.
        """
        if len(text) > MAX_LENGTH:
            raise ParameterError("zoektekst", text, phrase("is te lang: hooguit {most} tekens"), most=MAX_LENGTH)
        if not 1 <= limit <= MAX_HITS:
            raise ParameterError("limit", str(limit), phrase("is geen aantal van 1 tot en met {most}"), most=MAX_HITS)
        if not 0 <= offset <= _MAX_OFFSET:
            raise ParameterError(
                "offset", str(offset), phrase("is geen getal van 0 tot en met {most}"), most=_MAX_OFFSET
            )
        kinds = [choose("kind", value, self.kinds).value for value in kind]
        agendas = [choose("agenda", value, self.agendas).value for value in agenda]
        with self._lock:
            ranked, stems = self._text.ranked(text, kinds, agendas)
            return Hits(
                len(ranked),
                [
                    _hit(one, score, _held(one, stems, self._text.vocabulary))
                    for number, score in ranked[offset : offset + limit]
                    if (one := self._text.document(number))
                ],
            )


def _hit(one: Found, score: float, matched: str) -> Hit:
    return Hit(one.iri, one.label, one.kind, one.kinds[one.kind], one.agenda, one.municipality, matched, score)


def _held(one: Found, stems: Set[str], vocabulary: Vocabulary) -> str:
    """Give the text of a thing that holds most of the stems, names before descriptions, cut around the first of them."""

    def held(text: str) -> int:
        return len(stems & {vocabulary.stem(word) for word in words_of(text)})

    best = max((one.label, *one.also, *one.texts), key=held)
    if len(best) <= _SHOWN:
        return best
    first = next((best.find(part) for part in best.split() if held(part)), 0)
    start = best.rfind(" ", 0, max(first - _SHOWN // 3, 0)) + 1
    end = best.rfind(" ", start, start + _SHOWN) if start + _SHOWN < len(best) else len(best)
    end = end if end > start else start + _SHOWN
    return f"{'… ' if start else ''}{best[start:end]}{' …' if end < len(best) else ''}"
