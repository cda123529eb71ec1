"""The page of every question: it answers, its downloads too, and cells and fields read as their kind asks."""

import re
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from doelengraaf.formats import FORMATS
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from web.app import create_app
from web.question_pages import READERS

QUERIES = Path(__file__).resolve().parent.parent / "queries"
NAMES = sorted(path.stem for path in QUERIES.glob("*.rq"))


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.get_data(as_text=True)


def body_rows(html: str) -> list[list[str]]:
    """Give the text of the cells of the table, row by row."""
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in body.split("<tr>")[1:]]
    return [[re.sub(r"<[^>]*>", "", cell).strip() for cell in row] for row in rows]


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_every_question_answers(client: FlaskClient, questions: Questions, name: str) -> None:
    question, answer = questions.get(name), questions.ask(name, {})
    html = page(client, f"/vragen/{name}")
    assert html.count("<h1") == 1
    assert f"<strong>{answer.total}</strong> rij" in html
    for wrong in ("<script", "<style", ' style="', "None", "Undefined", "Kies eerst", 'role="alert"'):
        assert wrong not in html, wrong
    shown = [column for column in answer.columns if not column.hidden]
    rows = body_rows(html)
    assert len(rows) == min(len(answer.rows), 100)
    why = any(column.name == "afleiding" for column in answer.columns)
    assert all(len(row) == len(shown) + why for row in rows)
    assert (">waarom?</a>" in html) == why
    assert ("Zo leest u de zekerheid" in html) == ("basis" in question.columns)
    # Every field has a label, every label a field, and no two things one id.
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    fields = re.findall(r"<(?:input|select)\b[^>]*>", html)
    assert {re.search(r'id="([^"]+)"', field)[1] for field in fields} == set(re.findall(r'<label for="([^"]+)"', html))  # type: ignore[index]
    assert {re.search(r'name="([^"]+)"', field)[1] for field in fields} <= set(question.parameters)  # type: ignore[index]
    assert set(re.findall(r'describedby="([^"]+)"', html)) <= set(ids)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_download_of_every_question_answers(client: FlaskClient, form: str) -> None:
    for name in NAMES:
        response = client.get(f"/vragen/{name}.{form}")
        assert response.status_code == 200, name
        assert response.content_type == FORMATS[form].media_type
        assert response.data


@pytest.mark.parametrize("name", NAMES)
def test_the_page_with_a_choice_for_each_parameter_answers(
    client: FlaskClient, questions: Questions, name: str
) -> None:
    question = questions.get(name)
    for parameter in question.parameters:
        choices = questions.choices(question, parameter)
        asked = f"{parameter}={choices[0].slug}"
        html = page(client, f"/vragen/{name}?{asked}")
        assert html.count(" checked") == 1
        assert f'value="{choices[0].slug}"' in html
        assert f"{name}.csv?{parameter}=" in html


def test_numbers_shares_dates_and_addresses_read_as_people_write_them(client: FlaskClient) -> None:
    counts = page(client, "/vragen/omvang-en-dichtheid?gemeente=krimpenerwaard")
    assert re.search(r'<th scope="col" class="number"><a href="[^"]+">Partners</a></th>', counts)
    [row] = body_rows(counts)
    assert re.fullmatch(r"\d{1,3}(\.\d{3})?", row[6]), "bijdragen"
    assert re.fullmatch(r"\d+(,\d)?%", row[8]), "dichtheid"
    dates = body_rows(page(client, "/vragen/vaststelling-en-looptijd?gemeente=krimpenerwaard"))[0]
    assert any(re.fullmatch(r"\d{1,2} [a-z]+ 20\d\d", cell) for cell in dates)
    assert not any(re.fullmatch(r"\d{4}-\d\d-\d\d", cell) for cell in dates)
    laws = page(client, "/vragen/wettelijke-taak-onder-doel")
    assert re.search(r'<td[^>]*><a href="https://wetten\.overheid\.nl/[^"]+">https://wetten', laws)
    own = page(client, "/vragen/fout-melden?partner=kwadraad")
    assert re.search(r'<a href="/id/[a-z]+/contribution/[^"]+">https://w3id\.org/doelengraaf/id/', own)


