"""Search: what people type finds what they mean, best first, whatever they type."""

import json
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from doelengraaf import fulltext_table
from doelengraaf.errors import ParameterError, ToolMissingError
from doelengraaf.found import Found
from doelengraaf.search import MAX_LENGTH, SearchIndex
from doelengraaf.store import Store
from doelengraaf.terms import ID
from doelengraaf.things import Link

_LONG = (
    "Dit is een lange inleiding over van alles en nog wat. " * 6
    + "Hier gaat het over weerbaarheid. "
    + "En verder. " * 30
)


@pytest.fixture(scope="module")
def index(store: Store) -> SearchIndex:
    return SearchIndex.from_store(store)


def found(index: SearchIndex, text: str, **chosen: list[str]) -> set[str]:
    return {hit.iri.removeprefix(ID) for hit in index.search(text, **chosen, limit=500).hits}  # type: ignore[arg-type]


def made(label: str, also: str = "", text: str = "", kind: str = "goal") -> Found:
    return Found(
        ID + label.replace(" ", "-"),
        label,
        kind,
        {kind: kind},
        also=[also] if also else [],
        texts=[text] if text else [],
    )


def test_an_inflected_word_finds_the_same(index: SearchIndex) -> None:
    one, many = found(index, "schuld"), found(index, "schulden")
    assert one == many
    assert {"topic/schulden", "wijk-bij-duurstede/challenge/schulden-volwassenen"} <= one
    assert found(index, "gezond") == found(index, "gezonde")


def test_a_part_of_a_compound_finds_it(index: SearchIndex) -> None:
    assert "law/wet-gemeentelijke-schuldhulpverlening" in found(index, "schuldhulp")


@pytest.mark.parametrize(
    ("plain", "accented"), [("clienten", "cliënten"), ("Een tegen eenzaamheid", "Één tegen eenzaamheid")]
)
def test_diacritics_and_case_do_not_matter(index: SearchIndex, plain: str, accented: str) -> None:
    assert found(index, plain)
    assert found(index, plain) == found(index, accented) == found(index, plain.upper())


@pytest.mark.parametrize("text", ["eenzaamhied", "eenzamheid", "eenzaaamheid", "enzaamheid"])
def test_a_typing_error_finds_what_was_meant(index: SearchIndex, text: str) -> None:
    assert {"topic/eenzaamheid", "krimpenerwaard/subgoal/minder-eenzaamheid"} <= found(index, text)


def test_an_english_name_finds_it_too(index: SearchIndex) -> None:
    assert "topic/eenzaamheid" in found(index, "loneliness")


def test_names_come_before_other_names_and_those_before_descriptions() -> None:
    things = [
        made("a", text="Over zorg gesproken."),
        made("b zorg"),
        made("zorgen"),
        made("c", also="zorg"),
        made("zorg"),
        made("d", also="zorg voor elkaar"),
        made("mantelzorg"),
        made("iets anders"),
    ]
    hits = SearchIndex.of(things).search("zorg").hits
    assert [hit.label for hit in hits] == ["zorg", "c", "zorgen", "b zorg", "d", "a", "mantelzorg"]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_every_word_counts_and_if_none_has_them_all_any_does() -> None:
    index = SearchIndex.of([made("jeugd en zorg"), made("jeugd"), made("wonen")])
    assert [hit.label for hit in index.search("de zorg voor de jeugd").hits] == ["jeugd en zorg"]
    assert {hit.label for hit in index.search("jeugd wonen").hits} == {"jeugd", "wonen", "jeugd en zorg"}
    assert index.search("sport").total == 0


def test_a_municipality_narrows(index: SearchIndex) -> None:
    narrowed = index.search("eenzaamheid krimpenerwaard", limit=500).hits
    assert narrowed
    assert {hit.municipality.text for hit in narrowed if hit.municipality} == {"Krimpenerwaard"}


def test_filters_by_kind_and_agenda(index: SearchIndex) -> None:
    aims = found(index, "schulden", kind=["aim"])
    assert aims
    assert {iri.split("/")[1] for iri in aims} <= {"goal", "subgoal", "effect", "challenge"}
    assert found(index, "schulden", kind=["challenge"]) <= aims
    assert found(index, "schulden", kind=["challenge", "topic"]) > found(index, "schulden", kind=["topic"])
    here = found(index, "schulden", agenda=["wijk-bij-duurstede"])
    assert here == found(index, "schulden", agenda=[ID + "agenda/wijk-bij-duurstede"])
    assert "wijk-bij-duurstede/challenge/schulden-volwassenen" in here
    assert not [iri for iri in here if iri.startswith(("krimpenerwaard/", "cranendonck/", "vijfheerenlanden/"))]


def test_a_partner_is_of_the_agendas_it_contributes_to(index: SearchIndex) -> None:
    assert "partner-organization/kwadraad" in found(index, "Kwadraad", agenda=["krimpenerwaard"])
    assert "partner-organization/kwadraad" not in found(index, "Kwadraad", agenda=["cranendonck"])


def test_what_has_no_name_of_its_own_is_not_found(index: SearchIndex) -> None:
    everything = set[str]()
    for word in ("mensen", "zorg", "gemeente", "krimpenerwaard", "wonen"):
        everything |= found(index, word)
    assert len(everything) > 200
    assert not [iri for iri in everything if "/evidence/" in iri or "derivation/" in iri or "/contribution/" in iri]
    assert not [iri for iri in everything if "/observation/" in iri or "link/" in iri]


