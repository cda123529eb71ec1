"""Files that are made to harm: bombs in XML, zip and Turtle, and files that name other servers and other files. None is unpacked, asked or followed."""

import http.server
import io
import json
import threading
import time
import tracemalloc
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from flask.testing import FlaskClient

from doelengraaf.errors import DoelengraafError
from doelengraaf.extract import UnreadableDocumentError
from doelengraaf.freeze import ExtractLimits, extract_within
from doelengraaf.instruments.application_rdf import ApplicationFileError, read_application
from doelengraaf.instruments.weighing_frame import all_fields
from doelengraaf.instruments.weighing_sheet import read_workbook
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.workbook.guard import WorkbookError
from doelengraaf.workbook.read import read_book
from web.app import create_app
from web.rate import Rate

OURS = {"Sec-Fetch-Site": "same-origin"}
SEND = "/instrumenten/weegkader/krimpenerwaard/bestand"
PREFIXES = "@prefix a: <https://w3id.org/doelengraaf/application#> .\n@prefix dg: <https://w3id.org/doelengraaf/def#> .\n@prefix s: <https://schema.org/> .\n"
START = PREFIXES + "_:x a a:Application ; dg:agenda <https://w3id.org/doelengraaf/id/agenda/krimpenerwaard> "


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Another server, on loopback, that keeps what it was asked."""
    came: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            came.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/ld+json")
            self.end_headers()
            self.wfile.write(b'{"@context": {"name": "https://schema.org/name"}}')

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", came
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report], tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = create_app(built[0])
    app.config["APPLICATIONS"] = str(tmp_path_factory.mktemp("aanvragen"))
    app.config["WEIGHING_RATE"] = Rate(each=10_000, together=10_000, seconds=3600)
    yield app.test_client()
    app.extensions["own_queries"].close()


def send(client: FlaskClient, data: bytes, name: str) -> tuple[int, str]:
    file = {"bestand": (io.BytesIO(data), name)}
    found = client.post(SEND, data=file, content_type="multipart/form-data", headers=OURS)
    return found.status_code, found.text


def kept(client: FlaskClient) -> list[Path]:
    return list(Path(client.application.config["APPLICATIONS"]).rglob("*.ttl"))


# Other servers and files


def naming(address: str) -> dict[str, bytes]:
    """Give files that name another server, each in the way of its form."""
    context = {"@context": f"{address}/context.jsonld", "@id": "x", "name": "y"}
    xml = f'<?xml version="1.0"?><!DOCTYPE x SYSTEM "{address}/x.dtd" [<!ENTITY e SYSTEM "{address}/e">]><x>&e;</x>'
    return {
        "a.jsonld": json.dumps(context).encode(),
        "b.ttl": json.dumps(context).encode(),
        "c.ttl": f"@base <{address}/> . {START} ; <http://www.w3.org/2002/07/owl#imports> <{address}/import> .".encode(),
        "d.ttl": f'{START} ; s:name "x"^^<{address}/type> ; a:applicantKind <{address}/soort> .'.encode(),
        "e.rdf": xml.encode(),
        "f.ttl": xml.encode(),
        "g.xlsx": with_part("xl/externalLinks/_rels/externalLink1.xml.rels", external(address), "xl/externalLinks/externalLink1.xml"),
        "h.xlsx": with_part("xl/worksheets/_rels/sheet1.xml.rels", external(address)),
        "i.xlsx": with_part("xl/sharedStrings.xml", xml.encode()),
    }  # fmt: skip


def external(address: str) -> bytes:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="http://x/image" Target="{address}/rel" TargetMode="External"/></Relationships>'
    ).encode()


def with_part(name: str, data: bytes, *others: str) -> bytes:
    """Give a good workbook with a part of which the content is another one."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Aanvraag"
    page.append(["Vraag", "Antwoord", "", "veld"])
    plain = io.BytesIO()
    book.save(plain)
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            if part.filename != name:
                after.writestr(part.filename, before.read(part))
        for other in others:
            after.writestr(other, "<x/>")
        after.writestr(name, data)
    return out.getvalue()


