"""``doelengraaf doctor``: it sees what is broken, says what to do, never fails itself, and knows the settings the program reads."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from faults import do

from doelengraaf.doctor import Line, State, examine
from doelengraaf.doctor.installed import locked, packages, python
from doelengraaf.doctor.places import port
from doelengraaf.project import Project
from doelengraaf.settings import PREFIX, SETTINGS, nearest

ROOT = Path(__file__).resolve().parent.parent
NO_BUILD = "er is nog geen build"


@pytest.fixture(scope="module")
def good(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small project with a build and a published version."""
    import conftest

    found: Project = conftest.small.__wrapped__(project, tmp_path_factory.mktemp("good"))  # type: ignore[attr-defined]
    assert do(found, "build").returncode == 0
    assert do(found, "publish").returncode == 0
    return found


@pytest.fixture
def mine(good: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("DOELENGRAAF_SOURCES", str(tmp_path / "geen"))
    shutil.copytree(good.root, tmp_path / "project", symlinks=True)
    return Project(tmp_path / "project")


def told(project: Project, about: str, **variables: str) -> list[Line]:
    return [line for line in examine(project.root, variables) if line.about == about]


def test_a_good_installation_has_no_fault(mine: Project) -> None:
    lines = list(examine(mine.root, {}))
    assert [line for line in lines if line.state is State.BAD] == []
    assert {line.about for line in lines if line.state is State.FINE} >= {
        "Python",
        "project",
        "instellingen",
        "mappen",
        "schijf",
        "publicatie",
        "vormen",
    }
    # Whatever is not in order says what to do.
    assert all(line.do for line in lines if line.state is not State.FINE)


def spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000] + b"\0")


def dump(project: Project) -> Path:
    return next(project.published.glob("*/doelengraaf.nq"))


@pytest.mark.parametrize(
    ("breaking", "about", "state", "word"),
    [
        (lambda p: p.nquads.unlink(), "build", State.BAD, NO_BUILD),
        (lambda p: spoil(p.nquads), "build", State.BAD, "beschadigd"),
        (lambda p: p.made.unlink(), "build", State.MIND, "versie"),
        (lambda p: shutil.rmtree(p.parts), "build", State.FINE, "geen delen"),
        (lambda p: (p.build / ".half-x").write_text(""), "build", State.MIND, "niet af"),
        (lambda p: (p.data / "agendas" / "cranendonck" / "x.csv").write_text("id\n"), "build", State.MIND, "verandering"),
        (lambda p: shutil.rmtree(p.data / "shared"), "mappen", State.BAD, "data/shared"),
        (lambda p: p.queries.unlink(), "mappen", State.BAD, "queries"),
        (lambda p: (p.data / "agendas" / ".half-x-12345678").mkdir(), "mappen", State.MIND, "niet af"),
        (lambda p: (p.data / "agendas" / "cranendonck" / "agenda.toml").write_text("="), "bronnen", State.BAD, "agenda.toml"),
        (lambda p: spoil(dump(p)), "publicatie", State.BAD, "doelengraaf.nq"),
        (lambda p: (dump(p).parent / "version.json").write_text("{"), "publicatie", State.BAD, "niet te lezen"),
        (lambda p: shutil.rmtree(p.published), "publicatie", State.MIND, "niets gepubliceerd"),
        (lambda p: (p.published / ".new-x").mkdir(), "publicatie", State.MIND, "niet af"),
    ],
)  # fmt: skip
def test_what_is_broken_is_seen_and_what_to_do_is_said(
    mine: Project, breaking: Callable[[Project], object], about: str, state: State, word: str
) -> None:
    breaking(mine)
    lines = told(mine, about)
    [line] = [line for line in lines if line.state is state and word in line.found]
    assert line.do or state is State.FINE


def test_a_text_that_was_changed_is_seen(mine: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    [line] = told(mine, "bronnen")
    assert line.state is State.MIND
    name = "cranendonck-beleidskader-sociaal-domein-2019-2022.txt"
    assert name in line.found
    (mine.root / "sources").mkdir()
    (mine.root / "sources" / name).write_text("anders")
    monkeypatch.delenv("DOELENGRAAF_SOURCES")
    lines = told(mine, "bronnen")
    assert [one.found for one in lines if one.state is State.BAD] == [f"andere tekst dan de agenda aanhaalt: {name}"]


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("BASE_URI", "https://x.nl", "bedoelde u DOELENGRAAF_BASE_URL?"),
        ("TRUSTEDPROXY", "127.0.0.1", "bedoelde u DOELENGRAAF_TRUSTED_PROXY?"),
        ("ONZIN_QQ", "1", "haal DOELENGRAAF_ONZIN_QQ weg"),
        ("BASE_URL", "doelengraaf.nl", "webadres"),
        ("THREADS", "0", "1 tot en met 128"),
        ("THREADS", "veel", "1 tot en met 128"),
        ("KEEP_VERSIONS", "-1", "geheel getal"),
        ("ENGINE", "cloud", "memory, disk"),
        ("JUDGE", "iemand", "shacl, pyshacl, both"),
        ("TRUSTED_PROXY", "proxy", "IP-adres"),
        ("CONTACT", "iemand", "mail@example.org"),
        ("PEERS", "Elders", "Naam=https://"),
        ("STORE_USER", "wie", "maar één gezet"),
    ],
)
def test_a_setting_that_is_wrong_is_named(mine: Project, name: str, value: str, word: str) -> None:
    lines = told(mine, "instellingen", **{PREFIX + name: value})
    assert [line.state for line in lines] == [State.BAD]
    assert word in lines[0].text()


