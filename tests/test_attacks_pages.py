"""What a stranger sends to the pages: paths, parameters, headers, hosts, bodies and forms of other sites. Every answer stays whole, ours and guarded."""

import io
import re
import secrets
import urllib.parse
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import sectxt
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app

from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.publish.making import publish
from web.app import create_app
from web.security import CONTENT_SECURITY_POLICY

Built = tuple[Project, Report]
ADDRESS = "http://localhost"
SECRET = "staat-in-geen-antwoord-" + secrets.token_hex(8)
PIECES = [
    "../../geheim.txt",
    "..%2f..%2fgeheim.txt",
    "%2e%2e/%2e%2e/geheim.txt",
    "%252e%252e/geheim.txt",
    "..\\..\\geheim.txt",
    "/etc/passwd",
    "%00",
    "a%00.ttl",
    "%ff%fe",
    "x" * 5000,
    "%0d%0aSet-Cookie:%20x=1",
    "//elders.example",
    "http://[",
    "javascript:alert(1)",
    "<script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>",
    "{{7*7}}",
    "{0.__class__}",
    "%E2%80%AE",
    "999999999999999999999999",
]


@pytest.fixture(scope="module")
def client(built: Built) -> Iterator[FlaskClient]:
    project = built[0]
    publish(project)
    # What a path that climbs out of its folder would find.
    secret = project.root / "geheim.txt"
    secret.write_text(SECRET, encoding="utf-8")
    app = create_app(project)
    yield app.test_client()
    app.extensions["own_queries"].close()
    secret.unlink()


def ask(client: FlaskClient, path: str, query: str = "", **headers: str) -> TestResponse:
    """Ask for a path as it comes from the wire: percent signs decoded by the server, dots left as they are."""
    environ = EnvironBuilder(path="/", headers=headers).get_environ()
    environ["PATH_INFO"] = urllib.parse.unquote_to_bytes(path).decode("latin-1")
    environ["QUERY_STRING"] = query
    environ["REQUEST_URI"] = environ["RAW_URI"] = path
    return client.open(environ)


def with_query(client: FlaskClient, page: str, query: str) -> TestResponse:
    path, _, own = page.partition("?")
    return ask(client, path, f"{own}&{query}" if own else query)


def is_safe(found: TestResponse, where: str) -> None:
    """See that an answer is none of the server's own faults, leads nowhere else and holds nothing that runs."""
    assert found.status_code < 500, where
    place = found.headers.get("Location", "/")
    assert urllib.parse.urlsplit(urllib.parse.urljoin(ADDRESS, place)).netloc == "localhost", where
    assert not place.startswith(("//", "/\\")), where
    assert not any("\r" in value or "\n" in value for _, value in found.headers), where
    assert "x=1" not in found.headers.get("Set-Cookie", ""), where
    assert found.headers["X-Content-Type-Options"] == "nosniff", where
    text = found.get_data().decode("utf-8", "replace")
    assert SECRET not in text, where
    assert "root:" not in text, where
    if found.mimetype not in ("text/plain", "application/json", "application/problem+json"):
        assert "<script>alert" not in text, where
        assert "<img src=x" not in text, where
    found.close()


def rules(client: FlaskClient, method: str) -> list[Rule]:
    return [rule for rule in client.application.url_map.iter_rules() if method in (rule.methods or ())]


@pytest.mark.parametrize("piece", PIECES, ids=range(len(PIECES)))
def test_no_path_leads_out(client: FlaskClient, piece: str) -> None:
    with_names = [rule.rule for rule in rules(client, "GET") if "<" in rule.rule]
    assert len(with_names) > 60
    for rule in with_names:
        is_safe(ask(client, re.sub(r"<[^>]+>", lambda _: piece, rule)), f"{rule} {piece[:40]}")


