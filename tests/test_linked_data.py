"""Things as linked data: 303, one document in many forms with the same statements, and from thing to thing with nothing but Turtle."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from flask.testing import FlaskClient
from rdflib import Dataset, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS, SKOS, VOID
from serving import serving

from doelengraaf.documents import PAGE_SIZE, Edition, make_document
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.rdf_forms import MEDIA_TYPES, Writer
from doelengraaf.shelves import shelves
from doelengraaf.store import OxigraphStore, Store, Term
from doelengraaf.terms import BASE, DG, ID, Context
from doelengraaf.things import ask, text_of
from web.app import create_app
from web.settings import BASE_URL_VARIABLE

DGN = Namespace(DG)
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
OA = Namespace("http://www.w3.org/ns/oa#")
VEERKRACHT = URIRef(ID + "krimpenerwaard/wheel/veerkracht")
FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml", "trig": "trig"}
EDITION = Edition("1", datetime(2026, 11, 22, tzinfo=UTC))
FORMS = {"html": "text/html", **MEDIA_TYPES}


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def parse(data: bytes, suffix: str, project: Project) -> Graph:
    """Read a form; the context of JSON-LD is the file instead of its address."""
    if suffix == "jsonld":
        document = json.loads(data)
        assert document["@context"].endswith("/def/context.jsonld")
        document["@context"] = json.loads(project.context.read_text(encoding="utf-8"))["@context"]
        data = json.dumps(document).encode()
    if suffix == "trig":
        graph = Graph()
        for s, p, o, _ in Dataset().parse(data=data, format="trig").quads():
            graph.add((s, p, o))
        return graph
    return Graph().parse(data=data, format=FORMATS[suffix])


def turtle(client: FlaskClient, path: str) -> Graph:
    response = client.get(path, headers={"Accept": "text/turtle"})
    assert response.status_code == 200
    return Graph().parse(data=response.data, format="turtle")


def links(response: object) -> dict[str, list[str]]:
    """Give relation to addresses of the Link headers."""
    found: dict[str, list[str]] = {}
    for line in response.headers.getlist("Link"):  # type: ignore[attr-defined]
        address, relation = re.fullmatch(r'<([^>]*)>; rel="([^"]*)".*', line).groups()  # type: ignore[union-attr]
        found.setdefault(relation, []).append(address)
    return found


@pytest.fixture(scope="module")
def sample(store: Store) -> list[str]:
    """Of each class of ours the middle thing by address, of every fourth class; with an evidence place, a link and a path."""
    classes = sorted({text_of(row[0]) for row in ask(store, "SELECT DISTINCT ?c WHERE { ?x a ?c }")})
    chosen = [*[one for one in classes if one.startswith(DG)][::4], str(OA.SpecificResource), str(RDF.Statement)]
    found = []
    for class_ in chosen:
        things = sorted(text_of(row[0]) for row in ask(store, f"SELECT DISTINCT ?x WHERE {{ ?x a <{class_}> }}"))
        found.append(things[len(things) // 2])
    return [*found, ID + "agenda/krimpenerwaard"]


def test_all_forms_hold_the_same_statements(client: FlaskClient, project: Project, sample: list[str]) -> None:
    assert len(set(sample)) >= 10
    for thing in sample:
        # The addresses are those that the page for people names.
        page = client.get("/doc/" + thing.removeprefix(ID), headers={"Accept": "text/html"}).text
        named = {
            kind: unescape(href)
            for kind, href in re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)">', page)
        }
        assert set(named) == set(MEDIA_TYPES.values()), thing
        graphs = {suffix: parse(client.get(named[MEDIA_TYPES[suffix]]).data, suffix, project) for suffix in FORMATS}
        assert (URIRef(thing), None, None) in graphs["nt"], thing
        for suffix, graph in graphs.items():
            assert isomorphic(graph, graphs["nt"]), f"{thing} {suffix}"


def test_all_that_the_graph_says_of_a_thing_is_in_its_document(store: Store, sample: list[str]) -> None:
    # The agenda is read page by page in a test of its own.
    for thing in sample[:-1]:
        pages = (document := make_document(store, thing, EDITION, FORMS)) and document.pages
        assert pages
        told = {
            triple
            for page in range(1, pages + 1)
            for triple in (make_document(store, thing, EDITION, FORMS, page) or pytest.fail("leeg")).statements
        }
        rows = ask(
            store,
            f"SELECT ?s ?p ?o WHERE {{ VALUES ?x {{ <{thing}> }} {{ ?x ?p ?o BIND (?x AS ?s) }} UNION {{ ?s ?p ?x BIND (?x AS ?o) }} }}",
        )
        missing = {tuple(row) for row in rows} - told
        assert not missing, (thing, list(missing)[:3])


def test_a_document_tells_names_evidence_both_directions_and_itself(client: FlaskClient) -> None:
    graph = turtle(client, "/doc/krimpenerwaard/wheel/veerkracht")
    document = URIRef(BASE + "doc/krimpenerwaard/wheel/veerkracht")
    assert graph.value(document, FOAF.primaryTopic) == VEERKRACHT
    assert graph.value(document, DCTERMS.license) == URIRef("https://creativecommons.org/publicdomain/zero/1.0/")
    assert graph.value(document, VOID.inDataset) == graph.value(document, DCTERMS.isPartOf) == URIRef(ID + "dataset")
    assert graph.value(document, DCTERMS.modified).datatype.endswith("dateTime")  # type: ignore[union-attr]
    assert URIRef(str(document) + ".jsonld") in set(graph.objects(document, DCTERMS.hasFormat))
    place = graph.value(VEERKRACHT, DGN.evidence)
    source = graph.value(place, OA.hasSource)
    assert graph.value(source, RDFS.label) is not None
    assert str(graph.value(graph.value(place, OA.hasSelector), RDF.value)).startswith("line=")
    assert list(graph.subjects(DGN.inArea, VEERKRACHT))
    statements = [link for link in graph.subjects(RDF.object, VEERKRACHT) if "/derivation/" not in link]
    assert statements
    assert all(graph.value(link, DGN.basis) and graph.value(link, DCTERMS.bibliographicCitation) for link in statements)
    for other in {*graph.objects(VEERKRACHT), *graph.subjects(None, VEERKRACHT)}:
        if isinstance(other, URIRef) and other.startswith(ID) and other not in (VEERKRACHT, URIRef(ID + "dataset")):
            names = (RDFS.label, SKOS.prefLabel, DCTERMS.title, DCTERMS.bibliographicCitation, RDF.type)
            assert any(graph.value(other, name) for name in names), other


def test_the_graphs_tell_how_sure_each_statement_is(client: FlaskClient) -> None:
    data = Dataset().parse(data=client.get("/doc/cranendonck/goal/participatie.trig").data, format="trig")
    goal = URIRef(ID + "cranendonck/goal/participatie")
    bases = {(str(p), str(g).rpartition("/")[2]) for _, p, _, g in data.quads((goal, None, None, None))}
    assert (str(RDFS.label), "stated") in bases
    assert (DG + "topic", "interpreted") in bases
    assert (DG + "topic", "stated") not in bases
    document = URIRef(BASE + "doc/cranendonck/goal/participatie")
    graphs = {
        g
        for _, _, g in Graph()
        .parse(data=client.get("/doc/cranendonck/goal/participatie.ttl").data)
        .triples((document, URIRef("http://www.w3.org/ns/prov#wasDerivedFrom"), None))
    }
    assert URIRef(BASE + "graph/cranendonck/stated") in graphs


def test_an_id_sends_on_and_is_only_read(client: FlaskClient) -> None:
    response = client.get("/id/krimpenerwaard/wheel/veerkracht?format=ttl")
    assert response.status_code == 303
    assert response.headers["Location"] == "/doc/krimpenerwaard/wheel/veerkracht?format=ttl"
    assert links(response)["describedby"] == ["http://localhost/doc/krimpenerwaard/wheel/veerkracht"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        refused = client.open("/id/krimpenerwaard/wheel/veerkracht", method=method)
        assert refused.status_code == 405
        assert "GET" in refused.headers["Allow"]
    for path in ("/id/krimpenerwaard/wheel/veerkracht", "/doc/krimpenerwaard/wheel/veerkracht", "/doc", "/def"):
        asked = client.options(path)
        assert asked.status_code == 200
        assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        ("", "", "text/html"),
        ("", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("", "text/turtle", "text/turtle"),
        ("", "application/json", "application/ld+json"),
        ("", "text/turtle;q=0.3, application/rdf+xml", "application/rdf+xml"),
        (".nt", "text/turtle", "application/n-triples"),
        (".html", "text/turtle", "text/html"),
        ("?format=jsonld", "text/turtle", "application/ld+json"),
        (".ttl?format=jsonld", "", "text/turtle"),
        (".trig", "", "application/trig"),
        ("", "application/trig", "application/trig"),
        (
            "",
            "application/n-quads, application/trig;q=0.95, application/ld+json;q=0.9, text/turtle;q=0.6",
            "application/ld+json",
        ),
    ],
)
def test_the_form_is_chosen_by_ending_parameter_and_header(
    client: FlaskClient, path: str, accept: str, media_type: str
) -> None:
    response = client.get("/doc/topic/eenzaamheid" + path, headers={"Accept": accept} if accept else {})
    assert response.status_code == 200
    assert response.mimetype == media_type
    assert "Accept" in response.vary
    found = links(response)
    assert "http://localhost/doc/topic/eenzaamheid.ttl" in found["alternate"]
    assert len(found["alternate"]) == 6
    assert found["describes"] == [ID + "topic/eenzaamheid"]
    assert found.get("canonical", []) == (["http://localhost/doc/topic/eenzaamheid"] if path else [])


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/doc/topic/eenzaamheid.pdf", "*/*"),
        ("/doc/topic/eenzaamheid", "image/png"),
        ("/doc?format=x", "*/*"),
        ("/def", "image/png"),
    ],
)
def test_what_cannot_be_had_is_told_in_text(client: FlaskClient, path: str, accept: str) -> None:
    response = client.get(path, headers={"Accept": accept})
    assert response.status_code == 406
    assert response.mimetype == "text/plain"
    assert "ttl\ttext/turtle" in response.text
    page = client.get("/doc/topic/eenzaamheid?format=x", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.status_code == 406
    assert page.mimetype == "text/html"


def test_who_has_it_gets_nothing_again(client: FlaskClient) -> None:
    for path in (
        "/doc/topic/eenzaamheid.ttl",
        "/doc/topic/eenzaamheid",
        "/doc/topic",
        "/def.rdf",
        "/def/context.jsonld",
        "/doc/question/witte-vlekken.ttl",
    ):
        first = client.get(path)
        assert first.headers["ETag"].startswith('"')
        for header, value in (
            ("If-None-Match", first.headers["ETag"]),
            ("If-Modified-Since", first.headers["Last-Modified"]),
        ):
            again = client.get(path, headers={header: value})
            assert again.status_code == 304, path
            assert not again.data
        head = client.head(path)
        assert head.headers["ETag"] == first.headers["ETag"]
        assert not head.data


@pytest.mark.parametrize("suffix", list(FORMATS))
def test_an_unknown_thing_is_told_in_the_form_that_was_asked(
    client: FlaskClient, project: Project, suffix: str
) -> None:
    for path in (
        "/doc/krimpenerwaard/goal/onzin",
        "/doc/on zin/<x>",
        "/doc/topic/werk.{}?bladzijde=999",
        "/doc/question/onzin",
    ):
        response = client.get(path.format(suffix) if "{}" in path else f"{path}.{suffix}")
        assert response.status_code == 404
        assert response.mimetype == MEDIA_TYPES[suffix]
        assert {
            t.language
            for t in parse(response.data, suffix, project).objects(None, RDFS.comment)
            if isinstance(t, Literal)
        } == {"nl", "en"}
    page = client.get("/doc/krimpenerwaard/goal/onzin")
    assert page.status_code == 404
    assert page.mimetype == "text/html"


def test_a_dot_in_an_address_is_no_form(small: Project) -> None:
    store = OxigraphStore()
    label = Term("iri", str(RDFS.label))
    for name in ("agenda/versie-1.2", "agenda/x.ttl"):
        store.insert([(Term("iri", ID + name), label, Term("literal", name, "nl"))], BASE + "graph/x/stated")
    small.build.mkdir()
    small.nquads.write_text("".join(store.quads(BASE + "graph/x/stated")), encoding="utf-8")
    client = create_app(small).test_client()
    assert "versie-1.2" in client.get("/doc/agenda/versie-1.2").text
    assert client.get("/doc/agenda/versie-1.2.nt").mimetype == "application/n-triples"
    assert client.get("/doc/agenda/x.ttl").mimetype == "text/html"
    assert client.get("/doc/agenda/x.ttl.ttl").mimetype == "text/turtle"
    assert client.get("/doc/agenda/x").status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "²", "9" * 30, ""])
def test_a_page_is_a_number(client: FlaskClient, page: str) -> None:
    response = client.get("/doc/topic/werk", query_string={"bladzijde": page})
    assert response.status_code == 400
    assert "is geen bladzijde" in response.text


def test_large_things_come_in_pages(client: FlaskClient) -> None:
    agenda = URIRef(ID + "agenda/krimpenerwaard")
    path: str | None = "/doc/agenda/krimpenerwaard.nt"
    found: set[URIRef] = set()
    pages = 0
    while path:
        response = client.get(path)
        assert response.status_code == 200
        graph = Graph().parse(data=response.data, format="nt")
        assert len({s for s in graph.subjects(None, agenda) if "/link/" not in s}) <= PAGE_SIZE + 2
        found |= set(graph.subjects(DGN.agenda, agenda))  # type: ignore[arg-type]
        pages += 1
        following = links(response).get("next", [])
        path = following[0].removeprefix("http://localhost") if following else None
    assert pages > 20
    assert len(found) > 1500
    first = turtle(client, "/doc/agenda/krimpenerwaard")
    view = first.value(URIRef(BASE + "doc/agenda/krimpenerwaard"), HYDRA.view)
    assert first.value(view, HYDRA.next) == URIRef(BASE + "doc/agenda/krimpenerwaard?bladzijde=2")
    people = client.get("/doc/agenda/krimpenerwaard").text
    assert 'rel="next"' in people
    assert people.count("<li>") < 400
    assert "Waar het staat" in people
    assert "Waar het staat" not in client.get("/doc/agenda/krimpenerwaard?bladzijde=2").text


def test_pages_for_people_tell_the_other_forms(client: FlaskClient) -> None:
    for path in ("/doc/topic/eenzaamheid", "/doc/topic", "/doc", "/def"):
        html = client.get(path).text
        for media_type in MEDIA_TYPES.values():
            assert f'<link rel="alternate" type="{media_type}" href="{path}.' in html
        assert "Access-Control-Allow-Origin" not in client.get(path).headers


def test_every_thing_is_on_a_list(client: FlaskClient, store: Store) -> None:
    found = shelves(store)
    reached, asked = set(), [BASE + "doc"]
    seen = set(asked)
    while asked:
        shelf = found[asked.pop().removeprefix(BASE + "doc").removeprefix("/")]
        for member in shelf.members:
            if member.startswith(ID):
                reached.add(member)
            elif member not in seen:
                seen.add(member)
                asked.append(member)
    things = {
        text_of(row[0])
        for row in ask(
            store,
            f'SELECT DISTINCT ?x WHERE {{ ?x ?p ?o FILTER (STRSTARTS(STR(?x), "{ID}") && !CONTAINS(STR(?x), "#")) }}',
        )
    }
    assert reached == things
    goals = turtle(client, "/doc/cranendonck/goal")
    here = URIRef(BASE + "doc/cranendonck/goal")
    assert (here, RDF.type, HYDRA.Collection) in goals
    # The four result areas of Cranendonck's framework.
    assert {str(one).rpartition("/")[2] for one in goals.objects(here, HYDRA.member)} == {
        "participatie",
        "samenredzaamheid",
        "talentontwikkeling",
        "leefbaarheid",
    }
    assert goals.value(here, HYDRA.totalItems) == Literal(4)
    partners = turtle(client, "/doc/partner")
    shown = list(partners.objects(URIRef(BASE + "doc/partner"), HYDRA.member))
    assert len(shown) == PAGE_SIZE
    assert int(str(partners.value(URIRef(BASE + "doc/partner"), HYDRA.totalItems))) > PAGE_SIZE
    dataset = turtle(client, "/doc/dataset")
    assert dataset.value(URIRef(ID + "dataset"), VOID.rootResource) == URIRef(BASE + "doc")
    assert client.get("/doc/partner?bladzijde=99").status_code == 404
    assert client.get("/doc/").status_code == 200


def test_the_same_statements_give_the_same_bytes_in_every_process(tmp_path: Path, project: Project) -> None:
    code = f"""
