"""Distributions: each file of a dataset in the terms of DCAT, with its size, checksum and compression."""

from collections.abc import Sequence

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, XSD

from doelengraaf.publish.shelf import File, Version
from doelengraaf.publish.vocabularies import CC0_NL, DCAT, DCATAP, EU, IANA, SPDX
from doelengraaf.terms import BASE

__all__ = ["FORMS", "add_distributions", "dump_iri"]

FORMS: dict[str, tuple[str, str, str]] = {
    "nq": ("N-Quads", "RDF_N_QUADS", "application/n-quads"),
    "trig": ("TriG", "RDF_TRIG", "application/trig"),
    "ttl": ("Turtle", "RDF_TURTLE", "text/turtle"),
    "jsonld": ("JSON-LD", "JSON_LD", "application/ld+json"),
    "csv.zip": ("CSV", "CSV", "text/csv"),
}
"""Form to its name, its file type in the list of the EU, and its media type when unpacked."""
_VOCABULARY = URIRef(BASE + "def")
_DATA_PACKAGE = URIRef("https://specs.frictionlessdata.io/data-package/")


def dump_iri(version: Version, name: str = "") -> str:
    """Give the lasting address of a file of a version, or of the version itself."""
    return f"{BASE}dump/{version.address}/{name}"


def add_distributions(
    graph: Graph, dataset: URIRef, version: Version, part: str, base: str, services: Sequence[str]
) -> None:
    """Add the files of a part, and which version they are, to a dataset.

    Args:
        graph: what is added to.
        dataset: the dataset.
        version: the version.
        part: the part that the dataset is.
        base: the root of this server, without a slash at the end.
        services: the services that give the same data; the first is named for each file.
    """
    graph.add((dataset, DCAT.version, Literal(version.version)))
    graph.add((dataset, DCTERMS.issued, Literal(version.published[:10], datatype=XSD.date)))
    if version.modified:
        graph.add((dataset, DCTERMS.modified, Literal(version.modified, datatype=XSD.date)))
    for file in version.of_part(part):
        graph.add((dataset, DCAT.distribution, _distribution(graph, version, file, base, services)))


def _distribution(graph: Graph, version: Version, file: File, base: str, services: Sequence[str]) -> URIRef:
    name, kind, media_type = FORMS[file.form]
    node = URIRef(dump_iri(version, file.name))
    address = URIRef(f"{base}/dump/{version.address}/{file.name}")
    packed = {"csv.zip": "ZIP"}.get(file.form, "gzip" if file.compressed else "")
    graph.add((node, RDF.type, DCAT.Distribution))
    for language in ("nl", "en"):
        graph.add((node, DCTERMS.title, Literal(f"{name} ({packed})" if packed else name, lang=language)))
    graph.add((node, DCAT.accessURL, address))
    graph.add((node, DCAT.downloadURL, address))
    graph.add((node, DCTERMS.license, CC0_NL))
    graph.add((node, DCTERMS.format, EU[f"file-type/{kind}"]))
    graph.add((node, DCAT.mediaType, IANA[media_type]))
    if file.compressed:
        graph.add((node, DCAT.compressFormat, IANA["application/gzip"]))
    if file.form == "csv.zip":
        graph.add((node, DCAT.packageFormat, IANA["application/zip"]))
    graph.add((node, DCTERMS.conformsTo, _DATA_PACKAGE if file.form == "csv.zip" else _VOCABULARY))
    graph.add((node, DCTERMS.language, EU["language/NLD"]))
    graph.add((node, DCATAP.availability, EU["planned-availability/AVAILABLE"]))
    graph.add((node, DCAT.byteSize, Literal(file.size, datatype=XSD.nonNegativeInteger)))
    graph.add((node, DCTERMS.issued, Literal(version.published[:10], datatype=XSD.date)))
    graph.add((node, DCAT.accessService, URIRef(services[0])))
    checksum = URIRef(f"{node}#sha256")
    graph.add((node, SPDX.checksum, checksum))
    graph.add((checksum, RDF.type, SPDX.Checksum))
    graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    graph.add((checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary)))
    return node
