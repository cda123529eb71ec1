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
from doelengraaf.binding import parameters_in, tokens
from doelengraaf.charts import check_chart
from doelengraaf.errors import QuestionFileError
from doelengraaf.header import read_header, read_query
from doelengraaf.parameters import Parameter, parse_token
from doelengraaf.question_header import check_header

__all__ = ["Question", "read_question"]

_PICKER_KEYS = ("label", "help", "multiple", "narrows", "through")


@dataclass(frozen=True)
class Question:
    """One saved question.

    Args:
        name: the file name without ending, which is its address.
        number: its place among the forty.
        title: language to title.
        descriptions: language to what it answers; the Dutch one is what grlc reads as ``description``.
        tags: for whom and about what.
        version: changes when the meaning of the answer does.
        limit: the most rows an answer holds.
        seconds: how long a remote engine may take over it.
        expected_rows: how many rows the four agendas give when nothing is chosen.
        chart: how to draw it, as `doelengraaf.charts` says; empty when a table says it better.
        parameters: by name, in the order of the header.
        columns: by variable, in the order of the header.
        text: the query with its header.
    """

    name: str
    number: int
    title: Mapping[str, str]
    descriptions: Mapping[str, str]
    tags: Sequence[str]
    version: str
    limit: int
    seconds: float
    expected_rows: int
    chart: Mapping[str, Any]
    parameters: Mapping[str, Parameter]
    columns: Mapping[str, Column]
    text: str

    @property
    def description(self) -> str:
        """What it answers, in Dutch."""
        return self.descriptions["nl"]


def read_question(path: Path) -> Question:
    """Read one file.

    Raises:
        QuestionFileError: the header is no YAML or has a key that does not exist, a parameter is declared but not used, used but not declared, or a
            column has no heading or is no variable of the query.
    """
    text = read_query(path)
    header = read_header(text, path)
    check_header(header, path)
    columns = _columns(text, header, path)
    return Question(
        name=path.stem,
        number=int(header["number"]),
        title=header["title"],
        descriptions={
            language: " ".join(text.split())
            for language, text in {**(header.get("descriptions") or {}), "nl": header["description"]}.items()
        },
        tags=header["tags"],
        version=str(header.get("version") or "1"),
        limit=int(header.get("limit") or 10000),
        seconds=float(header.get("seconds") or 10),
        expected_rows=int(header["rows"]),
        chart=check_chart(header.get("chart"), columns, path),
        parameters=_parameters(text, header, path),
        columns=columns,
        text=text,
    )


def _texts(value: object) -> bool:
    """Tell whether this is language to text, with Dutch among them."""
    return isinstance(value, dict) and "nl" in value and all(isinstance(one, str) and one for one in value.values())


def _columns(text: str, header: Mapping[str, Any], path: Path) -> dict[str, Column]:
    """Give the columns: a name alone takes its heading from ``columns.yaml``."""
    variables = {word[1:] for kind, word, _ in tokens(text) if kind == "variable"}
    shared = _shared_columns(path.parent / "columns.yaml")
    given = header["columns"]
    own = given if isinstance(given, dict) else dict.fromkeys(given)
    found = {}
    for name, said in own.items():
        if name not in variables:
            raise QuestionFileError(path, f"kolom {name} is geen variabele van de vraag")
        merged = {**shared.get(name, {}), **(said or {})}
        if not merged.get("nl") or merged.get("type", "text") not in COLUMN_TYPES:
            raise QuestionFileError(
                path,
                f"kolom {name} heeft een opschrift nodig (nl, en), hier of in columns.yaml, en als type een van {', '.join(COLUMN_TYPES)}",
            )
        labels = {language: merged[language] for language in ("nl", "en") if language in merged}
        found[name] = Column(name, labels, bool(merged.get("hidden")), merged.get("type", "thing"))
    return found


def _shared_columns(path: Path) -> dict[str, dict[str, Any]]:
    if not path.is_file():
        return {}
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise QuestionFileError(path, "het bestand is geen geldige YAML") from error
    if not isinstance(found, dict) or not all(isinstance(one, dict) for one in found.values()):
        raise QuestionFileError(path, "het bestand is een lijst van kolommen met hun opschrift: naam: {nl: …, en: …}")
    return found


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
        own = {**_picker(path, name, declared[name] or {}), **(declared[name] or {})}
        if not (
            _texts(own.get("label"))
            and _texts(own.get("help") or {"nl": "-"})
            and isinstance(own.get("values", ""), str)
        ):
            raise QuestionFileError(
                path,
                f"parameter {name}: label en help zijn een taal met een tekst, hier of in pickers/{name}.rq; values is een SELECT",
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
            narrows=str(own.get("narrows") or ""),
            through=str(own.get("through") or ""),
            **parsed,
        )
    for name in declared:
        if name not in used:
            raise QuestionFileError(path, f"parameter {name} staat onder parameters maar wordt niet gebruikt")
    return {name: used[name] for name in declared}


def _picker(path: Path, name: str, own: Mapping[str, Any]) -> dict[str, Any]:
    """Give what ``pickers/<name>.rq`` says of a parameter, or the picker it names; nothing when there is no file of its own name."""
    file = path.parent / "pickers" / f"{own.get('picker', name)}.rq"
    if not file.is_file():
        if "picker" in own:
            raise QuestionFileError(path, f"parameter {name}: er is geen pickers/{file.name}")
        return {}
    text = read_query(file)
    header = read_header(text, file)
    for key in header:
        if key not in _PICKER_KEYS:
            raise QuestionFileError(
                file, f"{key} is geen sleutel van een keuzelijst: er zijn {', '.join(_PICKER_KEYS)}"
            )
    if not (_texts(header.get("label")) and _texts(header.get("help") or {"nl": "-"})):
        raise QuestionFileError(file, "label en help zijn een taal met een tekst: {nl: …, en: …}")
    variables = {word for kind, word, _ in tokens(text) if kind == "variable"}
    if not {"?value", "?label"} <= variables:
        raise QuestionFileError(file, "een keuzelijst geeft ?value en ?label, en daarna misschien ?count")
    return {
        "label": header["label"],
        "help": header.get("help") or {},
        "multiple": header.get("multiple", True),
        "narrows": header.get("narrows", ""),
        "through": header.get("through", ""),
        "values": text,
    }
