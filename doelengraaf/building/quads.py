"""Tables to graph: read every table, let the JSON-LD context make it RDF, write sorted N-Quads.

No class has mapping code of its own: a row is a JSON object whose keys are terms of ``ontology/context.jsonld``. Only two things are more
than a key and a value: a citation becomes a node (``evidence``), and a row of ``links.csv`` is both a plain statement and a node that
carries its basis and evidence.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from doelengraaf.building.tables import Built
from doelengraaf.columns import EVIDENCE_COLUMNS
from doelengraaf.errors import ShapesError
from doelengraaf.evidence import citation_text, citations, evidence_node
from doelengraaf.findings import Finding, must
from doelengraaf.mappings import mapping_objects
from doelengraaf.project import Project
from doelengraaf.tables import Row, split_cell
from doelengraaf.terms import BASE, BASES, ONTOLOGY_GRAPH, Context, agenda_base, graph_iri, graph_owner

__all__ = ["CURATED", "build_quads", "serialise"]

CURATED = ("topic", "partnerType", "formulation")
"""Columns that are always the editors' own classification: their statements go to the interpreted graph, whatever the row's basis."""
_TEXT = {
    "label",
    "labelEn",
    "prefLabel",
    "prefLabelEn",
    "definition",
    "definitionEn",
    "description",
    "note",
    "reason",
    "passedBy",
    "population",
    "text",
}


def build_quads(project: Project, built: Built, ontology: bool = True) -> Built:
    """Make RDF of what was read; adds quads (with those of the ontology unless told not to), origins and findings to ``built`` and returns it."""
    titles = {iri: title for agenda in built.agendas for iri, title in agenda.titles.items()}
    documents: dict[str, list[dict[str, Any]]] = {}
    for agenda in built.agendas:
        documents.setdefault(graph_iri(agenda.slug, "stated"), []).extend(agenda.objects(titles))
        built.findings += agenda.findings
        for iri, line in agenda.lines.items():
            name = "source-documents" if "/source-document/" in iri else "agendas"
            built.origins.setdefault(iri, []).append((name, Row(agenda.file, line, {})))
    for owner, table in built.tables:
        base = agenda_base(owner)
        for row in table.rows:
            if "id" not in row.cells:
                continue
            for basis, thing in _objects(row, table.name, owner, titles, built):
                documents.setdefault(graph_iri(owner, basis), []).append(thing)
                for node in thing.get("evidence", []):
                    built.origins.setdefault(node["id"], []).append((table.name, row))
            built.origins.setdefault(base + row.cells["id"], []).append((table.name, row))
            if table.name == "links":
                built.origins.setdefault(f"{base}{row.cells.get('subject', '')} links", []).append((table.name, row))
    for row in built.mappings:
        for iri, basis, thing in mapping_objects(row):
            documents.setdefault(graph_iri("mappings", basis), []).append(thing)
            built.origins.setdefault(iri, [("links", row)])
    for graph, things in sorted(documents.items()):
        built.quads.update(_to_quads(things, graph, built.context))
    if ontology:
        built.quads.update(ontology_quads(project))
    return built


def _objects(
    row: Row, table: str, owner: str, titles: dict[str, str], built: Built
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give (basis, JSON-LD object) for a row."""
    found, findings = citations(row, owner)
    built.findings += findings
    basis = row.cells.get("basis", "stated" if "basis" not in built.shapes.allowed(table) else "")
    if basis not in BASES:
        # The shape on dg:basis reports it; the row is kept with the stated ones so that its other faults are found too.
        basis = "stated"
    whole: dict[str, Any] = {"type": table}
    curated: dict[str, Any] = {}
    for column, text in row.cells.items():
        if column in EVIDENCE_COLUMNS:
            continue
        values = [text] if column in _TEXT or column == "id" else split_cell(text)
        if built.context.is_reference(column):
            built.findings += _check_references(row, column, values)
        (curated if column in CURATED else whole)[column] = values[0] if len(values) == 1 else values
    if owner != "shared":
        whole["agenda"] = f"agenda/{owner}"
    whole["evidence"] = [evidence_node(citation, titles) for citation in found]
    whole["citation"] = citation_text(found, titles) or None
    yield basis, whole
    if curated and basis in ("stated", "interpreted"):
        yield "interpreted", {"id": row.cells["id"], **curated}
    if table == "links" and {"subject", "property", "object"} <= set(row.cells):
        property_ = row.cells["property"]
        definition = built.context.terms.get(property_)
        kind = row.cells["subject"].removeprefix("../").partition("/")[0]
        of_kind = built.context.table_of_kind.get(kind)
        fits = not of_kind or property_ in built.shapes.allowed(of_kind)
        if fits and isinstance(definition, dict) and "@id" in definition and built.context.is_reference(property_):
            yield basis, {"id": row.cells["subject"], definition["@id"]: {"id": row.cells["object"]}}
        else:
            built.findings.append(
                must(
                    row.file,
                    row.line,
                    "property",
                    "Dit is geen kolom die bij het subject past en naar iets verwijst: gebruik bijvoorbeeld contributesTo of inArea.",
                    "This is no column that refers to a thing: use contributesTo or inArea, for instance.",
                    property_,
                )
            )


