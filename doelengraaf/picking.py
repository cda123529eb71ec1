"""What a picker offers, and which of it a person means: by address, by the end of it, or by name."""

import difflib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import Indel

from doelengraaf.errors import ParameterError, phrase
from doelengraaf.words import fold

__all__ = ["MOST_LISTED", "Choice", "Picker", "choose", "told_apart"]

MOST_LISTED = 2000
"""A picker with more values is searched, not listed."""
_NEAREST = 50
_ALIKE = 0.6
_MOST_PARTS = 3


@dataclass(frozen=True)
class Choice:
    """One value of a picker.

    Args:
        value: the IRI.
        label: what people see.
        count: how often it occurs, if the picker counts.
        parts: how many parts of the IRI it takes to tell it from the other choices.
    """

    value: str
    label: str
    count: int | None = None
    parts: int = 1

    @property
    def slug(self) -> str:
        """The end of the IRI, which people may type: the last part, and more where that alone could mean another choice."""
        return "/".join(self.value.rstrip("/").split("/")[-self.parts :])

    def means(self, wanted: str) -> bool:
        """Tell whether a word in lower case can mean this: the end of the IRI, or the name."""
        value = self.value.casefold().rstrip("/")
        return wanted in (value, self.label.casefold()) or value.endswith("/" + wanted)


class Picker(tuple[Choice, ...]):
    """Choices in the order people see them, found without looking at each: of a whole country a picker of partners has thousands."""

    def find(self, value: str) -> list[Choice]:
        """Give the choices that a word is the address or slug of, else those that it can mean."""
        wanted = value.casefold()
        last = wanted.rstrip("/").rpartition("/")[2]
        near = sorted({*self._places.get(wanted, ()), *self._places.get(last, ())})
        found = [self[place] for place in near]
        return [one for one in found if value in (one.value, one.slug)] or [one for one in found if one.means(wanted)]

    def search(self, typed: str, most: int) -> list[Choice]:
        """Give choices whose name has all words that were typed, or begins of them, names that begin so first; else those whose name is most like it."""
        parts = fold(typed).split()
        if not parts:
            return []
        found = [place for place, name in enumerate(self._names) if all(f" {part}" in name for part in parts)]
        begin = " " + " ".join(parts)
        found.sort(key=lambda place: (not self._names[place].startswith(begin), place))
        if not found:
            like = process.extract(
                begin, self._names, scorer=Indel.normalized_similarity, limit=most, score_cutoff=_ALIKE
            )
            found = [place for _, _, place in like]
        return [self[place] for place in found[:most]]

    @cached_property
    def _names(self) -> Sequence[str]:
        """Give the names as they are searched: each word after a space."""
        return [f" {fold(one.label)}" for one in self]

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        """Give the places of the choices by name, and by the last part of the address, which everything that means one ends in."""
        found: dict[str, list[int]] = {}
        for place, one in enumerate(self):
            for word in (one.label.casefold(), one.value.casefold().rstrip("/").rpartition("/")[2]):
                found.setdefault(word, []).append(place)
        return found


def choose(parameter: str, value: str, choices: Sequence[Choice]) -> Choice:
    """Give the choice a person means: by address, by the end of it, or by name.

    Raises:
        ParameterError: it is none of them, or may be more than one; the nearest come first in what is allowed.
    """
    picker = choices if isinstance(choices, Picker) else Picker(choices)
    found = picker.find(value)
    if len(found) == 1:
        return found[0]
    if found:
        raise ParameterError(
            parameter, value, phrase("kan meer dan één ding betekenen"), [choice.slug for choice in found]
        )
    if len(choices) > MOST_LISTED:
        near = picker.search(value, _NEAREST)
        raise ParameterError(
            parameter, value, phrase("is niet een van de mogelijke waarden"), [choice.slug for choice in near]
        )
    slugs = [choice.slug for choice in choices]
    close = difflib.get_close_matches(value.casefold(), slugs + [choice.label for choice in choices], 3)
    allowed = list(dict.fromkeys(next((c.slug for c in choices if name in (c.slug, c.label)), name) for name in close))
    raise ParameterError(
        parameter,
        value,
        phrase("is niet een van de mogelijke waarden"),
        [*allowed, *(s for s in slugs if s not in allowed)],
    )


def told_apart(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Give choices with as many parts of the IRI as it takes for each slug to mean one choice only.

    >>> [one.slug for one in told_apart([Choice("a:/goal/x", "X"), Choice("a:/topic/x", "Y"), Choice("a:/topic/z", "Z")])]
    ['goal/x', 'topic/x', 'z']
    """
    found = list(choices)
    for _ in range(_MOST_PARTS - 1):
        meant = Counter(word for one in found for word in {one.slug.casefold(), one.label.casefold()})
        found = [replace(one, parts=one.parts + 1) if meant[one.slug.casefold()] > 1 else one for one in found]
    return tuple(found)
