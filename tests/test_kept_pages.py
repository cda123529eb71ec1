"""Pages are given again as they were sent: the same for who asks the same, never for who asks something else."""

import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient

from doelengraaf.kept import kept_per_store
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.remote.engine import RemoteStore
from doelengraaf.store import Store
from web import kept_pages, question_pages
from web.app import create_app

QUESTION = "/vragen/wat-wil-mijn-gemeente?gemeente=cranendonck"
PAGES = [
    "/",
    "/agendas",
    "/doelenboom/cranendonck",
    "/doc/topic/eenzaamheid",
    "/doc/topic/eenzaamheid.ttl",
    "/indicatoren",
    "/kwaliteit",
    "/partners",
    "/raderen",
    "/raderen/krimpenerwaard/veerkracht",
    "/vergelijken?onderwerp=mantelzorg",
    "/zoeken?q=eenzaamheid",
    QUESTION,
    QUESTION.replace("?", ".csv?"),
    QUESTION.replace("?", ".xlsx?"),
]


@pytest.fixture
def app(built: tuple[Project, Report]) -> Flask:
    return create_app(built[0])


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Tell which question pages were made, not given again."""
    found: list[str] = []
    make = question_pages._question_page

    def counted(*args: object) -> tuple[str, int]:
        found.append("page")
        return make(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(question_pages, "_question_page", counted)
    return found


def test_all_pages_come_again_as_they_were(client: FlaskClient) -> None:
    for address in PAGES:
        first, again = (client.get(address, headers={"Accept-Encoding": "br"}) for _ in range(2))
        assert first.status_code == 200, address
        assert (again.data, list(again.headers)) == (first.data, list(first.headers)), address


def test_a_page_is_made_once(client: FlaskClient, made: list[str]) -> None:
    assert len({client.get(QUESTION).data for _ in range(3)}) == 1
    assert len(made) == 1


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ({"Accept-Encoding": "gzip"}, QUESTION),
        ({"Accept": "application/json"}, QUESTION),
        ({"Host": "elders.example"}, QUESTION),
        ({}, f"{QUESTION}&pagina=2"),
        ({}, f"{QUESTION}&taal=en"),
    ],
)
def test_who_asks_something_else_gets_it(
    client: FlaskClient, made: list[str], headers: dict[str, str], address: str
) -> None:
    client.get(QUESTION)
    client.get(address, headers=headers)
    assert len(made) == 2
    client.get(QUESTION)
    assert len(made) == 2


def test_the_language_of_a_reader_does_not_reach_another(client: FlaskClient) -> None:
    client.set_cookie("taal", "en")
    assert "Show answer" in client.get(QUESTION).get_data(as_text=True)
    client.delete_cookie("taal")
    assert "Toon antwoord" in client.get(QUESTION).get_data(as_text=True)
    assert "Toon antwoord" in client.get(QUESTION).get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/vragen/wat-wil-mijn-gemeente?gemeente=nergens", 400), (f"{QUESTION}&met=nergens", 400)],
)
def test_errors_and_what_other_endpoints_say_are_made_each_time(
    client: FlaskClient, made: list[str], address: str, status: int
) -> None:
    assert [client.get(address).status_code for _ in range(2)] == [status, status]
    assert len(made) == 2


def test_who_has_a_page_already_is_told_so(client: FlaskClient) -> None:
    address = "/doc/topic/eenzaamheid"
    tag = [client.get(address) for _ in range(2)][1].headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.head(address).data == b""


def test_a_day_later_it_is_made_again(client: FlaskClient, made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    client.get(QUESTION)

    class Tomorrow(kept_pages.date):
        @classmethod
        def today(cls) -> "Tomorrow":
            return cls(2999, 1, 1)

    monkeypatch.setattr(kept_pages, "date", Tomorrow)
    client.get(QUESTION)
    assert len(made) == 2


def test_of_an_engine_elsewhere_nothing_is_kept(app: Flask, made: list[str]) -> None:
    app.extensions["store"] = RemoteStore.__new__(RemoteStore)
    app.extensions["store"]._away = False
    client = app.test_client()
    for _ in range(2):
        client.get(QUESTION)
    assert len(made) == 2


def test_what_is_kept_is_bounded(
    built: tuple[Project, Report], made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_pages, "_MOST_OF_ONE", 100)
    client = create_app(built[0]).test_client()
    client.get(QUESTION)
    client.get(QUESTION)
    assert len(made) == 2
    long = f"{QUESTION}&x={'x' * 2000}"
    client.get(long)
    client.get(long)
    assert len(made) == 4


def test_who_asks_for_something_else_does_not_wait(store: Store) -> None:
    going, go_on = threading.Event(), threading.Event()

    @kept_per_store
    def slow(store: Store, what: str) -> str:
        if what == "long":
            going.set()
            assert go_on.wait(30)
        return what

    waiting = threading.Thread(target=slow, args=(store, "long"))
    waiting.start()
    assert going.wait(30)
    try:
        assert slow(store, "short") == "short"
    finally:
        go_on.set()
        waiting.join()


def test_what_fails_is_tried_again_and_takes_no_room(store: Store) -> None:
    tried: list[str] = []

    @kept_per_store
    def failing(store: Store, what: str) -> str:
        tried.append(what)
        if len(tried) < 3:
            raise ValueError(what)
        return what

    for _ in range(2):
        with pytest.raises(ValueError, match="x"):
            failing(store, "x")
    assert [failing(store, "x"), failing(store, "x")] == ["x", "x"]
    assert len(tried) == 3
