"""Where ``doelengraaf`` starts: with the standard library alone, so that a package that is missing is told and not shown as a stack trace."""

import argparse
import io
import sys
from pathlib import Path

__all__ = ["main", "speak_anywhere"]


def speak_anywhere() -> None:
    """Let a terminal that knows few signs get a question mark for the others, not a stack trace."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def main() -> None:
    """Run the command line; where its packages are not all there, ``doctor`` still works and anything else says so."""
    speak_anywhere()
    try:
        from doelengraaf.cli import main as commands
    except ImportError as error:
        # What is missing of the program itself is a fault of ours, and shown whole.
        if (error.name or "doelengraaf").partition(".")[0] in ("doelengraaf", "web"):
            raise
        sys.exit(_without(str(error.name)))
    except KeyboardInterrupt:
        sys.exit(130)
    commands()


def _without(name: str) -> int:
    from doelengraaf.doctor import examine
    from doelengraaf.doctor.saying import tell

    parser = argparse.ArgumentParser(prog="doelengraaf", add_help=False)
    parser.add_argument("--project", type=Path)
    parser.add_argument("command", nargs="?")
    parser.add_argument("--json", action="store_true")
    asked, _ = parser.parse_known_args()
    if asked.command == "doctor":
        return tell(examine(asked.project), asked.json)
    sys.stderr.write(
        f"Het pakket {name} ontbreekt. Installeer: pip install --require-hashes -r requirements/run.txt; doelengraaf doctor kijkt alles na.\n"
    )
    return 3


if __name__ == "__main__":
    main()
