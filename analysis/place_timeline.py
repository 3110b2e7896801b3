"""The timeline of a place: its inspections with their ratings, the owners of its company, and dated facts on staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis import style
from analysis.data import Dataset
from analysis.exhibits import Chart, listing
from analysis.place_drawing import draw_marks
from analysis.places import Area, place_facts, place_inspections, place_organisations, place_owners
from analysis.wording import capitalised, number_word

RATED = ("rated", "unit", "region", "national")
OFFICIAL = ("inspectorate", "ministry", "auditor")
COLUMNS = [
    "row", "what", "programme", "first_day", "last_day", "area", "coverage", "rating", "judged", "said", "voice",
    "owner", "sources",
]  # fmt: skip
OTHER_ROWS = "does not apply"
IN_WORDS, NO_RATING, NONE_STATED = "in words", "without a rating in this programme", "without a stated rating"
PROGRAMMES = {
    "trust": "trust inspection",
    "quality_impact": "Quality & Impact",
    "rated": "rated inspection",
    "unit": "unit inspection",
    "region": "regional inspection",
    "dynamic": "public protection inspection",
}
SHORT = {
    "trust": "Trust", "crc": "Company", "nps_division": "Public service", "region": "Region", "system": "Area",
}  # fmt: skip


def timeline_marks(d: Dataset, area: Area, facts: Sequence[str] | None = None, wider: bool = False) -> pd.DataFrame:
    """What the timeline of a place draws, one row per mark.

    Parameters
    ----------
    facts
        Metric ids of the numbers drawn; all on staffing, qualification and workload if not given; none if empty.
    wider
        Also inspections of wider organisations that looked at more than the place, as `place_inspections` gives them.

    Returns
    -------
    pandas.DataFrame
        `row` (its label), `what` (inspection, owner or fact), `programme`, `first_day`, `last_day` (Timestamps),
        `area`, `coverage` (whole, part, unknown), `rating` (only where a source states it), `judged` (of an
        inspection without one: `IN_WORDS`, `NO_RATING` or `NONE_STATED`), `said` (owner, or number in words), `voice`
        (who says it), `owner` (of an inspection's cases, when sampled) and `sources`. Inspections without a first
        possible day are left out; the last is missing where none is known.
    """
    marks = [*_inspections(d, area, wider), *_owners(d, area)]
    known = place_facts(d, area, facts)
    voices = d.voices.set_index("voice")["label"]
    main = _main_names(d, area)
    for _, fact in known.iterrows():
        voice = str(voices[fact["reported_by"]])
        where = "" if fact["service"] in main else f", {fact['service']}"
        by = "" if fact["reported_by"] in OFFICIAL else f" ({voice.lower()})"
        marks.append({
            "row": f"{fact['metric']}{where}: {fact['said']}{by}", "what": "fact", "first_day": fact["from"],
            "last_day": fact["to"], "said": fact["said"], "voice": voice, "sources": fact["source_id"],
        })  # fmt: skip
    return pd.DataFrame(marks).reindex(columns=COLUMNS)


def _main_names(d: Dataset, area: Area) -> set[str]:
    places = place_organisations(d, area.seed)
    return set(places.loc[places["organisation_id"] == area.seed, "name"])


def _inspections(d: Dataset, area: Area, wider: bool) -> list[dict[str, Any]]:
    frame = place_inspections(d, area, wider).dropna(subset=["shown_from"])
    several = frame.groupby("kind")["organisation_id"].nunique()
    order = {kind: n for n, kind in enumerate(("trust", "crc", "nps_division", "unit", "region"))}
    frame = frame.assign(order=frame["kind"].map(order)).sort_values(["order", "name", "shown_from"])
    words = set(d.ratings.loc[(d.ratings["scale"] == "words") & d.ratings["chosen"].fillna(False), "inspection_id"])
    rows = []
    for one in frame.to_dict("records"):
        short = SHORT.get(str(one["kind"]))
        label = short if short and several[one["kind"]] == 1 else str(one["name"])
        stated = one["regime"] in RATED and one["rating_basis"] == "stated"
        unrated = NONE_STATED if one["regime"] in RATED else NO_RATING
        rows.append({
            "row": label, "what": "inspection", "programme": PROGRAMMES.get(str(one["regime"]), str(one["regime"])),
            "first_day": one["shown_from"], "last_day": one["shown_to"], "area": one["area_inspected"],
            "coverage": one["coverage"], "rating": str(one["overall_rating"]) if stated else None,
            "judged": None if stated else IN_WORDS if one["inspection_id"] in words else unrated,
            "voice": "Inspectorate", "owner": one["owner_sampled"],
            "sources": one["rating_source_id"] if stated and pd.notna(one["rating_source_id"]) else one["source_id"],
        })  # fmt: skip
    return rows


def _owners(d: Dataset, area: Area) -> list[dict[str, Any]]:
    frame = place_owners(d, area.seed)
    several = frame["organisation_id"].nunique() > 1
    return [
        {
            "row": f"Owner, {one['name']}" if several else "Owner of the company", "what": "owner",
            "said": one["owner"], "first_day": one["start_from"], "last_day": one["end_from"],
            "sources": one["source_id"],
        }
        for one in frame.to_dict("records")
    ]  # fmt: skip


def timeline_chart(d: Dataset, area: Area, facts: Sequence[str] | None = None, wider: bool = False) -> Chart:
    """Inspections, owners and staffing facts of a place, one row for each organisation and fact."""
    marks = timeline_marks(d, area, facts, wider)
    seen = marks[marks["what"] == "inspection"]
    rated = seen.dropna(subset=["rating"])
    years = f"{seen['first_day'].min().year}-{seen['last_day'].max().year}"
    parts = int((seen["coverage"] == "part").sum())
    undated = int(place_inspections(d, area, wider)["shown_from"].isna().sum())
    return Chart(
        f"{area.slug}-timeline",
        draw_marks(d, marks, "full"),
        headline(area, seen),
        f"Inspections of {area.name}'s probation services by date of report, {years}, owners of the company and "
        f"dated facts on staff.",
        f"A timeline with one row for each organisation or fact. {listed_marks(marks)}",
        told_marks(marks),
        list(dict.fromkeys(marks["sources"].dropna())),
        n=f"{len(seen)} inspections, {len(rated)} with a stated overall rating"
        + (f"; {undated} more cannot be dated" if undated else ""),
        note="Squares carry the overall rating: I inadequate, R requires improvement, G good, O outstanding; a rating "
        "of a company and one of a unit answer to different standards. Diamonds: "
        + ("judged in words, no rating" if set(seen["judged"].dropna()) <= {IN_WORDS} else "no stated rating")
        + (", half-filled where only a part of the area was inspected. " if parts else ". ")
        + "Bars: owners, and the period to which a fact belongs. A company ceased on 26 June 2021, when its work "
        "returned to public control." + _undated(d, area),
        narrow=draw_marks(d, marks, "narrow"),
        labels={"row": "Row", "first_day": "First possible day", "last_day": "Last possible day",
                "said": "Owner or number", "sources": "Source"},
    )  # fmt: skip


def told_marks(marks: pd.DataFrame) -> pd.DataFrame:
    """The marks of a timeline as a table to read: a cell says why it is empty; `said` of inspections is the owner.

    Takes the frame of `timeline_marks`; days that are not known stay empty.
    """
    seen = marks["what"] == "inspection"
    rated = marks["programme"].isin([PROGRAMMES.get(regime, regime) for regime in RATED])
    ratings = marks["rating"].map(style.RATING_LABELS).astype("string").fillna("none stated")
    other = {name: marks[name].astype("string").where(seen, OTHER_ROWS) for name in ("programme", "area", "coverage")}
    return marks.assign(
        **other,
        first_day=marks["first_day"].dt.strftime("%Y-%m-%d"), last_day=marks["last_day"].dt.strftime("%Y-%m-%d"),
        rating=ratings.where(rated, "none in this programme").where(seen, OTHER_ROWS),
        said=marks["said"].astype("string").where(~seen, marks["owner"].astype("string")),
        voice=marks["voice"].astype("string").where(marks["what"] != "owner", OTHER_ROWS),
    ).drop(columns=["owner", "judged"])  # fmt: skip


def headline(area: Area, seen: pd.DataFrame) -> str:
    """What the ratings of a place were, in a sentence: by programme, counts where there are several.

    Raises
    ------
    ValueError
        If no inspection has a stated rating.
    """
    rated = seen.dropna(subset=["rating"])
    if rated.empty:
        raise ValueError(f"{area.name}: no stated rating to make a headline of")
    same: dict[str, list[str]] = {}
    mixed = []
    for programme, group in rated.sort_values("first_day").groupby("programme", sort=False):
        counts = {r: int((group["rating"] == r).sum()) for r in style.RATING_ORDER}
        found = [f"{k} in {style.RATING_LABELS[r].lower()}" for r, k in counts.items() if k]
        if len(found) == 1:
            n = len(group)
            every = "both" if n == 2 else f"all {number_word(n)}"
            which = f"its one {programme}" if n == 1 else f"{every} {programme}s"
            same.setdefault(found[0].split(" ", 1)[1], []).append(which)
        else:
            mixed.append(f"of {len(group)} {programme}s {listing(found)}")
    parts = [f"{' and '.join(which)} ended {label}" for label, which in same.items()]
    return f"{area.name}: {'; '.join([*parts, *mixed])}"


def _undated(d: Dataset, area: Area) -> str:
    """A note for each change of owner of which only the year is known."""
    spells = place_owners(d, area.seed)
    vague = spells[spells["start_precision"] == "year"]
    return "".join(f" The day in {one['start']} from which {one['owner']} is named is not known."
                   for one in vague.to_dict("records"))  # fmt: skip


def listed_marks(marks: pd.DataFrame) -> str:
    """The rows of a timeline in words, for its text alternative."""
    sentences = []
    for row, group in marks.groupby("row", sort=False):
        if group["what"].iloc[0] == "fact":
            sentences.append(f"{row}, {group['first_day'].iloc[0].year}")
        elif group["what"].iloc[0] == "owner":
            began = group[group["said"].ne(group["said"].shift()).fillna(True)]  # however described
            spells = [f"{o['said']} from {o['first_day'].year}" for o in began.to_dict("records")]
            sentences.append(f"{row}: {listing(spells)}")
        else:
            sentences.append(f"{row}: {listing([_listed(one) for one in group.to_dict('records')])}")
    return ". ".join(capitalised(one) for one in sentences) + "."


def _listed(mark: dict[Any, Any]) -> str:
    """An inspection in words: "2023 good", "2017 in words (part)", "inadequate (2023 or 2024)"."""
    first, last = mark["first_day"], mark["last_day"]
    judged = style.RATING_LABELS[mark["rating"]].lower() if isinstance(mark["rating"], str) else mark["judged"]
    part = " (part)" if mark["coverage"] == "part" else ""
    if pd.isna(last):
        return f"{judged}{part} (not before {first.day} {first:%B %Y})"
    if first.year == last.year:
        return f"{first.year} {judged}{part}"
    return f"{judged}{part} ({first.year} {'or' if last.year == first.year + 1 else 'to'} {last.year})"
