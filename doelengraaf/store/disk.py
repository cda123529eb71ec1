"""An embedded Oxigraph on disk, for builds that are too large to read into memory at every start.

A folder is loaded once per build, under another name until it is whole, and only read from then on; so any number of processes may have it open.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from doelengraaf.alone import alone
from doelengraaf.errors import BrokenBuildError, DoelengraafError, NoBuildError
from doelengraaf.files import FileWriteError, mend_folders, remove_halves, stamp, sweep_folders, what_hinders

__all__ = ["ENGINE_VARIABLE", "EngineError", "folder_of", "is_for_disk", "load_on_disk"]

ENGINE_VARIABLE = "DOELENGRAAF_ENGINE"
"""``memory`` or ``disk``; when not set the size of the build decides."""
_LARGE = 300_000_000
"""From how many bytes of N-Quads a build is kept on disk: about a million quads, which take some seconds and 0.6 GB to read into memory."""
_KEPT = 2
"""How many folders are kept: a server that still reads the one before does not lose it under its hands."""


class EngineError(DoelengraafError):
    """The setting of the engine is none there is."""

    status = 500


def is_for_disk(nquads: Path) -> bool:
    """Tell whether a build is asked on disk.

    Raises:
        EngineError: the setting is something else than it can be.
    """
    wanted = os.environ.get(ENGINE_VARIABLE, "")
    if wanted not in ("", "memory", "disk"):
        raise EngineError(
            f"{ENGINE_VARIABLE} is '{wanted[:40]}', maar kan zijn: memory, disk. Laat haar weg om de grootte te laten beslissen."
        )
    return wanted == "disk" or (not wanted and nquads.is_file() and nquads.stat().st_size > _LARGE)


def folder_of(nquads: Path) -> Path:
    """Give the folder a build is kept in, by when it was written and how large it is."""
    return nquads.parent / "store" / stamp(nquads)


def load_on_disk(nquads: Path, progress: Callable[[str], None] = lambda step: None) -> Path:
    """Give the folder with a build, loaded if it is not there yet.

    Its default graph holds every triple of the named graphs once, as SPARQL has it; what is proposed or rejected is left out.

    Raises:
        NoBuildError: there is no build, or (``BrokenBuildError``) it cannot be read.
        FileWriteError: the folder cannot be written.
    """
    if not nquads.is_file():
        raise NoBuildError(nquads)
    target = folder_of(nquads)
    if target.is_dir():
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # One at a time, which also saves the memory of a second: whoever waited finds it there.
        with alone(target.parent, lambda: progress("een ander laadt de opslag; wachten tot die klaar is")):
            # What an earlier process left when it was stopped halfway is of no use.
            mend_folders(target.parent)
            remove_halves(target.parent)
            if not target.is_dir():
                progress("in de opslag laden")
                _load_whole(nquads, target)
                sweep_folders(target, _KEPT)
    except (SyntaxError, ValueError) as error:
        raise BrokenBuildError(nquads) from error
    except OSError as error:
        raise FileWriteError(f"In {target.parent} is niet te schrijven: {what_hinders(error)}.") from error
    return target


def _load_whole(nquads: Path, target: Path) -> None:
    half = Path(tempfile.mkdtemp(dir=target.parent, prefix=".half-"))
    try:
        _load(nquads, half)
        half.rename(target)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _load(nquads: Path, folder: Path) -> None:
    # The engine reads a file in parts and side by side; quads handed over one by one take three times as long and as much memory.
    with tempfile.NamedTemporaryFile(dir=folder.parent, prefix=".half-", suffix=".nq") as twice:
        with nquads.open("rb") as lines:
            for line in lines:
                statement, _, graph = line.rstrip().rpartition(b" <")
                if not graph.endswith((b"/proposed> .", b"/rejected> .")):
                    twice.write(line)
                    twice.write(statement + b" .\n")
        twice.flush()
        store = ox.Store(str(folder))
        store.bulk_load(path=twice.name, format=ox.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()
    del store
