"""What is missing on a subject, and the questions to ask because of it. Gaps come from the saved questions and the monitor; each question says why it is asked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from doelengraaf.answers import Cell as Found
from doelengraaf.instruments.dossier_subject import TOPIC, Subject
from doelengraaf.instruments.monitor import AIMS, Watched
from doelengraaf.instruments.overviews import Cell, Item, Row, Table, Words, names
from doelengraaf.instruments.said_things import read_links, read_parts, read_things
from doelengraaf.instruments.social_map import WORK
from doelengraaf.overview import agendas
from doelengraaf.questions import Questions
from doelengraaf.terms import ID
from doelengraaf.things import Link

__all__ = [
    "Asked",
    "Gap",
    "Gaps",
    "Indicators",
    "ask_rows",
    "gap_table",
    "gaps_of",
    "home_of",
    "one_each",
    "open_questions",
]

Indicators = Mapping[str, tuple[Watched, Sequence[str]]]
"""The indicators of a dossier by address, each with the aims it measures."""
GAPS, LACKING = "witte-vlekken", "inspanningen-die-wij-missen"
"""The saved questions that tell what is missing."""


@dataclass(frozen=True)
class Asked:
    """A saved question with what was filled in."""

    question: str
    title: Words
    parameters: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Gap:
    """Something that is missing.

    Args:
        kind: a key of ``_KINDS``.
        about: the thing that lacks it, with its basis and place.
        derived: whether something stands under the same wheel or theme all the same.
        others: for an effort elsewhere: municipality, aim there, our aim, and its topics.
    """

    kind: str
    about: Item
    derived: bool = False
    others: Sequence[str] = ()


@dataclass(frozen=True)
class Gaps:
    """What is missing, and the saved questions that told it."""

    found: Sequence[Gap]
    asked: Sequence[Asked] = field(default_factory=tuple)


@dataclass(frozen=True)
class _Kind:
    """A kind of gap: what is missing, the question to ask (of a name and of what is known of others), and why it is asked."""

    missing: Words
    ask: Callable[[str, Sequence[str]], Words]
    why: Callable[[Sequence[str]], Words]


def _simple(missing: Words, dutch: str, english: str, why: Words) -> _Kind:
    return _Kind(missing, lambda name, _: names(dutch.format(name), english.format(name)), lambda _: why)


_KINDS: Mapping[str, _Kind] = {
    "inspanning": _simple(
        names("geen activiteit of inspanning", "no activity or effort"),
        "Wat doen we voor ‘{}’?",
        "What do we do for ‘{}’?",
        names(
            "De agenda noemt bij dit doel geen activiteit of inspanning.",
            "The agenda names no activity or effort with this aim.",
        ),
    ),
    "partner": _simple(
        names("geen partner", "no partner"),
        "Wie werkt aan ‘{}’?",
        "Who works on ‘{}’?",
        names("De agenda noemt bij dit doel geen partner.", "The agenda names no partner with this aim."),
    ),
    "indicator": _simple(
        names("geen indicator", "no indicator"),
        "Waaraan zien we of ‘{}’ wordt bereikt?",
        "By what do we see whether ‘{}’ is reached?",
        names("De agenda noemt bij dit doel geen indicator.", "The agenda names no indicator with this aim."),
    ),
    "figure": _simple(
        names("geen cijfer", "no figure"),
        "Hoe staat het nu met ‘{}’, en wie meet het?",
        "How do things stand with ‘{}’, and who measures it?",
        names("Van deze indicator geeft de agenda geen cijfer.", "Of this indicator the agenda gives no figure."),
    ),
    "baseline": _simple(
        names("nulmeting ontbreekt", "baseline is missing"),
        "Waar stonden we met ‘{}’ toen de agenda begon?",
        "Where did we stand with ‘{}’ when the agenda began?",
        names(
            "De nulmeting ontbreekt: er is geen cijfer van de gemeente zelf van uiterlijk het eerste jaar van de agenda.",
            "The baseline is missing: there is no figure of the municipality itself of at latest the first year of the agenda.",
        ),
    ),
    "executor": _simple(
        names("geen partner", "no partner"),
        "Wie pakt ‘{}’ op?",
        "Who takes up ‘{}’?",
        names("De agenda noemt hierbij niemand die het doet.", "The agenda names nobody with this who does it."),
    ),
    "aimless": _simple(
        names("geen doel", "no aim"),
        "Aan welk doel draagt ‘{}’ bij?",
        "To which aim does ‘{}’ contribute?",
        names("De agenda noemt hierbij geen doel.", "The agenda names no aim with this."),
    ),
    "goal": _simple(
        names("geen doel", "no aim"),
        "Wat willen we bereiken voor ‘{}’?",
        "What do we want to reach for ‘{}’?",
        names("De agenda noemt hierover geen doel.", "The agenda names no aim on this."),
    ),
    "elsewhere": _Kind(
        names("doet men elders", "is done elsewhere"),
        lambda name, others: names(
            f"Is ‘{name}’ ook iets voor ons? {others[0]} doet dat voor ‘{others[1]}’, dat lijkt op ons doel ‘{others[2]}’.",
            f"Is ‘{name}’ something for us too? {others[0]} does it for ‘{others[1]}’, which resembles our aim ‘{others[2]}’.",
        ),
        lambda others: names(
            f"Geen activiteit of inspanning in de eigen agenda gaat over: {others[3]}.",
            f"No activity or effort in our own agenda is about: {others[3]}.",
        ),
    ),
}
_AIM_GAPS = ("inspanning", "partner", "indicator")
_ONLY_DERIVED = names("wel onder hetzelfde rad of thema: afgeleid", "but under the same wheel or theme: derived")
_STILL = names(
    "Onder hetzelfde rad of thema staat wel iets (afgeleid).",
    "Under the same wheel or theme there is something (derived).",
)


def home_of(questions: Questions, agenda: str) -> str:
    """Give the municipality of an agenda."""
    return next(one.municipality.iri for one in agendas(questions.store) if one.iri == f"{ID}agenda/{agenda}")


def ask_rows(
    questions: Questions, name: str, typed: Mapping[str, Sequence[str]]
) -> tuple[list[Mapping[str, Found]], Asked]:
    """Ask a saved question, and give its rows by column and what was asked."""
    answer = questions.ask(name, typed)
    columns = [one.name for one in answer.columns]
    short = {key: [value.rpartition("/")[2] for value in values] for key, values in typed.items()}
    return [dict(zip(columns, row, strict=True)) for row in answer.rows], Asked(name, answer.title, short)


def one_each(items: Iterable[Item]) -> list[Item]:
    """Give items that say the same with the same basis as one, with all their places."""
    found: dict[tuple[Link, str], Item] = {}
    for item in items:
        key = (item.link, item.note.get("nl", ""))
        known = found.get(key)
        places = list(
            dict.fromkeys(filter(None, (*(known.citation.split("; ") if known else ()), *item.citation.split("; "))))
        )
        found[key] = Item(item.link, "; ".join(places), item.note)
    return list(found.values())


def gaps_of(
    questions: Questions,
    agenda: str,
    subject: Subject,
    why: Mapping[str, Sequence[Item]],
    watched: Indicators,
) -> Gaps:
    """Give what is missing on a subject: at its aims, indicators and work, and what is done elsewhere for aims like ours.

    Args:
        questions: the saved questions.
        agenda: the slug of the agenda.
        subject: what the dossier is about.
        why: the things that belong to it.
        watched: its indicators.
    """
    store = questions.store
    things = read_things(store, agenda)
    typed = {"gemeente": [home_of(questions, agenda)]} | ({"onderwerp": [subject.iri]} if subject.kind == TOPIC else {})
    # What the agenda or the editors tie to an aim, and what also follows from the same wheel or theme.
    told, asked = ask_rows(questions, GAPS, {**typed, "basis": [f"{ID}basis/stated", f"{ID}basis/interpreted"]})
    loose, _ = ask_rows(questions, GAPS, typed)
    found = [] if any(things[one].kind in AIMS for one in why) else [Gap("goal", subject.item)]
    still = {row["doel"].iri: row["ontbreekt"].items for row in loose}
    found += [
        Gap(kind, things[row["doel"].iri].item, kind not in still.get(row["doel"].iri, ()))
        for row in told
        for kind in _AIM_GAPS
        if row["doel"].iri in why and kind in row["ontbreekt"].items
    ]
    for one, _ in watched.values():
        if one.state != "measured":
            about = Item(Link(one.name, one.iri, one.basis), one.citation)
            found.append(Gap("figure" if one.state == "not-measured" else "baseline", about))
    busy = {part.via for part in read_parts(store, agenda)}
    serving = {tie.subject for tie in read_links(store, agenda, "dg:contributesTo")}
    work = [thing for thing in things.values() if thing.iri in why and thing.kind in WORK]
    found += [Gap("executor", thing.item) for thing in work if thing.iri not in busy]
    found += [Gap("aimless", thing.item) for thing in work if thing.iri not in serving]
    lacking, also = ask_rows(questions, LACKING, typed)
    seen = set()
    for row in lacking:
        # Without a topic it is our aim that must be of the subject. An effort is asked about once, at the first aim.
        if (subject.kind == TOPIC or row["doel"].iri in why) and row["inspanning"].iri not in seen:
            seen.add(row["inspanning"].iri)
            basis = row["basis"].iri.rpartition("/")[2]
            about = Item(Link(row["inspanning"].text, row["inspanning"].iri, basis), row["bewijs"].text)
            others = [row[key].text for key in ("elders", "doelElders", "doel", "onderwerpen")]
            found.append(Gap("elsewhere", about, others=others))
    return Gaps(found, [asked, also])


def gap_table(gaps: Gaps) -> Table:
    """Give what is missing, a line per thing that lacks something."""
    rows: dict[str, list[Gap]] = {}
    for gap in gaps.found:
        if gap.kind != "elsewhere":
            rows.setdefault(gap.about.link.iri, []).append(gap)
    return Table(
        "witte-vlekken",
        names("Witte vlekken", "Gaps"),
        names(
            "Wat de agenda niet noemt: doelen zonder activiteit, partner of indicator, indicatoren zonder cijfer of nulmeting, en activiteiten zonder partner of doel. Niet genoemd wil niet zeggen dat het er niet is.",
            "What the agenda does not name: aims without activity, partner or indicator, indicators without figure or baseline, and activities without partner or aim. Not named does not mean that it is not there.",
        ),
        [names("Waarbij", "With"), names("Wat ontbreekt", "What is missing")],
        [Row(Cell([own[0].about]), [Cell(words=_missing(own))]) for own in rows.values()],
        names(
            "Er ontbreekt niets van wat hier wordt nagekeken, of de agenda noemt hierover niets.",
            "Nothing is missing of what is looked at here, or the agenda names nothing on this.",
        ),
    )


def _missing(gaps: Sequence[Gap]) -> Words:
    return {
        language: "; ".join(
            _KINDS[gap.kind].missing[language] + (f" ({_ONLY_DERIVED[language]})" if gap.derived else "")
            for gap in gaps
        )
        for language in ("nl", "en")
    }


def open_questions(gaps: Gaps) -> Table:
    """Give the questions that the gaps raise, each with why it is asked and what it is about."""
    rows = []
    for gap in gaps.found:
        kind = _KINDS[gap.kind]
        why = kind.why(gap.others)
        if gap.derived:
            why = {key: f"{text} {_STILL[key]}" for key, text in why.items()}
        rows.append(
            Row(
                Cell(words=kind.ask(gap.about.link.text, gap.others)),
                [Cell(words=why), Cell([gap.about])],
            )
        )
    return Table(
        "open-vragen",
        names("Open vragen", "Open questions"),
        names(
            "Door het programma gemaakt van de witte vlekken en van wat elders gebeurt; een begin voor het gesprek, geen oordeel.",
            "Made by the program of the gaps and of what is done elsewhere; a start for the talk, no judgement.",
        ),
        [names("Vraag", "Question"), names("Waarom", "Why"), names("Gaat over", "Is about")],
        rows,
        names("Uit de gegevens volgt geen vraag.", "No question follows from the data."),
    )
