"""Recognition: who looks like whom, measured on pairs made by hand, and what a person decided, which is never asked again."""

import csv
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace

import pytest
from click.testing import CliRunner, Result

from doelengraaf.building.tables import Built, read_project
from doelengraaf.cli import main
from doelengraaf.decisions import Decision, decide
from doelengraaf.errors import DoelengraafError
from doelengraaf.indicator_likeness import IndicatorNames
from doelengraaf.likeness import LIKELY, Named, Names
from doelengraaf.matching import KINDS, LEAST, catalogue, municipality_names, propose
from doelengraaf.pipeline import make_build
from doelengraaf.project import Project
from doelengraaf.store import open_store
from doelengraaf.terms import ID

# As another municipality could write it, and which row of data/shared it is. Made by hand.
SAME = [
    ("GGD HM", "partner-organization/ggd-hollands-midden"),
    ("GGD Hollands-Midden", "partner-organization/ggd-hollands-midden"),
    ("Gemeentelijke gezondheidsdienst Hollands Midden", "partner-organization/ggd-hollands-midden"),
    ("GGD Utrecht", "partner-organization/ggd-regio-utrecht"),
    ("Gemeentelijke Gezondheidsdienst regio Utrecht", "partner-organization/ggd-regio-utrecht"),
    ("Kwintes (beschermd wonen)", "partner-organization/kwintes"),
    ("Stichting Humanitas", "partner-organization/humanitas"),
    ("Alzheimer-Nederland", "partner-organization/alzheimer-nederland"),
    ("Rivas", "partner-organization/rivas-zorggroep"),
    ("Qua-Wonen", "partner-organization/quawonen"),
    ("Uitvoeringsinstituut Werknemersverzekeringen", "partner-organization/uwv"),
    ("de politie", "partner-organization/politie"),
    ("NJi", "partner-organization/nederlands-jeugdinstituut"),
    ("Nederlandse Jeugdinstituut", "partner-organization/nederlands-jeugdinstituut"),
    ("MEE Vivenz", "partner-organization/mee-vivenz"),
    ("Lezen en Schrijven", "partner-organization/stichting-lezen-en-schrijven"),
    ("Universiteit van Utrecht", "partner-organization/universiteit-utrecht"),
    ("Jeugdfonds Sport & Cultuur", "partner-organization/jeugdfonds-sport-en-cultuur"),
    ("Schuldhulp-maatje", "partner-organization/schuldhulpmaatje"),
    ("W.H.O.", "partner-organization/wereldgezondheidsorganisatie"),
    ("Veiligheidshuis HM", "partner-collaboration/veiligheidshuis-hollands-midden"),
    ("WSP Midden Holland", "partner-collaboration/werkgeversservicepunt-midden-holland"),
    ("de huisartsen", "partner-group/huisartsen"),
    ("Wmo-consulent", "partner-group/wmo-consulenten"),
    ("woningcorporatie", "partner-group/woningcorporaties"),
    ("geloofsgemeenschap", "partner-group/geloofsgemeenschappen"),
    ("boa's", "partner-group/boas"),
    ("sport-verenigingen", "partner-group/sportverenigingen"),
    ("zorgverzekeraar", "partner-group/zorgverzekeraars"),
    ("Wet Maatschappelijke Ondersteuning (Wmo)", "law/wmo-2015"),
    ("de Jeugdwet", "law/jeugdwet"),
    ("Participatie-wet", "law/participatiewet"),
    ("Wet Langdurige Zorg (Wlz)", "law/wet-langdurige-zorg"),
    ("WGS", "law/wet-gemeentelijke-schuldhulpverlening"),
    ("sporten en bewegen", "topic/sport-en-bewegen"),
    ("de mentale gezondheid", "topic/mentale-gezondheid"),
    ("mantelzorger", "topic/mantelzorg"),
]
# What looks alike and is not the same.
DIFFERENT = [
    ("GGD Hollands Midden", "partner-organization/ggd-regio-utrecht"),
    ("GGD Zuid-Holland Zuid", "partner-organization/ggd-hollands-midden"),
    ("GGD Brabant-Zuidoost", "partner-organization/ggd-krimpenerwaard"),
    ("GGD GHOR Nederland", "partner-organization/ggd-hollands-midden"),
    ("Wmo-raad", "law/wmo-2015"),
    ("Wmo raad", "partner-group/wmo-consulenten"),
    ("Wmo", "partner-group/wmo-consulenten"),
    ("Participatieraad", "law/participatiewet"),
    ("Participatiewet consulenten", "law/participatiewet"),
    ("Adviesraad sociaal domein (Cranendonck)", "partner-organization/adviesraad-sociaal-domein-vijfheerenlanden"),
    ("gemeente Utrechtse Heuvelrug", "partner-organization/gemeente-utrecht"),
    ("gemeente Cranendonck", "partner-organization/gemeente-krimpenerwaard"),
    ("Universiteit Leiden", "partner-organization/universiteit-utrecht"),
    ("Welzijn Vianen", "partner-organization/welzijn-krimpenerwaard"),
    ("Bibliotheek Cranendonck", "partner-organization/bibliotheek-krimpenerwaard"),
    ("Samenwerkingsverband VO Midden Holland", "partner-collaboration/samenwerkingsverband-po-midden-holland"),
    ("Ondernemerskring Ouderkerk", "partner-organization/ondernemerskring-krimpenerwaard"),
    ("Stichting Jeugd en Jongerenwerk Midden-Brabant", "partner-organization/stichting-open-jeugd-en-jongerenwerk"),
    ("Gereformeerde kerk Stolwijk", "partner-organization/gereformeerde-kerk-krimpen-aan-de-lek"),
    ("Wet inburgering", "law/wet-inburgering-2021"),
    ("Wet inburgering 2013", "law/wet-inburgering-2021"),
    ("Wet op het primair onderwijs", "law/wet-op-het-voortgezet-onderwijs"),
    ("Wet publieke gezondheid", "law/wet-verplichte-ggz"),
    ("IOAW", "law/ioaz"),
    ("natuurinstellingen", "partner-group/cultuurinstellingen"),
    ("zorgverleners", "partner-group/zorgverzekeraars"),
    ("Hervormde Gemeente in Stolwijk - wijk 1", "partner-organization/hervormde-gemeente-in-stolwijk-wijk-2"),
    ("lichamelijke gezondheid", "topic/mentale-gezondheid"),
    ("werk", "topic/vrijwilligerswerk"),
]


