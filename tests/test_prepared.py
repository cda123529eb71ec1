"""Answers asked beforehand are those the engine gives, for everything and for each municipality, and nobody is worse off without them."""

import shutil
from pathlib import Path

import pytest

from doelengraaf.answer_slices import Slicing
from doelengraaf.errors import ParameterError
from doelengraaf.kept import KeptBySize
from doelengraaf.prepared import PreparedAnswers
from doelengraaf.prepared_search import index_of
from doelengraaf.preparing import SEARCH, prepare_answers
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from doelengraaf.search import SearchIndex
from doelengraaf.store import Store


@pytest.fixture(scope="module")
def asked(built: tuple[Project, object], questions: Questions, tmp_path_factory: pytest.TempPathFactory) -> Questions:
    """Give the questions with all that can be prepared, in a folder of its own."""
    project = built[0]
    folder = tmp_path_factory.mktemp("prepared")
    for name in ("data", "ontology", "queries", "shapes"):
        (folder / name).symlink_to(project.root / name)
    (folder / "build").mkdir()
    (folder / "build" / "doelengraaf.nq").symlink_to(project.nquads)
    other = Project(folder)
    said: list[str] = []
    made = prepare_answers(other, said.append)
    assert len(made) == len(said) >= 35
    assert made[SEARCH] > 1000
    assert prepare_answers(other) == {}
    return Questions(
        project.queries, questions.store, questions.version, PreparedAnswers(other.answers, questions.version)
    )


