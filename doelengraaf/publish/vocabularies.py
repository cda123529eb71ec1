"""Namespaces of the catalogue that rdflib does not name as this project uses them."""

from rdflib import Namespace, URIRef

__all__ = ["ADMS", "CC0_NL", "DCAT", "DCATAP", "EU", "IANA", "SPDX", "VCARD"]

ADMS = Namespace("http://www.w3.org/ns/adms#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
"""Version 3: rdflib knows version 2 only."""
DCATAP = Namespace("http://data.europa.eu/r5r/")
EU = Namespace("http://publications.europa.eu/resource/authority/")
IANA = Namespace("https://www.iana.org/assignments/media-types/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
CC0_NL = URIRef("https://definities.geostandaarden.nl/dcat-ap-nl/id/waardelijst/licenties/cc0")
"""CC0 as the Dutch list of licences names it."""
