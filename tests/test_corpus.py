"""What the fuzzer found goes through each parser again: an error for people at most, and what must be true of what was read."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from parsers import PARSERS

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "corpus"


def test_every_parser_has_a_corpus_and_a_share() -> None:
    program = (ROOT / "benchmarks" / "fuzz.py").read_text(encoding="utf-8")
    shares = program.partition("SHARES = {")[2].partition("}")[0]
    assert {path.name for path in CORPUS.iterdir()} == set(PARSERS) == set(re.findall(r'"([a-z-]+)":', shares))


@pytest.mark.parametrize("name", sorted(PARSERS))
def test_the_corpus_breaks_nothing(name: str) -> None:
    paths = sorted((CORPUS / name).iterdir())
    assert any(path.name.startswith("seed-") for path in paths)
    for path in paths:
        try:
            PARSERS[name](path.read_bytes())
        except Exception as error:
            pytest.fail(f"{path.relative_to(ROOT)}: {error!r}")


def test_a_parser_that_lets_an_error_through_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.language.urlsplit", lambda text: [].pop())
    with pytest.raises(IndexError):
        PARSERS["address"](b"/vragen")


@pytest.mark.skipif(sys.platform != "linux", reason="atheris is er alleen voor Linux")
def test_the_fuzzer_runs() -> None:
    pytest.importorskip("atheris")
    found = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "fuzz.py", "citation", "-runs=2000"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert found.returncode == 0, found.stdout
    assert "citation" in found.stdout
