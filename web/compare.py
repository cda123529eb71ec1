"""Two to four agendas side by side on a topic, to read and to print."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from flask import Flask, abort, render_template, request

from doelengraaf.comparison import PARTS, Comparison, Topic, compare, topics
from doelengraaf.errors import ParameterError, phrase
from doelengraaf.items import BASIS_ORDER, Item, local_words, places_of
from doelengraaf.overview import Agenda, agendas
from doelengraaf.store import Store
from doelengraaf.terms import ID
from web.language import translate

__all__ = ["add_compare_pages"]

LEAST, MOST = 2, 4
"""So many agendas stand side by side."""
ROOM = 32
"""So many things of a part a page shows, over all columns together."""
PAGE_ROOM = 160
"""The same where a page shows one part."""
MOST_RESEMBLANCES, PAGE_RESEMBLANCES = 12, 50


def add_compare_pages(app: Flask, store: Store) -> None:
    """Add ``/vergelijken`` to an application."""

    @lru_cache(maxsize=1)
    def known() -> dict[str, Agenda]:
        return {one.iri.rpartition("/")[2]: one for one in agendas(store)}

    @lru_cache(maxsize=1)
    def subjects() -> dict[str, Topic]:
        return {one.slug: one for one in topics(store)}

    cached = lru_cache(maxsize=64)(lambda chosen, topic: compare(store, chosen, topic))
    words = lru_cache(maxsize=16)(lambda agenda: local_words(store, f"{ID}agenda/{agenda}"))

    @app.get("/vergelijken")
    def comparison() -> tuple[str, int]:
        typed = {
            name: [one.strip() for one in request.args.getlist(name) if one.strip()]
            for name in ("agenda", "basis", "onderwerp")
        }
        part = request.args.get("deel", "")
        if part and part not in (*PARTS, "verwant"):
            abort(404, translate("Dit deel is er niet. Er zijn: ") + ", ".join((*PARTS, "verwant")) + ".")
        error: ParameterError | None = None
        found: Comparison | None = None
        try:
            _check("agenda", typed["agenda"], known())
            _check("basis", typed["basis"], BASIS_ORDER)
            _check("onderwerp", typed["onderwerp"], subjects())
            if typed["agenda"] and not LEAST <= len(set(typed["agenda"])) <= MOST:
                raise ParameterError(
                    "agenda", ", ".join(typed["agenda"]), phrase("is niet twee tot vier agenda’s"), list(known())
                )
        except ParameterError as wrong:
            error = wrong
        # Agendas stand in one order, whatever the order of the address.
        chosen = tuple(slug for slug in known() if slug in typed["agenda"])
        topic = next((subjects()[one] for one in typed["onderwerp"] if one in subjects()), None)
        bases = [one for one in BASIS_ORDER if one in typed["basis"]]
        if not error and chosen and topic:
            found = cached(chosen, topic.slug)
        html = render_template(
            "compare.html",
            known=known(),
            topics=subjects().values(),
            chosen=chosen,
            marked=chosen if typed["agenda"] else tuple(known())[:MOST],
            topic=topic,
            bases=bases,
            all_bases=BASIS_ORDER,
            error=error,
            found=found,
            part=part,
            words={slug: words(slug) for slug in chosen},
            **(_shown(store, found, chosen, bases, part, [words(slug) for slug in chosen]) if found else {}),
        )
        return html, 400 if error else 200


def _check(name: str, typed: Sequence[str], allowed: Sequence[str] | Mapping[str, object]) -> None:
    for one in typed:
        if one not in allowed:
            raise ParameterError(name, one, phrase("is er niet"), list(allowed))


def _shown(
    store: Store,
    found: Comparison,
    chosen: Sequence[str],
    bases: Sequence[str],
    part: str,
    words: Sequence[Mapping[str, object]],
) -> dict[str, object]:
    """Give what the page shows: per part and agenda the items of the chosen bases, as many as there is room for."""
    parts: dict[str, dict[str, Sequence[Item]]] = {
        name: {agenda: [one for one in items if not bases or one.basis in bases] for agenda, items in columns.items()}
        for name, columns in found.parts.items()
    }
    room = (PAGE_ROOM if part else ROOM) // len(chosen)
    # Who resembles whom is always the reading of the editors.
    related = found.resemblances if not bases or "interpreted" in bases else []
    if part == "verwant":
        pages = -(-len(related) // PAGE_RESEMBLANCES)
    else:
        longest = max((len(items) for items in parts.get(part, {}).values()), default=0)
        pages = -(-longest // room)
    pages = max(1, pages)
    page = min(max(request.args.get("pagina", 1, type=int), 1), pages)
    shown = {
        name: {agenda: items[(page - 1) * room : page * room] for agenda, items in columns.items()}
        for name, columns in parts.items()
        if part in ("", name)
    }
    count = len(related)
    first = (page - 1) * PAGE_RESEMBLANCES
    related = {"": related[:MOST_RESEMBLANCES], "verwant": related[first : first + PAGE_RESEMBLANCES]}.get(part, [])
    carriers = [one.carrier for columns in shown.values() for items in columns.values() for one in items]
    ends = [end.iri for one in related for end in (one.left, one.right)]
    terms = [str(getattr(word, "iri", "")) for one in words for word in one.values()]
    return {
        "parts": shown,
        "totals": {name: {agenda: len(items) for agenda, items in columns.items()} for name, columns in parts.items()},
        "related": related,
        "related_count": count,
        "places": places_of(store, [*carriers, *ends, *terms]),
        "page": page,
        "pages": pages,
        "kinds": [kind for kinds in PARTS.values() for kind in kinds],
    }
