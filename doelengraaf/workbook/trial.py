"""Judge a workbook as if it were in the project: the same tables, shapes and checks of citations, told at the cells of the workbook."""

import contextlib
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from doelengraaf.building.quads import build_quads
from doelengraaf.building.tables import Built, read_project
from doelengraaf.check import check_shapes
from doelengraaf.findings import Finding, Severity
from doelengraaf.project import Project
from doelengraaf.sources import check_passages
from doelengraaf.tables import SLUG, split_cell
from doelengraaf.terms import graph_iri
from doelengraaf.workbook.agenda_sheet import FACTS
from doelengraaf.workbook.cells import Book, place_of
from doelengraaf.workbook.draft import Draft, read_draft
from doelengraaf.workbook.folder import as_csv, columns_of
from doelengraaf.workbook.layout import Layout
from doelengraaf.workbook.references import Surroundings
from doelengraaf.workbook.sheet_rows import DraftTable
from doelengraaf.workbook.words import AGENDA, START, speak

__all__ = ["Checked", "check_book", "fill_sources", "in_order"]

_STAND_IN = "uw-agenda"
"""The slug of an agenda whose own cannot be one, so that all else is judged too."""
_KEYS = {
    "temporal": "startDate",
    "fileName": "file",
    "lineCount": "lines",
    "literalForm": "term",
    "subjectClass": "class",
    "evidence": "lines",
}
"""A term of the context to the key of ``agenda.toml`` that fills it."""
_LINES_OF_AGENDA = {"lines": "evidence lines", "source": "evidence source", "section": "evidence section"}


@dataclass(frozen=True)
class Checked:
    """A judged workbook.

    Args:
        draft: what it says.
        findings: what is wrong, in the order of the workbook.
        known: table of ``data/shared`` to additions that are there already.
        triples: what it says as RDF, sorted; without what is proposed or rejected.
        built: the trial project: the workbook with the shared tables.
    """

    draft: Draft
    findings: list[Finding]
    known: dict[str, list[str]]
    triples: list[ox.Triple]
    built: Built

    @property
    def good(self) -> bool:
        """Whether nothing in it forbids a build."""
        return not any(finding.severity is Severity.MUST for finding in self.findings)


def fill_sources(draft: Draft, folder: Path) -> None:
    """Fill in checksum and number of lines of each source that has none, from the text itself where the reader has it."""
    for source in draft.agenda.parts.get("source", []):
        path = folder / Path(str(source.get("file", ""))).name
        if source.get("file") and path.is_file() and not (source.get("sha256") and source.get("lines")):
            data = path.read_bytes()
            source.setdefault("sha256", hashlib.sha256(data).hexdigest())
            # As the checks count: what stands between line ends.
            source.setdefault("lines", data.count(b"\n") + 1)


def check_book(
    book: Book,
    project: Project,
    layout: Layout | None = None,
    progress: Callable[[str], None] = lambda step: None,
    folder: Path | None = None,
) -> Checked:
    """Judge a workbook beside the shared tables and the other agendas; nothing is written in the project.

    Args:
        book: what was read.
        project: the project it would become part of.
        layout: the sheets of that project, if they are known already.
        progress: told what is done.
        folder: an empty folder for the trial project, which stays there; when left out, a temporary one that goes.
    """
    layout = layout or Layout(project)
    progress("bladen lezen")
    draft = read_draft(book, layout)
    fill_sources(draft, project.sources)
    around = Surroundings.read(project, layout, draft.slug)
    own = [*draft.findings, *around.findings(draft)]
    known = around.there_already(draft)
    if book.notes:
        own.append(Finding(f"{START}!A1", 0, "", Severity.SHOULD, book.notes["nl"], book.notes["en"]))
    progress("vormen (SHACL) en bewijsplaatsen controleren")
    with contextlib.ExitStack() as stack:
        place = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="doelengraaf-")))
        trial = _Trial(draft, project, layout, known, place)
        built, found = trial.findings()
        told = {finding.file for finding in own if finding.severity is Severity.MUST}
        findings = [*own, *(finding for finding in found if finding.file not in told)]
    return Checked(draft, in_order(findings, book), known, trial.triples, built)


def in_order(findings: Iterable[Finding], book: Book) -> list[Finding]:
    """Give findings in the order of the workbook, each once."""
    sheets = [sheet.name for sheet in book.sheets]

    def key(finding: Finding) -> tuple[int, int, int, str]:
        spot = place_of(finding.file) or ("", 0, 0)
        return (sheets.index(spot[0]) if spot[0] in sheets else -1, spot[1], spot[2], finding.nl)

    return sorted(dict.fromkeys(findings), key=key)


