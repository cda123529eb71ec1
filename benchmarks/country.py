"""Make up a country: N municipalities in the shape of the real data, as tables that ``doelengraaf build`` takes.

Run ``python benchmarks/country.py 40 /tmp/country`` and then ``doelengraaf --project /tmp/country build``. The words are made up and the
sources do not exist; topics, partner types, target groups and laws are those of this project, and ontology, shapes and queries are links to
it. The same number and seed give the same bytes. An agenda has about 450 things, 275 contributions, 400 links and 600 figures, but sizes
differ as they do in the real data (``country_shape.py``).
"""

import argparse
import csv
import hashlib
import json
import random
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from country_agenda import SOURCES, Agenda, Row, Shared
from country_shape import AIMS, CITED_BY, MAPPINGS, PARTNERS, PREDICATES, REGION
from country_words import Words, pick, pick_some, slug

from doelengraaf.building.tables import taken_names
from doelengraaf.terms import Context

ROOT = Path(__file__).resolve().parent.parent
ID = "https://w3id.org/doelengraaf/id/"
LISTS = ("laws", "partner-types", "target-groups", "topics")
KINDS = ("partner-organization", "partner-organization", "partner-group", "partner-group", "partner-collaboration")


def _write(path: Path, rows: Sequence[Row], order: Mapping[str, int]) -> None:
    """Write a table in the fixed form: columns in the order of the context, rows by id."""
    if not rows:
        return
    columns = sorted({name for row in rows for name, text in row.items() if text}, key=lambda name: order[name])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in sorted(rows, key=lambda row: row["id"]):
            writer.writerow([row.get(name, "") for name in columns])


