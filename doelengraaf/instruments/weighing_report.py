"""What is found of an application as a document: a workbook with findings, reasons, what is there already, the application and where it is from."""

from collections.abc import Mapping, Sequence

from doelengraaf.instruments.application import typed_of
from doelengraaf.instruments.weighing import Finding, Report
from doelengraaf.instruments.weighing_context import Asked, Surroundings
from doelengraaf.instruments.weighing_sheet import Book, write_about, write_application

__all__ = ["WORDS", "comparison_workbook", "message_of", "report_workbook"]

WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "missing": "ontbreekt", "unclear": "onduidelijk", "to-judge": "te beoordelen", "met": "voldaan", "not-applicable": "geldt hier niet",
        "meets": "voldoet", "partly": "voldoet deels", "fails": "voldoet niet", "none": "nog niet beoordeeld", "requirement": "eis",
        "preference": "voorkeur", "stated": "letterlijk", "interpreted": "geduid", "derived": "afgeleid", "goal": "zelfde doel",
        "target-group": "zelfde doelgroep", "place": "zelfde plaats genoemd", "yes": "ja", "no": "nee",
        "weighing": "Weging", "group": "Onderdeel", "criterion": "Criterium", "weight": "Eis of voorkeur", "finding": "Uit de velden",
        "why": "Wat eraan schort of te vragen is", "judgement": "Oordeel", "reason": "Reden van de beoordelaar", "day": "Dag van het oordeel",
        "citation": "Bewijsplaats", "basis": "Zekerheid", "address": "Adres", "work": "Wat er al is", "action": "Inspanning of activiteit",
        "kind": "Soort", "alike": "Overeenkomst", "who": "Wie", "asked": "Gevraagde inzet", "what": "Waarvoor", "of": "Van wie",
        "aims": "Doelen", "same": "Doel van deze aanvraag", "without": "Doelen zonder partner", "aim": "Doel", "side": "Naast elkaar",
    },
    "en": {
        "missing": "missing", "unclear": "unclear", "to-judge": "to be judged", "met": "met", "not-applicable": "does not hold here",
        "meets": "meets", "partly": "partly meets", "fails": "does not meet", "none": "not judged yet", "requirement": "requirement",
        "preference": "preference", "stated": "stated", "interpreted": "interpreted", "derived": "derived", "goal": "same goal",
        "target-group": "same target group", "place": "names the same place", "yes": "yes", "no": "no",
        "weighing": "Weighing", "group": "Part", "criterion": "Criterion", "weight": "Requirement or preference", "finding": "By the fields",
        "why": "What is wrong or to be asked", "judgement": "Judgement", "reason": "Reason of the assessor", "day": "Day of judgement",
        "citation": "Place in the agenda", "basis": "Basis", "address": "Address", "work": "What is there already", "action": "Effort or activity",
        "kind": "Kind", "alike": "Alike in", "who": "Who", "asked": "Input asked", "what": "For what", "of": "Of whom",
        "aims": "Goals", "same": "Goal of this application", "without": "Goals without partner", "aim": "Goal", "side": "Side by side",
    },
}  # fmt: skip


def message_of(finding: Finding, language: str) -> str:
    """Give what is wrong or to be asked, in words."""
    texts = [one.get(language) or one["nl"] for one in finding.messages]
    if not texts and finding.outcome == "to-judge":
        texts = [finding.criterion.question.get(language, "")]
    return " ".join(texts)


def report_workbook(report: Report, around: Surroundings, language: str = "nl") -> bytes:
    """Give a report as a workbook; the sheets with the application can be read back."""
    book = Book(language)
    words = WORDS[book.language]
    heads = (
        "group",
        "criterion",
        "weight",
        "finding",
        "why",
        "judgement",
        "reason",
        "day",
        "citation",
        "basis",
        "address",
    )
    rows = [
        [
            one.criterion.group.label[book.language],
            one.criterion.thing.text,
            words["preference" if one.criterion.preference else "requirement"],
            words[one.outcome],
            message_of(one, book.language),
            words[one.judgement.outcome if one.judgement else "none"],
            one.judgement.reason if one.judgement else "",
            one.judgement.made.date().isoformat() if one.judgement else "",
            one.criterion.citation,
            words.get(one.criterion.basis, one.criterion.basis),
            one.criterion.thing.iri,
        ]
        for one in report.findings
    ]
    book.table(words["weighing"], [words[name] for name in heads], rows, [24, 44, 12, 16, 44, 16, 44, 14, 50, 12, 50])
    _write_around(book, around, words)
    write_application(book, report.frame, typed_of(report.application))
    write_about(book, report.frame, report.version, report.made.date())
    return book.done()


def _write_around(book: Book, around: Surroundings, words: Mapping[str, str]) -> None:
    heads = [words[name] for name in ("action", "kind", "alike", "who", "citation", "basis", "address")]
    rows = [
        [
            one.action.text,
            one.kind,
            "\n".join(f"{words[match.kind]}: {match.with_what.text} ({words[match.basis]})" for match in one.matches),
            "\n".join(link.text for link in one.participants),
            one.citation,
            words.get(one.basis, one.basis),
            one.action.iri,
        ]
        for one in around.work
    ]
    book.table(words["work"], heads, rows, [44, 16, 60, 36, 60, 12, 50])
    heads = [words[name] for name in ("same", "what", "of", "aims", "citation", "basis", "address")]
    rows = [_asked_row(one, words, words["yes"]) for one in around.asked]
    rows += [_asked_row(one, words, words["no"]) for one in around.asked_elsewhere]
    book.table(words["asked"], heads, rows, [16, 50, 36, 60, 60, 12, 50])
    rows = [[aim.text, words["yes" if own else "no"], aim.iri] for aim, own in around.without_work]
    book.table(words["without"], [words[name] for name in ("aim", "same", "address")], rows, [80, 16, 60])


def _asked_row(one: Asked, words: Mapping[str, str], same: str) -> list[str]:
    aims = [aim.text for aim in one.aims] + [f"{aim.text} ({words['derived']})" for aim in one.served]
    return [
        same,
        one.what.text,
        one.partner.text,
        "\n".join(aims),
        one.citation,
        words.get(one.basis, one.basis),
        one.what.iri,
    ]


def comparison_workbook(reports: Sequence[Report], language: str = "nl") -> bytes:
    """Give several applications side by side: per criterion what is found of each, and what the assessor decided and why."""
    book = Book(language)
    words = WORDS[book.language]
    frame = reports[0].frame
    heads = [words["group"], words["criterion"]]
    for report in reports:
        title = report.application.one("title")
        heads += [f"{title}: {words[name]}" for name in ("finding", "judgement", "reason")]
    rows = []
    for place, criterion in enumerate(frame.criteria):
        row = [criterion.group.label[book.language], criterion.thing.text]
        for report in reports:
            one = report.findings[place]
            row += [
                f"{words[one.outcome]}. {message_of(one, book.language)}".strip(),
                words[one.judgement.outcome if one.judgement else "none"],
                one.judgement.reason if one.judgement else "",
            ]
        rows.append(row)
    book.table(words["side"], heads, rows, [24, 44, *[36, 16, 36] * len(reports)])
    write_about(book, frame, reports[0].version, reports[0].made.date())
    return book.done()
