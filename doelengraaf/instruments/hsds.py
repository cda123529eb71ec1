"""The social map in the Human Services Data Specification 3 of Open Referral: organizations, services and taxonomy terms.

Field names are those of https://docs.openreferral.org/en/3.0/hsds/schema_reference.html. Identifiers are UUIDs made of the IRIs, so that they stay the same. An
agenda is a plan: a service is in the file because the agenda names it, and that it is ``active`` is only what the specification asks to be filled in.
"""

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from doelengraaf.answers import LICENCE
from doelengraaf.instruments.overviews import Item, Overview, said

__all__ = ["hsds_json"]

_PARTNER = 0
_PROVIDES = "executes"
_TAXONOMIES = {1: "Topics", 2: "Target groups", 3: "Prevention"}


def hsds_json(overview: Overview, version: str) -> bytes:
    """Give a social map as JSON by HSDS 3.

    Args:
        overview: what ``social_map`` gives.
        version: of the data.
    """
    organizations: dict[str, dict[str, Any]] = {}
    terms: dict[str, dict[str, Any]] = {}
    services = []
    for row in overview.tables[0].rows:
        own = row.head.items[0]
        service: dict[str, Any] = {
            "id": _id(own.link.iri),
            "name": own.link.text,
            "description": f"{own.citation} ({own.link.basis})",
            "url": own.link.iri,
            "status": "active",
            "attributes": [],
        }
        partners = row.cells[_PARTNER].items
        for item in partners:
            organizations[item.link.iri] = {
                "id": _id(item.link.iri),
                "name": item.link.text,
                "description": f"{item.citation} ({item.link.basis})",
                "uri": item.link.iri,
            }
        # A service has one organization there: the first that carries it out by the agenda. The others are attributes.
        provider = next((item for item in partners if item.note.get("en") == _PROVIDES), None)
        if provider:
            service["organization_id"] = _id(provider.link.iri)
        for item in partners:
            if item is provider:
                continue
            service["attributes"].append(_attribute(own, item, "partner") | {"value": _id(item.link.iri)})
        for place, taxonomy in _TAXONOMIES.items():
            for item in row.cells[place].items:
                terms[item.link.iri] = {
                    "id": _id(item.link.iri),
                    "name": item.link.text,
                    "description": item.link.text,
                    "code": item.link.iri.rpartition("/")[2],
                    "taxonomy": taxonomy,
                    "language": "nl",
                    "term_uri": item.link.iri,
                }
                service["attributes"].append(_attribute(own, item, taxonomy) | {"taxonomy_term_id": _id(item.link.iri)})
        if groups := row.cells[2].items:
            service["eligibility_description"] = ", ".join(item.link.text for item in groups)
        services.append(service)
    whole = {
        "specification": "HSDS 3.0",
        "title": overview.title(),
        "source": said(overview.place, "nl"),
        "version": version,
        "license": LICENCE,
        "organizations": list(organizations.values()),
        "services": services,
        "taxonomy_terms": list(terms.values()),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _attribute(own: Item, item: Item, kind: str) -> dict[str, Any]:
    return {
        "id": _id(f"{own.link.iri} {item.link.iri}"),
        "link_id": _id(own.link.iri),
        "link_entity": "service",
        "link_type": kind,
        "label": item.link.text,
    }


def _id(address: str) -> str:
    return str(uuid5(NAMESPACE_URL, address))
