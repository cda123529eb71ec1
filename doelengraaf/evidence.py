"""Where it is written: from the cells source, section and lines to an evidence node.

A citation is an ``oa:SpecificResource`` with an ``oa:FragmentSelector`` by RFC 5147, which counts line positions from 0:
``line=811,815`` is lines 812 to 815 (https://www.rfc-editor.org/rfc/rfc5147#section-2.2.2).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from doelengraaf.findings import Finding, must
from doelengraaf.tables import Row, split_cell
from doelengraaf.terms import ID

__all__ = ["RFC5147", "Citation", "citation_text", "citations", "evidence_node", "lines_of_fragment"]

RFC5147 = "http://tools.ietf.org/rfc/rfc5147"
_LINES = re.compile(r"([1-9][0-9]{0,6})(?:-([1-9][0-9]{0,6}))?")


@dataclass(frozen=True)
class Citation:
    """One place in a source.

    Args:
        agenda: the slug of the agenda the source belongs to.
        source: the slug of the source.
        section: the heading a person with the PDF looks for; may be empty.
        first: the first line, 1-based.
        last: the last line, 1-based, inclusive.
    """

    agenda: str
    source: str
    section: str
    first: int
    last: int


def citations(row: Row, agenda: str) -> tuple[list[Citation], list[Finding]]:
    """Read the citations of a row.

    Several places are separated by ``|`` in ``lines``; ``source`` and ``section`` then hold one value for all or as many.

    Args:
        row: the row.
        agenda: the agenda of the table, or ``shared``: then each source is written ``agenda/source``.
    """
    findings: list[Finding] = []
    lines = split_cell(row.cells.get("lines", ""))
    sources = split_cell(row.cells.get("source", ""))
    sections = split_cell(row.cells.get("section", ""))

    def wrong(column: str, nl: str, en: str, value: str = "") -> None:
        findings.append(must(row.file, row.line, column, nl, en, value))

    if not lines:
        if sources or sections:
            wrong(
                "lines",
                "Er staat een bron of paragraaf maar geen regels: geef de regels, zoals 812-815.",
                "There is a source or section but no lines: give the lines, such as 812-815.",
            )
        return [], findings
    for name, values in (("source", sources), ("section", sections)):
        if len(values) not in (1, len(lines)) and not (name == "section" and not values):
            wrong(
                name,
                f"Er zijn {len(lines)} plaatsen en {len(values)} waarden: geef één waarde voor alle plaatsen, of evenveel.",
                f"There are {len(lines)} places and {len(values)} values: give one value for all places, or as many.",
            )
            return [], findings
    sources = sources * len(lines) if len(sources) == 1 else sources
    sections = (sections or [""]) * len(lines) if len(sections) < 2 else sections
    found = []
    for source, section, text in zip(sources, sections, lines, strict=True):
        owner, slash, name = source.rpartition("/")
        match = _LINES.fullmatch(text)
        if bool(slash) != (agenda == "shared"):
            wrong(
                "source",
                "Schrijf de bron hier als "
                + ("agenda/bron, zoals krimpenerwaard/mag." if agenda == "shared" else "alleen de slug van de bron."),
                "Write the source here as "
                + (
                    "agenda/source, such as krimpenerwaard/mag."
                    if agenda == "shared"
                    else "the slug of the source only."
                ),
                source,
            )
        elif not match or (match[2] and int(match[2]) < int(match[1])):
            wrong(
                "lines",
                "Regels schrijft u als 812 of 812-815, de laagste eerst.",
                "Lines are written 812 or 812-815, the lowest first.",
                text,
            )
        else:
            found.append(Citation(owner or agenda, name, section, int(match[1]), int(match[2] or match[1])))
    return found, findings


def _source_iri(citation: Citation) -> str:
    return f"{ID}{citation.agenda}/source-document/{citation.source}"


def citation_text(places: Iterable[Citation], titles: Mapping[str, str]) -> str:
    """Give places as one line for people, the lines of one section together.

    >>> citation_text([Citation("a", "b", "4.2", 12, 12), Citation("a", "b", "4.2", 15, 18)], {})
    'b, 4.2, regels 12 en 15-18'
    """
    groups: dict[tuple[str, str], list[Citation]] = {}
    for place in sorted(set(places), key=lambda p: (p.agenda, p.source, p.section, p.first, p.last)):
        groups.setdefault((titles.get(_source_iri(place), place.source), place.section), []).append(place)
    texts = []
    for (title, section), found in groups.items():
        spans = [str(p.first) if p.first == p.last else f"{p.first}-{p.last}" for p in found]
        word = "regel" if len(spans) == 1 and "-" not in spans[0] else "regels"
        joined = spans[0] if len(spans) == 1 else ", ".join(spans[:-1]) + " en " + spans[-1]
        texts.append(", ".join(part for part in (title, section, f"{word} {joined}") if part))
    return "; ".join(texts)


def evidence_node(citation: Citation, titles: Mapping[str, str]) -> dict[str, Any]:
    """Give the evidence node of a citation in the terms of the JSON-LD context.

    Args:
        citation: the place.
        titles: the IRI of a source to its title, for the citation that people read.
    """
    source = _source_iri(citation)
    node = f"{ID}{citation.agenda}/evidence/{citation.source}-{citation.first}-{citation.last}"
    return {
        "id": node,
        "type": "oa:SpecificResource",
        "hasSource": source,
        "locator": citation.section or None,
        "citation": citation_text([citation], titles),
        "hasSelector": {
            "id": node + "#lines",
            "type": "oa:FragmentSelector",
            "conformsTo": RFC5147,
            "fragment": f"line={citation.first - 1},{citation.last}",
        },
    }


def lines_of_fragment(fragment: str) -> tuple[int, int]:
    """Give the 1-based first and last line of an RFC 5147 fragment.

    >>> lines_of_fragment("line=811,815")
    (812, 815)
    """
    first, _, last = fragment.removeprefix("line=").partition(",")
    return int(first) + 1, int(last)
