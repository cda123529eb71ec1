"""The words themselves, read from their files: the classes and properties for people, and the statements for programs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from doelengraaf.project import Project
from doelengraaf.store import Term, Triple, read_triples
from doelengraaf.terms import BASE, DG

__all__ = ["VOCABULARY", "Scheme", "Vocabulary", "Word", "read_shapes", "read_vocabulary"]

VOCABULARY = BASE + "def"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TERMS = "http://purl.org/dc/terms/"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_PROPERTIES = {_OWL + "ObjectProperty", _OWL + "DatatypeProperty"}
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Word:
    """A class or a property.

    Args:
        name: its local name.
        is_class: whether it is a class.
        labels: language to name.
        definitions: language to what it means.
        examples: language to an example.
        above: the classes or properties it falls under, as IRIs.
        below: those that fall under it.
        domain: what a property is of.
        range: what a property leads to.
        transitive: whether a property carries on.
        matches: (name of the kind of match, IRI) of terms of others.
    """

    name: str
    is_class: bool
    labels: Texts
    definitions: Texts
    examples: Texts
    above: Sequence[str]
    below: Sequence[str]
    domain: Sequence[str]
    range: Sequence[str]
    transitive: bool
    matches: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Scheme:
    """A concept scheme: its IRI, titles and descriptions."""

    iri: str
    titles: Texts
    descriptions: Texts


@dataclass(frozen=True)
class Vocabulary:
    """All words.

    Args:
        titles: language to the name of the whole.
        descriptions: language to what it is.
        version: its version.
        classes: the classes, by name.
        properties: the properties, by name.
        schemes: the concept schemes, by IRI.
        statements: the classes, properties and alignments as statements.
    """

    titles: Texts
    descriptions: Texts
    version: str
    classes: Sequence[Word]
    properties: Sequence[Word]
    schemes: Sequence[Scheme]
    statements: Mapping[Triple, set[str]] = field(default_factory=dict)


def read_vocabulary(project: Project) -> Vocabulary:
    """Read the vocabulary of a project.

    Raises:
        ValueError: a file is no Turtle.
        OSError: a file cannot be read.
    """
    triples = _read([project.ontology / "doelengraaf.ttl", project.ontology / "alignments.ttl"])
    found = _Facts(triples)
    words = [_word(found, one) for one in sorted(found.subjects) if one.startswith(DG)]
    schemes = _Facts(_read(sorted((project.ontology / "schemes").glob("*.ttl"))))
    return Vocabulary(
        found.texts(VOCABULARY, _TERMS + "title"),
        found.texts(VOCABULARY, _TERMS + "description"),
        found.texts(VOCABULARY, _OWL + "versionInfo").get("", ""),
        [word for word in words if word.is_class],
        [word for word in words if not word.is_class],
        [
            Scheme(one, schemes.texts(one, _TERMS + "title"), schemes.texts(one, _TERMS + "description"))
            for one in sorted(schemes.subjects)
            if _SKOS + "ConceptScheme" in schemes.values(one, _TYPE)
        ],
        {triple: set() for triple in triples},
    )


def read_shapes(project: Project) -> Mapping[Triple, set[str]]:
    """Read the shapes of a project as statements.

    Raises:
        ValueError: a file is no Turtle.
        OSError: a file cannot be read.
    """
    return {triple: set() for triple in _read(sorted(project.shapes.glob("*.ttl")))}


def _read(paths: Iterable[Path]) -> list[Triple]:
    """Read files; nodes without a name are called after their file and place in it, so that the same files give the same statements."""
    triples = []
    for path in paths:
        names: dict[str, Term] = {}
        for triple in read_triples(path.read_bytes(), "text/turtle"):
            named = [
                names.setdefault(term.value, Term("blank", f"{path.stem}{len(names) + 1}"))
                if term.kind == "blank"
                else term
                for term in triple
            ]
            triples.append((named[0], named[1], named[2]))
    return triples


class _Facts:
    """Statements by subject and property."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._values: dict[tuple[str, str], list[Term]] = {}
        for s, p, o in triples:
            self._values.setdefault((s.value, p.value), []).append(o)
        self.subjects = {s.value for s, p, _ in triples if p.value == _TYPE}

    def values(self, subject: str, property_: str) -> list[str]:
        return sorted(term.value for term in self._values.get((subject, property_), []))

    def texts(self, subject: str, property_: str) -> dict[str, str]:
        return {term.language: term.value for term in self._values.get((subject, property_), [])}

    def leading_to(self, property_: str, value: str) -> list[str]:
        return sorted(
            s for (s, p), terms in self._values.items() if p == property_ and value in {t.value for t in terms}
        )


def _word(found: _Facts, iri: str) -> Word:
    types = set(found.values(iri, _TYPE))
    is_class = not types & _PROPERTIES
    under = _RDFS + ("subClassOf" if is_class else "subPropertyOf")
    return Word(
        iri.removeprefix(DG),
        is_class,
        found.texts(iri, _RDFS + "label"),
        found.texts(iri, _SKOS + "definition"),
        found.texts(iri, _SKOS + "example"),
        found.values(iri, under),
        found.leading_to(under, iri),
        found.values(iri, _RDFS + "domain"),
        found.values(iri, _RDFS + "range"),
        _OWL + "TransitiveProperty" in types,
        [
            (name, one)
            for name in ("exactMatch", "closeMatch", "relatedMatch", "broadMatch", "narrowMatch")
            for one in found.values(iri, _SKOS + name)
        ],
    )
