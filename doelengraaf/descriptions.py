"""What the graph says of many things at once, in the words of the JSON-LD context: texts, evidence and links, each link with its basis."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from doelengraaf.description import Description, Place, Tie, Value, ties_of
from doelengraaf.evidence import lines_of_fragment
from doelengraaf.names import agendas_by_iri, class_labels, in_portions, labels_of
from doelengraaf.store import Store, Term
from doelengraaf.terms import DG, ID, Context
from doelengraaf.things import Link, ask, text_of

__all__ = ["Descriptions"]

_MANY = {"altLabel", "note"}
_LABELS = {"label", "labelEn", "prefLabel", "prefLabelEn", "citation"}
# Said elsewhere in a description, or about statements instead of things.
_NO_LINK = {"agenda", "municipality", "basis", "evidence", "temporal", "subjectClass", "subject", "property", "object"}
# What would make a list of all that is in an agenda or on a topic: those are collections that can be chosen from.
_NO_BACKLINK = {*_NO_LINK, "topic", "inScheme"}
_HIDDEN = ("/evidence/", "/derivation/", "/link/", "/mapping/", "/measurement/")


class Descriptions:
    """Describes things of one store.

    Args:
        store: the engine.
        context: the words.
    """

    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._links, self._texts = _terms(context)

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return dict(class_labels(self._store).values())

    @cached_property
    def _agendas(self) -> dict[str, tuple[Link, Link]]:
        return agendas_by_iri(self._store)

    def kind_label(self, kind: str) -> str:
        """Give what people read for a kind."""
        return self._kinds.get(kind, kind)

    def terms(self, members: str) -> dict[str, tuple[str, str]]:
        """Give the terms that descriptions may have values of: term to (kind of value, what people read).

        Args:
            members: SPARQL that ties ``?x`` to the things that are described.
        """
        found: dict[str, tuple[str, str]] = {}
        for predicate, language, datatype, label in ask(
            self._store,
            f"""SELECT ?p ?language ?datatype (SAMPLE(?name) AS ?label) WHERE {{
              {{ SELECT DISTINCT ?p ?language ?datatype WHERE {{ {members}
                {{ ?x ?p ?o }} UNION {{ ?x dcterms:temporal ?t . VALUES ?p {{ dcat:startDate dcat:endDate }} ?t ?p ?o }}
                FILTER (isLiteral(?o)) BIND (LANG(?o) AS ?language) BIND (DATATYPE(?o) AS ?datatype) }} }}
              OPTIONAL {{ ?p rdfs:label ?name FILTER (LANG(?name) = "nl") }} }} GROUP BY ?p ?language ?datatype""",
        ):
            term = self._texts.get((text_of(predicate), text_of(language)), "")
            if term and term not in _LABELS:
                found[term] = (
                    "texts" if term in _MANY else text_of(datatype).rpartition("#")[2],
                    text_of(label) or term,
                )
        return dict(sorted(found.items()))

    def describe(self, things: Sequence[str], whole: bool = False) -> list[Description]:
        """Describe things, in the order given.

        Args:
            things: their IRIs.
            whole: also what follows by rule, and what leads to the thing; without it only what the tables say.
        """
        said = self._said(things)
        out = {one: self._out(said[one], whole) for one in things}
        into = {one: self._into(one) if whole else {} for one in things}
        named = {tie for ties in (*out.values(), *into.values()) for pairs in ties.values() for tie, _ in pairs}
        labels = labels_of(self._store, {*things, *named})
        cited = self._citations(things)
        evidence = self._evidence(things)
        return [
            self._description(
                one,
                labels,
                said[one],
                evidence.get(one, []),
                ties_of(out[one], labels, {key[1:]: text for key, text in cited.items() if key[0] == one}),
                ties_of(into[one], labels, {}),
            )
            for one in things
        ]

    def _said(self, things: Iterable[str]) -> dict[str, list[tuple[str, Term, str]]]:
        """Give (property, value, basis) of each thing; the basis is that of the graph."""
        said: dict[str, list[tuple[str, Term, str]]] = {one: [] for one in things}
        for values in in_portions(said):
            for thing, predicate, value, graph in ask(
                self._store, f"SELECT ?x ?p ?o ?g WHERE {{ VALUES ?x {{ {values} }} GRAPH ?g {{ ?x ?p ?o }} }}"
            ):
                if value:
                    said[text_of(thing)].append((text_of(predicate), value, text_of(graph).rpartition("/")[2]))
            for thing, predicate, value in ask(
                self._store,
                f"SELECT ?x ?p ?o WHERE {{ VALUES ?x {{ {values} }} ?x dcterms:temporal ?t . VALUES ?p {{ dcat:startDate dcat:endDate }} ?t ?p ?o }}",
            ):
                if value:
                    said[text_of(thing)].append((text_of(predicate), value, ""))
        return said

    def _out(self, said: Sequence[tuple[str, Term, str]], whole: bool) -> dict[str, set[tuple[str, str]]]:
        found: dict[str, set[tuple[str, str]]] = {}
        for predicate, value, basis in said:
            term = self._links.get(predicate, "")
            if value.kind == "iri" and term and term not in _NO_LINK and (whole or basis != "derived"):
                found.setdefault(term, set()).add((value.value, basis))
        return found

    def _into(self, thing: str) -> dict[str, set[tuple[str, str]]]:
        found: dict[str, set[tuple[str, str]]] = {}
        for values in in_portions([thing]):
            for source, predicate, graph in ask(
                self._store, f"SELECT ?s ?p ?g WHERE {{ VALUES ?x {{ {values} }} GRAPH ?g {{ ?s ?p ?x }} }}"
            ):
                term, iri = self._links.get(text_of(predicate), ""), text_of(source)
                if (
                    term
                    and term not in _NO_BACKLINK
                    and iri.startswith(ID)
                    and not any(part in iri for part in _HIDDEN)
                ):
                    found.setdefault(term, set()).add((iri, text_of(graph).rpartition("/")[2]))
        return found

    def _citations(self, things: Iterable[str]) -> dict[tuple[str, str, str], str]:
        """Give the place in words of each link that is a statement of its own: (thing, term, other) to text."""
        return {
            (text_of(thing), self._links.get(text_of(predicate), ""), text_of(other)): text_of(citation)
            for values in in_portions(things)
            for thing, predicate, other, citation in ask(
                self._store,
                f"""SELECT ?x ?p ?o ?c WHERE {{ VALUES ?x {{ {values} }}
                  ?link rdf:subject ?x ; rdf:predicate ?p ; rdf:object ?o ; dcterms:bibliographicCitation ?c }}""",
            )
        }

    def _evidence(self, things: Iterable[str]) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = {}
        for values in in_portions(things):
            for thing, place, source, name, locator, citation, fragment in ask(
                self._store,
                f"""SELECT DISTINCT ?x ?e ?source ?name ?locator ?citation ?fragment WHERE {{ VALUES ?x {{ {values} }}
                  ?x dg:evidence ?e . ?e oa:hasSource ?source ; dcterms:bibliographicCitation ?citation ; oa:hasSelector/rdf:value ?fragment .
                  ?source schema:name ?name . OPTIONAL {{ ?e bibo:locator ?locator }} }}""",
            ):
                first, last = lines_of_fragment(text_of(fragment))
                found.setdefault(text_of(thing), []).append(
                    Place(
                        text_of(place),
                        Link(text_of(name), text_of(source)),
                        text_of(locator),
                        first,
                        last,
                        text_of(citation),
                    )
                )
        for places in found.values():
            places.sort(key=lambda place: (place.source.iri, place.first, place.last))
        return found

    def _description(
        self,
        iri: str,
        labels: Mapping[str, str],
        said: Sequence[tuple[str, Term, str]],
        evidence: Sequence[Place],
        links: Mapping[str, Sequence[Tie]],
        linked_from: Mapping[str, Sequence[Tie]],
    ) -> Description:
        values: dict[str, Value] = {}
        refers: dict[str, str] = {}
        for predicate, value, _ in sorted(said, key=lambda one: one[:2]):
            if value.kind == "iri":
                refers[self._links.get(predicate, "")] = value.value
            elif value.kind == "literal":
                _put(values, self._texts.get((predicate, value.language), ""), value)
        kind = iri.removeprefix(ID).split("/")[-2]
        agenda, municipality = self._agendas.get(refers.get("agenda", iri), (None, None))
        return Description(
            iri=iri,
            label=labels[iri],
            label_en=str(values.get("labelEn") or values.get("prefLabelEn") or ""),
            kind=kind,
            kind_label=self.kind_label(kind),
            agenda=agenda,
            municipality=municipality,
            basis=refers.get("basis", "").rpartition("/")[2],
            citation=str(values.get("citation", "")),
            values={term: value for term, value in values.items() if term not in _LABELS},
            evidence=evidence,
            links=links,
            linked_from=linked_from,
        )


def _terms(context: Context) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Give property to term for links, and (property, language) to term for texts; a term like its property's own name comes first."""
    links: dict[str, str] = {}
    texts: dict[tuple[str, str], str] = {}
    for term, (iri, reverse) in context.columns.items():
        definition = context.terms[term]
        if reverse:
            continue
        if context.is_reference(term):
            if iri not in links or iri.endswith(("#" + term, "/" + term)):
                links[iri] = term
        else:
            language = definition.get("@language", "") if isinstance(definition, dict) else ""
            texts.setdefault((iri, language), term)
    for name in ("serves", "worksTowards", "participant"):
        links.setdefault(DG + name, name)
    return links, texts


def _put(values: dict[str, Value], term: str, value: Term) -> None:
    """Add a value to what is said under a term."""
    if not term:
        return
    local = value.datatype.rpartition("#")[2]
    before = values.get(term)
    if term in _MANY:
        values[term] = [*(before if isinstance(before, list) else []), value.value]
    elif local == "integer":
        values[term] = int(value.value)
    elif local == "decimal":
        values[term] = float(value.value)
    elif before is None:
        values[term] = value.value
    elif value.value != before:
        values[term] = f"{before}; {value.value}"
