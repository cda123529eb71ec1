"""The pages about partners: the register, one partner, and what the agendas share."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from flask import Flask, Response, abort, redirect, render_template, url_for

from doelengraaf.network import BASES, slug
from doelengraaf.partner_register import Partner, find_partners, municipalities, register
from doelengraaf.partner_sharing import Row, shared_partners, shared_types
from doelengraaf.partner_work import Work, notes_of, work_of
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import Store
from doelengraaf.things import Link
from web.language import translate
from web.own_words import add_own_words, asked, chosen_bases, chosen_one, paged, register_page
from web.two_columns import two_columns

__all__ = ["add_partner_pages"]

PAGE_SIZE = 50
SHARED = {"partners": shared_partners, "typen": shared_types}
"""What the network picture can show on the left."""
_MOST_OTHERS = 8
"""More partners than this beside one activity are counted; the page of the activity names all."""
_ROWS, _PLACE_ROWS = 15, 40
"""How many rows a table of a partner shows of each municipality, and when only one is asked."""


def add_partner_pages(app: Flask, project: Project, store: Store, questions: Questions) -> None:
    """Add ``/partners``, ``/partners/netwerk`` and ``/partners/<kind>/<slug>`` to an application."""
    own = add_own_words(app, store)
    # The store does not change under a running application: each is read once.
    partners = register(store)
    places = municipalities(store)
    by_path = {partner.path: partner for partner in partners}
    place_slugs = [slug(place.iri) for place in places]
    types = _options([one for partner in partners for one in partner.types])
    kinds = _options([partner.kind for partner in partners])
    work = lru_cache(maxsize=128)(lambda iri, bases: work_of(store, iri, bases))
    app.jinja_env.filters["partner_page"] = register_page

    @app.get("/partners")
    def partner_list() -> str:
        chosen = {
            "naam": asked("naam"),
            "gemeente": chosen_one("gemeente", place_slugs),
            "type": chosen_one("type", [slug(one.iri) for one in types]),
            "soort": chosen_one("soort", [_local(one.iri) for one in kinds]),
        }
        found = find_partners(partners, chosen["naam"], chosen["gemeente"], chosen["soort"], chosen["type"])
        return render_template(
            "partners.html", page=paged(found, PAGE_SIZE), chosen=chosen, places=places, types=types, kinds=kinds
        )

    @app.get("/partners/netwerk")
    def partner_network() -> str:
        what = chosen_one("wat", list(SHARED)) or "partners"
        numbers = [str(number) for number in range(1, len(places) + 1)]
        least = chosen_one("minstens", numbers) or "2"
        kind = chosen_one("type", [slug(one.iri) for one in types])
        some = find_partners(partners, partner_type=kind)
        page = paged(_rows(what, some, int(least), kind), PAGE_SIZE)
        return render_template(
            "partner_network.html",
            what=what,
            least=least,
            numbers=numbers,
            kind=kind,
            types=types,
            places=[(slug(place.iri), place) for place in places],
            page=page,
            picture=two_columns(
                [_in_own_words(row, own) for row in page.items], [(slug(place.iri), place) for place in places]
            ),
        )

    @app.get("/partners/<path:rest>")
    def partner_page(rest: str) -> str | Response:
        partner = by_path.get(rest)
        if partner is None:
            # People leave out the kind: when only one partner ends so, that is whom they mean.
            meant = [path for path in by_path if path.endswith("/" + rest)]
            if len(meant) != 1:
                abort(404, translate("Deze partner staat niet in het register. Zoek op een deel van de naam."))
            return app.make_response(redirect(url_for("partner_page", rest=meant[0]), code=303))
        bases = chosen_bases()
        place = chosen_one("gemeente", place_slugs)
        found: dict[str, Work] = work(partner.iri, tuple(bases))
        # One municipality is shown by pages; of several together each table shows its first rows.
        single = place or (next(iter(found)) if len(found) == 1 else "")
        longest = max(len(found[single].aims), len(found[single].contributions)) if single in found else 0
        size = _PLACE_ROWS if single else _ROWS
        page = paged(range(longest), size)
        return render_template(
            "partner.html",
            partner=partner,
            notes=notes_of(store, partner.iri),
            places=[(slug(place.iri), place) for place in places],
            named={slug(place.municipality.iri): place for place in partner.places},
            work={key: own for key, own in found.items() if place in ("", key)},
            chosen=place,
            single=single,
            page=page,
            rows=size,
            start=page.first - 1,
            bases=bases,
            all_bases=BASES,
            most=_MOST_OTHERS,
        )


def _in_own_words(row: Row, name: Callable[[Link], str]) -> Row:
    """Give a row with its name in the language of the page; what an agenda says has one name only."""
    return replace(row, thing=Link(name(row.thing), row.thing.iri))


def _rows(what: str, partners: list[Partner], least: int, kind: str) -> list[Row]:
    rows = SHARED[what](partners, least)
    return [row for row in rows if slug(row.thing.iri) == kind] if what == "typen" and kind else rows


def _options(links: list[Link]) -> list[Link]:
    return sorted(set(links), key=lambda link: link.text)


def _local(iri: str) -> str:
    """Give the local name of a class.

    >>> _local("https://w3id.org/doelengraaf/def#PartnerGroup")
    'PartnerGroup'
    """
    return iri.rpartition("#")[2]
