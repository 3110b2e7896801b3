"""Measures before the companies: national targets, a promise to end box-ticking, trusts that were all rated good."""

from __future__ import annotations

import re

import pandas as pd

from analysis.claims import Change, Count, Number, Share, claim
from analysis.data import Dataset
from analysis.exhibits import Table
from analysis.lookup import indicator
from analysis.statements import chosen, statement_rows, subject

STORY = (  # statements on measures before June 2014, in the order of the years they are about
    "sys-0227", "sys-0226", "sys-0225", "sys-0223", "sys-0222", "sys-0224", "sys-0173", "sys-0030",
)  # fmt: skip
TRUSTS = "unison-2014-07-trusts"


def table_before(d: Dataset) -> Table:
    """What was said of measures under the probation areas and trusts."""
    frame = chosen(d, STORY)
    shown = statement_rows(d, frame).drop(columns="About, report")
    shown.insert(0, "About", [subject(d, row) for _, row in frame.iterrows()])
    rated = trusts_rated_good(d)
    return Table(
        "measures-before",
        shown,
        f"Targets were declared over in 2011; by 2014 the ministry rated {rated.k} of {rated.n} trusts good or better, "
        "as a union relays it",
        "Statements on performance measures in the probation areas and trusts, 2003-2014.",
        list(frame["source_id"]),
        n=f"{len(frame)} statements from {frame['source_id'].nunique()} sources",
        note="In our words; words in quotation marks are the source's. The ratings of trusts were computed from "
        "measures and are not inspection ratings.",
    )  # fmt: skip


def trusts_rated_good(d: Dataset) -> Count:
    """Trusts that the ministry rated good or exceptional for 2013-14, of all.

    Raises
    ------
    ValueError
        If the two ratings are given for different numbers of trusts.
    """
    rows = [indicator(d, name) for name in ("ind-sys-0449", "ind-sys-0450")]
    if rows[0]["denominator"] != rows[1]["denominator"]:
        raise ValueError("the ratings of trusts stand on two different numbers of trusts")
    return Count(sum(int(row["value"]) for row in rows), int(rows[0]["denominator"]), sources=(TRUSTS,))


@claim(
    "target_trusts_good", "trusts that the ministry rated good or exceptional for 2013-14",
    caveat="Performance ratings from measures, not inspection; read in a union's summary.",
)  # fmt: skip
def target_trusts_good(d: Dataset) -> Count:
    """Probation trusts rated good or exceptional on the ministry's performance measures, of all, 2013-14."""
    return trusts_rated_good(d)


@claim("target_trust_measures", "measures behind the ministry's ratings of trusts")
def target_trust_measures(d: Dataset) -> Number:
    """Measures from which the ministry's performance ratings of trusts for 2013-14 were made."""
    row = indicator(d, "ind-sys-0451")
    return Number(float(row["value"]), "measures", sources=(str(row["source_id"]),))


@claim(
    "target_enforcement_change", "breach proceedings begun within ten working days, 1999 to 2005",
    caveat="In 1999 the standard was lower: three absences without excuse were allowed.",
)  # fmt: skip
def target_enforcement_change(d: Dataset) -> Change:
    """Share of breach proceedings begun within ten working days in 1999 and in April to September 2005, all areas."""
    rows = [indicator(d, name) for name in ("ind-sys-0517", "ind-sys-0521")]
    first, last = (Share(float(row["value"])) for row in rows)
    return Change(first, last, sources=tuple(str(row["source_id"]) for row in rows))


@claim("target_areas_2005_06", "service delivery targets exceeded by the probation areas in 2005-06")
def target_areas_2005_06(d: Dataset) -> Count:
    """Service delivery targets that the areas together exceeded, of those set, 2005-06."""
    row = indicator(d, "ind-sys-0526")
    return Count(int(row["value"]), int(row["denominator"]), sources=(str(row["source_id"]),))


@claim("target_areas_risk", "cases that met the risk of harm standard in the areas' own reporting, 2005-06")
def target_areas_risk(d: Dataset) -> Share:
    """Share of cases that met the risk of harm standard, as the probation areas reported it, 2005-06."""
    row = indicator(d, "ind-sys-0527")
    return Share(float(row["value"]), sources=(str(row["source_id"]),))


@claim("target_areas_risk_aim", "target for cases that meet the risk of harm standard, 2005-06")
def target_areas_risk_aim(d: Dataset) -> Share:
    """Target for the share of cases that meet the risk of harm standard, as the areas' report gives it, 2005-06.

    Raises
    ------
    ValueError
        If the target is not on record, or the share reported reaches it: then measure and inspection do not agree.
    """
    row = indicator(d, "ind-sys-0527")
    said = re.search(r"(\d+) per cent target", str(row["qualifier"]))
    if said is None or float(row["value"]) >= float(said[1]):
        raise ValueError("the areas' target for risk of harm is not on record, or was met: write the words again")
    return Share(float(said[1]), sources=(str(row["source_id"]),))


@claim("target_time_with_people", "share of staff time in direct contact, as MPs heard in 2011")
def target_time_with_people(d: Dataset) -> Share:
    """Share of staff time spent in direct contact with the people supervised, in the words of 2011."""
    row = indicator(d, "ind-sys-0502")
    if pd.isna(row["qualifier"]):
        raise ValueError("the share of time has lost its source's words")
    words = str(row["qualifier"])
    return Share(float(row["value"]), str(row["bound"]), words=words, sources=(str(row["source_id"]),))
