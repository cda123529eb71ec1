"""Read a workbook, whatever its form."""

from pathlib import Path

from doelengraaf.workbook.cells import Book
from doelengraaf.workbook.guard import MAX_BYTES, WorkbookError, open_archive
from doelengraaf.workbook.ods import read_ods
from doelengraaf.workbook.xlsx import read_xlsx

__all__ = ["read_book", "read_file"]


def read_file(path: Path) -> bytes:
    """Give the bytes of a file, no more than a workbook may have.

    Raises:
        WorkbookError: it is not there, or larger; it is not read then.
    """
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise WorkbookError(
                f"{path.name} is {path.stat().st_size / 1e6:.0f} MB; een werkboek is hooguit {MAX_BYTES / 1e6:.0f} MB. "
                "Haal plaatjes en lege opgemaakte rijen weg en bewaar het opnieuw."
            )
        return path.read_bytes()
    except OSError as error:
        raise WorkbookError(
            f"{path} is niet te lezen: {error.strerror or error}. Kijk of naam en map kloppen."
        ) from error


def read_book(data: bytes, name: str) -> Book:
    """Read a workbook.

    Args:
        data: the file.
        name: its name.

    Raises:
        WorkbookError: it cannot be read, or should not be.
    """
    archive, form = open_archive(data, name)
    book = Book(name, form)
    if any(part.startswith("xl/externalLinks/") for part in archive.namelist()):
        book.notes = {
            "nl": "Het werkboek verwijst naar andere bestanden; die worden niet geopend. Verbreek de koppelingen als u ze niet nodig hebt.",
            "en": "The workbook refers to other files; these are not opened. Break the links when you do not need them.",
        }
    try:
        book.sheets = list(read_xlsx(data, archive) if form == "xlsx" else read_ods(archive))
    except WorkbookError:
        raise
    except (
        Exception
    ) as error:  # openpyxl, zlib and the readers of XML raise whatever their parts raise on a file that is no workbook
        raise WorkbookError(
            f"{name} is beschadigd of geen gewoon werkboek. Open het in Excel of LibreOffice en bewaar het opnieuw als .xlsx of .ods."
        ) from error
    if not book.sheets:
        raise WorkbookError(f"{name} heeft geen enkel werkblad.")
    return book