@pytest.mark.parametrize("folder", ["/static", "/assets", "/thema", "/id", "/doc", "/downloads", "/lezen/cranendonck"])
def test_climbing_out_of_a_folder_finds_nothing(client: FlaskClient, folder: str) -> None:
    for steps in range(1, 9):
        for up in ("../", "%2e%2e/", "..%2f", "..\\", "....//"):
            found = ask(client, f"{folder}/{up * steps}geheim.txt")
            assert found.status_code in (303, 308, 400, 404), up
            is_safe(found, f"{folder} {up * steps}")


def test_climbing_out_of_a_published_version_finds_nothing(client: FlaskClient) -> None:
    version = re.search(r'href="/downloads/([^"]+)"', client.get("/downloads").text)
    assert version
    there = f"/dump/{version[1]}"
    with ask(client, f"{there}/SHA256SUMS") as whole:
        assert whole.status_code == 200
    for path in (
        f"{there}/../../../geheim.txt",
        f"{there}/..%2f..%2f..%2fgeheim.txt",
        f"{there}/%2e%2e%2fgeheim.txt",
        f"{there}/SHA256SUMS%00.ttl",
        "/dump/..%2f..%2f/geheim.txt",
        "/dump/../geheim.txt",
        f"/dump/{'a' * 4000}/x",
        "/downloads/..%2f..",
    ):
        found = ask(client, path)
        assert found.status_code == 404, path
        is_safe(found, path)


# Parameters: every name that any page reads, on every kind of page.

NAMES = sorted(
    {
        name
        for path in (Path(__file__).resolve().parent.parent / "web").rglob("*.py")
        for name in re.findall(r'args\.get(?:list)?\("(\w+)"|asked\.get\("(\w+)"', path.read_text(encoding="utf-8"))
        for name in name
        if name
    }
)
# What Flask itself understands when an address is made, and what the makers of addresses call what they are given.
NAMES += ["_external", "_scheme", "_anchor", "_method", "endpoint", "agenda", "self", "onder", "open"]
PAGES = [
    "/",
    "/vragen/partners-per-doel",
    "/zoeken",
    "/vergelijken",
    "/partners",
    "/partners/netwerk",
    "/indicatoren",
    "/melden",
    "/taal/en",
    "/doc",
    "/doc/topic/eenzaamheid",
    "/sparql-editor",
    "/doelenboom/cranendonck",
    "/werkboek/leeg",
    "/catalog",
    "/api/v1/agendas",
    "/instrumenten/dossier/cranendonck",
    "/instrumenten/dossier/krimpenerwaard?onderwerp=eenzaamheid",
    "/instrumenten/preventie/krimpenerwaard",
    "/instrumenten/sociale-kaart/cranendonck",
    "/instrumenten/monitor/cranendonck",
    "/lezen/cranendonck/ibk",
]


def test_the_names_of_parameters_are_read_from_the_pages() -> None:
    assert {"naar", "over", "bladzijde", "gemeente", "query", "taal"} <= {*NAMES, "taal"}
    assert len(NAMES) > 10


@pytest.mark.parametrize("page", PAGES)
def test_no_parameter_breaks_a_page_or_leads_elsewhere(client: FlaskClient, page: str) -> None:
    values = [piece for piece in PIECES if len(piece) < 1000]
    for name in NAMES:
        # All at once, and then the ones that make redirects and headers apart.
        everything = "&".join(f"{name}={urllib.parse.quote(value, safe='%')}" for value in values)
        is_safe(with_query(client, page, everything), f"{page}?{name}=…")
        for value in ("%0d%0aSet-Cookie:%20x=1", "//elders.example", "<script>alert(1)</script>"):
            is_safe(with_query(client, page, f"{name}={value}"), f"{page}?{name}={value}")


@pytest.mark.parametrize("page", ["/doelenboom/krimpenerwaard", "/instrumenten/sociale-kaart/krimpenerwaard", "/partners", "/instrumenten/dossier/krimpenerwaard"])  # fmt: skip
def test_a_parameter_does_not_choose_the_scheme_of_links(client: FlaskClient, page: str) -> None:
    first = re.findall(
        r'<select[^>]*name="(\w+)"><option value="">[^<]*</option><option[^>]*>([^<]+)<', client.get(page).text
    )
    query = urllib.parse.urlencode([("_scheme", "javascript"), ("_external", "1"), ("_anchor", "x"), *first[:1]])
    found = ask(client, page, query)
    assert found.status_code == 200
    assert "javascript:" not in found.text
    assert 'href="http://localhost' not in found.text


