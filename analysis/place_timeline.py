"""The timeline of a place: its inspections with their ratings, the owners of its company, and dated facts on staff."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import style, timeline
from analysis.data import Dataset
from analysis.exhibits import Chart, listing
from analysis.inspection_timeline import REUNIFIED, SPLIT, covid_end
from analysis.places import Area, place_facts, place_inspections, place_organisations, place_owners
from analysis.wording import capitalised, number_word

RATED = ("rated", "unit", "region", "national")
OFFICIAL = ("inspectorate", "ministry", "auditor")
COLUMNS = [
    "row", "what", "programme", "first_day", "last_day", "area", "coverage", "rating", "said", "voice", "owner",
    "sources",
]  # fmt: skip
OTHER_ROWS = "does not apply"
DAYS_PER_LETTER = {True: 78, False: 170}  # of a label in a bar, wide and narrow
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
        Also inspections of wider organisations that looked at more than the place.

    Returns
    -------
    pandas.DataFrame
        `row` (its label), `what` (inspection, owner or fact), `programme`, `first_day`, `last_day` (Timestamps),
        `area`, `coverage` (whole, part, unknown), `rating` (only where a source states it), `said` (owner, or number
        in words), `voice` (who says it), `owner` (of an inspection's cases, when sampled) and `sources`. Inspections
        of which not even the year is known are left out.
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
    rows = []
    for one in frame.to_dict("records"):
        short = SHORT.get(str(one["kind"]))
        label = short if short and several[one["kind"]] == 1 else str(one["name"])
        stated = one["regime"] in RATED and one["rating_basis"] == "stated"
        rows.append({
            "row": label, "what": "inspection", "programme": PROGRAMMES.get(str(one["regime"]), str(one["regime"])),
            "first_day": one["shown_from"], "last_day": one["shown_to"], "area": one["area_inspected"],
            "coverage": one["coverage"], "rating": str(one["overall_rating"]) if stated else None,
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
        "of a company and one of a unit answer to different standards. Diamonds: judged in words, no rating"
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
    ).drop(columns="owner")  # fmt: skip


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
            spells = [f"{o['said']} from {o['first_day'].year}" for o in group.to_dict("records")]
            sentences.append(f"{row}: {listing(spells)}")
        else:
            seen = [
                f"{o['first_day'].year} "
                + (style.RATING_LABELS[o['rating']].lower() if isinstance(o['rating'], str) else "in words")
                + (" (part)" if o['coverage'] == "part" else "")
                for o in group.to_dict("records")
            ]
            sentences.append(f"{row}: {listing(seen)}")
    return ". ".join(capitalised(one) for one in sentences) + "."


def draw_marks(d: Dataset, marks: pd.DataFrame, width: str) -> Figure:
    """The drawing of a timeline, ``"full"`` or ``"narrow"``; takes the frame of `timeline_marks`."""
    wide = width == "full"
    rows = list(dict.fromkeys(marks["row"]))
    joined = {mark["row"]: _joined(mark["row"], mark["said"]) for mark in marks.to_dict("records")}
    labels = [textwrap.fill(joined[row], 40 if wide else 25) for row in rows]
    heights = [max(1.35, 0.78 * (label.count("\n") + 1) + 0.4) for label in labels]
    tops = [sum(heights[:n]) + heights[n] / 2 for n in range(len(rows))]
    place = dict(zip(rows, tops, strict=True))
    fig, ax = style.figure(width, 0.19 * sum(heights) + 0.75)
    for mark in marks.to_dict("records"):
        _mark(ax, mark, place[mark["row"]], wide)
    _axes(ax, d, labels, tops, heights, wide)
    return fig


def _joined(row: str, said: object) -> str:
    """A label whose value is not torn apart at the end of a line."""
    short = isinstance(said, str) and len(said) < 22
    return row.replace(str(said), str(said).replace(" ", "\N{NO-BREAK SPACE}")) if short else row


def _mark(ax: Axes, mark: dict[Any, Any], y: float, wide: bool) -> None:
    start, end = timeline.day(mark["first_day"]), timeline.day(mark["last_day"])
    what, rating = mark["what"], mark["rating"]
    middle = (start + end) / 2
    if what == "owner":
        ax.barh(y, end - start, left=start, height=0.9, facecolor="#cfdde8", edgecolor=style.INK, linewidth=0.6)
        said = str(mark["said"]) if wide else str(mark["said"]).partition(" (")[0]
        if end - start > DAYS_PER_LETTER[wide] * len(said):
            ax.annotate(said, (middle, y), ha="center", va="center_baseline", fontsize=9)
        return
    if end - start > 40:
        ax.plot([start, end], [y, y], color=style.QUIET, linewidth=2.4, solid_capstyle="butt", zorder=1.5)
    if what == "fact":
        ax.plot([middle], [y], marker="o", markersize=6, color=style.ACCENT, markeredgecolor=style.PAPER, ls="none")
    elif isinstance(rating, str):
        style.rating_tile(ax, middle, y, rating, 14)
    else:
        fill = "left" if mark["coverage"] == "part" else "full"
        ax.plot(
            [middle], [y], marker="D", markersize=8, color=style.ACCENT, fillstyle=fill, ls="none",
            markerfacecoloralt=style.PAPER, markeredgecolor=style.INK, markeredgewidth=0.7,
        )  # fmt: skip


def _axes(ax: Axes, d: Dataset, labels: list[str], tops: list[float], heights: list[float], wide: bool) -> None:
    ax.set(xlim=(timeline.day("2013-01-01"), timeline.day("2027-01-01")), ylim=(sum(heights), 0))
    years = range(2014, 2027, 2 if wide else 4)
    ax.set_xticks([timeline.day(f"{year}-01-01") for year in years], [str(year) for year in years])
    ax.set_yticks(tops, labels)
    timeline.covid_band(ax, covid_end(d), row=1)
    timeline.break_mark(ax, SPLIT, "split", row=1)
    timeline.break_mark(ax, REUNIFIED, "reunified", row=0)
    for edge in range(1, len(heights)):
        ax.axhline(sum(heights[:edge]), color=style.RULE, linewidth=0.5, zorder=0.2)
    style.quiet_axes(ax)
    ax.spines["left"].set_visible(False)
