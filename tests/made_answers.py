"""Answers made by hand, for tests that need a cell of every kind."""

from collections.abc import Mapping, Sequence

from doelengraaf.answers import Answer, Column, make_answer
from doelengraaf.store import Rows, Term
from doelengraaf.terms import ID

__all__ = ["FIGURES", "HOSTILE", "HOSTILE_TEXTS", "hand_made"]

_XSD = "http://www.w3.org/2001/XMLSchema#"


def hand_made(
    name: str,
    columns: Mapping[str, Column],
    rows: Rows,
    limit: int = 100,
    title: Mapping[str, str] | None = None,
    parameters: Mapping[str, Sequence[str]] | None = None,
) -> Answer:
    """Make an answer as a saved question would give it."""
    return make_answer(name, title or {"nl": name}, columns, limit, "4", parameters or {}, "0.1.0+abc", rows, "Naam")


def _column(name: str, nl: str, en: str, kind: str = "thing", hidden: bool = False) -> Column:
    return Column(name, {"nl": nl, "en": en}, hidden, kind)


def _text(value: str) -> Term:
    return Term("literal", value, "nl")


def _typed(value: str, datatype: str) -> Term:
    return Term("literal", value, "", _XSD + datatype)


FIGURES = hand_made(
    "cijfers",
    {
        "partner": _column("partner", "Partner", "Partner"),
        "aantal": _column("aantal", "Aantal", "Number", "number"),
        "aandeel": _column("aandeel", "Aandeel", "Share", "share"),
        "datum": _column("datum", "Datum", "Date", "date"),
        "jaar": _column("jaar", "Jaar", "Year", "year"),
        "onderwerpen": _column("onderwerpen", "Onderwerpen", "Topics", "list"),
        "basis": _column("basis", "Zekerheid", "Basis"),
    },
    Rows(
        ("partner", "partnerNaam", "aantal", "aandeel", "datum", "jaar", "onderwerpen", "basis", "basisNaam"),
        [
            [
                Term("iri", ID + "partner-group/een"),
                _text("Steunpunt één – cliënten"),
                _typed("-1234567.5", "decimal"),
                _typed("0.2768", "decimal"),
                _typed("2022-12-13", "date"),
                _typed("2023", "gYear"),
                _text("wonen|jeugd|wonen"),
                Term("iri", ID + "basis/stated"),
                _text("letterlijk"),
            ],
            [
                None,
                _text('=HYPERLINK("https://kwaad.example";"klik")'),
                None,
                _typed("1", "integer"),
                Term("literal", "2022"),
                None,
                None,
                Term("iri", ID + "basis/interpreted"),
                _text("geduid"),
            ],
            [None] * 9,
        ],
    ),
    limit=2,
    title={"nl": "Hoeveel partners?", "en": "How many partners?"},
    parameters={"gemeente": ["krimpenerwaard", "cranendonck"], "onderwerp": []},
)
"""A column of each type; the third row is left out at the limit."""

HOSTILE_TEXTS = (
    '=HYPERLINK("https://kwaad.example","klik")',
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1;1)",
    "\t=1+1",
    "  =1+1",
    "＝1+1",
    "＠SUM(1)",
    "wonen;=1+1",
    'zorg, "jeugd";=1+1;\n=2+2',
    'wonen;"=1+1;',
    "{=1+1}",
    "=cmd|' /C calc'!A0",
    "https://kwaad.example/",
    "-0,5",
    "één cliënt – ‘naïef’ € 5",
)
HOSTILE = hand_made(
    "vijandig",
    {"ding": _column("ding", "=1+1", "=1+1"), "tekst": _column("tekst", "Tekst", "Text", "text")},
    Rows(
        ("ding", "dingNaam", "tekst"),
        [
            [Term("iri", f"{ID}x/{place}"), _text(text), Term("literal", text)]
            for place, text in enumerate(HOSTILE_TEXTS)
        ],
    ),
)
"""Text that a spreadsheet might run, as a name and as text."""
