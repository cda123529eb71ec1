"""The pages and the command of the weighing frame: what is sent is kept privately, comes back as a report, and goes when asked or when its time is up."""

import io
import logging
import os
import re
import secrets
import stat
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from weighing_examples import GOOD, LONG

from doelengraaf.instruments.application_box import (
    DAYS_VARIABLE,
    ApplicationBox,
    ChangedError,
    DaysError,
    NoApplicationError,
    days_of,
)
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from web.app import create_app
from web.rate import Rate

OURS = {"Sec-Fetch-Site": "same-origin"}
START = "/instrumenten/weegkader"
ADDRESS = re.compile(r"/instrumenten/weegkader/aanvraag/([A-Za-z0-9_-]{32})")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def app_client(built: tuple[Project, Report], tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    app = create_app(built[0])
    app.config["APPLICATIONS"] = str(tmp_path_factory.mktemp("privé") / "aanvragen")
    app.config["WEIGHING_RATE"] = Rate(each=10_000, together=10_000, seconds=3600)
    return app.test_client()


@pytest.fixture
def client(app_client: FlaskClient) -> FlaskClient:
    return app_client


def folder(client: FlaskClient) -> Path:
    return Path(client.application.config["APPLICATIONS"])


def sent(agenda: str, **changes: Any) -> dict[str, str]:
    values, rows = GOOD[agenda]
    data = {**values, **changes}
    for name, lines in rows.items():
        for place, line in enumerate(lines, 1):
            data.update({f"{name}-{place}-{column}": text for column, text in line.items()})
    return data


def add(client: FlaskClient, agenda: str, **changes: Any) -> str:
    response = client.post(f"{START}/{agenda}/aanvraag", data=sent(agenda, **changes), headers=OURS)
    assert response.status_code == 303, response.get_data(as_text=True)
    found = ADDRESS.fullmatch(response.headers["Location"])
    assert found
    return found[1]


def at(key: str, rest: str = "") -> str:
    return f"{START}/aanvraag/{key}{rest}"


@pytest.mark.parametrize("agenda", GOOD)
def test_the_form_gives_a_report(client: FlaskClient, agenda: str) -> None:
    html = client.get(at(add(client, agenda, title="Samen <b>aan tafel</b>"))).get_data(as_text=True)
    assert "Samen &lt;b&gt;aan tafel&lt;/b&gt;" in html
    assert "finding-missing" not in html
    assert "finding-unclear" not in html
    assert "€ 7.500,00" in html
    assert "Er is geen totaalscore" in html
    assert re.search(r"gegevens 0\.1\.0\+[0-9a-f]{12}; regels [0-9a-f]{12}", html)


def test_what_is_missing_is_told_with_its_place(client: FlaskClient) -> None:
    html = client.get(at(add(client, "wijk-bij-duurstede", success=""))).get_data(as_text=True)
    row = html.partition('<tr id="criterium-duidelijk-wanneer-geslaagd">')[2].partition("</tr>")[0]
    assert "ontbreekt" in row
    assert "Schrijf wanneer het plan geslaagd is." in row
    assert "regel 370" in row or "regels 370" in row
    english = client.get(at(add(client, "wijk-bij-duurstede", success=""), "?taal=en")).get_data(as_text=True)
    assert "Write when the plan has succeeded." in english


def test_every_private_answer_is_kept_by_nobody(client: FlaskClient) -> None:
    key = add(client, "krimpenerwaard")
    for address in (at(key), at(key, "/wijzigen"), at(key, "/beoordelen"), at(key, ".xlsx"), at(key, ".ttl"), at("x" * 32)):  # fmt: skip
        response = client.get(address)
        assert response.headers["Cache-Control"] == "no-store", address
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert "Set-Cookie" not in response.headers
    refused = client.post(f"{START}/krimpenerwaard/aanvraag", data={"title": "Geheim plan"}, headers=OURS)
    assert refused.status_code == 400
    assert refused.headers["Cache-Control"] == "no-store"


def test_the_file_is_for_the_owner_only_and_outside_the_graph(
    client: FlaskClient, built: tuple[Project, Report]
) -> None:
    before = built[0].nquads.read_bytes()
    key = add(client, "krimpenerwaard", title="Geheime-proefnaam")
    path = folder(client) / f"{key}.ttl"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder(client).stat().st_mode) == 0o700
    assert "Geheime-proefnaam" in path.read_text(encoding="utf-8")
    assert built[0].nquads.read_bytes() == before
    for address in ("/zoeken?q=Geheime-proefnaam", START, f"{START}/krimpenerwaard", "/instrumenten", "/vragen", "/api/v1/search?q=Geheime-proefnaam"):  # fmt: skip
        html = client.get(address).get_data(as_text=True)
        assert key not in html
        # A search page repeats what was asked, and no more.
        assert "Geheime-proefnaam" not in html.replace('value="Geheime-proefnaam"', "") or "q=" in address


