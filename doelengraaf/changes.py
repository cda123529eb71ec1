"""What changed lately, for people who come back: ``data/changes.csv``, newest first."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from doelengraaf.findings import Finding, must

__all__ = ["Change", "read_changes"]

_COLUMNS = ["date", "agenda", "nl", "en"]


@dataclass(frozen=True)
class Change:
    """One change.

    Args:
        day: when.
        agenda: the slug of the agenda it is about; empty when about all.
        text: language to what changed.
    """

    day: date
    agenda: str
    text: dict[str, str]


def read_changes(path: Path, file: str, agendas: Sequence[str]) -> tuple[list[Change], list[Finding]]:
    """Read the table; what is wrong becomes findings, what is right is kept.

    Args:
        path: the table; no changes when it is not there.
        file: its name for people.
        agendas: the slugs an agenda may be.
    """
    if not path.is_file():
        return [], []
    try:
        with path.open(encoding="utf-8", newline="") as text:
            rows = list(csv.reader(text, strict=True))
    except (UnicodeDecodeError, csv.Error):
        return [], [must(file, 1, "", "Dit is geen leesbare UTF-8 CSV.", "This is no readable UTF-8 CSV.")]
    if not rows or rows[0] != _COLUMNS:
        columns = ", ".join(_COLUMNS)
        return [], [must(file, 1, "", f"De kolommen zijn: {columns}.", f"The columns are: {columns}.")]
    found, findings = [], []
    for line, cells in enumerate(rows[1:], 2):
        try:
            day, agenda, nl, en = cells
            when = date.fromisoformat(day)
            if not nl or not en or (agenda and agenda not in agendas):
                raise ValueError(line)
        except ValueError:
            findings.append(
                must(
                    file,
                    line,
                    "",
                    f"Een rij heeft een dag (2026-11-22), een agenda ({', '.join(agendas)}) of niets, en de tekst in het Nederlands en Engels.",
                    f"A row has a day (2026-11-22), an agenda ({', '.join(agendas)}) or nothing, and the text in Dutch and English.",
                )
            )
            continue
        found.append(Change(when, agenda, {"nl": nl, "en": en}))
    return sorted(found, key=lambda change: change.day, reverse=True), findings
