"""Domestic abuse, children, victims and home visits: every number known, line by line."""

from __future__ import annotations

import pandas as pd

from analysis.data import Dataset
from analysis.exhibits import Table
from analysis.lookup import published_words, service_names, source_link
from analysis.places import preferred, said

DOMESTIC, CHILDREN, VICTIMS, VISITS = "Domestic abuse", "Child safeguarding", "Victims", "Home visits"
TOPICS = {  # metric: subject, what was measured
    "cases_with_domestic_abuse_in_sample": (DOMESTIC, "Sampled cases with domestic abuse"),
    "caseload_with_domestic_abuse": (DOMESTIC, "Caseload with domestic abuse, by the company's own analysis"),
    "domestic_abuse_enquiries_made": (DOMESTIC, "Police enquiries made, where inspectors thought them necessary"),
    "domestic_abuse_enquiries_not_made": (DOMESTIC, "Police checks not made, where they should have been"),
    "domestic_abuse_information_not_requested": (DOMESTIC, "Information not requested"),
    "domestic_abuse_information_sufficient": (DOMESTIC, "Information sufficient"),
    "domestic_abuse_information_insufficient": (DOMESTIC, "Information insufficient"),
    "domestic_abuse_or_safeguarding_checks_not_requested": (DOMESTIC, "Police or children's checks not requested"),
    "domestic_abuse_cases_victims_insufficient_attention": (DOMESTIC, "Relevant cases: too little for victims"),
    "domestic_abuse_agency_engagement_insufficient": (DOMESTIC, "Relevant cases: too little work with agencies"),
    "domestic_abuse_police_responses_outstanding": (DOMESTIC, "Requests to the police unanswered (number)"),
    "cases_with_child_safeguarding_in_sample": (CHILDREN, "Sampled cases with a concern for a child"),
    "caseload_with_safeguarding_issue": (CHILDREN, "Caseload with a safeguarding issue, by the company's own analysis"),
    "safeguarding_enquiries_made": (CHILDREN, "Enquiries made, where inspectors thought them necessary"),
    "safeguarding_information_not_requested": (CHILDREN, "Information not requested"),
    "safeguarding_information_used": (CHILDREN, "Information used when received"),
    "cases_victim_concerns_considered": (VICTIMS, "Victims' concerns considered"),
    "cases_risk_of_harm_not_adequately_assessed": (VICTIMS, "Risk to actual and potential victims not assessed"),
    "cases_victims_insufficient_attention_in_delivery": (VICTIMS, "Too little attention in delivery"),
    "victim_attention_insufficient": (VICTIMS, "Too little attention"),
    "victim_risk_analysis_lacking": (VICTIMS, "Risk to victims not analysed"),
    "victims_not_offered_contact_scheme": (VICTIMS, "Cases in which the contact scheme was not offered"),
    "victims_in_scheme_not_contacted_fully": (VICTIMS, "In the contact scheme, not contacted quickly or fully"),
    "victims_able_to_contribute": (VICTIMS, "Able to contribute to release decisions"),
    "home_visits_completed_where_needed": (VISITS, "Visits made, where needed or recommended"),
}
PLACES = {  # averages, and rows whose organisation is wider than what was counted
    "ind-gaps-0065": "All trusts",
    "ind-rr2-0127": "Six CRCs still of concern",
    "ind-rr2-0077": "CRCs seen again, on average",
    "ind-reun-0026": "London's units inspected",
    "ind-reun-0027": "London's units inspected",
    "ind-reun-0251": "London's cases",
    "ind-reun-0129": "England and Wales",
}
UNDATED = {"2022/23": "2022-23"}


