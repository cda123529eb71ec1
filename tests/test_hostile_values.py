"""What a stranger types is a value or is refused: for every question and every parameter, by name, and nothing runs that he wrote."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from doelengraaf.binding import bind
from doelengraaf.errors import ParameterError, QuestionNotFoundError
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.question_file import read_question
from doelengraaf.questions import Questions
from doelengraaf.store import Graph, Rows, Store, Term
from web.app import create_app

QUERIES = Path(__file__).resolve().parent.parent / "queries"
PAIRS = [(path.stem, name) for path in sorted(QUERIES.glob("*.rq")) for name in read_question(path).parameters]

PIECES = [
    "'",
    '"',
    "'''",
    '"""',
    "}",
    "{",
    "} UNION { ?s ?p ?o }",
    "}} ; DROP ALL #",
    "> . DROP ALL",
    "<",
    ">",
    "<x>",
    "<urn:a> ; DELETE WHERE { ?s ?p ?o }",
    "# rest",
    "\\",
    "\\u0027",
    "a\nb",
    "a\rb",
    "a\tb",
    "a\u2028b",
    "\x00",
    "a\x00b",
    "\x1b[31m",
    "\x7f",
    "\u0085a",
    "\u200b",
    "\u202e",
    "\u2066x\u2069",
    "\ufeff",
    "\ud800",
    "\udc00x",
    "\U000e0001",
    "x" * 10_000,
    "\U0001f600" * 2_500,
    "?s",
    "?__gemeente_iri",
    "$s",
    "1=1",
    "ASK {}",
    "SERVICE <http://127.0.0.1/> { ?s ?p ?o }",
    "LOAD <http://127.0.0.1/>",
    "VALUES ?x { 1 }",
    "https://w3id.org/doelengraaf/id/topic/een zaamheid",
    "https://w3id.org/doelengraaf/id/topic/eenzaamheid> } #",
    "https://w3id.org/doelengraaf/id/municipality/",
    "http://[",
    "javascript:alert(1)",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "%00",
    "=cmd|' /C calc'!A0",
    "{{ 7 * 7 }}",
    "\u0130",
    "_:a",
    "-1",
    "NaN",
]


