"""Report a mistake: a form, and a page that thanks with a number. No account, no name, no address of the sender is kept."""

import os
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, abort, redirect, render_template, request, url_for

from doelengraaf.errors import DoelengraafError
from doelengraaf.feedback import INBOX_VARIABLE, LONGEST, Remark, RemarkError, clean_remark, is_known, keep, last_number
from doelengraaf.names import labels_of
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import Store
from doelengraaf.terms import ID
from web.language import translate
from web.origin import ElsewhereError, check_origin
from web.rate import Rate

__all__ = ["add_feedback_pages"]

DATASET = ID + "dataset"
_MOST_BYTES = 32_000


class _TooOftenError(DoelengraafError):
    """Too many remarks in a short time."""

    status = 429


def add_feedback_pages(app: Flask, project: Project, store: Store, questions: Questions) -> None:
    """Add ``/melden`` and ``/melden/<number>``. The inbox is the setting ``INBOX``, else ``$DOELENGRAAF_INBOX``, else ``build/inbox/``."""
    app.config.setdefault("INBOX", os.environ.get(INBOX_VARIABLE) or str(project.build / "inbox"))
    # Enough for somebody who checks a whole page; not for a program that fills the disk.
    rate = app.config.setdefault("FEEDBACK_RATE", Rate(each=10, together=200, seconds=3600))

    def about(typed: str) -> str:
        thing = _thing(typed)
        ours = {DATASET, *(f"{ID}question/{name}" for name in questions.names())}
        if thing not in ours and not is_known(store, thing):
            abort(
                404,
                translate(
                    "Wat u wilt melden gaat over een adres dat niet in de graaf staat. Neem het adres over van de pagina waar u de fout zag, of laat het weg."
                ),
            )
        return thing

    def name(thing: str) -> str:
        if thing == DATASET:
            return translate("de gegevens als geheel")
        question = thing.removeprefix(f"{ID}question/")
        return questions.get(question).title["nl"] if question != thing else labels_of(store, [thing])[thing]

    def page(thing: str, text: str, error: DoelengraafError | None) -> tuple[str, int]:
        html = render_template(
            "feedback.html",
            thing=thing,
            name=name(thing),
            whole=thing == DATASET,
            text=text[: LONGEST * 2],
            error=error,
            longest=LONGEST,
        )
        return html, error.status if error else 200

    @app.get("/melden")
    def report() -> tuple[str, int]:
        return page(about(request.args.get("over", "")), "", None)

    @app.post("/melden")
    def send_report() -> tuple[str, int] | Response:
        request.max_content_length = request.max_form_memory_size = _MOST_BYTES
        thing, text = about(request.form.get("over", "")), request.form.get("opmerking", "")
        try:
            cleaned = clean_remark(text)
            check_origin()
            if not rate.take(request.remote_addr or ""):
                raise _TooOftenError(
                    translate("Er kwamen in korte tijd veel opmerkingen binnen. Probeer het over een uur weer.")
                )
            now = datetime.now(UTC)
            number = keep(Path(app.config["INBOX"]), Remark(thing, cleaned, questions.version, now))
        except (RemarkError, ElsewhereError, _TooOftenError) as problem:
            return page(thing, text, problem)
        return app.make_response(redirect(url_for("thanks", number=number), code=303))

    @app.get("/melden/<int:number>")
    def thanks(number: int) -> str:
        if not 0 < number <= last_number(Path(app.config["INBOX"])):
            abort(404, translate("Er is geen opmerking met dit nummer."))
        return render_template("feedback_thanks.html", number=number)


def _thing(typed: str) -> str:
    """Give the IRI somebody means: whole, or as the address of its page here; nothing is the data as a whole."""
    typed = typed.strip()
    if not typed:
        return DATASET
    if typed.startswith(ID):
        return typed
    try:
        path = urlsplit(typed).path
    except ValueError:
        return typed
    for start in ("/id/", "/doc/"):
        if path.startswith(start):
            return ID + path.removeprefix(start)
    return ID + "question/" + path.removeprefix("/vragen/") if path.startswith("/vragen/") else typed
