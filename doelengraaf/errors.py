"""What can go wrong for a person, each with what to do about it.

``DoelengraafError``
    ├── ``ProjectNotFoundError``
    ├── ``BadDataError``          findings in the tables; carries them
    ├── ``NoBuildError``          nothing built yet, or (``BrokenBuildError``) nothing that can be read
    ├── ``ShapesError``           shapes, ontology, context or rules cannot be used
    ├── ``ToolMissingError``      an optional tool (Java, a package) is not there
    ├── ``QuestionFileError``     a saved query whose header or parameters are wrong
    ├── ``QuestionNotFoundError``
    ├── ``ParameterError``        a value a person gave is not one of the allowed ones
    ├── ``QueryError``            a query the engine refuses
    └── ``EndpointError``         a SPARQL endpoint that is away, too slow, or no SPARQL endpoint
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doelengraaf.findings import Finding

__all__ = [
    "BadDataError",
    "BrokenBuildError",
    "DoelengraafError",
    "EndpointError",
    "NoBuildError",
    "ParameterError",
    "ProjectNotFoundError",
    "QueryError",
    "QuestionFileError",
    "QuestionNotFoundError",
    "ShapesError",
    "ToolMissingError",
]


class DoelengraafError(Exception):
    """Something a person can mend; its text says what and how."""

    status = 400
    """The HTTP status a page answers with."""


class ProjectNotFoundError(DoelengraafError):
    """No project folder was found."""

    status = 500

    def __init__(self, start: Path, marker: Path) -> None:
        super().__init__(
            f"Geen Doelengraaf-project gevonden in of boven {start}: er is geen {marker.as_posix()}. "
            "Ga naar de map met de Makefile of geef --project MAP."
        )


class BadDataError(DoelengraafError):
    """The tables have findings that forbid a build."""

    def __init__(self, findings: "Sequence[Finding]") -> None:
        self.findings = findings
        super().__init__(f"{len(findings)} bevindingen; er is niets geschreven en de vorige build blijft staan.")


class NoBuildError(DoelengraafError):
    """There is no build to ask."""

    status = 503

    def __init__(self, path: Path) -> None:
        super().__init__(f"Er is nog geen build ({path.name}). Maak er een met: doelengraaf build")


class BrokenBuildError(NoBuildError):
    """A build cannot be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.args = (f"De build ({path.name}) is niet te lezen. Maak haar opnieuw met: doelengraaf build",)


class ShapesError(DoelengraafError):
    """The shapes, ontology, context or rules themselves cannot be used."""

    status = 500

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(f"De vormen, ontologie, context of regels zelf zijn niet te gebruiken: {problem}")

    def __reduce__(self) -> tuple[type["ShapesError"], tuple[str]]:
        """Let it cross to another process."""
        return ShapesError, (self.problem,)


class ToolMissingError(DoelengraafError):
    """An optional tool is not installed."""

    status = 500


class QuestionFileError(DoelengraafError):
    """A saved query cannot be read: its header is no YAML, or its parameters do not agree with its text."""

    status = 500

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        self.problem = problem
        super().__init__(f"{path.name}: {problem}")


class QuestionNotFoundError(DoelengraafError):
    """There is no saved question of that name."""

    status = 404

    def __init__(self, name: str, known: "Sequence[str]", suggestion: str | None) -> None:
        hint = f" Bedoelde u {suggestion}?" if suggestion else ""
        super().__init__(f"Er is geen vraag {name!r}.{hint} Er zijn: {', '.join(known)}.")


class ParameterError(DoelengraafError):
    """A value does not fit a parameter of a question."""

    def __init__(self, parameter: str, value: str, problem: str, allowed: "Sequence[str]" = ()) -> None:
        self.parameter = parameter
        self.value = value
        self.problem = problem
        self.allowed = list(allowed)
        shown = value if len(value) <= 80 else value[:77] + "…"
        some = ", ".join(allowed[:12]) + (f" en nog {len(allowed) - 12}" if len(allowed) > 12 else "")
        super().__init__(f"{parameter}: {shown!r} {problem}." + (f" Mogelijk zijn: {some}." if allowed else ""))


class QueryError(DoelengraafError):
    """The engine refuses a query."""


class EndpointError(DoelengraafError):
    """A SPARQL endpoint is away, too slow, or does not answer as one."""

    status = 502

    def __init__(self, endpoint: str, problem: str) -> None:
        self.endpoint = endpoint
        super().__init__(f"{endpoint} {problem}")
