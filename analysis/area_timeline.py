"""The timeline of an area: every inspection of a service there and the owners of its companies, without a map."""

from __future__ import annotations

import pandas as pd

from analysis.areas import owners_of
from analysis.data import Dataset
from analysis.exhibits import Chart, listing
from analysis.place_drawing import draw_marks
from analysis.place_timeline import COLUMNS, PROGRAMMES, RATED, SHORT, listed_marks, timeline_marks, told_marks
from analysis.places import Area
from analysis.style import RATING_LABELS, RATING_ORDER

NATIONAL_ROW = "HM Prison and Probation Service (national arrangements)"


def area_marks(d: Dataset, area: Area, organisations: pd.DataFrame) -> pd.DataFrame:
    """What the timeline of an area draws: inspections of all its organisations, and owners of all its companies.

    Returns
    -------
    pandas.DataFrame
        The columns of `timeline_marks`.
    """
    marks = timeline_marks(d, area, facts=(), wider=True)
    marks = marks[(marks["what"] == "inspection") & (marks["row"] != NATIONAL_ROW)]
    marks = marks.assign(row=marks["row"].replace(_own_names(d, organisations)))
    spells = owners_of(d, organisations)
    several = spells["organisation_id"].nunique() > 1
    owners = pd.DataFrame({
        "row": [f"Owner, {name}" if several else "Owner of the company" for name in spells["service"]],
        "what": "owner", "said": spells["owner"], "first_day": spells["start_from"], "last_day": spells["end_from"],
        "sources": spells["source_id"],
    })  # fmt: skip
    return pd.concat([marks, owners], ignore_index=True).reindex(columns=COLUMNS)


def _own_names(d: Dataset, organisations: pd.DataFrame) -> dict[str, str]:
    """Names in place of "Trust" or "Company" where the only one inspected was not that of the whole area."""
    seen = organisations[organisations["organisation_id"].isin(d.inspections["organisation_id"])]
    partial = seen[(seen["relation"] != "same") & ~seen["kind"].duplicated(keep=False)]
    return {SHORT[one["kind"]]: one["name"] for one in partial.to_dict("records") if one["kind"] in SHORT}


def stated_ratings(inspections: pd.DataFrame) -> str:
    """Stated overall ratings of an area's own services in words, by programme; programmes are never added up.

    Takes the frame of `areas.inspections_of`; empty if there is none.
    """
    own = inspections["relation"].isin(["same", "within"]) & inspections["regime"].isin(list(RATED))
    rated = inspections[own & (inspections["rating_basis"] == "stated")]
    parts = []
    for regime, group in rated.groupby("regime", sort=False):
        counts = group["overall_rating"].astype(str).value_counts()
        listed = [f"{counts[one]} {RATING_LABELS[one].lower()}" for one in RATING_ORDER if one in counts]
        parts.append(f"{PROGRAMMES[str(regime)]}s, {', '.join(listed)}")
    return "; ".join(parts)


def area_headline(area: Area, inspections: pd.DataFrame) -> str:
    """What the stated ratings of an area's own services were."""
    own = f"{area.name}'" if area.name.endswith("s") else f"{area.name}'s"
    return f"Ratings of {own} own services: {stated_ratings(inspections) or 'no overall rating is stated'}"


def area_chart(d: Dataset, area: Area, organisations: pd.DataFrame, inspections: pd.DataFrame) -> Chart:
    """Inspections and owners of an area, one row for each organisation.

    Parameters
    ----------
    inspections
        The frame of `areas.inspections_of`; those that looked elsewhere are not drawn.

    Raises
    ------
    ValueError
        If the record holds no inspection of it whose year is known.
    """
    marks = area_marks(d, area, organisations)
    seen = marks[marks["what"] == "inspection"]
    if seen.empty:
        raise ValueError(f"{area.name}: no dated inspection to draw")
    rated = int(seen["rating"].notna().sum())
    wider = organisations.loc[organisations["relation"].isin(["wider", "overlaps"]), "name"]
    here = inspections[~inspections["elsewhere"]]
    undated = here[here["published_from"].isna() & here["published_earliest_from"].isna()]
    unseen = f" Not drawn, for want of a date: {listing(undated['service'])}." if len(undated) else ""
    more = f"; {len(undated)} more cannot be dated" if len(undated) else ""
    latest = pd.concat([seen["first_day"], seen["last_day"]]).max()
    beyond = " and of wider services" if (~here["relation"].isin(["same", "within"])).any() else ""
    reach = f" {listing(wider)} covered more than the area or another part as well." if len(wider) else ""
    reach += " Inspections of them that looked only elsewhere are left out." if inspections["elsewhere"].any() else ""
    if seen["last_day"].isna().any():
        reach += " Dotted: the last possible day is not known."
    parts = " Half-filled: only a part was inspected." if (seen["coverage"] == "part").any() else ""
    return Chart(
        f"{area.slug}-timeline",
        draw_marks(d, marks, "full"),
        area_headline(area, inspections),
        f"Inspections of services in {area.name}{beyond} by date of report, {seen['first_day'].min().year}-"
        f"{latest.year}, and owners of the companies.",
        f"A timeline with one row for each organisation. {listed_marks(marks)}{unseen}",
        told_marks(marks)[[name for name in COLUMNS if name not in ("judged", "said", "voice", "owner")] + ["said"]],
        list(dict.fromkeys(marks["sources"].dropna())),
        n=f"{len(seen)} inspections, {rated} with a stated overall rating{more}",
        note="Squares carry the overall rating: I inadequate, R requires improvement, G good, O outstanding. Ratings "
        f"of companies, of units and of regions answer to different standards. Diamonds: no stated rating.{parts} "
        f"Bars: owners.{reach}",
        narrow=draw_marks(d, marks, "narrow"),
        labels={"row": "Row", "first_day": "First possible day", "last_day": "Last possible day",
                "sources": "Source", "said": "Owner"},
    )  # fmt: skip