_REFERENCE = re.compile(
    r"(?:\.\./)?[a-z0-9]+(?:-{1,2}[a-z0-9]+)*(?:/[a-z0-9]+(?:-{1,2}[a-z0-9]+)*){0,3}|[a-z]+:[A-Za-z]+"
)


def _check_references(row: Row, column: str, values: Iterable[str]) -> Iterator[Finding]:
    """Find references that are no id and no web address: the JSON-LD reader would pass over them without a word."""
    for value in values:
        if _REFERENCE.fullmatch(value) or (column in ("property",) and value.isalnum()):
            continue
        if re.match(r"https?://[^/]+/", value):
            try:
                ox.NamedNode(value)
                continue
            except ValueError:
                pass
        yield must(
            row.file,
            row.line,
            column,
            "Dit is geen verwijzing: schrijf kind/korte-naam, een woord uit de lijst, of een volledig webadres zonder spaties.",
            "This is no reference: write kind/short-name, a word of the list, or a full web address without spaces.",
            value[:80],
        )


def _to_quads(things: list[dict[str, Any]], graph: str, context: Context) -> Iterator[ox.Quad]:
    base = agenda_base(graph_owner(graph))
    document = {"@context": [context.terms, {"@base": base}], "@id": graph, "@graph": things}
    return ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD, base_iri=base)


def ontology_quads(project: Project) -> Iterator[ox.Quad]:
    """Give the ontology, the concept schemes and the alignments as one named graph."""
    name = ox.NamedNode(ONTOLOGY_GRAPH)
    for path in [*sorted(project.ontology.glob("*.ttl")), *sorted((project.ontology / "schemes").glob("*.ttl"))]:
        # Blank nodes get a name from their file, so that two builds give the same bytes.
        names: dict[str, ox.NamedNode] = {}
        try:
            triples = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
        except (SyntaxError, ValueError) as error:
            raise ShapesError(f"{project.relative(path)}: {error}") from error
        for triple in triples:
            ends = []
            for term in (triple.subject, triple.object):
                if isinstance(term, ox.BlankNode):
                    term = names.setdefault(term.value, ox.NamedNode(f"{BASE}def/genid/{path.stem}-{len(names) + 1}"))
                ends.append(term)
            yield ox.Quad(ends[0], triple.predicate, ends[1], name)


def serialise(quads: Iterable[ox.Quad]) -> bytes:
    """Give quads as sorted N-Quads: the same quads give the same bytes."""
    return "".join(sorted(f"{quad} .\n" for quad in quads)).encode()
