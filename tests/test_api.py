"""The API does what its pages and document say: collections, things, questions, search, and errors for people and programs."""

import csv
import io
import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from doelengraaf.errors import QuestionFileError
from doelengraaf.formats import FORMATS, to_json
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.resource_types import COLLECTIONS
from doelengraaf.terms import ID
from web.api.document import CONTACT_VARIABLE, contact
from web.api.problems import PROBLEMS
from web.app import create_app

ROOT = "/api/v1"
ANSWER = f"{ROOT}/questions/partners-per-doel/answer"


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def get(client: FlaskClient, path: str, status: int = 200, **headers: str) -> Any:
    response = client.get(ROOT + path, headers=headers)
    assert response.status_code == status, response.get_data(as_text=True)[:500]
    return response.get_json()


def problem(response: TestResponse, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.get_data(as_text=True)[:500]
    assert response.content_type == "application/problem+json"
    body: dict[str, Any] = json.loads(response.data)
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


def test_the_root_leads_everywhere(client: FlaskClient) -> None:
    start = get(client, "")
    assert start == get(client, "/")
    for name, link in start["_links"].items():
        address = link["href"] + ("?q=zorg" if name == "search" else "")
        assert client.get(address).status_code == 200, address
    assert {*COLLECTIONS, "questions", "search", "openapi", "self"} == set(start["_links"])


def test_every_address_in_the_document_works_as_it_says(client: FlaskClient) -> None:
    paths = get(client, "/openapi.json")["paths"]
    assert len(paths) > 20
    for path, item in paths.items():
        query = "?q=zorg" if path == "/search" else ""
        for parameter in item["get"]["parameters"]:
            if parameter["in"] == "path":
                path = path.replace(f"{{{parameter['name']}}}", parameter["example"])
        assert "{" not in path
        assert client.get(ROOT + path + query).status_code == 200, path


def test_every_question_has_its_own_answer_with_its_own_parameters(client: FlaskClient, questions: Questions) -> None:
    paths = get(client, "/openapi.json")["paths"]
    named = {path.split("/")[2] for path in paths if path.endswith("/answer")}
    assert named == set(questions.names())
    documented = paths["/questions/partners-per-doel/answer"]["get"]
    assert [one["name"] for one in documented["parameters"]] == list(questions.get("partners-per-doel").parameters)
    assert set(documented["responses"]["200"]["content"]) == {
        form.media_type.partition(";")[0] for form in FORMATS.values()
    }


@pytest.mark.parametrize("name", COLLECTIONS)
def test_pages_of_a_collection_link_to_each_other(client: FlaskClient, name: str) -> None:
    total = get(client, f"/{name}?pageSize=1")["total"]
    seen, address = [], f"{ROOT}/{name}?pageSize=97"
    while address:
        page = client.get(address).get_json()
        assert client.get(page["_links"]["self"]["href"]).get_json() == page
        seen += [one["id"] for one in page["items"]]
        if "next" in page["_links"]:
            following = client.get(page["_links"]["next"]["href"]).get_json()
            assert following["_links"]["prev"] == page["_links"]["self"]
        else:
            assert page["_links"]["last"] == page["_links"]["self"]
        address = page["_links"].get("next", {}).get("href", "")
    assert len(seen) == len(set(seen)) == total
    beyond = get(client, f"/{name}?pageSize=97&page=9999")
    assert beyond["items"] == []
    assert beyond["_links"]["prev"] == beyond["_links"]["last"]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_thing_in_a_list_leads_to_all_of_it(client: FlaskClient, name: str) -> None:
    for listed in get(client, f"/{name}?pageSize=3")["items"]:
        whole = client.get(listed["_links"]["self"]["href"]).get_json()
        for key in (
            "id",
            "label",
            "labelEn",
            "kind",
            "kindLabel",
            "agenda",
            "municipality",
            "basis",
            "citation",
            "evidence",
        ):
            assert whole[key] == listed[key]
        assert "linkedFrom" in whole
        assert "linkedFrom" not in listed
        for link in whole["_links"].values():
            assert client.get(link["href"]).status_code == 200, link


def test_links_lead_to_what_they_name(client: FlaskClient) -> None:
    one = get(client, "/aims/krimpenerwaard/subgoal/minder-eenzaamheid")
    followed = 0
    for ties in (*one["links"].values(), *one["linkedFrom"].values()):
        for tie in [tie for tie in ties if tie["href"]][:5]:
            assert client.get(tie["href"]).get_json()["id"] == tie["id"]
            followed += 1
    assert followed > 5
    assert one["links"]["inArea"][0]["href"] is None


def test_a_thing_says_where_it_is_written(client: FlaskClient) -> None:
    one = get(client, "/aims/krimpenerwaard/subgoal/minder-eenzaamheid")
    assert one["id"] == ID + "krimpenerwaard/subgoal/minder-eenzaamheid"
    assert one["agenda"]["id"] == ID + "agenda/krimpenerwaard"
    # Integraal beleidskader, line 603: "•  Minder mensen ervaren eenzaamheid".
    bullet = next(place for place in one["evidence"] if place["lastLine"] == 603)
    assert bullet["firstLine"] == 602
    assert bullet["hasSource"]["id"] == ID + "krimpenerwaard/source-document/ibk"
    assert bullet["locator"] == "4.2.3 Beleidsknoppen: Mentale gezondheid"
    assert "regels" in bullet["citation"]


def test_the_keys_are_terms_of_the_context(client: FlaskClient, project: Project) -> None:
    terms = set(json.loads(project.context.read_text(encoding="utf-8"))["@context"])
    own = {"kind", "kindLabel", "links", "linkedFrom", "_links", "serves", "worksTowards", "participant"}
    for name in COLLECTIONS:
        whole = client.get(get(client, f"/{name}?pageSize=1")["items"][0]["_links"]["self"]["href"]).get_json()
        assert set(whole) <= terms | own
        assert {*whole["links"], *whole["linkedFrom"]} <= terms | own


def test_filters_take_slugs_and_addresses(client: FlaskClient) -> None:
    by_slug = get(client, "/aims?topic=eenzaamheid&agenda=krimpenerwaard")
    by_address = get(client, f"/aims?topic={ID}topic/eenzaamheid&agenda={ID}agenda/krimpenerwaard")
    assert by_slug["items"] == by_address["items"]
    assert "Minder mensen ervaren eenzaamheid" in [one["label"] for one in by_slug["items"]]
    assert get(client, "/aims?kind=goal&kind=subgoal")["total"] > get(client, "/aims?kind=goal")["total"] > 0


def test_search_finds_and_leads_on(client: FlaskClient) -> None:
    page = get(client, "/search?q=eenzaamhied&kind=aim&agenda=krimpenerwaard")
    hit = next(one for one in page["items"] if one["label"] == "Minder mensen ervaren eenzaamheid")
    assert client.get(hit["_links"]["self"]["href"]).get_json()["id"] == hit["id"]
    both = [get(client, f"/search?q=zorg&pageSize=10&page={number}") for number in (1, 2)]
    assert {one["total"] for one in both} == {get(client, "/search?q=zorg")["total"]}
    assert not {one["id"] for one in both[0]["items"]} & {one["id"] for one in both[1]["items"]}


def test_a_question_tells_what_can_be_asked(client: FlaskClient) -> None:
    question = get(client, "/questions/partners-per-doel")
    municipality = question["parameters"][0]
    assert {one["label"] for one in municipality["values"]} == {
        "Cranendonck",
        "Krimpenerwaard",
        "Vijfheerenlanden",
        "Wijk bij Duurstede",
    }
    listed = next(one for one in get(client, "/questions?pageSize=500")["items"] if one["name"] == question["name"])
    assert "values" not in listed["parameters"][0]
    assert client.get(listed["_links"]["answer"]["href"]).status_code == 200


def test_an_answer_is_that_of_the_library(client: FlaskClient, questions: Questions) -> None:
    response = client.get(ANSWER + "?gemeente=krimpenerwaard&gemeente=cranendonck&onderwerp=eenzaamheid")
    asked = {"gemeente": ["krimpenerwaard", "cranendonck"], "onderwerp": ["eenzaamheid"]}
    assert response.data == to_json(questions.ask("partners-per-doel", asked))


@pytest.mark.parametrize("name", FORMATS)
def test_every_form_of_an_answer_can_be_asked_for(client: FlaskClient, name: str) -> None:
    media_type = FORMATS[name].media_type.partition(";")[0]
    response = client.get(ANSWER + "?gemeente=cranendonck", headers={"Accept": f"{media_type}, */*;q=0.1"})
    assert response.status_code == 200
    assert response.mimetype == media_type
    assert response.content_length
    assert "Accept" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("text/csv", "text/csv"),
        ("text/csv;charset=utf-8", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("application/json;q=0.5, text/csv", "text/csv"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("onzin, application/json", "application/json"),
    ],
)
def test_the_best_form_is_chosen(client: FlaskClient, accept: str, given: str) -> None:
    assert client.get(ANSWER + "?gemeente=cranendonck", headers={"Accept": accept}).mimetype == given


def test_a_csv_answer_has_the_rows_of_the_json(client: FlaskClient) -> None:
    text = client.get(ANSWER + "?gemeente=cranendonck", headers={"Accept": "text/csv"}).data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) - 1 == get(client, "/questions/partners-per-doel/answer?gemeente=cranendonck")["total"]


