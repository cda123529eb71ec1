"""Where things are: the folders of a Doelengraaf project and of its builds."""

import os
from dataclasses import dataclass
from pathlib import Path

from doelengraaf.errors import ProjectNotFoundError

__all__ = ["PUBLISHED_VARIABLE", "SOURCES_VARIABLE", "Project", "find_project"]

_MARKER = Path("ontology", "context.jsonld")
SOURCES_VARIABLE = "DOELENGRAAF_SOURCES"
PUBLISHED_VARIABLE = "DOELENGRAAF_PUBLISHED"


@dataclass(frozen=True)
class Project:
    """The folders of one checkout.

    Args:
        root: the folder that holds ``data/``, ``ontology/``, ``shapes/`` and ``queries/``.
    """

    root: Path

    @property
    def data(self) -> Path:
        """What the agendas say."""
        return self.root / "data"

    @property
    def changes(self) -> Path:
        """What changed lately, for people who come back."""
        return self.data / "changes.csv"

    @property
    def ontology(self) -> Path:
        """What the words mean."""
        return self.root / "ontology"

    @property
    def context(self) -> Path:
        """The JSON-LD context whose terms are the columns of the tables."""
        return self.root / _MARKER

    @property
    def rules(self) -> Path:
        """The CONSTRUCT rules that derive."""
        return self.ontology / "rules"

    @property
    def shapes(self) -> Path:
        """What good data is."""
        return self.root / "shapes"

    @property
    def queries(self) -> Path:
        """What people ask."""
        return self.root / "queries"

    @property
    def build(self) -> Path:
        """Where builds go; never committed."""
        return self.root / "build"

    @property
    def nquads(self) -> Path:
        """The last good build: all graphs as sorted N-Quads."""
        return self.build / "doelengraaf.nq"

    @property
    def answers(self) -> Path:
        """Answers to saved questions that were asked beforehand, each for one version of the data."""
        return self.build / "answers"

    @property
    def report(self) -> Path:
        """The findings of the last check, as JSON."""
        return self.build / "findings.json"

    @property
    def parts(self) -> Path:
        """The parts of a build, each kept by what it is made of, so that only what changed is made again."""
        return self.build / "parts"

    @property
    def made(self) -> Path:
        """What the last good build was made of, so that the same is not made twice."""
        return self.build / "made.json"

    @property
    def published(self) -> Path:
        """Where published versions stand: ``$DOELENGRAAF_PUBLISHED``, else ``build/published``."""
        return Path(os.environ.get(PUBLISHED_VARIABLE) or self.build / "published")

    @property
    def sources(self) -> Path:
        """Where the frozen texts are, if the reader has them: ``$DOELENGRAAF_SOURCES``, else ``sources/``."""
        return Path(os.environ.get(SOURCES_VARIABLE) or self.root / "sources")

    def is_stale(self) -> bool:
        """Tell by the times of files whether something the build is made of changed after it; ``unchanged.is_stale`` knows more."""
        if not self.nquads.is_file():
            return False
        made = self.nquads.stat().st_mtime
        folders = (self.data, self.ontology, self.shapes)
        return any(path.stat().st_mtime > made for folder in folders for path in folder.rglob("*") if path.is_file())

    def relative(self, path: Path) -> str:
        """Give ``path`` as people see it: relative to the project where it lies inside it."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return path.as_posix()


def find_project(start: Path | None = None) -> Project:
    """Find the project that holds ``start``.

    Args:
        start: a folder in the project; the current folder when left out. When no folder above it is a project, the checkout this
            package was installed from is tried.

    Raises:
        ProjectNotFoundError: no folder with ``ontology/context.jsonld`` was found.
    """
    here = (start or Path.cwd()).resolve()
    fallback = [] if start else [Path(__file__).resolve().parent.parent]
    for folder in [here, *here.parents, *fallback]:
        if (folder / _MARKER).is_file():
            return Project(folder)
    raise ProjectNotFoundError(here, _MARKER)
