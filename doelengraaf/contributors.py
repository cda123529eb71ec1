"""Who contributes: to things about a topic, or under a wheel, theme, challenge or goal; each way with its basis. The municipality itself is no partner."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from doelengraaf.items import Item, slug_of, weakest
from doelengraaf.kept import kept_per_store
from doelengraaf.store import Store, iri
from doelengraaf.things import ask, text_of

__all__ = ["contributors_to", "contributors_under"]


@dataclass(frozen=True)
class _Way:
    """A contribution that is about a thing, or leads to it; with the basis of that when it is weaker than its own."""

    contribution: str
    weaker: str = ""


@dataclass(frozen=True)
class _Work:
    """All contributions but those of the municipality itself, with the slug of their agenda; which way they lead, by thing; and which are listed in an area."""

    contributions: Mapping[str, tuple[str, Item]]
    ways: Mapping[str, Sequence[_Way]]
    in_areas: Set[str]


def contributors_to(store: Store, things: Set[str]) -> list[tuple[str, Item]]:
    """Give who contributes to, or works towards, any of some things: (slug of the agenda, partner); a partner once per way."""
    work = _work(store)
    found = []
    for way in (way for thing in sorted(things) for way in work.ways.get(thing, ())):
        if way.contribution in work.contributions:
            agenda, item = work.contributions[way.contribution]
            found.append((agenda, replace(item, basis=way.weaker or item.basis)))
    return found


def contributors_under(store: Store, area: str) -> list[Item]:
    """Give who contributes under an area: listed there, through what stands there, or to the area itself when that is an aim."""
    work = _work(store)
    under = {
        text_of(thing): slug_of(text_of(basis))
        for thing, basis in ask(
            store,
            f"""SELECT ?x ?b WHERE {{ ?l rdf:predicate ?p ; rdf:object {iri(area)} ; rdf:subject ?x ; dg:basis ?b .
              VALUES ?p {{ dg:inArea dg:contributesTo }} FILTER NOT EXISTS {{ ?x a dg:Aim }} }}""",
        )
    }
    listed = {
        text_of(one) for (one,) in ask(store, f"SELECT ?c WHERE {{ ?c dg:inArea {iri(area)} ; a dg:Contribution }}")
    }
    found = [work.contributions[one][1] for one in listed if one in work.contributions]
    for thing in sorted({*under, area}):
        for way in work.ways.get(thing, ()):
            elsewhere = way.contribution in work.in_areas and way.contribution not in listed
            if way.contribution not in work.contributions or elsewhere:
                continue
            item = work.contributions[way.contribution][1]
            basis = weakest(item.basis, under[thing]) if thing in under else way.weaker or item.basis
            found.append(replace(item, basis=basis))
    return found


@kept_per_store
def _work(store: Store) -> _Work:
    contributions = {
        text_of(contribution): (
            slug_of(text_of(agenda)),
            Item(
                text_of(partner),
                text_of(name),
                "Partner",
                slug_of(text_of(basis)),
                text_of(contribution),
                tuple(text_of(term) for term in (role, through) if term),
            ),
        )
        for contribution, partner, name, agenda, basis, role, through in ask(
            store,
            """SELECT ?c ?p ?n ?a ?b ?r ?v WHERE { ?c a dg:Contribution ; dg:partner ?p ; dg:role ?role ; dg:agenda ?a ; dg:basis ?b .
              ?p schema:name ?n . ?role schema:name ?r .
              MINUS { ?c dg:agenda/dg:municipality/skos:exactMatch ?body ; dg:partner/skos:exactMatch ?body }
              OPTIONAL { ?c dg:via ?via . ?via schema:name ?v } }""",
        )
    }
    ways: dict[str, list[_Way]] = {}
    for contribution, thing in ask(store, "SELECT ?c ?x WHERE { ?c a dg:Contribution ; dg:via|dg:to ?x }"):
        ways.setdefault(text_of(thing), []).append(_Way(text_of(contribution)))
    for contribution, basis, aim in ask(
        store, "SELECT ?c ?b ?aim WHERE { ?path dg:weakestBasis ?b ; dg:to ?aim ; prov:wasDerivedFrom ?c }"
    ):
        ways.setdefault(text_of(aim), []).append(_Way(text_of(contribution), slug_of(text_of(basis))))
    in_areas = ask(store, "SELECT DISTINCT ?c WHERE { ?c dg:inArea ?any ; a dg:Contribution }")
    return _Work(contributions, ways, {text_of(one) for (one,) in in_areas})