def topics(d: Dataset) -> pd.DataFrame:
    """Every known number on domestic abuse, children, victims and home visits, in the order of subject and date.

    Returns
    -------
    pandas.DataFrame
        `subject`, `measured`, `place`, `period` (in words), `said` (value in words), `wording` (the source's
        qualifier), `k`, `n` (where the source gives them), `reported_by`, `indicator_id`, `metric_id`, `source_id`.
    """
    frame = preferred(d)
    frame = frame[frame["metric_id"].isin(list(TOPICS))].merge(d.metrics[["metric_id", "unit"]], on="metric_id")
    inspections = d.inspections.set_index("inspection_id")
    published = {name: published_words(row) for name, row in inspections.iterrows()}
    first = inspections["published_from"].fillna(inspections["published_earliest_from"])
    frame = frame.assign(
        subject=[TOPICS[metric][0] for metric in frame["metric_id"]],
        measured=[TOPICS[metric][1] for metric in frame["metric_id"]],
        place=frame["indicator_id"]
        .map(PLACES)
        .fillna(service_names(d, frame["organisation_id"]).str.replace("All units inspected since 2022", "All units")),
        period=frame["inspection_id"].map(published).fillna(frame["as_said"].replace(UNDATED)),
        said=[in_words(row) for _, row in frame.iterrows()],
        wording=frame["qualifier"],
        k=frame["numerator"],
        n=frame["denominator"],
        day=frame["inspection_id"].map(first).fillna(frame["start_from"]),
        order=[list(TOPICS).index(metric) for metric in frame["metric_id"]],
    )
    columns = [
        "subject", "measured", "place", "period", "said", "wording", "k", "n", "reported_by", "indicator_id",
        "metric_id", "source_id",
    ]  # fmt: skip
    return frame.sort_values(["order", "day", "place"], ignore_index=True)[columns]


def in_words(row: pd.Series) -> str:
    """A number as `analysis.places.said` prints it, but computed per cents whole, and fractions in words if so said."""
    if row["unit"] == "percent" and pd.notna(row["denominator"]) and pd.notna(row["numerator"]):
        return f"{100 * row['numerator'] / row['denominator']:.0f}%"
    text, wording = said(row), str(row["qualifier"])
    for number, fraction in (("20%", "a fifth"), ("33%", "a third")):
        if fraction.removeprefix("a ") in wording:
            text = text.replace(number, fraction)
    return text


def table_topics(d: Dataset, *subjects: str) -> Table:
    """The numbers of `topics` on some subjects, line by line with their sources."""
    frame = topics(d)
    frame = frame[frame["subject"].isin(subjects)]
    lack = frame[frame["metric_id"].str.contains("not_requested|not_made")]
    visits = frame[frame["subject"] == VISITS]
    headlines = {
        DOMESTIC: f"Checks on domestic abuse or children that were not asked for: {len(lack)} shares known, each on "
        "its own base",
        VICTIMS: "Home visits, where needed: " + "; ".join(f"{r.said}, {r.place}" for r in visits.itertuples()),
    }
    measured = frame["measured"].str[:1].str.lower() + frame["measured"].str[1:]
    counted = zip(frame["said"], frame["k"], frame["n"], strict=True)
    values = [f"{text} ({k:.0f} of {n:.0f})" if pd.notna(n) else text for text, k, n in counted]
    return Table(
        "protection-checks" if DOMESTIC in subjects else "protection-victims",
        pd.DataFrame(
            {
                "What was measured": frame["subject"] + ": " + measured,
                "Where": frame["place"],
                "Report or year": frame["period"],
                "Value": values,
                "Source": [source_link(d, source) for source in frame["source_id"]],
            }
        ).reset_index(drop=True),
        headlines[subjects[0]],
        f"Numbers on {' and '.join(s.lower() for s in subjects)}, England and Wales, 2014 to 2026.",
        list(dict.fromkeys(frame["source_id"])),
        n=f"{len(frame)} numbers from {frame['source_id'].nunique()} sources",
        note="Of inspected cases unless the row says otherwise; the base differs from row to row. The inspectorate's "
        "figures, some read in the press, except the companies' own analyses.",
    )
