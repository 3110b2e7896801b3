"""The one figure of the landing page: overall ratings, a panel for each instrument."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis import style
from analysis.data import Dataset
from analysis.exhibits import DATASET, Chart, sentence
from analysis.ratings import GOOD_OR_BETTER, first_round
from analysis.unit_ratings import WINDOW, unit_counts

PANELS = {
    "rated": "Ten standards, 2018-19",
    "1": "Nine standards, 2022-23",
    "2": "Seven standards, 2024-25",
}
ASKED = {  # what was rated on them, which names the axis of each panel
    "rated": "Companies and divisions rated on ten standards",
    "1": "Delivery units rated on nine standards",
    "2": "Delivery units rated on seven standards",
}
SERVICES = {"crc": "CRCs", "nps_division": "NPS"}
Rows = list[tuple[str, dict[str, int]]]


def overall_ratings(d: Dataset) -> pd.DataFrame:
    """Count stated overall ratings of the three instruments that rated services or units as wholes.

    Returns
    -------
    DataFrame
        `panel` (key of `PANELS`), `service`, `rating`, `number`.
    """
    first = first_round(d)
    rows = [
        ("rated", label, rating, int(((first["kind"] == kind) & (first["overall_rating"] == rating)).sum()))
        for kind, label in SERVICES.items()
        for rating in style.RATING_ORDER
    ]
    rows += [(row["round"], "Units", row["rating"], int(row["units"])) for _, row in unit_counts(d).iterrows()]
    return pd.DataFrame(rows, columns=["panel", "service", "rating", "number"])


def chart_overall_ratings(d: Dataset) -> Chart:
    """Overall ratings as bars, one panel for each instrument, each with its own axis."""
    counts = overall_ratings(d)
    panels = {panel: _bars(counts[counts["panel"] == panel]) for panel in PANELS}
    totals = counts.groupby("panel")["number"].sum()
    by_kind = list(counts.groupby(["panel", "service"]))
    good = {key: int(own.loc[own["rating"].isin(GOOD_OR_BETTER), "number"].sum()) for key, own in by_kind}
    every = {key: int(own["number"].sum()) for key, own in by_kind}
    companies, divisions = ("rated", "CRCs"), ("rated", "NPS")
    said = [f"{PANELS[panel]}: {_words(rows)}" for panel, rows in panels.items()]
    return Chart(
        "overall-ratings",
        _draw(panels, "full"),
        f"In 2018-19 {good[companies]} of {every[companies]} companies and {good[divisions]} of {every[divisions]} "
        "divisions were rated good",
        "Overall ratings, England and Wales. A rating name in common is no scale in common: each panel asked its own "
        "questions.",
        sentence("Three panels of stacked horizontal bars that count services by overall rating", *said),
        counts.assign(panel=counts["panel"].map(PANELS), rating=counts["rating"].map(style.RATING_LABELS)),
        [DATASET],
        n=f"{totals['rated']} services, and {totals['1']} and {totals['2']} unit inspections with a stated rating",
        note="I inadequate, R requires improvement, G good. Companies and divisions supervised different people; the "
        "two rounds visited largely different units. "
        f"Of {WINDOW} only a window from October 2023 to February 2024 is known.",
        narrow=_draw(panels, "narrow"),
        labels={"panel": "Instrument", "number": "Number rated"},
    )


def _bars(counts: pd.DataFrame) -> Rows:
    return [
        (str(service), dict(zip(rows["rating"].astype(str), rows["number"], strict=True)))
        for service, rows in counts.groupby("service", sort=False)
    ]


def _words(rows: Rows) -> str:
    return ", and ".join(
        f"{service} " + ", ".join(f"{n} {style.RATING_LABELS[r].lower()}" for r, n in counts.items() if n)
        for service, counts in rows
    )


def _draw(panels: dict[str, Rows], width: str) -> Figure:
    heights = [len(rows) + 0.6 for rows in panels.values()]
    fig, axes = style.figure(width, 4.4, nrows=len(panels), height_ratios=heights)
    for ax, (panel, rows) in zip(axes, panels.items(), strict=True):
        style.rating_bars(ax, rows)
        ax.set_title(PANELS[panel], loc="left")
        ax.set_xlim(0, max(sum(counts.values()) for _, counts in rows) + 1)
        ax.set_xlabel(ASKED[panel])
    return fig
