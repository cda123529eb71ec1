"""One question to several graphs: our own and those of municipalities with an endpoint of their own, which an allow-list names.

Each is asked the same saved question by the SPARQL protocol, at the same time; the rows come together with a column that says where each is from. Nothing is
handed from one to another, as SERVICE would. One that is away is said to be, in the answer and in its citation.
"""

import ipaddress
import os
import socket
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from doelengraaf.answers import Answer, Cell, Column
from doelengraaf.errors import DoelengraafError, EndpointError, ParameterError, phrase
from doelengraaf.freeze import slug_of_name
from doelengraaf.questions import Questions
from doelengraaf.remote.engine import RemoteStore
from doelengraaf.remote.requests import check_address
from doelengraaf.remote.settings import StoreSettingError
from doelengraaf.store import Rows, Term

__all__ = [
    "PEERS_VARIABLE",
    "SHARED_FORMS",
    "SHARED_QUESTIONS",
    "Heard",
    "Peer",
    "SharedAnswer",
    "ask_with",
    "choose_peers",
    "peers",
]

PEERS_VARIABLE = "DOELENGRAAF_PEERS"
SHARED_QUESTIONS = ("partners-per-doel",)
"""The questions that are asked of peers too."""
SHARED_FORMS = ("csv", "xlsx", "json", "srj", "srx")
"""The forms of such an answer: those made of its rows alone."""
COLUMN = "bron"
_SECONDS = 10
_MOST = 50_000_000
_OWN = "Doelengraaf"


@dataclass(frozen=True)
class Peer:
    """An endpoint of others that may be asked.

    Args:
        name: what people call it.
        slug: the same in an address.
        address: its SPARQL endpoint.
    """

    name: str
    slug: str
    address: str


@dataclass(frozen=True)
class Heard:
    """How it went with one of those asked.

    Args:
        name: of whom.
        rows: how many rows it gave; None when it did not answer.
        problem: why not, for who keeps the server; empty when it answered.
    """

    name: str
    rows: int | None
    problem: str = ""


@dataclass(frozen=True)
class SharedAnswer:
    """The rows of all who answered, and how it went with each.

    Args:
        answer: the rows, with the column ``bron`` first; its version names each source and says which did not answer.
        heard: ourselves first, then the peers in the order asked.
    """

    answer: Answer
    heard: Sequence[Heard]

    @property
    def missing(self) -> list[str]:
        """The names of those that did not answer."""
        return [one.name for one in self.heard if one.rows is None]


def peers(environment: Mapping[str, str] | None = None) -> list[Peer]:
    """Give the endpoints that may be asked, from ``DOELENGRAAF_PEERS``: ``Name=https://…``, with ``;`` between.

    Raises:
        StoreSettingError: it is not written so, or names one twice.
        EndpointError: an address is none.
    """
    said = (os.environ if environment is None else environment).get(PEERS_VARIABLE, "")
    found: dict[str, Peer] = {}
    for part in filter(None, (part.strip() for part in said.split(";"))):
        name, mark, address = (word.strip() for word in part.partition("="))
        slug = slug_of_name(name)
        if not mark or not slug or slug in found:
            raise StoreSettingError(
                f"{PEERS_VARIABLE} is niet te lezen bij {name[:60]!r}: schrijf Naam=https://adres/sparql, met ; ertussen en elke naam één keer."
            )
        check_address(address)
        found[slug] = Peer(name, slug, address)
    return list(found.values())


def choose_peers(asked: Sequence[str], known: Sequence[Peer], question: str) -> list[Peer]:
    """Give the peers a person asked for by slug or name, each once.

    Raises:
        ParameterError: one of them is not on the list, or this question is not asked of others.
    """
    chosen: dict[str, Peer] = {}
    for word in filter(None, (word.strip() for word in asked)):
        peer = next((one for one in known if slug_of_name(word) == one.slug), None)
        if peer is None:
            raise ParameterError("met", word, phrase("staat niet op de lijst van bronnen"), [one.slug for one in known])
        if question not in SHARED_QUESTIONS:
            raise ParameterError(
                "met", word, phrase("kan alleen bij de vraag partners-per-doel"), list(SHARED_QUESTIONS)
            )
        chosen[peer.slug] = peer
    return list(chosen.values())


