"""The data that questions are asked of: the engine at an address where one is set, else the last build in the embedded one."""

from doelengraaf.errors import EndpointError
from doelengraaf.pipeline import dataset_version
from doelengraaf.prepared import PreparedAnswers
from doelengraaf.prepared_search import index_of
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.remote.settings import RemoteSettings
from doelengraaf.search import SearchIndex
from doelengraaf.store import OxigraphStore, Store, open_store

__all__ = ["open_data", "open_questions", "search_index"]


def open_data(project: Project, follow: bool = True) -> tuple[Store, str]:
    """Open the engine and give the version of what is in it.

    Args:
        project: whose last build is opened when ``DOELENGRAAF_STORE`` is not set.
        follow: whether an engine at an address goes on with a next build when one is published; else it says that it changed.

    Raises:
        NoBuildError: there is no build.
        EndpointError: the engine at the address is away, or nothing was published there.
        StoreSettingError: a setting of it cannot be.
    """
    settings = RemoteSettings.from_environment()
    if settings is None:
        return open_store(project.nquads), dataset_version(project.nquads)
    store = settings.open(follow)
    live = store.live()
    if live is None:
        raise EndpointError(
            settings.query, "heeft nog geen gepubliceerde versie. Doe dat met: doelengraaf store publish"
        )
    return store, live.version


def open_questions(project: Project, follow: bool = True) -> Questions:
    """Open the saved questions over the data of ``open_data``, which see; what was asked of the embedded engine beforehand is not asked again."""
    store, version = open_data(project, follow)
    prepared = PreparedAnswers(project.answers, version) if isinstance(store, OxigraphStore) else None
    return Questions(project.queries, store, version, prepared)


def search_index(questions: Questions) -> SearchIndex:
    """Give the index to search in of the data that questions are asked of; made when it was not made beforehand, and kept as long as the data."""
    return index_of(questions.store, questions.prepared.folder if questions.prepared else None)
