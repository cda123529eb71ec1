"""Visit the pages of the menu once, so that the first reader need not wait for what is kept per version of the data."""

import logging

from flask import Flask

__all__ = ["visit_first"]

# The main question has a picture, whose renderer takes half a second to start.
_ALSO = ["/vragen/partners-per-doel", "/zoeken?q=eenzaamheid", "/vergelijken?onderwerp=mantelzorg"]


def visit_first(app: Flask) -> None:
    """Ask an application for each page without arguments, and a few with; what fails is told in the log, for no reader waits for it."""
    client = app.test_client()
    pages = [str(rule) for rule in app.url_map.iter_rules() if not rule.arguments and "GET" in (rule.methods or ())]
    for page in [*sorted(pages), *_ALSO]:
        response = client.get(page)
        if response.status_code >= 500:
            logging.getLogger(__name__).warning("%s antwoordt %s", page, response.status_code)
        response.close()
