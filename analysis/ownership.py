"""Owners of the companies over time: who held which, and when they changed."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import style, timeline
from analysis.claims import Count, Number, claim
from analysis.data import Dataset
from analysis.exhibits import Chart, listing
from analysis.inspection_timeline import REUNIFIED, SPLIT, covid_end
from analysis.lookup import service_names
from analysis.timeline import day

PUBLIC = "public"
BLOCK = {"MTC": "MTCnovo", "MTCnovo": "MTCnovo"}  # one owner wherever owners are blocks: the change is not dated
SHORT = {"Interserve (Purple Futures)": "Interserve", "MTCnovo": "MTCnovo / MTC"}
NARROW = {"Working Links": "W. Links"}
END = "2023-01-01"
PRIVATE, STATE = "#cfdde8", "#ffffff"


def spells(d: Dataset) -> pd.DataFrame:
    """Who owned each company from when to when, one row for each unbroken spell of one owner.

    MTCnovo and MTC are one owner, and a change of an owner's legal form begins no new spell. After the last spell on
    record the work is public.

    Returns
    -------
    pandas.DataFrame
        `organisation_id`, `service`, `owner`, `start`, `end` (Timestamps, half-open), `basis` (inferred if any part
        of the spell is), in the order of company and time.
    """
    frame = d.ownership.sort_values(["organisation_id", "start_from"], ignore_index=True)
    frame["owner"] = frame["owner"].replace(BLOCK)
    keys = frame["organisation_id"] + "|" + frame["owner"]
    new = (keys != keys.shift()).fillna(True)
    grouped = frame.assign(spell=new.cumsum()).groupby("spell")
    rows = grouped.agg(
        organisation_id=("organisation_id", "first"),
        owner=("owner", "first"),
        start=("start_from", "first"),
        end=("end_from", "last"),
        basis=("basis", lambda parts: "inferred" if (parts == "inferred").any() else "stated"),
    )
    rows.insert(1, "service", service_names(d, rows["organisation_id"]).str.removesuffix(" CRC"))
    return rows.sort_values(["organisation_id", "start"], ignore_index=True)


def first_private(frame: pd.DataFrame) -> pd.DataFrame:
    """Of the rows of `spells`, each company's first spell that was not public."""
    return frame[frame["owner"] != PUBLIC].drop_duplicates("organisation_id").reset_index(drop=True)


def chart_owners(d: Dataset) -> Chart:
    """Owners of the 21 companies over time, companies grouped under their first owner in alphabetical order."""
    frame = spells(d)
    first = first_private(frame)
    private = frame["owner"] != PUBLIC
    moved = frame[private].groupby("organisation_id")["owner"].nunique()
    early = frame[private].groupby("organisation_id")["end"].max()
    early = early[early < pd.Timestamp(REUNIFIED)]
    names = frame.drop_duplicates("organisation_id").set_index("organisation_id")["service"]
    held = first.groupby("owner")["service"].size()
    seconds = frame[private & frame["organisation_id"].isin(moved.index[moved > 1])]
    seconds = seconds[seconds.duplicated("organisation_id")]
    let, passed = (sorted({start.year for start in part["start"]}) for part in (first, seconds))
    changed = "; ".join(
        f"{names[str(company)]}: {' then '.join(frame.loc[private & (frame['organisation_id'] == company), 'owner'])}"
        for company in moved.index[moved > 1]
    )
    return Chart(
        "owners",
        _draw(d, frame, "full"),
        f"{len(first)} companies were let to {len(held)} owners in {listing(let)}; {int((moved > 1).sum())} changed "
        f"hands in {listing(passed)}, and {listing(names[early.index])} returned to public supervision before the rest",
        "Owners of community rehabilitation companies, England and Wales, from June 2014; white is public ownership.",
        f"A horizontal bar of time for each of {len(first)} companies. First private owners: "
        + ", ".join(f"{SHORT.get(str(owner), str(owner))} {count}" for owner, count in held.items())
        + f". Changed hands: {changed}. All are public from June 2021; "
        + ", ".join(f"{names[str(company)]} from {end:%B %Y}" for company, end in early.items())
        + ".",
        frame.drop(columns="organisation_id").assign(owner=frame["owner"].replace({PUBLIC: "Public"})),
        list(dict.fromkeys(d.ownership["source_id"])),
        n=f"all {len(first)} companies",
        note="Companies stand under their first owner, owners in alphabetical order. MTCnovo, later MTC, is one owner: "
        "when the joint venture ended was not found. The spell in Wales in 2019 is Seetec's; supervision there became "
        "public in December 2019, interventions and unpaid work stayed with Seetec until 2021.",
        narrow=_draw(d, frame, "narrow"),
        labels={"service": "Company"},
    )


