"""Remarks of readers on what the graph says, kept in an inbox for the editors and never in the graph.

A remark is a file of its own in Turtle (``000012.ttl``): a ``dqv:UserQualityFeedback`` (https://www.w3.org/TR/vocab-dqv/) that points to what it is
about. The file appears whole or not at all, and its number is taken by making it: two remarks at the same moment get two numbers, whatever process
took them in. Nothing of who wrote it is kept.
"""

import contextlib
import os
import tempfile
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, XSD

from doelengraaf.errors import DoelengraafError, phrase
from doelengraaf.files import FileWriteError, write_whole
from doelengraaf.store import Store, iri
from doelengraaf.terms import ID

__all__ = ["INBOX_VARIABLE", "LONGEST", "Remark", "RemarkError", "clean_remark", "is_known", "keep", "last_number"]

INBOX_VARIABLE = "DOELENGRAAF_INBOX"
LONGEST = 2000
SHORTEST = 10
_OA = Namespace("http://www.w3.org/ns/oa#")
_DQV = Namespace("http://www.w3.org/ns/dqv#")
_DCAT = Namespace("http://www.w3.org/ns/dcat#")
_COUNTER = "laatste-nummer.txt"
# Signs that word processors and telephones leave between letters; nobody sees them.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_TRIES = 1000


class RemarkError(DoelengraafError):
    """A remark that cannot be kept as it is."""


@dataclass(frozen=True)
class Remark:
    """A remark.

    Args:
        about: the IRI of what it is about.
        text: what is remarked.
        version: the version of the data that was read.
        created: when.
    """

    about: str
    text: str
    version: str
    created: datetime


def clean_remark(text: str) -> str:
    """Give what somebody wrote, with line ends as LF and without signs that nobody sees.

    Raises:
        RemarkError: it is too short or too long, or holds control characters.

    >>> clean_remark(" Dit klopt niet:\\r\\nzie regel 12. ")
    'Dit klopt niet:\\nzie regel 12.'
    """
    cleaned = text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN).strip()
    if len(cleaned) < SHORTEST:
        raise RemarkError(phrase("Schrijf in een zin of wat meer wat er niet klopt."))
    if len(cleaned) > LONGEST:
        raise RemarkError(
            phrase("De opmerking is te lang: {given} tekens, en hooguit {most} kunnen mee."),
            given=len(cleaned),
            most=LONGEST,
        )
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") for sign in cleaned if sign not in "\n\t"):
        raise RemarkError(
            phrase("De opmerking bevat een stuurteken. Typ de tekst over, of plak haar als platte tekst.")
        )
    return cleaned


def is_known(store: Store, thing: str) -> bool:
    """Tell whether the graph says something of a thing of ours."""
    if not thing.startswith(ID):
        return False
    try:
        return store.query(f"ASK {{ {iri(thing)} ?p ?o }}") is True
    except ValueError:
        return False


def last_number(folder: Path) -> int:
    """Give the highest number given out; 0 when there is none. What editors moved away counts by the counter."""
    found = [0]
    with contextlib.suppress(OSError):
        found += [int(path.stem) for path in folder.rglob("*.ttl") if path.stem.isdecimal()]
    with contextlib.suppress(OSError, ValueError):
        found.append(int((folder / _COUNTER).read_text(encoding="ascii")))
    return max(found)


def keep(folder: Path, remark: Remark) -> int:
    """Put a remark into the inbox.

    Returns:
        Its number.

    Raises:
        FileWriteError: the inbox cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        number = last_number(folder)
        for _ in range(_TRIES):
            number += 1
            if _make(folder / f"{number:06d}.ttl", _turtle(remark, number)):
                write_whole(folder / _COUNTER, str(max(number, last_number(folder))).encode())
                return number
    except OSError as error:
        raise FileWriteError(
            phrase("De opmerking kon niet worden bewaard. Probeer het later weer, of schrijf de redactie.")
        ) from error
    raise FileWriteError(
        phrase("De opmerking kon niet worden bewaard: er komt te veel tegelijk binnen. Probeer het later weer.")
    )


def _make(path: Path, data: bytes) -> bool:
    """Make a file that is whole from the first moment; give False when there is one of that name."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".opmerking-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # A link is made only where there is no file yet, and in one step; renaming would replace what is there.
        os.link(name, path)
    except FileExistsError:
        return False
    finally:
        Path(name).unlink(missing_ok=True)
    return True


def _turtle(remark: Remark, number: int) -> bytes:
    graph = Graph()
    for prefix, namespace in (("oa", _OA), ("dqv", _DQV), ("dcterms", DCTERMS), ("dcat", _DCAT)):
        graph.bind(prefix, namespace, override=True)
    node, body = URIRef(f"{ID}feedback/{number}"), BNode()
    for kind in (_DQV.UserQualityFeedback, _OA.Annotation):
        graph.add((node, RDF.type, kind))
    graph.add((node, DCTERMS.identifier, Literal(str(number))))
    graph.add((node, _OA.hasTarget, URIRef(remark.about)))
    graph.add((node, _OA.motivatedBy, _DQV.qualityAssessment))
    graph.add((node, _OA.hasBody, body))
    graph.add((body, RDF.type, _OA.TextualBody))
    graph.add((body, RDF.value, Literal(remark.text)))
    created = remark.created.astimezone(UTC).replace(microsecond=0)
    graph.add((node, DCTERMS.created, Literal(created.isoformat(), datatype=XSD.dateTime)))
    graph.add((node, _DCAT.version, Literal(remark.version)))
    return graph.serialize(format="turtle", encoding="utf-8")
