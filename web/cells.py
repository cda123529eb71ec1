"""Cells as people read them, in the language of the page: numbers, shares and dates."""

from datetime import date

from babel.dates import format_date
from flask import Flask

from web.language import language

__all__ = ["add_cell_filters", "date_text", "dutch_date", "dutch_number", "dutch_share", "number_text", "share_text"]

_MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]


def dutch_date(text: str) -> str:
    """Give a day in Dutch; what is no day as it is.

    >>> dutch_date("2021-03-09")
    '9 maart 2021'
    >>> dutch_date("2021")
    '2021'
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def dutch_number(number: float) -> str:
    """Give a number with the Dutch signs.

    >>> dutch_number(1234.0), dutch_number(0.25), dutch_number(-1234567.5)
    ('1.234', '0,25', '-1.234.567,5')
    """
    text = f"{number:,.6f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def dutch_share(number: float) -> str:
    """Give a share of 1 as a percentage.

    >>> dutch_share(0.5), dutch_share(0.1234), dutch_share(1.0)
    ('50%', '12,3%', '100%')
    """
    return dutch_number(round(number * 100, 1)) + "%"


def date_text(text: str) -> str:
    """Give a day in the language of the page; what is no day as it is."""
    if language() == "nl":
        return dutch_date(text)
    try:
        return format_date(date.fromisoformat(text), "d MMMM y", locale="en_GB")
    except ValueError:
        return text


def number_text(number: float) -> str:
    """Give a number with the signs of the language of the page."""
    text = dutch_number(number)
    return text if language() == "nl" else text.translate(str.maketrans(",.", ".,"))


def share_text(number: float) -> str:
    """Give a share of 1 as a percentage."""
    return number_text(round(number * 100, 1)) + "%"


def add_cell_filters(app: Flask) -> None:
    """Let the templates of an application use these."""
    app.jinja_env.filters.update(date_text=date_text, number_text=number_text, share_text=share_text)
    # The same, by the names they had when there were only Dutch pages.
    app.jinja_env.filters.update(dutch_date=date_text, dutch_number=number_text, dutch_share=share_text)
