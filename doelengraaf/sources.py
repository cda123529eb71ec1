"""The frozen texts: passages for a reader who has them, and the check that names really stand in the cited lines.

The project ships no source text. A text is used only when its SHA-256 is that of the source in ``agenda.toml``.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from doelengraaf.agenda_file import AgendaFile
from doelengraaf.building.tables import Built
from doelengraaf.evidence import citations
from doelengraaf.findings import Finding, Severity, must
from doelengraaf.tables import split_cell
from doelengraaf.terms import ID, agenda_base

__all__ = ["OWN_WORDS", "check_passages", "nearest", "passage", "read_text", "stands_in"]

OWN_WORDS = "eigen omschrijving"
"""What a note says when the label is a noun phrase of our own, because the document has only a sentence."""
_NAMED_BY = {"contributions": "partner"}


@lru_cache(maxsize=32)
def read_text(path: Path, sha256: str) -> tuple[str, ...] | None:
    """Give the lines of a frozen text; None when the reader does not have it, or has another version."""
    if not path.is_file():
        return None
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        return None
    return tuple(data.decode("utf-8").split("\n"))


def passage(folder: Path, file: str, sha256: str, first: int, last: int) -> list[str] | None:
    """Give the lines ``first`` to ``last`` (1-based, inclusive) of a source; None when its text is not there."""
    lines = read_text(folder / Path(file).name, sha256)
    return None if lines is None else list(lines[first - 1 : last])


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def stands_in(name: str, text: str) -> bool:
    """Tell whether all words of a name stand in a text, whatever the line breaks, hyphens and accents.

    What is between brackets in a name is ours, to tell two apart.

    >>> stands_in("Project Welzijn op Recept", "Project Wel-\\nzijn op Recept (onderdeel Preventieteam)")
    True
    >>> stands_in("GGD (Krimpenerwaard)", "CJG/GGD en Stichting Jeugd")
    True
    >>> stands_in("Kwadraad", "Stichting Jeugd")
    False
    """
    squeezed = "".join(re.findall(r"[a-z0-9%]+", _plain(text)))
    words = re.findall(r"[a-z0-9%]+", _plain(re.sub(r"\(.*?\)", "", name)))
    return bool(words) and all(word in squeezed for word in words)


def nearest(names: Iterable[str], lines: Sequence[str], around: int) -> tuple[int, int] | None:
    """Give the lines (1-based, inclusive) nearest to ``around`` where all words of one of the names stand together.

    >>> nearest(["Welzijn op Recept"], ["x", "Project Wel-", "zijn op Recept", "y"], 4)
    (2, 3)
    """
    best: tuple[int, int, int] | None = None
    wanted = [name for name in names if name]
    for size in (1, 2, 3, 5, 8):
        for start in range(len(lines) - size + 1):
            distance = abs(start + 1 - around)
            if best is not None and best[0] <= distance:
                continue
            text = "\n".join(lines[start : start + size])
            if any(stands_in(name, text) for name in wanted):
                best = (distance, start + 1, start + size)
        if best is not None:
            return best[1], best[2]
    return None


def _texts(agendas: list[AgendaFile], folder: Path) -> tuple[dict[str, tuple[str, ...]], list[Finding]]:
    texts, findings = {}, []
    for agenda in agendas:
        for source in agenda.sources():
            path = folder / Path(str(source.get("file", ""))).name
            lines = read_text(path, str(source.get("sha256", "")))
            iri = f"{ID}{agenda.slug}/source-document/{source.get('slug')}"
            if lines is not None:
                texts[iri] = lines
                if len(lines) != source.get("lines"):
                    findings.append(
                        must(
                            agenda.file,
                            agenda.lines.get(iri, 1),
                            "lines",
                            f"De tekst heeft {len(lines)} regels.",
                            f"The text has {len(lines)} lines.",
                        )
                    )
            elif path.is_file():
                findings.append(
                    must(
                        agenda.file,
                        agenda.lines.get(iri, 1),
                        "sha256",
                        f"De tekst {path.name} is niet de versie van dit controlegetal: haal de juiste versie, of bewaar de nieuwe als nieuwe bron.",
                        f"The text {path.name} is not the version of this checksum: get the right version, or keep the new one as a new source.",
                    )
                )
    return texts, findings


def check_passages(built: Built, folder: Path, only: str | None = None) -> list[Finding]:
    """Check that the words of each name stand in the lines its row cites.

    Rows whose source text the reader does not have are passed over; so are names that the note calls our own.

    Args:
        built: the tables.
        folder: where the frozen texts are, if anywhere.
        only: the part whose rows are checked; all when left out.
    """
    texts, findings = _texts(built.agendas, folder)
    names: dict[str, list[str]] = {}
    for owner, table in built.tables:
        for row in table.rows:
            cells = row.cells
            names.setdefault(agenda_base(owner) + cells.get("id", ""), []).extend(
                split_cell(f"{cells.get('label', '')}|{cells.get('altLabel', '')}")
            )
    for owner, table in built.tables:
        if only is not None and owner != only:
            continue
        for row in table.rows:
            of = _NAMED_BY.get(table.name)
            wanted = names.get(ID + row.cells.get(of, "") if of else agenda_base(owner) + row.cells.get("id", ""), [])
            if not wanted or OWN_WORDS in row.cells.get("note", "") or table.name == "links":
                continue
            cited = [(texts.get(f"{ID}{c.agenda}/source-document/{c.source}"), c) for c in citations(row, owner)[0]]
            if not cited or any(lines is None for lines, _ in cited):
                continue
            text = "\n".join("\n".join(lines[c.first - 1 : c.last]) for lines, c in cited if lines is not None)
            if not any(stands_in(name, text) for name in wanted):
                found = [(c, nearest(wanted, lines, c.first)) for lines, c in cited if lines is not None]
                places = {f"{c.source} {at[0]}-{at[1]}" for c, at in found if at is not None}
                findings.append(
                    Finding(
                        row.file,
                        row.line,
                        "lines",
                        Severity.SHOULD,
                        "Geen van de namen staat in de aangehaalde regels: haal de juiste regels aan, of zet in note dat de naam een "
                        "eigen omschrijving is.",
                        "None of the names stands in the cited lines: cite the right lines, or say in note that the name is our own "
                        "('eigen omschrijving').",
                        row.cells.get("lines", ""),
                        min(places, default=""),
                    )
                )
    return findings
