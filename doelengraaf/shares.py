"""How surely the links of each agenda hold: how many are stated, interpreted or derived, as rules 80 and 81 measured them."""

from collections.abc import Sequence
from dataclasses import dataclass

from doelengraaf.kept import kept_per_store
from doelengraaf.store import Store
from doelengraaf.things import Link, ask, text_of

__all__ = ["Share", "shares"]


@dataclass(frozen=True)
class Share:
    """The links of one agenda that hold equally surely.

    Args:
        agenda: the agenda with its name.
        basis: stated, interpreted or derived.
        count: how many links.
        share: that number divided by all links of the agenda, 0 to 1.
    """

    agenda: Link
    basis: Link
    count: int
    share: float


@kept_per_store
def shares(store: Store) -> Sequence[Share]:
    """Give the shares, by agenda and from surest to least sure."""
    # From the metrics, which are few: an engine that starts from all that has a basis never ends in a large graph.
    rows = ask(
        store,
        """PREFIX dqv: <http://www.w3.org/ns/dqv#>
        SELECT ?agenda ?agendaName ?basis ?basisName ?metric ?value WHERE {
          ?metric a dqv:Metric . FILTER (CONTAINS(STR(?metric), "/metric/links-") || CONTAINS(STR(?metric), "/metric/share-"))
          ?m dqv:isMeasurementOf ?metric ; dqv:computedOn ?agenda ; dqv:value ?value ; dg:basis ?basis .
          ?agenda schema:name ?agendaName . ?basis schema:name ?basisName ; skos:notation ?order .
        } ORDER BY ?agendaName ?order""",
    )
    found: dict[tuple[Link, Link], dict[str, str]] = {}
    for agenda, name, basis, word, metric, value in rows:
        key = Link(text_of(name), text_of(agenda)), Link(text_of(word), text_of(basis))
        found.setdefault(key, {})[text_of(metric).rpartition("/")[2].partition("-")[0]] = text_of(value)
    return [
        Share(agenda, basis, int(values["links"]), float(values["share"]))
        for (agenda, basis), values in found.items()
        if {"links", "share"} <= values.keys()
    ]
