"""Doelengraaf: Dutch municipal social-policy agendas as one cited knowledge graph.

The rooms of the house, in the order data flows through them: ``tables`` (read), ``build`` (to RDF), ``check`` and ``derive``,
``store`` (ask an engine), ``questions`` (saved queries), ``formats`` (answers out).
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
