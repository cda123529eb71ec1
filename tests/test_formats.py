"""Answers out: the same rows in every form, safe to open, with all it takes to trust and cite them."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from made_answers import FIGURES, HOSTILE, hand_made
from rdflib import Graph, Literal, URIRef
from rdflib.query import Result
from rdflib.term import Identifier

from doelengraaf.answers import Answer, Cell, Column
from doelengraaf.formats import FORMATS, to_csv, to_json, to_srj, to_srx, to_xlsx, turtle
from doelengraaf.formats.statements import jsonld
from doelengraaf.questions import Questions
from doelengraaf.store import Rows, Store, Term
from doelengraaf.terms import DG, ID

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


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def book_of(answer: Answer, language: str = "nl") -> Any:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(answer, language)))


def one_column(kind: str, *cells: Cell) -> Answer:
    column = Column("x", {"nl": "Wat", "en": "What"}, type=kind)
    return Answer("v", {"nl": "V"}, [column], [[cell] for cell in cells], len(cells), False, {}, "1", "0")


def test_csv_is_utf8_for_excel_and_holds_no_formula() -> None:
    data = to_csv(ANSWER)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert csv_rows(data) == [["Wie", "Wie (adres)", "Hoeveel"], ["'=1+1", "", "3"], ["Één", "https://x/een", ""]]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('=HYPERLINK("http://x";"y")', '\'=HYPERLINK("http://x";"y")'),
        ("+31 6", "'+31 6"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("＝1+1", "'＝1+1"),
        ("＋1+1", "'＋1+1"),
        ("－1+1", "'－1+1"),
        ("＠x", "'＠x"),
        ("  =1+1", "'  =1+1"),
        ("\u200b=1+1", "'\u200b=1+1"),
        ("\x00=1+1", "'=1+1"),
        ("wonen;=1+1", "wonen;'=1+1"),
        ("wonen\r\n=1+1", "wonen\r\n'=1+1"),
        ('wonen;"=1+1;', "wonen;'\"=1+1;"),
        ("\t=1+1", "'\t'=1+1"),
        ("; \u00a0=1+1", ";' \u00a0=1+1"),
        ("-0.5", "-0.5"),
        ("-5", "-5"),
        ("+3,2%", "+3,2%"),
        ("1.50", "1.50"),
        ("zorg = wonen; jeugd - 12+", "zorg = wonen; jeugd - 12+"),
        ("één, cliënten", "één, cliënten"),
    ],
)
def test_no_text_of_a_csv_becomes_a_formula_and_the_rest_stays(text: str, written: str) -> None:
    assert csv_rows(to_csv(one_column("text", Cell(text)))) == [["Wat"], [written]]


def test_csv_writes_numbers_and_dates_as_the_data_does() -> None:
    head, *rows = csv_rows(to_csv(FIGURES))
    assert head == [
        "Partner",
        "Partner (adres)",
        "Aantal",
        "Aandeel",
        "Datum",
        "Jaar",
        "Onderwerpen",
        "Zekerheid",
        "Zekerheid (adres)",
    ]
    assert rows[0][:7] == [
        "Steunpunt één – cliënten",
        ID + "partner-group/een",
        "-1234567.5",
        "0.2768",
        "2022-12-13",
        "2023",
        "jeugd; wonen",
    ]
    assert rows[1][1:6] == ["", "", "1", "2022", ""]
    assert csv_rows(to_csv(FIGURES, "en"))[0][:2] == ["Partner", "Partner (address)"]


def test_a_column_of_things_has_addresses_also_without_rows() -> None:
    empty = hand_made("leeg", {"partner": Column("partner", {"nl": "Partner"})}, Rows(("partner", "partnerNaam"), ()))
    assert csv_rows(to_csv(empty)) == [["Partner", "Partner (adres)"]]
    assert [cell.value for cell in book_of(empty)["Antwoord"][1]] == ["Partner", "Partner (adres)"]


def test_xlsx_has_typed_cells_a_frozen_header_and_says_what_it_is() -> None:
    book = book_of(ANSWER)
    sheet, about = book["Antwoord"], book["Over dit antwoord"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Wie", "Wie (adres)", "Hoeveel"],
        ["=1+1", None, 3],
        ["Één", "https://x/een", None],
    ]
    assert sheet["A2"].data_type == "s", "text, no formula"
    assert sheet["B3"].hyperlink is None, "not an address of ours"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C3"
    facts = {row[0].value: row[1].value for row in about.iter_rows()}
    assert facts["Gekozen g"] == "a"
    assert "CC0" in facts["Licentie"]
    assert "0.1.0+abc" in facts["Verwijs zo"]


def test_xlsx_types_each_column() -> None:
    sheet = book_of(FIGURES)["Antwoord"]
    partner, address, number, share, day, year, topics = sheet[2][:7]
    assert (partner.value, topics.value) == ("Steunpunt één – cliënten", "jeugd; wonen")
    assert (number.data_type, number.value, number.number_format) == ("n", -1234567.5, "General")
    assert (share.data_type, share.value, share.number_format) == ("n", 0.2768, "0.0%")
    assert (day.value, day.number_format) == (datetime(2022, 12, 13), "d-m-yyyy")
    assert (year.value, year.number_format) == (2023, "0")
    assert (sheet["D3"].value, sheet["D3"].number_format) == (1, "0.0%")
    assert (sheet["E3"].value, sheet["E3"].data_type) == ("2022", "s"), "a year among days is no day"
    assert address.hyperlink.target == address.value == ID + "partner-group/een"
    assert sheet["I2"].hyperlink.target == ID + "basis/stated"
    # Addresses are there and folded away.
    assert sheet.column_dimensions["B"].hidden
    assert not sheet.column_dimensions["A"].hidden
    assert all(width.width <= 49 for width in sheet.column_dimensions.values())


@pytest.mark.parametrize(
    ("language", "sheet", "about", "facts"),
    [
        (
            "nl",
            "Antwoord",
            "Over dit antwoord",
            {
                "Vraag": "Hoeveel partners?",
                "Naam van de vraag": "cijfers",
                "Gekozen gemeente": "krimpenerwaard, cranendonck",
                "Zekerheid": "letterlijk, geduid",
                "Aantal rijen": 3,
                "Afgekapt": "ja, hier staan de eerste 2 rijen",
                "Versie van de vraag": "4",
                "Versie van de gegevens": "0.1.0+abc",
            },
        ),
        (
            "en",
            "Answer",
            "About this answer",
            {
                "Question": "How many partners?",
                "Name of the question": "cijfers",
                "Chosen gemeente": "krimpenerwaard, cranendonck",
                "Basis": "letterlijk, geduid",
                "Number of rows": 3,
                "Cut": "yes, these are the first 2 rows",
                "Version of the question": "4",
                "Version of the data": "0.1.0+abc",
                "Cite as": "Doelengraaf, question 'cijfers' (version 4), gemeente=krimpenerwaard, cranendonck, data 0.1.0+abc, CC0 1.0.",
            },
        ),
    ],
)
def test_xlsx_says_what_it_is_in_a_language(language: str, sheet: str, about: str, facts: dict[str, str | int]) -> None:
    book = book_of(FIGURES, language)
    assert book.sheetnames == [sheet, about]
    assert all(len(name) <= 31 for name in book.sheetnames)
    said = {row[0].value: row[1].value for row in book[about].iter_rows()}
    assert {name: said[name] for name in facts} == facts


def test_xlsx_stays_whole_with_text_that_does_not_fit() -> None:
    odd = [Cell("a\x00b\x0bc\x1f\x7f\ufffe"), Cell("😀" * 20_000), Cell("r" * 32_767), Cell("_x0041_ regel\r\ntwee")]
    column = book_of(one_column("text", *odd))["Antwoord"]["A"]
    assert column[1].value == "abc"
    assert column[2].value.endswith("😀 … [afgekapt: in een cel passen niet meer dan 32.767 tekens]")
    assert len(column[2].value.encode("utf-16-le")) <= 2 * 32_767
    assert column[3].value == "r" * 32_767
    assert column[4].value == "_x0041_ regel\ntwee"


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("number", Cell("7"), 7),
        ("number", Cell("omstreeks 7"), "omstreeks 7"),
        ("number", Cell("NaN", "", float("nan")), "NaN"),
        ("number", Cell("1.0E3", "", 1000.0), 1000),
        ("share", Cell("0.5", "", 0.5), 0.5),
        ("year", Cell("2020"), 2020),
        ("year", Cell("2020-2023"), "2020-2023"),
        ("date", Cell("2022-12-13Z"), "2022-12-13"),
        ("date", Cell("2022-13-45"), "2022-13-45"),
        ("date", Cell("1848-11-03"), "1848-11-03"),
        ("text", Cell("2020"), "2020"),
        ("text", Cell(""), None),
        ("list", Cell("a; b", items=("a", "b")), ["a", "b"]),
        ("list", Cell(""), []),
        ("thing", Cell("Eén", ID + "x/een"), {"id": ID + "x/een", "label": "Eén"}),
    ],
)
def test_json_types_a_value(kind: str, cell: Cell, value: object) -> None:
    document = json.loads(to_json(one_column(kind, cell)), parse_constant=pytest.fail)
    assert document["rows"] == [{"x": value}]
    assert document["columns"] == [{"name": "x", "label": {"nl": "Wat", "en": "What"}, "type": kind}]
    # What is no day in Excel, such as one before 1900, is text there.
    assert book_of(one_column(kind, cell))["Antwoord"].max_row >= 1


def test_json_holds_all_it_takes_to_cite() -> None:
    document = json.loads(to_json(FIGURES))
    assert {name: document[name] for name in ("question", "total", "truncated", "questionVersion", "bases")} == {
        "question": "cijfers",
        "total": 3,
        "truncated": True,
        "questionVersion": "4",
        "bases": ["letterlijk", "geduid"],
    }
    assert document["parameters"] == {"gemeente": ["krimpenerwaard", "cranendonck"], "onderwerp": []}
    assert document["datasetVersion"] in document["citation"]
    assert document["licence"].startswith("https://creativecommons.org/")
    assert document["rows"][0]["onderwerpen"] == ["jeugd", "wonen"]
    assert document["rows"][1]["partner"] == '=HYPERLINK("https://kwaad.example";"klik")'


@pytest.mark.parametrize("answer", [FIGURES, HOSTILE], ids=["figures", "hostile"])
def test_sparql_results_give_the_rows_of_the_engine(answer: Answer) -> None:
    expected = [
        {str(name): written(term) for name, term in zip(answer.source.variables, row, strict=True) if term}
        for row in answer.source.rows
    ]
    for form, data in (("json", to_srj(answer)), ("xml", to_srx(answer))):
        found = Result.parse(io.BytesIO(data), format=form)
        assert [str(name) for name in found.vars or ()] == list(answer.source.variables)
        assert [{str(name): term for name, term in row.items()} for row in found.bindings] == expected


def written(term: Term) -> Identifier:
    if term.kind == "iri":
        return URIRef(term.value)
    return Literal(term.value, lang=term.language or None, datatype=term.datatype or None)


def test_sparql_results_in_xml_leave_out_what_xml_cannot_hold() -> None:
    answer = hand_made("x", {"x": Column("x", {"nl": "X"})}, Rows(("x",), [[Term("literal", "a\x00\x0bb")]]))
    assert [
        str(row[0]) for row in Result.parse(io.BytesIO(to_srx(answer)), format="xml") if not isinstance(row, bool)
    ] == ["ab"]


def test_turtle_holds_the_contributions_with_their_evidence(questions: Questions) -> None:
    answer = questions.ask("partners-per-doel", {"gemeente": ["cranendonck"], "basis": ["stated"]})
    graph = Graph().parse(data=FORMATS["ttl"].render(answer, questions.store), format="turtle")
    contributions = {URIRef(cell.iri) for row in answer.rows for cell in row if "/contribution/" in cell.iri}
    assert contributions
    for one in contributions:
        assert graph.value(one, URIRef(DG + "partner"))
        place = graph.value(one, URIRef(DG + "evidence"))
        assert graph.value(place, URIRef("http://www.w3.org/ns/oa#hasSource"))


@pytest.mark.parametrize("name", ["partners-per-doel", "omvang-en-dichtheid", "indicatoren-van-een-doel"])
def test_jsonld_holds_the_statements_of_turtle(questions: Questions, name: str) -> None:
    answer = questions.ask(name, {"gemeente": ["cranendonck"]})
    first = Graph().parse(data=FORMATS["ttl"].render(answer, questions.store), format="turtle")
    data = FORMATS["jsonld"].render(answer, questions.store)
    assert set(first) == set(Graph().parse(data=data, format="json-ld"))
    assert len(first) > 10
    assert json.loads(data)["@context"]["dg"] == DG


def test_rdf_escapes_what_it_must_and_keeps_literals_as_written() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    values = [
        Term("literal", 'a "quote" \\ and\nline', "nl"),
        Term("literal", "1.50", "", xsd + "decimal"),
        Term("literal", "7", "", xsd + "integer"),
        Term("literal", "2022-12-13", "", xsd + "date"),
        Term("literal", "=1+1"),
    ]
    triples = [(Term("iri", "https://x/a"), Term("iri", "https://x/p"), value) for value in values]
    expected = {(value.value, value.language or None, value.datatype or None) for value in values}
    for data, form in ((turtle(triples), "turtle"), (jsonld(triples), "json-ld")):
        found = {
            (str(o), o.language, o.datatype and str(o.datatype))
            for o in Graph().parse(data=data, format=form).objects()
            if isinstance(o, Literal)
        }
        assert found == expected


def test_every_format_gives_the_same_number_of_rows(questions: Questions) -> None:
    answer = questions.ask("partners-per-doel", {"onderwerp": ["eenzaamheid"]})
    made = {name: form.render(answer, questions.store) for name, form in FORMATS.items()}
    assert len(csv_rows(made["csv"])) == answer.total + 1
    assert len(json.loads(made["json"])["rows"]) == answer.total
    assert openpyxl.load_workbook(io.BytesIO(made["xlsx"]))["Antwoord"].max_row == answer.total + 1
    assert len(json.loads(made["srj"])["results"]["bindings"]) == answer.total
    assert made["srx"].count(b"<result>") == answer.total


def test_every_format_has_its_own_name_media_type_and_words(store: Store) -> None:
    assert list(FORMATS) == ["csv", "xlsx", "json", "ttl", "jsonld", "srj", "srx"]
    assert len({form.media_type for form in FORMATS.values()}) == len(FORMATS)
    for form in FORMATS.values():
        assert form.label["nl"]
        assert form.label["en"]
    assert "Partner (address)" in FORMATS["csv"].render(FIGURES, store, "en").decode()


def test_the_command_gives_english_headings(run: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    asked = ("ask", "partners-per-doel", "--gemeente", "cranendonck", "--onderwerp", "eenzaamheid", "--lang", "en")
    assert run(*asked).stdout.startswith("Municipality\tPartner\tAim\t")
    assert run(*asked, "--format", "csv").stdout.lstrip("\ufeff").startswith("Municipality,Municipality (address),")
