"""The pages about indicators: the register, and one indicator with what it measures, its values as chart and table, and what resembles it elsewhere."""

from functools import lru_cache

from flask import Flask, abort, render_template

from doelengraaf.indicator_register import find_indicators, indicator_register
from doelengraaf.indicator_values import definition, matches, measured, values
from doelengraaf.network import BASES, slug
from doelengraaf.partner_register import municipalities
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import Store
from web.language import translate
from web.own_words import add_own_words, asked, chosen_bases, chosen_one, paged, register_page
from web.value_chart import KINDS, charts, figure, kind_of

__all__ = ["add_indicator_pages"]

PAGE_SIZE = 50


def add_indicator_pages(app: Flask, project: Project, store: Store, questions: Questions) -> None:
    """Add ``/indicatoren`` and ``/indicatoren/<agenda>/<name>`` to an application."""
    add_own_words(app, store)
    # The store does not change under a running application: each is read once.
    indicators = indicator_register(store)
    places = municipalities(store)
    place_slugs = [slug(place.iri) for place in places]
    by_path = {(one.agenda, one.slug): one for one in indicators}
    topics = sorted({topic for one in indicators for topic in one.topics}, key=lambda topic: topic.text)
    look_up = lru_cache(maxsize=128)(lambda iri: (definition(store, iri), values(store, iri), matches(store, iri)))
    app.jinja_env.filters["indicator_page"] = register_page

    @app.get("/indicatoren")
    def indicator_list() -> str:
        chosen = {
            "naam": asked("naam"),
            "gemeente": chosen_one("gemeente", place_slugs),
            "onderwerp": chosen_one("onderwerp", [slug(topic.iri) for topic in topics]),
            "waarde": chosen_one("waarde", ["ja"]),
            "elders": chosen_one("elders", ["ja"]),
        }
        found = find_indicators(
            indicators,
            chosen["naam"],
            chosen["gemeente"],
            chosen["onderwerp"],
            bool(chosen["waarde"]),
            bool(chosen["elders"]),
        )
        return render_template(
            "indicators.html", page=paged(found, PAGE_SIZE), chosen=chosen, places=places, topics=topics
        )

    @app.get("/indicatoren/<agenda>/<name>")
    def indicator_page(agenda: str, name: str) -> str:
        indicator = by_path.get((agenda, name))
        if indicator is None:
            abort(404, translate("Deze indicator staat niet in het register. Zoek op een deel van de naam."))
        bases = chosen_bases()
        about, figures, alike = look_up(indicator.iri)
        shown = [value for value in figures if value.basis in bases]
        return render_template(
            "indicator.html",
            indicator=indicator,
            about=about,
            aims=measured(store, indicator.iri, bases),
            values=shown,
            charts=charts(shown, indicator.name),
            figure=figure,
            kind_word=lambda value: translate(KINDS[kind_of(value)]),
            matches=alike,
            bases=bases,
            all_bases=BASES[:2],
        )
