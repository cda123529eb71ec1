"""Work side by side in processes of ours, which never outlive a failure of one of them."""

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import ParamSpec, TypeVar

from doelengraaf.errors import DoelengraafError
from doelengraaf.processes import end_with_parent

__all__ = ["WorkerError", "process_pool", "undisturbed"]

_Given = ParamSpec("_Given")
_Done = TypeVar("_Done")


class WorkerError(DoelengraafError):
    """A process that worked for this one was stopped from outside, for want of memory for instance."""

    status = 500


@contextlib.contextmanager
def process_pool(
    workers: int, told: str, start: Callable[..., None] | None = None, *given: object
) -> Iterator[ProcessPoolExecutor]:
    """Give processes to work in; all are gone at the end, and at once when one of them died or when somebody stops the program.

    Args:
        workers: how many processes, at least 1.
        told: what is said when one of them is stopped from outside: what was lost and what to do.
        start: done first in each process.
        given: what that is given.

    Raises:
        WorkerError: a process was stopped from outside, or there was no memory.
    """
    # "spawn": a forked child of a process with threads (a server, a test) can hang.
    context = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    with _Pool(workers, mp_context=context, initializer=partial(_start, start, *given)) as pool:
        try:
            yield pool
        except (BrokenProcessPool, MemoryError) as error:
            # A pool that breaks while its next process starts forgets that one, and would wait for it for ever.
            _kill_all_but(others)
            raise WorkerError(told) from error
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            # Who stops a program need not wait until what is under way is done.
            _kill_all_but(others)
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


class _Pool(ProcessPoolExecutor):
    """A pool that says it is broken, also when it breaks while its next process starts: then its pipes are closed already."""

    def submit(self, work: Callable[_Given, _Done], /, *args: _Given.args, **kwargs: _Given.kwargs) -> Future[_Done]:
        try:
            return super().submit(work, *args, **kwargs)
        except OSError as error:
            raise BrokenProcessPool(str(error)) from error


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Start processes that Ctrl+C does not reach, as it goes to all processes of a terminal: the first one stops them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _kill_all_but(others: set[multiprocessing.process.BaseProcess]) -> None:
    for process in set(multiprocessing.active_children()) - others:
        process.kill()


def _start(start: Callable[..., None] | None, *given: object) -> None:
    end_with_parent()
    if start:
        start(*given)
