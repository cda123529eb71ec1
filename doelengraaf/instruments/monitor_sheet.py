"""The quality monitor as a document: a row per indicator as CSV or JSON, and a workbook with every figure, the lights and where it is from."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from doelengraaf.answers import LICENCE
from doelengraaf.formats.delimited import csv_of
from doelengraaf.formats.typed import Value as Cell
from doelengraaf.indicator_values import Value
from doelengraaf.instruments.monitor import Monitor, Series, Watched
from doelengraaf.instruments.monitor_lights import LIGHTS, MOVES, REASONS, light_of, move_of, summary_of
from doelengraaf.instruments.weighing_sheet import Book

__all__ = [
    "SOURCE",
    "STATES",
    "WORDS",
    "figure_rows",
    "monitor_csv",
    "monitor_json",
    "monitor_workbook",
    "rows_of",
    "story_rows",
]

SOURCE: Mapping[str, str] = {
    "krimpenerwaard": "Maatschappelijke Agenda 5.3 en Integraal beleidskader, Datagedreven sturing en Beleidsmonitor",
    "cranendonck": "Beleidskader, Monitoring en Bijlage I",
    "vijfheerenlanden": "Sociaal Maatschappelijke Agenda 6.7, 6.9 en laatste bladzijde",
    "wijk-bij-duurstede": "Maatschappelijke Agenda 5.3",
}
"""Where an agenda describes how it is followed, by its slug."""
STATES: Mapping[str, Mapping[str, str]] = {
    "measured": {"nl": "nulmeting aanwezig", "en": "baseline present"},
    "no-baseline": {"nl": "nulmeting ontbreekt", "en": "baseline is missing"},
    "not-measured": {"nl": "nog niet gemeten", "en": "not measured yet"},
}
"""Whether an indicator is measured."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "monitor": "Kwaliteitsmonitor", "indicators": "Indicatoren", "figures": "Cijfers", "summary": "Samenvatting", "about": "Bron",
        "part": "Onderdeel", "indicator": "Indicator", "unit": "Eenheid", "direction": "Gewenste richting", "up": "hoger", "down": "lager",
        "state": "Stand van de meting", "baseline": "Nulmeting", "baselineYear": "Jaar van de nulmeting", "value": "Nieuwste cijfer",
        "year": "Jaar", "age": "Leeftijd in jaren", "series": "Reeks", "move": "Beweging", "target": "Streefwaarde", "benchmark": "Vergelijking",
        "expected": "Verwachting (geen meting)", "light": "Voortgang", "reason": "Waarom", "sources": "Databron", "citation": "Bewijsplaats",
        "basis": "Zekerheid", "address": "Adres", "stated": "letterlijk", "interpreted": "geduid", "derived": "afgeleid",
        "none": "geen onderdeel", "kind": "Soort", "own": "meting", "area": "Gebied", "number": "Cijfer", "written": "Zoals het er staat",
        "population": "Over wie", "notes": "Opmerking", "count": "Indicatoren", "measured": "Gemeten", "title": "Titel", "described": "Beschreven in",
        "made": "Gemaakt op", "version": "Versie van de gegevens", "licence": "Licentie van de gegevens", "cite": "Verwijs zo",
        "not-stated": "niet vermeld", "stories": "Verhalen", "story": "Verhaal (Markdown)", "told": "Gaat over", "author": "Verteller",
        "created": "Verteld op", "why": "Waarom opgenomen", "seeAlso": "Webadres",
    },
    "en": {
        "monitor": "Quality monitor", "indicators": "Indicators", "figures": "Figures", "summary": "Summary", "about": "Source",
        "part": "Part", "indicator": "Indicator", "unit": "Unit", "direction": "Desired direction", "up": "higher", "down": "lower",
        "state": "State of measurement", "baseline": "Baseline", "baselineYear": "Year of the baseline", "value": "Newest figure",
        "year": "Year", "age": "Age in years", "series": "Series", "move": "Movement", "target": "Target", "benchmark": "Benchmark",
        "expected": "Expected (no measurement)", "light": "Progress", "reason": "Why", "sources": "Data source", "citation": "Place in the agenda",
        "basis": "Basis", "address": "Address", "stated": "stated", "interpreted": "interpreted", "derived": "derived",
        "none": "no part", "kind": "Kind", "own": "measurement", "area": "Area", "number": "Figure", "written": "As written",
        "population": "About whom", "notes": "Note", "count": "Indicators", "measured": "Measured", "title": "Title", "described": "Described in",
        "made": "Made on", "version": "Version of the data", "licence": "Licence of the data", "cite": "Cite as",
        "not-stated": "not stated", "stories": "Stories", "story": "Story (Markdown)", "told": "About", "author": "Told by",
        "created": "Told on", "why": "Why taken up", "seeAlso": "Web address",
    },
}  # fmt: skip
_HEADS = (
    "part", "indicator", "unit", "direction", "state", "baseline", "baselineYear", "value", "year", "age", "series", "move", "target", "benchmark",
    "expected", "light", "reason", "sources", "citation", "basis", "address", "stories",
)  # fmt: skip
_FIGURES = ("indicator", "kind", "area", "year", "number", "unit", "population", "written", "notes", "basis", "citation", "address")  # fmt: skip