def test_no_file_that_is_sent_makes_us_ask_another_server(
    client: FlaskClient, elsewhere: tuple[str, list[str]]
) -> None:
    address, came = elsewhere
    for name, data in naming(address).items():
        status, text = send(client, data, name)
        assert status in (400, 422), (name, status)
        assert "Traceback" not in text
        if not name.endswith("xlsx"):
            continue
        found = client.post(
            "/werkboek",
            data={"wat": "findings", "werkboek": (io.BytesIO(data), name)},
            content_type="multipart/form-data",
        )
        assert found.status_code in (200, 400, 422), name
    time.sleep(0.2)
    assert came == []
    assert kept(client) == []
    # The server is there and would have been told.
    with urllib.request.urlopen(address + "/gezien", timeout=5) as seen:  # noqa: S310
        assert seen.status == 200
    assert came.pop() == "/gezien"


# Turtle


@pytest.mark.parametrize(
    ("body", "most"),
    [
        (lambda: START + "; a:partner " + "[ a:partner " * 30_000, 5),
        (lambda: START + "; a:partner " + "[ a:partner " * 20_000 + "1" + " ]" * 20_000 + " .", 5),
        (lambda: START + "; s:name " + "(" * 100_000, 5),
        (lambda: START + "; s:name " + "( " * 20_000 + ") " * 20_000 + ".", 5),
        (lambda: START + '; s:name "' + "x" * 400_000 + '" .', 5),
        (lambda: START + '; s:name """' + '"' * 400_000, 5),
        (lambda: START + "; s:name " + ", ".join(f'"{number}"' for number in range(40_000)) + " .", 10),
        (lambda: "<" * 400_000, 5),
        (lambda: PREFIXES * 2000, 5),
        (lambda: START + "; a:amountAsked 1e999999999 .", 5),
        (lambda: START + f"; a:amountAsked {'9' * 400_000} .", 5),
        (lambda: START + f"; a:budget [ a:line {'9' * 5000} ] .", 5),
        (lambda: START + "; s:name <<( a:x a:y a:z )>> .", 5),
        (lambda: START + "; s:name << a:x a:y a:z >> .", 5),
        (lambda: START + '; s:name "\\uD800" .', 5),
        (lambda: START + '; s:name "x\\u0000" .', 5),
        (lambda: "_:a <b> <c> .\n" * 25_000, 10),
    ],
    ids=range(17),
)
def test_turtle_that_is_made_to_harm_is_refused_in_time(
    client: FlaskClient, body: Callable[[], str], most: float
) -> None:
    data = body().encode()
    began = time.process_time()
    status, text = send(client, data, "aanvraag.ttl")
    assert status in (400, 413, 422), text[:500]
    assert time.process_time() - began < most
    assert len(text) < 500_000
    assert "Traceback" not in text
    assert kept(client) == []


def test_turtle_of_many_levels_does_not_end_the_process(project: Project) -> None:
    fields = all_fields(project)
    with pytest.raises(ApplicationFileError):
        read_application((START + "; a:partner " + "[ a:partner " * 2_000_000).encode(), fields)


# XML and zip

LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"  # fmt: skip
HIDDEN = {
    "plainly": lambda: f'<?xml version="1.0"?>{LAUGHS}<x>&a11;</x>'.encode(),
    "after much blank": lambda: f'<?xml version="1.0"?>{" " * 50_000}{LAUGHS}<x>&a11;</x>'.encode(),
    "after a remark": lambda: f'<?xml version="1.0"?><!--{"x" * 50_000}-->{LAUGHS}<x>&a11;</x>'.encode(),
    "in utf-16": lambda: f'<?xml version="1.0" encoding="utf-16"?>{LAUGHS}<x>&a11;</x>'.encode("utf-16"),
    "from a file": lambda: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    "from outside": lambda: b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
    "in an attribute": lambda: f'<?xml version="1.0"?>{LAUGHS}<x a="&a11;"/>'.encode(),
}


