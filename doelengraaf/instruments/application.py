"""An application or plan that is weighed: what somebody typed, made sure of.

It is private: it is never part of the graph. ``application_rdf`` gives and reads it as Turtle, ``application_box`` keeps it.
"""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from doelengraaf.errors import DoelengraafError
from doelengraaf.instruments.weighing_form import Field
from doelengraaf.picking import Choice

__all__ = [
    "MOST_ROWS",
    "OUTCOMES",
    "Application",
    "ApplicationError",
    "Judgement",
    "Problem",
    "Typed",
    "clean_application",
    "clean_judgement",
    "clean_text",
    "typed_of",
]

OUTCOMES = ("meets", "partly", "fails")
"""What an assessor may decide of a criterion: it meets, partly, or does not."""
MOST_ROWS = 50
"""So many lines a field of lines may have, and so many values a choice of several."""
_MOST = 1_000_000_000
_LONGEST_REASON = 4000
# Signs that word processors and telephones leave between letters; nobody sees them.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_AMOUNTS = (
    re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3})+)(?:,(?P<cents>\d{1,2}))?"),
    re.compile(r"(?P<whole>\d+)(?:[.,](?P<cents>\d{1,2}))?"),
)
_DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})[-/](?P<month>\d{1,2})[-/](?P<year>\d{4})"),
)


@dataclass(frozen=True)
class Problem:
    """What is wrong with something that was typed, with the field it stands in (``partner-2-name`` for a column of a line)."""

    field: str
    text: str


