"""The threat model names a test per line that exists, and each locked package was looked at in exactly its version."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOC = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
AUDIT = tomllib.loads((ROOT / "requirements" / "audit.toml").read_text(encoding="utf-8"))
LINES = [line for line in DOC.splitlines() if line.startswith("| ") and not line.startswith(("| threat", "| ---"))]


def test_there_are_many_lines() -> None:
    assert len(LINES) > 40
    assert len({line.split("|")[1] for line in LINES}) == len(LINES)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.split("|")[1].strip())
def test_every_line_names_a_test_that_exists(line: str) -> None:
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert len(cells) == 3
    assert all(cells)
    named = re.fullmatch(r"`(test_\w+\.py)::(test_\w+)`", cells[2])
    assert named, cells[2]
    tree = ast.parse((ROOT / "tests" / named[1]).read_text(encoding="utf-8"))
    assert named[2] in {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}


def locked() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8").splitlines():
        named = re.match(r"([a-z0-9][a-z0-9-]*)==([^\s;\\]+)", line)
        if named:
            found.setdefault(named[1], set()).add(named[2])
    return found


def test_every_locked_package_was_looked_at() -> None:
    looked = {name: set(said["versions"]) for name, said in AUDIT.items() if isinstance(said, dict)}
    assert len(looked) > 40
    assert looked == locked(), "een versie veranderde: kijk haar na en werk requirements/audit.toml bij"


def test_every_package_has_a_reason_and_every_advisory_is_mended_in_it() -> None:
    def number(version: str) -> list[int]:
        return [int(part) for part in re.findall(r"\d+", version)]

    for name, said in AUDIT.items():
        if not isinstance(said, dict):
            continue
        assert len(said["why"]) > 10, name
        for one in said["known"]:
            assert re.fullmatch(r"(CVE-\d{4}-\d{4,}|GHSA(-[a-z0-9]{4}){3})", one["advisory"]), name
            assert all(number(version) >= number(one["fixed"]) for version in said["versions"]), (name, one)
