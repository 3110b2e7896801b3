"""Staffing and work that part: enough staff and weak casework, staff short or overloaded and a rating of good."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.claims import Count, Number, claim
from analysis.data import Dataset
from analysis.exhibits import Table, rating_cell
from analysis.leadership import with_rating
from analysis.lookup import indicator, published_words, service_name, source_links
from analysis.places import said as value_said
from analysis.ratings import GOOD_OR_BETTER
from analysis.statements import chosen, depth_of, said, voice_words
from analysis.wording import capitalised, number_word

Cases = Mapping[str, tuple[str, ...]]  # inspection: findings, or indicators in `NUMBERS`, in the order they are told

ENOUGH = {  # staffing or workload called sufficient: the statement of it, then those on the work; read one by one
    "crc-warwickshire-west-mercia-2017-11": ("qi-0083", "qi-0084", "qi-0113"),
    "crc-durham-tees-valley-2019-03": ("rr1-080", "rr1-082"),
    "crc-south-yorkshire-2019-03": ("qi-0214", "qi-0204"),
    "pdu-birmingham-north-east-solihull-2022-08": ("reun-019", "reun-018"),
    "pdu-blackburn-with-darwen-2023-06": ("reun-049", "reun-050"),
    "pdu-cumbria-2023": ("reun-055",),
    "pdu-north-north-east-lincolnshire-2024-12": ("reun-115", "reun-227"),
    "pdu-stockton-hartlepool-2025": ("reun-139", "reun-140"),
    "pdu-south-tyneside-gateshead-2025": ("reun-135", "reun-193"),
    "pdu-sunderland-2025": ("reun-131", "reun-235"),
}
SHORT = {  # shortage or heavy workload, and a service rated good
    "nps-south-west-south-central-2018-11": ("rr1-029",),
    "nps-midlands-2018-12": ("rr1-039",),
    "nps-north-west-2019-02": ("rr1-073", "rr1-075"),
    "nps-wales-2019-04": ("rr1-101", "rr1-103"),
    "crc-hampshire-isle-of-wight-2019-05": ("rr1-116", "ind-rr1-0037"),
    "nps-north-east-2019-06": ("rr1-136",),
    "crc-durham-tees-valley-2020-04": ("rr2-crc-durham-tees-valley-2020-04-06",),
    "nps-north-west-2020-07": ("rr2-nps-north-west-2020-07-02", "rr2-nps-north-west-2020-07-03"),
    "nps-south-west-2021-07": ("ind-gaps-0028",),
}
NUMBERS = {  # numbers that stand for a statement: what is said of them
    "ind-rr1-0037": "an officer were expected until new staff came",
    "ind-gaps-0028": "of the probation officers interviewed called their workload unmanageable",
}


def _facts(d: Dataset, cases: Cases) -> pd.DataFrame:
    """Statements and numbers of a list: `inspection_id`, `told` (with the voice), `source_id`; by date of report."""
    rows = []
    for name, ids in cases.items():
        for one in ids:
            row = _number(d, one) if one in NUMBERS else chosen(d, [one]).iloc[0]
            if row["inspection_id"] != name:
                raise ValueError(f"{one}, listed for {name}, is about another inspection")
            rows.append({"inspection_id": name, "told": _voiced(row), "source_id": row["source_id"]})
    frame = pd.DataFrame(rows)
    reports = d.inspections.set_index("inspection_id")[["published_from", "published_earliest_from"]].bfill(axis=1)
    days = frame["inspection_id"].map(reports["published_from"])
    return frame.assign(day=days).sort_values(["day", "inspection_id"], kind="stable", ignore_index=True)


def _number(d: Dataset, indicator_id: str) -> pd.Series:
    """A number as a statement: its words are `finding`, who reports it is `speaker`."""
    row = indicator(d, indicator_id).copy()
    row["unit"] = d.metrics.set_index("metric_id").loc[row["metric_id"], "unit"]
    row["finding"] = f"{capitalised(value_said(row))} {NUMBERS[indicator_id]}."
    row["speaker"], row["fragment"] = row["reported_by"], None
    return row


def _pairs(d: Dataset, cases: Cases) -> pd.DataFrame:
    """Rows of a table of inspections with what was said of each, in the order of publication."""
    facts = _facts(d, cases)
    inspections = d.inspections.set_index("inspection_id")
    rows = []
    for name in facts["inspection_id"].unique():
        own, row = facts[facts["inspection_id"] == name], inspections.loc[name]
        rating = row["overall_rating"] if str(row["rating_basis"]) == "stated" else None
        part = f" ({row['area_inspected']} only)" if row["coverage"] == "part" else ""
        rows.append(
            {
                "Service, report, overall rating": with_rating(
                    f"{service_name(d, name)}{part}, {published_words(row)}", rating_cell(rating)
                ),
                "What was said": " ".join(own["told"]),
                "overall_rating": rating,
                "Sources": source_links(d, own["source_id"]), "source_ids": list(own["source_id"]),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _voiced(row: pd.Series) -> str:
    """A statement in our words; its voice follows unless it was read in the inspectorate's own pages."""
    own = row["speaker"] == "inspectorate" and pd.isna(row["relayed_by"])
    return said(row) if own else f"{said(row)} [{voice_words(row)}]"


