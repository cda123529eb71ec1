"""The wheels, themes, challenges or goals of each agenda: a picture of the wheels in mesh, and per wheel all that stands under it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import Flask, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from doelengraaf.areas import Area, Figure, Influence, areas, figures, influences, sections
from doelengraaf.errors import ParameterError, phrase
from doelengraaf.items import BASIS_ORDER, Item, local_words, places_of
from doelengraaf.overview import agendas
from doelengraaf.store import Store
from doelengraaf.terms import ID
from web.gears import mesh, star
from web.language import translate
from web.together import fit_together

__all__ = ["add_wheel_pages"]

MOST = 10
"""So many things of a class a page shows; the rest is one link away."""
PAGE_SIZE = 100
CORE = (
    ("Effect", "Goal", "Subgoal", "Challenge"),
    ("Effort", "Activity", "Approach", "Priority"),
    ("Partner",),
    ("Indicator",),
    ("Trend",),
    ("Value", "Principle"),
)
"""What a reader looks for under each area: of each group that has nothing the page says so."""


@dataclass(frozen=True)
class Content:
    """What stands under an area and what works on it; made once, because the data of a running application do not change."""

    sections: Mapping[str, Sequence[Item]]
    into: Sequence[Influence]
    out: Sequence[Influence]
    figures: Sequence[Figure]


def add_wheel_pages(app: Flask, store: Store) -> None:
    """Add ``/raderen``, ``/raderen/<agenda>`` and ``/raderen/<agenda>/<slug>`` to an application."""

    @lru_cache(maxsize=1)
    def every() -> dict[str, list[Area]]:
        return areas(store)

    @lru_cache(maxsize=1)
    def towns() -> dict[str, str]:
        return {one.iri.rpartition("/")[2]: one.municipality.text for one in agendas(store)}

    @lru_cache(maxsize=64)
    def content(agenda: str, slug: str) -> Content:
        area = next(one for one in every()[agenda] if one.slug == slug)
        links = influences(store, agenda)
        into = [one for one in links if one.target == slug]
        under = sections(store, area)
        values = figures(store, [item.iri for item in under.get("Indicator", ())])
        return Content(under, into, [one for one in links if one.source == slug], values)

    @lru_cache(maxsize=64)
    def aims(agenda: str) -> dict[str, list[Item]]:
        """Give the aims under each area of an agenda without wheels."""
        return {
            one.item.iri: [item for items in sections(store, one, CORE[0]).values() for item in items]
            for one in every()[agenda]
            if one.form != "Wheel"
        }

    words = lru_cache(maxsize=16)(lambda agenda: local_words(store, f"{ID}agenda/{agenda}"))

    def overview(shown: Iterable[str]) -> str:
        pictures = {agenda: mesh(_drawn(every()[agenda])) for agenda in shown if every()[agenda][0].form == "Wheel"}
        links = {agenda: influences(store, agenda) for agenda in pictures}
        order = sorted(shown, key=lambda agenda: (agenda not in pictures, towns()[agenda]))
        return render_template(
            "wheels.html",
            others=sorted(set(every()) - set(order), key=lambda agenda: towns()[agenda]),
            groups={agenda: every()[agenda] for agenda in order},
            towns=towns(),
            words={agenda: words(agenda) for agenda in order},
            pictures=pictures,
            influences=links,
            works={
                agenda: {slug: sum(one.source == slug for one in found) for slug in {one.source for one in found}}
                for agenda, found in links.items()
            },
            under={area: found for agenda in order for area, found in aims(agenda).items()},
        )

    @app.get("/raderen")
    def wheel_list() -> str:
        return overview(every() if fit_together(every()) else ())

    @app.get("/raderen/<agenda>")
    def wheels_of(agenda: str) -> Response | str:
        _known(agenda, every())
        if not fit_together(every()):
            return overview([agenda])
        return redirect(url_for("wheel_list") + "#" + agenda, code=303)

    @app.get("/raderen/<agenda>/<slug>")
    def wheel(agenda: str, slug: str) -> str:
        _known(agenda, every())
        group = {one.slug: one for one in every()[agenda]}
        if slug not in group:
            abort(404, translate("Dit rad, thema of doel is er niet. Er zijn: ") + ", ".join(group) + ".")
        bases = request.args.getlist("basis")
        wrong = next((one for one in bases if one and one not in BASIS_ORDER), None)
        if wrong is not None:
            raise ParameterError("basis", wrong, phrase("is er niet"), BASIS_ORDER)
        bases = [one for one in BASIS_ORDER if one in bases]
        found = _of_bases(content(agenda, slug), bases)
        part = request.args.get("deel", "")
        if part and part not in content(agenda, slug).sections:
            abort(404, translate("Dit deel is er niet. Er zijn: ") + ", ".join(content(agenda, slug).sections) + ".")
        shown, page, pages = _shown(found.sections, part)
        values = [] if part else found.figures
        drawn = {one[0]: one for one in _drawn(group.values())}
        carriers = [item.carrier for items in shown.values() for item in items]
        carriers += [one.link for one in (*found.into, *found.out)] + [one.item.carrier for one in values]
        return render_template(
            "wheel.html",
            area=group[slug],
            group=group,
            town=towns()[agenda],
            words=words(agenda),
            content=found,
            sections=shown,
            missing=[kinds for kinds in CORE if not any(kind in found.sections for kind in kinds)],
            figures=values[: 2 * MOST],
            figure_count=len(values),
            places=places_of(store, [*carriers, group[slug].item.iri]),
            picture=star(
                drawn[slug],
                [(drawn[one.source], one.basis) for one in found.into],
                [(drawn[one.target], one.basis) for one in found.out],
            )
            if found.into or found.out
            else None,
            part=part,
            bases=bases,
            all_bases=BASIS_ORDER,
            page=page,
            pages=pages,
        )


def _known(agenda: str, known: Mapping[str, Sequence[Area]]) -> None:
    if agenda not in known:
        abort(404, translate("Deze agenda is er niet. Er zijn: ") + ", ".join(sorted(known)) + ".")


def _drawn(group: Iterable[Area]) -> list[tuple[str, str, str]]:
    return [(one.slug, one.item.name, one.wheel_kind) for one in group]


def _of_bases(found: Content, bases: Sequence[str]) -> Content:
    """Leave what stands on one of the bases; none chosen is all."""
    if not bases:
        return found
    sections = {kind: [one for one in items if one.basis in bases] for kind, items in found.sections.items()}
    return Content(
        {kind: items for kind, items in sections.items() if items},
        [one for one in found.into if one.basis in bases],
        [one for one in found.out if one.basis in bases],
        [one for one in found.figures if one.item.basis in bases],
    )


def _shown(found: Mapping[str, Sequence[Item]], part: str) -> tuple[dict[str, Sequence[Item]], int, int]:
    """Give the start of every section, or one page of one section."""
    if not part:
        return {kind: items[:MOST] for kind, items in found.items()}, 1, 1
    items = found.get(part, ())
    pages = max(1, -(-len(items) // PAGE_SIZE))
    page = min(max(request.args.get("pagina", 1, type=int), 1), pages)
    return {part: items[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]}, page, pages
