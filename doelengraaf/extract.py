"""The text of a document, line by line, as it is frozen: from PDF (pdfminer.six), Word (python-docx) or plain text.

In goes the path of a document, out comes its text with LF line ends. Nothing is mended: a hyphen at a line end, a ligature or a column read before its
neighbour stays as the extractor gives it, so that the same document and extractor give the same bytes. A new page of a PDF starts with a form feed, as
with pdftotext; a paragraph of a Word document is one line, a row of a table too. ``freeze`` runs this in a process with limits.
"""

import codecs
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from doelengraaf.errors import DoelengraafError

__all__ = ["KINDS", "MOST_BYTES", "Extracted", "UnreadableDocumentError", "damaged", "extract"]

MOST_BYTES = 50_000_000
"""The largest document that is read."""
_MOST_UNPACKED = 200_000_000
_MOST_PARTS = 5_000
_MOST_SIGNS = 20_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff]")
_WORD_XML = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class UnreadableDocumentError(DoelengraafError):
    """No text can be had from a document; the text says why and what to do."""


@dataclass(frozen=True)
class Extracted:
    """The text of a document.

    Args:
        text: the text; it ends with a line end.
        extractor: what made it, with its version.
        pages: how many pages there are; 0 where a document has none.
        empty_pages: the numbers of the pages without text.
    """

    text: str
    extractor: str
    pages: int = 0
    empty_pages: tuple[int, ...] = ()


def extract(path: Path) -> Extracted:
    """Read the text of a document.

    Raises:
        UnreadableDocumentError: it is not there, too large, of another kind than its name says, protected, damaged, or without text.
    """
    read = KINDS.get(path.suffix.lower())
    if read is None:
        raise UnreadableDocumentError(
            f"{path.name}: van deze soort is de tekst niet te lezen. Geef een {', '.join(KINDS)}; bewaar een ander document eerst als een daarvan."
        )
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UnreadableDocumentError(
                f"{path.name} is {size / 1e6:.0f} MB; hooguit {MOST_BYTES / 1e6:.0f} MB wordt gelezen. Splits het document, of maak het kleiner zonder plaatjes."
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocumentError(f"{path.name} is niet te lezen: {error.strerror or error}.") from error
    found = read(path, data)
    text = _tidy(found.text)
    if not re.search(r"\w", text):
        if found.pages:
            raise UnreadableDocumentError(
                f"{path.name} heeft {found.pages} bladzijden en geen tekst: het is een scan. Haal er eerst de letters uit met tekstherkenning (OCR)."
            )
        raise UnreadableDocumentError(f"{path.name} bevat geen tekst.")
    if len(text) > _MOST_SIGNS:
        raise UnreadableDocumentError(
            f"{path.name} geeft {len(text) / 1e6:.0f} miljoen tekens; dat is geen beleidsdocument."
        )
    return Extracted(text, found.extractor, found.pages, found.empty_pages)


def _tidy(text: str) -> str:
    """Give text with LF line ends, without control characters, spaces at line ends and more than one empty line together.

    >>> _tidy("a  \\r\\nb\\x00\\n\\n\\n\\nc-\\nd")
    'a\\nb\\n\\nc-\\nd\\n'
    """
    plain = _CONTROL.sub("", re.sub(r"\r\n?|[\u2028\u2029\x85]", "\n", text))
    lines = "\n".join(line.rstrip(" \t\u00a0") for line in plain.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"


def _plain(path: Path, data: bytes) -> Extracted:
    if data.startswith((b"%PDF", b"PK\x03\x04", _OLE)):
        raise UnreadableDocumentError(
            f"{path.name} is geen gewone tekst, wat de naam ook zegt: geef het als PDF of .docx."
        )
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
        (b"", "utf-8"),
        (b"", "cp1252"),
    ):
        if data.startswith(mark) and (encoding.startswith("utf-16") or b"\0" not in data):
            try:
                return Extracted(data.decode(encoding), f"tekst ({encoding.removesuffix('-sig')})")
            except UnicodeDecodeError:
                continue
    raise UnreadableDocumentError(
        f"{path.name} is geen leesbare tekst (UTF-8, UTF-16 of Windows-1252): bewaar het als UTF-8."
    )


def _pdf(path: Path, data: bytes) -> Extracted:
    # These packages are large, and needed by this one command only.
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException

    if b"%PDF-" not in data[:1024]:
        raise UnreadableDocumentError(f"{path.name} is geen PDF, wat de naam ook zegt.")
    pages: list[str] = []
    try:
        for page in extract_pages(path, laparams=LAParams()):
            pages.append("".join(part.get_text() + "\n" for part in page if hasattr(part, "get_text")))
    except PDFPasswordIncorrect as error:
        raise UnreadableDocumentError(
            f"{path.name} is met een wachtwoord beveiligd. Bewaar het zonder wachtwoord, of vraag de gemeente om een open versie."
        ) from error
    except (
        PDFException,
        PSException,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        AssertionError,
    ) as error:
        raise UnreadableDocumentError(damaged(path)) from error
    if not pages:
        raise UnreadableDocumentError(damaged(path))
    empty = tuple(number for number, text in enumerate(pages, 1) if not re.search(r"\w", text))
    text = "\f".join(_tidy(text.replace("\f", "")) for text in pages)
    return Extracted(text, f"pdfminer.six {version('pdfminer.six')}", len(pages), empty)


def _docx(path: Path, data: bytes) -> Extracted:
    from docx import Document
    from docx.opc.exceptions import OpcError

    if data.startswith(_OLE):
        raise UnreadableDocumentError(
            f"{path.name} is met een wachtwoord beveiligd of een oud Word-bestand. Bewaar het in Word zonder wachtwoord als .docx."
        )
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise UnreadableDocumentError(
                    f"{path.name} wordt uitgepakt meer dan {_MOST_UNPACKED / 1e6:.0f} MB: dat is geen gewoon Word-bestand, en het is niet gelezen."
                )
        document = Document(str(path))
        body = document.element.body
        if next(body.iter(f"{_WORD_XML}ins", f"{_WORD_XML}del"), None) is not None:
            raise UnreadableDocumentError(
                f"{path.name} heeft bijgehouden wijzigingen. Neem de vastgestelde versie, of accepteer of weiger de wijzigingen in Word."
            )
        lines = list(_blocks(document))
    except (
        zipfile.BadZipFile,
        OpcError,
        SyntaxError,
        OSError,
        ValueError,
        KeyError,
        AttributeError,
        NotImplementedError,
    ) as error:
        raise UnreadableDocumentError(damaged(path)) from error
    return Extracted("\n".join(lines), f"python-docx {version('python-docx')}")


def _blocks(holder: object) -> Iterator[str]:
    """Give the paragraphs and the rows of tables of a document or cell, in the order of the document."""
    from docx.table import Table

    for block in holder.iter_inner_content():  # type: ignore[attr-defined]
        if not isinstance(block, Table):
            yield block.text
            continue
        yield ""
        for row in block.rows:
            # A merged cell comes back once for each place it covers.
            cells = {id(cell._tc): cell for cell in row.cells}
            yield " | ".join(" ".join(" ".join(_blocks(cell)).split()) for cell in cells.values())
        yield ""


def damaged(path: Path) -> str:
    """Give what is said of a document that breaks off while it is read."""
    return f"{path.name} is beschadigd of onvolledig: open het, bewaar het opnieuw, en probeer het nog eens."


KINDS: dict[str, Callable[[Path, bytes], Extracted]] = {".pdf": _pdf, ".docx": _docx, ".txt": _plain}
"""What kinds of documents can be read, by how their names end."""
