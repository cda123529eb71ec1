"""One indicator: what it is, which aims it measures, which values and targets the agenda gives, and which indicators elsewhere resemble it."""

from collections.abc import Sequence
from dataclasses import dataclass

from doelengraaf.network import BASES, slug, texts
from doelengraaf.store import Store, iri
from doelengraaf.things import Link

__all__ = [
    "MATCHES",
    "Definition",
    "Match",
    "Measured",
    "Value",
    "definition",
    "matches",
    "measured",
    "values",
    "values_of_agenda",
]

MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
"""From the same to merely related; only figures of the same may be compared."""


@dataclass(frozen=True)
class Definition:
    """What an indicator is: property (a Dutch word) to values, and where it is written."""

    description: str
    population: str
    direction: Link | None
    sources: Sequence[Link]
    areas: Sequence[Link]
    about: Sequence[Link]
    notes: Sequence[str]
    reasons: Sequence[str]
    citation: str


@dataclass(frozen=True)
class Measured:
    """Something the indicator measures: what, how surely, why, and the statement that says so with its citation."""

    aim: Link
    kind: Link
    basis: str
    statement: str
    citation: str
    reason: str


@dataclass(frozen=True)
class Value:
    """A value or a target.

    Args:
        iri: the observation or target.
        target: whether it is what should be reached.
        area: the area it is about: the municipality, a region or the country.
        own: whether that area is the municipality of the agenda; if not it is a benchmark.
        period: a year, or years with a slash.
        number: the value.
        unit: in what.
        text: as the agenda writes it.
        qualifier: such as ``ruim``; often empty.
        population: about whom; often empty.
        basis: the key of its basis.
        notes: what the editors remark, and why they read it so.
        citation: where it is written.
    """

    iri: str
    target: bool
    area: Link
    own: bool
    period: str
    number: float
    unit: str
    text: str
    qualifier: str
    population: str
    basis: str
    notes: Sequence[str]
    citation: str


@dataclass(frozen=True)
class Match:
    """An indicator of another municipality that resembles this one: how (a key of ``MATCHES``), how surely (0 to 1), and why."""

    indicator: Link
    municipality: Link
    unit: str
    population: str
    how: Link
    confidence: float
    reason: str
    mapping: str
    values: int

    @property
    def key(self) -> str:
        """The kind of match."""
        return self.how.iri.rpartition("#")[2]


def definition(store: Store, indicator: str) -> Definition:
    """Give what the agenda says an indicator is.

    Raises:
        ValueError: this is no IRI.
    """
    subject = iri(indicator)

    def links(path: str) -> list[Link]:
        found = texts(store, f"SELECT DISTINCT ?y ?n WHERE {{ {subject} {path} ?y . ?y schema:name ?n }} ORDER BY ?n")
        return [Link(name, thing) for thing, name in found]

    def words(path: str) -> list[str]:
        found = texts(
            store, f"SELECT DISTINCT ?y WHERE {{ {subject} {path} ?y FILTER (LANG(?y) IN ('nl', '')) }} ORDER BY ?y"
        )
        return [row[0] for row in found]

    return Definition(
        " ".join(words("dcterms:description")),
        ", ".join(words("dg:population")),
        next(iter(links("dg:direction")), None),
        links("dcterms:source"),
        links("dg:inArea"),
        links("schema:about"),
        words("skos:note"),
        words("skos:editorialNote"),
        "; ".join(words("dcterms:bibliographicCitation")),
    )


def measured(store: Store, indicator: str, bases: Sequence[str] = BASES) -> list[Measured]:
    """Give what an indicator measures as surely as asked, the surest first.

    Raises:
        ValueError: this is no IRI.
    """
    found = {
        statement: Measured(Link(name, aim), Link(kind_name, kind), slug(basis), statement, citation, reason)
        for statement, aim, name, kind, kind_name, basis, citation, reason in texts(
            store,
            f"""SELECT ?s ?aim ?name ?kind ?kindName ?basis ?citation ?reason WHERE {{
              ?s rdf:predicate dg:measuredBy ; rdf:object {iri(indicator)} ; rdf:subject ?aim ; dg:basis ?basis .
              ?aim schema:name ?name ; a ?kind . FILTER (?kind NOT IN (dg:Aim, dg:PolicyArea)) ?kind schema:name ?kindName .
              OPTIONAL {{ ?s dcterms:bibliographicCitation ?citation }} OPTIONAL {{ ?s skos:editorialNote ?reason }} }}""",
        )
        if slug(basis) in bases
    }
    return sorted(found.values(), key=lambda one: (BASES.index(one.basis), one.aim.text.casefold(), one.statement))


