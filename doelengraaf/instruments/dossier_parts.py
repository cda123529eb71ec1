"""The parts of a dossier that are read from the agenda itself: its aims, its indicators, and who does what."""

from collections.abc import Mapping, Sequence

from doelengraaf.indicator_values import Value
from doelengraaf.instruments.dossier_gaps import Indicators, one_each
from doelengraaf.instruments.dossier_subject import Subject, figures_of, partners_named_for
from doelengraaf.instruments.monitor import AIMS, monitor_of
from doelengraaf.instruments.overviews import MISSING, Cell, Item, Row, Table, cell_of, municipality_of, names
from doelengraaf.instruments.said_things import Part, links_by_subject, read_links, read_parts, read_things
from doelengraaf.store import Store
from doelengraaf.terms import ID
from doelengraaf.things import Link

__all__ = ["Why", "goal_table", "indicator_table", "watched_indicators", "work_table"]

Why = Mapping[str, Sequence[Item]]
"""The things that belong to the subject, each with why."""
_DIRECTIONS = {"up": names("hoger is beter", "higher is better"), "down": names("lager is beter", "lower is better")}
_NO_FIGURE = names("geen cijfer van de gemeente", "no figure of the municipality")
_AGENDA = names("de agenda zelf", "the agenda itself")
_OF_AIM = names("meet een doel in dit dossier", "measures an aim in this dossier")
_OF_PLACE = names("heeft een cijfer over deze plaats", "has a figure of this place")
_NO_BASELINE = names("nulmeting ontbreekt", "baseline is missing")


def goal_table(store: Store, agenda: str, why: Why) -> Table:
    """Give the aims of the subject, with what they contribute to or stand under."""
    above: dict[str, list[Item]] = {}
    for predicate in ("dg:contributesTo", "dg:inArea"):
        for tie in read_links(store, agenda, predicate):
            above.setdefault(tie.subject, []).append(tie.item)
    rows = [
        Row(Cell([one.item]), [cell_of(above.get(one.iri)), Cell(why[one.iri])])
        for one in read_things(store, agenda).values()
        if one.iri in why and one.kind in AIMS
    ]
    return Table(
        "doelen",
        names("Doelen", "Aims"),
        names(
            "Wat de agenda hierover wil bereiken, waaraan dat bijdraagt of waaronder het staat, en waarom het in dit dossier staat.",
            "What the agenda wants to reach, to what that contributes or under what it stands, and why it is in this dossier.",
        ),
        [
            names("Doel", "Aim"),
            names("Draagt bij aan, staat onder", "Contributes to, stands under"),
            names("Waarom hier", "Why here"),
        ],
        rows,
        names("De agenda noemt hierover geen doel.", "The agenda names no aim on this."),
    )


def watched_indicators(store: Store, agenda: str, subject: Subject, why: Why) -> Indicators:
    """Give the indicators by address: with this subject, measuring an aim with it, or with a figure of the place; each with the aims it measures."""
    monitor = monitor_of(store, agenda)
    figures = set(figures_of(store, agenda, subject))
    # A wheel has topics too, and indicators of all of them.
    aims = {one.iri for one in read_things(store, agenda).values() if one.iri in why and one.kind in AIMS}
    measured: dict[str, list[str]] = {}
    for aim, indicators in monitor.measures.items():
        for one in indicators:
            measured.setdefault(one.iri, []).append(aim)
    return {
        one.iri: (one, measured.get(one.iri, []))
        for one in monitor.indicators
        if one.iri in why
        or not aims.isdisjoint(measured.get(one.iri, ()))
        or any(value.iri in figures for series in (*one.own, *one.benchmarks) for value in series.values)
    }


