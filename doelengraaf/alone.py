"""Let one process at a time write in a folder; the lock goes when its process does, however that ends."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["BusyError", "alone"]


class BusyError(Exception):
    """Another process is writing in the folder; for who asked not to wait."""


@contextmanager
def alone(folder: Path, wait: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the folder for this process.

    Args:
        folder: the folder; it must exist.
        wait: called once when another process holds it, before waiting for its end.

    Raises:
        BusyError: another process holds it and no ``wait`` was given.
        OSError: the lock cannot be written.
    """
    with (folder / ".lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if wait is None:
                raise BusyError(str(folder)) from error
            wait()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
