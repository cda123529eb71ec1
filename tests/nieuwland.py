"""A made-up municipality, filled in through the workbook as an editor would: typed below the example rows."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl

from doelengraaf.project import Project
from doelengraaf.workbook.blank import blank_content
from doelengraaf.workbook.layout import Layout
from doelengraaf.workbook.template import write_workbook

TEXT = "\n".join(
    [
        "Maatschappelijke agenda Nieuwland 2026-2030",
        "Vastgesteld door de gemeenteraad op 3 februari 2026",
        "Thema Samen leven",
        "Doel: Minder inwoners voelen zich eenzaam",
        "Activiteit: Buurtmaaltijd Oosterdorp, uitgevoerd door Stichting De Brink",
        "Huisartsen doen mee aan de Buurtmaaltijd Oosterdorp",
        "Indicator: Aandeel eenzame inwoners, 41,5% in 2024",
        "",
    ]
)
"""The made-up document; the workbook cites its lines."""
PLACE = {"Basis": "letterlijk", "Bron": "agenda", "Paragraaf": "Samen leven"}
FACTS: Mapping[str, object] = {
    "titel": "Maatschappelijke agenda Nieuwland 2026-2030",
    "vanaf": datetime(2026, 1, 1),
    "tot en met": datetime(2030, 12, 31),
    "vastgesteld op": datetime(2026, 2, 3),
    "vastgesteld door": "gemeenteraad",
    "beschrijving": "Een verzonnen agenda.",
    "bewijsplaats: bron": "agenda",
    "bewijsplaats: paragraaf": "Titelblad",
    "bewijsplaats: regels": "1-2",
}
ROWS: Mapping[str, Sequence[Mapping[str, object]]] = {
    "Bronnen": [
        {"Kenmerk": "agenda", "Naam": "Maatschappelijke agenda Nieuwland 2026-2030", "Bestand": "nieuwland.txt"}
    ],
    "Lokale woorden": [
        {"Soort": "hoofdthema", "Woord": "thema", "Bron": "agenda", "Paragraaf": "Samen leven", "Regels": "3"}
    ],
    "Thema's": [
        {"id": "theme/samen-leven", "Naam": "Samen leven", "Onderwerp": "sociale-samenhang", **PLACE, "Regels": 3}
    ],
    "Doelen": [
        {
            "id": "goal/minder-eenzaam",
            "Naam": "Minder inwoners voelen zich eenzaam",
            "Naam (Engels)": "Fewer residents feel lonely",
            "Staat onder": "theme/samen-leven",
            "Onderwerp": "eenzaamheid",
            "Verwoord als": "toestand",
            **PLACE,
            "Regels": "4",
        }
    ],
    "Activiteiten": [
        {
            "id": "activity/buurtmaaltijd",
            "Naam": "Buurtmaaltijd Oosterdorp",
            "Staat onder": "theme/samen-leven",
            "Draagt bij aan": "goal/minder-eenzaam",
            "Onderwerp": "Eenzaamheid",
            **PLACE,
            "Regels": "5",
        }
    ],
    "Bijdragen": [
        {
            "id": "contribution/buurtmaaltijd--de-brink",
            "Staat onder": "theme/samen-leven",
            "Partner": "partner-organization/de-brink",
            "Rol": "voert uit",
            "Via": "activity/buurtmaaltijd",
            **PLACE,
            "Regels": "5",
        },
        {
            "id": "contribution/buurtmaaltijd--huisartsen",
            "Staat onder": "theme/samen-leven",
            "Partner": "partner-group/huisartsen-nieuwland",
            "Rol": "takes-part",
            "Via": "activity/buurtmaaltijd",
            **PLACE,
            "Regels": "6",
        },
    ],
    "Indicatoren": [
        {
            "id": "indicator/eenzaamheid",
            "Naam": "Aandeel eenzame inwoners",
            "Meet": "goal/minder-eenzaam",
            "Eenheid": "%",
            "Gewenste richting": "omlaag is beter",
            "Onderwerp": "eenzaamheid",
            **PLACE,
            "Regels": "7",
        }
    ],
    "Waarnemingen": [
        {
            "id": "observation/eenzaamheid-nieuwland-2024",
            "Indicator": "indicator/eenzaamheid",
            "Periode": 2024,
            "Gebied": "municipality/nieuwland",
            "Waarde": 41.5,
            "Eenheid": "%",
            "Zoals geschreven": "41,5%",
            **PLACE,
            "Regels": "7",
        }
    ],
    "Nieuwe organisaties": [
        {
            "id": "partner-organization/de-brink",
            "Naam": "Stichting De Brink",
            "Partnertype": "welzijnsorganisatie",
            **PLACE,
            "Regels": "5",
        }
    ],
    "Nieuwe groepen": [
        {
            "id": "partner-group/huisartsen-nieuwland",
            "Naam": "Huisartsen (Nieuwland)",
            "Partnertype": "huisartsen",
            **PLACE,
            "Regels": "6",
        }
    ],
    "Dekking": [{"Bron": "agenda", "Regels": "1-8", "Status": "gelezen", "Paragraaf": "het hele document"}],
}


def empty(project: Project) -> openpyxl.Workbook:
    """Give the empty workbook of Nieuwland."""
    layout = Layout(project)
    return openpyxl.load_workbook(io.BytesIO(write_workbook(layout, blank_content(layout, "Nieuwland"))))


def put(book: openpyxl.Workbook, sheet: str, rows: Sequence[Mapping[str, object]], start: int = 3) -> None:
    """Type rows below the example row of a sheet."""
    page = book[sheet]
    heads = {cell.value: cell.column for cell in page[1]}
    for number, row in enumerate(rows, start):
        for head, value in row.items():
            page.cell(number, heads[head]).value = value


def filled(project: Project) -> openpyxl.Workbook:
    """Give the filled workbook of Nieuwland."""
    book = empty(project)
    for row in book["Agenda"].iter_rows(min_row=2):
        if row[0].value in FACTS:
            row[1].value = FACTS[str(row[0].value)]
    for sheet, rows in ROWS.items():
        put(book, sheet, rows)
    return book


def save(book: openpyxl.Workbook, path: Path) -> Path:
    """Save a workbook."""
    book.save(path)
    return path


def as_bytes(book: openpyxl.Workbook) -> bytes:
    """Give a workbook as the file it would be."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
