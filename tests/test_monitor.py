"""The quality monitor against what the documents say, and the rules of the lights against made figures."""

import csv
import io
import json
import subprocess
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from doelengraaf.indicator_values import Value
from doelengraaf.instruments.monitor import Monitor, NoMonitorError, Series, Watched, monitor_of
from doelengraaf.instruments.monitor_lights import Light, light_of, move_of, summary_of, together
from doelengraaf.instruments.monitor_sheet import monitor_csv, monitor_json, monitor_workbook, rows_of
from doelengraaf.store import Store
from doelengraaf.things import Link

DAY = date(2026, 3, 1)
HERE, LAND = Link("Nieuwland", "https://example.org/nieuwland"), Link("Nederland", "https://example.org/nederland")


@pytest.fixture(scope="module")
def krimpenerwaard(store: Store) -> Monitor:
    return monitor_of(store, "krimpenerwaard")


def one(monitor: Monitor, name: str) -> Watched:
    return next(found for found in monitor.indicators if found.slug == name)


def numbers(series: Series) -> list[tuple[str, float]]:
    return [(value.period, value.number) for value in series.values]


def test_cranendonck_counts_what_its_appendix_lists(store: Store) -> None:
    """Bijlage I Indicatoren per doelstelling: 6, 11, 22 and 20 lines under "Hoe meten we?", without a figure."""
    monitor = monitor_of(store, "cranendonck")
    parts = {part.slug: part for part in monitor.parts}
    assert {name: len(part.indicators) for name, part in parts.items() if part.item} == {
        "samenredzaamheid": 6,
        "leefbaarheid": 11,
        "participatie": 22,
        "talentontwikkeling": 20,
    }
    assert all(found.state == "not-measured" for part in parts.values() if part.item for found in part.indicators)
    # Three more indicators stand in the text with a figure: one of the municipality, two of the country.
    assert [found.state for found in parts["geen-onderdeel"].indicators] == ["measured", "no-baseline", "no-baseline"]


def test_the_list_of_a_wheel_is_not_measured_yet(krimpenerwaard: Monitor) -> None:
    """MAG 4.3.7, "Hoe gaan we dit meten?" (1014-1017): three indicators without a figure beside seven of the text."""
    wheel = next(part for part in krimpenerwaard.parts if part.slug == "lichamelijke-gezondheid")
    states = {found.name: found.state for found in wheel.indicators}
    assert [states[name] for name in ("% ernstige lichamelijke belemmering", "% gebruik eerstelijnszorg huisarts", "% 2 jarigen volledig gevaccineerd")] == ["not-measured"] * 3  # fmt: skip
    assert (len(states), sum(found.measured for found in wheel.indicators)) == (10, 6)


def test_a_series_has_its_target_benchmark_and_age(krimpenerwaard: Monitor) -> None:
    """IBK 971-977 and MAG 986-987: 84,9% before, 88,6% in 2020, 95% is the limit, 90,2% in the country."""
    found = one(krimpenerwaard, "vaccinatiegraad")
    assert numbers(found.own[0]) == [("2019", 84.9), ("2020", 88.6)]
    assert [value.number for value in found.targets] == [95.0]
    assert [numbers(series) for series in found.benchmarks] == [[("2019", 90.2)]]
    assert (found.direction, found.age(DAY), move_of(found)) == ("up", 6, "right")
    # All of it is from before the agenda of 2021 began, so it says nothing of that agenda.
    assert light_of(found) == Light("unknown", "before")


def test_only_three_indicators_have_two_measurements(krimpenerwaard: Monitor) -> None:
    """IBK 495-496 (47% and 56%), MAG 1083 (2,03 and 2,35), and the vaccinations."""
    moving = {found.slug: move_of(found) for found in krimpenerwaard.indicators if found.has_steps}
    assert moving == {
        "indicaties-per-jeugdige": "undirected",
        "jongeren-ooit-gedronken": "wrong",
        "vaccinatiegraad": "right",
    }
    assert summary_of(krimpenerwaard).with_series == 3


