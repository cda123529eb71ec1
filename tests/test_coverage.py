"""Coverage: what is cited is counted, what is not says why, and wrong tables are findings."""

from itertools import pairwise
from pathlib import Path

import pytest

from doelengraaf.coverage import STATUSES, documents, read_coverage
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.shares import shares
from doelengraaf.store import Rows, Store


def test_every_document_is_accounted_for_without_gaps(
    project: Project, built: tuple[Project, Report], store: Store
) -> None:
    found = documents(project, store)
    assert len(found) == 5
    for document in found:
        assert document.sections, document.label
        ends = [(part.first, part.last) for part in document.sections]
        assert ends[0][0] == 1, document.label
        assert ends[-1][1] == document.lines, document.label
        assert all(after[0] == before[1] + 1 for before, after in pairwise(ends)), document.label
        assert document.covered_share == 1
        assert 0.1 < document.cited_share < 1


def test_a_part_that_is_read_yields_something_or_says_why(project: Project, store: Store) -> None:
    for document in documents(project, store):
        for part in document.sections:
            assert part.status in STATUSES
            assert part.cited or part.note, (
                f"{document.label} {part.first}-{part.last}: niets aangehaald en geen toelichting"
            )


def test_measurements_are_in_the_graph(store: Store) -> None:
    answer = store.query(
        """PREFIX dqv: <http://www.w3.org/ns/dqv#> PREFIX dg: <https://w3id.org/doelengraaf/def#>
        SELECT ?v { ?m dqv:computedOn ?s ; dqv:value ?v . ?s a dg:SourceDocument }"""
    )
    assert isinstance(answer, Rows)
    assert len(answer.rows) == 10
    assert all(row[0] and 0 < float(row[0].value) <= 1 for row in answer.rows)


def test_shares_of_links_add_up_and_agree_with_their_counts(store: Store) -> None:
    found = shares(store)
    for agenda in {one.agenda for one in found}:
        own = [one for one in found if one.agenda == agenda]
        total = sum(one.count for one in own)
        assert [one.share for one in own] == [pytest.approx(one.count / total, abs=0.0001) for one in own]
        words = [one.basis.iri.rpartition("/")[2] for one in own]
        assert words in (["stated", "interpreted"], ["stated", "interpreted", "derived"]), f"{agenda.text}: {words}"
    derived = {one.agenda.iri.rpartition("/")[2] for one in found if one.basis.iri.endswith("/derived")}
    # Only these two agendas put activities under wheels or themes that goals stand under too.
    assert derived == {"krimpenerwaard", "wijk-bij-duurstede"}


def test_every_link_of_the_tables_is_a_statement_with_a_place(store: Store) -> None:
    answer = store.query(
        """PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX dg: <https://w3id.org/doelengraaf/def#>
        PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?s ?p ?o ?link ?basis ?place WHERE {
          VALUES ?p { dg:contributesTo dg:inArea dg:partOf dg:measuredBy dg:influencedBy dg:influences dg:guidedBy dg:aimsAt dg:regulatedBy }
          ?s ?p ?o . FILTER NOT EXISTS { ?s a dg:Contribution } FILTER NOT EXISTS { ?s prov:wasDerivedFrom ?any }
          OPTIONAL { ?link rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; dg:basis ?basis OPTIONAL { ?link dcterms:bibliographicCitation ?place } }
        }"""
    )
    assert isinstance(answer, Rows)
    assert len(answer.rows) > 1500
    for s, p, o, link, basis, place in answer.rows:
        assert link, f"{s} {p} {o} is no statement"
        assert basis
        assert place or not basis.value.endswith("/stated"), f"{s} {p} {o} is stated without a place"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("bron,regels\n", 1),
        ("source,lines,section,status,note\nmag,5-2,x,read,\n", 2),
        ("source,lines,section,status,note\nmag,1-2,x,gelezen,\n", 2),
        ("source,lines,section,status,note\nmag,1-2,x,read\n", 2),
        ("", 1),
    ],
)
def test_wrong_tables_are_findings(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "coverage.csv"
    path.write_text(text, encoding="utf-8")
    assert [finding.line for finding in read_coverage(path, "coverage.csv")[1]] == [line]
