"""Companies, public service, unified service: which measures can be set side by side, which cannot, and why."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.claims import Number, Share, claim
from analysis.data import Dataset
from analysis.exhibits import DATASET, Link, Table
from analysis.lookup import indicator, source_links
from analysis.protection_claims import protection_auditors
from analysis.ratings import SUMMARY, first_round, good_or_better, stated
from analysis.unit_ratings import units

OUR_COUNT = Link("Units: this book's count of stated ratings", "chapters/record/ratings#fig-unit-ratings")


@dataclass(frozen=True)
class Side:
    """A measure with its value for each of the three, and what must be known of it.

    Parameters
    ----------
    measure
        What was measured, and when.
    crc, nps, unified
        Indicator ids, or None.
    remark
        What differs all the same, or why the values cannot be compared.
    """

    measure: str
    crc: str | None
    nps: str | None
    unified: str | None
    remark: str


ALIKE = (
    Side(
        "Officers with more than forty cases, 2020", "ind-rr1-0127", "ind-rr1-0128", None,
        "One submission by the inspectorate; the cases differ by design.",
    ),
    Side(
        "Community orders completed, 2015-16", "ind-sys-0249", "ind-sys-0248", None,
        "One target for both; the people differ by design. Suspended sentence orders included.",
    ),
)  # fmt: skip
UNLIKE = (
    Side(
        "First contact on time, January to March 2019", "ind-sys-0089", "ind-sys-0137", None,
        "The companies' measure is an appointment arranged within five days of allocation; the wording of the public "
        "service's was not read.",
    ),
    Side(
        "Service levels met, of those with sound data, December 2015", "ind-sys-0245", "ind-sys-0242", None,
        "Different service levels.",
    ),
    Side(
        "Targets met, June 2017 and 2024-25", "ind-sys-0315", None, "ind-sys-0424",
        "Other targets; the companies' figure is an average, in a union's summary of the auditors.",
    ),
    Side(
        "Share who reoffend, cohorts of late 2015 and late 2019", "ind-sys-0066", "ind-sys-0060", None,
        "Different years, different baselines and different people.",
    ),
    Side(
        "Reviews of serious further offences, 2017-18", "ind-sys-0464", "ind-sys-0465", None,
        "Counts without the number of people supervised; the public service supervised those at high risk of harm.",
    ),
    Side(
        "Staff in offender management, 2014 and 2015", "ind-sys-0227", "ind-sys-0228",
        None, "Full-time equivalents, a year apart; and the ministry collected no company figures after the sale.",
    ),
)  # fmt: skip


def _value(d: Dataset, identifier: str | None) -> tuple[str | None, list[str]]:
    if identifier is None:
        return None, []
    row = indicator(d, identifier)
    if pd.notna(row["numerator"]):
        text = f"{row['numerator']:.0f} of {row['denominator']:.0f}"
    else:
        unit = d.metrics.set_index("metric_id").loc[row["metric_id"], "unit"]
        text = f"{row['value']:g}%" if unit == "percent" else f"{row['value']:,.0f}"
    return text, [str(row["source_id"])]


def _row(d: Dataset, side: Side) -> tuple[dict[str, object], list[str]]:
    values = [_value(d, identifier) for identifier in (side.crc, side.nps, side.unified)]
    sources = list(dict.fromkeys(source for _, found in values for source in found))
    row: dict[str, object] = {"Measure": side.measure}
    for name, (text, _) in zip(("CRCs", "NPS", "Unified service"), values, strict=True):
        row[name] = text
    return row | {"remark": side.remark, "Sources": source_links(d, sources)}, sources


def _table(d: Dataset, rows: list[tuple[dict[str, object], list[str]]], name: str, remark: str, headline: str) -> Table:
    shown = pd.DataFrame([row for row, _ in rows]).rename(columns={"remark": remark})
    return Table(
        name,
        shown,
        headline,
        "Companies, the public service to 2021 and the unified service since, England and Wales.",
        [source for _, found in rows for source in found],
        n=f"{len(shown)} measures",
        note="Companies and the public service supervised different people by design: a gap describes what was found, "
        "not what ownership did.",
        missing="none",
    )


def _good_by_kind(frame: pd.DataFrame) -> dict[str, str]:
    """For each kind of service, how many are rated good or better, of how many: "1 of 21"."""
    good = good_or_better(frame).groupby(frame["kind"]).agg(["sum", "size"])
    return {str(kind): f"{row['sum']} of {row['size']}" for kind, row in good.iterrows()}


def table_alike(d: Dataset) -> Table:
    """Measures that can be set side by side for two of the three, each with what differs all the same."""
    frame = first_round(d)
    counts = _good_by_kind(frame)
    owners = frame.groupby("kind")["owner"].nunique()
    standards = d.standards[d.standards["regime"] == "rated"]
    shared = int((standards["applies_to"] == "crc nps_division").sum())
    ratings: dict[str, object] = {
        "Measure": "Services rated good, first round, 2018-19",
        "CRCs": counts["crc"],
        "NPS": counts["nps_division"],
        "Unified service": None,
        "remark": f"{shared} standards in common, others not. Divisions have {owners['nps_division']} owner, companies "
        f"{owners['crc']}.",
        "Sources": source_links(d, [SUMMARY]),
    }
    pair = protection_auditors(d).forms()
    audit: dict[str, object] = {
        "Measure": "Risk of harm adequately assessed, 2018-19 and 2024",
        "CRCs": f"{pair['before']}, both together",
        "NPS": f"{pair['before']}, both together",
        "Unified service": pair["after"],
        "remark": "The auditors' comparison, across two programmes of inspection; numbers of cases not read.",
        "Sources": source_links(d, ["nao-2025-10-24-pr"]),
    }
    rows = [(ratings, [SUMMARY]), *(_row(d, side) for side in ALIKE), (audit, ["nao-2025-10-24-pr"])]
    return _table(
        d, rows, "measures-alike", "What differs all the same",
        f"{len(rows)} measures can be set side by side, one of them across 2021, and that by the auditors",
    )  # fmt: skip


def table_unlike(d: Dataset) -> Table:
    """Measures that exist for two of the three or are often set side by side, and why they cannot be compared."""
    standards = d.standards[(d.standards["regime"] == "rated") & (d.standards["domain"] == "specific_work")]
    own = {
        kind: "; ".join(standards.loc[standards["applies_to"] == kind, "name"].str.replace(r"^\d\.\d ", "", regex=True))
        for kind in ("crc", "nps_division")
    }
    rounds = [stated(units(d, number)) for number in ("1", "2")]
    seen = [f"{int(good_or_better(rated).sum())} of {len(rated)}" for rated in rounds]
    count = _good_by_kind(first_round(d))
    labels: dict[str, object] = {
        "Measure": "Services rated good overall, 2018-19 and since 2022",
        "CRCs": count["crc"],
        "NPS": count["nps_division"],
        "Unified service": f"{seen[0]} units, nine standards; {seen[1]}, seven standards",
        "remark": "Other standards, and units in place of whole companies or divisions.",
        "Sources": [*source_links(d, [SUMMARY]), OUR_COUNT],
    }
    specific: dict[str, object] = {
        "Measure": "Standards rated for one kind only, 2018-20",
        "CRCs": own["crc"],
        "NPS": own["nps_division"],
        "Unified service": None,
        "remark": "No counterpart on the other side.",
        "Sources": source_links(d, standards["source_id"].dropna()),
    }
    own_sources = list(standards["source_id"].dropna())
    rows = [(labels, [SUMMARY, DATASET]), (specific, own_sources), *(_row(d, side) for side in UNLIKE)]
    return _table(
        d, rows, "measures-unlike", "Why they cannot be compared",
        f"{len(rows)} pairs of figures look comparable and are not",
    )  # fmt: skip


@claim("comparison_measures", "measures that can be set side by side")
def comparison_measures(d: Dataset) -> Number:
    """Measures of the book that can be set side by side, each with a reservation, for two of companies, public service
    and unified service.
    """
    return Number(len(table_alike(d).frame), "measures")


@claim("comparison_staff_surveyed", "staff who answered the inspectorate's survey of 2021, with their share")
def comparison_staff_surveyed(d: Dataset) -> Number:
    """Staff who answered the inspectorate's survey of 2021 on unification, with their share of all staff as stated."""
    row = indicator(d, "ind-rr2-0102")
    said = f"{int(row['value']):,} staff ({row['qualifier']})"
    return Number(float(row["value"]), "staff", str(row["bound"]), said=said, sources=(str(row["source_id"]),))


@claim("comparison_staff_survey", "staff who said unification had improved delivery, survey published in 2022")
def comparison_staff_survey(d: Dataset) -> Share:
    """Share of staff who said that unification had improved delivery, inspectorate's survey published in 2022."""
    row = indicator(d, "ind-reun-0190")
    return Share(float(row["value"]), str(row["bound"]), sources=(str(row["source_id"]),))


@claim("comparison_staff_undecided", "staff undecided on unification, survey published in 2022")
def comparison_staff_undecided(d: Dataset) -> Share:
    """Share of surveyed staff who were undecided on unification, inspectorate's survey published in 2022."""
    row = indicator(d, "ind-reun-0191")
    return Share(float(row["value"]), str(row["bound"]), sources=(str(row["source_id"]),))
