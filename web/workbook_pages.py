"""An agenda as a workbook: take an empty one, have one checked. What is sent is judged in a process of its own and kept nowhere."""

import io
import threading
from pathlib import Path

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from doelengraaf.errors import DoelengraafError
from doelengraaf.findings import Severity
from doelengraaf.project import Project
from doelengraaf.store import Store
from doelengraaf.workbook.blank import blank_content, slug_of
from doelengraaf.workbook.layout import Layout
from doelengraaf.workbook.once import WANTED, Outcome, judge_apart
from doelengraaf.workbook.template import write_workbook
from web.language import translate
from web.origin import check_not_elsewhere
from web.rate import Rate
from web.workbook_sketch import KIND_WORDS, Beside, drawn

__all__ = ["add_workbook_pages"]

_MOST_BYTES = 5_000_000
"""Of a workbook that is sent; the largest of the four agendas is half a megabyte. A larger one is checked on one's own computer."""
_AROUND = 10_000
"""What a form adds around the file, in bytes."""
_XLSX = WANTED["marked"]


class _BusyError(DoelengraafError):
    """Somebody else's workbook is being checked, or there were too many in a short time."""

    status = 503


def add_workbook_pages(app: Flask, project: Project, store: Store) -> None:
    """Add ``/werkboek`` (form and outcome) and ``/werkboek/leeg`` (an empty workbook)."""
    rate = app.config.setdefault("WORKBOOK_RATE", Rate(each=30, together=300, seconds=3600))
    app.config.setdefault("WORKBOOK_SECONDS", 120)
    # One at a time: judging takes a processor for seconds, and the pages need the other.
    turn = threading.Lock()
    others = Beside(project, store)

    def page(error: str = "", outcome: Outcome | None = None, name: str = "", status: int = 200) -> tuple[str, int]:
        counts = {one: sum(f.severity is one for f in outcome.findings) for one in Severity} if outcome else {}
        sketch = outcome.sketch if outcome else None
        html = render_template(
            "workbook.html",
            error=error,
            outcome=outcome,
            counts={one.value: count for one, count in counts.items()},
            name=name,
            most=_MOST_BYTES // 1_000_000,
            sketch=sketch,
            parts=drawn(sketch) if sketch else [],
            beside=others.rows() if sketch else [],
            kind_words=KIND_WORDS,
        )
        return html, status

    @app.get("/werkboek")
    def workbook_page() -> tuple[str, int]:
        return page()

    @app.get("/werkboek/leeg")
    def empty_workbook() -> Response | tuple[str, int]:
        municipality = request.args.get("gemeente", "").strip()
        if not slug_of(municipality) or len(municipality) > 80:
            return page(translate("Geef de naam van uw gemeente, zoals: Nieuwland."), status=400)
        layout = Layout(project)
        data = write_workbook(layout, blank_content(layout, municipality))
        return _file(data, _XLSX, f"agenda-{slug_of(municipality)}.xlsx")

    @app.post("/werkboek")
    def check_workbook() -> Response | tuple[str, int]:
        check_not_elsewhere()
        try:
            name, wanted, data = _sent()
        except RequestEntityTooLarge:
            text = translate(
                "Dit werkboek is te groot. Haal plaatjes en lege opgemaakte rijen weg, of controleer het op uw eigen computer."
            )
            return page(text, status=413)
        if not data:
            return page(translate("Kies eerst een werkboek (.xlsx of .ods)."), status=400)
        if not rate.take(request.remote_addr or ""):
            return page(
                translate("Er kwamen in korte tijd veel werkboeken binnen. Probeer het over een uur weer."), status=429
            )
        if not turn.acquire(timeout=30):
            return page(
                translate("Er wordt net een ander werkboek gecontroleerd. Probeer het over een minuut weer."),
                status=503,
            )
        try:
            outcome = judge_apart(data, name, project.root.resolve(), wanted, app.config["WORKBOOK_SECONDS"])
        finally:
            turn.release()
        if outcome.problem:
            return page(outcome.problem, status=422)
        if outcome.file:
            ending = {"marked": "nagekeken.xlsx", "tables": "tabellen.zip", "turtle": "agenda.ttl"}[wanted]
            return _file(outcome.file, WANTED[wanted], f"{outcome.slug or 'werkboek'}-{ending}")
        return page("", outcome, name)


def _in_memory(
    total_content_length: int | None, content_type: str | None, filename: str | None, content_length: int | None = None
) -> io.BytesIO:
    """Give where the bytes of a file go; Werkzeug by itself puts a large one on disk."""
    return io.BytesIO()


def _sent() -> tuple[str, str, bytes]:
    """Give (file name, what is asked, bytes) of the form; the file is held in memory only, never on disk."""
    request.max_content_length = _MOST_BYTES + _AROUND
    if (request.content_length or 0) > _MOST_BYTES + _AROUND:
        raise RequestEntityTooLarge
    parser = FormDataParser(
        stream_factory=_in_memory,
        max_content_length=_MOST_BYTES + _AROUND,
        # Of what is no file; the reader counts the portion it has in hand as well.
        max_form_memory_size=500_000,
        max_form_parts=10,
    )
    _, form, files = parser.parse(request.stream, request.mimetype, request.content_length, request.mimetype_params)
    wanted = form.get("wat", "findings")
    file = files.get("werkboek")
    if file is None or not file.filename:
        return "", "findings", b""
    # Only for people and for its ending; it names no file here.
    name = Path(file.filename.replace("\\", "/")).name[:100].replace("\0", "")
    return name, wanted if wanted in WANTED else "findings", file.stream.read()


def _file(data: bytes, media_type: str, name: str) -> Response:
    response = Response(data, mimetype=None, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response
