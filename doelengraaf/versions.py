"""Agendas in time: which one an agenda takes the place of, what changed between the two, and which are over.

The links are ``dcterms:replaces`` between agendas and ``prov:wasRevisionOf`` between their aims, from ``replaces`` in ``agenda.toml`` and the column ``revisionOf``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from doelengraaf.kept import kept_per_store
from doelengraaf.names import agendas_by_iri
from doelengraaf.store import Store, iri
from doelengraaf.things import Link, ask, text_of
from doelengraaf.words import fold

__all__ = ["CHANGES", "AimChange", "Versions", "ends", "has_ended", "versions_of"]

CHANGES = ("kept", "renamed", "new", "dropped")
"""What can happen to an aim between two agendas, in the order people read it."""


@dataclass(frozen=True)
class AimChange:
    """What happened to an aim.

    Args:
        change: one of ``CHANGES``.
        then: the aim in the former agenda; None when there was none.
        now: the aim in the later agenda; None when there is none.
        then_cited: where the former is written.
        now_cited: where the later is written.
    """

    change: str
    then: Link | None
    now: Link | None
    then_cited: str = ""
    now_cited: str = ""


@dataclass(frozen=True)
class Versions:
    """An agenda among those before and after it.

    Args:
        former: the agendas before it, nearest first.
        later: the agendas after it, nearest first.
        changes: what changed since the nearest former one; empty when there is none.
    """

    former: Sequence[Link]
    later: Sequence[Link]
    changes: Sequence[AimChange]

    def counts(self) -> Iterator[tuple[str, int]]:
        """Give how many aims were kept, renamed, new or dropped, without what did not happen."""
        for change in CHANGES:
            number = sum(one.change == change for one in self.changes)
            if number:
                yield change, number

    def of(self, change: str) -> list[AimChange]:
        """Give the aims to which one thing happened."""
        return [one for one in self.changes if one.change == change]


@kept_per_store
def _replaced(store: Store) -> Mapping[str, str]:
    return {text_of(later): text_of(former) for later, former in ask(store, "SELECT ?a ?b { ?a dcterms:replaces ?b }")}


@kept_per_store
def versions_of(store: Store, agenda: str) -> Versions | None:
    """Give the versions of an agenda; None when it has no former or later one, or is no agenda.

    Args:
        store: the engine.
        agenda: the IRI of the agenda.
    """
    names = {found: link for found, (link, _) in agendas_by_iri(store).items()}
    replaced = _replaced(store)
    replacing = {former: later for later, former in sorted(replaced.items(), reverse=True)}
    before, after = _chain(agenda, replaced), _chain(agenda, replacing)
    if agenda not in names or not (before or after):
        return None
    changes = sorted(
        _changes(store, agenda, before[0]) if before else (),
        key=lambda one: (CHANGES.index(one.change), fold((one.now or one.then or Link("")).text)),
    )
    return Versions(
        [names[one] for one in before if one in names], [names[one] for one in after if one in names], changes
    )


def _chain(start: str, follow: Mapping[str, str]) -> list[str]:
    found: list[str] = []
    while start in follow and follow[start] not in found:
        start = follow[start]
        found.append(start)
    return found


def _changes(store: Store, agenda: str, former: str) -> Iterator[AimChange]:
    aims: dict[str, dict[str, tuple[Link, str]]] = {agenda: {}, former: {}}
    for owner, found in aims.items():
        for aim, name, cited in ask(
            store,
            f"""SELECT ?x ?n ?c {{ ?x dg:agenda {iri(owner)} ; a dg:Aim ; schema:name ?n . OPTIONAL {{ ?x dcterms:bibliographicCitation ?c }} }}""",
        ):
            found[text_of(aim)] = Link(text_of(name), text_of(aim)), text_of(cited)
    now, then = aims[agenda], aims[former]
    pairs = [
        (text_of(later), text_of(earlier))
        for later, earlier in ask(store, "SELECT ?a ?b { ?a prov:wasRevisionOf ?b }")
        if text_of(later) in now and text_of(earlier) in then
    ]
    for later, earlier in pairs:
        (after, after_cited), (before, before_cited) = now[later], then[earlier]
        change = "kept" if _same(after.text, before.text) else "renamed"
        yield AimChange(change, before, after, before_cited, after_cited)
    for later in now.keys() - {one for one, _ in pairs}:
        yield AimChange("new", None, now[later][0], "", now[later][1])
    for earlier in then.keys() - {one for _, one in pairs}:
        yield AimChange("dropped", then[earlier][0], None, then[earlier][1])


def _same(one: str, other: str) -> bool:
    """Tell whether two names are the same but for case and signs.

    >>> _same("Leefbaarheid: prettig wonen", "leefbaarheid – prettig wonen.")
    True
    """
    return re.findall(r"\w+", fold(one)) == re.findall(r"\w+", fold(other))


@kept_per_store
def ends(store: Store) -> Mapping[str, str]:
    """Give the IRI of each agenda whose last day is known to that day, and of each municipality to the last day of its last agenda.

    A municipality one of whose agendas has no known last day is left out: nobody knows that it is over.
    """
    last = {
        text_of(agenda): text_of(day)
        for agenda, day in ask(store, "SELECT ?a ?e { ?a a dg:Agenda ; dcterms:temporal/dcat:endDate ?e }")
    }
    of_place: dict[str, list[str]] = {}
    for agenda, (_, municipality) in agendas_by_iri(store).items():
        of_place.setdefault(municipality.iri, []).append(last.get(agenda, ""))
    return last | {place: max(days) for place, days in of_place.items() if all(days)}


def has_ended(store: Store, thing: str, today: date | None = None) -> bool:
    """Tell whether the period of an agenda, or of all agendas of a municipality, was over before today."""
    day = ends(store).get(thing)
    return day is not None and day < (today or date.today()).isoformat()
