"""The API at ``/api/v1``, by the Dutch REST API Design Rules 2.1 (https://logius-standaarden.github.io/API-Design-Rules/), and the page about it.

``operations`` says what can be asked; the routes, the checks of what comes in, the OpenAPI document and the page are all made of it.
"""

from web.api.application import add_api

__all__ = ["add_api"]
