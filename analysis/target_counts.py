"""Targets met, each time with the number of targets there were: 2015 to 2025."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis import style
from analysis.claims import Count, Number, Share, claim
from analysis.data import Dataset
from analysis.exhibits import Chart, sentence
from analysis.lookup import indicator, source_link
from analysis.statements import voice_words
from analysis.wording import in_running_text

# label, indicator of targets met, indicator of all targets set where that is more than those met are counted against,
# how the count was made
COUNTS = (
    ("CRCs, December 2015", "ind-sys-0245", "ind-sys-0243", "met, all CRCs together"),
    ("NPS, December 2015", "ind-sys-0242", "ind-sys-0240", "met, all divisions together"),
    ("CRCs, July to September 2016", "ind-sys-0413", None, "met or nearly met, a commentator's reading"),
    ("CRCs, June 2017", "ind-sys-0315", None, "met by a CRC on average"),
    ("Probation Service, 2021-22", "ind-sys-0421", None, "met; provisional, from July 2021 in the auditors' text"),
    ("Probation Service, 2022-23", "ind-sys-0422", None, "met; targets raised on the year before"),
    ("Probation Service, 2023-24", "ind-sys-0423", None, "met; targets raised on the year before"),
    ("Probation Service, 2024-25", "ind-sys-0424", None, "met; targets raised on the year before"),
)
NEARLY = "ind-sys-0413"
ROBUST = {"ind-sys-0245": "ind-sys-0244", "ind-sys-0242": "ind-sys-0241"}
SCORECARDS = ("ind-sys-0425", "ind-sys-0426", "ind-sys-0427")


def target_counts(d: Dataset) -> pd.DataFrame:
    """Targets met and the base they are counted on, in the order of time.

    Returns
    -------
    pandas.DataFrame
        `service`, `met`, `base` (targets that were counted), `left_out` (targets set whose data were missing or not
        robust), `counted` (what was counted), `voice` (whose count, and through whom it was read), `source_id`,
        `indicator_id`.

    Raises
    ------
    ValueError
        If a count lacks its base, or more targets were counted than set.
    """
    rows = []
    for label, met_id, set_id, counted in COUNTS:
        met = indicator(d, met_id)
        base = met["denominator"]
        if pd.isna(base):
            raise ValueError(f"{met_id} gives targets met without their number")
        total = base if set_id is None else indicator(d, set_id)["value"]
        if total < base:
            raise ValueError(f"{label}: {base} targets counted, {total} set")
        rows.append(
            {
                "service": label, "met": int(met["value"]), "base": int(base), "left_out": int(total - base),
                "counted": counted, "voice": whose(met),
                "source_id": str(met["source_id"]), "indicator_id": met_id,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def whose(row: pd.Series) -> str:
    """Who reports a number and through whom it was read: "Ministry, as relayed by a union"; takes an indicator."""
    return voice_words(row.rename({"reported_by": "speaker"}))


def chart_target_counts(d: Dataset) -> Chart:
    """A row of squares for each count: met, not met, and not counted for want of robust data."""
    frame = target_counts(d)
    first, last = frame[frame["service"].str.startswith("Probation Service")].iloc[[0, -1]].to_dict("records")
    bases = frame["base"].nunique()
    if bases < 3:
        raise ValueError("the base of the targets no longer changes: write the headline again")
    each = "; ".join(
        f"{r['service']}, {r['met']} of {r['base']}" + (f", {r['left_out']} more not counted" if r["left_out"] else "")
        for r in frame.to_dict("records")
    )
    data = frame[["service", "met", "base", "left_out", "counted", "voice"]]
    return Chart(
        "targets-met",
        _draw(frame, "full"),
        f"{in_running_text(first['met']).capitalize()} of {first['base']} targets met in the first year of the unified "
        f"service, {in_running_text(last['met'])} of {last['base']} in 2024-25: a count means little without its base",
        "Targets met and not met, as counted at the time; England and Wales, December 2015 to March 2025.",
        sentence(f"{len(frame)} rows of squares, one square for each target, filled where it was met", each),
        data=data.assign(source=frame["source_id"].map(lambda source: source_link(d, source))),
        sources=list(frame["source_id"]),
        n=f"{len(frame)} counts on {bases} different bases",
        note="The targets were not the same from row to row, so no share is drawn. Not counted: set, but without data "
        "or with data that the auditors did not find robust. The row of 2016 is a commentator's own banding.",
        narrow=_draw(frame, "narrow"),
        labels={"base": "Of", "left_out": "Not counted", "counted": "What was counted", "voice": "Whose count"},
    )


def _draw(frame: pd.DataFrame, width: str) -> Figure:
    wide = width == "full"
    fig, ax = style.figure(width, 3.1 if wide else 4.8)
    most = int((frame["base"] + frame["left_out"]).max())
    for y, row in enumerate(frame.to_dict("records")):
        _squares(ax, y, row, 0.32 if wide else 0.2)
        count = f"{row['met']} of {row['base']}"
        if wide:
            ax.text(most + 0.4, y, count, fontsize=9.5, va="center")
        else:
            ax.text(-0.4, y - 0.27, f"{row['service']}: {count}", fontsize=9.5, va="bottom")
    _key(ax, frame.iloc[0].to_dict(), -0.5 if wide else -0.85)
    ax.set_ylim(len(frame) - 0.4, -1.1 if wide else -1.3)
    ax.set_xlim(-0.6, most + (3.6 if wide else 0.2))
    ax.set_xticks([])
    ax.set_yticks(range(len(frame)) if wide else [], frame["service"] if wide else [])
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    return fig


def _key(ax: Axes, row: dict[Hashable, Any], y: float) -> None:
    """Say above the first row what its three kinds of squares mean."""
    starts = {"met": 0, "not met": row["met"], "not counted": row["base"] - 1}
    for words, x in starts.items():
        ax.text(x - 0.4, y, words, fontsize=9.5, va="bottom", color=style.QUIET)


def _squares(ax: Axes, y: int, row: dict[Hashable, Any], half: float) -> None:
    met, base, left_out = (int(row[name]) for name in ("met", "base", "left_out"))
    colour = style.COMPARE if row["indicator_id"] == NEARLY else style.ACCENT
    for x in range(base + left_out):
        look = (
            {"facecolor": colour, "edgecolor": style.INK} if x < met
            else {"facecolor": style.PAPER, "edgecolor": style.INK} if x < base
            else {"facecolor": style.BAND, "edgecolor": style.QUIET, "hatch": "xxxx", "linestyle": ":"}
        )  # fmt: skip
        ax.add_patch(Rectangle((x - 0.4, y - half), 0.8, 2 * half, linewidth=0.7, **look))  # type: ignore[arg-type]


def _met(d: Dataset, indicator_id: str) -> Count:
    row = indicator(d, indicator_id)
    return Count(int(row["value"]), int(row["denominator"]), sources=(str(row["source_id"]),))


@claim(
    "target_crc_2015", "service levels with robust data that CRCs met by December 2015",
    caveat="All CRCs together; the auditors' count as a commentator reports it.",
)  # fmt: skip
def target_crc_2015(d: Dataset) -> Count:
    """Service levels and assurance metrics met by the CRCs together, of those with robust data, December 2015."""
    return _met(d, "ind-sys-0245")


@claim("target_crc_robust_2015", "CRC service levels with robust data in December 2015")
def target_crc_robust_2015(d: Dataset) -> Count:
    """Service levels and assurance metrics of the CRCs for which the auditors found the data robust, of all set."""
    return _met(d, "ind-sys-0244")


@claim("target_nps_2015", "service levels with robust data that the NPS met by December 2015")
def target_nps_2015(d: Dataset) -> Count:
    """Service levels met at or above target by the NPS, of those with robust data, December 2015."""
    return _met(d, "ind-sys-0242")


@claim("target_nps_robust_2015", "NPS service levels with robust data in December 2015")
def target_nps_robust_2015(d: Dataset) -> Count:
    """Service levels of the NPS for which the auditors found the data robust, of all set, December 2015."""
    return _met(d, "ind-sys-0241")


@claim(
    "target_crc_2016", "CRC measures met or nearly met, in a commentator's reading",
    caveat="Bands set by a commentator on official figures for July to September 2016.",
)  # fmt: skip
def target_crc_2016(d: Dataset) -> Count:
    """CRC measures that exceeded or more or less met their target, July to September 2016."""
    return _met(d, NEARLY)


@claim(
    "target_crc_2017", "targets that a CRC met on average in June 2017",
    caveat="The auditors' figure as a circular of the unions relays it.",
)  # fmt: skip
def target_crc_2017(d: Dataset) -> Count:
    """Targets met by a CRC on average, of all set, June 2017."""
    return _met(d, "ind-sys-0315")


@claim(
    "target_crc_2017_lowest", "targets met by the CRC that met fewest, June 2017",
    caveat="The CRC is not named; the auditors' figure as a circular of the unions relays it.",
)  # fmt: skip
def target_crc_2017_lowest(d: Dataset) -> Count:
    """Targets met by the CRC with the fewest, of all set, June 2017."""
    return _met(d, "ind-sys-0316")


@claim("target_met_2021_22", "targets met by the Probation Service in 2021-22", caveat="Marked provisional.")
def target_met_2021_22(d: Dataset) -> Count:
    """Service levels met in the first year of the unified service, of those set."""
    return _met(d, "ind-sys-0421")


@claim("target_met_2022_23", "targets met by the Probation Service in 2022-23", caveat="Targets raised.")
def target_met_2022_23(d: Dataset) -> Count:
    """Targets met in 2022-23, of those set."""
    return _met(d, "ind-sys-0422")


@claim("target_met_2023_24", "targets met by the Probation Service in 2023-24", caveat="Targets raised.")
def target_met_2023_24(d: Dataset) -> Count:
    """Targets met in 2023-24, of those set."""
    return _met(d, "ind-sys-0423")


@claim("target_met_2024_25", "targets met by the Probation Service in 2024-25", caveat="Targets raised.")
def target_met_2024_25(d: Dataset) -> Count:
    """Targets met in 2024-25, of those set."""
    return _met(d, "ind-sys-0424")


@claim("target_share_2024_25", "share of targets met in 2024-25, by the auditors' count")
def target_share_2024_25(d: Dataset) -> Share:
    """Targets met by the Probation Service in 2024-25 as a share of those set, in the National Audit Office's words."""
    row = indicator(d, "ind-reun-0144")
    return Share(float(row["value"]), sources=(str(row["source_id"]),))


