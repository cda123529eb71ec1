"""What is delivered and what it is made of: a valid bill of materials, and the same bytes from the same commit wherever they are made."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from faults import environment

from doelengraaf.doctor.installed import locked
from doelengraaf.project import Project

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def sbom() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "requirements" / "sbom.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def text(sbom: ModuleType) -> str:
    os.environ.pop("SOURCE_DATE_EPOCH", None)
    return str(sbom.make())


def test_the_bill_of_materials_is_valid_and_names_every_locked_package(text: str) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    said = json.loads(text)
    names = {part["purl"] for part in said["components"]}
    pins = locked((ROOT / "requirements" / "run.txt").read_text(encoding="utf-8"))
    assert {f"pkg:pypi/{name}@{version}" for name, versions in pins.items() for version, _ in versions} == {
        name for name in names if name.startswith("pkg:pypi/")
    }
    lock = json.loads((ROOT / "web" / "assets" / "package-lock.json").read_text(encoding="utf-8"))
    npm = {path.rpartition("node_modules/")[2] for path in lock["packages"] if path}
    assert {f"{one.get('group', '')}/{one['name']}".strip("/") for one in said["components"] if one["purl"].startswith("pkg:npm/")} == npm  # fmt: skip
    # Each has the checksums of its files, and nearly each a licence: one of another system is not here to ask.
    assert all(part["externalReferences"][0]["hashes"] for part in said["components"])
    unknown = [part["name"] for part in said["components"] if not part.get("licenses") and "properties" not in part]
    assert len(unknown) < 4, unknown
    [top] = [one for one in said["dependencies"] if one["ref"] == "doelengraaf"]
    assert set(top["dependsOn"]) == names


def test_the_bill_of_materials_tells_of_no_machine_and_no_registry(text: str) -> None:
    assert not re.search(r"https?://(?!cyclonedx\.org/|json-schema\.org/)", text.replace("http://cyclonedx.org/", ""))
    assert str(ROOT) not in text
    assert not re.search(r'"/(home|root|usr|tmp)/', text)
    assert "timestamp" not in text


def test_the_bill_of_materials_has_the_same_bytes_each_time(text: str, tmp_path: Path) -> None:
    for number in (1, 2):
        target = tmp_path / f"{number}.json"
        env = {**os.environ, "PYTHONHASHSEED": str(number)}
        subprocess.run(
            [sys.executable, ROOT / "requirements" / "sbom.py", target], check=True, env=env, capture_output=True
        )
        assert target.read_text(encoding="utf-8") == text


def test_a_moment_is_in_the_bill_of_materials_when_it_is_given(
    sbom: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert json.loads(sbom.make())["metadata"]["timestamp"].startswith("2023-11-14T22:13:20")


_OTHERWISE = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0"},
    {"PYTHONHASHSEED": "77", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "LANG": "nl_NL.UTF-8"},
)
_RUN = (
    "import os, sys; many = int(sys.argv.pop(1)); os.cpu_count = lambda: many; from doelengraaf.cli import main; main()"
)


def test_the_same_commit_gives_the_same_bytes_wherever_it_is_built(project: Project, tmp_path: Path) -> None:
    """In folders of another name, by another number of processes, with other words, times and seeds around it."""
    made = []
    for number, variables in enumerate(_OTHERWISE, 1):
        root = tmp_path / ("een" if number == 1 else "een-andere map")
        root.mkdir()
        for name in ("data", "ontology", "shapes", "queries"):
            shutil.copytree(project.root / name, root / name)
        here = Project(root)
        env = {**environment(here), **variables, "SOURCE_DATE_EPOCH": "1700000000"}
        for words in (["build"], ["publish"]):
            done = subprocess.run(
                [sys.executable, "-c", _RUN, str(number), "--project", str(root), *words],
                env=env, capture_output=True, text=True, check=False, timeout=300,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr
        [version] = here.published.glob("[!.]*")
        made.append({path.name: path.read_bytes() for path in [here.nquads, *version.iterdir()]})
    one, other = made
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []
    assert json.loads(one["version.json"])["published"] == "2023-11-14T22:13:20.000000Z"
