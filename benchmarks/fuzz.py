"""Feed the parsers of ``tests/parsers.py`` with made-up input that grows towards code it has not reached (atheris, Linux only).

Run ``python benchmarks/fuzz.py`` for all, or name some; ``-runs=1000000`` is how many inputs all together get. What breaks a parser is left in
``build/fuzz/<parser>/`` and told; ``--keep`` puts the few inputs that together reach all that was reached in ``tests/corpus/<parser>/``.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "corpus"
MADE = ROOT / "build" / "fuzz"
# How many of a thousand inputs each gets: a zip archive or a page of Turtle takes much longer than a header.
SHARES = {
    "accept": 90,
    "address": 120,
    "agenda": 60,
    "application": 60,
    "application-sheet": 2,
    "cell": 100,
    "citation": 120,
    "document": 70,
    "mapping": 40,
    "markdown": 20,
    "parameter": 70,
    "protocol": 50,
    "question": 20,
    "remark": 50,
    "sheet": 15,
    "sparql": 50,
    "statline": 50,
    "table": 110,
    "workbook": 2,
}
_KEPT = 300
"""The longest input that is kept, in bytes."""
_LONGEST = {"workbook": 20_000, "application-sheet": 20_000, "question": 3_000, "application": 3_000, "sheet": 3_000}


def _one(name: str, rest: list[str]) -> None:
    """Fuzz one parser in this process; does not come back."""
    import atheris

    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    with atheris.instrument_imports(include=["doelengraaf", "web", "parsers"]):
        from parsers import PARSERS

    # To merge, the fuzzer starts itself again by its name, through a shell.
    atheris.Setup([f"{sys.executable} {Path(__file__).resolve()} --one {name}", *rest], PARSERS[name])
    atheris.Fuzz()


def _fuzz(name: str, runs: int, keep: bool) -> bool:
    """Fuzz one parser in a process of its own; gives whether nothing broke."""
    made, kept = MADE / name, CORPUS / name
    made.mkdir(parents=True, exist_ok=True)
    kept.mkdir(parents=True, exist_ok=True)
    program = [sys.executable, __file__, "--one", name]
    options = [
        f"-max_len={_LONGEST.get(name, 1000)}",
        f"-artifact_prefix={made}/break-",
        "-timeout=20",
        "-rss_limit_mb=3000",
        "-verbosity=0",
        "-print_final_stats=1",
    ]
    began = time.monotonic()
    found = subprocess.run(
        [*program, *options, f"-runs={runs}", made, kept], cwd=ROOT, capture_output=True, text=True, check=False
    )
    done = found.stderr.partition("number_of_executed_units:")[2].split("\n")[0].strip() or "?"
    print(
        f"{name:18} {done:>9} in {time.monotonic() - began:5.0f} s  {'ok' if found.returncode == 0 else 'BROKE'}",
        flush=True,
    )
    if found.returncode:
        told = (found.stdout + found.stderr).splitlines()
        print("\n".join(line for line in told if not line.startswith(("INFO:", "WARNING:", "stat::"))), flush=True)
    elif keep:
        with tempfile.TemporaryDirectory() as least:
            merge = [*program, "-merge=1", f"-max_len={_LONGEST.get(name, 1000)}", "-verbosity=0", least, kept, made]
            subprocess.run(merge, cwd=ROOT, capture_output=True, check=True)
            for path in Path(least).iterdir():
                # Seeds and what broke once stay by the name people gave them.
                known = {one.read_bytes() for one in kept.iterdir()}
                if path.stat().st_size <= _KEPT and path.read_bytes() not in known:
                    (kept / path.name[:12]).write_bytes(path.read_bytes())
    return found.returncode == 0


def main() -> None:
    """Fuzz all, or those that are named."""
    if sys.argv[1:2] == ["--one"]:
        _one(sys.argv[2], sys.argv[3:])
        return
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("names", nargs="*", metavar="PARSER", help=", ".join(SHARES))
    reader.add_argument("-runs", type=int, default=1_000_000, help="how many inputs all together get")
    reader.add_argument("--keep", action="store_true", help="add what reaches new code to tests/corpus")
    asked = reader.parse_args()
    wrong = set(asked.names) - set(SHARES)
    if wrong:
        reader.error(f"no such parser: {', '.join(sorted(wrong))}")
    names = asked.names or list(SHARES)
    share = sum(SHARES[name] for name in names)
    good = [_fuzz(name, asked.runs * SHARES[name] // share + 1, asked.keep) for name in names]
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
