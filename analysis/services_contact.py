"""Partners and contact: information between agencies since 2022, and supervision at a distance before 2021."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Count, Number, Share, claim
from analysis.data import Dataset
from analysis.exhibits import Table
from analysis.lookup import SHORT_NOTE, indicator
from analysis.services_work import of_regimes
from analysis.statements import by_date, chosen, depth_of, select, statement_rows

POLARITIES = ("negative", "mixed", "neutral", "positive")
SINCE_2022 = ("unit", "region", "dynamic", "national")
INFORMATION = r"police|children's services|social care|partner information|information.sharing|sharing information"
REMOTE = (
    "sys-0135", "sys-0047", "qi-0372", "qi-0387", "qi-0394", "qi-0395", "qi-0398", "sys-0012", "rr1-010", "qi-0208",
    "sys-0099", "rr1-109", "rr2-crc-northumbria-2020-02-03", "rr2-crc-thames-valley-01", "rr2-system-probation-09",
    "rr2-system-probation-37",
)  # fmt: skip


def information(d: Dataset) -> pd.DataFrame:
    """Statements since 2022 on information from police, children's services and others, in the order of the reports."""
    return by_date(d, of_regimes(d, select(d, ["partnerships"], INFORMATION), SINCE_2022))


def table_information(d: Dataset) -> Table:
    """Information between agencies in units and regions since 2022."""
    frame = information(d)
    counts = frame["polarity"].value_counts()
    tones = [f"{counts[tone]} {tone}" for tone in POLARITIES if counts.get(tone)]
    return Table(
        "partner-information",
        statement_rows(d, frame, "Unit or region, report"),
        f"{len(frame)} statements on information between agencies: " + ", ".join(tones),
        "Statements on information between agencies, delivery units and regions, 2022-2026.",
        list(frame["source_id"]),
        n=depth_of(d, frame).words(),
        note="In our words; words in quotation marks are the source's. Found by a word search; others may be missed. "
        "Some of the faults lie with other agencies.",
    )


def table_remote(d: Dataset) -> Table:
    """Supervision by telephone, machine and in open booths."""
    frame = by_date(d, chosen(d, REMOTE))
    return Table(
        "remote-supervision",
        statement_rows(d, frame),
        f"{len(frame)} statements follow contact at a distance from the plans of 2015 to lockdown",
        "Statements on supervision by telephone or machine and in open booths, 2015-2020.",
        list(frame["source_id"]),
        n=depth_of(d, frame).words(),
        note="In our words; words in quotation marks are the source's. Telephone as a company's model and telephone "
        f"under the restrictions of 2020 are different things. {SHORT_NOTE}",
    )


@claim(
    "services_remote_share", "people supervised at a distance in 2017, in the words of the annual report",
    caveat="Read in the press; a second report has up to 40 per cent.",
)  # fmt: skip
def services_remote_share(d: Dataset) -> Share:
    """Share of people under CRCs supervised by telephone or at a distance, 2017."""
    row = indicator(d, "ind-qi-0124")
    return Share(float(row["value"]), str(row["bound"]), str(row["qualifier"]), sources=(str(row["source_id"]),))


@claim("services_call_weeks", "weeks between calls to people supervised by telephone in Gwent, 2017")
def services_call_weeks(d: Dataset) -> Number:
    """Weeks between telephone calls to people assessed as low risk in Gwent."""
    row = indicator(d, "ind-qi-0107")
    return Number(float(row["value"]), "weeks", str(row["bound"]), sources=(str(row["source_id"]),))


@claim("services_information_negative", "statements since 2022 on information between agencies that are negative")
def services_information_negative(d: Dataset) -> Count:
    """Statements on information from police, children's services and others coded negative, since 2022."""
    return _information(d, "negative")


@claim("services_information_mixed", "statements since 2022 on information between agencies that are mixed")
def services_information_mixed(d: Dataset) -> Count:
    """Statements on information from police, children's services and others coded mixed, since 2022."""
    return _information(d, "mixed")


def _information(d: Dataset, tone: str) -> Count:
    frame = information(d)
    return Count(int((frame["polarity"] == tone).sum()), len(frame))


@claim("services_information_inspections", "inspections behind the statements on information between agencies")
def services_information_inspections(d: Dataset) -> Number:
    """Inspections since 2022 that the statements on information between agencies are about."""
    return Number(information(d)["inspection_id"].nunique(), "inspections")
