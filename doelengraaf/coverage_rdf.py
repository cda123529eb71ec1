"""Coverage as RDF: DQV measurements (https://www.w3.org/TR/vocab-dqv/) of each source, and of each part with what it yielded."""

from collections.abc import Iterator, Sequence

from doelengraaf.coverage import STATUSES, Document, Section
from doelengraaf.store import Term, Triple
from doelengraaf.terms import ID

__all__ = ["measurements"]

_BIBO = "http://purl.org/ontology/bibo/"
_DCTERMS = "http://purl.org/dc/terms/"
_DQV = "http://www.w3.org/ns/dqv#"
_NOTE = "http://www.w3.org/2004/02/skos/core#note"
_SCHEMA = "https://schema.org/"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD = "http://www.w3.org/2001/XMLSchema#"


def measurements(found: Sequence[Document]) -> Iterator[Triple]:
    """Give which share of each source is cited and accounted for, and the parts with their state."""
    for document in found:
        yield from _measurement(document.iri, "cited-lines", document.cited_share)
        yield from _measurement(document.iri, "covered-lines", document.covered_share)
        for part in document.sections:
            yield from _part(document.iri, part)


def _part(source: str, part: Section) -> Iterator[Triple]:
    iri = f"{source}/part/{part.first}"
    node = Term("iri", iri)
    yield node, Term("iri", _TYPE), Term("iri", _BIBO + "DocumentPart")
    yield node, Term("iri", _DCTERMS + "isPartOf"), Term("iri", source)
    yield node, Term("iri", _SCHEMA + "name"), Term("literal", part.section, "nl")
    yield node, Term("iri", _SCHEMA + "pagination"), Term("literal", f"{part.first}-{part.last}")
    yield node, Term("iri", _SCHEMA + "position"), Term("literal", str(part.first), "", _XSD + "integer")
    yield node, Term("iri", _SCHEMA + "creativeWorkStatus"), Term("literal", STATUSES[part.status], "nl")
    if part.note:
        yield node, Term("iri", _NOTE), Term("literal", part.note, "nl")
    yield from _measurement(iri, "cited-lines", part.cited / (part.last - part.first + 1))


def _measurement(about: str, metric: str, value: float) -> Iterator[Triple]:
    measurement = Term("iri", f"{about}/measurement/{metric}")
    yield measurement, Term("iri", _TYPE), Term("iri", _DQV + "QualityMeasurement")
    yield measurement, Term("iri", _DQV + "computedOn"), Term("iri", about)
    yield measurement, Term("iri", _DQV + "isMeasurementOf"), Term("iri", f"{ID}metric/{metric}")
    yield measurement, Term("iri", _DQV + "value"), Term("literal", f"{value:.4f}", "", _XSD + "decimal")
