"""The instruments that look at one agenda, by name: pages and commands are made of this list."""

from collections.abc import Mapping

from doelengraaf.instruments.assignments import ASSIGNMENTS
from doelengraaf.instruments.chain import CHAIN
from doelengraaf.instruments.consultations import CONSULTATIONS
from doelengraaf.instruments.overviews import Kind
from doelengraaf.instruments.positive_health import HEALTH
from doelengraaf.instruments.prevention_matrix import PREVENTION
from doelengraaf.instruments.role_matrix import ROLES
from doelengraaf.instruments.social_map import MAP

__all__ = ["OVERVIEWS"]

OVERVIEWS: Mapping[str, Kind] = {
    kind.name: kind for kind in (CHAIN, ROLES, PREVENTION, HEALTH, MAP, ASSIGNMENTS, CONSULTATIONS)
}
"""In the order of the list of instruments."""