def _draw(d: Dataset, frame: pd.DataFrame, width: str) -> Figure:
    wide = width == "full"
    first = first_private(frame).sort_values(["owner", "service"], key=lambda column: column.str.casefold())
    place = {company: y for y, company in enumerate(first["organisation_id"])}
    fig, ax = style.figure(width, 0.27 * len(place) + 0.9)
    for _, spell in frame.iterrows():
        _bar(ax, place[spell["organisation_id"]], spell["start"], spell["end"], str(spell["owner"]), wide)
    for company, end in frame.groupby("organisation_id")["end"].max().items():
        _bar(ax, place[company], end, pd.Timestamp(END), PUBLIC, wide)
    ax.set(xlim=(day(SPLIT), day(END)), ylim=(len(place) - 0.4, -0.6))
    names = first["service"].map(lambda name: brief_name(str(name)) if not wide else _wide(str(name)))
    ax.set_yticks(range(len(place)), names)
    years = range(2015, 2023, 1 if wide else 2)
    ax.set_xticks([day(f"{year}-01-01") for year in years], [str(year) for year in years])
    timeline.covid_band(ax, covid_end(d), row=1)
    timeline.break_mark(ax, REUNIFIED, "reunified", row=0)
    ax.spines["left"].set_visible(False)
    return fig


def _wide(name: str) -> str:
    return name if len(name) < 38 else brief_name(name)


def brief_name(name: str) -> str:
    """A company's name for a narrow place: "Bristol and others", "Cumbria & Lancashire"."""
    words = name.split(", ")
    return f"{words[0]} and others" if len(words) > 1 and len(name) > 26 else name.replace(" and ", " & ")


def _bar(ax: Axes, y: int, start: pd.Timestamp, end: pd.Timestamp, owner: str, wide: bool) -> None:
    left, right = day(start), day(end)
    public = owner == PUBLIC
    ax.barh(
        y, right - left, left=left, height=0.78, facecolor=STATE if public else PRIVATE, edgecolor=style.INK,
        linewidth=0.6, zorder=1.4,
    )  # fmt: skip
    label = "public" if public else SHORT.get(owner, owner) if wide else NARROW.get(owner, SHORT.get(owner, owner))
    room = (right - left) / (60 if wide else 140)
    if len(label) < room:
        ax.annotate(label, ((left + right) / 2, y), ha="center", va="center_baseline", fontsize=9, zorder=3)


@claim("owners_first", "owners to whom the companies were let in 2015")
def owners_first(d: Dataset) -> Number:
    """Owners who held a company at its first private spell, from February 2015."""
    return Number(first_private(spells(d))["owner"].nunique(), "owners")


@claim("owners_changed", "companies that changed from one private owner to another")
def owners_changed(d: Dataset) -> Count:
    """Companies held by more than one private owner between 2015 and 2021; MTCnovo and MTC are one."""
    frame = spells(d)
    owners = frame[frame["owner"] != PUBLIC].groupby("organisation_id")["owner"].nunique()
    return Count(int((owners > 1).sum()), len(owners))


@claim("owners_largest", "companies held by the owner with the most, of all")
def owners_largest(d: Dataset) -> Count:
    """Companies held by Sodexo from 2015, of all companies. Raises ValueError if another owner held as many."""
    held = first_private(spells(d)).groupby("owner").size().sort_values(ascending=False)
    if held.index[0] != "Sodexo" or held.iloc[0] == held.iloc[1]:
        raise ValueError("Sodexo is no longer the one owner with the most companies")
    return Count(int(held.iloc[0]), int(held.sum()))