_STORIES = ("told", "author", "created", "story", "basis", "citation", "why", "seeAlso", "address")


def rows_of(monitor: Monitor, today: date, language: str = "nl") -> list[dict[str, Cell]]:
    """Give a row per indicator, in the order of the parts; what is not there is None.

    Args:
        monitor: of an agenda.
        today: from which ages are counted.
        language: of our words; what the agenda says stays Dutch.
    """
    words = WORDS[language]
    parts: dict[str, list[str]] = {}
    for part in monitor.parts:
        for one in part.indicators:
            parts.setdefault(one.iri, []).append(part.item.name if part.item else words["none"])
    ordered = {one.iri: one for part in monitor.parts for one in part.indicators}
    rows = []
    for one in ordered.values():
        stories = "\n\n".join(f"{story.created}, {story.author}: {story.text}" for story in monitor.told_of(one))
        rows.append(_row(one, parts[one.iri], today, language) | {"stories": stories or None})
    return rows


def _row(one: Watched, parts: Sequence[str], today: date, language: str) -> dict[str, Cell]:
    words, light = WORDS[language], light_of(one)
    newest, baseline = one.newest, one.baseline
    return {
        "part": "; ".join(parts),
        "indicator": one.name,
        "unit": one.unit or None,
        "direction": words.get(one.direction),
        "state": STATES[one.state][language],
        "baseline": baseline.number if baseline else None,
        "baselineYear": baseline.period if baseline else None,
        "value": newest.number if newest else None,
        "year": newest.period if newest else None,
        "age": one.age(today),
        "series": "; ".join(_line(series) for series in one.own) or None,
        "move": MOVES[move_of(one)][language],
        "target": "; ".join(_said(value) for value in one.targets) or None,
        "benchmark": "; ".join(f"{series.area.text}: {_line(series)}" for series in one.benchmarks) or None,
        "expected": "; ".join(_said(value) for value in one.expected) or None,
        "light": f"{LIGHTS[light.key][0]} {LIGHTS[light.key][1][language]}",
        "reason": REASONS[light.reason][language],
        "sources": "; ".join(link.text for link in one.sources) or None,
        "citation": one.origin,
        "basis": words.get(newest.basis if newest else one.basis),
        "address": one.iri,
    }


def _line(series: Series) -> str:
    """Give a series in words, such as ``2019: 84.9 %, 2020: 88.6 % (kinderen)``."""
    figures = ", ".join(f"{one.period}: {_number(one.number)} {one.unit}" for one in series.values)
    return figures + (f" ({series.population})" if series.population else "")


def _said(value: Value) -> str:
    who = f", {value.population}" if value.population else ""
    return f"{value.area.text} {value.period}: {_number(value.number)} {value.unit}{who}"


def _number(number: float) -> str:
    return f"{number:g}" if abs(number) < 1e6 else f"{number:.0f}"


def figure_rows(monitor: Monitor, language: str = "nl") -> list[dict[str, Cell]]:
    """Give a row per figure: measurements of the municipality and of others, targets, and what is expected."""
    words = WORDS[language]
    return [
        {
            "indicator": one.name,
            "kind": words[kind],
            "area": value.area.text,
            "year": value.period,
            "number": value.number,
            "unit": value.unit,
            "population": value.population or None,
            "written": f"{value.qualifier} {value.text}".strip(),
            "notes": "; ".join(value.notes) or None,
            "basis": words.get(value.basis, value.basis),
            "citation": value.citation,
            "address": value.iri,
        }
        for one in monitor.indicators
        for kind, values in (
            ("own", [value for series in one.own for value in series.values]),
            ("benchmark", [value for series in one.benchmarks for value in series.values]),
            ("target", one.targets),
            ("expected", one.expected),
        )
        for value in values
    ]


