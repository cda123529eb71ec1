"""The sheet about the agenda as a whole: one fact per row, as ``agenda.toml`` has them."""

from collections.abc import Mapping
from dataclasses import dataclass

from doelengraaf.agenda_form import FIELDS
from doelengraaf.workbook.words import plain

__all__ = ["END", "FACTS", "HEADS", "Fact", "fact_of"]

HEADS = ("Gegeven", "Waarde", "Aantekening", "Uitleg")
END = "end"
"""The row for a comment at the end of the file."""


@dataclass(frozen=True)
class Fact:
    """One row of the sheet.

    Args:
        key: the key in ``agenda.toml``; of its evidence ``evidence source`` and so on.
        heading: what it is called in Dutch.
        english: what it is called in English.
        help: what to fill in.
        required: whether an agenda needs it.
    """

    key: str
    heading: str
    english: str
    help: str
    required: bool = False


FACTS = (
    Fact(
        "slug",
        "kenmerk",
        "slug",
        "De korte naam van de agenda: kleine letters, cijfers en koppeltekens. Eén keer kiezen, daarna niet meer veranderen.",
        True,
    ),
    Fact("label", "titel", "title", "De titel zoals hij op het document staat.", True),
    Fact(
        "municipality",
        "gemeente",
        "municipality",
        "municipality/ en de naam van de gemeente. Staat uw gemeente niet op Keuzelijsten, vul dan het blad Nieuwe gemeenten in.",
        True,
    ),
    Fact(
        "replaces",
        "vervangt",
        "replaces",
        "Alleen als deze agenda een eerdere vervangt die hier al staat: agenda/ en haar kenmerk.",
    ),
    Fact(
        "startDate", "vanaf", "from", "De eerste dag van de looptijd, als datum. Leeg als het document die niet noemt."
    ),
    Fact("endDate", "tot en met", "until", "De laatste dag van de looptijd, als datum."),
    Fact("dateAccepted", "vastgesteld op", "adopted on", "De dag van vaststelling, als het document die noemt."),
    Fact("passedBy", "vastgesteld door", "adopted by", "Wie haar vaststelde, zoals: gemeenteraad."),
    Fact("description", "beschrijving", "description", "In eigen woorden, een of twee zinnen."),
    Fact(
        "evidence source",
        "bewijsplaats: bron",
        "evidence: source",
        "Het kenmerk van de bron waar titel en looptijd staan.",
        True,
    ),
    Fact("evidence section", "bewijsplaats: paragraaf", "evidence: section", "De kop, zoals: Titelblad."),
    Fact(
        "evidence lines", "bewijsplaats: regels", "evidence: lines", "De regels in het tekstbestand, zoals 3-10.", True
    ),
    Fact(END, "slot", "end", "Alleen voor een aantekening aan het eind van het bestand."),
)
_BY_NAME: Mapping[str, Fact] = {
    plain(name): fact
    for fact in FACTS
    for name in (fact.heading, fact.english, fact.key, fact.key.replace("evidence ", "evidence."))
}
assert {fact.key for fact in FACTS} >= set(FIELDS)  # noqa: S101  # a new key needs a row


def fact_of(name: str) -> Fact | None:
    """Give the fact a row is about, by its Dutch or English name or its key."""
    return _BY_NAME.get(plain(name))