def _order() -> dict[str, int]:
    terms = json.loads((ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    return {
        name: place
        for place, name in enumerate(["id", *terms, "source", "section", "lines"])
        if place == 0 or name != "id"
    }


def _shared(folder: Path, words: Words) -> Shared:
    """Copy the lists all agendas share, and give what is in them."""
    ids: dict[str, list[str]] = {}
    for name in LISTS:
        shutil.copyfile(ROOT / "data" / "shared" / f"{name}.csv", folder / f"{name}.csv")
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found = [row["id"] for row in csv.DictReader(file)]
        ids[found[0].partition("/")[0]] = found
    roles = ("performer", "commissioner", "director", "co-producer", "supporter", "spectator")
    ids["governance-role"] = [f"governance-role/{role}" for role in roles]
    health = ("bodily-functions", "mental-well-being", "meaningfulness", "quality-of-life", "participation")
    ids["positive-health-dimension"] = [f"positive-health-dimension/{one}" for one in (*health, "daily-functioning")]
    return Shared(words, ids)


def _unique(rng: random.Random, words: Words, count: int, length: int, taken: set[str]) -> list[str]:
    names: list[str] = []
    while len(names) < count:
        name = words.phrase(rng, length).title()
        if slug(name) not in taken:
            taken.add(slug(name))
            names.append(name)
    return names


def _partners(rng: random.Random, words: Words, names: Sequence[str]) -> Iterator[tuple[list[Row], list[Row]]]:
    """Give for each municipality the partners it shares and its own."""
    taken: set[str] = set()

    def some(count: int, suffix: str = "") -> list[Row]:
        made = []
        for name in _unique(rng, words, count, 2, taken):
            label = f"{name} ({suffix})" if suffix else name
            made.append({"id": f"{pick(rng, KINDS)}/{slug(label)}", "label": label})
        return made

    everywhere = some(PARTNERS["everywhere"])
    for start in range(0, len(names), REGION):
        region = some(PARTNERS["region"])
        for name in names[start : start + REGION]:
            yield [*pick_some(rng, everywhere, 20), *pick_some(rng, region, 10)], some(PARTNERS["own"], name)


def _write_agenda(folder: Path, agenda: Agenda, order: Mapping[str, int]) -> None:
    folder.mkdir(parents=True)
    for name, rows in agenda.tables.items():
        _write(folder / f"{name}.csv", rows, order)
    title = f"Maatschappelijke agenda {agenda.name} 2026-2029"
    lines = [
        f'slug = "{agenda.slug}"',
        f'label = "{title}"',
        f'municipality = "municipality/{agenda.slug}"',
        "startDate = 2026-01-01",
        "endDate = 2029-12-31",
        'passedBy = "gemeenteraad"',
        'description = "Een verzonnen agenda."',
    ]
    for source in SOURCES:
        digest = hashlib.sha256(f"{agenda.slug}/{source}".encode()).hexdigest()
        lines += [
            "",
            "[[source]]",
            f'slug = "{source}"',
            f'label = "{title if source == SOURCES[0] else "Kadernota " + agenda.name}"',
            f'file = "{agenda.slug}-{source}.txt"',
            f'sha256 = "{digest}"',
            f"lines = {agenda.sections[source][-1][2]}",
        ]
    for name, term in (
        ("Goal", "doel"),
        ("Effort", "inspanning"),
        ("Indicator", "indicator"),
        ("Trend", "ontwikkeling"),
    ):
        heading, first, last = agenda.sections["agenda"][len(term) % len(agenda.sections["agenda"])]
        lines += ["", "[[localTerm]]", f'class = "{name}"', f'term = "{term}"', 'source = "agenda"']
        lines += [f'section = "{heading}"', f'lines = "{first}-{last}"']
    heading, first, last = agenda.sections["agenda"][0]
    lines += ["", "[evidence]", 'source = "agenda"', f'section = "{heading}"', f'lines = "{first}-{last}"', ""]
    (folder / "agenda.toml").write_text("\n".join(lines), encoding="utf-8")
    with (folder / "coverage.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["source", "lines", "section", "status", "note"])
        for source in SOURCES:
            for heading, first, last in agenda.sections[source]:
                writer.writerow([source, f"{first}-{last}", heading, "read", "verzonnen"])


def _write_partners(
    folder: Path,
    partners: Mapping[str, Row],
    cited: Mapping[str, list[Row]],
    shared: Shared,
    rng: random.Random,
    order: Mapping[str, int],
) -> None:
    tables: dict[str, list[Row]] = {}
    types = [one.partition("/")[2] for one in shared.ids["partner-type"]]
    for identifier, places in cited.items():
        row = {
            **partners[identifier],
            "partnerType": pick(rng, types),
            "altLabel": shared.words.phrase(rng, 2) if rng.random() < 0.4 else "",
            "note": pick(rng, shared.words.notes) if rng.random() < 0.4 else "",
            "basis": "stated",
        }
        row |= {key: "|".join(place[key] for place in places) for key in ("source", "section", "lines")}
        tables.setdefault(identifier.partition("/")[0] + "s", []).append(row)
    for name, rows in tables.items():
        _write(folder / f"{name}.csv", rows, order)


def _write_mappings(
    folder: Path, things: Sequence[tuple[str, dict[str, list[str]]]], rng: random.Random, words: Words
) -> None:
    folder.mkdir()
    columns = "subject_id predicate_id object_id mapping_justification confidence author_label mapping_date"
    for name, count in MAPPINGS.items():
        rows = set()
        for place, (agenda, ids) in enumerate(things[1:], 1):
            for _ in range(count):
                # With agendas made before it, so that each pair is looked at once.
                before, others = things[int(rng.random() * place)]
                predicate = f"skos:{pick(rng, PREDICATES)}"
                pair = f"{agenda}:{pick(rng, ids[name])}", predicate, f"{before}:{pick(rng, others[name])}"
                rows.add(
                    (*pair, f"{rng.uniform(0.5, 1):.2f}", "Not" if rng.random() < 0.2 else "", pick(rng, words.reasons))
                )
        unique = {row[:3]: row for row in sorted(rows)}
        head = [f"#mapping_set_id: https://w3id.org/doelengraaf/mappings/{name}", "#curie_map:"]
        head += [f"#  {agenda}: {ID}{agenda}/" for agenda, _ in things]
        head += ["#  skos: http://www.w3.org/2004/02/skos/core#", "#  semapv: https://w3id.org/semapv/vocab/"]
        lines = ["\t".join([*columns.split(), "predicate_modifier", "comment"])]
        for subject, predicate, object_, confidence, not_, comment in unique.values():
            justification = "semapv:ManualMappingCuration"
            cells = [subject, predicate, object_, justification, confidence, "verzonnen", "2026-01-01", not_, comment]
            lines.append("\t".join(cells))
        (folder / f"{name}.sssom.tsv").write_text("\n".join([*head, *lines, ""]), encoding="utf-8")


def make_country(count: int, folder: Path, seed: str = "doelengraaf") -> None:
    """Write a project of ``count`` made-up municipalities to ``folder``, which has no ``data`` yet."""
    words, order = Words(seed), _order()
    rng = random.Random(f"{seed}/country")  # noqa: S311
    (folder / "data" / "shared").mkdir(parents=True)
    for name in ("ontology", "shapes", "queries"):
        if not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
    shared = _shared(folder / "data" / "shared", words)
    # What the name of an agenda may not be, no municipality is called.
    context = Context.read(folder / "ontology" / "context.jsonld")
    names = _unique(rng, words, count, 1, taken_names(context))
    partners: dict[str, Row] = {}
    cited: dict[str, list[Row]] = {}
    things = []
    for name, (known, own) in zip(names, _partners(rng, words, names), strict=True):
        partners |= {row["id"]: row for row in (*known, *own)}
        agenda = Agenda(name, seed, shared, [row["id"] for row in (*known, *own)])
        _write_agenda(folder / "data" / "agendas" / agenda.slug, agenda, order)
        for partner, place in agenda.cited.items():
            places = cited.setdefault(partner, [])
            if len(places) < CITED_BY:
                # One place per agenda: a citation of several lines is as many places.
                first = {key: text.partition("|")[0] for key, text in place.items()}
                places.append({**first, "source": f"{agenda.slug}/{first['source']}"})
        aims: Iterable[str] = (one for table in AIMS for one in agenda.ids[table])
        things.append((agenda.slug, {"aims": list(aims), "indicators": agenda.ids["indicators"]}))
    _write_partners(folder / "data" / "shared", partners, cited, shared, rng, order)
    _write_mappings(folder / "data" / "mappings", things, rng, words)
    rows = [
        {
            "id": f"municipality/{slug(name)}",
            "label": name,
            "altLabel": f"gemeente {name}",
            "notation": f"VZ{number:04}",
            "exactMatch": f"https://example.org/gemeente/{number:04}",
        }
        for number, name in enumerate(names, 1)
    ]
    _write(folder / "data" / "shared" / "municipalities.csv", rows, order)
    (folder / "data" / "changes.csv").write_text("date,agenda,nl,en\n", encoding="utf-8")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("count", metavar="N", type=int, help="how many municipalities: 4, 40 or 342")
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="where; it may not hold data yet")
    parser.add_argument("--seed", default="doelengraaf", help="another seed gives another country")
    told = parser.parse_args()
    if told.count < 1:
        parser.error("a country has at least one municipality")
    if (told.folder / "data").exists():
        sys.exit(f"{told.folder / 'data'} is there already: give another folder.")
    make_country(told.count, told.folder, told.seed)


if __name__ == "__main__":
    main()
