"""The check: each shape catches its fault, tells file, line and column, and a bad build changes nothing."""

import csv
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from doelengraaf.errors import BadDataError
from doelengraaf.findings import Finding, Severity, read_findings
from doelengraaf.pipeline import check_project, make_build
from doelengraaf.project import Project

AGENDA = "data/agendas/cranendonck"


def write(project: Project, table: str, header: str, *rows: str) -> None:
    folder = project.data / ("shared" if table.startswith("partner-") else "agendas/cranendonck")
    (folder / f"{table}.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def append(project: Project, table: str, **cells: str) -> int:
    """Add a row to a table and give its line."""
    folder = project.data / ("shared" if table.startswith("partner-") else "agendas/cranendonck")
    path = folder / f"{table}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    columns = lines[0].split(",")
    assert set(cells) <= set(columns), set(cells) - set(columns)
    lines.append(",".join(f'"{cells[name]}"' if name in cells else "" for name in columns))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


STATED = {"basis": "stated", "source": "beleidskader", "section": "x", "lines": "105"}


@pytest.fixture
def spoilt(small: Project) -> dict[str, tuple[str, int, str, str]]:
    """One project with many faults; gives fault to (file, line, column, words of the message)."""
    goals = f"{AGENDA}/goals.csv"
    indicators = f"{AGENDA}/indicators.csv"
    contributions = f"{AGENDA}/contributions.csv"
    links = f"{AGENDA}/links.csv"
    organizations = "data/shared/partner-organizations.csv"
    return {
        "no label": (goals, append(small, "goals", id="goal/zonder-naam", topic="werk", **STATED), "label", "naam"),
        "unknown topic": (
            goals,
            append(small, "goals", id="goal/vreemd", label="Vreemd", topic="eenzamheid", **STATED),
            "topic",
            "onderwerp",
        ),
        "stated without lines": (
            goals,
            append(small, "goals", id="goal/los", label="Los", topic="werk", basis="stated"),
            "lines",
            "bewijsplaats",
        ),
        "interpreted without reason": (
            goals,
            append(
                small, "goals", id="goal/zomaar", label="Zomaar", topic="werk", **{**STATED, "basis": "interpreted"}
            ),
            "reason",
            "reden",
        ),
        "unknown basis": (
            goals,
            append(
                small, "goals", id="goal/basisloos", label="Basisloos", topic="werk", **{**STATED, "basis": "zeker"}
            ),
            "basis",
            "basis",
        ),
        "lines outside": (
            goals,
            append(small, "goals", id="goal/ver", label="Ver", topic="werk", **{**STATED, "lines": "9000-9001"}),
            "lines",
            "buiten het document",
        ),
        "unknown source": (
            goals,
            append(small, "goals", id="goal/bronloos", label="Bronloos", topic="werk", **{**STATED, "source": "mag"}),
            "source",
            "bron bestaat niet",
        ),
        "same label": (
            goals,
            append(small, "goals", id="goal/dubbel", label="Los", topic="werk", **STATED),
            "label",
            "komt in deze agenda al voor",
        ),
        "measures nothing that exists": (
            indicators,
            append(
                small, "indicators", id="indicator/x", label="X", measures="goal/leefbarheid", topic="werk", **STATED
            ),
            "measures",
            "meet",
        ),
        "unknown role": (
            contributions,
            append(
                small,
                "contributions",
                id="contribution/a",
                partner="partner-group/inwoners",
                role="helpt",
                viaAgenda="agenda/cranendonck",
                **STATED,
            ),
            "role",
            "rol",
        ),
        "unknown partner": (
            contributions,
            append(
                small,
                "contributions",
                id="contribution/b",
                partner="partner-group/inwonrs",
                role="executes",
                viaAgenda="agenda/cranendonck",
                **STATED,
            ),
            "partner",
            "partner",
        ),
        "leads nowhere": (
            contributions,
            append(
                small, "contributions", id="contribution/c", partner="partner-group/inwoners", role="executes", **STATED
            ),
            "",
            "loopt via",
        ),
        "aim of the wrong class": (
            contributions,
            append(
                small,
                "contributions",
                id="contribution/d",
                partner="partner-group/inwoners",
                role="executes",
                to="indicator/x",
                **STATED,
            ),
            "to",
            "effect, doel",
        ),
        "partner without known type": (
            organizations,
            append(
                small,
                "partner-organizations",
                id="partner-organization/q",
                label="Q",
                partnerType="ggdd",
                **{**STATED, "source": "cranendonck/beleidskader"},
            ),
            "partnerType",
            "partnertype",
        ),
        "cycle": (goals, 0, "contributesTo", "Kring"),
        "unknown object": (
            links,
            append(
                small,
                "links",
                id="link/e",
                subject="goal/los",
                property="contributesTo",
                object="goal/weg",
                reason="Zomaar een reden.",
                **{**STATED, "basis": "interpreted"},
            ),
            "object",
            "bestaat",
        ),
        "no such property": (
            links,
            append(
                small,
                "links",
                id="link/f",
                subject="goal/los",
                property="houdtVan",
                object="goal/ver",
                reason="Zomaar een reden.",
                **{**STATED, "basis": "interpreted"},
            ),
            "property",
            "kolom",
        ),
        "cycle one": (
            links,
            append(
                small,
                "links",
                id="link/g",
                subject="goal/los",
                property="contributesTo",
                object="goal/ver",
                reason="Zomaar een reden.",
                **{**STATED, "basis": "interpreted"},
            ),
            "",
            "",
        ),
        "cycle two": (
            links,
            append(
                small,
                "links",
                id="link/h",
                subject="goal/ver",
                property="contributesTo",
                object="goal/los",
                reason="Zomaar een reden.",
                **{**STATED, "basis": "interpreted"},
            ),
            "",
            "",
        ),
        "no reference": (
            contributions,
            append(
                small,
                "contributions",
                id="contribution/y",
                partner="partner-group/inwoners",
                role="executes",
                to="goal/partici patie",
                **STATED,
            ),
            "to",
            "geen verwijzing",
        ),
        "unknown via": (
            contributions,
            append(
                small,
                "contributions",
                id="contribution/z",
                partner="partner-group/inwoners",
                role="executes",
                via="activity/nope",
                **STATED,
            ),
            "via",
            "activiteit",
        ),
        "basis that is no basis": (
            goals,
            append(
                small, "goals", id="goal/afgeleid", label="Afgeleid", topic="werk", **{**STATED, "basis": "derived"}
            ),
            "basis",
            "basis",
        ),
        "only an English name": (
            goals,
            append(small, "goals", id="goal/engels", labelEn="English", topic="werk", **STATED),
            "labelEn",
            "naam",
        ),
        "formula": (
            goals,
            append(small, "goals", id="goal/formule", label="=1+1", topic="werk", **STATED),
            "label",
            "begint niet met",
        ),
        "duplicate": (
            goals,
            append(small, "goals", id="goal/vreemd", label="Nog eens", topic="werk", **STATED),
            "id",
            "staat ook op regel",
        ),
    }


def test_every_fault_is_found_in_one_run_at_its_cell(
    small: Project, spoilt: dict[str, tuple[str, int, str, str]]
) -> None:
    findings = check_project(small)
    missing = [
        name
        for name, (file, line, column, words) in spoilt.items()
        if words
        and not any(
            f.file == file
            and line in (0, f.line)
            and f.column == column
            and words in f.nl
            and f.severity is Severity.MUST
            for f in findings
        )
    ]
    assert not missing, f"{missing}\n" + "\n".join(f.text() for f in findings)
    hints = {(f.column, f.hint) for f in findings if f.hint}
    assert {("topic", "eenzaamheid"), ("measures", "goal/leefbaarheid"), ("partner", "partner-group/inwoners")} <= hints
    assert all(f.en and f.nl and f.en != f.nl for f in findings)


@pytest.mark.parametrize("broader", ["topic/wonen", "partner-type/ggd"])
def test_a_broader_concept_is_another_one_of_the_same_list(small: Project, broader: str) -> None:
    path = small.data / "shared" / "topics.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    line = next(number for number, row in enumerate(rows, 2) if row["id"] == "topic/wonen")
    rows[line - 2]["broader"] = broader
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    findings = check_project(small)
    assert [(f.file, f.line, f.column) for f in findings if "ruimere begrip" in f.nl] == [
        ("data/shared/topics.csv", line, "broader")
    ]


def test_an_agenda_does_not_end_before_it_begins(small: Project) -> None:
    path = small.data / "agendas" / "cranendonck" / "agenda.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("2022-12-31", "2018-12-31"), encoding="utf-8")
    findings = check_project(small)
    assert [f.file for f in findings if f.severity is Severity.MUST] == ["data/agendas/cranendonck/agenda.toml"]


def test_a_bad_build_writes_nothing_and_keeps_the_last_good_one(
    small: Project, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    assert run("build", folder=small.root).returncode == 0
    before = {path.name: path.read_bytes() for path in small.build.iterdir() if path.is_file()}
    append(small, "goals", id="goal/x", label="", topic="werk", **STATED)
    result = run("build", folder=small.root)
    assert result.returncode == 1
    assert f"{AGENDA}/goals.csv:6: label:" in result.stdout
    assert "vorige build blijft staan" in result.stderr
    assert "Traceback" not in result.stderr + result.stdout
    assert {path.name: path.read_bytes() for path in small.build.iterdir() if path.is_file()} == before
    assert run("ask", "partners-per-doel", folder=small.root).returncode == 0, "the last good build is still asked"


@pytest.mark.parametrize(
    ("spoil", "file", "words"),
    [
        (lambda p: (p.data / "agendas/cranendonck/goals.csv").write_bytes(b""), f"{AGENDA}/goals.csv:1", "leeg"),
        (
            lambda p: (p.data / "agendas/cranendonck/kleuren.csv").write_text("id\n"),
            f"{AGENDA}/kleuren.csv",
            "geen tabel",
        ),
        (lambda p: (p.data / "agendas/cranendonck/agenda.toml").unlink(), f"{AGENDA}/agenda.toml", "geen agenda.toml"),
    ],
)
def test_broken_files_are_findings(small: Project, spoil: Callable[[Project], None], file: str, words: str) -> None:
    spoil(small)
    with pytest.raises(BadDataError) as caught:
        make_build(small)
    assert any(f.text().startswith(file) and words in f.nl for f in caught.value.findings)
    assert not small.nquads.exists()


def test_what_did_not_change_is_not_made_again(small: Project) -> None:
    make_build(small)
    steps: list[str] = []
    check_project(small, steps.append)
    assert not [step for step in steps if step.startswith("gelezen")]
    append(small, "goals", id="goal/x", label="", topic="werk", **STATED)
    steps.clear()
    findings = check_project(small, steps.append)
    assert [step for step in steps if step.startswith("gelezen")] == [
        "gelezen, gecontroleerd en afgeleid: cranendonck (1 van 1)"
    ]
    assert any(finding.column == "label" and finding.line == 6 for finding in findings)
    for path in small.parts.glob("*.json"):
        path.write_text("kapot", encoding="utf-8")
    assert check_project(small) == findings, "a broken memory is no memory"


def test_a_damaged_part_is_made_again(small: Project) -> None:
    whole = make_build(small)
    before = small.nquads.read_bytes()
    small.made.unlink()
    next(small.parts.glob("cranendonck.*.nq")).write_bytes(b"<x:half")
    steps: list[str] = []
    assert make_build(small, steps.append).version == whole.version
    assert small.nquads.read_bytes() == before
    assert any("beschadigd" in step for step in steps)


def test_only_the_parts_of_this_build_are_kept(small: Project) -> None:
    make_build(small)
    append(small, "goals", id="goal/nog-een", label="Nog een doel", topic="werk", **STATED)
    make_build(small)
    assert sorted(path.name.partition(".")[0] for path in small.parts.iterdir()) == ["cranendonck"] * 2 + ["shared"] * 2


def test_checking_works_where_nothing_can_be_written(small: Project) -> None:
    expected = check_project(small)
    shutil.rmtree(small.build)
    small.build.write_text("geen map")
    assert check_project(small) == expected


def test_missing_folders_are_findings(tmp_path: Path, project: Project) -> None:
    for name in ("ontology", "shapes", "queries"):
        (tmp_path / name).symlink_to(project.root / name)
    findings = check_project(Project(tmp_path))
    assert {f.file for f in findings} >= {"data/shared", "data/agendas"}


def test_findings_survive_writing(tmp_path: Path, built: tuple[Project, object]) -> None:
    assert read_findings(built[0].report) is not None
    assert read_findings(tmp_path / "none.json") is None
    finding = Finding("f", 3, "label", Severity.SHOULD, "nl", "en", "w", "h")
    assert finding.text() == "f:3: label: nl [w] (bedoelde u h?)"
    assert finding.text("en") == "f:3: label: en [w] (did you mean h?)"


def test_the_real_data_has_nothing_that_must_be_mended(built: tuple[Project, object]) -> None:
    findings = read_findings(built[0].report) or []
    assert [f.text() for f in findings if f.severity is Severity.MUST] == []


def test_format_leaves_alone_what_it_cannot_read(
    small: Project, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    path = small.data / "agendas/cranendonck/goals.csv"
    text = path.read_text(encoding="utf-8").replace("description", "descripton", 1)
    path.write_text(text, encoding="utf-8")
    result = run("format", folder=small.root)
    assert result.returncode == 1
    assert "goals.csv" in result.stderr
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("ontology/doelengraaf.ttl", "@prefix a: <b .\n"),
        ("shapes/aims.ttl", "kapot"),
        ("ontology/context.jsonld", "{"),
        ("queries/partners-per-doel.rq", "#+ summary: Budget: totaal\nSELECT * {}"),
        ("ontology/rules/10-superclass.rq", "#+ summary: x\n#+ tiers: [stated]\nSELECT * { ?s ?p ?o }"),
        ("data/agendas/cranendonck/agenda.toml", 'slug = "cranendonck"\nsource = "x"\nevidence = 5\nlabel = ["a"]\n'),
    ],
)
def test_broken_foundations_are_told_in_one_line(
    small: Project, file: str, text: str, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    path = small.root / file
    top = small.root / file.split("/")[0]
    if top.is_symlink():
        real = top.resolve()
        top.unlink()
        shutil.copytree(real, top)
    path.write_text(text, encoding="utf-8")
    result = run("build", folder=small.root)
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stderr
    assert path.name in result.stderr + result.stdout
    assert not small.nquads.exists()
