"""Networks out: GEXF and GraphML for Gephi and other tools, node-link JSON for scripts."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import networkx as nx

from doelengraaf.errors import ParameterError
from doelengraaf.files import write_whole

__all__ = ["EXTENSIONS", "check_extension", "render", "write_network"]


def _gexf(graph: "nx.Graph") -> bytes:
    out = io.BytesIO()
    nx.write_gexf(graph, out, version="1.2draft")
    return out.getvalue()


def _graphml(graph: "nx.Graph") -> bytes:
    out = io.BytesIO()
    nx.write_graphml_xml(graph, out)
    return out.getvalue()


def _json(graph: "nx.Graph") -> bytes:
    return (json.dumps(nx.node_link_data(graph, edges="edges"), ensure_ascii=False, indent=1) + "\n").encode()


_WRITERS: dict[str, Callable[["nx.Graph"], bytes]] = {".gexf": _gexf, ".graphml": _graphml, ".json": _json}
EXTENSIONS = tuple(_WRITERS)


def check_extension(path: Path) -> str:
    """Give the ending of a file name that says how to write it.

    Raises:
        ParameterError: nothing is written under this ending; the error names those there are.
    """
    ending = path.suffix.lower()
    if ending not in _WRITERS:
        raise ParameterError("out", path.name, "heeft geen bekend einde", EXTENSIONS)
    return ending


def render(graph: "nx.Graph", ending: str) -> bytes:
    """Give the bytes of a network in the form that belongs to an ending such as ``.gexf``."""
    return _WRITERS[ending](graph)


def write_network(graph: "nx.Graph", path: Path) -> None:
    """Write a network whole or not at all, in the form that the file's ending says.

    Raises:
        ParameterError: nothing is written under this ending.
        FileWriteError: the folder may not be written.
    """
    write_whole(path, render(graph, check_extension(path)))
