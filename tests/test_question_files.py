"""The files of the questions: what must hold of every one, grlc's reading of them beside ours, and what a wrong file says."""

import contextlib
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from grlc import gquery
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doelengraaf.binding import bind
from doelengraaf.errors import ParameterError, QuestionFileError
from doelengraaf.picking import Choice
from doelengraaf.question_file import read_question
from doelengraaf.questions import Questions
from doelengraaf.store import Rows, Store

ROOT = Path(__file__).resolve().parent.parent
FILES = {path.stem: path for path in sorted((ROOT / "queries").glob("*.rq"))}
QUESTIONS = {
    1: "partners-per-doel",
    2: "bewijsplaats-van-een-bijdrage",
    3: "letterlijk-of-geduid",
    4: "verwante-doelen-elders",
    5: "inspanningen-die-wij-missen",
    6: "witte-vlekken",
    7: "activiteiten-onder-meer-raderen",
    8: "keten-naar-effect",
    9: "meegeschreven-maar-geen-activiteit",
    10: "aangekondigde-stukken",
    11: "naamvarianten",
    12: "lokale-woorden",
    13: "wat-wil-mijn-gemeente",
    14: "indicatoren-van-een-doel",
    15: "doelen-zonder-indicator",
    16: "veranderd-sinds-vorige-agenda",
    17: "uitvoerders-en-bekostiging",
    18: "vaststelling-en-looptijd",
    19: "zelfde-doel-andere-indicator",
    20: "wettelijke-taak-onder-doel",
    21: "gevraagd-van-partners",
    22: "omvang-en-dichtheid",
    23: "aandeel-letterlijk-afgeleid-voorgesteld",
    24: "gedeelde-indicatoren",
    25: "gedeelde-partners-en-typen",
    26: "positieve-gezondheid",
    27: "toestand-of-handeling",
    28: "kringen-en-tegenspraken",
    29: "versie-van-het-antwoord",
    30: "dekking-per-document",
    31: "doelen-van-een-partner",
    32: "rollen-van-een-partner",
    33: "samen-met-wie",
    34: "waar-wordt-inzet-gevraagd",
    35: "fout-melden",
    36: "vakgenoten-elders",
    37: "wie-doet-iets-aan",
    38: "hergebruik-en-verwijzing",
    39: "partners-zonder-nummer",
    40: "afgewezen-beweringen",
}
READERS = {"beleidsmedewerker", "raadslid", "onderzoeker", "partnerorganisatie", "inwoner", "beheerder"}
TOPICS = {
    "activiteiten",
    "agenda",
    "bewijs",
    "doelen",
    "geld",
    "indicatoren",
    "inspanningen",
    "keten",
    "licentie",
    "netwerk",
    "onderwerpen",
    "partners",
    "positieve gezondheid",
    "stukken",
    "vergelijken",
    "versie",
    "wetten",
    "witte vlekken",
    "woorden",
}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

each = pytest.mark.parametrize("name", sorted(QUESTIONS.values()))


# What must hold of every file.


def test_the_forty_questions_are_there_each_with_its_number(questions: Questions) -> None:
    assert {question.number: question.name for question in questions.all()} == QUESTIONS
    assert sorted(FILES) == sorted(QUESTIONS.values())


@each
def test_a_question_speaks_to_people(questions: Questions, name: str) -> None:
    question = questions.get(name)
    assert set(question.title) == {"nl", "en"}
    assert question.title["nl"].endswith("?")
    assert question.title["en"].endswith("?")
    assert question.title["nl"] != question.title["en"]
    assert question.description.endswith(".")
    # Dutch, by the small words that no Dutch sentence of this length lacks and no English one has.
    assert re.search(r"\b(de|het|een|van|en|dat)\b", question.description)
    assert not re.search(r"\b(the|and|with|which)\b", question.description)
    english = question.descriptions["en"]
    assert english.endswith(".")
    assert re.search(r"\b(the|and|with|which|who)\b", english)
    assert not re.search(r"\b(het|een|van|niet|agenda's)\b", english)
    tags = list(question.tags)
    assert tags[0] in READERS
    assert len(set(tags)) == len(tags)
    assert set(tags) <= READERS | TOPICS
    assert set(tags) & TOPICS
    for parameter in question.parameters.values():
        assert set(parameter.label) == set(parameter.help) == {"nl", "en"}, parameter.name
        assert parameter.help["nl"].endswith("."), parameter.name
        assert parameter.kind != "thing" or parameter.values, f"{parameter.name} heeft geen keuzelijst"
    for column in question.columns.values():
        assert set(column.label) == {"nl", "en"}, column.name


