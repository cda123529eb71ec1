"""Read a request by the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/): a query by GET, form or body, with the dataset it is asked of."""

from dataclasses import dataclass

from flask import request

from doelengraaf.errors import DoelengraafError
from web.language import translate

__all__ = ["Asked", "ProtocolError", "read_request"]

MOST_BYTES = 200_000
_MOST_GRAPHS = 1000
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_OF_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")


class ProtocolError(DoelengraafError):
    """A request that is not one of the protocol, or asks for what this endpoint does not do."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True)
class Asked:
    """What is asked.

    Args:
        query: the query; None when there is none.
        dataset: the default graphs and the named graphs, when they are given.
        form: what ``format`` says.
    """

    query: str | None
    dataset: tuple[tuple[str, ...], tuple[str, ...]] | None
    form: str


def read_request() -> Asked:
    """Read the request that is being answered.

    Raises:
        ProtocolError: it is not one of the protocol, or asks for an update.
        HTTPException: it is too long.
    """
    request.max_content_length = request.max_form_memory_size = MOST_BYTES
    # What stands in a form goes with what stands in the address; a dataset may stand in either.
    values = request.values if request.mimetype == _FORM else request.args
    if request.mimetype == _UPDATE or any(name in values for name in _OF_UPDATES):
        raise ProtocolError(
            403, translate("Dit endpoint is alleen te lezen: er is niets veranderd. Vraag met de parameter query.")
        )
    queries = values.getlist("query")
    if request.method == "POST":
        _check_kind()
        if request.mimetype == _QUERY:
            queries.append(_body())
        if not queries:
            raise ProtocolError(400, translate("Er is geen vraag meegestuurd: zet haar in de parameter query."))
    if len(queries) > 1:
        raise ProtocolError(400, translate("Er mag maar één vraag tegelijk worden gesteld."))
    default, named = values.getlist("default-graph-uri"), values.getlist("named-graph-uri")
    if len(default) + len(named) > _MOST_GRAPHS:
        raise ProtocolError(400, translate("Dat zijn te veel grafen voor één vraag."))
    return Asked(
        queries[0] if queries else None,
        (tuple(default), tuple(named)) if default or named else None,
        values.get("format", "").strip(),
    )


def _check_kind() -> None:
    if request.mimetype not in (_FORM, _QUERY):
        raise ProtocolError(415, translate("Stuur de vraag als {one} of als {other}.").format(one=_FORM, other=_QUERY))
    if request.mimetype_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise ProtocolError(415, translate("Een vraag wordt in UTF-8 gestuurd."))


def _body() -> str:
    try:
        return request.get_data().decode()
    except UnicodeDecodeError as error:
        raise ProtocolError(400, translate("Een vraag wordt in UTF-8 gestuurd.")) from error
