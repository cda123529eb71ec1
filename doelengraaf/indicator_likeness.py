"""How much two indicators look alike: by the words of their names, what they are about, their unit and whom they are about.

An indicator is a phrase, not a name: what counts is how rare the shared words are, a part of a compound too.
"""

import math
import re
from collections.abc import Iterable

from doelengraaf.likeness import Likeness, Named, Names
from doelengraaf.words import words_of

__all__ = ["IndicatorNames"]

_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "aantal aantallen percentage procent score cijfer gemiddeld gemiddelde aandeel mate volgens per jaar inwoners mensen personen dat die is zijn "
        "heeft hebben wordt worden niet geen wel eens zich eigen",
    )
)
_PART = 5


class IndicatorNames:
    """Judges indicators against each other.

    Args:
        names: the judge of names, for stems.
        everything: all indicators; a word that few of them have tells more.
    """

    def __init__(self, names: Names, everything: Iterable[Named]) -> None:
        self._names = names
        self._stems = {one.id: self._telling(one) for one in everything}
        self._weights: dict[str, float] = {}

    def _telling(self, one: Named) -> frozenset[str]:
        found: set[str] = set()
        for text in (one.label, *one.aliases):
            words = [word for word in words_of(text) if word not in _EMPTY and not word.isdigit()]
            found.update(self._names.parts(" ".join(words)).stems if words else ())
        return frozenset(found)

    def _weight(self, stem: str) -> float:
        """Give how much a word tells: more when fewer indicators have it, alone or in a compound."""
        if stem not in self._weights:
            having = sum(
                any(stem == other or _within(stem, other) for other in stems) for stems in self._stems.values()
            )
            self._weights[stem] = math.log((1 + len(self._stems)) / (1 + having))
        return self._weights[stem]

    def likeness(self, one: Named, other: Named) -> Likeness:
        """Tell how much two indicators look alike."""
        mine, yours = (self._stems.get(thing.id) or self._telling(thing) for thing in (one, other))
        if not mine or not yours:
            return Likeness(0.0, "geen woord dat iets zegt")
        shared: set[str] = set()
        both = 0.0
        for stems, others in ((mine, yours), (yours, mine)):
            total = sum(self._weight(stem) for stem in stems) or 1.0
            part = 0.0
            for stem in stems:
                near = (
                    1.0 if stem in others else 0.7 if any(_within(stem, x) or _within(x, stem) for x in others) else 0.0
                )
                part += near * self._weight(stem)
                if near:
                    shared.add(stem)
            both += part / total / 2
        if not shared:
            return Likeness(0.0, "geen woord gemeen")
        reasons = [f"woorden gemeen: {', '.join(sorted(shared, key=self._weight, reverse=True))}"]
        score = 0.85 * both
        if one.about & other.about:
            score += 0.15
            reasons.append(f"zelfde onderwerp ({', '.join(sorted(one.about & other.about))})")
        if _ages(one.label) != _ages(other.label):
            score -= 0.1
            reasons.append("andere leeftijd of ander getal")
        return Likeness(round(min(max(score, 0.0), 1.0), 2), "; ".join(reasons))


def _within(part: str, whole: str) -> bool:
    return len(part) >= _PART and part != whole and part in whole


def _ages(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))
