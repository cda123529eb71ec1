"""Figures of CBS StatLine and RIVM: small answers in the form of those services, recorded by hand, into the table of an agenda and back out of the monitor."""

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from doelengraaf.canonical import canonical_files
from doelengraaf.instruments.monitor import monitor_of
from doelengraaf.instruments.statline import Column, Figure, StatLineError, column_of, figures_of, read_rows
from doelengraaf.instruments.statline_rows import add_figures
from doelengraaf.pipeline import make_build
from doelengraaf.project import Project
from doelengraaf.store import open_store

DAY = date(2026, 3, 1)
LONELY = Column("Eenzaam_27", "Eenzaam", "%")
# A row per region and period, the region padded with spaces; the column is known by its title only.
V3 = [
    {"ID": 0, "Marges": "MW00000", "RegioS": "GM1706    ", "Perioden": "2022JJ00", "Eenzaam_27": 45.2},
    {"ID": 1, "Marges": "MW00000", "RegioS": "GM1706    ", "Perioden": "2024JJ00", "Eenzaam_27": 44},
    {"ID": 2, "Marges": "MW00000", "RegioS": "NL01      ", "Perioden": "2024JJ00", "Eenzaam_27": 46.1},
    {"ID": 3, "Marges": "MW00000", "RegioS": "GM1706    ", "Perioden": "2020JJ00", "Eenzaam_27": None},
    {"ID": 4, "Marges": "MW00000", "RegioS": "GG5714    ", "Perioden": "2024JJ00", "Eenzaam_27": 43.0},
    {"ID": 5, "Marges": "MW00000", "RegioS": "GM1706    ", "Perioden": "2023KW04", "Eenzaam_27": 40.0},
]
PROPERTIES = [
    {"odata.type": "Cbs.OData.WebAPI.GeoDimension", "ID": 1, "ParentID": None, "Type": "GeoDimension", "Key": "RegioS", "Title": "Regio's"},
    {"odata.type": "Cbs.OData.WebAPI.TopicGroup", "ID": 2, "ParentID": None, "Type": "TopicGroup", "Key": "", "Title": "Eenzaamheid"},
    {"odata.type": "Cbs.OData.WebAPI.Topic", "ID": 3, "ParentID": 2, "Type": "Topic", "Key": "Eenzaam_27", "Title": "Eenzaam", "Unit": "%", "Decimals": 1},
    {"odata.type": "Cbs.OData.WebAPI.TopicGroup", "ID": 4, "ParentID": None, "Type": "TopicGroup", "Key": "", "Title": "Mantelzorg"},
    {"odata.type": "Cbs.OData.WebAPI.Topic", "ID": 5, "ParentID": 4, "Type": "Topic", "Key": "Totaal_31", "Title": "Totaal", "Unit": "%"},
    {"odata.type": "Cbs.OData.WebAPI.Topic", "ID": 6, "ParentID": 2, "Type": "Topic", "Key": "Totaal_29", "Title": "Totaal", "Unit": "x 1 000"},
]  # fmt: skip
# A row per figure; the code of the measure stands in MeasureCodes.
V4 = [
    {"Id": 0, "Measure": "M003277_2", "ValueAttribute": "None", "Value": 45.2, "StringValue": None, "RegioS": "GM1706", "Perioden": "2022JJ00"},
    {"Id": 1, "Measure": "M003277_2", "ValueAttribute": "Impossible", "Value": None, "StringValue": None, "RegioS": "GM1706", "Perioden": "2020JJ00"},
    {"Id": 2, "Measure": "M009999", "ValueAttribute": "None", "Value": 3.0, "StringValue": None, "RegioS": "GM1706", "Perioden": "2022JJ00"},
]  # fmt: skip
MEASURES = [
    {"Identifier": "M003277_2", "Index": 1, "Title": "Eenzaam", "MeasureGroupId": None, "DataType": "Double", "Unit": "%", "Decimals": 1},
    {"Identifier": "M009999", "Index": 2, "Title": "Zeer eenzaam", "MeasureGroupId": None, "DataType": "Double", "Unit": "%", "Decimals": 1},
]  # fmt: skip


def written(path: Path, rows: Sequence[Mapping[str, Any]], fourth: bool = False, table: str = "85563NED") -> Path:
    head = (
        {"@odata.context": f"https://datasets.cbs.nl/odata/v1/CBS/{table}/$metadata#Observations"}
        if fourth
        else {
            "odata.metadata": f"https://opendata.cbs.nl/ODataApi/OData/{table}/$metadata#Cbs.OData.WebAPI.TypedDataSet"
        }
    )
    path.write_text(json.dumps({**head, "value": rows}), encoding="utf-8")
    return path


