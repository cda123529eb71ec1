"""Which things can be listed, by what they can be chosen, and what the address of each is.

A collection is a row here and nothing else: the API, its documentation and its tests are made of these rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doelengraaf.terms import ID

__all__ = ["COLLECTIONS", "Collection", "Filter", "collection_of"]

_PARTS = ("agenda", "kind", "slug")


@dataclass(frozen=True)
class Filter:
    """Something a collection can be chosen by.

    Args:
        name: what people write.
        description: what it chooses, in Dutch.
        pattern: SPARQL that ties a thing ``?x`` to ``?value``.
    """

    name: str
    description: str
    pattern: str


@dataclass(frozen=True)
class Collection:
    """Things of one kind, or of a few that belong together.

    Args:
        name: its name in an address.
        one: the name of one of them.
        title: what people read.
        description: what is in it, in Dutch.
        classes: the local names of the classes.
        kinds: the kinds, as they stand in the addresses of things.
        address: what follows ``https://w3id.org/doelengraaf/id/`` in the IRI of one.
        filters: what it can be chosen by, beside its kind when there are several.
    """

    name: str
    one: str
    title: str
    description: str
    classes: Sequence[str]
    kinds: Sequence[str]
    address: str
    filters: Sequence[Filter]

    @property
    def path(self) -> str:
        """What follows the collection in the path of one thing: its address, without the kind when there is only one.

        >>> COLLECTIONS["aims"].path, COLLECTIONS["indicators"].path, COLLECTIONS["topics"].path
        ('{agenda}/{kind}/{slug}', '{agenda}/{slug}', '{slug}')
        """
        return self.address if "{kind}" in self.address else self.address.replace(self.kinds[0] + "/", "")

    def iri(self, parts: Mapping[str, str]) -> str:
        """Give the IRI of the thing with these parts of a path."""
        return ID + self.address.format(**parts)

    def parts(self, iri: str) -> dict[str, str]:
        """Give the parts of the path of a thing.

        >>> COLLECTIONS["indicators"].parts("https://w3id.org/doelengraaf/id/cranendonck/indicator/eenzaamheid")
        {'agenda': 'cranendonck', 'kind': 'indicator', 'slug': 'eenzaamheid'}
        """
        words = iri.removeprefix(ID).split("/")
        return dict(zip(_PARTS[-len(words) :], words, strict=True))


def _of_agenda(pattern: str) -> tuple[Filter, Filter]:
    return (
        Filter(
            "agenda",
            "Alleen wat bij deze agenda hoort; een partner hoort bij elke agenda waaraan die bijdraagt.",
            pattern,
        ),
        Filter(
            "municipality",
            "Alleen wat bij een agenda van deze gemeente hoort.",
            pattern.replace("dg:agenda ?value", "dg:agenda/dg:municipality ?value"),
        ),
    )


_OWN_AGENDA = _of_agenda("?x dg:agenda ?value")
_TOPIC = "Alleen wat over dit onderwerp gaat; een ruimer onderwerp neemt de smallere mee."
_BASIS = Filter(
    "basis", "Alleen wat zo zeker is: de agenda zegt het, of de redactie leest het zo.", "?x dg:basis ?value"
)

COLLECTIONS: Mapping[str, Collection] = {
    one.name: one
    for one in (
        Collection(
            name="agendas",
            one="agenda",
            title="Agenda’s",
            description="Het beleid van een gemeente voor het sociaal domein, zoals het voor een periode is vastgelegd.",
            classes=("Agenda",),
            kinds=("agenda",),
            address="agenda/{slug}",
            filters=(Filter("municipality", "Alleen agenda’s van deze gemeente.", "?x dg:municipality ?value"),),
        ),
        Collection(
            name="aims",
            one="aim",
            title="Ambities",
            description="Wat gemeenten willen bereiken: maatschappelijke effecten, doelen, subdoelen en opgaven.",
            classes=("Aim",),
            kinds=("challenge", "effect", "goal", "subgoal"),
            address="{agenda}/{kind}/{slug}",
            filters=(
                *_OWN_AGENDA,
                Filter("topic", _TOPIC, "?x dcterms:subject ?value"),
                _BASIS,
                Filter(
                    "partner",
                    "Alleen waaraan deze partner werkt, ook als dat is afgeleid.",
                    "?value dg:worksTowards ?x",
                ),
            ),
        ),
        Collection(
            name="activities",
            one="activity",
            title="Activiteiten en inzet",
            description="Wat gemeenten en partners doen of gaan doen: activiteiten en inspanningen.",
            classes=("Action",),
            kinds=("activity", "effort"),
            address="{agenda}/{kind}/{slug}",
            filters=(
                *_OWN_AGENDA,
                Filter("topic", _TOPIC, "?x dcterms:subject ?value"),
                _BASIS,
                Filter("partner", "Alleen waaraan deze partner deelneemt.", "?x dg:participant ?value"),
                Filter("aim", "Alleen wat deze ambitie dient, ook via een andere ambitie.", "?x dg:serves ?value"),
            ),
        ),
        Collection(
            name="partners",
            one="partner",
            title="Partners",
            description="Organisaties, samenwerkingsverbanden en groepen die in een agenda staan.",
            classes=("Partner",),
            kinds=("partner-collaboration", "partner-group", "partner-organization"),
            address="{kind}/{slug}",
            filters=(
                *_of_agenda("?contribution dg:partner ?x ; dg:agenda ?value"),
                Filter("partnerType", "Alleen partners van dit type.", "?x dg:partnerType ?value"),
                Filter(
                    "aim", "Alleen wie aan deze ambitie werkt, ook als dat is afgeleid.", "?x dg:worksTowards ?value"
                ),
            ),
        ),
        Collection(
            name="contributions",
            one="contribution",
            title="Bijdragen",
            description="Wie waaraan bijdraagt: een partner, in een rol, aan een activiteit, ambitie of agenda.",
            classes=("Contribution",),
            kinds=("contribution",),
            address="{agenda}/contribution/{slug}",
            filters=(
                *_OWN_AGENDA,
                _BASIS,
                Filter("partner", "Alleen bijdragen van deze partner.", "?x dg:partner ?value"),
                Filter("role", "Alleen bijdragen in deze rol.", "?x dg:role ?value"),
                Filter(
                    "activity",
                    "Alleen bijdragen die door deze activiteit of inzet lopen.",
                    "?x dg:via ?value . ?value a dg:Action",
                ),
            ),
        ),
        Collection(
            name="indicators",
            one="indicator",
            title="Indicatoren",
            description="Waarmee gemeenten meten of een ambitie dichterbij komt.",
            classes=("Indicator",),
            kinds=("indicator",),
            address="{agenda}/indicator/{slug}",
            filters=(
                *_OWN_AGENDA,
                Filter("topic", _TOPIC, "?x dcterms:subject ?value"),
                _BASIS,
                Filter(
                    "aim",
                    "Alleen indicatoren waarmee deze ambitie wordt gemeten.",
                    "?value dg:measuredBy ?x . ?value a dg:Aim",
                ),
            ),
        ),
        Collection(
            name="observations",
            one="observation",
            title="Waarnemingen en streefwaarden",
            description="De cijfers die de agenda’s noemen: wat gemeten is, en wat een gemeente wil halen.",
            classes=("Observation", "Target"),
            kinds=("observation", "target"),
            address="{agenda}/{kind}/{slug}",
            filters=(
                *_OWN_AGENDA,
                Filter("topic", _TOPIC, "?x dg:indicator/dcterms:subject ?value"),
                _BASIS,
                Filter("indicator", "Alleen cijfers van deze indicator.", "?x dg:indicator ?value"),
                Filter("refArea", "Alleen cijfers over dit gebied.", "?x dg:refArea ?value"),
            ),
        ),
        Collection(
            name="topics",
            one="topic",
            title="Onderwerpen",
            description="De onderwerpen waaronder de redactie ambities, activiteiten en indicatoren van alle gemeenten ordent.",
            classes=("Topic",),
            kinds=("topic",),
            address="topic/{slug}",
            filters=(
                Filter("broader", "Alleen onderwerpen direct onder dit ruimere onderwerp.", "?x skos:broader ?value"),
            ),
        ),
    )
}


def collection_of(iri: str) -> Collection | None:
    """Give the collection a thing is in; None when it is in none.

    >>> collection_of("https://w3id.org/doelengraaf/id/krimpenerwaard/subgoal/minder-eenzaamheid").name
    'aims'
    """
    words = iri.removeprefix(ID).split("/")
    if not iri.startswith(ID) or "#" in iri:
        return None
    return next(
        (one for one in COLLECTIONS.values() if len(words) == one.address.count("/") + 1 and words[-2] in one.kinds),
        None,
    )
