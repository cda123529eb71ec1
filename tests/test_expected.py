"""The answers of the saved questions against what people read in the documents: one file of expectations per question in ``expected/``.

A file has ``cases``; each case says what was ``asked`` and which rows the answer must hold (``contains``) and must not hold (``lacks``), and where the
document lets one count, the number of ``rows`` or the exact ``values`` of a column. A row names some columns with the text that people read there.
"""

import csv
import difflib
from pathlib import Path
from typing import Any

import pytest
import yaml

from doelengraaf.answers import Answer
from doelengraaf.pipeline import dataset_version, make_build
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import open_store

FOLDER = Path(__file__).parent / "expected"
QUERIES = Path(__file__).parent.parent / "queries"
KEYS = {"asked", "contains", "lacks", "rows", "values"}
OWN_FILE = {"partners-per-doel"}
"""Questions whose expectations are a table of their own, read by ``test_questions.py``."""

Row = dict[str, str]


def read(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))["cases"]
    return cases


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def table(answer: Answer) -> list[Row]:
    names = [column.name for column in answer.columns]
    return [dict(zip(names, (cell.text for cell in row), strict=True)) for row in answer.rows]


def matches(row: Row, wanted: Row) -> bool:
    return all(row[column] == text for column, text in wanted.items())


def nearest(rows: list[Row], wanted: Row) -> str:
    """Give the row that is most like the wanted one, to say what is different."""

    def likeness(row: Row) -> float:
        pairs = [(row[column], text) for column, text in wanted.items()]
        return sum((a == b) + difflib.SequenceMatcher(None, a, b).ratio() for a, b in pairs)

    if not rows:
        return "het antwoord heeft geen rijen"
    best = max(rows, key=likeness)
    return str({column: best[column] for column in wanted})


def faults(case: dict[str, Any], rows: list[Row]) -> list[str]:
    """Say in which ways rows differ from a case."""
    wrong = [
        f"ontbreekt: {wanted}\n    het dichtst erbij: {nearest(rows, wanted)}"
        for wanted in case.get("contains", ())
        if not any(matches(row, wanted) for row in rows)
    ]
    wrong += [f"mag er niet zijn: {bad}" for bad in case.get("lacks", ()) if any(matches(row, bad) for row in rows)]
    if "rows" in case and len(rows) != case["rows"]:
        wrong.append(f"{len(rows)} rijen in plaats van {case['rows']}")
    for column, texts in case.get("values", {}).items():
        found, wanted_texts = {row[column] for row in rows}, {texts} if isinstance(texts, str) else set(texts)
        if found != wanted_texts:
            wrong.append(f"{column}: te veel {sorted(found - wanted_texts)}, ontbreekt {sorted(wanted_texts - found)}")
    return wrong


@pytest.mark.parametrize("name", names())
def test_the_answer_is_what_people_read_in_the_documents(questions: Questions, name: str) -> None:
    wrong = []
    for number, case in enumerate(read(name), 1):
        answer = questions.ask(name, case["asked"])
        assert not answer.truncated, f"{name}.yaml, geval {number}: het antwoord is afgekapt"
        columns, rows = [column.name for column in answer.columns], table(answer)
        used = {column for row in (*case.get("contains", ()), *case.get("lacks", ())) for column in row}
        used |= set(case.get("values", ()))
        assert used <= set(columns), f"{name}.yaml, geval {number}: geen kolom {sorted(used - set(columns))}"
        wrong += [f"{name}.yaml, geval {number} {case['asked']}: {fault}" for fault in faults(case, rows)]
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_question_has_expectations() -> None:
    questions = {path.stem for path in QUERIES.glob("*.rq")}
    assert questions - set(names()) == OWN_FILE
    assert set(names()) <= questions, "een bestand zonder vraag"


