"""An embedded Oxigraph, in memory or on disk."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from doelengraaf.dataset_clause import names_dataset
from doelengraaf.errors import BrokenBuildError, NoBuildError, QueryError
from doelengraaf.store.disk import is_for_disk, load_on_disk
from doelengraaf.store.interface import Graph, Rows
from doelengraaf.store.streams import RowStream, TripleStream, refused
from doelengraaf.store.terms import Triple, converted, from_ox, to_ox

__all__ = ["OxigraphStore", "open_store"]


class OxigraphStore:
    """An embedded Oxigraph.

    Args:
        quads: what it holds.
        merged: whether the default graph holds every triple of the named graphs once, as SPARQL has it. Otherwise the union of the named graphs is asked,
            in which a triple of two graphs is found twice; that takes half the memory.
    """

    def __init__(self, quads: Iterable[ox.Quad] = (), merged: bool = False) -> None:
        self._store = ox.Store()
        self._store.bulk_extend(quads)
        self._merged = merged
        self._merge()

    @property
    def merged(self) -> bool:
        """Whether the default graph has every triple once, so that nothing asked of it need be told apart."""
        return self._merged

    def _merge(self) -> None:
        if self._merged:
            self._store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in list(self._store))

    @classmethod
    def from_nquads(cls, path: Path, merged: bool = False) -> "OxigraphStore":
        """Fill a store from a build; for ``merged`` see the class.

        Raises:
            NoBuildError: there is no build.
        """
        if not path.is_file():
            raise NoBuildError(path)
        store = cls()
        try:
            store._store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
        except (OSError, SyntaxError, ValueError) as error:
            raise BrokenBuildError(path) from error
        # What is proposed or rejected is kept in the build, and is in no answer.
        for name in list(store._store.named_graphs()):
            if isinstance(name, ox.NamedNode) and name.value.endswith(("/proposed", "/rejected")):
                store._store.remove_graph(name)
        store._merged = merged
        store._merge()
        return store

    @classmethod
    def on_disk(cls, folder: Path) -> "OxigraphStore":
        """Open a folder that ``load_on_disk`` made; it is only read.

        Raises:
            BrokenBuildError: it cannot be read.
        """
        store = cls(merged=True)
        try:
            store._store = ox.Store.read_only(str(folder))
        except (OSError, RuntimeError) as error:
            raise BrokenBuildError(folder) from error
        return store

    def stream(
        self, text: str, dataset: tuple[Sequence[str], Sequence[str]] | None = None, base: str | None = None
    ) -> RowStream | TripleStream | bool:
        """Answer a query in parts, with the default graph of the store.

        Args:
            text: SPARQL 1.1; its FROM and FROM NAMED are honoured by a merged store.
            dataset: the graphs that together are the default graph, and the named graphs; they go before what the query itself names.
            base: what relative addresses in the query are relative to.

        Raises:
            QueryError: the engine refuses the query, also while parts are read.
        """
        try:
            default, named = (
                (None, None) if dataset is None else ([ox.NamedNode(name) for name in graphs] for graphs in dataset)
            )
            answer = self._store.query(
                text,
                base_iri=base,
                use_default_graph_as_union=dataset is None and not self._merged,
                default_graph=default,  # type: ignore[arg-type]
                named_graphs=named,  # type: ignore[arg-type]
            )
        except (SyntaxError, ValueError, RuntimeError, OSError) as error:
            raise refused(error) from error
        if isinstance(answer, ox.QuerySolutions):
            return RowStream(answer)
        return TripleStream(answer) if isinstance(answer, ox.QueryTriples) else bool(answer)

    def query(
        self, text: str, default_graphs: Sequence[str] | None = None, most: int | None = None
    ) -> Rows | Graph | bool:
        """Answer a query; see ``Store``. With ``most`` no more rows or statements than that are computed."""
        chosen: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = (
            None if default_graphs is None else [ox.NamedNode(name) for name in default_graphs]
        )
        named = None if default_graphs is None else list(self._store.named_graphs())
        # The union would go before the graphs that the query names itself.
        union = chosen is None and not self._merged and not ("from" in text.casefold() and names_dataset(text))
        try:
            answer = self._store.query(
                text,
                use_default_graph_as_union=union,
                default_graph=chosen,
                named_graphs=named,
            )
            if isinstance(answer, ox.QuerySolutions):
                names = [variable.value for variable in answer.variables]
                return Rows(names, list(converted(islice(answer, most))))
            if isinstance(answer, ox.QueryTriples):
                return Graph(
                    [(from_ox(t.subject), from_ox(t.predicate), from_ox(t.object)) for t in islice(answer, most)]
                )
        except (SyntaxError, ValueError, RuntimeError, OSError) as error:
            raise refused(error) from error
        return bool(answer)

    def construct(self, text: str, default_graphs: Sequence[str], graph: str) -> int:
        """Add what a CONSTRUCT gives to a named graph, without leaving the engine's own terms.

        Args:
            text: a CONSTRUCT.
            default_graphs: the graphs that together are its default graph; all named graphs stay reachable by ``GRAPH``.
            graph: the graph that is added to.

        Returns:
            How many triples it gave.

        Raises:
            QueryError: the engine refuses the query, or it is no CONSTRUCT.
        """
        name = ox.NamedNode(graph)
        try:
            answer = self._store.query(
                text,
                default_graph=[ox.NamedNode(one) for one in default_graphs],
                named_graphs=list(self._store.named_graphs()),
            )
            if not isinstance(answer, ox.QueryTriples):
                raise QueryError("Dit is geen CONSTRUCT.")
            quads = [ox.Quad(t.subject, t.predicate, t.object, name) for t in answer]
        except (SyntaxError, ValueError, RuntimeError, OSError) as error:
            raise refused(error) from error
        self._store.bulk_extend(quads)
        return len(quads)

    def insert(self, triples: Iterable[Triple], graph: str) -> None:
        """Add triples to a named graph."""
        name = ox.NamedNode(graph)
        self._store.bulk_extend(ox.Quad(to_ox(s), to_ox(p), to_ox(o), name) for s, p, o in triples)  # type: ignore[arg-type]

    def quads(self, graph: str) -> Iterator[str]:
        """Give the N-Quads lines of a named graph."""
        name = ox.NamedNode(graph)
        triples = self._store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b""
        yield from (f"{line[:-1]}{name} .\n" for line in triples.decode().split("\n") if line)

    def graphs(self) -> list[str]:
        """Give the IRIs of the named graphs, sorted."""
        return sorted(name.value for name in self._store.named_graphs() if isinstance(name, ox.NamedNode))


def open_store(nquads: Path, merged: bool = False) -> OxigraphStore:
    """Open the last build: on disk when it is large, else in memory; for ``merged`` see the class.

    Raises:
        NoBuildError: there is no build.
        FileWriteError: the build is large and cannot be laid out on disk.
    """
    if is_for_disk(nquads):
        folder = load_on_disk(nquads)
        try:
            return OxigraphStore.on_disk(folder)
        except BrokenBuildError:
            # What is damaged is loaded again from the N-Quads; a second time there is more wrong than that.
            shutil.rmtree(folder, ignore_errors=True)
            return OxigraphStore.on_disk(load_on_disk(nquads))
    return OxigraphStore.from_nquads(nquads, merged)
