"""The data that questions are asked of: the engine at an address where one is set, else the last build in the embedded one."""

from doelengraaf.errors import EndpointError
from doelengraaf.pipeline import dataset_version
from doelengraaf.prepared import PreparedAnswers
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.remote.settings import RemoteSettings
from doelengraaf.store import OxigraphStore, Store, open_store

__all__ = ["open_data", "open_questions"]


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