def test_addresses_are_long_random_and_never_twice(tmp_path: Path) -> None:
    box = ApplicationBox(tmp_path / "x", 90)
    now = datetime.now(UTC)
    keys = {box.add(b"", now) for _ in range(50)}
    assert len(keys) == 50
    # 32 characters of base64url are 192 bits.
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", key) for key in keys)


def test_no_address_looks_like_an_option_of_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["-" + "x" * 31, "x-" * 16])
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _: next(drawn))
    assert ApplicationBox(tmp_path / "x", 90).add(b"", datetime.now(UTC)) == "x-" * 16


@pytest.mark.parametrize("key", ["x" * 32, "kort", "../../etc/passwd", "x" * 31 + "/", "x" * 200, "%00" * 11])
def test_other_addresses_are_nothing(client: FlaskClient, key: str) -> None:
    response = client.get(at(key))
    assert response.status_code == 404
    with pytest.raises(NoApplicationError):
        ApplicationBox(folder(client), 90).get(key)


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://elders.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_nothing_is_taken_from_another_site(client: FlaskClient, headers: dict[str, str]) -> None:
    key = add(client, "vijfheerenlanden")
    before = {path.name: path.read_bytes() for path in folder(client).iterdir()}
    posts: list[tuple[str, dict[str, Any]]] = [
        (f"{START}/vijfheerenlanden/aanvraag", sent("vijfheerenlanden")),
        (f"{START}/vijfheerenlanden/bestand", {"bestand": (io.BytesIO(b"x"), "a.ttl")}),
        (at(key, "/wijzigen"), sent("vijfheerenlanden", title="Anders")),
        (at(key, "/beoordelen"), {"oordeel-activiteit-wat": "meets", "reden-activiteit-wat": "Zomaar"}),
        (at(key, "/verwijderen"), {"zeker": "ja"}),
        (f"{START}/naast-elkaar", {"aanvragen": key}),
    ]
    for address, data in posts:
        assert client.post(address, data=data, headers=headers).status_code == 403, address
    assert {path.name: path.read_bytes() for path in folder(client).iterdir()} == before


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(client: FlaskClient) -> None:
    before = list(folder(client).iterdir()) if folder(client).is_dir() else []
    changes = {"title": "", "amountAsked": "heel veel", "budget-1-amount": "tien", "fit": "Blijft staan"}
    response = client.post(f"{START}/krimpenerwaard/aanvraag", data={**sent("krimpenerwaard"), **changes}, headers=OURS)
    html = response.get_data(as_text=True)
    assert response.status_code == 400
    for words in (
        "vul dit in",
        "‘heel veel’ is geen bedrag",
        "Kosten, regel 1, Bedrag",
        "Blijft staan",
        'value="heel veel"',
    ):
        assert words in html, words
    for name in ("title", "amountAsked", "budget-1-amount"):
        assert f'href="#veld-{name}"' in html
        assert f'id="veld-{name}"' in html
        assert f'id="fout-{name}"' in html
    assert "Chosen" not in html
    assert (list(folder(client).iterdir()) if folder(client).is_dir() else []) == before


