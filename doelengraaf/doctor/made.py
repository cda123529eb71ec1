"""What the program made: the build, the published versions, what was fetched for the pages, and the room for more."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from doelengraaf.doctor.lines import Line, bad, fine, mind
from doelengraaf.project import Project

__all__ = ["assets", "build", "disk", "judge", "published"]

_BUILD = "doelengraaf build"
_LEAST = 200_000_000
"""How many bytes a build and a published version of a few agendas take together."""


def assets(project: Project) -> Iterator[Line]:
    """Look whether what the pages take from others was fetched."""
    if (project.build / "assets" / "stamp.txt").is_file():
        yield fine("onderdelen", "opgehaald (NL Design System, SPARQL-editor)")
    else:
        yield mind("onderdelen", "niet opgehaald; de pagina’s werken ook zonder", "doelengraaf assets")


def build(project: Project) -> Iterator[Line]:
    """Look whether there is a build, whether it is whole, and whether it is that of the tables."""
    from doelengraaf.building.unchanged import is_stale, made_before
    from doelengraaf.pipeline import dataset_version

    if not project.nquads.is_file():
        yield bad("build", "er is nog geen build", _BUILD)
        return
    made = made_before(project)
    version = dataset_version(project.nquads)
    if made is None and not _is_readable(project.nquads):
        yield bad("build", "de build is beschadigd", _BUILD)
        return
    if made is not None:
        yield fine("build", f"versie {version}, {made.quads} quads, van de gegevens van nu")
    elif is_stale(project):
        yield mind("build", f"versie {version} is van vóór de laatste verandering van de gegevens", _BUILD)
    else:
        yield mind(
            "build", f"versie {version} is met een ander programma, andere vragen of andere bronnen gemaakt", _BUILD
        )
    parts = len(list(project.parts.glob("*.nq")))
    if parts == 0:
        yield fine("build", "er zijn geen delen bewaard; een volgende build maakt alles opnieuw")
    left = [path.name for path in (*project.build.glob(".half-*"), *project.parts.glob(".half-*"))]
    if left:
        yield mind("build", "een build is niet af", f"{_BUILD} ruimt op wat er half van is")


def _is_readable(nquads: Path) -> bool:
    import pyoxigraph as ox

    try:
        return sum(1 for _ in ox.parse(path=str(nquads), format=ox.RdfFormat.N_QUADS)) > 0
    except (SyntaxError, ValueError, OSError):
        return False


def disk(project: Project) -> Iterator[Line]:
    """Look whether a next build and version fit on the disk, and may be written."""
    place = project.build if project.build.is_dir() else project.root
    for folder in {place, *([project.published] if project.published.is_dir() else [])}:
        if not os.access(folder, os.W_OK | os.X_OK):
            yield bad(
                "schijf",
                f"in {project.relative(folder)} mag niet geschreven worden",
                "maak die map schrijfbaar voor deze gebruiker",
            )
    size = project.nquads.stat().st_size if project.nquads.is_file() else 0
    free, wanted = shutil.disk_usage(place).free, max(_LEAST, 8 * size)
    said = f"{free / 1e9:.1f} GB vrij".replace(".", ",")
    if free < 3 * size or free < _LEAST // 10:
        yield bad("schijf", f"{said}: een volgende build past niet", "maak ruimte")
    elif free < wanted:
        yield mind("schijf", f"{said}: krap voor een volgende versie", "maak ruimte")
    else:
        yield fine("schijf", said)


def published(project: Project) -> Iterator[Line]:
    """Look whether every published version is what was written, and whether the last build is among them."""
    from doelengraaf.pipeline import dataset_version
    from doelengraaf.publish.shelf import Shelf

    shelf = Shelf(project.published)
    wrong = [str(error) for error in shelf.broken()]
    versions = shelf.versions()
    for version in versions:
        names = list(version.damage())
        if names:
            wrong.append(f"versie {version.version} is beschadigd ({', '.join(names[:3])})")
    for one in wrong:
        yield bad(
            "publicatie",
            one.removesuffix("."),
            "haal die map weg en doe doelengraaf publish, of zet een reservekopie terug",
        )
    if not versions:
        yield mind("publicatie", "er is niets gepubliceerd", "doelengraaf publish")
    elif project.nquads.is_file() and versions[0].version != dataset_version(project.nquads):
        yield mind(
            "publicatie",
            f"de laatste build is niet gepubliceerd; de nieuwste versie is {versions[0].version}",
            "doelengraaf publish",
        )
    elif not wrong:
        yield fine("publicatie", f"{len(versions)} versies, onbeschadigd; de nieuwste is {versions[0].version}")
    if list(project.published.glob(".new-*")):
        yield mind("publicatie", "een publicatie is niet af", "doelengraaf publish ruimt op wat er half van is")


def judge() -> Iterator[Line]:
    """Look which engine judges the shapes."""
    from doelengraaf.judging import judge_name

    name = judge_name()
    if name.startswith("pySHACL"):
        yield mind(
            "vormen",
            f"{name} oordeelt; met het pakket shacl gaat het vele malen sneller",
            "pip install 'doelengraaf[fast]'",
        )
    else:
        yield fine("vormen", f"{name} oordeelt")