class ApplicationError(DoelengraafError):
    """An application that cannot be read; carries what is wrong with each field."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(one.text for one in problems))


@dataclass(frozen=True)
class Typed:
    """An application as somebody typed it, whatever it was typed in.

    Args:
        values: field to the texts in it.
        rows: field to its lines, each a column to its text.
    """

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Judgement:
    """What an assessor decided of a criterion, with the reason and when."""

    outcome: str
    reason: str
    made: datetime


@dataclass(frozen=True)
class Application:
    """An application whose values are what their fields ask: IRIs, days as 2026-01-31, amounts as 1200.00 in euro, and text.

    Args:
        agenda: the slug of the agenda it is weighed by.
        values: field to its values; no field without value.
        rows: field to its lines.
        judgements: the IRI of a criterion to what the assessor decided.
        created: when it was first kept.
    """

    agenda: str
    values: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, tuple[Mapping[str, str], ...]]
    judgements: Mapping[str, Judgement]
    created: datetime

    def one(self, name: str) -> str:
        """Give the only value of a field; empty when there is none."""
        return next(iter(self.values.get(name, ())), "")


def clean_application(
    agenda: str,
    fields: Sequence[Field],
    things: Mapping[str, Sequence[Choice]],
    typed: Typed,
    created: datetime | None = None,
    judgements: Mapping[str, Judgement] | None = None,
) -> Application:
    """Make sure of what somebody typed.

    Args:
        agenda: the slug of the agenda.
        fields: the fields of its form.
        things: what may be chosen of ``aims`` and ``target-groups``.
        typed: what was typed.
        created: when it was first kept; now when left out.
        judgements: what the assessor decided before.

    Raises:
        ApplicationError: something is missing, unknown, too long or not what its field asks; all problems at once.
    """
    problems: list[Problem] = []
    names = {one.name: one for one in fields}
    for name in sorted({*typed.values, *typed.rows} - set(names)):
        problems.append(Problem(name, f"{name}: dit veld is er niet in het formulier van deze agenda."))
    values: dict[str, tuple[str, ...]] = {}
    rows: dict[str, tuple[Mapping[str, str], ...]] = {}
    for one in fields:
        if one.kind == "rows":
            found = _lines(one, typed.rows.get(one.name, ()), problems)
            if found:
                rows[one.name] = found
            continue
        given = [text for text in map(str.strip, typed.values.get(one.name, ())) if text]
        if len(given) > (MOST_ROWS if one.multiple else 1):
            room = f"er kunnen hooguit {MOST_ROWS} waarden in" if one.multiple else "er kan maar één waarde in"
            problems.append(Problem(one.name, f"{_name(one)}: {room}."))
            continue
        cleaned = tuple(
            dict.fromkeys(
                value for text in given if (value := _value(one, one.name, text, things.get(one.kind, ()), problems))
            )
        )
        if cleaned:
            values[one.name] = cleaned
        elif one.required and not given:
            problems.append(Problem(one.name, f"{_name(one)}: vul dit in; zonder kan de aanvraag niet worden bewaard."))
    start, end = values.get("start"), values.get("end")
    if start and end and start > end:
        problems.append(Problem("end", "Einde: dit ligt voor het begin."))
    if problems:
        raise ApplicationError(problems)
    return Application(agenda, values, rows, judgements or {}, created or datetime.now(UTC).replace(microsecond=0))


def clean_text(text: str, longest: int) -> str:
    """Give a text with line ends as LF and without signs that nobody sees.

    Raises:
        ValueError: it is too long or holds control characters; the text says which, in Dutch.

    >>> clean_text(" samen\\u00adredzaam\\r\\n", 100)
    'samenredzaam'
    """
    cleaned = text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN).strip()
    if len(cleaned) > longest:
        raise ValueError(f"dit is {len(cleaned)} tekens lang, en er passen er {longest}")
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") for sign in cleaned if sign not in "\n\t"):
        raise ValueError("hier staat een stuurteken in; typ de tekst over of plak haar als platte tekst")
    return cleaned


def clean_judgement(outcome: str, reason: str, now: datetime | None = None) -> Judgement | None:
    """Make sure of what an assessor typed; None when nothing was decided.

    Raises:
        ValueError: there is an outcome without a reason, an unknown outcome, or a reason that cannot be kept; the text says which, in Dutch.
    """
    text = clean_text(reason, _LONGEST_REASON)
    if not outcome and not text:
        return None
    if outcome and outcome not in OUTCOMES:
        raise ValueError("dit oordeel is er niet")
    if not outcome:
        raise ValueError("kies een oordeel bij deze reden")
    if not text:
        raise ValueError("schrijf de reden van dit oordeel")
    return Judgement(outcome, text, (now or datetime.now(UTC)).replace(microsecond=0))


def typed_of(application: Application) -> Typed:
    """Give an application as it would be typed, to fill a form with."""
    return Typed(application.values, application.rows)


def _name(one: Field) -> str:
    return one.label["nl"]


def _lines(one: Field, typed: Sequence[Mapping[str, str]], problems: list[Problem]) -> tuple[Mapping[str, str], ...]:
    filled = [(place, row) for place, row in enumerate(typed, 1) if any(text.strip() for text in row.values())]
    if len(filled) > MOST_ROWS:
        problems.append(Problem(one.name, f"{_name(one)}: er kunnen hooguit {MOST_ROWS} regels in."))
        return ()
    columns = {column.name: column for column in one.columns}
    found = []
    for place, row in filled:
        cleaned = {}
        for name, text in row.items():
            key = f"{one.name}-{place}-{name}"
            if name not in columns:
                problems.append(Problem(key, f"{_name(one)}, regel {place}: de kolom {name} is er niet."))
            elif text.strip():
                value = _value(columns[name], key, text.strip(), (), problems, f"{_name(one)}, regel {place}, ")
                if value:
                    cleaned[name] = value
        # A line in which everything was wrong is told above.
        if cleaned:
            found.append(cleaned)
    return tuple(found)


def _value(one: Field, key: str, text: str, things: Sequence[Choice], problems: list[Problem], where: str = "") -> str:
    """Give a value as its field asks; empty, with a problem, when it is none."""
    try:
        if one.kind == "amount":
            return _amount(text)
        if one.kind == "date":
            return _day(text)
        if one.kind in ("choice", "aims", "target-groups"):
            choices = [*one.choices_in("nl"), *one.choices_in("en")] if one.kind == "choice" else things
            return _choice(text, choices)
        cleaned = clean_text(text, one.longest)
        return " ".join(cleaned.split()) if one.kind == "line" else cleaned
    except ValueError as error:
        problems.append(Problem(key, f"{where}{_name(one)}: {error}."))
        return ""


def _amount(text: str) -> str:
    bare = text.replace("€", "").replace("\u00a0", "").replace(" ", "").removesuffix(",-").removesuffix(",--")
    for pattern in _AMOUNTS:
        found = pattern.fullmatch(bare) if bare.isascii() else None
        if found:
            whole = int(found["whole"].replace(".", "")[:15])
            if whole > _MOST:
                raise ValueError("dit bedrag is te groot")
            return f"{whole}.{(found['cents'] or '').ljust(2, '0')}"
    raise ValueError(f"{_short(text)} is geen bedrag; schrijf bijvoorbeeld 1250 of 1.250,50")


def _day(text: str) -> str:
    for pattern in _DAYS:
        found = pattern.fullmatch(text) if text.isascii() else None
        if found:
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat()
            except ValueError:
                break
    raise ValueError(f"{_short(text)} is geen dag; schrijf bijvoorbeeld 31-12-2026")


def _choice(text: str, choices: Sequence[Choice]) -> str:
    wanted = text.casefold()
    found = {choice.value for choice in choices if choice.value.casefold() == wanted or choice.means(wanted)}
    found |= {choice.value for choice in choices if choice.value.rpartition("#")[2].casefold() == wanted}
    if len(found) == 1:
        return found.pop()
    if found:
        raise ValueError(f"{_short(text)} kan meer dan één ding betekenen; geef het hele adres")
    names = list(dict.fromkeys(choice.label for choice in choices))
    close = difflib.get_close_matches(text[:200], names, 1, 0.6)
    hint = f"bedoelde u {close[0]}?" if close else "mogelijk zijn: " + ", ".join(names[:8]) + ("…" if names[8:] else "")
    raise ValueError(f"{_short(text)} is niet een van de keuzes; {hint.rstrip('?.')}")


def _short(text: str) -> str:
    return f"‘{text if len(text) <= 60 else text[:59] + '…'}’"
