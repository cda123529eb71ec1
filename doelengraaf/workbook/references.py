"""What a workbook refers to beside itself: shared partners and lists, and ids that only another agenda has."""

import csv
import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from doelengraaf.findings import Finding, Severity, must
from doelengraaf.project import Project
from doelengraaf.tables import split_cell
from doelengraaf.workbook.draft import Draft
from doelengraaf.workbook.layout import Column, Layout
from doelengraaf.workbook.sheet_rows import DraftTable
from doelengraaf.workbook.words import AGENDA, LISTS, plain

__all__ = ["Surroundings"]

_PARTNERS = ("partner-organization", "partner-collaboration", "partner-group")


@dataclass
class Surroundings:
    """What there is beside a workbook.

    Args:
        layout: which sheets and lists there are.
        agendas: the slug of every other agenda to the ids it has.
        shared: table of ``data/shared`` to id to row.
    """

    layout: Layout
    agendas: dict[str, set[str]] = field(default_factory=dict)
    shared: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    @classmethod
    def read(cls, project: Project, layout: Layout, slug: str) -> "Surroundings":
        """Read the ids of all other agendas and the rows of the shared tables."""
        found = cls(layout)
        for folder in sorted(path for path in (project.data / "agendas").glob("*") if path.is_dir()):
            if folder.name != slug:
                found.agendas[folder.name] = {
                    row["id"] for path in folder.glob("*.csv") for row in _rows(path) if row.get("id")
                }
        for path in sorted((project.data / "shared").glob("*.csv")):
            found.shared[path.stem] = {row["id"]: row for row in _rows(path) if row.get("id")}
        return found

    def there_already(self, draft: Draft) -> dict[str, list[str]]:
        """Give the additions that are in the shared tables already, just so: these need not be added again."""
        return {
            table.plan.table: [
                row.cells["id"]
                for row in table.rows
                if row.cells.get("id") and self._shared_row(table, row.cells["id"]) == dict(row.cells)
            ]
            for table in draft.filled(shared=True)
        }

    def _shared_row(self, table: DraftTable, identifier: str) -> dict[str, str] | None:
        return self.shared.get(table.plan.table, {}).get(identifier)

    def findings(self, draft: Draft) -> Iterator[Finding]:
        """Find what is there already under another form, and references that lead nowhere."""
        if draft.slug and (self.layout.project.data / "agendas" / draft.slug).is_dir():
            yield Finding(
                draft.places.get("slug", f"{AGENDA}!A1"),
                0,
                "kenmerk",
                Severity.MAY,
                "Er is al een agenda met dit kenmerk: wie dit werkboek in het project zet, vervangt die.",
                "There is an agenda of this slug already: putting this workbook into the project replaces it.",
                draft.slug,
            )
        yield from self._shared(draft)
        own = {row.cells["id"]: table for table in draft.tables.values() for row in table.rows if row.cells.get("id")}
        names = self._names(draft)
        for table in draft.tables.values():
            for row in table.rows:
                for column in table.plan.columns:
                    linked = table.plan.table == "links" and column.name in ("subject", "object")
                    if not (column.kinds or linked) or not row.cells.get(column.name):
                        continue
                    for value in split_cell(row.cells[column.name]):
                        if (
                            value in names
                            or value in own
                            or value.startswith(("../", "http://", "https://", "agenda/"))
                        ):
                            continue
                        if column.name == "refArea" and "/locality/" in value:
                            continue
                        yield self._missing(value, table.at(row.number, column.name), column, names)

    def _names(self, draft: Draft) -> dict[str, str]:
        """Give every id that may be referred to, with its name."""
        found = {
            one: row.get("label") or row.get("prefLabel") or ""
            for rows in self.shared.values()
            for one, row in rows.items()
        }
        for table in draft.tables.values():
            found |= {
                row.cells["id"]: row.cells.get("label") or row.cells.get("prefLabel") or ""
                for row in table.rows
                if row.cells.get("id")
            }
        return found

    def _missing(self, value: str, spot: str, column: Column, names: Mapping[str, str]) -> Finding:
        elsewhere = [agenda for agenda, ids in self.agendas.items() if value in ids]
        if elsewhere:
            nl = f"Dit staat in een andere agenda ({', '.join(elsewhere)}) en niet in dit werkboek: neem het hier op, met een bewijsplaats uit uw eigen document."
            en = f"This is in another agenda ({', '.join(elsewhere)}) and not in this workbook: add it here, with evidence from your own document."
        elif set(column.kinds) & set(_PARTNERS):
            nl = f"Deze partner ken ik niet: kies er een van het blad {LISTS}, of voeg haar toe op een van de bladen Nieuwe organisaties, samenwerkingen of groepen."
            en = f"I do not know this partner: choose one of the sheet {LISTS}, or add it on one of the sheets for new partners."
        else:
            nl = "Dit id staat niet in dit werkboek en niet in de gedeelde lijsten: verwijs naar een rij die er is, of voeg die rij toe."
            en = "This id is not in this workbook nor in the shared lists: refer to a row that is there, or add that row."
        return must(spot, 0, column.heading, nl, en, value[:80], self._nearest(value, column, names))

    def _nearest(self, value: str, column: Column, names: Mapping[str, str]) -> str:
        """Give the id an editor may mean: the one of that name, else the one that is written most like it."""
        fitting = {
            one: name for one, name in names.items() if not column.kinds or one.partition("/")[0] in column.kinds
        }
        wanted = plain(value)
        named = [one for one, name in fitting.items() if plain(name) == wanted]
        if named:
            return named[0]
        close = difflib.get_close_matches(value, list(fitting), 1, 0.6)
        if close:
            return close[0]
        ends = {one.partition("/")[2]: one for one in fitting} | {
            plain(name): one for one, name in fitting.items() if name
        }
        close = difflib.get_close_matches(value.partition("/")[2] or wanted, list(ends), 1, 0.7)
        return ends[close[0]] if close else ""

    def _shared(self, draft: Draft) -> Iterator[Finding]:
        """Judge additions beside what the shared tables have."""
        for table in draft.filled(shared=True):
            known: dict[str, str] = {}
            for one, there in self.shared.get(table.plan.table, {}).items():
                for name in (
                    there.get("label", ""),
                    there.get("prefLabel", ""),
                    *split_cell(there.get("altLabel", "")),
                ):
                    known.setdefault(plain(name), one)
            for row in table.rows:
                identifier = row.cells.get("id", "")
                before = self._shared_row(table, identifier)
                if before is not None and before != dict(row.cells):
                    yield must(
                        table.at(row.number, "id"),
                        0,
                        "id",
                        "Dit id staat al in de gedeelde lijst, met andere gegevens. Haal deze rij weg en gebruik wat er staat; is het iets anders, kies dan een ander id.",
                        "This id is in the shared list already, with other data. Take this row out and use what is there; if it is another thing, choose another id.",
                        identifier,
                    )
                names = [row.cells.get(name, "") for name in ("label", "prefLabel")]
                same = next((known[plain(name)] for name in names if name and plain(name) in known), "")
                if before is None and same:
                    yield Finding(
                        table.at(row.number, "label"),
                        0,
                        "naam",
                        Severity.SHOULD,
                        "In de gedeelde lijst staat al iets met deze naam. Is het hetzelfde, gebruik dat dan en haal deze rij weg; anders zet u de gemeente tussen haakjes achter de naam.",
                        "The shared list has something of this name already. If it is the same, use that and take out this row; otherwise put the municipality in brackets after the name.",
                        next(name for name in names if name),
                        same,
                    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: text.strip() for name, text in row.items() if name and isinstance(text, str) and text.strip()}