class Watched:
    """A store that keeps what it was asked."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.asked: list[str] = []

    def query(self, text: str, default_graphs: Sequence[str] | None = None) -> Rows | Graph | bool:
        """Keep the query and pass it on."""
        self.asked.append(text)
        return self.store.query(text, default_graphs)

    def insert(self, triples: object, graph: str) -> None:
        """Refuse: no question writes."""
        pytest.fail("er werd geschreven")

    def quads(self, graph: str) -> Iterator[str]:
        """Pass on."""
        return self.store.quads(graph)

    def graphs(self) -> list[str]:
        """Pass on."""
        return self.store.graphs()


def content(store: Store) -> Mapping[str, int]:
    """Give a number that stands for the content of each graph."""
    return {graph: hash(frozenset(store.quads(graph))) for graph in store.graphs()}


@pytest.fixture(scope="module")
def watched(store: Store) -> Watched:
    return Watched(store)


@pytest.fixture(scope="module")
def asked(built: tuple[Project, Report], watched: Watched) -> Iterator[Questions]:
    before = content(watched)
    yield Questions(built[0].queries, watched, "1")
    assert content(watched) == before, "de graaf is veranderd"


def test_there_are_many_parameters() -> None:
    assert len(PAIRS) >= 80
    assert all(len(piece.strip()) for piece in PIECES)


@pytest.mark.parametrize(("name", "parameter"), PAIRS)
def test_a_hostile_value_is_refused_by_name_and_nothing_runs(
    asked: Questions, watched: Watched, name: str, parameter: str
) -> None:
    question = asked.get(name)
    allowed = {choice.slug for choice in asked.choices(question, parameter)}
    watched.asked.clear()
    for value in PIECES:
        for typed in ([value], [next(iter(allowed)), value]):
            with pytest.raises(ParameterError) as caught:
                asked.ask(name, {parameter: typed})
            error = caught.value
            assert error.parameter == parameter
            if question.parameters[parameter].multiple or len(typed) == 1:
                assert set(error.allowed) >= allowed, repr(value)
            assert len(str(error)) < 3000
            # What is told goes to a terminal and a page: no control signs, and it can be written as UTF-8.
            assert str(error).encode()
            assert str(error).isprintable()
    assert watched.asked == []


@pytest.mark.parametrize("value", PIECES, ids=range(len(PIECES)))
def test_a_hostile_name_of_a_parameter_or_question_is_refused(asked: Questions, value: str) -> None:
    with pytest.raises(ParameterError, match="is geen parameter van deze vraag"):
        asked.ask("witte-vlekken", {value: ["x"]})
    with pytest.raises(QuestionNotFoundError, match="Er is geen vraag"):
        asked.ask(value, {})


SIGNS = st.text(st.characters(exclude_categories=()), min_size=1, max_size=40)
WRITTEN = st.lists(st.one_of(SIGNS, st.sampled_from(PIECES)), min_size=1, max_size=4).map("".join)


@given(pair=st.sampled_from(PAIRS), value=WRITTEN)
@settings(max_examples=400, deadline=None, derandomize=True, database=None)
def test_whatever_is_typed_is_a_choice_or_is_refused(asked: Questions, pair: tuple[str, str], value: str) -> None:
    name, parameter = pair
    typed = value.strip()
    choices = asked.choices(asked.get(name), parameter)
    known = {one for choice in choices for one in (choice.value, choice.slug.casefold(), choice.label.casefold())}
    assume(typed and typed not in known and typed.casefold() not in known)
    with pytest.raises(ParameterError) as caught:
        asked.ask(name, {parameter: [value]})
    assert caught.value.parameter == parameter


# Parameters that are no choice: none of the forty questions has one yet.

OWN = """\
#+ summary: x
#+ description: x
#+ title: {nl: x}
#+ tags: [x]
#+ number: 1
#+ rows: 1
#+ columns: {gezegd: {nl: Gezegd, type: text}}
#+ parameters: {woord: {label: {nl: Woord}}}
#+ enumerate: [{woord: [veel, weinig]}]
SELECT ?gezegd { BIND (?_woord AS ?gezegd) }
"""
KINDS = ["?_woord", "?_woord_nl", "?__woord_literal"]
NUMBERS = {
    "?_woord_integer": "integer",
    "?_woord_number": "decimal",
    "?_woord_xsd_decimal": "decimal",
    "?_woord_xsd_date": "date",
    "?_woord_xsd_gYear": "gYear",
}


def made(folder: Path, store: Store, token: str, choice: bool = False) -> Questions:
    """Give questions with one of our own, ``vraag``, that says back what it was given."""
    text = OWN if choice else OWN.replace("#+ enumerate: [{woord: [veel, weinig]}]\n", "")
    (folder / "vraag.rq").write_text(text.replace("?_woord", token), encoding="utf-8")
    return Questions(folder, store, "1")


def said_back(questions: Questions, value: str) -> Term | None:
    """Ask, and give the term that came back; None when the value was refused."""
    try:
        answer = questions.ask("vraag", {"woord": [value]})
    except ParameterError:
        return None
    assert answer.total == 1, "een waarde maakte rijen"
    return answer.source.rows[0][0]


@pytest.mark.parametrize("token", KINDS)
@given(value=WRITTEN)
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_free_text_comes_back_as_it_was_typed_or_is_refused(
    tmp_path: Path, store: Store, token: str, value: str
) -> None:
    assume(value.strip())
    term = said_back(made(tmp_path, store, token), value)
    assert term is None or (term.kind, term.value, term.language) == (
        "literal",
        value.strip(),
        "nl" if token.endswith("_nl") else "",
    )


@pytest.mark.parametrize("value", ['"} ; DROP ALL #', "it's <b>", "a } { b", "\\", "?s # x", "caf\u00e9 \U0001f600"])
def test_free_text_may_hold_any_sign_that_can_be_read(tmp_path: Path, store: Store, value: str) -> None:
    term = said_back(made(tmp_path, store, "?_woord"), value)
    assert term is not None
    assert term.value == value


@pytest.mark.parametrize("token", list(NUMBERS))
@given(value=st.one_of(WRITTEN, st.text("0123456789+-.e_ \u0663\uff11:TZ", min_size=1, max_size=12)))
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_number_or_date_is_one_or_is_refused(tmp_path: Path, store: Store, token: str, value: str) -> None:
    assume(value.strip())
    term = said_back(made(tmp_path, store, token), value)
    if term is not None:
        datatype = "http://www.w3.org/2001/XMLSchema#" + NUMBERS[token]
        assert term.datatype == datatype
        # The engine judges: a text that is not of the datatype casts to nothing.
        cast = store.query(
            bind(f"SELECT (<{datatype}>(?__x) AS ?y) {{ BIND (?__x AS ?z) }}", {"?__x": [f'"{value.strip()}"']})
        )
        assert isinstance(cast, Rows)
        assert cast.rows[0][0] is not None


@pytest.mark.parametrize(
    ("token", "good", "bad"),
    [
        ("?_woord_integer", ["0", "-12", "+3"], ["1.0", "1_000", "\uff11\uff12", "1e3", "", "12 a", "0x1"]),
        ("?_woord_number", ["0", "-1.5", ".5", "5."], ["1,5", "NaN", "Infinity", "1e3", "1_0.0", "."]),
        ("?_woord_xsd_date", ["2024-02-29", "0001-01-01"], ["2023-02-29", "2024-13-01", "29-02-2024", "20240229"]),
        ("?_woord_xsd_gYear", ["2024", "-0044", "12024"], ["24", "02024", "2024a", "\uff12024"]),
    ],
)
def test_numbers_and_dates_by_hand(tmp_path: Path, store: Store, token: str, good: list[str], bad: list[str]) -> None:
    questions = made(tmp_path, store, token)
    assert [value for value in good if said_back(questions, value) is None] == []
    assert [value for value in bad if said_back(questions, value) is not None] == []


def test_a_choice_of_words_refuses_other_words(tmp_path: Path, store: Store) -> None:
    questions = made(tmp_path, store, "?_woord", choice=True)
    term = said_back(questions, "Veel")
    assert term is not None
    assert term.value == "veel"
    for value in PIECES:
        with pytest.raises(ParameterError) as caught:
            questions.ask("vraag", {"woord": [value]})
        assert caught.value.allowed[-2:] == ["veel", "weinig"] or set(caught.value.allowed) == {"veel", "weinig"}


# The same through the pages.


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


@pytest.mark.parametrize("value", [piece for piece in PIECES if piece.isprintable() and len(piece) < 100])
def test_a_page_refuses_and_shows_no_mark_up(client: FlaskClient, value: str) -> None:
    response = client.get("/vragen/witte-vlekken", query_string={"onderwerp": value})
    html = response.get_data(as_text=True)
    assert response.status_code == 400
    assert "Mogelijk zijn" in html
    assert "<script" not in html
    for form in ("csv", "json", "xlsx", "ttl"):
        assert client.get(f"/vragen/witte-vlekken.{form}", query_string={"onderwerp": value}).status_code == 400


@pytest.mark.parametrize("raw", ["%00", "%ff%fe", "%ed%a0%80", "%E2%80%AE", "%0a%0d", "x" * 9000, "%F0%9F%98%80" * 500])
def test_a_page_refuses_bytes_that_are_no_text(client: FlaskClient, raw: str) -> None:
    response = client.get(f"/vragen/witte-vlekken?onderwerp=a{raw}")
    assert response.status_code == 400
    assert "onderwerp" in response.get_data(as_text=True)