def ods(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return out.getvalue()


@pytest.mark.parametrize("where", sorted(HIDDEN))
def test_xml_with_entities_is_refused_wherever_it_hides(where: str) -> None:
    bomb = HIDDEN[where]()
    files = [(ods(bomb), "a.ods"), (with_part("xl/sharedStrings.xml", bomb), "a.xlsx"), (with_part("xl/workbook.xml", bomb), "a.xlsx"), (with_part("xl/worksheets/sheet1.xml", bomb), "a.xlsx")]  # fmt: skip
    for data, name in files:
        began = time.process_time()
        with pytest.raises(WorkbookError, match="DOCTYPE"):
            read_book(data, name)
        assert time.process_time() - began < 5


@pytest.mark.parametrize("where", sorted(HIDDEN))
def test_an_application_with_entities_is_refused(project: Project, where: str) -> None:
    fields = all_fields(project)
    for part in ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"):
        began = time.process_time()
        try:
            _, typed = read_workbook(with_part(part, HIDDEN[where]()), fields)
        except DoelengraafError:
            typed = None
        assert typed is None or "root:" not in str(typed)
        assert typed is None or len(str(typed)) < 100_000
        assert time.process_time() - began < 10


def docx_with(part: str, data: bytes) -> bytes:
    plain = io.BytesIO()
    document = Document()
    document.add_paragraph("Een tekst.")
    document.save(plain)
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for one in before.infolist():
            after.writestr(one.filename, data if one.filename == part else before.read(one))
    return out.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.mark.parametrize("entity", ["SYSTEM 'file:///etc/passwd'", "'" + "ha" * 1000 + "'"], ids=["file", "text"])
def test_a_word_file_brings_no_other_file_in(tmp_path: Path, entity: str) -> None:
    body = f"<w:document xmlns:w='{WORD}'><w:body><w:p><w:r><w:t>begin {'&a;' * 50} eind</w:t></w:r></w:p></w:body></w:document>"
    path = tmp_path / "kwaad.docx"
    path.write_bytes(docx_with("word/document.xml", f"<!DOCTYPE x [<!ENTITY a {entity}>]>{body}".encode()))
    try:
        text = extract_within(path, ExtractLimits(seconds=30)).text
    except UnreadableDocumentError:
        text = ""
    assert "root:" not in text
    assert "haha" not in text


def test_a_word_file_that_unpacks_to_very_much_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bom.docx"
    path.write_bytes(docx_with("word/document.xml", bytes(250_000_000)))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(UnreadableDocumentError, match="uitgepakt"):
        extract_within(path, ExtractLimits(seconds=60))


def test_a_bomb_of_zip_is_refused_on_every_page_that_takes_a_file(client: FlaskClient) -> None:
    bomb = with_part("xl/sharedStrings.xml", bytes(150_000_000))
    assert len(bomb) < 500_000
    status, text = send(client, bomb, "a.xlsx")
    assert (status, "te groot" in text) == (400, True)
    found = client.post(
        "/werkboek", data={"werkboek": (io.BytesIO(bomb), "a.xlsx")}, content_type="multipart/form-data"
    )
    assert found.status_code == 422
    assert "pakt uit tot" in found.text


def test_a_small_workbook_that_repeats_itself_fills_no_memory() -> None:
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))  # fmt: skip
    cell = '<table:table-cell table:number-columns-repeated="1000"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1000">{cell * 100}</table:table-row>'
    content = f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="D">{row * 50}</table:table></office:spreadsheet></office:body></office:document-content>'
    tracemalloc.start()
    with pytest.raises(WorkbookError):
        read_book(ods(content.encode()), "a.ods")
    assert tracemalloc.get_traced_memory()[1] < 200_000_000
    tracemalloc.stop()


def test_a_workbook_of_levels_without_end_is_refused() -> None:
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))  # fmt: skip
    deep = "<text:span>" * 5000 + "</text:span>" * 5000
    content = f'<office:document-content {spaces}><table:table table:name="D"><table:table-row><table:table-cell><text:p>{deep}</text:p></table:table-cell></table:table-row></table:table></office:document-content>'
    with pytest.raises(WorkbookError):
        read_book(ods(content.encode()), "a.ods")
