"""What can go wrong for a person, each with what to do about it.

``DoelengraafError``
    ├── ``ProjectNotFoundError``
    ├── ``BadDataError``          findings in the tables; carries them
    ├── ``NoBuildError``          nothing built yet, or (``BrokenBuildError``) nothing that can be read
    ├── ``ShapesError``           shapes, ontology, context or rules cannot be used
    ├── ``JudgesDifferError``     two SHACL engines do not say the same
    ├── ``ToolMissingError``      an optional tool (Java, a package) is not there
    ├── ``QuestionFileError``     a saved query whose header or parameters are wrong
    ├── ``QuestionNotFoundError``
    ├── ``ParameterError``        a value a person gave is not one of the allowed ones
    ├── ``QueryError``            a query the engine refuses
    ├── ``StoreChangedError``     another build was published while the store was asked
    └── ``EndpointError``         a SPARQL endpoint that is too slow, refuses, or is no SPARQL endpoint; or is away (``EndpointAwayError``)

A message is Dutch. One that a reader of the pages may meet is marked by ``phrase`` and has its values apart, so that the pages can tell it in another
language: ``error.told(translate)``.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from doelengraaf.findings import Finding

__all__ = [
    "BadDataError",
    "BrokenBuildError",
    "DoelengraafError",
    "EndpointAwayError",
    "EndpointError",
    "JudgesDifferError",
    "NoBuildError",
    "ParameterError",
    "ProjectNotFoundError",
    "QueryError",
    "QuestionFileError",
    "QuestionNotFoundError",
    "ShapesError",
    "StoreChangedError",
    "ToolMissingError",
    "phrase",
]

_SHOWN, _NAMED = 80, 12


def phrase(text: str) -> str:
    """Mark a Dutch text that a reader of the pages may meet; ``{name}`` in it stands for a value."""
    return text


def _filled(text: str, values: "dict[str, object]") -> str:
    # A text without values may hold braces of its own.
    return text.format(**values) if values else text


class DoelengraafError(Exception):
    """Something a person can mend; its text says what and how.

    Args:
        text: the message in Dutch.
        values: what stands for each ``{name}`` in it.
    """

    status = 400
    """The HTTP status a page answers with."""

    def __init__(self, text: str = "", **values: object) -> None:
        self.text = text
        self.values = values
        super().__init__(_filled(text, values))

    def told(self, translate: "Callable[[str], str]") -> str:
        """Give the message in another language.

        Args:
            translate: gives a Dutch text of ours in that language, or as it is when it has none.
        """
        return _filled(translate(self.text), self.values)


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
    _message = "Er is nog geen build ({name}). Maak er een met: doelengraaf build"

    def __init__(self, path: Path) -> None:
        super().__init__(self._message, name=path.name)


class BrokenBuildError(NoBuildError):
    """A build cannot be read."""

    _message = "De build ({name}) is niet te lezen. Maak haar opnieuw met: doelengraaf build"


class ShapesError(DoelengraafError):
    """The shapes, ontology, context or rules themselves cannot be used."""

    status = 500

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(f"De vormen, ontologie, context of regels zelf zijn niet te gebruiken: {problem}")

    def __reduce__(self) -> tuple[type["ShapesError"], tuple[str]]:
        """Let it cross to another process."""
        return ShapesError, (self.problem,)


class JudgesDifferError(DoelengraafError):
    """Two SHACL engines do not say the same of the same data.

    Args:
        more: how many results only the quick engine gives.
        less: how many only pySHACL gives.
        example: one of them.
    """

    status = 500

    def __init__(self, more: int, less: int, example: str) -> None:
        self._told = more, less, example
        super().__init__(
            f"shacl en pySHACL zijn het niet eens ({more} bevindingen heeft alleen shacl, {less} alleen pySHACL), zoals: {example}. "
            "Meld dit; tot het uitgezocht is oordeelt pySHACL met DOELENGRAAF_JUDGE=pyshacl."
        )

    def __reduce__(self) -> tuple[type["JudgesDifferError"], tuple[int, int, str]]:
        """Let it cross to another process."""
        return JudgesDifferError, self._told


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
        close = phrase("Er is geen vraag {name!r}. Bedoelde u {suggestion}? Er zijn: {known}.")
        text = close if suggestion else phrase("Er is geen vraag {name!r}. Er zijn: {known}.")
        super().__init__(text, name=name, suggestion=suggestion, known=", ".join(known))


class ParameterError(DoelengraafError):
    """A value does not fit a parameter of a question."""

    def __init__(
        self, parameter: str, value: str, problem: str, allowed: "Sequence[str]" = (), **values: object
    ) -> None:
        self.parameter = parameter
        self.value = value
        self.problem = _filled(problem, values)
        self.allowed = list(allowed)
        super().__init__(problem, **values)
        self.args = (self.told(str),)

    def told(self, translate: "Callable[[str], str]") -> str:
        """Give the message in another language, with the first few of the values that are possible."""
        shown = self.value if len(self.value) <= _SHOWN else self.value[: _SHOWN - 3] + "…"
        some = ", ".join(self.allowed[:_NAMED])
        if len(self.allowed) > _NAMED:
            some += " " + translate(phrase("en nog {number}")).format(number=len(self.allowed) - _NAMED)
        possible = " " + translate(phrase("Mogelijk zijn: {some}.")).format(some=some) if self.allowed else ""
        return f"{self.parameter}: {shown!r} {super().told(translate)}.{possible}"


class QueryError(DoelengraafError):
    """The engine refuses a query."""


class EndpointError(DoelengraafError):
    """A SPARQL endpoint is away, too slow, or does not answer as one."""

    status = 503

    def __init__(self, endpoint: str, problem: str) -> None:
        self.endpoint = endpoint
        super().__init__(f"{endpoint} {problem}")

    def told(self, translate: "Callable[[str], str]") -> str:
        """Tell a reader of the pages what to do; the address and what is wrong there are for who keeps the server."""
        return translate(
            phrase(
                "De gegevens zijn nu niet te bereiken of antwoorden te traag. Er is niets verloren: probeer het over een minuut weer, of vraag minder tegelijk."
            )
        )


class EndpointAwayError(EndpointError):
    """A SPARQL endpoint that is not to be reached, or says that it cannot answer now."""


class StoreChangedError(DoelengraafError):
    """Another build was published while the store was asked."""

    status = 503

    def __init__(self) -> None:
        super().__init__(phrase("De gegevens worden op dit moment vernieuwd. Probeer het over een paar tellen weer."))