def ask_with(
    questions: Questions, name: str, typed: Mapping[str, Sequence[str]], chosen: Sequence[Peer]
) -> SharedAnswer:
    """Answer a question over our own graph and those of peers.

    Args:
        questions: ours.
        name: the question.
        typed: what a person gave. A value that one of the graphs does not know, as its own municipality, has no rows in that graph.
        chosen: whom to ask.

    Raises:
        ParameterError: no graph knows a value.
        QuestionNotFoundError: there is no such question.
    """

    def own() -> Answer:
        return questions.ask(name, typed)

    def of(peer: Peer) -> Answer:
        _may_be_asked(peer)
        store = RemoteStore(peer.address, _SECONDS, most=_MOST)
        if not store.graphs():
            raise EndpointError(peer.address, "bevat geen grafen van Doelengraaf.")
        return Questions(questions.folder, store, "").ask(name, typed)

    asking = [own, *((lambda peer=peer: of(peer)) for peer in chosen)]
    with ThreadPoolExecutor(len(asking)) as pool:
        waiting = [pool.submit(one) for one in asking]
        found: list[Answer | DoelengraafError] = []
        for one in waiting:
            try:
                found.append(one.result())
            except DoelengraafError as problem:
                found.append(problem)
    first = found[0]
    # What none of us understands is told as always; our own graph being away is no answer at all.
    if isinstance(first, DoelengraafError) and (
        not isinstance(first, ParameterError) or not any(isinstance(one, Answer) for one in found)
    ):
        raise first
    names = [_OWN, *(peer.name for peer in chosen)]
    return _together(questions, name, typed, names, chosen, found)


def _may_be_asked(peer: Peer) -> None:
    """Refuse an address inside our own network: who runs the list may mean another than its name leads to today.

    A loopback address that is on the list as such was meant.
    """
    host = urlsplit(peer.address).hostname or ""
    if host in ("localhost", "127.0.0.1", "::1"):
        return
    try:
        addresses = {
            ipaddress.ip_address(str(found[4][0]).partition("%")[0]) for found in socket.getaddrinfo(host, None)
        }
    except (OSError, UnicodeError) as error:
        raise EndpointError(peer.address, "is niet te vinden: klopt de naam van de server?") from error
    if not all(address.is_global for address in addresses):
        raise EndpointError(peer.address, "ligt in een besloten netwerk en wordt niet gevraagd.")


def _together(
    questions: Questions,
    name: str,
    typed: Mapping[str, Sequence[str]],
    names: Sequence[str],
    chosen: Sequence[Peer],
    found: Sequence[Answer | DoelengraafError],
) -> SharedAnswer:
    model = next(one for one in found if isinstance(one, Answer))
    question = questions.get(name)
    rows: list[Sequence[Cell]] = []
    source: list[Sequence[Term | None]] = []
    heard, told, total = [], [questions.version], 0
    for who, peer, one in zip(names, [None, *chosen], found, strict=True):
        if isinstance(one, Answer):
            rows += [[Cell(who), *row] for row in one.rows]
            source += [[Term("literal", who), *row] for row in one.source.rows]
            total += one.total
            heard.append(Heard(who, one.total))
        elif isinstance(one, ParameterError):
            heard.append(Heard(who, 0, str(one)))
        else:
            heard.append(Heard(who, None, str(one)))
        if peer:
            away = heard[-1].rows is None
            told.append(
                f"{who} ({peer.address}), "
                + ("gaf geen antwoord en ontbreekt" if away else f"geraadpleegd {date.today().isoformat()}")
            )
    answer = replace(
        model,
        columns=[Column(COLUMN, {"nl": "Bron", "en": "Source"}, type="text"), *model.columns],
        rows=rows[: question.limit],
        total=total,
        truncated=total > len(rows[: question.limit]),
        parameters={one: list(typed.get(one, ())) for one in question.parameters}
        | {"met": [peer.slug for peer in chosen]},
        dataset_version="; ".join(told),
        source=Rows([COLUMN, *model.source.variables], source[: question.limit]),
    )
    return SharedAnswer(answer, heard)