def test_what_is_expected_is_no_measurement(krimpenerwaard: Monitor) -> None:
    """The numbers of people with dementia up to 2050 are "naar verwachting"."""
    found = one(krimpenerwaard, "inwoners-met-dementie")
    assert (found.own, found.state) == ([], "not-measured")
    assert [value.number for value in found.expected] == [970.0, 1100.0, 1400.0, 2200.0]


def test_a_range_of_one_year_is_no_progress(krimpenerwaard: Monitor) -> None:
    """IBK 840: "8 tot 11%" low literacy are two figures of one year."""
    found = one(krimpenerwaard, "laaggeletterdheid")
    assert sorted(value.number for value in found.own[0].values) == [8.0, 11.0]
    assert (move_of(found), found.has_steps) == ("double", False)


def test_a_figure_of_elsewhere_is_no_baseline(krimpenerwaard: Monitor) -> None:
    found = one(krimpenerwaard, "hpv-vaccinatiegraad")
    assert (found.measured, found.baseline, found.state) == (True, None, "no-baseline")


@pytest.mark.parametrize(("agenda", "number"), [("vijfheerenlanden", 8), ("wijk-bij-duurstede", 4)])
def test_agendas_without_series_give_no_light(store: Store, agenda: str, number: int) -> None:
    summary = summary_of(monitor_of(store, agenda))
    assert summary.counts == {"on-course": 0, "off-course": 0, "unknown": number}


def test_an_unknown_agenda_is_told(store: Store) -> None:
    with pytest.raises(NoMonitorError, match=r"Er is geen agenda nieuwland\. Kies uit: cranendonck"):
        monitor_of(store, "nieuwland")


def value(period: str, number: float, target: bool = False, area: Link = HERE) -> Value:
    return Value(f"{area.iri}/{period}", target, area, area == HERE, period, number, "%", f"{number}%", "", "", "stated", (), "")  # fmt: skip


def watched(figures: Sequence[tuple[str, float]], target: tuple[str, float] | None, direction: str) -> Watched:
    own = [Series(HERE, True, "", "%", [value(*figure) for figure in figures])] if figures else []
    targets = [value(*target, target=True)] if target else []
    return Watched("https://example.org/i", "i", "stated", "%", direction, (), "", own, (), targets, (), 2026)


@pytest.mark.parametrize(
    ("figures", "target", "direction", "light"),
    [
        ([("2025", 40.0), ("2026", 50.0)], ("2026/2030", 60.0), "up", Light("on-course", "right")),
        ([("2025", 40.0), ("2026", 60.0)], ("2026/2030", 60.0), "up", Light("on-course", "reached")),
        ([("2025", 20.0), ("2026", 12.0)], ("2026/2030", 10.0), "down", Light("on-course", "right")),
        ([("2025", 8.0), ("2026", 9.0)], ("2026/2030", 10.0), "down", Light("on-course", "reached")),
        ([("2025", 50.0), ("2026", 40.0)], ("2026/2030", 60.0), "up", Light("off-course", "wrong")),
        ([("2025", 40.0), ("2026", 40.0)], ("2026/2030", 60.0), "up", Light("off-course", "still")),
        ([("2025", 40.0), ("2031", 50.0)], ("2026/2030", 60.0), "up", Light("off-course", "over")),
        ([("2026", 70.0)], ("2026/2030", 60.0), "up", Light("unknown", "one")),
        ([("2026", 40.0), ("2026", 70.0)], ("2026/2030", 60.0), "up", Light("unknown", "one")),
        ([("2024", 40.0), ("2025", 70.0)], ("2026/2030", 60.0), "up", Light("unknown", "before")),
        ([("2025", 40.0), ("2026", 50.0)], None, "up", Light("unknown", "no-target")),
        ([("2025", 40.0), ("2026", 50.0)], ("2026/2030", 60.0), "", Light("unknown", "no-direction")),
        ([], ("2026/2030", 60.0), "up", Light("unknown", "not-measured")),
    ],
)
def test_the_rules_of_a_light(
    figures: Sequence[tuple[str, float]], target: tuple[str, float] | None, direction: str, light: Light
) -> None:
    assert light_of(watched(figures, target, direction)) == light


