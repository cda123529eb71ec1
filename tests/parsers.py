"""What reads the input of strangers, one function per parser: bytes go in, and only an error for people may come out.

``benchmarks/fuzz.py`` feeds them by the million, ``test_corpus.py`` feeds them what was found before. Each also holds what must be true of what was read.
"""

import io
import json
import os
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pyoxigraph as ox
from flask import Flask
from werkzeug.exceptions import HTTPException

from doelengraaf.agenda_file import read_agenda
from doelengraaf.binding import bind, parameters_in
from doelengraaf.dataset_clause import names_dataset
from doelengraaf.errors import ParameterError, QueryError, QuestionFileError
from doelengraaf.evidence import citation_text, citations, evidence_node, lines_of_fragment
from doelengraaf.extract import UnreadableDocumentError, extract
from doelengraaf.feedback import RemarkError, clean_remark
from doelengraaf.instruments.application import ApplicationError, clean_application
from doelengraaf.instruments.application_rdf import ApplicationFileError, read_application
from doelengraaf.instruments.statline import StatLineError, column_of, figures_of, read_rows
from doelengraaf.instruments.weighing_frame import all_fields
from doelengraaf.instruments.weighing_sheet import read_workbook
from doelengraaf.mappings import mapping_objects, read_mappings
from doelengraaf.own_query import check_query, with_prefixes
from doelengraaf.parameters import Parameter, parse_token
from doelengraaf.project import Project
from doelengraaf.question_file import read_question
from doelengraaf.tables import Row, read_table, split_cell
from doelengraaf.workbook.cells import place, place_of
from doelengraaf.workbook.guard import WorkbookError
from doelengraaf.workbook.read import read_book
from web.language import _local
from web.markdown import safe_html
from web.negotiation import NotAcceptableError, Offer, negotiate
from web.rdf_forms import GRAPHS, ROWS
from web.sparql_request import ProtocolError, read_request

__all__ = ["PARSERS"]

_ROOT = Path(__file__).resolve().parent.parent
_COLUMNS = ("id", "label", "description", "source", "section", "lines", "created", "text")
_KINDS = ("text", "number", "integer", "decimal", "date", "gYear")
_HTML = Offer("html", "text/html", ("application/xhtml+xml",))


class _Held(type(Path())):  # type: ignore[misc]
    """A path whose file is in memory."""

    data = b""

    def read_bytes(self) -> bytes:
        """Give what it holds."""
        return self.data

    def read_text(self, encoding: str | None = None, errors: str | None = None) -> str:
        """Give what it holds, with line ends as Python reads them."""
        return io.TextIOWrapper(io.BytesIO(self.data), encoding=encoding, errors=errors).read()

    def is_file(self) -> bool:
        """Tell whether it holds something."""
        return bool(self.data)

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        """Give its size alone."""
        return os.stat_result((0, 0, 0, 0, 0, 0, len(self.data), 0, 0, 0))


def _held(name: str, data: bytes) -> Path:
    path = _Held(name)
    path.data = data
    return path


