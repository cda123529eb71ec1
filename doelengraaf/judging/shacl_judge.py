"""The package ``shacl`` (https://pypi.org/project/shacl/, an engine in Rust) as judge: some fifty times as quick as pySHACL.

It is used because it gives what pySHACL gives, result by result: ``tests/test_judges.py`` compares them, ``docs/shacl.md`` tells where they differ.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pyoxigraph as ox

from doelengraaf.errors import ShapesError
from doelengraaf.judging.pyshacl_judge import PyshaclJudge
from doelengraaf.judging.results import SH, Result, in_order, make_result

__all__ = ["ShaclJudge", "is_installed"]

_MESSAGE = ox.NamedNode(SH + "message")
_PANIC = "PanicException"
_TYPED, _LONG = re.compile(r'"\^\^<'), re.compile(r"\d{16}")


def is_installed() -> bool:
    """Tell whether the package is there."""
    try:
        version("shacl")
    except PackageNotFoundError:
        return False
    return True


@dataclass(frozen=True)
class ShaclJudge:
    """The quick engine.

    Args:
        shapes: the shapes as N-Triples.
    """

    shapes: str
    in_threads = True
    """It lets go of Python's lock while it judges, so that threads run side by side."""

    @property
    def name(self) -> str:
        """What judges, for people and for what is kept."""
        return f"shacl {version('shacl')}"

    def judge(self, data: str, focus: Collection[str]) -> Sequence[Result]:
        """Judge N-Triples and give the results about some nodes.

        Raises:
            ShapesError: the shapes themselves cannot be used.
        """
        shapes, languages = _compiled(self.shapes)
        if _has_long_number(data):
            return PyshaclJudge(self.shapes).judge(data, focus)
        own = set(focus)
        try:
            found = shapes.validate_text(data, format="ntriples").results
        except BaseException as error:
            if _is_fault(error):
                # What the quick engine cannot judge, its referee judges.
                return PyshaclJudge(self.shapes).judge(data, focus)
            raise
        results = (_result(one, languages) for one in found)
        return in_order(result for result in results if result.focus in own)


def _has_long_number(data: str) -> bool:
    """Tell whether a typed literal has more digits than fit 64 bits: on a date with such a year the engine stops."""
    for typed in _TYPED.finditer(data):
        start = data.rfind(' "', data.rfind("\n", 0, typed.start()) + 1, typed.start())
        if _LONG.search(data, start, typed.start()):
            return True
    return False


def _is_fault(error: BaseException) -> bool:
    """Tell whether something went wrong in the engine: a fault inside it is no ``Exception`` of Python."""
    return isinstance(error, Exception) or type(error).__name__ == _PANIC


@lru_cache(maxsize=2)
def _compiled(shapes: str) -> tuple[Any, dict[str, str | None]]:
    """Compile the shapes, and give the language of each message: the engine gives the texts without."""
    import shacl

    try:
        compiled = shacl.Shapes.from_text(shapes, format="ntriples")
    except BaseException as error:
        if not _is_fault(error):
            raise
        raise ShapesError((str(error).strip().splitlines() or [type(error).__name__])[0]) from error
    triples = ox.parse(shapes, format=ox.RdfFormat.N_TRIPLES)
    return compiled, {t.object.value: t.object.language for t in triples if t.predicate == _MESSAGE}


def _result(one: Any, languages: dict[str, str | None]) -> Result:
    path = one.path or ""
    return make_result(
        focus=_plain(one.focus_node),
        path=path.strip("^()<>"),
        inverse=path.startswith(("^", "(^")),
        value=one.value_plain or "",
        severity=one.severity,
        messages=[(text, languages.get(text)) for text in one.messages],
        component=one.component,
    )


def _plain(node: str) -> str:
    return node[1:-1] if node.startswith("<") else node
