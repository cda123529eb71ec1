"""The program itself: Python, the packages that are locked, and what only the tests need."""

import re
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from doelengraaf.doctor.lines import Line, bad, fine, mind
from doelengraaf.project import Project

__all__ = ["locked", "packages", "python", "tools"]

_OLDEST = (3, 11)
_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)\s*(?:;\s*([^\\]+))?", re.MULTILINE)
_PYTHON = re.compile(r"python(?:_full)?_version\s*(<|>=|==|<=|>)\s*'(\d+)\.(\d+)")
_SHOWN = 6
_INSTALL = "pip install --require-hashes -r requirements/run.txt"


def python(running: tuple[int, ...] = sys.version_info[:3]) -> Iterator[Line]:
    """Look at the version of Python."""
    said = ".".join(map(str, running))
    if running[:2] < _OLDEST:
        yield bad("Python", f"{said} is te oud", "installeer Python 3.11 of nieuwer en maak de omgeving opnieuw")
    else:
        yield fine("Python", said)


def locked(text: str) -> dict[str, list[tuple[str, str]]]:
    """Give the packages of a lock file: name to its versions, each with the marker of where that one is meant for.

    >>> locked("a==1.0 ; sys_platform == 'win32' \\\\\\n    --hash=sha256:00\\nb==2 \\\\\\n")
    {'a': [('1.0', "sys_platform == 'win32'")], 'b': [('2', '')]}
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for name, number, marker in _PIN.findall(text):
        found.setdefault(name, []).append((number, marker.strip()))
    return found


def packages(project: Project | None) -> Iterator[Line]:
    """Compare what is installed with what is locked."""
    path = (project.root if project else Path(__file__).parents[2]) / "requirements" / "run.txt"
    if not path.is_file():
        path = Path(__file__).parents[2] / "requirements" / "run.txt"
    if not path.is_file():
        yield mind("pakketten", "er is geen requirements/run.txt om mee te vergelijken")
        return
    gone, other, right = [], [], 0
    for name, pins in locked(path.read_text(encoding="utf-8")).items():
        try:
            found = version(name)
        except PackageNotFoundError:
            # A marker that asks for another system or Python is why it is not here.
            gone += [name] if any(not marker or _is_for_here(marker) for _, marker in pins) else []
            continue
        wanted = [number for number, _ in pins]
        right += found in wanted
        other += [] if found in wanted else [f"{name} {found} (vast: {' of '.join(wanted)})"]
    if gone:
        yield bad("pakketten", f"niet geïnstalleerd: {_some(gone)}", _INSTALL)
    if other:
        yield mind("pakketten", f"andere versie: {_some(other)}", _INSTALL)
    if not gone and not other:
        yield fine("pakketten", f"{right} zoals vastgezet")


def _is_for_here(marker: str) -> bool:
    """Tell whether a marker is of this system; one that is not understood is taken to be of another."""
    if "sys_platform" in marker or "platform_" in marker or "implementation" in marker:
        return f"sys_platform == '{sys.platform}'" in marker and " and " not in marker and " or " not in marker
    said = _PYTHON.fullmatch(marker.strip().rstrip("'"))
    if not said:
        return False
    here, there = sys.version_info[:2], (int(said[2]), int(said[3]))
    return {
        "<": here < there,
        ">=": here >= there,
        "==": here == there,
        "<=": here <= there,
        ">": here > there,
    }[said[1]]


def _some(names: list[str]) -> str:
    rest = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" en nog {rest}" if rest > 0 else "")


def tools() -> Iterator[Line]:
    """Look for the programs that only the tests and ``check --reason`` need."""
    wanted = {
        "Chromium": ("chromium", "chromium-browser", "google-chrome"),
        "Java": ("java",),
        "LibreOffice": ("soffice",),
    }
    missing = [name for name, words in wanted.items() if not any(map(shutil.which, words))]
    if missing:
        yield mind(
            "programma’s",
            f"niet gevonden: {', '.join(missing)}; alleen voor de tests en check --reason",
            "make browser",
        )
    else:
        yield fine("programma’s", "Chromium, Java en LibreOffice (voor de tests)")