# Redirects


@pytest.mark.parametrize(
    "place",
    [
        "https://elders.example/",
        "//elders.example",
        "///elders.example",
        "/\\elders.example",
        "\\\\elders.example",
        "/\t/elders.example",
        "/%09/elders.example",
        "\t//elders.example",
        " //elders.example",
        "https:elders.example",
        "//]",
        "http://[",
        "javascript:alert(1)",
        "/vragen\r\nSet-Cookie: x=1",
        "@elders.example",
        ".elders.example",
    ],
)
def test_the_choice_of_a_language_leads_to_this_site_only(client: FlaskClient, place: str) -> None:
    found = client.get("/taal/en", query_string={"naar": place})
    assert found.status_code == 303
    # As a browser reads it: tabs and line ends are taken out, a backslash is a slash (URL Standard, 4.4).
    seen = re.sub(r"[\t\r\n]", "", found.headers["Location"]).replace("\\", "/")
    assert urllib.parse.urlsplit(urllib.parse.urljoin("http://localhost/x", seen)).netloc == "localhost"
    assert "x=1" not in str(found.headers.getlist("Set-Cookie"))
    assert client.get("/taal/en?naar=/vragen").headers["Location"] == "/vragen"


@pytest.mark.parametrize("path", ["//elders.example", "//elders.example/%2e%2e", "/%5celders.example", "///id//x"])
def test_a_path_of_slashes_leads_to_this_site_only(client: FlaskClient, path: str) -> None:
    is_safe(ask(client, path), path)


def test_a_thing_leads_to_its_document_here(client: FlaskClient) -> None:
    for rest in ("https://elders.example/", "//elders.example", "%5c%5celders.example", "x%0d%0ay"):
        is_safe(ask(client, "/id/" + rest, "a=b%0d%0a"), rest)


# Hosts and headers


def test_the_address_of_this_server_is_a_setting_and_not_what_a_visitor_says(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOELENGRAAF_BASE_URL", "https://doelengraaf.example.nl")
    headers = {
        "Host": "kwaad.example",
        "X-Forwarded-Host": "kwaad.example",
        "Forwarded": "host=kwaad.example",
        "X-Original-URL": "/geheim",
        "X-Rewrite-URL": "/geheim",
    }
    for path in ("/", "/catalog.ttl", "/sitemap.xml", "/robots.txt", "/doc/topic/eenzaamheid", "/api/v1", "/sparql", "/downloads", "/vragen"):  # fmt: skip
        found = client.get(path, headers=headers)
        assert found.status_code == 200, path
        assert "kwaad.example" not in found.text + str(found.headers), path


@pytest.mark.parametrize(
    "host", ['"><script>alert(1)</script>', "a b", "x/y", "kwaad.example:99999999", "[", "a..b", "x" * 5000]
)
def test_a_host_that_is_none_is_shown_nowhere(client: FlaskClient, host: str) -> None:
    for path in ("/", "/doc/topic/eenzaamheid", "/catalog", "/melden", "/sparql-editor"):
        found = client.get(path, headers={"Host": host})
        assert found.status_code == 400
        assert host not in found.text
        assert found.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Accept", "a/b;q=" + "9" * 400),
        ("Accept", "text/turtle;q=NaN, */*;q=-1"),
        ("Accept", ",".join(["a/b"] * 5000)),
        ("Accept", '"' * 4000),
        ("Accept", "é/ß"),
        ("Accept-Language", "xx;q=x" * 500),
        ("Accept-Encoding", "gzip;q=inf, br;q=a"),
        ("If-None-Match", '"' * 4000),
        ("If-Modified-Since", "Thu, 99 Foo 99999 99:99:99 GMT"),
        ("If-Modified-Since", "Thu, 01 Jan 999999999999 00:00:00 GMT"),
        ("Range", "bytes=0-0," + ",".join(["1-2"] * 2000)),
        ("Range", "bytes=99999999999999999999-"),
        ("Range", "x=" + "-" * 1000),
        ("If-Range", '"'),
        ("Cookie", "taal=" + "x" * 4000 + "; ;=;;taal"),
        ("Cookie", "taal=\\000\\377"),
        ("Referer", "http://["),
        ("Origin", "http://["),
        ("Content-Length", "-1"),
        ("Content-Type", "multipart/form-data"),
        ("X-Forwarded-For", "'" * 500),
    ],
)
def test_no_header_breaks_a_page(client: FlaskClient, name: str, value: str) -> None:
    version = re.search(r'href="/downloads/([^"]+)"', client.get("/downloads").text)
    assert version
    for path in ("/", "/doc/topic/eenzaamheid", "/catalog", f"/dump/{version[1]}/SHA256SUMS", "/sparql?query=ASK%7B%7D", "/static/page.css"):  # fmt: skip
        found = client.get(path, headers={name: value})
        assert found.status_code in (200, 206, 304, 400, 404, 406, 416), (path, found.status_code)
        found.close()


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "doelengraaf.example.nl", "xn--bcher-kva.example", "web_1"])  # fmt: skip
def test_a_host_that_is_one_is_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/health", headers={"Host": host}).status_code == 200


