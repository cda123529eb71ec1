"""Ask an engine. Nothing outside this module knows which one answers."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol

import pyoxigraph as ox

from doelengraaf.dataset_clause import names_dataset
from doelengraaf.errors import BrokenBuildError, NoBuildError, QueryError, phrase

__all__ = [
    "Graph",
    "OxigraphStore",
    "RowStream",
    "Rows",
    "Store",
    "Term",
    "Triple",
    "TripleStream",
    "iri",
    "literal",
    "open_store",
    "read_triples",
    "write_quads",
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


def _refused(error: Exception) -> QueryError:
    return QueryError(phrase("De vraag is niet te lezen of uit te voeren: {problem}"), problem=str(error))


def write_quads(quads: Iterable[tuple[Triple, str]], media_type: str, prefixes: Mapping[str, str]) -> bytes:
    """Write triples with their named graphs (empty: none), in the order given, in any RDF syntax with a media type.

    Raises:
        ValueError: the media type is not one of RDF, or there is a named graph and it holds triples only.
    """
    form = ox.RdfFormat.from_media_type(media_type)
    if form is None:
        raise ValueError(f"{media_type} is geen vorm van RDF")
    made = (
        ox.Quad(_to_ox(s), _to_ox(p), _to_ox(o), ox.NamedNode(graph) if graph else ox.DefaultGraph())  # type: ignore[arg-type]
        for (s, p, o), graph in quads
    )
    return ox.serialize(made, format=form, prefixes=dict(prefixes)) or b""


def _rows(solutions: Iterable[Iterable[object]]) -> list[list[Term | None]]:
    return list(_converted(solutions))


def _converted(solutions: Iterable[Iterable[object]]) -> Iterator[list[Term | None]]:
    """Convert rows; a term that comes back, as most names do, is converted once."""
    seen: dict[object, Term | None] = {None: None}

    def convert(term: object) -> Term | None:
        found = seen.get(term)
        if found is None and term is not None:
            found = seen[term] = _from_ox(term)
        return found

    for row in solutions:
        yield [convert(term) for term in row]


def _to_ox(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if term.kind == "iri":
        return ox.NamedNode(term.value)
    if term.kind == "blank":
        return ox.BlankNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype)) if term.datatype else ox.Literal(term.value)


class RowStream:
    """The rows of a SELECT, computed as they are read."""

    def __init__(self, solutions: ox.QuerySolutions) -> None:
        self.variables = [variable.value for variable in solutions.variables]
        self._solutions = solutions

    def __iter__(self) -> Iterator[list[Term | None]]:
        try:
            yield from _converted(self._solutions)
        except (RuntimeError, OSError, ValueError) as error:
            raise _refused(error) from error


class TripleStream:
    """The statements of a CONSTRUCT or DESCRIBE, computed as they are read."""

    def __init__(self, triples: ox.QueryTriples) -> None:
        self._triples = triples

    def write(self, media_type: str, most: int, prefixes: Mapping[str, str]) -> bytes | None:
        """Write them, each once, in a syntax of RDF; give None when there are more than ``most``.

        Raises:
            QueryError: the syntax cannot hold one of them.
        """
        form = ox.RdfFormat.from_media_type(media_type)
        try:
            found = dict.fromkeys(islice(self._triples, most + 1))
        except (RuntimeError, OSError, ValueError) as error:
            raise _refused(error) from error
        if len(found) > most:
            return None
        if form == ox.RdfFormat.RDF_XML:
            _fit_for_xml(found)
        written = ox.serialize(found, format=form, prefixes=dict(prefixes)) or b""
        # A bare carriage return would be read back from XML as a line end.
        return written.replace(b"\r", b"&#13;") if form == ox.RdfFormat.RDF_XML else written


# https://www.w3.org/TR/rdf-syntax-grammar/#section-Serialising: the end of a property's address becomes the name of an element.
_ELEMENT_NAME = re.compile(r"[^\W\d][\w.\u00b7-]*\Z")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _fit_for_xml(triples: Iterable[ox.Triple]) -> None:
    for name in {triple.predicate.value for triple in triples}:
        if not _ELEMENT_NAME.search(name):
            raise QueryError(
                phrase("RDF/XML kan de eigenschap <{name}> niet schrijven. Vraag Turtle, N-Triples of JSON-LD."),
                name=name,
            )
    for triple in triples:
        if isinstance(triple.object, ox.Literal) and _NOT_IN_XML.search(triple.object.value):
            raise QueryError(
                phrase("RDF/XML kan een stuurteken in een waarde niet schrijven. Vraag Turtle, N-Triples of JSON-LD.")
            )


class OxigraphStore:
    """An embedded Oxigraph in memory.

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
            raise _refused(error) from error
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
                return Rows(names, _rows(islice(answer, most)))
            if isinstance(answer, ox.QueryTriples):
                return Graph(
                    [(_from_ox(t.subject), _from_ox(t.predicate), _from_ox(t.object)) for t in islice(answer, most)]
                )
        except (SyntaxError, ValueError, RuntimeError, OSError) as error:
            raise _refused(error) from error
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
