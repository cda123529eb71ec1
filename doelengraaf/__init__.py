"""Doelengraaf: Dutch municipal social-policy agendas as one cited knowledge graph.

The rooms of the house, in the order data flows through them: ``tables`` (read), ``build`` (to RDF), ``check`` and ``derive``,
``store`` (ask an engine), ``questions`` (saved queries), ``formats`` (answers out). From Python: ``from doelengraaf import open_graph``.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from doelengraaf.access import open_graph

__all__ = ["__version__", "open_graph"]

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Load ``open_graph`` when it is asked for: importing the package itself opens and loads nothing."""
    if name == "open_graph":
        from doelengraaf.access import open_graph

        return open_graph
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
