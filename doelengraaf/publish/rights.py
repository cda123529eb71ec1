"""Rights: the data are CC0; figures that an agenda took from another keep the conditions of where they come from.

A fact such as a percentage is nobody's, but a table of them may be: CBS asks to be named (CC BY), other sources have conditions of their own. So figures are never
relabelled: the metadata name their sources, and only what the project made itself is CC0.
"""

from collections.abc import Collection, Sequence

from doelengraaf.building.tables import Built
from doelengraaf.tables import split_cell

__all__ = ["CC0", "figure_sources", "of_figures", "sentence"]

CC0 = {
    "name": "CC0-1.0",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
    "title": "Creative Commons Zero 1.0 Universeel (publiek domein)",
}
_CC_BY = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Naamsvermelding 4.0: cijfers van het CBS",
}
_FIGURES = ("observations", "targets")


def figure_sources(built: Built, owners: Collection[str]) -> list[str]:
    """Give the names of the sources that agendas name for their figures, sorted.

    Args:
        built: what the tables say.
        owners: whose tables to look in: slugs of agendas.
    """
    names: dict[tuple[str, str], str] = {}
    of_indicator: dict[tuple[str, str], list[str]] = {}
    used: set[tuple[str, str]] = set()
    for owner, table in built.tables:
        for row in table.rows:
            cells, key = row.cells, (owner, row.cells.get("id", ""))
            if table.name == "monitoring-sources":
                names[key] = cells.get("label", "")
            elif table.name == "indicators":
                of_indicator[key] = split_cell(cells.get("monitoringSource", ""))
            elif table.name in _FIGURES and owner in owners:
                used.add((owner, cells.get("indicator", "")))
    found = {
        names.get((owner, source), "")
        for owner, indicator in used
        for source in of_indicator.get((owner, indicator), [])
    }
    return sorted(found - {""})


def of_figures(sources: Sequence[str]) -> list[dict[str, str]]:
    """Give the licences of a table of figures, as a Data Package writes them.

    >>> [licence["name"] for licence in of_figures(["CBS"])]
    ['CC0-1.0', 'CC-BY-4.0']
    """
    return [CC0, _CC_BY] if any("CBS" in source for source in sources) else [CC0]


def sentence(sources: Sequence[str], language: str = "nl") -> str:
    """Give in words what may be done with the data, and with the figures of others.

    >>> "CBS" in sentence(["CBS"]) and "GGD" in sentence(["GGD"], "en")
    True
    """
    named = ", ".join(sources)
    if language == "en":
        own = "What Doelengraaf made is CC0 1.0; the agendas are the municipalities'."
        return own + (
            f" Figures that an agenda took from others keep the conditions of their source, and ask you to name it: {named}."
            if named
            else ""
        )
    own = "Wat Doelengraaf maakte is CC0 1.0; de agenda’s zijn van de gemeenten."
    return own + (
        f" Cijfers die een agenda van anderen overnam houden de voorwaarden van hun bron, en vragen u die te noemen: {named}."
        if named
        else ""
    )
