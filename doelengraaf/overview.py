"""The agendas side by side: period, adoption, sources and what each holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from doelengraaf.kept import kept_per_store
from doelengraaf.store import Store, literal
from doelengraaf.terms import kind_of_class
from doelengraaf.things import Link, ask, text_of

__all__ = ["Agenda", "agendas"]


@dataclass(frozen=True)
class Agenda:
    """One agenda with what it holds: (name, number) in the order people think of them."""

    iri: str
    label: str
    municipality: Link
    start: str
    end: str
    accepted: str
    passed_by: str
    description: str
    counts: Sequence[tuple[str, int]]
    sources: Sequence[Link]


_COUNTED = (
    "Effect",
    "Goal",
    "Subgoal",
    "Challenge",
    "Wheel",
    "Theme",
    "Effort",
    "Activity",
    "Approach",
    "Contribution",
    "Indicator",
)


@kept_per_store
def agendas(store: Store, language: str = "nl") -> list[Agenda]:
    """Give all agendas with their counts, sorted by municipality; what is counted is named in the language."""
    counts: dict[str, list[tuple[str, int]]] = {}
    order = [kind_of_class(name) for name in _COUNTED]
    for agenda, kind, kind_label, count in ask(
        store,
        f"""SELECT ?agenda ?class ?label (COUNT(DISTINCT ?x) AS ?n) WHERE {{
          VALUES ?class {{ {" ".join("dg:" + name for name in _COUNTED)} }}
          ?x a ?class ; dg:agenda ?agenda . ?class rdfs:label ?label . FILTER (LANG(?label) = {literal(language)})
          FILTER NOT EXISTS {{ ?sub rdfs:subClassOf ?class }} }} GROUP BY ?agenda ?class ?label""",
    ):
        name = kind_of_class(text_of(kind).rpartition("#")[2])
        if name in order:
            counts.setdefault(text_of(agenda), []).append(
                (f"{order.index(name):02d}{text_of(kind_label)}", int(text_of(count)))
            )
    sources: dict[str, list[Link]] = {}
    for agenda, source, source_label in ask(
        store, "SELECT ?a ?s ?l WHERE { ?s a dg:SourceDocument ; dg:agenda ?a ; schema:name ?l } ORDER BY ?l"
    ):
        sources.setdefault(text_of(agenda), []).append(Link(text_of(source_label), text_of(source)))
    found = []
    for agenda, label, municipality, municipality_name, start, end, accepted, by, description in ask(
        store,
        """SELECT ?a ?l ?m ?n ?s ?e ?d ?by ?about WHERE {
          ?a a dg:Agenda ; schema:name ?l ; dg:municipality ?m . ?m schema:name ?n .
          OPTIONAL { ?a dcterms:temporal/dcat:startDate ?s } OPTIONAL { ?a dcterms:temporal/dcat:endDate ?e }
          OPTIONAL { ?a dcterms:dateAccepted ?d } OPTIONAL { ?a schema:legislationPassedBy ?by }
          OPTIONAL { ?a dcterms:description ?about } } ORDER BY ?n ?l""",
    ):
        found.append(
            Agenda(
                text_of(agenda),
                text_of(label),
                Link(text_of(municipality_name), text_of(municipality)),
                text_of(start),
                text_of(end),
                text_of(accepted),
                text_of(by),
                text_of(description),
                [(text[2:], number) for text, number in sorted(counts.get(text_of(agenda), []))],
                sources.get(text_of(agenda), []),
            )
        )
    return found
