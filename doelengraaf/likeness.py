"""How much two names look alike: from 0 to 1, with the reason in Dutch.

In go names of things of one kind; out comes a likeness. It is a judgement on writing only: who looks alike need not be the same, and a person decides. What
tells things apart weighs more than what they share: another municipality, another word on each side, another year.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA
from snowballstemmer.dutch_porter_stemmer import DutchPorterStemmer

from doelengraaf.abbreviations import ABBREVIATIONS
from doelengraaf.words import fold

__all__ = ["LIKELY", "Likeness", "Named", "Names"]

LIKELY = 0.6
"""From here a likeness is worth asking a person about."""
_SMALL = frozenset(re.findall(r"\w+", "de het een van voor en of in te ter der den op aan bij met t the for of and"))
_FORMS = frozenset({"stichting", "st", "bv", "nv", "regio"})
_VERSIONS = frozenset({"nieuw", "nieuwe", "oud", "oude", "voormalige"})
_OTHER_THING = frozenset(
    re.findall(
        r"\w+",
        "raad aanbieder aanbieders ambtenaar beraad bestuur coach coaches commissie consulent consulenten coordinator fonds huis kring loket "
        "medewerker medewerkers netwerk overleg platform project school scholen team teams werkgroep",
    )
)
"""A word at the end that makes something else of a name: a Wmo-raad is no Wmo."""
_SHORT = 4
_BOTH = 2
_LONG_WORD = 12


@dataclass(frozen=True)
class Named:
    """A thing with its names.

    Args:
        id: its IRI.
        kind: its kind, such as ``partner-group``.
        label: its name.
        aliases: other ways it is written.
        agendas: the slugs of the agendas that name it.
        about: slugs that say what it is about: partner types of a partner, topics of an indicator.
        near: IRIs of what is tied to it already: broader concepts, partners of one collaboration.
    """

    id: str
    kind: str
    label: str
    aliases: tuple[str, ...] = ()
    agendas: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Likeness:
    """How much two things look alike, and why.

    Args:
        score: 0 to 1.
        reason: in Dutch.
    """

    score: float
    reason: str


@dataclass(frozen=True)
class _Parts:
    text: str
    stems: tuple[str, ...]
    words: tuple[str, ...]
    places: frozenset[str]

    @property
    def squeezed(self) -> str:
        return "".join(self.words)

    @property
    def digits(self) -> set[str]:
        return set(re.findall(r"\d+", self.text))


class Names:
    """Judges names against each other. Not safe for threads: the stemmer keeps state.

    Args:
        everything: all things of the kinds that are judged; a word that few of them have tells more.
        municipalities: agenda slug to the names of its municipality, which tell things apart.
    """

    def __init__(self, everything: Collection[Named], municipalities: dict[str, Sequence[str]]) -> None:
        self._stemmer = DutchPorterStemmer()
        self._homes = {slug: frozenset(fold(name) for name in names) for slug, names in municipalities.items()}
        self._places = sorted({name for names in self._homes.values() for name in names}, key=len, reverse=True)
        self.parts = lru_cache(maxsize=None)(self._parts)
        # What many things are also called says of none which it is.
        self._shared = Counter(
            name for one in everything for name in {self.parts(text).squeezed for text in (one.label, *one.aliases)}
        )
        self._common = Counter(
            stem
            for one in everything
            for stem in {s for text in (one.label, *one.aliases) for s in self.parts(text).stems}
        )

    def rare(self, stem: str) -> bool:
        """Tell whether at most two things have this word in a name."""
        return self._common[stem] <= 2

    def count(self, stem: str) -> int:
        """Give how many things have this word in a name."""
        return self._common[stem]

    def _parts(self, text: str) -> _Parts:
        plain = fold(text)
        found = set()
        for place in self._places:
            if re.search(rf"\b{re.escape(place)}\b", plain):
                found.add(place.removeprefix("gemeente "))
                if not place.startswith("gemeente "):
                    plain = re.sub(rf"\b{re.escape(place)}\b", " ", plain)
        unbracketed = re.sub(r"\([^)]*\)?", " ", plain)
        plain = unbracketed if re.search(r"\w", unbracketed) else plain
        for short, phrases in ABBREVIATIONS.items():
            for phrase in phrases:
                plain = re.sub(rf"\b{phrase}\b", short, plain)
        # Wmo-raad is one word, Midden-Holland two: what is joined to a common noun is a noun of its own.
        names = {fold(word) for word in re.findall(r"\w+(?:-[A-Z]\w*)+", text)}
        plain = re.sub(r"\w+(?:-\w+)+", lambda m: m[0].replace("-", " " if m[0] in names else ""), plain)
        plain = re.sub(r"(?<=\w)['’‘](?=s\b)", "", plain)
        words = re.findall(r"[^\W_]+", plain)
        kept = [word for word in words if word not in _SMALL and word not in _FORMS] or words
        return _Parts(fold(text), tuple(self._stemmer.stemWord(word) for word in kept), tuple(kept), frozenset(found))

    def likeness(self, one: Named, other: Named) -> Likeness:
        """Tell how much two things look alike by their names and what tells them apart."""
        best = max(self._pairs(one, other), key=lambda found: found.score)
        cap, why = self._apart(one, other)
        score = best.score
        if one.about and other.about and not one.about & other.about:
            score -= 0.1
            best = Likeness(score, f"{best.reason}; wel een ander type")
        if score > cap:
            return Likeness(cap, f"{best.reason}, maar {why}")
        return Likeness(round(max(score, 0.0), 2), best.reason)

    def _apart(self, one: Named, other: Named) -> tuple[float, str]:
        """Give the most that two things can be alike, and what tells them apart."""
        mine, yours = self.parts(one.label).places, self.parts(other.label).places
        if mine and yours and not mine & yours:
            return 0.3, "van een andere gemeente"
        for explicit, silent in ((mine, other), (yours, one)):
            homes = {name for slug in silent.agendas for name in self._homes.get(slug, ())}
            if explicit and homes and not explicit & homes and not self.parts(silent.label).places:
                return 0.5, f"de ene is van {', '.join(sorted(explicit)).title()}"
        if (one.kind == "partner-group") != (other.kind == "partner-group"):
            return 0.55, "de een is een groep en de ander één organisatie"
        first, second = self.parts(one.label).digits, self.parts(other.label).digits
        if first and second and first != second:
            return 0.3, "met een ander getal"
        return 1.0, ""

    def _pairs(self, one: Named, other: Named) -> Iterator[Likeness]:
        for first in self._telling(one):
            for second in self._telling(other):
                found = self._writing(first, second)
                other_names = [name for name, thing in ((first, one), (second, other)) if name != thing.label]
                if other_names and found.score >= LIKELY:
                    also = " en ".join(f"‘{name}’" for name in other_names)
                    found = Likeness(
                        found.score - 0.05 * len(other_names), f"{found.reason} (ook geschreven als {also})"
                    )
                yield found

    def _telling(self, one: Named) -> Iterator[str]:
        """Give the names of a thing that tell which it is.

        Not those that only leave a part of its full name out (GGD for GGD regio Utrecht), nor those that more than two things have.
        """
        yield one.label
        # A year is no part that tells: people say Wmo for Wmo 2015.
        whole = {stem for stem in self.parts(one.label).stems if not stem.isdigit()}
        for alias in one.aliases:
            if not set(self.parts(alias).stems) < whole and self._shared[self.parts(alias).squeezed] <= _BOTH:
                yield alias

    def _writing(self, first: str, second: str) -> Likeness:
        a, b = self.parts(first), self.parts(second)
        if a.text == b.text:
            return Likeness(1.0, "zelfde naam")
        if a.digits != b.digits and a.digits and b.digits:
            return Likeness(0.3, "ander getal in de naam")
        if a.squeezed == b.squeezed and (a.digits == b.digits):
            expanded = _abbreviation(a.text, b.text)
            if expanded:
                return Likeness(0.92, f"{expanded.upper()} is de afkorting")
            return Likeness(0.97, "zelfde naam, op leestekens, spaties, plaats of rechtsvorm na")
        if sorted(a.stems) == sorted(b.stems) and a.digits == b.digits:
            return Likeness(0.92, "zelfde woorden, op verbuiging of volgorde na")
        short = _initials(a, b) or _initials(b, a)
        if short:
            return Likeness(0.85, f"{short.upper()} kan de afkorting zijn")
        mine, yours = _without(a.stems, b.stems), _without(b.stems, a.stems)
        if a.digits == b.digits and _nearly(mine, yours):
            return Likeness(0.85, "bijna hetzelfde geschreven")
        shared = [stem for stem in a.stems if stem in b.stems]
        if not shared:
            return Likeness(0.0, "geen woord gemeen")
        if not mine or not yours:
            return self._part_of(shared, a if mine else b, a.digits != b.digits)
        share = len(set(shared)) / len({*a.stems, *b.stems})
        return Likeness(
            round(0.2 + 0.3 * share, 2), f"woorden gemeen: {', '.join(shared)}; beide hebben ook een ander woord"
        )

    def _part_of(self, shared: Sequence[str], longer: _Parts, digits: bool) -> Likeness:
        more = [word for word, stem in zip(longer.words, longer.stems, strict=True) if stem not in shared]
        said = f"de een noemt ook ‘{' '.join(more)}’"
        if digits or not _VERSIONS.isdisjoint(more):
            return Likeness(0.55, f"{said}: kijk welke versie")
        if longer.words[-1] in more and longer.words[-1] in _OTHER_THING:
            return Likeness(0.4, f"{said}: dat maakt er iets anders van")
        if any(self.rare(stem) and len(stem) > 3 for stem in shared):
            return Likeness(0.65, f"een zeldzaam woord gemeen ({', '.join(shared)}); {said}")
        return Likeness(0.45, f"woorden gemeen: {', '.join(shared)}; {said}")


def _without(stems: Sequence[str], others: Sequence[str]) -> list[str]:
    return [stem for stem in stems if stem not in others]


def _nearly(mine: Sequence[str], yours: Sequence[str]) -> bool:
    """Tell whether words differ by a typing error only: one letter, or two in a long word. Short words must be the same: PO is not VO."""
    if not mine or len(mine) != len(yours):
        return False
    return all(
        min(len(one), len(other)) > _SHORT
        and OSA.distance(one, other) <= (2 if min(len(one), len(other)) >= _LONG_WORD else 1)
        for one, other in zip(sorted(mine), sorted(yours), strict=True)
    )


def _initials(short: _Parts, long: _Parts) -> str:
    """Give the word of one name that is the first letters of words of the other, where the rest is the same.

    A small word may have a letter (JeJ) or not; at least two words are shortened.
    """
    mine, yours = _without(short.words, long.words), _without(long.words, short.words)
    if len(mine) != 1 or not 2 <= len(mine[0]) <= 6 or len(yours) < 2 or re.search(r"\d", mine[0]):
        return ""
    between = re.findall(r"[^\W_]+", long.text)
    spelled = {"".join(word[0] for word in yours)}
    spelled.add("".join(word[0] for word in between if word in yours or (word in _SMALL and word not in short.words)))
    return mine[0] if mine[0] in spelled else ""


def _abbreviation(first: str, second: str) -> str:
    for short, phrases in ABBREVIATIONS.items():
        for one, other in ((first, second), (second, first)):
            if re.search(rf"\b{short}\b", one) and any(phrase in other for phrase in phrases):
                return short
    return ""
