"""Dates that are as precise as their source: a year, a month or a day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Literal, NamedTuple

Precision = Literal["year", "month", "day"]
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Span(NamedTuple):
    """The days a partial date can mean: first, last, and how precise it is."""

    first: date
    last: date
    precision: Precision


def span(text: str) -> Span:
    """First and last possible day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

    Raises
    ------
    ValueError
        When the text is none of these, or names a day that the calendar has not.

    Examples
    --------
    >>> span("2019-02").last
    datetime.date(2019, 2, 28)
    """
    match = _PARTIAL.fullmatch(text)
    if not match or not text.isascii():
        raise ValueError(f"{text!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = match.groups()
    if day:
        exact = date(int(year), int(month), int(day))
        return Span(exact, exact, "day")
    if month:
        first = date(int(year), int(month), 1)
        return Span(first, first.replace(day=monthrange(first.year, first.month)[1]), "month")
    return Span(date(int(year), 1, 1), date(int(year), 12, 31), "year")


def certainly_before(earlier: str, later: str) -> bool:
    """Whether every day that `earlier` can mean lies before every day that `later` can mean."""
    return span(earlier).last < span(later).first
