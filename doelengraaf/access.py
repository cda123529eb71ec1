"""The graph from Python: ``from doelengraaf import open_graph``."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from doelengraaf import network, network_measures
from doelengraaf.errors import EndpointError, ProjectNotFoundError
from doelengraaf.pipeline import dataset_version
from doelengraaf.prepared import PreparedAnswers
from doelengraaf.project import Project, find_project
from doelengraaf.questions import Questions
from doelengraaf.results import Statements, Table, Value, from_answer, from_rows
from doelengraaf.store import Graph, Rows, Store, open_store

if TYPE_CHECKING:
    import networkx

__all__ = ["OpenGraph", "open_graph"]


def open_graph(where: str | Path | None = None, *, timeout: int = 60) -> "OpenGraph":
    """Open the graph to ask it questions.

    Args:
        where: a build (``build/doelengraaf.nq``), a folder of a project, or the address of a SPARQL endpoint (``https://…``); the last build of the
            project one is in when left out. The saved questions are those of the project the build is in, or else of the installed one.
        timeout: how many seconds an endpoint may take for an answer.

    Raises:
        NoBuildError: there is no build there.
        EndpointError: the endpoint is away, or holds no graphs of Doelengraaf.
        ProjectNotFoundError: there are no saved questions to be found.
    """
    if isinstance(where, str) and "://" in where:
        from doelengraaf.remote.engine import RemoteStore

        store = RemoteStore(where, timeout)
        if not store.graphs():
            raise EndpointError(where, "bevat geen grafen van Doelengraaf: laad er build/doelengraaf.nq in.")
        # What an endpoint of others holds may change: the day it was asked is what can be said of its version.
        live = store.live()
        version = live.version if live else f"{where}, geraadpleegd {date.today().isoformat()}"
        return OpenGraph(store, find_project().queries, version)
    if where is None or Path(where).is_dir():
        project = find_project(None if where is None else Path(where))
        nquads = project.nquads
    else:
        nquads = Path(where)
        project = _project_of(nquads)
    embedded, version = open_store(nquads), dataset_version(nquads)
    return OpenGraph(embedded, project.queries, version, PreparedAnswers(project.answers, version))


def _project_of(nquads: Path) -> Project:
    try:
        return find_project(nquads.parent)
    except ProjectNotFoundError:
        return find_project()


class OpenGraph:
    """The graph, opened. An answer is kept as long as this object; open the graph anew to see newer data.

    Args:
        store: the engine.
        queries: the folder of saved questions.
        version: the version of the data, for citations.
        prepared: answers that were asked beforehand.
    """

    def __init__(self, store: Store, queries: Path, version: str, prepared: PreparedAnswers | None = None) -> None:
        self.store = store
        self.version = version
        self._questions = Questions(queries, store, version, prepared)

    @property
    def questions(self) -> dict[str, str]:
        """The saved questions: name to title."""
        return {question.name: question.title.get("nl", question.name) for question in self._questions.all()}

    def ask(self, question: str, /, **values: object) -> Table:
        """Answer a saved question.

        Args:
            question: its name.
            values: its parameters: one value or several. Text, a number, a thing's address, slug or name; nothing, or an empty list, is everything.

        Raises:
            QuestionNotFoundError: there is no such question; the error names those there are.
            ParameterError: a parameter does not exist or a value is not allowed; the error names those that are.
        """
        return from_answer(self._questions.ask(question, {name: _typed(value) for name, value in values.items()}))

    def query(self, sparql: str) -> Table | Statements | bool:
        """Answer one's own SPARQL: a table for SELECT, statements for CONSTRUCT and DESCRIBE, yes or no for ASK.

        Raises:
            QueryError: the query cannot be read or carried out.
        """
        found = self.store.query(sparql)
        if isinstance(found, Graph):
            return Statements(found.triples)
        if isinstance(found, Rows):
            return from_rows(found, f"Doelengraaf, eigen SPARQL-vraag, gegevens {self.version}, CC0 1.0.")
        return found

    def network(
        self, kind: str = "partner-aim", *, agenda: str | Sequence[str] = (), basis: str = "derived"
    ) -> "networkx.Graph":
        """Give a network of partners and aims, or of partners among each other; see ``network.make_network``."""
        return network.make_network(self.store, kind, _typed(agenda), basis)

    def overlap(self, *, agenda: str | Sequence[str] = (), basis: str = "derived") -> Table:
        """Give what each two agendas share; see ``network_measures.overlaps``."""
        found = network_measures.overlaps(self.store, _typed(agenda), basis)
        return self._table(network_measures.Overlap, found, "overlap van agenda's", basis)

    def bridges(self, *, agenda: str | Sequence[str] = (), basis: str = "derived") -> Table:
        """Give what ties municipalities together; see ``network_measures.bridges``."""
        found = network_measures.bridges(self.store, _typed(agenda), basis)
        return self._table(network_measures.Bridge, found, "bruggen tussen gemeenten", basis)

    def _table(self, kind: type, found: Sequence[object], what: str, basis: str) -> Table:
        names = [field.name for field in fields(kind)]
        rows = [{name: _plain(getattr(one, name)) for name in names} for one in found]
        source = f"Doelengraaf, {what} ({basis}), gegevens {self.version}, CC0 1.0."
        return Table(names, [], rows, len(rows), source)


def _typed(value: object) -> list[str]:
    """Give what Python code passes as a person would type it."""
    if value is None:
        return []
    if isinstance(value, str) or not isinstance(value, Iterable):
        return [str(value)]
    return [str(one) for one in value if one is not None]


def _plain(value: Value | Sequence[str]) -> Value:
    return value if isinstance(value, Value) else "|".join(value)
