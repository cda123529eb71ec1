"""Write files whole or not at all, whoever else is writing."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from doelengraaf.errors import DoelengraafError

__all__ = ["FileWriteError", "file_digest", "remove_halves", "stamp", "write_whole", "writing_whole"]

_HALF = ".half-"


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
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{_HALF}{path.name}-")
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FileWriteError(
            f"{path} is niet te schrijven: {error.strerror or error}. Kies een andere map of bestandsnaam."
        ) from error


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stamp(path: Path) -> str:
    """Give when a file was last written and how long it is: the same as long as nobody wrote it, without reading it."""
    told = path.stat()
    return f"{told.st_mtime_ns}-{told.st_size}"


def remove_halves(folder: Path) -> None:
    """Take away what a process that was stopped while writing left behind; only for who holds the folder alone."""
    for half in folder.glob(_HALF + "*"):
        half.unlink(missing_ok=True)
