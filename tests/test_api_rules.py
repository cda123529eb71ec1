"""The rules of the Dutch REST API Design Rules 2.1 that can be tested, each by the id of the rule, on the document and on what runs.

The rules: https://logius-standaarden.github.io/API-Design-Rules/. That connections are encrypted (/core/transport/tls) is up to the server in front.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from web.app import create_app

ROOT = "/api/v1"
Document = dict[str, Any]
WRONG = (
    ("GET", "/aims?onzin=1", 400),
    ("GET", "/onzin", 404),
    ("GET", "/aims/", 404),
    ("POST", "/aims", 405),
    ("DELETE", "/topics/eenzaamheid", 405),
)


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


@pytest.fixture(scope="module")
def document(client: FlaskClient) -> Document:
    found: Document = client.get(ROOT + "/openapi.json").get_json()
    return found


def operations(document: Document) -> Iterator[tuple[str, str, Any]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def properties(part: Any) -> Iterator[tuple[str, Any]]:
    """Give all properties of all schemas in a part of the document."""
    if isinstance(part, dict):
        if isinstance(part.get("properties"), dict):
            yield from part["properties"].items()
        for value in part.values():
            yield from properties(value)
    elif isinstance(part, list):
        for value in part:
            yield from properties(value)


def resolved(document: Document, part: Any) -> Any:
    while "$ref" in part:
        target: Any = document
        for word in part["$ref"].removeprefix("#/").split("/"):
            target = target[word]
        part = target
    return part


def test_no_trailing_slash(client: FlaskClient, document: Document) -> None:
    for path, _, operation in operations(document):
        if path == "/":
            continue
        assert not path.endswith("/")
        for parameter in operation["parameters"]:
            path = path.replace(f"{{{parameter['name']}}}", str(parameter.get("example")))
        response = client.get(ROOT + path + "/")
        assert response.status_code == 404, path
        assert "Location" not in response.headers


def test_path_segments_kebab_case(document: Document) -> None:
    for path in document["paths"]:
        for segment in path.strip("/").split("/"):
            assert path in ("/", "/openapi.json") or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*|\{[a-z]+\}", segment), path


def test_query_keys_camel_case(document: Document) -> None:
    keys = {p["name"] for _, _, one in operations(document) for p in one["parameters"] if p["in"] == "query"}
    assert {"page", "pageSize", "partnerType", "gemeente"} <= keys
    for key in keys:
        assert re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", key), key


def test_date_time_format(client: FlaskClient, document: Document) -> None:
    dates = {name: schema for name, schema in properties(document) if re.search(r"(^d|D)at(e|um)", name)}
    assert "startDate" in dates
    for name, schema in dates.items():
        assert schema.get("format") == "date", name
    for name, schema in properties(document):
        assert schema.get("format") not in ("date-time", "time", "date-time-local"), name
    found = [one for one in client.get(ROOT + "/agendas").get_json()["items"] if "startDate" in one]
    assert found
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", one["startDate"]) for one in found)


def test_http_methods(client: FlaskClient, document: Document) -> None:
    assert {method for _, method, _ in operations(document)} == {"get"}
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"):
        response = client.open(ROOT + "/aims", method=method)
        assert response.status_code == 405
        assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_http_safety_head_is_get_without_a_body(client: FlaskClient) -> None:
    for path in ("/aims?pageSize=2", "/topics/eenzaamheid", "/openapi.json", "/onzin"):
        full, head = client.get(ROOT + path), client.head(ROOT + path)
        assert head.status_code == full.status_code
        assert head.data == b""
        assert head.headers["Content-Length"] == str(len(full.data))
        assert head.content_type == full.content_type


def test_error_handling_problem_details(client: FlaskClient, document: Document) -> None:
    for path, _, operation in operations(document):
        for status, response in operation["responses"].items():
            if status[0] in "45":
                content = resolved(document, response)["content"]
                assert set(content) == {"application/problem+json"}, path
                schema = resolved(document, content["application/problem+json"]["schema"])
                assert {"status", "title", "detail"} <= set(schema["required"])
    for method, path, status in WRONG:
        response = client.open(ROOT + path, method=method)
        assert response.status_code == status
        assert response.content_type == "application/problem+json"
        body = json.loads(response.data)
        assert {"type", "status", "title", "detail"} <= set(body)
        assert body["status"] == status


def test_error_handling_invalid_input(client: FlaskClient, document: Document) -> None:
    for path, _, operation in operations(document):
        assert "400" in operation["responses"], path
    response = client.get(ROOT + "/aims?agenda=onzin&topic=onzin&page=x&kleur=rood")
    assert response.status_code == 400
    # /core/error-handling/all-errors
    assert {one["parameter"] for one in response.get_json()["errors"]} == {"agenda", "topic", "page", "kleur"}


def test_doc_openapi(document: Document) -> None:
    assert re.fullmatch(r"3\.0\.\d+", document["openapi"])
    validate(document)
    assert document["paths"]
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))


def test_doc_openapi_contact_and_licence(document: Document) -> None:
    assert set(document["info"]["contact"]) == {"name", "url", "email"}
    assert all(document["info"]["contact"].values())
    assert "publicdomain/zero" in document["info"]["license"]["url"]


def test_publish_openapi(client: FlaskClient) -> None:
    response = client.get(ROOT + "/openapi.json", headers={"Origin": "https://elders.example"})
    assert response.status_code == 200
    assert response.mimetype == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(ROOT + "/openapi.yaml").status_code == 404


def test_uri_version(document: Document) -> None:
    assert [server["url"] for server in document["servers"]] == ["/api/v1"]


def test_semver(document: Document) -> None:
    assert re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", document["info"]["version"])
    assert document["info"]["version"].startswith("1.")


def test_version_header_security_headers_and_cors_on_every_response(client: FlaskClient, document: Document) -> None:
    for path, _, operation in operations(document):
        for status, response in operation["responses"].items():
            assert "API-Version" in resolved(document, response)["headers"], (path, status)
    every = [*WRONG, ("GET", "", 200), ("HEAD", "/aims", 200), ("OPTIONS", "/aims", 204), ("GET", "/openapi.json", 200)]
    for method, path, status in every:
        response = client.open(ROOT + path, method=method)
        assert response.status_code == status, path
        assert response.headers["API-Version"] == document["info"]["version"]
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert int(response.headers["Strict-Transport-Security"].removeprefix("max-age=")) >= 31536000
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.content_type or status == 204


def test_cors_before_the_request(client: FlaskClient) -> None:
    asked = {"Origin": "https://elders.example", "Access-Control-Request-Method": "GET"}
    response = client.options(ROOT + "/questions/partners-per-doel/answer", headers=asked)
    assert response.status_code == 204
    assert response.data == b""
    assert "GET" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"] == "Accept"


def test_naming_collections_in_the_plural_and_their_items_below_them(document: Document) -> None:
    collections = [
        path for path, _, one in operations(document) if "pageSize" in {p["name"] for p in one["parameters"]}
    ]
    assert [path for path in collections if not path.endswith("s")] == ["/search"]
    for path in document["paths"]:
        assert path.split("/{")[0] in document["paths"], path


def test_changelog_names_this_version(client: FlaskClient, document: Document) -> None:
    html = client.get("/api").get_data(as_text=True)
    changes = html[html.index('id="wijzigingen"') :]
    assert f"<dt>{document['info']['version']}</dt>" in changes
