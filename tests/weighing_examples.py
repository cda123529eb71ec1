"""Applications made up for tests: for each municipality a good one, and per criterion what is broken of it. The expectations are from the documents."""

from typing import Any

from doelengraaf.instruments.application import Typed

LONG = "Dit is een antwoord van een hele zin."
BUDGET = [
    {"costKind": "personeel", "name": "Begeleiding", "amount": "8.000"},
    {"costKind": "huur van een accommodatie", "name": "Dorpshuis", "amount": "2000,00"},
]
INCOME = [{"incomeKind": "cofinanciering door een partner", "name": "Woningcorporatie", "amount": "€ 2.500,-"}]
INDICATOR = [{"name": "Deelnemers die zich minder eenzaam voelen", "target": "60%"}]
_CORE = {
    "title": "Samen aan tafel",
    "applicant": "Stichting Voorbeeld",
    "targetGroup": "ouderen",
    "reach": LONG,
    "result": LONG,
    "evidenceKind": "bewezen (evidence based)",
    "evidenceSource": LONG,
    "activity": LONG,
    "start": "1-1-2027",
    "end": "2027-12-31",
    "amountAsked": "7500",
}
_ROWS = {"budget": BUDGET, "income": INCOME, "indicator": INDICATOR}

GOOD: dict[str, tuple[dict[str, str], dict[str, list[dict[str, str]]]]] = {
    "krimpenerwaard": (
        {
            **_CORE,
            "applicantKind": "organisatie",
            "funding": "subsidie",
            "scheme": "Subsidieregeling welzijn",
            "goal": "goal/alternatieven-professionele-ondersteuning",
            "area": "Schoonhoven",
            "ceiling": "10000",
            **dict.fromkeys(
                [
                    "cooperation", "lastingCooperation", "targetGroupDescription", "reachEffect", "satisfaction", "fit", "coherence",
                    "effectiveness", "lastingEffect", "businessCase", "evaluation", "areaFit", "continuity", "accessibility",
                ],
                LONG,
            ),
        },
        {
            **_ROWS,
            "partner": [
                {"name": "Dorpshuis", "partnerRole": "vraagt mee aan"},
                {"name": "Huisartsen", "partnerRole": "werkt samen"},
            ],
        },
    ),
    "vijfheerenlanden": (
        {
            **_CORE,
            "applicantKind": "organisatie",
            "goal": "challenge/vitaliteit",
            "area": "Leerdam",
            "involved": LONG,
            "aimedEffect": LONG,
            "instruments": LONG,
        },
        {**_ROWS, "partner": [{"name": "Sportclub", "partnerRole": "werkt samen"}]},
    ),
    "wijk-bij-duurstede": (
        {
            **_CORE,
            "applicantKind": "inwoners",
            "goal": "challenge/gezonde-leefstijl-jeugd-en-jongeren",
            "area": "De Heul",
            "fit": LONG,
            "monitoring": LONG,
            "success": LONG,
            "fundingContinuity": LONG,
        },
        {**_ROWS, "partner": [{"name": "Buurtvereniging", "partnerRole": "voert uit"}]},
    ),
}  # fmt: skip

TO_JUDGE = {
    # MAG 5.1: what is asked as "in hoeverre", "de beste manier" and "afgewogen moet worden" is for a person.
    "krimpenerwaard": {
        "toets-aan-asv-en-subsidieregeling", "toets-aan-specifieke-criteria", "samenwerken", "duurzame-samenwerking", "synergie-en-integraliteit",
        "continuiteit-en-toegankelijkheid", "doeltreffendste-manier", "duurzame-oplossingen", "gewenste-resultaat-bereiken",
    },
    # 5.2 and 6.8 ask whether questions are answered, and no more.
    "vijfheerenlanden": set(),
    # 5.2: fits the frames, sight on lasting funding, suitable partners.
    "wijk-bij-duurstede": {"past-binnen-kaders", "zicht-op-continuiteit-financiering", "geschikte-uitvoeringspartners", "initiatief-past-bij-kaders"},
}  # fmt: skip

