"""Write files whole or not at all, whoever else is writing."""

import os
import tempfile
from pathlib import Path

from doelengraaf.errors import DoelengraafError

__all__ = ["FileWriteError", "remove_halves", "write_whole"]

_HALF = ".half-"


class FileWriteError(DoelengraafError):
    """A file cannot be written."""

    status = 500


def write_whole(path: Path, data: bytes) -> None:
    """Write a file through a temporary one of its own beside it.

    Raises:
        FileWriteError: the folder does not exist or may not be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{_HALF}{path.name}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FileWriteError(
            f"{path} is niet te schrijven: {error.strerror or error}. Kies een andere map of bestandsnaam."
        ) from error


def remove_halves(folder: Path) -> None:
    """Take away what a process that was stopped while writing left behind; only for who holds the folder alone."""
    for half in folder.glob(_HALF + "*"):
        half.unlink(missing_ok=True)
