"""One way to choose a form."""

from datetime import UTC, datetime

import pytest
from flask import Flask, Response

from web.language import add_languages
from web.negotiation import NotAcceptableError, Offer, announce, negotiate, open_to_all, validate

HTML = Offer("html", "text/html")
TURTLE = Offer("ttl", "text/turtle")
JSON = Offer("jsonld", "application/ld+json", ("application/json",))
OFFERS = (HTML, TURTLE, JSON)


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    add_languages(app)
    return app


@pytest.mark.parametrize(
    ("header", "suffix", "query", "expected"),
    [
        (None, "", "", HTML),
        ("*/*", "", "", HTML),
        ("text/turtle", "", "", TURTLE),
        ("text/turtle;q=0.4, application/ld+json;q=0.9", "", "", JSON),
        ("text/html;q=0, text/turtle", "", "", TURTLE),
        ("application/*", "", "", JSON),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "", "", JSON),
        ("application/json", "", "", JSON),
        ("text/*;q=0.2, application/json;q=0.1", "", "", HTML),
        ("text/html", "ttl", "", TURTLE),
        ("text/html", "", "format=jsonld", JSON),
        ("text/html", "", "format=text/turtle", TURTLE),
        ("text/html", "ttl", "format=jsonld", TURTLE),
        ("image/png", "html", "", HTML),
    ],
)
def test_ending_goes_before_parameter_before_header(
    app: Flask, header: str | None, suffix: str, query: str, expected: Offer
) -> None:
    with app.test_request_context(f"/x?{query}", headers={"Accept": header} if header else {}):
        assert negotiate(OFFERS, suffix) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("application/trig", "trig"),
        ("application/trig, */*;q=0.1", "trig"),
        ("application/trig, text/html;q=0.9", "trig"),
        ("application/trig, text/turtle;q=0", "trig"),
        ("application/trig;q=0.95, application/ld+json;q=0.9, text/turtle;q=0.6", "jsonld"),
        ("application/trig, text/turtle;q=0.2, application/json;q=0.1", "ttl"),
        ("text/html, application/trig;q=0.9, text/turtle;q=0.8", "html"),
    ],
)
def test_a_form_that_yields_is_given_to_who_names_no_other(app: Flask, header: str, expected: str) -> None:
    offers = (*OFFERS, Offer("trig", "application/trig", yields=("ttl", "jsonld")))
    with app.test_request_context("/x", headers={"Accept": header}):
        assert negotiate(offers).suffix == expected


@pytest.mark.parametrize(("header", "suffix", "query"), [("image/png", "", ""), ("", "pdf", ""), ("", "", "format=x")])
def test_what_cannot_be_had_names_what_can(app: Flask, header: str, suffix: str, query: str) -> None:
    with (
        app.test_request_context(f"/x?{query}", headers={"Accept": header}),
        pytest.raises(NotAcceptableError, match=r"ttl \(text/turtle\)") as caught,
    ):
        negotiate(OFFERS, suffix)
    assert caught.value.status == 406


def test_headers_tell_the_other_forms_and_who_has_it_gets_nothing_again(app: Flask) -> None:
    made = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)

    def answer() -> Response:
        response = announce(Response("x", mimetype="text/turtle"), OFFERS, lambda offer: f"/x.{offer.suffix}")
        return validate(open_to_all(response), "1-ttl", made)

    with app.test_request_context("/x"):
        first = answer()
    assert first.status_code == 200
    assert "Accept" in first.vary
    assert '</x.ttl>; rel="alternate"; type="text/turtle"' in first.headers.getlist("Link")
    assert first.headers["ETag"] == '"1-ttl"'
    assert first.headers["Last-Modified"] == "Sun, 22 Nov 2026 12:00:00 GMT"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    for header, value in (("If-None-Match", '"1-ttl"'), ("If-Modified-Since", "Sun, 22 Nov 2026 12:00:00 GMT")):
        with app.test_request_context("/x", headers={header: value}):
            again = answer()
        assert again.status_code == 304
