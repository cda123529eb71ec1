"""Answers as CSV (RFC 4180) that a spreadsheet opens without running anything of it."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from doelengraaf.answers import Answer
from doelengraaf.formats.typed import clean, fields_of

__all__ = ["csv_of", "safe", "to_csv"]

_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫⁼⁺₌₊"
# Where a spreadsheet may begin a cell: at the start, but also after a semicolon, tab or line end for one that takes those for the separator, as
# Excel in Dutch does. Before the sign, blanks, characters without width and quotes are passed over.
# (https://owasp.org/www-community/attacks/CSV_Injection)
_RISKY = re.compile(rf"(^|[;\t\r\n])(?=(?:[^\S\t\r\n]|[\"\u00ad\u200b-\u200f\u2060\ufeff])*[{_SIGNS}])")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*([eE][+-]?\d+)?\s?%?")


def to_csv(answer: Answer, language: str = "nl") -> bytes:
    """Give an answer as UTF-8 CSV with a BOM, so that Excel reads it right; things get a second column with their address."""
    fields = fields_of(answer, language)
    # Numbers and dates go as the data writes them, so that no decimal is lost or made up.
    rows = (
        [row[field.place].iri if field.address else row[field.place].text for field in fields] for row in answer.rows
    )
    return csv_of([field.heading for field in fields], rows)


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Give headings and rows of text as UTF-8 CSV with a BOM, every cell made safe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(head) for head in heads])
    writer.writerows([safe(text) for text in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def safe(text: str) -> str:
    """Keep a spreadsheet from taking text for a formula, with an apostrophe; a number stays a number.

    >>> safe("=1+1"), safe("wonen;＝1"), safe("-0.5")
    ("'=1+1", "wonen;'＝1", '-0.5')
    """
    text = clean(text)
    if _NUMBER.fullmatch(text):
        return text
    # A tab or line end at the start may be dropped on the way, and then what follows is the start.
    return ("'" if text.startswith(("\t", "\r", "\n")) else "") + _RISKY.sub(r"\1'", text)