# Forms of other sites

KEPT_NOWHERE = {"/werkboek", "/sparql-editor"}
OTHERS = [
    {"Origin": "https://elders.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.elders.example"},
    {"Origin": "http://["},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
]


def forms(client: FlaskClient) -> dict[str, str]:
    """Give each page that takes a form, as rule to address; the endpoint is a protocol and no form, and changes nothing."""
    key = "A" * 32
    return {
        rule.rule: rule.rule.replace("<agenda>", "krimpenerwaard").replace("<key>", key)
        for rule in rules(client, "POST")
        if rule.rule not in ("/sparql", "/graph-store", "/graph/<path:rest>")
    }


def test_every_form_is_here(client: FlaskClient) -> None:
    assert len(forms(client)) == 9


@pytest.mark.parametrize("headers", OTHERS, ids=str)
def test_no_form_of_another_site_is_taken(client: FlaskClient, headers: Mapping[str, str]) -> None:
    inbox = Path(client.application.config["INBOX"])
    before = sorted(inbox.rglob("*"))
    for rule, path in forms(client).items():
        data = {"opmerking": "Dit klopt niet: zie regel 12.", "query": "ASK {}", "title": "T"}
        found = client.post(path, data=data, headers=headers)
        # An application that is not there is nothing, whoever asks.
        assert found.status_code == (404 if "<key>" in rule and "verwijderen" not in rule else 403), rule
        assert "Location" not in found.headers
    assert sorted(inbox.rglob("*")) == before


def test_forms_that_keep_something_want_to_hear_that_they_are_ours(client: FlaskClient) -> None:
    for rule, path in forms(client).items():
        found = client.post(path, data={"opmerking": "Dit klopt niet: zie regel 12.", "query": "ASK {}"})
        if rule in KEPT_NOWHERE:
            assert found.status_code in (200, 400), rule
        else:
            assert found.status_code == (404 if "<key>" in rule and "verwijderen" not in rule else 403), rule


def test_no_page_changes_something_when_it_is_read(client: FlaskClient) -> None:
    for path in ("/melden?opmerking=Dit+klopt+niet+zie+12", f"/instrumenten/weegkader/aanvraag/{'A' * 32}/verwijderen"):
        found = client.get(path)
        assert found.status_code in (200, 404, 405)
    assert not list(Path(client.application.config["INBOX"]).rglob("*.ttl"))


# Bodies


