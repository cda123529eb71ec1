"""What a municipality reports of the lettered parts of its development assignments: rows of ``assignment-statuses.csv``, newest first, none forgotten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from doelengraaf.instruments.overviews import Item, Words, names
from doelengraaf.kept import kept_per_store
from doelengraaf.network import slug, texts
from doelengraaf.store import Store, iri
from doelengraaf.terms import ID
from doelengraaf.things import Link

__all__ = ["ENDED", "Report", "Standing", "day_words", "read_standings"]

ENDED = ("done", "stopped")
"""What is in one of these is never late."""


@dataclass(frozen=True)
class Report:
    """One report of a part.

    Args:
        iri: the report.
        day: when it was reported.
        progress: a key of the scheme ``progress``, such as ``under-way``.
        words: the same in words.
        due: when the part is to be ready, if this report says so.
        responsible: who is responsible, if this report says so.
        by: who reported it; may be empty.
        where: where it is reported: a web address, a document, or that the municipality said so.
        note: may be empty.
    """

    iri: str
    day: date
    progress: str
    words: Words
    due: date | None
    responsible: Sequence[str]
    by: str
    where: str
    note: str

    def item(self, status: bool) -> Item:
        """Give it by its day, with where it is reported; with who reported it and what they noted, and with the status when that is asked."""
        parts = [self.words] if status else []
        parts += [names(f"gemeld door {self.by}", f"reported by {self.by}")] if self.by else []
        parts += [names(self.note, self.note)] if self.note else []
        note = {lang: "; ".join(part[lang] for part in parts) for lang in ("nl", "en")} if parts else {}
        return Item(Link(self.day.isoformat(), self.iri), self.where, note)


@dataclass(frozen=True)
class Standing:
    """How a part stands: its reports, newest first; there is at least one."""

    reports: Sequence[Report]

    @property
    def newest(self) -> Report:
        """The report that holds now."""
        return self.reports[0]

    @property
    def due(self) -> date | None:
        """When it is to be ready, by the newest report that says so."""
        return next((one.due for one in self.reports if one.due), None)

    @property
    def responsible(self) -> Sequence[str]:
        """Who is responsible, by the newest report that says so."""
        return next((one.responsible for one in self.reports if one.responsible), ())

    def late(self, today: date) -> int:
        """Give how many days ago it was due and not finished; 0 when it is not late."""
        if self.due is None or self.newest.progress in ENDED:
            return 0
        return max(0, (today - self.due).days)


def day_words(day: date) -> Words:
    """Give a day as people write it.

    >>> day_words(date(2026, 3, 1))["nl"]
    '1 maart 2026'
    """
    return names(format_date(day, "d MMMM y", locale="nl"), format_date(day, "d MMMM y", locale="en_GB"))


@kept_per_store
def read_standings(store: Store, agenda: str) -> Mapping[str, Standing]:
    """Give how the parts of the assignments of an agenda stand, by IRI of the part; a part nobody reported of is not in it."""
    rows = texts(
        store,
        f"""SELECT DISTINCT ?r ?item ?day ?progress ?nl ?en ?where ?due ?who ?by ?note WHERE {{
          ?r a oa:Annotation ; dg:agenda {iri(f"{ID}agenda/{agenda}")} ; oa:hasTarget ?item ; dcterms:created ?day ; oa:hasBody ?progress ; schema:citation ?where .
          ?progress skos:prefLabel ?nl, ?en . FILTER (LANG(?nl) = "nl" && LANG(?en) = "en")
          OPTIONAL {{ ?r schema:scheduledTime ?due }} OPTIONAL {{ ?r schema:agent ?who }} OPTIONAL {{ ?r schema:author ?by }} OPTIONAL {{ ?r skos:note ?note }} }}""",
    )
    found: dict[str, dict[str, Report]] = {}
    # Of several who are responsible there is a row each.
    for key, item, day, progress, nl, en, where, due, who, by, note in sorted(rows):
        known = found.setdefault(item, {}).get(key)
        people = [*(known.responsible if known else ()), *([who] if who else [])]
        found[item][key] = Report(
            key,
            date.fromisoformat(day),
            slug(progress),
            names(nl, en),
            date.fromisoformat(due) if due else None,
            people,
            by,
            where,
            note,
        )
    return {
        item: Standing(sorted(own.values(), key=lambda one: (one.day, one.iri), reverse=True))
        for item, own in found.items()
    }
