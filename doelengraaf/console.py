"""What the command line shows: progress, findings and tables; colours only on a terminal."""

import sys
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from doelengraaf.answers import Answer
from doelengraaf.findings import Finding, Severity

__all__ = ["out", "progress", "say", "show_answer", "show_findings"]

_STYLE = {Severity.MUST: "bold red", Severity.SHOULD: "yellow", Severity.MAY: "cyan"}
_WORD = {
    "nl": {Severity.MUST: "fout", Severity.SHOULD: "let op", Severity.MAY: "tip"},
    "en": {Severity.MUST: "error", Severity.SHOULD: "warning", Severity.MAY: "advice"},
}


def out() -> Console:
    """Give the console for answers: standard output."""
    return Console(soft_wrap=True, highlight=False)


def _errors() -> Console:
    return Console(stderr=True, soft_wrap=True, highlight=False)


def say(text: str, style: str = "") -> None:
    """Say something to the person, on standard error."""
    _errors().print(text, style=style or None, markup=False)


def progress(step: str) -> None:
    """Show a step of long work, on standard error."""
    _errors().print(f"· {step}", style="dim", markup=False)


def show_findings(findings: Iterable[Finding], language: str = "nl") -> None:
    """Print findings, one per line, and a line that counts them."""
    console, counts = out(), dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
        console.print(_WORD[language][finding.severity], style=_STYLE[finding.severity], end=" ")
        console.print(finding.text(language), markup=False)
    total = ", ".join(f"{counts[s]} × {_WORD[language][s]}" for s in Severity)
    console.print(total, style="bold" if counts[Severity.MUST] else "green", markup=False)


def show_answer(answer: Answer, language: str = "nl") -> None:
    """Print an answer as a table, as wide as the terminal; tab-separated when it is piped."""
    visible = [(place, column) for place, column in enumerate(answer.columns) if not column.hidden]
    if not sys.stdout.isatty():
        sys.stdout.write("\t".join(column.heading(language) for _, column in visible) + "\n")
        for row in answer.rows:
            sys.stdout.write("\t".join(row[place].text for place, _ in visible) + "\n")
    else:
        table = Table(title=answer.title.get(language), show_lines=True)
        for _, column in visible:
            table.add_column(column.heading(language), overflow="fold")
        for row in answer.rows:
            table.add_row(*(row[place].text for place, _ in visible))
        Console(highlight=False).print(table, markup=False)
    shown = f" (de eerste {len(answer.rows)})" if answer.truncated else ""
    say(f"{answer.total} rijen{shown}. {answer.citation()}")
