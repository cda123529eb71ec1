"""Processes of ours that live no longer than the one that started them, and a word when somebody stops the program."""

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from multiprocessing.connection import wait
from types import FrameType

__all__ = ["StoppedError", "end_with_parent", "stopping_on_sigterm"]


class StoppedError(KeyboardInterrupt):
    """Somebody asked this program to stop by SIGTERM: what is under way is cleared away as after Ctrl+C."""


def end_with_parent() -> None:
    """End this process at once when the one that started it is gone, also when that was killed and could say nothing."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextlib.contextmanager
def stopping_on_sigterm() -> Iterator[None]:
    """Raise ``StoppedError`` when SIGTERM comes, as Python does for Ctrl+C; only the first thread of a program can."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise StoppedError

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
