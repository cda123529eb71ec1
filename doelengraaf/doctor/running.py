"""All that is looked at, in the order people read it; what goes wrong while looking is a line too."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from doelengraaf.doctor.installed import packages, python, tools
from doelengraaf.doctor.lines import Line, bad
from doelengraaf.doctor.made import assets, build, disk, judge, published
from doelengraaf.doctor.places import environment, find, folders, port, texts
from doelengraaf.project import Project

__all__ = ["examine"]

Look = Callable[[], Iterable[Line]]


def examine(start: Path | None = None, variables: Mapping[str, str] | None = None) -> Iterator[Line]:
    """Look an installation over.

    Args:
        start: the project, or a folder in it; as with every command when left out.
        variables: the environment; that of this process when left out.
    """
    said = os.environ if variables is None else variables
    project, line = find(start)
    yield from _guarded("Python", lambda: python())
    yield from _guarded("pakketten", lambda: packages(project))
    yield line
    yield from _guarded("instellingen", lambda: environment(said))
    if project is not None:
        for name, look in _LOOKS:
            yield from _guarded(name, lambda look=look: look(project))  # type: ignore[misc]
    yield from _guarded("vormen", judge)
    yield from _guarded("poort", port)
    yield from _guarded("programma’s", tools)


_LOOKS: tuple[tuple[str, Callable[[Project], Iterable[Line]]], ...] = (
    ("mappen", folders),
    ("bronnen", texts),
    ("onderdelen", assets),
    ("build", build),
    ("schijf", disk),
    ("publicatie", published),
)


def _guarded(about: str, look: Look) -> Iterator[Line]:
    """Look, and go on with the rest when that cannot be done, whatever is broken."""
    try:
        yield from look()
    except ImportError as error:
        yield bad(about, f"niet te bekijken: {error.name or error} ontbreekt", _INSTALL)
    except Exception as error:
        said = str(error).strip().splitlines()
        yield bad(
            about,
            f"niet te bekijken: {said[0] if said else type(error).__name__}",
            "herstel dat en kijk opnieuw met doelengraaf doctor",
        )


_INSTALL = "pip install --require-hashes -r requirements/run.txt"
