"""Staff in post, officers by grade and vacancies by region: series that change in whom they count are kept apart."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis import style
from analysis.data import Dataset
from analysis.exhibits import Chart, extremes, listing, sentence
from analysis.inspection_timeline import covid_end
from analysis.lookup import service_names, when
from analysis.timeline import caseload_break, covid_band, day, staff_break

PATCH = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 1.0}
STAFF = {  # metric: who is counted
    "staff_in_post_trusts": "Probation trusts, all staff",
    "staff_in_post_public_sector": "Public sector only: company staff not counted",
    "staff_in_post_probation_service": "Probation Service, all staff",
}
GRADES = {
    "probation_officers_in_post": "Probation officers",
    "pso_in_post_including_trainees": "Probation service officers, trainees among them",
}


def series(d: Dataset, metrics: dict[str, str]) -> pd.DataFrame:
    """Live values of some national series, in the order of metric and time.

    Returns
    -------
    pandas.DataFrame
        `metric_id`, `counted` (who is counted), `date` (the first possible day), `when`, `fte`, `source_id`.

    Raises
    ------
    ValueError
        If a value is a bound or rounded to words.
    """
    live = d.live("indicators")
    frame = live[live["metric_id"].isin(metrics)].copy()
    if not (frame["bound"] == "exact").all():
        raise ValueError("a series holds a bound, which a line would draw as a measurement")
    frame["counted"] = pd.Categorical(frame["metric_id"].map(metrics), list(metrics.values()), ordered=True)
    frame["when"] = frame["start"].map(lambda start: when(str(start)[:7]))
    frame = frame.rename(columns={"start_from": "date", "value": "fte"}).sort_values(["counted", "date"])
    return frame[["metric_id", "counted", "date", "when", "fte", "source_id"]].reset_index(drop=True)


def chart_staff_in_post(d: Dataset) -> Chart:
    """Staff in post in three lines, one for each way of counting, which do not join."""
    frame = series(d, STAFF)
    before = frame[frame["metric_id"] == "staff_in_post_public_sector"].iloc[-1]
    after = frame[frame["metric_id"] == "staff_in_post_probation_service"].iloc[0]
    ends = {str(name): (own.iloc[0], own.iloc[-1]) for name, own in frame.groupby("counted", observed=True)}
    said = [
        f"{name}: {first.fte:,.0f} in {first.when}, {last.fte:,.0f} in {last.when}"
        for name, (first, last) in ends.items()
    ]
    return Chart(
        "staff-in-post",
        _staff_lines(d, frame, "full"),
        f"Counts of {before.fte:,.0f} in {before.when} and {after.fte:,.0f} in {after.when} are of different people",
        "Staff in post, full-time equivalents, England and Wales, 2010-2025; three ways of counting.",
        sentence("Three lines against time that do not join", *said),
        frame[["counted", "when", "fte"]],
        list(frame["source_id"]),
        n=f"{len(frame)} official counts",
        note="From the end of the trusts to June 2021 the companies' staff are missing; those who moved over are "
        "counted after it. Only dates that were found are drawn; shaded: inspection stopped.",
        narrow=_staff_lines(d, frame, "narrow"),
        labels={"counted": "Who is counted", "when": "When", "fte": "Full-time equivalents"},
        row_header=("counted", "when"),
        row_sources=list(frame["source_id"]),
    )


def _staff_lines(d: Dataset, frame: pd.DataFrame, width: str) -> Figure:
    """Three lines that do not touch, each with its own marker, its name and its first and last value."""
    fig, ax = style.figure(width, 4.0 if width == "full" else 5.0)
    marks = zip(frame.groupby("counted", observed=True), style.SERIES, ("o", "s", "D"), strict=False)
    for (name, own), colour, marker in marks:
        days = [day(x) for x in own["date"]]
        ax.plot(days, own["fte"], marker=marker, color=colour, markersize=5)
        rises = own["fte"].iloc[-1] > own["fte"].iloc[0]
        for place, above in ((0, not rises), (-1, rises)):
            value = float(own["fte"].iloc[place])
            off = (0, 10 if above else -12)
            style.direct_label(ax, days[place], value, f"{value:,.0f}", xytext=off, ha="center", bbox=PATCH)
        words = str(name).replace(", ", "\n").replace(": ", ":\n")
        middle, low = sum(days) / len(days), float(own["fte"].min())
        style.direct_label(ax, middle, low, words, colour, xytext=(0, -34), ha="center", bbox=PATCH)
    style.quiet_axes(ax, "y")
    ax.set(xlim=(day("2009-06"), day("2027-01")), ylim=(0, 1.18 * float(frame["fte"].max())))
    years = range(2010, 2026, 5)
    ax.set_xticks([day(f"{year}-01") for year in years], [str(year) for year in years])
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    caseload_break(ax, row=2)
    covid_band(ax, covid_end(d), row=1)
    staff_break(ax)
    return fig


def chart_grades(d: Dataset) -> Chart:
    """Officers and service officers of the reunified service."""
    frame = series(d, GRADES)
    officers, service = (frame[frame["metric_id"] == metric] for metric in GRADES)
    first, last = officers.iloc[0], officers.iloc[-1]
    if not (last["fte"] > first["fte"] and service["fte"].iloc[-1] < service["fte"].iloc[0]):
        raise ValueError("officers no longer more, or service officers no longer fewer: the headline must change")
    return Chart(
        "staff-grades",
        _grade_lines(frame, "full"),
        f"Officers went from {first['fte']:,.0f} to {last['fte']:,.0f}; service officers, trainees among them, from "
        f"{service['fte'].iloc[0]:,.0f} to {service['fte'].iloc[-1]:,.0f}",
        f"Staff in post by grade, full-time equivalents, Probation Service, {first['when']} to {last['when']}.",
        sentence("Two lines against time", *(
            f"{name}: {extremes(own, 'when', 'fte')}" for name, own in frame.groupby("counted", observed=True)
        )),
        frame[["counted", "when", "fte"]],
        list(frame["source_id"]),
        n=f"{len(officers)} dates of the workforce statistics",
        note="Trainee officers are counted with service officers until they qualify, so one line feeds the other: "
        "neither is one grade of the same people. The lower line is not a count of people who left.",
        narrow=_grade_lines(frame, "narrow"),
        labels={"counted": "Grade", "when": "When", "fte": "Full-time equivalents"},
        row_header=("counted", "when"),
        row_sources=list(frame["source_id"]),
    )  # fmt: skip


def _grade_lines(frame: pd.DataFrame, width: str) -> Figure:
    fig, ax = style.figure(width, 3.0)
    for (name, own), colour, marker in zip(
        frame.groupby("counted", observed=True), style.SERIES, ("o", "s"), strict=False
    ):
        ax.plot([day(x) for x in own["date"]], own["fte"], marker=marker, color=colour, markersize=6)
        top = own["metric_id"].iloc[0] != "probation_officers_in_post"
        label = str(name).replace(", ", ",\n") if top else str(name)
        start, lift = (day(own["date"].iloc[0]), float(own["fte"].iloc[0])), 30 if top else -16
        style.direct_label(ax, *start, label, colour, xytext=(0, lift), ha="left")
    style.quiet_axes(ax, "y")
    ax.set(ylim=(0, 8500), yticks=range(0, 8001, 2000))
    ax.set_xlim(day("2022-07"), day("2025-09"))
    years = (2023, 2024, 2025)
    ax.set_xticks([day(f"{year}-01") for year in years], [f"January {year}" for year in years])
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    return fig


def regional_vacancies(d: Dataset) -> pd.DataFrame:
    """Vacancies of all grades by region in September 2023: `region`, `vacancies`, `source_id`, the most first."""
    live = d.live("indicators")
    frame = live[(live["metric_id"] == "vacancies_all_grades") & live["organisation_id"].str.startswith("region-")]
    frame = frame.assign(region=service_names(d, frame["organisation_id"]).str.removesuffix(" region"))
    frame = frame.rename(columns={"value": "vacancies"}).sort_values(["vacancies", "region"], ascending=[False, True])
    return frame[["region", "vacancies", "source_id"]].reset_index(drop=True)


def chart_vacancies(d: Dataset) -> Chart:
    """Vacancies by region as bars of counts."""
    frame = regional_vacancies(d)
    total, top = frame["vacancies"].sum(), frame.head(2)
    none = frame.loc[frame["vacancies"] == 0, "region"]
    told = [f"{region} {count:,.0f}" for region, count in zip(frame["region"], frame["vacancies"], strict=True)]
    return Chart(
        "vacancies-regions",
        _bars(frame, "full"),
        f"{listing(top['region'])} held {top['vacancies'].sum():,.0f} of {total:,.0f} vacancies",
        "Vacancies of all grades by probation region, full-time equivalents, September 2023.",
        sentence("Bars", f"vacancies in {len(frame)} regions", *told, f"together {total:,.0f}"),
        frame[["region", "vacancies"]],
        list(frame["source_id"].unique()),
        n=f"all {len(frame)} regions; the sum of {total:,.0f} is ours",
        note=f"Counts, not rates: the number of posts in each region was not found. {listing(none)} reported none. "
        "Not set beside ratings: the two differ in date and level.",
        narrow=_bars(frame, "narrow"),
        labels={"vacancies": "Vacancies, full-time equivalents"},
        row_sources=list(frame["source_id"]),
    )


def _bars(frame: pd.DataFrame, width: str) -> Figure:
    fig, ax = style.figure(width, 0.24 * len(frame) + 0.35)
    ax.barh(frame["region"], frame["vacancies"].astype(float), color=style.ACCENT, height=0.62)
    for y, value in enumerate(frame["vacancies"]):
        style.direct_label(ax, float(value), y, f"{value:,.0f}")
    ax.set(ylim=(len(frame) - 0.4, -0.6), xlim=(0, 1.12 * float(frame["vacancies"].max())), xticks=[])
    style.quiet_axes(ax)
    ax.spines["bottom"].set_visible(False)
    return fig
