"""Say what was found, for people or programs; with the standard library alone."""

import json
import sys
from collections.abc import Iterable
from typing import TextIO

from doelengraaf.doctor.lines import Line, State

__all__ = ["tell"]


def tell(lines: Iterable[Line], as_json: bool = False, out: TextIO | None = None) -> int:
    """Write lines as they are found.

    Returns:
        1 when something is wrong, else 0.
    """
    to, seen = out or sys.stdout, []
    for line in lines:
        seen.append(line)
        if not as_json:
            to.write(line.text() + "\n")
            to.flush()
    if as_json:
        to.write(json.dumps([line.as_json() for line in seen], ensure_ascii=False, indent=1) + "\n")
    else:
        counts = ", ".join(f"{sum(line.state is state for line in seen)} × {state.value}" for state in State)
        to.write(counts + "\n")
    return int(any(line.state is State.BAD for line in seen))
