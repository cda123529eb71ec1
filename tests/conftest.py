"""What the tests share: the project, one build of it, and small made projects for bad input."""

import contextlib
import csv
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from serving import FLAGS, serving

from doelengraaf.pipeline import Report, dataset_version, make_build
from doelengraaf.project import SOURCES_VARIABLE, Project, find_project
from doelengraaf.questions import Questions
from doelengraaf.store import Store, open_store
from web.app import create_app
from web.fetch_assets import folder_of

ROOT = Path(__file__).resolve().parent.parent
ALL = os.environ.get("DOELENGRAAF_ALL_TESTS") == "1"


@pytest.fixture(scope="session")
def project() -> Project:
    return find_project(ROOT)


@pytest.fixture(scope="session")
def built(project: Project, tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Report]:
    """The real tables, built in a folder of the tests' own."""
    root = tmp_path_factory.mktemp("project")
    for name in ("data", "ontology", "shapes", "queries"):
        (root / name).symlink_to(project.root / name)
    copy = Project(root)
    # What the last build was made of and judged is known by hash: the same need not be built or judged twice in one test run.
    copy.build.mkdir()
    for path in (project.nquads, project.report, project.made):
        if path.is_file():
            shutil.copy(path, copy.build)
    if project.parts.is_dir():
        shutil.copytree(project.parts, copy.parts)
    # The components and the editor of others, where `doelengraaf assets` brought them.
    if folder_of(project).is_dir():
        folder_of(copy).symlink_to(folder_of(project))
    return copy, make_build(copy)


@pytest.fixture(scope="session")
def store(built: tuple[Project, Report]) -> Store:
    return open_store(built[0].nquads)


@pytest.fixture(scope="session")
def questions(built: tuple[Project, Report], store: Store) -> Questions:
    return Questions(built[0].queries, store, dataset_version(built[0].nquads))


@pytest.fixture
def small(project: Project, tmp_path: Path) -> Project:
    """A project with one agenda whose data may be spoilt."""
    for name in ("ontology", "shapes", "queries"):
        (tmp_path / name).symlink_to(project.root / name)
    shutil.copytree(project.data / "shared", tmp_path / "data" / "shared")
    for kind in ("organizations", "collaborations", "groups"):
        _only_cranendonck(tmp_path / "data" / "shared" / f"partner-{kind}.csv")
    shutil.copytree(project.data / "agendas" / "cranendonck", tmp_path / "data" / "agendas" / "cranendonck")
    return Project(tmp_path)


def _only_cranendonck(path: Path) -> None:
    """Keep the partners that this agenda cites, with that citation only."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = []
    for row in rows:
        places = row["lines"].split("|")
        cited = [
            value.split("|") * (len(places) if "|" not in value else 1)
            for value in (row["source"], row["section"], row["lines"])
        ]
        own = [place for place in zip(*cited, strict=True) if place[0].startswith("cranendonck/")]
        if own:
            kept.append(
                {
                    **row,
                    **dict(
                        zip(
                            ("source", "section", "lines"),
                            ("|".join(column) for column in zip(*own, strict=True)),
                            strict=True,
                        )
                    ),
                }
            )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


@pytest.fixture(scope="session")
def sources(project: Project) -> Path:
    """The frozen texts; tests that need them are passed over where the reader does not have them."""
    folder = Path(os.environ.get(SOURCES_VARIABLE) or ROOT / "sources")
    if not folder.is_dir():
        pytest.skip("de vastgezette teksten zijn hier niet: zet ze in sources/")
    return folder


@pytest.fixture
def run(built: tuple[Project, Report]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command line as a stranger would, in a process of its own."""

    def call(*words: str, folder: Path | None = None, typed: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "doelengraaf.cli", "--project", str(folder or built[0].root), *words],
            capture_output=True,
            text=True,
            check=False,
            input=typed,
            timeout=240,
            env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
        )

    return call


@pytest.fixture(scope="session")
def endpoint(built: tuple[Project, Report]) -> Iterator[str]:
    """Serve the build by another engine, on loopback; its own default graph is empty, as with many servers."""
    program = Path(sys.executable).parent / "oxigraph"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [program, "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            for _ in range(300):
                assert server.poll() is None, "oxigraph serve is gestopt"
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.1)
            load = urllib.request.Request(
                f"http://127.0.0.1:{port}/store",
                data=built[0].nquads.read_bytes(),
                headers={"Content-Type": "application/n-quads"},
                method="POST",
            )
            with urllib.request.urlopen(load, timeout=120) as answer:  # noqa: S310
                assert answer.status == 204
            yield f"http://127.0.0.1:{port}/query"
        finally:
            server.kill()


@pytest.fixture(scope="session")
def browser_path() -> Iterator[str]:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            yield found
            return
    if ALL:
        pytest.fail("geen Chromium gevonden; make browser installeert het waar dat kan")
    pytest.skip("geen Chromium gevonden; make browser zegt hoe")


@pytest.fixture(scope="module")
def address(built: tuple[Project, Report]) -> Iterator[str]:
    """The pages over the real data, on a port of their own."""
    with serving(create_app(built[0])) as found:
        yield found


@pytest.fixture(scope="module")
def browser(browser_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        yield browser
        browser.close()
