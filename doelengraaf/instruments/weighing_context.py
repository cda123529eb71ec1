"""What stands beside an application: work that is there already for the same goal, target group or place, and goals where input is asked or nobody works."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from doelengraaf.instruments.application import Application
from doelengraaf.kept import kept_per_store
from doelengraaf.store import Store, iri
from doelengraaf.terms import ID
from doelengraaf.things import Link, ask, text_of

__all__ = ["Asked", "Match", "Surroundings", "Work", "asked_of", "goals_without_work", "surroundings"]

_WHOLE = {"gemeente", "hele", "heel", "kern", "wijk", "buurt", "dorp", "de", "het", "en", "in", "van", "regio"}
"""Words of an area that name no place."""
_BASES = ("stated", "interpreted", "derived")


@dataclass(frozen=True)
class Match:
    """In what existing work is like an application.

    Args:
        kind: ``goal``, ``target-group`` or ``place``.
        with_what: the goal, target group or place.
        basis: the key of the basis on which the work has it; of a place, which is a word in a text, ``derived``.
    """

    kind: str
    with_what: Link
    basis: str


@dataclass(frozen=True)
class Work:
    """Work the agenda describes already: overlap, or somebody to work with."""

    action: Link
    kind: str
    citation: str
    basis: str
    matches: Sequence[Match]
    participants: Sequence[Link]


@dataclass(frozen=True)
class Asked:
    """Input the agenda asks of a partner.

    Args:
        what: the action, aim or approach it is asked for.
        partner: of whom.
        aims: the goals this is for by the agenda itself.
        served: the goals of the wheel or theme it stands under, which is derived.
        basis: the key of its basis.
        citation: where it is written.
    """

    what: Link
    partner: Link
    aims: Sequence[Link]
    served: Sequence[Link]
    basis: str
    citation: str


@dataclass(frozen=True)
class Surroundings:
    """What stands beside an application.

    Args:
        work: what there is already, most alike first.
        asked: input asked for the goals of the application.
        asked_elsewhere: input asked for other goals, or for none by name.
        without_work: aims of the agenda to which no partner leads; with whether the application names them.
    """

    work: Sequence[Work]
    asked: Sequence[Asked]
    asked_elsewhere: Sequence[Asked]
    without_work: Sequence[tuple[Link, bool]]


def surroundings(store: Store, application: Application) -> Surroundings:
    """Give what stands beside an application, from the agenda it is for."""
    goals, groups = application.values.get("goal", ()), application.values.get("targetGroup", ())
    found = _alike(store, application.agenda, goals, groups, application.one("area"))
    asked = asked_of(store, application.agenda)
    named = [one for one in asked if {one.what.iri, *(aim.iri for aim in (*one.aims, *one.served))} & set(goals)]
    return Surroundings(
        found,
        named,
        [one for one in asked if one not in named],
        [(aim, aim.iri in goals) for aim in goals_without_work(store, application.agenda)],
    )


@kept_per_store
def asked_of(store: Store, agenda: str) -> Sequence[Asked]:
    """Give the input an agenda asks of others than its own municipality, as it says so itself."""
    subject = iri(f"{ID}agenda/{agenda}")
    rows = ask(
        store,
        f"""SELECT DISTINCT ?c ?what ?name ?partner ?partnerName ?basis ?citation ?p ?aim ?aimName WHERE {{
          ?c dg:role <{ID}role/asked> ; a dg:Contribution ; dg:agenda {subject} ; dg:partner ?partner ; dg:via|dg:to ?what ; dg:basis ?basis .
          ?what schema:name ?name . ?partner schema:name ?partnerName .
          FILTER NOT EXISTS {{ ?partner skos:exactMatch ?self . {subject} dg:municipality/skos:exactMatch ?self }}
          OPTIONAL {{ ?c dcterms:bibliographicCitation ?citation }}
          OPTIONAL {{ VALUES ?p {{ dg:contributesTo dg:serves }} ?what ?p ?aim . ?aim schema:name ?aimName }} }}""",
    )
    about: dict[str, Asked] = {}
    aims: dict[str, set[Link]] = {}
    served: dict[str, set[Link]] = {}
    for one, what, name, partner, partner_name, basis, citation, way, aim, aim_name in rows:
        key = text_of(one) + text_of(what)
        about[key] = Asked(
            Link(text_of(name), text_of(what)),
            Link(text_of(partner_name), text_of(partner)),
            (),
            (),
            _slug(text_of(basis)),
            text_of(citation),
        )
        if aim:
            own = aims if _is_stated(text_of(way)) else served
            own.setdefault(key, set()).add(Link(text_of(aim_name), text_of(aim)))
    found = [
        replace(
            one,
            aims=sorted(aims.get(key, ()), key=_by_name),
            served=sorted(served.get(key, set()) - aims.get(key, set()), key=_by_name),
        )
        for key, one in about.items()
    ]
    return sorted(found, key=lambda one: (_by_name(one.what), _by_name(one.partner)))


@kept_per_store
def goals_without_work(store: Store, agenda: str) -> Sequence[Link]:
    """Give the aims of an agenda to which no partner leads, by whatever path."""
    rows = ask(
        store,
        f"""SELECT DISTINCT ?aim ?name WHERE {{ ?aim a dg:Aim ; dg:agenda {iri(f"{ID}agenda/{agenda}")} ; schema:name ?name .
          MINUS {{ ?path rdf:predicate dg:worksTowards ; rdf:object ?aim }} }}""",
    )
    return sorted((Link(text_of(name), text_of(aim)) for aim, name in rows), key=_by_name)


def _alike(store: Store, agenda: str, goals: Sequence[str], groups: Sequence[str], area: str) -> list[Work]:
    matches: dict[str, dict[tuple[str, str], Match]] = {}

    def add(action: str, kind: str, what: Link, basis: str) -> None:
        known = matches.setdefault(action, {})
        one = known.get((kind, what.iri or what.text))
        if one is None or _BASES.index(basis) < _BASES.index(one.basis):
            known[kind, what.iri or what.text] = Match(kind, what, basis)

    subject = iri(f"{ID}agenda/{agenda}")
    for kind, wanted, predicates in (
        ("goal", goals, "dg:contributesTo dg:serves"),
        ("target-group", groups, "dg:aimsAt"),
    ):
        if wanted:
            values = " ".join(map(iri, wanted))
            for action, what, name, _, of in ask(
                store,
                f"""SELECT DISTINCT ?action ?what ?name ?p ?basis WHERE {{ VALUES ?what {{ {values} }} VALUES ?p {{ {predicates} }}
                  ?action ?p ?what ; a dg:Action ; dg:agenda {subject} . ?what schema:name ?name .
                  OPTIONAL {{ ?link rdf:subject ?action ; rdf:predicate ?p ; rdf:object ?what ; dg:basis ?basis }} }}""",
            ):
                # What only a rule says has no statement of its own.
                key = _slug(text_of(of)) if of else "derived"
                add(text_of(action), kind, Link(text_of(name), text_of(what)), key if key in _BASES else "derived")
    about = _actions(store, agenda)
    words = {word for word in re.findall(r"\w+", area.casefold()) if word not in _WHOLE and word != agenda}
    if words:
        for name_of, (_, _, _, _, text) in about.items():
            for word in sorted(words & set(re.findall(r"\w+", text.casefold()))):
                add(name_of, "place", Link(word), "derived")
    names = _participants(store, agenda)
    found = [
        Work(
            about[action][0],
            about[action][1],
            about[action][2],
            about[action][3],
            sorted(own.values(), key=lambda one: (one.kind, _BASES.index(one.basis), _by_name(one.with_what))),
            names.get(action, ()),
        )
        for action, own in matches.items()
        if action in about
    ]
    return sorted(found, key=_most_alike)


def _most_alike(work: Work) -> tuple[int, int, str]:
    """Order by in how many ways work is alike, then by how surely."""
    surest = min(_BASES.index(one.basis) for one in work.matches)
    return (-len({one.kind for one in work.matches}), surest, _by_name(work.action))


@kept_per_store
def _actions(store: Store, agenda: str) -> Mapping[str, tuple[Link, str, str, str, str]]:
    """Give each action of an agenda: itself, its kind, its place, the key of its basis, and all its words."""
    found: dict[str, tuple[Link, str, str, str, str]] = {}
    for action, name, kind, citation, basis, text in ask(
        store,
        f"""SELECT ?action ?name ?kind ?citation ?basis (GROUP_CONCAT(DISTINCT ?word; separator=" ") AS ?text) WHERE {{
          ?action a dg:Action, ?class ; dg:agenda {iri(f"{ID}agenda/{agenda}")} ; schema:name ?name ; dg:basis ?basis ; dcterms:bibliographicCitation ?citation .
          FILTER (?class != dg:Action) ?class schema:name ?kind .
          OPTIONAL {{ ?action dcterms:description|skos:note|skos:altLabel ?word }} }} GROUP BY ?action ?name ?kind ?citation ?basis""",
    ):
        key = text_of(action)
        found[key] = (
            Link(text_of(name), key),
            text_of(kind),
            text_of(citation),
            _slug(text_of(basis)),
            f"{text_of(name)} {text_of(text)}",
        )
    return found


@kept_per_store
def _participants(store: Store, agenda: str) -> Mapping[str, Sequence[Link]]:
    found: dict[str, set[Link]] = {}
    for action, partner, name in ask(
        store,
        f"""SELECT DISTINCT ?action ?partner ?name WHERE {{ ?action dg:participant ?partner ; dg:agenda {iri(f"{ID}agenda/{agenda}")} .
          ?partner schema:name ?name }}""",
    ):
        found.setdefault(text_of(action), set()).add(Link(text_of(name), text_of(partner)))
    return {action: sorted(links, key=_by_name) for action, links in found.items()}


def _is_stated(way: str) -> bool:
    return way.endswith("#contributesTo")


def _slug(address: str) -> str:
    return address.rpartition("/")[2]


def _by_name(link: Link) -> str:
    return link.text.casefold()
