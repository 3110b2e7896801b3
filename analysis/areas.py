"""The twelve areas of the record: which organisations each holds, and what is known of them, as tidy frames."""

from __future__ import annotations

import pandas as pd

from analysis.data import Dataset
from analysis.lookup import published_words, when
from analysis.places import Area, looked_elsewhere, place_organisations, said

ERAS = {"trust": 1, "system": 1, "crc": 2, "nps_division": 2, "unit": 3, "region": 3}
KINDS = {
    "trust": "Probation trust",
    "crc": "Community rehabilitation company",
    "nps_division": "Division of the National Probation Service",
    "unit": "Probation delivery unit",
    "region": "Probation region",
    "system": "Place",
}
RELATIONS = {
    "same": "the same area",
    "within": "lies within it",
    "wider": "covers more than this area",
    "overlaps": "covers part of this area",
}
RELATION_ORDER = tuple(RELATIONS)
NATIONAL = "national-hmpps"
SUFFIXED = {
    "months": "months", "weeks": "weeks", "days": "days", "hours": "hours", "reports": "reports",
    "standards": "standards", "recommendations": "recommendations", "points": "points", "years": "years",
    "areas": "areas", "percentage_points": "percentage points", "inspections": "inspections",
}  # fmt: skip


def region_ids(d: Dataset) -> list[str]:
    """Ids of the twelve regions, in the order of the alphabet."""
    kinds = d.organisations
    return sorted(str(one) for one in kinds.loc[kinds["kind"] == "region", "organisation_id"])


def area_of(d: Dataset, region: str) -> Area:
    """A region as a place: its name without the word region.

    Raises
    ------
    KeyError
        If there is no such region.
    """
    if region not in region_ids(d):
        raise KeyError(f"no region {region!r}")
    name = d.organisations.set_index("organisation_id").loc[region, "name"]
    return Area(region, str(name).removesuffix(" region"), region)


def organisations_of(d: Dataset, region: str, pages: dict[str, str] | None = None) -> pd.DataFrame:
    """Organisations that served an area or more than it.

    Parameters
    ----------
    pages
        What `home_pages` gives, if it is known already.

    Returns
    -------
    pandas.DataFrame
        The columns of `place_organisations` with `start`, `end`, `note` and `page` (region on whose page the
        organisation has its permanent anchor). The national arrangements are left out: they belong to no area.
    """
    frame = place_organisations(d, region)
    frame = frame[frame["organisation_id"] != NATIONAL]
    about = d.organisations[["organisation_id", "start", "end", "note", "source_id"]]
    pages = pages or home_pages(d)
    frame = frame.merge(about, on="organisation_id", validate="1:1")
    return frame.assign(page=frame["organisation_id"].map(pages)).reset_index(drop=True)


def home_pages(d: Dataset) -> dict[str, str]:
    """For each organisation of an area, the region on whose page its permanent anchor stands.

    That is the region which the dataset names for it; else the one with the same name; else the one that it is most
    closely linked to (the same area, within, wider, overlapping), and of several the first of the alphabet.
    """
    named = d.organisations.set_index("organisation_id")["region"].fillna("")
    best: dict[str, tuple[bool, bool, int, str]] = {}
    for region in region_ids(d):
        places = place_organisations(d, region)
        for key, relation in zip(places["organisation_id"], places["relation"], strict=True):
            other_name = key.partition("-")[2] != region.removeprefix("region-")
            rank = (named[key] != region, other_name, RELATION_ORDER.index(relation), region)
            best[key] = min(best.get(key, rank), rank)
    return {key: rank[-1] for key, rank in best.items() if key != NATIONAL}


def linked(d: Dataset, organisation: str) -> dict[str, list[str]]:
    """Organisations directly linked to one, by whether they came "before" it, "after" it or "beside" it."""
    kinds = d.organisations.set_index("organisation_id")["kind"]
    links = d.area_links
    near = pd.concat([links.loc[links["from_id"] == organisation, "to_id"],
                      links.loc[links["to_id"] == organisation, "from_id"]])  # fmt: skip
    found: dict[str, list[str]] = {"before": [], "beside": [], "after": []}
    own = ERAS.get(str(kinds[organisation]), 0)
    for other in sorted(set(near)):
        era = ERAS.get(str(kinds[other]), 0)
        if era and own:
            found["before" if era < own else "after" if era > own else "beside"].append(str(other))
    return found


def inspections_of(d: Dataset, organisations: pd.DataFrame) -> pd.DataFrame:
    """Inspections of some organisations in the order of publication.

    Returns
    -------
    pandas.DataFrame
        The columns of `inspections` with `service`, `kind`, `relation`, `published_words` and `elsewhere` (a wider
        service was inspected, but only in a part of it outside the area).
    """
    about = organisations[["organisation_id", "name", "kind", "relation"]].rename(columns={"name": "service"})
    frame = d.inspections.merge(about, on="organisation_id", validate="m:1")
    days = frame["published_from"].fillna(frame["published_earliest_from"]).fillna(frame["published_latest_from"])
    own = organisations.loc[organisations["relation"].isin(["same", "within"]), "organisation_id"]
    frame = frame.assign(
        day=days,
        published_words=frame.apply(published_words, axis=1).astype("string"),
        elsewhere=looked_elsewhere(d, frame, own),
    )
    return frame.sort_values(["day", "service", "inspection_id"], ignore_index=True).drop(columns="day")


