"""A line of what was found."""

from dataclasses import asdict, dataclass
from enum import Enum

__all__ = ["Line", "State", "bad", "fine", "mind"]


class State(Enum):
    """How something is: the words people read."""

    FINE = "ok"
    MIND = "let op"
    BAD = "fout"


@dataclass(frozen=True)
class Line:
    """What was found of one thing.

    Args:
        about: what was looked at, in a word or two.
        state: how it is.
        found: what was found.
        do: what to do about it; empty when nothing has to be done.
    """

    about: str
    state: State
    found: str
    do: str = ""

    def text(self) -> str:
        """Give the line as people read it.

        >>> Line("Python", State.BAD, "3.9.2 is te oud", "installeer 3.11 of nieuwer").text()
        'fout    Python: 3.9.2 is te oud. Doe: installeer 3.11 of nieuwer'
        """
        what = f". Doe: {self.do}" if self.do else ""
        return f"{self.state.value:8}{self.about}: {self.found}{what}"

    def as_json(self) -> dict[str, str]:
        """Give it for programs."""
        return {**asdict(self), "state": self.state.value}


def fine(about: str, found: str) -> Line:
    """Say that something is in order."""
    return Line(about, State.FINE, found)


def mind(about: str, found: str, do: str = "") -> Line:
    """Say that something deserves attention."""
    return Line(about, State.MIND, found, do)


def bad(about: str, found: str, do: str) -> Line:
    """Say that something is wrong."""
    return Line(about, State.BAD, found, do)
