"""The full-text index of a build as a file beside its answers, because making it of many agendas takes minutes and opening it does not."""

import hashlib
import shutil
from importlib.metadata import version
from pathlib import Path

from doelengraaf import found, fulltext_table, words
from doelengraaf.files import replacing_folder
from doelengraaf.found import read_found
from doelengraaf.fulltext import FullText
from doelengraaf.fulltext_table import make_table, open_table
from doelengraaf.kept import kept_per_store
from doelengraaf.search import SearchIndex
from doelengraaf.store import Store

__all__ = ["index_of", "is_kept", "keep_index"]

_FILE = "woorden.sqlite"
# What it holds depends on the code that makes it, and on the stemmer.
_MAKERS = (found, fulltext_table, words)


def is_kept(folder: Path) -> bool:
    """Tell whether the index is there, among the answers to one version of the data."""
    return (_folder_in(folder) / _FILE).is_file()


def keep_index(store: Store, folder: Path) -> int:
    """Keep the index of a store; gives how many things can be found.

    Args:
        store: whose things can be found.
        folder: of the answers to one version of the data.

    Raises:
        FileWriteError: the folder cannot be written.
        ToolMissingError: SQLite has no FTS5 here.
    """
    things = read_found(store)
    with replacing_folder(_folder_in(folder)) as fresh:
        make_table(things, fresh / _FILE)[0].close()
    return len(things)


@kept_per_store
def index_of(store: Store, folder: Path | None = None) -> SearchIndex:
    """Give the index of a store that does not change: what was kept, or made when somebody first searches, and kept as long as the store is."""
    if folder:
        kept = _folder_in(folder)
        if table := open_table(kept / _FILE):
            return SearchIndex(FullText(*table))
        # What is damaged is made anew when answers are prepared again.
        shutil.rmtree(kept, ignore_errors=True)
    return SearchIndex.from_store(store)


def _folder_in(folder: Path) -> Path:
    maker = hashlib.sha256(version("snowballstemmer").encode())
    for module in _MAKERS:
        maker.update(Path(str(module.__file__)).read_bytes())
    return folder / f"zoeken.{maker.hexdigest()[:16]}"
