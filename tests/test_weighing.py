"""The weighing frame: a good application has no fault, and one with one deliberate fault gets exactly that fault back. From the documents."""

import io
import time
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from weighing_examples import FAULTS, GOOD, LONG, NO_FIELDS, TO_JUDGE, TRANSFORMATION, typed

from doelengraaf.instruments.application import (
    Application,
    ApplicationError,
    Judgement,
    Typed,
    clean_application,
    clean_judgement,
    typed_of,
)
from doelengraaf.instruments.application_rdf import ApplicationFileError, read_application, turtle_of
from doelengraaf.instruments.weighing import Report, weigh
from doelengraaf.instruments.weighing_context import asked_of, goals_without_work, surroundings
from doelengraaf.instruments.weighing_frame import NoFrameError, all_fields, choices_of, frame_of, frames
from doelengraaf.instruments.weighing_report import comparison_workbook, report_workbook
from doelengraaf.instruments.weighing_sheet import read_workbook, template
from doelengraaf.pipeline import Report as BuildReport
from doelengraaf.project import Project
from doelengraaf.store import Store
from doelengraaf.terms import ID
from doelengraaf.things import ask, text_of

Built = tuple[Project, BuildReport]
DAY = date(2026, 11, 22)


def make(store: Store, project: Project, agenda: str, what: Typed) -> Application:
    return clean_application(agenda, frame_of(store, project, agenda).fields, choices_of(store, agenda), what)


def judge(store: Store, project: Project, agenda: str, *changes: dict[str, Any]) -> Report:
    application = make(store, project, agenda, typed(agenda, *changes))
    return weigh(store, frame_of(store, project, agenda), application, "proef")


def faults(report: Report) -> set[tuple[str, str]]:
    return {
        (one.criterion.thing.iri.rpartition("/")[2], one.outcome)
        for one in report.findings
        if one.outcome in ("missing", "unclear")
    }


def named(report: Report, outcome: str) -> set[str]:
    return {one.criterion.thing.iri.rpartition("/")[2] for one in report.of(outcome)}


@pytest.mark.parametrize("agenda", GOOD)
def test_a_good_application_has_no_fault_and_leaves_the_judging_to_people(
    store: Store, built: Built, agenda: str
) -> None:
    report = judge(store, built[0], agenda)
    assert faults(report) == set()
    assert named(report, "to-judge") == TO_JUDGE[agenda]
    assert all(one.criterion.question["nl"] and one.criterion.question["en"] for one in report.of("to-judge"))


@pytest.mark.parametrize(
    ("agenda", "criterion", "other", "broken", "outcome"),
    FAULTS,
    ids=[f"{one[1]}-{'-'.join(one[3])}-{one[4]}" for one in FAULTS],
)
def test_one_fault_gets_exactly_that_finding(
    store: Store,
    built: Built,
    agenda: str,
    criterion: str,
    other: dict[str, Any],
    broken: dict[str, Any],
    outcome: str,
) -> None:
    before, after = judge(store, built[0], agenda, other), judge(store, built[0], agenda, other, broken)
    assert criterion not in {name for name, _ in faults(before)}
    assert faults(after) - faults(before) == {(criterion, outcome)}
    assert faults(before) <= faults(after)
    [found] = [one for one in after.findings if one.criterion.thing.iri.endswith("/" + criterion)]
    assert found.messages
    assert all(message["nl"] and message["en"] for message in found.messages)


def test_every_criterion_is_broken_once_or_only_for_people(store: Store, built: Built) -> None:
    judged = {
        (agenda, one.thing.iri.rpartition("/")[2])
        for agenda, frame in frames(store, built[0]).items()
        for one in frame.criteria
    }
    assert judged == {(one[0], one[1]) for one in FAULTS} | NO_FIELDS


def test_every_criterion_of_the_agendas_is_judged_or_left_out_with_a_reason(store: Store, built: Built) -> None:
    for agenda, frame in frames(store, built[0]).items():
        rows = ask(store, f"SELECT DISTINCT ?x WHERE {{ ?x a dg:Criterion ; dg:agenda <{ID}agenda/{agenda}> }}")
        known = [one.thing.iri for one in frame.criteria] + [one.iri for one, _ in frame.left_out]
        assert sorted(known) == sorted(text_of(row[0]) for row in rows)
        assert all(reason["nl"] and reason["en"] for _, reason in frame.left_out)
        for one in frame.criteria:
            assert one.citation
            assert one.basis == "stated"