def test_a_body_is_no_longer_than_a_form(client: FlaskClient) -> None:
    ours = {"Sec-Fetch-Site": "same-origin"}
    kind = "application/x-www-form-urlencoded"
    for path in [*forms(client).values(), "/sparql"]:
        found = client.post(path, data=b"a=" + bytes(7_000_000), content_type=kind, headers=ours)
        assert found.status_code in (404, 413), path
        assert len(found.data) < 100_000, path
        assert "Traceback" not in found.text


def test_a_body_without_a_length_is_no_longer_than_a_form(client: FlaskClient) -> None:
    """In chunks: nothing says beforehand how long it is."""

    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            self.given += len(buffer)
            buffer[:] = b"x" * len(buffer)
            return len(buffer)

    for path in ("/melden", "/werkboek", "/sparql", "/sparql-editor", "/instrumenten/weegkader/krimpenerwaard/aanvraag", "/instrumenten/weegkader/krimpenerwaard/bestand"):  # fmt: skip
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            endless = Endless()
            environ = EnvironBuilder(path=path, method="POST", headers={"Sec-Fetch-Site": "same-origin"}).get_environ()
            environ.pop("CONTENT_LENGTH", None)
            environ |= {
                "wsgi.input": endless,
                "wsgi.input_terminated": True,
                "HTTP_TRANSFER_ENCODING": "chunked",
                "CONTENT_TYPE": kind,
            }
            parts, status, _ = run_wsgi_app(client.application, environ, buffered=True)
            assert b"Traceback" not in b"".join(parts)
            # The editor shows its page: what was read of the body is no query.
            assert 400 <= int(status[:3]) < 500 or path == "/sparql-editor", (path, kind, status)
            assert endless.given < 12_000_000, (path, kind)


