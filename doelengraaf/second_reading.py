"""What second readers found in the tables, counted from the report that is kept by hand (``docs/data-quality.md``)."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Pass", "passes", "read_report", "unsettled"]


@dataclass(frozen=True)
class Pass:
    """One round of reading again.

    Args:
        read: how many rows were read.
        mended: how many of them were mended.
    """

    read: int
    mended: int


def passes(text: str) -> list[Pass]:
    """Give the rounds of the report, one per table of it, in order.

    >>> passes("| agenda | table | read | mended |\\n| --- | --- | --- | --- |\\n| X | goals | 12 | 2 |\\n| | links | 3 | 0 |\\n")
    [Pass(read=15, mended=2)]
    """
    found: list[Pass] = []
    columns: list[str] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if {"read", "mended"} <= set(cells):
            columns = cells
            found.append(Pass(0, 0))
        elif not cells:
            columns = []
        elif columns and cells[columns.index("read")].isdecimal():
            last = found[-1]
            read, mended = (int(cells[columns.index(name)]) for name in ("read", "mended"))
            found[-1] = Pass(last.read + read, last.mended + mended)
    return found


def unsettled(text: str) -> list[str]:
    """Give what the report says is not settled, in English.

    >>> unsettled("## Not settled\\n- One\\n- Two\\n## Other\\n- Three\\n")
    ['One', 'Two']
    """
    part = text.partition("## Not settled\n")[2].partition("\n## ")[0]
    return [line.removeprefix("- ") for line in part.splitlines() if line.startswith("- ")]


def read_report(docs: Path) -> str:
    """Give the report, or nothing where it is not at hand."""
    path = docs / "data-quality.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""
