"""Known facts on qualification, experience, caseloads, turnover and sickness, in the words of their sources."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.data import Dataset
from analysis.exhibits import Chart
from analysis.lookup import published_words, when
from analysis.places import said
from analysis.range_plot import range_plot
from analysis.statements import SYSTEMS, VOICES, subject
from analysis.wording import capitalised, number_word

Panels = dict[str, tuple[tuple[float, float, str], dict[str, str]]]
OFFICIAL = ("inspectorate", "ministry", "auditor", "parliament")
READ_IN = {
    "press": "in the press",
    "blog_author": "on a blog",
    "commentator": "on a commentator's page",
    "professional_body": "on a professional body's page",
    "local_government": "on a council's page",
    "inspectorate": "in the inspectorate's report",
}
EXPERIENCE: Panels = {  # panel: (axis, {metric: what the value is a share of})
    "qualified": (
        (0, 100, "Held by, or reserved to, qualified officers, %"),
        {
            "cases_managed_by_qualified_or_trainee_officers": "of inspected cases, by qualified or trainee officers",
            "officers_seconded_to_nps_share": "of the company's probation officers, seconded to the NPS",
            "caseload_needing_qualified_officer_share": "of the caseload, reserved to qualified officers",
        },
    ),
    "new": (
        (0, 100, "New or short-serving, %"),
        {
            "case_managers_new_share": "of lower-grade case managers, new to the service",
            "practitioners_under_three_years_in_post": "of practitioners, under three years in post",
            "staff_four_years_or_less_experience": "of staff, four years' experience or less",
        },
    ),
    "skills": (
        (0, 100, "Own view of skills, %"),
        {"staff_not_allocated_cases_matching_skills": "of staff interviewed, cases did not match their skills"},
    ),
}  # fmt: skip
CASELOADS: Panels = {
    "average": (
        (0, 210, "Cases per officer, average"),
        {
            "caseload_per_officer_average": "an officer, on average",
            "caseload_per_probation_officer_wmt": "a probation officer, in the workload tool",
        },
    ),
    "upper": (
        (0, 210, "Cases per officer, some officers or the highest"),
        {
            "caseload_per_officer_upper": "for some officers",
            "caseload_per_officer_expected": "expected until new staff came",
        },
    ),
}
MEASURES: Panels = {
    "counts": (
        (0, 100, "Officers with so many cases, %"),
        {
            "officers_over_40_cases_share": "of officers, more than forty cases",
            "officers_over_50_cases_share": "of officers, more than fifty cases",
            "officers_over_60_cases_share": "of officers, more than sixty cases",
            "officers_40_or_fewer_cases_share": "of officers, forty cases or fewer",
        },
    ),
    "shares": (
        (0, 100, "Staff above a mark on the service's own measure, %"),
        {
            "staff_over_expected_capacity_share": "of staff, above expected capacity",
            "staff_over_120_percent_capacity_share": "of staff, above 120% of capacity",
            "officers_over_110_percent_capacity_share": "of officers, above 110% of capacity",
            "staff_dangerously_high_workload_share": "of staff, dangerously high on the company's own system",
        },
    ),
    "capacity": ((0, 140, "Average workload, % of capacity"), {"workload_share_of_capacity": "on average"}),
}
VIEWS: Panels = {
    "unmanageable": (
        (0, 100, "Call their workload unmanageable, %"),
        {
            "staff_saying_workload_unmanageable": "of those interviewed, unmanageable",
            "survey_workload_not_manageable": "of those answering the inspectorate's survey, unmanageable",
        },
    ),
    "manageable": (
        (0, 100, "Call their workload manageable, %"),
        {"staff_saying_workload_manageable": "of those interviewed, manageable"},
    ),
}
LEAVING: Panels = {
    "leaving": (
        (0, 15, "Left in the year, %"),
        {
            "leaving_rate_probation_officers": "of probation officers",
            "leaving_rate_pso": "of probation service officers",
            "leaving_rate_all_staff": "of all staff",
        },
    ),
    "days": (
        (0, 40, "Days of sickness a year, per head"),
        {
            "sickness_days_average": "for each member of staff",
            "sickness_days_average_probation_officers": "for each probation officer",
        },
    ),
    "rate": (
        (0, 10, "Absent through sickness in a month, %"),
        {"sickness_rate_lowest_month": "in the lowest month", "sickness_rate_highest_month": "in the highest month"},
    ),
}


def period(d: Dataset, row: pd.Series) -> str:
    """When a number held: its period, or else the report it stands in, or else its source.

    Takes a row of `indicators`.
    """
    if pd.isna(row["start"]) and pd.notna(row["end"]):
        return f"to {when(row['end'])}"
    if pd.isna(row["start"]):
        if pd.notna(row["inspection_id"]):
            inspection = d.inspections.set_index("inspection_id").loc[row["inspection_id"]]
            return f"report of {published_words(inspection) or 'unknown date'}"
        source = d.sources.set_index("source_id").loc[row["source_id"]]
        return f"source of {when(source['published']) or 'unknown date'}"
    if pd.isna(row["end"]) or row["end"] == row["start"]:
        return when(row["start"])
    days = (row["end_to"] - row["start_from"]).days
    return f"year to {when(row['end'][:7])}" if 360 <= days <= 370 else f"{when(row['start'])} to {when(row['end'])}"


def voice(row: pd.Series) -> str:
    """Whose number it is and where it was read; empty where an official body's number was read in official pages."""
    own = row["reported_by"] in OFFICIAL
    relayed = row["relayed_by"]
    if pd.isna(relayed) or relayed == "parliament":
        return "" if own else VOICES[row["reported_by"]].lower()
    reworded = "reworded page" in str(row["note"]) or "machine-reworded" in str(row["note"])
    return f"{VOICES[row['reported_by']].lower()}, read {'on a reworded page' if reworded else READ_IN[relayed]}"


