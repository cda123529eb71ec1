"""What is taken from others: fixed versions, open licences, no addresses of this or that registry, and whole or not at all."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from doelengraaf.project import Project
from web import fetch_assets as module
from web.fetch_assets import COMPONENTS, EDITOR, LIST, TOKENS, AssetsError, assets, fetch_assets, folder_of

OPEN = {"0BSD", "BSD-3-Clause", "EUPL-1.2", "ISC", "MIT", "(MPL-2.0 OR Apache-2.0)"}


def bring(modules: Path, *leave_out: str) -> None:
    """Put in place what npm would bring, in small."""
    for name in (*COMPONENTS, TOKENS, *EDITOR):
        path = modules / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name not in leave_out:
            text = ".t {\n  --basis-a: var(--basis-b);\n  --basis-b: 1px;\n  --unused: 2px;\n}"
            rule = '@charset "UTF-8";\np{color:var(--basis-a)}/*# sourceMappingURL=x.css.map */'
            path.write_text(text if name == TOKENS else rule, "utf-8")
        package = modules / "/".join(name.split("/")[:2])
        (package / "package.json").write_text(json.dumps({"name": package.name, "version": "1", "license": "MIT"}))
        (package / "LICENSE.md").write_text("Free.", "utf-8")


def test_versions_are_exact_and_the_lock_names_no_registry() -> None:
    asked = json.loads((LIST / "package.json").read_text("utf-8"))["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.values())
    lock = (LIST / "package-lock.json").read_text("utf-8")
    hosts = set(re.findall(r"//([^/\"]+)/", lock))
    assert hosts <= {"github.com"}
    packages = {name: about for name, about in json.loads(lock)["packages"].items() if name}
    assert all(about["integrity"].startswith("sha512-") for about in packages.values())
    assert {name: about["license"] for name, about in packages.items() if about["license"] not in OPEN} == {}
    assert not [name for name in packages if "@utrecht/design-tokens" in name or "rijkshuisstijl" in name]
    assert {name.removeprefix("node_modules/") for name in packages} >= set(asked)


def test_what_is_used_is_kept_and_the_rest_is_gone(tmp_path: Path) -> None:
    project = Project(tmp_path)
    assert fetch_assets(project, lambda place: bring(place / "node_modules"))
    made = folder_of(project)
    sheet = (made / "components.css").read_text("utf-8")
    assert sheet.startswith("@layer components {")
    assert sheet.count("p{color:var(--basis-a)}") == len(COMPONENTS)
    assert "charset" not in sheet
    assert "sourceMappingURL" not in sheet
    theme = (made / "voorbeeld.css").read_text("utf-8")
    assert "--basis-b: 1px;" in theme
    assert "--unused" not in theme
    assert "Free." in (made / "licences.txt").read_text("utf-8")
    assert [path.name for path in project.build.iterdir()] == ["assets"]


def test_again_does_nothing_until_the_list_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(tmp_path)
    fetch_assets(project, lambda place: bring(place / "node_modules"))
    assert not fetch_assets(project, lambda place: pytest.fail("npm is asked again"))
    monkeypatch.setattr(module, "_stamp", lambda: "another")
    assert fetch_assets(project, lambda place: bring(place / "node_modules"))


def test_what_fails_leaves_the_former_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(tmp_path)
    fetch_assets(project, lambda place: bring(place / "node_modules"))
    before = (folder_of(project) / "components.css").read_bytes()
    monkeypatch.setattr(module, "_stamp", lambda: "another")
    with pytest.raises(AssetsError, match=re.escape("yasqe.min.js")):
        fetch_assets(project, lambda place: bring(place / "node_modules", EDITOR[0]))
    assert (folder_of(project) / "components.css").read_bytes() == before
    assert [path.name for path in project.build.iterdir()] == ["assets"]


def test_without_a_registry_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A port where nothing listens; the cache is empty too.
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    with pytest.raises(AssetsError, match=r"werken ook zonder.*doelengraaf assets"):
        fetch_assets(Project(tmp_path))
    assert not folder_of(Project(tmp_path)).exists()


def test_the_command_is_quiet_when_there_is_nothing_to_do(tmp_path: Path) -> None:
    project = Project(tmp_path)
    fetch_assets(project, lambda place: bring(place / "node_modules"))
    done = CliRunner().invoke(assets, obj=lambda: project)
    assert (done.exit_code, done.output) == (0, "")