def put(project: Project, figures: Sequence[Figure], column: Column = LONELY, **changed: Any) -> Any:
    asked = {"agenda": "cranendonck", "indicator": "eenzaamheid", "table": "85563NED", "office": "CBS", "retrieved": DAY} | changed  # fmt: skip
    return add_figures(project, figures=figures, column=column, **asked)


def test_version_3_is_read_by_title(tmp_path: Path) -> None:
    rows, table = read_rows(written(tmp_path / "a.json", V3))
    column = column_of(PROPERTIES, "eenzaam")
    figures, passed = figures_of(rows, column, {"Marges": "MW00000"})
    assert (table, column) == ("85563NED", LONELY)
    assert figures == [
        Figure("GM1706", "2022", "45.2"),
        Figure("GM1706", "2024", "44"),
        Figure("NL01", "2024", "46.1"),
        Figure("GG5714", "2024", "43"),
    ]
    assert passed == ["GM1706 2020: geen cijfer (ontbreekt of geheim)", "GM1706 2023KW04: geen jaar of schooljaar"]


def test_version_4_is_read_by_the_title_of_its_measure(tmp_path: Path) -> None:
    rows, table = read_rows(written(tmp_path / "a.json", V4, fourth=True))
    figures, passed = figures_of(rows, column_of(MEASURES, "Eenzaam"), {})
    assert (table, figures) == ("85563NED", [Figure("GM1706", "2022", "45.2")])
    assert passed == ["GM1706 2020: geen cijfer (ontbreekt of geheim)"]


def test_a_school_year_and_an_untyped_number_are_read() -> None:
    rows = [{"RegioS": "GM1706", "Perioden": "2023SJ00", "Eenzaam_27": "    1.70"}, {"RegioS": "GM1706", "Perioden": "2022SJ00", "Eenzaam_27": "       ."}]  # fmt: skip
    assert figures_of(rows, LONELY, {})[0] == [Figure("GM1706", "2023/2024", "1.70")]


def test_a_title_that_stands_twice_needs_its_group() -> None:
    with pytest.raises(StatLineError, match=r"2 kolommen met de titel Totaal.*Mantelzorg / Totaal; Eenzaamheid / Totaal"):  # fmt: skip
        column_of(PROPERTIES, "Totaal")
    assert column_of(PROPERTIES, "Mantelzorg / Totaal").key == "Totaal_31"
    with pytest.raises(StatLineError, match=r"geen kolom met de titel Eenzaamheden\. In dit bestand staan: Eenzaam, Totaal"):  # fmt: skip
        column_of(PROPERTIES, "Eenzaamheden")


def test_several_rows_of_one_year_must_be_chosen_between() -> None:
    rows = [{"RegioS": "GM1706", "Perioden": "2022JJ00", "Leeftijd": code, "Eenzaam_27": 1.5} for code in ("20300 ", "53105 ")]  # fmt: skip
    with pytest.raises(StatLineError, match=r"GM1706 2022 zijn er meer rijen.*Leeftijd=20300, Leeftijd=53105"):
        figures_of(rows, LONELY, {})
    assert len(figures_of(rows, LONELY, {"Leeftijd": "20300"})[0]) == 1
    with pytest.raises(StatLineError, match="geen dimensie Geslacht"):
        figures_of(rows, LONELY, {"Geslacht": "T001038"})


def test_a_column_of_another_edition_is_told() -> None:
    with pytest.raises(StatLineError, match=r"Eenzaam_31 \(Eenzaam\) staat niet in de rijen"):
        figures_of(V3, Column("Eenzaam_31", "Eenzaam", "%"), {})


@pytest.mark.parametrize("text", ["", "<html>", '{"value": 3}', "[]", '{"value": [1]}', "[" * 100_000])
def test_what_is_no_answer_of_the_service_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(StatLineError, match=r"a\.json (is geen JSON|heeft geen rijen)"):
        read_rows(tmp_path / "a.json")


