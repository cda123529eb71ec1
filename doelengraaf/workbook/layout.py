"""Which sheets a workbook has, and which columns each: made of the context, the shapes and the names in the ontology, so a new column needs no code."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rdflib import Graph, URIRef
from rdflib.namespace import RDFS, SH, SKOS
from rdflib.term import Literal, Node

from doelengraaf.agenda_form import PARTS
from doelengraaf.building.tables import SHARED_KINDS
from doelengraaf.columns import Shapes
from doelengraaf.project import Project
from doelengraaf.terms import Context
from doelengraaf.workbook.choices import Choices
from doelengraaf.workbook.words import COVERAGE, HEADINGS, HELP, SHEETS, SOURCES, TERMS, plain

__all__ = ["Column", "Layout", "SheetPlan"]


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    Args:
        name: its name in the table.
        heading: its Dutch heading.
        names: what it may be called, compared by ``plain``.
        help: what an editor does with it, in Dutch.
        required: whether each row needs it.
        single: whether a cell holds one value at most.
        kinds: the kinds its cells may refer to; nothing for text.
        choice: the list its values come from; nothing when they are free.
    """

    name: str
    heading: str
    names: frozenset[str]
    help: str
    required: bool = False
    single: bool = True
    kinds: tuple[str, ...] = ()
    choice: str = ""


@dataclass(frozen=True)
class SheetPlan:
    """One sheet.

    Args:
        table: the table its rows go to, such as ``goals``; a part of ``agenda.toml`` for the sources and local words.
        name: its Dutch name.
        names: what it may be called, compared by ``plain``.
        help: what stands in it, in Dutch.
        columns: its columns, in order.
        shared: whether its rows are additions to ``data/shared``.
        kind: what its ids start with; nothing when it has none.
    """

    table: str
    name: str
    names: frozenset[str]
    help: str
    columns: Sequence[Column]
    shared: bool = False
    kind: str = ""

    def column(self, name: str) -> Column | None:
        """Give a column by its name in the table."""
        return next((one for one in self.columns if one.name == name), None)


