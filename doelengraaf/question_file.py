"""The file of a saved question: a query with a grlc header and keys of our own, read into one object that page, API, command and Python share.

``queries/pickers/<name>.rq`` holds the SELECT that fills a picker, with the label and help of the parameter of that name; ``queries/columns.yaml`` the
headings of columns that many answers have. A question may say otherwise for itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from doelengraaf.answers import COLUMN_TYPES, Column
from doelengraaf.binding import parameters_in
from doelengraaf.errors import QuestionFileError
from doelengraaf.header import read_header, read_query
from doelengraaf.parameters import Parameter, parse_token

__all__ = ["CHARTS", "Question", "read_question"]

CHARTS = ("bar", "matrix", "line")
"""What a question may be drawn as: bars, a table of marks, or lines over time."""
_REQUIRED = ("summary", "description", "title", "columns", "tags", "number", "rows")
_KNOWN = {*_REQUIRED, "defaults", "enumerate", "version", "limit", "seconds", "parameters", "chart"}


@dataclass(frozen=True)
class Question:
    """One saved question.

    Args:
        name: the file name without ending, which is its address.
        number: its place among the forty.
        title: language to title.
        description: what it answers, in Dutch.
        tags: for whom and about what.
        version: changes when the meaning of the answer does.
        limit: the most rows an answer holds.
        seconds: how long a remote engine may take over it.
        expected_rows: how many rows the four agendas give when nothing is chosen.
        chart: how to draw it: ``kind`` and the columns it uses; empty when a table says it better.
        parameters: by name, in the order of the header.
        columns: by variable, in the order of the header.
        text: the query with its header.
    """

    name: str
    number: int
    title: Mapping[str, str]
    description: str
    tags: Sequence[str]
    version: str
    limit: int
    seconds: float
    expected_rows: int
    chart: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    columns: Mapping[str, Column]
    text: str


def read_question(path: Path) -> Question:
    """Read one file.

    Raises:
        QuestionFileError: the header is no YAML or has a key that does not exist, a parameter is declared but not used, used but not declared, or a
            column has no heading.
    """
    text = read_query(path)
    header = read_header(text, path)
    _check_header(header, path)
    return Question(
        name=path.stem,
        number=int(header["number"]),
        title=header["title"],
        description=" ".join(str(header["description"]).split()),
        tags=header["tags"],
        version=str(header.get("version", "1")),
        limit=int(header.get("limit", 10000)),
        seconds=float(header.get("seconds", 10)),
        expected_rows=int(header["rows"]),
        chart=header.get("chart") or {},
        parameters=_parameters(text, header, path),
        columns=_columns(header, path),
        text=text,
    )


def _texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _check_header(header: Mapping[str, Any], path: Path) -> None:
    """See that what the header says is there and of the right kind."""
    for key in _REQUIRED:
        if header.get(key) in (None, "", [], {}):
            raise QuestionFileError(path, f"de kop heeft geen {key}")
    for key in header:
        if key not in _KNOWN:
            raise QuestionFileError(path, f"{key} is geen sleutel van een kop: er zijn {', '.join(sorted(_KNOWN))}")
    if not _texts(header["title"]):
        raise QuestionFileError(path, "title is een taal met een tekst: {nl: …, en: …}")
    if not isinstance(header.get("parameters") or {}, dict) or not all(
        own is None or isinstance(own, dict) for own in (header.get("parameters") or {}).values()
    ):
        raise QuestionFileError(path, "parameters is een lijst van namen met eigen sleutels")
    for key, number in (("limit", 1), ("number", 1), ("rows", 0)):
        if not isinstance(header.get(key, 1), int) or header.get(key, 1) < number:
            raise QuestionFileError(path, f"{key} is een getal vanaf {number}")
    chart = header.get("chart") or {"kind": "bar"}
    if not _texts(chart) or chart.get("kind") not in CHARTS:
        raise QuestionFileError(path, f"chart heeft een kind ({', '.join(CHARTS)}) en namen van kolommen")


def _columns(header: Mapping[str, Any], path: Path) -> dict[str, Column]:
    """Give the columns: a name alone takes its heading from ``columns.yaml``."""
    shared = _shared_columns(path.parent / "columns.yaml")
    given = header["columns"]
    own = given if isinstance(given, dict) else dict.fromkeys(given)
    found = {}
    for name, said in own.items():
        merged = {**shared.get(str(name), {}), **(said or {})} if said is None or isinstance(said, dict) else {}
        if not merged.get("nl") or merged.get("type", "text") not in COLUMN_TYPES:
            raise QuestionFileError(
                path,
                f"kolom {name} heeft een opschrift nodig (nl, en), hier of in columns.yaml, en als type een van {', '.join(COLUMN_TYPES)}",
            )
        labels = {language: merged[language] for language in ("nl", "en") if language in merged}
        found[str(name)] = Column(str(name), labels, bool(merged.get("hidden")), merged.get("type", "thing"))
    return found


def _shared_columns(path: Path) -> dict[str, dict[str, Any]]:
    if not path.is_file():
        return {}
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise QuestionFileError(path, "het bestand is geen geldige YAML") from error
    return found if isinstance(found, dict) else {}


def _parameters(text: str, header: Mapping[str, Any], path: Path) -> dict[str, Parameter]:
    declared: dict[str, Any] = header.get("parameters") or {}
    defaults = {name: value for one in header.get("defaults") or [] for name, value in one.items()}
    allowed = {
        name: value for one in header.get("enumerate") or [] if isinstance(one, dict) for name, value in one.items()
    }
    used: dict[str, Parameter] = {}
    for token in parameters_in(text):
        parsed = parse_token(token)
        if parsed is None:
            raise QuestionFileError(
                path,
                f"{token} is geen parameternaam: kleine letters zonder liggend streepje, dan _iri, _number, _integer, _nl, _en of _xsd_…",
            )
        name = parsed["name"]
        if name not in declared:
            raise QuestionFileError(path, f"parameter {name} wordt gebruikt maar staat niet onder parameters")
        own = {**_picker(path, str((declared[name] or {}).get("picker", name))), **(declared[name] or {})}
        if (
            not _texts(own.get("label"))
            or not _texts(own.get("help", {}))
            or not isinstance(own.get("values", ""), str)
        ):
            raise QuestionFileError(
                path, f"parameter {name}: label en help zijn een taal met een tekst, values is een SELECT"
            )
        default = defaults.get(name, [])
        used[name] = Parameter(
            token=token,
            multiple=bool(own.get("multiple")),
            label=own["label"],
            help=own.get("help") or {},
            values=own.get("values") or "",
            default=[str(value) for value in (default if isinstance(default, list) else [default])],
            allowed=[str(value) for value in allowed.get(name, [])],
            **parsed,
        )
    for name in declared:
        if name not in used:
            raise QuestionFileError(path, f"parameter {name} staat onder parameters maar wordt niet gebruikt")
    return {name: used[name] for name in declared}


def _picker(path: Path, name: str) -> dict[str, Any]:
    """Give what ``pickers/<name>.rq`` says of a parameter; nothing when there is no such file."""
    file = path.parent / "pickers" / f"{name}.rq"
    if not file.is_file():
        return {}
    text = read_query(file)
    header = read_header(text, file)
    return {
        "label": header.get("label"),
        "help": header.get("help") or {},
        "multiple": header.get("multiple", True),
        "values": text,
    }
