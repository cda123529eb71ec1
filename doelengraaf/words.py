"""Words of Dutch text as a search sees them: without case and diacritics, stemmed, with the known words a typed one may mean.

Stems are those of Porter's Dutch algorithm (https://snowballstem.org/algorithms/dutch_porter/stemmer.html). The newer Dutch algorithm of Snowball
(Kraaij-Pohlmann) tells *schuld* from *schulden* and takes *gezond* apart, so it is not used.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from rapidfuzz import process
from rapidfuzz.distance import OSA
from snowballstemmer.dutch_porter_stemmer import DutchPorterStemmer

__all__ = ["Vocabulary", "fold", "telling", "words_of"]

_WORD = re.compile(r"[^\W_]+")
_PLURAL = re.compile(r"['’‘](?=s\b)")
# Words that say nothing about what is looked for.
_EMPTY = frozenset(
    _WORD.findall(
        "aan als bij dat de der die dit door een en er het hun in is met naar of om onder op over te tot uit van voor wat ze zich zij zijn"
    )
)
_SHORTEST_PART = 4
_MOST_PARTS = 60
_MOST_TYPOS = 8


def fold(text: str) -> str:
    """Give text without case, diacritics and needless spaces.

    >>> fold("  Cliënten én  Ideeën ")
    'clienten en ideeen'
    """
    # Half a surrogate pair is no text; it could not be handed on.
    plain = unicodedata.normalize("NFKD", text.encode(errors="ignore").decode().casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def words_of(text: str) -> list[str]:
    """Give the folded words of a text, in order.

    >>> words_of("Thema's: 'jeugd', 18+ & e-health")
    ['themas', 'jeugd', '18', 'e', 'health']
    """
    return _WORD.findall(_PLURAL.sub("", fold(text)))


class Vocabulary:
    """The words of an index with their stems. Not safe for threads: the stemmer keeps state.

    Args:
        stems: word to stem, of what was learnt before.
    """

    def __init__(self, stems: Mapping[str, str] = MappingProxyType({})) -> None:
        self._stemmer = DutchPorterStemmer()
        self._stems = dict(stems)
        self._known = set(self._stems.values())

    @property
    def stems(self) -> Mapping[str, str]:
        """The words with their stems."""
        return self._stems

    def add(self, text: str) -> str:
        """Learn the words of a text; give their stems, one space apart."""
        stems = []
        for word in words_of(text):
            stem = self._stems.get(word)
            if stem is None:
                stem = self._stems[word] = self._stemmer.stemWord(word)
                self._known.add(stem)
            stems.append(stem)
        return " ".join(stems)

    def stem(self, word: str) -> str:
        """Give the stem of a folded word, whether it is known or not."""
        return self._stems.get(word) or str(self._stemmer.stemWord(word))

    def meant(self, word: str) -> Sequence[str]:
        """Give the known stems a folded word may mean, its own first.

        Those are its own, words it is a part of (Dutch writes *schuldhulpverlening* as one word) and, when there are none, words that
        differ by a typing error: one in a word of four to seven letters, two in a longer one.
        """
        stem = self.stem(word)
        own = [stem] if stem in self._known else []
        if len(stem) >= _SHORTEST_PART:
            parts = sorted((known for known in self._known if stem in known and known != stem), key=_by_length)
            own += parts[:_MOST_PARTS]
        if own or len(word) < _SHORTEST_PART:
            return own
        errors = 1 if len(word) < 2 * _SHORTEST_PART else 2
        near = process.extract(word, self._stems.keys(), scorer=OSA.distance, score_cutoff=errors, limit=_MOST_TYPOS)
        return list(dict.fromkeys(self._stems[found] for found, _, _ in near))


def telling(words: Iterable[str]) -> list[str]:
    """Give the words that say something, each once; all of them when none does.

    >>> telling(["minder", "mensen", "met", "schulden", "met"])
    ['minder', 'mensen', 'schulden']
    """
    given = list(dict.fromkeys(words))
    return [word for word in given if word not in _EMPTY] or given


def _by_length(word: str) -> tuple[int, str]:
    return len(word), word
