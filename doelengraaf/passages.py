"""Find lines to cite: passages of the frozen texts that hold the words somebody looks for, best first.

In go words, out come line ranges that begin and end with a sentence where they can. Words count by their stem; a word that was broken off at a line end is
read whole.
"""

import hashlib
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from doelengraaf.agenda_file import read_agenda
from doelengraaf.coverage import read_coverage
from doelengraaf.project import Project
from doelengraaf.sources import read_text
from doelengraaf.words import Vocabulary, fold, telling, words_of

__all__ = ["Passage", "SourceText", "find_passages", "source_texts", "unnamed_texts"]

_GAP, _LONGEST, _REACH = 2, 8, 3
_STOPS = (".", "!", "?", ":", ";")
_BROKEN = re.compile(r"([^\W\d_]+)[-\u00ad]$")


@dataclass(frozen=True)
class SourceText:
    """A source of an agenda.

    Args:
        agenda: the slug of the agenda.
        source: the slug of the source.
        label: its title.
        file: the file its text is in.
        lines: the text; empty when it is not there.
        state: ``good``, ``missing`` or ``other``: another text than that of the checksum.
        sections: first line, last line and heading of each part that is known.
    """

    agenda: str
    source: str
    label: str
    file: str
    lines: Sequence[str]
    state: str
    sections: Sequence[tuple[int, int, str]] = ()

    def section(self, line: int) -> str:
        """Give the heading a line stands under; empty when not known."""
        around = [(last - first, heading) for first, last, heading in self.sections if first <= line <= last]
        return min(around)[1] if around else ""

    def page(self, line: int) -> int:
        """Give the page a line stands on, from 1; 0 when the text does not tell pages."""
        return sum(one.count("\f") for one in self.lines[:line]) + 1 if self._has_pages else 0

    @cached_property
    def _has_pages(self) -> bool:
        return any("\f" in one for one in self.lines)


@dataclass(frozen=True)
class Passage:
    """Lines to cite.

    Args:
        text: the source.
        first: the first line, 1-based.
        last: the last line, inclusive.
        score: the higher, the better it fits; only to be compared within one search.
    """

    text: SourceText
    first: int
    last: int
    score: float

    @property
    def cells(self) -> tuple[str, str, str]:
        """What goes in the cells source, section and lines."""
        lines = f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"
        return self.text.source, self.text.section(self.first), lines

    @property
    def lines(self) -> Sequence[str]:
        """The passage, line by line."""
        return [line.replace("\f", "") for line in self.text.lines[self.first - 1 : self.last]]


def source_texts(project: Project, agendas: Iterable[str] = ()) -> list[SourceText]:
    """Give all sources of the agendas, or of the chosen ones, with their text where it is there and right."""
    chosen = set(agendas)
    found = []
    for toml in sorted((project.data / "agendas").glob("*/agenda.toml")):
        slug = toml.parent.name
        if chosen and slug not in chosen:
            continue
        parts = read_coverage(toml.parent / "coverage.csv", "")[0]
        for source in read_agenda(toml, project.relative(toml)).sources():
            name, file = str(source.get("slug", "")), Path(str(source.get("file", ""))).name
            lines = read_text(project.sources / file, str(source.get("sha256", ""))) if file else None
            there = file and (project.sources / file).is_file()
            found.append(
                SourceText(
                    slug,
                    name,
                    str(source.get("label", "")),
                    file,
                    lines or (),
                    "good" if lines is not None else "other" if there else "missing",
                    [(part.first, part.last, part.section) for part in parts if part.source == name],
                )
            )
    return found


