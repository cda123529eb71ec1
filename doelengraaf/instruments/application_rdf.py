"""An application as RDF: Turtle to keep, to send and to read, and the small graph that SHACL judges."""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, XSD
from rdflib.term import Node

from doelengraaf.errors import DoelengraafError, QueryError
from doelengraaf.instruments.application import Application, Judgement, Typed, clean_judgement
from doelengraaf.instruments.weighing_form import APPLICATION, Field
from doelengraaf.store import Term, read_triples
from doelengraaf.terms import DG, ID

__all__ = ["ApplicationFileError", "add_sums", "graph_of", "read_application", "turtle_of"]

_DGA, _DG = Namespace(APPLICATION), Namespace(DG)
_SCHEMA = Namespace("https://schema.org/")
_TYPE = str(RDF.type)
_NUMBERS = {str(XSD[name]) for name in ("decimal", "integer", "double")}
_MOST = Decimal(10) ** 12


class ApplicationFileError(DoelengraafError):
    """A file that is no application."""


def graph_of(application: Application, fields: Sequence[Field]) -> tuple[Graph, Node]:
    """Give an application as a graph, with its node; it has no address of its own, for it is private."""
    graph = Graph()
    for prefix, namespace in (("dga", _DGA), ("dg", _DG), ("schema", _SCHEMA), ("dcterms", DCTERMS)):
        graph.bind(prefix, namespace, override=True)
    node = BNode("aanvraag")
    graph.add((node, RDF.type, _DGA.Application))
    graph.add((node, _DG.agenda, URIRef(f"{ID}agenda/{application.agenda}")))
    graph.add((node, DCTERMS.created, Literal(application.created.isoformat(), datatype=XSD.dateTime)))
    for field in fields:
        for value in application.values.get(field.name, ()):
            graph.add((node, URIRef(field.path), _term(field, value)))
        for place, row in enumerate(application.rows.get(field.name, ()), 1):
            line = BNode(f"{field.name}{place}")
            graph.add((node, URIRef(field.path), line))
            graph.add((line, _DGA.line, Literal(place)))
            for column in field.columns:
                if column.name in row:
                    graph.add((line, URIRef(column.path), _term(column, row[column.name])))
    for place, (criterion, judgement) in enumerate(sorted(application.judgements.items()), 1):
        one = BNode(f"oordeel{place}")
        graph.add((node, _DGA.assessment, one))
        graph.add((one, _DGA.criterion, URIRef(criterion)))
        graph.add((one, _DGA.outcome, _DGA[judgement.outcome]))
        graph.add((one, _DGA.reason, Literal(judgement.reason)))
        graph.add((one, DCTERMS.created, Literal(judgement.made.isoformat(), datatype=XSD.dateTime)))
    return graph, node


def add_sums(graph: Graph, node: Node, application: Application) -> None:
    """Add what the shapes compare: sums of the lines, in euro, and the lines that lack what a sum needs."""
    costs, income = application.rows.get("budget", ()), application.rows.get("income", ())
    asked = application.one("amountAsked")
    for name, kind, rows in (("incompleteCosts", "costKind", costs), ("incompleteIncome", "incomeKind", income)):
        for place, row in enumerate(rows, 1):
            if not row.get("amount") or not row.get(kind):
                graph.add((node, _DGA[name], Literal(place)))
    if costs and asked:
        graph.add((node, _DGA.costTotal, _euro(_sum(costs))))
        graph.add((node, _DGA.coverTotal, _euro(_sum(income) + Decimal(asked))))


def turtle_of(application: Application, fields: Sequence[Field]) -> bytes:
    """Give an application as Turtle."""
    return graph_of(application, fields)[0].serialize(format="turtle", encoding="utf-8")


