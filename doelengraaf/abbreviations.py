"""Abbreviations that agendas in the social domain use without explaining them, each with what it stands for.

General knowledge of the field, no quotation of an agenda. Only for recognising names: nothing of it goes into the graph.
"""

__all__ = ["ABBREVIATIONS"]

ABBREVIATIONS = {
    "amw": ("algemeen maatschappelijk werk",),
    "arsd": ("adviesraad sociaal domein",),
    "awb": ("algemene wet bestuursrecht",),
    "boa": ("buitengewoon opsporingsambtenaar", "bijzondere opsporingsambtenaar"),
    "bso": ("buitenschoolse opvang",),
    "cbs": ("centraal bureau voor de statistiek",),
    "ciz": ("centrum indicatiestelling zorg",),
    "cjg": ("centrum voor jeugd en gezin", "centrum jeugd en gezin"),
    "ggd": ("gemeentelijke gezondheidsdienst", "gemeentelijke of gemeenschappelijke gezondheidsdienst"),
    "ggz": ("geestelijke gezondheidszorg",),
    "ioaw": (
        "inkomensvoorziening oudere en gedeeltelijk arbeidsongeschikte werkloze werknemers",
        "inkomensvoorziening oudere en gedeeltelijk arbeidsongeschikte werknemers",
    ),
    "ioaz": ("inkomensvoorziening oudere en gedeeltelijk arbeidsongeschikte gewezen zelfstandigen",),
    "jgz": ("jeugdgezondheidszorg", "jeugd gezondheid zorg"),
    "mbo": ("middelbaar beroepsonderwijs",),
    "nji": ("nederlands jeugdinstituut", "nederlands jeugd instituut"),
    "poh": ("praktijkondersteuner huisarts", "praktijkondersteuner"),
    "rmc": ("regionaal meld en coordinatiepunt",),
    "rsd": ("regionale sociale dienst",),
    "svb": ("sociale verzekeringsbank",),
    "uwv": ("uitvoeringsinstituut werknemersverzekeringen",),
    "vng": ("vereniging van nederlandse gemeenten",),
    "who": ("wereldgezondheidsorganisatie",),
    "wgs": ("wet gemeentelijke schuldhulpverlening",),
    "wlz": ("wet langdurige zorg",),
    "wmo": ("wet maatschappelijke ondersteuning",),
    "wpg": ("wet publieke gezondheid",),
    "wsp": ("werkgeversservicepunt", "werkgevers servicepunt"),
    "wsw": ("wet sociale werkvoorziening",),
    "wvggz": ("wet verplichte geestelijke gezondheidszorg",),
    "wwb": ("wet werk en bijstand",),
    "zvw": ("zorgverzekeringswet",),
}
