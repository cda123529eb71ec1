"""The command line as a stranger would use it: help, good and bad words, exit codes, no stack trace."""

import csv
import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize(
    "words", [[], ["build"], ["check"], ["ask"], ["ask", "partners-per-doel"], ["query"], ["serve"], ["format"]]
)
def test_help_shows_an_example_or_says_what_it_does(run: Run, words: list[str]) -> None:
    result = run(*words, "--help")
    assert result.returncode == 0
    assert "Usage:" in result.stdout
    assert len(result.stdout) > 150


def test_ask_prints_real_rows_with_their_place(run: Run) -> None:
    result = run("ask", "partners-per-doel", "--gemeente", "krimpenerwaard", "--gemeente", "vijfheerenlanden")
    assert result.returncode == 0
    header, *rows = [line.split("\t") for line in result.stdout.splitlines()]
    assert header == [
        "Gemeente",
        "Partner",
        "Doel",
        "Rol",
        "Via",
        "Staat onder",
        "Zekerheid",
        "Waar het staat",
        "Waar het doel staat",
    ]
    assert {row[0] for row in rows} == {"Krimpenerwaard", "Vijfheerenlanden"}
    assert all("regel" in row[7] for row in rows)
    assert f"{len(rows)} rijen" in result.stderr


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (["ask", "partners-per-doel", "--gemeente", "krimpenwaard"], 1, "Mogelijk zijn: krimpenerwaard"),
        (["ask", "partners-per-dol"], 1, "Bedoelde u partners-per-doel"),
        (["ask", "partners-per-doel", "--kleur", "rood"], 2, "No such option"),
        (["ask", "partners-per-doel", "--format", "pdf"], 2, "Invalid value"),
        (["query", "SELECT WHERE"], 1, "niet te lezen"),
        (["serve", "--port", "99999"], 2, "Invalid value"),
        (["bouw"], 2, "No such command"),
    ],
)
def test_wrong_words_are_answered_in_words(run: Run, words: list[str], code: int, text: str) -> None:
    result = run(*words)
    assert result.returncode == code, result.stderr
    assert text in result.stderr
    assert "Traceback" not in result.stderr


def test_without_a_build_it_says_how_to_make_one(run: Run, tmp_path: Path, project: object) -> None:
    for name in ("ontology", "shapes", "queries", "data"):
        (tmp_path / name).symlink_to(project.root / name)  # type: ignore[attr-defined]
    for words in (["ask", "partners-per-doel"], ["query", "ASK {}"], ["serve"]):
        result = run(*words, folder=tmp_path)
        assert result.returncode == 3
        assert "doelengraaf build" in result.stderr


def test_outside_a_project_it_says_where_to_go(run: Run, tmp_path: Path) -> None:
    result = run("build", folder=tmp_path)
    assert result.returncode == 1
    assert "--project" in result.stderr


def test_out_writes_the_file_whole(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "antwoord.csv"
    result = run("ask", "partners-per-doel", "--onderwerp", "eenzaamheid", "--format", "csv", "--out", str(target))
    assert result.returncode == 0
    rows = list(csv.reader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert f"{len(rows) - 1} rijen" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["antwoord.csv"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK { ?s ?p ?o }", "ja\n"),
        ("SELECT (1 AS ?een) { }", "een\n1\n"),
        ("CONSTRUCT { <a:s> <a:p> 1 } { }", ":s ns1:p 1 ."),
    ],
)
def test_query(run: Run, query: str, expected: str) -> None:
    assert expected in run("query", query).stdout
    assert run("query", "-", typed=query).stdout == run("query", query).stdout


def test_colours_only_on_a_terminal(run: Run) -> None:
    result = run("ask", "partners-per-doel", "--gemeente", "cranendonck")
    assert "\x1b" not in result.stdout + result.stderr


def test_format_check_is_clean(run: Run, project: object) -> None:
    assert run("format", "--check", folder=project.root).returncode == 0  # type: ignore[attr-defined]