def test_no_secret_is_shown(mine: Project) -> None:
    said = {
        "DOELENGRAAF_STORE": "https://wie:geheim1@x.nl/query?",
        "DOELENGRAAF_STORE_USER": "geheim2",
        "DOELENGRAAF_STORE_PASSWORD": "geheim3",
        "DOELENGRAAF_STORE_UPDATE": "ftp://wie:geheim4@x.nl",
        "DOELENGRAAF_STORE_PASWORD": "geheim5",
    }
    text = "\n".join(line.text() for line in examine(mine.root, said))
    assert "DOELENGRAAF_STORE_PASWORD bestaat niet" in text
    assert "geheim" not in text


def test_an_old_python_and_other_packages_are_told(tmp_path: Path) -> None:
    assert [line.state for line in python((3, 10, 2))] == [State.BAD]
    assert [line.state for line in python((3, 11, 0))] == [State.FINE]
    (tmp_path / "requirements").mkdir()
    lock = tmp_path / "requirements" / "run.txt"
    lock.write_text(
        "click==0.1 \\\n    --hash=sha256:00\nbestaat-niet-x==1 ; sys_platform == 'win32' \\\nbestaat-niet-y==2 \\\n"
    )
    gone, other = packages(Project(tmp_path))
    assert gone == Line("pakketten", State.BAD, "niet geïnstalleerd: bestaat-niet-y", gone.do)
    assert other.state is State.MIND
    assert "(vast: 0.1)" in other.found
    assert "pip install" in gone.do


def test_the_lock_is_read_whole() -> None:
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    assert len(locked(text)) == len(set(re.findall(r"(?m)^([a-z][\w.-]*)==", text))) > 20


def test_a_port_that_is_taken_is_told() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert [line.state for line in port(taken.getsockname()[1])] == [State.MIND]


def test_what_cannot_be_looked_at_is_a_line(mine: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(project: Project) -> bool:
        raise RuntimeError("onverwacht\nen meer")

    monkeypatch.setattr("doelengraaf.building.unchanged.made_before", broken)
    [line] = told(mine, "build")
    assert (line.state, line.found) == (State.BAD, "niet te bekijken: onverwacht")
    # The rest is looked at all the same.
    assert told(mine, "publicatie")[0].state is State.FINE


def test_the_command_has_an_exit_code_and_json(mine: Project, tmp_path: Path) -> None:
    done = do(mine, "doctor")
    assert done.returncode == 0, done.stdout
    assert re.search(r"^\d+ × ok, \d+ × let op, 0 × fout$", done.stdout, re.MULTILINE)
    mine.nquads.unlink()
    done = do(mine, "doctor", "--json")
    assert done.returncode == 1
    lines = json.loads(done.stdout)
    assert {"about": "build", "state": "fout", "found": NO_BUILD, "do": "doelengraaf build"} in lines
    elsewhere = do(Project(tmp_path), "doctor")
    assert elsewhere.returncode == 1
    assert "fout    project: niet gevonden" in elsewhere.stdout
    assert "Traceback" not in elsewhere.stdout + elsewhere.stderr


def without(package: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """Start the program as if a package were not installed."""
    code = f"import sys; sys.modules[{package!r}] = None; from doelengraaf.start import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False, timeout=120, cwd=ROOT
    )


@pytest.mark.parametrize("package", ["click", "pyoxigraph", "rdflib", "yaml"])
def test_without_a_package_the_doctor_still_speaks(mine: Project, package: str) -> None:
    done = without(package, "--project", str(mine.root), "doctor", "--json")
    assert "Traceback" not in done.stderr, done.stderr
    assert {line["about"] for line in json.loads(done.stdout)} >= {"Python", "pakketten", "project", "build"}
    other = without(package, "--project", str(mine.root), "build")
    assert other.returncode == 3
    assert f"Het pakket {package} ontbreekt" in other.stderr
    assert "Traceback" not in other.stderr


def test_a_terminal_that_knows_few_signs_gets_no_stack_trace(mine: Project) -> None:
    for words in (["doctor"], ["check"], ["ask", "partners-per-doel"]):
        done = do(mine, *words, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
    assert done.stdout


# The settings are in one list, and the documents and the program agree with it.


def named(text: str) -> set[str]:
    return set(re.findall(r"DOELENGRAAF_[A-Z][A-Z_]*[A-Z]", text))


def test_the_program_reads_no_setting_that_is_not_on_the_list() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8") for top in ("doelengraaf", "web") for path in (ROOT / top).rglob("*.py")
    )
    tests = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__)
    )
    # A misspelt one stands in an example.
    assert named(code) - {"DOELENGRAAF_BASE_URI"} <= set(SETTINGS)
    for name, setting in SETTINGS.items():
        short = name.removeprefix("DOELENGRAAF_STORE")
        in_code = name in named(code.replace((ROOT / "doelengraaf" / "settings.py").read_text(encoding="utf-8"), ""))
        assert in_code or f'"{short}"' in code or (setting.tests and name in tests), name


def test_the_documents_name_every_setting_and_no_other() -> None:
    text = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    table = {
        name for line in text.splitlines() if line.startswith("| `DOELENGRAAF_") for name in named(line.split("|")[1])
    }
    assert table == {name for name, setting in SETTINGS.items() if not setting.tests}
    everywhere = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").iterdir()]
    )
    assert named(everywhere) <= set(SETTINGS)
    assert nearest("DOELENGRAAF_SPARQL_ROW") == "DOELENGRAAF_SPARQL_ROWS"
