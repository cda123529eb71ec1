"""The endpoint and the graph store alone, over any N-Quads: for tests that need data of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from doelengraaf.own_query import Limits, OwnQueries
from doelengraaf.store import OxigraphStore
from web.graph_store import add_graph_store
from web.language import add_languages
from web.sparql_endpoint import add_sparql_endpoint
from web.sparql_settings import EndpointLimits
from web.turns import Guard

ONE = EndpointLimits(workers=1, per_minute=100_000)


@contextmanager
def endpoint_over(nquads: Path, limits: EndpointLimits = ONE, wait: float = 30) -> Iterator[Flask]:
    """Make the application; its processes end with it.

    Args:
        nquads: what is served.
        limits: what a query may take.
        wait: how many seconds a query may wait for its turn.
    """
    app = Flask("endpoint")
    add_languages(app)
    own = OwnQueries(nquads, Limits(workers=limits.workers, wait=wait))
    app.extensions["own_queries"] = own
    app.config["SPARQL_GUARD"] = Guard(limits, wait)
    app.add_url_rule("/sparql-editor", "sparql_editor", lambda: "editor")
    store = OxigraphStore.from_nquads(nquads)
    add_sparql_endpoint(app, nquads, store, "made", limits)
    add_graph_store(app, nquads, store, "made", limits)
    own.warm()
    try:
        yield app
    finally:
        own.close()
