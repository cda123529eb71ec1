"""The Dutch words of a workbook: names of sheets and headings that the ontology does not give, and messages in those words."""

import re
from collections.abc import Mapping

__all__ = [
    "AGENDA",
    "COVERAGE",
    "GROUPS",
    "HEADINGS",
    "HELP",
    "LISTS",
    "META",
    "SHEETS",
    "SOURCES",
    "START",
    "TERMS",
    "plain",
    "speak",
]

START, AGENDA, SOURCES, TERMS, COVERAGE, LISTS, META = (
    "Start",
    "Agenda",
    "Bronnen",
    "Lokale woorden",
    "Dekking",
    "Keuzelijsten",
    "Beheer",
)
SHEETS: Mapping[str, str] = {
    "effects": "Effecten",
    "goals": "Doelen",
    "subgoals": "Subdoelen",
    "challenges": "Opgaven",
    "wheels": "Raderen",
    "themes": "Thema's",
    "efforts": "Inspanningen",
    "activities": "Activiteiten",
    "contributions": "Bijdragen",
    "partner-organizations": "Nieuwe organisaties",
    "partner-collaborations": "Nieuwe samenwerkingen",
    "partner-groups": "Nieuwe groepen",
    "priorities": "Speerpunten",
    "approaches": "Werkwijzen",
    "development-assignments": "Ontwikkelopdrachten",
    "development-assignment-items": "Onderdelen ontwikkelopdracht",
    "assignment-statuses": "Standen ontwikkelopdracht",
    "consultations": "Regionaal overleg",
    "indicators": "Indicatoren",
    "observations": "Waarnemingen",
    "targets": "Streefwaarden",
    "narratives": "Verhalen bij cijfers",
    "monitoring-sources": "Databronnen",
    "trends": "Trends",
    "values": "Kernwaarden",
    "principles": "Uitgangspunten",
    "framework-rules": "Kaders",
    "protective-factors": "Beschermende factoren",
    "criteria": "Criteria",
    "localities": "Kernen en wijken",
    "expected-documents": "Aangekondigde documenten",
    "links": "Verbanden",
    "coverage": COVERAGE,
    "municipalities": "Nieuwe gemeenten",
    "target-groups": "Nieuwe doelgroepen",
    "laws": "Nieuwe wetten",
    "topics": "Nieuwe onderwerpen",
    "partner-types": "Nieuwe partnertypen",
}
"""Table to the name of its sheet, in the order of the workbook."""
GROUPS: Mapping[str, tuple[str, ...]] = {
    "Wat de gemeente wil": ("effects", "goals", "subgoals", "challenges", "wheels", "themes"),
    "Wat er gedaan wordt, en door wie": ("efforts", "activities", "contributions"),
    "Partners die nog niet in de gedeelde lijst staan": (
        "partner-organizations",
        "partner-collaborations",
        "partner-groups",
    ),
    "Als uw agenda ze heeft": tuple(list(SHEETS)[12:32]),
    "Verantwoording": ("coverage",),
    "Zelden nodig: gedeelde lijsten aanvullen": (
        "municipalities",
        "target-groups",
        "laws",
        "topics",
        "partner-types",
    ),
}
HEADINGS: Mapping[str, tuple[str, str]] = {
    "id": ("id", "id"),
    "label": ("naam", "name"),
    "labelEn": ("naam (Engels)", "name (English)"),
    "prefLabel": ("naam", "name"),
    "prefLabelEn": ("naam (Engels)", "name (English)"),
    "definitionEn": ("definitie (Engels)", "definition (English)"),
    "measures": ("meet", "measures"),
    "viaAgenda": ("via agenda", "via agenda"),
    "preventionType": ("vorm van preventie", "prevention type"),
    "relatedMatch": ("verwant met (webadres)", "related to (address)"),
    "exactMatch": ("zelfde als (webadres)", "same as (address)"),
    "closeMatch": ("lijkt op (webadres)", "much like (address)"),
    "asWritten": ("zoals geschreven", "as written"),
    "about": ("gaat over", "is about"),
    "author": ("verteller", "told by"),
    "created": ("gemeld op", "reported on"),
    "text": ("verhaal", "story"),
    "qualifier": ("nadere aanduiding", "qualifier"),
    "subject": ("van", "from"),
    "property": ("verband", "relation"),
    "object": ("naar", "to"),
    "source": ("bron", "source"),
    "section": ("paragraaf", "section"),
    "lines": ("regels", "lines"),
    "status": ("status", "status"),
    # The keys of agenda.toml.
    "slug": ("kenmerk", "slug"),
    "startDate": ("vanaf", "from"),
    "endDate": ("tot en met", "until"),
    "file": ("bestand", "file"),
    "sha256": ("controlegetal (SHA-256)", "checksum (SHA-256)"),
    "class": ("soort", "class"),
    "term": ("woord", "term"),
    "note": ("opmerking", "note"),
    "comment": ("aantekening", "comment"),
}
"""Column to (Dutch, English), where the ontology has no name or the same one for two columns."""
HELP: Mapping[str, str] = {
    "id": "Het vaste kenmerk van deze rij: soort/korte-naam, met kleine letters, cijfers en koppeltekens. Eén keer kiezen en daarna niet meer veranderen.",
    "label": "De naam zoals het document haar geeft. Is het daar alleen een zin, geef dan een korte eigen naam en zet in de opmerking: eigen omschrijving.",
    "labelEn": "Een Engelse vertaling van de naam; mag leeg blijven.",
    "prefLabel": "De naam zoals hij in de lijst komt.",
    "prefLabelEn": "Een Engelse vertaling van de naam.",
    "altLabel": "Andere namen of schrijfwijzen in het document, gescheiden door |.",
    "description": "In eigen woorden, hooguit 600 tekens. Neem geen zinnen uit het document over.",
    "note": "Wat een lezer van deze rij moet weten.",
    "reason": "Bij geduid of afgewezen verplicht: in één zin waarom u het zo leest.",
    "basis": "letterlijk: het document zegt het, met bron en regels. geduid: u leest het zo, met een reden. voorgesteld: nog te beoordelen. afgewezen: bekeken en niet waar, met een reden.",
    "source": "Het kenmerk van de bron op het blad Bronnen. Bij meer plaatsen: gescheiden door |.",
    "section": "De kop waaronder het staat, voor wie het PDF-bestand leest.",
    "lines": "De regels in het tekstbestand van de bron: 812 of 812-815; meer plaatsen als 812|820-822.",
    "definition": "Eén zin die zegt wat het is.",
    "definitionEn": "Dezelfde zin in het Engels.",
    "inScheme": "De begrippenlijst, zoals scheme/topics.",
    "notation": "Een code, zoals GM1706 voor een gemeente.",
    "exactMatch": "Het webadres van hetzelfde ding in een andere lijst.",
    "closeMatch": "Het webadres van iets dat er sterk op lijkt.",
    "relatedMatch": "Een webadres van iets verwants, zoals een Global Goal.",
    "formulation": "Hoe de ambitie is verwoord: als toestand, als handeling of alleen als onderwerp.",
    "revisionOf": "De ambitie van de vorige agenda waar deze voor in de plaats komt, zoals ../krimpenerwaard/goal/meer-regie.",
    "preventionType": "De vorm van preventie, als het document die noemt.",
    "governanceRole": "De rol die de gemeente volgens het document neemt.",
    "positiveHealth": "De dimensie van Positieve Gezondheid, als het document die noemt.",
    "municipality": "De gemeente, als municipality/naam.",
    "viaAgenda": "Als de bijdrage door de agenda als geheel loopt: agenda/ en het kenmerk van de agenda.",
    "measures": "De ambitie, het rad of het thema dat deze indicator meet.",
    "monitoringSource": "De databron waar het cijfer vandaan komt.",
    "asWritten": "De waarde zoals zij in het document staat, zoals: 52,8%.",
    "about": "Waarover het gaat: bij een verhaal een indicator, waarneming of ambitie; bij een stand een onderdeel van een ontwikkelopdracht.",
    "author": "Wie het vertelt: een naam of functie.",
    "created": "De dag waarop het is verteld of gemeld, zoals 2026-03-01; niet later dan vandaag. Van standen geldt de nieuwste; laat eerdere rijen staan.",
    "text": "Het verhaal achter het cijfer, 10 tot 4000 tekens. Nadruk (*zo*), lijsten en koppelingen mogen in Markdown; HTML wordt als tekst getoond.",
    "qualifier": "Een woord bij de waarde, zoals: circa.",
    "value": "Het getal met een punt als decimaalteken: 52.8.",
    "broader": "Een ruimer begrip uit dezelfde lijst.",
    "inForceFrom": "De eerste dag waarop de wet geldt: 2022-01-01.",
    "inForceUntil": "De dag waarop de wet niet meer geldt: 2022-01-01.",
    "subject": "Het id waar het verband begint.",
    "property": "Het verband: de naam van een kolom, zoals draagt bij aan.",
    "object": "Het id waar het verband naar wijst; iets uit een gedeelde lijst als ../target-group/ouderen.",
    "status": "gelezen, niets om vast te leggen, of buiten de woordenlijst.",
    "progress": "Hoe het ermee staat: nog niet begonnen, loopt, klaar of gestopt.",
    "due": "Wanneer het klaar moet zijn. Blijft gelden tot een latere melding een andere dag noemt.",
    "responsible": "Een functie, afdeling of organisatie; liever geen naam van een mens.",
    "reportedBy": "Wie dit meldt: een functie, afdeling of organisatie.",
    "statedIn": "Waar het gemeld is: een webadres, een stuk met zijn datum, of: melding van de gemeente.",
    "organization": "Het samenwerkingsverband of de organisatie die overlegt.",
    "consultationRole": "De rol van de gemeente in dit overleg.",
    "brings": "Wat de gemeente in het overleg brengt, in eigen woorden.",
    "fetches": "Wat de gemeente in het overleg haalt, in eigen woorden.",
    "participants": "Wie er nog meer deelneemt.",
    "slug": "Een kort kenmerk met kleine letters, cijfers en koppeltekens, zoals mag.",
    "file": "De naam van het tekstbestand (.txt) dat van het PDF-bestand is gemaakt.",
    "sha256": "Het controlegetal van dat tekstbestand. Laat het leeg als u het bestand bij de controle meegeeft: dan wordt het ingevuld.",
    "class": "De soort waarvoor de gemeente dit woord gebruikt.",
    "term": "Het woord dat de gemeente gebruikt.",
    "comment": "Een aantekening voor wie het bestand leest; komt niet op de pagina's.",
}
"""Column to what an editor does with it, where that says more than the definition in the ontology."""
_AS_COLUMN = (
    "altLabel|labelEn|prefLabel|definition|inArea|contributesTo|aimsAt|regulatedBy|measuredBy|measures|viaAgenda|partnerType|memberOfNetwork|wheelKind|"
    "influencedBy|monitoringSource|preventionType|positiveHealth|governanceRole|formulation|startDate|endDate|sha256|source|section|lines|reason|note|stated|"
    "interpreted|proposed|rejected"
)
_PHRASES = (
    (re.compile(r"gebruik de slug van een \[\[source\]\] in agenda\.toml"), "gebruik een kenmerk van het blad Bronnen"),
    (
        re.compile(r"kijk in agenda\.toml hoeveel regels de bron heeft"),
        "kijk op het blad Bronnen hoeveel regels de bron heeft",
    ),
    (re.compile(r"zet er een \[\[source\]\] in met slug, label, file, sha256 en lines"), "vul het blad Bronnen in"),
    (re.compile(r" uit data/shared/[a-z-]+\.csv"), " van het blad Keuzelijsten"),
    (
        re.compile(r"die in data/shared bestaat"),
        "van het blad Keuzelijsten, of voeg haar toe op een blad Nieuwe organisaties, samenwerkingen of groepen",
    ),
    (
        re.compile(
            r" ?\((?:stated|interpreted|rejected|label|reason|lines|term|class|file|via|to|topic|altLabel|note|prefLabel|labelEn)\)"
        ),
        "",
    ),
    (re.compile(r"stated, interpreted, proposed of rejected"), "letterlijk, geduid, voorgesteld of afgewezen"),
)


def plain(text: str) -> str:
    """Give a name as it is compared: without capitals, marks and double spaces.

    >>> plain(" Thema’s *")
    'themas'
    """
    return " ".join(re.sub(r"[^\w/()]+", " ", text.casefold().replace("’", "").replace("'", "")).split())


def speak(message: str, headings: Mapping[str, str], values: Mapping[str, str]) -> str:
    """Say a message of the tables in the words of the workbook.

    Args:
        message: the message, in Dutch.
        headings: column to its heading.
        values: a word of a list, such as ``stated``, to what the workbook shows for it.

    >>> speak("vul source, section en lines in, of kies interpreted met een reden.", {"source": "bron", "section": "paragraaf", "lines": "regels"}, {"interpreted": "geduid"})
    'vul bron, paragraaf en regels in, of kies geduid met een reden.'
    """
    for pattern, words in _PHRASES:
        message = pattern.sub(words, message)
    return re.sub(
        rf"\b(?:{_AS_COLUMN})\b", lambda word: headings.get(word[0]) or values.get(word[0], word[0]), message
    ).strip()
