"""The register of indicators: each with its municipality, unit, topics, how many values it has and whether others resemble it, and how to find one."""

from collections.abc import Sequence
from dataclasses import dataclass

from doelengraaf.network import slug, texts
from doelengraaf.partner_register import plain
from doelengraaf.store import Store
from doelengraaf.terms import ID
from doelengraaf.things import Link

__all__ = ["Listed", "find_indicators", "indicator_register"]


@dataclass(frozen=True)
class Listed:
    """One indicator in the register.

    Args:
        iri: its address as a thing.
        name: as the agenda writes it.
        municipality: whose agenda.
        basis: the key of its basis.
        unit: in what it is counted, or empty.
        topics: what it is about.
        aims: how many things it measures.
        values: how many values or targets the agenda gives.
        elsewhere: how many indicators of other municipalities resemble it.
        aliases: how the agenda writes it besides.
    """

    iri: str
    name: str
    municipality: Link
    basis: str
    unit: str
    topics: Sequence[Link]
    aims: int
    values: int
    elsewhere: int
    aliases: Sequence[str]

    @property
    def agenda(self) -> str:
        """The slug of its agenda."""
        return self.iri.removeprefix(ID).partition("/")[0]

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return slug(self.iri)


def indicator_register(store: Store) -> list[Listed]:
    """Give all indicators, by municipality and name."""
    topics: dict[str, set[Link]] = {}
    for one, topic, name in texts(
        store, "SELECT ?x ?t ?n WHERE { ?x a dg:Indicator ; dg:topic ?t . ?t schema:name ?n }"
    ):
        topics.setdefault(one, set()).add(Link(name, topic))
    aliases: dict[str, list[str]] = {}
    for one, alias in texts(store, "SELECT ?x ?n WHERE { ?x a dg:Indicator ; skos:altLabel ?n } ORDER BY ?n"):
        aliases.setdefault(one, []).append(alias)
    aims = _count(store, "?x dg:measuredBy ?i")
    values = _count(store, "?x dg:indicator ?i")
    elsewhere = _count(store, "?k rdf:subject ?i ; rdf:object ?x ; prov:wasDerivedFrom ?m . ?x a dg:Indicator")
    found = [
        Listed(
            one,
            name,
            Link(place_name, place),
            slug(basis),
            unit,
            sorted(topics.get(one, ()), key=lambda link: link.text),
            aims.get(one, 0),
            values.get(one, 0),
            elsewhere.get(one, 0),
            aliases.get(one, ()),
        )
        for one, name, place, place_name, basis, unit in texts(
            store,
            """SELECT ?i ?name ?m ?mName ?basis ?unit WHERE { ?i a dg:Indicator ; schema:name ?name ; dg:basis ?basis ; dg:agenda/dg:municipality ?m .
              ?m schema:name ?mName . OPTIONAL { ?i dg:unit ?unit } }""",
        )
    ]
    return sorted(found, key=lambda one: (one.municipality.text, plain(one.name).lstrip("% "), one.iri))


def find_indicators(
    indicators: Sequence[Listed],
    words: str = "",
    municipality: str = "",
    topic: str = "",
    with_values: bool = False,
    with_others: bool = False,
) -> list[Listed]:
    """Give the indicators that fit everything asked; what is empty does not count.

    Args:
        indicators: to choose from.
        words: each must stand in the name or in another name, whatever the case and accents.
        municipality: the slug of its municipality.
        topic: the slug of a topic.
        with_values: only those of which the agenda gives a value or target.
        with_others: only those that resemble one of another municipality.
    """
    wanted = plain(words).split()
    return [
        one
        for one in indicators
        if all(word in plain(" ".join((one.name, *one.aliases))) for word in wanted)
        and (not municipality or slug(one.municipality.iri) == municipality)
        and (not topic or any(slug(link.iri) == topic for link in one.topics))
        and (not with_values or one.values)
        and (not with_others or one.elsewhere)
    ]


def _count(store: Store, pattern: str) -> dict[str, int]:
    rows = texts(store, f"SELECT ?i (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?i a dg:Indicator . {pattern} }} GROUP BY ?i")
    return {one: int(number) for one, number in rows}