def unnamed_texts(project: Project, agendas: Iterable[str] = ()) -> list[SourceText]:
    """Give the texts that no agenda names yet, as ``source add`` stored them, for who fills in a workbook.

    Args:
        project: the project.
        agendas: the slugs of agendas still to come; a text of one starts with that and a hyphen. All texts when left out.
    """
    named = {one.file for one in source_texts(project)}
    chosen = list(agendas)
    found = []
    for path in sorted(project.sources.glob("*.txt")) if project.sources.is_dir() else []:
        agenda = next((one for one in chosen if path.name.startswith(f"{one}-")), "")
        if path.name in named or (chosen and not agenda):
            continue
        lines = read_text(path, hashlib.sha256(path.read_bytes()).hexdigest())
        name = path.stem.removeprefix(f"{agenda}-") if agenda else path.stem
        found.append(SourceText(agenda, name, path.stem, path.name, lines or (), "good"))
    return found


def find_passages(texts: Sequence[SourceText], words: str, limit: int = 10) -> list[Passage]:
    """Find passages that hold the words, or some of them.

    Args:
        texts: where to look.
        words: what is looked for; any text is good.
        limit: the most passages to give.

    Returns:
        The best passages, best first: those with more and rarer of the words, with the words as typed, and shorter ones.
    """
    vocabulary = Vocabulary()
    stems = [[set(vocabulary.add(line).split()) for line in _whole_words(text.lines)] for text in texts]
    asked = telling(words_of(words))
    meant = [{stem: 1.0 if stem == vocabulary.stem(word) else 0.6 for stem in vocabulary.meant(word)} for word in asked]
    total = sum(len(lines) for lines in stems)
    weights = [
        math.log(1 + total / (1 + sum(not stem.isdisjoint(line) for lines in stems for line in lines))) if stem else 0.0
        for stem in (set(one) for one in meant)
    ]
    found = []
    for text, lines in zip(texts, stems, strict=True):
        held = {
            number: [max((value for stem, value in one.items() if stem in line), default=0.0) for one in meant]
            for number, line in enumerate(lines, 1)
        }
        for first, last in _groups([number for number, values in held.items() if any(values)]):
            best = [max(held[line][word] for line in range(first, last + 1)) for word in range(len(meant))]
            score = sum(weight * value for weight, value in zip(weights, best, strict=True))
            first, last = _sentences(text.lines, first, last)
            said = fold(" ".join(text.lines[first - 1 : last]).replace("- ", ""))
            score *= 1.3 if len(asked) > 1 and fold(words) in said else 1
            found.append(Passage(text, first, last, round(score / (1 + 0.02 * (last - first)), 4)))
    found.sort(key=lambda one: (-one.score, one.text.agenda, one.text.source, one.first))
    return found[:limit]


def _whole_words(lines: Sequence[str]) -> list[str]:
    """Give the lines with a word that was broken off at a line end whole, on the line it starts on."""
    whole = list(lines)
    for number, line in enumerate(lines[:-1]):
        broken, rest = _BROKEN.search(line), re.match(r"\s*([^\W\d_]+)", lines[number + 1])
        if broken and rest and rest[1].islower():
            whole[number] += " " + broken[1] + rest[1]
    return whole


def _groups(numbers: Sequence[int]) -> list[tuple[int, int]]:
    groups: list[tuple[int, int]] = []
    for number in numbers:
        if groups and number - groups[-1][1] <= _GAP and number - groups[-1][0] < _LONGEST:
            groups[-1] = (groups[-1][0], number)
        else:
            groups.append((number, number))
    return groups


def _sentences(lines: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Stretch a range to where a sentence starts and ends, when that is near."""
    for start in range(first, max(0, first - _REACH) - 1, -1):
        if start < 2 or not lines[start - 2].strip() or lines[start - 2].rstrip().endswith(_STOPS):
            first = max(start, 1)
            break
    for end in range(last, min(len(lines), last + _REACH) + 1):
        if end == len(lines) or lines[end - 1].rstrip().endswith(_STOPS) or not lines[end].strip():
            return first, end
    # A sentence that ends far away is cut, but no word is.
    return first, min(len(lines), last + 1) if _BROKEN.search(lines[last - 1]) else last
