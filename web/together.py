"""How many agendas one page shows whole: what compares four at a glance is endless for a whole country, so of more each gets a page of its own."""

from collections.abc import Sized

__all__ = ["fit_together"]

_MOST = 12


def fit_together(agendas: Sized) -> bool:
    """Tell whether one page can show all of these agendas, or documents of agendas, whole.

    >>> fit_together("abcd"), fit_together(range(342))
    (True, False)
    """
    return len(agendas) <= _MOST