import hashlib
from pathlib import Path
from doelengraaf.rdf_forms import MEDIA_TYPES, Writer
from doelengraaf.store import Term
from doelengraaf.terms import Context
u = lambda x: Term("iri", "https://x.nl/" + x)
said = {{(u(f"s{{n % 5}}"), u(f"p{{n % 3}}"), u(f"o{{n}}")): {{"https://x.nl/g1", "https://x.nl/g2"}} for n in range(60)}}
writer = Writer(Context.read(Path({str(project.context)!r})), "https://x.nl/c")
print([hashlib.sha256(writer.write(said, one)).hexdigest() for one in MEDIA_TYPES])
"""
    outcomes = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=project.root,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outcomes) == 1


def test_json_ld_puts_a_value_only_under_a_term_that_gives_it_back(project: Project) -> None:
    thing = Term("iri", ID + "x/goal/y")
    said = [
        (DG + "value", Term("literal", "1.50", "", "http://www.w3.org/2001/XMLSchema#decimal")),
        (DG + "value", Term("literal", "veel")),
        (DG + "value", Term("literal", "a", "fy")),
        (str(RDFS.label), Term("literal", "naam", "nl")),
        (str(RDFS.label), Term("literal", "name", "en")),
        (str(RDFS.label), Term("literal", "nom", "fr")),
        (DG + "topic", Term("iri", ID + "topic/werk")),
        (DG + "topic", Term("literal", "werk")),
        (DG + "serves", Term("iri", "https://elders.nl/x")),
        (str(DCTERMS.source), Term("blank", "b1")),
        ("https://elders.nl/p#q", Term("iri", "urn:x:y")),
    ]
    statements = {(thing, Term("iri", p), o): set[str]() for p, o in said}
    writer = Writer(Context.read(project.context), "https://x.nl/def/context.jsonld")
    graphs = [parse(writer.write(statements, suffix), suffix, project) for suffix in FORMATS]
    assert len(graphs[0]) == len(said)
    assert all(isomorphic(graphs[0], other) for other in graphs)
    document = json.loads(writer.write(statements, "jsonld"))
    node = document["@graph"][0]
    assert node["label"] == "naam"
    assert node["labelEn"] == "name"


@pytest.fixture(scope="module")
def base(built: tuple[Project, Report]) -> Iterator[str]:
    with serving(create_app(built[0])) as address:
        yield address


def test_from_agenda_to_goal_to_indicator_to_figure_with_turtle_alone(base: str) -> None:
    def look(iri: URIRef) -> Graph:
        """Follow an address of the data on this server: 303 first, then Turtle; and the pages after it."""
        graph = Graph()
        following: str | None = base + "/" + str(iri).removeprefix(BASE)
        while following:
            with urlopen(Request(following, headers={"Accept": "text/turtle"}), timeout=60) as answer:  # noqa: S310
                assert urlsplit(answer.url).path.startswith("/doc/")
                graph.parse(data=answer.read(), format=answer.headers.get_content_type())
                pages = re.findall(r'<([^>]+)>; rel="next"', ", ".join(answer.headers.get_all("Link")))
            following = pages[0] if pages and "agenda" not in iri else None
        return graph

    agenda = URIRef(ID + "agenda/krimpenerwaard")
    goals = Graph()
    with urlopen(Request(f"{base}/doc/krimpenerwaard/goal", headers={"Accept": "text/turtle"}), timeout=60) as answer:  # noqa: S310
        goals.parse(data=answer.read(), format="turtle")
    of_agenda = look(agenda)
    assert of_agenda.value(agenda, RDFS.label) is not None
    for goal in sorted(goals.subjects(RDF.type, DGN.Goal)):
        about_goal = look(goal)  # type: ignore[arg-type]
        assert (goal, DGN.agenda, agenda) in about_goal
        for indicator in sorted(about_goal.objects(goal, DGN.measuredBy)):
            about_indicator = look(indicator)  # type: ignore[arg-type]
            for figure in sorted(about_indicator.subjects(DGN.indicator, indicator)):
                about_figure = look(figure)  # type: ignore[arg-type]
                assert about_figure.value(figure, DGN.value) is not None
                assert about_figure.value(figure, DGN.evidence) is not None
                return
    pytest.fail("geen cijfer gevonden")


def test_json_ld_reads_with_the_context_that_is_served(base: str) -> None:
    graph = Graph().parse(f"{base}/doc/cranendonck/goal/participatie.jsonld", format="json-ld")
    other = Graph().parse(f"{base}/doc/cranendonck/goal/participatie.nt", format="nt")
    assert isomorphic(graph, other)


def test_the_base_is_a_setting_and_the_data_do_not_change(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = client.get("/doc/topic/eenzaamheid.nt")
    monkeypatch.setenv(BASE_URL_VARIABLE, "https://doelengraaf.example.nl")
    response = client.get("/doc/topic/eenzaamheid.nt")
    assert response.data == plain.data
    assert "https://doelengraaf.example.nl/doc/topic/eenzaamheid.ttl" in links(response)["alternate"]
    assert (
        json.loads(client.get("/doc/topic/eenzaamheid.jsonld").data)["@context"]
        == "https://doelengraaf.example.nl/def/context.jsonld"
    )
    monkeypatch.setenv(BASE_URL_VARIABLE, "geen adres")
    wrong = client.get("/doc/topic/eenzaamheid.nt")
    assert wrong.status_code == 500
    assert BASE_URL_VARIABLE in wrong.text
