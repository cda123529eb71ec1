"""Where and by whom these pages are served, from the settings, as the catalogue tells it."""

import os

from doelengraaf.publish.catalogue import Deployment
from doelengraaf.publish.parties import Contact, editors, party
from doelengraaf.store import Store
from web.api.document import CONTACT_VARIABLE, contact
from web.settings import base_url
from web.standing import ORGANISATION_VARIABLE

__all__ = ["deployment"]


def deployment(store: Store) -> Deployment:
    """Give the deployment that answers this request; who cannot be mailed is reached by the page for reports."""
    base = base_url()
    publisher = party(store, os.environ.get(ORGANISATION_VARIABLE, "").strip())
    if os.environ.get(CONTACT_VARIABLE):
        known = contact()
        return Deployment(base, publisher, Contact(known["name"], known["email"], f"{base}/melden"))
    return Deployment(base, publisher, Contact(editors(store).name, page=f"{base}/melden"))
