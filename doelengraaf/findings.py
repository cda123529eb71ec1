"""Findings: what is wrong, where, and what to do, in Dutch and English."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from doelengraaf.files import write_whole

__all__ = ["Finding", "Severity", "must", "read_findings", "write_findings"]


class Severity(StrEnum):
    """How serious a finding is: SHACL's Violation, Warning and Info, said as must, should and may."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


_RANK = {Severity.MUST: 0, Severity.SHOULD: 1, Severity.MAY: 2}


@dataclass(frozen=True)
class Finding:
    """One thing to mend.

    Args:
        file: the file, relative to the project.
        line: the 1-based line in that file; 0 when the finding is about the file as a whole.
        column: the column of the table, or an empty string.
        severity: must, should or may.
        nl: what is wrong and what to do, in Dutch.
        en: the same in English.
        value: the value that is wrong, if there is one.
        hint: a suggestion in the form of a value, such as ``wheel/veerkracht``.
    """

    file: str
    line: int
    column: str
    severity: Severity
    nl: str
    en: str
    value: str = ""
    hint: str = ""

    @property
    def sort_key(self) -> tuple[int, str, int, str, str, str]:
        """Most serious first, then in reading order."""
        return (_RANK[self.severity], self.file, self.line, self.column, self.nl, self.value)

    def text(self, language: str = "nl") -> str:
        """Give the finding on one line, as ``file:line: column: message``."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        column = f" {self.column}:" if self.column else ""
        value = f" [{self.value}]" if self.value else ""
        message = self.nl if language == "nl" else self.en
        ask = ("bedoelde u" if language == "nl" else "did you mean") + f" {self.hint}?" if self.hint else ""
        return f"{place}:{column} {message}{value}" + (f" ({ask})" if ask else "")


def must(file: str, line: int, column: str, nl: str, en: str, value: str = "", hint: str = "") -> Finding:
    """Make a finding that forbids a build."""
    return Finding(file, line, column, Severity.MUST, nl, en, value, hint)


def write_findings(findings: Iterable[Finding], path: Path) -> None:
    """Write findings as JSON, whole or not at all."""
    rows = [asdict(finding) for finding in findings]
    write_whole(path, (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode())


def read_findings(path: Path) -> list[Finding] | None:
    """Read findings written earlier; None when no check has run yet."""
    if not path.is_file():
        return None
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [Finding(**{**row, "severity": Severity(row["severity"])}) for row in rows]
