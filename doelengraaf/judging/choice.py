"""Which engine judges: the quick one where it is installed, else pySHACL; ``DOELENGRAAF_JUDGE`` decides otherwise."""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from doelengraaf.errors import DoelengraafError, JudgesDifferError, ToolMissingError
from doelengraaf.judging.pyshacl_judge import PyshaclJudge
from doelengraaf.judging.results import Result
from doelengraaf.judging.shacl_judge import ShaclJudge, is_installed

__all__ = ["JUDGE_VARIABLE", "BothJudges", "Judge", "choose_judge", "judge_name"]

JUDGE_VARIABLE = "DOELENGRAAF_JUDGE"
"""``pyshacl``, ``shacl`` or ``both``; when not set, ``shacl`` where it is installed and else ``pyshacl``."""


class Judge(Protocol):
    """An engine with shapes; it can be sent to another process."""

    in_threads: bool

    @property
    def name(self) -> str:
        """What judges, with its version; the same name gives the same results."""

    def judge(self, data: str, focus: Collection[str]) -> Sequence[Result]:
        """Judge N-Triples and give the results about the nodes in ``focus``, in one fixed order."""


@dataclass(frozen=True)
class BothJudges:
    """The quick engine and its referee, who have to agree.

    Args:
        shapes: the shapes as N-Triples.
    """

    shapes: str
    in_threads = False

    @property
    def name(self) -> str:
        """Both names."""
        return f"{ShaclJudge(self.shapes).name} + {PyshaclJudge(self.shapes).name}"

    def judge(self, data: str, focus: Collection[str]) -> Sequence[Result]:
        """Judge twice.

        Raises:
            JudgesDifferError: they do not give the same results.
        """
        quick, referee = ShaclJudge(self.shapes), PyshaclJudge(self.shapes)
        found, wanted = quick.judge(data, focus), referee.judge(data, focus)
        if found != wanted:
            more, less = [one for one in found if one not in wanted], [one for one in wanted if one not in found]
            first = (more or less)[0]
            only = (quick if more else referee).name
            raise JudgesDifferError(len(more), len(less), f"{first.focus} {first.path}: {first.nl} ({only})")
        return found


def choose_judge(shapes: str) -> Judge:
    """Give the judge that ``DOELENGRAAF_JUDGE`` names, or the quickest that is here.

    Args:
        shapes: the shapes as N-Triples.

    Raises:
        DoelengraafError: the variable holds something else.
        ToolMissingError: it asks for an engine that is not installed.
    """
    wanted = os.environ.get(JUDGE_VARIABLE) or ("shacl" if is_installed() else "pyshacl")
    judges: dict[str, type[PyshaclJudge] | type[ShaclJudge] | type[BothJudges]] = {
        "pyshacl": PyshaclJudge,
        "shacl": ShaclJudge,
        "both": BothJudges,
    }
    if wanted not in judges:
        raise DoelengraafError(
            f"{JUDGE_VARIABLE} is '{wanted[:40]}', maar kan zijn: {', '.join(judges)}. Laat haar weg voor de snelste die er is."
        )
    if wanted != "pyshacl" and not is_installed():
        raise ToolMissingError(
            f"{JUDGE_VARIABLE}={wanted} vraagt om het pakket shacl, dat hier niet is: pip install doelengraaf[fast], of laat de variabele weg."
        )
    return judges[wanted](shapes)


def judge_name() -> str:
    """Tell which engine judges, with its version, as ``shacl 0.3.4``."""
    return choose_judge("").name
