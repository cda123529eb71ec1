"""Visit the pages of the menu once, so that the first reader need not wait for what is kept per version of the data."""

import gc
import logging

from flask import Flask

from doelengraaf.remote.engine import RemoteStore

__all__ = ["leave_alone_what_is_there", "set_aside", "visit_first"]

_YOUNG = 50_000
"""After how many new objects it is looked which of them are of no use any more; an answer of ten thousand rows has two hundred thousand."""

# Lists for programs hold every address there is: of a whole country minutes and a gigabyte, which only who asks for them should cost.
_NOT = ("/doc", "/.well-known/", "/sitemap.xml", "/sparql", "/graph-store")
# The main question has a picture, whose renderer takes half a second to start.
_ALSO = ["/vragen/partners-per-doel", "/zoeken?q=eenzaamheid", "/vergelijken?onderwerp=mantelzorg"]


def visit_first(app: Flask) -> None:
    """Ask an application for each page without arguments, and a few with; what fails is told in the log, for no reader waits for it."""
    client = app.test_client()
    pages = [str(rule) for rule in app.url_map.iter_rules() if not rule.arguments and "GET" in (rule.methods or ())]
    for page in [*(page for page in sorted(pages) if not page.startswith(_NOT)), *_ALSO]:
        response = client.get(page)
        if response.status_code >= 500:
            logging.getLogger(__name__).warning("%s antwoordt %s", page, response.status_code)
        response.close()


def set_aside(app: Flask) -> None:
    """Let what is there now be, but not where another build may take its place, for then the former one would stay as well."""
    if not isinstance(app.extensions.get("store"), RemoteStore):
        leave_alone_what_is_there()


def leave_alone_what_is_there() -> None:
    """Keep Python from looking through the millions of objects that a server keeps as long as it runs, which stops all readers for a moment."""
    gc.set_threshold(_YOUNG)
    gc.collect()
    gc.freeze()
