"""Answers out: the same rows in every form, safe to open."""

import csv
import io
import json

import openpyxl
from rdflib import Graph, URIRef

from doelengraaf.answers import Answer, Cell, Column
from doelengraaf.formats import FORMATS, to_csv, to_json, to_xlsx, turtle
from doelengraaf.questions import Questions
from doelengraaf.store import Term
from doelengraaf.terms import DG

ANSWER = Answer(
    "vraag",
    {"nl": "Vraag"},
    [Column("wie", {"nl": "Wie"}), Column("hoeveel", {"nl": "Hoeveel"})],
    [[Cell("=1+1"), Cell("3", "", 3.0)], [Cell("Één", "https://x/een"), Cell()]],
    2,
    False,
    {"g": ["a"]},
    "1",
    "0.1.0+abc",
)


def test_csv_is_utf8_for_excel_and_holds_no_formula() -> None:
    data = to_csv(ANSWER)
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig")))) == [
        ["Wie", "Wie (adres)", "Hoeveel"],
        ["'=1+1", "", "3"],
        ["Één", "https://x/een", ""],
    ]


def test_xlsx_has_typed_cells_a_frozen_header_and_says_what_it_is() -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(ANSWER)))
    sheet, about = book["Antwoord"], book["Over dit antwoord"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Wie", "Hoeveel"],
        ["=1+1", 3],
        ["Één", None],
    ]
    assert sheet["A2"].data_type == "s", "text, no formula"
    assert sheet.freeze_panes == "A2"
    facts = {row[0].value: row[1].value for row in about.iter_rows()}
    assert facts["Gekozen g"] == "a"
    assert "CC0" in facts["Licentie"]
    assert "0.1.0+abc" in facts["Verwijs zo"]


def test_json_holds_all_it_takes_to_cite() -> None:
    document = json.loads(to_json(ANSWER))
    assert document["rows"] == [
        {"wie": "=1+1", "hoeveel": 3.0},
        {"wie": {"id": "https://x/een", "label": "Één"}, "hoeveel": None},
    ]
    assert {"total", "truncated", "datasetVersion", "questionVersion", "licence", "citation", "parameters"} <= set(
        document
    )


def test_turtle_holds_the_contributions_with_their_evidence(questions: Questions) -> None:
    answer = questions.ask("partners-per-doel", {"gemeente": ["cranendonck"], "basis": ["stated"]})
    graph = Graph().parse(data=FORMATS["ttl"].render(answer, questions.store), format="turtle")
    contributions = {URIRef(cell.iri) for row in answer.rows for cell in row if "/contribution/" in cell.iri}
    assert contributions
    for one in contributions:
        assert graph.value(one, URIRef(DG + "partner"))
        place = graph.value(one, URIRef(DG + "evidence"))
        assert graph.value(place, URIRef("http://www.w3.org/ns/oa#hasSource"))


def test_turtle_escapes_what_it_must() -> None:
    odd = 'a "quote" \\ and\nline'
    data = turtle([(Term("iri", "https://x/a"), Term("iri", "https://x/p"), Term("literal", odd, "nl"))])
    assert [str(o) for o in Graph().parse(data=data, format="turtle").objects()] == [odd]


def test_every_format_gives_the_same_number_of_rows(questions: Questions) -> None:
    answer = questions.ask("partners-per-doel", {"onderwerp": ["eenzaamheid"]})
    made = {name: form.render(answer, questions.store) for name, form in FORMATS.items()}
    assert len(list(csv.reader(io.StringIO(made["csv"].decode("utf-8-sig"))))) == answer.total + 1
    assert len(json.loads(made["json"])["rows"]) == answer.total
    assert openpyxl.load_workbook(io.BytesIO(made["xlsx"]))["Antwoord"].max_row == answer.total + 1
