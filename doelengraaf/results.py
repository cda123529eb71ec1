"""What Python code gets of an answer: rows of plain values, a data frame, a network, or statements."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from doelengraaf.answers import Answer
from doelengraaf.errors import ParameterError, ToolMissingError
from doelengraaf.store import Rows, Term, Triple, written

if TYPE_CHECKING:
    import networkx
    import pandas
    import rdflib

__all__ = ["Statements", "Table", "Value", "from_answer", "from_rows"]

Value = str | int | float | bool | None
_NAME = "Naam"
"""As in every saved question: ``?partnerNaam`` is the name of ``?partner``, and the two are one column of things."""
_WHOLE_TYPES = {"integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "gYear"}
_NUMBER_TYPES = {"decimal", "double", "float"}


@dataclass(frozen=True)
class Table:
    """Rows with plain values. A thing is two columns: its name in ``partner``, its address in ``partner_id``.

    Args:
        columns: the names of the columns, in order.
        things: those of them that have a column with the address beside them.
        rows: column to value, for every row; None where nothing is known.
        total: how many rows there are; more than ``rows`` when the question has a limit.
        source: what to cite it by.
    """

    columns: Sequence[str]
    things: Sequence[str]
    rows: Sequence[Mapping[str, Value]]
    total: int
    source: str

    def __iter__(self) -> Iterator[Mapping[str, Value]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        some = f"{len(self.rows)} van {self.total}" if self.truncated else str(self.total)
        return f"<{some} rijen: {', '.join(self.columns)}>"

    @property
    def truncated(self) -> bool:
        """Whether rows were left out at the limit of the question."""
        return len(self.rows) < self.total

    def citation(self) -> str:
        """Give the line to cite these rows by."""
        return (
            f"{self.source} Alleen de eerste {len(self.rows)} van {self.total} rijen."
            if self.truncated
            else self.source
        )

    def to_dataframe(self) -> "pandas.DataFrame":
        """Give the rows as a pandas data frame: numbers as numbers, the citation in ``attrs``.

        Raises:
            ToolMissingError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise ToolMissingError(
                "Voor een data frame is pandas nodig. Installeer het met: pip install 'doelengraaf[notebooks]'"
            ) from error
        series = {}
        for name in self.columns:
            values = [row[name] for row in self.rows]
            kinds = {type(value) for value in values if value is not None}
            # Whole numbers stay whole where a value is missing; pandas by itself would make them 12.0.
            kind = {frozenset({int}): "Int64", frozenset({bool}): "boolean"}.get(frozenset(kinds))
            series[name] = pandas.Series(values, dtype=kind or (None if kinds else "object"))
        frame = pandas.DataFrame(series, columns=list(self.columns))
        frame.attrs["citation"] = self.citation()
        return frame

    def to_networkx(self, source: str = "partner", target: str = "doel") -> "networkx.MultiDiGraph":
        """Give the rows as a network: an edge per row, with the other columns as its attributes.

        Args:
            source: the column of things that edges start from.
            target: the column of things that they lead to. A row with only one of the two gives a node.

        Raises:
            ParameterError: this is no column of things.
        """
        import networkx

        for parameter, name in (("source", source), ("target", target)):
            if name not in self.things:
                raise ParameterError(parameter, name, "is geen kolom met dingen", list(self.things))
        ends = (source, target)
        graph = networkx.MultiDiGraph(citation=self.citation())
        for row in self.rows:
            nodes = []
            for name in ends:
                if row[f"{name}_id"] is not None:
                    nodes.append(row[f"{name}_id"])
                    graph.add_node(row[f"{name}_id"], label=row[name], kind=name)
            if len(nodes) == len(ends):
                own = {*ends, f"{source}_id", f"{target}_id"}
                rest = {name: value for name, value in row.items() if value is not None and name not in own}
                graph.add_edge(*nodes, **rest)
        return graph


@dataclass(frozen=True)
class Statements:
    """The answer to a CONSTRUCT or DESCRIBE.

    Args:
        triples: the statements.
    """

    triples: Sequence[Triple]

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)

    def __len__(self) -> int:
        return len(self.triples)

    def __repr__(self) -> str:
        return f"<{len(self.triples)} uitspraken>"

    def to_rdflib(self) -> "rdflib.Graph":
        """Give the statements as an rdflib graph."""
        import rdflib

        lines = "".join(f"{' '.join(written(term) for term in triple)} .\n" for triple in self.triples)
        return rdflib.Graph().parse(data=lines, format="nt")


def from_answer(answer: Answer) -> Table:
    """Make a table of the answer to a saved question, hidden columns too; its columns are the same whatever the rows."""
    return _table(answer.source, [column.name for column in answer.columns], answer.total, answer.citation())


def from_rows(found: Rows, source: str) -> Table:
    """Make a table of the answer to somebody's own SELECT; a variable ``x`` and its ``xNaam`` are one column of things here too."""
    names = {name + _NAME for name in found.variables}
    return _table(found, [name for name in found.variables if name not in names], len(found.rows), source)


def _table(found: Rows, shown: Sequence[str], total: int, source: str) -> Table:
    places = {name: place for place, name in enumerate(found.variables)}
    things = [name for name in shown if name + _NAME in places]
    rows = []
    for terms in found.rows:
        row: dict[str, Value] = {}
        for name in shown:
            term = terms[places[name]]
            if name in things:
                label = terms[places[name + _NAME]]
                row[name] = _value(label or term)
                row[f"{name}_id"] = term.value if term and term.kind == "iri" else None
            else:
                row[name] = _value(term)
        rows.append(row)
    columns = [one for name in shown for one in ([name, f"{name}_id"] if name in things else [name])]
    return Table(columns, things, rows, total, source)


def _value(term: Term | None) -> Value:
    """Give numbers, years and yes or no as such, and all else as it is written, dates too."""
    if term is None:
        return None
    kind = term.datatype.removeprefix("http://www.w3.org/2001/XMLSchema#")
    try:
        if kind in _WHOLE_TYPES:
            return int(term.value)
        if kind in _NUMBER_TYPES:
            return float(term.value)
    except ValueError:
        # Not a number after all, or a year with a time zone.
        return term.value
    return term.value in ("true", "1") if kind == "boolean" else term.value