@pytest.mark.parametrize("name", names())
def test_expectations_say_enough(name: str) -> None:
    cases = read(name)
    assert len(cases) >= 2
    if "#+ parameters:" in (QUERIES / f"{name}.rq").read_text(encoding="utf-8"):
        assert any(case["asked"] for case in cases), "geen geval met een parameter"
    assert any(case.get("lacks") for case in cases), "niets dat er niet mag zijn"
    for case in cases:
        assert set(case) <= KEYS, f"onbekende sleutel: {sorted(set(case) - KEYS)}"
        assert set(case) - {"asked"}, "een geval dat niets verwacht"


AGENDA_2023 = """slug = "cranendonck-2023"
label = "Beleidskader Sociaal Domein Cranendonck 2023 - 2026"
municipality = "municipality/cranendonck"
startDate = 2023-01-01
endDate = 2026-12-31
replaces = "agenda/cranendonck"
description = "Een gemaakte tweede agenda, om te zien wat er verandert."

[[source]]
slug = "kader"
label = "Beleidskader Sociaal Domein Cranendonck 2023 - 2026"
file = "gemaakt.txt"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
lines = 9

[evidence]
source = "kader"
section = "Titelblad"
lines = "1"
"""
SAME = "Leefbaarheid: inwoners voelen zich prettig in hun woonomgeving"
RENAMED = "Participatie: iedereen doet mee"
NEW = "Bestaanszekerheid: inwoners kunnen rondkomen"
DROPPED = "Talentontwikkeling: inwoners groeien gezond en veilig op en kunnen zich maximaal ontwikkelen"


def add_second_agenda(project: Project) -> None:
    """Write an agenda after the first, with one aim kept, one renamed and one new; the other aims have no follower."""
    folder = project.data / "agendas" / "cranendonck-2023"
    folder.mkdir()
    (folder / "agenda.toml").write_text(AGENDA_2023, encoding="utf-8")
    with (folder / "goals.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            ["id", "label", "labelEn", "topic", "formulation", "revisionOf", "basis", "source", "section", "lines"]
        )
        for slug, label, topic, former, line in (
            ("bestaanszekerheid", NEW, "armoede", "", "4"),
            ("leefbaarheid", SAME, "leefomgeving", "../cranendonck/goal/leefbaarheid", "2"),
            ("participatie", RENAMED, "participatie", "../cranendonck/goal/participatie", "3"),
        ):
            writer.writerow([f"goal/{slug}", label, label, topic, "state", former, "stated", "kader", "Doelen", line])
    with (folder / "coverage.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([["source", "lines", "section", "status", "note"], ["kader", "1-9", "Doelen", "read", ""]])


def test_what_changed_since_the_former_agenda(small: Project) -> None:
    add_second_agenda(small)
    make_build(small)
    asked = Questions(small.queries, open_store(small.nquads), dataset_version(small.nquads))
    rows = table(asked.ask("veranderd-sinds-vorige-agenda", {"gemeente": ["cranendonck"]}))
    assert {row["gemeente"] for row in rows} == {"Cranendonck"}
    assert {row["agenda"] for row in rows} == {"Beleidskader Sociaal Domein Cranendonck 2023 - 2026"}
    assert {row["vorige"] for row in rows} == {"Beleidskader Sociaal Domein Cranendonck 2019 - 2022"}
    changes = {(row["verandering"], row["toen"], row["nu"]) for row in rows}
    former = "Participatie: inwoners doen mee en dragen bij (naar vermogen)"
    assert {change for change in changes if change[0] != "vervallen"} == {
        ("gebleven", SAME, SAME),
        ("hernoemd", former, RENAMED),
        ("nieuw", "", NEW),
    }
    dropped = {then for change, then, now in changes if change == "vervallen" and not now}
    assert {DROPPED, "Samenredzaamheid: inwoners hebben en houden regie over eigen leven"} <= dropped
    assert not dropped & {SAME, former, NEW}
    assert len(rows) == len(changes), "no row twice"
    assert all(row["basis"] in {"letterlijk", "geduid"} for row in rows), (
        "there is a former agenda, so nothing is not stated"
    )
