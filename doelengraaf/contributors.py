"""Who contributes: to things about a topic, or under a wheel, theme, challenge or goal; each way with its basis. The municipality itself is no partner."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache

from doelengraaf.items import Item, slug_of, weakest
from doelengraaf.store import Store, iri
from doelengraaf.things import ask, text_of

__all__ = ["contributors_to", "contributors_under"]


def contributors_to(store: Store, things: Set[str]) -> list[tuple[str, Item]]:
    """Give who contributes to, or works towards, any of some things: (slug of the agenda, partner); a partner once per way."""
    contributions, ways = _work(store)  # type: ignore[arg-type]
    found = []
    for contribution, thing, weaker in ways:
        if thing in things and contribution in contributions:
            agenda, item = contributions[contribution]
            found.append((agenda, replace(item, basis=weaker or item.basis)))
    return found


def contributors_under(store: Store, area: str) -> list[Item]:
    """Give who contributes under an area: listed there, through what stands there, or to the area itself when that is an aim."""
    contributions, ways = _work(store)  # type: ignore[arg-type]
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
    elsewhere = {
        text_of(one) for (one,) in ask(store, "SELECT DISTINCT ?c WHERE { ?c dg:inArea ?any ; a dg:Contribution }")
    } - listed
    found = [contributions[one][1] for one in listed if one in contributions]
    for contribution, thing, weaker in ways:
        if contribution not in contributions or contribution in elsewhere:
            continue
        item = contributions[contribution][1]
        if thing in under:
            found.append(replace(item, basis=weakest(item.basis, under[thing])))
        elif thing == area:
            found.append(replace(item, basis=weaker or item.basis))
    return found


@lru_cache(maxsize=2)
def _work(store: Store) -> tuple[Mapping[str, tuple[str, Item]], Sequence[tuple[str, str, str]]]:
    """Give all contributions but those of the municipality itself, and what each is about: (contribution, thing, basis when weaker)."""
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
    ways = [
        (text_of(contribution), text_of(thing), "")
        for contribution, thing in ask(store, "SELECT ?c ?x WHERE { ?c a dg:Contribution ; dg:via|dg:to ?x }")
    ]
    ways += [
        (text_of(contribution), text_of(aim), slug_of(text_of(basis)))
        for contribution, basis, aim in ask(
            store, "SELECT ?c ?b ?aim WHERE { ?path dg:weakestBasis ?b ; dg:to ?aim ; prov:wasDerivedFrom ?c }"
        )
    ]
    return contributions, ways