def test_a_target_of_another_area_is_no_target_here() -> None:
    found = watched([("2025", 40.0), ("2026", 50.0)], None, "up")
    national = value("2026/2030", 60.0, target=True, area=LAND)
    other = Watched(**{**found.__dict__, "targets": [national]})
    assert light_of(other) == Light("unknown", "no-target")


def test_several_are_on_course_only_when_all_are() -> None:
    good, bad, grey = Light("on-course", "right"), Light("off-course", "wrong"), Light("unknown", "no-target")
    assert together([good, good]).key == "on-course"
    assert together([good, grey]) == Light("unknown", "some")
    assert together([good, grey, bad]).key == "off-course"
    assert together([]) == Light("unknown", "no-indicator")


def test_the_workbook_has_numbers_and_says_where_it_is_from(krimpenerwaard: Monitor) -> None:
    book = openpyxl.load_workbook(io.BytesIO(monitor_workbook(krimpenerwaard, "1.2.3", DAY)))
    assert book.sheetnames == ["Indicatoren", "Cijfers", "Samenvatting", "Bron"]
    rows = list(book["Indicatoren"].iter_rows(values_only=True))
    heads = rows[0]
    row = dict(zip(heads, next(row for row in rows if row[1] == "vaccinatiegraad"), strict=True))
    assert (row["Nieuwste cijfer"], row["Jaar"], row["Leeftijd in jaren"]) == (88.6, "2020", 6)
    assert row["Vergelijking"] == "Nederland: 2019: 90.2 %"
    assert len(rows) == 1 + 93
    about = dict(book["Bron"].iter_rows(values_only=True))
    assert about["Versie van de gegevens"] == "1.2.3"
    assert "5.3" in about["Beschreven in"]
    assert openpyxl.load_workbook(io.BytesIO(monitor_workbook(krimpenerwaard, "1", DAY, "en"))).sheetnames[0] == "Indicators"  # fmt: skip


def test_csv_and_json_have_a_row_per_indicator(krimpenerwaard: Monitor) -> None:
    text = monitor_csv(krimpenerwaard, DAY).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 93
    assert {row["Stand van de meting"] for row in rows} == {"nulmeting aanwezig", "nulmeting ontbreekt", "nog niet gemeten"}  # fmt: skip
    found = json.loads(monitor_json(krimpenerwaard, DAY, "1.2.3"))
    assert len(found["indicators"]) == 93
    # 77 observations and 5 targets stand in the tables.
    assert len(found["figures"]) == 82
    assert found["indicators"] == json.loads(json.dumps(rows_of(krimpenerwaard, DAY)))


def test_the_command_tells_and_writes(run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    told = run("instrument", "monitor", "krimpenerwaard")
    assert "93 indicatoren, 45 gemeten, 34 met nulmeting, 3 met twee metingen, 4 met streefwaarde" in told.stdout
    assert run("instrument", "monitor", "cranendonck", "--out", str(tmp_path / "m.csv")).returncode == 0
    assert (tmp_path / "m.csv").read_bytes().count(b"\r\n") == 1 + 62
    wrong = run("instrument", "monitor", "cranendonck", "--out", str(tmp_path / "m.doc"))
    assert (wrong.returncode, "eindigt" in wrong.stderr, (tmp_path / "m.doc").exists()) == (1, True, False)
    assert "Er is geen agenda nieuwland" in run("instrument", "monitor", "nieuwland").stderr
