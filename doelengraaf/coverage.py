"""Coverage: which lines of each source are cited, and which sections yield nothing and why.

``data/agendas/<agenda>/coverage.csv`` is curated: source, lines, section, status and note for every part of a document. Together with the citations
it tells how much of a document is read.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from doelengraaf.findings import Finding, must
from doelengraaf.kept import kept_per_store
from doelengraaf.project import Project
from doelengraaf.store import Rows, Store

__all__ = ["STATUSES", "Document", "Section", "documents", "read_coverage"]

STATUSES = {"read": "gelezen", "nothing-to-model": "niets om vast te leggen", "out-of-scope": "buiten de woordenlijst"}
"""What a section can be: read (its facts are in the tables), read with nothing in it to model, or read but outside the vocabulary."""
_COLUMNS = ["source", "lines", "section", "status", "note"]


@dataclass(frozen=True)
class Section:
    """One part of a document.

    Args:
        source: the slug of the source.
        first: its first line, 1-based.
        last: its last line, inclusive.
        section: the heading.
        status: one of ``STATUSES``.
        note: why it yields nothing, or what it yields.
        cited: how many of its lines something cites.
    """

    source: str
    first: int
    last: int
    section: str
    status: str
    note: str
    cited: int = 0


@dataclass(frozen=True)
class Document:
    """How far one source is covered.

    Args:
        iri: the source.
        label: its title.
        agenda: the slug of its agenda.
        lines: how many lines it has.
        cited: how many of them something cites.
        covered: how many are cited or in a section with a status.
        sections: its parts, in reading order.
    """

    iri: str
    label: str
    agenda: str
    lines: int
    cited: int
    covered: int
    sections: Sequence[Section]

    @property
    def cited_share(self) -> float:
        """The share of lines that something cites, 0 to 1."""
        return self.cited / self.lines if self.lines else 0.0

    @property
    def covered_share(self) -> float:
        """The share of lines that are cited or accounted for, 0 to 1."""
        return self.covered / self.lines if self.lines else 0.0


def read_coverage(path: Path, file: str) -> tuple[list[Section], list[Finding]]:
    """Read one ``coverage.csv``; what is wrong becomes findings."""
    if not path.is_file():
        return [], []
    try:
        with path.open(encoding="utf-8", newline="") as text:
            reader = csv.reader(text, strict=True)
            rows = [(reader.line_num, row) for row in reader if any(row)]
    except (UnicodeDecodeError, csv.Error):
        return [], [must(file, 1, "", "Dit is geen leesbare UTF-8 CSV.", "This is no readable UTF-8 CSV.")]
    if not rows or rows[0][1] != _COLUMNS:
        return [], [
            must(file, 1, "", f"De kolommen zijn: {', '.join(_COLUMNS)}.", f"The columns are: {', '.join(_COLUMNS)}.")
        ]
    found, findings = [], []
    for line, cells in rows[1:]:
        values = dict(zip(_COLUMNS, cells, strict=False))
        first, _, last = values.get("lines", "").partition("-")
        good = first.isdigit() and (last or first).isdigit() and 0 < int(first) <= int(last or first)
        if len(cells) != len(_COLUMNS) or not good or values["status"] not in STATUSES:
            findings.append(
                must(
                    file,
                    line,
                    "" if good else "lines",
                    f"Een rij heeft source, lines als 12-80, section, status ({', '.join(STATUSES)}) en note.",
                    f"A row has source, lines as 12-80, section, status ({', '.join(STATUSES)}) and note.",
                )
            )
            continue
        found.append(
            Section(
                values["source"], int(first), int(last or first), values["section"], values["status"], values["note"]
            )
        )
    return found, findings


def documents(project: Project, store: Store) -> Sequence[Document]:
    """Give the coverage of every source, sorted by agenda and title."""
    files = sorted((project.data / "agendas").glob("*/coverage.csv"))
    return _documents(store, project, tuple((path, path.stat().st_mtime_ns) for path in files))


@kept_per_store
def _documents(store: Store, project: Project, stamps: tuple[tuple[Path, int], ...]) -> Sequence[Document]:
    """Give it as the files are that have these stamps."""
    there = {path for path, _ in stamps}
    cited = _cited_lines(store)
    found = []
    for source, label, agenda, count in _sources(store):
        slug, name = agenda.rpartition("/")[2], source.rpartition("/")[2]
        lines = cited.get(source, set())
        accounted = set(lines)
        sections = []
        path = project.data / "agendas" / slug / "coverage.csv"
        known = read_coverage(path, project.relative(path))[0] if path in there else []
        for one in sorted(known, key=lambda part: part.first):
            if one.source == name:
                span = set(range(one.first, one.last + 1))
                accounted |= span
                sections.append(
                    Section(one.source, one.first, one.last, one.section, one.status, one.note, len(span & lines))
                )
        found.append(
            Document(source, label, slug, count, len(lines), len({n for n in accounted if n <= count}), sections)
        )
    return found


def _sources(store: Store) -> Iterator[tuple[str, str, str, int]]:
    answer = store.query(
        """PREFIX dg: <https://w3id.org/doelengraaf/def#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX nfo: <http://www.semanticdesktop.org/ontologies/2007/03/22/nfo#>
        SELECT DISTINCT ?s ?l ?a ?n { ?s a dg:SourceDocument ; rdfs:label ?l ; dg:agenda ?a ; nfo:lineCount ?n } ORDER BY ?a ?l"""
    )
    for row in answer.rows if isinstance(answer, Rows) else ():
        source, label, agenda, count = (term.value if term else "" for term in row)
        yield source, label, agenda, int(count)


@kept_per_store
def _cited_lines(store: Store) -> Mapping[str, set[int]]:
    answer = store.query(
        """PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT DISTINCT ?s ?f { ?e oa:hasSource ?s ; oa:hasSelector/rdf:value ?f }"""
    )
    found: dict[str, set[int]] = {}
    for row in answer.rows if isinstance(answer, Rows) else ():
        source, fragment = (term.value if term else "" for term in row)
        first, _, last = fragment.removeprefix("line=").partition(",")
        found.setdefault(source, set()).update(range(int(first) + 1, int(last) + 1))
    return found
