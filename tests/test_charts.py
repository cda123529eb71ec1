"""Pictures beside answers: they say what the rows say, read without colour, hold nothing inline, and are left out where they would not help."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from doelengraaf.answers import Answer, Cell, Column
from doelengraaf.charts import MOST_MARKS, marks_of, periods_of
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.terms import ID
from web.app import create_app
from web.charts import LOOKS, Bar, Group, Line, draw, on_white, png, specification, themed

QUERIES = Path(__file__).resolve().parent.parent / "queries"
DRAWN = sorted(path.stem for path in QUERIES.glob("*.rq") if "\n#+ chart:" in path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.get_data(as_text=True)


def spoken(html: str) -> list[str]:
    """Give what the picture of a page says, bar by bar."""
    picture = html.partition('<svg class="chart"')[2].partition("</svg>")[0]
    return [label.replace("&#39;", "'") for label in re.findall(r'<path aria-label="([^"]*)"', picture)]


# What the numbers are.


def number(text: str) -> float:
    shown = text.removesuffix("%").replace(".", "").replace(",", ".")
    return round(float(shown) / 100, 4) if text.endswith("%") else float(shown)


def of_the_rows(answer: Answer, label: str, group: str | None, count: str) -> dict[tuple[str, ...], int]:
    """Count, another way than the library does: one row at a time, by what people read."""
    places = {column.name: place for place, column in enumerate(answer.columns)}
    found: dict[tuple[str, ...], set[str]] = {}
    for row in answer.rows:
        for part in row[places[group]].text.split("; ") if group else [""]:
            key = (row[places[label]].text, *([part] if group else []))
            found.setdefault(key, set()).add(row[places[count]].iri or row[places[count]].text)
    return {key: len(things - {""}) for key, things in found.items() if things - {""}}


def test_enough_questions_have_a_picture() -> None:
    assert len(DRAWN) >= 8


@pytest.mark.parametrize("name", [name for name in DRAWN if name != "vaststelling-en-looptijd"])
@pytest.mark.parametrize("asked", ["", "?gemeente=krimpenerwaard&gemeente=cranendonck"])
def test_a_picture_says_what_the_rows_say(client: FlaskClient, questions: Questions, name: str, asked: str) -> None:
    question = questions.get(name)
    if asked and "gemeente" not in question.parameters:
        pytest.skip("deze vraag kent geen gemeente")
    answer = questions.ask(name, {"gemeente": ["krimpenerwaard", "cranendonck"]} if asked else {})
    bars = [label.rpartition(": ") for label in spoken(text(client, f"/vragen/{name}{asked}"))]
    shown = {tuple(label.split(", ")): number(value) for label, _, value in bars}
    assert len(shown) == len(bars)
    assert shown
    chart = question.chart
    if "value" in chart:
        names = chart["value"] if isinstance(chart["value"], list) else [chart["value"]]
        places = {column.name: place for place, column in enumerate(answer.columns)}
        numbers = {
            round(row[places[one]].number or 0, 3) for row in answer.rows for one in names if row[places[one]].text
        }
        assert {round(value, 3) for value in shown.values()} == numbers
        return
    wanted = of_the_rows(answer, chart["label"], chart.get("group"), chart["count"])
    plain = {"afgeleid via het beleidsveld": "afgeleid"}
    numeric = next(column.heading() for column in answer.columns if column.name == chart["label"]) + ": "
    wanted = {tuple(plain.get(part, part) for part in key): value for key, value in wanted.items()}
    assert {(key[0].removeprefix(numeric), *key[1:]): value for key, value in shown.items() if value} == wanted


def test_hand_counted(client: FlaskClient) -> None:
    # Vijfheerenlanden: 4 resultaten (203-206), 4 opgaven (214-217) and 11 doelen (491-586).
    html = text(client, "/vragen/wat-wil-mijn-gemeente?gemeente=vijfheerenlanden")
    assert sorted(spoken(html)) == [
        "Vijfheerenlanden, doel: 11",
        "Vijfheerenlanden, maatschappelijk effect: 4",
        "Vijfheerenlanden, opgave: 4",
    ]
    assert "Hoeveel verschillende dingen er in het antwoord onder “Ambitie” staan, per “Gemeente” × “Soort”." in html


def test_what_an_agenda_does_not_say_is_nought_and_not_left_out(client: FlaskClient) -> None:
    # Only Krimpenerwaard names partners that work on loneliness.
    said = spoken(text(client, "/vragen/partners-per-doel?onderwerp=eenzaamheid"))
    assert "Cranendonck, geen: 0" in said
    assert "Krimpenerwaard, letterlijk: 1" in said


def test_periods_with_today(client: FlaskClient) -> None:
    html = text(client, "/vragen/vaststelling-en-looptijd")
    assert spoken(html) == [
        "Cranendonck: 1 januari 2019 – 31 december 2022",
        "Krimpenerwaard: 1 januari 2021 – 31 december 2025",
        "Wijk bij Duurstede: 1 januari 2023 – 31 december 2027",
        "Vijfheerenlanden: niet vermeld",
    ]
    assert ">vandaag</text>" in html
    assert ">2024</text>" in html
    widths = [float(width) for width in re.findall(r'<path aria-label="[^"]*"[^>]* d="M[\d.]+,[\d.]+h([\d.]+)v', html)]
    # Four years, five years, five years, none.
    assert widths[0] / widths[1] == pytest.approx(4 / 5, rel=0.01)
    assert widths[1] == pytest.approx(widths[2], rel=0.01)
    assert widths[3] == 0


def test_a_picture_in_english(client: FlaskClient) -> None:
    html = text(client, "/vragen/aandeel-letterlijk-afgeleid-voorgesteld?gemeente=krimpenerwaard&taal=en")
    said = spoken(html)
    assert [label.partition(":")[0] for label in said] == [
        f"Krimpenerwaard, {word}" for word in ("stated", "interpreted", "derived")
    ]
    assert all(re.search(r": \d+(\.\d)?%$", label) for label in said)
    assert "The table below has the same numbers." in html
    assert "beeld.png?gemeente=krimpenerwaard&amp;taal=en" in html


# When there is none.


def made(*rows: tuple[str, str, float | None], truncated: bool = False) -> Answer:
    columns = [Column("a", {"nl": "A"}), Column("b", {"nl": "B"}), Column("n", {"nl": "N"}, type="number")]
    cells = [
        [Cell(a, f"x:{a}"), Cell(b, b and f"x:{b}"), Cell(str(n), "", n) if n is not None else Cell()]
        for a, b, n in rows
    ]
    return Answer("v", {"nl": "V"}, columns, cells, len(cells), truncated, {}, "1", "1")


COUNT = {"kind": "bar", "label": "a", "count": "b"}
VALUE = {"kind": "bar", "label": "a", "value": "n"}


@pytest.mark.parametrize(
    ("answer", "chart"),
    [
        (made(), COUNT),
        (made(("x", "", None), ("y", "", None)), COUNT),
        (made(("x", "p", None), ("x", "q", None)), COUNT),
        (made(("x", "p", None), ("y", "q", None), truncated=True), COUNT),
        (made(*[(f"x{i}", "p", None) for i in range(MOST_MARKS + 1)]), COUNT),
        (made(("x", "p", 0.0), ("y", "q", 0.0)), VALUE),
        (made(("x", "p", None), ("y", "q", None)), VALUE),
        (made(("x", "p", 1.0), ("y", "q", 2.0)), {}),
    ],
    ids=["no rows", "nothing", "one bar", "truncated", "too many", "all nought", "no numbers", "no chart"],
)
def test_what_says_nothing_is_not_drawn(answer: Answer, chart: dict[str, str]) -> None:
    assert not marks_of(answer, chart)
    assert not periods_of(answer, chart)


def test_the_same_thing_counts_once_per_bar() -> None:
    marks = marks_of(made(("x", "p", None), ("x", "p", None), ("x", "q", None), ("y", "p", None)), COUNT)
    assert [(mark.label.text, mark.number) for mark in marks] == [("x", 2), ("y", 1)]


def test_bases_go_from_sure_to_less_sure() -> None:
    def basis(key: str) -> Cell:
        return Cell(key, f"{ID}basis/{key}")

    rows = [
        [Cell("x"), basis("derived"), Cell("1")],
        [Cell("x"), basis("stated"), Cell("2")],
        [Cell("y"), basis("stated"), Cell("3")],
    ]
    columns = [Column(name, {"nl": name}) for name in ("a", "b", "n")]
    answer = Answer("v", {"nl": "V"}, columns, rows, 3, False, {}, "1", "1")
    marks = marks_of(answer, {"kind": "bar", "label": "a", "count": "n", "group": "b"})
    assert [(mark.label.text, mark.group.text if mark.group else "", mark.number) for mark in marks] == [
        ("x", "stated", 1),
        ("x", "derived", 1),
        ("y", "stated", 1),
        ("y", "derived", 0),
    ]


def test_a_period_without_days_or_with_wrong_ones_is_none() -> None:
    columns = [Column("a", {"nl": "A"}), Column("b", {}, type="date"), Column("e", {}, type="date")]
    chart = {"kind": "period", "label": "a", "begin": "b", "end": "e"}

    def answer(*days: tuple[str, str]) -> Answer:
        return Answer("v", {}, columns, [[Cell("x"), Cell(b), Cell(e)] for b, e in days], 1, False, {}, "1", "1")

    assert not periods_of(answer(("", ""), ("2021", "2022")), chart)
    found = periods_of(answer(("2021-01-01", "2022-12-31"), ("x", "")), chart)
    assert [(one.begin, one.end) for one in found] == [(date(2021, 1, 1), date(2022, 12, 31)), (None, None)]


@pytest.mark.parametrize("name", ["hergebruik-en-verwijzing", "lokale-woorden"])
def test_a_question_without_a_chart_has_no_picture(client: FlaskClient, name: str) -> None:
    assert "<svg" not in text(client, f"/vragen/{name}")
    assert "geen beeld" in text(client, f"/vragen/{name}/beeld.svg", 404)


# How it is drawn.


def drawn(bars: Sequence[Bar] = (Bar("a", 1, "1"), Bar("b", 2, "2")), name: str = "x", **how: object) -> str:
    return draw(specification([Group("", bars)], **how), name)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_holds_nothing_inline(client: FlaskClient, name: str) -> None:
    response = client.get(f"/vragen/{name}/beeld.svg")
    assert response.content_type == "image/svg+xml"
    root = ET.fromstring(response.data)  # noqa: S314 - made by us
    assert root.get("role") == "img"
    assert root.get("aria-label", "").endswith("?")
    assert len(response.data) < 20_000
    for one in root.iter():
        kind = one.tag.rpartition("}")[2]
        assert kind in {"svg", "g", "path", "text", "line"}, kind
        assert not {key for key in one.attrib if key in ("style", "id", "href") or key.startswith("on")}
    html = text(client, f"/vragen/{name}")
    assert not re.search(r"<style|<script|\sstyle=", html)


def test_words_are_not_markup() -> None:
    evil = "<script>alert(\"1\")</script> & 'x'"
    svg = draw(
        specification([Group(evil, [Bar(evil, 1, evil, href="/id/a?b=1&c=<>"), Bar("b", 2, "2", href="/id/b")])]),
        evil,
        "group",
    )
    root = ET.fromstring(svg)  # noqa: S314 - made by us
    assert not [one for one in root.iter() if one.tag.endswith("script")]
    assert root.get("aria-label") == evil
    links = [one for one in root.iter() if one.tag.endswith("}a")]
    assert [one.get("aria-label") for one in links] == [f"{evil}: {evil}", "b: 2"]
    assert all(str(one.get("href")).startswith("/id/") for one in links)


def test_kinds_of_bars_differ_without_colour() -> None:
    assert len(
        {(look.get("fillOpacity", 1), look["strokeWidth"], str(look.get("strokeDash"))) for look in LOOKS.values()}
    ) == len(LOOKS)


def test_a_page_gives_the_colours_and_a_file_has_white_behind_it() -> None:
    svg = drawn([Bar("a", 1, "1", look) for look in LOOKS])
    assert "#" not in themed(svg)
    assert 'fill="var(--brand)"' in themed(svg)
    assert 'fill="currentColor"' in themed(svg)
    assert 'fill="#ffffff"' in on_white(svg)
    assert png(svg).startswith(b"\x89PNG")


def test_a_line_carries_its_name_and_numbers_make_room_for_it() -> None:
    svg = drawn(lines=[Line(1.5, "streefwaarde")])
    assert ">streefwaarde</text>" in svg
    assert ">a: 1</text>" in svg
    assert drawn([Bar("a", -3, "-3"), Bar("b", 2, "2")]).count("<path aria-label") == 2


def test_many_at_once_draw_the_same() -> None:
    wanted = [drawn([Bar("a", n, str(n)), Bar("b", 9, "9")], f"n{n}") for n in range(1, 9)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: drawn([Bar("a", n, str(n)), Bar("b", 9, "9")], f"n{n}"), range(1, 9)))
    assert found == wanted


def test_nothing_is_loaded_before_the_first_picture() -> None:
    code = "import sys, web.app; sys.exit('vl_convert' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_files_and_wrong_addresses(client: FlaskClient) -> None:
    response = client.get("/vragen/omvang-en-dichtheid/beeld.png")
    assert (response.content_type, response.data[:4]) == ("image/png", b"\x89PNG")
    assert "svg, png" in text(client, "/vragen/omvang-en-dichtheid/beeld.pdf", 404)
    assert "Er is geen vraag" in text(client, "/vragen/onzin/beeld.svg", 404)
    assert "Mogelijk zijn" in text(client, "/vragen/omvang-en-dichtheid/beeld.svg?gemeente=onzin", 400)
    few = text(client, "/vragen/aangekondigde-stukken?gemeente=cranendonck")
    assert "<svg" not in few, "one bar says no more than the line above the table"


def test_the_files_of_a_picture_are_of_the_same_choice(client: FlaskClient) -> None:
    html = text(client, "/vragen/partners-per-doel?basis=stated")
    assert "beeld.svg?basis=stated" in html
    assert spoken(html) == [
        label.replace("&#39;", "'")
        for label in re.findall(
            r'<path aria-label="([^"]*)"', text(client, "/vragen/partners-per-doel/beeld.svg?basis=stated")
        )
    ]
