"""Judge pieces side by side, a few at a time so that memory stays bounded."""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager

from doelengraaf.judging.choice import Judge
from doelengraaf.judging.results import Result
from doelengraaf.judging.units import Unit
from doelengraaf.process_pool import process_pool

__all__ = ["judge_units"]


def judge_units(judge: Judge, units: Iterable[Unit], workers: int = 0) -> Iterator[tuple[Unit, Sequence[Result]]]:
    """Give each piece with its results, as they come.

    Args:
        judge: who judges.
        units: the pieces; they are asked for when there is somebody to judge them, so that they need not all be there at once.
        workers: how many are judged side by side, one in this process; when left out, as many as there are processors.

    Raises:
        ShapesError: the shapes themselves cannot be used.
        WorkerError: a process that judged was stopped from outside.
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


def _pool(judge: Judge, workers: int) -> AbstractContextManager[Executor]:
    return ThreadPoolExecutor(workers) if judge.in_threads else process_pool(workers, _NO_MEMORY)


_NO_MEMORY = "Een proces dat controleerde is van buiten gestopt of had te weinig geheugen. Maak geheugen vrij en probeer het opnieuw."
