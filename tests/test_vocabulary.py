"""The words at their own addresses: every term is found at its IRI, in every form and language, and the context and shapes are too."""

import json
import re
import subprocess
import sys

import pytest
from flask.testing import FlaskClient
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS

from doelengraaf.examples import question_iri
from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.rdf_forms import MEDIA_TYPES
from doelengraaf.terms import BASE, DG
from web.app import create_app

FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}
VOCABULARY = URIRef(BASE + "def")


@pytest.fixture(scope="module")
def client(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


def parse(client: FlaskClient, path: str, suffix: str, project: Project) -> Graph:
    data = client.get(f"{path}.{suffix}").data
    if suffix == "jsonld":
        document = json.loads(data)
        document["@context"] = json.loads(project.context.read_text(encoding="utf-8"))["@context"]
        data = json.dumps(document).encode()
    return Graph().parse(data=data, format=FORMATS[suffix])


def test_the_ontology_is_the_same_in_every_form_as_in_its_files(client: FlaskClient, project: Project) -> None:
    files = Graph().parse(project.ontology / "doelengraaf.ttl").parse(project.ontology / "alignments.ttl")
    for suffix in FORMATS:
        assert isomorphic(parse(client, "/def", suffix, project), files), suffix
    assert len(list(Dataset().parse(data=client.get("/def.trig").data, format="trig").quads())) == len(files)


def test_the_version_has_an_address(client: FlaskClient, project: Project) -> None:
    graph = parse(client, "/def", "ttl", project)
    version = graph.value(VOCABULARY, OWL.versionIRI)
    assert version == URIRef(f"{BASE}def/{graph.value(VOCABULARY, OWL.versionInfo)}")
    path = str(version).removeprefix(BASE)
    assert client.get(f"/{path}").mimetype == "text/html"
    assert client.get(f"/{path}", headers={"Accept": "application/rdf+xml"}).mimetype == "application/rdf+xml"
    assert client.get(f"/{path}.ttl").data == client.get("/def.ttl").data
    missing = client.get("/def/9.9.9")
    assert missing.status_code == 404
    assert "De huidige is" in missing.text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_term_stands_at_its_own_address_in_its_language(
    client: FlaskClient, project: Project, language: str
) -> None:
    html = client.get(f"/def?taal={language}").text
    graph = Graph().parse(project.ontology / "doelengraaf.ttl")
    names = {str(one).removeprefix(DG): one for one in graph.subjects(SKOS.definition) if str(one).startswith(DG)}
    assert len(names) == 76
    for name, term in names.items():
        part = re.search(rf'<div class="term" id="{name}".*?</dl>', html, re.DOTALL)
        assert part, name
        definition = next(
            str(one)
            for one in graph.objects(term, SKOS.definition)
            if isinstance(one, Literal) and one.language == language
        )
        assert definition in part.group().replace("&#39;", "'").replace("&amp;", "&"), name
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert f'<html lang="{language}">' in html
    assert not re.search(r"<script|<style|\sstyle=", html)


def test_pylode_finds_no_term_that_the_page_leaves_out(client: FlaskClient, project: Project) -> None:
    """PyLODE (https://github.com/RDFLib/pyLODE) reads the ontology as others see it; in a process of its own, for its warnings are not ours."""
    code = (
        f"from pylode import OntPub; print(OntPub(ontology={str(project.ontology / 'doelengraaf.ttl')!r}).make_html())"
    )
    other = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True
    ).stdout
    found = set(re.findall(rf"<code>{re.escape(DG)}(\w+)</code>", other))
    assert len(found) == 76
    ours = set(re.findall(r'<div class="term" id="(\w+)"', client.get("/def").text))
    assert ours == found


def test_the_context_is_published_for_programs_of_others(client: FlaskClient, project: Project) -> None:
    response = client.get("/def/context.jsonld")
    assert response.mimetype == "application/ld+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.data == project.context.read_bytes()


def test_the_shapes_are_those_of_the_files(client: FlaskClient, project: Project) -> None:
    files = Graph()
    for path in project.shapes.glob("*.ttl"):
        files.parse(path)
    for suffix in ("ttl", "rdf"):
        assert isomorphic(parse(client, "/shape", suffix, project), files), suffix
    assert client.get("/shape", headers={"Accept": "text/html,*/*;q=0.8"}).mimetype == "text/turtle"
    assert client.get("/shape.pdf").status_code == 406


def test_a_node_without_a_name_leads_to_the_words(client: FlaskClient) -> None:
    response = client.get("/def/genid/doelengraaf-1")
    assert response.status_code == 303
    assert response.headers["Location"].endswith("/def")


def test_a_concept_scheme_lists_its_concepts(client: FlaskClient) -> None:
    scheme = URIRef(BASE + "id/scheme/directions")
    graph = Graph().parse(data=client.get("/doc/scheme/directions.ttl").data, format="turtle")
    concepts = set(graph.subjects(SKOS.inScheme, scheme))
    assert concepts == {URIRef(BASE + "id/direction/up"), URIRef(BASE + "id/direction/down")}
    html = client.get("/doc/scheme/directions").text
    assert "<h1>Gewenste richting</h1>" in html
    assert "omhoog is beter" in html


def test_a_question_is_a_document_too(client: FlaskClient, project: Project) -> None:
    path = "/doc/question/witte-vlekken"
    query = client.get(path, headers={"Accept": "application/sparql-query"})
    assert query.mimetype == "application/sparql-query"
    assert query.data == (project.queries / "witte-vlekken.rq").read_bytes()
    assert client.get(f"{path}.rq").data == query.data
    graphs = [parse(client, path, suffix, project) for suffix in FORMATS]
    assert all(isomorphic(graphs[0], other) for other in graphs)
    node = URIRef(question_iri("witte-vlekken"))
    assert (node, RDF.type, URIRef("http://www.w3.org/ns/shacl#SPARQLSelectExecutable")) in graphs[0]
    assert graphs[0].value(URIRef(BASE + "doc/question/witte-vlekken"), DCTERMS.license) is not None
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406
    alternates = [line for line in client.get(path).headers.getlist("Link") if "alternate" in line]
    assert len(alternates) == len(MEDIA_TYPES) + 2
