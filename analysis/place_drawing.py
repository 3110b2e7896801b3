"""The drawing of a place's timeline: a row for each organisation or fact, a mark for each inspection."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import style, timeline
from analysis.data import Dataset
from analysis.inspection_timeline import REUNIFIED, SPLIT, covid_end

DAYS_PER_LETTER = {True: 78, False: 170}  # of a label in a bar, wide and narrow
BEGIN, END = "2013-01-01", "2027-01-01"


def draw_marks(d: Dataset, marks: pd.DataFrame, width: str) -> Figure:
    """The drawing of a timeline, ``"full"`` or ``"narrow"``; takes the frame of `timeline_marks`."""
    wide = width == "full"
    rows = list(dict.fromkeys(marks["row"]))
    joined = {mark["row"]: _joined(mark["row"], mark["said"]) for mark in marks.to_dict("records")}
    labels = [textwrap.fill(joined[row], 40 if wide else 25) for row in rows]
    heights = [max(1.35, 0.78 * (label.count("\n") + 1) + 0.4) for label in labels]
    tops = [sum(heights[:n]) + heights[n] / 2 for n in range(len(rows))]
    place = dict(zip(rows, tops, strict=True))
    fig, ax = style.figure(width, 0.19 * sum(heights) + 0.75)
    for mark in marks.to_dict("records"):
        _mark(ax, mark, place[mark["row"]], wide)
    _axes(ax, d, labels, tops, heights, wide)
    return fig


def _joined(row: str, said: object) -> str:
    """A label whose value is not torn apart at the end of a line."""
    short = isinstance(said, str) and len(said) < 22
    return row.replace(str(said), str(said).replace(" ", "\N{NO-BREAK SPACE}")) if short else row


def _mark(ax: Axes, mark: dict[Any, Any], y: float, wide: bool) -> None:
    start = timeline.day(mark["first_day"])
    end = start if pd.isna(mark["last_day"]) else timeline.day(mark["last_day"])
    what, rating = mark["what"], mark["rating"]
    middle = (start + end) / 2
    if what == "owner":
        ax.barh(y, end - start, left=start, height=0.9, facecolor="#cfdde8", edgecolor=style.INK, linewidth=0.6)
        said = str(mark["said"]) if wide else str(mark["said"]).partition(" (")[0]
        if end - start > DAYS_PER_LETTER[wide] * len(said):
            ax.annotate(said, (middle, y), ha="center", va="center_baseline", fontsize=9)
        return
    if what == "inspection" and pd.isna(mark["last_day"]):
        ax.plot([start, timeline.day(END)], [y, y], color=style.QUIET, linewidth=2.4, linestyle=":", zorder=1.5)
    if end - start > 40:
        ax.plot([start, end], [y, y], color=style.QUIET, linewidth=2.4, solid_capstyle="butt", zorder=1.5)
    if what == "fact":
        ax.plot([middle], [y], marker="o", markersize=6, color=style.ACCENT, markeredgecolor=style.PAPER, ls="none")
    elif isinstance(rating, str):
        style.rating_tile(ax, middle, y, rating, 14)
    else:
        fill = "left" if mark["coverage"] == "part" else "full"
        ax.plot(
            [middle], [y], marker="D", markersize=8, color=style.ACCENT, fillstyle=fill, ls="none",
            markerfacecoloralt=style.PAPER, markeredgecolor=style.INK, markeredgewidth=0.7,
        )  # fmt: skip


def _axes(ax: Axes, d: Dataset, labels: list[str], tops: list[float], heights: list[float], wide: bool) -> None:
    ax.set(xlim=(timeline.day(BEGIN), timeline.day(END)), ylim=(sum(heights), 0))
    years = range(2014, 2027, 2 if wide else 4)
    ax.set_xticks([timeline.day(f"{year}-01-01") for year in years], [str(year) for year in years])
    ax.set_yticks(tops, labels)
    timeline.covid_band(ax, covid_end(d), row=1)
    timeline.break_mark(ax, SPLIT, "split", row=1)
    timeline.break_mark(ax, REUNIFIED, "reunified", row=0)
    for edge in range(1, len(heights)):
        ax.axhline(sum(heights[:edge]), color=style.RULE, linewidth=0.5, zorder=0.2)
    style.quiet_axes(ax)
    ax.spines["left"].set_visible(False)
