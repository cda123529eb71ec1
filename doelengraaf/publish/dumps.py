"""Dumps: a part of the graph as N-Quads, TriG, Turtle and JSON-LD; the same statements give the same bytes."""

import gzip
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

__all__ = ["DUMPS", "PREFIXES", "Dump", "compress"]

PREFIXES = {
    "bibo": "http://purl.org/ontology/bibo/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dg": "https://w3id.org/doelengraaf/def#",
    "dqv": "http://www.w3.org/ns/dqv#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_PREFIX_LINES = re.compile(rb"\A(?:@prefix [^\n]*\n)+")
_LEVEL = 9


@dataclass(frozen=True)
class Dump:
    """A form of a dump.

    Args:
        suffix: the ending of its files.
        media_type: what it is sent as.
        write: makes the bytes of N-Quads lines that are sorted per graph.
    """

    suffix: str
    media_type: str
    write: Callable[[Mapping[str, list[str]]], bytes]


def _quads(graphs: Mapping[str, list[str]]) -> Iterable[ox.Quad]:
    for lines in graphs.values():
        yield from ox.parse("".join(lines), format=ox.RdfFormat.N_QUADS)


def _nquads(graphs: Mapping[str, list[str]]) -> bytes:
    return "".join(line for lines in graphs.values() for line in lines).encode()


def _written(statements: Iterable[ox.Quad] | Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    data: bytes = ox.serialize(statements, format=form, prefixes=PREFIXES) or b""
    # The order in which the engine lists the prefixes is not laid down.
    return _PREFIX_LINES.sub(lambda found: b"".join(sorted(found[0].splitlines(keepends=True))), data)


def _trig(graphs: Mapping[str, list[str]]) -> bytes:
    return _written(_quads(graphs), ox.RdfFormat.TRIG)


def _turtle(graphs: Mapping[str, list[str]]) -> bytes:
    """Write the statements without their graphs, each once, those of one subject together."""
    triples = sorted({line.rsplit(" ", 2)[0] + " .\n" for lines in graphs.values() for line in lines})
    read = ox.parse("".join(triples), format=ox.RdfFormat.N_TRIPLES)
    return _written((quad.triple for quad in read), ox.RdfFormat.TURTLE)


def _jsonld(graphs: Mapping[str, list[str]]) -> bytes:
    return _written(_quads(graphs), ox.RdfFormat.JSON_LD)


DUMPS = (
    Dump("nq", "application/n-quads", _nquads),
    Dump("trig", "application/trig", _trig),
    Dump("ttl", "text/turtle", _turtle),
    Dump("jsonld", "application/ld+json", _jsonld),
)
"""The forms; Turtle has no named graphs, so it does not say how sure a statement is."""


def compress(data: bytes) -> bytes:
    """Compress by gzip without name or time, so that the same bytes go in and out everywhere the same zlib is used.

    >>> compress(b"a") == compress(b"a"), gzip.decompress(compress(b"a"))
    (True, b'a')
    """
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=out, mtime=0) as file:
        file.write(data)
    return out.getvalue()
