"""Nieuwland once more, with development assignments, reports of how they stand, and a regional consultation: typed in the workbook."""

from collections.abc import Mapping, Sequence
from datetime import datetime

PLACE = {"Basis": "letterlijk", "Bron": "agenda", "Paragraaf": "Samen leven", "Regels": "6"}
CITY = "melding van de gemeente"
FOLLOWED: Mapping[str, Sequence[Mapping[str, object]]] = {
    "Opgaven": [
        {"id": "challenge/meedoen", "Naam": "Iedereen doet mee", "Onderwerp": "participatie", **PLACE},
        {"id": "challenge/wonen", "Naam": "Iedereen woont goed", "Onderwerp": "wonen", **PLACE},
    ],
    "Ontwikkelopdrachten": [
        {
            "id": "development-assignment/sociale-kaart",
            "Naam": "Een sociale kaart",
            "Draagt bij aan": "challenge/meedoen",
            "Onderwerp": "participatie",
            **PLACE,
        }
    ],
    "Onderdelen ontwikkelopdracht": [
        {
            "id": f"development-assignment-item/sociale-kaart-{letter}",
            "Naam": name,
            "Code": letter,
            "Onderdeel van": "development-assignment/sociale-kaart",
            "Onderwerp": "participatie",
            **PLACE,
        }
        for letter, name in (
            ("a", "kaart maken"),
            ("b", "partners vragen"),
            ("c", "kaart bekend maken"),
            ("d", "kaart bijhouden"),
        )
    ],
    "Standen ontwikkelopdracht": [
        {
            "id": "annotation/a-1",
            "Gaat over": "development-assignment-item/sociale-kaart-a",
            "Gemeld op": datetime(2020, 1, 10),
            "Stand": "nog niet begonnen",
            "Klaar op": datetime(2020, 3, 1),
            "Verantwoordelijk": "team Beleid",
            "Waar het gemeld is": CITY,
        },
        {
            "id": "annotation/a-2",
            "Gaat over": "development-assignment-item/sociale-kaart-a",
            "Gemeld op": datetime(2020, 2, 20),
            "Stand": "loopt",
            "Gemeld door": "de wethouder",
            "Waar het gemeld is": "https://nieuwland.example/voortgang",
            "Opmerking": "eerste wijk af",
        },
        {
            "id": "annotation/b-1",
            "Gaat over": "development-assignment-item/sociale-kaart-b",
            "Gemeld op": datetime(2020, 2, 20),
            "Stand": "klaar",
            "Klaar op": datetime(2020, 2, 1),
            "Waar het gemeld is": CITY,
        },
        {
            "id": "annotation/c-1",
            "Gaat over": "development-assignment-item/sociale-kaart-c",
            "Gemeld op": "2020-02-20",
            "Stand": "under-way",
            "Klaar op": "2090-01-01",
            "Waar het gemeld is": CITY,
        },
    ],
    "Regionaal overleg": [
        {
            "id": "membership/regiotafel-zorg",
            "Naam": "Regiotafel Zorg",
            "Beschrijving": "Samen zorg inkopen.",
            "Rol in het overleg": "adviserend",
            "Wat de gemeente brengt": "cijfers over wachttijden",
            "Wat de gemeente haalt": "contracten met aanbieders",
            "Draagt bij aan": "challenge/meedoen",
            "Deelnemers": "partner-organization/de-brink|partner-group/huisartsen-nieuwland",
            **PLACE,
        },
        {"id": "membership/regiotafel-wonen", "Naam": "Regiotafel Wonen", **PLACE},
    ],
}
"""Sheet to its rows, beside those of ``nieuwland.ROWS``."""