@each
def test_what_the_columns_say_they_hold_they_hold(questions: Questions, name: str) -> None:
    answer = questions.ask(name, {})
    variables = set(answer.source.variables)
    things = {column.name for column in answer.columns if column.type == "thing"}
    hidden = {column.name for column in answer.columns if column.hidden}
    assert {thing for thing in things - hidden if thing + "Naam" not in variables} == set(), "zonder naam ernaast"
    shown = {column.name for column in answer.columns}
    assert variables == shown | {thing + "Naam" for thing in shown if thing + "Naam" in variables}
    assert {thing + "Naam" for thing in things} >= {variable for variable in variables if variable.endswith("Naam")}
    for place, column in enumerate(answer.columns):
        cells = [row[place] for row in answer.rows if row[place].text or row[place].iri]
        if column.type == "thing":
            assert all(cell.iri and cell.text for cell in cells), column.name
            assert column.hidden or all(cell.iri != cell.text for cell in cells), column.name
        elif column.type in ("number", "share"):
            assert all(cell.number is not None for cell in cells), column.name
            assert column.type == "number" or all(0 <= (cell.number or 0) <= 1 for cell in cells), column.name
        elif column.type == "date":
            assert all(DATE.fullmatch(cell.text) for cell in cells), column.name
        elif column.type == "address":
            assert all(cell.text.startswith("https://") for cell in cells), column.name
        else:
            assert not any(cell.iri for cell in cells), column.name


@each
def test_the_header_says_how_many_rows_there_are(questions: Questions, name: str) -> None:
    question, answer = questions.get(name), questions.ask(name, {})
    assert question.expected_rows == answer.total, (
        f"queries/{name}.rq: schrijf '#+ rows: {answer.total}' en lees na wat erbij kwam of wegviel"
    )
    assert answer.total <= question.limit


@each
def test_every_parameter_chooses(questions: Questions, name: str) -> None:
    whole = questions.ask(name, {}).source.rows
    for parameter in questions.get(name).parameters:
        choices = sorted(questions.choices(questions.get(name), parameter), key=lambda choice: choice.count or 0)
        chosen = (questions.ask(name, {parameter: [one.slug]}).source.rows for one in (choices[-1], choices[0]))
        assert any(rows != whole for rows in chosen), f"{parameter} kiest niets"


def test_what_people_type_means_one_choice_only(questions: Questions) -> None:
    for question in questions.all():
        for parameter in question.parameters:
            choices = questions.choices(question, parameter)
            assert len({choice.slug for choice in choices}) == len(choices), (question.name, parameter)
    # Cranendonck has an indicator of this name, Krimpenerwaard a trend.
    with pytest.raises(ParameterError, match="kan meer dan één ding betekenen"):
        questions.ask("letterlijk-of-geduid", {"ding": ["eenzaamheid"]})
    assert questions.ask("letterlijk-of-geduid", {"ding": ["trend/eenzaamheid"]}).rows


@each
def test_no_row_is_given_twice(questions: Questions, name: str) -> None:
    # A triple of two graphs counts twice where the default graph is their union, and a property with two values bound twice gives each row twice.
    rows = questions.ask(name, {}).source.rows
    counted = Counter(map(repr, rows))
    assert [row for row, times in counted.items() if times > 1] == []


def test_a_type_that_is_asked_gives_that_type_only(questions: Questions) -> None:
    # The Jeugd Preventie Team is both a network and of the GGD; only as a network it has peers elsewhere.
    for name, column, asked in (
        ("vakgenoten-elders", "partnertype", "ggd"),
        ("vakgenoten-elders", "partnertype", "netwerk"),
        ("gedeelde-partners-en-typen", "wat", "ggd"),
    ):
        answer = questions.ask(name, {"partnertype": [asked]})
        place = [one.name for one in answer.columns].index(column)
        given = {(row[place].iri or "").rpartition("/")[2] for row in answer.rows}
        assert given == (set() if (name, asked) == ("vakgenoten-elders", "ggd") else {asked}), name


# grlc, whose convention the files follow, as referee.


