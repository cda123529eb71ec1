"""Ask the saved questions of a build beforehand, so that the first reader of each waits no longer than the second."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from doelengraaf.binding import bind
from doelengraaf.building.together import WorkerError
from doelengraaf.files import FileWriteError, remove_halves, sweep_folders, what_hinders
from doelengraaf.pipeline import dataset_version
from doelengraaf.prepared import PreparedAnswers
from doelengraaf.processes import end_with_parent
from doelengraaf.project import Project
from doelengraaf.question_file import Question
from doelengraaf.questions import Questions
from doelengraaf.store import OxigraphStore, RowStream, open_store
from doelengraaf.store.disk import is_for_disk

__all__ = ["prepare_answers"]

Progress = Callable[[str], None]
_KEPT_VERSIONS = 2
"""Of how many versions of the data answers are kept: a server that still reads the one before does not lose them."""


def prepare_answers(project: Project, progress: Progress = lambda step: None) -> dict[str, int]:
    """Ask each saved question that needs no choice, and keep what it answers; what is there already is not asked again.

    Args:
        project: the project with a build.
        progress: is told each question that was asked.

    Returns:
        The number of rows of each question that was asked now.

    Raises:
        NoBuildError: there is no build.
        FileWriteError: the folder of answers cannot be written.
        QueryError: the engine refuses a question.
        WorkerError: a process was stopped from outside.
    """
    asker = _Asker.of(project)
    folder = asker.kept.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileWriteError(f"{folder} is niet te maken: {what_hinders(error)}.") from error
    remove_halves(folder)
    sweep_folders(folder, _KEPT_VERSIONS)
    todo = asker.todo()
    asked: dict[str, int] = {}
    for name, rows in _ask_each(project, asker, todo):
        asked[name] = rows
        progress(f"gevraagd: {name}, {rows} rijen ({len(asked)} van {len(todo)})")
    return asked


@dataclass(frozen=True)
class _Asker:
    """Who asks and keeps: the engine, the questions and the folder, each opened once in a process."""

    store: OxigraphStore
    questions: Questions
    kept: PreparedAnswers

    @classmethod
    def of(cls, project: Project) -> "_Asker":
        version, store = dataset_version(project.nquads), open_store(project.nquads)
        return cls(store, Questions(project.queries, store, version), PreparedAnswers(project.answers, version))

    def whole(self, question: Question) -> str:
        """Give the query of a question without a choice; empty when it must have one, or asks what day it is."""
        if "NOW()" in question.text or any(one.required and not one.default for one in question.parameters.values()):
            return ""
        values = {
            one.token: one.terms((), self.questions.choices(question, name) if one.default else ())
            for name, one in question.parameters.items()
        }
        return bind(question.text, values)

    def todo(self) -> list[str]:
        """Give the questions whose answer is not kept yet."""
        asked = [(question, self.whole(question)) for question in self.questions.all()]
        return [one.name for one, text in asked if text and not self.kept.file_of(one, text).is_file()]

    def ask(self, name: str) -> int:
        """Ask and keep a question; gives the number of rows."""
        question = self.questions.get(name)
        text = self.whole(question)
        found = self.store.stream(text)
        return self.kept.keep(question, text, found) if isinstance(found, RowStream) else 0


def _ask_each(project: Project, asker: _Asker, names: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Ask questions: a build on disk by as many processes as there are processors, one in memory by this process, because it is in memory once."""
    workers = min(len(names), os.cpu_count() or 1)
    if workers < 2 or not is_for_disk(project.nquads):
        yield from ((name, asker.ask(name)) for name in names)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(project,)) as pool:
        try:
            asked = {pool.submit(_ask_here, name): name for name in names}
            for done in as_completed(asked):
                yield asked[done], done.result()
        except BrokenProcessPool as error:
            raise WorkerError(
                "Een proces dat vragen stelde is van buiten gestopt of had te weinig geheugen. Wat gevraagd was, is bewaard; probeer het opnieuw."
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


_here: list[_Asker] = []


def _start(project: Project) -> None:
    end_with_parent()
    _here[:] = [_Asker.of(project)]


def _ask_here(name: str) -> int:
    return _here[0].ask(name)
