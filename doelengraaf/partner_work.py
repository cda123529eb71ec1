"""What one partner does: per municipality the actions it stands with, in which role and with whom, and the aims that these lead to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from doelengraaf.network import BASES, slug, texts
from doelengraaf.store import Store, iri
from doelengraaf.things import Link

__all__ = ["Aim", "Contribution", "Notes", "Path", "Work", "notes_of", "work_of"]


@dataclass(frozen=True)
class Path:
    """How a partner comes to an aim: through what, under which wheel or theme, in which role, how surely; the derivation tells each step."""

    derivation: str
    via: Link
    under: str
    role: Link
    basis: str


@dataclass(frozen=True)
class Aim:
    """An aim a partner works towards, with the citation of the aim and every path to it, the surest first."""

    aim: Link
    kind: Link
    citation: str
    paths: Sequence[Path]

    @property
    def basis(self) -> str:
        """The key of the surest basis of its paths."""
        return self.paths[0].basis

    @property
    def roles(self) -> list[Link]:
        """The roles on its paths."""
        return sorted({path.role for path in self.paths}, key=lambda role: role.text)


@dataclass(frozen=True)
class Contribution:
    """A place where an agenda names a partner.

    Args:
        iri: the contribution.
        via: the action or agenda it stands with, or the aim where the agenda names no action.
        under: the wheel or theme it stands under in the agenda; often empty.
        role: in which role.
        basis: the key of its basis.
        citation: where it is written.
        note: what the agenda adds in words.
        reason: why an interpreted one is read so.
        others: who else stands with the same action; empty when it stands with the agenda as a whole.
    """

    iri: str
    via: Link
    under: str
    role: Link
    basis: str
    citation: str
    note: str
    reason: str
    others: Sequence[Link]


@dataclass
class Work:
    """What a partner does in one municipality."""

    contributions: list[Contribution] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)

    @property
    def together(self) -> list[tuple[Link, int]]:
        """With whom it stands, and with how many actions, most first."""
        shared: dict[Link, set[str]] = {}
        for one in self.contributions:
            for other in one.others:
                shared.setdefault(other, set()).add(one.via.iri)
        return sorted(
            ((other, len(actions)) for other, actions in shared.items()), key=lambda pair: (-pair[1], pair[0].text)
        )


@dataclass(frozen=True)
class Notes:
    """What the register says of a partner besides its names.

    Args:
        description: what it is.
        notes: what the editors remark.
        matches: the same body in another register.
        citation: where it is written.
        basis: the key of its basis.
        municipality: whether it is the municipality of an agenda itself, which is a participant and no partner.
    """

    description: str
    notes: Sequence[str]
    matches: Sequence[str]
    citation: str
    basis: str
    municipality: bool


def notes_of(store: Store, partner: str) -> Notes:
    """Give what the register says of a partner.

    Raises:
        ValueError: this is no IRI.
    """
    subject = iri(partner)

    def values(pattern: str) -> list[str]:
        return sorted({row[0] for row in texts(store, f"SELECT ?x WHERE {{ {subject} {pattern} }}") if row[0]})

    return Notes(
        next(iter(values("dcterms:description ?x . FILTER (LANG(?x) IN ('nl', ''))")), ""),
        values("skos:note|skos:editorialNote ?x"),
        values("skos:exactMatch ?x"),
        next(iter(values("dcterms:bibliographicCitation ?x")), ""),
        slug(next(iter(values("dg:basis ?x")), "")),
        bool(values("skos:exactMatch ?body . ?x a dg:Municipality ; skos:exactMatch ?body")),
    )


def work_of(store: Store, partner: str, bases: Sequence[str] = BASES) -> dict[str, Work]:
    """Give, per municipality (its slug), what a partner does there as surely as asked.

    Raises:
        ValueError: this is no IRI.
    """
    found: dict[str, Work] = {}
    for municipality, contribution in _contributions(store, iri(partner)):
        if contribution.basis in bases:
            found.setdefault(municipality, Work()).contributions.append(contribution)
    for municipality, aim in _aims(store, iri(partner), bases):
        found.setdefault(municipality, Work()).aims.append(aim)
    return found


def _contributions(store: Store, subject: str) -> list[tuple[str, Contribution]]:
    others: dict[str, set[Link]] = {}
    for via, other, name in texts(
        store,
        f"""SELECT DISTINCT ?via ?other ?name WHERE {{ ?mine dg:partner {subject} ; a dg:Contribution ; dg:via ?via .
          ?their dg:via ?via ; a dg:Contribution ; dg:partner ?other . ?other schema:name ?name . FILTER (?other != {subject}) MINUS {{ ?via a dg:Agenda }} }}""",
    ):
        others.setdefault(via, set()).add(Link(name, other))
    found = {}
    for one, municipality, role, role_name, basis, via, name, aim, aim_name, under, citation, note, reason in texts(
        store,
        f"""SELECT ?c ?m ?role ?roleName ?basis ?via ?name ?aim ?aimName ?under ?citation ?note ?reason WHERE {{
          ?c dg:partner {subject} ; a dg:Contribution ; dg:role ?role ; dg:basis ?basis ; dg:agenda/dg:municipality ?m .
          ?role schema:name ?roleName .
          OPTIONAL {{ ?c dg:via ?via . ?via schema:name ?name }} OPTIONAL {{ ?c dg:to ?aim . ?aim schema:name ?aimName }}
          OPTIONAL {{ ?c dg:inArea/schema:name ?under }}
          OPTIONAL {{ ?c dcterms:bibliographicCitation ?citation }} OPTIONAL {{ ?c skos:note ?note }} OPTIONAL {{ ?c skos:editorialNote ?reason }} }}""",
    ):
        action = Link(name, via) if via else Link(aim_name, aim)
        found[one] = (
            slug(municipality),
            Contribution(
                one,
                action,
                under,
                Link(role_name, role),
                slug(basis),
                citation,
                note,
                reason,
                sorted(others.get(via, ()), key=lambda link: link.text.casefold()),
            ),
        )
    return sorted(
        found.values(), key=lambda pair: (pair[0], pair[1].via.text.casefold(), pair[1].role.text, pair[1].iri)
    )


def _aims(store: Store, subject: str, bases: Sequence[str]) -> list[tuple[str, Aim]]:
    paths: dict[tuple[str, str], dict[str, Path]] = {}
    about: dict[str, tuple[Link, Link, str]] = {}
    for path, municipality, role, role_name, basis, aim, name, kind, kind_name, citation, via, via_name, under in texts(
        store,
        f"""SELECT ?path ?m ?role ?roleName ?basis ?aim ?name ?kind ?kindName ?citation ?via ?viaName ?under WHERE {{
          ?path dg:partner {subject} ; dg:weakestBasis ?basis ; dg:to ?aim ; dg:role ?role ; dg:municipality ?m .
          ?role schema:name ?roleName . ?aim a ?kind ; schema:name ?name . FILTER (?kind != dg:Aim) ?kind schema:name ?kindName .
          OPTIONAL {{ ?aim dcterms:bibliographicCitation ?citation }} OPTIONAL {{ ?path dg:via ?via . ?via schema:name ?viaName }}
          OPTIONAL {{ ?path prov:wasDerivedFrom/dg:inArea/schema:name ?own }} OPTIONAL {{ ?path dg:inArea/schema:name ?listed }}
          BIND (COALESCE(?own, ?listed, "") AS ?under) }}""",
    ):
        if slug(basis) in bases:
            about[aim] = (Link(name, aim), Link(kind_name, kind), citation)
            way = Path(path, Link(via_name, via), under, Link(role_name, role), slug(basis))
            paths.setdefault((slug(municipality), aim), {})[path] = way
    found = [
        (
            municipality,
            Aim(
                *about[aim],
                sorted(
                    own.values(), key=lambda path: (BASES.index(path.basis), path.via.text.casefold(), path.derivation)
                ),
            ),
        )
        for (municipality, aim), own in paths.items()
    ]
    return sorted(found, key=lambda pair: (pair[0], BASES.index(pair[1].basis), pair[1].aim.text.casefold()))
