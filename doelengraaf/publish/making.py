"""Make a version: everything in a folder beside the others, which gets its name only when it is whole."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from doelengraaf.alone import BusyError, alone
from doelengraaf.building.tables import Built, read_project
from doelengraaf.building.unchanged import is_stale, made_before
from doelengraaf.changes import read_changes
from doelengraaf.errors import DoelengraafError, NoBuildError
from doelengraaf.files import what_hinders
from doelengraaf.pipeline import dataset_version
from doelengraaf.project import Project
from doelengraaf.publish.differences import differences
from doelengraaf.publish.dumps import DUMPS, compress
from doelengraaf.publish.package import make_package
from doelengraaf.publish.parts import WHOLE, agenda_slugs, parts_of, read_graphs
from doelengraaf.publish.settings import keep, moment
from doelengraaf.publish.shelf import CHANGES, MANIFEST, SUMS, File, Shelf, Version, address_of
from doelengraaf.terms import ONTOLOGY_GRAPH

__all__ = ["Outcome", "PublishError", "StaleBuildError", "publish"]

Progress = Callable[[str], None]
Graphs = Mapping[str, Sequence[str]]
_LABEL = " <http://www.w3.org/2000/01/rdf-schema#label> "


class PublishError(DoelengraafError):
    """A version cannot be written; what was published stays."""

    status = 500


class StaleBuildError(PublishError):
    """The tables are newer than the build, so dumps and tables would not tell the same."""


@dataclass(frozen=True)
class Outcome:
    """What publishing did.

    Args:
        version: the version.
        made: whether it was written now; False when it was there already.
        removed: the versions that were taken away because more than enough are kept.
    """

    version: Version
    made: bool
    removed: Sequence[str] = ()


def publish(project: Project, folder: Path | None = None, progress: Progress = lambda step: None) -> Outcome:
    """Publish the last build, unless that version is published already.

    Args:
        project: the project; its build must not be older than its tables.
        folder: where versions stand; ``project.published`` when left out.
        progress: is told each step.

    Raises:
        NoBuildError: there is no build.
        StaleBuildError: the tables changed since the build.
        PublishError: the folder cannot be written, another is publishing there, or the version there is damaged.
        BrokenVersionError: a version there cannot be read.
    """
    count = keep()
    # What is set wrong is told before anything is made.
    moment()
    if not project.nquads.is_file():
        raise NoBuildError(project.nquads)
    # Newer files with the same content give the same build, so it is not stale.
    if is_stale(project) and made_before(project) is None:
        raise StaleBuildError("De gegevens zijn veranderd sinds de laatste build. Doe eerst: doelengraaf build")
    shelf = Shelf(folder or project.published)
    version = dataset_version(project.nquads)
    try:
        shelf.folder.mkdir(parents=True, exist_ok=True)
        with alone(shelf.folder):
            # What an earlier process left when it was stopped halfway was never shown to anybody.
            for left in shelf.folder.glob(".new-*"):
                shutil.rmtree(left, ignore_errors=True)
            # Whoever publishes mends first: a version that cannot be read would be missed, and its name may be wanted.
            for broken in shelf.broken():
                raise broken
            known = shelf.find(version)
            if known is not None:
                _refuse_damaged(known)
                return Outcome(known, made=False, removed=_prune(shelf, count))
            made = _make(project, shelf, version, progress)
            return Outcome(made, made=True, removed=_prune(shelf, count))
    except BusyError as error:
        raise PublishError(f"In {shelf.folder} wordt al gepubliceerd. Wacht tot dat klaar is.") from error
    except OSError as error:
        raise PublishError(
            f"In {shelf.folder} is niet te schrijven: {what_hinders(error)}, of kies een andere map met --out. Wat gepubliceerd was, staat er nog."
        ) from error


def _refuse_damaged(version: Version) -> None:
    damaged = list(version.damage())
    if damaged:
        raise PublishError(
            f"Versie {version.version} staat er al, maar is beschadigd ({', '.join(damaged)}). Haal {version.folder} weg en doe: doelengraaf publish"
        )


def _make(project: Project, shelf: Shelf, version: str, progress: Progress) -> Version:
    latest = shelf.latest()
    progress("grafen lezen")
    graphs = read_graphs(project.nquads)
    agendas = agenda_slugs(project)
    days = [change.day for change in read_changes(project.changes, project.changes.name, agendas)[0]]
    day = max(days).isoformat() if days else ""
    temporary = Path(tempfile.mkdtemp(dir=shelf.folder, prefix=".new-"))
    try:
        temporary.chmod(0o755)
        files = list(_write_parts(project, graphs, agendas, (version, day), temporary, progress))
        if latest is not None:
            progress(f"vergelijken met {latest.version}")
            files += _write_changes(latest, graphs, agendas, version, temporary)
        sums = "".join(f"{file.sha256}  {file.name}\n" for file in files).encode()
        files.append(_write(temporary, SUMS, sums, "text/plain"))
        made = Version(
            version=version,
            published=_now(latest),
            modified=day,
            previous=latest.version if latest else "",
            counts={part.name: sum(len(graphs[graph]) for graph in part.graphs) for part in parts_of(graphs, agendas)},
            files=files,
            folder=temporary,
        )
        said = json.dumps(made.as_json(), ensure_ascii=False, indent=1) + "\n"
        (temporary / MANIFEST).write_text(said, encoding="utf-8")
        folder = shelf.folder / address_of(version)
        # From here on it is there, whole; before, there is nothing of it.
        temporary.rename(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return replace(made, folder=folder)


def _now(latest: Version | None) -> str:
    """Give the moment of publication, later than that of the version before it whatever the clock says."""
    found = moment()
    if latest is not None:
        found = max(found, datetime.fromisoformat(latest.published) + timedelta(microseconds=1))
    return found.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _write_parts(
    project: Project,
    graphs: Mapping[str, list[str]],
    agendas: Sequence[str],
    stamp: tuple[str, str],
    folder: Path,
    progress: Progress,
) -> Iterator[File]:
    built: Built = read_project(project)
    titles = _titles(graphs.get(ONTOLOGY_GRAPH, ()))
    for part in parts_of(graphs, agendas):
        progress(f"{part.name}: dumps en tabellen")
        own = {graph: graphs[graph] for graph in part.graphs}
        for dump in DUMPS:
            name, data = f"{part.name}.{dump.suffix}", dump.write(own)
            yield _write(folder, name, data, dump.media_type, part.name, dump.suffix)
            yield _write(folder, f"{name}.gz", compress(data), "application/gzip", part.name, dump.suffix, True)
        package = make_package(built, part.name, titles, *stamp)
        yield _write(folder, f"{part.name}.csv.zip", package, "application/zip", part.name, "csv.zip")


def _titles(lines: Sequence[str]) -> dict[str, str]:
    """Give the Dutch label of each word of the ontology."""
    found = {}
    for line in lines:
        subject, label, rest = line.partition(_LABEL)
        text, dutch, _ = rest.partition('"@nl ')
        if label and dutch:
            found[subject[1:-1]] = text.removeprefix('"')
    return found


def _write_changes(
    latest: Version, graphs: Graphs, agendas: Sequence[str], version: str, folder: Path
) -> Iterator[File]:
    before = read_graphs(latest.folder / f"{WHOLE}.nq")
    changes, added, removed = differences(before, graphs, agendas)
    said = {"from": latest.version, "to": version, **changes}
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    yield _write(folder, CHANGES, text.encode(), "application/json")
    for name, lines in (("added.nq", added), ("removed.nq", removed)):
        data = "".join(lines).encode()
        yield _write(folder, name, data, "application/n-quads", form="nq")
        yield _write(folder, f"{name}.gz", compress(data), "application/gzip", form="nq", compressed=True)


def _write(
    folder: Path, name: str, data: bytes, media_type: str, part: str = "", form: str = "", compressed: bool = False
) -> File:
    (folder / name).write_bytes(data)
    return File(name, len(data), hashlib.sha256(data).hexdigest(), media_type, part, form, compressed)


def _prune(shelf: Shelf, count: int) -> list[str]:
    """Take away the oldest versions; first out of sight, then from the disk."""
    gone = []
    for version in shelf.versions()[count:]:
        aside = version.folder.with_name(f".new-{version.folder.name}")
        version.folder.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)
        gone.append(version.version)
    return gone