@dataclass
class Layout:
    """All sheets of a workbook.

    Args:
        project: where context, shapes, ontology and shared tables are.
    """

    project: Project
    context: Context = field(init=False)
    shapes: Shapes = field(init=False)
    choices: Choices = field(init=False)
    _names: Graph = field(init=False)

    def __post_init__(self) -> None:
        self.context = Context.read(self.project.context)
        self.shapes = Shapes(self.project.shapes, self.context)
        self._names = Graph()
        for path in sorted(self.project.ontology.glob("*.ttl")):
            self._names.parse(path, format="turtle")
        self.choices = Choices.read(self.project, self.context, self._class_names())
        self.choices.add("property", {name: self._heading(name)[0] for name in self._link_columns()})

    def _class_names(self) -> dict[str, str]:
        """Give the local name of each class to its Dutch label, for the local words of an agenda."""
        classes = [URIRef(iri) for iri in self.context.tables.values()]
        parents = {parent for one in classes for parent in self._names.objects(one, RDFS.subClassOf)}
        found = {}
        for one in sorted({*classes, *(p for p in parents if isinstance(p, URIRef))}):
            local = str(one).rpartition("#")[2]
            if str(one).startswith(self.context.expand("dg:")) and self._text(one, RDFS.label):
                found[local] = self._text(one, RDFS.label)
        return found

    def _link_columns(self) -> list[str]:
        """Give the columns that refer to a thing and are a property: what a row of ``links`` may say."""
        used = {name for table in SHEETS if table != "coverage" for name in self.shapes.allowed(table)}
        skipped = {
            "basis",
            "subject",
            "property",
            "object",
            "partner",
            "role",
            "via",
            "viaAgenda",
            "to",
            "inScheme",
            "measures",
            "progress",
            "about",
        }
        return [
            name
            for name in self.context.columns
            if name in used - skipped and self.context.is_reference(name) and not name.endswith("Match")
        ]

    def _heading(self, name: str) -> tuple[str, str]:
        iri = URIRef(self.context.columns.get(name, ("", False))[0])
        return HEADINGS.get(name) or (self._text(iri, RDFS.label) or name, self._text(iri, RDFS.label, "en") or name)

    def _text(self, subject: Node, predicate: URIRef, language: str = "nl") -> str:
        for one in self._names.objects(subject, predicate):
            if isinstance(one, Literal) and one.language == language:
                return str(one)
        return ""

    @cached_property
    def plans(self) -> Mapping[str, SheetPlan]:
        """Table to sheet, in the order of the workbook; the two parts of ``agenda.toml`` with rows come first."""
        parts = [self._part("source", SOURCES), self._part("localTerm", TERMS)]
        return {plan.table: plan for plan in (*parts, *(self._table(table) for table in SHEETS))}

    def tables(self) -> Iterator[SheetPlan]:
        """Give the sheets whose rows go to a table."""
        return (plan for table, plan in self.plans.items() if table not in PARTS)

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """Column to its Dutch heading, wherever it stands."""
        plans = [*(plan for plan in self.plans.values() if plan.table in PARTS), *reversed(list(self.tables()))]
        return {one.name: one.heading for plan in plans for one in plan.columns}

    def _part(self, part: str, name: str) -> SheetPlan:
        required = {"slug", "label", "file", "class", "term", "source"} | ({"lines"} if part == "localTerm" else set())
        columns = []
        for key in (*PARTS[part], "comment"):
            nl, en = HEADINGS[key]
            if part == "source" and key == "lines":
                nl, en = "aantal regels", "number of lines"
            text = "Het aantal regels van het tekstbestand." if nl == "aantal regels" else HELP.get(key, "")
            choice = "class" if key == "class" else "source" if (part, key) == ("localTerm", "source") else ""
            columns.append(
                Column(key, nl, frozenset({plain(nl), plain(en), plain(key)}), text, key in required, choice=choice)
            )
        text = (
            "De documenten waaruit u overneemt: elk PDF-bestand als tekstbestand, met een kort kenmerk."
            if part == "source"
            else "Welk woord uw gemeente gebruikt voor een soort: zegt u opgave of thema, doel of ambitie?"
        )
        return SheetPlan(part, name, frozenset({plain(name), plain(part)}), text, columns)

    def _table(self, table: str) -> SheetPlan:
        name = SHEETS[table]
        names = {plain(name), plain(table), plain(table.replace("-", " "))}
        if table == "coverage":
            columns = []
            for key in ("source", "lines", "section", "status", "note"):
                nl, en = HEADINGS.get(key, ("opmerking", "note"))
                choice = key if key in ("source", "status") else ""
                columns.append(
                    Column(
                        key,
                        nl,
                        frozenset({plain(nl), plain(en), key}),
                        HELP[key],
                        key not in ("section", "note"),
                        choice=choice,
                    )
                )
            text = "Welk deel van elk document u gelezen hebt, en wat er niets oplevert: zo weet een lezer dat niets is overgeslagen."
            return SheetPlan(table, COVERAGE, frozenset(names), text, columns)
        iri = URIRef(self.context.tables[table])
        kind = self.context.kind(table)
        shared = kind in SHARED_KINDS
        names.add(plain(self._text(iri, RDFS.label)))
        names.add(plain(self._text(iri, RDFS.label, "en")))
        columns = [self._column(one, table, shared) for one in self.shapes.allowed(table)]
        text = self._text(iri, SKOS.definition) or "Een verband tussen twee dingen dat een eigen bewijsplaats heeft."
        return SheetPlan(table, name, frozenset(names - {""}), text, columns, shared, kind)

    def _column(self, name: str, table: str, shared: bool) -> Column:
        iri, inverse = self.context.columns.get(name, ("", False))
        nl, en = self._heading(name)
        shape = self._shape_of(table, (iri, inverse))
        text = HELP.get(name) or self._text(URIRef(iri), SKOS.definition)
        example = self._text(URIRef(iri), SKOS.example)
        if shape is not None and name not in HELP:
            text += f" {self._message(shape)}"
        if example and name not in HELP:
            text += f" Bijvoorbeeld: {example}"
        choice = self.choices.list_of(name)
        if name in ("source",) and not shared:
            choice = "source"
        if name == "property":
            choice = "property"
        return Column(
            name,
            nl,
            frozenset({plain(nl), plain(en), plain(name)}),
            text.strip(),
            name == "id"
            or (shape is not None and self._at_least_one(shape) and name not in ("labelEn", "prefLabelEn")),
            name == "id" or (shape is not None and self.shapes.graph.value(shape, SH.maxCount) is not None),
            self._kinds_of(name, shape) if shape is not None and not choice else (),
            choice,
        )

    def _at_least_one(self, shape: Node) -> bool:
        graph = self.shapes.graph
        return any(graph.value(shape, count) is not None for count in (SH.minCount, SH.qualifiedMinCount))

    def _shape_of(self, table: str, path: tuple[str, bool]) -> Node | None:
        graph = self.shapes.graph
        for node in graph.subjects(SH.targetClass, URIRef(self.context.tables[table])):
            for one in graph.objects(node, SH.property):
                if self.shapes.path_of(one) == path:
                    return one
        return None

    def _message(self, shape: Node) -> str:
        texts = [one for one in self.shapes.graph.objects(shape, SH.message) if isinstance(one, Literal)]
        return next((str(one) for one in texts if one.language == "nl"), "")

    def _kinds_of(self, column: str, shape: Node) -> tuple[str, ...]:
        """Give the kinds a column may refer to, by the classes its shape names."""
        if column == "viaAgenda":
            return ("agenda",)
        graph = self.shapes.graph
        classes = set(graph.objects(shape, SH["class"]))
        for options in graph.objects(shape, SH["or"]):
            classes |= {one for part in graph.items(options) for one in graph.objects(part, SH["class"])}
        found = []
        for table in self.context.tables:
            iri = URIRef(self.context.tables[table])
            if iri in classes or any(parent in classes for parent in self._names.objects(iri, RDFS.subClassOf)):
                found.append(self.context.kind(table))
        return tuple(kind for kind in found if kind != "agenda" or column == "municipality")
