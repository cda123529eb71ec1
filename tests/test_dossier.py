"""The dossier for a dialogue: what is in it by the documents, that all is cited, and what it says where there is nothing."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import openpyxl
import pytest
from flask.testing import FlaskClient
from overview_cells import cell_of, row_of, table_of, texts_of

from doelengraaf.instruments.dossier import DOSSIER, Dossier, make_dossier
from doelengraaf.instruments.dossier_subject import SubjectError, UnknownSubjectError, choose
from doelengraaf.instruments.overviews import NoAgendaError
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import Store
from web.app import create_app

START = "/instrumenten/dossier"
AGENDAS = ("cranendonck", "krimpenerwaard", "vijfheerenlanden", "wijk-bij-duurstede")


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


@pytest.fixture(scope="module")
def loneliness(questions: Questions) -> Dossier:
    return make_dossier(questions, "krimpenerwaard", "eenzaamheid")


def asked_in(dossier: Dossier) -> list[str]:
    return [row.head.lines()[0] for row in table_of(dossier.overview, "open-vragen").rows]


def test_goals_and_indicators_of_a_topic(loneliness: Dossier) -> None:
    """Integraal beleidskader 4.2.3, lines 565-566 (40% feel lonely) and 602 (the subgoal); MAG 4.3.3, line 708 (an indicator without figure)."""
    goals = table_of(loneliness.overview, "doelen")
    assert [row.head.lines() for row in goals.rows] == [["Minder mensen ervaren eenzaamheid (subdoel)"]]
    assert texts_of(cell_of(goals, "Minder mensen", "Waarom hier")) == {"eenzaamheid"}
    assert cell_of(goals, "Minder mensen", "Waarom hier").items[0].link.basis == "interpreted"
    measures = table_of(loneliness.overview, "indicatoren")
    assert "40% (2021)" in texts_of(cell_of(measures, "% dat eenzaamheid ervaart", "Nieuwste cijfer"))
    assert texts_of(cell_of(measures, "% dat eenzaamheid ervaart", "Nulmeting")) == {"40% (2021)"}
    assert cell_of(measures, "% dat eenzaamheid ervaart", "Gewenste richting").lines() == ["lager is beter"]
    assert cell_of(measures, "% ernstige eenzaamheid 65+", "Nulmeting").lines() == ["nulmeting ontbreekt"]
    assert cell_of(measures, "% ernstige eenzaamheid 65+", "Nieuwste cijfer").lines() == ["geen cijfer van de gemeente"]
    # The wheel Sociale leefomgeving is about loneliness too, child abuse is not.
    assert all("kindermishandeling" not in row.head.lines()[0] for row in measures.rows)


def test_who_does_what(loneliness: Dossier) -> None:
    """MAG, appendix 2, line 1568: "Coalitie Een tegen eenzaamheid … Gemeente, WelZijn Krimpenerwaard"; said twice there, and one line here with both places."""
    table = table_of(loneliness.overview, "wie-doet-wat")
    assert [row.head.items[0].link.text for row in table.rows] == ["gemeente Krimpenerwaard", "WelZijn Krimpenerwaard"]
    assert texts_of(cell_of(table, "WelZijn", "Activiteit of inspanning")) == {"Coalitie Een tegen eenzaamheid"}
    assert cell_of(table, "WelZijn", "Rol").lines() == ["doet mee"]
    place = row_of(table, "WelZijn").head.items[0].citation
    assert "‘Mentale gezondheid’" in place
    assert "‘Sociale leefomgeving’, regel 1568" in place


def test_a_gap_makes_a_question_with_its_reason(questions: Questions, loneliness: Dossier) -> None:
    """Cranendonck, Ad. 3 Participatie (line 130) has an aim with nothing tied to it; Krimpenerwaard MAG line 708 an indicator without figure."""
    assert "Hoe staat het nu met ‘% ernstige eenzaamheid 65+’, en wie meet het?" in asked_in(loneliness)
    assert "Wie werkt aan ‘Minder mensen ervaren eenzaamheid’?" not in asked_in(loneliness)
    other = make_dossier(questions, "cranendonck", "eenzaamheid")
    gaps = table_of(other.overview, "witte-vlekken")
    assert cell_of(gaps, "isolatie en uitsluiting", "Wat ontbreekt").lines() == [
        "geen activiteit of inspanning; geen partner; geen indicator"
    ]
    table = table_of(other.overview, "open-vragen")
    question = "Wie werkt aan ‘isolatie en uitsluiting worden voorkomen’?"
    assert cell_of(table, question, "Waarom").lines() == ["De agenda noemt bij dit doel geen partner."]
    assert "regel 130" in cell_of(table, question, "Gaat over").items[0].citation


def test_aims_without_are_those_of_the_saved_question(questions: Questions) -> None:
    found = make_dossier(questions, "krimpenerwaard", "gezondheid")
    bases = ["stated", "interpreted"]
    answer = questions.ask("witte-vlekken", {"gemeente": ["krimpenerwaard"], "onderwerp": ["gezondheid"], "basis": bases})  # fmt: skip
    aims = {row[1].text for row in answer.rows}
    lacking = {row.head.items[0].link.text for row in table_of(found.overview, "witte-vlekken").rows}
    assert aims
    assert aims <= lacking
    assert found.asked[0].parameters == {
        "gemeente": ["krimpenerwaard"],
        "onderwerp": ["gezondheid"],
        "basis": bases,
    }


def test_what_neighbours_do_and_that_some_say_nothing(questions: Questions, loneliness: Dossier) -> None:
    around = table_of(make_dossier(questions, "cranendonck", "eenzaamheid").overview, "elders")
    assert texts_of(cell_of(around, "Coalitie Een tegen eenzaamheid", "Gemeente")) == {"Krimpenerwaard"}
    assert texts_of(cell_of(around, "Coalitie Een tegen eenzaamheid", "Partner")) == {
        "gemeente Krimpenerwaard",
        "WelZijn Krimpenerwaard",
    }
    assert "Bijlage 2" in cell_of(around, "Coalitie Een tegen eenzaamheid", "Partner").items[0].citation
    silent = table_of(loneliness.overview, "elders")
    assert {row.head.lines()[0] for row in silent.rows} == {"noemt hierover niets dat gedaan wordt"}
    assert [row.cells[0].lines() for row in silent.rows] == [
        ["Cranendonck"],
        ["Vijfheerenlanden"],
        ["Wijk bij Duurstede"],
    ]


def test_an_effort_elsewhere_that_we_lack_is_asked_about(questions: Questions) -> None:
    """Krimpenerwaard MAG, appendix 2, lines 1707-1714; nothing in Cranendonck is about pre-school."""
    found = make_dossier(questions, "cranendonck", "voorschool")
    assert [table.rows for table in found.overview.tables[:3]] == [[], [], []]
    assert "De agenda noemt hierover geen doel." in found.overview.tables[0].none["nl"]
    assert any(
        one.startswith("Is ‘Programma Onderwijsachterstandenbeleid’ ook iets voor ons? Krimpenerwaard")
        for one in asked_in(found)
    )
    assert "Wat willen we bereiken voor ‘voor- en vroegschool’?" in asked_in(found)


def test_a_neighbourhood_by_the_words_of_the_text(questions: Questions) -> None:
    """Wijk bij Duurstede 3.6, line 230: "In De Heul is een wijkhuiskamer beschikbaar met activiteiten door en voor buurtbewoners"."""
    table = table_of(make_dossier(questions, "wijk-bij-duurstede", village="de-heul").overview, "wie-doet-wat")
    assert [row.head.lines() for row in table.rows] == [["buurtbewoners"]]
    assert texts_of(cell_of(table, "buurtbewoners", "Activiteit of inspanning")) == {"wijkhuiskamer"}
    assert cell_of(table, "buurtbewoners", "Waarom hier").lines() == ["De Heul (afgeleid uit de tekst)"]
    assert cell_of(table, "buurtbewoners", "Waarom hier").items[0].link.basis == "derived"


def test_a_village_in_the_text_of_another_agenda(questions: Questions) -> None:
    """Vijfheerenlanden 6.4, line 992: social teams in Leerdam, Meerkerk and Vianen; no aim is tied to them."""
    found = make_dossier(questions, "vijfheerenlanden", village="Leerdam")
    work = table_of(found.overview, "wie-doet-wat")
    assert [row.head.lines() for row in work.rows] == [["Sociaal Team (Vijfheerenlanden)"]]
    assert asked_in(found)[0] == "Wat willen we bereiken voor ‘Leerdam’?"
    assert "Aan welk doel draagt ‘Sociaal Teams op goed bereikbare locaties’ bij?" in asked_in(found)


def test_a_village_that_stands_in_the_name_of_a_partner(questions: Questions) -> None:
    """MAG, appendix 2, line 1564: Praktijk Sterkers Schoonhoven, at the project on divorces; line 1255: Cultuurhuis Krimpen aan de Lek helped to write."""
    table = table_of(make_dossier(questions, "krimpenerwaard", village="schoonhoven").overview, "wie-doet-wat")
    assert [row.head.lines() for row in table.rows] == [["Praktijk Sterkers Schoonhoven"]]
    assert cell_of(table, "Praktijk", "Waarom hier").lines() == ["Schoonhoven (afgeleid uit de naam)"]
    table = table_of(make_dossier(questions, "krimpenerwaard", village="Krimpen aan de Lek").overview, "wie-doet-wat")
    assert cell_of(table, "Cultuurhuis", "Activiteit of inspanning").lines() == ["Krimpenerwaard (de agenda zelf)"]


def test_a_figure_of_a_region(questions: Questions) -> None:
    """Integraal beleidskader 4.2.3, lines 844-849: 525 left school early in the region in 2018-2019."""
    table = table_of(
        make_dossier(questions, "krimpenerwaard", village="regio-zuid-holland-oost").overview, "indicatoren"
    )
    cell = cell_of(table, "aantal vroegtijdig schoolverlaters", "Nieuwste cijfer")
    assert cell.lines() == ["geen cijfer van de gemeente", "525 (2018–2019) (regio Zuid-Holland Oost)"]
    assert cell_of(table, "aantal vroegtijdig", "Waarom hier").lines() == ["heeft een cijfer over deze plaats"]


@pytest.mark.parametrize("agenda", AGENDAS)
def test_every_statement_has_its_basis_and_place(questions: Questions, agenda: str) -> None:
    dossier = make_dossier(questions, agenda, "gezondheid")
    lines = 0
    for table in dossier.overview.tables:
        for row in table.rows:
            items = [item for cell in (row.head, *row.cells) for item in cell.items]
            for item in items:
                # A municipality is named, nothing is stated of it.
                if "/id/municipality/" not in item.link.iri:
                    lines += 1
                    assert item.link.basis in ("stated", "interpreted", "derived"), (table.key, item)
                    assert item.citation or item.link.iri.endswith("/topic/gezondheid"), (table.key, item)
    assert lines > 20


@pytest.mark.parametrize("agenda", AGENDAS)
def test_one_may_choose_any_topic_and_what_the_agenda_names(store: Store, agenda: str) -> None:
    topics, places = DOSSIER.make(store, agenda).tables
    assert len(topics.rows) == 48
    assert bool(places.rows) == (agenda != "cranendonck")


@pytest.mark.parametrize(
    ("topic", "village", "error", "words"),
    [
        ("onzin", "", UnknownSubjectError, "Er is geen onderwerp onzin. Er zijn: alcohol, armoede"),
        ("", "gouda", UnknownSubjectError, "Er is geen kern gouda: deze agenda noemt geen kern"),
        ("werk", "gouda", SubjectError, "Kies één onderwerp of één kern"),
        (" ", "", SubjectError, "Kies één onderwerp of één kern"),
    ],
)
def test_what_is_not_there_is_told(store: Store, topic: str, village: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        choose(store, "cranendonck", topic, village)


def test_a_place_of_another_agenda_is_refused_with_those_there_are(store: Store) -> None:
    with pytest.raises(UnknownSubjectError, match="kern gouda in deze agenda") as told:
        choose(store, "vijfheerenlanden", village="gouda")
    assert str(told.value).endswith("Er zijn: leerdam, meerkerk, vianen, zederik, lekstroom.")
    with pytest.raises(NoAgendaError, match="Er is geen agenda nergens"):
        choose(store, "nergens", "werk")


def test_the_page(client: FlaskClient) -> None:
    assert f'href="{START}"' in client.get("/instrumenten").get_data(as_text=True)
    assert f'href="{START}/cranendonck"' in client.get(START).get_data(as_text=True)
    html = client.get(f"{START}/krimpenerwaard").get_data(as_text=True)
    assert '<option value="eenzaamheid">eenzaamheid (' in html
    assert '<option value="schoonhoven">' in html
    html = client.get(f"{START}/krimpenerwaard?onderwerp=eenzaamheid").get_data(as_text=True)
    assert "nulmeting ontbreekt" in html
    # Each number leads to its place.
    assert 'href="#plaats-1">[1]</a>' in html
    assert '<li id="plaats-1">Integraal beleidskader' in html
    assert 'href="/vragen/witte-vlekken?gemeente=krimpenerwaard&amp;onderwerp=eenzaamheid' in html
    assert "style=" not in html
    assert "Deze agenda noemt geen kern" in client.get(f"{START}/cranendonck").get_data(as_text=True)


def test_the_page_in_english(client: FlaskClient) -> None:
    html = client.get(f"{START}/krimpenerwaard?onderwerp=eenzaamheid&taal=en").get_data(as_text=True)
    assert "Open questions" in html
    assert "How do things stand with ‘% ernstige eenzaamheid 65+’" in html


def test_a_long_table_says_that_there_is_more(client: FlaskClient) -> None:
    few = client.get(f"{START}/cranendonck?onderwerp=zorg-en-ondersteuning").get_data(as_text=True)
    every = client.get(f"{START}/cranendonck?onderwerp=zorg-en-ondersteuning&alles=ja").get_data(as_text=True)
    assert "toon hier ook alles" in few
    assert "toon hier ook alles" not in every
    assert len(every) > len(few)


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        ("/nergens", 404),
        ("/nergens?onderwerp=werk", 404),
        ("/cranendonck?onderwerp=onzin", 404),
        ("/cranendonck?kern=gouda", 404),
        ("/krimpenerwaard?kern=gouda&onderwerp=werk", 400),
        ("/cranendonck?onderwerp=werk&alles=nee", 400),
        ("/cranendonck.xlsx", 400),
        ("/cranendonck.json?onderwerp=onzin", 404),
    ],
)
def test_addresses_that_lead_nowhere(client: FlaskClient, rest: str, status: int) -> None:
    assert client.get(START + rest).status_code == status


def test_what_was_typed_is_shown_as_text(client: FlaskClient) -> None:
    html = client.get(f"{START}/cranendonck?onderwerp=<b>werk").get_data(as_text=True)
    assert "<b>werk" not in html
    assert "&lt;b&gt;werk" in html


def test_files(client: FlaskClient) -> None:
    address = f"{START}/krimpenerwaard%s?onderwerp=eenzaamheid"
    answer = client.get(address % ".xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="dossier-krimpenerwaard-eenzaamheid.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["Doelen", "Indicatoren", "Wie doet wat", "Witte vlekken", "Wat anderen doen", "Open vragen", "Bewijsplaatsen", "Bron"]  # fmt: skip
    assert book["Doelen"]["A2"].value == "Minder mensen ervaren eenzaamheid (subdoel)"
    whole = json.loads(client.get(address % ".json").data)
    assert whole["title"] == "Dossier eenzaamheid – Krimpenerwaard"
    assert [one["key"] for one in whole["tables"]] == ["doelen", "indicatoren", "wie-doet-wat", "witte-vlekken", "elders", "open-vragen"]  # fmt: skip
    goal = whole["tables"][0]["rows"][0][0]["items"][0]
    assert goal["basis"] == "stated"
    assert "regels 588 en 602-603" in goal["citation"]
    assert "Minder mensen ervaren eenzaamheid" in client.get(address % ".csv").data.decode("utf-8-sig")


def test_the_command(run: Callable[..., CompletedProcess[str]], tmp_path: Path) -> None:
    assert "eenzaamheid: " in run("instrument", "dossier", "krimpenerwaard").stdout
    shown = run("instrument", "dossier", "krimpenerwaard", "--onderwerp", "eenzaamheid").stdout
    assert "Wie pakt ‘Terugdringen van eenzaamheid, ook onder jongeren’ op?" in shown
    target = tmp_path / "leerdam.json"
    assert run("instrument", "dossier", "vijfheerenlanden", "--kern", "leerdam", "--out", str(target)).returncode == 0
    assert json.loads(target.read_bytes())["title"] == "Dossier Leerdam – Vijfheerenlanden"


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        (["--onderwerp", "onzin"], "Er is geen onderwerp onzin"),
        (["--onderwerp", "werk", "--out", "x.pdf"], "eindigt"),
        (["--out", "x.json"], "kies met --onderwerp of --kern"),
    ],
)
def test_the_command_refuses(run: Callable[..., CompletedProcess[str]], rest: list[str], words: str) -> None:
    wrong = run("instrument", "dossier", "cranendonck", *rest)
    assert wrong.returncode != 0
    assert words in wrong.stderr
    assert "Traceback" not in wrong.stderr
    assert not Path("x.json").exists()
