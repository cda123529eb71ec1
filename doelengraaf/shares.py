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
    rows = ask(
        store,
        """PREFIX dqv: <http://www.w3.org/ns/dqv#>
        SELECT ?agenda ?agendaName ?basis ?basisName ?count ?share WHERE {
          ?basis schema:name ?basisName ; skos:notation ?order .
          ?m dg:basis ?basis ; dqv:computedOn ?agenda ; dqv:isMeasurementOf ?counted ; dqv:value ?count .
          FILTER (CONTAINS(STR(?counted), "/metric/links-"))
          ?n dg:basis ?basis ; dqv:computedOn ?agenda ; dqv:isMeasurementOf ?shared ; dqv:value ?share .
          FILTER (CONTAINS(STR(?shared), "/metric/share-"))
          ?agenda schema:name ?agendaName .
        } ORDER BY ?agendaName ?order""",
    )
    return [
        Share(
            Link(text_of(name), text_of(agenda)),
            Link(text_of(word), text_of(basis)),
            int(text_of(count)),
            float(text_of(share)),
        )
        for agenda, name, basis, word, count, share in rows
    ]