def owners_of(d: Dataset, organisations: pd.DataFrame) -> pd.DataFrame:
    """Spells of ownership of the companies among some organisations, with the company's `service`."""
    names = organisations[["organisation_id", "name"]].rename(columns={"name": "service"})
    frame = d.ownership.merge(names, on="organisation_id", validate="m:1")
    return frame.sort_values(["service", "start_from"], ignore_index=True)


def numbers_of(d: Dataset, organisations: pd.DataFrame) -> pd.DataFrame:
    """Numbers about some organisations that may be shown.

    Returns
    -------
    pandas.DataFrame
        The columns of `indicators` with `service`, `metric`, `unit`, `theme`, `printed` (the value in words, bound and
        unit included), `period` and `voice`.
    """
    names = organisations.set_index("organisation_id")["name"]
    frame = d.live("indicators")
    frame = frame[frame["organisation_id"].isin(names.index)]
    frame = with_words(d, frame).assign(service=frame["organisation_id"].map(names).to_numpy())
    reports = d.inspections.set_index("inspection_id")["published_from"]
    days = frame["start_from"].fillna(frame["inspection_id"].map(reports))
    return frame.assign(day=days).sort_values(["metric", "day", "service"], ignore_index=True).drop(columns="day")


def with_words(d: Dataset, indicators: pd.DataFrame) -> pd.DataFrame:
    """Rows of `indicators` with `metric`, `unit`, `theme`, `printed`, `period`, `voice` and `reported`.

    `reported` is the voice, or says that the number was inferred, and from whose words.
    """
    about = d.metrics.rename(columns={"name": "metric"})[["metric_id", "metric", "unit", "theme"]]
    frame = indicators.merge(about, on="metric_id", how="left", validate="m:1")
    labels = d.voices.set_index("voice")["label"]
    dates = {str(row["inspection_id"]): published_words(row) for _, row in d.inspections.iterrows()}
    reports = [dates.get(str(one), "") for one in frame["inspection_id"]]
    voice = frame["reported_by"].map(labels)
    return frame.assign(
        printed=[value_words(row) for _, row in frame.iterrows()],
        period=[
            period_words(row) or (f"report of {report}" if report else "")
            for (_, row), report in zip(frame.iterrows(), reports, strict=True)
        ],
        voice=voice,
        reported=voice.where(frame["basis"] != "inferred", "Inferred for this book from: " + voice),
    )


def value_words(row: pd.Series) -> str:
    """A number in words with its unit: "more than 150 posts", "about a third", "3 months", "yes"."""
    unit = str(row["unit"])
    if pd.isna(row["value"]):
        text = str(row["value_text"]).replace("_", " ")
        return when(text) or text if unit == "date" else text
    if unit == "flag":
        return "yes" if row["value"] else "no"
    text = said(row)
    if unit == "percent_change":
        return f"{text}%"
    return f"{text} {SUFFIXED[unit]}" if unit in SUFFIXED and not text.endswith(SUFFIXED[unit]) else text


def period_words(row: pd.Series) -> str:
    """When a number holds: "March 2019", "April 2017 to March 2018"; empty where no date was recorded."""
    start, end = when(row["start"]), when(row["end"])
    return start if start == end or not end else f"{start} to {end}" if start else f"until {end}"


def findings_of(d: Dataset, organisations: pd.DataFrame) -> pd.DataFrame:
    """Statements about some organisations that may be shown, with `service`, first `theme` and the others, `also`."""
    names = organisations.set_index("organisation_id")["name"]
    frame = d.live("findings")
    frame = frame[frame["organisation_id"].isin(names.index)]
    labels = d.themes.set_index("theme")["label"]
    coded: dict[str, list[str]] = {}
    for row in d.finding_themes.sort_values(["finding_id", "position"]).to_dict("records"):
        coded.setdefault(str(row["finding_id"]), []).append(str(labels[row["theme"]]))
    listed = [coded.get(str(one), ["Not coded"]) for one in frame["finding_id"]]
    return frame.assign(
        service=frame["organisation_id"].map(names),
        theme=pd.Series([one[0] for one in listed], frame.index, dtype="string"),
        also=pd.Series([one[1:] for one in listed], frame.index, dtype=object),
    ).reset_index(drop=True)


def gaps_of(d: Dataset, organisations: pd.DataFrame) -> pd.DataFrame:
    """Rows of `gaps` that name one of some organisations by its id."""
    gaps = d.gaps
    stems = {str(one).partition("-")[2] for one in organisations["organisation_id"]}
    named = [any(f"-{stem}-" in f"-{gap}-" for stem in stems if stem) for gap in gaps["gap_id"]]
    return gaps[pd.Series(named, gaps.index)].reset_index(drop=True)


def without_rating(inspections: pd.DataFrame) -> pd.DataFrame:
    """Inspections of programmes with overall ratings whose rating is missing or only inferred."""
    rated = inspections[inspections["regime"].isin(["rated", "unit", "region"])]
    return rated[rated["rating_basis"].fillna("") != "stated"]