def test_what_is_too_large_is_refused(client: FlaskClient) -> None:
    large = {**sent("krimpenerwaard"), "fit": "x" * 500_000}
    assert client.post(f"{START}/krimpenerwaard/aanvraag", data=large, headers=OURS).status_code == 413
    file = b'--x\r\nContent-Disposition: form-data; name="bestand"; filename="a.xlsx"\r\n\r\n' + b"x" * 1_100_000
    kind = "multipart/form-data; boundary=x"
    response = client.post(f"{START}/krimpenerwaard/bestand", data=file, content_type=kind, headers=OURS)
    assert response.status_code == 413


def test_too_much_is_refused(built: tuple[Project, Report], tmp_path: Path) -> None:
    app = create_app(built[0])
    app.config.update(APPLICATIONS=str(tmp_path / "x"), WEIGHING_RATE=Rate(each=2, together=9, seconds=3600))
    data = {"title": "a", "applicant": "b"}
    found = [
        app.test_client().post(f"{START}/krimpenerwaard/aanvraag", data=data, headers=OURS).status_code
        for _ in range(4)
    ]
    assert found == [303, 303, 429, 429]
    assert len(list((tmp_path / "x").glob("*.ttl"))) == 2


def test_the_assessor_judges_with_a_reason(client: FlaskClient) -> None:
    key = add(client, "wijk-bij-duurstede")
    page = client.get(at(key, "/beoordelen")).get_data(as_text=True)
    mark = re.search(r'name="merk" value="(\w+)"', page)
    assert mark
    data = {"merk": mark[1], "oordeel-past-binnen-kaders": "partly", "reden-past-binnen-kaders": ""}
    refused = client.post(at(key, "/beoordelen"), data=data, headers=OURS)
    assert refused.status_code == 400
    assert "schrijf de reden van dit oordeel" in refused.get_data(as_text=True)
    data["reden-past-binnen-kaders"] = "Past bij twee van de drie kaders."
    assert client.post(at(key, "/beoordelen"), data=data, headers=OURS).status_code == 303
    html = client.get(at(key)).get_data(as_text=True)
    assert "Past bij twee van de drie kaders." in html
    assert "voldoet deels" in html
    # Somebody who looked at it before that would overwrite it.
    late = client.post(at(key, "/beoordelen"), data={"merk": mark[1]}, headers=OURS)
    assert late.status_code == 409
    assert "Past bij twee" in client.get(at(key)).get_data(as_text=True)
    book = openpyxl.load_workbook(io.BytesIO(client.get(at(key, ".xlsx")).data))
    assert "Past bij twee van de drie kaders." in {cell.value for row in book["Weging"].iter_rows() for cell in row}


def test_changing_keeps_the_judgement_and_the_day(client: FlaskClient) -> None:
    key = add(client, "vijfheerenlanden")
    first = (folder(client) / f"{key}.ttl").read_bytes().split(b"\n", 1)[0]

    def mark(rest: str) -> str:
        found = re.search(r'name="merk" value="(\w+)"', client.get(at(key, rest)).get_data(as_text=True))
        assert found
        return found[1]

    data = {"merk": mark("/beoordelen"), "oordeel-activiteit-wat": "meets", "reden-activiteit-wat": "Helder."}
    assert client.post(at(key, "/beoordelen"), data=data, headers=OURS).status_code == 303
    changed = {**sent("vijfheerenlanden", title="Nieuwe naam", instruments=""), "merk": mark("/wijzigen")}
    assert client.post(at(key, "/wijzigen"), data=changed, headers=OURS).status_code == 303
    html = client.get(at(key)).get_data(as_text=True)
    assert "Nieuwe naam" in html
    assert "Helder." in html
    assert "Schrijf welke instrumenten worden ingezet." in html
    assert (folder(client) / f"{key}.ttl").read_bytes().split(b"\n", 1)[0] == first


def test_a_workbook_and_turtle_can_be_sent(client: FlaskClient) -> None:
    key = add(client, "krimpenerwaard", title="Heen en terug")
    for rest in (".xlsx", ".ttl"):
        data = {"bestand": (io.BytesIO(client.get(at(key, rest)).data), f"aanvraag{rest}")}
        response = client.post(f"{START}/krimpenerwaard/bestand", data=data, headers=OURS)
        assert response.status_code == 303, rest
        assert ADDRESS.fullmatch(response.headers["Location"])
        assert "Heen en terug" in client.get(response.headers["Location"]).get_data(as_text=True)
        data = {"bestand": (io.BytesIO(client.get(at(key, rest)).data), f"aanvraag{rest}")}
        elsewhere = client.post(f"{START}/vijfheerenlanden/bestand", data=data, headers=OURS)
        assert elsewhere.status_code == 400


