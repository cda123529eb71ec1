"""The catalogue: what can be had, from whom and under which licence, by DCAT-AP-NL 3.0 (https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/).

The IRIs of what is described are the same on every server; only where it is to be had (access, landing page, endpoint) is an address of this one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, OWL, PROV, RDF, RDFS, XSD
from rdflib.term import Node

from doelengraaf.overview import Agenda, agendas
from doelengraaf.publish.distributions import add_distributions
from doelengraaf.publish.parties import (
    CATALOGUE,
    WHOLE_DATASET,
    Contact,
    Party,
    dataset_iri,
    editors,
    figure_sources,
    tooi_of_municipalities,
)
from doelengraaf.publish.parts import SHARED, WHOLE
from doelengraaf.publish.rights import sentence
from doelengraaf.publish.shelf import Version
from doelengraaf.publish.vocabularies import ADMS, CC0_NL, DCAT, EU, SPDX, VCARD
from doelengraaf.store import Store
from doelengraaf.terms import BASE

__all__ = ["API_SERVICE", "SPARQL_SERVICE", "Deployment", "make_catalogue"]

API_SERVICE = CATALOGUE + "#service-api"
SPARQL_SERVICE = CATALOGUE + "#service-sparql"
_STANDARD = URIRef("https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/")
_PUBLISHER_TYPE = Namespace("http://purl.org/adms/publishertype/")
_THEMES = (EU["data-theme/SOCI"], EU["data-theme/GOVE"])
_KEYWORDS = ("sociaal domein", "gemeentelijk beleid", "beleidsagenda", "samenwerkingspartners", "linked data")


@dataclass(frozen=True)
class Deployment:
    """Where and by whom the data are served.

    Args:
        base: the root of this server, without a slash at the end.
        publisher: who publishes.
        contact: whom to ask.
    """

    base: str
    publisher: Party
    contact: Contact


def make_catalogue(store: Store, here: Deployment, terms: Path, version: Version | None) -> Graph:
    """Make the catalogue.

    Args:
        store: the data.
        here: where they are served.
        terms: the file that says what the words of others are (``ontology/catalogue/terms.ttl``).
        version: the latest published version; without one there is nothing to download yet.
    """
    graph = Graph()
    for prefix, namespace in (
        ("dcat", DCAT),
        ("dcterms", DCTERMS),
        ("foaf", FOAF),
        ("vcard", VCARD),
        ("adms", ADMS),
        ("spdx", SPDX),
    ):
        graph.bind(prefix, namespace, override=True)
    graph.parse(terms, format="turtle")
    maker = _Maker(graph, store, here, version)
    maker.catalogue()
    return graph


class _Maker:
    """Adds statements to a graph; one for each catalogue."""

    def __init__(self, graph: Graph, store: Store, here: Deployment, version: Version | None) -> None:
        self._graph = graph
        self._store = store
        self._here = here
        self._version = version
        self._publisher = URIRef(here.publisher.iri)
        self._contact = URIRef(CATALOGUE + "#contact")
        self._editors = editors(store)

    def _add(self, node: URIRef, predicate: URIRef, *values: Node) -> None:
        for value in values:
            self._graph.add((node, predicate, value))

    def _texts(self, node: URIRef, predicate: URIRef, texts: Mapping[str, str]) -> None:
        self._add(node, predicate, *(Literal(text, lang=language) for language, text in texts.items()))

    def _page(self, path: str) -> URIRef:
        node = URIRef(self._here.base + path)
        self._add(node, RDF.type, FOAF.Document)
        return node

    def catalogue(self) -> None:
        """Add the catalogue and all that is in it."""
        node = URIRef(CATALOGUE)
        self._parties()
        self._add(node, RDF.type, DCAT.Catalog)
        self._texts(node, DCTERMS.title, {"nl": "Catalogus van Doelengraaf", "en": "Catalogue of Doelengraaf"})
        self._texts(
            node,
            DCTERMS.description,
            {
                "nl": "Wat er van Doelengraaf te downloaden en te bevragen is: de agenda’s van gemeenten in het sociaal domein als één graaf, per agenda en als geheel.",
                "en": "What can be downloaded from and asked of Doelengraaf: municipal social-policy agendas as one graph, per agenda and as a whole.",
            },
        )
        self._add(node, DCTERMS.publisher, self._publisher)
        self._add(node, DCTERMS.creator, URIRef(self._editors.iri))
        self._add(node, DCAT.contactPoint, self._contact)
        self._add(node, DCTERMS.license, CC0_NL)
        self._add(node, DCTERMS.language, EU["language/NLD"])
        self._add(node, DCTERMS.spatial, EU["country/NLD"])
        self._add(node, DCTERMS.conformsTo, _STANDARD)
        self._add(node, DCAT.themeTaxonomy, EU["data-theme"])
        self._add(node, FOAF.homepage, self._page("/"))
        if self._version:
            self._add(node, DCTERMS.modified, Literal(self._version.published[:10], datatype=XSD.date))
        for service in self._services():
            self._add(node, DCAT.service, service)
        self._add(node, DCAT.dataset, self._whole(), self._shared(), *map(self._agenda, agendas(self._store)))

    def _parties(self) -> None:
        for party in (self._here.publisher, self._editors):
            one = URIRef(party.iri)
            kind = _PUBLISHER_TYPE.LocalAuthority if party.authority else _PUBLISHER_TYPE.NonProfitOrganisation
            self._add(one, RDF.type, FOAF.Agent, FOAF.Organization)
            self._add(one, FOAF.name, Literal(party.name, lang="nl"))
            self._add(one, DCTERMS.type, kind)
        contact = self._here.contact
        self._add(self._contact, RDF.type, VCARD.Kind, VCARD.Organization)
        self._add(self._contact, VCARD.fn, Literal(contact.name, lang="nl"))
        if contact.email:
            self._add(self._contact, VCARD.hasEmail, URIRef("mailto:" + contact.email))
        if contact.page:
            self._add(self._contact, VCARD.hasURL, URIRef(contact.page))

    def _resource(self, node: URIRef, kind: URIRef, title: Mapping[str, str], description: Mapping[str, str]) -> None:
        """Add what datasets and services have alike."""
        self._add(node, RDF.type, kind)
        self._texts(node, DCTERMS.title, title)
        self._texts(node, DCTERMS.description, description)
        self._add(node, DCTERMS.identifier, Literal(str(node)))
        self._add(node, DCTERMS.publisher, self._publisher)
        self._add(node, DCTERMS.creator, URIRef(self._editors.iri))
        self._add(node, DCAT.contactPoint, self._contact)
        self._add(node, DCTERMS.accessRights, EU["access-right/PUBLIC"])
        self._add(node, DCAT.theme, *_THEMES)
        self._add(node, DCAT.keyword, *(Literal(word, lang="nl") for word in _KEYWORDS))
        self._add(node, DCTERMS.language, EU["language/NLD"])

    def _services(self) -> list[URIRef]:
        base = self._here.base
        api, sparql = URIRef(API_SERVICE), URIRef(SPARQL_SERVICE)
        self._resource(
            api,
            DCAT.DataService,
            {"nl": "API van Doelengraaf", "en": "API of Doelengraaf"},
            {
                "nl": "Vragen, dingen en zoeken als JSON, volgens de Nederlandse API Design Rules.",
                "en": "Questions, things and search as JSON, by the Dutch API Design Rules.",
            },
        )
        self._add(api, DCAT.endpointURL, URIRef(base + "/api/v1"))
        self._add(api, DCAT.endpointDescription, URIRef(base + "/api/v1/openapi.json"))
        self._add(api, DCTERMS.conformsTo, URIRef("https://spec.openapis.org/oas/v3.0.3"))
        self._add(api, FOAF.page, self._page("/api"))
        self._resource(
            sparql,
            DCAT.DataService,
            {"nl": "SPARQL-endpoint van Doelengraaf", "en": "SPARQL endpoint of Doelengraaf"},
            {
                "nl": "Eigen vragen aan de hele graaf in SPARQL 1.1.",
                "en": "Queries of one's own over the whole graph in SPARQL 1.1.",
            },
        )
        self._add(sparql, DCAT.endpointURL, URIRef(base + "/sparql"))
        # Without a query the endpoint answers with its description (SPARQL 1.1 Service Description).
        self._add(sparql, DCAT.endpointDescription, URIRef(base + "/sparql"))
        self._add(sparql, DCTERMS.conformsTo, URIRef("https://www.w3.org/TR/sparql11-protocol/"))
        self._add(sparql, FOAF.page, self._page("/sparql-editor"))
        for service in (api, sparql):
            self._add(service, DCTERMS.license, CC0_NL)
            self._add(service, DCAT.servesDataset, URIRef(WHOLE_DATASET))
        return [api, sparql]

    def _dataset(
        self, part: str, title: Mapping[str, str], description: Mapping[str, str], path: str, figures: Sequence[str]
    ) -> URIRef:
        node = URIRef(dataset_iri(part))
        self._resource(node, DCAT.Dataset, title, description)
        self._add(node, DCTERMS.conformsTo, URIRef(BASE + "def"))
        self._add(node, DCTERMS.accrualPeriodicity, EU["frequency/IRREG"])
        self._add(node, ADMS.status, EU["dataset-status/COMPLETED"])
        self._add(node, DCAT.landingPage, self._page(path))
        self._add(node, FOAF.page, self._page("/downloads"))
        rights = URIRef(f"{CATALOGUE}#rights-{part}")
        self._add(rights, RDF.type, DCTERMS.RightsStatement)
        self._texts(rights, RDFS.label, {language: sentence(figures, language) for language in ("nl", "en")})
        self._add(node, DCTERMS.rights, rights)
        if self._version:
            add_distributions(self._graph, node, self._version, part, self._here.base, [API_SERVICE, SPARQL_SERVICE])
        return node

    def _whole(self) -> URIRef:
        every = sorted({name for names in figure_sources(self._store).values() for name in names})
        node = self._dataset(
            WHOLE,
            {"nl": "Doelengraaf: de hele graaf", "en": "Doelengraaf: the whole graph"},
            {
                "nl": "Alle agenda’s, de gedeelde lijsten, de woordenlijst, de overeenkomsten tussen agenda’s en wat daaruit is afgeleid, met bewijsplaatsen.",
                "en": "All agendas, the shared lists, the vocabulary, the mappings between agendas and what is derived from them, with evidence.",
            },
            "/agendas",
            every,
        )
        self._add(node, DCTERMS.spatial, EU["country/NLD"])
        self._add(node, OWL.versionInfo, *([Literal(self._version.version)] if self._version else []))
        return node

    def _shared(self) -> URIRef:
        node = self._dataset(
            SHARED,
            {"nl": "Doelengraaf: gedeelde lijsten en woordenlijst", "en": "Doelengraaf: shared lists and vocabulary"},
            {
                "nl": "Partners, partnertypen, onderwerpen, wetten, doelgroepen, de woordenlijst en de overeenkomsten tussen agenda’s.",
                "en": "Partners, partner types, topics, laws, target groups, the vocabulary and the mappings between agendas.",
            },
            "/partners",
            [],
        )
        self._add(node, DCTERMS.spatial, EU["country/NLD"])
        return node

    def _agenda(self, agenda: Agenda) -> URIRef:
        slug = agenda.iri.rpartition("/")[2]
        place, tooi = tooi_of_municipalities(self._store).get(agenda.municipality.iri, (agenda.municipality.text, ""))
        node = self._dataset(
            slug,
            {"nl": agenda.label, "en": f"{agenda.label} (social-policy agenda of {place})"},
            {
                "nl": agenda.description or f"De agenda van {place} voor het sociaal domein, met bewijsplaatsen.",
                "en": f"The social-policy agenda of {place} as linked data with evidence; what it says is in Dutch.",
            },
            f"/id/agenda/{slug}",
            figure_sources(self._store).get(agenda.iri, []),
        )
        self._add(node, DCTERMS.subject, URIRef(agenda.iri))
        self._add(node, DCTERMS.isPartOf, URIRef(WHOLE_DATASET))
        self._add(URIRef(WHOLE_DATASET), DCTERMS.hasPart, node)
        self._add(node, PROV.wasDerivedFrom, *(URIRef(source.iri) for source in agenda.sources))
        if tooi:
            self._add(URIRef(tooi), RDF.type, DCTERMS.Location)
            self._add(URIRef(tooi), RDFS.label, Literal(place, lang="nl"))
            self._add(node, DCTERMS.spatial, URIRef(tooi))
        period = URIRef(f"{CATALOGUE}#period-{slug}")
        for end, day in ((DCAT.startDate, agenda.start), (DCAT.endDate, agenda.end)):
            if day:
                self._add(node, DCTERMS.temporal, period)
                self._add(period, RDF.type, DCTERMS.PeriodOfTime)
                self._add(period, end, Literal(day, datatype=XSD.date))
        series = URIRef(f"{CATALOGUE}#series-{agenda.municipality.iri.rpartition('/')[2]}")
        self._add(series, RDF.type, DCAT.DatasetSeries)
        self._texts(series, DCTERMS.title, {"nl": f"Agenda’s van {place}", "en": f"Agendas of {place}"})
        self._texts(
            series,
            DCTERMS.description,
            {
                "nl": f"De opeenvolgende agenda’s van {place} voor het sociaal domein.",
                "en": f"The successive social-policy agendas of {place}.",
            },
        )
        self._add(series, DCTERMS.publisher, self._publisher)
        self._add(series, DCAT.contactPoint, self._contact)
        self._add(series, DCTERMS.accrualPeriodicity, EU["frequency/IRREG"])
        self._add(series, DCTERMS.spatial, *([URIRef(tooi)] if tooi else []))
        self._add(node, DCAT.inSeries, series)
        return node
