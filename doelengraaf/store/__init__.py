"""Ask an engine. Nothing outside this package knows which one answers.

``terms`` are the same whatever the engine; ``interface`` says what is asked of one; ``embedded`` is the one that answers here, ``streams`` its long answers.
"""

from doelengraaf.store.embedded import OxigraphStore, open_store
from doelengraaf.store.interface import Graph, Rows, Store
from doelengraaf.store.streams import RowStream, TripleStream
from doelengraaf.store.terms import Term, Triple, iri, literal, read_triples, write_quads, written

__all__ = [
    "Graph",
    "OxigraphStore",
    "RowStream",
    "Rows",
    "Store",
    "Term",
    "Triple",
    "TripleStream",
    "iri",
    "literal",
    "open_store",
    "read_triples",
    "write_quads",
    "written",
]
