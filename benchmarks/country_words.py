"""Made-up words: names, sentences and slugs that look like Dutch and mean nothing, the same for the same seed."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_STARTS = (*"bdfghjklmnprstvwz", "br", "dr", "fl", "gr", "kl", "kr", "pl", "sch", "sl", "st", "tr", "zw")
_MIDDLES = ("a", "aa", "e", "ee", "i", "ie", "o", "oo", "oe", "u", "uu", "ei", "ou", "ij", "eu", "ë")
_ENDS = (
    "l",
    "lt",
    "m",
    "n",
    "nd",
    "ng",
    "r",
    "rk",
    "rt",
    "s",
    "st",
    "t",
    "p",
    "k",
    "ken",
    "den",
    "ning",
    "ling",
    "heid",
)
_PLAIN = str.maketrans("ë", "e")


class Words:
    """A vocabulary and ready-made sentences.

    Args:
        seed: what makes it repeatable.
    """

    def __init__(self, seed: str) -> None:
        rng = random.Random(f"{seed}/words")  # noqa: S311
        self._words = sorted({self._word(rng) for _ in range(2500)})
        rng.shuffle(self._words)
        # Some words are used much more than others, as in any language.
        self._common = self._words[:200]
        self.notes = [self._sentence(rng, 5, 12) for _ in range(800)]
        self.descriptions = [self._sentence(rng, 8, 15) for _ in range(2000)]
        self.reasons = [self._sentence(rng, 12, 22) for _ in range(1500)]
        self.populations = [self.phrase(rng, 2) for _ in range(40)]

    def _word(self, rng: random.Random) -> str:
        syllables = 1 + (rng.random() < 0.6) + (rng.random() < 0.25)
        return "".join(rng.choice(_STARTS) + rng.choice(_MIDDLES) for _ in range(syllables)) + rng.choice(_ENDS)

    def phrase(self, rng: random.Random, count: int) -> str:
        """Give some words."""
        return " ".join(pick(rng, self._common if rng.random() < 0.4 else self._words) for _ in range(count))

    def _sentence(self, rng: random.Random, low: int, high: int) -> str:
        return self.phrase(rng, rng.randint(low, high)).capitalize() + "."


def pick(rng: random.Random, things: Sequence[T]) -> T:
    """Give one of the things; quicker than ``rng.choice``."""
    return things[int(rng.random() * len(things))]


def pick_some(rng: random.Random, things: Sequence[T], mean: float) -> list[T]:
    """Give some different things, ``mean`` of them in the long run."""
    count = int(mean) + (rng.random() < mean % 1)
    found: list[T] = []
    for _ in range(count):
        one = pick(rng, things)
        if one not in found:
            found.append(one)
    return found


def slug(text: str) -> str:
    """Give a text as it stands in an id."""
    return text.lower().translate(_PLAIN).replace(" (", "-").replace(")", "").replace(" ", "-")
