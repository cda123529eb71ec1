"""What the rest of the library asks of an engine, and what it gets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from doelengraaf.store.terms import Term, Triple

__all__ = ["Graph", "Rows", "Store"]


@dataclass(frozen=True)
class Rows:
    """The answer to a SELECT: names of the columns and one list per row, None where nothing is bound."""

    variables: Sequence[str]
    rows: Sequence[Sequence[Term | None]]


@dataclass(frozen=True)
class Graph:
    """The answer to a CONSTRUCT or DESCRIBE."""

    triples: Sequence[Triple]


class Store(Protocol):
    """What the rest of the library asks of an engine."""

    def query(self, text: str, default_graphs: Sequence[str] | None = None) -> Rows | Graph | bool:
        """Answer a query.

        Args:
            text: SPARQL 1.1.
            default_graphs: the graphs that together are the default graph; when left out those the query names by FROM, else all named graphs.
                All named graphs stay reachable by ``GRAPH`` unless the query names some.

        Raises:
            QueryError: the engine refuses the query.
        """
        ...

    def insert(self, triples: Iterable[Triple], graph: str) -> None:
        """Add triples to a named graph."""
        ...

    def quads(self, graph: str) -> Iterator[str]:
        """Give the N-Quads lines of a named graph."""
        ...

    def graphs(self) -> list[str]:
        """Give the IRIs of the named graphs, sorted."""
        ...
