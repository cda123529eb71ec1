"""Freeze the text of a document: extract it within limits, name it by its SHA-256, and keep it where the texts are, outside version control."""

import contextlib
import hashlib
import multiprocessing
import re
import signal
import unicodedata
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from doelengraaf.agenda_file import AgendaFile, read_agenda
from doelengraaf.building.tables import Built
from doelengraaf.errors import DoelengraafError
from doelengraaf.evidence import citations
from doelengraaf.extract import Extracted, UnreadableDocumentError, damaged, extract
from doelengraaf.files import write_whole
from doelengraaf.project import Project
from doelengraaf.tables import SLUG, Row

__all__ = ["ExtractLimits", "Frozen", "OtherTextError", "citing_rows", "extract_within", "freeze", "slug_of_name"]


@dataclass(frozen=True)
class ExtractLimits:
    """What reading a document may take.

    Args:
        seconds: how long it may take.
        memory: how many bytes the process may use, where the system can keep it to that.
    """

    seconds: float = 120
    memory: int = 2 << 30


class OtherTextError(DoelengraafError):
    """There is another text under this name already, and it was not asked to take its place."""


@dataclass(frozen=True)
class Frozen:
    """A frozen text.

    Args:
        path: the file.
        slug: what rows call the source.
        sha256: its checksum.
        lines: how many lines it has, split at LF.
        extracted: the text, and what made it.
        new: whether the file was written now; False when the same text was there.
        former: the checksum of the text it takes the place of, or empty.
        note: how the text was made, for ``agenda.toml``.
    """

    path: Path
    slug: str
    sha256: str
    lines: int
    extracted: Extracted
    new: bool
    former: str
    note: str


def _work(pipe: Connection, path: Path, limits: ExtractLimits) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Windows cannot keep a process to an amount of memory.
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    try:
        pipe.send(extract(path))
    except UnreadableDocumentError as error:
        pipe.send(str(error))
    except MemoryError:
        pipe.send("")
    except Exception:
        # Whatever a damaged document makes an extractor raise, it is one answer for a person.
        pipe.send(damaged(path))


def extract_within(path: Path, limits: ExtractLimits = ExtractLimits()) -> Extracted:
    """Read the text of a document in a process of its own, which is stopped when it takes too long or too much.

    Raises:
        UnreadableDocumentError: there is no text to be had, or not within the limits.
    """
    context = multiprocessing.get_context("spawn")
    mine, other = context.Pipe()
    process = context.Process(target=_work, args=(other, path, limits), daemon=True)
    process.start()
    other.close()
    try:
        if not mine.poll(limits.seconds):
            raise UnreadableDocumentError(
                f"{path.name} was na {limits.seconds:g} seconden niet gelezen en is gestopt. Splits het document, of bewaar het als gewone tekst."
            )
        found = mine.recv()
    except (EOFError, OSError):
        found = ""
    finally:
        process.kill()
        process.join()
        mine.close()
    if not isinstance(found, Extracted):
        raise UnreadableDocumentError(
            found
            or f"{path.name} vraagt meer geheugen dan {limits.memory / (1 << 30):g} GB en is niet gelezen. Splits het document."
        )
    return found


def slug_of_name(text: str) -> str:
    """Give a slug for a file name.

    >>> slug_of_name("Beleidskader  Sociaal Domein_2027 (définitief)")
    'beleidskader-sociaal-domein-2027-definitief'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "-".join(re.findall(r"[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign))))


def _named(agenda: AgendaFile | None, slug: str) -> dict[str, object]:
    for source in agenda.sources() if agenda else ():
        if source.get("slug") == slug:
            return dict(source)
    return {}


def freeze(
    project: Project,
    document: Path,
    agenda: str = "",
    name: str = "",
    replace: bool = False,
    limits: ExtractLimits = ExtractLimits(),
) -> Frozen:
    """Extract the text of a document and keep it as a frozen text.

    Args:
        project: the project; its folder of texts is made when it is not there.
        document: the PDF, Word or text file.
        agenda: the slug of the agenda it is a source of; empty when not known yet.
        name: the slug that rows call the source; made from the file name when left out.
        replace: whether another text of this name may be replaced.
        limits: what reading may take.

    Raises:
        UnreadableDocumentError: there is no text to be had; nothing is written.
        OtherTextError: another text of this name is there, or rows cite another one; nothing is written.
        DoelengraafError: a slug is not well formed.
    """
    slug = name or slug_of_name(document.stem)
    for word, what in ((slug, "naam"), *(((agenda, "agenda"),) if agenda else ())):
        if not SLUG.fullmatch(word):
            raise DoelengraafError(
                f"De {what} van een bron is kleine letters, cijfers en koppeltekens; dit is {word[:80]!r}."
            )
    toml = project.data / "agendas" / agenda / "agenda.toml"
    named = _named(read_agenda(toml, project.relative(toml)) if agenda and toml.is_file() else None, slug)
    file = Path(str(named.get("file", ""))).name or f"{agenda}-{slug}.txt".removeprefix("-")
    path = project.sources / file
    extracted = extract_within(document, limits)
    data = extracted.text.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    present = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    others = [one for one in (present, str(named.get("sha256", ""))) if one not in ("", sha256)]
    if others and not replace:
        where = f"de map met teksten ({file})" if present not in ("", sha256) else f"agenda.toml (bron {slug})"
        raise OtherTextError(
            f"Er is al een andere tekst onder deze naam in {where}: controlegetal {others[0][:12]}…, deze is {sha256[:12]}…. "
            "Er is niets geschreven. Geef --name voor een nieuwe bron, of --replace als deze de vorige vervangt."
        )
    if present != sha256:
        write_whole(path, data)
    original = hashlib.sha256(document.read_bytes()).hexdigest()
    note = f"Tekst uit {document.name} (SHA-256 {original}) met {extracted.extractor}."
    return Frozen(
        path,
        slug,
        sha256,
        extracted.text.count("\n") + 1,
        extracted,
        present != sha256,
        others[0] if others else "",
        note,
    )


def citing_rows(built: Built, agenda: str, slug: str) -> list[Row]:
    """Give the rows that cite a source, in the order of the tables."""
    found = []
    for owner, table in built.tables:
        for row in table.rows:
            if any((one.agenda, one.source) == (agenda, slug) for one in citations(row, owner)[0]):
                found.append(row)
    return found
