"""Which columns a table may have: those whose property is in the SHACL shape of its class.

So a new column is a term in the context, a property in the ontology and a property shape; no code.
"""

import hashlib
from functools import cache, cached_property
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.exceptions import ParserError
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from doelengraaf.errors import ShapesError
from doelengraaf.terms import Context

__all__ = ["EVIDENCE_COLUMNS", "Shapes"]

EVIDENCE_COLUMNS = ("source", "section", "lines")


class Shapes:
    """The SHACL shapes, with what they say of columns.

    Args:
        folder: the folder of Turtle files.
        context: the JSON-LD context.
    """

    def __init__(self, folder: Path, context: Context) -> None:
        self.graph = Graph()
        texts = [path.read_bytes() for path in sorted(folder.glob("*.ttl"))]
        for text, path in zip(texts, sorted(folder.glob("*.ttl")), strict=True):
            try:
                self.graph.parse(data=text, format="turtle")
            except (ParserError, SyntaxError, ValueError) as error:
                raise ShapesError(f"{path.name}: {str(error).strip().splitlines()[0]}") from error
        self.digest = hashlib.sha256(b"\0".join(texts)).hexdigest()
        """What is the same as long as the shapes are."""
        self.context = context

    def path_of(self, shape: Node) -> tuple[str, bool] | None:
        """Give (property, inverse) of a property shape; None for a longer path."""
        path = self.graph.value(shape, SH.path)
        inverse = self.graph.value(path, SH.inversePath) if path is not None else None
        if isinstance(inverse, URIRef):
            return str(inverse), True
        return (str(path), False) if isinstance(path, URIRef) else None

    @cached_property
    def _paths_of_class(self) -> dict[str, set[tuple[str, bool]]]:
        found: dict[str, set[tuple[str, bool]]] = {}
        for shape, target in self.graph.subject_objects(SH.targetClass):
            if not isinstance(shape, URIRef) or (shape, RDF.type, SH.NodeShape) not in self.graph:
                continue
            paths = found.setdefault(str(target), set())
            for one in self.graph.objects(shape, SH.property):
                path = self.path_of(one)
                if path:
                    paths.add(path)
        return found

    def allowed(self, table: str) -> list[str]:
        """Give the columns a table may have, in the order of the context.

        The evidence columns stand for ``dg:evidence``; ``agenda`` is filled in by the build and is no column.
        """
        return self._allowed(table)

    @cache  # noqa: B019
    def _allowed(self, table: str) -> list[str]:
        paths = self._paths_of_class.get(self.context.tables[table], set())
        evidence, agenda = self.context.columns["evidence"], self.context.columns["agenda"]
        columns = [name for name, path in self.context.columns.items() if path in paths - {evidence, agenda}]
        return ["id", *columns, *(EVIDENCE_COLUMNS if evidence in paths else ())]

    def column_of(self, table: str, path: str, inverse: bool, cells: set[str]) -> str:
        """Give the column that fills a property, preferring one the row has; for evidence that is ``lines``."""
        if path == self.context.columns["evidence"][0]:
            return "lines"
        names = [name for name in self.allowed(table) if self.context.columns.get(name) == (path, inverse)]
        return next((name for name in names if name in cells), names[0] if names else "")
