"""A later agenda of the same municipality: what changed, where it is told, and how an editor starts one."""

import csv
import re
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import _only_cranendonck
from flask.testing import FlaskClient
from test_expected import DROPPED, NEW, RENAMED, SAME, add_second_agenda

from doelengraaf.cli import main
from doelengraaf.errors import DoelengraafError
from doelengraaf.findings import Severity
from doelengraaf.new_version import new_version
from doelengraaf.pipeline import Report, check_project, dataset_version, make_build
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.store import Store, open_store
from doelengraaf.terms import ID
from doelengraaf.versions import ends, has_ended, versions_of
from web.app import create_app

FORMER, LATER = (
    "Beleidskader Sociaal Domein Cranendonck 2019 - 2022",
    "Beleidskader Sociaal Domein Cranendonck 2023 - 2026",
)
THEN = "Participatie: inwoners doen mee en dragen bij (naar vermogen)"


@pytest.fixture(scope="module")
def two(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project of the first agenda, and a made later one with an aim kept, one renamed and one new."""
    made = Project(tmp_path_factory.mktemp("twee"))
    for name in ("ontology", "shapes", "queries"):
        (made.root / name).symlink_to(project.root / name)
    for name in ("shared", "agendas/cranendonck"):
        folder = made.data / name
        folder.mkdir(parents=True)
        for path in (project.data / name).iterdir():
            (folder / path.name).write_bytes(path.read_bytes())
    for kind in ("organizations", "collaborations", "groups"):
        _only_cranendonck(made.data / "shared" / f"partner-{kind}.csv")
    add_second_agenda(made)
    make_build(made)
    return made


@pytest.fixture(scope="module")
def both(two: Project) -> Store:
    return open_store(two.nquads)


@pytest.fixture(scope="module")
def client(two: Project) -> FlaskClient:
    return create_app(two).test_client()


def text(client: FlaskClient, address: str) -> str:
    response = client.get(address, follow_redirects=True)
    assert response.status_code == 200, address
    return response.get_data(as_text=True)


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html.partition("<main")[2]).split())


def test_what_changed_with_places(both: Store) -> None:
    found = versions_of(both, ID + "agenda/cranendonck-2023")
    assert found is not None
    assert [link.text for link in found.former] == [FORMER]
    assert not found.later
    told = [(one.change, one.then and one.then.text, one.now and one.now.text) for one in found.changes]
    assert [one for one in told if one[0] != "dropped"] == [
        ("kept", SAME, SAME),
        ("renamed", THEN, RENAMED),
        ("new", None, NEW),
    ]
    assert ("dropped", DROPPED, None) in told
    assert not {one[1] for one in told if one[0] == "dropped"} & {SAME, THEN}
    assert dict(found.counts()) == {"kept": 1, "renamed": 1, "new": 1, "dropped": len(told) - 3}
    renamed = found.of("renamed")[0]
    assert renamed.now_cited == f"{LATER}, Doelen, regel 3"
    assert renamed.then_cited.startswith(FORMER)


def test_the_former_knows_the_later_and_nothing_changed_before_it(both: Store) -> None:
    found = versions_of(both, ID + "agenda/cranendonck")
    assert found is not None
    assert [link.text for link in found.later] == [LATER]
    assert (found.former, found.changes) == ([], [])


def test_what_has_no_versions_has_none(both: Store, store: Store) -> None:
    assert versions_of(both, ID + "cranendonck/goal/leefbaarheid") is None
    assert versions_of(store, ID + "agenda/krimpenerwaard") is None


def test_question_16_answers_with_places(two: Project, both: Store) -> None:
    answer = Questions(two.queries, both, dataset_version(two.nquads)).ask("veranderd-sinds-vorige-agenda", {})
    names = [column.name for column in answer.columns]
    rows = [dict(zip(names, (cell.text for cell in row), strict=True)) for row in answer.rows]
    [renamed] = [row for row in rows if row["verandering"] == "hernoemd"]
    assert (renamed["toen"], renamed["nu"]) == (THEN, RENAMED)
    assert renamed["bewijs"] == f"{LATER}, Doelen, regel 3"
    assert renamed["bewijsToen"].startswith(FORMER)
    [new] = [row for row in rows if row["verandering"] == "nieuw"]
    assert (new["bewijs"], new["bewijsToen"]) == (f"{LATER}, Doelen, regel 4", "")
    dropped = [row for row in rows if row["verandering"] == "vervallen"]
    assert dropped
    assert all(row["bewijsToen"] and not row["bewijs"] for row in dropped)
    found = versions_of(both, ID + "agenda/cranendonck-2023")
    assert found is not None
    assert len(rows) == len(found.changes), "page and question count the same"


@pytest.mark.parametrize(
    ("today", "former", "later", "place"),
    [
        (date(2022, 12, 31), False, False, False),
        (date(2023, 1, 1), True, False, False),
        (date(2026, 12, 31), True, False, False),
        (date(2027, 1, 1), True, True, True),
    ],
)
def test_an_agenda_is_over_the_day_after_its_last(
    both: Store, today: date, former: bool, later: bool, place: bool
) -> None:
    assert has_ended(both, ID + "agenda/cranendonck", today) is former
    assert has_ended(both, ID + "agenda/cranendonck-2023", today) is later
    assert has_ended(both, ID + "municipality/cranendonck", today) is place
    assert not has_ended(both, ID + "topic/werk", today)


def test_an_agenda_without_a_period_is_never_over(store: Store) -> None:
    assert ID + "agenda/vijfheerenlanden" not in ends(store), "its text names no period"
    assert not has_ended(store, ID + "municipality/vijfheerenlanden", date(2999, 1, 1))
    assert ends(store)[ID + "municipality/krimpenerwaard"] == "2025-12-31"


def test_the_page_of_the_later_agenda_tells_what_changed(client: FlaskClient) -> None:
    html = text(client, "/doc/agenda/cranendonck-2023")
    words = plain(html)
    assert f"Vorige {FORMER} verlopen" in words
    assert "1 gebleven, 1 hernoemd, 1 nieuw," in words
    assert f"{THEN} → {RENAMED} {LATER}, Doelen, regel 3 toen: {FORMER}" in words
    assert 'href="/id/cranendonck-2023/goal/bestaanszekerheid"' in html
    assert DROPPED in words.partition("Vervallen (")[2]


def test_the_page_of_the_former_agenda_leads_to_the_later(client: FlaskClient) -> None:
    html = text(client, "/doc/agenda/cranendonck")
    assert f"Later {LATER}" in plain(html)
    assert 'href="/id/agenda/cranendonck-2023#veranderd"' in html
    assert 'id="veranderd"' not in html


def test_the_list_of_agendas_tells_both(client: FlaskClient) -> None:
    words = plain(text(client, "/agendas"))
    assert f"Vervangt {FORMER} verlopen : 1 gebleven, 1 hernoemd, 1 nieuw" in words
    assert f"Vervangen door {LATER}" in words
    english = plain(text(client, "/agendas?taal=en"))
    assert f"Replaces {FORMER} " in english
    assert "1 kept, 1 renamed, 1 new" in english


@pytest.fixture(scope="module")
def real(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


@pytest.fixture
def in_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    class Fixed(date):
        @classmethod
        def today(cls) -> date:
            return date(2026, 6, 1)

    monkeypatch.setattr("doelengraaf.versions.date", Fixed)


@pytest.mark.usefixtures("in_2026")
@pytest.mark.parametrize(
    ("address", "over", "running"),
    [
        ("/", ["2021–2025 verlopen", "2019–2022 verlopen"], ["2023–2027 loopt"]),
        ("/agendas", ["2021–2025 verlopen"], ["2023–2027 loopt"]),
        (
            "/vergelijken",
            ["Krimpenerwaard verlopen", "Cranendonck verlopen"],
            ["Wijk bij Duurstede", "Vijfheerenlanden"],
        ),
        ("/partners", ["Krimpenerwaard verlopen"], ["Wijk bij Duurstede"]),
        (
            "/partners/partner-organization/politie",
            ["Krimpenerwaard verlopen"],
            ["Wijk bij Duurstede", "Vijfheerenlanden"],
        ),
        ("/zoeken?q=eenzaamheid&soort=indicator", ["Krimpenerwaard verlopen", "Cranendonck verlopen"], []),
        ("/vragen/wat-wil-mijn-gemeente", ["Cranendonck verlopen"], []),
        (
            "/vragen/vaststelling-en-looptijd",
            ["Maatschappelijke Agenda Krimpenerwaard 2021-2025 verlopen"],
            ["Wijk bij Duurstede"],
        ),
        ("/indicatoren", ["Cranendonck verlopen"], []),
        ("/raderen", ["Krimpenerwaard verlopen"], ["Wijk bij Duurstede"]),
        ("/doelenboom", ["Krimpenerwaard verlopen"], ["Wijk bij Duurstede"]),
        ("/doc/agenda/krimpenerwaard", ["Maatschappelijke Agenda Krimpenerwaard 2021-2025 verlopen"], []),
    ],
)
def test_an_agenda_that_is_over_says_so_beside_its_name(
    real: FlaskClient, address: str, over: list[str], running: list[str]
) -> None:
    words = plain(text(real, address))
    for one in over:
        assert one in words, one
    for one in running:
        assert one in words
        assert f"{one} verlopen" not in words, one


@pytest.mark.usefixtures("in_2026")
def test_the_word_is_on_pages_and_not_in_data(real: FlaskClient) -> None:
    assert "Cranendonck" in real.get("/vragen/wat-wil-mijn-gemeente.csv").get_data(as_text=True)
    assert "verlopen" not in real.get("/vragen/wat-wil-mijn-gemeente.csv").get_data(as_text=True)


@pytest.fixture
def call(small: Project) -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(main, ["--project", str(small.root), "agenda", "new-version", *words])


def rows_of(project: Project, table: str) -> list[dict[str, str]]:
    with (project.data / "agendas" / "cranendonck-2023" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_new_version_starts_from_the_tables_of_the_former(small: Project, call: Callable[..., Result]) -> None:
    result = call("cranendonck", "cranendonck-2023", "--label", LATER, "--start", "2023-01-01", "--end", "2026-12-31")
    assert result.exit_code == 0, result.output
    folder = small.data / "agendas" / "cranendonck-2023"
    agenda = tomllib.loads((folder / "agenda.toml").read_text(encoding="utf-8"))
    assert agenda == {
        "slug": "cranendonck-2023",
        "label": LATER,
        "municipality": "municipality/cranendonck",
        "replaces": "agenda/cranendonck",
        "startDate": date(2023, 1, 1),
        "endDate": date(2026, 12, 31),
    }
    goals = rows_of(small, "goals")
    assert {row["revisionOf"] for row in goals} == {f"../cranendonck/{row['id']}" for row in goals}
    assert {row["basis"] for row in goals} == {"stated"}, "the basis is kept"
    for path in folder.glob("*.csv"):
        assert not [row for row in rows_of(small, path.stem) if row.get("lines") or row.get("source")], path.name
    assert not (folder / "coverage.csv").exists()
    contributions = rows_of(small, "contributions")
    assert len(contributions) > 50
    assert {row["viaAgenda"] for row in contributions} <= {"", "agenda/cranendonck-2023"}
    interpreted = [row for row in rows_of(small, "links") if row["basis"] == "interpreted"]
    assert interpreted
    assert all(row["reason"].startswith("Overgenomen van cranendonck, nog na te lezen: ") for row in interpreted)


def test_check_names_what_must_be_cited_again_and_nothing_else(small: Project) -> None:
    made = new_version(small, "cranendonck", "cranendonck-2023")
    findings = check_project(small)
    wrong = [one for one in findings if one.severity is Severity.MUST]
    assert all("/cranendonck-2023/" in one.file for one in wrong)
    assert {one.column for one in wrong} == {"lines", "source"}
    assert sum(one.file.endswith(".csv") for one in wrong) == made.to_cite


def test_what_cannot_be_started_changes_nothing(small: Project, call: Callable[..., Result]) -> None:
    before = sorted(path.name for path in (small.data / "agendas").iterdir())
    for words, why in {
        ("onzin", "x"): "Er zijn: cranendonck",
        ("../agendas/cranendonck", "x"): "Er is geen agenda",
        ("cranendonck", "Nieuw 2023"): "kleine letters",
        ("cranendonck", "../x"): "kleine letters",
        ("cranendonck", "cranendonck"): "is er al",
        ("cranendonck", "goal"): "betekent al iets anders",
        ("cranendonck", "shared"): "betekent al iets anders",
        ("cranendonck", "x", "--start", "2024-01-01", "--end", "2023-01-01"): "eerste dag",
    }.items():
        result = call(*words)
        assert result.exit_code == 1, words
        assert why in result.stderr, words
    assert sorted(path.name for path in (small.data / "agendas").iterdir()) == before
    assert sorted(path.name for path in small.data.iterdir()) == ["agendas", "shared"]


def test_a_former_agenda_that_cannot_be_read_is_not_copied(small: Project) -> None:
    path: Path = small.data / "agendas" / "cranendonck" / "goals.csv"
    path.write_text("id,onzin\n", encoding="utf-8")
    with pytest.raises(DoelengraafError, match="herstel haar eerst"):
        new_version(small, "cranendonck", "cranendonck-2023")
    assert not (small.data / "agendas" / "cranendonck-2023").exists()
