"""Service levels of CRCs and the NPS: what was counted each quarter, and how near its ceiling it lay."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import style, timeline
from analysis.claims import Change, Count, Range, Share, claim
from analysis.data import Dataset
from analysis.exhibits import Chart, sentence

SERIES = {  # metric: whose, what is asked in the fewest words
    "nps_sl001_court_report_timeliness": ("NPS", "Court report on time"),
    "nps_sl002_allocation_timeliness": ("NPS", "Case allocated on time"),
    "nps_sl003r_initial_contact_community": ("NPS", "First contact, community"),
    "nps_sl004r_initial_contact_licence": ("NPS", "First contact, licence"),
    "crc_sl001r_initial_contact_community": ("CRCs", "First contact, community"),
    "crc_sl002r_initial_contact_licence": ("CRCs", "First contact, licence"),
    "crc_breach_referral_timeliness": ("CRCs", "Breach referred on time"),
}
CONTACT = ("crc_sl001r_initial_contact_community", "crc_sl002r_initial_contact_licence")
BREACH = "crc_breach_referral_timeliness"
TIMED = r"timeliness|within [a-z]+ business days?"
FLOOR = 80
NPS_SOURCE, CRC_SOURCE, BREACH_SOURCE = (
    "data-justice-nps-performance", "data-justice-crc-performance", "data-justice-crc-ae",
)  # fmt: skip


def service_levels(d: Dataset) -> pd.DataFrame:
    """The seven quarterly series, in the order of `SERIES`.

    Returns
    -------
    pandas.DataFrame
        `metric_id`, `body` (NPS or CRCs), `measure`, `first_day`, `last_day` (of the quarter), `quarter` (in words),
        `value` (percent), `source_id`.

    Raises
    ------
    ValueError
        If a value is no exact quarterly percentage.
    """
    frame = d.live("indicators")
    frame = frame[frame["metric_id"].isin(SERIES)]
    if not ((frame["period_kind"] == "quarter") & (frame["bound"] == "exact")).all():
        raise ValueError("service levels are exact values of quarters")
    frame = frame.assign(
        body=[SERIES[m][0] for m in frame["metric_id"]],
        measure=[SERIES[m][1] for m in frame["metric_id"]],
        order=[list(SERIES).index(m) for m in frame["metric_id"]],
        quarter=frame["start_from"].dt.strftime("%b") + "\N{EN DASH}" + frame["end_from"].dt.strftime("%b %Y"),
    ).rename(columns={"start_from": "first_day", "end_to": "last_day"})
    frame = frame.sort_values(["order", "first_day"], ignore_index=True)
    columns = ["metric_id", "body", "measure", "first_day", "last_day", "quarter", "value", "source_id"]
    return frame[columns]


def spread(d: Dataset) -> pd.DataFrame:
    """For each series: `metric_id`, `body`, `measure`, `quarters`, `lowest`, `highest`."""
    grouped = service_levels(d).groupby(["metric_id", "body", "measure"], sort=False)["value"]
    return grouped.agg(quarters="size", lowest="min", highest="max").reset_index()


def timed(d: Dataset) -> pd.Series:
    """Whether the definition of each series asks when a thing was done (by metric id)."""
    definitions = d.metrics.set_index("metric_id")["definition"]
    return definitions.loc[list(SERIES)].str.contains(TIMED, regex=True)


def chart_service_levels(d: Dataset) -> Chart:
    """The seven series as small panels on one scale, NPS above, CRCs below."""
    frame = service_levels(d)
    lowest, highest = float(frame["value"].min()), float(frame["value"].max())
    each = "; ".join(
        f"{r['body']}, {r['measure'].lower()}, "
        + (
            f"always {r['lowest']:g}"
            if r["lowest"] == r["highest"]
            else f"between {r['lowest']:g} and {r['highest']:g}"
        )
        + " per cent"
        for r in spread(d).to_dict("records")
    )
    return Chart(
        "service-levels",
        _draw(frame, "full"),
        f"The national measures that were read lay between {lowest:g} and {highest:g} per cent in every quarter",
        f"Share of cases that met each measure, national, by quarter, {_span(frame)}; every scale begins at {FLOOR}%.",
        sentence(f"{len(SERIES)} small line charts, quarters across and per cent upwards", each),
        data=frame[["body", "measure", "quarter", "value"]].rename(columns={"value": "percent"}),
        sources=[NPS_SOURCE, CRC_SOURCE, BREACH_SOURCE],
        n=f"{len(frame)} quarterly values; all CRCs together, all NPS divisions together",
        note="Official management information. NPS values are published as whole numbers, and the series read ends in "
        "March 2019. Shaded: COVID-19, from March 2020. No value for a single provider was read: how far companies or "
        "divisions lay apart is not shown.",
        narrow=_draw(frame, "narrow"),
        labels={"body": "Service", "percent": "Met, %"},
        row_sources=list(frame["source_id"]),
    )


def _span(frame: pd.DataFrame) -> str:
    return f"{frame['first_day'].min():%B %Y} to {frame['last_day'].max():%B %Y}"


def _draw(frame: pd.DataFrame, width: str) -> Figure:
    columns = 4 if width == "full" else 2
    fig, axes = style.figure(width, 3.6 if width == "full" else 6.6, nrows=8 // columns, ncols=columns, sharex=True)
    grid = list(axes.flat)
    for ax, metric in zip(grid, SERIES, strict=False):
        _panel(ax, frame[frame["metric_id"] == metric], *SERIES[metric])
    grid[-1].set_visible(False)
    grid[-1 - columns].tick_params(labelbottom=True)  # nothing stands below it
    return fig


def _panel(ax: Axes, own: pd.DataFrame, body: str, measure: str) -> None:
    middle = own["first_day"] + (own["last_day"] - own["first_day"]) / 2
    colour = style.ACCENT if body == "NPS" else style.COMPARE
    ax.plot(middle, own["value"].astype(float), color=colour, marker="o" if body == "NPS" else "s", markersize=3.5)
    first, rest = measure.split(", ") if ", " in measure else measure.split(" ", 1)
    comma = "," if ", " in measure else ""
    ax.set_title(f"{body}: {first.lower()}{comma}\n{rest}", fontsize=9.5, color=style.INK, loc="left")
    ax.set_ylim(FLOOR, 101)
    ax.set_yticks([80, 90, 100])
    ax.set_xlim(pd.Timestamp("2017-01-01"), pd.Timestamp("2020-09-30"))  # type: ignore[arg-type]
    ax.set_xticks([timeline.day(f"{year}-07-01") for year in (2017, 2018, 2019)], ["2017", "2018", "2019"])
    timeline.covid_band(ax, "2020-09-30", label="")
    style.quiet_axes(ax, "y")


def _range(d: Dataset, metrics: tuple[str, ...]) -> Range:
    own = spread(d)
    own = own[own["metric_id"].isin(metrics)]
    return Range(float(own["lowest"].min()), float(own["highest"].max()), "%", decimals=1)


@claim(
    "target_series_timed", "published quarterly measures that ask when a thing was done", tables=["metrics"],
    sources=[NPS_SOURCE, CRC_SOURCE, BREACH_SOURCE],
    caveat="The series that were read; CRCs and the NPS had more measures, some of them not about time.",
)  # fmt: skip
def target_series_timed(d: Dataset) -> Count:
    """National quarterly series read whose definition asks for timeliness, of all such series read."""
    asked = timed(d)
    return Count(int(asked.sum()), len(asked))


@claim(
    "target_crc_contact_range", "quarterly share of first appointments that CRCs arranged in time", sources=[CRC_SOURCE]
)
def target_crc_contact_range(d: Dataset) -> Range:
    """Lowest and highest quarter of both CRC measures of first contact (community and licence), all CRCs together."""
    return _range(d, CONTACT)


@claim("target_crc_breach_range", "quarterly share of breaches that CRCs referred in time", sources=[BREACH_SOURCE])
def target_crc_breach_range(d: Dataset) -> Range:
    """Lowest and highest quarter of breach referrals within eight business days, all CRCs together."""
    return _range(d, (BREACH,))


@claim(
    "target_nps_range", "quarterly values of the four NPS measures", sources=[NPS_SOURCE],
    caveat="Published as whole numbers; the series read ends in March 2019.",
)  # fmt: skip
def target_nps_range(d: Dataset) -> Range:
    """Lowest and highest quarter of the four national NPS measures, April 2017 to March 2019."""
    own = spread(d)
    own = own[own["body"] == "NPS"]
    return Range(float(own["lowest"].min()), float(own["highest"].max()), "%", decimals=0)


@claim(
    "target_nps_reports_full", "quarters in which NPS court reports stood at the ceiling", sources=[NPS_SOURCE],
    caveat="Rounded: 100% may be 99.5% or more.",
)  # fmt: skip
def target_nps_reports_full(d: Dataset) -> Count:
    """Quarters in which the published timeliness of NPS court reports was 100 per cent, of all quarters read."""
    frame = service_levels(d)
    own = frame[frame["metric_id"] == "nps_sl001_court_report_timeliness"]
    return Count(int((own["value"] == 100).sum()), len(own))


@claim("target_crc_licence_change", "first contact on licence in CRCs, best quarter to last", sources=[CRC_SOURCE])
def target_crc_licence_change(d: Dataset) -> Change:
    """CRC first appointments within a business day of release: the highest quarter and the last one read."""
    frame = service_levels(d)
    own = frame.loc[frame["metric_id"] == CONTACT[1], "value"].astype(float)
    return Change(Share(float(own.max()), decimals=1), Share(float(own.iloc[-1]), decimals=1))
