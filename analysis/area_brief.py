"""The two-page brief on an area, to be printed: latest ratings, staff, what inspectors said, gaps, numbered sources.

Each brief comes in several lengths; the press takes the longest that fits two pages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from analysis import areas
from analysis.area_page import Record, lead
from analysis.area_parts import looked_at
from analysis.data import Dataset
from analysis.inspection_pages import rating_of
from analysis.lookup import when
from analysis.markup import Html, heading_plain, inline, items, paragraph, plain_table
from analysis.page_context import Context
from analysis.statements import said

LENGTHS = ((14, 4), (10, 3), (6, 2), (3, 1))  # rows of numbers, statements of each kind
CURRENT = ("unit", "region")


class _Numbered:
    """Sources by the number under which the brief lists them."""

    def __init__(self, d: Dataset) -> None:
        self.rows = d.sources.set_index("source_id").to_dict("index")
        self.order: list[str] = []

    def of(self, source: Any) -> Html:
        if pd.isna(source):
            return Html("")
        if source not in self.order:
            self.order.append(str(source))
        return Html(f'<span class="ref">[{self.order.index(source) + 1}]</span>')

    def listed(self) -> Html:
        lines = []
        for source in self.order:
            row = self.rows[source]
            read = "read whole" if row["read_extent"] == "whole" else f"{row['read_extent']} read"
            copy = f" in the copy at {row['read_via']}" if pd.notna(row["read_via"]) else ""
            who = row["publisher"] if pd.notna(row["publisher"]) else "Publisher not known"
            lines.append(f"{who}, {row['title']}, {when(row['published']) or 'undated'} ({read}{copy})")
        return Html(f"<ol>{''.join(f'<li>{inline(line)}</li>' for line in lines)}</ol>")


def lengths(at: Context, of: Record) -> list[str]:
    """The body of the brief as HTML, from the longest to the shortest."""
    return [body(at, of, numbers, statements) for numbers, statements in LENGTHS]


def body(at: Context, of: Record, numbers: int, statements: int) -> str:
    """The body of the brief.

    Parameters
    ----------
    numbers
        How many numbers on staff and caseloads are shown, the latest first.
    statements
        How many criticisms and how many credits of inspectors are shown, at most one of each from an inspection.
    """
    cited = _Numbered(at.data)
    parts = [
        Html('<div class="lead">' + "".join(paragraph(one) for one in lead(at, of)) + "</div>"),
        heading_plain(2, "Latest inspection and latest stated rating of each service"),
        latest(of, cited.of),
    ]
    recent = latest_numbers(of, numbers)
    if len(recent):
        more = len(of.staffing) - len(recent)
        parts += [heading_plain(2, "Staff and caseloads" + (f" (the latest {len(recent)})" if more else ""))]
        parts.append(staffing(recent, cited.of))
    for polarity, title in (("negative", "What inspectors criticised"), ("positive", "What inspectors credited")):
        chosen = latest_statements(of, polarity, statements)
        if len(chosen):
            lines = [Html(f"{inline(row['service'])}: {inline(said(row))} {cited.of(row['source_id'])}")
                     for _, row in chosen.iterrows()]  # fmt: skip
            parts += [heading_plain(2, title), items(lines)]
    parts += [
        paragraph(
            "Statements are in our words, at most one from an inspection, the latest reports first; what a report said "
            "beyond the pages that were read is not here. Ratings of units, regions and companies answer to different "
            "standards.", classes="small",
        ),
        heading_plain(2, "What is not known"), gaps(of),
        heading_plain(2, "Sources"), Html(f'<div class="sources">{cited.listed()}</div>'),
    ]  # fmt: skip
    return "".join(parts)


def latest(of: Record, cite: Callable[[Any], Html]) -> Html:
    """Table of the latest inspection of each service, and of its latest with a stated rating where that is another."""
    frame = of.inspections[of.inspections["regime"].isin(["rated", "unit", "region", "dynamic"])]
    stated = frame[frame["rating_basis"] == "stated"].drop_duplicates("organisation_id", keep="last")
    last = frame.drop_duplicates("organisation_id", keep="last")
    frame = pd.concat([last, stated[~stated.index.isin(last.index)]]).sort_index(ascending=False)
    order = {"region": 0, "unit": 1, "nps_division": 2, "crc": 3}
    frame = frame.assign(order=frame["kind"].map(order)).sort_values(["order", "service"], kind="stable")
    rows = [row for _, row in frame.iterrows()]
    shown = pd.DataFrame({
        "Service": [str(row["service"]) for row in rows],
        "Report": [row["published_words"] or None for row in rows],
        "Looked at": [looked_at(row) for row in rows],
        "Overall rating": [
            Html(f"{inline(rating_of(row))} {cite(_source(row))}") for row in rows
        ],
    })  # fmt: skip
    return plain_table(shown)


def _source(row: pd.Series) -> Any:
    return row["rating_source_id"] if pd.notna(row["rating_source_id"]) else row["source_id"]


def latest_numbers(of: Record, most: int) -> pd.DataFrame:
    """The latest numbers on staff and caseloads of an area's own services, then of others."""
    local = of.organisations.loc[of.organisations["relation"].isin(["same", "within"]), "organisation_id"]
    reports = of.inspections.set_index("inspection_id")["published_from"]
    frame = of.staffing
    days = frame["end_to"].fillna(frame["inspection_id"].map(reports))
    frame = frame.assign(day=days, own=frame["organisation_id"].isin(local))
    return frame.sort_values(["own", "day", "metric"], ascending=[False, False, True]).head(most)


def staffing(frame: pd.DataFrame, cite: Callable[[Any], Html]) -> Html:
    """Table of numbers."""
    rows = frame.to_dict("records")
    shown = pd.DataFrame({
        "What": [str(row["metric"]) for row in rows],
        "Value": [Html(f"{inline(row['printed'])} {cite(row['source_id'])}") for row in rows],
        "Service": [str(row["service"]) for row in rows],
        "When": [row["period"] or None for row in rows],
        "Reported by": [str(row["reported"]) for row in rows],
    })
    return plain_table(shown)


def latest_statements(of: Record, polarity: str, most: int) -> pd.DataFrame:
    """Inspectors' statements of a polarity from the latest reports, one from each inspection (the first by id)."""
    frame = of.findings
    own = frame["speaker"].eq("inspectorate") & frame["polarity"].eq(polarity) & frame["inspection_id"].notna()
    frame = frame[own].assign(rank=lambda rows: rows["inspection_id"].map(
        {key: n for n, key in enumerate(of.inspections["inspection_id"])}))  # fmt: skip
    frame = frame.sort_values(["rank", "finding_id"], ascending=[False, True])
    return frame.drop_duplicates("inspection_id").head(most)


def gaps(of: Record) -> Html:
    """What the record lacks, in three lines."""
    unrated = areas.without_rating(of.inspections)
    local = of.organisations[of.organisations["relation"].isin(["same", "within"])]
    never = local[~local["organisation_id"].isin(of.inspections["organisation_id"]) & local["kind"].isin(CURRENT)]
    lines = ["Every inspection of a programme with ratings has a stated overall rating here."]
    if len(unrated):
        lines = [f"Inspections of programmes that rate, without a stated overall rating here: {len(unrated)}."]
    if len(never):
        lines.append(f"No inspection in the record: {', '.join(never['name'])}.")
    lines.append("Most ratings of single standards, most scores and most numbers of cases inspected.")
    return items(lines)
