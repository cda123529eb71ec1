"""Answers out: CSV, XLSX, JSON, Turtle and a table for a terminal."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import xlsxwriter
from rdflib import Graph as RdfGraph

from doelengraaf.answers import LICENCE, Answer, Cell
from doelengraaf.store import Graph, Store, Term, Triple, iri, literal
from doelengraaf.terms import ID

__all__ = ["FORMATS", "Format", "to_csv", "to_json", "to_turtle", "to_xlsx"]

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def _safe(text: str) -> str:
    """Keep a spreadsheet from taking text for a formula (OWASP, CSV injection)."""
    return "'" + text if text.startswith(_RISKY) else text


def to_csv(answer: Answer, language: str = "nl") -> bytes:
    """Give an answer as UTF-8 CSV with a BOM, so that Excel reads it right; things get a second column with their address."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    things = [any(row[place].iri for row in answer.rows) for place in range(len(answer.columns))]
    heads: list[str] = []
    for column, is_thing in zip(answer.columns, things, strict=True):
        heads += [column.heading(language)] + ([column.heading(language) + " (adres)"] if is_thing else [])
    writer.writerow(heads)
    for row in answer.rows:
        line: list[str] = []
        for cell, is_thing in zip(row, things, strict=True):
            line += [_safe(cell.text)] + ([cell.iri] if is_thing else [])
        writer.writerow(line)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_json(answer: Answer, language: str = "nl") -> bytes:
    """Give an answer as JSON with all that it takes to trust and cite it."""

    def value(cell: Cell) -> object:
        if cell.iri:
            return {"id": cell.iri, "label": cell.text}
        return cell.number if cell.number is not None else (cell.text or None)

    document = {
        "question": answer.question,
        "title": answer.title,
        "parameters": answer.parameters,
        "columns": [{"name": column.name, "label": column.label} for column in answer.columns],
        "rows": [
            {column.name: value(cell) for column, cell in zip(answer.columns, row, strict=True)} for row in answer.rows
        ],
        "total": answer.total,
        "truncated": answer.truncated,
        "questionVersion": answer.question_version,
        "datasetVersion": answer.dataset_version,
        "licence": LICENCE,
        "citation": answer.citation(),
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def to_xlsx(answer: Answer, language: str = "nl") -> bytes:
    """Give an answer as an Excel workbook: the rows with a frozen, filterable header, and a sheet that says what it is."""
    out = io.BytesIO()
    # Text stays text: nothing in a cell becomes a formula or a link by itself.
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    bold = book.add_format({"bold": True, "text_wrap": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("Antwoord")
    for place, column in enumerate(answer.columns):
        sheet.write_string(0, place, column.heading(language), bold)
        sheet.set_column(place, place, 42 if column.name in ("doel", "bewijs") else 24, wrap)
        for line, row in enumerate(answer.rows, 1):
            cell = row[place]
            if cell.number is not None:
                sheet.write_number(line, place, cell.number, wrap)
            elif cell.text:
                sheet.write_string(line, place, cell.text, wrap)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(answer.rows), 1), len(answer.columns) - 1)
    about = book.add_worksheet("Over dit antwoord")
    about.set_column(0, 0, 24, bold)
    about.set_column(1, 1, 100, wrap)
    facts = [
        ("Vraag", answer.title.get(language) or answer.title.get("nl", answer.question)),
        *((f"Gekozen {name}", ", ".join(values)) for name, values in answer.parameters.items() if values),
        ("Aantal rijen", f"{answer.total}" + (f", afgekapt op {len(answer.rows)}" if answer.truncated else "")),
        ("Versie van de vraag", answer.question_version),
        ("Versie van de gegevens", answer.dataset_version),
        ("Licentie", f"CC0 1.0, {LICENCE}"),
        ("Verwijs zo", answer.citation()),
    ]
    for line, (name, text) in enumerate(facts):
        about.write_string(line, 0, name, bold)
        about.write_string(line, 1, text, wrap)
    book.close()
    return out.getvalue()


def to_turtle(answer: Answer, store: Store) -> bytes:
    """Give the statements an answer rests on: all that is said of the contributions and paths it names, with their evidence."""
    named = {
        cell.iri
        for row in answer.rows
        for cell in row
        if cell.iri.startswith(ID + "derivation/") or "/contribution/" in cell.iri
    }
    things = sorted(named) or sorted({cell.iri for row in answer.rows for cell in row if cell.iri})
    triples: set[Triple] = set()
    for start in range(0, len(things), 500):
        values = " ".join(iri(thing) for thing in things[start : start + 500])
        for query in (
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o }}",
            f"CONSTRUCT {{ ?e ?p ?o . ?l ?q ?r }} WHERE {{ VALUES ?s {{ {values} }} ?s <https://w3id.org/doelengraaf/def#evidence> ?e . "
            "{ ?e ?p ?o } UNION { ?e <http://www.w3.org/ns/oa#hasSelector> ?l . ?l ?q ?r } }",
        ):
            found = store.query(query)
            triples.update(found.triples if isinstance(found, Graph) else ())
    return turtle(triples)


def turtle(triples: Iterable[Triple]) -> bytes:
    """Give triples as Turtle with the project's prefixes."""
    graph = RdfGraph()
    graph.parse(data="".join(f"{_nt(s)} {_nt(p)} {_nt(o)} .\n" for s, p, o in triples), format="nt")
    for prefix, namespace in _PREFIXES.items():
        graph.bind(prefix, namespace, override=True)
    return graph.serialize(format="turtle", encoding="utf-8")


def _nt(term: Term) -> str:
    if term.kind == "iri":
        return iri(term.value)
    return f"_:{term.value}" if term.kind == "blank" else literal(term.value, term.language, term.datatype)


_PREFIXES: Mapping[str, str] = {
    "dg": "https://w3id.org/doelengraaf/def#",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "bibo": "http://purl.org/ontology/bibo/",
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "schema": "https://schema.org/",
}


@dataclass(frozen=True)
class Format:
    """A form an answer can be had in.

    Args:
        name: what people ask for, which is also the file's ending.
        media_type: what it is sent as.
        render: makes the bytes.
    """

    name: str
    media_type: str
    render: Callable[[Answer, Store], bytes]


FORMATS = {
    form.name: form
    for form in (
        Format("csv", "text/csv; charset=utf-8", lambda answer, store: to_csv(answer)),
        Format(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            lambda answer, store: to_xlsx(answer),
        ),
        Format("json", "application/json", lambda answer, store: to_json(answer)),
        Format("ttl", "text/turtle; charset=utf-8", to_turtle),
    )
}
