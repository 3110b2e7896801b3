"""Conclusions on the reforms and on unification, side by side, each with its voice."""

from __future__ import annotations

import pandas as pd

from analysis.data import Dataset
from analysis.exhibits import Table
from analysis.lookup import source_link
from analysis.statements import by_date, chosen, dated, said, subject, voice_words

REFORMS = (
    "rr2-system-probation-15", "rr1-193", "rr1-185", "sys-0218", "rr2-system-crc-01", "sys-0217",
    "sys-0157", "sys-0001", "sys-0004", "sys-0154",
    "sys-0018", "sys-0083", "sys-0081", "rr2-system-probation-30", "sys-0021", "rr2-system-probation-39",
    "rr2-system-probation-38",
    "sys-0210", "sys-0098", "sys-0184", "sys-0087", "sys-0060", "sys-0063", "sys-0065",
    "sys-0203", "sys-0202", "sys-0026", "rr2-crc-hampshire-isle-of-wight-2020-07-08",
    "sys-0230", "rr2-system-sodexo-01", "sys-0052", "sys-0051",
    "sys-0024", "sys-0101", "sys-0102", "sys-0066", "sys-0103",
)  # fmt: skip
UNIFIED = (
    "reun-170", "reun-067", "reun-056", "reun-172", "reun-001", "reun-169",
    "reun-165", "reun-166", "reun-167", "sys-0151",
    "reun-187", "reun-186", "reun-206",
)  # fmt: skip
ORDER = ("inspectorate", "auditor", "parliament", "ministry", "managers", "operator", "union")


def conclusions(d: Dataset, identifiers: tuple[str, ...]) -> pd.DataFrame:
    """Statements in the order of the voices (`ORDER`) and, within a voice, of time.

    Raises
    ------
    KeyError
        If a statement may not be shown.
    ValueError
        If one is by a voice that the table does not list.
    """
    frame = by_date(d, chosen(d, identifiers))
    strange = set(frame["speaker"]) - set(ORDER)
    if strange:
        raise ValueError(f"voices without a place in the table: {', '.join(sorted(strange))}")
    order = frame["speaker"].map({voice: n for n, voice in enumerate(ORDER)})
    return frame.assign(order=order).sort_values("order", kind="stable", ignore_index=True).drop(columns="order")


def table_conclusions(d: Dataset, about: str) -> Table:
    """Conclusions on "reforms" (2013 to 2021) or "unified" (since 2021), one row each, with voice, date and source."""
    frame = conclusions(d, REFORMS if about == "reforms" else UNIFIED)
    rows = [row for _, row in frame.iterrows()]
    shown = pd.DataFrame(
        {
            "Voice": [voice_words(row) for row in rows],
            "About": [subject(d, row) for row in rows],
            "When": [dated(d, row) for row in rows],
            "What was said": [said(row) for row in rows],
            "Source": [source_link(d, source) for source in frame["source_id"]],
        }
    )
    shown["When"] = shown["When"].where(shown["When"] != "")
    voices = frame["speaker"].nunique()
    what = "the reforms of 2014 and their end" if about == "reforms" else "the unified service"
    return Table(
        f"conclusions-{about}",
        shown,
        f"{len(frame)} conclusions on {what}, by {voices} kinds of voice",
        "Statements in our words, with the words quoted in brackets; by voice, and in time within a voice.",
        list(dict.fromkeys(frame["source_id"])),
        n=f"{len(frame)} statements from {frame['source_id'].nunique()} sources, chosen for what they conclude; "
        "most were read through the opening of a page",
        note="A choice, not a count: it says what each concluded, not how many think so.",
        missing="undated",
    )
