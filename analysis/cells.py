"""What stands in a cell of a published table: text, a number, a rating, a link; nothing else, and nothing that runs."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.style import RATING_LABELS, RATING_LETTERS

DATASET = "dataset"  # in place of source ids, where a count rests on the whole dataset
SOURCE_ID = "source_id"
Format = Callable[[Any], str]
_TARGET = re.compile(r"https?://\S+|(?:[\w./-]+)?#[\w.:-]+|[\w-]+(?:/[\w-]+)+")
_SOURCE = re.compile(r"#source-([\w.-]+)$")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Link:
    """A link in a cell.

    Parameters
    ----------
    text
        Words that make sense alone.
    target
        An address (``https://...``), an anchor of the page (``#tab-owners``), or a page of the book, by its name from
        the root without suffix, with or without an anchor (``reference/sources#hmip-2019``).

    Raises
    ------
    ValueError
        If there are no words, or the target is none of these.
    """

    text: str
    target: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError(f"a link to {self.target} needs words")
        if not _TARGET.fullmatch(self.target):
            raise ValueError(f"a link goes to https://..., page#anchor or #anchor, not {self.target!r}")

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Rating:
    """One of the four ratings, shown as a badge with its letter and its words."""

    rating: str

    def __post_init__(self) -> None:
        if self.rating not in RATING_LABELS:
            raise ValueError(f"a rating is one of {', '.join(RATING_LABELS)}, not {self.rating!r}")

    def __str__(self) -> str:
        return RATING_LABELS[self.rating]


def rating_cell(rating: Any) -> Rating | None:
    """A rating as a table cell; a missing one as a missing cell. Use it with ``frame["rating"].map(rating_cell)``."""
    return None if is_missing(rating) else Rating(str(rating))


def is_missing(value: Any) -> bool:
    """Whether a cell holds nothing."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, (list, tuple)):
        return not value
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def is_number(value: Any) -> bool:
    """Whether a cell holds a number (yes/no values are none)."""
    return pd.api.types.is_number(value) and not pd.api.types.is_bool(value)


def default_format(column: str, values: list[Any]) -> Format:
    """How a column prints unless it is told: thousands separated, one number of decimals, dates as 9 November 2017.

    Numbers in a column whose name ends in "year" carry no separator; in a column named for ratings their labels print.
    """
    numbers = [float(v) for v in values if is_number(v)]
    whole, small = all(n == int(n) for n in numbers), all(abs(n) <= 1 for n in numbers)
    decimals = 0 if whole else 2 if small else 1
    comma = "" if column.lower().endswith("year") else ","

    def show(value: Any) -> str:
        if pd.api.types.is_bool(value):
            return "yes" if value else "no"
        if is_number(value):
            return f"{value:{comma}.{decimals}f}"
        if isinstance(value, (dt.date, pd.Timestamp)):
            return f"{value.day}\N{NO-BREAK SPACE}{value:%B}\N{NO-BREAK SPACE}{value.year}"
        return RATING_LABELS.get(str(value), str(value)) if "rating" in column.lower() else str(value)

    return show


def payload(value: Any, show: Format) -> Any:
    """A cell as the book's extension reads it: None, text, a rating, a link, or a list of these."""
    if is_missing(value):
        return None
    if isinstance(value, (list, tuple)):
        return {"list": [payload(part, show) for part in value if not is_missing(part)]}
    if isinstance(value, Rating):
        return {"rating": value.rating, "letter": RATING_LETTERS[value.rating], "text": str(value)}
    if isinstance(value, Link):
        return {"text": value.text, "href": value.target}
    return show(value)


def columns_payload(
    frame: pd.DataFrame,
    labels: Mapping[str, str] | None = None,
    align: Mapping[str, str] | None = None,
    formats: Mapping[str, Format] | None = None,
) -> list[dict[str, Any]]:
    """Columns with label, alignment and cells, ready to be written as a table.

    Raises
    ------
    ValueError
        If a name in ``labels``, ``align`` or ``formats`` is no column, a label is empty or doubled, or an alignment is
        neither left nor right.
    """
    labels, align, formats = labels or {}, align or {}, formats or {}
    if unknown := (set(labels) | set(align) | set(formats)) - set(frame.columns):
        raise ValueError(f"no such column: {', '.join(sorted(map(str, unknown)))}")
    columns = []
    for name in frame.columns:
        values = frame[name].tolist()
        known = [v for v in values if not is_missing(v)]
        numeric = bool(known) and all(is_number(v) for v in known)
        side = align.get(name, "right" if numeric else "left")
        if side not in ("left", "right"):
            raise ValueError(f"{name}: a column aligns left or right, not {side!r}")
        show = formats.get(name) or default_format(str(name), known)
        label = labels.get(name, sentence_case(str(name)))
        columns.append({"label": label, "align": side, "cells": [payload(v, show) for v in values]})
    titles = [str(c["label"]) for c in columns]
    if not all(t.strip() for t in titles) or len(set(titles)) < len(titles):
        raise ValueError(f"every column needs its own label: {titles}")
    return columns


def sentence_case(name: str) -> str:
    """``cases_inspected`` as "Cases inspected"; names that already hold a space or capital stay."""
    if " " in name or name != name.lower():
        return name
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def csv_text(frame: pd.DataFrame, sources: Sequence[str] = ()) -> str:
    """The frame as CSV: plain values, ``\\n`` ends, and no text that a spreadsheet would run as a formula.

    Where ``sources`` gives the source of each row, or rows link to sources, a last column ``source_id`` names them as
    the table `sources` does, parted by ";".
    """
    plain = frame.apply(lambda column: column.map(_plain)).rename(columns=_harmless)
    ids = list(sources) or source_ids(frame)
    if any(ids) and SOURCE_ID not in frame.columns:
        plain[SOURCE_ID] = ids
    return plain.to_csv(index=False, lineterminator="\n")


def source_ids(frame: pd.DataFrame) -> list[str]:
    """The sources that each row links to, by id, parted by ";"; empty where it links to none."""
    rows = frame.itertuples(index=False, name=None)
    return [";".join(dict.fromkeys(found for cell in row for found in _linked(cell))) for row in rows]


def _linked(cell: Any) -> list[str]:
    if isinstance(cell, (list, tuple)):
        return [found for part in cell for found in _linked(part)]
    return _SOURCE.findall(cell.target) if isinstance(cell, Link) else []


def _plain(value: Any) -> Any:
    if is_missing(value):
        return ""
    if isinstance(value, (list, tuple)):
        return _harmless("; ".join(str(part) for part in value if not is_missing(part)))
    if isinstance(value, pd.Timestamp) and value == value.normalize():
        return value.date().isoformat()
    if pd.api.types.is_bool(value):
        return str(value).lower()
    if is_number(value):
        return str(int(value)) if float(value).is_integer() else value  # as text, or 2 would be 2.0 beside 3.5
    return _harmless(str(value))


def _harmless(text: Any) -> str:
    return f"'{text}" if str(text).startswith(_FORMULA) else str(text)
