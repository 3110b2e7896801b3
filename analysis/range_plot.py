"""Facts on one axis, one row each: where and when, in the source's words, with bounds drawn as open ends."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import style
from analysis.timeline import bound_marker

COLUMNS = {"full": 100, "narrow": 57}  # characters of nine-point type to a line
LINE = 0.148  # inches to a line of label
MARK = 0.25  # inches for the mark beneath it


def label_of(row: Any) -> str:
    """The words above a mark: place, time, the value as said, what it is a share of, and the voice unless official."""
    voice = f" ({row.voice})" if row.voice else ""
    return f"{row.where}, {row.when}: {row.said} {row.of}{voice}"


def heights(panel: pd.DataFrame, width: str) -> list[tuple[float, list[str]]]:
    """Height in inches and wrapped label lines of each row of a panel."""
    wrapped = [textwrap.wrap(label_of(row), COLUMNS[width]) for row in panel.itertuples()]
    return [(LINE * len(lines) + MARK, lines) for lines in wrapped]


def range_plot(facts: pd.DataFrame, width: str, axes: dict[str, tuple[float, float, str]]) -> Figure:
    """Draw facts as rows of marks, one panel for each question, each panel with its own axis.

    Parameters
    ----------
    facts
        `panel`, `where`, `when`, `value`, `bound`, `said`, `of` (what the value is a share or number of), `voice`
        (empty where it was read in an official source), `official` (whose number it is).
    width
        "full" or "narrow".
    axes
        Panel to (low, high, axis title); panels are drawn in this order.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If a panel has no fact, or a value lies off its axis.
    """
    panels = [facts[facts["panel"] == name] for name in axes]
    rows = [heights(panel, width) for panel in panels]
    sizes = [sum(height for height, _ in panel) + 0.55 for panel in rows]
    fig, drawn = style.figure(
        width, sum(sizes) + 0.15, nrows=len(panels), squeeze=False, gridspec_kw={"height_ratios": sizes}
    )
    for ax, panel, tall, (low, high, title) in zip(drawn[:, 0], panels, rows, axes.values(), strict=True):
        if panel.empty or not panel["value"].between(low, high).all():
            raise ValueError(f"a panel has no fact, or one off its axis of {low:g} to {high:g}: {title}")
        _panel(ax, panel, tall)
        ax.set(xlim=(low, high), xlabel=title)
    return fig


def _panel(ax: Axes, panel: pd.DataFrame, tall: list[tuple[float, list[str]]]) -> None:
    """One panel, in inches from its top: label lines, then the mark on its own faint line."""
    y = 0.0
    for row, (height, lines) in zip(panel.itertuples(), tall, strict=True):
        ax.annotate(
            "\n".join(lines), (0, y), xycoords=("axes fraction", "data"), va="top", ha="left", fontsize=9,
            color=style.INK, annotation_clip=False, linespacing=1.1,
        )  # fmt: skip
        level = y + height - 0.12
        ax.axhline(level, color=style.RULE, linewidth=0.6, zorder=0)
        colour = style.ACCENT if row.official else style.COMPARE
        bound_marker(ax, float(str(row.value)), level, str(row.bound), colour=colour)
        y += height
    ax.set_ylim(y, -0.02)
    ax.set_yticks([])
    style.quiet_axes(ax)
    ax.spines["left"].set_visible(False)