def test_what_cannot_be_had_names_what_can(client: FlaskClient) -> None:
    body = problem(client.get(ANSWER, headers={"Accept": "image/png"}), 406)
    for form in FORMATS.values():
        assert form.media_type.partition(";")[0] in body["detail"]
    problem(client.get(ROOT + "/aims", headers={"Accept": "text/html"}), 406)
    problem(client.get(ROOT + "/aims", headers={"Accept": "application/json;q=0"}), 406)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("onzin=1", {"onzin"}),
        ("Topic=eenzaamheid", {"Topic"}),
        ("topic=eenzamheid", {"topic"}),
        ("topic=", {"topic"}),
        ("topic=Eenzaamheid", {"topic"}),
        ("topic=eenzaamheid&topic=eenzamheid", {"topic"}),
        ("page=0", {"page"}),
        ("page=1.5", {"page"}),
        ("page=%D9%A1", {"page"}),
        ("page=1&page=2", {"page"}),
        ("pageSize=501", {"pageSize"}),
        ("pageSize=99999999999999999999", {"pageSize"}),
        ("topic=%00&agenda=%3Cscript%3E&x=%FF", {"topic", "agenda", "x"}),
    ],
)
def test_all_that_is_wrong_is_told_at_once(client: FlaskClient, query: str, named: set[str]) -> None:
    body = problem(client.get(f"{ROOT}/aims?{query}"), 400)
    assert {error["parameter"] for error in body["errors"]} == named
    assert all(error["detail"] for error in body["errors"])