def table_enough(d: Dataset) -> Table:
    """Inspections where staffing or workload was called sufficient and casework was not."""
    frame = _pairs(d, ENOUGH)
    if frame["overall_rating"].isin(GOOD_OR_BETTER).any():
        raise ValueError("a service listed for poor work is rated good: read its row again")
    return Table(
        "enough-staff",
        frame.drop(columns=["source_ids", "overall_rating"]),
        f"{capitalised(number_word(len(frame)))} inspections found staffing or workload in order, the work not",
        "Inspections where staffing or workload was called sufficient or manageable, and casework was criticised.",
        [source for ids in frame["source_ids"] for source in ids],
        n=_words(d, ENOUGH),
        note="Picked by reading. Quality & Impact inspections gave no overall rating. Inexperience and sickness are "
        "part of the account in some of them, as the words say.",
    )


def table_short(d: Dataset) -> Table:
    """Inspections where staff were short or workloads heavy, and the service was rated good."""
    frame = _pairs(d, SHORT)
    if not frame["overall_rating"].isin(GOOD_OR_BETTER).all():
        raise ValueError("a service listed as rated good is not: read its row again")
    nps = staffing_short_nps(d)
    return Table(
        "short-staff",
        frame.drop(columns=["source_ids", "overall_rating"]),
        f"In {number_word(nps.n)} inspections that ended in good some staff were short or overloaded; "
        f"{number_word(nps.k)} were of NPS divisions",
        "Inspections where staff were short or some workloads too high, and the overall rating was good, 2018 to 2021.",
        [source for ids in frame["source_ids"] for source in ids],
        n=_words(d, SHORT),
        note="Picked by reading. Companies and divisions supervised different people by design: not compared here.",
    )


def _words(d: Dataset, cases: Cases) -> str:
    depth = depth_of(d, _facts(d, cases))
    numbers = sum(one in NUMBERS for ids in cases.values() for one in ids)
    also = f" and {number_word(numbers)} numbers" if numbers else ""
    return (
        f"{depth.statements - numbers} statements{also} on {depth.inspections} inspections from {depth.sources} "
        f"sources, {depth.opening} of them read through their opening only"
    )


@claim("staffing_enough_weak", "inspections with staffing or workload in order and weak casework, found by reading")
def staffing_enough_weak(d: Dataset) -> Number:
    """Inspections picked by reading where staffing or workload was called sufficient and casework was criticised."""
    return Number(len(_pairs(d, ENOUGH)), "inspections")


@claim("staffing_short_good", "inspections that ended in good with staff short or some overloaded, found by reading")
def staffing_short_good(d: Dataset) -> Number:
    """Inspections picked by reading where staff were short or some workloads too high and the rating was good."""
    return Number(len(_pairs(d, SHORT)), "inspections")


@claim("staffing_short_nps", "inspections of NPS divisions among those that ended in good with staff short")
def staffing_short_nps(d: Dataset) -> Count:
    """Of the inspections that ended in *good* with staff short or some overloaded, those of NPS divisions."""
    kinds = d.organisations.set_index("organisation_id")["kind"]
    owners = d.inspections.set_index("inspection_id").loc[list(SHORT), "organisation_id"]
    return Count(int((owners.map(kinds) == "nps_division").sum()), len(SHORT))
