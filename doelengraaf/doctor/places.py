"""Where things are: the project, its texts, the settings of the environment, and the port."""

import hashlib
import socket
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from doelengraaf.doctor.lines import Line, bad, fine, mind
from doelengraaf.errors import ProjectNotFoundError
from doelengraaf.project import SOURCES_VARIABLE, Project, find_project
from doelengraaf.settings import SETTINGS, nearest, unknown

__all__ = ["environment", "find", "folders", "port", "texts"]

_PORT = 8000


def find(start: Path | None) -> tuple[Project | None, Line]:
    """Find the project."""
    try:
        project = find_project(start)
    except ProjectNotFoundError:
        return None, bad("project", "niet gevonden", "ga naar de map van het project of geef --project MAP")
    return project, fine("project", str(project.root))


def folders(project: Project) -> Iterator[Line]:
    """Look whether the folders of a project hold what they should."""
    wanted = {
        "data/shared": "*.csv",
        "data/agendas": "*/agenda.toml",
        "ontology": "*.ttl",
        "ontology/rules": "*.rq",
        "shapes": "*.ttl",
        "queries": "*.rq",
    }
    missing = [name for name, pattern in wanted.items() if not any((project.root / name).glob(pattern))]
    if missing:
        yield bad("mappen", f"leeg of weg: {', '.join(missing)}", "haal ze terug, bijvoorbeeld met git restore .")
    else:
        number = len(list((project.data / "agendas").glob("[!.]*/agenda.toml")))
        yield fine("mappen", f"{number} agenda{'’s' if number != 1 else ''}")
    left = sorted(path.name for path in (project.data / "agendas").glob(".half-*"))
    if left:
        yield mind(
            "mappen", "een invoer is niet af", "doelengraaf build zet terug wat er stond; voer daarna opnieuw in"
        )


def texts(project: Project) -> Iterator[Line]:
    """Look which frozen texts are there, and whether they are what their agenda says."""
    there, away, wrong = 0, [], []
    for path in sorted((project.data / "agendas").glob("[!.]*/agenda.toml")):
        try:
            said = tomllib.loads(path.read_text(encoding="utf-8"))
        except (ValueError, OSError):
            yield bad("bronnen", f"{project.relative(path)} is niet te lezen", "doelengraaf check")
            continue
        for source in said.get("sources", said.get("source", [])):
            name = Path(str(source.get("file", ""))).name if isinstance(source, dict) else ""
            text = project.sources / name
            if not name:
                continue
            if not text.is_file():
                away.append(name)
            elif source.get("sha256") not in (None, "", hashlib.sha256(text.read_bytes()).hexdigest()):
                wrong.append(name)
            else:
                there += 1
    if wrong:
        yield bad(
            "bronnen",
            f"andere tekst dan de agenda aanhaalt: {', '.join(wrong)}",
            "zet de vastgezette tekst terug, of doelengraaf source add",
        )
    if away:
        where = f"zet de teksten in {project.sources} of zet {SOURCES_VARIABLE}"
        yield mind("bronnen", f"niet hier: {', '.join(away)}; passages worden dan niet getoond of nagezocht", where)
    if not wrong and not away:
        yield fine("bronnen", f"{there} teksten, onveranderd")


def environment(variables: Mapping[str, str]) -> Iterator[Line]:
    """Look at the settings: whether each is one, and holds what it may. What is secret is not shown."""
    wrong = False
    for name in unknown(variables):
        wrong, meant = True, nearest(name)
        do = f"bedoelde u {meant}? Zet die, en haal {name} weg" if meant else f"haal {name} weg"
        yield bad("instellingen", f"{name} bestaat niet", do)
    known = {name: variables[name].strip() for name in SETTINGS if variables.get(name, "").strip()}
    for name, value in known.items():
        problem = SETTINGS[name].wrong(value)
        if problem:
            wrong = True
            shown = "" if SETTINGS[name].secret else f" en is nu ‘{_plain(value)}’"
            yield bad("instellingen", f"{name} {problem}{shown}", "verander haar, of haal haar weg")
    if ("DOELENGRAAF_STORE_USER" in known) != ("DOELENGRAAF_STORE_PASSWORD" in known):
        wrong = True
        yield bad(
            "instellingen",
            "van DOELENGRAAF_STORE_USER en DOELENGRAAF_STORE_PASSWORD is er maar één gezet",
            "zet beide of geen van beide",
        )
    if not wrong:
        names = ", ".join(name for name in known if not SETTINGS[name].tests)
        yield fine("instellingen", names or "geen gezet; alles zoals het uit zichzelf is")


def _plain(value: str) -> str:
    """Give a value as it may be shown: an address without who logs in there."""
    head, sign, tail = value.rpartition("@")
    scheme, slashes, _ = head.partition("://")
    return (f"{scheme}://…@{tail}" if sign and slashes else value)[:80]


def port(number: int = _PORT) -> Iterator[Line]:
    """Look whether the port that ``serve`` takes by itself is free."""
    with socket.socket() as tried:
        tried.settimeout(1)
        taken = tried.connect_ex(("127.0.0.1", number)) == 0
    if taken:
        yield mind(
            "poort",
            f"op {number} luistert al een programma, misschien deze server zelf",
            "kies anders een andere poort: doelengraaf serve --port 8001",
        )
    else:
        yield fine("poort", f"{number} is vrij")