def story_rows(monitor: Monitor, language: str = "nl") -> list[dict[str, Cell]]:
    """Give a row per story, the newest first."""
    words = WORDS[language]
    return [
        {
            "told": one.about.text,
            "author": one.author,
            "created": one.created,
            "story": one.text,
            "basis": words.get(one.basis, one.basis),
            "citation": one.citation or None,
            "why": one.reason or None,
            "seeAlso": " ".join(one.addresses) or None,
            "address": one.iri,
        }
        for one in monitor.told
    ]


def monitor_csv(monitor: Monitor, today: date, language: str = "nl") -> bytes:
    """Give a row per indicator as CSV."""
    words = WORDS[language]
    rows = rows_of(monitor, today, language)
    return csv_of([words[head] for head in _HEADS], [[_text(row[head]) for head in _HEADS] for row in rows])


def _text(cell: Cell) -> str:
    return "" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)


def monitor_json(monitor: Monitor, today: date, version: str) -> bytes:
    """Give the monitor as JSON: where it is from, a row per indicator and a row per figure; in Dutch words, with fixed keys."""
    found: dict[str, Any] = {
        "agenda": monitor.agenda.iri,
        "title": monitor.agenda.label,
        "version": version,
        "made": today.isoformat(),
        "licence": LICENCE,
        "indicators": rows_of(monitor, today),
        "figures": figure_rows(monitor),
        "stories": story_rows(monitor),
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n"


def monitor_workbook(monitor: Monitor, version: str, today: date, language: str = "nl") -> bytes:
    """Give the monitor as a workbook: indicators, figures, the summary with its lights, and where it is from.

    Args:
        monitor: of an agenda.
        version: the version of the data.
        today: from which ages are counted, and the day on the workbook.
        language: of headings and our words.
    """
    book = Book(language)
    language = book.language
    words = WORDS[language]
    rows = [[row[head] for head in _HEADS] for row in rows_of(monitor, today, language)]
    book.table(words["indicators"], [words[head] for head in _HEADS], rows, [28, 44, 14, 12, 20, 10, 12, 10, 10, 10, 40, 30, 30, 40, 30, 18, 36, 30, 50, 12, 50, 60])  # fmt: skip
    rows = [[row[head] for head in _FIGURES] for row in figure_rows(monitor, language)]
    book.table(
        words["figures"],
        [words[head] for head in _FIGURES],
        rows,
        [44, 16, 20, 12, 12, 14, 30, 26, 50, 12, 60, 60],
    )
    if monitor.told:
        rows = [[row[head] for head in _STORIES] for row in story_rows(monitor, language)]
        book.table(words["stories"], [words[head] for head in _STORIES], rows, [44, 24, 12, 80, 12, 50, 40, 40, 50])
    lights: list[list[Cell]] = [
        [
            part.item.name if part.item else words["none"],
            f"{LIGHTS[light.key][0]} {LIGHTS[light.key][1][language]}",
            REASONS[light.reason][language],
            len(part.indicators),
            sum(one.measured for one in part.indicators),
        ]
        for part, light, _ in summary_of(monitor).parts
    ]
    heads = ("part", "light", "reason", "count", "measured")
    book.table(words["summary"], [words[head] for head in heads], lights, [36, 18, 44, 12, 12])
    page = book.sheet(words["about"], [28, 100])
    facts = [
        (words["title"], f"{words['monitor']}: {monitor.agenda.label}"),
        (words["described"], SOURCE.get(monitor.slug, words["not-stated"])),
        (words["made"], today.isoformat()),
        (words["version"], version),
        (words["licence"], f"CC0 1.0, {LICENCE}"),
        (
            words["cite"],
            f"Doelengraaf, {words['monitor']} {monitor.agenda.label}, {version}, {today.isoformat()}.",
        ),
        (words["address"], monitor.agenda.iri),
    ]
    for line, (name, text) in enumerate(facts):
        page.put_text(line, 0, name, book.bold)
        page.put_text(line, 1, text, book.wrap)
    return book.done()