def test_figures_are_added_once_and_reach_the_monitor(small: Project) -> None:
    path = small.data / "agendas" / "cranendonck" / "observations.csv"
    before = path.read_text(encoding="utf-8")
    figures, _ = figures_of(V3, LONELY, {})
    added = put(small, figures)
    assert list(added.rows) == [
        "observation/eenzaamheid-cranendonck-2022",
        "observation/eenzaamheid-cranendonck-2024",
        "observation/eenzaamheid-nederland-2024",
    ]
    assert list(added.passed) == ["GG5714 2024: deze regio is geen gemeente van dit project en niet Nederland"]
    text = path.read_text(encoding="utf-8")
    assert all(line in text for line in before.splitlines()[1:] if "|" not in line)
    assert "CBS StatLine, tabel 85563NED, kolom ‘Eenzaam’ (Eenzaam_27); opgehaald op 2026-03-01." in text
    assert [shown for shown, is_now, should in canonical_files(small) if is_now != should] == []

    again = put(small, figures)
    assert list(again.rows) == []
    assert "GM1706 2022: dit cijfer staat er al (observation/eenzaamheid-cranendonck-2022)" in again.passed
    assert path.read_text(encoding="utf-8") == text

    make_build(small)
    monitor = monitor_of(open_store(small.nquads), "cranendonck")
    found = next(one for one in monitor.indicators if one.slug == "eenzaamheid")
    assert [(value.period, value.number) for value in found.own[0].values] == [("2022", 45.2), ("2024", 44.0)]
    assert [series.newest.number for series in found.benchmarks] == [46.1]
    assert "85563NED" in found.origin
    # The agenda is of 2019: a first figure of 2022 does not tell where it began.
    assert found.state == "no-baseline"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"agenda": "nieuwland"}, "Er is geen agenda nieuwland"),
        ({"agenda": "../shared"}, "Er is geen agenda"),
        ({"indicator": "onzin"}, "geen indicator onzin"),
        ({"table": "../x"}, "geen nummer van een tabel"),
        ({"retrieved": date(2999, 1, 1)}, "moet nog komen"),
        ({"column": Column("Totaal_29", "Totaal", "x 1 000")}, "De eenheid verschilt: Totaal is in x 1 000, de indicator in %"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_nothing_is_written(
    small: Project, changed: dict[str, Any], message: str
) -> None:
    path = small.data / "agendas" / "cranendonck" / "observations.csv"
    before = path.read_bytes()
    with pytest.raises(StatLineError, match=message):
        put(small, [Figure("GM1706", "2022", "45.2")], **changed)
    assert path.read_bytes() == before


def test_another_figure_of_the_same_year_is_refused(small: Project) -> None:
    put(small, [Figure("GM1706", "2022", "45.2")])
    path = small.data / "agendas" / "cranendonck" / "observations.csv"
    before = path.read_bytes()
    with pytest.raises(StatLineError, match=r"zegt al 45\.2 voor 2022, dit bestand 45\.9"):
        put(small, [Figure("GM1706", "2024", "44"), Figure("GM1706", "2022", "45.9")])
    assert path.read_bytes() == before


def test_an_agenda_without_figures_gets_a_table(small: Project) -> None:
    path = small.data / "agendas" / "cranendonck" / "observations.csv"
    path.unlink()
    put(small, [Figure("GM1706", "2022", "45.2")], population="inwoners van 18 jaar en ouder")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert set(lines[0].split(",")) == {"id", "indicator", "period", "refArea", "population", "value", "unit", "asWritten", "note", "seeAlso", "basis", "reason"}  # fmt: skip
    assert lines[1].startswith("observation/eenzaamheid-cranendonck-2022-inwoners-van-18-jaar-en-ouder,")
    assert len(lines) == 2


def test_the_command_reads_the_files(
    small: Project, tmp_path: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    files = tmp_path / "cijfers"
    files.mkdir()
    written(files / "a.json", V3)
    words = ["instrument", "monitor", "import", "cranendonck", str(files / "a.json"), "--indicator", "eenzaamheid", "--column", "Eenzaam", "--retrieved", "2026-03-01"]  # fmt: skip
    properties = written(files / "p.json", PROPERTIES)
    done = run(*words, "--properties", str(properties), folder=small.root)
    assert (done.returncode, "3 cijfers toegevoegd" in done.stderr) == (0, True)
    assert "overgeslagen: GM1706 2023KW04: geen jaar of schooljaar" in done.stdout
    assert "Er is niets toegevoegd." in run(*words, "--properties", str(properties), folder=small.root).stderr
    other = written(files / "o.json", PROPERTIES, table="86137NED")
    refused = run(*words, "--properties", str(other), folder=small.root)
    assert (refused.returncode, "verschillende tabellen: 85563NED en 86137NED" in refused.stderr) == (1, True)