@pytest.fixture(scope="module")
def tables(project: Project) -> Built:
    return read_project(project)


@pytest.fixture(scope="module")
def things(tables: Built) -> dict[str, Named]:
    return catalogue(tables)[0]


@pytest.fixture(scope="module")
def names(tables: Built, things: dict[str, Named]) -> Names:
    return Names(list(things.values()), municipality_names(tables))


def of_another_agenda(text: str, like: Named) -> Named:
    return Named(ID + "x/y", like.kind, text, agendas=frozenset({"een-nieuwe-agenda"}))


@pytest.mark.parametrize(("text", "slug"), DIFFERENT)
def test_what_only_looks_alike_is_not_proposed(names: Names, things: dict[str, Named], text: str, slug: str) -> None:
    known = things[ID + slug]
    found = names.likeness(of_another_agenda(text, known), known)
    assert found.score < LIKELY, found


def test_known_pairs_are_found_and_little_else(names: Names, things: dict[str, Named]) -> None:
    right, proposed, missed = 0, 0, []
    for text, slug in SAME:
        known = things[ID + slug]
        thing = of_another_agenda(text, known)
        family = next(kinds for kinds in KINDS.values() if known.kind in kinds)
        some = [one.id for one in things.values() if one.kind in family and names.likeness(thing, one).score >= LIKELY]
        proposed += len(some)
        right += known.id in some
        if known.id not in some:
            missed.append((text, slug, names.likeness(thing, known)))
    assert right / len(SAME) >= 0.9, missed
    assert right / proposed >= 0.9


def test_an_alias_is_found_without_being_told(names: Names, things: dict[str, Named]) -> None:
    """Each other spelling that the editors recognised is taken away from its row and must be found again."""
    found = asked = wrong = 0
    for known in things.values():
        if not known.kind.startswith("partner-") or known.kind == "partner-type":
            continue
        for alias in known.aliases:
            rest = replace(known, aliases=tuple(one for one in known.aliases if one != alias))
            thing = replace(known, id=ID + "x/y", label=alias, aliases=())
            asked += 1
            found += names.likeness(thing, rest).score >= LIKELY
            wrong += any(
                names.likeness(thing, other).score >= 0.9
                for other in things.values()
                if other.id != known.id
                and other.kind.startswith("partner-")
                and other.kind != "partner-type"
                and alias not in other.aliases
                and alias != other.label
            )
    assert asked > 100
    assert found / asked >= 0.7
    assert wrong <= 3


def test_what_the_editors_kept_apart_stays_apart(tables: Built, names: Names, things: dict[str, Named]) -> None:
    """The partners of the four agendas are told apart by hand: hardly any two may look the same."""
    partners = [one for one in things.values() if one.kind.startswith("partner-") and one.kind != "partner-type"]
    alike = [
        (one.label, other.label)
        for place, one in enumerate(partners)
        for other in partners[place + 1 :]
        if names.likeness(one, other).score >= LIKELY
    ]
    assert alike == [("Schuldhulpmaatje", "Schuldhelpmaatje")]


