"""All inspections on one time axis: by programme and kind of service, with the pause and the breaks."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import style, timeline
from analysis.coverage import LABELS, inspections
from analysis.data import Dataset
from analysis.exhibits import DATASET, Chart
from analysis.wording import number_word

PALE = "#cfdde8"
SPLIT, REUNIFIED = "2014-06-01", "2021-06-26"  # `organisations`: companies and divisions begin; companies end


def timeline_marks(d: Dataset) -> pd.DataFrame:
    """What the timeline draws, one row per mark.

    Returns
    -------
    pandas.DataFrame
        `label`, `row`, `kind_of_mark` (report: month or day known; year: only the year known), `start`, `end`
        (Timestamps; the possible span), `published` (as known) and `reports` (how many the mark stands for).
    """
    frame = inspections(d)
    dated = frame[frame["month_published"]]
    exact = pd.DataFrame(
        {
            "row": dated["row"], "kind_of_mark": "report", "published": dated["published"],
            "start": dated["published_from"], "end": dated["published_to"], "reports": 1,
        }
    )  # fmt: skip
    rest = frame[~frame["month_published"] & frame["published"].notna()]
    grouped = rest.groupby(["row", "published"]).agg(
        start=("published_from", "min"), end=("published_to", "max"), reports=("inspection_id", "size")
    )
    years = grouped.reset_index().assign(kind_of_mark="year")
    marks = pd.concat([exact, years], ignore_index=True).sort_values(["row", "start"], ignore_index=True)
    marks.insert(0, "label", marks["row"].map(dict(enumerate(LABELS))))
    return marks[["label", "row", "kind_of_mark", "published", "start", "end", "reports"]]


def covid_end(d: Dataset) -> pd.Timestamp:
    """First fieldwork after the pause of March 2020 (the restart of 2021)."""
    restart = d.inspections[d.inspections["round"] == "restart"]
    return pd.Timestamp(restart["fieldwork_start_from"].min())


def chart_timeline(d: Dataset) -> Chart:
    """All inspections by programme and kind, by date of report."""
    marks = timeline_marks(d)
    frame = inspections(d)
    drawn, total = int(marks["reports"].sum()), len(frame)
    undated = total - drawn
    by_row = frame.groupby("row").size()
    listed = "; ".join(f"{label} {by_row.get(row, 0)}" for row, label in enumerate(LABELS))
    vague = int(marks.loc[marks["kind_of_mark"] == "year", "reports"].sum())
    pages = pd.Timestamp(marks["start"].min()).year, pd.Timestamp(marks["end"].max()).year
    return Chart(
        "timeline",
        _draw(d, marks, by_row, "full"),
        f"{number_word(frame['regime'].nunique()).capitalize()} programmes and one long pause divide the record",
        f"Inspections by programme and date of report, England and Wales, {pages[0]}-{pages[1]}.",
        f"A row for each programme and kind of service, a tick for each report dated to the month or day, a bar across "
        f"the year for reports of which only the year is known. Inspections by row: {listed}. Shaded: the pause from "
        f"March 2020.",
        marks.drop(columns="row").assign(
            kind_of_mark=marks["kind_of_mark"].map({"report": "report", "year": "year only"}),
            start=marks["start"].dt.strftime("%Y-%m-%d"),
            end=marks["end"].dt.strftime("%Y-%m-%d"),
        ),
        [DATASET],
        n=f"{total} inspections, {drawn} drawn; of {undated} not even the year of the report is certain",
        note=f"Ticks: reports dated to the month or day. Pale bars: {vague} reports known by year only.",
        narrow=_draw(d, marks, by_row, "narrow"),
        labels={"label": "Programme", "kind_of_mark": "Mark"},
    )


def _draw(d: Dataset, marks: pd.DataFrame, by_row: pd.Series, width: str) -> Figure:
    fig, ax = style.figure(width, 4.9 if width == "full" else 6.4)
    up, gap, lift = (0.4, 0.04, 0.0) if width == "full" else (0.28, 0.02, 0.2)  # ticks above, year bars below
    for _, mark in marks.iterrows():
        y, start, end = float(mark["row"]) + lift, timeline.day(mark["start"]), timeline.day(mark["end"])
        if mark["kind_of_mark"] == "report":
            middle = (start + end) / 2
            ax.plot([middle] * 2, [y - up, y - gap], color=style.ACCENT, linewidth=1.1, solid_capstyle="butt")
        else:
            _year_bar(ax, start, end, y + (up + gap) / 2, up - gap, str(mark["reports"]))
    labels = [f"{label} ({by_row.get(row, 0)})" for row, label in enumerate(LABELS)]
    _axes(ax, d, labels, width)
    return fig


def _year_bar(ax: Axes, start: float, end: float, y: float, height: float, count: str) -> None:
    """A pale bar across the year in which so many reports lie somewhere, with their number."""
    ax.barh(y, end - start, left=start, height=height, facecolor=PALE, edgecolor=style.ACCENT, linewidth=0.7)
    ax.annotate(
        count, ((start + end) / 2, y), ha="center", va="center", fontsize=9, zorder=3,
    )  # fmt: skip


def _axes(ax: Axes, d: Dataset, labels: list[str], width: str) -> None:
    wide = width == "full"
    first, last = timeline.day("2013-01-01"), timeline.day("2027-01-01")
    ax.set(xlim=(first, last), ylim=(len(labels) - 0.4, -0.6))
    years = list(range(2013, 2027, 2 if wide else 4))
    ax.set_xticks([timeline.day(f"{year}-01-01") for year in years], [str(year) for year in years], ha="left")
    timeline.covid_band(ax, covid_end(d), row=1)
    timeline.break_mark(ax, SPLIT, "split", row=1)
    timeline.caseload_break(ax, row=0)
    timeline.break_mark(ax, REUNIFIED, "reunified", row=0)
    for y in range(1, len(labels)):
        ax.axhline(y - 0.5, color=style.RULE, linewidth=0.5, zorder=0.2)
    if wide:
        ax.set_yticks(range(len(labels)), labels)
    else:
        ax.set_yticks([])
        for y, label in enumerate(labels):
            ax.annotate(label, (first, y - 0.3), xytext=(2, 0), textcoords="offset points", fontsize=9, va="center",
                        bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.8}, zorder=4)  # fmt: skip
    style.quiet_axes(ax)
    ax.spines["left"].set_visible(False)
