"""Ask an engine. Nothing outside this module knows which one answers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol

import pyoxigraph as ox

from doelengraaf.errors import BrokenBuildError, NoBuildError, QueryError, phrase

__all__ = [
    "Graph",
    "OxigraphStore",
    "Rows",
    "Store",
    "Term",
    "Triple",
    "iri",
    "literal",
    "open_store",
    "read_triples",
    "written",
]


class Term(NamedTuple):
    """An RDF term, the same whatever the engine.

    Args:
        kind: ``iri``, ``literal`` or ``blank``.
        value: the IRI, the lexical form or the label.
        language: the language tag of a literal, or empty.
        datatype: the datatype IRI of a literal, or empty.
    """

    kind: str
    value: str
    language: str = ""
    datatype: str = ""


Triple = tuple[Term, Term, Term]
_STRING = "http://www.w3.org/2001/XMLSchema#string"


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
            default_graphs: the graphs that together are the default graph; all named graphs when left out. All named graphs stay reachable
                by ``GRAPH``.

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


def iri(value: str) -> str:
    """Give an IRI as SPARQL text.

    Raises:
        ValueError: this is no IRI.
    """
    return str(ox.NamedNode(value))


def literal(value: str, language: str = "", datatype: str = "") -> str:
    """Give a literal as SPARQL text, with everything escaped.

    Raises:
        ValueError: the language tag or datatype is not well formed.
    """
    if language:
        return str(ox.Literal(value, language=language))
    return str(ox.Literal(value, datatype=ox.NamedNode(datatype)) if datatype else ox.Literal(value))


def written(term: Term) -> str:
    """Give a term as N-Triples text."""
    if term.kind == "iri":
        return iri(term.value)
    return f"_:{term.value}" if term.kind == "blank" else literal(term.value, term.language, term.datatype)


def _from_ox(term: object) -> Term:
    # Every cell of every answer passes here, so the common kinds come first and nothing is looked up twice.
    if type(term) is ox.NamedNode:
        return Term("iri", term.value)
    if type(term) is ox.Literal:
        language = term.language
        if language:
            return Term("literal", term.value, language)
        datatype = term.datatype.value
        return Term("literal", term.value, "", "" if datatype == _STRING else datatype)
    if type(term) is ox.BlankNode:
        return Term("blank", term.value)
    raise QueryError(f"De motor gaf een term die hier niet voorkomt: {term}")


def read_triples(data: bytes, media_type: str) -> list[Triple]:
    """Read triples that another engine wrote, in any RDF syntax with a media type.

    Raises:
        ValueError: the media type is not one of RDF, or the data is not written in it.
    """
    form = ox.RdfFormat.from_media_type(media_type)
    if form is None:
        raise ValueError(f"{media_type} is geen vorm van RDF")
    try:
        return [(_from_ox(q.subject), _from_ox(q.predicate), _from_ox(q.object)) for q in ox.parse(data, format=form)]
    except SyntaxError as error:
        raise ValueError(str(error)) from error


def _rows(solutions: Iterable[Iterable[object]]) -> list[list[Term | None]]:
    """Convert all rows; a term that comes back, as most names do, is converted once."""
    seen: dict[object, Term | None] = {None: None}

    def convert(term: object) -> Term | None:
        found = seen.get(term)
        if found is None and term is not None:
            found = seen[term] = _from_ox(term)
        return found

    return [[convert(term) for term in row] for row in solutions]


def _to_ox(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if term.kind == "iri":
        return ox.NamedNode(term.value)
    if term.kind == "blank":
        return ox.BlankNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype)) if term.datatype else ox.Literal(term.value)


class OxigraphStore:
    """An embedded Oxigraph in memory."""

    def __init__(self, quads: Iterable[ox.Quad] = ()) -> None:
        self._store = ox.Store()
        self._store.bulk_extend(quads)

    @classmethod
    def from_nquads(cls, path: Path) -> "OxigraphStore":
        """Fill a store from a build.

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
        return store

    def query(
        self, text: str, default_graphs: Sequence[str] | None = None, most: int | None = None
    ) -> Rows | Graph | bool:
        """Answer a query; see ``Store``. With ``most`` no more rows or statements than that are computed."""
        chosen: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = (
            None if default_graphs is None else [ox.NamedNode(name) for name in default_graphs]
        )
        named = None if default_graphs is None else list(self._store.named_graphs())
        try:
            answer = self._store.query(
                text, use_default_graph_as_union=chosen is None, default_graph=chosen, named_graphs=named
            )
            if isinstance(answer, ox.QuerySolutions):
                names = [variable.value for variable in answer.variables]
                return Rows(names, _rows(islice(answer, most)))
            if isinstance(answer, ox.QueryTriples):
                return Graph(
                    [(_from_ox(t.subject), _from_ox(t.predicate), _from_ox(t.object)) for t in islice(answer, most)]
                )
        except (SyntaxError, ValueError, RuntimeError, OSError) as error:
            raise QueryError(
                phrase("De vraag is niet te lezen of uit te voeren: {problem}"), problem=str(error)
            ) from error
        return bool(answer)

    def insert(self, triples: Iterable[Triple], graph: str) -> None:
        """Add triples to a named graph."""
        name = ox.NamedNode(graph)
        self._store.bulk_extend(ox.Quad(_to_ox(s), _to_ox(p), _to_ox(o), name) for s, p, o in triples)  # type: ignore[arg-type]

    def quads(self, graph: str) -> Iterator[str]:
        """Give the N-Quads lines of a named graph."""
        for quad in self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            yield f"{quad} .\n"

    def graphs(self) -> list[str]:
        """Give the IRIs of the named graphs, sorted."""
        return sorted(name.value for name in self._store.named_graphs() if isinstance(name, ox.NamedNode))


def open_store(nquads: Path) -> Store:
    """Open the last build.

    Raises:
        NoBuildError: there is no build.
    """
    return OxigraphStore.from_nquads(nquads)
