"""Keeping people safe, case by case: percentages for which the number of cases is known, with intervals."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.figure import Figure

from analysis import style, timeline
from analysis.data import Dataset
from analysis.exhibits import Chart
from analysis.lookup import service_names
from analysis.places import preferred
from analysis.protection_topics import PLACES
from analysis.uncertainty import wilson

GOOD, LACKING = "Work good enough", "Work lacking or wrong"
COUNTED = {  # metric: what was counted, and whether it is work done or work lacking
    "cases_risk_identified_and_analysed": ("Risk properly analysed", GOOD),
    "cases_risk_management_sufficient": ("Risk of harm managed sufficiently", GOOD),
    "domestic_abuse_information_sufficient": ("Domestic abuse information sufficient", GOOD),
    "management_oversight_effective": ("Management oversight effective", GOOD),
    "domestic_abuse_information_not_requested": ("Domestic abuse information not requested", LACKING),
    "risk_classification_inaccurate": ("Level of risk wrong", LACKING),
    "safeguarding_information_not_requested": ("Child safeguarding information not requested", LACKING),
    "victim_risk_analysis_lacking": ("Risk to victims not analysed", LACKING),
}



def counted_cases(d: Dataset) -> pd.DataFrame:
    """Percentages on protection for which the source gives both numbers, with Wilson intervals.

    Returns
    -------
    pandas.DataFrame
        `group` (work good enough, or lacking), `question`, `place`, `period`, `k`, `n`, `share`, `low`, `high`
        (0-100), `indicator_id`, `source_id`, in the order of group, question and place. The interval is that of a
        simple random sample of the caseload; inspection samples are stratified.
    """
    frame = preferred(d)
    frame = frame[frame["metric_id"].isin(list(COUNTED)) & frame["denominator"].notna() & frame["numerator"].notna()]
    years = frame["inspection_id"].map(d.inspections.set_index("inspection_id")["published"].str[:4])
    names = service_names(d, frame["organisation_id"]).str.removesuffix(" PDU").str.removesuffix(" region")
    k, n = frame["numerator"].astype(int), frame["denominator"].astype(int)
    ends = [wilson(*pair) for pair in zip(k, n, strict=True)]
    frame = frame.assign(
        group=[COUNTED[metric][1] for metric in frame["metric_id"]],
        question=[COUNTED[metric][0] for metric in frame["metric_id"]],
        place=frame["indicator_id"].map(PLACES).fillna(names),
        period=years.fillna(frame["start"].str[:4]),
        k=k,
        n=n,
        share=100 * k / n,
        low=[100 * end.low for end in ends],
        high=[100 * end.high for end in ends],
        order=frame["metric_id"].map({metric: position for position, metric in enumerate(COUNTED)}),
    )
    columns = [
        "group", "question", "place", "period", "k", "n", "share", "low", "high", "indicator_id", "source_id",
    ]  # fmt: skip
    return frame.sort_values(["order", "place", "period"], ignore_index=True)[columns]


def chart_counted(d: Dataset) -> Chart:
    """Percentages with a known number of cases and their intervals, in two panels: work done, work lacking."""
    frame = counted_cases(d)
    width = frame["high"] - frame["low"]
    rows = "; ".join(
        f"{r.question}, {r.place} {r.period}, {r.k} of {r.n}, interval {r.low:.0f} to {r.high:.0f}"
        for r in frame.itertuples()
    )
    return Chart(
        "protection-intervals",
        _draw(frame, "full"),
        f"With {frame['n'].min()} to {frame['n'].max()} cases, sampling alone leaves "
        f"{width.min() / 2:.0f} to {width.max() / 2:.0f} points either way",
        "Inspected cases for which the source gives both numbers, with 95 per cent Wilson intervals as if a simple "
        "random sample of that caseload; units and London, 2022 to 2025.",
        f"Dots with horizontal intervals on a scale from 0 to 100 per cent: {rows}.",
        frame.drop(columns=["indicator_id", "source_id"]),
        list(dict.fromkeys(frame["source_id"])),
        n=f"{len(frame)} percentages from {frame[['place', 'period']].drop_duplicates().shape[0]} inspections or "
        "groups of them",
        note="Each row asks its own question: rows are not to be ranked. Samples are stratified, so the intervals are "
        "a guide and no more.",
        narrow=_draw(frame, "narrow"),
        labels={"k": "Cases", "n": "Of", "share": "Per cent", "low": "Interval from", "high": "Interval to"},
        formats={column: "{:.0f}".format for column in ("share", "low", "high")},
        row_header=("question", "place", "period"),
        row_sources=list(frame["source_id"]),
    )


def _draw(frame: pd.DataFrame, width: str) -> Figure:
    wide = width == "full"
    most = 44 if wide else 20
    groups = frame.groupby("group", sort=False)
    panels = [(str(name), own, [_label(row, most) for row in own.itertuples()]) for name, own in groups]
    heights = [sum(label.count("\n") + 1.7 for label in labels) + 1.4 for _, _, labels in panels]
    fig, axes = style.figure(width, 0.17 * sum(heights) + 0.45, nrows=2, gridspec_kw={"height_ratios": heights})
    for ax, (name, own, labels) in zip(axes, panels, strict=True):
        y, ticks = 0.0, []
        for (k, n), label in zip(own[["k", "n"]].astype(int).to_numpy().tolist(), labels, strict=True):
            height = label.count("\n") + 1.7
            ticks.append(y + height / 2)
            _, high = timeline.interval_dot(ax, k, n, ticks[-1])
            style.direct_label(ax, 100 * high, ticks[-1], f"{k} of {n}")
            y += height
        ax.set(xlim=(0, 100), ylim=(y, 0))
        ax.set_yticks(ticks, labels)
        ax.set_xticks(range(0, 101, 25))
        ax.set_title(name, loc="left", color=style.INK, fontweight="bold")
        style.quiet_axes(ax, "x")
    axes[0].set_xticklabels([])
    axes[-1].set_xlabel("Inspected cases, %")
    return fig


def _label(row: object, most: int) -> str:
    text = f"{row.question}: {row.place}, {row.period}"  # type: ignore[attr-defined]
    return "\n".join(textwrap.wrap(text, most))
