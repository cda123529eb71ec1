"""Judge pieces side by side, a few at a time so that memory stays bounded."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait

from doelengraaf.judging.choice import Judge
from doelengraaf.judging.results import Result
from doelengraaf.judging.units import Unit

__all__ = ["judge_units"]


def judge_units(judge: Judge, units: Iterable[Unit], workers: int = 0) -> Iterator[tuple[Unit, Sequence[Result]]]:
    """Give each piece with its results, as they come.

    Args:
        judge: who judges.
        units: the pieces; they are asked for when there is somebody to judge them, so that they need not all be there at once.
        workers: how many are judged side by side, one in this process; when left out, as many as there are processors.

    Raises:
        ShapesError: the shapes themselves cannot be used.
    """
    workers = workers or os.cpu_count() or 1
    if workers == 1:
        yield from ((unit, judge.judge(unit.data, unit.focus)) for unit in units)
        return
    todo = iter(units)
    first = next(todo, None)
    if first is None:
        return
    with _pool(judge, workers) as pool:
        running: dict[Future[Sequence[Result]], Unit] = {}
        unit: Unit | None = first
        while unit is not None or running:
            while unit is not None and len(running) < workers + 1:
                running[pool.submit(judge.judge, unit.data, unit.focus)] = unit
                unit = next(todo, None)
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(done), done.result()


def _pool(judge: Judge, workers: int) -> Executor:
    if judge.in_threads:
        return ThreadPoolExecutor(workers)
    # "spawn": a forked child of a process with threads (a server, a test) can hang.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
