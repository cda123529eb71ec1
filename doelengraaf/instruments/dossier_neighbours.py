"""What the other agendas do on the topics of a dossier, with who does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from doelengraaf.instruments.dossier_gaps import Asked, ask_rows, home_of, one_each
from doelengraaf.instruments.dossier_subject import TOPIC, Subject
from doelengraaf.instruments.overviews import Cell, Item, Row, Table, cell_of, names
from doelengraaf.network import texts
from doelengraaf.questions import Questions
from doelengraaf.store import iri
from doelengraaf.things import Link

__all__ = ["neighbour_table"]

WORK = "wie-doet-iets-aan"
"""The saved question that tells who does what on a topic."""


@dataclass
class _Effort:
    """Something that is done elsewhere, with who does it and the topics we asked for."""

    municipality: Item
    item: Item
    partners: list[Item] = field(default_factory=list)
    topics: dict[str, Item] = field(default_factory=dict)


def neighbour_table(
    questions: Questions, agenda: str, subject: Subject, why: Mapping[str, Sequence[Item]]
) -> tuple[Table, Sequence[Asked]]:
    """Give what the agendas of other municipalities do on the topic, or on the topics of what belongs to a place.

    For a place of more than one topic, what shares at least two of them; what shares most stands first.

    Returns:
        The table, and the saved questions that were asked.
    """
    home = home_of(questions, agenda)
    topics = {subject.iri: subject.name} if subject.kind == TOPIC else _topics(questions, why)
    found: dict[str, _Effort] = {}
    silent: dict[str, Item] = {}
    asked = []
    for topic, name in topics.items():
        rows, question = ask_rows(questions, WORK, {"onderwerp": [topic]})
        asked.append(question)
        for row in rows:
            place = Item(Link(row["gemeente"].text, row["gemeente"].iri))
            if row["gemeente"].iri == home:
                continue
            if not row["wat"].iri:
                silent[row["gemeente"].iri] = place
                continue
            basis = row["basis"].iri.rpartition("/")[2]
            kind = row["soort"].text
            own = found.setdefault(
                row["wat"].iri,
                _Effort(
                    place,
                    Item(Link(row["wat"].text, row["wat"].iri, basis), row["bewijs"].text, names(kind, kind)),
                ),
            )
            # A topic is our classification.
            own.topics[topic] = Item(Link(name, topic, "interpreted"))
            if row["partner"].iri:
                role = row["rol"].text
                own.partners.append(
                    Item(Link(row["partner"].text, row["partner"].iri, basis), row["bewijs"].text, names(role, role))
                )
    efforts = sorted(
        (one for one in found.values() if len(one.topics) >= min(2, len(topics))),
        key=lambda one: (-len(one.topics), one.municipality.link.text, one.item.link.text.casefold()),
    )
    rows_ = [
        Row(
            Cell([one.item]),
            [
                Cell([one.municipality]),
                cell_of(one_each(one.partners)),
                Cell([Item(topic.link, one.item.citation) for topic in one.topics.values()]),
            ],
        )
        for one in efforts
    ]
    for key, place in sorted(silent.items(), key=lambda pair: pair[1].link.text):
        if all(one.municipality.link.iri != key for one in efforts):
            rows_.append(
                Row(
                    Cell(words=names("noemt hierover niets dat gedaan wordt", "names nothing that is done on this")),
                    [Cell([place]), Cell(), Cell()],
                )
            )
    table = Table(
        "elders",
        names("Wat anderen doen", "What others do"),
        names(
            "Wat de agenda’s van andere gemeenten op hetzelfde onderwerp doen, en wie; bij een kern met meer onderwerpen alleen wat er minstens twee raakt. De zekerheid is die van de bijdrage van de partner, of zonder partner die van de activiteit; een onderwerp is onze indeling.",
            "What the agendas of other municipalities do on the same topic, and who; for a village of several topics only what touches at least two. The basis is that of the contribution of the partner, or without partner that of the activity; a topic is our classification.",
        ),
        [
            names("Activiteit of inspanning", "Activity or effort"),
            names("Gemeente", "Municipality"),
            names("Partner", "Partner"),
            names("Onderwerp", "Topic"),
        ],
        rows_,
        names(
            "Er is geen onderwerp waarop met andere agenda’s is te vergelijken.",
            "There is no topic on which to compare with other agendas.",
        ),
    )
    return table, asked


def _topics(questions: Questions, why: Mapping[str, Sequence[Item]]) -> dict[str, str]:
    if not why:
        return {}
    things = " ".join(iri(one) for one in sorted(why))
    rows = texts(
        questions.store,
        f"SELECT DISTINCT ?t ?n WHERE {{ VALUES ?x {{ {things} }} ?x dg:topic ?t . ?t schema:name ?n }} ORDER BY ?n",
    )
    return dict(rows)