def test_the_frame_of_krimpenerwaard_is_that_of_the_document(store: Store, built: Built) -> None:
    # MAG 5.1, lines 1130-1190: two general criteria, then five headings in this order.
    frame = frame_of(store, built[0], "krimpenerwaard")
    groups = list(dict.fromkeys(one.group.label["nl"] for one in frame.criteria))
    assert groups == [
        "Algemene criteria",
        "Doelgroep",
        "Samenwerken",
        "Synergie en integraliteit",
        "Resultaat",
        "Financiering",
        "Voorwaarden voor het transformatiebudget",
    ]
    # "Denk hierbij ook", "is een pré", "de voorkeur gaat uit naar", "verdient de voorkeur".
    assert {one.thing.iri.rpartition("/")[2] for one in frame.criteria if one.preference} == {
        "tevredenheid-meten",
        "aanvraag-met-meer-partijen",
        "evidence-based",
        "cofinanciering",
    }
    [funding] = [one for one in frame.criteria if one.thing.iri.endswith("/cofinanciering")]
    assert "5.1 Afwegingskader" in funding.citation
    assert "1187-1188" in funding.citation


def test_money_from_the_transformation_budget_has_its_own_conditions(store: Store, built: Built) -> None:
    # IBK 4.2.4, lines 1064-1076: four conditions; MAG 5.1 is for subsidies.
    report = judge(store, built[0], "krimpenerwaard", TRANSFORMATION)
    assert len(report.of("not-applicable")) == 20
    assert {one.criterion.group.label["nl"] for one in report.of("not-applicable")} & {
        "Voorwaarden voor het transformatiebudget"
    } == set()
    assert named(judge(store, built[0], "krimpenerwaard"), "not-applicable") == {
        "business-case-bij-vernieuwing",
        "transformatiebudget-aansluiten-bij-visie",
        "transformatiebudget-samenwerkingsverband",
        "transformatiebudget-evidence-based-of-geevalueerd",
        "transformatiebudget-samenhang-sociaal-domein",
    }


def test_what_is_for_residents_does_not_hold_for_an_organisation(store: Store, built: Built) -> None:
    report = judge(store, built[0], "wijk-bij-duurstede", {"applicantKind": "organisatie"})
    assert named(report, "not-applicable") == {"initiatief-past-bij-kaders"}
    assert faults(report) == set()


def test_weighing_takes_less_than_two_seconds(store: Store, built: Built) -> None:
    judge(store, built[0], "krimpenerwaard")
    before = time.process_time()
    judge(store, built[0], "krimpenerwaard")
    assert time.process_time() - before < 2


