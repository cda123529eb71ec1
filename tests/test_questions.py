"""The saved questions: the header, the parameters, hostile values, and the answer against expectations written by hand."""

import csv
from pathlib import Path

import pytest

from doelengraaf.binding import bind, parameters_in
from doelengraaf.errors import ParameterError, QueryError, QuestionFileError, QuestionNotFoundError
from doelengraaf.parameters import Parameter, parse_token
from doelengraaf.picking import Choice
from doelengraaf.question_file import read_question
from doelengraaf.questions import Questions
from doelengraaf.store import OxigraphStore, Rows, Store

MAIN = "partners-per-doel"
HERE = Path(__file__).parent
HEADER = "#+ summary: x\n#+ description: x\n#+ title: {nl: x}\n#+ tags: [x]\n#+ number: 1\n#+ rows: 1\n#+ columns: {s: {nl: S}}\n"


def table(questions: Questions, **asked: list[str]) -> list[dict[str, str]]:
    answer = questions.ask(MAIN, asked)
    return [{column.name: cell.text for column, cell in zip(answer.columns, row, strict=True)} for row in answer.rows]


def test_answer_holds_what_was_read_in_the_documents(questions: Questions) -> None:
    rows = table(questions)
    found = {(r["gemeente"], r["partner"], r["rol"], r["via"], r["onder"], r["basis"]) for r in rows}
    loose = {row[:5] for row in found}
    wrong = []
    with (HERE / "expected" / f"{MAIN}.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    assert len(expected) >= 25
    for row in expected:
        key = (row["gemeente"], row["partner"], row["rol"], row["via"], row["onder"])
        if row["zekerheid"] == "-":
            wrong += [f"mag er niet zijn: {row}"] if key in loose else []
        elif (*key, row["zekerheid"]) not in found:
            wrong.append(f"ontbreekt: {row}")
    assert not wrong, "\n".join(wrong)


def test_every_row_says_where_it_is_written(questions: Questions) -> None:
    for row in table(questions):
        if row["basis"] == "niet vermeld":
            assert not row["partner"]
            continue
        assert all(row[name] for name in ("gemeente", "partner", "rol", "basis")), row
        assert "regel" in row["bewijs"], row
        assert row["doel"] or row["via"], row


def test_an_agenda_that_says_nothing_is_not_left_out(questions: Questions) -> None:
    # Cranendonck names no public health service as partner: GGD Brabant-Zuidoost is only the source of a figure (209).
    rows = table(questions, partnertype=["ggd"])
    assert {r["gemeente"] for r in rows} == {"Cranendonck", "Krimpenerwaard", "Vijfheerenlanden", "Wijk bij Duurstede"}
    assert [(r["partner"], r["basis"]) for r in rows if r["gemeente"] == "Cranendonck"] == [("", "niet vermeld")]


@pytest.mark.parametrize(
    ("asked", "column", "allowed"),
    [
        ({"gemeente": ["krimpenerwaard", "vijfheerenlanden"]}, "gemeente", {"Krimpenerwaard", "Vijfheerenlanden"}),
        ({"partner": ["kwadraad"], "gemeente": ["krimpenerwaard"]}, "partner", {"Kwadraad"}),
        ({"rol": ["takes-part", "executes"], "gemeente": ["krimpenerwaard"]}, "rol", {"doet mee", "voert uit"}),
        ({"basis": ["stated"]}, "basis", {"letterlijk", "niet vermeld"}),
    ],
)
def test_filters(questions: Questions, asked: dict[str, list[str]], column: str, allowed: set[str]) -> None:
    rows = table(questions, **asked)
    assert rows
    assert {row[column] for row in rows if row["partner"] or column == "basis"} <= allowed
    assert len(rows) < len(table(questions))


def test_a_broader_topic_includes_the_narrower(questions: Questions) -> None:
    narrow = {(r["partner"], r["doel"], r["via"]) for r in table(questions, onderwerp=["eenzaamheid"]) if r["partner"]}
    broad = {
        (r["partner"], r["doel"], r["via"]) for r in table(questions, onderwerp=["sociale-samenhang"]) if r["partner"]
    }
    assert narrow
    assert narrow < broad


def test_two_values_give_the_rows_of_both(questions: Questions) -> None:
    def keys(*topics: str) -> set[tuple[str, ...]]:
        return {tuple(row.values()) for row in table(questions, onderwerp=list(topics)) if row["partner"]}

    both = keys("eenzaamheid", "wonen")
    assert both == keys("eenzaamheid") | keys("wonen")
    assert len(both) == len([r for r in table(questions, onderwerp=["eenzaamheid", "wonen"]) if r["partner"]]), (
        "no row twice"
    )


def test_labels_and_addresses_are_understood_too(questions: Questions) -> None:
    by_slug = table(questions, gemeente=["wijk-bij-duurstede"])
    assert by_slug == table(questions, gemeente=["Wijk bij Duurstede"])
    assert by_slug == table(questions, gemeente=["https://w3id.org/doelengraaf/id/municipality/wijk-bij-duurstede"])


HOSTILE = [
    "'",
    '"',
    '"""',
    "}",
    "{ ?s ?p ?o }",
    "> . DROP ALL",
    "<x>",
    "# rest",
    "\\",
    "a\nb",
    "\u202e",
    "\x00",
    "x" * 10_000,
    "?s",
    "1=1",
    "é" * 50,
    "; DELETE WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("parameter", ["gemeente", "onderwerp", "partner", "partnertype", "rol", "basis"])
def test_hostile_values_are_refused_by_name(questions: Questions, parameter: str, value: str) -> None:
    with pytest.raises(ParameterError) as caught:
        questions.ask(MAIN, {parameter: [value]})
    assert caught.value.parameter == parameter
    assert len(str(caught.value)) < 2000


def test_a_wrong_value_names_the_allowed_ones(questions: Questions) -> None:
    with pytest.raises(ParameterError, match="krimpenerwaard, cranendonck"):
        questions.ask(MAIN, {"gemeente": ["krimpenwaard"]})
    with pytest.raises(ParameterError, match="is geen parameter"):
        questions.ask(MAIN, {"kleur": ["rood"]})
    with pytest.raises(QuestionNotFoundError, match="Bedoelde u partners-per-doel"):
        questions.get("partner-per-doel")


def test_text_becomes_a_literal_and_never_query_text(store: Store) -> None:
    parameter = Parameter("woord", "?_woord_nl", "text", True, "nl")
    hostile = '"} ; DROP ALL # \\'
    [term] = parameter.terms([hostile], ())
    answer = store.query(bind("SELECT ?w { BIND (?_woord_nl AS ?w) }", {"?_woord_nl": [term]}))
    assert isinstance(answer, Rows)
    assert [(t.value, t.language) for row in answer.rows for t in row if t] == [(hostile, "nl")]


@pytest.mark.parametrize(
    ("kind", "value", "good"),
    [
        ("integer", "12", True),
        ("integer", "abc", False),
        ("number", "1.5", True),
        ("number", "1,5", False),
        ("gYear", "2021", True),
        ("gYear", "soms", False),
    ],
)
def test_numbers_and_years_are_checked(kind: str, value: str, good: bool) -> None:
    parameter = Parameter("n", "?_n", kind, True)
    if good:
        assert parameter.terms([value], ())
    else:
        with pytest.raises(ParameterError, match="is geen"):
            parameter.terms([value], ())


def test_required_and_single_parameters() -> None:
    choice = [Choice("https://w3id.org/doelengraaf/id/x/a", "A")]
    with pytest.raises(ParameterError, match="ontbreekt"):
        Parameter("p", "?_p_iri", "thing", True).terms([" "], choice)
    with pytest.raises(ParameterError, match="te veel"):
        Parameter("p", "?__p_iri", "thing", False).terms(["a", "b"], choice)
    assert Parameter("p", "?__p_iri", "thing", False, default=["a"]).terms([], choice) == [
        "<https://w3id.org/doelengraaf/id/x/a>"
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT ?s { ?s ?p ?o }", "kop ontbreekt"),
        ("#+ summary: Budget: totaal\nSELECT ?s { ?s ?p ?o }", "geen geldige YAML"),
        ("#+ - a\nSELECT ?s { ?s ?p ?o }", "geen lijst van sleutels"),
        ("#+ summary: x\nSELECT ?s { ?s ?p ?o }", "geen description"),
        (HEADER + "SELECT ?s { ?s ?p ?__wie_iri }", "wie wordt gebruikt maar staat niet"),
        (
            HEADER + "#+ parameters: {wie: {}}\nSELECT ?s { ?s ?p ?o }",
            "wie staat onder parameters maar wordt niet gebruikt",
        ),
        (HEADER + "#+ parameters: {wie: {}}\nSELECT ?s { ?s ?p ?_wie_datum }", "geen parameternaam"),
    ],
)
def test_a_wrong_question_file_says_what(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "vraag.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionFileError, match=words) as caught:
        read_question(path)
    assert str(caught.value).startswith("vraag.rq: ")


def test_a_column_that_is_no_variable_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vraag.rq").write_text(
        HEADER.replace("{s: {nl: S", "{t: {nl: T") + "SELECT ?s { ?s ?p ?o }", encoding="utf-8"
    )
    with pytest.raises(QuestionFileError, match="kolom t"):
        Questions(tmp_path, OxigraphStore(), "1").ask("vraag", {})


def test_an_answer_that_is_cut_says_so(tmp_path: Path, store: Store) -> None:
    (tmp_path / "vraag.rq").write_text(HEADER + "#+ limit: 3\nSELECT ?s { ?s a ?o }", encoding="utf-8")
    answer = Questions(tmp_path, store, "1").ask("vraag", {})
    assert answer.truncated
    assert len(answer.rows) == 3
    assert answer.total > 3


def test_tokens_in_comments_strings_and_iris_are_not_parameters() -> None:
    query = 'SELECT * { ?s <http://x/?_iri_iri> "?_tekst" . # ?_commentaar\n ?s ?p \'?_x\' , """?_y""" . FILTER(?_echt_nl = ?p) }'
    assert parameters_in(query) == ["?_echt_nl"]


def test_values_go_into_each_group_that_uses_the_token() -> None:
    bound = bind("SELECT * { { ?a ?b ?__x_iri } UNION { ?a ?b ?c MINUS { ?a ?d ?__x_iri } } }", {"?__x_iri": ["<a:1>"]})
    assert bound.count("VALUES ?__x_iri { <a:1> }") == 2
    assert OxigraphStore().query(bound) is not None


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("?_a", ("a", "text", True)),
        ("?__b_iri", ("b", "thing", False)),
        ("?_c_xsd_date", ("c", "date", True)),
        ("?_gemeente_naam_iri", None),
        ("?_A_iri", None),
        ("?_d_date", None),
    ],
)
def test_token_names(token: str, expected: tuple[str, str, bool] | None) -> None:
    parsed = parse_token(token)
    assert (None if parsed is None else (parsed["name"], parsed["kind"], parsed["required"])) == expected


def test_a_query_that_cannot_be_read_is_a_query_error(store: Store) -> None:
    with pytest.raises(QueryError):
        store.query("SELECT WHERE")