def test_a_long_picker_is_a_field_with_suggestions(client: FlaskClient) -> None:
    html = page(client, "/vragen/letterlijk-of-geduid")
    assert '<input type="text" id="ding" name="ding" list="list-ding"' in html
    assert len(re.findall("<option ", html)) > 1000
    # What is chosen stays, to be taken away again; a name is understood too.
    html = page(client, "/vragen/letterlijk-of-geduid?ding=trend/eenzaamheid&ding=Kwadraad")
    assert html.count(" checked") == 2
    assert "Eenzaamheid – Krimpenerwaard, Kwadraad</summary>" in html
    html = page(client, "/vragen/letterlijk-of-geduid?ding=%22%3Eonzin", 400)
    assert 'value="&#34;&gt;onzin"' in html


def test_the_list_has_every_question_once_with_its_number_by_reader(client: FlaskClient, questions: Questions) -> None:
    html = page(client, "/vragen")
    groups = re.split(r"<section ", html)[1:]
    assert [re.search(r"<h2[^>]*>([^<]+)<", group)[1] for group in groups] == list(READERS.values())  # type: ignore[index]
    found = re.findall(r'class="count">(\d+)\.</span> <a href="/vragen/([^"]+)">', html)
    assert sorted((int(number), name) for number, name in found) == [(q.number, q.name) for q in questions.all()]
    assert ">13.<" in groups[1], "vraag 13 is van het raadslid"
    assert "Ook voor: beleidsmedewerker." in groups[1]


# A question with parameters that none of the forty has.

OWN = """\
#+ summary: x
#+ description: Een vraag van de test.
#+ title: {nl: "Welk woord?"}
#+ tags: [tester]
#+ number: 99
#+ rows: 1
#+ columns: {gezegd: {nl: Gezegd, type: text}, hoeveel: {nl: Hoeveel, type: number}}
#+ enumerate: [{hoe: [hard, zacht]}]
#+ parameters:
#+   woord: {label: {nl: Woord}, help: {nl: Wat u wilt.}}
#+   getal: {label: {nl: Getal}, help: {nl: Een heel getal.}}
#+   dag: {label: {nl: Dag}, help: {nl: Een dag.}}
#+   hoe: {label: {nl: Hoe}, help: {nl: Hoe dan.}}
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?gezegd ?hoeveel { BIND (CONCAT(?_woord, COALESCE(STR(?__dag_xsd_date), ""), COALESCE(?__hoe, "")) AS ?gezegd) BIND (?_getal_integer AS ?hoeveel) }
"""


@pytest.fixture(scope="module")
def own_client(built: tuple[Project, Report], tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    root = tmp_path_factory.mktemp("eigen")
    for path in built[0].root.iterdir():
        if path.name != "queries":
            (root / path.name).symlink_to(path)
    shutil.copytree(built[0].queries, root / "queries")
    (root / "queries" / "eigen.rq").write_text(OWN, encoding="utf-8")
    return create_app(Project(root)).test_client()


def test_a_question_that_needs_something_asks_for_it_first(own_client: FlaskClient) -> None:
    html = page(own_client, "/vragen/eigen")
    assert "Kies eerst Woord en Getal" in html
    assert 'role="alert"' not in html
    assert "<table" not in html
    assert "Kies eerst Getal" in page(own_client, "/vragen/eigen?woord=x&getal=+")
    assert html.count("(verplicht)") == 2
    assert re.search(r'<input type="text" id="woord"[^>]* required>', html)
    assert re.search(r'<input type="text" id="getal"[^>]*inputmode="numeric"[^>]* required>', html)
    assert re.search(r'<input type="date" id="dag"[^>]*"help-dag">', html)
    assert re.search(r'<select id="hoe"[^>]*>\s*<option value="">alle</option>\s*<option value="hard">hard', html)


def test_text_numbers_dates_and_words_are_asked_for_by_a_form(own_client: FlaskClient) -> None:
    html = page(own_client, "/vragen/eigen?woord=%3Cb%3E%22&getal=12345&dag=2024-01-31&hoe=zacht")
    assert body_rows(html) == [["&lt;b&gt;&#34;2024-01-31zacht", "12.345"]]
    assert 'value="&lt;b&gt;&#34;"' in html
    assert 'value="2024-01-31"' in html
    assert '<option value="zacht" selected>' in html
    html = page(own_client, "/vragen/eigen?woord=x&getal=veel", 400)
    assert "is geen integer" in html
    assert 'value="veel"' in html
    assert own_client.get("/vragen/eigen.csv").status_code == 400
    assert "Overig" in page(own_client, "/vragen")