def facts(d: Dataset, panels: Panels) -> pd.DataFrame:
    """Live numbers of the metrics of some panels, in the order of panel, metric and time.

    Returns
    -------
    pandas.DataFrame
        `panel`, `metric_id`, `organisation_id`, `where`, `when`, `value`, `bound`, `said` (the value as the source
        words it), `of`, `voice`, `official`, `statistic` (the ministry's), `source_id`, `indicator_id`.
    """
    live = d.live("indicators").merge(d.metrics[["metric_id", "unit"]], on="metric_id", validate="m:1")
    rows = []
    for panel, (_, metrics) in panels.items():
        for metric, of in metrics.items():
            chosen = live[(live["metric_id"] == metric) & live["value"].notna()]
            for _, row in chosen.sort_values(["start_from", "indicator_id"]).iterrows():
                rows.append(
                    {
                        "panel": panel, "metric_id": metric, "organisation_id": row["organisation_id"],
                        "where": _where(d, row), "when": period(d, row), "value": float(row["value"]),
                        "bound": row["bound"], "said": said(row), "of": of, "voice": voice(row),
                        "official": row["reported_by"] in OFFICIAL, "statistic": row["reported_by"] == "ministry",
                        "source_id": row["source_id"], "indicator_id": row["indicator_id"],
                    }
                )  # fmt: skip
    return pd.DataFrame(rows)


def _where(d: Dataset, row: pd.Series) -> str:
    national = {**SYSTEMS, "system-probation": "England and Wales"}
    return national.get(row["organisation_id"]) or subject(d, row)


def chart(d: Dataset, name: str, panels: Panels, headline: Callable[[pd.DataFrame], str], subtitle: str) -> Chart:
    """A range plot of the facts of some panels; `headline` writes the finding from the frame, or raises ValueError."""
    frame = facts(d, panels)
    axes = {panel: axis for panel, (axis, _) in panels.items()}
    parts = []
    for panel, (_, _, title) in axes.items():
        own = frame[frame["panel"] == panel]
        told = [
            f"{r.where}, {r.when}, {r.said} {r.of}{'' if r.official else ' (not official)'}" for r in own.itertuples()
        ]
        parts.append(f"{title}: {'; '.join(told)}")
    shown = frame[["where", "when", "said", "of", "value", "bound", "voice"]]
    return Chart(
        name,
        range_plot(frame, "full", axes),
        headline(frame),
        subtitle,
        f"Rows of marks, one for each fact, in {len(axes)} panels. " + ". ".join(parts) + ".",
        shown.assign(voice=shown["voice"].where(shown["voice"] != "", "official")),
        list(frame["source_id"]),
        n=f"{len(frame)} numbers about {frame['organisation_id'].nunique()} services or kinds of service",
        note=_note(frame),
        narrow=range_plot(frame, "narrow", axes),
        labels={"said": "As said", "of": "Of what", "voice": "Whose and where read"},
        row_header=("where", "when", "of"),
        row_sources=list(frame["source_id"]),
    )


