"""The docs name every command, every page and every setting; nothing in the project tells of the machine it was made on."""

import re
import subprocess
from pathlib import Path

import pytest

from doelengraaf.cli import main
from doelengraaf.project import SOURCES_VARIABLE

ROOT = Path(__file__).resolve().parent.parent
DOCS = "\n".join(
    path.read_text(encoding="utf-8")
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
)


@pytest.mark.parametrize("name", [*sorted(main.commands), "serve"])
def test_every_command_is_in_the_docs(name: str) -> None:
    assert re.search(rf"(doelengraaf|make) {name}\b", DOCS), f"doelengraaf {name} is in no document"


def test_every_make_target_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("serve", "test", "build", "check", "lint", "format", "clean"):
        assert re.search(rf"^{target}:.*## \S", makefile, re.MULTILINE), target


def test_settings_are_documented() -> None:
    assert SOURCES_VARIABLE in DOCS


def test_links_between_documents_lead_somewhere() -> None:
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / link).exists(), f"{path.name}: {link}"


def test_lock_files_carry_hashes_and_no_address() -> None:
    for name in ("run.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index-url" not in text
        blocks = re.split(r"\n(?=[a-z0-9])", text.strip())
        assert all("--hash=sha256:" in block for block in blocks)


def test_no_text_of_a_source_and_no_path_of_a_machine_is_tracked() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    if not tracked:
        pytest.skip("geen git")
    assert not [name for name in tracked if name.endswith((".pdf", ".docx")) or "sources/" in name]
    for name in tracked:
        path = ROOT / name
        if (
            path.suffix in {".py", ".md", ".toml", ".ttl", ".rq", ".csv", ".html", ".css", ".txt", ".jsonld"}
            and path.name != Path(__file__).name
        ):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(?<![\w.])/(home|root|Users|work)/", text), name
