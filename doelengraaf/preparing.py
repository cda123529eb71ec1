"""Ask the saved questions of a build beforehand and make its index to search in, so that the first reader waits no longer than the second."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass

from doelengraaf.answer_slices import Slicing
from doelengraaf.binding import bind
from doelengraaf.errors import QueryError
from doelengraaf.files import FileWriteError, remove_halves, sweep_folders, what_hinders
from doelengraaf.parameters import Parameter
from doelengraaf.pipeline import dataset_version
from doelengraaf.prepared import PreparedAnswers, narrowing
from doelengraaf.prepared_search import is_kept, keep_index
from doelengraaf.process_pool import process_pool
from doelengraaf.project import Project
from doelengraaf.question_file import Question
from doelengraaf.questions import Questions
from doelengraaf.store import OxigraphStore, RowStream, iri, open_store
from doelengraaf.store.disk import is_for_disk
from doelengraaf.terms import ID

__all__ = ["SEARCH", "prepare_answers"]

SEARCH = "zoeken"
"""What the index to search in is called among the questions."""
Progress = Callable[[str], None]
_KEPT_VERSIONS = 2
"""Of how many versions of the data answers are kept: a server that still reads the one before does not lose them."""


def prepare_answers(project: Project, progress: Progress = lambda step: None) -> dict[str, int]:
    """Ask each saved question that needs no choice and make the index to search in, and keep both; what is there already is not made again.

    Args:
        project: the project with a build.
        progress: is told each question that was asked.

    Returns:
        The number of rows of each question that was asked now, and of things that can be found by its own name (``SEARCH``).

    Raises:
        NoBuildError: there is no build.
        FileWriteError: the folder of answers cannot be written.
        QueryError: the engine refuses a question.
        ToolMissingError: SQLite cannot search in text here.
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
        what = f"klaar om in te zoeken: {rows} dingen" if name == SEARCH else f"gevraagd: {name}, {rows} rijen"
        progress(f"{what} ({len(asked)} van {len(todo)})")
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
        return bind(question.text, self._always(question))

    def _always(self, question: Question) -> dict[str, Sequence[str]]:
        """Give the values of parameters that have one when nothing is chosen."""
        return {
            one.token: one.terms((), self.questions.choices(question, name) if one.default else ())
            for name, one in question.parameters.items()
        }

    def todo(self) -> list[str]:
        """Give the questions whose answer is not kept yet, and before them the index to search in."""
        asked = [(question, self.whole(question)) for question in self.questions.all()]
        questions = [one.name for one, text in asked if text and not self.kept.file_of(one, text).is_file()]
        return questions if is_kept(self.kept.folder) else [SEARCH, *questions]

    def ask(self, name: str) -> int:
        """Ask and keep a question, or the index to search in; gives the number of rows, or of things that can be found."""
        if name == SEARCH:
            return keep_index(self.store, self.kept.folder)
        question = self.questions.get(name)
        text = self.whole(question)
        found = self._stream(text)
        slicings = [self._slicing(question, one) for one in narrowing(question)]
        return self.kept.keep(question, text, found, slicings)

    def _slicing(self, question: Question, own: Parameter) -> Slicing:
        if not own.through:
            return Slicing(own.name, own.narrows)
        # Nothing has this for a value, so what comes back is what a question says of who tells nothing.
        nothing = self._stream(bind(question.text, {**self._always(question), own.token: [iri(f"{ID}nothing")]}))
        values = self._stream(f"SELECT ?thing ?value WHERE {{ ?thing {iri(own.through)} ?value }}")
        pairs = ((thing, value) for thing, value in values if thing and value)
        return Slicing(own.name, own.narrows, pairs, nothing, narrowing(question)[0].narrows)

    def _stream(self, text: str) -> RowStream:
        found = self.store.stream(text)
        if not isinstance(found, RowStream):
            raise QueryError("De vraag is geen SELECT.")
        return found


def _ask_each(project: Project, asker: _Asker, names: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Ask questions: a build on disk by as many processes as there are processors, one in memory by this process, because it is in memory once."""
    workers = min(len(names), os.cpu_count() or 1)
    if workers < 2 or not is_for_disk(project.nquads):
        yield from ((name, asker.ask(name)) for name in names)
        return
    with process_pool(workers, _NO_MEMORY, _start, project) as pool:
        asked = {pool.submit(_ask_here, name): name for name in names}
        for done in as_completed(asked):
            yield asked[done], done.result()


_NO_MEMORY = "Een proces dat vragen stelde is van buiten gestopt of had te weinig geheugen. Wat gevraagd was, is bewaard; probeer het opnieuw."
_here: list[_Asker] = []


def _start(project: Project) -> None:
    _here[:] = [_Asker.of(project)]


def _ask_here(name: str) -> int:
    return _here[0].ask(name)
