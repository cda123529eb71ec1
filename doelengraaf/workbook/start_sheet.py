"""What the first sheet of a workbook says: how it works, how sure something is, and how a place is cited."""

from collections.abc import Mapping, Sequence
from typing import Any

from doelengraaf.workbook.layout import Layout
from doelengraaf.workbook.words import AGENDA, GROUPS, LISTS, SOURCES

__all__ = ["write_start"]

_TEXT: Sequence[tuple[str, Sequence[str]]] = (
    (
        "Zo werkt het",
        (
            f"1. Vul het blad {AGENDA} in: titel, gemeente en looptijd. Zet op {SOURCES} elk document waaruit u overneemt.",
            "2. Loop het document door en zet elk ding op zijn blad: één rij per ding. Begin met doelen, dan activiteiten, dan bijdragen.",
            "3. Geef elke rij een id, zoals goal/minder-eenzaamheid. Verwijs met dat id: in de kolom 'draagt bij aan' van een activiteit staat goal/minder-eenzaamheid.",
            "4. Meer waarden in één cel scheidt u met een streepje: eenzaamheid|mantelzorg.",
            "5. Controleer het werkboek; elke bevinding noemt blad en cel. Verbeter, en controleer opnieuw.",
            "De rij die met VOORBEELD begint wordt overgeslagen. Typ uw eerste rij eronder. Bladen die u niet nodig hebt, laat u leeg.",
            "Beweeg over een kop om te lezen wat in de kolom hoort. Eigen kladbladen mogen: laat hun naam met Kladblad beginnen.",
        ),
    ),
    (
        "Hoe zeker: de kolom basis",
        (
            "letterlijk: het document zegt het. Een vreemde die alleen de aangehaalde regels leest, is het ermee eens. Bron en regels zijn verplicht.",
            "geduid: u leest het zo, al staat het er niet met zoveel woorden. Zeg in 'waarom zo gelezen' waarom.",
            "voorgesteld: nog niet beoordeeld; komt in geen antwoord. afgewezen: bekeken en niet waar, met een reden.",
            "Staat iets niet in het document, laat het dan leeg. Leeg betekent: niet vermeld. Niets is geen nee.",
        ),
    ),
    (
        "Waar het staat: bron, paragraaf en regels",
        (
            "bron is het kenmerk van het document op het blad Bronnen, paragraaf de kop voor wie het PDF-bestand leest.",
            "regels zijn de regelnummers in het tekstbestand van de bron: 812 of 812-815. Een teksteditor als Kladblok of Notepad++ toont ze.",
            "Twee plaatsen: zet in regels 812|820-822. Staan ze in andere bronnen of paragrafen, geef die dan ook met een streepje, evenveel als regels.",
            "Neem namen over, geen zinnen: een beschrijving is in uw eigen woorden.",
        ),
    ),
)


def write_start(sheet: Any, looks: Mapping[str, Any], layout: Layout, title: str) -> None:
    """Write the first sheet: the explanation, and a list of the sheets with what stands in them."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 0, title, looks["title"])
    line = 2
    for head, texts in _TEXT:
        sheet.write_string(line, 0, head, looks["head"])
        for text in texts:
            sheet.write_string(line, 1, text, looks["text"])
            line += 1
        line += 1
    sheet.write_string(line, 0, "Welk blad waarvoor", looks["head"])
    line += 1
    rows = [(AGENDA, "De gegevens van de agenda als geheel.")]
    rows += [(layout.plans[part].name, layout.plans[part].help) for part in ("source", "localTerm")]
    for name, text in rows:
        line = _index(sheet, looks, line, name, text)
    for group, tables in GROUPS.items():
        sheet.write_string(line, 0, group, looks["group"])
        line += 1
        for table in tables:
            line = _index(sheet, looks, line, layout.plans[table].name, layout.plans[table].help)
    _index(sheet, looks, line, LISTS, "Welke waarden en welke gedeelde partners, doelgroepen en wetten er al zijn.")
    sheet.activate()


def _index(sheet: Any, looks: Mapping[str, Any], line: int, name: str, text: str) -> int:
    quoted = name.replace("'", "''")
    sheet.write_url(line, 0, f"internal:'{quoted}'!A1", looks["link"], name)
    sheet.write_string(line, 1, text, looks["text"])
    return line + 1
