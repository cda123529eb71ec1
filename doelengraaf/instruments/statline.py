"""Read what the OData services of CBS StatLine and of RIVM (dataderden.cbs.nl) give as JSON, version 3 and 4; files only, nothing is fetched.

Version 3 (``/ODataApi/odata/<table>``) has a row per region and period with a column per topic (``TypedDataSet``); which column that is, is said by
``DataProperties``. Version 4 (``/odata/v1/CBS/<table>``) has a row per figure (``Observations``) with the code of its measure, explained by
``MeasureCodes``. The end of a column's name changes with each edition (``Eenzaam_27``), so a column is found by its title. Regions are padded with
spaces in version 3; periods are ``2024JJ00`` for a year and ``2024SJ00`` for a school year.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doelengraaf.errors import DoelengraafError

__all__ = ["Column", "Figure", "StatLineError", "column_of", "figures_of", "read_rows"]

_MOST_BYTES = 50_000_000
_PERIOD = re.compile(r"([0-9]{4})(JJ|SJ)00")
_REGIONS, _PERIODS = ("RegioS", "WijkenEnBuurten", "Gemeentenaam", "Regio"), ("Perioden", "Perioden1", "Periods")
_OWN = {"ID", "Id", "Measure", "Value", "ValueAttribute", "StringValue"}


class StatLineError(DoelengraafError):
    """A file is not what the services give, or what is asked is not in it."""


@dataclass(frozen=True)
class Column:
    """What is counted: the name of the column or measure, its title and its unit."""

    key: str
    title: str
    unit: str


@dataclass(frozen=True)
class Figure:
    """One figure: of which region (a code without padding), of which period (``2024`` or ``2023/2024``), and the number as text."""

    region: str
    period: str
    number: str


def read_rows(path: Path) -> tuple[list[Mapping[str, Any]], str]:
    """Read a file of a service.

    Returns:
        Its rows, and the id of the table that it names itself; empty where it does not.

    Raises:
        StatLineError: it is too large, no JSON, or has no list of rows under ``value``.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise StatLineError(f"{path.name} is groter dan 50 MB. Vraag de dienst alleen om uw regio en perioden.")
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise StatLineError(f"{path.name} is niet te lezen: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise StatLineError(f"{path.name} is geen JSON: bewaar het antwoord van de dienst zonder iets te veranderen.") from error  # fmt: skip
    rows = found.get("value") if isinstance(found, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise StatLineError(f"{path.name} heeft geen rijen onder ‘value’: is dit een antwoord van StatLine (OData)?")
    address = str(found.get("odata.metadata") or found.get("@odata.context") or "")
    named = re.search(r"/([0-9]{5}[A-Z]{3})/\$metadata", address)
    return rows, named[1] if named else ""


def column_of(properties: Sequence[Mapping[str, Any]], title: str) -> Column:
    """Find a column by its title in ``DataProperties`` (version 3) or ``MeasureCodes`` (version 4).

    Args:
        properties: the rows of that file.
        title: the title, whatever its case, or with the title of its group before it (``Eenzaamheid / Eenzaam``) where there are several.

    Raises:
        StatLineError: there is none, or more than one.
    """
    # By their text: in a file that is made to be wrong an id may be a list.
    groups = {str(row.get("ID")): row for row in properties if row.get("Type") == "TopicGroup"}
    found = []
    for row in properties:
        key = row.get("Key") if row.get("Type") == "Topic" else row.get("Identifier")
        if not key:
            continue
        names = [str(row.get("Title", "")).strip()]
        group = groups.get(str(row.get("ParentID")))
        # At most as many steps up as there are groups: a file may lead in a circle.
        for _ in groups:
            if group is None:
                break
            names.insert(0, str(group.get("Title", "")).strip())
            group = groups.get(str(group.get("ParentID")))
        found.append((names, Column(str(key), names[-1], str(row.get("Unit") or "").strip())))
    wanted = [part.strip().casefold() for part in title.split(" / ")]
    fit = [pair for pair in found if [name.casefold() for name in pair[0]][-len(wanted) :] == wanted]
    if not fit:
        known = ", ".join(sorted({column.title for _, column in found})[:20]) or "geen enkele"
        raise StatLineError(f"Er is geen kolom met de titel {title}. In dit bestand staan: {known}.")
    if len(fit) > 1:
        ways = "; ".join(" / ".join(names) for names, _ in fit)
        raise StatLineError(f"Er zijn {len(fit)} kolommen met de titel {title}. Zet de groep ervoor: {ways}.")
    return fit[0][1]


def figures_of(
    rows: Sequence[Mapping[str, Any]], column: Column, where: Mapping[str, str]
) -> tuple[list[Figure], list[str]]:
    """Give the figures of a column, and what was passed over, in words.

    Args:
        rows: of ``TypedDataSet`` or ``Observations``.
        column: the column or measure.
        where: dimension to the one code that is asked, such as ``Leeftijd`` to ``20300``.

    Raises:
        StatLineError: the column, a region, a period or a dimension is not there, or several rows are left for one region and period.
    """
    fourth = any("Measure" in row for row in rows)
    if not fourth and rows and column.key not in rows[0]:
        raise StatLineError(
            f"De kolom {column.key} ({column.title}) staat niet in de rijen: horen beide bestanden bij dezelfde tabel?"
        )
    for name in where:
        if rows and name not in rows[0]:
            raise StatLineError(f"Er is geen dimensie {name} in de rijen.")
    left = [
        row
        for row in rows
        if (not fourth or row.get("Measure") == column.key)
        and all(str(row.get(name, "")).strip() == code for name, code in where.items())
    ]
    found: dict[tuple[str, str], tuple[Figure, Mapping[str, Any]]] = {}
    passed = []
    for row in left:
        region, code = _one(row, _REGIONS, "regio"), _one(row, _PERIODS, "periode")
        period = _PERIOD.fullmatch(code)
        if not period:
            passed.append(f"{region} {code}: geen jaar of schooljaar")
            continue
        years = period[1] if period[2] == "JJ" else f"{period[1]}/{int(period[1]) + 1}"
        number = _number(row.get("Value") if fourth else row.get(column.key))
        if (region, years) in found:
            raise StatLineError(_several(found[region, years][1], row, region, years))
        found[region, years] = Figure(region, years, number or ""), row
        if number is None:
            passed.append(f"{region} {years}: geen cijfer (ontbreekt of geheim)")
    return [figure for figure, _ in found.values() if figure.number], passed


def _one(row: Mapping[str, Any], names: Sequence[str], what: str) -> str:
    for name in names:
        if row.get(name):
            return str(row[name]).strip()
    raise StatLineError(f"Een rij noemt geen {what} ({', '.join(names)}).")


def _number(value: object) -> str | None:
    """Give a number as the tables write it; None for what is no figure."""
    if isinstance(value, str):
        value = value.strip()
        return value if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    # Not in the notation with an exponent, which a table does not take.
    return str(value) if isinstance(value, int) else f"{value:.10f}".rstrip("0").rstrip(".")


def _several(first: Mapping[str, Any], second: Mapping[str, Any], region: str, period: str) -> str:
    differ = sorted(
        name
        for name in {*first, *second} - _OWN - {*_REGIONS, *_PERIODS}
        if isinstance(first.get(name), str) and first.get(name) != second.get(name)
    )
    ways = ", ".join(f"{name}={str(one[name]).strip()}" for name in differ for one in (first, second))
    return f"Voor {region} {period} zijn er meer rijen. Kies met --where" + (f": {ways}." if ways else " één rij.")
