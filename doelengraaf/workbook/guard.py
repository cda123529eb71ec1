"""Look at a file before anything reads it: is it a workbook, is it whole, and does it not unpack to more than a workbook should.

Limits: 20 MB as a file, 120 MB unpacked, 2,000 parts. A part never unpacks to more than the directory of the archive says: ``zipfile`` stops there and
checks the sum, so the sizes in the directory can be trusted as a limit.
"""

import contextlib
import io
import zipfile
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate  # used to refuse what the rule is about

from doelengraaf.errors import DoelengraafError

__all__ = ["MAX_BYTES", "MAX_UNPACKED", "WorkbookError", "open_archive"]

MAX_BYTES = 20_000_000
MAX_UNPACKED = 120_000_000
_MAX_PARTS = 2_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How an old Office file starts, and a new one with a password: that is an archive in an old Office file (MS-OFFCRYPTO)."""
_ENCRYPTED = 0x1
_CHUNK = 65_536
_OF_DOCTYPE = 4
"""What is said of a document type: its name, two identifiers and whether it holds declarations; of an element its name and attributes."""
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


class WorkbookError(DoelengraafError):
    """A file is no workbook that can be read; the text says what to do."""


def open_archive(data: bytes, name: str) -> tuple[zipfile.ZipFile, str]:
    """Open a workbook as the archive it is.

    Args:
        data: the file.
        name: its name, for people and for its ending.

    Returns:
        The archive and its form, ``xlsx`` or ``ods``.

    Raises:
        WorkbookError: it is too large, damaged, protected, has macros, or is something else.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if len(data) > MAX_BYTES:
        raise WorkbookError(
            f"{name} is {len(data) / 1e6:.0f} MB; een werkboek is hooguit {MAX_BYTES / 1e6:.0f} MB. Haal plaatjes en lege opgemaakte rijen weg en bewaar het opnieuw."
        )
    if not data:
        raise WorkbookError(f"{name} is leeg (0 bytes): bewaar het werkboek opnieuw.")
    if data.startswith(_OLE):
        raise WorkbookError(
            f"{name} is met een wachtwoord beveiligd, of in de vorm van Excel 97-2003 (.xls). Haal het wachtwoord weg en bewaar het als Excel-werkmap (.xlsx) of ODS."
        )
    if ending in ("xlsm", "xltm", "xlsb", "xlam"):
        raise WorkbookError(
            f"{name} kan macro's bevatten (.{ending}) en wordt niet gelezen. Bewaar het als gewone Excel-werkmap (.xlsx): Bestand, Opslaan als."
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError) as error:
        if data.startswith(b"PK"):
            raise WorkbookError(
                f"{name} is beschadigd: het bestand is niet heel. Open het in Excel of LibreOffice en bewaar het opnieuw, of haal een eerdere versie."
            ) from error
        raise WorkbookError(
            f"{name} is geen werkboek: geef een Excel-werkmap (.xlsx) of een ODS-bestand (.ods)."
        ) from error
    _check_sizes(parts, name)
    names = {part.filename for part in parts}
    if any(entry.lower().endswith("vbaproject.bin") for entry in names) or any(
        entry.startswith(("Basic/", "Scripts/"))
        and not entry.endswith("/")
        and "dialog-lc" not in entry
        and "script-lc" not in entry
        for entry in names
    ):
        raise WorkbookError(
            f"{name} bevat macro's en wordt niet gelezen. Bewaar het zonder macro's, als Excel-werkmap (.xlsx) of ODS."
        )
    form = "xlsx" if "xl/workbook.xml" in names else "ods" if "content.xml" in names else ""
    try:
        if form == "ods" and not archive.read("mimetype").startswith(_ODS):
            form = ""
        if not form:
            raise WorkbookError(
                f"{name} is geen werkboek maar een ander bestand (misschien een tekstdocument): geef een Excel-werkmap (.xlsx) of een ODS-bestand (.ods)."
            )
        if form == "ods" and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise WorkbookError(
                f"{name} is met een wachtwoord beveiligd: haal het wachtwoord weg en bewaar het opnieuw."
            )
        for part in parts:
            with archive.open(part) as stream:
                if _has_doctype(stream):
                    raise WorkbookError(f"{name} bevat XML die geen werkboek bevat (DOCTYPE) en wordt niet gelezen.")
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise WorkbookError(
            f"{name} is beschadigd: een deel is niet te lezen. Open het in Excel of LibreOffice en bewaar het opnieuw."
        ) from error
    except Exception as error:
        if isinstance(error, WorkbookError):
            raise
        # zlib raises its own error for a part that is not what it says.
        raise WorkbookError(
            f"{name} is beschadigd: een deel is niet uit te pakken. Bewaar het werkboek opnieuw."
        ) from error
    return archive, form


class _Begun(Exception):  # noqa: N818  # no error: what is looked for can no longer come
    """The first element of XML, or its document type, was met."""


def _has_doctype(stream: IO[bytes]) -> bool:
    """Tell whether a part is XML with a document type, in which entities are declared, whatever its encoding and however much stands before it."""
    parser = ParserCreate()
    met = []

    def meet(*said: object) -> None:
        met.append(len(said) == _OF_DOCTYPE)
        raise _Begun

    parser.StartDoctypeDeclHandler = parser.StartElementHandler = meet
    # What is no XML is for the reader to refuse, or is a picture.
    with contextlib.suppress(_Begun, ExpatError, ValueError, LookupError):
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk)
    return any(met)


def _check_sizes(parts: list[zipfile.ZipInfo], name: str) -> None:
    """Judge the directory of the archive, before anything is unpacked."""
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or len(parts) > _MAX_PARTS:
        raise WorkbookError(
            f"{name} pakt uit tot {unpacked / 1e6:.0f} MB in {len(parts)} delen en wordt niet gelezen; hooguit {MAX_UNPACKED / 1e6:.0f} MB in {_MAX_PARTS} delen. "
            "Haal lege opgemaakte rijen en plaatjes weg en bewaar het opnieuw."
        )
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise WorkbookError(f"{name} is met een wachtwoord beveiligd: haal het wachtwoord weg en bewaar het opnieuw.")