def _text(data: bytes) -> str:
    """Give any text there can be, also one with halves of characters."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _told(error: Exception) -> None:
    """See that an error says something that can be shown."""
    assert str(error).strip()


def _refused(error: ProtocolError | HTTPException) -> None:
    """See that a request is refused as one that is wrong, and not as a fault of ours."""
    assert 400 <= (error.status if isinstance(error, ProtocolError) else error.code or 0) < 500


def table(data: bytes) -> None:
    """A table of an agenda, and the places its rows cite."""
    found = read_table(_held("goals.csv", data), "goals.csv", "goal", _COLUMNS)
    for row in found.rows:
        assert all(text and text == text.strip() for text in row.cells.values())
        for owner in ("shared", "krimpenerwaard"):
            citations(row, owner)
        for text in row.cells.values():
            split_cell(text)
    assert all(one.text() for one in found.findings)


def citation(data: bytes) -> None:
    """The cells of a citation."""
    lines, source, section, *_ = [*_text(data).split("\0"), "", ""]
    cells = {"lines": lines, "source": source, "section": section}
    for owner in ("shared", "krimpenerwaard"):
        found, _ = citations(Row("x.csv", 2, cells), owner)
        assert citation_text(found, {}) or not found
        for one in found:
            assert 1 <= one.first <= one.last
            node = evidence_node(one, {})
            assert lines_of_fragment(node["hasSelector"]["fragment"]) == (one.first, one.last)


def agenda(data: bytes) -> None:
    """The file of an agenda as a whole."""
    found = read_agenda(_held("krimpenerwaard/agenda.toml", data), "agenda.toml")
    json.dumps(found.objects(found.titles), default=str)
    assert all(one.text() for one in found.findings)


def mapping(data: bytes) -> None:
    """A mapping set."""
    rows, _ = read_mappings(_held("x.sssom.tsv", data), "x.sssom.tsv")
    for row in rows:
        for iri, _, said in mapping_objects(row):
            assert iri
            assert said


def question(data: bytes) -> None:
    """The file of a saved question."""
    try:
        found = read_question(_held("vraag.rq", data))
    except QuestionFileError:
        return
    assert set(found.parameters) == {parse_token(token)["name"] for token in parameters_in(found.text) if parse_token(token)}  # type: ignore[index]  # fmt: skip


def statline(data: bytes) -> None:
    """Two files of a statistics office: what the columns are, and the rows."""
    first, _, second = data.partition(b"\0")
    try:
        properties, _ = read_rows(_held("DataProperties.json", first))
        rows, _ = read_rows(_held("TypedDataSet.json", second))
        figures, _ = figures_of(rows, column_of(properties, "Eenzaam"), {"Leeftijd": "20300"})
    except StatLineError as error:
        _told(error)
        return
    assert all(one.number and float(one.number) == float(one.number) for one in figures)


@cache
def _app() -> Flask:
    return Flask(__name__)


def protocol(data: bytes) -> None:
    """A request to the endpoint: method, type, query string and body."""
    head, _, body = data.partition(b"\0")
    kind, _, query = _text(head).partition("?")
    kind = "".join(sign for sign in kind if 31 < ord(sign) < 127)
    environ = {
        "REQUEST_METHOD": "POST" if body else "GET",
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": kind,
        "QUERY_STRING": query.encode("utf-8", "replace").decode("latin-1"),
        "SERVER_NAME": "x.example",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "PATH_INFO": "/sparql",
        "SCRIPT_NAME": "",
    }
    with _app().request_context(environ):
        try:
            asked = read_request()
        except (ProtocolError, HTTPException) as error:
            _refused(error)
            return
        assert asked.query is None or isinstance(asked.query, str)


def sparql(data: bytes) -> None:
    """The text of a query of a stranger, before the engine reads it."""
    text = _text(data)
    try:
        check_query(text)
    except QueryError as error:
        _told(error)
        return
    assert bind(text, {}) == text
    assert with_prefixes(text, {"dg": "https://example.org/def#"}).endswith(text)
    dataset = names_dataset(text)
    try:
        ox.Store().query(text)
    except (SyntaxError, ValueError, RuntimeError, OSError):
        return
    # With a dataset of its own that the engine sees, a query must not be asked of the union.
    assert dataset or "from" not in _plain_words(text)


def _plain_words(text: str) -> set[str]:
    """Give the words of a query that hold no text, address, name with a prefix, variable or remark at all, else nothing."""
    if set(text) & set("'\"<#:?$%\\-."):
        return set()
    return set(text.casefold().replace("{", " ").replace("}", " ").replace("(", " ").replace(")", " ").split())


def parameter(data: bytes) -> None:
    """What somebody types as a value: one term of the kind that is asked, or refused; never another query."""
    kind, text = _KINDS[(data[0] if data else 0) % len(_KINDS)], _text(data[1:])
    asked = Parameter("woord", "?_woord", kind, required=True, language="nl" if kind == "text" else "")
    try:
        [term] = asked.terms([text], ())
    except ParameterError as error:
        _told(error)
        return
    query = bind("SELECT ?_woord { BIND (1 AS ?x) FILTER (?x = 1 || ?_woord = 2) }", {"?_woord": [term]})
    rows = list(ox.Store().query(query))
    assert [type(row[0]) for row in rows] == [ox.Literal]
    assert rows[0][0].value == text.strip() or kind != "text"


def accept(data: bytes) -> None:
    """The header that says which form is wanted, and the parameter that goes before it."""
    header, _, form = _text(data).partition("\0")
    environ = {
        "HTTP_ACCEPT": header.encode("utf-8", "replace").decode("latin-1"),
        "QUERY_STRING": form and "format=" + form.encode("utf-8", "replace").decode("latin-1"),
        "REQUEST_METHOD": "GET",
        "SERVER_NAME": "x.example",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
    }
    with _app().request_context(environ):
        for offers in ((_HTML, *GRAPHS), ROWS):
            try:
                assert negotiate(offers) in offers
            except NotAcceptableError as error:
                _told(error)


def address(data: bytes) -> None:
    """The address of a page of ours to go back to, as a browser reads it."""
    ours = "https://ours.example/"
    # A browser takes tabs and line ends out, and reads a backslash as a slash (URL Standard, 4.4).
    seen = _local(_text(data)).translate({9: None, 10: None, 13: None, 92: 47})
    assert seen.startswith("/")
    assert urlsplit(urljoin(ours, seen)).netloc == "ours.example"


class _Tags(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"p", "ul", "ol", "li", "em", "strong", "blockquote", "code", "a", "br"}, tag
        for name, value in attrs:
            assert (tag, name) in {("a", "href"), ("a", "rel"), ("a", "title"), ("ol", "start")}, name
            assert name != "href" or (value or "").strip().lower().startswith(("http:", "https:", "mailto:")), value


def markdown(data: bytes) -> None:
    """A story in Markdown: only a few elements come out, and links to three schemes."""
    reader = _Tags()
    reader.feed(str(safe_html(_text(data))))
    reader.close()


def remark(data: bytes) -> None:
    """A report of a reader."""
    try:
        cleaned = clean_remark(_text(data))
    except RemarkError as error:
        _told(error)
        return
    assert cleaned.encode()
    assert "\r" not in cleaned


@cache
def _fields() -> list:  # type: ignore[type-arg]
    return all_fields(Project(_ROOT))


def application(data: bytes) -> None:
    """An application in Turtle, as its maker sends it."""
    try:
        slug, typed, _ = read_application(data, _fields())
        clean_application(slug, _fields(), {}, typed)
    except (ApplicationFileError, ApplicationError) as error:
        _told(error)


def application_sheet(data: bytes) -> None:
    """An application as a workbook."""
    try:
        slug, typed = read_workbook(data, _fields())
        clean_application(slug, _fields(), {}, typed)
    except (ApplicationFileError, ApplicationError) as error:
        _told(error)


def sheet(data: bytes) -> None:
    """The XML of an ODS workbook, in an archive that is whole."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", data)
    workbook(out.getvalue(), "a.ods")


