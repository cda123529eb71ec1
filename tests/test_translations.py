"""Every text of ours has its English, and no English stands for a text that is gone."""

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from jinja2.ext import babel_extract

from doelengraaf.errors import QueryError
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from web.app import FOOT, MENU, create_app

WEB = Path(__file__).resolve().parent.parent / "web"
LIBRARY = WEB.parent / "doelengraaf"
FILES = sorted((WEB / "translations" / "en").glob("*.po"))
IN_TEMPLATES = ["gettext", "_", "ngettext"]
IN_PYTHON = {"translate", "later", "phrase"}


def ids(path: Path) -> set[str]:
    """Give the Dutch texts of a file of translations."""
    with path.open("rb") as file:
        found = [message.id for message in read_po(file, locale="en") if message.id]
    return {one if isinstance(one, str) else one[0] for one in found}


def texts() -> Iterator[tuple[str, str]]:
    """Give (text, where) of all texts of ours: in templates, in Python, and in the menus."""
    for path in sorted((WEB / "templates").rglob("*.html")):
        with path.open("rb") as file:
            for _, _, found, _ in babel_extract(file, IN_TEMPLATES, [], {}):
                # A text that is only known when the page is made gives nothing here: it is marked where it is kept.
                for text in [found] if isinstance(found, str) else list(found or ())[:1]:
                    if text:
                        yield text, path.name
    for path in sorted([*WEB.rglob("*.py"), *LIBRARY.rglob("*.py")]):
        # By the syntax tree, because babel's own reader of Python passes over what stands inside an f-string.
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IN_PYTHON
            if named and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value, path.name
    for _, word in (*MENU, *FOOT):
        yield word, "menu"


def test_every_text_has_its_english() -> None:
    known = {one for path in FILES for one in ids(path)}
    assert {(where, text) for text, where in texts() if text not in known} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_english_is_empty_unused_or_broken(path: Path) -> None:
    used = {text for text, _ in texts()}
    with path.open("rb") as file:
        catalog = read_po(file, locale="en", abort_invalid=True)
    empty = [
        message.id
        for message in catalog
        if message.id and not all(message.string if isinstance(message.string, tuple | list) else [message.string])
    ]
    assert not empty
    assert ids(path) - used == set()
    assert not [(one.id, list(map(str, errors))) for one, errors in catalog.check()]
    assert not list(catalog.obsolete)


def test_a_text_reads_the_same_in_all_parts() -> None:
    seen: dict[str, str] = {}
    for path in FILES:
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                if isinstance(message.id, str) and message.id:
                    assert seen.setdefault(message.id, message.string) == message.string, path.name


def test_every_question_reads_in_english(questions: Questions) -> None:
    missing = []
    for question in questions.all():
        texts_of = [("title", question.title), ("descriptions", question.descriptions)]
        texts_of += [(name, column.label) for name, column in question.columns.items()]
        for name, parameter in question.parameters.items():
            texts_of += [(name, parameter.label), (f"{name} help", parameter.help)]
        missing += [(question.name, name) for name, both in texts_of if both.get("nl") and not both.get("en")]
    assert not missing


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/vragen", ["40 questions to the agendas", "Which partners contribute to which goal?", "For policy officers"]),
        (
            "/vragen/partners-per-doel?gemeente=krimpenerwaard&onderwerp=eenzaamheid",
            ["Show answer", "Municipality", "Basis", "derived via the policy area", "lang=en", "data 0.1.0+"],
        ),
        ("/vragen/vaststelling-en-looptijd", ["Title, period and adoption of each agenda as they stand in it"]),
        (
            "/vragen/partners-per-doel?gemeente=onzin",
            ["This cannot be asked", "gemeente: &#39;onzin&#39; is not one of the possible values. Possible are: "],
        ),
        ("/vragen/partners-per-doel.csv?partner=onzin", ["is not one of the possible values", "and another "]),
        ("/vragen/partners-per-doel?gemeente=" + "a" * 2001, ["is too long: at most 2000 characters. Possible are"]),
        ("/inbedden/partners-per-doel?gemeente=%00", ["contains a control character"]),
        (
            "/vragen/partners-per-doe",
            ["There is no question &#39;partners-per-doe&#39;. Did you mean partners-per-doel?"],
        ),
        ("/vragen/xxx", ["There is no question &#39;xxx&#39;. There are: aandeel-"]),
        ("/zoeken?q=" + "a" * 3000, ["This cannot be searched", "is too long"]),
        ("/vergelijken?agenda=onzin", ["agenda: &#39;onzin&#39; does not exist. Possible are: "]),
        ("/partners?gemeente=onzin", ["is not one of the possible values"]),
        ("/sparql-editor?query=LOAD+%3Chttp://x%3E", ["LOAD changes data. Here you can only ask"]),
        ("/sparql-editor?query=SELECT+*+%7B", ["The query cannot be read or carried out: "]),
        ("/sparql-editor?query=+", ["There is no query yet."]),
        ("/vragen/vaststelling-en-looptijd?gemeente=cranendonck", ["1 January 2019", "31 December 2022"]),
        ("/agendas", ["In force", "not stated"]),
        ("/dekking", ["Coverage per document", "stated", "interpreted"]),
        ("/controle", ["What the last check says"]),
        ("/doc/krimpenerwaard/wheel/veerkracht", ["Where it is written", "policy wheel", "What refers to this"]),
        ("/lezen/cranendonck/beleidskader", ["Behind each line stands what cites it"]),
        ("/nergens", ["This page does not exist."]),
    ],
)
def test_pages_in_english(client: FlaskClient, address: str, words: list[str]) -> None:
    html = client.get(address + ("&" if "?" in address else "?") + "taal=en").get_data(as_text=True)
    assert '<html lang="en">' in html
    for one in words:
        assert one in html, one


def test_what_the_agendas_say_stays_dutch_and_says_so(client: FlaskClient) -> None:
    html = client.get("/doc/krimpenerwaard/wheel/veerkracht?taal=en").get_data(as_text=True)
    assert '<h1 lang="nl">Veerkracht</h1>' in html
    assert (
        'lang="nl"'
        not in client.get("/doc/krimpenerwaard/wheel/veerkracht").get_data(as_text=True).partition("<main")[2]
    )


def test_every_english_of_an_error_has_the_same_values() -> None:
    """A value that is missing or has another name would break the page that tells of the error."""
    with (WEB / "translations" / "en" / "errors.po").open("rb") as file:
        for message in read_po(file, locale="en"):
            if message.id:
                assert sorted(re.findall(r"{[^}]*}", str(message.id))) == sorted(
                    re.findall(r"{[^}]*}", str(message.string))
                )


def test_an_error_that_crosses_to_another_process_keeps_its_values() -> None:
    error = QueryError("{word} kan niet", word="{x}")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - made by us
    assert str(again) == "{x} kan niet"
    assert again.told({"{word} kan niet": "no {word}"}.get) == "no {x}"
    # A text without values is told as it is, whatever it holds.
    assert QueryError("fout bij { ?s }").told(str) == "fout bij { ?s }"