def test_indicators_against_what_editors_decided(tables: Built, names: Names, things: dict[str, Named]) -> None:
    judge = IndicatorNames(names, [one for one in things.values() if one.kind == "indicator"])
    accepted: set[tuple[str, str]] = set()
    rejected: set[tuple[str, str]] = set()
    for row in tables.mappings:
        pair = row.cells["subject_id"], row.cells["object_id"]
        if things.get(pair[0], Named("", "", "")).kind == "indicator":
            (rejected if row.cells.get("predicate_modifier") == "Not" else accepted).add(pair)
    close = {
        (row.cells["subject_id"], row.cells["object_id"])
        for row in tables.mappings
        if "predicate_modifier" not in row.cells and row.cells["predicate_id"] in ("skos:exactMatch", "skos:closeMatch")
    } & accepted
    seen = {
        pair
        for pair in close | rejected
        if judge.likeness(things[pair[0]], things[pair[1]]).score >= LEAST["indicator"]
    }
    assert len(seen & close) / len(close) >= 0.55
    assert len(seen & close) / len(seen & (close | (rejected - accepted))) >= 0.75


def test_a_reason_is_given_in_dutch(names: Names, things: dict[str, Named]) -> None:
    known = things[ID + "partner-organization/ggd-hollands-midden"]
    assert names.likeness(of_another_agenda("GGD HM", known), known).reason == "HM kan de afkorting zijn"
    home = things[ID + "partner-organization/bibliotheek-krimpenerwaard"]
    other = names.likeness(of_another_agenda("Bibliotheek Cranendonck", home), home)
    assert other.score == 0.3
    assert other.reason.endswith("maar van een andere gemeente")


@pytest.mark.parametrize("text", ["", "!!!", "(", "x" * 3000, "\u200b", "1", "a-B-c-D", "de het een"])
def test_any_name_can_be_judged(names: Names, things: dict[str, Named], text: str) -> None:
    known = things[ID + "partner-organization/uwv"]
    assert 0 <= names.likeness(of_another_agenda(text, known), known).score < LIKELY


def test_a_made_agenda_is_recognised(project: Project, small: Project) -> None:
    new_agenda(small)
    built = read_project(small)
    proposals, unknown = propose(built, "gemaakt")
    found = {(one.thing.id.removeprefix(ID), one.candidate.id.removeprefix(ID)) for one in proposals}
    assert ("partner-organization/raad-voor-zorg", "partner-organization/zorgadviesraad-cranendonck") not in found
    assert ("partner-group/school", "partner-group/scholen") in found
    assert ("gemaakt/indicator/eenzaam", "cranendonck/indicator/eenzaamheid") in found
    [(lost, meant)] = unknown
    assert (lost.row.file, lost.row.line, lost.column) == ("data/agendas/gemaakt/contributions.csv", 3, "partner")
    assert [one.candidate.id for one in meant] == [ID + "partner-group/inwoners"]


def new_agenda(small: Project) -> None:
    """Add an agenda with a partner that is there already under another name, one that is in no table, and an indicator."""
    folder = small.data / "agendas" / "gemaakt"
    folder.mkdir()
    (folder / "agenda.toml").write_text(
        'slug = "gemaakt"\nlabel = "Gemaakte agenda"\nmunicipality = "municipality/krimpenerwaard"\n', encoding="utf-8"
    )
    (folder / "contributions.csv").write_text(
        "id,partner,role\ncontribution/a,partner-group/school,mentioned\ncontribution/b,partner-group/inwoner,mentioned\n",
        encoding="utf-8",
    )
    (folder / "indicators.csv").write_text(
        "id,label,topic\nindicator/eenzaam,percentage eenzame inwoners,eenzaamheid\n", encoding="utf-8"
    )
    path = small.data / "shared" / "partner-groups.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows([*rows, {**dict.fromkeys(rows[0], ""), "id": "partner-group/school", "label": "de school"}])


@pytest.fixture
def call(small: Project) -> Callable[..., Result]:
    def run(*words: str, typed: str = "") -> Result:
        return CliRunner().invoke(main, ["--project", str(small.root), "match", *words], input=typed)

    return run


def test_deciding_one_by_one_and_never_asked_again(small: Project, call: Callable[..., Result]) -> None:
    new_agenda(small)
    first = json.loads(call("gemaakt", "--json").stdout)
    pairs = [(one["id"].removeprefix(ID), one["candidate"].removeprefix(ID)) for one in first["proposals"]]
    assert ("partner-group/school", "partner-group/scholen") in pairs
    asked = call(
        "gemaakt", "--decide", typed="".join("j\n" if one[0].startswith("partner-") else "n\n" for one in pairs)
    )
    assert asked.exit_code == 0, asked.output
    assert f"{sum(one[0].startswith('partner-') for one in pairs)} keer ja" in asked.stderr
    text = (small.data / "mappings" / "partners.sssom.tsv").read_text(encoding="utf-8")
    assert (
        "dgid:partner-group/school\tskos:exactMatch\tdgid:partner-group/scholen\tsemapv:ManualMappingCuration\t" in text
    )
    assert "\tNot\t" in (small.data / "mappings" / "indicators.sssom.tsv").read_text(encoding="utf-8")
    again = json.loads(call("gemaakt", "--json").stdout)
    asked_before = {frozenset(pair) for pair in pairs}
    assert not [
        one
        for one in again["proposals"]
        if frozenset((one["id"].removeprefix(ID), one["candidate"].removeprefix(ID))) in asked_before
    ]


