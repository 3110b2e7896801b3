"""Places: which trust, company, division, units and region served each, and what the record holds on them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from analysis.data import Dataset
from analysis.lookup import published_words
from analysis.wording import bounded, money, numeral

KIND_ORDER = ("trust", "crc", "nps_division", "unit", "region", "system", "sample", "national", "owner")
STAFFING = ("staffing_levels", "staff_qualification", "workload")
FRACTIONS = {33.3: "a third", 66.7: "two-thirds"}
HALF = 50.0
UNITS = {
    "fte": " FTE", "people": " people", "staff": " staff", "posts": " posts", "cases": " cases",
    "days": " days",
    "percent_of_capacity": "% of capacity",
}  # fmt: skip
SOFT = tuple("about/around/almost/nearly/just under/just over/more than/over/less than/fewer than/up to".split("/"))  # noqa: SIM905
SPOKEN = r"a quarter|one in three|three in ten"  # fractions of a source's wording that are printed as they stand


@dataclass(frozen=True)
class Area:
    """A place of which a chapter or page speaks.

    Parameters
    ----------
    slug
        Lower-case words joined by hyphens; the names of its figures and tables begin with it.
    name
        As prose names it.
    seed
        The organisation from which links are followed (a CRC, or a region).
    parts
        Words of `inspections.area_inspected` that name the place or a part of it: inspections of a wider organisation
        that looked only there belong to the place.
    """

    slug: str
    name: str
    seed: str
    parts: tuple[str, ...] = field(default=())


def place_organisations(d: Dataset, seed: str) -> pd.DataFrame:
    """Organisations that served a place, found by following `area_links` from one of them.

    Links "same" are followed both ways and any number of steps; from there, "part_of" downwards any number of steps
    (what lies within) and upwards one step (what the place is a part of), and "overlaps" both ways.

    Returns
    -------
    pandas.DataFrame
        `organisation_id`, `name`, `kind`, `relation` (same, within, wider, overlaps) and `basis` (of the link by
        which it was reached: stated, inferred, general_knowledge; "seed" for the first), in the order of relation,
        `KIND_ORDER` and name.

    Raises
    ------
    KeyError
        If the dataset has no such organisation.
    """
    organisations = d.organisations.set_index("organisation_id")
    if seed not in organisations.index:
        raise KeyError(f"no organisation {seed!r}")
    links = d.area_links
    same, part, over = (links[links["relation"] == kind] for kind in ("same", "part_of", "overlaps"))
    core = _spread({seed: "seed"}, pd.concat([same, _turned(same)]))
    within = _spread(core, pd.concat([_turned(part), same, _turned(same)]))
    wider = _step(core, part)
    overlapping = _step(core, pd.concat([over, _turned(over)]))
    reached: dict[str, tuple[str, str]] = {}
    for relation, group in (("same", core), ("within", within), ("wider", wider), ("overlaps", overlapping)):
        for organisation, basis in group.items():
            reached.setdefault(organisation, (relation, basis))
    frame = pd.DataFrame(
        [(organisation, *how) for organisation, how in reached.items()],
        columns=["organisation_id", "relation", "basis"],
    )
    frame["name"] = frame["organisation_id"].map(organisations["name"])
    frame["kind"] = frame["organisation_id"].map(organisations["kind"])
    frame["place"] = frame["relation"].map({r: n for n, r in enumerate(("same", "within", "wider", "overlaps"))})
    frame["order"] = frame["kind"].map({kind: n for n, kind in enumerate(KIND_ORDER)})
    frame = frame.sort_values(["place", "order", "name"], ignore_index=True)
    return frame[["organisation_id", "name", "kind", "relation", "basis"]]


def _turned(links: pd.DataFrame) -> pd.DataFrame:
    return links.rename(columns={"from_id": "to_id", "to_id": "from_id"})


def _step(start: dict[str, str], links: pd.DataFrame) -> dict[str, str]:
    near = links[links["from_id"].isin(list(start))]
    return {str(to): str(basis) for to, basis in zip(near["to_id"], near["basis"], strict=True)}


def _spread(start: dict[str, str], links: pd.DataFrame) -> dict[str, str]:
    found = dict(start)
    while new := {key: basis for key, basis in _step(found, links).items() if key not in found}:
        found |= new
    return found


def own_organisations(d: Dataset, seed: str) -> list[str]:
    """Ids of the organisations that are the place or lie within it."""
    frame = place_organisations(d, seed)
    return frame.loc[frame["relation"].isin(["same", "within"]), "organisation_id"].tolist()


def place_inspections(d: Dataset, area: Area, wider: bool = False) -> pd.DataFrame:
    """Inspections of a place in the order of publication.

    Parameters
    ----------
    wider
        Also the inspections of wider organisations (a division, a region) that looked at more than the place; not
        those that `looked_elsewhere`.

    Returns
    -------
    pandas.DataFrame
        The columns of `inspections`, the organisation's `name` and `kind`, `published_words`, `reach` (whole: the
        place itself, inspected whole; part: a unit or a part of it; wider: the place was only a part of what was
        inspected) and `shown_from`, `shown_to` (first and last possible day of publication, each missing if unknown).
    """
    places = place_organisations(d, area.seed)[["organisation_id", "name", "kind", "relation"]]
    frame = d.inspections.merge(places, on="organisation_id", validate="m:1")
    inside = frame["relation"].isin(["same", "within"])
    named = frame["area_inspected"].fillna("").str.startswith(area.parts) if area.parts else False
    local = inside | (~inside & (frame["coverage"] == "part") & named)
    whole = (frame["relation"] == "same") & (frame["coverage"] == "whole")
    frame["reach"] = whole.map({True: "whole", False: "part"}).where(local, "wider")
    own = places.loc[places["relation"].isin(["same", "within"]), "organisation_id"]
    frame = frame[local | ~looked_elsewhere(d, frame, own)] if wider else frame[local]
    frame = frame.assign(
        shown_from=frame[["published_from", "published_earliest_from"]].max(axis=1),
        shown_to=frame[["published_to", "published_latest_to"]].min(axis=1),
        published_words=frame.apply(published_words, axis=1).astype("string"),
    )
    return frame.sort_values(["shown_from", "name"], ignore_index=True)


def looked_elsewhere(d: Dataset, inspections: pd.DataFrame, own: Iterable[str]) -> pd.Series:
    """Which inspections of services that reach beyond a place looked only at a part outside it.

    The part is found in `places` by the first words of `area_inspected`; what is not found there is not known to lie
    elsewhere.

    Parameters
    ----------
    inspections
        Rows of `inspections`.
    own
        Ids of the organisations that are the place or lie within it; their own inspections are never elsewhere.

    Returns
    -------
    pandas.Series
        Booleans, with the index of `inspections`.
    """
    local = set(own)
    served = d.places.groupby("place")["organisation_id"].agg(set).to_dict()

    def outside(looked_at: str) -> bool:
        parts = [ids for place, ids in served.items() if f"{looked_at} ".startswith(f"{place} ")]
        return bool(parts) and local.isdisjoint(set().union(*parts))

    beyond = (inspections["coverage"] == "part") & ~inspections["organisation_id"].isin(local)
    return beyond & inspections["area_inspected"].fillna("").map(outside).astype(bool)


def place_owners(d: Dataset, seed: str) -> pd.DataFrame:
    """Spells of ownership of the companies of a place, half-open, in time.

    Returns
    -------
    pandas.DataFrame
        The columns of `ownership` with the company's `name`.
    """
    places = place_organisations(d, seed)
    inside = places[places["relation"].isin(["same", "within"])][["organisation_id", "name"]]
    frame = d.ownership.merge(inside, on="organisation_id", validate="m:1")
    return frame.sort_values(["organisation_id", "start"], ignore_index=True)


def place_findings(d: Dataset, area: Area) -> pd.DataFrame:
    """Statements that may be shown about the organisations of a place, or about inspections that looked only there."""
    local = place_inspections(d, area)["inspection_id"]
    frame = d.live("findings")
    own = frame["organisation_id"].isin(own_organisations(d, area.seed))
    return frame[own | frame["inspection_id"].isin(local)].reset_index(drop=True)


def place_facts(d: Dataset, area: Area, metrics: Iterable[str] | None = None) -> pd.DataFrame:
    """Dated numbers about the organisations of a place; by default those on staffing, qualification and workload.

    Parameters
    ----------
    metrics
        Metric ids, in the order wanted; all of the themes of `STAFFING` if not given.

    Returns
    -------
    pandas.DataFrame
        The columns of `indicators` with `metric` (its name), `unit`, `theme`, `service` (the organisation), `said`
        (the value in words with its bound) and `from`, `to` (Timestamps of the period; if the source gives none, those
        of the inspection's publication), in the order of time.
    """
    frame = preferred(d)
    frame = frame[frame["organisation_id"].isin(own_organisations(d, area.seed)) & frame["value"].notna()]
    about = d.metrics.rename(columns={"name": "metric"})[["metric_id", "metric", "unit", "theme"]]
    frame = frame.merge(about, on="metric_id", validate="m:1")
    wanted = None if metrics is None else list(metrics)
    frame = frame[frame["theme"].isin(STAFFING) if wanted is None else frame["metric_id"].isin(wanted)]
    dates = place_inspections(d, area).set_index("inspection_id")
    names = d.organisations.set_index("organisation_id")["name"]
    frame = frame.assign(
        service=frame["organisation_id"].map(names),
        said=[said(row) for _, row in frame.iterrows()],
        **{
            "from": frame["start_from"].fillna(frame["inspection_id"].map(dates["shown_from"])),
            "to": frame["end_to"].fillna(frame["inspection_id"].map(dates["shown_to"])),
        },
    )
    return frame.dropna(subset=["from"]).sort_values(["from", "metric"], ignore_index=True)


def preferred(d: Dataset) -> pd.DataFrame:
    """Numbers that may be shown and that the analysis prefers where sources differ."""
    frame = d.live("indicators")
    return frame[frame["preferred"].fillna(False).astype(bool)].reset_index(drop=True)


def said(row: pd.Series) -> str:
    """A number with its bound as the source words it: "more than 150 posts", "about a third", "16.7 FTE".

    Takes a row of `indicators` with the metric's `unit`. Thirds, and bounded halves, are printed as words.
    """
    value, unit = float(row["value"]), str(row["unit"])
    qualifier = "" if row["bound"] == "exact" else str(row["qualifier"]).lower()
    if unit == "percent":
        fraction_said = re.search(SPOKEN, qualifier)
        text = FRACTIONS.get(value) or ("half" if value == HALF and row["bound"] != "exact" else f"{numeral(value)}%")
        text = fraction_said.group() if fraction_said else text
    else:
        text = money(value, "bn", "m") if unit == "gbp" else f"{numeral(value)}{UNITS.get(unit, '')}"
    words = next((soft for soft in SOFT if re.match(rf"{soft}(?:[ ,;]|$)", qualifier)), None)
    if words:
        return f"{words} {text}"
    fraction = text[0].isalpha() or text.startswith("a ")
    return text if fraction and row["bound"] == "about" else bounded(str(row["bound"]), text)


def depth(d: Dataset, findings: pd.DataFrame) -> str:
    """What stands behind a count of statements: how many, on how many inspections, from how many sources, how read."""
    sources = d.sources.set_index("source_id").loc[findings["source_id"].unique()]
    whole = int((sources["read_extent"] == "whole").sum())
    extracts = int((sources["read_extent"] == "extract").sum())
    inspections = findings["inspection_id"].nunique()
    about = f"on {inspections} inspections, " if inspections > 1 else "on one inspection, " if inspections else ""
    read = [f"{whole} read whole"] if whole else []
    read += [f"{extracts} as extracts"] if extracts else []
    rest = len(sources) - whole - extracts
    read += [f"{rest} through their opening"] if rest else []
    return f"{len(findings)} statements {about}from {len(sources)} sources ({', '.join(read)})"
