"""The search page: one field, what was found, and the same by kind and agenda."""

from collections.abc import Callable

from flask import Flask, render_template, request

from doelengraaf.errors import ParameterError
from doelengraaf.search import MAX_LENGTH, Hits, SearchIndex

__all__ = ["add_search_page"]

PAGE_SIZE = 20


def add_search_page(app: Flask, index: Callable[[], SearchIndex]) -> None:
    """Add ``/zoeken`` to an application: ``?q=`` words, ``soort`` and ``agenda`` to narrow, ``pagina`` to go on."""

    @app.get("/zoeken")
    def search_page() -> tuple[str, int]:
        text = request.args.get("q", "").strip()
        kinds = [value for value in request.args.getlist("soort") if value]
        agendas = [value for value in request.args.getlist("agenda") if value]
        page = max(request.args.get("pagina", 1, type=int), 1)
        error: ParameterError | None = None
        hits = Hits(0)
        try:
            if text:
                hits = index().search(text, kinds, agendas, PAGE_SIZE, (page - 1) * PAGE_SIZE)
        except ParameterError as found:
            error = found
        html = render_template(
            "search.html",
            text=text[:MAX_LENGTH],
            kinds=index().kinds,
            agendas=index().agendas,
            chosen={*kinds, *agendas},
            asked=[("q", text), *(("soort", one) for one in kinds), *(("agenda", one) for one in agendas)],
            hits=hits,
            page=page,
            pages=max(1, -(-hits.total // PAGE_SIZE)),
            first=(page - 1) * PAGE_SIZE + 1,
            longest=MAX_LENGTH,
            error=error,
        )
        return html, 400 if error else 200
