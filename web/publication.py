"""Downloads: the page of versions, the page of one version with what changed, and the files themselves."""

import json
from datetime import datetime

from flask import Flask, Response, abort, redirect, render_template, send_file, url_for
from markupsafe import Markup
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from doelengraaf.project import Project
from doelengraaf.publish import File, Shelf, Version
from doelengraaf.publish.distributions import FORMS
from doelengraaf.publish.parts import SHARED, WHOLE
from doelengraaf.publish.schema_org import dataset_markup
from doelengraaf.publish.shelf import CHANGES, MANIFEST, SUMS
from doelengraaf.questions import Questions
from doelengraaf.store import Store
from web.deployment import deployment
from web.language import language, translate
from web.negotiation import open_to_all

__all__ = ["add_publication", "size_text"]

_YEAR = 365 * 24 * 3600
_MOST_THINGS = 200


def add_publication(app: Flask, project: Project, store: Store, questions: Questions) -> None:
    """Add ``/downloads``, ``/downloads/<version>`` and ``/dump/<version>/<file>`` to an application.

    What is published is looked up at each request: publishing needs no restart.
    """
    app.jinja_env.filters["bytes"] = size_text

    @app.get("/downloads")
    def downloads() -> str:
        shelf = Shelf(project.published)
        versions = shelf.versions()
        latest = versions[0] if versions else None
        markup = dataset_markup(store, deployment(store), questions.version, latest)
        return render_template(
            "downloads.html",
            versions=versions,
            latest=latest,
            groups=_groups(latest) if latest else [],
            markup=_as_data(markup),
            served=questions.version,
        )

    @app.get("/downloads/<version>")
    def download_version(version: str) -> Response | str:
        found = _find(project, version)
        if version != found.address:
            return app.make_response(redirect(url_for("download_version", version=found.address), code=302))
        changes = found.changes()
        return render_template(
            "download_version.html",
            version=found,
            groups=_groups(found),
            changes=changes,
            before=Shelf(project.published).find(found.previous) if found.previous else None,
            most=_MOST_THINGS,
        )

    @app.get("/dump/<version>/")
    def dump_folder(version: str) -> Response:
        return app.make_response(
            redirect(url_for("download_version", version=_find(project, version).address), code=302)
        )

    @app.get("/dump/<version>/<name>")
    def dump(version: str, name: str) -> Response:
        found = _find(project, version)
        if version != found.address:
            response = app.make_response(redirect(url_for("dump", version=found.address, name=name), code=302))
            response.headers["Cache-Control"] = "no-cache"
            return open_to_all(response)
        if name == MANIFEST:
            return open_to_all(
                Response(json.dumps(found.as_json(), ensure_ascii=False), content_type="application/json")
            )
        file = found.file(name)
        if file is None:
            abort(404, translate("Dit bestand is er niet in deze versie."))
        try:
            response = send_file(
                found.folder / file.name,
                mimetype=file.media_type,
                as_attachment=file.name not in (SUMS, CHANGES),
                download_name=file.name,
                conditional=True,
                etag=file.sha256,
                last_modified=datetime.fromisoformat(found.published),
                max_age=_YEAR,
            )
        except FileNotFoundError:
            # Between looking and opening a newer version took its place.
            abort(
                404,
                translate("Deze versie is er niet, of niet meer. Op de pagina Downloads staan de versies die er zijn."),
            )
        except RequestedRangeNotSatisfiable:
            # Whoever asks for parts learns how long the whole is (RFC 9110, 15.5.17).
            text = translate("Dit deel is er niet: het bestand is {size} bytes lang.").format(size=file.size)
            response = Response(text + "\n", 416, {"Content-Range": f"bytes */{file.size}"}, mimetype="text/plain")
            return open_to_all(response)
        response.cache_control.public = True
        response.cache_control.immutable = True
        return open_to_all(response)


def _find(project: Project, address: str) -> Version:
    found = Shelf(project.published).find(address)
    if found is None:
        abort(
            404, translate("Deze versie is er niet, of niet meer. Op de pagina Downloads staan de versies die er zijn.")
        )
    return found


def _groups(version: Version) -> list[tuple[str, int, list[tuple[str, File]]]]:
    """Give the parts of a version: name, number of statements, and (name of the form, file) of each file."""
    order = [WHOLE, *sorted(set(version.counts) - {WHOLE, SHARED}), SHARED]
    return [
        (part, version.counts[part], [(_form(file), file) for file in version.of_part(part)])
        for part in order
        if part in version.counts
    ]


def _form(file: File) -> str:
    name = FORMS[file.form][0]
    if file.form == "csv.zip":
        return translate("CSV met beschrijving (ZIP)")
    return translate("{name}, ingepakt (gzip)").format(name=name) if file.compressed else name


def _as_data(markup: object) -> Markup:
    """Give JSON as it may stand in a data block of a page: nothing in it can end the block."""
    text = json.dumps(markup, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704


def size_text(size: int) -> str:
    """Give a size in bytes as people read it, with the comma of the page's language.

    >>> with Flask("x").test_request_context(): size_text(1815377), size_text(512)
    ('1,8 MB', '512 B')
    """
    for unit, one in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= one:
            text = f"{size / one:.1f} {unit}"
            return text.replace(".", ",") if language() == "nl" else text
    return f"{size} B"
