"""Pictures beside answers: in the page of a question, and as a file of its own at ``/vragen/<name>/beeld.svg`` and ``.png``."""

from datetime import date

from flask import Flask, Response, abort, request

from doelengraaf.questions import Questions
from doelengraaf.store import Store
from web.answer_pictures import picture_of
from web.charts import on_white, png, themed
from web.language import translate
from web.own_words import add_own_words

__all__ = ["add_picture_pages"]

_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def add_picture_pages(app: Flask, questions: Questions, store: Store) -> None:
    """Add the files, and let templates say ``picture_of(question, answer)`` and ``picture.svg | themed``."""
    own = add_own_words(app, store)
    app.jinja_env.globals["picture_of"] = lambda question, answer: picture_of(question, answer, own, date.today())
    app.jinja_env.filters["themed"] = themed

    @app.get("/vragen/<name>/beeld.<form>")
    def question_picture(name: str, form: str) -> Response:
        question = questions.get(name)
        if form not in _TYPES:
            abort(404, translate("Een beeld is er als") + f" {', '.join(_TYPES)}.")
        typed = {one: request.args.getlist(one) for one in question.parameters}
        picture = picture_of(question, questions.ask(name, typed), own, date.today())
        if picture is None:
            abort(404, translate("Bij dit antwoord is geen beeld: de tabel zegt het beter, of er is niets te tekenen."))
        data = png(picture.svg) if form == "png" else on_white(picture.svg).encode()
        response = Response(data, content_type=_TYPES[form])
        response.headers["Content-Disposition"] = f'inline; filename="{name}.{form}"'
        return response