def test_an_agenda_without_frame_says_so(store: Store, built: Built) -> None:
    for agenda in ("cranendonck", "nergens"):
        with pytest.raises(NoFrameError, match="geen weegkader"):
            frame_of(store, built[0], agenda)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "Naam van het plan: vul dit in"),
        ({"amountAsked": "veel"}, "is geen bedrag"),
        ({"amountAsked": "-5"}, "is geen bedrag"),
        ({"amountAsked": "1.2345"}, "is geen bedrag"),
        ({"amountAsked": "9" * 40}, "te groot"),
        ({"start": "31-2-2027"}, "is geen dag"),
        ({"start": "2028-01-01"}, "ligt voor het begin"),
        ({"goal": "goal/leefbaarheid"}, "niet een van de keuzes"),
        ({"targetGroup": "oudern"}, "bedoelde u ouderen"),
        ({"title": "x" * 201}, "er passen er 200"),
        ({"fit": "x" * 4001}, "er passen er 4000"),
        ({"fit": "bel \x07"}, "stuurteken"),
        ({"onzin": "x"}, "dit veld is er niet"),
        ({"budget": [{"amount": "tien"}]}, "Kosten, regel 1, Bedrag"),
        ({"budget": [{"costKind": "onzin", "amount": "1"}]}, "Kosten, regel 1, Kostensoort"),
        ({"budget": [{"amount": "1"}] * 51}, "hooguit 50 regels"),
        ({"partner": [{"kleur": "rood"}]}, "de kolom kleur is er niet"),
    ],
)
def test_what_is_no_answer_is_refused_with_words(
    store: Store, built: Built, change: dict[str, Any], words: str
) -> None:
    with pytest.raises(ApplicationError) as wrong:
        make(store, built[0], "krimpenerwaard", typed("krimpenerwaard", change))
    assert words in str(wrong.value)
    assert len(wrong.value.problems) == 1


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.200", "1200.00"),
        ("1200.5", "1200.50"),
        ("€ 1.200,50", "1200.50"),
        ("0", "0.00"),
        ("1.234.567", "1234567.00"),
    ],
)
def test_amounts_as_people_write_them(store: Store, built: Built, text: str, amount: str) -> None:
    made = make(store, built[0], "krimpenerwaard", Typed({"title": ["a"], "applicant": ["b"], "amountAsked": [text]}))
    assert made.one("amountAsked") == amount


def test_a_judgement_has_a_reason() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert clean_judgement("", " ") is None
    assert clean_judgement("meets", " Goed onderbouwd. ", now) == Judgement("meets", "Goed onderbouwd.", now)
    for outcome, reason, words in (
        ("meets", " ", "schrijf de reden"),
        ("", "Zomaar", "kies een oordeel"),
        ("10", "Zomaar", "is er niet"),
        ("fails", "x" * 4001, "er passen er 4000"),
    ):
        with pytest.raises(ValueError, match=words):
            clean_judgement(outcome, reason)


@pytest.mark.parametrize("agenda", GOOD)
def test_turtle_is_read_back_as_it_was(store: Store, built: Built, agenda: str) -> None:
    fields = all_fields(built[0])
    made = make(store, built[0], agenda, typed(agenda, {"reach": 'Met "aanhaling" \\ en\nregels; é <b> """'}))
    decided = Judgement("partly", "Er ontbreekt\neen regel.", datetime(2026, 11, 22, 12, tzinfo=UTC))
    criterion = frame_of(store, built[0], agenda).criteria[0].thing.iri
    with_judgement = Application(agenda, made.values, made.rows, {criterion: decided}, made.created)
    slug, again, judgements = read_application(turtle_of(with_judgement, fields), fields, agenda)
    assert slug == agenda
    assert judgements == {criterion: decided}
    assert (
        clean_application(
            agenda, frame_of(store, built[0], agenda).fields, choices_of(store, agenda), again, made.created, judgements
        )
        == with_judgement
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("dit is geen turtle", "geen leesbare Turtle"),
        ("", "er staan er 0 in"),
        ("[] a dga:Application . [] a dga:Application .", "er staan er 2 in"),
        ("[] a dga:Application .", "voor welke agenda"),
        (f"[] a dga:Application ; dg:agenda <{ID}agenda/cranendonck> .", "niet voor krimpenerwaard"),
        (f"[] a dga:Application ; dg:agenda <{ID}agenda/krimpenerwaard> ; dga:onzin 1 .", "hoort niet bij een aanvraag"),
        (f"[] a dga:Application ; dg:agenda <{ID}agenda/krimpenerwaard> ; dga:budget [ dga:onzin 1 ] .", "hoort niet bij Kosten"),
        (f"[] a dga:Application ; dg:agenda <{ID}agenda/krimpenerwaard> ; dga:assessment [ dga:reason 'x' ] .", "oordeel in het bestand is niet heel"),
        ("@prefix x: <https://elders.example/> . [" * 5000, "geen leesbare Turtle"),
    ],
)  # fmt: skip
def test_turtle_that_is_no_application_is_refused(built: Built, text: str, words: str) -> None:
    head = (
        "@prefix dga: <https://w3id.org/doelengraaf/application#> . @prefix dg: <https://w3id.org/doelengraaf/def#> . "
    )
    with pytest.raises(ApplicationFileError, match=words):
        read_application((head + text).encode(), all_fields(built[0]), "krimpenerwaard")