UNPROVEN = {"evidenceKind": "nog niet bewezen"}
TRANSFORMATION = {"funding": "transformatiebudget"}
# agenda, criterion, what is other in the good application first, what is broken, what is found.
# A field without text is left out; a field of lines is given whole.
FAULTS: list[tuple[str, str, dict[str, Any], dict[str, Any], str]] = [
    ("krimpenerwaard", "toets-aan-asv-en-subsidieregeling", {}, {"scheme": ""}, "missing"),
    ("krimpenerwaard", "doelgroep", {}, {"targetGroupDescription": ""}, "missing"),
    ("krimpenerwaard", "doelgroep", {}, {"targetGroupDescription": "volgt nog"}, "unclear"),
    ("krimpenerwaard", "bereik-en-bijdrage-aan-effect", {}, {"reach": ""}, "missing"),
    ("krimpenerwaard", "bereik-en-bijdrage-aan-effect", {}, {"reachEffect": ""}, "missing"),
    ("krimpenerwaard", "tevredenheid-meten", {}, {"satisfaction": ""}, "missing"),
    ("krimpenerwaard", "samenwerken", {}, {"cooperation": ""}, "missing"),
    ("krimpenerwaard", "duurzame-samenwerking", {}, {"lastingCooperation": ""}, "missing"),
    ("krimpenerwaard", "aanvraag-met-meer-partijen", {}, {"partner": [{"name": "Huisartsen", "partnerRole": "werkt samen"}]}, "missing"),
    ("krimpenerwaard", "aanvraag-met-meer-partijen", {}, {"partner": []}, "missing"),
    ("krimpenerwaard", "synergie-en-integraliteit", {}, {"area": ""}, "missing"),
    ("krimpenerwaard", "afgestemd-op-buurt-wijk-of-kern", {}, {"areaFit": ""}, "missing"),
    ("krimpenerwaard", "continuiteit-en-toegankelijkheid", {}, {"continuity": ""}, "missing"),
    ("krimpenerwaard", "continuiteit-en-toegankelijkheid", {}, {"accessibility": ""}, "missing"),
    ("krimpenerwaard", "resultaat", {}, {"goal": ""}, "missing"),
    ("krimpenerwaard", "resultaat", {}, {"result": ""}, "missing"),
    ("krimpenerwaard", "resultaat", {}, {"indicator": []}, "missing"),
    ("krimpenerwaard", "doeltreffendste-manier", {}, {"effectiveness": ""}, "missing"),
    ("krimpenerwaard", "duurzame-oplossingen", {}, {"lastingEffect": ""}, "missing"),
    ("krimpenerwaard", "evidence-based", {}, UNPROVEN, "missing"),
    ("krimpenerwaard", "evidence-based", {}, {"evidenceKind": ""}, "missing"),
    ("krimpenerwaard", "evidence-based", {}, {"evidenceSource": ""}, "unclear"),
    ("krimpenerwaard", "business-case-bij-vernieuwing", UNPROVEN, {"businessCase": ""}, "missing"),
    ("krimpenerwaard", "business-case-bij-vernieuwing", UNPROVEN, {"evaluation": ""}, "missing"),
    ("krimpenerwaard", "financiering", {}, {"ceiling": "7499,99"}, "missing"),
    ("krimpenerwaard", "financiering", {}, {"amountAsked": ""}, "missing"),
    ("krimpenerwaard", "financiering", {}, {"ceiling": ""}, "unclear"),
    ("krimpenerwaard", "begroting-en-kostprijs", {}, {"budget": []}, "missing"),
    ("krimpenerwaard", "begroting-en-kostprijs", {}, {"budget": BUDGET[:1]}, "unclear"),
    ("krimpenerwaard", "begroting-en-kostprijs", {}, {"budget": [{"name": "Alles", "amount": "10000"}]}, "unclear"),
    ("krimpenerwaard", "cofinanciering", {}, {"income": [{"incomeKind": "sponsoring", "amount": "2500"}]}, "missing"),
    ("krimpenerwaard", "transformatiebudget-aansluiten-bij-visie", TRANSFORMATION, {"fit": ""}, "missing"),
    ("krimpenerwaard", "transformatiebudget-aansluiten-bij-visie", TRANSFORMATION, {"goal": ""}, "missing"),
    ("krimpenerwaard", "transformatiebudget-samenwerkingsverband", TRANSFORMATION, {"partner": []}, "missing"),
    ("krimpenerwaard", "transformatiebudget-evidence-based-of-geevalueerd", TRANSFORMATION, {**UNPROVEN, "businessCase": ""}, "missing"),
    ("krimpenerwaard", "transformatiebudget-evidence-based-of-geevalueerd", TRANSFORMATION, {**UNPROVEN, "evaluation": ""}, "missing"),
    ("krimpenerwaard", "transformatiebudget-samenhang-sociaal-domein", TRANSFORMATION, {"coherence": ""}, "missing"),
    ("vijfheerenlanden", "activiteit-wat", {}, {"activity": ""}, "missing"),
    ("vijfheerenlanden", "activiteit-wie", {}, {"involved": ""}, "missing"),
    ("vijfheerenlanden", "activiteit-waar-en-wanneer", {}, {"area": ""}, "missing"),
    ("vijfheerenlanden", "activiteit-waar-en-wanneer", {}, {"start": ""}, "missing"),
    ("vijfheerenlanden", "activiteit-waar-en-wanneer", {}, {"end": ""}, "unclear"),
    ("vijfheerenlanden", "activiteit-bereiken", {}, {"aimedEffect": ""}, "missing"),
    ("vijfheerenlanden", "activiteit-kosten", {}, {"amountAsked": ""}, "missing"),
    ("vijfheerenlanden", "aanvraag-opgave", {}, {"goal": ""}, "missing"),
    ("vijfheerenlanden", "aanvraag-opgave", {}, {"goal": "goal/bewegen-en-gezonde-leefstijl"}, "unclear"),
    ("vijfheerenlanden", "aanvraag-samenwerken", {}, {"partner": []}, "missing"),
    ("vijfheerenlanden", "aanvraag-resultaten", {}, {"result": ""}, "missing"),
    ("vijfheerenlanden", "aanvraag-instrumenten", {}, {"instruments": ""}, "missing"),
    ("vijfheerenlanden", "aanvraag-kosten", {}, {"budget": []}, "missing"),
    ("vijfheerenlanden", "aanvraag-kosten", {}, {"amountAsked": "7600"}, "unclear"),
    ("wijk-bij-duurstede", "past-binnen-kaders", {}, {"fit": ""}, "missing"),
    ("wijk-bij-duurstede", "past-binnen-kaders", {}, {"goal": ""}, "missing"),
    ("wijk-bij-duurstede", "resultaten-vooraf-te-volgen", {}, {"monitoring": ""}, "missing"),
    ("wijk-bij-duurstede", "duidelijk-wanneer-geslaagd", {}, {"success": ""}, "missing"),
    ("wijk-bij-duurstede", "zicht-op-continuiteit-financiering", {}, {"fundingContinuity": ""}, "missing"),
    ("wijk-bij-duurstede", "geschikte-uitvoeringspartners", {}, {"partner": [{"name": "School", "partnerRole": "werkt samen"}]}, "missing"),
    ("wijk-bij-duurstede", "initiatief-past-bij-kaders", {}, {"applicantKind": ""}, "unclear"),
]  # fmt: skip
NO_FIELDS = {("krimpenerwaard", "toets-aan-specifieke-criteria"), ("krimpenerwaard", "gewenste-resultaat-bereiken")}
"""Criteria that only a person can judge: nothing in the form can be wrong with them."""


def typed(agenda: str, *changes: dict[str, Any]) -> Typed:
    """Give the good application of an agenda with some fields other."""
    values, rows = dict(GOOD[agenda][0]), dict(GOOD[agenda][1])
    for change in changes:
        for name, value in change.items():
            (rows if isinstance(value, list) else values)[name] = value
    return Typed({name: [text] for name, text in values.items() if text}, rows)
