"""Answers out: every form an answer can be had in, by name. The command line, the pages and the API read this registry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from doelengraaf.answers import Answer
from doelengraaf.formats.delimited import to_csv
from doelengraaf.formats.document import to_json
from doelengraaf.formats.sparql_results import to_srj, to_srx
from doelengraaf.formats.statements import to_jsonld, to_turtle, turtle
from doelengraaf.formats.workbook import to_xlsx
from doelengraaf.store import Store

__all__ = ["FORMATS", "Format", "to_csv", "to_json", "to_jsonld", "to_srj", "to_srx", "to_turtle", "to_xlsx", "turtle"]


@dataclass(frozen=True)
class Format:
    """A form an answer can be had in.

    Args:
        name: what people ask for, which is also the file's ending.
        media_type: what it is sent as.
        label: language to what people read.
        make: makes the bytes of an answer, asking the store where the answer alone is not enough, with headings in a language.
    """

    name: str
    media_type: str
    label: Mapping[str, str]
    make: Callable[[Answer, Store, str], bytes]

    def render(self, answer: Answer, store: Store, language: str = "nl") -> bytes:
        """Give the bytes of an answer; headings in the language where the form has any."""
        return self.make(answer, store, language)


FORMATS = {
    form.name: form
    for form in (
        Format(
            "csv",
            "text/csv; charset=utf-8",
            {"nl": "CSV", "en": "CSV"},
            lambda answer, store, language: to_csv(answer, language),
        ),
        Format(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            {"nl": "Excel", "en": "Excel"},
            lambda answer, store, language: to_xlsx(answer, language),
        ),
        Format(
            "json",
            "application/json",
            {"nl": "JSON", "en": "JSON"},
            lambda answer, store, language: to_json(answer),
        ),
        Format(
            "ttl",
            "text/turtle; charset=utf-8",
            {"nl": "Turtle (RDF)", "en": "Turtle (RDF)"},
            lambda answer, store, language: to_turtle(answer, store),
        ),
        Format(
            "jsonld",
            "application/ld+json",
            {"nl": "JSON-LD (RDF)", "en": "JSON-LD (RDF)"},
            lambda answer, store, language: to_jsonld(answer, store),
        ),
        Format(
            "srj",
            "application/sparql-results+json",
            {"nl": "SPARQL-resultaat (JSON)", "en": "SPARQL results (JSON)"},
            lambda answer, store, language: to_srj(answer),
        ),
        Format(
            "srx",
            "application/sparql-results+xml",
            {"nl": "SPARQL-resultaat (XML)", "en": "SPARQL results (XML)"},
            lambda answer, store, language: to_srx(answer),
        ),
    )
}
