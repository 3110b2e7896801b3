"""Hitting the target: what the record says of measures, and whether any service's stand beside its rating."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Count, Number, Share, claim
from analysis.data import Dataset
from analysis.lookup import indicator
from analysis.ratings import first_round
from analysis.service_levels import SERIES
from analysis.statements import Depth, depth_of, select

THEME = "target_driven_management"
MET = (  # metrics that say how a service stood on its measures
    *SERIES, "service_levels_met_of_robust", "measures_met_or_near", "crc_targets_met_average", "targets_met",
    "targets_met_share", "order_completion_share", "licence_completion_share",
)  # fmt: skip


def providers_with_both(d: Dataset) -> pd.DataFrame:
    """Services rated in the first round with a number, of their own, for any measure: the join the question needs.

    Returns
    -------
    pandas.DataFrame
        The columns of `analysis.ratings.first_round` and `measured` (whether a number is on record).
    """
    live = d.live("indicators")
    own = live.loc[live["metric_id"].isin(MET), "organisation_id"]
    services = first_round(d)
    return services.assign(measured=services["organisation_id"].isin(own))


def depth(d: Dataset) -> Depth:
    """How many statements on management by measures there are, and what they rest on."""
    return depth_of(d, select(d, [THEME]))


@claim(
    "target_providers_both", "rated services whose own standing on any measure is on record as a number",
    tables=["gaps"],
    caveat="Two CRCs are said in words to have met theirs; that is no number.",
)  # fmt: skip
def target_providers_both(d: Dataset) -> Count:
    """CRCs and NPS divisions rated in 2018-19 for which the record holds a service level or a count of targets met."""
    frame = providers_with_both(d)
    return Count(int(frame["measured"].sum()), len(frame))


@claim("target_statements", "statements on management by measures in this dataset")
def target_statements(d: Dataset) -> Number:
    """Live statements coded to target-driven management by the final codes."""
    return Number(depth(d).statements, "statements")


@claim("target_statement_inspections", "inspections behind the statements on management by measures")
def target_statement_inspections(d: Dataset) -> Number:
    """Inspections that any of the statements on management by measures is about."""
    return Number(depth(d).inspections, "inspections")


@claim("target_statement_opening", "sources on management by measures that were read through their opening only")
def target_statement_opening(d: Dataset) -> Count:
    """Sources of the statements on management by measures read through their opening, of all such sources."""
    found = depth(d)
    return Count(found.opening, found.sources)


def _share(d: Dataset, indicator_id: str) -> Share:
    row = indicator(d, indicator_id)
    return Share(float(row["value"]), str(row["bound"]), sources=(str(row["source_id"]),))


@claim("target_completion_crc", "orders completed successfully under CRCs, 2015-16")
def target_completion_crc(d: Dataset) -> Share:
    """Community and suspended sentence orders completed successfully, all CRCs, 2015-16."""
    return _share(d, "ind-sys-0249")


@claim("target_completion_nps", "orders completed successfully under the NPS, 2015-16")
def target_completion_nps(d: Dataset) -> Share:
    """Community and suspended sentence orders completed successfully, NPS, 2015-16."""
    return _share(d, "ind-sys-0248")


@claim("target_completion_aim", "target for orders completed successfully, CRCs and NPS, 2015-16")
def target_completion_aim(d: Dataset) -> Share:
    """Target for the successful completion of orders, the same for CRCs and the NPS, 2015-16."""
    crc, nps = _share(d, "ind-sys-0247"), _share(d, "ind-sys-0246")
    if crc.value != nps.value:
        raise ValueError("CRCs and the NPS no longer have one target for completed orders")
    return crc


@claim(
    "target_accommodation_gap", "gap of CRCs to their target for accommodation on release, 2016",
    caveat="A commentator's reading of official figures for July to September 2016.",
)  # fmt: skip
def target_accommodation_gap(d: Dataset) -> Number:
    """Percentage points by which CRCs fell short of the target for accommodation on release, July to September 2016."""
    row = indicator(d, "ind-sys-0418")
    return Number(-float(row["value"]), "percentage points", sources=(str(row["source_id"]),))


@claim("target_west_mercia_penalties", "penalties at the company that ran West Mercia")
def target_west_mercia_penalties(d: Dataset) -> Number:
    """Penalties under the contract at the company inspected in West Mercia in 2017, as the report states in words."""
    row = indicator(d, "ind-qi-0021")
    said = "no penalties" if row["value"] == 0 else ""
    return Number(float(row["value"]), "penalties", said=said, sources=(str(row["source_id"]),))
