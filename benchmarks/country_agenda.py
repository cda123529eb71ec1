"""One made-up agenda: rows for each of its tables, every row with a citation inside its sources."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from country_shape import (
    ACTIONS,
    AIMS,
    COLUMNS,
    CONTRIBUTIONS,
    ENGLISH,
    FACTORS,
    HIGHER,
    LABEL_WORDS,
    LINK_KINDS,
    LINKS,
    PASSAGES,
    ROLES,
    ROWS,
    SECTIONS,
    TARGETS,
    UNITS,
    VIA,
    YEARS,
)
from country_words import Words, pick, pick_some, slug

Row = dict[str, str]
SOURCES = ("agenda", "kader")
_KINDS = {
    "activities": "activity",
    "approaches": "approach",
    "priorities": "priority",
    "criteria": "criterion",
    "localities": "locality",
}
_FORMULATION = {"goals": "state", "subgoals": "state", "effects": "state", "challenges": "subject"}


@dataclass(frozen=True)
class Shared:
    """What all agendas draw from: kind to ids, such as ``topic`` to ``topic/werk``."""

    words: Words
    ids: dict[str, list[str]]


@dataclass
class Agenda:
    """One agenda while it is made.

    Args:
        name: the name of the municipality.
        seed: what makes it repeatable.
        shared: what all agendas draw from.
        partners: the partners it may work with.
    """

    name: str
    seed: str
    shared: Shared
    partners: Sequence[str]
    tables: dict[str, list[Row]] = field(default_factory=dict)
    ids: dict[str, list[str]] = field(default_factory=dict)
    cited: dict[str, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.slug = slug(self.name)
        self._rng = random.Random(f"{self.seed}/{self.slug}")  # noqa: S311
        self._size = pick(self._rng, FACTORS)
        self.sections: dict[str, list[tuple[str, int, int]]] = {name: self._document() for name in SOURCES}
        self._passages = {name: [self._passage(name) for _ in range(round(PASSAGES * self._size))] for name in SOURCES}
        self._make()

    def _document(self) -> list[tuple[str, int, int]]:
        """Give a source as its sections: heading, first and last line."""
        sections, line = [], 1
        for number in range(round(SECTIONS * self._size)):
            last = line + self._rng.randint(6, 24)
            heading = f"{1 + number // 9}.{1 + number % 9} {self.shared.words.phrase(self._rng, 4).capitalize()}"
            sections.append((heading, line, last))
            line = last + 1
        return sections

    def _passage(self, source: str) -> tuple[int, int, str]:
        heading, first, last = pick(self._rng, self.sections[source])
        start = self._rng.randint(first, last)
        return start, min(last, start + int(self._rng.random() * 5)), heading

    def citation(self, places: float = 2) -> Row:
        """Give the three columns of a citation, of one source."""
        source = SOURCES[self._rng.random() < 0.25]
        passages = self._passages[source]
        found = {pick(self._rng, passages) for _ in range(max(1, int(self._rng.random() * places * 2 + 0.5)))}
        lines = [(f"{start}-{end}" if end > start else f"{start}", heading) for start, end, heading in sorted(found)]
        return {
            "source": source,
            "section": "|".join(heading for _, heading in lines),
            "lines": "|".join(span for span, _ in lines),
        }

    def _basis(self, table: str) -> Row:
        if self._rng.random() < COLUMNS[table].get("interpreted", 0):
            return {"basis": "interpreted", "reason": pick(self._rng, self.shared.words.reasons)}
        return {"basis": "stated"}

    def _cell(self, table: str, column: str, mean: float) -> str:
        rng, words = self._rng, self.shared.words
        texts = {"note": words.notes, "description": words.descriptions, "population": words.populations}
        if column in texts:
            return pick(rng, texts[column]) if rng.random() < mean else ""
        if column == "altLabel":
            return "|".join(words.phrase(rng, 3) for _ in pick_some(rng, range(9), mean))
        lists = {
            "unit": UNITS,
            "direction": ("up", "down"),
            "qualifier": ("ongeveer", "meer dan", "bijna", "ruim"),
            "topic": self._bare("topic"),
            "preventionType": ("universal", "selective", "indicated"),
            "governanceRole": self._bare("governance-role"),
            "aimsAt": self.shared.ids["target-group"],
            "regulatedBy": self.shared.ids["law"],
            "influences": self.ids.get("areas", []),
            "inArea": self.ids.get("areas", []),
            "monitoringSource": self.ids.get("monitoring-sources", []),
        }
        if column == "partOf":
            of = "activities" if table == "activities" else "development-assignments"
            choice: Sequence[str] = self.ids.get(of, [])
        elif column == "contributesTo":
            choice = self._all(HIGHER[table])
        elif column == "measures":
            choice = self._all(("goals", "subgoals", "areas"))
        else:
            choice = lists[column]
        return "|".join(pick_some(rng, choice, mean)) if choice else ""

    def _bare(self, kind: str) -> list[str]:
        return [one.partition("/")[2] for one in self.shared.ids[kind]]

    def _all(self, tables: Sequence[str]) -> list[str]:
        return [one for table in tables for one in self.ids.get(table, [])]

    def _cells(self, table: str, places: float = 2) -> Row:
        cells = {
            column: self._cell(table, column, mean)
            for column, mean in COLUMNS[table].items()
            if column != "interpreted"
        }
        return cells | self._basis(table) | self.citation(places)

    def _named(self, table: str, count: int) -> None:
        """Add rows of things with a name of their own; no name is used twice in a table."""
        rng, words = self._rng, self.shared.words
        kind = _KINDS.get(table, table.removesuffix("s"))
        mean = LABEL_WORDS.get(table, 4)
        rows = self.tables.setdefault(table, [])
        ids = self.ids.setdefault(table, [])
        while len(rows) < max(1, count):
            label = words.phrase(rng, rng.randint((mean + 1) // 2, mean + mean // 2))
            identifier = f"{kind}/{slug(label)}"[:90].rstrip("-")
            if identifier in ids:
                continue
            row = {"id": identifier, "label": label.capitalize(), **self._cells(table)}
            if rng.random() < ENGLISH.get(table, 1):
                row["labelEn"] = words.phrase(rng, max(1, mean)).capitalize()
            if table in _FORMULATION:
                row["formulation"] = _FORMULATION[table]
            if table == "wheels":
                row["wheelKind"] = pick(rng, ("policy", "policy", "outcome", "given", "care-use"))
            rows.append(row)
            ids.append(identifier)

    def _make(self) -> None:
        wheels = self._rng.random() < 0.25
        self._named("wheels" if wheels else "themes", 12 if wheels else 4)
        self.ids["areas"] = self.ids["wheels" if wheels else "themes"]
        self._named("monitoring-sources", round(ROWS["monitoring-sources"] * self._size))
        for table, mean in ROWS.items():
            self._named(table, round(mean * self._size))
        self._contributions(round(CONTRIBUTIONS * self._size))
        self._links(round(LINKS * self._size))
        for indicator in self.tables["indicators"]:
            self._figures("observations", indicator, [str(year) for year in YEARS])
        for indicator in pick_some(self._rng, self.tables["indicators"], TARGETS):
            self._figures("targets", indicator, ["2026/2029"])

    def _contributions(self, count: int) -> None:
        rng = self._rng
        ways = rng.choices(list(VIA), list(VIA.values()), k=count)
        roles = rng.choices(list(ROLES), list(ROLES.values()), k=count)
        rows: dict[str, Row] = {}
        for way, role in zip(ways, roles, strict=True):
            partner = pick(rng, self.partners)
            through = {"to": pick(rng, self._all(AIMS))} if way == "aims" else {"viaAgenda": f"agenda/{self.slug}"}
            if way in ACTIONS:
                through = {"via": pick(rng, self.ids[way])}
            end = next(iter(through.values())).partition("/")[2]
            row = {
                "id": f"contribution/{end}--{partner.partition('/')[2]}",
                "partner": partner,
                "role": role,
                **through,
                **self._cells("contributions"),
            }
            rows.setdefault(row["id"], row)
            self.cited.setdefault(partner, {key: row[key] for key in ("source", "section", "lines")})
        self.tables["contributions"] = list(rows.values())

    def _links(self, count: int) -> None:
        rng = self._rng
        rows: dict[str, Row] = {}
        for _, property_, subjects, objects in rng.choices(LINK_KINDS, [kind[0] for kind in LINK_KINDS], k=count):
            table, of = pick(rng, subjects), pick(rng, objects)
            subject = f"../agenda/{self.slug}" if table == "agenda" else pick(rng, self.ids[table])
            object_ = pick(rng, self.ids[of]) if of in self.ids else "../" + pick(rng, self.shared.ids[of])
            row = {
                "id": f"link/{subject.rpartition('/')[2]}--{slug_of(object_)}",
                "subject": subject,
                "property": property_,
                "object": object_,
                **self._basis("links"),
                **self.citation(2.3),
            }
            rows.setdefault(row["id"], row)
        self.tables["links"] = list(rows.values())

    def _figures(self, table: str, indicator: Row, periods: Sequence[str]) -> None:
        """Add the figures of one indicator: a slow walk through the years."""
        rng = self._rng
        value = rng.uniform(5, 80)
        name = indicator["id"].partition("/")[2]
        cells = self._cells(table, 1.5)
        for period in periods:
            value = max(0.1, value + rng.uniform(-2, 2))
            row = {
                **cells,
                "id": f"{table.removesuffix('s')}/{name}-{period.replace('/', '-')}",
                "indicator": indicator["id"],
                "period": period,
                "refArea": f"municipality/{self.slug}",
                "value": f"{value:.1f}",
                "unit": indicator.get("unit") or "aantal",
                "asWritten": f"{value:.1f}".replace(".", ","),
            }
            self.tables.setdefault(table, []).append(row)


def slug_of(identifier: str) -> str:
    """Give an id as part of another: ``goal/werk`` as ``goal--werk``."""
    return identifier.removeprefix("../").replace("/", "--")