def _note(frame: pd.DataFrame) -> str:
    """What the marks mean, of those that are drawn."""
    arrows, about = int(frame["bound"].isin(["at_least", "at_most"]).sum()), int((frame["bound"] == "about").sum())
    parts = [
        f"{arrows} with an arrow: an open end of no particular length." if arrows else "",
        f"{about} hollow: 'about', or a fraction in words." if about else "",
        "" if frame["official"].all() else "Orange, said in words in the data table: not an official body's number.",
        "Official statistics at the dates that were read." if frame["statistic"].any() else "",
        "Figures on single services are those that a release or newspaper printed.",
    ]
    return " ".join(part for part in parts if part)


def chart_experience(d: Dataset) -> Chart:
    """Qualified, new and unskilled: every share that is known, each question in its own panel."""

    def headline(frame: pd.DataFrame) -> str:
        services = frame[~frame["organisation_id"].str.startswith("system-")]
        most = int(services.groupby("metric_id")["organisation_id"].nunique().max())
        if most > 1:
            raise ValueError("a question is now answered for several services: the headline must change")
        count = capitalised(number_word(len(frame)))
        asked = number_word(int(frame["metric_id"].nunique()))
        return f"{count} numbers answer {asked} questions; none compares two services"

    subtitle = "Shares of staff, officers or cases, companies, units and England and Wales, 2019 to 2025."
    return chart(d, "staff-experience", EXPERIENCE, headline, subtitle)


def chart_caseloads(d: Dataset) -> Chart:
    """Cases per officer: averages in one panel, the highest loads in another."""

    def headline(frame: pd.DataFrame) -> str:
        own = frame[frame["metric_id"] == "caseload_per_officer_average"].sort_values("value")
        top = frame[frame["panel"] == "upper"].sort_values("value").iloc[-1]
        low, high = own.iloc[0]["said"], own.iloc[-1]["said"]
        return f"Averages from inspections run from {low} to {high} an officer; the highest load named is {top['said']}"

    subtitle = "Cases per officer: companies and NPS divisions; England and Wales by the workload tool; 2016 to 2024."
    return chart(d, "caseloads", CASELOADS, headline, subtitle)


def chart_measures(d: Dataset) -> Chart:
    """Officers with so many cases, and workload on the service's own measure."""

    def headline(frame: pd.DataFrame) -> str:
        own = frame[frame["metric_id"] == "officers_over_40_cases_share"].set_index("organisation_id")
        crc, nps = own.loc["system-crc"], own.loc["system-nps"]
        if not crc["value"] > nps["value"]:
            raise ValueError("companies' officers no longer hold more: the headline must change")
        held = f"held more than forty cases in {crc['when']}, of people who differ by design"
        return f"{crc['said']} of CRC officers and {nps['said']} of NPS officers {held}"

    subtitle = "Shares of officers by cases held, and workload by the service's own measure, 2018 to 2024."
    return chart(d, "workload-measures", MEASURES, headline, subtitle)


def chart_views(d: Dataset) -> Chart:
    """What staff told inspectors of their workload."""

    def headline(frame: pd.DataFrame) -> str:
        bad, good = (frame[frame["panel"] == panel] for panel in ("unmanageable", "manageable"))
        below = (good["value"] < 50) | ((good["value"] == 50) & (good["bound"] == "at_most"))
        if not ((bad["value"] >= 50).all() and below.all()):
            raise ValueError("a share lies on the other side of one half: the headline must change")
        return (
            f"Unmanageable to half or more in the {len(bad)} shares read, manageable to less than half in the "
            f"{len(good)} others: reported, not sampled"
        )

    subtitle = "Staff interviewed or surveyed by the inspectorate, by service, 2018 to 2023."
    return chart(d, "workload-views", VIEWS, headline, subtitle)


def chart_leaving(d: Dataset) -> Chart:
    """Leaving rates and sickness."""

    def headline(frame: pd.DataFrame) -> str:
        rates = frame[frame["panel"] == "leaving"].groupby("metric_id")["value"]
        high, low = rates.max()["leaving_rate_probation_officers"], rates.min()["leaving_rate_pso"]
        if not low > high:
            raise ValueError("service officers no longer leave more often: the headline must change")
        return f"In the years known service officers left more often than officers: {low:g}% or more, {high:g}% or less"

    subtitle = "Leaving rates, England and Wales, 2023 to 2025; sickness in two units and one company's area."
    return chart(d, "leaving-sickness", LEAVING, headline, subtitle)
