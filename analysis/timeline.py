"""Marks that figures share: time bands, breaks in series, bounds and intervals."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from analysis.style import ACCENT, BAND, INK, PAPER, PAUSE, QUIET
from analysis.uncertainty import Interval, wilson

COVID_START = "2020-03-01"  # inspection stopped in March 2020
CASELOAD_BREAK = "2015-01-01"  # people on short sentences are supervised from 2015
STAFF_BREAK = "2021-06-01"  # who is counted as staff in post changes in June 2021
BOUNDS = ("exact", "about", "at_least", "at_most")


def day(value: Any) -> float:
    """A date (ISO text or Timestamp) as matplotlib's number of days."""
    return float(date2num(pd.Timestamp(value)))


def band(ax: Axes, start: Any, end: Any, label: str = "", colour: str = BAND, row: int = 0) -> None:
    """Shade the time from ``start`` to ``end``; its label stands above the axes, ``row`` lines up."""
    ax.axvspan(day(start), day(end), facecolor=colour, edgecolor="none", zorder=0)
    if label:
        _top_label(ax, start, label, row)


def covid_band(ax: Axes, end: Any, label: str = "COVID-19", row: int = 0) -> None:
    """Shade the time from March 2020, when inspection stopped, until ``end`` (the chapter says why that end)."""
    band(ax, COVID_START, end, label, colour=PAUSE, row=row)


def regime_bands(ax: Axes, regimes: Iterable[tuple[Any, Any, str]], row: int = 0) -> None:
    """Shade every other inspection regime; each is (start, end, label), its dates taken from the dataset."""
    for position, (start, end, label) in enumerate(regimes):
        band(ax, start, end, label, colour=BAND if position % 2 == 0 else PAPER, row=row)


def break_mark(ax: Axes, date: Any, label: str, row: int = 0) -> None:
    """A dashed vertical line where a series stops being comparable with itself, and the reason."""
    ax.axvline(day(date), color=INK, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    _top_label(ax, date, label, row)


def caseload_break(ax: Axes, row: int = 0) -> None:
    """Mark 2015, from when short-sentence people are supervised and caseloads are another population."""
    break_mark(ax, CASELOAD_BREAK, "short sentences added", row)


def staff_break(ax: Axes, row: int = 0) -> None:
    """Mark June 2021: before it staff in post is public-sector only."""
    break_mark(ax, STAFF_BREAK, "all staff counted from here", row)


def _top_label(ax: Axes, date: Any, label: str, row: int) -> None:
    ax.annotate(
        label, (day(date), 1), xycoords=("data", "axes fraction"), xytext=(0, 3 + 12 * row),
        textcoords="offset points", ha="left", va="bottom", fontsize=9, color=QUIET,
    )


def bound_marker(
    ax: Axes, x: Any, y: Any, bound: str = "exact", colour: str = ACCENT, vertical: bool = False, points: float = 22
) -> None:
    """Draw a value as what it is known to be.

    A filled dot is exact; a hollow dot in a halo is "about"; "at least" has an arrow towards more (right, or up if
    ``vertical``), "at most" an arrow towards less. ``points`` is the arrow's length, which has no numerical meaning.

    Raises
    ------
    ValueError
        For any other bound.
    """
    if bound not in BOUNDS:
        raise ValueError(f"a bound is one of {', '.join(BOUNDS)}, not {bound!r}")
    if bound == "about":
        ax.plot([x], [y], marker="o", markersize=13, color=colour, alpha=0.22, markeredgewidth=0, ls="none")
        ax.plot([x], [y], marker="o", markersize=6.5, color=PAPER, markeredgecolor=colour, mew=1.6, ls="none")
        return
    if bound != "exact":
        step = points if bound == "at_least" else -points
        _arrow(ax, x, y, (0, step) if vertical else (step, 0), colour)
    ax.plot([x], [y], marker="o", markersize=7, color=colour, markeredgecolor=PAPER, markeredgewidth=0.6, ls="none")


def _arrow(ax: Axes, x: Any, y: Any, offset: tuple[float, float], colour: str) -> None:
    """An arrow that starts at a data point and ends ``offset`` points away."""
    ax.annotate(
        "", xy=(x, y), xytext=offset, textcoords="offset points", annotation_clip=False,
        arrowprops={"arrowstyle": "<-", "color": colour, "linewidth": 1.5, "shrinkA": 0, "shrinkB": 0},
    )


def interval_dot(ax: Axes, k: int, n: int, y: Any, colour: str = ACCENT, level: float = 0.95) -> Interval:
    """Draw k of n as a percentage with its Wilson interval on a horizontal line at ``y``; returns the interval.

    The caption says "as if a simple random sample of that caseload".
    """
    low, high = interval = wilson(k, n, level)
    ax.plot([100 * low, 100 * high], [y, y], color=colour, linewidth=1.6, solid_capstyle="butt")
    ax.plot([100 * k / n], [y], marker="o", markersize=7, color=colour, markeredgecolor=PAPER, ls="none")
    return interval
