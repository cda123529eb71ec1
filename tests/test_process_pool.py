"""Processes that work side by side end with whoever asked for them, also when the system kills one."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future, as_completed
from multiprocessing.context import SpawnProcess

import pytest

from doelengraaf.process_pool import WorkerError, process_pool

_LONG = 600.0


def test_work_is_done_with_what_was_given() -> None:
    with process_pool(2, "Mislukt.", _remember, "jeugd") as pool:
        assert list(pool.map(_with_remembered, ["goed", "veilig"])) == ["jeugd goed", "jeugd veilig"]


def test_a_killed_process_is_told_and_takes_the_others_along() -> None:
    with pytest.raises(WorkerError, match="Te weinig geheugen"), process_pool(2, "Te weinig geheugen.") as pool:
        # The pool of the standard library may see it only when another process has done something.
        _each_of([pool.submit(_die), *(pool.submit(time.sleep, 0.5) for _ in range(20))])
    assert _ours() == set()


@pytest.mark.parametrize("before", [True, False], ids=["as it starts", "when it just has started"])
def test_a_process_that_starts_while_another_dies_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    """The pool of the standard library forgets it: the program would hang at its end."""
    start, begun = SpawnProcess.start, []

    def kill_the_first() -> None:
        assert begun[0].pid
        os.kill(begun[0].pid, signal.SIGKILL)
        time.sleep(1)

    def start_slowly(self: SpawnProcess) -> None:
        if begun and before:
            kill_the_first()
        start(self)
        if begun and not before:
            kill_the_first()
        begun.append(self)

    monkeypatch.setattr(SpawnProcess, "start", start_slowly)
    with pytest.raises(WorkerError), process_pool(2, "Te weinig geheugen.") as pool:
        _each_of([pool.submit(time.sleep, _LONG), pool.submit(time.sleep, _LONG)])
    assert _ours() == set()


def test_who_stops_listening_stops_the_work() -> None:
    def each() -> Iterator[float]:
        with process_pool(1, "Mislukt.") as pool:
            yield pool.submit(time.perf_counter).result()
            pool.submit(time.sleep, _LONG)
            yield 0.0

    listening = each()
    assert [next(listening), next(listening)][0]
    listening.close()
    assert _ours() == set()


def test_a_mistake_in_the_work_is_no_want_of_memory() -> None:
    with pytest.raises(ZeroDivisionError), process_pool(1, "Te weinig geheugen.") as pool:
        pool.submit(divmod, 1, 0).result()


def _each_of(asked: list[Future[None]]) -> None:
    for done in as_completed(asked):
        done.result()


_given: list[str] = []


def _remember(word: str) -> None:
    _given.append(word)


def _with_remembered(word: str) -> str:
    return f"{_given[0]} {word}"


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _ours() -> set[str]:
    return {one.name for one in multiprocessing.active_children() if one.name.startswith("SpawnProcess")}
