"""What a page weighs when it is sent: HTML with the style sheets and scripts it names, before pictures."""

import gzip
import re

import pytest
from flask.testing import FlaskClient

from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from web.app import create_app

MOST = 100_000
"""Bytes; a reader on a telephone in a village hall."""
PAGES = [
    "/",
    "/agendas",
    "/api",
    "/controle",
    "/dekking",
    "/doc/agenda/cranendonck",
    "/doc/topic/eenzaamheid",
    "/indicatoren",
    "/instrumenten/doelketen/krimpenerwaard",
    "/instrumenten/dossier/cranendonck?onderwerp=zorg-en-ondersteuning",
    "/instrumenten/sociale-kaart/krimpenerwaard",
    "/kwaliteit",
    "/lezen/krimpenerwaard/ibk",
    "/melden",
    "/over",
    "/partners",
    "/partners/netwerk",
    "/raderen",
    "/vergelijken?onderwerp=mantelzorg&agenda=krimpenerwaard&agenda=cranendonck",
    "/vragen",
    "/vragen/partners-per-doel",
    "/vragen/partners-per-doel?gemeente=cranendonck",
    "/zoeken?q=mantelzorg",
]


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


@pytest.mark.parametrize("address", PAGES)
def test_no_page_weighs_more_than_a_telephone_should_carry(client: FlaskClient, address: str) -> None:
    response = client.get(address, headers={"Accept-Encoding": "gzip"}, follow_redirects=True)
    assert response.status_code == 200
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.vary
    text = gzip.decompress(response.data).decode()
    weight = {address: len(response.data)}
    for part in re.findall(r'(?:<link[^>]+rel="stylesheet"[^>]+href|<script[^>]+src)="([^"]+)"', text):
        with client.get(part, headers={"Accept-Encoding": "gzip"}) as sent:
            assert sent.status_code == 200
            weight[part] = len(sent.data)
    assert len(weight) > 1
    assert sum(weight.values()) < MOST, weight


def test_who_cannot_read_compressed_gets_the_same_text(client: FlaskClient) -> None:
    packed = client.get("/vragen", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == client.get("/vragen", headers={"Accept-Encoding": "identity"}).data
    assert "Content-Encoding" not in client.get("/vragen").headers


def test_a_workbook_is_not_compressed_twice(client: FlaskClient) -> None:
    response = client.get("/vragen/doelen-zonder-indicator.xlsx", headers={"Accept-Encoding": "br, gzip"})
    assert response.status_code == 200
    assert "Content-Encoding" not in response.headers