class _Trial:
    """A project of its own in a temporary folder: the shared tables, the workbook, and nothing else that is not needed."""

    def __init__(
        self, draft: Draft, project: Project, layout: Layout, known: dict[str, list[str]], folder: Path
    ) -> None:
        self._draft, self._layout, self._project, self._known = draft, layout, project, known
        self._slug = draft.slug or _STAND_IN
        self._copy = Project(folder)
        self._tables: dict[str, tuple[DraftTable, dict[int, int]]] = {}
        self._toml: list[str] = []
        self.triples: list[ox.Triple] = []

    def findings(self) -> tuple[Built, list[Finding]]:
        """Make the project, judge it, and give what it holds and what is wrong at the cells of the workbook."""
        shared = self._make()
        built = build_quads(self._copy, read_project(self._copy))
        graphs = {ox.NamedNode(graph_iri(self._slug, basis)) for basis in ("stated", "interpreted")}
        self.triples = sorted({quad.triple for quad in built.quads if quad.graph_name in graphs}, key=str)
        found = check_shapes(built, only={self._slug, *(["shared"] if shared else [])})
        told = {(one.file, one.line, one.column) for one in built.findings}
        found = [one for one in found if (one.file, one.line, one.column) not in told]
        wrong = [*built.findings, *found, *check_passages(built, self._project.sources)]
        return built, list(self._at_cells(wrong))

    def _make(self) -> bool:
        for name in ("ontology", "shapes"):
            (self._copy.root / name).symlink_to((self._project.root / name).resolve())
        (self._copy.data / "agendas").mkdir(parents=True)
        (self._copy.data / "shared").mkdir()
        former = str(self._draft.agenda.fields.get("replaces", "")).removeprefix("agenda/")
        before = self._project.data / "agendas" / former
        if SLUG.fullmatch(former) and former != self._slug and before.is_dir():
            (self._copy.data / "agendas" / former).symlink_to(before.resolve())
        self._make_agenda(self._copy.data / "agendas" / self._slug)
        return self._make_shared()

    def _make_agenda(self, folder: Path) -> None:
        folder.mkdir()
        agenda = replace(self._draft.agenda, fields={**self._draft.agenda.fields, "slug": self._slug})
        lines = list(agenda.lines())
        self._toml = ["", *(about for _, about in lines)]
        (folder / "agenda.toml").write_text("".join(line + "\n" for line, _ in lines), encoding="utf-8")
        for table in self._draft.filled(shared=False):
            if table.rows:
                self._write(table, folder / f"{table.plan.table}.csv", columns_of(table, self._layout), [])

    def _make_shared(self) -> bool:
        """Put the shared tables there, with the additions of the workbook at their end; tell whether there are any."""
        additions = {table.plan.table: table for table in self._draft.filled(shared=True)}
        for path in sorted((self._project.data / "shared").glob("*.csv")):
            if path.stem not in additions:
                (self._copy.data / "shared" / path.name).symlink_to(path.resolve())
        changed = False
        for name, table in additions.items():
            rows = [
                dict(row) for row in Surroundings.read(self._project, self._layout, "").shared.get(name, {}).values()
            ]
            known = {row["id"] for row in rows}
            fresh = replace(table, rows=[row for row in table.rows if row.cells.get("id") not in known])
            columns = columns_of(fresh, self._layout, {key for row in rows for key in row})
            self._write(fresh, self._copy.data / "shared" / f"{name}.csv", columns, rows)
            changed = changed or bool(fresh.rows)
        return changed

    def _write(self, table: DraftTable, path: Path, columns: list[str], before: list[dict[str, str]]) -> None:
        text = as_csv(columns, before)
        line = text.count("\n") + 1
        lines: dict[int, int] = {}
        for row in table.rows:
            one = as_csv(columns, [row.cells]).partition("\n")[2]
            lines[line] = row.number
            line += one.count("\n")
            text += one
        path.write_text(text, encoding="utf-8", newline="")
        self._tables[self._copy.relative(path)] = (table, lines)

    def _at_cells(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        folder = f"data/agendas/{self._slug}"
        for finding in findings:
            place = ""
            if finding.file in self._tables:
                table, lines = self._tables[finding.file]
                if finding.line in lines:
                    place = table.at(lines[finding.line], finding.column)
            elif finding.file == f"{folder}/agenda.toml":
                place = self._agenda_place(finding)
            elif finding.file in (folder, f"agenda/{self._slug}"):
                place = self._draft.places.get("slug", f"{AGENDA}!A1")
            if place:
                yield self._said(finding, place)

    def _agenda_place(self, finding: Finding) -> str:
        about = self._toml[finding.line] if 0 < finding.line < len(self._toml) else ""
        key = _KEYS.get(finding.column, finding.column)
        places = self._draft.places
        if about.startswith(("source ", "localTerm ")):
            part, number = about.split(" ")
            key = "file" if part == "localTerm" and key == "label" else key
            return places.get(f"{part} {number} {key}") or places.get(about) or f"{AGENDA}!A1"
        return places.get(_LINES_OF_AGENDA.get(key, key)) or places.get(about) or f"{AGENDA}!A1"

    def _heading(self, finding: Finding, place: str) -> str:
        key = _KEYS.get(finding.column, finding.column)
        if not finding.file.endswith(".toml"):
            return self._layout.headings.get(key, "")
        about = next((name for name, spot in self._draft.places.items() if spot == place and name.count(" ") != 1), "")
        part = self._layout.plans.get(about.split(" ")[0])
        column = part.column(about.split(" ")[-1]) if part else None
        fact = next((one for one in FACTS if self._draft.places.get(one.key) == place), None)
        return column.heading if column else fact.heading if fact else ""

    def _said(self, finding: Finding, place: str) -> Finding:
        """Say a finding in the words of the workbook."""
        column = next(
            (one for plan in self._layout.plans.values() for one in plan.columns if one.name == finding.column), None
        )
        choices, headings = self._layout.choices, self._layout.headings
        name = column.choice if column else ""

        def shown(text: str) -> str:
            return "|".join(choices.show(name, one) for one in split_cell(text)) if name else text

        words = {
            one.value: one.shown
            for one in (*choices.lists["basis"], *choices.lists["role"], *choices.lists["direction"])
        }
        return replace(
            finding,
            file=place,
            line=0,
            column=self._heading(finding, place),
            nl=speak(finding.nl, headings, words),
            value=shown(finding.value),
            hint=shown(finding.hint),
        )
