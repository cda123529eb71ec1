"""The API as an application of its own, put beside the pages: its own errors and headers, and no redirects."""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from doelengraaf.errors import DoelengraafError, ParameterError
from doelengraaf.opening import search_index
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.resources import Resources
from doelengraaf.store import Store
from doelengraaf.terms import Context
from web.api.asking import asking
from web.api.document import API_VERSION, BASE_PATH, TITLE, describing
from web.api.finding import finding, start
from web.api.listing import listing
from web.api.operations import Asked, Operation, Reply
from web.api.page import add_page
from web.api.parameters import read_query
from web.api.problems import ProblemError, problem_of
from web.negotiation import accepted

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["add_api"]

_SORRY = "Er ging iets mis; probeer het later weer."
_HEADERS = {
    "API-Version": API_VERSION,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "API-Version",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def add_api(app: Flask, project: Project, store: Store, questions: Questions) -> None:
    """Put the API at ``/api/v1`` beside the pages of an application, and the page about it at ``/api``.

    Nothing is asked of the store yet: what operations need is read when somebody first asks for it.
    """
    resources = Resources(store, Context.read(project.context))
    operations = [
        *start(TITLE, API_VERSION, questions.version),
        *asking(questions),
        *listing(resources),
        *finding(partial(search_index, questions)),
    ]
    operations.append(describing(operations))
    app.wsgi_app = _Beside(app.wsgi_app, _make(operations))  # type: ignore[method-assign]
    add_page(app, questions)


class _Beside:
    """Two WSGI applications: one for what is under the base path, one for all else."""

    def __init__(self, pages: "WSGIApplication", api: "WSGIApplication") -> None:
        self._pages = pages
        self._api = api

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        path: str = environ.get("PATH_INFO", "")
        if path != BASE_PATH and not path.startswith(BASE_PATH + "/"):
            return self._pages(environ, start_response)
        inner = {
            **environ,
            "SCRIPT_NAME": environ.get("SCRIPT_NAME", "") + BASE_PATH,
            "PATH_INFO": path.removeprefix(BASE_PATH) or "/",
        }
        return self._api(inner, start_response)


def _make(operations: Sequence[Operation]) -> Flask:
    api = Flask("web.api", static_folder=None)
    for one in operations:
        api.add_url_rule(_rule(one.path), one.name, _view(one), methods=["GET"])
    _add_errors(api)

    @api.before_request
    def no_empty_segment() -> None:
        # Werkzeug would pass over the first of two slashes; an address has one form here.
        if "//" in request.environ.get("PATH_INFO", ""):
            raise ProblemError(404, "Dit adres heeft twee schuine strepen achter elkaar.")

    @api.after_request
    def add_headers(response: Response) -> Response:
        if request.method == "OPTIONS" and response.status_code == 200:
            response = Response(status=204, headers={"Allow": response.headers.get("Allow", "GET, HEAD, OPTIONS")})
            response.headers["Access-Control-Allow-Methods"] = response.headers["Allow"]
            response.headers["Access-Control-Allow-Headers"] = "Accept"
            response.headers["Access-Control-Max-Age"] = "86400"
        response.headers.update(_HEADERS)
        response.vary.add("Accept")
        return response

    return api


def _rule(path: str) -> str:
    return path.replace("{", "<").replace("}", ">")


def _view(one: Operation) -> Callable[..., Response]:
    def view(**parts: str) -> Response:
        media_type = _acceptable(one.media_types)
        query = read_query(request.args, one.query())
        return _response(one.answer(Asked(parts, query, media_type, request.script_root)))

    return view


def _response(reply: Reply) -> Response:
    body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body, ensure_ascii=False) + "\n"
    return Response(body, content_type=reply.content_type)


def _acceptable(offered: Sequence[str]) -> str:
    """Give the media type that suits who asks best; the first when all suit.

    Raises:
        ProblemError: none suits.
    """
    header = request.headers.get("Accept", "")
    if not header.strip():
        return offered[0]
    found = accepted(header).best_match(offered)
    if found is None:
        raise ProblemError(406, f"Deze bron is er als {', '.join(offered)}. Vraag daarom met Accept.")
    return found


def _page() -> str:
    return request.script_root.removesuffix("/v1")


def _add_errors(api: Flask) -> None:
    @api.errorhandler(ProblemError)
    def problem(error: ProblemError) -> Response:
        return error.response(_page())

    @api.errorhandler(DoelengraafError)
    def person_error(error: DoelengraafError) -> Response:
        if isinstance(error, ParameterError):
            return problem_of([error]).response(_page())
        if error.status == 503:
            return ProblemError(503, error.told(str), headers={"Retry-After": "10"}).response(_page())
        # All else is wrong inside: that is for who runs the service, not for who asks.
        api.logger.error("%s %s", request.path, error)
        return ProblemError(max(error.status, 500), _SORRY).response(_page())

    @api.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        root = request.script_root
        status = error.code or 500
        if isinstance(error, MethodNotAllowed):
            allow = ", ".join(sorted(error.valid_methods or ("GET", "HEAD", "OPTIONS")))
            return ProblemError(405, f"Hier kan alleen: {allow}.", headers={"Allow": allow}).response(_page())
        if status == 404:
            detail = f"Dit adres is er niet; {root}/openapi.json beschrijft wat er wel is."
            if request.path.endswith("/"):
                detail = "Een adres heeft hier geen schuine streep aan het eind. " + detail
            return ProblemError(404, detail).response(_page())
        return ProblemError(status, _SORRY).response(_page())