def read_application(data: bytes, fields: Sequence[Field], agenda: str = "") -> tuple[str, Typed, dict[str, Judgement]]:
    """Read Turtle.

    Args:
        data: the file.
        fields: all fields there can be.
        agenda: the slug of the agenda it must be for; any when left out.

    Returns:
        The slug of the agenda, what is in the fields (not yet made sure of), and the judgements.

    Raises:
        ApplicationFileError: this is no Turtle, holds no application or more than one, or is for another agenda.
    """
    try:
        triples = read_triples(data, "text/turtle")
    except (ValueError, QueryError) as error:
        raise ApplicationFileError(f"Dit is geen leesbare Turtle: {str(error)[:200]}.") from error
    about: dict[Term, list[tuple[str, Term]]] = {}
    for subject, predicate, value in triples:
        about.setdefault(subject, []).append((predicate.value, value))
    nodes = [one for one, pairs in about.items() if (_TYPE, Term("iri", APPLICATION + "Application")) in pairs]
    if len(nodes) != 1:
        raise ApplicationFileError(
            f"Er hoort één aanvraag in het bestand te staan (dga:Application), en er staan er {len(nodes)} in."
        )
    pairs = about[nodes[0]]
    found = [value.value for predicate, value in pairs if predicate == DG + "agenda"]
    if len(found) != 1 or not found[0].startswith(ID + "agenda/"):
        raise ApplicationFileError("De aanvraag zegt niet voor welke agenda zij is: geef één dg:agenda.")
    slug = found[0].removeprefix(ID + "agenda/")
    if agenda and slug != agenda:
        raise ApplicationFileError(f"Deze aanvraag is voor de agenda {slug[:60]}, niet voor {agenda}.")
    return slug, _typed(pairs, about, fields), _judgements(pairs, about)


_Pairs = Sequence[tuple[str, Term]]
_About = Mapping[Term, list[tuple[str, Term]]]


def _typed(pairs: _Pairs, about: _About, fields: Sequence[Field]) -> Typed:
    known = {field.path: field for field in fields}
    other = {_TYPE, DG + "agenda", str(DCTERMS.created), APPLICATION + "assessment"}
    values: dict[str, list[str]] = {}
    rows: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for predicate, value in pairs:
        field = known.get(predicate)
        if field is None:
            if predicate not in other:
                raise ApplicationFileError(f"De eigenschap {predicate} hoort niet bij een aanvraag.")
        elif field.kind == "rows":
            line = dict(about.get(value, ()))
            columns = {column.path: column.name for column in field.columns}
            strange = sorted(set(line) - set(columns) - {APPLICATION + "line", _TYPE})
            if strange:
                raise ApplicationFileError(f"De eigenschap {strange[0]} hoort niet bij {field.label['nl']}.")
            place = line.get(APPLICATION + "line")
            rows.setdefault(field.name, []).append(
                (
                    int(place.value) if place and place.value.isdecimal() and len(place.value) < 6 else 0,
                    {columns[path]: _lexical(term) for path, term in line.items() if path in columns},
                )
            )
        else:
            values.setdefault(field.name, []).append(_lexical(value))
    ordered = {name: [row for _, row in sorted(lines, key=lambda pair: pair[0])] for name, lines in rows.items()}
    return Typed({name: sorted(found) for name, found in values.items()}, ordered)


def _lexical(term: Term) -> str:
    """Give the text of a term; a number with more decimals than an amount has must not read as one with thousands parted by a point."""
    if term.datatype in _NUMBERS:
        # Too large for a decimal is an error of its own, beside what is no number.
        with contextlib.suppress(ArithmeticError):
            number = Decimal(term.value)
            if number.is_finite() and abs(number) < _MOST:
                return f"{number:.{2 if round(number, 2) == number else 6}f}"
    return term.value


def _judgements(pairs: _Pairs, about: _About) -> dict[str, Judgement]:
    found = {}
    for predicate, value in pairs:
        if predicate == APPLICATION + "assessment":
            one = {path: term.value for path, term in about.get(value, ())}
            try:
                made = datetime.fromisoformat(one[str(DCTERMS.created)])
                judgement = clean_judgement(
                    one[APPLICATION + "outcome"].removeprefix(APPLICATION),
                    one[APPLICATION + "reason"],
                    made if made.tzinfo else made.replace(tzinfo=UTC),
                )
                if judgement:
                    found[one[APPLICATION + "criterion"]] = judgement
            except (KeyError, ValueError) as error:
                raise ApplicationFileError(
                    "Een oordeel in het bestand is niet heel: het heeft een criterium, uitkomst, reden en dag nodig."
                ) from error
    return found


def _term(field: Field, value: str) -> URIRef | Literal:
    if field.kind in ("choice", "aims", "target-groups"):
        return URIRef(value)
    if field.kind == "date":
        return Literal(value, datatype=XSD.date)
    return _euro(Decimal(value)) if field.kind == "amount" else Literal(value)


def _euro(value: Decimal) -> Literal:
    return Literal(f"{value:.2f}", datatype=XSD.decimal)


def _sum(rows: Sequence[Mapping[str, str]]) -> Decimal:
    return sum((Decimal(row["amount"]) for row in rows if row.get("amount")), Decimal(0))