def test_pages_together_are_all_there_is(index: SearchIndex) -> None:
    whole = index.search("zorg", limit=500)
    assert whole.total == len(whole.hits) > 40
    pages = [index.search("zorg", limit=20, offset=start) for start in range(0, whole.total + 20, 20)]
    assert {page.total for page in pages} == {whole.total}
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "'",
        '"""',
        "*",
        "zorg*",
        "a OR",
        "AND AND",
        "NOT",
        "NEAR(zorg jeugd, 2)",
        "name : zorg",
        "{name also} : (zorg",
        "^zorg",
        "zorg + jeugd",
        "(((((",
        "-zorg",
        "'; DROP TABLE words; --",
        "zorg\x00jeugd",
        "zorg\ud800",
        "🙂 zorg",
        "٣ ½ ² ﬁ",
        "\u200b\u202e",
        "%_",
        "é" * 100,
        "a " * 100,
        " ".join(f"w{n}" for n in range(50)),
    ],
)
def test_hostile_text_is_only_text(index: SearchIndex, text: str) -> None:
    result = index.search(text)
    assert result.total >= len(result.hits)
    assert index.search("schulden").total > 10


@pytest.mark.parametrize("text", ["", " ", "\n\t", "...", "–"])
def test_nothing_asked_is_nothing_found(index: SearchIndex, text: str) -> None:
    assert index.search(text).total == 0


def test_what_is_asked_is_bounded(index: SearchIndex) -> None:
    index.search("z" * MAX_LENGTH)
    for wrong in (
        {"text": "z" * (MAX_LENGTH + 1)},
        {"text": "zorg", "limit": 0},
        {"text": "zorg", "limit": 501},
        {"text": "zorg", "offset": -1},
        {"text": "zorg", "offset": 10**30},
    ):
        with pytest.raises(ParameterError):
            index.search(**wrong)  # type: ignore[arg-type]


def test_a_wrong_filter_names_the_nearest(index: SearchIndex) -> None:
    with pytest.raises(ParameterError, match="Mogelijk zijn: goal"):
        index.search("zorg", kind=["gaol"])
    with pytest.raises(ParameterError, match="Mogelijk zijn: krimpenerwaard"):
        index.search("zorg", agenda=["krimpen"])


def test_the_matched_text_is_the_piece_that_holds_the_words() -> None:
    index = SearchIndex.of([made("inwoners", text=_LONG), made("x", also="weerbaarder")])
    cut, name = index.search("weerbaarheid").hits[0], index.search("weerbaarder").hits[0]
    assert "Hier gaat het over weerbaarheid." in cut.matched
    assert cut.matched.startswith("… ")
    assert cut.matched.endswith(" …")
    assert len(cut.matched) < 200
    assert name.matched == "weerbaarder"


def test_many_may_search_at_once(index: SearchIndex) -> None:
    words = ["schulden", "eenzaamhied", "cliënten", "zorg en ondersteuning", "mantelzorg"] * 20
    alone = {word: index.search(word) for word in set(words)}
    with ThreadPoolExecutor(8) as pool:
        for word, hits in zip(words, pool.map(index.search, words), strict=True):
            assert hits == alone[word]


def test_an_agenda_of_its_own_shows_with_its_municipality() -> None:
    agenda, place = Link("Agenda", ID + "agenda/x"), Link("Dorp", ID + "municipality/x")
    hit = (
        SearchIndex.of([Found(ID + "x/goal/a", "a", "goal", {"goal": "doel"}, agenda, place, {agenda.iri})])
        .search("a")
        .hits[0]
    )
    assert (hit.kind_label, hit.agenda, hit.municipality) == ("doel", agenda, place)


def test_a_python_that_cannot_search_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fulltext_table, "_SCHEMA", "CREATE VIRTUAL TABLE words USING niets (name);")
    with pytest.raises(ToolMissingError, match="FTS5"):
        SearchIndex.of([made("zorg")])


def test_a_disk_too_full_for_the_index_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fulltext_table, "_SCHEMA", f"PRAGMA max_page_count = 40; {fulltext_table._SCHEMA}")
    with pytest.raises(OSError, match="No space left"):
        fulltext_table.make_table([made(f"zorg {n} " + "woord " * n) for n in range(500)], tmp_path / "index")


def test_the_command(run: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    words = ("search", "schulden", "--kind", "challenge", "--agenda", "wijk-bij-duurstede")
    done = run(*words)
    assert done.returncode == 0, done.stderr
    assert "Schulden volwassenen (opgave, Wijk bij Duurstede)" in done.stdout
    assert "/wijk-bij-duurstede/challenge/schulden-volwassenen" in done.stdout
    items = json.loads(run(*words, "--format", "json").stdout)["items"]
    assert {"id", "label", "kind", "kindLabel", "agenda", "municipality", "matched", "score"} == set(items[0])
    wrong = run("search", "schulden", "--kind", "gaol")
    assert wrong.returncode == 1
    assert "goal" in wrong.stderr
    assert "Niets gevonden" in run("search", "qqqqqq").stderr