def test_a_form_has_no_endless_number_of_fields(client: FlaskClient) -> None:
    parts = b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' for _ in range(5000)) + b"--x--\r\n"
    for path in ("/werkboek", "/melden", "/instrumenten/weegkader/krimpenerwaard/bestand"):
        found = client.post(
            path,
            data=parts,
            content_type="multipart/form-data; boundary=x",
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert 400 <= found.status_code < 500, path


# The headers of every kind of answer, by what internet.nl looks at


def kinds(client: FlaskClient) -> dict[str, TestResponse]:
    """Give an answer of each kind."""
    version = re.search(r'href="/downloads/([^"]+)"', client.get("/downloads").text)
    assert version
    found = {
        path: client.get(path)
        for path in (
            "/",
            "/vragen/partners-per-doel",
            "/vragen/partners-per-doel.csv",
            "/vragen/partners-per-doel.xlsx",
            "/zoeken?q=eenzaam",
            "/sparql-editor",
            "/sparql",
            "/sparql?query=ASK%7B%7D",
            "/sparql?query=fout",
            "/graph-store",
            "/doc/topic/eenzaamheid",
            "/doc/topic/eenzaamheid.ttl",
            "/doc/topic/eenzaamheid.jsonld",
            "/id/topic/eenzaamheid",
            "/def",
            "/def/context.jsonld",
            "/shape",
            "/catalog",
            "/.well-known/void",
            "/api/v1",
            "/api/v1/openapi.json",
            "/api/v1/bestaat-niet",
            "/downloads",
            f"/dump/{version[1]}/SHA256SUMS",
            f"/dump/{version[1]}/bestaat-niet",
            "/static/page.css",
            "/static/bestaat-niet.css",
            "/sitemap.xml",
            "/robots.txt",
            "/health",
            "/ready",
            "/bestaat-niet",
            "/taal/en",
            "/werkboek/leeg?gemeente=X",
            "/instrumenten/sociale-kaart/cranendonck.csv",
            "/instrumenten/weegkader/krimpenerwaard.xlsx",
            "/partners/netwerk",
        )
    }
    found["HEAD /"] = client.head("/")
    found["OPTIONS /sparql"] = client.options("/sparql")
    found["POST /agendas"] = client.post("/agendas")
    found["PUT /sparql"] = client.put("/sparql")
    found["406"] = client.get("/doc/topic/eenzaamheid", headers={"Accept": "image/png"})
    found["403"] = client.post("/melden", data={"opmerking": "Dit klopt niet: zie regel 12."})
    found["413"] = client.post("/melden", data={"opmerking": "x" * 100_000}, headers={"Sec-Fetch-Site": "same-origin"})
    return found


def policy(text: str) -> dict[str, list[str]]:
    return {name: values for name, *values in (part.split() for part in text.split(";") if part.strip())}


def test_every_kind_of_answer_has_the_headers_of_internet_nl(client: FlaskClient) -> None:
    found = kinds(client)
    assert {one.status_code for one in found.values()} >= {200, 204, 303, 400, 403, 404, 405, 406, 413}
    for name, one in found.items():
        headers = one.headers
        assert headers.get("X-Content-Type-Options") == "nosniff", name
        assert headers.get("X-Frame-Options") in ("DENY", "SAMEORIGIN"), name
        assert headers.get("Referrer-Policy") in ("no-referrer", "same-origin"), name
        said = policy(headers.get("Content-Security-Policy", ""))
        assert said.get("default-src") in (["'none'"], ["'self'"]), name
        assert said.get("frame-ancestors") in (["'none'"], ["'self'"]), name
        if one.mimetype == "text/html":
            assert {"base-uri", "form-action"} <= set(said), name
        values = [value for values in said.values() for value in values]
        assert not {"'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "http:", "https:", "*"} & set(values), name
        for part in ("script-src", "object-src", "default-src"):
            assert "data:" not in said.get(part, ()), name
        assert "Server" not in headers, name
        assert "X-Powered-By" not in headers, name
        one.close()


def test_an_answer_that_may_be_framed_runs_nothing(client: FlaskClient) -> None:
    found = client.get("/inbedden/partners-per-doel")
    said = policy(found.headers["Content-Security-Policy"])
    assert said["default-src"] == ["'none'"]
    assert said["form-action"] == ["'none'"]
    assert said["frame-ancestors"] == ["*"]
    assert "script-src" not in said
    assert "<form" not in found.text
    assert "<script" not in found.text


def test_the_policy_is_the_one_that_was_judged() -> None:
    assert policy(CONTENT_SECURITY_POLICY)["base-uri"] == ["'none'"]
    assert policy(CONTENT_SECURITY_POLICY)["script-src"] == ["'self'"]


def test_nothing_of_a_page_is_inline(client: FlaskClient) -> None:
    """With this policy it would not run; that it is not there shows that none was forgotten."""
    for path in PAGES:
        text = client.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")", text), path
        assert not re.search(r"\s(on[a-z]+|style)=[\"']", re.sub(r">[^<]*<", "><", text)), path


def test_the_cookie_is_only_a_language(client: FlaskClient) -> None:
    cookie = client.get("/taal/en", base_url="https://localhost").headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Secure"} <= {part.strip() for part in cookie.split(";")}


def test_security_txt_says_where_to_tell(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOELENGRAAF_CONTACT", "Beheer <beheer@doelengraaf.example.nl>")
    monkeypatch.setenv("DOELENGRAAF_BASE_URL", "https://doelengraaf.example.nl")
    found = client.get("/.well-known/security.txt")
    parsed = sectxt.Parser(found.get_data(), urls=["https://doelengraaf.example.nl/.well-known/security.txt"])
    assert parsed.is_valid(), parsed.errors
    assert found.mimetype == "text/plain"


# What a query of a stranger may name


@pytest.mark.parametrize("text", ["SELECT * FROM <{}> {{ ?s ?p ?o }}", "LOAD <{}>", "SELECT * {{ SERVICE <{}> {{ ?s ?p ?o }} }}"])  # fmt: skip
def test_a_query_reaches_no_file(client: FlaskClient, built: Built, text: str) -> None:
    found = client.get("/sparql", query_string={"query": text.format((built[0].root / "geheim.txt").as_uri())})
    assert SECRET not in found.text
    assert found.status_code in (200, 400)
