"""The quality monitor: per part of an agenda its indicators with their figures, target, benchmark and age, and what is not measured.

Described in Krimpenerwaard, Maatschappelijke Agenda 5.3 and Integraal beleidskader (Datagedreven sturing, Beleidsmonitor); Cranendonck, Monitoring; and
Vijfheerenlanden 6.7 and 6.9. Two rules hold everywhere: progress is never computed from one figure, and what somebody expects is not a measurement.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from doelengraaf.areas import areas, sections
from doelengraaf.errors import DoelengraafError, phrase
from doelengraaf.indicator_values import Value, values_of_agenda
from doelengraaf.instruments.narratives import Narrative, narratives_of
from doelengraaf.items import Item
from doelengraaf.kept import kept_per_store
from doelengraaf.network import slug, texts
from doelengraaf.overview import Agenda, agendas
from doelengraaf.store import Store, iri
from doelengraaf.things import Link

__all__ = ["AIMS", "Monitor", "NoMonitorError", "Part", "Series", "Watched", "last_year", "monitor_of"]

AIMS = ("Effect", "Goal", "Challenge", "Subgoal")
"""The classes of what an agenda wants to reach, from the top of the goal tree down."""
_EXPECTED = re.compile(r"\b(naar verwachting|verwachting|prognose)\b", re.IGNORECASE)


class NoMonitorError(DoelengraafError):
    """There is no such agenda."""

    status = 404


@dataclass(frozen=True)
class Series:
    """Measurements that may be compared with each other: of one area, one population and in one unit, by year.

    Args:
        area: what they are about.
        own: whether that is the municipality of the agenda; if not they are a benchmark.
        population: about whom; often empty.
        unit: in what.
        values: at least one, the oldest first.
    """

    area: Link
    own: bool
    population: str
    unit: str
    values: Sequence[Value]

    @property
    def newest(self) -> Value:
        """The newest measurement."""
        return self.values[-1]

    @property
    def years(self) -> Sequence[str]:
        """The different periods."""
        return sorted({one.period for one in self.values})

    @property
    def steps(self) -> tuple[Value, Value] | None:
        """The last measurement but one and the newest; None when there are no two of different years, or several of one year."""
        if len(self.years) < 2 or len(self.years) < len(self.values):
            return None
        return self.values[-2], self.values[-1]


@dataclass(frozen=True)
class Watched:
    """One indicator as the monitor shows it.

    Args:
        iri: the indicator.
        name: as the agenda writes it.
        basis: the key of its basis.
        unit: in what it is counted, or empty.
        direction: ``up`` or ``down`` where the agenda says which way is better, else empty.
        sources: where its figures come from, as the agenda names them.
        citation: where the indicator is written.
        own: series of the municipality, the one with the newest figure first.
        benchmarks: series of a region or the country.
        targets: what should be reached.
        expected: what somebody expects; no measurement.
        start: the first year of the agenda; None when it does not say.
    """

    iri: str
    name: str
    basis: str
    unit: str
    direction: str
    sources: Sequence[Link]
    citation: str
    own: Sequence[Series]
    benchmarks: Sequence[Series]
    targets: Sequence[Value]
    expected: Sequence[Value]
    start: int | None

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return slug(self.iri)

    @property
    def values(self) -> Sequence[Value]:
        """All its figures: measurements, targets and what is expected."""
        measured = [value for series in (*self.own, *self.benchmarks) for value in series.values]
        return [*measured, *self.targets, *self.expected]

    @property
    def measured(self) -> bool:
        """Whether there is any measurement, of the municipality or of another area."""
        return bool(self.own or self.benchmarks)

    @property
    def newest(self) -> Value | None:
        """The newest measurement of the municipality."""
        return self.own[0].newest if self.own else None

    @property
    def has_steps(self) -> bool:
        """Whether any series of the municipality has two measurements of different years that may be compared."""
        return any(series.steps for series in self.own)

    @property
    def baseline(self) -> Value | None:
        """The measurement of the municipality that tells where the agenda began: the last one that is not from after its first year.

        Where the agenda does not say when it begins, the oldest.
        """
        # The series with the newest figure goes first: a baseline of another population tells less.
        for series in self.own:
            if self.start is None:
                return series.values[0]
            known = [one for one in series.values if last_year(one) <= self.start]
            if known:
                return known[-1]
        return None

    @property
    def state(self) -> str:
        """``not-measured`` without any measurement, ``no-baseline`` without one that tells where the agenda began, else ``measured``."""
        return "not-measured" if not self.measured else "measured" if self.baseline else "no-baseline"

    @property
    def origin(self) -> str:
        """Where the newest figure is written, or which table it is from; without a figure where the indicator is written."""
        if self.newest:
            return self.newest.citation or " ".join(self.newest.notes) or self.citation
        return self.citation

    def age(self, today: date) -> int | None:
        """Give how many years ago the newest measurement of the municipality was made; None without one."""
        return today.year - last_year(self.newest) if self.newest else None


@dataclass(frozen=True)
class Part:
    """A part of an agenda (a wheel, theme, challenge or goal) with its aims and indicators.

    Args:
        item: the part; None for what stands under no part.
        form: its class, empty for what stands under no part.
        aims: effects, goals, challenges and subgoals under it.
        indicators: what it is measured by, by name.
    """

    item: Item | None
    form: str
    aims: Sequence[Item]
    indicators: Sequence[Watched]

    @property
    def slug(self) -> str:
        """Its name in an address."""
        return slug(self.item.iri) if self.item else "geen-onderdeel"


@dataclass(frozen=True)
class Monitor:
    """The monitor of one agenda.

    Args:
        agenda: the agenda.
        parts: its parts, and last what stands under none.
        indicators: all its indicators, each once, by name.
        measures: the indicators that measure an aim by what the agenda says or the editors read, by the address of the aim.
        narratives: the stories by the address of what they are about.
    """

    agenda: Agenda
    parts: Sequence[Part]
    indicators: Sequence[Watched]
    measures: dict[str, Sequence[Watched]]
    narratives: Mapping[str, Sequence[Narrative]] = field(default_factory=dict)

    def told_of(self, indicator: Watched) -> list[Narrative]:
        """Give the stories about an indicator or one of its figures, the newest first."""
        return self._told([indicator.iri, *(value.iri for value in indicator.values)])

    def told_of_aims(self, part: Part) -> list[Narrative]:
        """Give the stories about the aims of a part, the newest first."""
        return self._told([aim.iri for aim in part.aims])

    @property
    def told_beside(self) -> list[Narrative]:
        """Give the stories about aims that stand under no part."""
        under = {aim.iri for part in self.parts for aim in part.aims}
        under |= {one for indicator in self.indicators for one in (indicator.iri, *(v.iri for v in indicator.values))}
        return self._told([one for one in self.narratives if one not in under])

    @property
    def told(self) -> list[Narrative]:
        """Give all stories, the newest first."""
        return self._told(self.narratives)

    def _told(self, about: Iterable[str]) -> list[Narrative]:
        found = [story for one in dict.fromkeys(about) for story in self.narratives.get(one, ())]
        return sorted(sorted(found, key=lambda one: one.iri), key=lambda one: one.created, reverse=True)

    @property
    def slug(self) -> str:
        """The slug of the agenda."""
        return slug(self.agenda.iri)


def last_year(value: Value) -> int:
    """Give the last year of the period of a figure."""
    return max(int(year) for year in re.findall(r"\d{4}", value.period))


@kept_per_store
def monitor_of(store: Store, agenda: str) -> Monitor:
    """Give the monitor of an agenda.

    Args:
        store: the engine.
        agenda: its slug.

    Raises:
        NoMonitorError: there is no such agenda.
    """
    found = {slug(one.iri): one for one in agendas(store)}
    if agenda not in found:
        raise NoMonitorError(
            phrase("Er is geen agenda {agenda}. Kies uit: {known}."), agenda=agenda, known=", ".join(sorted(found))
        )
    watched = _watched(store, found[agenda])
    parts, placed = [], set()
    for area in areas(store).get(agenda, []):
        under = sections(store, area)
        own = sorted({item.iri for item in under.get("Indicator", ())} & set(watched))
        placed.update(own)
        aims = [item for kind in AIMS for item in under.get(kind, ())]
        parts.append(Part(area.item, area.form, aims, _sorted(watched[one] for one in own)))
    rest = _sorted(one for key, one in watched.items() if key not in placed)
    if rest:
        parts.append(Part(None, "", (), rest))
    measures: dict[str, list[Watched]] = {}
    for aim, indicator in texts(
        store,
        # What only follows from standing in the same part is no measure of the aim itself.
        f"""SELECT DISTINCT ?a ?i WHERE {{ ?s rdf:predicate dg:measuredBy ; rdf:subject ?a ; rdf:object ?i ; dg:basis ?b .
          ?i dg:agenda {iri(found[agenda].iri)} ; a dg:Indicator . FILTER (!STRENDS(STR(?b), "/derived")) }}""",
    ):
        measures.setdefault(aim, []).append(watched[indicator])
    return Monitor(
        found[agenda],
        parts,
        _sorted(watched.values()),
        {aim: _sorted(own) for aim, own in measures.items()},
        narratives_of(store, agenda),
    )


def _sorted(indicators: Iterable[Watched]) -> list[Watched]:
    return sorted(indicators, key=lambda one: (one.name.lstrip("% ").casefold(), one.iri))


def _watched(store: Store, agenda: Agenda) -> dict[str, Watched]:
    figures = values_of_agenda(store, agenda.iri)
    sources: dict[str, list[Link]] = {}
    for one, source, name in texts(
        store,
        f"SELECT ?i ?s ?n WHERE {{ ?i a dg:Indicator ; dg:agenda {iri(agenda.iri)} ; dcterms:source ?s . ?s schema:name ?n }} ORDER BY ?n",
    ):
        sources.setdefault(one, []).append(Link(name, source))
    found = {}
    for one, name, basis, unit, direction, citation in texts(
        store,
        f"""SELECT ?i ?n ?b ?u ?d ?c WHERE {{ ?i a dg:Indicator ; dg:agenda {iri(agenda.iri)} ; schema:name ?n ; dg:basis ?b .
          OPTIONAL {{ ?i dg:unit ?u }} OPTIONAL {{ ?i dg:direction ?d }} OPTIONAL {{ ?i dcterms:bibliographicCitation ?c }} }}""",
    ):
        values = figures.get(one, [])
        measured = [value for value in values if not value.target and not _is_expected(value)]
        series = _series(measured)
        found[one] = Watched(
            one,
            name,
            slug(basis),
            unit,
            slug(direction),
            sources.get(one, ()),
            citation,
            [line for line in series if line.own],
            [line for line in series if not line.own],
            [value for value in values if value.target],
            [value for value in values if not value.target and _is_expected(value)],
            int(agenda.start[:4]) if agenda.start else None,
        )
    return found


def _is_expected(value: Value) -> bool:
    """Tell whether a figure is what somebody expects: the words of the text or of the editors say so."""
    return any(_EXPECTED.search(words) for words in (value.qualifier, *value.notes))


def _series(values: Sequence[Value]) -> list[Series]:
    lines: dict[tuple[str, str, str], list[Value]] = {}
    for value in values:
        lines.setdefault((value.area.iri, value.population, value.unit), []).append(value)
    found = [
        Series(own[0].area, own[0].own, own[0].population, own[0].unit, sorted(own, key=lambda v: (v.period, v.iri)))
        for own in lines.values()
    ]
    return sorted(found, key=lambda one: (-last_year(one.newest), -len(one.years), one.area.text, one.population))