def test_a_judgement_is_not_taken_over_from_a_file(client: FlaskClient) -> None:
    key = add(client, "vijfheerenlanden")
    mark = re.search(r'name="merk" value="(\w+)"', client.get(at(key, "/beoordelen")).get_data(as_text=True))
    assert mark
    data = {"merk": mark[1], "oordeel-activiteit-wat": "meets", "reden-activiteit-wat": "Zelfgemaakt oordeel."}
    client.post(at(key, "/beoordelen"), data=data, headers=OURS)
    turtle = client.get(at(key, ".ttl")).data
    assert b"Zelfgemaakt oordeel." in turtle
    file = {"bestand": (io.BytesIO(turtle), "aanvraag.ttl")}
    again = client.post(f"{START}/vijfheerenlanden/bestand", data=file, headers=OURS).headers["Location"]
    assert "Zelfgemaakt oordeel." not in client.get(again).get_data(as_text=True)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("", b"", "Kies een bestand"),
        ("a.pdf", b"%PDF", "geen werkblad (.xlsx) en geen Turtle"),
        ("a.xlsx", b"geen zip", "geen leesbaar werkblad"),
        ("a.ttl", b"geen turtle", "geen leesbare Turtle"),
    ],
)
def test_files_that_are_no_application_are_refused(client: FlaskClient, name: str, data: bytes, words: str) -> None:
    response = client.post(f"{START}/krimpenerwaard/bestand", data={"bestand": (io.BytesIO(data), name)}, headers=OURS)
    assert response.status_code == 400
    assert words in response.get_data(as_text=True)


def test_several_stand_side_by_side(client: FlaskClient) -> None:
    keys = [
        add(client, "vijfheerenlanden", title=name, involved=text) for name, text in (("Eerste", LONG), ("Tweede", ""))
    ]
    typed = f"http://localhost{at(keys[0], '/wijzigen')}\n{keys[1]} "
    html = client.post(f"{START}/naast-elkaar", data={"aanvragen": typed}, headers=OURS).get_data(as_text=True)
    assert html.index("Eerste") < html.index("Tweede")
    assert "vitaliteit (opgave)" in html.partition("Doelen die deze aanvragen delen:")[2][:200]
    row = next(one for one in html.split("<tr>") if "wie is erbij betrokken" in one)
    assert row.index("voldaan") < row.index("ontbreekt")
    book = client.post(f"{START}/naast-elkaar", data={"aanvragen": typed, "vorm": "xlsx"}, headers=OURS)
    assert openpyxl.load_workbook(io.BytesIO(book.data)).sheetnames == ["Naast elkaar", "Bron"]
    other = add(client, "krimpenerwaard")
    for text, status in ((keys[0], 400), ("", 400), (f"{keys[0]} {other}", 400), (f"{keys[0]} {'x' * 32}", 404)):
        assert client.post(f"{START}/naast-elkaar", data={"aanvragen": text}, headers=OURS).status_code == status


def test_deleting_is_sure_and_whole(client: FlaskClient) -> None:
    key = add(client, "krimpenerwaard")
    assert client.post(at(key, "/verwijderen"), headers=OURS).status_code == 400
    assert client.get(at(key)).status_code == 200
    done = client.post(at(key, "/verwijderen"), data={"zeker": "ja"}, headers=OURS)
    assert done.status_code == 200
    assert not list(folder(client).glob(f"*{key}*"))
    assert client.get(at(key)).status_code == 404
    assert client.post(at(key, "/verwijderen"), data={"zeker": "ja"}, headers=OURS).status_code == 404


