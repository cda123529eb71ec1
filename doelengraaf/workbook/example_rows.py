"""The example row of each sheet: what a filled row looks like, so marked that it is never taken for data."""

from collections.abc import Mapping

from doelengraaf.workbook.layout import SheetPlan

__all__ = ["MARK", "example_row", "is_example", "is_left_over"]

MARK = "VOORBEELD"
"""What the first cell of an example row starts with."""
_OWN = "Voorbeeld: "
_PLACE = {"basis": "letterlijk", "source": "mag", "section": "4.2 Meedoen", "lines": "812-815"}
_EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "source": {
        "label": _OWN + "Maatschappelijke agenda 2026-2030",
        "file": "uw-gemeente-agenda-2026-2030.txt",
        "sha256": "(64 tekens)",
        "lines": "1450",
    },
    "localTerm": {"term": "speerdoel", "source": "mag", "section": "1.2 Leeswijzer", "lines": "41-43"},
    "effects": {"label": "inwoners doen mee", "topic": "participatie", "formulation": "toestand"},
    "goals": {
        "label": "minder inwoners voelen zich eenzaam",
        "inArea": "theme/meedoen",
        "contributesTo": "effect/inwoners-doen-mee",
        "topic": "eenzaamheid|sociale-samenhang",
        "formulation": "toestand",
    },
    "themes": {"label": "meedoen", "topic": "participatie"},
    "wheels": {"label": "veerkracht", "wheelKind": "beleidsrad"},
    "activities": {
        "label": "wekelijkse maaltijd in het dorpshuis",
        "inArea": "theme/meedoen",
        "contributesTo": "goal/minder-eenzaamheid",
        "aimsAt": "target-group/ouderen",
        "topic": "eenzaamheid",
    },
    "contributions": {
        "inArea": "theme/meedoen",
        "partner": "partner-organization/stichting-dorpshuis",
        "role": "voert uit",
        "via": "activity/maaltijd-dorpshuis",
    },
    "indicators": {
        "label": "% eenzaamheid",
        "measures": "goal/minder-eenzaamheid",
        "unit": "%",
        "direction": "omlaag is beter",
    },
    "observations": {
        "indicator": "indicator/eenzaamheid",
        "period": "2024",
        "refArea": "municipality/uw-gemeente",
        "value": "52.8",
        "unit": "%",
        "asWritten": "52,8%",
    },
    "targets": {
        "indicator": "indicator/eenzaamheid",
        "period": "2030",
        "refArea": "municipality/uw-gemeente",
        "value": "45",
        "unit": "%",
        "asWritten": "45%",
    },
    "narratives": {
        "about": "indicator/eenzaamheid",
        "author": _OWN + "beleidsmedewerker gezondheid",
        "created": "2026-03-01",
        "text": _OWN + "door de maaltijden zien *maatjes* elkaar elke week.",
        "basis": "geduid",
        "reason": _OWN + "zo vertelden de vrijwilligers het.",
    },
    "links": {
        "subject": "activity/maaltijd-dorpshuis",
        "property": "draagt bij aan",
        "object": "goal/minder-eenzaamheid",
        "basis": "geduid",
        "reason": _OWN + "de tekst noemt de maaltijd als antwoord op eenzaamheid.",
    },
    "coverage": {"lines": "1-80", "section": "Voorwoord", "status": "niets om vast te leggen", "note": "geen beleid"},
    "partner-organizations": {"label": "Stichting Dorpshuis", "partnerType": "welzijnsorganisatie"},
    "partner-groups": {"label": "huisartsen (uw gemeente)"},
    "municipalities": {"label": "Uw gemeente", "notation": "GM0000"},
}


def example_row(plan: SheetPlan) -> dict[str, str]:
    """Give the cells of the example row of a sheet, as the workbook shows them."""
    own = dict(_EXAMPLES.get(plan.table, {}))
    for column in ("label", "prefLabel"):
        if plan.column(column) is not None:
            own[column] = _OWN + own.get(column, f"naam op het blad {plan.name}").removeprefix(_OWN)
    if plan.column("definition") is not None:
        own["definition"] = _OWN + "één zin die zegt wat het is."
    first = plan.columns[0].name
    own[first] = {"source": f"{MARK} mag", "localTerm": f"{MARK} doel"}.get(
        plan.table, f"{MARK} mag" if first == "source" else f"{MARK} {plan.kind}/korte-naam"
    )
    cells = {**(_PLACE if plan.column("basis") is not None else {}), **own}
    return {column.name: cells[column.name] for column in plan.columns if cells.get(column.name)}


def is_example(text: str) -> bool:
    """Tell whether the first cell of a row marks it as an example."""
    return text.casefold().startswith((MARK.casefold(), "example "))


def is_left_over(text: str) -> bool:
    """Tell whether a text still is that of an example row."""
    return text.startswith(_OWN)
