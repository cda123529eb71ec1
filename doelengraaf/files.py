"""Write files and folders whole or not at all, whoever else is writing and however that ends.

What is being written has a name of its own, which begins with ``.half-``, and is held by a lock that goes with its process: so whoever comes later knows
what a stopped process left, and takes it away.
"""

import contextlib
import errno
import fcntl
import glob
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from doelengraaf.errors import DoelengraafError

__all__ = [
    "FileWriteError",
    "file_digest",
    "mend_folders",
    "remove_halves",
    "replacing_folder",
    "stamp",
    "sweep_folders",
    "what_hinders",
    "write_whole",
    "writing_whole",
]

_HALF, _FORMER = ".half-", ".was"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EROFS, errno.EACCES, errno.EPERM)


class FileWriteError(DoelengraafError):
    """A file cannot be written."""

    status = 500


def write_whole(path: Path, data: bytes) -> None:
    """Write a file through a temporary one of its own beside it.

    Raises:
        FileWriteError: the folder does not exist or may not be written.
    """
    with writing_whole(path) as file:
        file.write(data)


@contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write in, which takes the place of ``path`` when all is written and is gone when that fails.

    Raises:
        FileWriteError: the folder does not exist or may not be written, or the disk is full.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_halves(path.parent, path.name)
        handle, name = _held_half(path)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                Path(name).chmod(0o644)
                Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FileWriteError(
            f"{path} is niet te schrijven: {what_hinders(error)}, of kies een andere map of bestandsnaam."
        ) from error


@contextmanager
def replacing_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder to fill, which takes the place of ``target`` when all is written and is gone when that fails.

    Between the two renames there is a moment without ``target``: ``mend_folders`` puts back what a process that was stopped right then had set aside.

    Raises:
        FileWriteError: the folder cannot be written; what was there stays.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mend_folders(target.parent)
        fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f"{_HALF}{target.name}-"))
        former = fresh.with_name(fresh.name + _FORMER)
        handle = os.open(fresh, os.O_RDONLY)
        try:
            _hold(handle)
            yield fresh
            fresh.chmod(0o755)
            if target.is_dir():
                target.replace(former)
            try:
                fresh.replace(target)
            except OSError:
                if former.is_dir():
                    former.replace(target)
                raise
        finally:
            for left in (fresh, former):
                shutil.rmtree(left, ignore_errors=True)
            os.close(handle)
    except OSError as error:
        raise FileWriteError(
            f"{target} is niet te schrijven: {what_hinders(error)}, of kies een andere map. Wat er stond, staat er nog."
        ) from error


def mend_folders(parent: Path) -> list[Path]:
    """Put back the folders that a process which was stopped had set aside, and take away what it had made so far.

    Returns:
        The folders that were put back.
    """
    back = []
    with contextlib.suppress(OSError):
        for left in sorted(path for path in parent.glob(f"{_HALF}*") if path.is_dir()):
            new = left.with_name(left.name.removesuffix(_FORMER))
            if _is_held(new):
                continue
            target = parent / new.name.removeprefix(_HALF).rpartition("-")[0]
            if left != new and not target.exists():
                left.rename(target)
                back.append(target)
            else:
                shutil.rmtree(left, ignore_errors=True)
    return back


def sweep_folders(newest: Path, kept: int) -> None:
    """Take away all but the newest folders beside one, which itself stays whatever the clock said when the others were made.

    Args:
        newest: the folder that stays.
        kept: how many stay, with that one: who still reads the one before does not lose it.
    """
    others = [path for path in newest.parent.iterdir() if path.is_dir() and path.name[0] != "." and path != newest]
    for old in sorted(others, key=lambda path: path.stat().st_mtime)[: 1 - kept]:
        shutil.rmtree(old, ignore_errors=True)


def what_hinders(error: OSError) -> str:
    """Say in Dutch why nothing can be written, and what to do about it.

    >>> what_hinders(OSError(errno.ENOSPC, "No space left on device"))
    'de schijf is vol; maak ruimte en doe het opnieuw'
    """
    # An engine tells of its disk in words only.
    if error.errno in _FULL or "No space left" in str(error):
        return "de schijf is vol; maak ruimte en doe het opnieuw"
    if error.errno in _FORBIDDEN:
        return "hier mag niet geschreven worden; maak de map schrijfbaar"
    return f"{error.strerror or error}; herstel dat"


def _held_half(path: Path) -> tuple[int, str]:
    """Make a file to write in, held by a lock; who takes away what others left may have been there before the lock was, and then another is made."""
    while True:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{_HALF}{path.name}-")
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, name
        os.close(handle)


def _hold(handle: int) -> None:
    # Where the file system knows no locks, nobody takes away what others left (``_is_held``).
    with contextlib.suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_held(path: Path) -> bool:
    """Tell whether a process that is still there is writing a file or folder."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stamp(path: Path) -> str:
    """Give when a file was last written and how long it is: the same as long as nobody wrote it, without reading it."""
    told = path.stat()
    return f"{told.st_mtime_ns}-{told.st_size}"


def remove_halves(folder: Path, name: str = "") -> None:
    """Take away the files that a process which was stopped while writing left behind, those for one name or all."""
    with contextlib.suppress(OSError):
        for half in folder.glob(f"{_HALF}{glob.escape(name)}*"):
            if half.is_file():
                _remove_left(half)


def _remove_left(half: Path) -> None:
    """Take away a file unless a process that is still there is writing it; held meanwhile, so that nobody begins to."""
    try:
        handle = os.open(half, os.O_RDONLY)
    except OSError:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        half.unlink(missing_ok=True)
    except OSError:
        # Held, or where the file system knows no locks.
        return
    finally:
        os.close(handle)
