"""The fields of an application, as ``shapes/weighing/application.ttl`` describes them: web form, workbook and Turtle are all made of these."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDFS, SH, XSD
from rdflib.term import Literal, Node

from doelengraaf.errors import ShapesError
from doelengraaf.picking import Choice
from doelengraaf.terms import BASE, DG

__all__ = ["APPLICATION", "Field", "Group", "both", "order_of", "read_fields", "read_turtle"]

APPLICATION = BASE + "application#"
_DGA = Namespace(APPLICATION)
_KINDS = {XSD.date: "date", XSD.decimal: "amount"}
_LINE = 200
"""A text of at most so many characters is one line."""


@dataclass(frozen=True)
class Group:
    """A part of the form, with its name per language."""

    key: str
    label: Mapping[str, str]


@dataclass(frozen=True)
class Field:
    """A field of the form, or a column of a field that has rows.

    Args:
        name: its key in forms and workbooks.
        path: the IRI of its property.
        kind: ``line``, ``text``, ``date``, ``amount``, ``choice``, ``aims``, ``target-groups`` or ``rows``.
        label: what people read, per language.
        help: a sentence that helps, per language; may be empty.
        group: the part of the form.
        longest: how many characters a text may have.
        required: whether nothing can be kept without it.
        always: whether the form of every agenda has it.
        choices: what a choice may be, with the names per language.
        columns: the columns of rows.
    """

    name: str
    path: str
    kind: str
    label: Mapping[str, str]
    help: Mapping[str, str]
    group: Group | None
    longest: int = _LINE
    required: bool = False
    always: bool = True
    choices: Sequence[tuple[str, Mapping[str, str]]] = ()
    columns: Sequence["Field"] = ()

    @property
    def multiple(self) -> bool:
        """Whether it may have several values."""
        return self.kind in ("aims", "target-groups")

    def choices_in(self, language: str) -> list[Choice]:
        """Give what a choice may be, with names in a language."""
        return [Choice(value, names.get(language) or names["nl"]) for value, names in self.choices]

    def shown(self, value: str, language: str) -> str:
        """Give a value of a choice as people read it; other values as they are."""
        return next((names.get(language) or names["nl"] for known, names in self.choices if known == value), value)


def read_turtle(path: Path) -> Graph:
    """Read a file of shapes.

    Raises:
        ShapesError: it is not there, or is no Turtle.
    """
    try:
        return Graph().parse(path, format="turtle")
    except OSError as error:
        raise ShapesError(f"{path.name} is er niet of is niet te lezen") from error
    except Exception as error:  # rdflib's reader raises its own errors, without a common kind
        raise ShapesError(f"{path.name}: {str(error).strip().splitlines()[0]}") from error


def both(graph: Graph, node: Node, predicate: URIRef) -> dict[str, str]:
    """Give the text of a node per language."""
    return {one.language or "nl": str(one) for one in graph.objects(node, predicate) if isinstance(one, Literal)}


def order_of(graph: Graph, node: Node) -> int:
    """Give the place of a node in its row; 0 when it has none."""
    found = graph.value(node, SH.order)
    return int(found) if isinstance(found, Literal) else 0


def read_fields(folder: Path, asked: Iterable[str] | None = None) -> list[Field]:
    """Give the fields of the form in order.

    Args:
        folder: the shapes of the weighing frames.
        asked: the properties that the criteria of an agenda ask for: with these only the fields for that agenda.

    Raises:
        ShapesError: the form cannot be read.
    """
    graph = read_turtle(folder / "application.ttl")
    wanted = None if asked is None else set(asked)
    fields = _fields(graph, _DGA.Application)
    return [one for one in fields if wanted is None or one.always or one.path in wanted]


def _fields(graph: Graph, owner: Node) -> list[Field]:
    nodes = sorted(graph.objects(owner, SH.property), key=lambda node: order_of(graph, node))
    if not nodes:
        raise ShapesError(f"application.ttl: {owner} heeft geen velden")
    return [_field(graph, node) for node in nodes]


def _field(graph: Graph, node: Node) -> Field:
    group = graph.value(node, SH.group)
    rows, members = graph.value(node, SH.node), graph.value(node, SH["in"])
    longest = graph.value(node, SH.maxLength)
    kind = _KINDS.get(graph.value(node, SH.datatype), "")  # type: ignore[call-overload]
    target = graph.value(node, SH["class"])
    if rows is not None:
        kind = "rows"
    elif members is not None:
        kind = "choice"
    elif target is not None:
        kind = "target-groups" if str(target) == DG + "TargetGroup" else "aims"
    size = int(longest) if isinstance(longest, Literal) else _LINE
    return Field(
        name=str(node).rpartition("#")[2].rpartition("-")[2],
        path=str(graph.value(node, SH.path)),
        kind=kind or ("line" if size <= _LINE else "text"),
        label=both(graph, node, SH.name),
        help=both(graph, node, SH.description),
        group=Group(str(group).rpartition("-")[2], both(graph, group, RDFS.label)) if group is not None else None,
        longest=size,
        required=graph.value(node, SH.minCount) is not None,
        always=str(graph.value(node, _DGA.always)) != "false",
        choices=[(str(one), both(graph, one, RDFS.label)) for one in Collection(graph, members)] if members else [],
        columns=_fields(graph, rows) if rows is not None else [],
    )
