"""The forms of query results and of statements, as they are asked for at the SPARQL endpoint and of the graphs."""

from doelengraaf.rendering import GRAPH_FORMS, ROW_FORMS
from web.negotiation import Offer

__all__ = ["GRAPHS", "ROWS", "content_type", "form_name"]

_ALSO = {
    "json": ("application/json",),
    "xml": ("application/xml", "text/xml"),
    "ttl": ("application/x-turtle", "text/n3"),
    "nt": ("text/plain",),
    "rdf": ("application/xml", "text/xml"),
    "jsonld": ("application/json",),
}
# What other endpoints and libraries call them in ``format``.
_NAMES = {
    "rows": {"srj": "json", "sparql-json": "json", "srx": "xml", "sparql-xml": "xml"},
    "graph": {
        "json": "jsonld",
        "json-ld": "jsonld",
        "n3": "ttl",
        "n-triples": "nt",
        "ntriples": "nt",
        "rdf+xml": "rdf",
        "rdfxml": "rdf",
        "turtle": "ttl",
        "xml": "rdf",
    },
}
ROWS = tuple(Offer(name, media_type, _ALSO.get(name, ())) for name, media_type in ROW_FORMS.items())
GRAPHS = tuple(Offer(name, media_type, _ALSO.get(name, ())) for name, media_type in GRAPH_FORMS.items())


def form_name(kind: str, asked: str) -> str:
    """Give our name of a form that is asked for by a name of others; other text as it is.

    >>> form_name("graph", "turtle"), form_name("rows", "csv")
    ('ttl', 'csv')
    """
    return _NAMES[kind].get(asked.lower(), asked)


def content_type(offer: Offer) -> str:
    """Give what a form is sent as; text says its encoding.

    >>> content_type(ROWS[2]), content_type(ROWS[0])
    ('text/csv; charset=utf-8', 'application/sparql-results+json')
    """
    return f"{offer.media_type}; charset=utf-8" if offer.media_type.startswith("text/") else offer.media_type
