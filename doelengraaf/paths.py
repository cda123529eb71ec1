"""Why a row is in the answer: the steps from a partner to an aim, each with its basis and where it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from doelengraaf.store import Store, Term, iri
from doelengraaf.terms import ID
from doelengraaf.things import Evidence, Link, ask, evidence_of, names_of, text_of

__all__ = ["Explanation", "Step", "explain"]


@dataclass(frozen=True)
class Step:
    """One step of a path: a sentence of links, how sure it is and where it is written."""

    parts: Sequence[Link]
    basis: Link
    evidence: Sequence[Evidence] = ()
    reason: str = ""


@dataclass(frozen=True)
class Explanation:
    """Why a row is in the answer: the steps, and what they come to with the weakest basis among them."""

    steps: Sequence[Step]
    whole: Step


def explain(store: Store, path: str, sources: Path) -> Explanation | None:
    """Explain one row of the main question.

    Args:
        store: the engine.
        path: the IRI of the derivation that the row names.
        sources: where the frozen texts are, if the reader has them.

    Returns:
        The steps and what they come to; None when there is no such path.
    """
    found = ask(
        store,
        f"""SELECT ?c ?basis ?why ?weakest ?listed ?direct ?partner ?pn ?role ?rn ?via ?vn ?area ?an ?aim ?mn WHERE {{
          {iri(path)} prov:wasDerivedFrom ?c ; dg:partner ?partner ; dg:role ?role ; dg:weakestBasis ?weakest .
          ?c dg:basis ?basis . ?partner schema:name ?pn . ?role schema:name ?rn .
          OPTIONAL {{ ?c skos:editorialNote ?why }}
          OPTIONAL {{ ?c dg:inArea ?listed }}
          OPTIONAL {{ {iri(path)} dg:via ?via . ?via schema:name ?vn }}
          OPTIONAL {{ {iri(path)} dg:inArea ?area . ?area schema:name ?an }}
          OPTIONAL {{ {iri(path)} dg:to ?aim . ?aim schema:name ?mn }}
          OPTIONAL {{ ?c dg:to ?direct . FILTER (?direct = ?aim) }} }}""",
    )
    if not found:
        return None
    contribution, basis, why, weakest, listed, direct, *ends = found[0]
    partner, role, via, area, aim = (_link(ends[at], ends[at + 1]) for at in range(0, 10, 2))
    first = [
        partner,
        role,
        *([via] if via.iri else []),
        *([Link("in de lijst onder"), area] if listed and area.iri else []),
    ]
    if direct:
        first += [Link("voor"), aim]
    steps = [
        Step(first, _basis(store, text_of(basis)), evidence_of(store, text_of(contribution), sources), text_of(why))
    ]
    if aim.iri and not direct and not area.iri:
        steps.append(_link_step(store, via, "contributesTo", "draagt bij aan", aim, sources))
    elif aim.iri and not direct:
        if not listed:
            steps.append(_link_step(store, via, "inArea", "staat onder", area, sources))
        steps.append(_link_step(store, aim, "inArea", "staat onder", area, sources))
    whole = Step([partner, role, aim if aim.iri else Link("geen doel genoemd")], _basis(store, text_of(weakest)))
    return Explanation(steps, whole)


def _link(thing: Term | None, name: Term | None) -> Link:
    return Link(text_of(name), text_of(thing))


def _basis(store: Store, basis: str) -> Link:
    return Link(names_of(store, {basis}).get(basis, basis), basis)


def _link_step(store: Store, start: Link, term: str, word: str, end: Link, sources: Path) -> Step:
    """Give the step between two things.

    Its basis is that of the graph the link is in; its evidence that of the link itself, or else of the thing it starts from.
    """
    graphs = ask(store, f"SELECT ?g WHERE {{ GRAPH ?g {{ {iri(start.iri)} dg:{term} {iri(end.iri)} }} }}")
    names = {text_of(row[0]).rpartition("/")[2] for row in graphs}
    basis = next((one for one in ("stated", "interpreted") if one in names), "derived")
    links = ask(
        store,
        f"""SELECT ?s ?why WHERE {{ ?s rdf:subject {iri(start.iri)} ; rdf:predicate dg:{term} ; rdf:object {iri(end.iri)} ; dg:basis ?b .
          OPTIONAL {{ ?s skos:editorialNote ?why }} }}""",
    )
    statement, why = links[0] if links else (None, None)
    evidence = evidence_of(store, text_of(statement), sources) if statement else []
    return Step(
        [start, Link(word), end],
        _basis(store, f"{ID}basis/{basis}"),
        evidence or evidence_of(store, start.iri, sources),
        text_of(why),
    )