def test_a_wrong_value_names_the_nearest_first(client: FlaskClient) -> None:
    body = problem(client.get(f"{ROOT}/aims?topic=eenzamheid"), 400)
    assert body["errors"][0]["allowed"][0] == "eenzaamheid"
    body = problem(client.get(ANSWER + "?gemeente=krimpen&onzin=x"), 400)
    assert {error["parameter"]: error["allowed"][0] for error in body["errors"]} == {
        "gemeente": "krimpenerwaard",
        "onzin": "gemeente",
    }
    assert {error["parameter"] for error in problem(client.get(f"{ROOT}/search"), 400)["errors"]} == {"q"}
    problem(client.get(f"{ROOT}/search?q={'z' * 201}"), 400)
    problem(client.get(f"{ROOT}/openapi.json?x=1"), 400)


@pytest.mark.parametrize(
    "path",
    [
        "/onzin",
        "/aims/krimpenerwaard/subgoal/onzin",
        "/aims/cranendonck/indicator/eenzaamheid",
        "/aims/krimpenerwaard",
        "/topics/%3Cx%3E",
        "/topics/..%2F..%2Fetc",
        "/questions/onzin",
        "/questions/onzin/answer",
        "/openapi.yaml",
        "//aims",
        "/topics//eenzaamheid",
        "/aims.json",
    ],
)
def test_what_is_not_there(client: FlaskClient, path: str) -> None:
    body = problem(client.get(ROOT + path), 404)
    assert "Location" not in client.get(ROOT + path).headers
    assert body["type"] == "/api#not-found"


def test_a_question_that_is_nearly_right_is_suggested(client: FlaskClient) -> None:
    assert "partners-per-doel" in problem(client.get(ROOT + "/questions/partner-per-doel"), 404)["detail"]


def test_a_fault_inside_tells_nothing_of_it(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    questions: Questions = client.application.extensions["questions"]

    def broken(name: str, typed: object) -> None:
        raise QuestionFileError(project.queries / "geheim.rq", "kapot")

    monkeypatch.setattr(questions, "ask", broken)
    body = problem(client.get(ANSWER), 500)
    assert "geheim" not in json.dumps(body)
    assert "Traceback" not in json.dumps(body)


def test_behind_a_prefix_addresses_keep_it(client: FlaskClient) -> None:
    page = client.get(ROOT + "/aims?pageSize=1", base_url="http://localhost/doelengraaf").get_json()
    assert page["_links"]["self"]["href"].startswith("/doelengraaf/api/v1/aims?")
    assert page["items"][0]["_links"]["self"]["href"].startswith("/doelengraaf/api/v1/aims/")


def test_the_pages_keep_their_own_errors(client: FlaskClient) -> None:
    for path in ("/nergens", "/api/v2", "/api/v1x", "/apix"):
        response = client.get(path)
        assert response.status_code == 404
        assert response.mimetype == "text/html"
        assert "API-Version" not in response.headers


def test_who_to_ask_is_a_setting(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CONTACT_VARIABLE, "Team Sociaal <team@gemeente.example>")
    assert contact()["name"] == "Team Sociaal"
    assert contact()["email"] == "team@gemeente.example"
    assert "mailto:team@gemeente.example" in client.get("/api").get_data(as_text=True)
    monkeypatch.delenv(CONTACT_VARIABLE)
    assert "mailto:" not in client.get("/api").get_data(as_text=True)
    assert get(client, "/openapi.json")["info"]["contact"] == contact()


def test_the_page_about_the_api_tells_it_all(client: FlaskClient) -> None:
    html = client.get("/api").get_data(as_text=True)
    for collection in COLLECTIONS.values():
        assert f"<code>/{collection.name}</code>" in html
    for form in FORMATS.values():
        assert form.media_type.partition(";")[0] in html
    for name, _ in PROBLEMS.values():
        assert f'id="{name}"' in html
    assert "<script" not in html
    assert html.count("<h1") == 1
    links = set(re.findall(r'href="(/api/v1[^"]*)"', html))
    assert len(links) > len(COLLECTIONS) + 3
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link
    assert 'href="/api"' in client.get("/").get_data(as_text=True)
