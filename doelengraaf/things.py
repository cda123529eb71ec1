"""Things: what the graph says of one, in both directions, with where it is written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from doelengraaf.evidence import lines_of_fragment
from doelengraaf.sources import passage
from doelengraaf.store import Rows, Store, Term, iri, literal
from doelengraaf.terms import DG, ID

__all__ = ["Evidence", "Link", "Property", "Thing", "ask", "describe", "evidence_of", "names_of", "text_of"]

_PREFIXES = """PREFIX bibo: <http://purl.org/ontology/bibo/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX dg: <https://w3id.org/doelengraaf/def#>
PREFIX nfo: <http://www.semanticdesktop.org/ontologies/2007/03/22/nfo#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_HIDDEN = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "https://schema.org/name",
    "http://purl.org/dc/terms/bibliographicCitation",
    "http://purl.org/dc/terms/subject",
    "http://purl.org/dc/terms/title",
    DG + "evidence",
    DG + "basis",
}


@dataclass(frozen=True)
class Link:
    """A value of a property: text, or another thing with its name.

    Args:
        text: what people read.
        iri: the thing, or empty.
        basis: how surely it is a value, as the key of a basis; empty where the graph does not say.
    """

    text: str
    iri: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Property:
    """A property with its values.

    Args:
        label: what people read.
        values: the values, sorted by text.
        incoming: whether the values point to the thing instead.
        derived: whether all of it is derived.
    """

    label: str
    values: Sequence[Link]
    incoming: bool = False
    derived: bool = False


@dataclass(frozen=True)
class Evidence:
    """A place where something is written.

    Args:
        citation: the place as people read it.
        lines: the passage, line by line; None when the reader does not have the text.
        first: the number of its first line.
    """

    citation: str
    lines: Sequence[str] | None
    first: int


@dataclass(frozen=True)
class Thing:
    """What the graph says of one thing."""

    iri: str
    label: str
    kinds: Sequence[str]
    basis: Link | None
    description: str
    properties: Sequence[Property]
    evidence: Sequence[Evidence] = field(default_factory=tuple)


def ask(store: Store, query: str) -> Sequence[Sequence[Term | None]]:
    """Give the rows of a SELECT written with the prefixes of this project."""
    answer = store.query(_PREFIXES + query)
    return answer.rows if isinstance(answer, Rows) else ()


def text_of(term: Term | None) -> str:
    """Give the text of a term, empty when nothing is bound."""
    return term.value if term else ""


def _name(term: Term | None, label: Term | None) -> str:
    if label:
        return label.value
    if term is None or term.kind != "iri":
        return text_of(term)
    return (
        term.value.removeprefix(ID).rstrip("/").rpartition("#")[2] if "#" in term.value else term.value.removeprefix(ID)
    )


def evidence_of(store: Store, thing: str, sources: Path) -> list[Evidence]:
    """Give the places where a thing is written, with the passage when the reader has the text."""
    found = []
    for citation, file, sha, fragment in ask(
        store,
        f"""SELECT DISTINCT ?citation ?file ?sha ?fragment WHERE {{
          {iri(thing)} dg:evidence ?e . ?e dcterms:bibliographicCitation ?citation ; oa:hasSource ?source ; oa:hasSelector ?selector .
          ?source nfo:fileName ?file ; schema:sha256 ?sha . ?selector rdf:value ?fragment }} ORDER BY ?file ?fragment""",
    ):
        first, last = lines_of_fragment(text_of(fragment))
        found.append(Evidence(text_of(citation), passage(sources, text_of(file), text_of(sha), first, last), first))
    return sorted(found, key=lambda e: (e.citation.rpartition(", ")[0], e.first))