def test_decimals_are_not_taken_for_thousands(built: Built) -> None:
    head = f"@prefix dga: <https://w3id.org/doelengraaf/application#> . [] a dga:Application ; <https://w3id.org/doelengraaf/def#agenda> <{ID}agenda/krimpenerwaard> ; dga:amountAsked "
    fields = all_fields(built[0])
    assert read_application((head + "1.5 .").encode(), fields)[1].values["amountAsked"] == ["1.50"]
    assert read_application((head + "1.234 .").encode(), fields)[1].values["amountAsked"] == ["1.234000"]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("agenda", GOOD)
def test_a_workbook_is_read_back_as_it_was(store: Store, built: Built, agenda: str, language: str) -> None:
    frame = frame_of(store, built[0], agenda)
    made = make(store, built[0], agenda, typed(agenda, {"reach": "=1+1 is geen formule"}))
    report = weigh(store, frame, made, "proef")
    data = report_workbook(report, surroundings(store, made), language)
    slug, again = read_workbook(data, all_fields(built[0]))
    assert slug == agenda
    assert make(store, built[0], agenda, again).values == made.values
    assert make(store, built[0], agenda, again).rows == made.rows


def test_an_empty_workbook_is_filled_in_as_people_do(store: Store, built: Built) -> None:
    frame = frame_of(store, built[0], "vijfheerenlanden")
    data = template(frame, choices_of(store, "vijfheerenlanden"), "0.1.0+proef", DAY)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames[0] == "Aanvraag"
    assert {"Partners", "Kosten", "Keuzes", "Criteria", "Bron"} <= set(book.sheetnames)
    source = {row[0].value: row[1].value for row in book["Bron"].iter_rows()}
    assert source["Versie van de gegevens"] == "0.1.0+proef"
    assert source["Versie van de regels"] == frame.rules
    assert source["Gemaakt op"] == "2026-11-22"
    assert len(list(book["Criteria"].iter_rows())) == 11
    sheet = book["Aanvraag"]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == "Naam van het plan":
            row[1].value = "Fit in Leerdam"
        if row[0].value == "Aanvrager":
            row[1].value = "Sportclub"
        if row[0].value == "Begin":
            row[1].value = date(2027, 3, 1)
        if row[0].value == "Gevraagd bedrag":
            row[1].value = 1250.5
        if row[0].value == "Doelgroepen":
            row[1].value = "ouderen\nmantelzorgers"
        # Somebody who cleans up columns they do not know.
        row[3].value = None if row[0].value != "Agenda" else row[3].value
    book["Kosten"].append(["personeel", "Trainer", 1250.5])
    out = io.BytesIO()
    book.save(out)
    agenda, found = read_workbook(out.getvalue(), all_fields(built[0]))
    made = make(store, built[0], agenda, found)
    assert agenda == "vijfheerenlanden"
    assert made.one("title") == "Fit in Leerdam"
    assert made.one("start") == "2027-03-01"
    assert made.one("amountAsked") == "1250.50"
    assert [one.rpartition("/")[2] for one in made.values["targetGroup"]] == ["ouderen", "mantelzorgers"]
    assert made.rows["budget"] == (
        {"costKind": "https://w3id.org/doelengraaf/application#staff", "name": "Trainer", "amount": "1250.50"},
    )


def test_workbooks_that_cannot_be_read_are_refused(built: Built) -> None:
    fields = all_fields(built[0])
    packed, empty = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b"0" * 30_000_000)
    openpyxl.Workbook().save(empty)
    for data, words in ((b"geen zip", "geen leesbaar"), (packed.getvalue(), "te groot"), (empty.getvalue(), "geen blad Aanvraag")):  # fmt: skip
        with pytest.raises(ApplicationFileError, match=words):
            read_workbook(data, fields)


