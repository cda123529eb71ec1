"""The words: namespaces, the IRIs of things and graphs, and the JSON-LD context whose terms are the columns of the tables."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from doelengraaf.errors import ShapesError

__all__ = [
    "BASE",
    "BASES",
    "DERIVED_GRAPH",
    "DG",
    "GRAPHS",
    "ID",
    "ONTOLOGY_GRAPH",
    "Context",
    "agenda_base",
    "graph_iri",
    "graph_owner",
    "kind_of_class",
    "short",
]

BASE = "https://w3id.org/doelengraaf/"
"""What all IRIs of the project start with; it never changes."""
DG = BASE + "def#"
ID = BASE + "id/"
GRAPHS = BASE + "graph/"
"""What the IRIs of all named graphs start with."""
ONTOLOGY_GRAPH = GRAPHS + "ontology"
DERIVED_GRAPH = GRAPHS + "derived"
BASES = ("stated", "interpreted", "proposed", "rejected")
"""The bases a row can have; each is a named graph per agenda."""


def graph_iri(agenda: str, basis: str) -> str:
    """Give the named graph of an agenda (or ``shared``) and a basis.

    >>> graph_iri("cranendonck", "stated")
    'https://w3id.org/doelengraaf/graph/cranendonck/stated'
    """
    return f"{GRAPHS}{agenda}/{basis}"


def graph_owner(graph: str) -> str:
    """Give the part that a named graph is of: the slug of an agenda, ``shared``, ``mappings``, ``ontology`` or ``derived``.

    >>> graph_owner("https://w3id.org/doelengraaf/graph/cranendonck/stated")
    'cranendonck'
    """
    return graph.removeprefix(GRAPHS).partition("/")[0]


def agenda_base(agenda: str) -> str:
    """Give what the ids of an agenda's own things are relative to; ``shared`` for what belongs to no agenda.

    >>> agenda_base("cranendonck")
    'https://w3id.org/doelengraaf/id/cranendonck/'
    """
    return ID if agenda == "shared" else f"{ID}{agenda}/"


def kind_of_class(local_name: str) -> str:
    """Give the kind (the part of an IRI) of a class: its local name in kebab-case.

    >>> kind_of_class("DevelopmentAssignmentItem")
    'development-assignment-item'
    """
    return re.sub(r"(?<!^)(?=[A-Z])", "-", local_name).lower()


def short(iri: str) -> str:
    """Give an IRI as people write it in a cell.

    >>> short("https://w3id.org/doelengraaf/id/krimpenerwaard/wheel/veerkracht")
    'wheel/veerkracht'
    >>> short("https://w3id.org/doelengraaf/id/topic/eenzaamheid")
    'topic/eenzaamheid'
    """
    return "/".join(iri.removeprefix(ID).split("/")[-2:]) if iri.startswith(ID) else iri


@dataclass(frozen=True)
class Context:
    """The JSON-LD context, read once.

    Args:
        document: the parsed file; its ``@context`` is one object.
    """

    document: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> "Context":
        """Read the context file.

        Raises:
            ShapesError: it is no JSON.
        """
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ShapesError(f"{path.name}: {error}") from error
        return cls(document)

    @property
    def terms(self) -> dict[str, Any]:
        """Term to definition, as the file gives them."""
        terms: dict[str, Any] = self.document["@context"]
        return terms

    def expand(self, name: str) -> str:
        """Give the full IRI of a compact name such as ``dg:Goal``; other text as it is."""
        prefix, colon, rest = name.partition(":")
        namespace = self.terms.get(prefix)
        return namespace + rest if colon and isinstance(namespace, str) else name

    @cached_property
    def tables(self) -> dict[str, str]:
        """Table name (``goals``) to class IRI, for every table there can be."""
        found = {}
        for term, definition in self.terms.items():
            if isinstance(definition, str) and ":" in definition and not definition.startswith("http"):
                iri = self.expand(definition)
                if iri.rpartition("#")[2][:1].isupper():
                    found[term] = iri
        return found

    @cached_property
    def columns(self) -> dict[str, tuple[str, bool]]:
        """Column to (property IRI, whether the property points from the cell to the row)."""
        found: dict[str, tuple[str, bool]] = {}
        for term, definition in self.terms.items():
            if term in self.tables or term in ("id", "type") or term.startswith("@"):
                continue
            if isinstance(definition, dict):
                reverse = "@reverse" in definition
                found[term] = (self.expand(definition["@reverse" if reverse else "@id"]), reverse)
            elif not definition.startswith("http"):
                found[term] = (self.expand(definition), False)
        return found

    def kind(self, table: str) -> str:
        """Give the kind that the ids of a table start with.

        >>> Context({"@context": {"dg": "x#", "goals": "dg:Goal"}}).kind("goals")
        'goal'
        >>> Context({"@context": {"rdf": "x#", "links": "rdf:Statement"}}).kind("links")
        'link'
        """
        return self._kinds[table]

    @cached_property
    def _kinds(self) -> dict[str, str]:
        local = {table: re.split("[#:/]", iri)[-1] for table, iri in self.tables.items()}
        return {table: "link" if name == "Statement" else kind_of_class(name) for table, name in local.items()}

    @cached_property
    def table_of_kind(self) -> dict[str, str]:
        """Kind to the first table with ids of it."""
        return {kind: table for table, kind in reversed(self._kinds.items())}

    def bare_prefix(self, column: str) -> str | None:
        """Give what a bare word in this column is relative to, for columns of controlled values; else None.

        For ``role`` that is ``https://w3id.org/doelengraaf/id/role/``.
        """
        definition = self.terms.get(column)
        if isinstance(definition, dict) and "@context" in definition:
            vocab: str = definition["@context"]["@vocab"]
            return vocab
        return None

    def is_reference(self, column: str) -> bool:
        """Tell whether the cells of a column name things."""
        definition = self.terms.get(column)
        return isinstance(definition, dict) and definition.get("@type") in ("@id", "@vocab")