def describe(store: Store, thing: str, sources: Path, language: str = "nl") -> Thing | None:
    """Give what the graph says of a thing; None when it says nothing.

    Args:
        store: the engine.
        thing: the IRI.
        sources: where the frozen texts are, if the reader has them.
        language: of the names of properties, kinds and bases; what the agendas say stays Dutch.

    Raises:
        ValueError: this is no IRI.
    """
    subject = iri(thing)
    out = ask(store, f"SELECT DISTINCT ?p ?o WHERE {{ {subject} ?p ?o }}")
    if not out:
        return None
    into = ask(
        store,
        f"""SELECT DISTINCT ?p ?s WHERE {{ ?s ?p {subject} . FILTER (isIRI(?s) && ?p NOT IN (rdf:subject, rdf:object) && !CONTAINS(STR(?s), "/evidence/") && !CONTAINS(STR(?s), "/derivation/"))
            FILTER NOT EXISTS {{ ?s dg:weakestBasis ?any }} }} ORDER BY ?p ?s""",
    )
    names = names_of(store, {t.value for row in (*out, *into) for t in row if t and t.kind == "iri"})
    if language != "nl":
        names.update(_own_words(store, names, language))
    derived = {
        (text_of(p), text_of(o))
        for p, o in ask(
            store, f"SELECT ?p ?o WHERE {{ GRAPH <https://w3id.org/doelengraaf/graph/derived> {{ {subject} ?p ?o }} }}"
        )
    }
    sure = _bases(store, subject)
    values: dict[str, list[Term]] = {}
    for predicate, target in out:
        if predicate and target:
            values.setdefault(predicate.value, []).append(target)
    labels = [
        t.value
        for key in (
            "http://www.w3.org/2000/01/rdf-schema#label",
            "http://www.w3.org/2004/02/skos/core#prefLabel",
            "http://purl.org/dc/terms/title",
        )
        for t in values.get(key, [])
        if t.language in ("nl", "")
    ]
    kinds = [names.get(t.value, "") for t in values.get("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", [])]
    basis = next((Link(names.get(t.value, t.value), t.value) for t in values.get(DG + "basis", [])), None)
    descriptions = sorted(values.get("http://purl.org/dc/terms/description", []), key=lambda t: t.language != "nl")
    description = descriptions[0].value if descriptions else ""
    properties = []
    for predicate_iri, targets in values.items():
        if predicate_iri in _HIDDEN or predicate_iri == "http://purl.org/dc/terms/description":
            continue
        links = sorted(
            {
                _link(
                    t,
                    names,
                    sure.get((predicate_iri, t.value), "derived" if (predicate_iri, t.value) in derived else ""),
                )
                for t in targets
                if t.language in ("nl", "") or len(targets) == 1
            },
            key=_by_name,
        )
        if links:
            properties.append(
                Property(
                    names.get(predicate_iri, predicate_iri),
                    links,
                    False,
                    all((predicate_iri, t.value) in derived for t in targets),
                )
            )
    incoming: dict[str, set[Link]] = {}
    for predicate, source in into:
        if (
            predicate
            and source
            and "/evidence/" not in source.value
            and "/derivation/" not in source.value
            and predicate.value not in _HIDDEN
        ):
            how = sure.get((predicate.value, source.value), "")
            incoming.setdefault(predicate.value, set()).add(_link(source, names, how))
    for predicate_iri, found in incoming.items():
        properties.append(Property(names.get(predicate_iri, predicate_iri), sorted(found, key=_by_name), True))
    properties.sort(key=lambda p: (p.incoming, p.derived, p.label))
    label = labels[0] if labels else _contribution_names(store, [thing])[thing] or _name(Term("iri", thing), None)
    return Thing(
        thing, label, sorted(k for k in kinds if k), basis, description, properties, evidence_of(store, thing, sources)
    )


def _link(term: Term, names: dict[str, str], basis: str) -> Link:
    if term.kind != "iri":
        return Link(term.value, basis=basis)
    return Link(names.get(term.value) or _name(term, None), term.value, basis)


def _bases(store: Store, subject: str) -> dict[tuple[str, str], str]:
    """Give the basis of each link of a thing, in both directions, by property and other thing; the surest where several places say it."""
    rows = ask(
        store,
        f"""SELECT ?p ?other ?basis WHERE {{
          {{ ?s rdf:subject {subject} ; rdf:object ?other }} UNION {{ ?s rdf:object {subject} ; rdf:subject ?other }}
          ?s rdf:predicate ?p ; dg:basis ?basis }}""",
    )
    order = ("stated", "interpreted", "derived")
    found: dict[tuple[str, str], str] = {}
    for predicate, other, basis in rows:
        key, sure = (text_of(predicate), text_of(other)), text_of(basis).rpartition("/")[2]
        known = found.get(key, sure)
        if sure in order:
            found[key] = min(sure, known, key=order.index)
    return found


def names_of(store: Store, wanted: set[str]) -> dict[str, str]:
    """Give the Dutch name of each IRI that has one."""
    names: dict[str, str] = {}
    ordered = sorted(wanted)
    for values in _some(ordered):
        for thing, label in ask(
            store,
            f'SELECT ?x ?l WHERE {{ VALUES ?x {{ {values} }} ?x rdfs:label|skos:prefLabel|<http://www.w3.org/2008/05/skos-xl#literalForm>|dcterms:title ?l FILTER (LANG(?l) IN ("nl", "")) }}',
        ):
            names.setdefault(text_of(thing), text_of(label))
    return {**_contribution_names(store, [one for one in ordered if "/contribution/" in one]), **names}


def _own_words(store: Store, names: Iterable[str], language: str) -> dict[str, str]:
    """Give the name in a language of each property, class and basis that has one."""
    values = " ".join(iri(one) for one in sorted(names) if not one.startswith(ID) or one.startswith(ID + "basis/"))
    rows = ask(
        store,
        f"SELECT ?x ?l WHERE {{ VALUES ?x {{ {values} }} ?x rdfs:label|skos:prefLabel ?l FILTER (LANG(?l) = {literal(language)}) }}",
    )
    return {text_of(thing): text_of(label) for thing, label in rows}


def _by_name(link: Link) -> tuple[str, str]:
    # By address where names are the same, so that every process gives the same page.
    return link.text.casefold(), link.iri


def _some(things: Sequence[str]) -> Iterator[str]:
    """Give IRIs as SPARQL text, some hundreds at a time: a query for each takes longer, one for all may be too long."""
    for start in range(0, len(things), 300):
        yield " ".join(iri(one) for one in things[start : start + 300])


def _contribution_names(store: Store, things: Sequence[str]) -> dict[str, str]:
    """Name contributions by their partner, role and what they run through."""
    names = dict.fromkeys(things, "")
    for values in _some(things):
        for thing, partner, role, via in ask(
            store,
            f"""SELECT ?x ?p ?r ?v WHERE {{ VALUES ?x {{ {values} }} ?x dg:partner/schema:name ?p ; dg:role/schema:name ?r .
              OPTIONAL {{ ?x dg:via/schema:name ?w }} OPTIONAL {{ ?x dg:to/schema:name ?t }} BIND (COALESCE(?w, ?t, "") AS ?v) }}""",
        ):
            names[text_of(thing)] = names[text_of(thing)] or f"{text_of(partner)} – {text_of(role)} – {text_of(via)}"
    return names
