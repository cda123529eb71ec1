"""Look an installation over: what is in order, what deserves attention, what is wrong, and what to do about it.

Only the standard library is loaded when this package is: it has to speak when the packages it asks for are not there.
"""

from doelengraaf.doctor.lines import Line, State
from doelengraaf.doctor.running import examine

__all__ = ["Line", "State", "examine"]
