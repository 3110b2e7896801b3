"""Who does the work: staffing beside ratings where both are known, and kinds of claim."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Count, Number, Words, claim
from analysis.data import Dataset
from analysis.exhibits import Table, rating_cell
from analysis.kept import kept
from analysis.leadership import casework_words, with_rating
from analysis.lookup import indicator, published_words, service_name, source_links
from analysis.places import said as value_said
from analysis.ratings import GOOD_OR_BETTER
from analysis.staffing_facts import period, voice
from analysis.statements import Depth, chosen, depth_of, select, statement_rows
from analysis.wording import capitalised, number_word

RATES = {  # staffing against a requirement: what the number is a share of
    "probation_officer_vacancy_rate": "of officer posts vacant",
    "probation_officers_share_of_target": "of the officers needed in post",
    "officer_vacancies_unfilled_share": "of officer vacancies unfilled",
    "probation_officer_shortfall_rate": "short of officers",
    "staff_vacancy_rate": "of all posts vacant",
    "pso_vacancy_rate": "of service officer posts vacant",
    "spo_vacancy_rate": "of senior officer posts vacant",
    "court_team_vacancy_rate": "of court team posts vacant",
}
KINDS = {  # what is claimed of staff: statements
    "Not qualified": ("qi-0194", "rr1-071", "rr1-117", "rr2-crc-west-yorkshire-2020-03-01", "rr1-133"),
    "In place of the qualified": ("qi-0195", "rr2-system-crc-13"),
    "Qualified, not ready": ("reun-069",),
    "New or inexperienced": ("rr1-084", "reun-076", "reun-078", "reun-160", "reun-173"),
    "Not trained for the task": ("qi-0384", "qi-0201", "qi-0295"),
    "Too few": ("reun-158", "reun-100"),
}


@kept
def known_with_rating(d: Dataset) -> pd.DataFrame:
    """Inspections of units and NPS divisions with a number on staffing against a requirement and a stated rating.

    Returns
    -------
    pandas.DataFrame
        `inspection_id`, `regime`, `facts` (the numbers as said, joined), `overall_rating`, `casework` (what is known
        of the casework standards), `source_ids`, `published_from`; in the order of publication.
    """
    live = d.live("indicators").merge(d.metrics[["metric_id", "unit"]], on="metric_id", validate="m:1")
    live = live[live["metric_id"].isin(RATES) & live["inspection_id"].notna()]
    inspections = d.inspections[d.inspections["rating_basis"] == "stated"].set_index("inspection_id")
    live = live[live["inspection_id"].isin(inspections.index)]
    order = {metric: place for place, metric in enumerate(RATES)}
    live = live.assign(order=live["metric_id"].map(order)).sort_values(["inspection_id", "order"])
    rows = []
    for name, own in live.groupby("inspection_id"):
        row = inspections.loc[name]
        rows.append(
            {
                "inspection_id": name, "regime": row["regime"],
                "facts": "; ".join(_fact(d, fact) for _, fact in own.iterrows()),
                "overall_rating": str(row["overall_rating"]), "casework": casework_words(d, str(name)),
                "source_ids": [*own["source_id"].unique(), row["rating_source_id"]],
                "published_from": row["published_from"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows).sort_values(["published_from", "inspection_id"], ignore_index=True)


def _fact(d: Dataset, row: pd.Series) -> str:
    whose = voice(row)
    dated = f", {period(d, row)}" if pd.notna(row["start"]) else ""
    return f"{value_said(row)} {RATES[row['metric_id']]}{dated}" + (f" ({whose})" if whose else "")


def table_staffing_ratings(d: Dataset) -> Table:
    """Every inspection with both a number on staffing against a requirement and a stated overall rating."""
    frame = known_with_rating(d)
    inspections = d.inspections.set_index("inspection_id")
    shown = pd.DataFrame(
        {
            "Service, report, overall rating": [
                with_rating(f"{service_name(d, i)}, {published_words(inspections.loc[i])}", rating_cell(rating))
                for i, rating in zip(frame["inspection_id"], frame["overall_rating"], strict=True)
            ],
            "Staffing, as said": frame["facts"],
            "Casework ratings and sources": [
                ["Not found" if pd.isna(words) else words, *source_links(d, ids)]
                for words, ids in zip(frame["casework"], frame["source_ids"], strict=True)
            ],
        }
    )
    known = staffing_rating_known(d)
    return Table(
        "staffing-ratings",
        shown,
        f"A staffing number and a rating are known together for {known.k} of {known.n} unit inspections",
        "Staffing against a requirement beside the overall rating, delivery units and NPS divisions, 2019 to 2025.",
        [source for ids in frame["source_ids"] for source in ids],
        n=f"{len(frame)} inspections, all that were found",
        note="The numbers answer different questions and are not ranked. They were reported because staffing was news, "
        "mostly bad news: no rate of how often the two go together can be read from them.",
    )


def table_kinds(d: Dataset) -> Table:
    """Different claims about staff that are often run together, each with its words and source."""
    parts = [chosen(d, ids).assign(kind=kind) for kind, ids in KINDS.items()]
    frame = pd.concat(parts, ignore_index=True)
    shown = statement_rows(d, frame)
    shown.insert(0, "Claim", frame["kind"])
    depth = depth_of(d, frame)
    return Table(
        "kinds-of-claim",
        shown,
        f"{capitalised(number_word(int(frame['kind'].nunique())))} different things that are said of staff",
        "Statements on qualification, experience, training and numbers, sorted by what each asserts, 2016 to 2026.",
        list(frame["source_id"]),
        n=f"{depth.statements} statements from {depth.sources} sources, {depth.opening} of them read through their "
        "opening only",
        note="The sorting is ours, by the wording. A person may be several of these at once, or only one of them.",
        missing="not dated",
    )


@claim(
    "staffing_rating_known", "unit inspections with a staffing number and a stated overall rating",
    caveat="Numbers on vacancies or officers in post; reported because staffing was news.",
)  # fmt: skip
def staffing_rating_known(d: Dataset) -> Count:
    """Inspections of delivery units with a number on staffing against a requirement and a stated overall rating."""
    frame = known_with_rating(d)
    return Count(int((frame["regime"] == "unit").sum()), int((d.inspections["regime"] == "unit").sum()))


@claim("staffing_rating_good", "services rated good among those with a staffing number and a rating")
def staffing_rating_good(d: Dataset) -> Count:
    """Of the units and divisions with a number on staffing and a stated rating, those rated *good* or better."""
    frame = known_with_rating(d)
    return Count(int(frame["overall_rating"].isin(GOOD_OR_BETTER).sum()), len(frame))


def _coded(d: Dataset) -> Depth:
    return depth_of(d, select(d, ["staffing_levels", "staff_qualification", "workload"]))


@claim("staffing_statements", "statements coded to staffing, qualification or workload")
def staffing_statements(d: Dataset) -> Number:
    """Live statements, about an inspection or not, coded to staffing levels, staff qualification or workload."""
    return Number(_coded(d).statements, "statements")


@claim("staffing_statement_inspections", "inspections with a statement on staffing, qualification or workload")
def staffing_statement_inspections(d: Dataset) -> Number:
    """Inspections with a live statement coded to staffing levels, staff qualification or workload."""
    return Number(_coded(d).inspections, "inspections")


@claim("staffing_statement_sources", "sources of those statements that were read by their opening only")
def staffing_statement_sources(d: Dataset) -> Count:
    """Of the sources of statements on staffing, qualification or workload, those read through their opening only."""
    return Count(_coded(d).opening, _coded(d).sources)


@claim("staffing_crcs_warned", "CRCs formally told by the ministry to raise staffing levels in a year")
def staffing_crcs_warned(d: Dataset) -> Number | Words:
    """CRCs that contract managers had formally notified of low staffing in the year to January 2018."""
    row = indicator(d, "ind-sys-0352")
    source = (str(row["source_id"]),)
    none = float(row["value"]) == 0
    return Words("no company", sources=source) if none else Number(float(row["value"]), "companies", sources=source)
