"""Make all parts of a project that are not kept yet, in as many processes as there are processors, and put them together."""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass
from pathlib import Path

from doelengraaf.agenda_file import AgendaFile
from doelengraaf.building.keys import PROGRAM, digest, engines
from doelengraaf.building.making import Ground, Task
from doelengraaf.building.parts import Part, Thing, kept, lines_of
from doelengraaf.building.tables import MAPPINGS, SHARED, agenda_folders, agenda_of, mapping_files
from doelengraaf.columns import Shapes
from doelengraaf.errors import DoelengraafError
from doelengraaf.files import writing_whole
from doelengraaf.findings import Finding
from doelengraaf.mappings import read_mappings
from doelengraaf.process_pool import WorkerError, process_pool, undisturbed
from doelengraaf.project import Project
from doelengraaf.terms import Context

__all__ = ["DamagedPartError", "Parts", "make_parts", "put_together"]

Progress = Callable[[str], None]


class DamagedPartError(DoelengraafError):
    """What was kept of a part is not what was written."""

    status = 500


@dataclass(frozen=True)
class Parts:
    """All parts of a project.

    Args:
        parts: agendas first, by slug; what they share last.
        findings: what is wrong, also with the folders themselves; most serious first.
    """

    parts: Sequence[Part]
    findings: list[Finding]


def make_parts(project: Project, folder: Path, progress: Progress = lambda step: None) -> Parts:
    """Make what changed of a project.

    Args:
        project: the project.
        folder: where parts are kept.
        progress: is told each part that is made.

    Raises:
        ShapesError: shapes, ontology, context or rules cannot be used.
        WorkerError: a process was stopped from outside.
        FileWriteError: the folder cannot be written.
    """
    folders, findings = agenda_folders(project, Context.read(project.context))
    agendas = {path.name: agenda_of(project, path) for path in folders}
    places = {"ontology": project.ontology, "shapes": project.shapes, "program": PROGRAM}
    ground = digest({"shared": project.data / SHARED, **places}, engines())
    parts = _make(project, folder, [_agenda_task(project, ground, agenda) for agenda in agendas.values()], progress)
    shared = _shared_task(project, ground, list(agendas.values()), parts)
    parts += _make(project, folder, [shared], progress)
    findings += [finding for part in parts for finding in part.findings]
    return Parts(parts, sorted(dict.fromkeys(findings), key=lambda finding: finding.sort_key))


def _agenda_task(project: Project, ground: str, agenda: AgendaFile) -> Task:
    agendas = project.data / "agendas"
    former = str(agenda.data.get("replaces", "")).removeprefix("agenda/")
    former = former if former != agenda.slug and (agendas / former / "agenda.toml").is_file() else ""
    places = {
        "own": agendas / agenda.slug,
        **({"former": agendas / former} if former else {}),
        **_texts(project, [agenda]),
    }
    return Task(agenda.slug, digest(places, [ground, agenda.slug, former]), former)


def _shared_task(project: Project, ground: str, agendas: list[AgendaFile], parts: list[Part]) -> Task:
    rows = (row for path in mapping_files(project) for row in read_mappings(path, project.relative(path))[0])
    named = {row.cells[end] for row in rows for end in ("subject_id", "object_id")}
    things: Mapping[str, Thing] = {iri: thing for part in parts for iri, thing in part.things.items() if iri in named}
    files = {f"agenda/{one.slug}": project.data / "agendas" / one.slug / "agenda.toml" for one in agendas}
    places = {"mappings": project.data / MAPPINGS, **files, **_texts(project, agendas)}
    words = [f"{iri} {thing}" for iri, thing in sorted(things.items())]
    return Task(SHARED, digest(places, [ground, *words]), things=things)


def _texts(project: Project, agendas: list[AgendaFile]) -> dict[str, Path]:
    """Give the frozen texts of agendas, where the reader has them."""
    names = {Path(str(source.get("file", ""))).name for agenda in agendas for source in agenda.sources()}
    return {
        f"text/{name}": project.sources / name for name in sorted(names) if name and (project.sources / name).is_file()
    }


def _make(project: Project, folder: Path, tasks: list[Task], progress: Progress) -> list[Part]:
    """Give parts in the order of the tasks: as they are kept, else made."""
    found = {task.name: kept(folder, task.name, task.key) for task in tasks}
    todo = [task for task in tasks if found[task.name] is None]
    for number, part in enumerate(_work(project, folder, todo), 1):
        found[part.name] = part
        progress(f"gelezen, gecontroleerd en afgeleid: {part.name} ({number} van {len(todo)})")
    return [part for part in found.values() if part is not None]


def _work(project: Project, folder: Path, todo: list[Task]) -> Iterator[Part]:
    if len(todo) < 2:
        try:
            yield from (Ground(project, folder).make(task) for task in todo)
        except MemoryError as error:
            raise WorkerError(_NO_MEMORY) from error
        return
    # Shapes that cannot be used are told once, not by each process.
    Shapes(project.shapes, Context.read(project.context))
    workers = min(len(todo), os.cpu_count() or 1)
    with process_pool(workers, _NO_MEMORY, _start, project, folder) as pool:
        with undisturbed():
            futures = [pool.submit(_work_at, task) for task in todo]
        for done in as_completed(futures):
            yield done.result()


_NO_MEMORY = "Een proces dat een agenda verwerkte is van buiten gestopt of had te weinig geheugen. De vorige goede build staat er nog. Maak geheugen vrij en probeer het opnieuw: wat af was, wordt niet opnieuw gedaan."
_grounds: list[Ground] = []


def _start(project: Project, folder: Path) -> None:
    """Read in this process what every part stands on."""
    _grounds[:] = [Ground(project, folder)]


def _work_at(task: Task) -> Part:
    return _grounds[0].make(task)


def put_together(parts: Sequence[Part], folder: Path, target: Path) -> tuple[str, int]:
    """Write the N-Quads of all parts as one file: part by part, each sorted, and last what several parts give alike.

    Returns:
        The SHA-256 of the file and the number of its lines.

    Raises:
        DamagedPartError: the N-Quads of a part are not what was kept; they are thrown away.
        FileWriteError: the file cannot be written; what was there stays.
    """
    whole = hashlib.sha256()
    common = sorted({line for part in parts for line in part.common})
    with writing_whole(target) as file:
        for part in parts:
            own = hashlib.sha256()
            path = lines_of(folder, part.name, part.key)
            if not path.is_file():
                raise DamagedPartError(
                    f"{path} is weg. Probeer het opnieuw: alleen dit deel wordt dan opnieuw gemaakt."
                )
            with path.open("rb") as lines:
                while chunk := lines.read(1 << 20):
                    own.update(chunk)
                    whole.update(chunk)
                    file.write(chunk)
            if own.hexdigest() != part.digest:
                path.unlink()
                raise DamagedPartError(
                    f"{path} was beschadigd en is weggegooid. Probeer het opnieuw: alleen dit deel wordt dan opnieuw gemaakt."
                )
        last = "".join(common).encode()
        whole.update(last)
        file.write(last)
    return whole.hexdigest(), sum(part.quads for part in parts) + len(common)
