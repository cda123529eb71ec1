"""A question asked of the endpoints of other municipalities too: ``?met=<name>`` on its page and its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort, request

from doelengraaf.answers import Answer
from doelengraaf.questions import Questions
from doelengraaf.remote.peers import SHARED_FORMS, SHARED_QUESTIONS, Heard, Peer, ask_with, choose_peers, peers
from web.language import translate

__all__ = ["Shared", "ask_all", "ask_for_file", "asked_peers", "offered"]


@dataclass(frozen=True)
class Shared:
    """What a page shows of it.

    Args:
        answer: the rows.
        heard: how it went with each who was asked; empty when only our own graph was.
    """

    answer: Answer
    heard: Sequence[Heard] = ()


def offered(question: str) -> list[Peer]:
    """Give the peers that this question can be asked of; none where the server names none."""
    return peers() if question in SHARED_QUESTIONS else []


def asked_peers() -> list[str]:
    """Give what the address says after ``met``."""
    return [word for word in request.args.getlist("met") if word.strip()]


def ask_all(questions: Questions, name: str, typed: Mapping[str, Sequence[str]]) -> Shared:
    """Answer a question over our own graph, and over those of the peers that the address names.

    Raises:
        ParameterError: a value or a peer is not one of those there are.
    """
    chosen = choose_peers(asked_peers(), peers(), name) if asked_peers() else []
    if not chosen:
        return Shared(questions.ask(name, typed))
    found = ask_with(questions, name, typed, chosen)
    return Shared(found.answer, found.heard)


def ask_for_file(questions: Questions, name: str, typed: Mapping[str, Sequence[str]], form: str) -> tuple[Answer, str]:
    """Answer the same for a file; gives what comes behind its name too, which tells what is not in it.

    Raises:
        ParameterError: a value or a peer is not one of those there are.
    """
    if asked_peers() and form not in SHARED_FORMS:
        abort(404, translate("Een antwoord van meer bronnen is er als") + f" {', '.join(SHARED_FORMS)}.")
    found = ask_all(questions, name, typed)
    asked = choose_peers(asked_peers(), peers(), name) if found.heard else []
    missing = [peer.slug for peer in asked if any(one.name == peer.name and one.rows is None for one in found.heard)]
    return found.answer, "".join(f"-zonder-{slug}" for slug in missing)