def values(store: Store, indicator: str) -> list[Value]:
    """Give the values and targets of an indicator: those of the municipality first, by period; targets last.

    Raises:
        ValueError: this is no IRI.
    """
    return _values(store, f"?x dg:indicator {iri(indicator)} .").get(indicator, [])


def values_of_agenda(store: Store, agenda: str) -> dict[str, list[Value]]:
    """Give the values and targets of all indicators of an agenda, by indicator, each in the order of ``values``.

    Raises:
        ValueError: this is no IRI.
    """
    return _values(store, f"?x dg:indicator ?i ; dg:agenda {iri(agenda)} .")


def _values(store: Store, which: str) -> dict[str, list[Value]]:
    notes: dict[str, list[str]] = {}
    for one, note in texts(store, f"SELECT ?x ?n WHERE {{ {which} ?x skos:note|skos:editorialNote ?n }} ORDER BY ?n"):
        notes.setdefault(one, []).append(note)
    found: dict[str, tuple[str, Value]] = {}
    for (
        one,
        indicator,
        kind,
        area,
        area_name,
        place,
        period,
        number,
        unit,
        text,
        basis,
        qualifier,
        population,
        citation,
    ) in texts(
        store,
        f"""SELECT ?x ?indicator ?kind ?area ?areaName ?place ?period ?number ?unit ?text ?basis ?qualifier ?population ?citation WHERE {{
          VALUES ?kind {{ dg:Observation dg:Target }} {which}
          ?x a ?kind ; dg:indicator ?indicator ; dg:refArea ?area ; dg:period ?period ; dg:value ?number ; dg:unit ?unit ; schema:text ?text ;
            dg:basis ?basis ; dg:agenda/dg:municipality ?place .
          OPTIONAL {{ ?area schema:name ?areaName }} OPTIONAL {{ ?x schema:valueReference ?qualifier }} OPTIONAL {{ ?x dg:population ?population }}
          OPTIONAL {{ ?x dcterms:bibliographicCitation ?citation }} }}""",
    ):
        found[one] = (
            indicator,
            Value(
                one,
                kind.endswith("#Target"),
                Link(area_name or area.rpartition("/")[2], area),
                area == place,
                period,
                float(number),
                unit,
                text,
                qualifier,
                population,
                slug(basis),
                notes.get(one, ()),
                citation,
            ),
        )
    ordered: dict[str, list[Value]] = {}
    for indicator, value in sorted(
        found.values(),
        key=lambda pair: (
            pair[1].target,
            not pair[1].own,
            pair[1].area.text,
            pair[1].period,
            pair[1].population,
            pair[1].iri,
        ),
    ):
        ordered.setdefault(indicator, []).append(value)
    return ordered


def matches(store: Store, indicator: str) -> list[Match]:
    """Give the indicators elsewhere that resemble one, the strongest first.

    Raises:
        ValueError: this is no IRI.
    """
    found = [
        Match(
            Link(name, other),
            Link(place_name, place),
            unit,
            population,
            Link(word, how),
            float(sure),
            reason,
            mapping,
            int(number),
        )
        for mapping, how, word, other, name, place, place_name, sure, reason, unit, population, number in texts(
            store,
            f"""SELECT ?mapping ?how ?word ?other ?name ?place ?placeName ?sure ?reason ?unit ?population ?number WHERE {{
              ?k rdf:subject {iri(indicator)} ; rdf:predicate ?how ; rdf:object ?other ; prov:wasDerivedFrom ?mapping .
              ?other a dg:Indicator ; schema:name ?name ; dg:agenda/dg:municipality ?place . ?place schema:name ?placeName . ?how schema:name ?word .
              ?mapping <https://w3id.org/sssom/confidence> ?sure ; skos:editorialNote ?reason .
              {{ SELECT ?other (COUNT(?v) AS ?number) WHERE {{ ?other a dg:Indicator OPTIONAL {{ ?v dg:indicator ?other }} }} GROUP BY ?other }}
              OPTIONAL {{ ?other dg:unit ?unit }} OPTIONAL {{ ?other dg:population ?population }} }}""",
        )
    ]
    return sorted(
        set(found), key=lambda one: (MATCHES.index(one.key), -one.confidence, one.municipality.text, one.indicator.text)
    )