@pytest.fixture
def no_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test call an endpoint: grlc asks one for values where a header says only ``enumerate: [name]``; no header of ours does."""

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("grlc zou een endpoint vragen")

    monkeypatch.setattr(gquery.requests, "get", refuse)


def grlc_type(found: dict[str, Any]) -> tuple[str, str]:
    """Give kind and language of a parameter of grlc in our words."""
    if found.get("format") == "iri":
        return "thing", ""
    if found["type"] == "number":
        return "number", ""
    if "datatype" in found:
        return found["datatype"].removeprefix("xsd:"), ""
    return "text", found.get("lang", "")


def most_used(choices: list[Choice]) -> Choice:
    return max(choices, key=lambda choice: choice.count or 0)


@each
@pytest.mark.usefixtures("no_endpoint")
def test_grlc_reads_the_same_parameters_and_gives_the_same_rows(questions: Questions, store: Store, name: str) -> None:
    question = questions.get(name)
    found = gquery.get_metadata(question.text, "")
    assert found["type"] == "SelectQuery"
    assert found["summary"].endswith("?")
    assert " ".join(found["description"].split()) == question.description
    assert found["tags"] == question.tags
    theirs = found["parameters"]
    assert {one: (p["original"], p["required"], *grlc_type(p)) for one, p in theirs.items()} == {
        one: (p.token, p.required, p.kind, p.language) for one, p in question.parameters.items()
    }
    asked = [(one, most_used(list(questions.choices(question, one)))) for one in question.parameters]
    for chosen in ([], *([one] for one in asked), asked):
        text = gquery.rewrite_query(question.text, theirs, {one: choice.value for one, choice in chosen})
        for one, _ in chosen:
            assert question.parameters[one].token not in text
        rows = store.query(text)
        assert isinstance(rows, Rows)
        own = questions.ask(name, {one: [choice.slug if len(chosen) == 1 else choice.value] for one, choice in chosen})
        assert rows.variables == own.source.variables
        assert sorted(map(repr, rows.rows)) == sorted(map(repr, own.source.rows)), chosen


@pytest.mark.parametrize(
    ("token", "typed"),
    [
        ("?_a", "woord"),
        ("?__b_nl", "woord"),
        ("?_c_en", "word"),
        ("?_d_literal", "woord"),
        ("?_e_number", "1.5"),
        ("?__f_integer", "12"),
        ("?_g_xsd_date", "2024-01-31"),
        ("?_h_xsd_gYear", "2024"),
        ("?_i_xsd_decimal", "0.5"),
        ("?_j_iri", "https://w3id.org/doelengraaf/id/topic/eenzaamheid"),
    ],
)
@pytest.mark.usefixtures("no_endpoint")
def test_every_kind_of_parameter_is_the_same_term_by_grlc(tmp_path: Path, token: str, typed: str) -> None:
    name = token.strip("?_").partition("_")[0]
    (tmp_path / "vraag.rq").write_text(
        GOOD.replace("#+ columns", f"#+ parameters: {{{name}: {{label: {{nl: X}}}}}}\n#+ columns")
        + f"PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\nSELECT ?s {{ VALUES ?s {{ 1 }} FILTER (sameTerm({token}, {token})) BIND ({token} AS ?gebonden) }}",
        encoding="utf-8",
    )
    parameter = read_question(tmp_path / "vraag.rq").parameters[name]
    text = (tmp_path / "vraag.rq").read_text(encoding="utf-8").replace("SELECT ?s", "SELECT ?s ?gebonden")
    theirs = gquery.get_metadata(text, "")["parameters"]
    assert (theirs[name]["original"], theirs[name]["required"], *grlc_type(theirs[name])) == (
        parameter.token,
        parameter.required,
        parameter.kind,
        parameter.language,
    )
    choices = [Choice(typed, "Eenzaamheid")] if parameter.kind == "thing" else []
    ours = rows_of(bind(text, {token: parameter.terms([typed], choices)}))
    grlcs = rows_of(gquery.rewrite_query(text, theirs, {name: typed}))
    assert len(ours) == 1
    assert ours == grlcs


def rows_of(text: str) -> list[list[str]]:
    return [[str(term) for term in row] for row in ox.Store().query(text)]  # type: ignore[union-attr]


# What a wrong file says.

GOOD = """\
#+ summary: x
#+ description: x
#+ title: {nl: x}
#+ tags: [x]
#+ number: 1
#+ rows: 1
#+ columns: {s: {nl: S}}
"""
BODY = "SELECT ?s ?t { ?s ?p ?t }\n"
WITH = GOOD + "#+ parameters: {wie: {label: {nl: Wie}}}\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "kop ontbreekt"),
        (BODY, "kop ontbreekt"),
        (GOOD.replace("summary: x", "summary: Budget: totaal") + BODY, "geen geldige YAML (regel 1"),
        (GOOD.replace("tags: [x]", "tags: [x") + BODY, "geen geldige YAML"),
        ("#+ - a\n" + BODY, "geen lijst van sleutels"),
        *(
            (re.sub(rf"#\+ {key}: .*\n", "", GOOD) + BODY, f"de kop heeft geen {key}")
            for key in ("summary", "description", "title", "tags", "number", "rows", "columns")
        ),
        (GOOD + "#+ kleur: rood\n" + BODY, "kleur is geen sleutel van een kop: er zijn chart, columns"),
        (GOOD.replace("{nl: x}", "x") + BODY, "title is een taal met een tekst"),
        (GOOD.replace("{nl: x}", "{en: x}") + BODY, "title is een taal met een tekst"),
        (GOOD + "#+ descriptions: x\n" + BODY, "descriptions is een taal met een tekst"),
        (GOOD.replace("tags: [x]", "tags: x") + BODY, "tags is een lijst"),
        (GOOD.replace("number: 1", "number: 0") + BODY, "number is een getal vanaf 1"),
        (GOOD.replace("number: 1", "number: een") + BODY, "number is een getal vanaf 1"),
        (GOOD.replace("rows: 1", "rows: -1") + BODY, "rows is een getal vanaf 0"),
        (GOOD + "#+ limit: veel\n" + BODY, "limit is een getal"),
        (GOOD + "#+ seconds: lang\n" + BODY, "seconds is een getal"),
        (GOOD.replace("{s: {nl: S}}", "{u: {nl: U}}") + BODY, "kolom u is geen variabele van de vraag"),
        (GOOD.replace("{s: {nl: S}}", "[s, t]") + BODY, "kolom s heeft een opschrift nodig"),
        (GOOD.replace("{nl: S}", "{nl: S, type: kleur}") + BODY, "kolom s .* als type een van thing, text"),
        (GOOD.replace("{nl: S}", "{nl: S, breed: true}") + BODY, "kolom s: breed is geen sleutel daarvan"),
        (GOOD.replace("{s: {nl: S}}", "s") + BODY, "columns is een lijst van namen"),
        (GOOD + BODY.replace("?p", "?__wie_iri"), "wie wordt gebruikt maar staat niet onder parameters"),
        (WITH + BODY, "wie staat onder parameters maar wordt niet gebruikt"),
        (WITH + BODY.replace("?p", "?_wie_datum"), "?_wie_datum is geen parameternaam"),
        (WITH.replace("Wie}", "Wie}, picker: x") + BODY.replace("?p", "?_wie_iri"), "er is geen pickers/x.rq"),
        (WITH.replace("{label: {nl: Wie}}", "") + BODY.replace("?p", "?_wie_iri"), "parameter wie: label en help"),
        (
            WITH.replace("label: {nl: Wie}", "lable: x") + BODY.replace("?p", "?_wie_iri"),
            "lable is geen sleutel daarvan",
        ),
        (GOOD + "#+ parameters: [wie]\n" + BODY.replace("?p", "?_wie_iri"), "parameters is een lijst van namen"),
        (WITH + "#+ defaults: {wie: a}\n" + BODY.replace("?p", "?_wie"), "defaults is een lijst van parameters"),
        (WITH + "#+ enumerate: [wie]\n" + BODY.replace("?p", "?_wie"), "enumerate is een lijst van parameters"),
        (GOOD + "#+ chart: taart\n" + BODY, "chart heeft een kind (bar, period)"),
        (GOOD + "#+ chart: {kind: taart}\n" + BODY, "chart heeft een kind"),
        (GOOD + "#+ chart: {kind: bar, label: u}\n" + BODY, "chart: label noemt u, en dat is geen kolom"),
        (GOOD + "#+ chart: {kind: bar, label: s}\n" + BODY, "chart: er moet ook staan: count of value"),
        (GOOD + "#+ chart: {kind: bar, count: s}\n" + BODY, "chart: er moet ook staan: label"),
        (GOOD + "#+ chart: {kind: bar, label: s, marks: s}\n" + BODY, "chart: marks is geen sleutel van bar"),
        (GOOD + "#+ chart: {kind: bar, label: s, value: [s]}\n" + BODY, "die heeft niet het type number"),
        (GOOD + "#+ chart: {kind: period, label: s, begin: s, end: s}\n" + BODY, "heeft niet het type date"),
    ],
)
def test_a_wrong_file_says_what_and_where(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "vraag.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionFileError, match=re.escape(words).replace(r"\.\*", ".*")) as caught:
        read_question(path)
    assert str(caught.value).startswith("vraag.rq: ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT ?value ?label { ?value ?p ?label }", "wie.rq: de kop ontbreekt"),
        ("#+ label: a: b\nSELECT ?value ?label { ?value ?p ?label }", "wie.rq: de kop is geen geldige YAML"),
        ("#+ label: Wie\nSELECT ?value ?label { ?value ?p ?label }", "wie.rq: label en help zijn"),
        ("#+ label: {nl: Wie}\n#+ hulp: x\nSELECT ?value ?label { ?value ?p ?label }", "wie.rq: hulp is geen sleutel"),
        ("#+ label: {nl: Wie}\nSELECT ?s ?label { ?s ?p ?label }", "wie.rq: een keuzelijst geeft ?value en ?label"),
    ],
)
def test_a_wrong_picker_says_what_and_where(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "pickers").mkdir()
    (tmp_path / "pickers" / "wie.rq").write_text(text, encoding="utf-8")
    (tmp_path / "vraag.rq").write_text(
        GOOD + "#+ parameters: {wie: }\n" + BODY.replace("?p", "?__wie_iri"), encoding="utf-8"
    )
    with pytest.raises(QuestionFileError, match=re.escape(words)):
        read_question(tmp_path / "vraag.rq")


@pytest.mark.parametrize("text", ["- a", "a: [", "s: S", "\udcff"])
def test_a_wrong_list_of_headings_says_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "columns.yaml").write_bytes(text.encode(errors="surrogateescape"))
    (tmp_path / "vraag.rq").write_text(GOOD + BODY, encoding="utf-8")
    with pytest.raises(QuestionFileError, match=r"columns\.yaml: het bestand is"):
        read_question(tmp_path / "vraag.rq")


def test_a_file_that_is_no_text_says_so(tmp_path: Path) -> None:
    (tmp_path / "vraag.rq").write_bytes(b"#+ summary: \xff\n")
    with pytest.raises(QuestionFileError, match=r"vraag\.rq: het bestand is niet te lezen als UTF-8"):
        read_question(tmp_path / "vraag.rq")


def test_check_finds_a_wrong_file(
    project: Any, tmp_path: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    for name in ("data", "ontology", "shapes"):
        (tmp_path / name).symlink_to(project.root / name)
    shutil.copytree(project.queries, tmp_path / "queries")
    wrong = tmp_path / "queries" / "witte-vlekken.rq"
    wrong.write_text(wrong.read_text(encoding="utf-8").replace("#+ columns:", "#+ kolommen:"), encoding="utf-8")
    done = run("check", folder=tmp_path)
    assert done.returncode == 1
    assert "witte-vlekken.rq: de kop heeft geen columns" in done.stderr
    assert "Traceback" not in done.stderr


KEYS = ("summary", "description", "title", "columns", "tags", "number", "rows", "defaults")
KEYS += ("enumerate", "version", "limit", "seconds", "parameters", "chart", "descriptions")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.sampled_from(["", "s", "wie", "bar", "x"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["s", "nl", "wie", "kind", "label", "type", "picker"]), inner, max_size=2)
    ),
    max_leaves=5,
)


@given(
    key=st.sampled_from(KEYS),
    value=VALUES,
)
@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_a_header_holds_it_is_read_or_refused_by_name(tmp_path: Path, key: str, value: object) -> None:
    path = tmp_path / "vraag.rq"
    header = re.sub(rf"#\+ {key}: .*\n", "", WITH) + f"#+ {key}: {json.dumps(value)}\n"
    path.write_text(header + BODY.replace("?p", "?__wie"), encoding="utf-8")
    with contextlib.suppress(QuestionFileError):
        question = read_question(path)
        assert set(question.parameters) == {"wie"}
        assert question.title["nl"]