def test_later_stop_and_the_end_of_input_keep_nothing(small: Project, call: Callable[..., Result]) -> None:
    new_agenda(small)
    for typed in ("l\ns\n", "", "\n\n\n\n\n\n\n\n", "misschien\n"):
        assert call("gemaakt", "--decide", typed=typed).exit_code == 0
    assert not (small.data / "mappings").exists()


def test_accept_and_reject_without_questions(small: Project, call: Callable[..., Result]) -> None:
    reason = "Bij toeval\tmet een tab\nen een regeleinde"
    assert call("reject", "topic/werk", "topic/wonen", "--reason", reason).exit_code == 0
    row = (small.data / "mappings" / "topics.sssom.tsv").read_text(encoding="utf-8").splitlines()[-1].split("\t")
    assert row[7:] == ["Not", "Bij toeval met een tab en een regeleinde"]
    twice = call("accept", "topic/wonen", "topic/werk")
    assert twice.exit_code == 1
    assert "al besloten, in data/mappings/topics.sssom.tsv:8" in twice.stderr
    for bad, words in {
        ("topic/werk", "law/wmo-2015"): "andere soort",
        ("topic/werk", "topic/werk"): "twee keer hetzelfde",
        ("topic/onzin", "topic/werk"): "staat in geen tabel",
        ("goal/leefbaarheid", "topic/werk"): "staat in geen tabel",
    }.items():
        refused = call("accept", *bad)
        assert refused.exit_code == 1
        assert words in refused.stderr
    assert call("reject", "topic/werk", "topic/cultuur", "--reason", " ").exit_code == 1
    assert call("onzin").exit_code == 1


def test_a_broken_mapping_set_is_left_alone(small: Project) -> None:
    path = small.data / "mappings" / "topics.sssom.tsv"
    path.parent.mkdir()
    path.write_text("#curie_map:\n#  a: https://a.example/\nniet de kolommen\n", encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(DoelengraafError, match="herstel haar eerst"):
        decide(small, read_project(small), Decision(ID + "topic/werk", ID + "topic/wonen", True, "Zo maar."))
    assert path.read_bytes() == before


def test_a_row_is_put_in_its_place_and_the_rest_stays(project: Project, small: Project) -> None:
    """The mapping sets of the project take a new row as one line of difference."""
    shutil.copytree(project.data, small.data, dirs_exist_ok=True)
    path = small.data / "mappings" / "indicators.sssom.tsv"
    before = path.read_text(encoding="utf-8").splitlines()
    one, other = ID + "krimpenerwaard/indicator/uitkeringsbestand", ID + "cranendonck/indicator/thuiszitters"
    decide(small, read_project(small), Decision(one, other, False, "Iets anders."))
    after = path.read_text(encoding="utf-8").splitlines()
    [added] = [line for line in after if line not in before]
    assert [line for line in after if line != added] == before
    assert added.startswith("kri:indicator/uitkeringsbestand\tskos:closeMatch\tcra:indicator/thuiszitters\t")


def test_what_was_decided_is_in_the_build(small: Project) -> None:
    decide(
        small,
        read_project(small),
        Decision(ID + "partner-group/scholen", ID + "partner-group/inwoners", True, "Om te proberen."),
    )
    decide(small, read_project(small), Decision(ID + "topic/werk", ID + "topic/wonen", False, "Iets anders."))
    make_build(small)
    store = open_store(small.nquads)
    assert store.query(
        f"ASK {{ <{ID}partner-group/scholen> <http://www.w3.org/2004/02/skos/core#exactMatch> <{ID}partner-group/inwoners> }}"
    )
    assert "graph/mappings/rejected>" in small.nquads.read_text(encoding="utf-8")
    assert not store.query(
        f"ASK {{ <{ID}topic/werk> <http://www.w3.org/2004/02/skos/core#exactMatch> <{ID}topic/wonen> }}"
    )


def test_the_command_line_as_a_stranger(run: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = run("match", "wijk-bij-duurstede", "--kind", "partner")
    assert done.returncode == 0
    assert "Schuldhelpmaatje  →  Schuldhulpmaatje, van krimpenerwaard" in done.stdout
    assert "Usage" in run("match", "--help").stdout
