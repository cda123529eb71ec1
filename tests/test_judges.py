"""The two SHACL engines: the quick one is only used because it says what its referee says."""

import os
import random
import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from damage import Damage

from doelengraaf.building.quads import build_quads
from doelengraaf.building.tables import Built, read_project
from doelengraaf.check import check_shapes
from doelengraaf.errors import DoelengraafError, JudgesDifferError, ShapesError, ToolMissingError
from doelengraaf.judging import JUDGE_VARIABLE, Result, Unit, choose_judge, judge_units, shacl_judge, units_of
from doelengraaf.judging import choice as choice_module
from doelengraaf.judging.pyshacl_judge import PyshaclJudge
from doelengraaf.judging.shacl_judge import ShaclJudge
from doelengraaf.pipeline import Report, check_project
from doelengraaf.project import Project

GRAPHS = int(os.environ.get("DOELENGRAAF_DAMAGED", "24"))
"""How many damaged graphs are judged twice; each holds eight cuts with some fifty damages."""
CUTS = 8
GOALS = "data/agendas/cranendonck/goals.csv"


@pytest.fixture(scope="module")
def real(built: tuple[Project, Report]) -> Built:
    return build_quads(built[0], read_project(built[0]))


@pytest.fixture(scope="module")
def shapes(real: Built) -> str:
    text: str = real.shapes.graph.serialize(format="nt")
    return text