def indicator_table(store: Store, agenda: str, subject: Subject, why: Why, watched: Indicators) -> Table:
    """Give the indicators with newest figure, baseline, desired direction and target."""
    things = read_things(store, agenda)
    placed = set(figures_of(store, agenda, subject))
    rows = []
    for one, aims in watched.values():
        every = [*one.own, *one.benchmarks]
        figures = [value for series in every for value in series.values if value.iri in placed]
        figures += [series.newest for series in (one.own or one.benchmarks) if series.newest not in figures]
        rows.append(
            Row(
                Cell([Item(Link(one.name, one.iri, one.basis), one.citation)]),
                [
                    Cell([_figure(value) for value in figures], words={} if one.own else _NO_FIGURE),
                    Cell([_figure(one.baseline)]) if one.baseline else Cell(words=_NO_BASELINE),
                    Cell(words=_DIRECTIONS[one.direction]) if one.direction else MISSING,
                    cell_of([_figure(value) for value in one.targets]),
                    cell_of([things[aim].item for aim in aims if aim in things]),
                    Cell(why[one.iri])
                    if one.iri in why
                    else Cell(words=_OF_PLACE if any(value.iri in placed for value in figures) else _OF_AIM),
                ],
            )
        )
    return Table(
        "indicatoren",
        names("Indicatoren", "Indicators"),
        names(
            "Waaraan het wordt gemeten, met het nieuwste cijfer van de gemeente (of, waar dat er niet is, van een ander gebied), de nulmeting, de gewenste richting en de streefwaarde, zoals in de kwaliteitsmonitor.",
            "By what it is measured, with the newest figure of the municipality (or, where there is none, of another area), the baseline, the desired direction and the target, as in the quality monitor.",
        ),
        [
            names("Indicator", "Indicator"),
            names("Nieuwste cijfer", "Newest figure"),
            names("Nulmeting", "Baseline"),
            names("Gewenste richting", "Desired direction"),
            names("Streefwaarde", "Target"),
            names("Meet", "Measures"),
            names("Waarom hier", "Why here"),
        ],
        rows,
        names("De agenda noemt hierover geen indicator.", "The agenda names no indicator on this."),
    )


def _figure(value: Value) -> Item:
    about = ", ".join(filter(None, ("" if value.own else value.area.text, value.population)))
    words = f"{value.text} ({value.period.replace('/', '–')})"
    return Item(Link(words, value.iri, value.basis), value.citation, names(about, about) if about else {})


def work_table(store: Store, agenda: str, subject: Subject, why: Why) -> Table:
    """Give each partner with what it does, in which role and for which aim."""
    things = read_things(store, agenda)
    aims = links_by_subject(store, agenda, "dg:contributesTo")
    named = partners_named_for(store, subject)
    # Who helped to write the agenda has no other activity.
    agenda_itself = Item(Link(municipality_of(store, agenda), f"{ID}agenda/{agenda}"), "", _AGENDA)

    together: dict[tuple[str, str, tuple[str, str]], list[Part]] = {}
    for part in read_parts(store, agenda):
        if part.via in why or part.partner in named:
            together.setdefault((part.partner, part.via, part.role), []).append(part)
    rows = []
    for (partner, via, role), parts in together.items():
        items = one_each(Item(Link(part.name, partner, part.basis), part.citation) for part in parts)
        # The name of a partner has no place of its own: what the agenda says of it has.
        reasons = why.get(via) or [Item(named[partner].link, items[0].citation, named[partner].note)]
        rows.append(
            Row(
                Cell(items),
                [
                    Cell([things[via].item if via in things else agenda_itself]),
                    Cell(words=names(*role)),
                    cell_of([tie.item for tie in aims.get(via, ())]),
                    Cell(reasons),
                ],
            )
        )
    return Table(
        "wie-doet-wat",
        names("Wie doet wat", "Who does what"),
        names(
            "Elke partner met wat hij doet en in welke rol, en het doel waaraan dat bijdraagt. Zekerheid en bewijsplaats bij de partner zijn die van deze bijdrage.",
            "Each partner with what it does and in which role, and the aim to which that contributes. Basis and place with the partner are those of this contribution.",
        ),
        [
            names("Partner", "Partner"),
            names("Activiteit of inspanning", "Activity or effort"),
            names("Rol", "Role"),
            names("Draagt bij aan", "Contributes to"),
            names("Waarom hier", "Why here"),
        ],
        rows,
        names("De agenda noemt hierbij geen partner.", "The agenda names no partner on this."),
    )