def test_the_report_as_workbook_says_what_the_assessor_decided(store: Store, built: Built) -> None:
    frame = frame_of(store, built[0], "krimpenerwaard")
    made = make(store, built[0], "krimpenerwaard", typed("krimpenerwaard", {"targetGroupDescription": ""}))
    [cooperate] = [one.thing.iri for one in frame.criteria if one.thing.iri.endswith("/samenwerken")]
    decided = Judgement("meets", "Vier partijen met een convenant.", datetime(2026, 11, 22, 12, tzinfo=UTC))
    report = weigh(
        store, frame, Application(made.agenda, made.values, made.rows, {cooperate: decided}, made.created), "1"
    )
    rows = list(
        openpyxl.load_workbook(io.BytesIO(report_workbook(report, surroundings(store, made))))["Weging"].iter_rows(
            values_only=True
        )
    )
    by_name = {row[1]: row for row in rows[1:]}
    assert len(rows) == 25
    assert by_name["Samenwerken: Tussen gemeente, inwoners, verenigingen en professionele organisaties"][5:8] == (
        "voldoet",
        "Vier partijen met een convenant.",
        "2026-11-22",
    )
    assert by_name["Doelgroep: Beschrijving en bereik van de doelgroep"][3:6] == (
        "ontbreekt",
        "Beschrijf de doelgroep in woorden.",
        "nog niet beoordeeld",
    )
    # No score: nothing adds up.
    assert not any(isinstance(cell, (int, float)) for row in rows for cell in row)


def test_what_is_there_already_is_shown_with_why(store: Store, built: Built) -> None:
    # Wijk bij Duurstede names eating projects and fall prevention for older people.
    made = make(store, built[0], "wijk-bij-duurstede", typed("wijk-bij-duurstede", {"goal": ""}))
    found = surroundings(store, made)
    names = {one.action.text: one for one in found.work}
    assert {"eetprojecten voor ouderen", "valpreventie voor ouderen", "ouderenwerk"} <= set(names)
    [match] = names["eetprojecten voor ouderen"].matches
    assert (match.kind, match.with_what.text, match.basis) == ("target-group", "ouderen", "stated")
    assert all(one.citation and one.matches for one in found.work)


def test_where_input_is_asked_and_where_nobody_works(store: Store, built: Built) -> None:
    # Vijfheerenlanden 6.4, lines 1017-1018: care parties are asked to invest in prevention.
    asked = {(one.what.text, one.partner.text) for one in asked_of(store, "vijfheerenlanden")}
    assert ("investeren in preventie", "zorgpartijen") in asked
    goal = "goal/preventie-en-vroegsignalering"
    made = make(store, built[0], "vijfheerenlanden", typed("vijfheerenlanden", {"goal": goal}))
    found = surroundings(store, made)
    assert "investeren in preventie" in {one.what.text for one in found.asked}
    assert len(found.asked) + len(found.asked_elsewhere) == len(asked_of(store, "vijfheerenlanden"))
    lonely = {link.iri for link in goals_without_work(store, "krimpenerwaard")}
    assert lonely
    worked = ask(store, "SELECT DISTINCT ?aim WHERE { ?path rdf:predicate dg:worksTowards ; rdf:object ?aim }")
    assert not lonely & {text_of(row[0]) for row in worked}


def test_side_by_side_as_workbook(store: Store, built: Built) -> None:
    reports = [judge(store, built[0], "vijfheerenlanden", {"title": name, "involved": text}) for name, text in (("A", LONG), ("B", ""))]  # fmt: skip
    rows = list(openpyxl.load_workbook(io.BytesIO(comparison_workbook(reports)))["Naast elkaar"].values)
    assert rows[0] == ("Onderdeel", "Criterium", "A: Uit de velden", "A: Oordeel", "A: Reden van de beoordelaar", "B: Uit de velden", "B: Oordeel", "B: Reden van de beoordelaar")  # fmt: skip
    [who] = [row for row in rows if row[1] == "wie is erbij betrokken"]
    assert who[2] == "voldaan."
    assert who[5] == "ontbreekt. Schrijf wie erbij betrokken is."


def test_an_application_is_typed_again_as_it_is(store: Store, built: Built) -> None:
    made = make(store, built[0], "krimpenerwaard", typed("krimpenerwaard"))
    assert make(store, built[0], "krimpenerwaard", typed_of(made)).values == made.values
