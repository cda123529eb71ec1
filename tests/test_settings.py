"""The address of a deployment: one setting, read in one place."""

import pytest
from flask import Flask

from web.settings import BASE_URL_VARIABLE, SettingError, absolute, base_url, here


def test_without_the_setting_it_is_where_the_request_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(BASE_URL_VARIABLE, raising=False)
    assert base_url() == "https://w3id.org/doelengraaf"
    with Flask("x").test_request_context("/a/b?c", base_url="https://x.nl/onder/"):
        assert base_url() == "https://x.nl/onder"
        assert absolute("/sparql") == absolute("sparql") == "https://x.nl/onder/sparql"
        assert here("https://w3id.org/doelengraaf/def#Goal") == "https://x.nl/onder/def#Goal"
        assert here("https://elders.nl/id/x") == "https://elders.nl/id/x"


def test_the_setting_goes_before_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BASE_URL_VARIABLE, " https://doelengraaf.example.nl/ ")
    with Flask("x").test_request_context("/a", base_url="http://127.0.0.1:8000"):
        assert absolute("/doc") == "https://doelengraaf.example.nl/doc"


@pytest.mark.parametrize("value", ["doelengraaf.nl", "ftp://x.nl", "https://", "https://x.nl/?a=b", 'https://x.nl/"><'])
def test_what_is_no_address_is_told(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(BASE_URL_VARIABLE, value)
    with pytest.raises(SettingError, match=BASE_URL_VARIABLE):
        base_url()