def test_what_is_too_old_is_gone(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    box = ApplicationBox(tmp_path / "x", 10)
    old, young = (box.add(b"a", now - timedelta(days=days)) for days in (10, 9))
    assert box.get(young)[0].endswith(b"a")
    with pytest.raises(NoApplicationError):
        box.get(old)
    assert [path.stem for path in (tmp_path / "x").iterdir()] == [young]
    assert box.purge(now + timedelta(days=1)) == 1
    # Changing does not make it younger; a new program sweeps at its first step.
    again = box.add(b"a", now - timedelta(days=9))
    box.replace(again, b"b", now - timedelta(days=9), box.get(again)[1])
    assert ApplicationBox(tmp_path / "x", 9).purge() == 1
    key = box.add(b"a", now)
    with pytest.raises(ChangedError):
        box.replace(key, b"b", now, "oud")


def test_the_number_of_days_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DAYS_VARIABLE, raising=False)
    assert days_of() == 90
    for typed, days in (("1", 1), ("3650", 3650)):
        monkeypatch.setenv(DAYS_VARIABLE, typed)
        assert days_of() == days
    for typed in ("0", "-1", "tien", "3651", "1.5", "٣"):
        monkeypatch.setenv(DAYS_VARIABLE, typed)
        with pytest.raises(DaysError, match=DAYS_VARIABLE):
            days_of()


def test_what_breaks_is_logged_without_the_address(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = add(client, "krimpenerwaard")
    monkeypatch.setattr("web.instruments.weighing_reports.surroundings", lambda *_: 1 / 0)
    with caplog.at_level(logging.DEBUG):
        response = client.get(at(key))
    assert response.status_code == 500
    assert response.headers["Cache-Control"] == "no-store"
    assert "weegkader/aanvraag/…" in caplog.text
    assert key not in caplog.text


def test_the_list_says_where_a_frame_is_and_where_not(client: FlaskClient) -> None:
    html = client.get(START).get_data(as_text=True)
    assert "Een weegkader staat niet in de agenda." in html
    for agenda in GOOD:
        assert f"{START}/{agenda}" in html
    assert f"{START}/cranendonck" not in html
    assert START in client.get("/instrumenten").get_data(as_text=True)
    assert client.get(f"{START}/cranendonck").status_code == 404
    assert "zeef" in client.get(f"{START}/wijk-bij-duurstede").get_data(as_text=True)


def test_the_command_makes_reads_compares_and_deletes(
    run: Run, client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "leeg.xlsx"
    made = run("instrument", "weegkader", "new", "wijk-bij-duurstede", str(empty))
    assert made.returncode == 0, made.stderr
    assert openpyxl.load_workbook(empty).sheetnames[0] == "Aanvraag"
    one, two = tmp_path / "een.ttl", tmp_path / "twee.xlsx"
    one.write_bytes(client.get(at(add(client, "wijk-bij-duurstede", success=""), ".ttl")).data)
    key = add(client, "wijk-bij-duurstede")
    two.write_bytes(client.get(at(key, ".xlsx")).data)
    told = run("instrument", "weegkader", "report", str(one))
    assert told.returncode == 0, told.stderr
    assert "ontbreekt: Duidelijk wanneer iets geslaagd is (eis)" in told.stdout
    assert "5.2. Zo zijn onze Wijkse manieren!" in told.stdout
    side = run("instrument", "weegkader", "compare", str(one), str(two), "--out", str(tmp_path / "naast.xlsx"))
    assert side.returncode == 0, side.stderr
    assert len(list(openpyxl.load_workbook(tmp_path / "naast.xlsx")["Naast elkaar"].values)) == 7
    monkeypatch.setitem(os.environ, "DOELENGRAAF_APPLICATIONS", str(folder(client)))
    assert run("instrument", "weegkader", "delete", f"http://localhost{at(key)}").returncode == 0
    assert client.get(at(key)).status_code == 404
    wrong = run("instrument", "weegkader", "delete", key)
    assert wrong.returncode == 1
    assert "is er niet (meer)" in wrong.stderr + wrong.stdout


def test_the_command_refuses_with_words(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"x")
    for words, said in (
        (["new", "cranendonck", str(tmp_path / "a.xlsx")], "geen weegkader"),
        (["report", str(bad)], "geen leesbaar werkblad"),
    ):
        done = run("instrument", "weegkader", *words)
        assert done.returncode == 1
        assert said in done.stderr + done.stdout
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "a.xlsx").exists()