def workbook(data: bytes, name: str = "a.xlsx") -> None:
    """A workbook with an agenda, as its maker sends it."""
    try:
        book = read_book(data, name)
    except WorkbookError as error:
        _told(error)
        return
    for one in book.sheets:
        for row, column, cell in one.cells():
            assert cell.kind
            found = place_of(place(one.name, row, column))
            assert found is None or found == (one.name, row, column)


def cell(data: bytes) -> None:
    """The place of a cell as somebody wrote it."""
    found = place_of(_text(data))
    assert found is None or (found[1] >= 0 and found[2] >= 1)


def document(data: bytes) -> None:
    """A plain text to freeze."""
    try:
        found = extract(_held("bron.txt", data))
    except UnreadableDocumentError as error:
        _told(error)
        return
    assert found.text.endswith("\n")
    assert not {"\r", "\0"} & set(found.text)


PARSERS: Mapping[str, Callable[[bytes], None]] = {
    "accept": accept,
    "address": address,
    "agenda": agenda,
    "application": application,
    "application-sheet": application_sheet,
    "cell": cell,
    "citation": citation,
    "document": document,
    "mapping": mapping,
    "markdown": markdown,
    "parameter": parameter,
    "protocol": protocol,
    "question": question,
    "remark": remark,
    "sheet": sheet,
    "sparql": sparql,
    "statline": statline,
    "table": table,
    "workbook": workbook,
}
"""Each parser by the name of its folder in ``tests/corpus``."""
