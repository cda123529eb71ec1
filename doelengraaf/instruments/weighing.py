"""The weighing frame: which criteria of a municipality an application meets, lacks or leaves unclear, and what a person has to judge.

The criteria are those of the graph, with their place in the agenda; the shapes in ``shapes/weighing/`` tell what an application needs for each. There is no
score: what the fields cannot tell is left to an assessor, who gives a reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pyshacl import validate
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from doelengraaf.errors import ShapesError
from doelengraaf.instruments.application import Application, Judgement
from doelengraaf.instruments.application_rdf import add_sums, graph_of
from doelengraaf.instruments.weighing_form import APPLICATION, both
from doelengraaf.instruments.weighing_frame import Criterion, Frame
from doelengraaf.store import Store, iri
from doelengraaf.things import ask, text_of

__all__ = ["FINDINGS", "Finding", "Report", "weigh"]

FINDINGS = ("missing", "unclear", "to-judge", "met", "not-applicable")
"""What can be found of a criterion, in the order in which an assessor has most to do."""
_DGA = Namespace(APPLICATION)
_SEVERITIES = {SH.Info: "not-applicable", SH.Violation: "missing", SH.Warning: "unclear"}
"""From strong to weak: a criterion that does not hold here lacks nothing."""


@dataclass(frozen=True)
class Finding:
    """What is found of a criterion.

    Args:
        criterion: which.
        outcome: one of ``FINDINGS``.
        messages: what is missing, unclear or why it does not hold, per language.
        judgement: what the assessor decided, if they did.
    """

    criterion: Criterion
    outcome: str
    messages: Sequence[Mapping[str, str]]
    judgement: Judgement | None


@dataclass(frozen=True)
class Report:
    """What is found of an application, per criterion in the order of the document.

    Args:
        application: what was weighed.
        frame: by what.
        findings: per criterion.
        version: the version of the data.
        made: when.
    """

    application: Application
    frame: Frame
    findings: Sequence[Finding]
    version: str
    made: datetime

    def of(self, outcome: str) -> list[Finding]:
        """Give the findings of one kind."""
        return [one for one in self.findings if one.outcome == outcome]


def weigh(store: Store, frame: Frame, application: Application, version: str, now: datetime | None = None) -> Report:
    """Judge an application by the criteria of its agenda.

    Args:
        store: the engine, for what the application refers to.
        frame: of the agenda the application is for.
        application: what is weighed.
        version: the version of the data.
        now: when; this moment when left out.

    Raises:
        ShapesError: the shapes cannot be used.
    """
    data, node = graph_of(application, frame.fields)
    add_sums(data, node, application)
    for thing, kind in _kinds(store, application.values.get("goal", ())):
        data.add((URIRef(thing), RDF.type, URIRef(kind)))
    try:
        _, results, _ = validate(data, shacl_graph=frame.shapes, allow_warnings=True, allow_infos=True)
    except Exception as error:  # pySHACL raises its own and rdflib's errors for shapes it cannot read
        raise ShapesError(str(error).strip().splitlines()[0]) from error
    if not isinstance(results, Graph):
        raise ShapesError(str(results))
    said = _results(results, frame.shapes)
    return Report(
        application,
        frame,
        [
            _finding(criterion, said.get(criterion.shape, {}), application.judgements.get(criterion.thing.iri))
            for criterion in frame.criteria
        ],
        version,
        now or datetime.now(UTC).replace(microsecond=0),
    )


_Said = dict[str, list[Mapping[str, str]]]


def _finding(criterion: Criterion, said: _Said, judgement: Judgement | None) -> Finding:
    for outcome in _SEVERITIES.values():
        if outcome in said:
            messages = sorted(said[outcome], key=lambda one: one["nl"])
            return Finding(criterion, outcome, messages, judgement)
    return Finding(criterion, "to-judge" if criterion.judgement else "met", [], judgement)


def _results(results: Graph, shapes: Graph) -> dict[str, _Said]:
    """Give what SHACL found: the node of a criterion's shape to outcome to messages. A part that criteria share counts for each."""
    found: dict[str, _Said] = {}
    for result in results.subjects(RDF.type, SH.ValidationResult):
        source = results.value(result, SH.sourceShape)
        outcome = _SEVERITIES.get(results.value(result, SH.resultSeverity))  # type: ignore[call-overload]
        if source is None or outcome is None:
            continue
        message = both(shapes, source, SH.message)
        owners: list[Node] = [source] if (source, _DGA.criterion, None) in shapes else []
        for owner in (*owners, *shapes.subjects(SH.property, source)):
            messages = found.setdefault(str(owner), {}).setdefault(outcome, [])
            if message not in messages:
                messages.append(message)
    return found


def _kinds(store: Store, things: Sequence[str]) -> list[tuple[str, str]]:
    if not things:
        return []
    values = " ".join(iri(one) for one in things)
    rows = ask(store, f"SELECT DISTINCT ?x ?kind WHERE {{ VALUES ?x {{ {values} }} ?x a ?kind }}")
    return [(text_of(thing), text_of(kind)) for thing, kind in rows]
