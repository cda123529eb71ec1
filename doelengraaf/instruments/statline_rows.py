"""Put figures of a statistics office in the table of observations of an agenda, in canonical form, each with table, column and day of retrieval."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from doelengraaf.canonical import format_table
from doelengraaf.columns import Shapes
from doelengraaf.files import write_whole
from doelengraaf.instruments.statline import Column, Figure, StatLineError
from doelengraaf.project import Project
from doelengraaf.terms import Context

__all__ = ["Added", "add_figures"]

_LAND = "http://publications.europa.eu/resource/authority/country/NLD"
_TABLE = re.compile(r"[0-9]{5}[A-Z]{3}")
_SOURCES = {"CBS": "https://www.cbs.nl/nl-nl/cijfers/detail/{}", "RIVM": "https://dataderden.cbs.nl/ODataApi/OData/{}"}  # fmt: skip


@dataclass(frozen=True)
class Added:
    """What was added, and what was passed over with the reason, in words."""

    rows: Sequence[str]
    passed: Sequence[str]


def add_figures(
    project: Project,
    agenda: str,
    indicator: str,
    figures: Sequence[Figure],
    column: Column,
    table: str,
    office: str,
    retrieved: date,
    population: str = "",
) -> Added:
    """Add figures to ``data/agendas/<agenda>/observations.csv``; all that is wrong is told before anything is written.

    Args:
        project: whose tables these are.
        agenda: the slug of the agenda.
        indicator: the last part of the id of an indicator of that agenda.
        figures: what was read.
        column: of which they are.
        table: the id of the table, such as ``85563NED``.
        office: ``CBS`` or ``RIVM``.
        retrieved: the day they were taken from the service.
        population: about whom, in words; may be empty.

    Raises:
        StatLineError: agenda or indicator is not there, the units differ, the day is still to come, or another figure is there already.
    """
    folder = project.data / "agendas" / agenda
    if not re.fullmatch(r"[a-z0-9-]+", agenda) or not folder.is_dir():
        raise StatLineError(f"Er is geen agenda {agenda} in data/agendas.")
    if not _TABLE.fullmatch(table):
        raise StatLineError(f"{table or 'Niets'} is geen nummer van een tabel, zoals 85563NED. Geef --table.")
    if retrieved > date.today():
        raise StatLineError(f"De dag van ophalen ({retrieved}) moet nog komen.")
    key = f"indicator/{indicator.removeprefix('indicator/')}"
    wanted = next((row for row in _read(folder / "indicators.csv") if row["id"] == key), None)
    if wanted is None:
        raise StatLineError(f"{agenda} heeft geen indicator {key.partition('/')[2]}: kijk in indicators.csv.")
    unit, own = column.unit, wanted.get("unit") or ""
    if not unit and not own:
        raise StatLineError(f"Bestand en indicator noemen geen eenheid; vul unit in bij {key}.")
    if unit and own and unit.casefold() != own.casefold():
        raise StatLineError(f"De eenheid verschilt: {column.title} is in {unit}, de indicator in {own}.")
    places = {row["notation"]: row["id"] for row in _read(project.data / "shared" / "municipalities.csv")}
    # A country has the code NL01 or NL00, by the edition.
    places |= {"NL01": _LAND, "NL00": _LAND, "NL": _LAND}
    path = folder / "observations.csv"
    rows = _read(path) if path.exists() else []
    known = {(row["indicator"], row["period"], row["refArea"], row.get("population") or ""): row for row in rows}
    ids = {row["id"] for row in rows}
    added, passed = [], []
    for figure in figures:
        place = places.get(figure.region)
        if place is None:
            passed.append(f"{figure.region} {figure.period}: deze regio is geen gemeente van dit project en niet Nederland")  # fmt: skip
            continue
        before = known.get((key, figure.period, place, population))
        if before:
            if float(before["value"]) != float(figure.number):
                raise StatLineError(
                    f"{path.name}: {before['id']} zegt al {before['value']} voor {figure.period}, dit bestand {figure.number}. "
                    "Verander of verwijder eerst die rij, of geef een andere --population; er is niets geschreven."
                )
            passed.append(f"{figure.region} {figure.period}: dit cijfer staat er al ({before['id']})")
            continue
        name = "nederland" if place == _LAND else place.rpartition("/")[2]
        who = "-" + re.sub(r"[^a-z0-9]+", "-", population.casefold()).strip("-") if population else ""
        row = {
            "id": f"observation/{key.partition('/')[2]}-{name}-{figure.period.replace('/', '-')}{who}",
            "indicator": key,
            "period": figure.period,
            "refArea": place,
            "population": population,
            "value": figure.number,
            "unit": own or unit,
            "asWritten": f"{figure.number.replace('.', ',')}{'%' if unit == '%' else ' ' + unit if unit else ''}",
            "note": f"{office} StatLine, tabel {table}, kolom ‘{column.title}’ ({column.key}); opgehaald op {retrieved}.",
            "seeAlso": _SOURCES[office].format(table),
            "basis": "interpreted",
            "reason": f"Het cijfer staat niet in de agenda: het komt uit tabel {table} van {office}. Dat die kolom meet wat de agenda bedoelt, is onze lezing.",
        }
        if row["id"] in ids:
            raise StatLineError(f"{path.name} heeft al een rij {row['id']} met een ander gebied of jaar; er is niets geschreven.")  # fmt: skip
        ids.add(row["id"])
        added.append(row)
    if added:
        _write(project, path, [*rows, *added])
    return Added([row["id"] for row in added], passed)


def _read(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise StatLineError(f"{path.name} is niet te lezen: herstel die tabel eerst (doelengraaf check).") from error


def _write(project: Project, path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    order = Shapes(project.shapes, Context.read(project.context)).allowed("observations")
    used = {name for row in rows for name, text in row.items() if text}
    kept = {name for row in rows[:1] for name in row}
    columns = [name for name in order if name in used | kept]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_whole(path, format_table(out.getvalue(), order).encode())
