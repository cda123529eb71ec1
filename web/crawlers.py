"""What crawlers and finders of faults look for: ``/sitemap.xml``, ``/robots.txt`` and ``/.well-known/security.txt`` (RFC 9116)."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from xml.sax.saxutils import escape

from flask import Flask, Response, abort, url_for

from doelengraaf.changes import read_changes
from doelengraaf.overview import agendas
from doelengraaf.partner_register import register
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import Store
from doelengraaf.terms import ID
from doelengraaf.things import ask, text_of
from web.api.document import CONTACT_VARIABLE, contact
from web.language import translate
from web.settings import absolute

__all__ = ["MOST", "add_crawler_files", "pages"]

MOST = 50_000
"""How many addresses one part of a sitemap may hold (https://www.sitemaps.org/protocol.html)."""
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_VALID = timedelta(days=300)
"""How long a security.txt holds; the RFC recommends less than a year."""
_PAGES = (
    "start",
    "question_list",
    "search_page",
    "agenda_list",
    "partner_list",
    "partner_network",
    "indicator_list",
    "comparison",
    "wheel_list",
    "goal_graphs",
    "vocabulary",
    "lists",
    "coverage",
    "findings",
    "change_list",
    "downloads",
    "workbook_page",
    "instrument_list",
    "catalogue",
    "api_page",
    "sparql_editor",
    "about",
    "citing",
    "quality",
    "report",
    "accessibility",
    "privacy",
    "licence",
)
_CLOSED = ("/taal/", "/melden/", "/sparql?", "/sparql-editor?", "/zoeken?", "/vergelijken?", "/inbedden/")


def pages(app: Flask, store: Store, questions: Questions) -> list[str]:
    """Give the paths of all pages and of all things that have one, in the order a reader would come by them."""
    found = [url_for(endpoint) for endpoint in _PAGES if endpoint in app.view_functions]
    found += [url_for("question_page", name=name) for name in questions.names()]
    for agenda in agendas(store):
        slug = agenda.iri.rpartition("/")[2]
        found.append(url_for("goal_graph", agenda=slug))
        found += [url_for("reading", agenda=slug, source=one.iri.rpartition("/")[2]) for one in agenda.sources]
    found += [f"{url_for('partner_list')}/{partner.path}" for partner in register(store)]
    rows = ask(
        store, f'SELECT DISTINCT ?s WHERE {{ ?s schema:name ?l . FILTER (STRSTARTS(STR(?s), "{ID}")) }} ORDER BY ?s'
    )
    found += ["/doc/" + text_of(one).removeprefix(ID) for [one] in rows if "#" not in text_of(one)]
    return list(dict.fromkeys(found))


def add_crawler_files(app: Flask, project: Project, store: Store, questions: Questions) -> None:
    """Add the files to an application; the sitemap is made when it is first asked for."""

    @cache
    def parts() -> Sequence[Sequence[str]]:
        paths = pages(app, store, questions)
        return [paths[start : start + MOST] for start in range(0, len(paths), MOST)]

    @cache
    def day() -> str:
        changes = read_changes(project.changes, "", [one.iri.rpartition("/")[2] for one in agendas(store)])[0]
        return changes[0].day.isoformat() if changes else ""

    def xml(kind: str, one: str, addresses: Sequence[str]) -> Response:
        modified = f"<lastmod>{day()}</lastmod>" if day() else ""
        lines = "".join(f"<{one}><loc>{escape(address)}</loc>{modified}</{one}>\n" for address in addresses)
        return Response(f'{_HEAD}<{kind} xmlns="{_NAMESPACE}">\n{lines}</{kind}>\n', mimetype="application/xml")

    @app.get("/sitemap.xml")
    def sitemap() -> Response:
        return xml("sitemapindex", "sitemap", [absolute(f"/sitemap-{n}.xml") for n in range(1, len(parts()) + 1)])

    @app.get("/sitemap-<int:number>.xml")
    def sitemap_part(number: int) -> Response:
        if not 1 <= number <= len(parts()):
            abort(404)
        return xml("urlset", "url", [absolute(path) for path in parts()[number - 1]])

    @app.get("/robots.txt")
    def robots() -> Response:
        closed = "".join(f"Disallow: {path}\n" for path in _CLOSED)
        return Response(f"User-agent: *\n{closed}\nSitemap: {absolute('/sitemap.xml')}\n", mimetype="text/plain")

    @app.get("/.well-known/security.txt")
    def security_txt() -> Response:
        if not os.environ.get(CONTACT_VARIABLE):
            abort(404, translate("Wie deze site uitgeeft heeft nog niet ingesteld bij wie een lek te melden is."))
        expires = (datetime.now(UTC) + _VALID).strftime("%Y-%m-%dT00:00:00Z")
        lines = [
            f"Contact: mailto:{contact()['email']}",
            f"Expires: {expires}",
            "Preferred-Languages: nl, en",
            f"Canonical: {absolute('/.well-known/security.txt')}",
        ]
        return Response("\n".join(lines) + "\n", mimetype="text/plain")