def test_both_say_the_same_of_the_real_data(real: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    findings = check_shapes(real, told.append)
    assert sorted(told) == sorted([*(agenda.slug for agenda in real.agendas), "shared", "mappings"])
    assert findings
    monkeypatch.setenv(JUDGE_VARIABLE, "both")
    assert check_shapes(real) == findings


def damaged(real: Built) -> Iterator[Unit]:
    parts = {unit.name: [*ox.parse(unit.data, format=ox.RdfFormat.N_TRIPLES)] for unit in units_of(real)}
    # Of the ontology every graph keeps the classes and lists: what an agenda and the mappings both know.
    ontology = set(parts["mappings"]) & set(parts["cranendonck"]) & set(parts["shared"])
    names = sorted(parts)
    for seed in range(GRAPHS):
        name = names[seed % len(names)]
        triples = Damage([*parts[name], *parts["shared"]], sorted(ontology, key=str)).graph(seed, CUTS)
        nodes = {node.value for triple in triples for node in (triple.subject, triple.object)}  # type: ignore[union-attr]
        yield Unit(f"{name} {seed}", "".join(f"{triple} .\n" for triple in triples), sorted(nodes))
    # Numbers and dates without their type, and texts without letters: chance does not break these in every set of tables.
    bare = [ox.Triple(t.subject, t.predicate, _bare(t.object)) for t in parts["cranendonck"]]
    yield Unit("bare", "".join(f"{t} .\n" for t in bare), sorted({t.subject.value for t in bare}))  # type: ignore[union-attr]


def _bare(term: object) -> ox.NamedNode | ox.Literal:
    if isinstance(term, ox.Literal) and term.language:
        return ox.Literal("", language=term.language)
    if isinstance(term, ox.Literal):
        return ox.Literal(term.value)
    assert isinstance(term, ox.NamedNode)
    return term


def test_both_say_the_same_of_damaged_graphs(real: Built, shapes: str) -> None:
    quick, total, kinds, differences = ShaclJudge(shapes), 0, set(), []
    for unit, wanted in judge_units(PyshaclJudge(shapes), damaged(real)):
        found = quick.judge(unit.data, unit.focus)
        total += len(wanted)
        kinds |= {result.component.removesuffix("ConstraintComponent") for result in wanted}
        differences += [(unit.name, one) for one in {*found} ^ {*wanted}]
    assert differences == []
    assert total > 100 * GRAPHS
    # Every kind of constraint our shapes use was broken somewhere.
    assert kinds >= {
        "MinCount",
        "MaxCount",
        "Class",
        "Datatype",
        "NodeKind",
        "Pattern",
        "In",
        "Or",
        "Node",
        "LanguageIn",
    }
    assert kinds >= {"UniqueLang", "QualifiedMinCount", "MinLength", "SPARQL"}


def test_a_piece_knows_enough_of_the_rest(real: Built, shapes: str) -> None:
    """Judged agenda by agenda, spoilt data gives what it gives judged as one graph."""
    rng = random.Random(1)  # noqa: S311
    # What two graphs both say is to be gone from both.
    ontology = {quad.triple for quad in real.quads if str(quad.graph_name).endswith("/ontology>")}
    gone = {t for t in sorted({q.triple for q in real.quads}, key=str) if rng.random() < 0.02} - ontology
    spoilt = [quad for quad in real.quads if quad.triple not in gone]
    pieces = list(units_of(replace(real, quads=set(spoilt))))
    whole = "".join(sorted({f"{quad.triple} .\n" for quad in spoilt}))
    judge = ShaclJudge(shapes)
    in_pieces = {result for unit in pieces for result in judge.judge(unit.data, unit.focus)}
    at_once = set(judge.judge(whole, sorted({node for unit in pieces for node in unit.focus})))
    assert len(at_once) > 500
    assert in_pieces == at_once


def test_the_quick_one_is_used_and_told_where_it_is_installed(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    check_project(small, steps.append)
    assert [step for step in steps if f"(SHACL) controleren met {ShaclJudge('').name}" in step]
    monkeypatch.setattr(choice_module, "is_installed", lambda: False)
    assert isinstance(choose_judge(""), PyshaclJudge)
    monkeypatch.setenv(JUDGE_VARIABLE, "both")
    with pytest.raises(ToolMissingError, match=r"pip install doelengraaf\[fast\]"):
        choose_judge("")
    monkeypatch.setenv(JUDGE_VARIABLE, "jena")
    with pytest.raises(DoelengraafError, match=f"{JUDGE_VARIABLE} is 'jena', maar kan zijn: pyshacl, shacl, both"):
        choose_judge("")


def test_another_judge_judges_again(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    findings = check_project(small)
    again: list[str] = []
    monkeypatch.setenv(JUDGE_VARIABLE, "pyshacl")
    assert check_project(small, again.append) == findings
    assert [step.partition(": ")[2] for step in again if step.startswith("gelezen")] == [
        "cranendonck (1 van 1)",
        "shared (1 van 1)",
    ]


def test_judges_that_differ_are_told(shapes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    thing = "<https://w3id.org/doelengraaf/id/a/goal/x>"
    data = f"{thing} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/doelengraaf/def#Goal> .\n"
    focus = [thing.strip("<>")]
    judge = choice_module.BothJudges(shapes)
    found = judge.judge(data, focus)
    assert "De naam (label) ontbreekt of is dubbel: geef precies één Nederlandse naam." in {one.nl for one in found}
    whole = ShaclJudge.judge
    monkeypatch.setattr(ShaclJudge, "judge", lambda *told: whole(*told)[1:])
    with pytest.raises(
        JudgesDifferError, match=r"0 bevindingen heeft alleen shacl, 1 alleen pySHACL.*goal/x.*=pyshacl"
    ):
        judge.judge(data, focus)


def test_values_are_told_as_written(shapes: str) -> None:
    thing = "<https://w3id.org/doelengraaf/id/a/source-document/x>"
    data = f"{thing} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/doelengraaf/def#SourceDocument> .\n"
    data += f'{thing} <http://www.semanticdesktop.org/ontologies/2007/03/22/nfo#lineCount> "-007"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    goal = "<https://w3id.org/doelengraaf/id/a/goal/x>"
    data += f"{goal} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/doelengraaf/def#Goal> .\n"
    data += f'{goal} <http://purl.org/dc/terms/description> "{"é" * 601}"@nl .\n'
    data += f'{goal} <http://purl.org/dc/terms/description> "{"é" * 600}"@en .\n'
    for judge in (PyshaclJudge(shapes), ShaclJudge(shapes)):
        found = judge.judge(data, [thing.strip("<>"), goal.strip("<>")])
        assert [one.value for one in found if one.component == "MaxLengthConstraintComponent"] == ["é" * 601]
        assert "-007" in {one.value for one in found if one.component == "MinInclusiveConstraintComponent"}


@pytest.mark.parametrize("engine", [PyshaclJudge, ShaclJudge])
def test_shapes_that_cannot_be_used(engine: type[PyshaclJudge] | type[ShaclJudge]) -> None:
    shape = "<http://example.org/s>"
    wrong = f"{shape} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/shacl#NodeShape> .\n"
    wrong += f"{shape} <http://www.w3.org/ns/shacl#targetNode> {shape} .\n"
    wrong += f'{shape} <http://www.w3.org/ns/shacl#minCount> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    wrong += f'{shape} <http://www.w3.org/ns/shacl#sparql> _:q .\n_:q <http://www.w3.org/ns/shacl#select> "SELECT nothing" .\n'
    with pytest.raises(ShapesError):
        engine(wrong).judge(f"{shape} {shape} {shape} .\n", ["http://example.org/s"])


def test_what_the_quick_one_cannot_judge_its_referee_judges(shapes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """What a panic in Rust is in Python."""

    class Broken:
        def validate_text(self, *_: object, **__: object) -> None:
            raise PanicException("index out of bounds")

    thing = "<https://w3id.org/doelengraaf/id/law/x>"
    data = f"{thing} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/doelengraaf/def#Law> .\n"
    day = f'{thing} <http://data.europa.eu/eli/ontology#first_date_entry_in_force> "{"9" * 30}-01-01"'
    far = data + f"{day}^^<http://www.w3.org/2001/XMLSchema#date> .\n"
    focus = [thing.strip("<>")]
    referee, quick = PyshaclJudge(shapes), ShaclJudge(shapes)
    # A year of thirty digits makes the engine stop; it is not even asked.
    assert {one.component for one in quick.judge(far, focus)} >= {"DatatypeConstraintComponent"}
    assert quick.judge(far, focus) == referee.judge(far, focus)
    monkeypatch.setattr(shacl_judge, "_compiled", lambda _: (Broken(), {}))
    assert quick.judge(data, focus) == referee.judge(data, focus) != []


def test_numbers_of_any_length_in_a_citation_are_judged_the_same(shapes: str) -> None:
    rdf, source = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "https://w3id.org/doelengraaf/id/a/source-document/s"
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    lines = [f"<{source}> <{rdf}type> <https://w3id.org/doelengraaf/def#SourceDocument> ."]
    lines.append(f'<{source}> <http://www.semanticdesktop.org/ontologies/2007/03/22/nfo#lineCount> "100"{integer} .')
    spans = {"0,1": False, "99,100": False, "100,101": True, "5,5": True, "9,5": True, f"{'9' * 30},{'9' * 31}": True}
    spans |= {"0,99999999999999999999": True, "x,5": False, ",": False}
    for number, span in enumerate(spans):
        node, selector = f"<https://w3id.org/doelengraaf/id/a/evidence/{number}>", f"<http://example.org/{number}>"
        lines.append(f"{node} <http://www.w3.org/ns/oa#hasSource> <{source}> .")
        lines.append(f"{node} <http://www.w3.org/ns/oa#hasSelector> {selector} .")
        lines.append(f'{selector} <{rdf}value> "line={span}" .')
    nodes = {
        f"https://w3id.org/doelengraaf/id/a/evidence/{number}": wrong for number, wrong in enumerate(spans.values())
    }
    for judge in (PyshaclJudge(shapes), ShaclJudge(shapes)):
        found = {one.focus for one in judge.judge("\n".join(lines), list(nodes)) if one.path.endswith("hasSelector")}
        assert found == {node for node, wrong in nodes.items() if wrong}


class _Slow:
    """A judge that waits until it may go on."""

    in_threads = True
    name = "slow"

    def __init__(self) -> None:
        self.go = threading.Event()

    def judge(self, data: str, focus: Collection[str]) -> Sequence[Result]:
        self.go.wait(10)
        return []


def test_few_pieces_are_in_memory_at_once() -> None:
    judge, asked = _Slow(), []

    def units() -> Iterator[Unit]:
        for number in range(50):
            asked.append(number)
            if number == 3:
                judge.go.set()
            yield Unit(str(number), "", [])

    seen = 0
    for _ in judge_units(judge, units(), workers=2):
        seen += 1
        assert len(asked) - seen <= 4
    assert seen == 50


def test_an_unreadable_file_is_no_reason_to_judge_less(small: Project, tmp_path: Path) -> None:
    (tmp_path / GOALS).write_text("", encoding="utf-8")
    built = build_quads(small, read_project(small))
    assert {unit.name for unit in units_of(built)} == {"cranendonck", "shared"}
    assert {unit.name for unit in units_of(built, only={"shared"})} == {"shared"}