@claim(
    "target_share_fall", "fall in the share of targets met between 2021-22 and 2024-25",
    caveat="The auditors' comparison of two bases, on targets that had been raised.",
)  # fmt: skip
def target_share_fall(d: Dataset) -> Number:
    """Percentage points by which the share of targets met in 2024-25 was below 2021-22, as the auditors state it."""
    row = indicator(d, "ind-sys-0380")
    return Number(-float(row["value"]), "percentage points", sources=(str(row["source_id"]),))


@claim("target_improved_2023_24", "comparable service levels that improved in 2023-24")
def target_improved_2023_24(d: Dataset) -> Count:
    """Service levels that improved on the year before, of those that can be compared, 2023-24."""
    return _met(d, "ind-sys-0430")


@claim("target_improved_2024_25", "comparable service levels that improved in 2024-25")
def target_improved_2024_25(d: Dataset) -> Count:
    """Service levels that improved on the year before, of those that can be compared, 2024-25."""
    return _met(d, "ind-sys-0431")


@claim(
    "target_regions_good", "regions rated good on the ministry's scorecard, in each of three years",
    caveat="The ministry's performance scorecard, not inspection; no row names the regions of any year.",
)  # fmt: skip
def target_regions_good(d: Dataset) -> Count:
    """Number of regions rated good on the ministry's performance scorecard: one in 2022-23, 2023-24 and 2024-25."""
    years = [_met(d, name) for name in SCORECARDS]
    if len({(one.k, one.n) for one in years}) != 1:
        raise ValueError("the number of regions rated good is no longer the same in all three years")
    return Count(years[0].k, years[0].n, sources=tuple(s for one in years for s in one.sources))
