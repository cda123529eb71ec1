"""The catalogue by DCAT-AP-NL, the numbers, and what crawlers find.

What the shapes of the EU, Geonovum and NL-SBB ask is repeated here for what concerns us, so that it is guarded where those shapes are not at hand; where they are,
``tests/referees/government_shapes.py`` judges by the shapes themselves.
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
import sectxt
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS, SH, SKOS, VOID
from serving import serving

from doelengraaf.pipeline import Report
from doelengraaf.project import PUBLISHED_VARIABLE, Project
from doelengraaf.publish import Version, publish
from doelengraaf.publish.catalogue import Deployment, make_catalogue
from doelengraaf.publish.parties import CATALOGUE, WHOLE_DATASET, Contact, Party, party
from doelengraaf.publish.vocabularies import ADMS, CC0_NL, DCAT, EU, SPDX, VCARD
from doelengraaf.store import Store
from doelengraaf.terms import BASE
from web import crawlers
from web.api.document import CONTACT_VARIABLE
from web.app import create_app
from web.settings import BASE_URL_VARIABLE
from web.standing import ORGANISATION_VARIABLE

SERVER = "https://doelengraaf.example.nl"
SCHEMA = {
    DCAT.Catalog: {
        "one": [DCTERMS.publisher, DCAT.contactPoint, DCTERMS.license],
        "some": [DCTERMS.title, DCTERMS.description, DCAT.dataset, DCTERMS.creator, DCAT.service, FOAF.homepage],
    },
    DCAT.Dataset: {
        "one": [DCTERMS.identifier, DCTERMS.accessRights, DCTERMS.publisher, ADMS.status, DCAT.version],
        "some": [
            DCTERMS.title,
            DCTERMS.description,
            DCAT.contactPoint,
            DCTERMS.creator,
            DCAT.theme,
            DCTERMS.conformsTo,
            FOAF.page,
            DCAT.landingPage,
            DCTERMS.language,
        ],
    },
    DCAT.Distribution: {
        "one": [
            DCAT.accessURL,
            DCTERMS.license,
            DCAT.downloadURL,
            DCAT.mediaType,
            DCTERMS["format"],
            DCAT.byteSize,
            DCAT.accessService,
            SPDX.checksum,
        ],
        "some": [DCTERMS.language, DCTERMS.conformsTo],
    },
    DCAT.DataService: {
        "one": [
            DCTERMS.identifier,
            DCTERMS.publisher,
            DCAT.endpointURL,
            DCAT.endpointDescription,
            DCTERMS.license,
            DCTERMS.accessRights,
        ],
        "some": [
            DCTERMS.title,
            DCTERMS.description,
            DCAT.contactPoint,
            DCAT.theme,
            DCAT.keyword,
            DCTERMS.creator,
            DCTERMS.language,
        ],
    },
    DCAT.DatasetSeries: {"one": [], "some": [DCTERMS.title, DCTERMS.description]},
    FOAF.Agent: {"one": [], "some": [FOAF.name]},
    SKOS.Concept: {"one": [], "some": [SKOS.prefLabel]},
}
"""What DCAT-AP-NL 3.0 makes mandatory or recommends, and what we promise on top."""
CLASSES = {
    DCTERMS.publisher: FOAF.Agent,
    DCTERMS.creator: FOAF.Agent,
    DCAT.contactPoint: VCARD.Kind,
    DCTERMS.license: DCTERMS.LicenseDocument,
    DCTERMS.language: DCTERMS.LinguisticSystem,
    DCTERMS.accessRights: DCTERMS.RightsStatement,
    DCTERMS.rights: DCTERMS.RightsStatement,
    DCTERMS.accrualPeriodicity: DCTERMS.Frequency,
    DCTERMS.spatial: DCTERMS.Location,
    DCTERMS.temporal: DCTERMS.PeriodOfTime,
    DCTERMS.conformsTo: DCTERMS.Standard,
    DCTERMS["format"]: DCTERMS.MediaTypeOrExtent,
    DCAT.mediaType: DCTERMS.MediaType,
    DCAT.compressFormat: DCTERMS.MediaType,
    DCAT.packageFormat: DCTERMS.MediaType,
    DCAT.theme: SKOS.Concept,
    ADMS.status: SKOS.Concept,
    FOAF.page: FOAF.Document,
    FOAF.homepage: FOAF.Document,
    DCAT.landingPage: FOAF.Document,
    DCAT.inSeries: DCAT.DatasetSeries,
    DCAT.dataset: DCAT.Dataset,
    DCAT.service: DCAT.DataService,
    DCAT.distribution: DCAT.Distribution,
    DCAT.accessService: DCAT.DataService,
}
"""What the range shapes ask of the values of a property."""
GM = "https://identifier.overheid.nl/tooi/id/gemeente/"


@pytest.fixture(scope="module")
def published(built: tuple[Project, Report], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Version]:
    folder = tmp_path_factory.mktemp("published")
    return folder, publish(built[0], folder).version


@pytest.fixture
def settings(published: tuple[Path, Version], monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv(PUBLISHED_VARIABLE, str(published[0]))
    monkeypatch.setenv(BASE_URL_VARIABLE, SERVER)
    monkeypatch.setenv(ORGANISATION_VARIABLE, "gemeente Cranendonck")
    monkeypatch.setenv(CONTACT_VARIABLE, "redactie Doelengraaf <doelengraaf@example.nl>")
    return monkeypatch


@pytest.fixture(scope="module")
def application(built: tuple[Project, Report]) -> FlaskClient:
    return create_app(built[0]).test_client()


@pytest.fixture
def client(application: FlaskClient, settings: pytest.MonkeyPatch) -> FlaskClient:
    return application


@pytest.fixture
def catalogue(client: FlaskClient) -> Graph:
    return Graph().parse(data=client.get("/catalog.ttl").get_data(as_text=True), format="turtle")


def lacks(graph: Graph) -> Iterator[tuple[str, str]]:
    """Give (node, property) of what is missing, too often there, or of no stated class."""
    for kind, wanted in SCHEMA.items():
        for node in graph.subjects(RDF.type, kind):
            counts = {p: len(set(graph.objects(node, p))) for p in (*wanted["one"], *wanted["some"])}
            yield from ((str(node), str(p)) for p in wanted["one"] if counts[p] != 1)
            yield from ((str(node), str(p)) for p in wanted["some"] if counts[p] < 1)
    for predicate, kind in CLASSES.items():
        for node, value in graph.subject_objects(predicate):
            if (value, RDF.type, kind) not in graph:
                yield str(node), f"{predicate} {value}"


def test_the_catalogue_has_all_that_dcat_ap_nl_asks(catalogue: Graph) -> None:
    assert sorted(lacks(catalogue)) == []
    assert len(set(catalogue.subjects(RDF.type, DCAT.Dataset))) == 6
    assert len(set(catalogue.subjects(RDF.type, DCAT.DatasetSeries))) == 4
    assert len(set(catalogue.subjects(RDF.type, DCAT.DataService))) == 2
    assert len(set(catalogue.subjects(RDF.type, DCAT.Distribution))) == 6 * 9


@pytest.mark.parametrize(
    ("kind", "predicate"),
    [
        (DCAT.Dataset, DCTERMS.creator),
        (DCAT.Distribution, DCTERMS.license),
        (DCAT.DataService, DCAT.endpointURL),
        (FOAF.Agent, FOAF.name),
    ],
)
def test_what_is_missing_is_found(catalogue: Graph, kind: URIRef, predicate: URIRef) -> None:
    node = next(catalogue.subjects(RDF.type, kind))
    catalogue.remove((node, predicate, None))
    assert (str(node), str(predicate)) in set(lacks(catalogue))


def test_municipalities_stand_by_their_tooi_address(catalogue: Graph) -> None:
    dataset = URIRef(CATALOGUE + "#wijk-bij-duurstede")
    assert set(catalogue.objects(dataset, DCTERMS.spatial)) == {URIRef(GM + "gm0352")}
    assert set(catalogue.objects(dataset, DCTERMS.publisher)) == {URIRef(GM + "gm1706")}
    assert set(catalogue.objects(dataset, DCAT.inSeries)) == {URIRef(CATALOGUE + "#series-wijk-bij-duurstede")}
    period = catalogue.value(URIRef(CATALOGUE + "#krimpenerwaard"), DCTERMS.temporal)
    assert str(catalogue.value(period, DCAT.startDate)) == "2021-01-01"
    assert str(catalogue.value(period, DCAT.endDate)) == "2025-12-31"


def test_a_publisher_is_who_the_setting_says(store: Store) -> None:
    assert party(store, "gemeente Krimpenerwaard") == Party(GM + "gm1931", "gemeente Krimpenerwaard", authority=True)
    assert party(store, "Wijk bij Duurstede").iri == GM + "gm0352"
    assert party(store, "Stichting Voorbeeld") == Party(CATALOGUE + "#publisher", "Stichting Voorbeeld")
    assert party(store, "").name == "redactie Doelengraaf"


def test_each_distribution_is_what_it_says(
    catalogue: Graph, client: FlaskClient, published: tuple[Path, Version]
) -> None:
    for node in catalogue.subjects(RDF.type, DCAT.Distribution):
        address = str(catalogue.value(node, DCAT.downloadURL))
        assert address.startswith(f"{SERVER}/dump/{published[1].address}/")
        assert str(node) == BASE + address.removeprefix(SERVER + "/")
        file = published[1].file(address.rpartition("/")[2])
        assert file is not None
        assert catalogue.value(node, DCAT.byteSize).toPython() == file.size
        checksum = catalogue.value(node, SPDX.checksum)
        assert str(catalogue.value(checksum, SPDX.checksumValue)).lower() == file.sha256
        assert catalogue.value(node, DCTERMS.license) == CC0_NL
        answer = client.head(address.removeprefix(SERVER), buffered=True)
        assert answer.status_code == 200, address
        unpacked = str(catalogue.value(node, DCAT.mediaType)).removeprefix(
            "https://www.iana.org/assignments/media-types/"
        )
        packed = {".gz": "application/gzip", "zip": "application/zip"}.get(file.name[-3:])
        assert answer.mimetype == (packed or unpacked)


def test_figures_of_others_are_not_relabelled(catalogue: Graph) -> None:
    rights = catalogue.value(URIRef(CATALOGUE + "#cranendonck"), DCTERMS.rights)
    texts = {str(text) for text in catalogue.objects(rights)}
    assert any(
        "GGD Brabant-Zuidoost Gezondheidsmonitors" in text and "voorwaarden van hun bron" in text for text in texts
    )
    none = catalogue.value(URIRef(CATALOGUE + "#vijfheerenlanden"), DCTERMS.rights)
    assert not any("bron" in str(text) for text in catalogue.objects(none))


@pytest.mark.parametrize(
    ("accept", "mimetype"),
    [
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("*/*", "text/turtle"),
    ],
)
def test_the_catalogue_comes_in_the_form_that_is_asked(client: FlaskClient, accept: str, mimetype: str) -> None:
    answer = client.get("/catalog", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, mimetype)
    assert "Accept" in answer.headers["Vary"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_all_forms_of_the_catalogue_say_the_same(client: FlaskClient, catalogue: Graph) -> None:
    for suffix, form in (("jsonld", "json-ld"), ("rdf", "xml")):
        assert set(Graph().parse(data=client.get(f"/catalog.{suffix}").get_data(), format=form)) == set(catalogue)
    assert client.get("/catalog.pdf").status_code == 406
    assert client.get("/catalog", headers={"Accept": "image/png"}).status_code == 406


def test_the_description_of_an_endpoint_is_at_the_address_that_the_catalogue_names(
    client: FlaskClient, catalogue: Graph
) -> None:
    addresses = {str(one) for one in catalogue.objects(predicate=DCAT.endpointDescription)}
    assert addresses == {f"{SERVER}/api/v1/openapi.json", f"{SERVER}/sparql"}
    described = Graph().parse(data=client.get("/sparql").get_data(as_text=True), format="turtle")
    [endpoint] = described.objects(predicate=URIRef("http://www.w3.org/ns/sparql-service-description#endpoint"))
    assert (None, DCAT.endpointURL, endpoint) in catalogue
    assert "openapi" in client.get("/api/v1/openapi.json").get_json()
    # It leads to the numbers, and the numbers to it; they count differently, and say so.
    numbers = URIRef(BASE + ".well-known/void")
    assert (endpoint + "#dataset", RDFS.seeAlso, numbers) in described
    told = Graph().parse(data=client.get("/.well-known/void.ttl").get_data(as_text=True), format="turtle")
    assert (numbers, RDFS.seeAlso, endpoint) in told
    once, each_graph = (
        int(str(graph.value(one, VOID.triples)))
        for graph, one in ((described, endpoint + "#dataset"), (told, URIRef(WHOLE_DATASET)))
    )
    assert 100_000 < once < each_graph
    assert {text.language for text in told.objects(numbers, DCTERMS.description) if isinstance(text, Literal)} == {
        "nl",
        "en",
    }


@pytest.mark.parametrize(
    "path", ["/catalog", "/catalog.jsonld", "/catalog.html", "/.well-known/void", "/.well-known/void.rdf"]
)
@pytest.mark.parametrize("encoding", ["identity", "br", "gzip"])
def test_who_has_the_catalogue_gets_nothing_again(client: FlaskClient, path: str, encoding: str) -> None:
    first = client.get(path, headers={"Accept-Encoding": encoding})
    assert first.headers.get("Content-Encoding", "identity") == encoding
    for header, value in (
        ("If-None-Match", first.headers["ETag"]),
        ("If-Modified-Since", first.headers["Last-Modified"]),
    ):
        again = client.get(path, headers={"Accept-Encoding": encoding, header: value})
        assert (again.status_code, again.data) == (304, b"")
    changed = client.get(path, headers={"If-None-Match": '"another"'})
    assert changed.status_code == 200


def test_before_anything_is_published_the_catalogue_stands(
    client: FlaskClient, settings: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.setenv(PUBLISHED_VARIABLE, str(tmp_path))
    settings.delenv(CONTACT_VARIABLE)
    settings.delenv(ORGANISATION_VARIABLE)
    graph = Graph().parse(data=client.get("/catalog").get_data(), format="turtle")
    assert {p for _, p in lacks(graph)} == {str(DCAT.version)}
    assert not set(graph.subjects(RDF.type, DCAT.Distribution))
    assert "doelengraaf publish" in client.get("/downloads").get_data(as_text=True)
    assert client.get("/dump/latest/doelengraaf.nq").status_code == 404


def test_every_concept_and_scheme_is_what_nl_sbb_asks(store: Store) -> None:
    graph = referee().schemes(store)
    concepts = set(graph.subjects(SKOS.inScheme))
    assert len(concepts) > 150
    labels: dict[tuple[str, str], set[str]] = {}
    for concept in concepts:
        definitions = list(graph.objects(concept, SKOS.definition))
        assert definitions, f"{concept} has no skos:definition"
        assert all(isinstance(text, Literal) and text.language for text in definitions), concept
        names = [text.language for text in graph.objects(concept, SKOS.prefLabel)]
        assert "nl" in names, concept
        assert len(names) == len(set(names)), concept
        top = list(graph.objects(concept, SKOS.topConceptOf))
        assert not (top and list(graph.objects(concept, SKOS.broader))), concept
        for scheme in graph.objects(concept, SKOS.inScheme):
            assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
            for text in graph.objects(concept, SKOS.prefLabel):
                labels.setdefault((str(scheme), f"{text}@{text.language}"), set()).add(str(concept))
        for relation in (SKOS.broader, SKOS.closeMatch, SKOS.exactMatch, SKOS.relatedMatch):
            for other in graph.objects(concept, relation):
                assert other in concepts, f"{concept} {relation} {other} is no concept"
    assert {key: found for key, found in labels.items() if len(found) > 1} == {}
    for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme):
        assert graph.value(scheme, DCTERMS.title) is not None


def referee() -> ModuleType:
    """Load the script that judges by the shapes of the governments."""
    path = Path(__file__).parent / "referees" / "government_shapes.py"
    spec = importlib.util.spec_from_file_location("government_shapes", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_shapes_of_the_governments_find_nothing(
    built: tuple[Project, Report], store: Store, published: tuple[Path, Version]
) -> None:
    judge = referee()
    sets = judge.shapes(judge.DCAT_AP, judge.DCAT_AP_NL)
    concepts = judge.shapes(judge.NL_SBB)
    if sets is None or concepts is None:
        pytest.skip("de mappen met vormen zijn niet ingesteld: zie tests/referees/government_shapes.py")
    here = Deployment(SERVER, party(store, "gemeente Cranendonck"), Contact("redactie", "redactie@example.nl"))
    graph = make_catalogue(store, here, built[0].ontology / "catalogue" / "terms.ttl", published[1])
    assert dict(judge.judge(graph, sets)) == {}
    assert dict(judge.judge(judge.schemes(store), concepts)) == {}
    dataset = URIRef(WHOLE_DATASET)
    graph.remove((dataset, DCTERMS.creator, None))
    assert len(judge.judge(graph, sets)) == 1


def test_the_judge_counts_what_shapes_find() -> None:
    shapes = Graph().parse(
        data=f"""@prefix sh: <{SH}> . @prefix dcat: <{DCAT}> . @prefix dct: <{DCTERMS}> .
        <urn:shape> a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:property [ sh:path dct:title ; sh:minCount 1 ] .""",
        format="turtle",
    )
    data = Graph().add((URIRef("urn:a"), RDF.type, DCAT.Dataset))
    [(severity, what, constraint)] = referee().judge(data, shapes)
    assert (severity, constraint) == ("Violation", "MinCountConstraintComponent")
    assert what.startswith(str(DCTERMS.title))
    assert validate(data, shacl_graph=shapes)[0] is False


def test_the_numbers_are_those_of_the_data(client: FlaskClient, store: Store, published: tuple[Path, Version]) -> None:
    graph = Graph().parse(data=client.get("/.well-known/void").get_data(), format="turtle")
    whole = URIRef(WHOLE_DATASET)
    lines = (published[1].folder / "doelengraaf.nq").read_text(encoding="utf-8").splitlines()
    assert int(graph.value(whole, VOID.triples)) == len(lines)
    for name in ("cranendonck/stated", "derived"):
        iri = URIRef(f"{BASE}graph/{name}")
        assert int(graph.value(iri, VOID.triples)) == sum(line.endswith(f"<{iri}> .") for line in lines)
        assert (whole, VOID.subset, iri) in graph
    goals = {line.split(" ")[0] for line in lines if f"<{RDF.type}> <{BASE}def#Goal>" in line}
    partition = next(s for s in graph.subjects(VOID["class"], URIRef(BASE + "def#Goal")))
    assert (whole, VOID.classPartition, partition) in graph
    assert int(graph.value(partition, VOID.entities)) == len(goals)
    measured = next(s for s in graph.subjects(VOID.property, URIRef(BASE + "def#measuredBy")))
    assert int(graph.value(measured, VOID.triples)) == sum(
        line.split(" ")[1] == f"<{BASE}def#measuredBy>" for line in lines
    )
    assert URIRef(SERVER + "/sparql") in set(graph.objects(whole, VOID.sparqlEndpoint))
    assert URIRef(BASE + "id/agenda/krimpenerwaard") in set(graph.objects(whole, VOID.exampleResource))
    targets = {str(graph.value(target, VOID.uriSpace)) for target in graph.objects(predicate=VOID.objectsTarget)}
    assert {
        "https://identifier.overheid.nl/tooi/",
        "https://wetten.overheid.nl/",
        "http://metadata.un.org/sdg",
    } <= targets


def test_files_come_with_type_checksum_and_parts(client: FlaskClient, published: tuple[Path, Version]) -> None:
    version = published[1]
    file = version.file("cranendonck.ttl")
    assert file is not None
    moved = client.get("/dump/latest/cranendonck.ttl", headers={"Accept-Encoding": "gzip"})
    assert (moved.status_code, moved.headers["Cache-Control"]) == (302, "no-cache")
    address = moved.headers["Location"]
    assert address == f"/dump/{version.address}/cranendonck.ttl"
    whole = client.get(address, headers={"Accept-Encoding": "gzip, br"}, buffered=True)
    assert whole.get_data() == (version.folder / "cranendonck.ttl").read_bytes()
    assert whole.mimetype == "text/turtle"
    assert whole.headers["ETag"] == f'"{file.sha256}"'
    assert whole.headers["Content-Disposition"] == "attachment; filename=cranendonck.ttl"
    assert whole.headers["Access-Control-Allow-Origin"] == "*"
    assert "immutable" in whole.headers["Cache-Control"]
    part = client.get(address, headers={"Range": "bytes=10-19", "Accept-Encoding": "gzip"}, buffered=True)
    assert (part.status_code, part.get_data()) == (206, whole.get_data()[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{file.size}"
    beyond = client.get(address, headers={"Range": f"bytes={file.size}-"}, buffered=True)
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{file.size}")
    assert (beyond.mimetype, beyond.headers["Access-Control-Allow-Origin"]) == ("text/plain", "*")
    assert str(file.size) in beyond.text
    assert client.get(address, headers={"If-None-Match": f'"{file.sha256}"'}, buffered=True).status_code == 304
    assert client.get(f"/dump/{version.version}/cranendonck.ttl", buffered=True).status_code == 302, (
        "the version with its plus sign"
    )
    assert (
        json.loads(client.get(f"/dump/{version.address}/version.json", buffered=True).get_data())["version"]
        == version.version
    )


@pytest.mark.parametrize(
    "path",
    [
        "../version.json",
        "..%2fversion.json",
        "%2e%2e/%2e%2e/etc/passwd",
        "/etc/passwd",
        ".lock",
        "..",
        "doelengraaf.nq%00",
        "geen.nq",
    ],
)
def test_no_other_file_can_be_had(client: FlaskClient, published: tuple[Path, Version], path: str) -> None:
    (published[0] / "geheim.txt").write_text("geheim", encoding="utf-8")
    for version in (published[1].address, ".", "..", "latest"):
        answer = client.get(f"/dump/{version}/{path}", follow_redirects=True, buffered=True)
        assert answer.status_code in (404, 405), (version, path)


def test_the_page_lists_every_file_with_its_size_and_checksum(
    client: FlaskClient, published: tuple[Path, Version]
) -> None:
    for language, words in (
        ("nl", ["Grootte", "De hele graaf", "SHA256SUMS"]),
        ("en", ["Size", "The whole graph", "SHA256SUMS"]),
    ):
        html = client.get(f"/downloads?taal={language}").get_data(as_text=True)
        assert all(word in html for word in words)
        for file in published[1].files:
            if file.part:
                assert f'/dump/{published[1].address}/{file.name}"' in html
                assert file.sha256 in html


def test_the_page_of_a_version_tells_what_changed(
    client: FlaskClient, settings: pytest.MonkeyPatch, published: tuple[Path, Version], tmp_path: Path
) -> None:
    first = client.get(f"/downloads/{published[1].address}").get_data(as_text=True)
    assert "Dit is de eerste versie" in first
    changes = {
        "from": "0.1.0+oud",
        "to": published[1].version,
        "added": 3,
        "removed": 2,
        "changed": 1,
        "agendas": {"cranendonck": {"added": 3, "removed": 2, "changed": 1}},
        "shared": {"added": 0, "removed": 0, "changed": 0},
        "derived": {"added": 0, "removed": 0, "changed": 0},
        "graphs": {},
        "changedStatements": [],
        "things": {
            "added": [{"iri": BASE + "id/topic/nieuw", "name": "Nieuw <b>ding</b>"}],
            "removed": [],
            "changed": [],
        },
    }
    folder = tmp_path / published[1].address
    folder.mkdir()
    said = {**published[1].as_json(), "previous": "0.1.0+oud"}
    (folder / "version.json").write_text(json.dumps(said), encoding="utf-8")
    (folder / "changes.json").write_text(json.dumps(changes), encoding="utf-8")
    settings.setenv(PUBLISHED_VARIABLE, str(tmp_path))
    html = client.get(f"/downloads/{published[1].address}").get_data(as_text=True)
    assert "3 beweringen erbij, 2 eraf; daarvan 1 gewijzigd" in html
    assert '<a href="/id/topic/nieuw">Nieuw &lt;b&gt;ding&lt;/b&gt;</a>' in html
    assert "0.1.0+oud (niet meer bewaard)" in html


def test_search_engines_are_told_what_it_is(client: FlaskClient, published: tuple[Path, Version]) -> None:
    html = client.get("/downloads").get_data(as_text=True)
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert "<" not in text
    said = json.loads(text)
    assert (said["@type"], said["@id"], said["version"]) == ("Dataset", WHOLE_DATASET, published[1].version)
    assert said["temporalCoverage"].startswith("2019-01-01/")
    assert {one["name"] for one in said["distribution"]} == {file.name for file in published[1].of_part("doelengraaf")}


@pytest.mark.browser
def test_the_data_block_is_no_script_to_the_browser(
    built: tuple[Project, Report], settings: pytest.MonkeyPatch, browser: Browser
) -> None:
    settings.delenv(BASE_URL_VARIABLE)
    with serving(create_app(built[0])) as address:
        page = browser.new_page()
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation', e => console.log('CSP ' + e.violatedDirective))"
        )
        page.goto(address + "/downloads")
        assert json.loads(page.locator('script[type="application/ld+json"]').text_content() or "")["@type"] == "Dataset"
        assert told == []
        # The policy is on: a block that is a script is refused, and told.
        page.evaluate("document.head.append(Object.assign(document.createElement('script'), {textContent: '1'}))")
        page.wait_for_timeout(200)
        assert any("script-src" in one for one in told)
        page.close()


def test_the_sitemap_names_every_page_and_thing(client: FlaskClient, built: tuple[Project, Report]) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    index = ET.fromstring(client.get("/sitemap.xml").get_data())  # noqa: S314
    assert index.tag == space + "sitemapindex"
    parts = [one.text or "" for one in index.iter(space + "loc")]
    assert parts == [SERVER + "/sitemap-1.xml"]
    found = ET.fromstring(client.get("/sitemap-1.xml").get_data())  # noqa: S314
    paths = [(one.text or "").removeprefix(SERVER) for one in found.iter(space + "loc")]
    assert len(paths) == len(set(paths)) > 2000
    wanted = {
        "/",
        "/vragen/partners-per-doel",
        "/doc/krimpenerwaard/wheel/veerkracht",
        "/doc/topic/eenzaamheid",
        "/downloads",
    }
    assert wanted <= set(paths)
    for path in [*paths[:110], *paths[110::150]]:
        answer = client.get(path, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.mimetype) == (200, "text/html"), path
    assert client.get("/sitemap-2.xml").status_code == 404


def test_the_addresses_of_the_sitemap_answer(client: FlaskClient) -> None:
    document = ET.fromstring(client.get("/sitemap-1.xml").get_data())  # noqa: S314
    addresses = [one.text or "" for one in document.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    # Fifty at equal distances, the first and the last among them.
    sample = [addresses[number * (len(addresses) - 1) // 49] for number in range(50)]
    assert len(set(sample)) == 50
    assert {one: client.get(one.removeprefix(SERVER)).status_code for one in sample} == dict.fromkeys(sample, 200)


def test_a_long_sitemap_is_divided(built: tuple[Project, Report], settings: pytest.MonkeyPatch) -> None:
    settings.setattr(crawlers, "MOST", 1000)
    client = create_app(built[0]).test_client()
    index = client.get("/sitemap.xml").get_data(as_text=True)
    count = index.count("<loc>")
    assert count > 2
    assert client.get("/sitemap-1.xml").get_data(as_text=True).count("<loc>") == 1000
    assert 0 < client.get(f"/sitemap-{count}.xml").get_data(as_text=True).count("<loc>") <= 1000


def test_every_page_of_the_menu_is_in_the_sitemap() -> None:
    from web.app import FOOT, MENU

    assert {endpoint for endpoint, _ in (*MENU, *FOOT)} <= set(crawlers._PAGES)


def test_robots_are_told_where_the_sitemap_is(client: FlaskClient) -> None:
    text = client.get("/robots.txt").get_data(as_text=True)
    assert f"Sitemap: {SERVER}/sitemap.xml" in text
    assert "Disallow: /taal/" in text
    assert "Disallow: /\n" not in text


def test_security_txt_is_one_by_the_rfc(client: FlaskClient, settings: pytest.MonkeyPatch) -> None:
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    parsed = sectxt.Parser(answer.get_data(), urls=[SERVER + "/.well-known/security.txt"])
    assert parsed.errors == []
    assert parsed.is_valid()
    text = answer.get_data(as_text=True)
    assert "Contact: mailto:doelengraaf@example.nl\n" in text
    expires = datetime.fromisoformat(re.findall(r"^Expires: (\S+)$", text, re.MULTILINE)[0])
    assert timedelta(days=180) < expires - datetime.now(UTC) < timedelta(days=365)
    settings.delenv(CONTACT_VARIABLE)
    assert client.get("/.well-known/security.txt").status_code == 404


def test_the_referee_runs_by_itself(built: tuple[Project, Report]) -> None:
    root = Path(__file__).resolve().parent.parent
    env = {name: value for name, value in os.environ.items() if not name.startswith("DOELENGRAAF_SHAPES")}
    done = subprocess.run(
        [sys.executable, root / "tests" / "referees" / "government_shapes.py"],
        capture_output=True,
        text=True,
        check=False,
        cwd=built[0].root,
        env={**env, "PYTHONPATH": str(root)},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("overgeslagen") == 3


def test_the_words_of_others_are_those_the_catalogue_uses(catalogue: Graph, built: tuple[Project, Report]) -> None:
    terms = Graph().parse(built[0].ontology / "catalogue" / "terms.ttl", format="turtle")
    own = catalogue - terms
    used = {str(node) for node in own.all_nodes()}
    links = {str(s) for s in terms.subjects()} - used
    # The schemes are there for their members, the other kind of publisher for who is no local authority.
    assert links <= {
        "http://purl.org/adms/publishertype/1.0",
        "http://purl.org/adms/publishertype/NonProfitOrganisation",
    }
    assert str(EU["data-theme"]) in used