class Silent:
    """An engine that may be asked for pickers only."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def query(self, text: str, default_graphs: object = None) -> object:
        """Refuse what is no picker."""
        assert "?value" in text, text
        return self._store.query(text)


def test_what_was_prepared_is_what_the_engine_answers(questions: Questions, asked: Questions) -> None:
    silent = Questions(asked.folder, Silent(asked.store), asked.version, asked.prepared)  # type: ignore[arg-type]
    compared = 0
    for question in questions.all():
        if "NOW()" in question.text or any(one.required for one in question.parameters.values()):
            continue
        forms: list[dict[str, list[str]]] = [{}]
        if "gemeente" in question.parameters and question.parameters["gemeente"].narrows in question.columns:
            places = [choice.slug for choice in questions.choices(question, "gemeente")]
            forms += [{"gemeente": [place]} for place in places] + [{"gemeente": [places[-1], places[0]]}]
        if "onderwerp" in question.parameters:
            assert question.parameters["onderwerp"].narrows in question.columns, question.name
            forms += [{"onderwerp": [topic.slug]} for topic in questions.choices(question, "onderwerp")]
        for form in forms:
            expected, found = questions.ask(question.name, form), silent.ask(question.name, form)
            assert found == expected, (question.name, form)
            assert found.source == expected.source, (question.name, form)
            compared += 1
    assert compared > 250


def test_a_choice_that_does_more_than_leave_rows_out_is_asked_of_the_engine(
    questions: Questions, asked: Questions
) -> None:
    for name, form in [
        ("partners-per-doel", {"onderwerp": ["eenzaamheid", "pesten"]}),
        ("partners-per-doel", {"onderwerp": ["eenzaamheid"], "gemeente": ["krimpenerwaard"]}),
        ("partners-per-doel", {"onderwerp": ["eenzaamheid"], "rol": ["finances"]}),
        ("partners-per-doel", {"partner": ["kwintes"], "gemeente": ["krimpenerwaard"]}),
        ("versie-van-het-antwoord", {"gemeente": ["krimpenerwaard"]}),
    ]:
        given = {key: values for key, values in form.items() if key != "partner"}
        assert asked.ask(name, given) == questions.ask(name, given)
    with pytest.raises(ParameterError):
        asked.ask("partners-per-doel", {"gemeente": ["nergenshuizen"]})


def test_rows_over_the_limit_are_counted_and_left_out(questions: Questions, asked: Questions, tmp_path: Path) -> None:
    folder = tmp_path / "queries"
    folder.mkdir()
    for path in questions.folder.rglob("*"):
        if path.is_file() and "pickers" not in path.parts:
            (folder / path.name).write_bytes(path.read_bytes())
    (folder / "pickers").symlink_to(questions.folder / "pickers")
    path = folder / "partners-per-doel.rq"
    path.write_text(path.read_text().replace("#+ version:", "#+ limit: 7\n#+ version:"))
    plain = Questions(folder, questions.store, "1")
    kept = PreparedAnswers(tmp_path, "1")
    question = plain.get("partners-per-doel")
    kept.keep(question, question.text, questions.store.stream(question.text), [Slicing("gemeente", "gemeente")])  # type: ignore[attr-defined]
    short = Questions(folder, questions.store, "1", kept)
    for form in ({}, {"gemeente": ["krimpenerwaard", "cranendonck"]}):
        assert short.ask("partners-per-doel", form) == plain.ask("partners-per-doel", form)
        assert len(short.ask("partners-per-doel", form).rows) == 7


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 half", b"PK\x05\x06" + bytes(18)])
def test_a_damaged_answer_is_asked_again(questions: Questions, asked: Questions, damage: bytes, tmp_path: Path) -> None:
    kept = PreparedAnswers(tmp_path, asked.version)
    question = questions.get("partners-per-doel")
    path = kept.file_of(question, question.text)
    path.parent.mkdir()
    path.write_bytes(damage)
    again = Questions(asked.folder, asked.store, asked.version, kept)
    assert again.ask("partners-per-doel", {}) == questions.ask("partners-per-doel", {})
    # So that it is asked again when answers are prepared.
    assert not path.exists()


def test_answers_to_another_version_or_another_query_are_not_taken(asked: Questions) -> None:
    question = asked.get("partners-per-doel")
    assert asked.prepared
    assert asked.prepared.find(question, {})
    assert (
        asked.prepared.find(question, {"?__partner_iri": ["<https://w3id.org/doelengraaf/id/organization/kwintes>"]})
        is None
    )
    assert PreparedAnswers(asked.prepared.folder.parent, "0+other").find(question, {}) is None


def test_a_search_in_the_file_finds_what_one_in_memory_finds(asked: Questions) -> None:
    assert asked.prepared
    kept, made = index_of(asked.store, asked.prepared.folder), SearchIndex.from_store(asked.store)
    assert (kept.kinds, kept.agendas) == (made.kinds, made.agendas)
    for text in ("schulden", "eenzaamhied", "cliënten", "zorg en ondersteuning krimpenerwaard", "mantelzorg", "qqqq"):
        assert kept.search(text, limit=500) == made.search(text, limit=500), text
    assert kept.search("schulden", ["goal"], ["krimpenerwaard"]) == made.search(
        "schulden", ["goal"], ["krimpenerwaard"]
    )


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\x00 half", None])
def test_a_damaged_index_is_made_again(asked: Questions, damage: bytes | None, tmp_path: Path) -> None:
    assert asked.prepared
    folder = tmp_path / "kept"
    shutil.copytree(asked.prepared.folder, folder)
    [file] = folder.glob("zoeken.*/*")
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    again = index_of(asked.store, folder)
    assert again.search("schulden").total
    assert not file.exists()


def test_what_is_kept_in_memory_is_bounded_by_size() -> None:
    kept = KeptBySize[list[int]](10, len)
    made: list[int] = []

    def ask(size: int) -> list[int]:
        return kept.get(size, lambda: made.append(size) or [0] * size)  # type: ignore[func-returns-value]

    assert [len(ask(size)) for size in (4, 3, 4, 5, 4, 3, 11, 11)] == [4, 3, 4, 5, 4, 3, 11, 11]
    # Three went when five came, for four had been asked for since; eleven never fits.
    assert made == [4, 3, 5, 3, 11, 11]
