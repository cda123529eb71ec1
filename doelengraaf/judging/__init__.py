"""Judging: what a SHACL engine says of a graph, whichever engine it is.

``results`` is what comes out, ``pyshacl_judge`` and ``shacl_judge`` are the two engines behind one interface, ``choice`` tells which is used and
``units`` what is judged as one piece. What a result means for the tables is found by ``doelengraaf.check``.
"""

from doelengraaf.judging.choice import JUDGE_VARIABLE, Judge, choose_judge, judge_name
from doelengraaf.judging.results import Result
from doelengraaf.judging.running import judge_units
from doelengraaf.judging.units import Unit, units_of

__all__ = [
    "JUDGE_VARIABLE",
    "Judge",
    "Result",
    "Unit",
    "choose_judge",
    "judge_name",
    "judge_units",
    "units_of",
]
