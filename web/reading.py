"""The pages about the documents: how far each is covered, and a reading view that shows per line what cites it."""

from flask import Flask, abort, render_template

from doelengraaf.coverage import STATUSES, documents
from doelengraaf.kept import kept_per_store
from doelengraaf.project import Project
from doelengraaf.shares import shares
from doelengraaf.sources import passage
from doelengraaf.store import Store, iri
from doelengraaf.terms import ID
from doelengraaf.things import Link, ask, text_of
from web.language import later, translate
from web.own_words import chosen_one
from web.together import fit_together

__all__ = ["add_reading_pages"]

_STATUS_WORDS = [later("gelezen"), later("niets om vast te leggen"), later("buiten de woordenlijst")]
"""The words of ``STATUSES``, which templates translate."""


def add_reading_pages(app: Flask, project: Project, store: Store) -> None:
    """Add ``/dekking`` and ``/lezen/<agenda>/<source>`` to an application."""

    @app.get("/dekking")
    def coverage() -> str:
        found = documents(project, store)
        agendas = list(dict.fromkeys(one.agenda for one in found))
        agenda = chosen_one("agenda", agendas)
        return render_template(
            "coverage.html",
            documents=found,
            whole=[one for one in found if one.agenda == agenda or (not agenda and fit_together(agendas))],
            agenda=agenda,
            statuses=STATUSES,
            shares=[one for one in shares(store) if not agenda or one.agenda.iri == f"{ID}agenda/{agenda}"],
        )

    @app.get("/lezen/<agenda>/<source>")
    def reading(agenda: str, source: str) -> str:
        found = [one for one in documents(project, store) if one.iri == f"{ID}{agenda}/source-document/{source}"]
        if not found:
            abort(404, translate("Deze bron staat niet in de graaf."))
        document = found[0]
        lines = _text(project, store, document.iri, document.lines)
        parts = {part.first: part for part in document.sections}
        return render_template(
            "reading.html",
            document=document,
            parts=parts,
            statuses=STATUSES,
            lines=lines,
            cited=_citing(store, document.iri),
            agenda=agenda,
        )


def _text(project: Project, store: Store, source: str, count: int) -> list[str] | None:
    rows = ask(store, f"SELECT ?f ?h WHERE {{ {iri(source)} nfo:fileName ?f ; schema:sha256 ?h }}")
    return passage(project.sources, text_of(rows[0][0]), text_of(rows[0][1]), 1, count) if rows else None


@kept_per_store
def _citing(store: Store, source: str) -> dict[int, list[Link]]:
    """Give, per first line of a citation, the things that are written there."""
    found: dict[int, dict[str, Link]] = {}
    for fragment, thing, name in ask(
        store,
        f"""SELECT DISTINCT ?f ?x ?n WHERE {{ ?e oa:hasSource {iri(source)} ; oa:hasSelector/rdf:value ?f . ?x dg:evidence ?e ; schema:name ?n .
          FILTER NOT EXISTS {{ ?x a dg:Partner }} }}""",
    ):
        first = int(text_of(fragment).removeprefix("line=").split(",")[0]) + 1
        found.setdefault(first, {})[text_of(thing)] = Link(text_of(name), text_of(thing))
    return {line: sorted(links.values(), key=lambda link: link.text) for line, links in found.items()}
